"""What an article's NDJSON says, in the terms of the checks."""

PLAIN = {t: t.upper() for t in 'person place organization group event work product'.split()}
CONLL = {'person': 'PER', 'place': 'LOC', 'organization': 'ORG', 'group': 'MISC', 'event': 'MISC', 'work': 'MISC', 'product': 'MISC'}
ONTONOTES = {'person': 'PERSON', 'place': 'GPE', 'organization': 'ORG', 'group': 'NORP', 'event': 'EVENT', 'work': 'WORK_OF_ART',
             'product': 'PRODUCT'}


def mentions(article, labels=PLAIN):
    """(start, end, label, entity), by place, the longer first."""
    found = [(m['start'], m['end'], labels[e['type']], e) for e in article.get('entities', []) for m in e['mentions']]
    return sorted(found, key=lambda m: (m[0], -m[1], m[3]['id']))


def apart(found):
    kept, end = [], 0
    for m in found:
        if m[0] >= end and m[0] < m[1]:
            kept.append(m)
            end = m[1]
    return kept


def same(what, got, want):
    got, want = list(got), list(want)
    for g, w in zip(got, want):
        assert g == w, f'{what}: {g!r} instead of {w!r}'
    assert len(got) == len(want), f'{what}: {len(got)} instead of {len(want)}'
