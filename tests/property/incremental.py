#!/usr/bin/env python3
"""`run --incremental` gives the bytes of a full run, whatever has changed since the last one. usage: incremental.py NEWSTAG [ROUNDS] [SEED]

Each round makes a few random edits of articles (new, changed, gone, only touched) and of a knowledge folder (names, aliases, removed
and overridden entries, lines moved, word lists, rules, macros, topics, evidence), and compares: one file, files of so many articles, or
one for each. Now and then somebody has changed a file of the output or taken it away; where one would be the same it is not written."""
import json, os, pathlib, random, shutil, subprocess, sys, tempfile

newstag = os.path.abspath(sys.argv[1])
rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 8
seed = int(sys.argv[3]) if len(sys.argv) > 3 else 1
rng = random.Random(seed)
root = pathlib.Path(__file__).resolve().parents[2]
articles = [f.read_text(encoding='utf8') for f in sorted(root.glob('corpus/articles/*.txt')) + sorted(root.glob('corpus/pages/*.txt')) if f.name != 'p14-windows.txt']
paragraphs = [p for a in articles for p in a.split('\n') if len(p) > 60]
words = sorted({w.strip('.,') for p in paragraphs for w in p.split() if w[:1].isupper() and w.strip('.,').isalpha()})
d = pathlib.Path(tempfile.mkdtemp(dir=os.environ.get('TMPDIR')))
names, lists, rules, topics, own_topics, evidence, files = [], [], [], [], [], [], {}
serial = label = 0
base_word = 'Paris'


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
    (d / 'k/gazetteers/names.yaml').write_text(f'source: test\nlicence: test\ntype: person\nentries:\n{entries}' if '{id' in entries else 'source: test\nlicence: test\ntype: person\nentries: []\n')
    for i, l in enumerate(lists):
        (d / f'k/gazetteers/words/l{i}.yaml').write_text(l)
    (d / 'k/rules/own.yaml').write_text('rules:\n' + ''.join(rules) if rules else 'rules: []\n')
    base = f'topics: [{{id: own-base, label: Base {label}, evidence: [{{words: [{base_word}], weight: 9}}]}}]\n'
    for i, t in enumerate([base] + topics + own_topics):
        (d / f'k/rules/topics/t{i}.yaml').write_text(t)
    (d / 'k/rules/evidence/own.yaml').write_text('evidence:\n' + ''.join(evidence) if evidence else 'evidence: []\n')


def some_name():
    return ' '.join(rng.choices(words, k=rng.randint(1, 2)))


def edit_articles():
    kind = rng.randrange(5)
    if kind == 0 or len(files) < 40:
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


def some_words():
    """Two that stand in some article, and the beginning of one: a change that no article shows proves nothing."""
    held = [w.strip('.,') for w in files[rng.choice(sorted(files))].split() if w[:1].isupper() and w.strip('.,').isalpha() and len(w) > 3]
    a, b, c = rng.choices(held or words, k=3)
    return a, b, c[:4]


def some_rule(n):
    a, b, c = some_words()
    pattern = rng.choice([
        f'(?<person>{a})', f'(?<place>{a}(?: {{{{Cap}}}})?)', f'(?:{a}|{b}) (?<organization>{{{{Cap}}}})', f'(?<person>{c}\\w*)',
        f'(?<person>{{{{Cap}}}}) {{{{{rng.choice(["verb-of-speech", "role"])}}}}}'])
    more = rng.choice(['', f"    not-before: '{b} '\n", '    priority: 3\n', '    phase: 2\n'])
    return f"  - id: own-{n}\n    pattern: '{pattern}'\n    score: {rng.choice([0.6, 0.95])}\n{more}"


def some_topic(n):
    a, b, c = some_words()
    item = rng.choice([
        f'{{words: ["{a}", "{b}"], weight: 9}}', f'{{words: ["{c.lower()}*"], weight: 9}}', '{entities: [Q148, Q30, Q145], weight: 9}',
        '{countries: [GB, FR, US], weight: 9}', '{kinds: [capital, city], weight: 9}', f'{{all: [{{words: ["{a}"]}}, {{words: ["{c}*"]}}], weight: 9}}',
        f'{{topics: [{rng.choice(["own-base", "politics"])}], weight: 2}}', rng.choice(['{types: [person], weight: 1}', f'{{regex: ["{a}"], weight: 9}}'])])
    more = rng.choice(['', '    excludes: [economy]\n', '    implies: [sport]\n', '    hidden: true\n', '    beside: 0.9\n'])
    return (f'topics:\n  - id: own-{n}\n    label: Own {rng.randrange(99)}\n    broader: [{rng.choice(["own-base", "politics", "sport"])}]\n'
            f'    threshold: {rng.choice([0.1, 0.5])}\n{more}    evidence:\n      - {item}\n')


def some_evidence(n):
    a, b, c = some_words()
    ask = rng.choice([f'any: [{a}, {b}]', f'first: [{a}]', f'last: [{b}]', f'before: [{a}]', f'behind: [{b}]', f'ending: [{a[-4:].lower()}]', 'is: acronym'])
    return f'  - {{id: own-{n}, {ask}, {rng.choice(["person", "place", "organization"])}: {rng.choice([-8, 8])}}}\n'


def change(texts, make):
    """Puts one in, takes one away or makes one anew under its number."""
    kind = rng.randrange(3) if texts else 0
    if kind == 0:
        texts.insert(rng.randint(0, len(texts)), make(fresh()))
    elif kind == 1:
        texts.pop(rng.randrange(len(texts)))
    else:
        at = rng.randrange(len(texts))
        texts[at] = make(texts[at].split('own-')[1].split(',')[0].split('\n')[0])


