"""Leaders, members of the US Congress, governors and mayors, politicians, and the famous."""
import collections
import os
import re
import sys

from .common import fold, is_name, names_of, plain, read_csv, read_tsv, slug, tidy, unique_aliases, write_table, write_yaml
from .words import capital

COUNTRY_OF_SOURCE = {"us": "US", "china": "CN", "france": "FR", "mexico": "MX", "spain": "ES", "italy": "IT", "united-kingdom": "GB", "india": "IN",
    "russia": "RU", "ukraine": "UA", "nigeria": "NG", "brazil": "BR", "canada": "CA", "australia": "AU", "norway": "NO", "congo-kinshasa": "CD",
    "pakistan": "PK", "czech": "CZ", "indonesia": "ID", "sweden": "SE", "romania": "RO", "japan": "JP", "south-korea": "KR", "kenya": "KE",
    "netherlands": "NL", "mozambique": "MZ", "hungary": "HU", "argentina": "AR", "cameroon": "CM", "zimbabwe": "ZW", "philippines": "PH",
    "south-africa": "ZA", "belarus": "BY", "turkey": "TR", "ghana": "GH", "south-sudan": "SS", "taiwan": "TW", "poland": "PL", "angola": "AO",
    "chile": "CL", "denmark": "DK", "greece": "GR", "israel": "IL", "sudan": "SD", "portugal": "PT", "finland": "FI", "yemen": "YE",
    "bangladesh": "BD", "estonia": "EE", "malaysia": "MY", "iran": "IR", "lithuania": "LT", "armenia": "AM", "scotland": "GB", "wales": "GB",
    "new-zealand": "NZ", "sri-lanka": "LK", "hong-kong": "HK", "singapore": "SG", "slovenia": "SI", "bulgaria": "BG", "kazakhstan": "KZ",
    "iraq": "IQ", "albania": "AL", "egypt": "EG"}
MONTHS = {m: i + 1 for i, m in enumerate("January February March April May June July August September October November December".split())}
HIGH = re.compile(r"^(?:Vice |Deputy |Acting |Interim |First |Crown )*(?:President\b(?! (?:of the (?:Senate|Chamber|Parliament|Regional|Provincial|"
                  r"Municipal|Commission|Council of|Assembly|Court|Supreme Court|Party|Deputation)|pro tem))|Prime Minister|Premier\b|Chancellor\b|"
                  r"Minister|Secretary of|Secretary-General|General Secretary|Attorney General|Foreign|Home Secretary|Governor\b|Mayor of|King\b|"
                  r"Queen\b|Sultan|Emir|Taoiseach|Speaker of|Leader of|Chief Minister|Chief Executive|Chairman of the State|Federal Minister|"
                  r"Union Minister|Secretary for|Shadow|Defence Secretary|Director of the (?:CIA|FBI|Central|Federal)|European Commissioner|"
                  r"Head of|United States Secretary|Chief Justice|First Minister)")


def iso_date(text):
    m = re.match(r"^(?:(\d{1,2}) )?(?:(\w+) )?(\d{4})$", text.strip())
    if not m:
        return ""
    day, month, year = m.groups()
    if month in MONTHS:
        return "%s-%02d" % (year, MONTHS[month]) + ("-%02d" % int(day) if day else "")
    return year


def year(text):
    m = re.match(r"^(1[89]\d\d|20\d\d)", text or "")
    return m.group(1) if m else ""


def clean_date(text):
    text = re.sub(r"(-01-01|-00-00)$", "", text or "")
    return text if re.match(r"^(1[789]|20)\d\d(-\d\d){0,2}$", text) else ""


RANK = re.compile(r"^(?:Sir|Dame|Dr\.?|Gen\.?|General|Col\.?|Capt\.?|Lt\. Gen\.?|Maj\. Gen\.?|Marshal|Sheikh|Shaykh|Air Vice-Marshal|Grand Chief|"
                  r"Ratu|Archbishop|Field Marshal|Prince|Princess|Crown Prince|the Honorable|Te Beretitenti|Lord|Hajji|Brig\. Gen\.?|Mullah) ")
