#!/usr/bin/env python3
"""A run that is killed at any moment loses nothing and breaks nothing. usage: kill.py NEWSTAG [KILLS] [SEED]

Each round kills one of these with SIGKILL after a random time, often several times, and then lets it end: a run with --resume, a run
with --incremental, into one file or into one for each article, a plain run over an output that is there, `write`, and `compile` into an
empty cache. Then the output must be that
of a run that nobody disturbed, before that the old one or none, and nothing may lie about that was not there before."""
import json, os, pathlib, random, shutil, signal, subprocess, sys, tempfile, time

newstag = os.path.abspath(sys.argv[1])
wanted = int(sys.argv[2]) if len(sys.argv) > 2 else 10
seed = int(sys.argv[3]) if len(sys.argv) > 3 else 1
rng = random.Random(seed)
root = pathlib.Path(__file__).resolve().parents[2]
d = pathlib.Path(tempfile.mkdtemp())
parts = [p for f in sorted(root.glob('corpus/articles/*.txt')) for p in f.read_text(encoding='utf8').split('\n') if p]
with open(d / 'in.ndjson', 'w', encoding='utf8') as f:
    for i in range(1500):
        f.write(json.dumps({'id': f'a{i}', 'text': '\n\n'.join(rng.choices(parts, k=6))}) + '\n')
cache = d / 'cache'
env = dict(os.environ, XDG_CACHE_HOME=str(cache), NEWSTAG_NO_CACHE='')


def whole(command):
    start = time.monotonic()
    p = subprocess.run(command, cwd=d, env=env, capture_output=True)
    if p.returncode:
        sys.exit(f'seed {seed}: {command}: exit {p.returncode}: {p.stderr.decode()[:800]}')
    return time.monotonic() - start


def killed(command, longest):
    """TRUE where it was killed before its end."""
    p = subprocess.Popen(command, cwd=d, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        p.wait(rng.uniform(0, longest))
    except subprocess.TimeoutExpired:
        p.send_signal(signal.SIGKILL)
        p.wait()
    return p.returncode == -signal.SIGKILL


def same(a, b, what):
    if (d / a).read_bytes() != (d / b).read_bytes():
        sys.exit(f'seed {seed}: {what}: the output differs: {d}')


def change(n):
    """The first n lines are others."""
    lines = (d / 'in.ndjson').read_text(encoding='utf8').splitlines(keepends=True)
    (d / 'some.ndjson').write_text(''.join(line.replace('"text": "', '"text": "Again. ', int(i < n)) for i, line in enumerate(lines[:300])), encoding='utf8')


def files(name):
    return {str(p.relative_to(d / name)): p.read_bytes() for p in (d / name).rglob('*') if p.is_file()}


run = [newstag, 'run', '-q', 'in.ndjson', '-o']
each = [newstag, 'run', '-q', 'some.ndjson', '--to', 'jsonl', '--split-output']
compile_time = whole([newstag, 'compile'])
run_time = whole([*run, 'good.ndjson'])
whole([*run, 'good.csv'])
write = [newstag, 'write', 'good.ndjson', '-q', '-o']
write_time = whole([*write, 'written.csv'])
same('good.csv', 'written.csv', 'write')
change(0)
each_time = whole([*each, 'each', '--incremental', 'each.state'])
kills = turn = 0
pace = 1.0 # of what a run took at the start, when the machine may have been slower or faster
while kills < wanted and turn < 20 * wanted:
    turn += 1
    kind = rng.choice(['resume', 'resume', 'incremental', 'each', 'plain', 'write', 'compile'])
    ending = rng.choice(['ndjson', 'csv'])
    out = f'out.{ending}'
    command, longest = [*run, out], run_time * pace
    if kind == 'resume':
        command.append('--resume')
    elif kind == 'incremental':
        command += ['--incremental', 'state']
        if rng.random() < 0.5:
            (d / 'state').unlink(missing_ok=True)
    elif kind == 'write':
        out, command, longest = 'out.csv', [*write, 'out.csv'], write_time * pace
    elif kind == 'each':
        change(rng.choice([0, 100, 300]))
        command, longest = [*each, 'each', '--incremental', 'each.state'], each_time * pace
    elif kind == 'compile':
        shutil.rmtree(cache, ignore_errors=True)
        command, longest = [newstag, 'compile'], compile_time * pace
    old = rng.choice([None, b'an old result'])
    for path in d.glob('out.*'):
        path.unlink()
    if old:
        (d / out).write_bytes(old)
    for _ in range(rng.randint(1, 3)):
        if not killed(command, longest):
            pace = max(pace * 0.9, 0.05)
            break
        pace = min(pace * 1.1, 2)
        kills += 1
        if kind not in ('compile', 'each') and (d / out).exists():
            found = (d / out).read_bytes()
            if found != old and found != (d / f'good.{out[4:]}').read_bytes():
                sys.exit(f'seed {seed}, round {turn}: half an output after a kill: {d}')
    whole(command)
    if kind == 'each':
        shutil.rmtree(d / 'full', ignore_errors=True)
        whole([*each, 'full'])
        if files('each') != files('full'):
            sys.exit(f'seed {seed}, round {turn}: files of articles differ: {d}: each, full')
    elif kind != 'compile':
        same(f'good.{out[4:]}', out, f'round {turn}, {kind}')
        left = sorted(p.name for p in d.glob('out.*'))
        if left != [out]:
            sys.exit(f'seed {seed}, round {turn}, {kind}: left behind: {left} in {d}')
    else:
        whole([*run, 'out.ndjson'])
        same('good.ndjson', 'out.ndjson', f'round {turn}, compile')
        left = [p.name for p in cache.rglob('*.newstag-part')]
        if left:
            sys.exit(f'seed {seed}, round {turn}: left in the cache: {left}')
shutil.rmtree(d)
print(f'{turn} rounds, {kills} kills: nothing lost, nothing broken')
