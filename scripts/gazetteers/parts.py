"""Words of names: in how many names of open lists a word stands first, last, or anywhere."""
import collections
import os
import re

from .common import fold, read_csv, read_tsv, write_table
from .words import capital

LEAST = 2  # names that hold the word


def round_down(n):
    """To 2, 5, 10, 20, 50 …: more would be false precision."""
    step = 1
    while step * 10 <= n:
        step *= 10
    return max(f for f in (1, 2, 5) if f * step <= n) * step


def words_of(name):
    name = re.sub(r"\(.*?\)", " ", name)
    return [w.lower() for w in re.findall(r"[^\W_]+(?:['’.-][^\W_]+)*", name)]


def persons(src):
    for file in ("wikidata-politicians.tsv", "openstates-people.tsv"):
        for r in read_tsv(os.path.join(src, file)):
            yield r["name"]


def organizations(src):
    for file, column in (("ror-organizations.tsv", "name"), ("osm-brands-operators.tsv", "name"), ("factbook-parties.tsv", "party"),
                         ("petrarch-International.tsv", "name"), ("football-clubs.tsv", "name")):
        for r in read_tsv(os.path.join(src, file)):
            yield r[column]
    for r in read_csv(os.path.join(src, "sec-tickers.csv")):
        yield r["Name"]


def places(src):
    for file in ("geonames-cities-1000.tsv", "natural-earth-features.tsv", "natural-earth-admin1.tsv"):
        for r in read_tsv(os.path.join(src, file)):
            yield r["name"]


FIRST, LAST, ANY = (lambda words: words[:1]), (lambda words: words[-1:]), set
WIKIDATA = ("Wikidata; Open States", "CC0-1.0; CC0-1.0")
LISTS = ("Research Organization Registry (ROR); OpenStreetMap name-suggestion-index; CIA World Factbook; PETRARCH; openfootball clubs; SEC company tickers",
         "CC0-1.0; BSD-3-Clause; public domain; MIT; CC0-1.0; public domain")
GEO = ("GeoNames (cities1000); Natural Earth", "CC BY 4.0 (GeoNames, https://www.geonames.org); public domain")
TABLES = [
    ("first-of-persons", persons, FIRST, "politicians whose names of several words begin with the word", WIKIDATA),
    ("last-of-persons", persons, LAST, "politicians whose names of several words end with the word", WIKIDATA),
    ("first-of-organizations", organizations, FIRST, "organizations whose names of several words begin with the word", LISTS),
    ("last-of-organizations", organizations, LAST, "organizations whose names of several words end with the word", LISTS),
    ("in-organizations", organizations, ANY, "organizations whose names of several words hold the word", LISTS),
    ("in-places", places, ANY, "places whose names of several words hold the word", GEO),
]


def build(ctx):
    for stem, names, part, what, (source, licence) in TABLES:
        counts = collections.Counter()
        for name in names(ctx.src):
            words = words_of(name or "")
            if len(words) > 1:
                counts.update(w for w in part(words) if len(w) > 1 and re.fullmatch(r"[^\W\d_]+", w))
        rows = [{"text": capital(w), "weight": round_down(n)} for w, n in counts.items() if n >= LEAST]
        rows.sort(key=lambda r: (fold(r["text"]), r["text"]))
        write_table(os.path.join(ctx.out, "words"), stem,
                    {"source": source, "licence": licence, "list": stem, "case": "title",
                     "note": "weight: %s, rounded down to 2, 5, 10, 20, 50 and so on" % what}, ["text", "weight"], rows)
