import json
from expected import mentions, same


def check(articles, path):
    rows = [json.loads(line) for line in open(path, encoding='utf8').read().split('\n') if line]
    same('texts', [r['text'] for r in rows], [a['text'] for a in articles])
    for row, a in zip(rows, articles):
        same(a['id'], row['label'], [[s, e, label] for s, e, label, _ in mentions(a)])
        assert row['article'] == a['id'] and row['topics'] == [t['id'] for t in a['topics']], a['id']
