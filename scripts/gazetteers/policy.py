"""Which names are ambiguous: decided by counts of how a name stands in running text, and by the lists of people's names.

The table of counts (name-counts.tsv) has a name in lower case and how often it stands: in small letters; capitalised and
alone in mid-sentence; capitalised at the start of a sentence; inside a longer capitalised run; and how often people marked
it as a person, a place, an organization, or as no name at all.
"""
import collections
import os
import re

from .common import fold, read_tsv

# Of the names that encyclopedias write of, those that mean nothing else but the company.
FIRMS = {"3M", "7-Eleven", "Adobe", "Aldi", "Broadcom", "Chevrolet", "Citgo", "Citroën", "Cloudflare", "Colgate-Palmolive", "Eurostar", "Intuit",
         "Renfe", "Roblox"}

PHRASE = {"in", "on", "to", "a", "at", "from"}  # words of a saying more than of a firm's name

COLUMNS = ("lower", "mid", "start", "inside", "per", "loc", "org", "other")


class Policy:
    def __init__(self, path, first, last, common, topics):
        self.counts = {}
        if path and os.path.exists(path):
            for r in read_tsv(path):
                self.counts[r["name"]] = tuple(int(r[c] or 0) for c in COLUMNS)
        self.first, self.last, self.common = first, last, common
        self.topics = set()  # what encyclopedias write of, by its bare name, and first words that two or more such names share
        opening = collections.Counter()
        for title in topics:
            bare = fold(re.sub(r" \(.*\)$", "", title))
            self.topics.add(bare)
            if " " in bare:
                opening[bare.split()[0]] += 1
        self.topics.update(word for word, n in opening.items() if n >= 2)

    def of(self, name):
        return self.counts.get(fold(name), (0,) * len(COLUMNS))

    def is_word(self, name):
        """More often an ordinary word than a name."""
        lower, mid, _, inside, per, loc, org, _ = self.of(name)
        named = mid + inside + 5 * (per + loc + org)
        if lower >= 3 and (lower > 0.5 * named or lower > 2 * mid):
            return True
        return named == 0 and fold(name) in self.common

    def place(self, name, population, capital):
        """Is the bare name too weak a sign of this place?"""
        _, _, _, _, per, loc, org, other = self.of(name)
        marked = per + loc + org + other
        if self.is_word(name):
            return True
        if marked >= 3 and loc < 0.5 * marked:
            return True
        if marked >= 3 and loc >= 0.7 * marked:
            return False
        if capital or population >= 3000000 or " " in name:
            return False
        key = fold(name)
        rank = self.last.get(key, 10**9)
        if population < 50000:
            return key in self.first or rank <= 20000 or len(name) <= 3
        if population < 500000:
            return rank <= 3000 or self.first.get(key, 0) >= 1000 or len(name) <= 3
        return rank <= 300 or self.first.get(key, 0) >= 40000

    def organization(self, name):
        """One word that is a word, a person's name or a place."""
        _, _, _, _, per, loc, org, other = self.of(name)
        marked = per + loc + org + other
        if self.is_word(name):
            return True
        if marked >= 2 and org < 0.5 * marked:
            return True
        if org >= 2 and org >= 0.7 * marked:
            return False
        if " " in name:
            return False
        key = fold(name)
        return key in self.first or self.last.get(key, 10**9) <= 30000

    def company(self, name):
        """As an organization; what a small company or a brand is called is more often the thing that it was called after."""
        words = name.split()
        if self.organization(name) or (len(words) == 1 and fold(name) in self.topics and name not in FIRMS):
            return True
        return bool(PHRASE.intersection(words)) and all(w.islower() or self.is_word(w) or fold(w) in self.first for w in words)
