"""What each shipped list, each rule and the evidence as a whole had right on the development sets: rules.tsv.

Counted over the part of the sets that may be looked at, strict. A tag counts for what its `why` names last; a name that is found again
elsewhere in the article counts for what found it first. The last column is for people: why something stays that is wrong more often than
right. It is kept when the table is written anew, and asked for where there are at least ten tags."""
import re

LEAST = 10   # tags, below which a share says nothing
MOST_OFF = 10.0  # points by which a row may differ from the table before it must be blessed
HEAD = 'kind\twhat\tright\twrong\tprecision\twhy it stays\n'


class Rules:
    def __init__(self, root):
        self.root, self.path = root, root / 'tests/accuracy/rules.tsv'
        self.counts = {key: [0, 0] for key in self.shipped()}
        self.counted = False

    def shipped(self):
        """Every list of names and every rule, so that those that never fire stand in the table, too."""
        for path in sorted((self.root / 'gazetteers').glob('*/*.yaml')):
            text = path.read_text(encoding='utf8')
            if path.parts[-3] != 'packs' and path.parent.name != 'words' and re.search(r'^entries:|^from:', text, re.M):
                yield 'list', f'gazetteers/{path.parent.name}/{path.stem}'
        for path in sorted((self.root / 'rules').glob('*/*.yaml')):
            if path.parent.name in ('topics', 'pages', 'evidence'):
                continue
            for name in re.findall(r'^ +- id: *(\S+)', path.read_text(encoding='utf8'), re.M):
                yield 'rule', f'{path.parent.name}/{path.stem} {name}'

    def key(self, where, name):
        file = where.rsplit(':', 1)[0]
        if file.startswith('gazetteers/'):
            return 'list', file.rsplit('.', 1)[0]
        if name and name.startswith('rule '):
            return 'rule', f'{file.removeprefix("rules/").rsplit(".", 1)[0]} {name[5:]}'
        return 'evidence', file.removeprefix('rules/').rsplit('.', 1)[0]

    def count(self, scores):
        self.counted = True
        for r in scores['rules']:
            c = self.counts.setdefault(self.key(r['rule'], r.get('name')), [0, 0])
            c[0] += r['right']
            c[1] += r['wrong']

    def read(self):
        lines = self.path.read_text(encoding='utf8').split('\n')[1:] if self.path.exists() else []
        return {tuple(c[:2]): c[2:] for c in (line.split('\t') for line in lines) if len(c) == 6}

    def write(self, old):
        order = sorted(self.counts, key=lambda k: (k[0], -sum(self.counts[k]), k[1]))
        out = HEAD
        for k in order:
            right, wrong = self.counts[k]
            precision = f'{100 * right / (right + wrong):.1f}' if right + wrong else '-'
            out += f'{k[0]}\t{k[1]}\t{right}\t{wrong}\t{precision}\t{old[k][3] if k in old else ""}\n'
        self.path.write_text(out, encoding='utf8')

    def differs(self, key, row):
        right, wrong = self.counts[key]
        if row is None or int(row[0]) + int(row[1]) < 2 * LEAST:
            return row is None and right + wrong >= 2 * LEAST
        was = 100 * int(row[0]) / (int(row[0]) + int(row[1]))
        return abs(was - 100 * right / max(1, right + wrong)) > MOST_OFF

    def compare(self, bless):
        """How much is wrong: rows that the table does not have as they are, and rows that lack a reason."""
        if bless:
            self.write(self.read())
        old, wrong = self.read(), 0
        for key, (right, missed) in sorted(self.counts.items()):
            if self.differs(key, old.get(key)):
                print(f'{" ".join(key)}: {right} right, {missed} wrong; rules.tsv says {old.get(key)}')
                wrong += 1
            elif right + missed >= LEAST and right < missed and not old.get(key, [''] * 4)[3]:
                print(f'{" ".join(key)}: {right} right, {missed} wrong, and rules.tsv has no reason why it stays')
                wrong += 1
        for key in sorted(set(old) - set(self.counts)):
            print(f'{" ".join(key)}: stands in rules.tsv and is not there any more')
            wrong += 1
        print(f'{len(self.counts)} lists and rules, {wrong} differ from tests/accuracy/rules.tsv or need a reason')
        return wrong
