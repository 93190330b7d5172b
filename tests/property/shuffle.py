#!/usr/bin/env python3
"""The order of files, entries, words, rules, rows of evidence, topics and articles, and the number of threads, change no result.

usage: shuffle.py NEWSTAG [SEED…]

The shipped knowledge is copied with everything in another order: files get names that sort otherwise, lists and tables are shuffled.
What comes out is compared with lines and file names taken off the reasons. On corpus/, and on articles of the development sets where
they are there (../shared)."""
import json, os, pathlib, random, re, subprocess, sys, tempfile

import yaml

newstag = os.path.abspath(sys.argv[1])
seeds = [int(s) for s in sys.argv[2:]] or [1]
root = pathlib.Path(__file__).resolve().parents[2]
shared = root.parent / 'shared'
# Lists whose order means something: the parts of a page block stand in the order of the page. (So do two numbers, from and to.)
ORDERED = {'block'}
failed = 0


def shuffled(value, rng, key=None):
    if isinstance(value, dict):
        items = [(k, shuffled(v, rng, k)) for k, v in value.items()]
        rng.shuffle(items)
        return dict(items)
    if isinstance(value, list):
        value = [shuffled(v, rng) for v in value]
        if key not in ORDERED and not all(isinstance(v, str) and re.fullmatch(r'[\d.]+', v) for v in value):
            rng.shuffle(value)
    return value


def renamed(value, names):
    """Evidence asks for gazetteers by their names: `listed: [places/countries]`."""
    if isinstance(value, dict):
        return {k: [names[x] for x in v] if k == 'listed' and isinstance(v, list) else names.get(v, v) if k == 'listed' else renamed(v, names)
                for k, v in value.items()}
    return [renamed(v, names) for v in value] if isinstance(value, list) else value


def copy(source, target, rng, names):
    """Every YAML file under another name, every list in another order; tables keep their names, which YAML files say."""
    for path in sorted(source.rglob('*')):
        inner = path.relative_to(source)
        if path.is_dir() or 'packs' in inner.parts:
            continue
        folder = target / inner.parent
        folder.mkdir(parents=True, exist_ok=True)
        if path.suffix == '.yaml':
            tree = renamed(yaml.load(path.read_text(encoding='utf8'), yaml.BaseLoader), names)
            name = f'{rng.randrange(1000):03}~{path.name}'
            if 'from' not in tree: # a table keeps its name
                names[str(inner.with_suffix(''))] = str(inner.parent / name[:-5])
            with open(folder / name, 'w', encoding='utf8') as f:
                yaml.dump(shuffled(tree, rng), f, allow_unicode=True, sort_keys=False, width=10000)
        elif path.suffix == '.tsv':
            head, *rows = path.read_text(encoding='utf8').splitlines(keepends=True)
            rng.shuffle(rows)
            (folder / path.name).write_text(head + ''.join(rows), encoding='utf8')


WHERE = re.compile(r'[^ "]*/(?:\d{3}~)?([^/ ":]+\.(?:yaml|tsv)):\d+')


def plain(value):
    if isinstance(value, dict):
        return {k: plain(v) for k, v in value.items()}
    if isinstance(value, list):
        return [plain(v) for v in value]
    return WHERE.sub(r'\1', value) if isinstance(value, str) else value


def tag(articles, options, threads):
    lines = ''.join(json.dumps(a, ensure_ascii=False) + '\n' for a in articles)
    p = subprocess.run([newstag, 'tag', '--threads', str(threads), '--keep', 'patterns', '--keep', 'verdicts', *options], input=lines,
                       capture_output=True, encoding='utf8')
    if p.returncode:
        sys.exit(f'exit {p.returncode}: {p.stderr[:1000]}')
    out = {}
    for line in p.stdout.splitlines():
        a = json.loads(line)
        out[a['id']] = a
    return out


def places(verdicts):
    """Verdicts of one span stand by their place in the files, which has changed."""
    return sorted(json.dumps(v, sort_keys=True) for v in verdicts)


def compare(name, before, after):
    global failed
    for key, a in before.items():
        x, y = plain(a), plain(after[key])
        x['verdicts'], y['verdicts'] = places(x['verdicts']), places(y['verdicts'])
        for member in x:
            if x[member] != y.get(member):
                failed += 1
                if failed <= 12:
                    at = [(i, j) for i, j in zip(x[member], y[member]) if i != j] if isinstance(x[member], list) else []
                    print(f'{name}: {key}: "{member}" differs:\n  {str(at[0][0] if at else x[member])[:600]}\n  {str(at[0][1] if at else y[member])[:600]}')


def articles():
    for path in sorted((root / 'corpus').rglob('*.txt')):
        yield {'id': path.name, 'text': path.read_text(encoding='utf8')}
    for name in ['worldwide-a', 'ieer-a', 'gum-news']:
        path = shared / 'data/dev/ner' / f'{name}.jsonl'
        lines = open(path, encoding='utf8').readlines()[:15] if path.exists() else []
        for i, line in enumerate(lines):
            yield {'id': f'{name}-{i}', 'text': json.loads(line)['text']}


all_articles = list(articles())
want = tag(all_articles, [], 1)
for seed in seeds:
    rng = random.Random(seed)
    with tempfile.TemporaryDirectory() as d:
        names = {}
        for part in ['gazetteers', 'rules']:
            copy(root / part, pathlib.Path(d) / part, rng, names)
        order = all_articles[:]
        rng.shuffle(order)
        compare(f'seed {seed}', want, tag(order, ['--only', '-k', d], 3))
print(f'{len(all_articles)} articles, {len(seeds)} orders: ' + ('no difference' if not failed else f'{failed} differences'))
sys.exit(failed > 0)
