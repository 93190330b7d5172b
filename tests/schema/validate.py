"""usage: validate.py SCHEMA < NDJSON"""
import json
import sys

import jsonschema

validator = jsonschema.Draft7Validator(json.load(open(sys.argv[1], encoding='utf8')))
lines = wrong = 0


def complain(line, message):
    global wrong
    wrong += 1
    print(f'line {line}: {message}')


def spans(value):
    if isinstance(value, dict):
        if 'start' in value and 'bytes' in value:
            yield value
        for v in value.values():
            yield from spans(v)
    elif isinstance(value, list):
        for v in value:
            yield from spans(v)


for line in sys.stdin.buffer:
    lines += 1
    article = json.loads(line)
    for error in validator.iter_errors(article):
        complain(lines, f'{"/".join(map(str, error.path))}: {error.message[:200]}')
    text = article.get('text', '')
    raw = text.encode('utf8')
    for s in spans({k: v for k, v in article.items() if k != 'source'}):
        b, e = s['bytes']
        if text[s['start']:s['end']] != raw[b:e].decode('utf8', 'replace'):
            complain(lines, f'the two offsets of {s} disagree')
        if 'text' in s and s['text'] != text[s['start']:s['end']]:
            complain(lines, f'{s} is not what stands there')
print(f'{lines} lines, {wrong} mistakes')
sys.exit(wrong > 0 or lines < 60)
