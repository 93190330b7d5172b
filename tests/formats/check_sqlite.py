"""The database, asked by Python's SQLite: it is sound, says what the NDJSON says, and answers every query of docs/formats/outputs.md."""
import pathlib, re, sqlite3
from expected import mentions, same

DOCS = pathlib.Path(__file__).resolve().parents[2] / 'docs/formats/outputs.md'


def queries():
    return [q for block in re.findall(r'```sql\n(.*?)```', DOCS.read_text(), re.S) for q in block.split(';') if q.strip()]


def check(articles, path):
    db = sqlite3.connect(f'file:{path}?mode=ro', uri=True)
    ask = lambda sql, *values: db.execute(sql, values).fetchall()
    assert ask('PRAGMA integrity_check') == [('ok',)]
    assert ask('PRAGMA foreign_key_check') == []
    null = lambda text: text or None
    same('articles', ask('SELECT article, headline, publisher, published_iso, path, text FROM articles WHERE error IS NULL ORDER BY number'),
         [(a['id'], null(a['meta']['headline']), null(a['meta']['publisher']), a['meta'].get('published_iso'), a['source']['path'], a['text']) for a in articles])
    numbers = [n for n, in ask('SELECT number FROM articles WHERE error IS NULL ORDER BY number')]
    for number, a in zip(numbers, articles):
        same(a['id'], ask('SELECT start, "end", upper(type), entity, text FROM mentions JOIN entities USING (entity) WHERE number = ? ORDER BY mentions.rowid', number),
             [(s, e, label, entity['id'], a['text'][s:e]) for s, e, label, entity in mentions(a)])
        same(a['id'], ask('SELECT topic, label, score FROM topics WHERE number = ? ORDER BY rowid', number), [(t['id'], null(t['label']), t['score']) for t in a['topics']])
    known = {e['id']: (e['lat'], e['lon'], e.get('country')) for a in articles for e in a['entities'] if 'lat' in e}
    same('positions', sorted(ask('SELECT entity, lat, lon, country FROM entities WHERE lat IS NOT NULL')), sorted((id_, *values) for id_, values in known.items()))
    assert len(queries()) >= 4
    for query in queries():
        rows = ask(query)
        assert rows or len(articles) < 50, f'no answer: {query}'  # corpus/ has more, and answers all
        plan = ' '.join(row[3] for row in ask('EXPLAIN QUERY PLAN ' + query))
        assert 'mentions' not in query or 'AUTOMATIC' not in plan, f'no index helps: {query}'
