"""A reader of CoNLL-2003 columns: labels are IOB2, tokens stand in the text one behind the other, and the pieces of each label cover its
mention."""
from expected import CONLL, apart, mentions, same


def documents(path):
    docs = []
    for number, line in enumerate(open(path, encoding='utf8', newline='\n').read().split('\n'), 1):
        if line.startswith('-DOCSTART- '):
            assert line == '-DOCSTART- -X- -X- O', line
            docs.append([[]])
        elif not line:
            if docs and docs[-1][-1]:
                docs[-1].append([])
        else:
            columns = line.split(' ')
            assert len(columns) == 4, f'line {number} has {len(columns)} columns: {line!r}'
            assert columns[1:3] == ['_', '_']
            docs[-1][-1].append((columns[0], columns[3]))
    return docs


def spans(sentences, text):
    found, at = [], 0
    for sentence in sentences:
        before = 'O'
        for token, label in sentence:
            start = text.index(token, at)
            assert not any(c.isalnum() for c in text[at:start]), f'letters left out: {text[at:start]!r}'
            at = start + len(token)
            if label[0] == 'B':
                found.append([start, at, label[2:]])
            elif label[0] == 'I':
                assert before[1:] == label[1:], f'I without B: {token}'
                found[-1][1] = at
            before = label
    return found


def check(articles, path):
    docs = documents(path)
    assert len(docs) == len(articles), f'{len(docs)} documents for {len(articles)} articles'
    for doc, a in zip(docs, articles):
        same(a['id'], spans(doc, a['text']), [[s, e, label] for s, e, label, _ in apart(mentions(a, CONLL))])
        assert all(len(s) < 400 for s in doc), 'a sentence without an end'
