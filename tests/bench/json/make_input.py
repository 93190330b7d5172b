#!/usr/bin/env python3
"""Writes NDJSON articles to measure JSON libraries with.

usage: make_input.py DIR > articles.jsonl

DIR holds topics/*.jsonl and wikinews-raw.jsonl. Their texts are taken as often as it takes to fill 60 MB, each line with an id of
its own and a member `extra` of numbers that a double cannot hold. One line in four is written in ASCII with \\u escapes."""
import glob
import json
import os
import sys

SIZE = 60_000_000

folder = sys.argv[1]
texts = []
for path in sorted(glob.glob(os.path.join(folder, 'topics', '*.jsonl'))) + [os.path.join(folder, 'wikinews-raw.jsonl')]:
    name = os.path.basename(path).split('.')[0]
    with open(path, encoding='utf-8') as lines:
        texts += [(name, json.loads(line)['text']) for line in lines]

out = sys.stdout.buffer
written = count = 0
while written < SIZE and texts:
    publisher, text = texts[count % len(texts)]
    article = {'id': f'{publisher}#{count}', 'text': text, 'publisher': publisher,
               'extra': {'n': 12345678901234567890, 'x': 0.1, 'list': [count, True, None, 'a "quoted" word', {'deep': [1, 2, 3]}]}}
    line = json.dumps(article, ensure_ascii=count % 4 == 0, separators=(',', ':')).encode() + b'\n'
    out.write(line)
    written += len(line)
    count += 1
