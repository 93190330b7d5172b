#!/usr/bin/env python3
"""The gold of corpus/: texts with marks (corpus/README.md says how).

usage: gold.py make CORPUS    writes articles/NAME.txt and pages/NAME.txt from gold/NAME.gold, marks taken off
       gold.py check CORPUS   each text is its gold without the marks, byte for byte, and the gold is well-formed
       gold.py jsonl CORPUS   a line a piece: id, text, entities and articles, offsets in code points"""
import json
import pathlib
import re
import sys

TYPES = {'person', 'place', 'organization', 'group'}
TOPICS = set('''arts conflict crime disaster economy education environment health human-interest labour lifestyle politics
religion science society sport weather diplomacy elections security trade energy oil technology company-results mergers
foreign-exchange interest-rates grain shipping hong-kong'''.split())
KEYS = {'headline', 'byline', 'place', 'publisher', 'published', 'topics'}
MARK = re.compile(r'\[([^\[\]]*)\]\(([a-z]+)(?:=([^()]*))?\)')


class Piece:
    def __init__(self, path, crlf):
        self.path, self.articles, self.entities, self.mistakes = path, [], [], []
        head, _, marked = path.read_text(encoding='utf8').partition('\n-----\n')
        for n, line in enumerate(head.split('\n'), 1):
            if line == 'article':
                self.articles.append({})
                continue
            key, colon, value = line.partition(': ')
            if not colon or key not in KEYS or not self.articles:
                self.mistakes.append((n, f'not a line of a header: {line}'))
                continue
            self.articles[-1][key] = value.split() if key == 'topics' else value
            if key == 'topics':
                self.mistakes += [(n, f'not a topic: {t}') for t in value.split() if t not in TOPICS]
        first = head.count('\n') + 3
        if crlf:
            marked = marked.replace('\n', '\r\n')
        out, at = [], 0
        for m in MARK.finditer(marked):
            out.append(marked[at:m.start()])
            start = sum(map(len, out))
            if m[2] not in TYPES:
                self.mistakes.append((first + marked[:m.start()].count('\n'), f'not a type: {m[2]}'))
            self.entities.append({'start': start, 'end': start + len(m[1]), 'type': m[2], 'text': m[1], 'name': m[3] or m[1]})
            out.append(m[1])
            at = m.end()
        self.text = ''.join(out) + marked[at:]
        for i in re.finditer(r'[\[\]]', self.text):
            self.mistakes.append((first + self.text[:i.start()].count('\n'), 'a bracket that is no mark'))
        for a in self.articles:
            for key in ('headline', 'byline', 'place', 'publisher', 'published'):
                if key in a and a[key] not in self.text:
                    self.mistakes.append((1, f'{key} does not stand in the text: {a[key]}'))

    def target(self, corpus):
        kind = 'pages' if self.path.stem.startswith('p') else 'articles'
        return corpus / kind / f'{self.path.stem}.txt'


def main():
    command, corpus = sys.argv[1], pathlib.Path(sys.argv[2])
    crlf = set((corpus / 'gold' / 'crlf.list').read_text().split())
    pieces = [Piece(p, p.stem in crlf) for p in sorted((corpus / 'gold').glob('*.gold'))]
    wrong = 0
    for piece in pieces:
        target = piece.target(corpus)
        if command == 'make':
            target.parent.mkdir(exist_ok=True)
            target.write_bytes(piece.text.encode())
        elif command == 'check':
            if not target.is_file() or target.read_bytes() != piece.text.encode():
                piece.mistakes.append((1, f'{target} is not this text without its marks'))
            for line, message in piece.mistakes:
                print(f'{piece.path}:{line}: {message}')
                wrong += 1
        else:
            print(json.dumps({'id': str(target), 'text': piece.text, 'entities': piece.entities, 'articles': piece.articles},
                             ensure_ascii=False))
    if command == 'check':
        texts = {str(p.target(corpus)) for p in pieces}
        for path in sorted(corpus.glob('*/*.txt')):
            if str(path) not in texts:
                print(f'{path}: has no gold')
                wrong += 1
        print(f'{len(pieces)} pieces, {sum(len(p.articles) for p in pieces)} articles, {sum(len(p.entities) for p in pieces)} mentions')
    sys.exit(wrong > 0)


main()
