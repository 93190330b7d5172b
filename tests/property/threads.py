#!/usr/bin/env python3
"""A run with many threads, watched by ThreadSanitizer. usage: threads.py NEWSTAG [ARTICLES]

The articles are those of corpus/, cut into paragraphs and put together anew."""
import json, os, pathlib, random, subprocess, sys, tempfile

newstag = os.path.abspath(sys.argv[1])
n = int(sys.argv[2]) if len(sys.argv) > 2 else 200
root = pathlib.Path(__file__).resolve().parents[2]
random.seed(1)
parts = [p for f in sorted(root.glob('corpus/articles/*.txt')) for p in f.read_text(encoding='utf8').split('\n') if p]
with tempfile.TemporaryDirectory() as d:
    with open(f'{d}/a.ndjson', 'w', encoding='utf8') as f:
        for i in range(n):
            f.write(json.dumps({'id': f'a{i}', 'text': '\n\n'.join(random.choices(parts, k=6))}) + '\n')
    outputs = []
    for threads in ['1', '5']:
        # GLib's own allocator hands pieces from thread to thread behind locks that the sanitizer cannot see
        # a fixed layout of memory, without which old versions of the sanitizer do not start
        p = subprocess.run(['setarch', '-R', newstag, 'run', '--threads', threads, f'{d}/a.ndjson', '--summary'], capture_output=True,
                           env=dict(os.environ, G_SLICE='always-malloc', TSAN_OPTIONS='halt_on_error=0 exitcode=66'))
        if p.returncode or b'ThreadSanitizer' in p.stderr:
            sys.exit(f'{threads} threads: exit {p.returncode}\n{p.stderr.decode()[:6000]}')
        outputs.append(p.stdout)
    if outputs[0] != outputs[1] or len(outputs[0].splitlines()) < n:
        sys.exit('the number of threads changes the output')
print(f'{n} articles with 5 threads: nothing to say')
