"""The report, read as a browser would before any script runs: one page without any address to fetch, scripts and styles that its own policy
knows by their sums, and data that says what the NDJSON says and cannot leave its element. tests/browser opens it for real."""
import base64, hashlib, html.parser, json, re
from expected import apart, mentions, same

ZONES = ['headline', 'byline', 'dateline', 'body', 'caption', 'furniture']
TYPES = ['person', 'place', 'organization', 'group', 'event', 'work', 'product']


class Page(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.inside, self.texts, self.policy, self.tags = None, {}, '', []

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        self.tags.append((tag, attributes))
        if tag in ('script', 'style'):
            self.inside = 'data' if attributes.get('type') == 'application/json' else tag
            assert self.inside not in self.texts, f'two of {self.inside}'
            self.texts[self.inside] = ''
        if attributes.get('http-equiv') == 'Content-Security-Policy':
            self.policy = attributes['content']

    def handle_endtag(self, tag):
        self.inside = None

    def handle_data(self, data):
        if self.inside:
            self.texts[self.inside] += data


def sum_of(text):
    return "'sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() + "'"


def check(articles, path):
    source = open(path, encoding='utf8', newline='').read()
    page = Page()
    page.feed(source)
    assert set(page.texts) == {'style', 'script', 'data'}
    assert f"script-src {sum_of(page.texts['script'])};" in page.policy and f"style-src {sum_of(page.texts['style'])};" in page.policy
    assert page.policy.startswith("default-src 'none'") and 'unsafe' not in page.policy
    for tag, attributes in page.tags:
        assert tag not in ('img', 'link', 'iframe', 'object', 'embed', 'base', 'body' if 'onload' in attributes else '-'), tag
        assert not any(name.startswith('on') or name in ('src', 'style') for name in attributes), (tag, attributes)
    assert '<' not in page.texts['data'] and '{{' not in re.sub(r'\{\{7\*7\}\}', '', source)
    data = json.loads(page.texts['data'])
    same('articles', [a['id'] for a in data], [a['id'] for a in articles])
    for got, a in zip(data, articles):
        units = got['t'].encode('utf-16-le')
        cut = lambda s, e: units[2 * s:2 * e].decode('utf-16-le')
        assert got['t'] == a['text']
        for short, long in zip('hpdb', ('headline', 'publisher', 'published', 'byline')):
            assert got.get(short, '') == (a['meta'][long] or ''), (short, got.get(short))
        assert got.get('i') == a['meta'].get('published_iso')
        same(a['id'], [(cut(s, e), ZONES[z]) for z, s, e in got['z']], [(a['text'][z['start']:z['end']], z['zone']) for z in a['zones']])
        same(a['id'], [(cut(m[0], m[1]), TYPES[got['e'][m[2]][1]], *got['e'][m[2]][0:3:2], m[3], [got['w'][w] for w in m[4:]]) for m in got['m']],
             [(a['text'][s:e], entity['type'], entity['id'], entity['name'], *next((m['score'], m['why']) for m in entity['mentions'] if m['start'] == s))
              for s, e, _, entity in apart(mentions(a))])
        same(a['id'], [e[3:] for e in got['e']], [[e['lat'], e['lon']] if 'lat' in e else [] for e in a['entities']])
