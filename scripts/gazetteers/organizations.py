"""International bodies, agencies, parties, companies, banks, universities, clubs."""
import json
import os
import re

from .common import drop_twins, fold, is_name, plain, read_csv, read_tsv, slug, tidy, unique_aliases, write_table, write_yaml

SMALL = {"of", "the", "and", "for", "in", "on", "to", "de", "la", "del", "et", "des", "du", "at", "by", "from", "with", "against", "el", "al", "da", "do",
         "y", "e", "di", "für", "und", "der", "les"}


def take(ctx, rows):
    """The rows that no earlier file has, with the aliases that are nobody else's."""
    out = []
    for e in rows:
        if ctx.register.known(e, "organization") or not is_name(e["name"]):
            continue
        e["aliases"] = [a for a in unique_aliases(e["name"], e.get("aliases", ())) if not ctx.register.owner(
            a if isinstance(a, str) else a["text"], "organization")]
        ac = e.get("acronym") or []
        e["acronym"] = [a for a in ([ac] if isinstance(ac, str) else ac) if not ctx.register.owner(a, "organization")]
        ctx.register.take(e, "organization")
        out.append(e)
    return out


STATE = re.compile(r"(?i)\b(?:ministry|department|directorate|secretariat|bureau|office|council|commission|authority|agency|board|service|survey|laboratory|"
                   r"institute|academy|cent(?:er|re)|library|society|national|federal|central|state|general|public)\b")


def is_alike(ctx, name):
    """A name of an institution that its like in many countries may have: Ministry of Health, National Institute of Statistics."""
    words = [w for w in re.findall(r"[\w'-]+", name) if fold(w) not in SMALL]
    return bool(STATE.search(name)) and all(STATE.fullmatch(w) or ctx.policy.is_word(w) for w in words)


# ---- companies ----

SUFFIX = re.compile(r"(?i)[, ]+(?:Incorporated|Inc|Corporation|Corp|Company|Co|Limited|Ltd|Plc|P\.?L\.?C|LLC|L\.L\.C|L\.?P|N\.?V|S\.?A|S\.?E|A\.?G|Holdings?|"
                    r"Group|A/S|ASA|AB|Oyj|S\.?p\.?A|KGaA|GmbH|Trust|REIT|Bancorp(?:oration)?|B\.?V|SAB de CV|S\.A\.B\. de C\.V|S\.A\. de C\.V|Cos|Companies|"
                    r"& Co|and Co|& Company|Bancshares|Financial|International|Technologies|Enterprises)\.?$")
LEGAL = re.compile(r"(?i)[, ]+(?:Incorporated|Inc|Corporation|Corp|Company|Co|Limited|Ltd|Plc|P\.L\.C|LLC|L\.L\.C|L\.?P|N\.?V|S\.?A|S\.?E|A\.?G|A/S|ASA|Oyj|AB|"
                   r"S\.?p\.?A|KGaA|GmbH|B\.V|SAB de CV|S\.A\.B\. de C\.V|S\.A\. de C\.V|& Co|Holdings?(?: Inc| Corp| Ltd| Co)?|Group(?: Inc| Ltd)|Cos)\.?$")
FUND = re.compile(r"(?i)\b(?:fund|funds|etf|acquisition|acquisitions|trust \w+|municipal|income|portfolio|spac|warrant|series|capital corp [iv]+|notes|"
                  r"opportunities|merger|blank check|bdc|securities trust|muni|depositary|receipts|royalty|blockchain|crypto|cannabis)\b")


def newspaper(name):
    """`General Motors Co` to `General Motors`, `BANK OF AMERICA CORP /DE/` to `Bank of America`."""
    name = re.sub(r"\s*/[A-Z]{2,}/?.*$|\s*/\w*/$", "", tidy(name)).strip(" ,")
    name = re.sub(r"(?i)\s+(?:/new/?|\\.*|de|new)$", "", name)
    full = name.rstrip(".")
    for _ in range(3):
        cut = LEGAL.sub("", name).strip(" ,.&")
        if cut == name or len(cut) < 2:
            break
        name = cut
    return name, full


