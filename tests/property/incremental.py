#!/usr/bin/env python3
"""`run --incremental` gives the bytes of a full run, whatever has changed since the last one. usage: incremental.py NEWSTAG [ROUNDS] [SEED]

Each round makes a few random edits of articles (new, changed, gone, only touched) and of a knowledge folder (names, aliases, removed
and overridden entries, lines moved, word lists, rules, macros, topics, evidence), and compares."""
import os, pathlib, random, shutil, subprocess, sys, tempfile

newstag = os.path.abspath(sys.argv[1])
rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 8
seed = int(sys.argv[3]) if len(sys.argv) > 3 else 1
rng = random.Random(seed)
root = pathlib.Path(__file__).resolve().parents[2]
articles = [f.read_text(encoding='utf8') for f in sorted(root.glob('corpus/articles/*.txt')) + sorted(root.glob('corpus/pages/*.txt')) if f.name != 'p14-windows.txt']
paragraphs = [p for a in articles for p in a.split('\n') if len(p) > 60]
words = sorted({w.strip('.,') for p in paragraphs for w in p.split() if w[:1].isupper() and w.strip('.,').isalpha()})
d = pathlib.Path(tempfile.mkdtemp(dir=os.environ.get('TMPDIR')))
names, lists, rules, topics, files = [], [], [], [], {}
serial = 0


def fresh():
    global serial
    serial += 1
    return serial


def write_articles():
    for name, text in files.items():
        path = d / 'in' / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists() or path.read_text(encoding='utf8') != text:
            path.write_text(text, encoding='utf8')
    for path in list((d / 'in').rglob('*.txt')):
        if str(path.relative_to(d / 'in')) not in files:
            path.unlink()


def write_knowledge():
    shutil.rmtree(d / 'k', ignore_errors=True)
    for folder in ['gazetteers/words', 'rules/topics', 'rules/evidence']:
        (d / 'k' / folder).mkdir(parents=True)
    entries = ''.join(n for n in names)
    (d / 'k/gazetteers/names.yaml').write_text(f'source: test\nlicence: test\ntype: person\nentries:\n{entries}' if entries else 'source: test\nlicence: test\ntype: person\nentries: []\n')
    for i, l in enumerate(lists):
        (d / f'k/gazetteers/words/l{i}.yaml').write_text(l)
    (d / 'k/rules/own.yaml').write_text('rules:\n' + ''.join(rules) if rules else 'rules: []\n')
    for i, t in enumerate(topics):
        (d / f'k/rules/topics/t{i}.yaml').write_text(t)


def some_name():
    return ' '.join(rng.choices(words, k=rng.randint(1, 2)))


def edit_articles():
    kind = rng.randrange(5)
    if kind == 0 or len(files) < 20:
        files[f'{rng.choice("ab")}/n{fresh()}.txt'] = '\n\n'.join(rng.choices(paragraphs, k=rng.randint(1, 5))) + '\n'
    elif kind == 1:
        name = rng.choice(sorted(files))
        files[name] = rng.choice(paragraphs) + '\n\n' + files[name]
    elif kind == 2:
        del files[rng.choice(sorted(files))]
    elif kind == 3:
        path = d / 'in' / rng.choice(sorted(files))
        if path.exists():
            path.touch()
    else:
        files[f'b/p{fresh()}.txt'] = rng.choice(articles)


def edit_knowledge():
    kind = rng.randrange(11)
    n = fresh()
    if kind <= 2:
        names.insert(rng.randint(0, len(names)), f'  - {{id: own-{n}, name: "{some_name()}", type: {rng.choice(["person", "place", "organization"])}, aliases: ["{some_name()}"]}}\n')
    elif kind == 3 and names:
        names.pop(rng.randrange(len(names)))
    elif kind == 4 and names:
        names.insert(0, '  # a line\n')
    elif kind == 5:
        names.append(f'  - {{id: {rng.choice(["Q15031", "Q90", "Q148", "Q8646", "Q84"])}, name: "{some_name()}", type: place}}\n')
        while len({x.split(",")[0] for x in names if 'id: Q' in x}) != len([x for x in names if 'id: Q' in x]):
            names.pop()
    elif kind == 6:
        lists.append(f'list: {rng.choice(["title", "role", "org-word", "common-word", "place-head", "abbreviation"])}\nsource: test\nlicence: test\nwords: [{rng.choice(words).lower()}, "{some_name()}"]\n')
    elif kind == 7:
        rules.append(f"  - id: own-{n}\n    pattern: '(?<person>{rng.choice(words)}) {{{{{rng.choice(['verb-of-speech', 'role', 'Cap'])}}}}}'\n    score: 0.9\n")
    elif kind == 8 and rules:
        rules.pop(rng.randrange(len(rules)))
    elif kind == 9:
        topics.append(f'topics:\n  - id: own-{n}\n    label: Own {n}\n    broader: [{rng.choice(["trade", "politics", "sport"])}]\n    threshold: {rng.choice([0.1, 0.5])}\n    evidence:\n      - {{words: ["{rng.choice(words)}", "{rng.choice(words).lower()}*"], weight: 3}}\n')
    elif kind == 10:
        path = root / 'rules/topics/trade.yaml'
        topics.append(path.read_text().replace('Trade', f'Trade {n}'))
        if sum('id: trade' in t for t in topics) > 1:
            topics.pop()


def run(out, *more):
    p = subprocess.run([newstag, 'run', 'in', '-k', 'k', '-o', out, *more], cwd=d, capture_output=True)
    if p.returncode not in (0, 1):
        sys.exit(f'seed {seed}: exit {p.returncode}: {p.stderr.decode()[:2000]}\n{d}')
    return p.stderr


reused = known = 0
told = b''
(d / 'in').mkdir()
for _ in range(25):
    edit_articles()
for turn in range(rounds):
    write_articles()
    write_knowledge()
    ending = rng.choice(['ndjson', 'csv', 'ndjson'])
    said = run(f'full.{ending}')
    told = run(f'part.{ending}', '--incremental', 'state', '--summary')
    if (d / f'full.{ending}').read_bytes() != (d / f'part.{ending}').read_bytes():
        sys.exit(f'seed {seed}, round {turn}: the outputs differ: {d}')
    if said not in told:
        sys.exit(f'seed {seed}, round {turn}: other messages:\n{said.decode()}\n{told.decode()}')
    reused += int(told.split(b'known already: ')[1].split()[0])
    known += len(files)
    for _ in range(rng.randint(0, 3)):
        rng.choice([edit_articles, edit_knowledge, edit_knowledge])()
shutil.rmtree(d)
if rounds >= 8 and not reused:
    sys.exit('nothing was ever known already')
print(f'{rounds} rounds of edits: the same bytes; {reused} of {known} articles were known already')