TITLE = re.compile(
    r"^(?:(?:Interim|Acting|Transition(?:al)?|Caretaker|Co-|Captain|GNU|State Affairs Commission|Supreme People's Assembly|Presidential Council|"
    r"Taliban|Vice|First|Deputy|Sovereign Council|Supreme|Federal|Co)[ -]?)*"
    r"(?:President(?:,? of (?:the Swiss Confederation|China|the Republic|the European Council|the Presidential Council))?|Prime Minister|King|Queen|Emperor|"
    r"Prince|Grand Duke|Amir|Sultan|Premier|Chancellor|Supreme Leader|Leader|Minister of State|Taoiseach|Pope|Governor[- ]General|Governor|"
    r"Chief Minister|Chief Executive|Administrator|Lieutenant[- ]Governor|Mayor|High Commissioner|Prefect|Commissioner|Captain Regent|Chairman)\b")


def leader_name(text):
    """`President Abdel Fattah EL-SISI` to (President, Abdel Fattah el-Sisi, sure)."""
    text = tidy(re.sub(r"\([^)]*\)", " ", text)).replace('"', "")
    if "represented by" in text:
        return None
    text = text.replace("President, Presidential Council, Mohammed", "President Mohammed")
    role = []
    while True:
        m = TITLE.match(text)
        if not m or not m.group():
            break
        role.append(m.group())
        text = text[m.end():].lstrip(" ,")
        text = re.sub(r"^(?:and (?:Co-Vice President|Prime Minister|Foreign Minister|Defense Minister|Minister)|(?:of|and) [^A-Z]*)\s*", "", text)
    while RANK.match(text):
        text = RANK.sub("", text, 1)
    if not re.search(r"[A-ZÀ-Þ]{2,}", text) and len(text.split()) > 4:
        return None
    words = []
    for w in text.split(" "):
        if words and re.match(r"^(?:I|II|III|IV|V|VI|VII|VIII|IX|X|XI|XII|XIII|XIV|XV|XVI|XVII)$", w):
            words.append(w)
        elif w.upper() == w and len(w.strip(".,")) > 1 and not re.match(r"^(?:[A-Z]\.)+$", w):
            parts = []
            for p in w.split("-"):
                parts.append("el" if p == "EL" and len(w) > 2 and w.startswith("EL-") else "al" if p == "AL" else capital(p) if p else p)
            words.append("-".join(parts))
        else:
            m = re.match(r"^(al-|el-|ad-|ar-|an-)([A-Z]+)(-.*)?$", w)
            w = m.group(1) + capital(m.group(2)) + (m.group(3) or "") if m else w
            words.append("-".join(capital(p) if re.match(r"^[A-ZÀ-Þ]{2,}$", p) else p for p in w.split("-")))
    name = " ".join(words).strip(" ,")
    return " ".join(role), name


FAMILY_NAME_FIRST = ("Vietnam", "Cambodia", "Burma", "Laos", "Korea, South", "Korea, North", "South Korea", "North Korea", "China", "Ethiopia", "Eritrea", "Taiwan", "Hong Kong",
                     "Hungary", "Macau")


def short_name(name, country):
    """First name and surname of a name with more between: as newspapers write it. Empty where the name is short already."""
    words = name.split()
    if len(words) < 3 or country in FAMILY_NAME_FIRST:
        return ""
    if len(words) == 3 and re.match(r"^(?:al|el|von|van|der|de|da|di|del|bin|bint|ibn|Abu|Abdel|Abdul|Le|La|Ben)\b", words[1]):
        return ""
    if re.match(r"^(?:I|II|III|IV|V|VI|VII|VIII|IX|X|XI|XII|XIII|XIV|XV|XVI|XVII|Jr\.?|Sr\.?)$", words[-1]):
        return ""
    return words[0] + " " + words[-1]


def take(ctx, e):
    """One person gets one entry, with what newspapers call the person beside the full name."""
    for name in names_of(e):
        called = ctx.called.pop(fold(name), [])
        if called and called[0].startswith("="): # as newspapers write the name itself
            e["aliases"], e["name"], called = [e["name"]] + e.get("aliases", []), called[0][1:], called[1:]
        e["aliases"] = unique_aliases(e["name"], e.get("aliases", []) + [a for a in called if not ctx.register.owner(a, "person")])
    ctx.register.take(e, "person")


def count_surnames(ctx):
    """How many of all politicians bear each."""
    return collections.Counter(fold(r["name"].split()[-1]) for r in ctx.politicians if r["name"])


PARTICLE = re.compile(r"^(?i:van|der|von|de|du|da|dos|di|del|la|le|al|el|bin|ibn|ben|ould)$")


