#!/usr/bin/env python3
"""The passages of passages/: short pieces of news with their names marked (passages/README.md).

usage: passages.py [FOLDER]   prints a line a passage, as scripts/weigh-evidence and `newstag eval` read them: id, text, entities

A mark is `[words](person)`, place or organization; passages are divided by a line `%%`. The id is the file's name and the number of the passage,
from 1; by its hash a third is kept aside (`newstag eval --part`), but none of the folder read/, which says so. Offsets are code points. A mistake
ends it: FILE:LINE: what."""
import json
import pathlib
import re
import sys

MARK = re.compile(r'\[([^\[\]]+)\]\((person|place|organization)\)')


class Mistake(Exception):
    pass


def passage(name, marked):
    text, entities, at = '', [], 0
    for m in MARK.finditer(marked):
        text += marked[at:m.start()]
        entities.append({'start': len(text), 'end': len(text) + len(m[1]), 'type': m[2], 'text': m[1]})
        text += m[1]
        at = m.end()
    return {'id': name, 'text': text + marked[at:], 'entities': entities}


def read(folder):
    """All passages, by file and number."""
    found = []
    for path in sorted(folder.glob('*.txt')):
        line = 1
        for number, marked in enumerate(path.read_text(encoding='utf8').rstrip('\n').split('\n%%\n'), 1):
            found.append(passage(f'{path.stem}:{number}', marked))
            if folder.name == 'read':
                found[-1]['aside'] = False
            stray = re.search(r'[\[\]]|^%%', found[-1]['text'], re.M)
            if stray or not marked.strip():
                raise Mistake(f'{path}:{line}: a bracket or a line that is no mark' if stray else f'{path}:{line}: an empty passage')
            line += marked.count('\n') + 2
    return found


def main():
    folder = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else pathlib.Path(__file__).parent / 'passages'
    try:
        for p in read(folder):
            print(json.dumps(p, ensure_ascii=False))
    except Mistake as mistake:
        sys.exit(str(mistake))


if __name__ == '__main__':
    main()
