#!/usr/bin/env python3
"""What must hold on the reference page (../shared/pages), where it is there. usage: reference.py NEWSTAG"""
import json
import pathlib
import subprocess
import sys

root = pathlib.Path(__file__).resolve().parents[2]
pages = sorted((root.parent / 'shared/pages').glob('*.txt'))
if not pages:
    print('the reference page is not here')
    sys.exit(0)
p = subprocess.run([sys.argv[1], 'run', str(pages[0])], stdout=subprocess.PIPE, check=True)
articles = [json.loads(line) for line in p.stdout.decode('utf8').split('\n') if line]
wrong = []


def hold(what, truth):
    if not truth:
        wrong.append(what)


WANT = [
    ("China's Xi affirms ‘no limits' partnership with Putin in call on Ukraine war anniversary", None, None, 'BEIJING'),
    ('Hong Kong police accuse a mobile game app of promoting armed revolution', 'The Independent', '21 minutes ago', None),
    ('How rare earth minerals could give China the upper hand in U.S. trade talks', 'NBC News', '41 minutes ago', None),
    ("World Business Report US-China trade talks: What's up for grabs?", 'BBC News', 'an hour ago', None),
]
meta = [tuple(a['meta'][k] for k in ('headline', 'publisher', 'published', 'place')) for a in articles]
hold(f'the four articles and what is said of them: {meta}', meta == WANT)
for a in articles:
    for e in a['entities']:
        for m in e['mentions']:
            hold(f'no tag in furniture: {m}', m['zone'] != 'furniture')


def entities_with(article, word):
    """Who is meant where `word` stands in the text outside furniture; `-` where nothing was found."""
    text, found = article['text'], set()
    at = text.find(word)
    while at >= 0:
        whole = not (text[at - 1:at].isalnum() or text[at + len(word):at + len(word) + 1].isalnum())
        body = any(z['start'] <= at < z['end'] and z['zone'] != 'furniture' for z in article['zones'])
        if whole and body:
            hit = [e['id'] for e in article['entities'] for m in e['mentions'] if m['start'] <= at < m['end']]
            found.add(hit[0] if hit else '-')
        at = text.find(word, at + 1)
    return found


if len(articles) == 4:
    for word, who in [('Xi', 'Q15031'), ('Putin', 'Q7747'), ('Trump', 'Q22686')]:
        hold(f'every {word} is one entity: {entities_with(articles[0], word)}', entities_with(articles[0], word) == {who})
    hold(f'Gabuev is one: {entities_with(articles[0], "Gabuev")}', entities_with(articles[0], 'Gabuev') == {'person:alexander-gabuev'})
    hold(f'Andersson is a person: {entities_with(articles[2], "Andersson")}', entities_with(articles[2], 'Andersson') == {'person:andersson'})
    hold('Hong Kong is a place', any(e['id'] == 'Q8646' and e['type'] == 'place' for e in articles[1]['entities']))
    topics = [{t['id'] for t in a['topics']} for a in articles]
    # What must be there, and what else may be: anything further is far-fetched.
    for n, (want, may) in enumerate([
        ('conflict diplomacy politics', 'china russia ukraine economy security'),
        ('hong-kong security crime', 'politics china technology science'),
        ('trade', 'economy diplomacy politics china united-states energy technology science'),
        ('trade energy', 'economy diplomacy politics china united-states'),
    ]):
        hold(f'topics {want} on article {n + 1}: {topics[n]}', set(want.split()) <= topics[n])
        far = topics[n] - set(want.split()) - set(may.split())
        hold(f'nothing far-fetched on article {n + 1}: {far}', not far)
for what in wrong:
    print('does not hold:', what)
print('the reference page holds' if not wrong else f'{len(wrong)} do not hold')
sys.exit(bool(wrong))
