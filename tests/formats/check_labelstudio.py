import json
from expected import mentions, same


def check(articles, path):
    tasks = json.load(open(path, encoding='utf8'))
    same('texts', [t['data']['text'] for t in tasks], [a['text'] for a in articles])
    for task, a in zip(tasks, articles):
        regions = task['predictions'][0]['result']
        assert len({r['id'] for r in regions}) == len(regions), 'ids of regions are unique'
        for r in regions:
            assert (r['from_name'], r['to_name'], r['type']) == ('label', 'text', 'labels')
            v = r['value']
            assert a['text'][v['start']:v['end']] == v['text'], v
        same(a['id'], [(r['value']['start'], r['value']['end'], r['value']['labels'], r['meta']['text']) for r in regions],
             [(s, e, [label], [entity['id'], entity['name']]) for s, e, label, entity in mentions(a)])