FAMOUS = {  # what newspapers call them, beside what the sources say
    "Alphabet Inc.": ["Alphabet"], "Meta Platforms": ["Meta"], "Berkshire Hathaway": [], "JPMorgan Chase": ["JPMorgan", "JP Morgan", "J.P. Morgan"],
    "Amazon": ["Amazon.com"], "Goldman Sachs": ["Goldman"], "Procter & Gamble": ["^P&G"], "Johnson & Johnson": ["^J&J"], "ExxonMobil": ["Exxon", "Exxon Mobil"],
    "Walt Disney Company (The)": ["Disney", "Walt Disney"], "AT&T": [], "General Motors": ["^GM"], "General Electric": ["^GE"], "Ford Motor Company": ["Ford Motor"],
    "Coca-Cola Company (The)": ["Coca-Cola", "Coca Cola"], "McDonald's": ["McDonald’s"], "Bank of America": ["BofA"], "Morgan Stanley": [], "Citigroup": ["Citi", "Citibank"],
    "American International Group": ["^AIG"], "Lockheed Martin": ["Lockheed"], "Chevron Corporation": ["Chevron"], "ConocoPhillips": ["Conoco"], "Eli Lilly and Company": ["Eli Lilly"],
    "RTX Corporation": ["Raytheon"], "UnitedHealth Group": ["UnitedHealth", "UnitedHealthcare"], "United Parcel Service": ["^UPS"], "FedEx": ["Federal Express"],
    "Merck & Co.": ["Merck"], "IBM": ["International Business Machines"], "Delta Air Lines": [], "United Airlines Holdings": ["United Airlines"],
    "American Airlines Group": ["American Airlines"], "Southwest Airlines": [], "Advanced Micro Devices": ["^AMD"], "Hewlett Packard Enterprise": [], "Bristol Myers Squibb": ["Bristol-Myers Squibb"],
}


