"""Articles that try to break out of every format: HTML and script, formulas, line ends inside mentions, letters outside the BMP,
mentions that overlap, ids that are paths, and objects that only hold an error."""
import json

MARKUP = ['<script>alert(1)</script>', '</script><script>alert(2)</script>', '"><img src=x onerror=alert(3)>', "'-alert(4)-'",
          '<!--<script>', 'javascript:alert(5)', '<svg/onload=alert(6)>', '&lt;b&gt;&amp;#60;', '{{7*7}}', '\u2028\u2029', '</style><style>*{}',
          ']]><![CDATA[', '</textarea></title><body onload=alert(8)>']
FORMULAS = ['=1+1', '+1', '-1', '@SUM(A1)', "=cmd|'/C calc'!A0", '\t=1', '\r=1', ' =1', '"=1', '＝1', '=HYPERLINK("http://x","y")',
            'DDE("cmd";"/C calc";"x")', '|cmd', '%0A=1']


def span(text, start, end):
    return {'start': start, 'end': end, 'text': text[start:end]}


def article(number, bad):
    text = f'{bad}\n\nAn \U0001F600 emoji, then Anna\nMaria {bad} of Zürich met the New York Times. {bad}\n\nU.S.-based Acme said "no." Zürich\'s mayor left.'
    at = text.index

    def mention(words, nth=0):
        start = -1
        for _ in range(nth + 1):
            start = at(words, start + 1)
        return dict(span(text, start, start + len(words)), zone='body', score=0.9, why=[bad, 'gazetteers/x.yaml:1'])

    entities = [
        {'id': bad or 'e1', 'type': 'person', 'name': bad, 'count': 1, 'mentions': [mention('Anna\nMaria')]},
        {'id': 'Q72', 'type': 'place', 'name': 'Zürich', 'count': 2, 'lat': 47.37, 'lon': 8.54, 'country': 'CH', 'kind': 'city',
         'mentions': [mention('Zürich'), mention('Zürich', 1)]},
        {'id': 'Q60', 'type': 'place', 'name': 'New York', 'count': 1, 'mentions': [mention('New York')]},
        {'id': 'Q9684', 'type': 'organization', 'name': 'The New York Times', 'count': 1, 'mentions': [mention('New York Times')]},
        {'id': 'Q30', 'type': 'place', 'name': 'United States', 'count': 1, 'mentions': [mention('U.S.')]},
    ]
    return {'newstag': 1, 'id': f'{bad}/{number}', 'source': {'path': f'{bad}.txt', 'bytes': [0, len(text.encode())]}, 'text': text,
            'zones': [dict(span(text, 0, len(bad)), zone='headline')] if bad.strip() else [],
            'meta': {'headline': bad, 'publisher': bad, 'published': bad, 'published_iso': bad or None, 'place': bad, 'byline': bad}, 'entities': entities,
            'topics': [{'id': bad or 't', 'label': bad, 'score': 0.7, 'iptc': bad, 'evidence': [
                dict(span(text, 3 + len(bad), 8 + len(bad)), weight=1.5, why=bad)]}]}


def articles():
    bad = MARKUP + FORMULAS + ['plain']
    return [article(n, b) for n, b in enumerate(bad)] + [{'newstag': 1, 'id': 'gone', 'error': {'message': MARKUP[0]}}]


def lines(list_of_articles):
    return ''.join(json.dumps(a, ensure_ascii=False) + '\n' for a in list_of_articles).encode()
