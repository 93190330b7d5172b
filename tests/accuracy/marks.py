#!/usr/bin/env python3
"""The marks of marks/: names marked in excerpts of the articles that lie under data/dev (marks/README.md).

usage: marks.py DEV [read|aside]   prints a line an excerpt of that part (default: read), as scripts/weigh-evidence and `newstag eval`
read them: id, text, entities, and "aside", which says that its mistakes are never looked at

DEV is the folder with the articles. A mistake ends it: FILE:LINE: what."""
import json
import pathlib
import re
import sys

sys.dont_write_bytecode = True
from passages import Mistake  # noqa: E402

TYPE = {'P': 'person', 'L': 'place', 'O': 'organization'}
MARK = re.compile(r'(\d+)-(\d+)([PLO])')


def articles(path):
    """The text of each article by id: title, blank line, text, where it has a title."""
    lines = map(json.loads, open(path, encoding='utf8'))
    return {str(d['id']): (d['title'] + '\n\n' if d.get('title') else '') + d['text'] for d in lines}


def read(dev, part, table=pathlib.Path(__file__).parent / 'marks/real.tsv'):
    """The excerpts of a part, in the order of the table."""
    files, found = {}, []
    for number, line in enumerate(table.read_text(encoding='utf8').splitlines()[1:], 2):
        file, name, start, end, said, marks = line.split('\t')
        if file not in files:
            files[file] = articles(dev / f'{file}.jsonl')
        if said != part:
            continue
        start, end = int(start), int(end)
        text = files[file].get(name, '')[start:end]
        entities = []
        for mark in marks.split():
            m = MARK.fullmatch(mark)
            if not m or not start <= int(m[1]) < int(m[2]) <= end or len(text) != end - start:
                raise Mistake(f'{table}:{number}: a mark that is none, or outside of its excerpt')
            a, b = int(m[1]) - start, int(m[2]) - start
            entities.append({'start': a, 'end': b, 'type': TYPE[m[3]], 'text': text[a:b]})
        found.append({'id': f'{file}:{name}:{start}', 'text': text, 'aside': part == 'aside', 'entities': entities})
    return found


def main():
    if len(sys.argv) not in (2, 3) or sys.argv[2:] not in ([], ['read'], ['aside']):
        sys.exit(__doc__)
    try:
        for excerpt in read(pathlib.Path(sys.argv[1]), (sys.argv[2:] or ['read'])[0]):
            print(json.dumps(excerpt, ensure_ascii=False))
    except Mistake as mistake:
        sys.exit(str(mistake))


if __name__ == '__main__':
    main()