def build_companies(ctx):
    policy, rows, seen = ctx.policy, [], set()
    qids = {}
    brand_rows = read_tsv(os.path.join(ctx.src, "osm-brands-operators.tsv"))
    for r in brand_rows:
        if re.match(r"^Q\d+$", r["qid"] or ""):
            qids.setdefault(fold(newspaper(r["name"])[0]), r["qid"])
    for r in read_tsv(os.path.join(ctx.src, "ror-organizations.tsv")):
        if "company" in r["types"] and r["wikidata"]:
            qids.setdefault(fold(re.sub(r" \(.*?\)", "", r["name"])), r["wikidata"])

    def add(name, full, country, kind="company"):
        if fold(name) in seen or not is_name(name) or len(name) < 2 or name.isdigit():
            return
        more = FAMOUS.get(full, FAMOUS.get(name, []))
        acronyms = [a[1:] for a in more if a[0] == "^"]
        more = [a for a in more if a[0] != "^"]
        seen.add(fold(name))
        weak = policy.company(name)
        if " " not in name and ctx.register.owner(name, "place"):
            weak = True
        e = {"id": qids.get(fold(name), "co-" + slug(name)), "name": name, "aliases": [], "acronym": acronyms, "country": country, "kind": kind, "ambiguous": weak}
        if weak:
            # The long form carries the name; a company called Target or Gap is not found by that word alone.
            if full != name and is_name(full):
                e["aliases"] = []
        else:
            e["aliases"] = more + ([full] if full != name and is_name(full) and len(full.split()) <= 6 else [])
            # Agencies write `and` for it.
            e["aliases"] += [n.replace(" & ", " and ") for n in [name] + e["aliases"] if " & " in n]
        if e["id"] in seen:
            e["id"] = "co-" + slug(name)
        seen.add(e["id"])
        rows.append(e)
        if weak and full != name and is_name(full):
            if e["id"] not in ctx.register.ids and not ctx.register.owner(full, "organization"):
                rows.append({"id": e["id"] + "-full", "name": full, "country": country, "kind": kind, "aliases": []})

    for r in read_csv(os.path.join(ctx.src, "sp500.csv")):
        full = tidy(r["Security"])
        name = re.sub(r" \((?:The|Class \w)\)", "", full)
        name, _ = newspaper(name)
        head = r["Headquarters Location"]
        country = "US" if not re.search(r"(Ireland|Switzerland|UK|Bermuda|Netherlands|Singapore|Canada)$", head) else ""
        add(name, re.sub(r" \((?:The|Class \w)\)", "", full).rstrip("."), country)
    done = set()
    for r in read_csv(os.path.join(ctx.src, "sec-tickers.csv")):
        if r["CIK"] in done or r["Exchange"] not in ("NYSE", "Nasdaq"):
            continue
        done.add(r["CIK"])
        name, full = newspaper(r["Name"])
        if FUND.search(full) or re.search(r"\d", name) or re.search(r"(?i)\btrust\b|\bl\.?p\.?$|partners", full) and len(name.split()) > 3:
            continue
        words = name.split(" ")
        fixed = []
        for w in words:
            if w.upper() == w and len(w) > 4 and w.isalpha():
                w = w.capitalize()
            if w.lower() in SMALL and fixed:
                w = w.lower()
            fixed.append(w)
        ticker = r["Ticker"].split("-")[0]
        # Aar Corp (AIR) is AAR: a word without a vowel, or one the ticker opens with, is an acronym.
        for i, w in enumerate(fixed):
            if 2 <= len(w) <= 4 and w.isalpha() and w.istitle() and not re.search(r"(?i)[aeiouy]", w):
                fixed[i] = w.upper()
        if len(fixed[0]) <= 4 and fixed[0].isalpha() and fixed[0].upper() == ticker and len(fixed[0]) < 4:
            fixed[0] = fixed[0].upper()
        name2 = " ".join(fixed)
        full = full.replace(name, name2) if name in full else full
        if len(name2) < 4 or len(name2.split()) > 5:
            continue
        one = " " not in name2
        if one and (policy.company(name2) or ctx.register.owner(name2, "place") or fold(name2) in ctx.first or fold(name2) in ctx.last or len(name2) < 5):
            # A small company called by a common word is known by its long name only.
            if full != name2 and re.search(r"[ ](?:Inc|Corp|Co|Ltd|Plc|Holdings|Group|N\.?V|S\.?A)\b", full, re.I) and fold(full) not in seen:
                seen.add(fold(full))
                rows.append({"id": "co-" + slug(full), "name": full, "kind": "company", "aliases": []})
            continue
        if not one and all(policy.is_word(w) for w in fixed):
            continue
        add(name2, full, "")
    wanted = re.compile(r"(?:brands/(?:amenity/(?:bank|fuel|car_rental|cinema|money_transfer|payment_terminal)|shop/(?:supermarket|department_store|car|mobile_phone|"
                        r"telecommunication|electronics|clothes|furniture|doityourself|chemist|variety_store|sports)|office/(?:insurance|telecommunication|"
                        r"courier|airline|energy_supplier)|tourism/hotel|amenity/(?:fast_food|cafe|restaurant|pharmacy))|operators/(?:power/|telecom/|man_made/pipeline|man_made/mast)|"
                        r"transit/route/(?:train|ferry))")
    small = re.compile(r"amenity/(?:fast_food|cafe|restaurant|pharmacy)|shop/(?:clothes|furniture|sports|doityourself)|tourism/hotel|transit|operators/power/line")
    for r in brand_rows:
        if not re.match(r"^Q\d+$", r["qid"] or "") or not wanted.search(r["kinds"]):
            continue
        full = tidy(r["name"])
        name, _ = newspaper(re.sub(r"\s*\([^)]*\)$", "", full))
        if not is_name(name) or len(name) < 3 or fold(name) in seen or len(name.split()) > 6:
            continue
        where = r["where"].split(",")
        kind = "bank" if "amenity/bank" in r["kinds"] else "company"
        minor = bool(small.search(r["kinds"])) and not re.search(r"fuel|bank|supermarket|mobile|telecom|insurance|shop/car\b", r["kinds"])
        one = " " not in name
        weak = policy.company(name) or bool(ctx.register.owner(name, "place")) or fold(name) in ctx.first or fold(name) in ctx.last
        if weak and (minor or one):
            continue
        if minor and (r["kinds"].count("|") < 1 and "001" not in where and len(where) < 3):
            continue
        if re.search(r"[^\x00-\x7f]", name) and not is_name(plain(name)):
            continue
        if not one and all(policy.is_word(w) or fold(w) in ctx.first for w in name.split()):
            continue
        if re.search(r"(?i)\b(county|city of|town of|district|municipal|stadt|gemeinde|kommune|ville de|department|council)\b", name):
            continue
        if name.lower() == name or (one and len(name) < 4):
            continue
        country = where[0].upper() if len(where) == 1 and re.match(r"^[a-z]{2}$", where[0]) else ""
        country = {"FX": "FR", "UK": "GB"}.get(country, country)
        add(name, full, country, kind)
    rows = take(ctx, rows)
    rows.sort(key=lambda e: (fold(e["name"]), e["id"]))
    ids = set()
    rows = [e for e in rows if not (e["id"] in ids or ids.add(e["id"]))]
    write_table(os.path.join(ctx.out, "organizations"), "companies",
                {"source": "S&P 500 list of datahub.io; SEC company tickers; OpenStreetMap name-suggestion-index",
                 "licence": "PDDL-1.0; public domain; BSD-3-Clause", "type": "organization", "case": "exact",
                 "note": "Companies of the New York exchanges, banks, shops and other brands. A name that is also a word is ambiguous."},
                ["id", "name", "aliases", "acronym", "kind", "country", "ambiguous"], rows,
                tests={"match": ["Shares of [Costco Wholesale] rose."], "no": ["The gap is a visa to target."]})


# ---- parties ----

