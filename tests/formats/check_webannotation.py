"""W3C Web Annotation Data Model: what it says an annotation, its bodies and selectors must have. The quotation, with what stands around it, must be found
at the position."""
import json, re, urllib.parse
from expected import mentions, same


def check(articles, path):
    whole = json.load(open(path, encoding='utf8'))
    assert whole['@context'] == 'http://www.w3.org/ns/anno.jsonld' and whole['type'] == 'AnnotationCollection'
    page = whole['first']
    assert page['type'] == 'AnnotationPage' and page['partOf'] == whole['id']
    items, ids, got = page['items'], set(), {a['id']: [] for a in articles}
    texts = {a['id']: a['text'] for a in articles}
    for item in items:
        assert item['type'] == 'Annotation' and item['motivation'] == 'identifying'
        assert item['id'] not in ids
        ids.add(item['id'])
        source = item['target']['source']
        for iri in (source, item['id']):
            assert re.fullmatch(r"#?(?:[A-Za-z0-9._~/-]|%[0-9A-F]{2})+", iri), iri
        id_ = urllib.parse.unquote(source)
        position, quote = item['target']['selector']
        assert (position['type'], quote['type']) == ('TextPositionSelector', 'TextQuoteSelector')
        text, start, end = texts[id_], position['start'], position['end']
        assert quote['exact'] == text[start:end]
        assert text[:start].endswith(quote['prefix']) and text[end:].startswith(quote['suffix'])
        bodies = {b['purpose']: b for b in item['body']}
        about = bodies['identifying']['source'].rsplit('/', 1)[1] if 'identifying' in bodies else None
        got[id_].append((start, end, bodies['classifying']['value'].upper(), bodies['tagging']['value'], about))
    for a in articles:
        same(a['id'], got[a['id']], [(s, e, label, entity['name'], entity['id'] if re.fullmatch(r'Q\d+', entity['id']) else None)
                                     for s, e, label, entity in mentions(a)])
