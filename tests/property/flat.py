#!/usr/bin/env python3
"""Memory does not grow with the number of articles, time grows with it. usage: flat.py NEWSTAG [ARTICLES]

Articles are made as they are read. The most memory of a run over ARTICLES is held against that of half of them, when all that is kept
ahead and behind has filled. What grows by itself is the set of ids, which must not come twice: some 200 bytes each."""
import json, os, pathlib, random, subprocess, sys, time

newstag = os.path.abspath(sys.argv[1])
n = int(sys.argv[2]) if len(sys.argv) > 2 else 20000
root = pathlib.Path(__file__).resolve().parents[2]
rng = random.Random(1)
parts = [p for f in sorted(root.glob('corpus/articles/*.txt')) for p in f.read_text(encoding='utf8').split('\n') if p]
lines = [json.dumps({'text': '\n\n'.join(rng.choices(parts, k=2))}).encode()[1:] + b'\n' for _ in range(997)]


def peak(articles):
    start = time.monotonic()
    p = subprocess.Popen([newstag, 'tag', '-q'], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
    for i in range(articles):
        p.stdin.write(b'{"id":"%d",' % i + lines[i % len(lines)])
    p.stdin.close()
    _, status, use = os.wait4(p.pid, 0)
    if status:
        sys.exit(f'exit {status}')
    return use.ru_maxrss / 1024, use.ru_utime + use.ru_stime


peak(10) # compiles the knowledge
few, few_time = peak(n // 2)
many, many_time = peak(n)
print(f'{n // 2} articles: {few:.0f} MB, {few_time:.1f} s; {n}: {many:.0f} MB, {many_time:.1f} s')
if many > few * 1.25 + 10 + n // 2 * 0.0002:
    sys.exit('memory grows with the number of articles')
if n >= 10000 and many_time > few_time * 2 * 1.6 + 2:
    sys.exit('time grows faster than the number of articles')
