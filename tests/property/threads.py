#!/usr/bin/env python3
"""Runs with many threads, watched by ThreadSanitizer. usage: threads.py WATCHED NEWSTAG [ARTICLES]

WATCHED is the program built for that; NEWSTAG, built without, says with one thread what must come out.

The articles are those of corpus/, cut into paragraphs and put together anew. Then the same with what an earlier run has kept: all of it,
and what is left of it after some articles and a name have changed, into one file and into a file for each article."""
import json, os, pathlib, random, re, subprocess, sys, tempfile

watched, plain = map(os.path.abspath, sys.argv[1:3])
n = int(sys.argv[3]) if len(sys.argv) > 3 else 2000
root = pathlib.Path(__file__).resolve().parents[2]
random.seed(1)
parts = [p for f in sorted(root.glob('corpus/articles/*.txt')) for p in f.read_text(encoding='utf8').split('\n') if p]
d = tempfile.TemporaryDirectory()
top = pathlib.Path(d.name)
articles = ['\n\n'.join(random.choices(parts, k=6)) for _ in range(n)]


def write(name):
    (top / 'a.ndjson').write_text(''.join(json.dumps({'id': f'a{i}', 'text': t}) + '\n' for i, t in enumerate(articles)), encoding='utf8')
    (top / 'k/gazetteers').mkdir(parents=True, exist_ok=True)
    (top / 'k/gazetteers/own.yaml').write_text(f'source: test\nlicence: test\ntype: person\nentries: [{{id: own, name: {name}}}]\n')


def run(newstag, threads, *args):
    # GLib's own allocator hands pieces from thread to thread behind locks that the sanitizer cannot see
    # a fixed layout of memory, without which old versions of the sanitizer do not start
    p = subprocess.run(['setarch', '-R', newstag, 'run', '--threads', str(threads), 'a.ndjson', '-k', 'k', '--summary', *args], cwd=top,
                       capture_output=True, env=dict(os.environ, G_SLICE='always-malloc', TSAN_OPTIONS='halt_on_error=0 exitcode=66'))
    if p.returncode or b'ThreadSanitizer' in p.stderr:
        sys.exit(f'{threads} threads, {" ".join(args)}: exit {p.returncode}\n{p.stderr.decode()[:6000]}')
    return p.stdout


def compare(what, a, b):
    if a != b or a.count(b'\n') < n:
        sys.exit(f'{what}: another output')


def files():
    number = re.compile(r'a(\d+)#(\d+)')
    return b''.join(f.read_bytes() for f in sorted((top / 'each').rglob('*.jsonl'), key=lambda f: [int(x) for x in number.search(f.name).groups()]))


write('Nobody Atall')
one = run(plain, 1)
compare('the number of threads', one, run(watched, 5))
for change in range(2):
    for again in range(2):
        run(watched, 5, '--incremental', 'state', '-o', 'out.ndjson')
        compare('what was kept', one, (top / 'out.ndjson').read_bytes())
    run(watched, 5, '--incremental', 'state-each', '--split-output', 'each', '--to', 'jsonl')
    compare('what was kept, a file an article', one, files())
    if not change:
        for i in range(0, n, 10):
            articles[i] += '\n\n' + articles[i - 1]
        write('Dead Sea')
        one = run(plain, 1)
print(f'{n} articles with 5 threads: nothing to say')