def own_surname(ctx, name, country):
    """The surname of a head of state or government where it is nobody else's, no word and no place: newspapers say no more."""
    words = name.split()
    last = words[-1]
    if country in FAMILY_NAME_FIRST or len(words) < 2 or PARTICLE.match(words[-2]) or not re.match(r"^[^\W\d_][\w’'-]{4,}$", last) or not last[0].isupper():
        return []
    if ctx.surnames[fold(last)] > 2 or ctx.policy.is_word(last) or fold(last) in ctx.first or ctx.last.get(fold(last), (0, 0, 10**9))[2] < 30000:
        return []
    if any(ctx.register.owner(last, kind) for kind in ("place", "organization", "group", "person")):
        return []
    return [last]


def load_called():
    with_names = read_tsv(os.path.join(os.path.dirname(os.path.abspath(__file__)), "called.tsv"))
    return {fold(r["name"]): r["called"].split("|") for r in with_names}


def people_of(country):
    """How many; of France, whose parts overseas the source counts apart, no number is known."""
    return country.get("population") or (10**8 if country["iso"] == "FR" else 0)


def plain_name(name):
    return fold(name).replace("-", " ")


def build_leaders(ctx):
    by_name = {fold(c["name"]): c for c in ctx.countries.values()}
    for c in ctx.countries.values():
        for a in c["aliases"]:
            by_name.setdefault(fold(a if isinstance(a, str) else a["text"]), c)
    by_name.update({"drc": ctx.countries["CD"], "congo (brazzaville)": ctx.countries["CG"], "burma": ctx.countries["MM"],
                    "turkey (turkiye)": ctx.countries["TR"]})
    wikidata = {}
    for r in ctx.politicians:
        wikidata.setdefault(plain_name(r["name"]), r)
    for r in read_tsv(os.path.join(ctx.src, "wikidata-world-leaders-2022.tsv")):
        wikidata.setdefault(plain_name(r["officeholderLabel"]), {"qid": r["officeholder"], "name": r["officeholderLabel"], "born": "", "gender": ""})
    entries, rows = {}, read_tsv(os.path.join(ctx.src, "factbook-leaders.tsv"))
    for r in rows:
        c = by_name.get(fold(r["country"])) or by_name.get(fold(re.sub(r"\s*\(.*", "", r["country"])))
        got = leader_name(r["title_and_name"])
        if not c or not got:
            continue
        role, name = got
        if not is_name(name) or len(name.split()) > 5 or not name[0].isupper() or re.search(r"\b(?:vacant|and|of|the|none|Council|Government)\b", name):
            continue
        if not role:
            continue
        short = short_name(name, r["country"])
        w = wikidata.get(plain_name(name)) or wikidata.get(plain_name(short))
        eid = w["qid"] if w else "leader-%s" % slug(short or name)
        if eid in entries and people_of(ctx.countries[entries[eid]["country"]]) > people_of(c):
            continue  # who also heads dependent territories belongs to the largest country
        if eid in entries and entries[eid]["country"] != c["iso"]:
            del entries[eid]
        if ctx.register.owner(name, "person") or eid in ctx.register.ids or len(name.split()) < 2:
            continue
        e = entries.setdefault(eid, {"id": eid, "name": name, "role": "", "country": c["iso"], "since": iso_date(r["since"]), "aliases": []})
        full = "%s of %s" % (role, c["name"])
        if not e["role"]:
            e["role"] = full
        known_as = tidy(re.sub(r"\s*\([^)]*\)", "", w["name"])) if w else short
        if known_as:  # Donald Trump is the name, Donald J. Trump the alias
            e["name"] = known_as
            e["aliases"] += [name] + ([short] if short else [])
        if w:
            e["born"], e["gender"] = clean_date(w["born"]), w["gender"]
    out = sorted(entries.values(), key=lambda e: (e["country"], e["id"]))
    for e in out:
        aliases = e["aliases"] + own_surname(ctx, e["name"], ctx.countries[e["country"]]["name"])
        e["aliases"] = unique_aliases(e["name"], [a for a in aliases if not ctx.register.owner(a, "person")])
        take(ctx, e)
    write_yaml(os.path.join(ctx.out, "people", "leaders.yaml"),
               {"source": "CIA World Factbook (January 2026); Wikidata", "licence": "public domain; CC0-1.0", "type": "person"}, out,
               tests={"match": ["President [William Ruto] of Kenya"], "no": ["william ruto"]})