def build_parties(ctx):
    by_name = {}
    for c in ctx.countries.values():
        by_name[fold(c["name"])] = c["iso"]
        for a in c["aliases"]:
            by_name.setdefault(fold(a if isinstance(a, str) else a["text"]), c["iso"])
    by_name.update({"congo (brazzaville)": "CG", "drc": "CD", "turkey (turkiye)": "TR", "burma": "MM"})
    rows, seen = [], {}
    for r in read_tsv(os.path.join(ctx.src, "factbook-parties.tsv")):
        iso = by_name.get(fold(r["country"])) or by_name.get(fold(re.sub(r"\s*\(.*", "", r["country"])))
        text = tidy(r["party"])
        inside = re.findall(r"\(([^)]*)\)", text)
        text = re.sub(r"\s*\([^)]*\)", "", text).strip(" ;,.")
        parts = [p.strip() for p in re.split(r" or |/|;", text) if p.strip()]
        if not iso or not parts:
            continue
        name = parts[0]
        aliases = parts[1:] + [i for i in inside if len(i.split()) <= 4 and not re.search(r"[,;:\d]|alliance|includes|former|coalition|Northern|also", i)]
        if not is_name(name) or len(name) < 3 or not name[0].isupper() or re.search(r"(?i)note|includes|former|none|independent|banned|[:\"]", name) or len(name.split()) > 9:
            continue
        acronyms = [a.strip() for a in re.split(r"[,;/]| or ", tidy(r["abbreviation"])) if a.strip()]
        aliases += [a for a in acronyms if not (a.upper() == a and len(a) >= 2) and len(a) > 2 and not ctx.policy.organization(a)]
        acronyms = [a for a in acronyms if re.match(r"^[A-ZÀ-Þ][A-ZÀ-Þ0-9-]{1,6}$", a)]
        one = " " not in name
        weak = ctx.policy.organization(name) if one else False
        if ctx.register.owner(name, "place"):
            weak = True
        key = fold(name)
        seen.setdefault(key, []).append(iso)
        good = lambda a: (is_name(a) and len(a) > 2 and a[0].isupper() and not ctx.policy.organization(a) and not ctx.register.owner(a, "place"))
        rows.append({"id": "party-%s-%s" % (iso.lower(), slug(name)), "name": name, "aliases": [a for a in aliases if good(a) and not re.match(r"^[A-Z]{2,6}$", a)],
                     "acronym": [a for a in acronyms if len(a) >= 3], "country": iso, "ambiguous": weak})
    # Of the parties that share a name (Labour Party, Liberal Party) each keeps it, and the article's country decides.
    out, ids = [], set()
    for e in rows:
        if e["id"] in ids or e["id"] in ctx.register.ids or fold(e["name"]) in ctx.hand_parties and e["country"] in ctx.hand_parties[fold(e["name"])]:
            continue
        ids.add(e["id"])
        e["aliases"] = unique_aliases(e["name"], e["aliases"])
        # An acronym that many know as something else, an organization, a country or a thing, stays out; one that needs a country is shared.
        e["acronym"] = [a for a in dict.fromkeys(e["acronym"]) if ("organization", fold(a)) not in ctx.register.alone and not ctx.register.owner(a, "place")
                        and fold(a) not in ctx.first and a not in ctx.things]
        out.append(e)
    for e in out:
        ctx.register.take(e, "organization")
    out.sort(key=lambda e: e["id"])
    out = drop_twins(out, [(n, c) for n, countries in ctx.hand_parties.items() for c in countries])
    write_table(os.path.join(ctx.out, "organizations"), "parties",
                {"source": "CIA World Factbook", "licence": "public domain", "type": "organization", "kind": "party", "needs": "country"},
                ["id", "name", "aliases", "acronym", "country", "ambiguous"], out,
                tests={"match": ["the [National Union for Democracy and Progress] lost"], "no": ["the party of the left"]})


# ---- agencies of the USA ----

def build_us(ctx):
    rows = []
    for r in read_csv(os.path.join(ctx.src, "us-federal-agencies.csv")):
        for t in (r["Agency"], r["Bureau"]):
            t = tidy(t or "")
            ac = re.findall(r"\(([A-Z]{3,6})\)", t)
            t = re.sub(r"\s*\([^)]*\)", "", t).strip()
            t = re.sub(r"^(?:The|the) ", "", t)
            m = re.match(r"^(.*), ((?:Department|Bureau|Office|Agency|Administration|Commission) of)$", t)
            if m:
                t = m.group(2) + " " + m.group(1)
            if len(t.split()) < 2 or not is_name(t) or len(t.split()) > 9 or re.search(r"(?i)^(office of inspector|inspector general|office of the general|management|departmental|"
                                                                                        r"programs?|miscellaneous|wildland|legislative branch$|other )|,", t):
                continue
            if all(ctx.policy.is_word(w) for w in t.split()) and not re.search(r"(?i)agency|commission|department|board|office|bureau|administration|service|council|"
                                                                              r"corporation|institute|foundation|court|committee|center|corps|authority", t):
                continue
            rows.append({"id": "us-agency-" + slug(t), "name": t, "acronym": ac, "country": "US", "kind": "agency",
                         "ambiguous": t in ("Access Board", "Forest Service", "Postal Service", "Secret Service", "Coast Guard", "Military Construction")})
    for t in json.load(open(os.path.join(ctx.src, "corpora", "us_federal_agencies.json"), encoding="utf-8"))["agencies"]:
        t = re.sub(r"\s*\([^)]*\)", "", tidy(t))
        if len(t.split()) > 1 and is_name(t) and "," not in t and not t.endswith("Agencies"):
            rows.append({"id": "us-agency-" + slug(t), "name": t, "country": "US", "kind": "agency"})
    for r in read_tsv(os.path.join(ctx.src, "us-congress-committees.tsv")):
        t = tidy(r["name"])
        if r["kind"] in ("house", "senate", "joint") and is_name(t):
            short = re.sub(r"^(House|Senate) (?:Select |Permanent Select |Special )?Committee on (?:the )?(.*)$", r"\1 \2 Committee", t)
            rows.append({"id": "us-" + slug(t), "name": t, "aliases": [short] if short != t and len(short) < 60 else [], "country": "US", "kind": "committee"})
    rows = take(ctx, rows)
    rows.sort(key=lambda e: e["id"])
    write_table(os.path.join(ctx.out, "organizations"), "us-agencies",
                {"source": "US Treasury agency list; GSA domains (dariusk/corpora); unitedstates/congress-legislators", "licence": "public domain; CC0-1.0; CC0-1.0",
                 "type": "organization", "needs": "country"}, ["id", "name", "aliases", "acronym", "kind", "country", "ambiguous"], rows,
                tests={"match": ["the [Bureau of Indian Affairs] and the [Senate Judiciary Committee]"]})


