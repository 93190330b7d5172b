"""Read as JSON; and, where spaCy is installed, by spaCy: every span must be one of whole tokens (or end at a hyphen, inside `U.S.-based`, which
is one token there), and DocBin keeps what Doc takes."""
import json
from expected import ONTONOTES, apart, mentions, same

try:
    import spacy
except ImportError:
    spacy = None


def check(articles, path):
    rows = [json.loads(line) for line in open(path, encoding='utf8').read().split('\n') if line]
    same('texts', [r['text'] for r in rows], [a['text'] for a in articles])
    for row, a in zip(rows, articles):
        same(a['id'], [(s['start'], s['end'], s['label'], s['kb_id']) for s in row['spans']],
             [(s, e, label, entity['id']) for s, e, label, entity in apart(mentions(a, ONTONOTES))])
        assert row['meta']['article'] == a['id']
    if spacy:
        check_spacy(rows)


def check_spacy(rows):
    from spacy.tokens import DocBin
    nlp, kept, bin_ = spacy.blank('en'), 0, DocBin()
    for row in rows:
        doc = nlp.make_doc(row['text'])
        spans = [doc.char_span(s['start'], s['end'], label=s['label'], kb_id=s['kb_id']) for s in row['spans']]
        for given, span in zip(row['spans'], spans):
            around = row['text'][max(0, given['start'] - 1):given['end'] + 1]
            assert span is not None or '-' in (around[0], around[-1]), f'spaCy has no token that ends where {around!r} does'
        doc.ents = [s for s in spans if s is not None]  # raises where they overlap
        kept += len(doc.ents)
        bin_.add(doc)
    docs = list(DocBin().from_bytes(bin_.to_bytes()).get_docs(nlp.vocab))
    same('spans in DocBin', [sum(len(d.ents) for d in docs)], [kept])
    print(f'spaCy {spacy.__version__}: {kept} of {sum(len(r["spans"]) for r in rows)} spans are whole tokens')
