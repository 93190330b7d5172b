"""A parser of brat's standoff, as strict as brat's own server: ids are unique, spans lie in the text, the text of a T line is that of
its spans joined by spaces, N and # lines refer to T lines, types are declared."""
import re, zipfile
from expected import mentions, same


def parse(text, annotations, types):
    found, ids = {}, set()
    for line in annotations.split('\n')[:-1]:
        id_, middle, last = line.split('\t')
        assert id_ not in ids, f'{id_} twice'
        ids.add(id_)
        if id_[0] == 'T':
            label, places = middle.split(' ', 1)
            assert label in types, label
            pieces = [tuple(map(int, p.split(' '))) for p in places.split(';')]
            assert all(0 <= s < e <= len(text) for s, e in pieces) and all(a[1] <= b[0] for a, b in zip(pieces, pieces[1:])), line
            assert last == ' '.join(text[s:e] for s, e in pieces), f'{last!r} stands not at {pieces}'
            assert not re.search('[\r\n]', last)
            found[id_] = [pieces[0][0], pieces[-1][1], label, None]
        elif id_[0] == 'N':
            kind, target, reference = middle.split(' ')
            assert kind == 'Reference' and reference.startswith('Wikidata:Q'), line
            found[target][3] = reference[9:]
        else:
            assert id_[0] == '#' and middle.split(' ')[0] == 'AnnotatorNotes', line
            found[middle.split(' ')[1]][3] = last
    return list(found.values())


def check(articles, path):
    with zipfile.ZipFile(path) as z:
        assert z.testzip() is None
        read = lambda name: z.read(name).decode('utf8')
        types = read('annotation.conf').split('[relations]')[0].split()[1:]
        names = [n for n in z.namelist() if n.endswith('.txt')]
        assert all(re.fullmatch(r'[A-Za-z0-9_.-]+', n) for n in z.namelist()) and len(set(z.namelist())) == len(z.namelist())
        same('texts', [read(n) for n in names], [a['text'] for a in articles])
        for name, a in zip(names, articles):
            flat = lambda s: re.sub('[\t\r\n]', ' ', s)
            same(a['id'], parse(a['text'], read(name[:-4] + '.ann'), types),
                 [[s, e, label, flat(entity['id'])] for s, e, label, entity in mentions(a)])