# ---- bodies of the world ----

def build_bodies(ctx):
    rows = []
    for r in read_tsv(os.path.join(ctx.src, "iati-crs-channels.tsv")):
        t = tidy(r["name"])
        ac = re.findall(r"\(([A-Z][A-Za-z-]{2,7})\)", t)
        t = re.sub(r"\s*\([^)]*\)", "", t)
        t = re.split(r" - | – |, formerly", t)[0].strip(" ,")
        t = re.sub(r"^(?:The|the) ", "", t)
        if not r["category"] or len(t.split()) < 2 or not is_name(t) or r["status"] != "active" or len(t.split()) > 12:
            continue
        if re.search(r"(?i)\b(institutions?|organisations?|channels?|government|entities|country|countries|other|sector|companies|members|society)$|"
                     r"in (?:donor|recipient)|Third Country|Multilateral$|Public Sector|general", t) or int(r["code"]) < 20000:
            if not re.search(r"(?i)^(World|International|United|European|African|Asian|Inter)", t):
                continue
        rows.append({"id": "body-" + slug(t), "name": t, "acronym": [a for a in ac if a.upper() == a], "kind": "international",
                     "aliases": [t.replace("Organisation", "Organization")] if "Organisation" in t else []})
    rows = take(ctx, rows)
    rows.sort(key=lambda e: e["id"])
    write_table(os.path.join(ctx.out, "organizations"), "aid-bodies",
                {"source": "IATI CRS channel codes (OECD DAC)", "licence": "public domain", "type": "organization",
                 "note": "multilateral and non-governmental bodies of development aid"}, ["id", "name", "aliases", "acronym", "kind"], rows,
                tests={"match": ["the [Consumer Unity and Trust Society International]"]})


def newspaper_case(text):
    words = []
    for i, w in enumerate(text.split(" ")):
        parts = re.split(r"([-/'])", w)
        low = w.lower()
        if i and low in SMALL or (low in ("al", "ul", "wal", "ut") and i):
            words.append(low)
        elif re.match(r"^(?:I|II|III|IV|IRA|PKK|ETA|FARC|ELN|UK|US|USA|UN|MILF|PLO|LTTE|JEM|SLA|SPLA|SPLM|NDC|KLA|UCK)$", w):
            words.append(w)
        else:
            out = ""
            for j, p in enumerate(parts):
                if p.lower() in ("al", "ul", "e", "i", "el") and j + 1 < len(parts) and parts[j + 1] == "-":
                    out += p.lower() if (i or p.lower() == "al") else p.capitalize()
                elif j >= 2 and parts[j - 1] == "'" and len(p) <= 1:
                    out += p.lower()
                elif j >= 2 and p.lower() in ("e", "i", "ul", "al", "wal", "ut"):
                    out += p.lower()
                else:
                    out += p[:1].upper() + p[1:].lower()
            words.append(out)
    return " ".join(words)


GROUP_WORD = re.compile(r"(?i)army|front|movement|brigade|battalion|force|liberation|organi[sz]ation|party|group|militia|command|union|council|guard|jihad|ansar|"
                        r"jaish|jaysh|jund|harakat|hizb|lashkar|revolution|resistance|islam|democrat|people|national|ejercito|mujahid|faction|cartel|cell|legion|youth|nations|patriots|"
                        r"freemen|priests|liberators|commission|order|republican|terra|mara |marga|krantikari|qassam|qai")


def is_somebody(ctx, name):
    """PETRARCH has leaders among their groups."""
    words = name.split()
    return len(words) <= 4 and not GROUP_WORD.search(name) and (fold(words[0]) in ctx.first or words[0] in ("Abu", "Mullah", "Sheikh", "Emir", "Commander"))


