#!/usr/bin/env python3
"""The order of files, entries, words, rules, rows of evidence, topics and articles, and the number of threads, change no result.

usage: shuffle.py NEWSTAG [SEED…]

The shipped knowledge is copied with everything in another order: files get names that sort otherwise, lists, keys and tables are
shuffled. What comes out of `tag` for corpus/, and for some of the development sets where they are there (../shared), is compared; of
`file:line` in reasons the file alone, by its old name."""
import json, multiprocessing, os, pathlib, random, re, subprocess, sys, tempfile

import yaml

newstag = os.path.abspath(sys.argv[1])
seeds = [int(s) for s in sys.argv[2:]] or [1]
root = pathlib.Path(__file__).resolve().parents[2]
shared = root.parent / 'shared'
LOADER = type('Loader', (yaml.CSafeLoader,), {'yaml_implicit_resolvers': {}}) # everything is a string
# Lists whose order means something: the parts of a page block and the articles of its example stand as on the page, `near` goes from
# its first part to the others; two numbers are from and to.
ORDERED = {'block', 'articles', 'near'}
MOST_SHOWN = 12


# ---- another order ----

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


def renamed(value, names, key=None):
    """Evidence asks for gazetteers by their names: `listed: [places/countries]`."""
    if isinstance(value, dict):
        return {k: renamed(v, names, k) for k, v in value.items()}
    if isinstance(value, list):
        return [renamed(v, names, key) for v in value]
    return names[value] if key == 'listed' else value


def copy(target, rng):
    files = [p for part in ('gazetteers', 'rules') for p in sorted((root / part).rglob('*'))
             if p.suffix in ('.yaml', '.tsv') and 'packs' not in p.parts]
    marks, new, names = {}, {}, {} # of each file and the table beside it; by path: the new name; by `places/cities`: the same, new
    for path in files:
        mark = marks.setdefault(path.with_suffix(''), f'{rng.randrange(1000):03}~')
        new[path] = mark + path.name
        if root / 'gazetteers' in path.parents: # rules may be called as a gazetteer is
            names[f'{path.parent.name}/{path.stem}'] = f'{path.parent.name}/{mark}{path.stem}'
    for path in files:
        folder = target / path.parent.relative_to(root)
        folder.mkdir(parents=True, exist_ok=True)
        with open(folder / new[path], 'w', encoding='utf8') as out:
            if path.suffix == '.yaml':
                tree = renamed(yaml.load(path.read_text(encoding='utf8'), LOADER), names)
                if 'from' in tree:
                    tree['from'] = new[path.parent / tree['from']]
                yaml.dump(shuffled(tree, rng), out, yaml.CSafeDumper, allow_unicode=True, sort_keys=False, width=10000, default_style="'")
            else:
                head, *rows = path.read_text(encoding='utf8').splitlines(keepends=True)
                rng.shuffle(rows)
                out.write(head + ''.join(rows))


# ---- the same result ----

WHERE = re.compile(r'[^ "]*/(?:\d{3}~)?([^/ ":]+\.(?:yaml|tsv)):\d+')


def plain(value):
    if isinstance(value, dict):
        return {k: plain(v) for k, v in value.items()}
    if isinstance(value, list):
        return [plain(v) for v in value]
    return WHERE.sub(r'\1', value) if isinstance(value, str) else value


def tag(articles, options, threads):
    lines = ''.join(json.dumps(a, ensure_ascii=False) + '\n' for a in articles)
    p = subprocess.run([newstag, 'tag', '--threads', str(threads), '--keep', 'names', '--keep', 'patterns', '--keep', 'verdicts', *options],
                       input=lines, capture_output=True, encoding='utf8')
    if p.returncode:
        sys.exit(f'exit {p.returncode}: {p.stderr[:1000]}')
    out = {a['id']: plain(a) for a in map(json.loads, p.stdout.splitlines())}
    for a in out.values(): # verdicts of one span stand by their place in the files, which is another
        a['verdicts'].sort(key=lambda v: json.dumps(v, sort_keys=True))
    return out


def differences(name, before, after):
    found = []
    for key, a in before.items():
        for member in a:
            x, y = a[member], after[key].get(member)
            if x == y:
                continue
            if isinstance(x, list) and isinstance(y, list):
                pairs = [(i, j) for i, j in zip(x, y) if i != j] or [(len(x), len(y))]
                x, y = pairs[0]
            found.append(f'{name}: {key}: "{member}" differs:\n  {json.dumps(x, ensure_ascii=False)[:500]}\n  {json.dumps(y, ensure_ascii=False)[:500]}')
    return found


def articles():
    for path in sorted((root / 'corpus').rglob('*.txt')):
        yield {'id': path.name, 'text': path.read_text(encoding='utf8')}
    for path in sorted((shared / 'data/dev/ner').glob('*.jsonl')):
        with open(path, encoding='utf8') as lines:
            for i, line in zip(range(40), lines):
                yield {'id': f'{path.stem}-{i}', 'text': json.loads(line)['text']}


all_articles = list(articles())
want = tag(all_articles, [], 1)


def in_another_order(seed):
    rng = random.Random(seed)
    with tempfile.TemporaryDirectory() as d:
        copy(pathlib.Path(d), rng)
        order = rng.sample(all_articles, len(all_articles))
        return differences(f'seed {seed}', want, tag(order, ['--only', '-k', d], 3))


with multiprocessing.get_context('fork').Pool(2) as pool:
    found = sum(pool.map(in_another_order, seeds, chunksize=1), [])
print('\n'.join(found[:MOST_SHOWN]))
print(f'{len(all_articles)} articles, {len(seeds)} orders: {len(found)} differences')
sys.exit(bool(found))
