"""Articles for tests/browser/run: `nasty`, those of tests/formats/nasty.py; `many FILE`, a thousand of those in FILE, of different publishers, dates and ids."""
import json, pathlib, sys
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / 'formats'))
sys.dont_write_bytecode = True
import nasty

if sys.argv[1] == 'nasty':
    sys.stdout.buffer.write(nasty.lines(nasty.articles()))
else:
    rows = [json.loads(line) for line in open(sys.argv[2], encoding='utf8')]
    for n in range(1000):
        a = dict(rows[n % len(rows)], id=f'a{n}')
        a['text'] += '\n\n' + 'One more paragraph, so that the article has the length of a usual one. ' * 25
        a['meta'] = dict(a['meta'], publisher=f'Paper {n % 23}', published=f'2025-{n % 11 + 1:02}-{n % 27 + 1:02}')
        print(json.dumps(a, ensure_ascii=False))
