#!/usr/bin/env python3
"""`newstag eval` gives the figures that the development sets' own scorer gives, on small data made here and, where they are there, on the
sets themselves. usage: agree.py NEWSTAG"""
import json
import pathlib
import subprocess
import sys
import tempfile

root = pathlib.Path(__file__).resolve().parents[2]
shared = root.parent / 'shared'
newstag = sys.argv[1]
NAMES = {'person': 'PER', 'place': 'LOC', 'organization': 'ORG', 'all': 'ALL'}
SMALL = 'The “Élan” Group’s Ana Ríos met the Sudd tribe’s  elders in The Sudd, Upper Nile, near the Old Mill, Ana said.'


def small(folder):
    """Spans with blanks, articles and possessives at their ends, doubles, ignored and unknown types, what is no name."""
    def mark(text, kind, **more):
        start = SMALL.index(text)
        return dict(start=start, end=start + len(text), type=kind, **more)
    gold = [mark('The “Élan” Group’s', 'ORG'), mark('Ana Ríos', 'PER'), mark('the Sudd tribe’s ', 'NORP'), mark('elders', 'PER', nominal=True),
            mark('The Sudd', 'LOC'), mark('Upper Nile', 'GPE'), mark('the Old Mill', 'FAC'), mark('Ana said', 'MISC')]
    gold.append(dict(gold[4], type='ORG'))
    tags = [mark('“Élan” Group', 'organization'), mark(' Ana Ríos', 'Person'), mark('Sudd tribe', 'place'), mark('elders', 'person'),
            mark('The Sudd', 'ORG'), mark('Nile', 'place'), mark('Old', 'place'), mark('Ana said', 'person')]
    tags.append(dict(tags[1], type='place'))
    files = []
    for name, marks in [('gold.jsonl', gold), ('tags.jsonl', tags)]:
        files.append(folder / name)
        lines = [{'id': 'a', 'text': SMALL, 'entities': marks}, {'id': 7, 'text': 'Ana.', 'eval_span': [0, 3], 'entities': marks[:1]}]
        files[-1].write_text(''.join(json.dumps(x) + '\n' for x in (lines if name == 'gold.jsonl' else lines[:1])))
    return files


def differences(gold, tags, types):
    theirs = json.loads(subprocess.run([sys.executable, shared / 'tools/score_ner.py', gold, tags, '--json', f'--types={types}'],
                                       stdout=subprocess.PIPE, check=True).stdout)
    p = subprocess.run([newstag, 'eval', gold, tags, '--to', 'json', '--resamples', '0', '--types', types], stdout=subprocess.PIPE,
                       stderr=subprocess.DEVNULL)
    ours = json.loads(p.stdout)['strict']
    wrong = []
    for name, figures in ours.items():
        other = theirs[NAMES[name]]
        same = all(abs(figures[a] - 100 * other[b]) < 0.006 for a, b in [('precision', 'p'), ('recall', 'r'), ('f1', 'f')])
        if not same or figures['gold'] != other['n']:
            wrong.append(f'{gold} {name}: {figures}, the scorer says {other}')
    return wrong


if not (shared / 'tools/score_ner.py').is_file():
    print('the scorer is not here')
    sys.exit(0)
wrong, compared = [], 0
with tempfile.TemporaryDirectory() as d:
    folder = pathlib.Path(d)
    pairs = [(*small(folder), 'PER,LOC,ORG')]
    for name in ['worldwide-a', 'ieer-a', 'gum-news', 'wikigold', 'geowebnews', 'lgl']:
        gold, tags = shared / 'data/dev/ner' / f'{name}.jsonl', folder / f'{name}.ndjson'
        if not gold.is_file():
            continue
        with open(gold, 'rb') as source, open(tags, 'wb') as out:
            subprocess.run([newstag, 'tag'], stdin=source, stdout=out, stderr=subprocess.DEVNULL)
        pairs.append((gold, tags, 'LOC' if name in ('geowebnews', 'lgl') else 'PER,LOC,ORG'))
    for pair in pairs:
        wrong += differences(*pair)
        compared += 1
for line in wrong:
    print(line)
print(f'{compared} sets compared, {len(wrong)} figures differ')
sys.exit(bool(wrong))