def build_armed(ctx):
    rows = {}
    iso3 = {c["iso3"]: c["iso"] for c in ctx.countries.values() if c["iso3"]}

    def add(name, aliases, country, acronym=()):
        name = re.sub(r"^(?:The|the) ", "", tidy(name)).replace("–", "-")
        m = re.search(r"\(([A-Z][A-Z-]{2,6})\)", name)
        acronym = list(acronym) + ([m.group(1)] if m else [])
        name = re.sub(r"\s*\([^)]*\)", "", name).strip()
        words = name.split()
        if len(words) < 2 or not is_name(name) or len(words) > 8 or "/" in name or len(name) < 6 or words[-1].isdigit():
            return
        if re.search(r"^(?:\d+ )?(?:January|February|March|April|May|June|July|August|September|October|November|December)(?: \d+)?$", name):
            return  # `21 June` is nearly always the day
        if re.search(r"(?i)\b(rebels?|militants?|members?|soldiers?|fighters?|insurgents?|extremists?|gunmen|leader|commander|terrorists?|dissidents?|supporters?|guerrillas?|"
                     r"activists?|settlers?|youths?|mercenar\w+|individuals?|groups? of|separatists?|unknown|students?|militias|pirates?|tribesmen|anarchist|warlords?)$", name):
            return
        if all(ctx.policy.is_word(w) or w.lower() in SMALL for w in words) and not re.search(r"(?i)army|front|movement|brigade|force|liberation|organi[sz]ation|party|group|militia|command|union", name):
            return
        key = fold(name)
        e = rows.setdefault(key, {"id": "armed-" + slug(name), "name": name, "aliases": [], "acronym": [], "country": country})
        e["aliases"] += [a for a in aliases if 2 <= len(a.split()) <= 7 and is_name(a) and not re.search(r"\(|\d|/", a)]
        e["acronym"] += acronym
    folder = os.path.join(ctx.src, "corpora")
    for f in sorted(os.listdir(folder)):
        data = json.load(open(os.path.join(folder, f), encoding="utf-8"))
        if isinstance(data, list):
            for n in data:
                if n and "blenfaisance" not in n.lower():
                    add(n, [], "")
    for r in read_tsv(os.path.join(ctx.src, "petrarch-MilNonState.tsv")):
        code = re.match(r"^([A-Z]{3})", r["codes"])
        if not re.search(r"REB|SEP|UAF|IMG|INS", r["codes"]):
            continue
        n = newspaper_case(r["name"])
        if is_somebody(ctx, n):
            continue
        n = re.sub(r"\(([A-Za-z-]{2,7})\)", lambda m: "(" + m.group(1).upper() + ")", n)
        aliases = [newspaper_case(re.sub(r"\s*\([^)]*\)", "", a)) for a in r["aliases"].split("|") if "+" not in a]
        add(n, [a for a in aliases if a and not is_somebody(ctx, a)], iso3.get(code.group(1), "") if code else "")
    out = take(ctx, [rows[k] for k in sorted(rows)])
    for e in out:
        e["acronym"] = [a for a in dict.fromkeys(e["acronym"]) if len(a) >= 3]
    out.sort(key=lambda e: e["id"])
    write_table(os.path.join(ctx.out, "organizations"), "armed-groups-more",
                {"source": "PETRARCH actor dictionaries; lists of designated groups of dariusk/corpora", "licence": "MIT; CC0-1.0", "type": "organization",
                 "kind": "armed-group"}, ["id", "name", "aliases", "acronym", "country"], out,
                tests={"match": ["the [Continuity Irish Republican Army]"]})


# ---- universities, institutes, hospitals ----