def build_former(ctx):
    """Heads of state and government that Wikidata has and the leaders of the day leave out."""
    by_id = {c["id"]: c["iso"] for c in ctx.countries.values()}
    detail = {r["qid"]: r for r in ctx.politicians}
    out = {}
    for r in read_tsv(os.path.join(ctx.src, "wikidata-world-leaders-2022.tsv")):
        name = tidy(r["officeholderLabel"])
        if len(name.split()) < 2 or not is_name(name) or re.match(r"^Q\d", name):
            continue
        e = {"id": r["officeholder"], "name": name, "role": tidy(r["positionLabel"]), "country": by_id.get(r["countryid"], ""),
             "since": r["start_year"], "until": r["end_year"], "aliases": []}
        d = detail.get(e["id"])
        if d:
            e["born"], e["gender"] = clean_date(d["born"]), d["gender"]
        if ctx.register.known(e, "person"):
            continue
        if e["id"] in out and out[e["id"]]["since"] > e["since"]:
            continue
        out[e["id"]] = e
    rows = sorted(out.values(), key=lambda e: (e["country"], e["id"]))
    for e in rows:
        take(ctx, e)
    write_table(os.path.join(ctx.out, "people"), "world-leaders", {"source": "Wikidata", "licence": "CC0-1.0", "type": "person",
                "note": "heads of state and of government about 2000 to 2022"},
                ["id", "name", "aliases", "role", "country", "since", "until", "born", "gender"], rows,
                tests={"match": ["[Bamir Topi] spoke."]} if any(e["name"] == "Bamir Topi" for e in rows) else None)


def build_congress(ctx):
    rows, seen = [], {}
    parties = {"Democrat": "Democrat", "Republican": "Republican", "Independent": "Independent"}
    offices = {"sen": "Senator", "rep": "Representative", "prez": "President of the United States", "viceprez": "Vice President of the United States"}
    for r in read_tsv(os.path.join(ctx.src, "us-congress-people.tsv")):
        if not re.match(r"^Q\d+$", r["qid"] or ""):
            continue
        first, last = tidy(r["nickname"] or r["first"]), tidy(r["last"])
        if re.match(r"^[A-Z]\.$", tidy(r["first"])) and r["middle"]:
            first = tidy(r["nickname"] or r["middle"])
        name = tidy(r["name"]) or tidy(r["first"]) + " " + last
        middle = tidy(r["middle"])
        suffix = tidy(r["suffix"])
        aliases = [first + " " + last, tidy(r["first"]) + " " + last]
        if middle:
            aliases += [tidy(r["first"]) + " " + middle + " " + last, tidy(r["first"]) + " " + middle[0] + ". " + last]
        if suffix:
            aliases += [first + " " + last + " " + suffix, first + " " + last + ", " + suffix]
        office = offices.get(r["type"], "")
        role = office
        if r["type"] in ("sen", "rep"):
            from .places import STATE_BY_CODE
            role = "%s from %s" % (office, STATE_BY_CODE.get(r["state"], r["state"]))
        e = {"id": r["qid"], "name": name, "aliases": unique_aliases(name, aliases), "role": role, "country": "US",
             "since": r["start"], "until": r["end"] if r["end"] < "2026-11" else ""}
        if e["id"] in seen:  # several offices: the last counts, and the president before the vice president
            if r["type"] == "prez" or (seen[e["id"]]["role"].startswith("Vice") and r["type"] != "viceprez"):
                seen[e["id"]].update(role=role, since=e["since"], until=e["until"])
            continue
        seen[e["id"]] = e
        if ctx.register.known(e, "person"):
            continue
        rows.append(e)
    rows.sort(key=lambda e: (fold(e["name"].split()[-1]), e["id"]))
    for e in rows:
        take(ctx, e)
    write_table(os.path.join(ctx.out, "people"), "us-congress",
                {"source": "unitedstates/congress-legislators", "licence": "CC0-1.0", "type": "person",
                 "note": "the members of Congress of 2026, and all presidents and vice presidents"},
                ["id", "name", "aliases", "role", "country", "since", "until"], rows,
                tests={"match": ["Sen. [Amy Klobuchar] of Minnesota"], "no": ["amy klobuchar"]})


