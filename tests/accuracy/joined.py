"""How often a person's last name alone is joined to the person named in full before it.

Counted in gold: each person of one word that is the last word of an earlier person of several words in the same document, where newstag
tagged both as persons, at the same span (possessives aside). Right is where the short one has the entity of one of those earlier ones;
where several people of that last name came before, any of them will do."""


def trim(text, start, end):
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    for tail in ("'s", '’s', "'", '’'):
        if end - start > len(tail) + 1 and text[start:end].endswith(tail):
            return start, end - len(tail)
    return start, end


def last_word(text):
    return text.split()[-1].rstrip('.,').lower() if text.split() else ''


def people_found(d, article):
    """Span → entity."""
    found = {}
    for e in article['entities']:
        for m in e['mentions'] if e['type'] == 'person' else []:
            found.setdefault(trim(d['text'], m['start'], m['end']), e['id'])
    return found


def count(documents, tagged):
    """(right, of): `documents` of gold, `tagged` newstag's article by id."""
    right = of = 0
    for d in documents:
        found, full = people_found(d, tagged[str(d['id'])]), {}
        for g in sorted((g for g in d['entities'] if g['type'] == 'PER'), key=lambda g: g['start']):
            span = trim(d['text'], g['start'], g['end'])
            text = d['text'][span[0]:span[1]]
            if span not in found:
                continue
            if len(text.split()) > 1:
                full.setdefault(last_word(text), set()).add(found[span])
            elif last_word(text) in full:
                of += 1
                right += found[span] in full[last_word(text)]
    return right, of
