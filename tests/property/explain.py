#!/usr/bin/env python3
"""explain gives a right answer for each tag: it is the tag that `run` gives, and each line it names is there and holds what it says.

usage: explain.py NEWSTAG

On pages of corpus/, and on the reference page where it is there (../shared)."""
import json, os, pathlib, re, subprocess, sys

newstag = os.path.abspath(sys.argv[1])
root = pathlib.Path(__file__).resolve().parents[2]
pages = sorted((root / 'corpus/pages').glob('*.txt'))[:3] + sorted((root.parent / 'shared/pages').glob('*.txt'))
failed = answers = 0
lines_of = {}


def complain(*what):
    global failed
    failed += 1
    print(*what)


def line_at(where):
    m = re.fullmatch(r'(.+):(\d+)', where)
    if not m or not (root / m[1]).is_file():
        return None
    if m[1] not in lines_of:
        lines_of[m[1]] = (root / m[1]).read_text(encoding='utf8').splitlines()
    n = int(m[2])
    return lines_of[m[1]][n - 1] if 0 < n <= len(lines_of[m[1]]) else None


def near(where, word):
    """Whether the entry, rule or row that begins at that line names `word`."""
    path, n = where.rsplit(':', 1)
    return line_at(where) is not None and word in '\n'.join(lines_of[path][int(n) - 1:int(n) + 2])


def out(*command):
    p = subprocess.run([newstag, *command], capture_output=True, encoding='utf8', cwd=root)
    if p.returncode:
        sys.exit(f'{command}: exit {p.returncode}: {p.stderr}')
    return [json.loads(line) for line in p.stdout.splitlines()]


for page in pages:
    tags = {}
    for a in out('run', str(page), '--to', 'jsonl'):
        for e in a['entities']:
            for m in e['mentions']:
                tags[a['id'], a['source']['bytes'][0] + m['bytes'][0]] = (e['id'], m['text'], m['score'], m['why'])
    text = page.read_bytes().decode('utf8', 'replace')
    explained = out('explain', str(page), '--to', 'json')
    seen = set()
    for x in explained:
        answers += 1
        at = len(text[:x['start']].encode('utf8'))
        key = x['article'], at
        seen.add(key)
        if tags.get(key) != (x.get('id'), x['text'], x.get('score'), x.get('why')):
            complain(page.name, x['text'], 'is not what run says:', tags.get(key), x.get('id'), x.get('why'))
        if text[x['start']:x['end']] != x['text']:
            complain(page.name, x['text'], 'does not stand at', x['start'])
        for p in x['proposed']:
            if not near(p['why'], p.get('rule', p.get('id'))):
                complain(page.name, x['text'], 'names a line that is not of', p)
        for w in x['weighed']:
            for row in w['rows']:
                if not near(row['why'], row['id']):
                    complain(page.name, x['text'], 'names a line that is not of', row)
        if not any(line_at(w) is not None for w in x['why']):
            complain(page.name, x['text'], 'names no line of a file:', x['why'])
    if seen != set(tags):
        complain(page.name, 'not explained:', sorted(set(tags) - seen)[:5])
    # What is not tagged has an answer, too: every word of the first lines.
    for m in list(re.finditer(r'\w+', text))[:40:5]:
        for x in out('explain', f'{page}:{m.start()}', '--to', 'json'):
            if not x['tagged'] and x['nearest'] and not near(x['nearest']['why'], x['nearest']['rule']):
                complain(page.name, m[0], 'names a line that is not of', x['nearest'])
print(f'{answers} tags explained, {failed} wrong')
sys.exit(failed > 0 or answers < 30)