def build_states(ctx):
    from .places import STATE_BY_CODE
    default, pack, ids = [], [], set()
    names = {"governor": "Governor of %s", "lt_governor": "Lieutenant Governor of %s", "attorney general": "Attorney General of %s",
             "secretary of state": "Secretary of State of %s"}
    for r in read_tsv(os.path.join(ctx.src, "openstates-people.tsv")):
        name = tidy(r["name"])
        if len(name.split()) < 2 or not is_name(name) or re.search(r"[(),]", name):
            continue
        state = STATE_BY_CODE.get(r["state"].upper(), "Puerto Rico" if r["state"] == "pr" else "")
        role = r["role"]
        m = re.search(r"/place:([\w~-]+)/", r["jurisdiction"])
        if role == "mayor" and m:
            text = "Mayor of %s" % m.group(1).replace("_", " ").title()
        elif role in names:
            text = names[role] % state
        elif role in ("upper", "lower", "legislature"):
            text = "State %s, %s" % ("Senator" if role == "upper" else "Representative" if role == "lower" else "legislator", state)
        else:
            text = "%s of %s" % (role.capitalize(), state)
        qid = r["qid"] if re.match(r"^Q\d+$", r["qid"] or "") else ""
        e = {"id": qid or "us-%s-%s" % (r["state"], slug(name)), "name": name, "role": text, "country": "US", "admin": state,
             "gender": r["gender"].lower() if r["gender"] in ("Male", "Female") else "",
             "aliases": [re.sub(r" [A-Z]\. ", " ", name)] if re.search(r" [A-Z]\. ", name) else []}
        short = re.sub(r",? (?:Jr|Sr|II|III|IV)\.?$", "", name)
        if short != name and len(short.split()) > 1:
            e["aliases"].append(short)
        nick = [tidy(a) for a in r["aliases"].split("|") if a.strip()]
        e["aliases"] = unique_aliases(name, e["aliases"] + [a for a in nick if len(a.split()) > 1])
        big = role in ("governor", "lt_governor", "attorney general", "secretary of state", "mayor") or r["level"] == "executive"
        (default if big else pack).append(e)

    def keep(rows):
        out = []
        for e in rows:
            if e["id"] in ids or ctx.register.known(e, "person"):
                continue
            ids.add(e["id"])
            e["aliases"] = [a for a in e["aliases"] if not ctx.register.owner(a, "person")]
            out.append(e)
        out.sort(key=lambda e: (e["admin"], fold(e["name"]), e["id"]))
        return out
    columns = ["id", "name", "aliases", "role", "country", "gender"]
    head = {"source": "Open States", "licence": "CC0-1.0", "type": "person"}
    default = keep(default)
    for e in default:
        take(ctx, e)
    write_table(os.path.join(ctx.out, "people"), "us-state-officials", dict(head, note="governors, other state officers and mayors of 2026"), columns,
                default, tests={"match": ["Gov. [Kay Ivey] of Alabama"]})
    ctx.legislators = lambda: write_table(os.path.join(ctx.out, "packs", "us-state-legislators", "gazetteers"), "us-state-legislators",
                                          head, columns, keep(pack))


def build_politicians(ctx):
    rows, rest, ids = [], [], set()
    for r in ctx.politicians:
        name = tidy(re.sub(r"\s*\([^)]*\)", "", r["name"]))
        words = name.split()
        if not is_name(name) or not 2 <= len(words) <= 6 or not re.match(r"^Q\d+$", r["qid"]) or r["qid"] in ids:
            continue
        if not words[0][0].isupper() or re.search(r"\d|,", name) or len(words[-1]) < 2:
            continue
        ids.add(r["qid"])
        country = ""
        countries = {COUNTRY_OF_SOURCE.get(re.sub(r"-(?:cabinet|ministers)$", "", s)) for s in r["source"].split("|")} - {None}
        if len(countries) == 1:
            country = countries.pop()
        positions = r["positions"].split("|")
        high = [p for p in positions if HIGH.match(p)]
        start, end = clean_date(r["start"]), clean_date(r["end"])
        role = r["last_position"]
        last = role
        if high:
            role = high[-1]
        e = {"id": r["qid"], "name": name, "role": role[:1].upper() + role[1:], "country": country, "born": clean_date(r["born"]), "gender": r["gender"],
             "aliases": []}
        if role == last:
            e["since"], e["until"] = start, end
        newest = max(start, end)
        if high and not (r["died"] and r["died"] < "2010") and newest >= "2005":
            rows.append(e)
        elif newest >= "2010" and not (r["died"] and r["died"] < "2020"):
            rest.append(e)
    columns = ["id", "name", "aliases", "role", "country", "since", "until", "born", "gender"]
    head = {"source": "Wikidata, by way of EveryPolitician", "licence": "CC0-1.0", "type": "person"}
    rows = [e for e in rows if not ctx.register.known(e, "person")]
    rows.sort(key=lambda e: (fold(e["name"]), e["id"]))
    for e in rows:
        middle = re.match(r"^(\S+) (?:[A-Z]\. )+(\S.*)$", e["name"])
        if middle:
            e["aliases"] = [middle.group(1) + " " + middle.group(2)]
        take(ctx, e)
    write_table(os.path.join(ctx.out, "people"), "politicians",
                dict(head, note="people who held a high office since 2005: heads of government, ministers, governors, mayors, leaders"), columns, rows,
                tests={"match": ["Taipei's mayor [Chiang Wan-an] agreed."], "no": ["lai and chiang"]})
    rest = [e for e in rest if not ctx.register.known(e, "person")]
    rest.sort(key=lambda e: (fold(e["name"]), e["id"]))
    write_table(os.path.join(ctx.out, "packs", "politicians", "gazetteers"), "members-of-parliament",
                dict(head, note="members of parliaments since 2010"), columns, rest)