def build_ror(ctx):
    default, pack = [], []
    english = re.compile(r"(?i)\b(university|institute|college|school|centre|center|hospital|laborator(?:y|ies)|academy|foundation|museum|library|council|agency|society|"
                         r"association|observatory|ministry|department|commission|authority|service|trust|clinic|organi[sz]ation|federation|union|network|"
                         r"program(?:me)?|bank|board|bureau|office|survey|committee)\b")
    for r in read_tsv(os.path.join(ctx.src, "ror-organizations.tsv")):
        if r["status"] != "active":
            continue
        full = tidy(r["name"])
        name = re.sub(r"\s*\([^)]*\)$", "", full).strip()
        if re.match(r"^(?:The|the) ", name):
            name = name[4:]
        if not is_name(name) or len(name.split()) < 2 or len(name.split()) > 9 or "," in name or re.search(r"\d", name):
            continue
        qid = r["wikidata"] if re.match(r"^Q\d+$", r["wikidata"]) else ""
        aliases = []
        for a in r["aliases"].split("|"):
            a = tidy(re.sub(r"\s*\([^)]*\)$", "", a))
            if a and is_name(a) and 2 <= len(a.split()) <= 8 and english.search(a) and "," not in a and not re.search(r"\d", a) and \
                    not is_alike(ctx, a):
                aliases.append(re.sub(r"^The ", "", a))
        if not english.search(name) and aliases:
            aliases, name = [name] + aliases[1:], aliases[0]
        acronyms = [a for a in re.split(r"\|", r["acronyms"]) if re.match(r"^[A-Z]{4,7}$", a) and not ctx.policy.organization(a) and fold(a) not in ctx.first and
                    not ctx.register.owner(a, "place")]
        types = r["types"]
        kind = ("university" if re.search(r"(?i)universit|college|school", name) else "hospital" if "healthcare" in types else "agency" if "government" in types
                else "institute" if "facility" in types or "education" in types else "company" if "company" in types else "organization")
        e = {"id": qid or "ror-" + r["id"].rsplit("/", 1)[-1], "name": name, "aliases": aliases[:4], "acronym": acronyms, "kind": kind, "country": r["country"],
             "needs": "country" if r["country"] and is_alike(ctx, name) else ""}
        old = (r["established"] or "9999") <= "2005"
        head = re.search(r"(?i)universit|college|institute|academy|hospital|museum|foundation|council|agency|society|association|ministry|laboratory|observatory|"
                         r"school of|cent(?:er|re) for|department of|commission|organi[sz]ation", name)
        large = qid and head and english.search(name) and (
            "education" in types and re.search(r"(?i)university|institute of technology|school of|academy of", name) or
            "government" in types or ("healthcare" in types and re.search(r"(?i)hospital|clinic", name)) or
            "nonprofit" in types and old or "facility" in types and re.search(r"(?i)national|institute|max planck|observatory|laboratory", name) and old)
        if re.match(r"(?i)^(?:national|state|city|general|central|regional|district|community|memorial|children's|university|department|ministry|institute|"
                    r"federal|medical|military|provincial|county)(?: (?:general|central|health|medical|state|national|regional|children's|teaching|and|of|for))* "
                    r"(?:hospital|museum|university|institute|academy|agency|library|laboratory|council|society|association|foundation|commission|health|education|agriculture|"
                    r"defence|defense|justice|finance|culture|labour|transport|environment|energy|research)$", name):
            large = False  # a name that every country has
        if "company" in types:
            large = False
        (default if large else pack).append(e)
    order = lambda e: (fold(e["name"]), e["id"])
    default = take(ctx, sorted(default, key=lambda e: (e["id"][0] != "Q",) + order(e)))
    for e in default:
        e["acronym"] = [a for a in e["acronym"]]
    columns = ["id", "name", "aliases", "acronym", "kind", "country", "needs"]
    head = {"source": "Research Organization Registry (ROR)", "licence": "CC0-1.0", "type": "organization", "case": "exact"}
    write_table(os.path.join(ctx.out, "organizations"), "universities", dict(head, note="universities, institutes, hospitals, agencies that have a Wikidata id"),
                columns, sorted(default, key=order), tests={"match": ["a professor at the [University of Macerata] said"]})
    pack = take(ctx, sorted(pack, key=order))
    for e in pack:
        e["acronym"] = []
    write_table(os.path.join(ctx.out, "packs", "research-organizations", "gazetteers"), "research-organizations", head, columns, sorted(pack, key=order))


# ---- sport and the press ----

