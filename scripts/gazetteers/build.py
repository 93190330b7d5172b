"""Runs every subject over one context."""
import os
import sys

from . import countries, organizations, parts, people, places, words
from .common import Register, fold, names_of, read_hand, read_tsv, read_words
from .policy import Policy


class Context:
    pass


def hand_files(out):
    """The YAML files that people wrote: those that do not open with the builder's mark."""
    for folder in ("places", "groups", "people", "organizations"):
        base = os.path.join(out, folder)
        for name in sorted(os.listdir(base)) if os.path.isdir(base) else ():
            path = os.path.join(base, name)
            if name.endswith(".yaml"):
                with open(path, encoding="utf-8") as f:
                    if not f.readline().startswith("# Made by"):
                        yield path


def run(src, counts, out):
    ctx = Context()
    ctx.src, ctx.out = src, out
    ctx.register = Register()
    ctx.hand_places, ctx.hand_parties = set(), {}
    for path in hand_files(out):
        head, entries = read_hand(path)
        for e in entries:
            kind = e.get("type", head.get("type"))
            if e["id"] in ctx.register.ids:
                print("%s: id %s stands twice" % (path, e["id"]), file=sys.stderr)
                return 3
            ctx.register.take(e, kind)
            if kind == "place":
                ctx.hand_places.add(fold(e["name"]))
            if e.get("kind", head.get("kind")) == "party":
                for name in names_of(e):
                    ctx.hand_parties.setdefault(fold(name), []).append(e.get("country"))
    ctx.things = read_words(os.path.join(out, "words", "thing.yaml"))
    ctx.first = words.load_first(src)
    ctx.last = words.load_last(src)
    for n in words.MORE_FIRST:
        ctx.first.setdefault(fold(n), (n, 500))
    for n in words.MORE_LAST:
        ctx.last.setdefault(fold(n), (n, 50, 5000))
    ctx.policy = Policy(counts, {k: v[1] for k, v in ctx.first.items()}, {k: v[2] for k, v in ctx.last.items()}, set(),
                        [r["title"] for r in read_tsv(os.path.join(src, "vital-article-titles.tsv"))])
    ctx.countries = countries.load(src)
    ctx.towns = places.load_towns(src)
    best = places.capital_places(ctx.countries, ctx.towns)
    ctx.capital_place = {iso: (b[1], b[2]) for iso, b in best.items()}
    ctx.centres = places.load_centres()
    for t in ctx.towns:
        t["capital"] = False
    for b in best.values():
        b[3]["capital"] = True
    countries.build(ctx)
    countries.build_nationalities(ctx)
    places.build_cities(ctx)
    places.build_admin1(ctx)
    places.build_counties(ctx)
    places.build_features(ctx)
    people.build(ctx)
    organizations.build(ctx)
    words.build(ctx)
    parts.build(ctx)
    return 0