def edit_knowledge():
    global label, base_word
    kind = rng.randrange(16)
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
    elif kind in (7, 13):
        change(rules, some_rule)
    elif kind in (8, 11):
        change(evidence, some_evidence)
    elif kind in (9, 12):
        change(own_topics, some_topic)
    elif kind == 10:
        path = root / 'rules/topics/trade.yaml'
        topics[:] = [path.read_text().replace('Trade', f'Trade {n}')]
    elif kind == 14:
        label += 1
    elif kind == 15:
        base_word = some_words()[0]


forms = {'ndjson': '-o {}.ndjson', 'csv': '-o {}.csv', 'shards': '-o {}/%d.ndjson --shard 7', 'each': '--split-output {} --to jsonl'}


def outputs(name):
    """The files that an output consists of."""
    path = d / name
    return sorted(p for p in path.rglob('*') if p.is_file()) if path.is_dir() else [path] if path.exists() else []


def name_of(form, stem):
    return stem if form in ('shards', 'each') else f'{stem}.{form}'


def bytes_of(form, stem):
    return {p.relative_to(d / stem) if p.parent != d else '': p.read_bytes() for p in outputs(name_of(form, stem))}


def run(form, stem, *more, cache=True):
    """Without the cache all knowledge is compiled at once, with it the folder upon the image of what comes with newstag."""
    env = dict(os.environ, NEWSTAG_NO_CACHE='' if cache else '1')
    if form == 'shards':
        (d / stem).mkdir(exist_ok=True)
    p = subprocess.run([newstag, 'run', 'in', '-k', 'k', *forms[form].format(stem).split(), *more], cwd=d, env=env, capture_output=True)
    if p.returncode not in (0, 1):
        sys.exit(f'seed {seed}: exit {p.returncode}: {p.stderr.decode()[:2000]}\n{d}')
    return p.stderr


def spoil(paths):
    """Other bytes of the same length, or no file."""
    if not paths or rng.randrange(4):
        return
    path = rng.choice(paths)
    if rng.randrange(2):
        path.unlink()
    else:
        path.write_bytes(bytes(path.stat().st_size))


def check_many():
    """More than are read at once: a change at the end, one less, another order; and nothing, where the output stays the file that it is."""
    for texts in [names, lists, rules, topics, own_topics, evidence]:
        texts.clear()
    write_knowledge()
    lines = [json.dumps({'id': f'l{i}', 'text': f'{i} ' + '\n\n'.join(rng.choices(paragraphs, k=30))}) + '\n' for i in range(600)]
    changed = lines[:-1] + [lines[-1].replace('"text": "', '"text": "More. ')]
    orders = [lines, lines, changed, changed[:300] + changed[301:], changed[:100] + changed[300:301] + changed[101:], changed[::-1], changed[::-1]]
    for word in ['Again', 'Anew', 'Thrice', 'Last']: # the most of what is kept is of no use any more: the file is made anew
        orders += [[line.replace('"text": "', f'"text": "{word}. ') for line in lines]]
    orders += [orders[-1], orders[-1][:500], orders[-1][:500]]
    sizes = []
    for i, order in enumerate(orders):
        (d / 'many.ndjson').write_text(''.join(order), encoding='utf8')
        before = (d / 'many-out.ndjson').stat().st_ino if i else None
        for out, more in [('whole.ndjson', []), ('many-out.ndjson', ['--incremental', 'many.state'])]:
            subprocess.run([newstag, 'run', 'many.ndjson', '--only', '-k', 'k', '-o', out, *more], cwd=d, check=True)
        if (d / 'whole.ndjson').read_bytes() != (d / 'many-out.ndjson').read_bytes():
            sys.exit(f'many lines, run {i}: the outputs differ: {d}')
        sizes.append((d / 'many.state').stat().st_size)
        if i and ((d / 'many-out.ndjson').stat().st_ino == before) != (order == orders[i - 1]):
            sys.exit(f'many lines, run {i}: the output was written for nothing, or was not')
    if sizes == sorted(sizes):
        sys.exit('the state only grew')


reused = known = 0
stayed = dict.fromkeys(forms, 0)
told = b''
(d / 'in').mkdir()
for _ in range(45):
    edit_articles()
for turn in range(rounds):
    write_articles()
    write_knowledge()
    form = rng.choice(list(forms))
    full, part = f'full-{form}', f'part-{form}'
    shutil.rmtree(d / full, ignore_errors=True)
    said = run(form, full, cache=False)
    spoil(outputs(name_of(form, part)))
    before = {p: p.stat().st_ctime_ns for p in outputs(name_of(form, part))}
    told = run(form, part, '--incremental', f'state-{form}', '--summary')
    if bytes_of(form, full) != bytes_of(form, part):
        sys.exit(f'seed {seed}, round {turn}: the outputs differ: {d}: {full}, {part}')
    if said not in told:
        sys.exit(f'seed {seed}, round {turn}: other messages:\n{said.decode()}\n{told.decode()}')
    stayed[form] += sum(before.get(p) == p.stat().st_ctime_ns for p in outputs(name_of(form, part)))
    reused += int(told.split(b'known already: ')[1].split()[0])
    known += len(files)
    for _ in range(rng.choice([0, 1, 1, 1, 1, 2])): # of several, one would hide what is wrong with another
        rng.choice([edit_articles, edit_knowledge, edit_knowledge, edit_knowledge])()
check_many()
shutil.rmtree(d)
if rounds >= 8 and not reused:
    sys.exit('nothing was ever known already')
if rounds >= 40 and not (stayed['shards'] and stayed['each']): # check_many looks after the others
    sys.exit(f'no file ever stayed as it was: {stayed}')
print(f'{rounds} rounds of edits: the same bytes; {reused} of {known} articles were known already; files that stayed: {stayed}')