def build_famous(ctx):
    titles = [r["title"] for r in read_tsv(os.path.join(ctx.src, "vital-article-titles.tsv"))]
    # The people's part of the list comes first, and "Human history" opens the next.
    people = titles[:titles.index("Human history")]
    bare_names = {tidy(re.sub(r"\s*\([^)]*\)$", "", t)) for t in people}
    rows, seen = [], set()
    with open(os.path.join(ctx.src, "corpora", "celebrities.json"), encoding="utf-8") as f:
        import json
        stars = json.load(f)["celebrities"]
    for t in people + stars:
        name = tidy(re.sub(r"\s*\([^)]*\)$", "", t))
        name = name.split(",")[0]
        words = name.split()
        if not is_name(name) or not 2 <= len(words) <= 5 or re.search(r"[\d,&]|\band\b|\bin\b|\bof\b|brothers|sisters|family|dynasty|attacks", name):
            continue
        if re.match(r"^(?:The|List|Foreign|History|Culture|Casualties|Pope|Saint|Emperor|Empress|King|Queen)\b", name):
            if not re.match(r"^(?:Pope|Emperor|Empress) ", name):
                continue
        if t not in stars and fold(words[0]) not in ctx.first and ctx.policy.is_word(words[0]):
            continue
        if any(w in GROUPS for w in words):
            continue
        if all(ctx.policy.is_word(w) for w in words) or re.search(r"^[A-Z]+$", name.replace(" ", "")):
            continue
        # A pope's title is none of his name, but for him who shares it with an emperor.
        bare = re.sub(r"^Pope (?=\S+ \S)", "", name)
        e = {"id": "person-" + slug(name), "name": name if bare in bare_names | RULERS else bare}
        # A college that is called by somebody's whole name takes nothing from him.
        is_body = not (ctx.register.owner(name, "organization") or "campus-").startswith("campus-")
        if ctx.register.known(e, "person") or ctx.register.owner(name, "place") or is_body or e["id"] in seen:
            continue
        seen.add(e["id"])
        rows.append(e)
    rows.sort(key=lambda e: (fold(e["name"]), e["id"]))
    for e in rows:
        take(ctx, e)
    write_table(os.path.join(ctx.out, "people"), "famous",
                {"source": "titles of Wikipedia's vital articles; dariusk/corpora", "licence": "titles are facts; CC0-1.0", "type": "person",
                 "note": "artists, athletes, scientists and other famous people of all times"}, ["id", "name", "aliases"], rows,
                tests={"match": ["the pianist [Glenn Gould]"], "no": ["glenn gould"]})


# Tsars and emperors who share name and number with a pope, and whom the titles do not have so.
RULERS = {"Alexander I", "Alexander III", "Leo III"}
GROUPS = set("Band Brothers Sisters Boys Girls Orchestra Quartet Trio Club Jam Zeppelin Floyd Sabbath Maiden Purple Priest Roses Mode Chili Stones".split())


def build(ctx):
    ctx.called = load_called()
    ctx.politicians = read_tsv(os.path.join(ctx.src, "wikidata-politicians.tsv"))
    ctx.surnames = count_surnames(ctx)
    build_leaders(ctx)
    build_former(ctx)
    build_congress(ctx)
    build_states(ctx)
    build_politicians(ctx)
    build_famous(ctx)
    for name in sorted(ctx.called):
        print("called.tsv: no list has %s" % name, file=sys.stderr)
    ctx.legislators()
