#!/usr/bin/env python3
"""The Unix pipe, `run` and `tag` give the same bytes, with 1, 2 and 8 threads.

usage: same_bytes.py NEWSTAG

On corpus/, on the reference page and on 500 articles of the development sets where they are there (../shared)."""
import hashlib, json, os, pathlib, subprocess, sys, tempfile

newstag = os.path.abspath(sys.argv[1])
root = pathlib.Path(__file__).resolve().parents[2]
shared = root.parent / 'shared'
STAGES = ['split', 'match', 'rules', 'resolve', 'topics']
failed = 0


def out(command, stdin=None, status=(0,)):
    p = subprocess.run(command, input=stdin, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=root)
    if p.returncode not in status:
        sys.exit(f'{command}: exit {p.returncode}: {p.stderr.decode()[:500]}')
    return p.stdout


def same(what, a, b):
    global failed
    if a == b:
        return
    failed += 1
    for n, (x, y) in enumerate(zip(a.splitlines(), b.splitlines())):
        if x != y:
            at = next((i for i in range(min(len(x), len(y))) if x[i] != y[i]), min(len(x), len(y)))
            print(f'{what}: line {n + 1}, byte {at}:\n  {x[max(0, at - 60):at + 60]!r}\n  {y[max(0, at - 60):at + 60]!r}')
            return
    print(f'{what}: {len(a.splitlines())} lines against {len(b.splitlines())}')


def pipe(lines, threads):
    for stage in STAGES:
        lines = out([newstag, stage, '--threads', threads], lines)
    return lines


def compare(name, paths):
    whole = out([newstag, 'run', '--threads', '1', *paths])
    assert whole.strip(), f'{name}: no output'
    read = out([newstag, 'read', *paths])
    for threads in ['1', '2', '8']:
        same(f'{name}: run with {threads} threads', whole, out([newstag, 'run', '--threads', threads, *paths]))
        same(f'{name}: the pipe with {threads} threads', whole, pipe(read, threads))
        same(f'{name}: tag --split with {threads} threads', whole, out([newstag, 'tag', '--split', '--threads', threads], read))
    same(f'{name}: write of run', whole, out([newstag, 'write', '--to', 'jsonl'], whole))
    for table in ['mentions', 'entities', 'articles', 'topics']:
        same(f'{name}: csv of {table}', out([newstag, 'run', '--to', 'csv', '--table', table, *paths]),
             out([newstag, 'write', '--to', 'csv', '--table', table], whole))
    marked = out([newstag, 'tag', '--threads', '1'], read)
    assert len(marked.splitlines()) == len(read.splitlines()), f'{name}: tag gives one line for each line'
    for threads in ['2', '8']:
        same(f'{name}: tag with {threads} threads', marked, out([newstag, 'tag', '--threads', threads], read))
    with tempfile.TemporaryDirectory() as d:
        sums = []
        for n in range(2):
            out([newstag, 'run', '-o', f'{d}/{n}.xlsx', *paths])
            sums.append(hashlib.sha256(open(f'{d}/{n}.xlsx', 'rb').read()).hexdigest())
        same(f'{name}: xlsx twice', sums[0].encode(), sums[1].encode())


compare('corpus', ['corpus'])
cases = root / 'tests/cases'
compare('pages, mail and feeds', [str(cases / name) for name in ('read-html/page.html', 'read-mail/plain.eml', 'read-feed/b.atom', 'read-feed/c.xml')])
if (shared / 'pages').is_dir():
    compare('reference page', [str(shared / 'pages')])
    with tempfile.TemporaryDirectory() as d:
        n = 0
        with open(f'{d}/dev.ndjson', 'w', encoding='utf8') as f:
            for name in ['worldwide-a', 'ieer-a', 'gum-news', 'wikigold']:
                for line in open(shared / 'data/dev/ner' / f'{name}.jsonl', encoding='utf8'):
                    a = json.loads(line)
                    if n < 500:
                        f.write(json.dumps({'id': a['id'], 'text': a['text']}, ensure_ascii=False) + '\n')
                        n += 1
        compare('500 articles', [f'{d}/dev.ndjson'])
print('same bytes everywhere' if not failed else f'{failed} differences')
sys.exit(failed > 0)