def build_clubs(ctx):
    rows = []
    folder = os.path.join(ctx.src, "corpora")

    def teams(file, key):
        return json.load(open(os.path.join(folder, file), encoding="utf-8"))[key]
    for league, file, key in (("NBA", "nba_teams.json", "nba_teams"), ("NFL", "nfl_teams.json", "nfl_teams"), ("NHL", "nhl_teams.json", "nhl_teams"),
                              ("MLB", "mlb_teams.json", "mlb_teams")):
        for t in teams(file, key):
            name = tidy(t["name"])
            name = {"Oakland Raiders": "Las Vegas Raiders", "San Diego Chargers": "Los Angeles Chargers", "Washington Redskins": "Washington Commanders",
                    "Washington Football Team": "Washington Commanders", "Cleveland Indians": "Cleveland Guardians", "Arizona Coyotes": "Utah Mammoth",
                    "St Louis Blues": "St. Louis Blues"}.get(name, name)
            short = name.split()[-1]
            two = " ".join(name.split()[-2:])
            short = two if two in ("Red Sox", "White Sox", "Blue Jays", "Trail Blazers", "Maple Leafs", "Red Wings", "Blue Jackets", "Golden Knights") else short
            weak = ctx.policy.is_word(short) or short.endswith("s") and ctx.policy.is_word(short[:-1]) or ctx.policy.is_word(short.lower())
            alias = {"text": short, "ambiguous": True, "case": "exact"} if weak else {"text": short, "case": "exact"}
            if short in ("Magic", "Heat", "Jazz", "Wild", "Thunder", "Stars", "Giants", "Kings", "Jets", "Senators", "Nationals", "Rangers", "Angels", "Panthers", "Lightning",
                         "Avalanche", "Flames", "Mammoth", "Commanders", "Guardians", "Reds", "Sharks", "Lions", "Bears", "Bulls", "Hawks", "Suns", "Rockets", "Saints",
                         "Cardinals", "Twins", "Tigers", "Brothers", "Pirates", "Padres", "Rays", "Ducks", "Penguins", "Predators", "Devils", "Blues", "Capitals", "Islanders",
                         "Texans", "Browns", "Bills", "Eagles", "Falcons", "Vikings", "Broncos", "Rams", "Chiefs", "Titans", "Colts", "Bengals", "Ravens", "Dolphins", "Jaguars",
                         "Seahawks", "Packers", "Raiders", "Chargers", "Wizards", "Hornets", "Pelicans", "Spurs", "Clippers", "Nets", "Pistons", "Pacers", "Bucks", "Grizzlies",
                         "Nuggets", "Warriors", "Athletics", "Royals", "Brewers", "Cubs", "Marlins", "Rockies", "Braves", "Mariners", "Indians", "Royals", "Patriots", "Canadiens"):
                alias = {"text": short, "needs": "full-name", "case": "exact"} if short not in (
                    "Seahawks", "Packers", "Canadiens", "Grizzlies", "Pelicans", "Clippers", "Bengals", "Jaguars", "Texans", "Brewers", "Cubs") else {"text": short, "case": "exact"}
            rows.append({"id": "team-%s-%s" % (league.lower(), slug(name)), "name": name, "aliases": [alias], "country": "CA" if re.match(
                r"Toronto|Vancouver|Calgary|Edmonton|Ottawa|Winnipeg|Montreal", name) else "US", "kind": "club"})
    us = take(ctx, rows)
    us.sort(key=lambda e: e["id"])
    write_yaml(os.path.join(ctx.out, "organizations", "us-teams.yaml"),
               {"source": "dariusk/corpora; newstag editors", "licence": "CC0-1.0", "type": "organization"}, us,
               tests={"match": ["the [Los Angeles Lakers] beat the [Boston Celtics]", "The [Lakers] lost."], "no": ["in the heat of the magic hour"]})
    rows = []
    codes = {"us": "US", "eng": "GB", "sco": "GB", "wal": "GB", "nir": "GB", "kos": "XK"}
    for r in read_tsv(os.path.join(ctx.src, "football-clubs.tsv")):
        code = os.path.basename(r["file"]).split(".")[0]
        country = codes.get(code, code.upper())
        name = tidy(r["name"])
        clean = lambda t: re.sub(r"\s*\([^)]*\)|\s*\[[^\]]*\]", "", tidy(t)).strip()
        aliases = [clean(a) for a in r["aliases"].split("|") if a.strip() and "[" not in a]
        name = clean(name)
        cities = {fold(p) for p in re.split(r"[›,]", r["place"])} | {fold(r["place"])}

        def good(a):
            if not is_name(a) or len(a) < 3 or fold(a) in cities or ctx.register.owner(a, "place") or re.match(r"^[A-Z]{2,3}\d*$", a) or re.search(r"\d\d|\.\w", a):
                return False
            if " " not in a:
                return not ctx.policy.organization(a) and len(a) > 4 and not (a.upper() == a and len(a) < 5)
            return not all(ctx.policy.is_word(w) for w in a.split())
        names = [n for n in dict.fromkeys([name] + aliases) if good(n)]
        if not names:
            continue
        rows.append({"id": "fc-%s-%s" % (code, slug(name)), "name": names[0], "aliases": names[1:], "country": country})
    rows = take(ctx, rows)
    rows.sort(key=lambda e: e["id"])
    ids = set()
    rows = [e for e in rows if not (e["id"] in ids or ids.add(e["id"]))]
    write_table(os.path.join(ctx.out, "organizations"), "football-clubs",
                {"source": "openfootball/clubs", "licence": "CC0-1.0", "type": "organization", "kind": "club", "case": "exact",
                 "note": "A club called by its town alone is found by rules, not here."},
                ["id", "name", "aliases", "country"], rows,
                tests={"match": ["[Wacker Innsbruck] lost to [Cultural Leonesa]."], "no": ["a flight to Madrid"]})


def build_press(ctx):
    rows = []
    for n in json.load(open(os.path.join(ctx.src, "corpora", "newspapers.json"), encoding="utf-8"))["newspapers"]:
        n = tidy(n)
        name = re.sub(r"^The ", "", n)
        if not is_name(name) or len(name.split()) < 2 or name in ("Daily News", "Star Tribune", "Daily Herald", "Daily Star", "Daily Press", "Press Democrat", "Daily Record"):
            continue
        if all(ctx.policy.is_word(w) for w in name.split()):
            continue
        rows.append({"id": "paper-" + slug(name), "name": name})
    rows = take(ctx, rows)
    rows.sort(key=lambda e: e["id"])
    write_table(os.path.join(ctx.out, "organizations"), "newspapers",
                {"source": "dariusk/corpora", "licence": "CC0-1.0", "type": "organization", "kind": "media", "case": "exact"}, ["id", "name"], rows)


def build(ctx):
    build_us(ctx)
    build_parties(ctx)
    build_armed(ctx)
    build_bodies(ctx)
    build_clubs(ctx)
    build_press(ctx)
    build_companies(ctx)
    build_ror(ctx)
