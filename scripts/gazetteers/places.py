"""Cities, provinces and natural features."""
import collections
import os
import re

from .common import (alias_text, by_compass, drop_twins, fold, is_name, plain, read_tsv, slug, tidy, unique_aliases, write_table,
                     write_tsv, write_yaml)

LEAST = 15000          # people a town of the default list has at least
AMBIGUOUS_BELOW = 500000  # a town that shares its name with people or common words counts alone only above this

LOCAL = ("AU", "CA", "GB", "IE", "NZ")  # small towns of these are in the default lists
WORDS_AS_TOWNS = set("""blacksmiths bluff botany boulder bugle bungalow cliffe cults healing hillside kents knowle locking mardi mascot panorama pioneer plains
hemsworth orwell prosperous riverside saline semaphore sharpness skatepark stonewall waterways""".split())

US_STATES = {  # name: ISO code, newspaper abbreviations (as written), Wikidata
    "Alabama": ("AL", ["Ala."], "Q173"), "Alaska": ("AK", [], "Q797"), "Arizona": ("AZ", ["Ariz."], "Q816"),
    "Arkansas": ("AR", ["Ark."], "Q1612"), "California": ("CA", ["Calif."], "Q99"), "Colorado": ("CO", ["Colo."], "Q1261"),
    "Connecticut": ("CT", ["Conn."], "Q779"), "Delaware": ("DE", ["Del."], "Q1393"), "Florida": ("FL", ["Fla."], "Q812"),
    "Georgia": ("GA", ["Ga."], "Q1428"), "Hawaii": ("HI", ["Hawai'i"], "Q782"), "Idaho": ("ID", [], "Q1221"),
    "Illinois": ("IL", ["Ill."], "Q1204"), "Indiana": ("IN", ["Ind."], "Q1415"), "Iowa": ("IA", [], "Q1546"),
    "Kansas": ("KS", ["Kan.", "Kans."], "Q1558"), "Kentucky": ("KY", ["Ky."], "Q1603"), "Louisiana": ("LA", ["La."], "Q1588"),
    "Maine": ("ME", [], "Q724"), "Maryland": ("MD", ["Md."], "Q1391"), "Massachusetts": ("MA", ["Mass."], "Q771"),
    "Michigan": ("MI", ["Mich."], "Q1166"), "Minnesota": ("MN", ["Minn."], "Q1527"), "Mississippi": ("MS", ["Miss."], "Q1494"),
    "Missouri": ("MO", ["Mo."], "Q1581"), "Montana": ("MT", ["Mont."], "Q1212"), "Nebraska": ("NE", ["Neb.", "Nebr."], "Q1553"),
    "Nevada": ("NV", ["Nev."], "Q1227"), "New Hampshire": ("NH", ["N.H."], "Q759"), "New Jersey": ("NJ", ["N.J."], "Q1408"),
    "New Mexico": ("NM", ["N.M."], "Q1522"), "New York": ("NY", ["N.Y.", "New York State", "New York state"], "Q1384"),
    "North Carolina": ("NC", ["N.C."], "Q1454"), "North Dakota": ("ND", ["N.D."], "Q1207"), "Ohio": ("OH", [], "Q1397"),
    "Oklahoma": ("OK", ["Okla."], "Q1649"), "Oregon": ("OR", ["Ore."], "Q824"), "Pennsylvania": ("PA", ["Pa.", "Penn."], "Q1400"),
    "Rhode Island": ("RI", ["R.I."], "Q1387"), "South Carolina": ("SC", ["S.C."], "Q1456"), "South Dakota": ("SD", ["S.D."], "Q1211"),
    "Tennessee": ("TN", ["Tenn."], "Q1509"), "Texas": ("TX", ["Tex."], "Q1439"), "Utah": ("UT", [], "Q829"),
    "Vermont": ("VT", ["Vt."], "Q16551"), "Virginia": ("VA", ["Va."], "Q1370"),
    "Washington": ("WA", ["Wash.", "Washington State", "Washington state"], "Q1223"), "West Virginia": ("WV", ["W.Va.", "W. Va."], "Q1371"),
    "Wisconsin": ("WI", ["Wis.", "Wisc."], "Q1537"), "Wyoming": ("WY", ["Wyo."], "Q1214"),
}
STATE_BY_CODE = {v[0]: k for k, v in US_STATES.items()}
STATE_BY_CODE["DC"] = "District of Columbia"
STATE_POPULATION = {"Georgia": 11000000, "Washington": 7800000, "New York": 19500000}
# Abbreviations that are ordinary words or names without the stop are left to rules: "La.", "Miss.", "Mass." and "Ill."
AMBIGUOUS_ABBREVIATIONS = {"La.", "Miss.", "Ill.", "Mass.", "Pa.", "Ind.", "Del.", "Mo.", "Wash.", "Me.", "S.D.", "N.D.", "Tex.", "Ore.", "Ga.",
                           "Va.", "Md.", "Ark.", "Penn.", "Mont."}
OTHER_STATES = {  # ISO 3166-2: what newspapers add
    "ca-on": ["Ont."], "ca-qc": ["Que.", "Québec"], "ca-bc": ["B.C."], "ca-ab": ["Alta."], "ca-sk": ["Sask."], "ca-mb": ["Man.=0"],
    "ca-ns": ["N.S.=0"], "ca-nl": ["Newfoundland", "Labrador=0"], "au-nsw": ["NSW"], "cn-xj": ["Xinjiang", "Xinjiang Uygur Autonomous Region"],
    "cn-xz": ["Tibet", "Tibet Autonomous Region", "Xizang"], "cn-nm": ["Inner Mongolia"], "cn-gx": ["Guangxi"], "cn-nx": ["Ningxia"],
    "in-jk": ["Jammu and Kashmir"], "de-by": ["Bavaria"], "de-sn": ["Saxony"], "ua-43": ["Crimea"], "ua-14": ["Donetsk"], "ua-09": ["Luhansk"],
}
# Places of fewer than LEAST people, or of an unknown number, that newspapers everywhere name: resorts, shrines, battlefields.
FAMOUS = set("""2661039 2657928 2658813 2660461 3027301 3023065 2976742 3021668 2971074 2989467 2774347 2775183 3177952 3180630 3170092 3170051
2524459 3183130 2522975 3183121 3177872 2729907 2643791 2650769 2657821 2648559 2647694 3190159 708251 706757 1866453 2346076 2338229 2345172
970480 3532511 2208290 2166584 2151932 11611630 11611609 1951567 1699076 1703320 2036662 449504 122491 257056 256632 253643 263219 252920 256757
349340 362041 358245 350350 294247 1818379 2850536 2950881 3064268 2455290 805755 6690877""".split())
TOGETHER = {"gbeaw", "gbgbn", "gbukm"}  # several divisions under one code: England and Wales
# City names of newspapers where the sources have others, or more.
CITY_ALIASES = {
    "Q60": ["New York City", "NYC=upper", "Big Apple"], "Q61": ["Washington, D.C.", "Washington D.C.", "Washington, DC", "Washington DC",
            "D.C."], "Q65": ["LA=exact", "L.A.=exact"], "Q1899": ["Kiev", "Kyiv"], "Q956": ["Peking", "Beijing"], "Q1156": ["Bombay"],
    "Q1352": ["Madras"], "Q1348": ["Calcutta"], "Q37100": [], "Q8678": ["Rio"], "Q1726": ["Munich", "München"], "Q406": ["Istanbul"],
    "Q37776": ["Odesa", "Odessa"], "Q1874": ["Odesa", "Odessa"], "Q42308": ["Kharkov"], "Q36036": ["Lvov"], "Q1490": [], "Q1530": [],
    "Q1854": ["Ho Chi Minh City", "Saigon"], "Q37995": ["Rangoon"], "Q1520": ["Astana", "Nur-Sultan"], "Q85": ["Cairo"], "Q656": ["St. Petersburg",
            "St Petersburg", "Saint Petersburg", "Leningrad", "Petrograd"], "Q1297": ["Windy City=0"], "Q8684": [], "Q64": [], "Q1439": [],
    "Q3640": ["Ankara"], "Q2868": [], "Q1218": [], "Q47492": ["Gaza City"], "Q16869": ["Constantinople=0"], "Q16572": ["Guangzhou", "Canton=0"],
    "Q5465": ["Cape Town", "Capetown"], "Q1581": [], "Q16": [], "Q36": [], "Q62": ["San Francisco"], "Q100": [], "Q90": [], "Q16552": [],
}
QID_FIX = {"524901": "Q649", "703448": "Q1899", "360630": "Q85", "281184": "Q1218", "5128581": "Q60", "4140963": "Q61", "2643743": "Q84"}
NAME_FIX = {  # geonameid: the newspaper's name
    "5128581": "New York", "4140963": "Washington", "703448": "Kyiv", "1566083": "Ho Chi Minh City", "498817": "St. Petersburg",
    "1275339": "Mumbai", "1264527": "Chennai", "1275004": "Kolkata", "1277333": "Bengaluru", "698740": "Odesa", "2950159": "Berlin",
    "3448439": "São Paulo", "281133": "Gaza City", "281184": "Jerusalem", "99072": "Mosul", "170654": "Damascus", "170063": "Aleppo",
    "1138958": "Kabul", "1138336": "Kandahar", "616052": "Yerevan", "587084": "Baku", "2618425": "Copenhagen", "756135": "Warsaw",
    "792680": "Belgrade", "3128760": "Barcelona", "2867714": "Munich", "2886242": "Cologne", "6173331": "Vancouver",
    "1735161": "Kuala Lumpur", "5392171": "San Jose", "1701668": "Manila", "4930956": "Boston", "2988507": "Paris",
    "687700": "Zaporizhzhia", "285787": "Kuwait City", "3598132": "Guatemala City", "1282027": "Malé", "266826": "Tripoli",
    "400666": "Rhodes", "170905": "Daraa", "98463": "Sulaymaniyah", "79415": "Hodeidah", "170794": "Deir ez-Zor", "700569": "Mykolaiv", "173811": "Hasakah",
    "281129": "Jabalia", "789225": "Mitrovica", "281141": "Deir al-Balah", "96205": "Halabja", "281145": "Beit Lahia", "163808": "Palmyra",
    "172256": "Kobani", "281146": "Beit Hanoun", "713122": "Avdiivka", "283506": "Jenin", "710229": "Debaltseve", "293825": "Kiryat Shmona",
    "99454": "Fallujah", "3688689": "Bogotá", "1133616": "Mazar-i-Sharif",
}
CITY_MORE = {"1277333": ["Bangalore"], "1275339": ["Bombay"], "1264527": ["Madras"], "1275004": ["Calcutta"], "703448": ["Kiev", "Kyïv"],
             "498817": ["Saint Petersburg", "St Petersburg", "Leningrad"], "698740": ["Odessa"], "1566083": ["Saigon"], "5128581": ["New York City"],
             "4140963": ["Washington, D.C.", "Washington D.C.", "Washington, DC", "Washington DC", "D.C."], "1816670": ["Peking"],
             "1809858": [], "706483": ["Kharkov"], "702550": ["Lvov"], "1298824": ["Rangoon"], "1526273": ["Nur-Sultan"], "281133": ["Gaza"],
             "3451190": ["Rio"], "1609350": ["Krung Thep"], "2761369": ["Wien"], "3067696": ["Praha"], "3169070": ["Roma=0"],
             "4671654": [], "4684888": [], "4407066": ["St Louis", "Saint Louis"], "5037649": ["St. Paul", "St Paul"], "745044": ["Constantinople=0"],
             "709717": ["Donetsk"], "702658": ["Lugansk"], "687700": ["Zaporizhia", "Zaporozhye", "Zaporizhzhya"], "706448": ["Kherson"],
             "709930": ["Dnipro", "Dnepropetrovsk", "Dnipropetrovsk"], "107968": [], "104515": ["Makkah"], "109223": ["Madinah"],
             "1880252": [], "2800866": ["Bruxelles"], "2643743": [], "1668341": [], "250441": [], "616052": ["Erevan"],
             "1205733": ["Chattogram"], "1185186": ["Cumilla"], "1336137": ["Barishal"], "1336140": ["Jashore"], "1337233": ["Bogura"],
             "1278994": ["Prayagraj"], "1270642": ["Gurugram"], "1262321": ["Mysuru"], "1263780": ["Mangaluru"], "1799962": ["Nanking"],
             "1814906": ["Chungking"], "1792947": ["Tientsin"], "1797929": ["Tsingtao"], "1526384": ["Alma-Ata"], "1486209": ["Ekaterinburg"],
             "472757": ["Stalingrad"], "611717": ["Tiflis"], "713174": ["Artemivsk"], "700569": ["Nikolaev"], "98463": ["Sulaimaniya"],
             "99454": ["Falluja"], "94824": ["Kerbala"], "170794": ["Deir al-Zour", "Deir Ezzor", "Deir al-Zor"], "170905": ["Deraa"],
             "79415": ["Hudaydah", "Hodeida"], "105343": ["Jidda"], "281124": ["Khan Younis", "Khan Yunis"], "964137": ["Tshwane"],
             "1007311": ["eThekwini"], "964420": ["Gqeberha"], "1018725": ["Mangaung"], "331180": ["Mekelle"], "6611854": ["Naypyitaw"],
             "1283240": ["Katmandu"], "1133616": ["Mazar-e-Sharif"], "3104324": ["Saragossa"], "2735943": ["Oporto"],
             "734077": ["Salonica", "Salonika"], "349340": ["Sharm el Sheikh", "Sharm El-Sheikh"], "3089658": ["Auschwitz"],
             "281129": ["Jabaliya"], "281145": ["Beit Lahiya"], "172256": ["Kobane"], "713122": ["Avdeevka"],
             "1703417": ["Makati"], "1694008": ["Puerto Princesa"], "2747373": ["the Hague", "Den Haag"]}


def far(a, b):
    return abs(float(a["lat"]) - float(b["lat"])) > 0.5 or abs(float(a["lon"]) - float(b["lon"])) > 0.7


def its_namesake(row, named):
    """Some two dozen cities of Natural Earth have the GeoNames id of a namesake far away: Prague that of Prague, Oklahoma."""
    names = [row["name"]] + row["aliases"].split("|")
    return next((t for n in names for t in named[row["iso2"], fold(tidy(n))] if not far(t, row)), None)


def load_towns(src):
    """The towns of GeoNames with what Natural Earth adds: its Wikidata id, its other names, the province's name."""
    towns = read_tsv(os.path.join(src, "geonames-cities-1000.tsv"))
    known = read_tsv(os.path.join(src, "natural-earth-populated-places.tsv"))
    by_id = {r["geonameid"]: r for r in towns}
    votes = collections.defaultdict(collections.Counter)
    earth, named = {}, collections.defaultdict(list)
    for t in towns:
        named[t["country"], fold(t["name"])].append(t)
    for r in known:
        t = by_id.get(r["geonameid"])
        if t and far(t, r):
            t = its_namesake(r, named)
        if t:
            earth.setdefault(t["geonameid"], r)
            if r["admin1"]:
                votes[t["country"], t["admin"]][tidy(r["admin1"])] += 1
    admin = {}
    for key in votes:
        best, n = max(votes[key].items(), key=lambda kv: (kv[1], kv[0]))
        if is_name(best) and 2 * n > sum(votes[key].values()): # Natural Earth's may be finer: the counties of England
            admin[key] = best
    admin.update({("GB", "ENG"): "England", ("GB", "SCT"): "Scotland", ("GB", "WLS"): "Wales", ("GB", "NIR"): "Northern Ireland"})
    out, seen = [], set()
    for t in towns:
        if t["feature"] in ("PPLQ", "PPLW", "PPLH", "PPLCH", "STLMT"):
            continue
        n = earth.get(t["geonameid"])
        name = tidy(NAME_FIX.get(t["geonameid"], t["name"]))
        population = int(t["population"] or 0)
        if n:  # the English name, Geneva for Genève; and the population of the whole city
            english = tidy(n["name"])
            if t["geonameid"] not in NAME_FIX and is_name(english) and len(english) >= 3 and not re.search(r"[\d,?()]|Ft\. |\.$", english):
                name = english
            population = max(population, int(float(n["population"] or 0)))
        country = t["country"]
        if re.match("^[A-Z]{2}$", t["altname"]) and not re.match("^[A-Z]{2}$", country):
            country = t["altname"]
        province = admin.get((country, t["admin"]), "")
        if country == "US":
            province = STATE_BY_CODE.get(t["admin"], "")
        aliases = list(CITY_MORE.get(t["geonameid"], []))
        if name != tidy(t["name"]) and is_name(tidy(t["name"])):
            aliases.append(tidy(t["name"]))
        qid = ""
        if n:
            qid = n["qid"] if re.match(r"^Q\d+$", n["qid"]) else ""
            for a in [n["name"]] + n["aliases"].split("|"):
                a = tidy(a)
                if len(a) >= 4 and not re.search(r"[\d,?()]|Ft\. |\.$", a) and is_name(a) and plain(a) != plain(name):
                    aliases.append(a)
        aliases = unique_aliases(name, [a for a in aliases if not a.endswith("=0")])
        seen.add(t["geonameid"])
        out.append({"geonameid": t["geonameid"], "qid": QID_FIX.get(t["geonameid"], qid), "name": name, "aliases": aliases, "country": country,
                    "admin": province, "feature": t["feature"], "population": population,
                    "lat": float(t["lat"]), "lon": float(t["lon"]), "earth": bool(n),
                    "capital": t["feature"] == "PPLC"})
    for r in known:
        if r["geonameid"] in seen or r["class"] in ("Scientific station", "Meteorological Station") or not is_name(tidy(r["name"])):
            continue
        if re.search(r"[\d?(]", r["name"]) or not re.match(r"^[A-Z]{2}$", r["iso2"]) or float(r["population"] or 0) < 1000:
            continue
        close = [o for o in () if o]
        gid = r["geonameid"] if re.match(r"^[1-9]\d*$", r["geonameid"]) else ""
        qid = r["qid"] if re.match(r"^Q\d+$", r["qid"]) else ""
        if not gid and not qid:
            continue
        out.append({"geonameid": gid, "qid": qid, "name": tidy(r["name"]), "country": r["iso2"], "feature": "PPL",
                    "aliases": unique_aliases(tidy(r["name"]), [tidy(a) for a in r["aliases"].split("|")
                                                                if len(a) >= 4 and not re.search(r"[\d,?().]", a)]),
                    "admin": tidy(r["admin1"]), "population": int(float(r["population"] or 0)), "lat": float(r["lat"]),
                    "lon": float(r["lon"]), "earth": True, "capital": r["class"] == "Admin-0 capital"})
    # One town under two ids: the same name within a tenth of a degree.
    out.sort(key=lambda t: (-t["population"], not t["qid"], t["name"], t["geonameid"]))
    kept, near = [], collections.defaultdict(list)
    for t in out:
        key = (fold(t["name"]), t["country"])
        if any(abs(o["lat"] - t["lat"]) < 0.12 and abs(o["lon"] - t["lon"]) < 0.12 for o in near[key]):
            continue
        near[key].append(t)
        kept.append(t)
    # A Wikidata id that two towns claim belongs to the larger.
    ids = set()
    for t in kept:
        if t["qid"] in ids:
            t["qid"] = ""
        elif t["qid"]:
            ids.add(t["qid"])
    return kept


def capital_places(countries, towns):
    best = {}
    for t in towns:
        iso = t["country"]
        c = countries.get(iso)
        if not c:
            continue
        names = {fold(t["name"])} | {fold(a) for a in t["aliases"]}
        match = fold(c["capital"]) in names
        if (match or t["capital"]) and (iso not in best or (match and not best[iso][0])):
            best[iso] = (match, round(t["lat"], 4), round(t["lon"], 4), t)
    return best


def kind_of(t):
    if t["capital"]:
        return "capital"
    if t["population"] >= 50000 or t["feature"] == "PPLA":
        return "city"
    return "town"


def build_cities(ctx):
    default, small = [], []
    for t in ctx.towns:
        e = {"id": t["qid"] or "gn-" + t["geonameid"], "name": t["name"], "aliases": t["aliases"], "kind": kind_of(t),
             "country": t["country"], "admin": t["admin"], "lat": round(t["lat"], 4), "lon": round(t["lon"], 4),
             "population": t["population"]}
        if e["id"] in ctx.register.ids or not is_name(e["name"]):
            if not (t["qid"] and t["geonameid"]) or "gn-" + t["geonameid"] in ctx.register.ids:
                continue
            e["id"] = "gn-" + t["geonameid"]
        section = t["feature"] == "PPLX" and not t["earth"]
        big = (t["population"] >= (100000 if section else LEAST) or t["earth"] or t["capital"] or t["geonameid"] in FAMOUS
               or (t["feature"] == "PPLA" and t["population"] >= 1000) or (t["feature"] == "PPLA2" and t["country"] == "JP"))
        # A name that is the country's own (Singapore, Monaco) belongs to the country.
        country = ctx.countries.get(t["country"], {}).get("id")
        if ctx.register.owner(e["name"], "place") == country:
            continue
        e["ambiguous"] = ctx.policy.place(e["name"], t["population"], t["capital"])
        if len(e["name"]) <= 3 and not t["capital"]:
            e["case"] = "exact"  # UN, IVA and DAX are something else
        # An alias that is a common word or a person's name goes; the row has but one manner.
        e["aliases"] = [a for a in e["aliases"] if (e["ambiguous"] or not ctx.policy.place(a, t["population"], False))
                        and ctx.register.owner(alias_text(a), "place") != country]
        (default if big else small).append(e)
    order = lambda e: (fold(e["name"]), -e["population"], e["id"])
    default.sort(key=order)
    for e in default:
        ctx.register.take(e, "place")
    columns = ["id", "name", "aliases", "kind", "country", "admin", "lat", "lon", "population", "case", "ambiguous"]
    head = {"source": "GeoNames (cities1000), Natural Earth populated places",
            "licence": "CC BY 4.0 (GeoNames, https://www.geonames.org); public domain (Natural Earth)",
            "note": "Towns of 15,000 people and more, seats of provinces, the famous, and all that Natural Earth has", "type": "place"}
    write_table(os.path.join(ctx.out, "places"), "cities", head, columns, default, tests={
        "match": ["A shell hit [Kharkiv] and [Medellín].", "He lives in [Birmingham].", "[NEW YORK] (AP)"],
        "no": ["He sat in the bath, reading a nice book."]})
    small = [e for e in small if e["id"] not in ctx.register.ids and e["name"] not in ("North", "South", "East", "West", "Central")]
    small.sort(key=order)
    # Measured: as ambiguous names small towns of the US are worth a point of F1 on local news and cost the others nothing, those of all
    # countries cost world news a third of a point. Of the other countries of English local papers a name of one word that is in no list of
    # words or of people's names is safe.
    for e in small:
        key = fold(e["name"])
        e["ambiguous"] = (e["ambiguous"] or e["country"] not in LOCAL or " " in e["name"] or len(e["name"]) < 5 or key in ctx.first
                          or key in ctx.last or key in WORDS_AS_TOWNS
                          or any(ctx.register.owner(e["name"], kind) for kind in ("person", "organization", "group")))
    local = [e for e in small if e["country"] in LOCAL]
    head["note"] = "Towns of the United States of 1,000 to 15,000 people. Their names count only beside other evidence."
    write_table(os.path.join(ctx.out, "places"), "us-towns", head, columns, [e for e in small if e["country"] == "US"], tests={
        "match": ["He lives in [Chiefland], Florida."], "no": ["The Orient was far."]})
    head["note"] = "Towns of Britain, Ireland, Canada, Australia and New Zealand of 1,000 to 15,000 people, by names that mean nothing else"
    write_table(os.path.join(ctx.out, "places"), "local-towns", head, columns, [e for e in local if not e["ambiguous"]], tests={
        "match": ["A shop in [Minchinhampton] and one in [Coleambally] closed."], "no": ["The bay was wide."]})
    head["note"] = "Towns of Britain, Ireland, Canada, Australia and New Zealand of 1,000 to 15,000 people whose names count only beside other evidence"
    write_table(os.path.join(ctx.out, "places"), "local-towns-weak", head, columns, [e for e in local if e["ambiguous"]], tests={
        "match": ["Police in [Chipping Norton] arrested two men."], "no": ["A boulder fell."]})
    head["note"] = "Towns elsewhere of 1,000 to 15,000 people, for local news. Their names count only beside other evidence."
    write_table(os.path.join(ctx.out, "packs", "towns", "gazetteers"), "towns", head, columns, [e for e in small if e["country"] not in LOCAL + ("US",)])


def read_beside(name):
    """The rows of a table beside this file, without its head."""
    lines = open(os.path.join(os.path.dirname(os.path.abspath(__file__)), name), encoding="utf-8").read().split("\n")
    return [line.split("\t") for line in lines if line and not line.startswith("#")][1:]


def load_centres():
    """The middle of each country, by its two letters."""
    return {iso: (float(lat), float(lon)) for iso, lat, lon in read_beside("centres.tsv")}


def build_counties(ctx):
    """Counties of the United States, Madison County of nineteen states; by their bare names only beside the word: Clarke and Madison
    counties. They keep no name from others: Ross County is a club in Scotland, too."""
    entries = []
    for fips, name, state, lat, lon, population in read_beside("us-counties.tsv"):
        bare = re.sub(r" (?:County|Parish|Borough|City and Borough|Municipality)$", "", name)
        short = {"text": bare, "weight": 0.1, "ambiguous": True, "context": ["counties", "parishes"]}
        entries.append({"id": "fips-" + fips, "name": name, "aliases": [short], "kind": "county", "country": "US",
                        "admin": STATE_BY_CODE[state], "lat": float(lat), "lon": float(lon), "population": int(population)})
    write_yaml(os.path.join(ctx.out, "places", "us-counties.yaml"),
               {"source": "US Census Bureau cartographic boundaries; GeoNames (population of the towns)",
                "licence": "public domain; CC BY 4.0 (GeoNames, https://www.geonames.org)", "type": "place",
                "note": "lat and lon are the middle"},
               sorted(entries, key=lambda e: (fold(e["name"]), -e["population"], e["id"])),
               tests={"match": ["A fire in [Walker County] and in [Rapides Parish].", "schools in [Clarke] and [Oconee] counties"],
                      "no": ["the county fair"]})


def middles(towns):
    """Where each division lies, by country and folded name: half-way between the middle of the box around its towns and their mean.
    Of the states of the US forty-nine then lie within 130 km of where GeoNames has them; the box alone misses three, the mean four."""
    boxes = collections.defaultdict(list)
    for t in towns:
        if t["admin"]:
            boxes[t["country"], fold(t["admin"])].append((t["lat"], t["lon"]))
    return {key: tuple(round(((min(v) + max(v)) / 2 + sum(v) / len(v)) / 2, 2) for v in zip(*points)) for key, points in boxes.items()}


def lay_middles(entries, towns):
    """The middle of the division's towns; where they do not say, that of division-centres.tsv, or else the town it is called after."""
    middle, town = middles(towns), {}
    for t in reversed(towns):  # the largest comes first
        for name in [t["name"]] + t["aliases"]:
            town[t["country"], fold(name if isinstance(name, str) else name["text"])] = (round(t["lat"], 2), round(t["lon"], 2))
    for code, lat, lon in read_beside("division-centres.tsv"):
        middle["iso-" + code] = (float(lat), float(lon))
    for e in entries:
        keys = [(e["country"], fold(n)) for n in [e["name"]] + [a if isinstance(a, str) else a["text"] for a in e.get("aliases", [])]]
        at = next((middle[key] for key in keys + [e["id"]] if key in middle), None) or next((town[key] for key in keys if key in town), None)
        if at:
            e["lat"], e["lon"] = at


# The source has the adjective of the people, which is none of the place's names.
NOT_ITS_PEOPLE = {"ruyev": "Jewish Autonomous Oblast", "ruce": "Chechnya", "rucu": "Chuvashia", "rubu": "Buryatia",
                  "tmb": "Balkan Region", "etso": "Somali Region"}


def build_admin1(ctx):
    entries, seen = [], set()
    for name in sorted(US_STATES):
        code, abbreviations, qid = US_STATES[name]
        e = {"id": qid, "name": name, "country": "US", "kind": "state",
             "aliases": [a if " " in a or "'" in a else
                         dict([("text", a), ("case", "exact")] + ([("ambiguous", True)] if a in AMBIGUOUS_ABBREVIATIONS else []))
                         for a in abbreviations + by_compass(name)],
             "population": STATE_POPULATION.get(name, 5000000)}
        if name == "Washington":
            e["weight"] = 0.3
        if name == "Georgia":
            e["weight"] = 0.8
        entries.append(e)
        seen.add(("US", fold(name)))
    entries.append({"id": "Q3551781", "name": "District of Columbia", "country": "US", "kind": "state"})
    seen.add(("US", "district of columbia"))
    text = open(os.path.join(ctx.src, "cldr-subdivisions-en.xml"), encoding="utf-8").read()
    for code, name in re.findall(r'<subdivision type="([a-z]{2}[a-z0-9]+)">([^<]+)</subdivision>', text):
        iso = code[:2].upper()
        if iso not in ctx.countries or iso == "US":
            continue
        name = tidy(re.sub(r"\s*\([^)]*\)", "", name.replace("&amp;", "and")))
        name = NOT_ITS_PEOPLE.get(code, name)
        if not is_name(name) or (iso, fold(name)) in seen or re.search(r"\d|/", name):
            continue
        if code in TOGETHER:
            continue
        seen.add((iso, fold(name)))
        dashed = code[:2] + "-" + code[2:]
        aliases = [a for a in OTHER_STATES.get(dashed, []) if not a.endswith("=0")]
        e = {"id": "iso-" + dashed, "name": name, "country": iso, "kind": "province"}
        short = re.sub(r"^(?:Autonomous Province of |Autonomous Region of |Republic of |State of )", "", name)
        short = re.sub(r"(?<=\w) (?:Province|Region|Oblast|Krai|District|Governorate|Prefecture|County|Department|Voivodeship|State|"
                       r"Municipality|Parish|Atoll|Raion|Division|Republic|Autonomous Region)$", "", short)
        core = fold(short)
        if code not in NOT_ITS_PEOPLE and short != name and is_name(short) and " " not in short and len(short) > 3 and short not in ("Central", "Northern", "Western"):
            if not ctx.policy.place(short, 100000, False):
                aliases.append(short)
        # A province named as its capital leaves the bare name to the town; it keeps "X Province".
        if ctx.register.owner(name, "place"):
            e["weight"] = 0.3
        e["aliases"] = unique_aliases(name, aliases)
        e["ambiguous"] = ctx.policy.place(name, 200000, False) or bool(ctx.register.owner(name, "organization")) or name in ("Central", "Northern", "Southern", "Eastern", "Western")
        if e["ambiguous"] and re.match(r"^(?:North|South|East|West|Centr|Upper|Lower|Middle|Littoral|Coast|Capital|Center|Centre|Highland|"
                                       r"Interior|Plateau|Lakes|Islands?)\w*$", name):
            continue
        entries.append(e)
    for e in entries:
        ctx.register.take(e, "place")
    lay_middles(entries, ctx.towns)
    for e in entries:
        if e["country"] == "NG" and "Territory" not in e["name"] or e["country"] == "MM" and e["name"] in STATES_OF_MYANMAR:
            say_state(e)
    entries = [{k: v for k, v in e.items() if v not in (None, False)} for e in entries]
    head = {"source": "Unicode CLDR subdivisions; GeoNames (cities1000); newstag editors",
            "licence": "Unicode-3.0; CC BY 4.0 (GeoNames, https://www.geonames.org); CC0-1.0",
            "note": "lat and lon are the middle of its towns, or those of the town it is called after", "type": "place"}
    states = [e for e in entries if e["country"] == "US"]
    others = sorted((e for e in entries if e["country"] != "US"), key=lambda e: e["id"])
    write_yaml(os.path.join(ctx.out, "places", "us-states.yaml"), head, states,
               tests={"match": ["Police in [Oregon] and [Idaho] said.", "a mayor in Oakland, [Calif.], and in Hartford, [Conn.]"],
                      "no": ["He was ill."]})
    write_table(os.path.join(ctx.out, "places"), "admin1", head,
                ["id", "name", "aliases", "kind", "country", "lat", "lon", "weight", "ambiguous"], drop_twins(others),
                tests={"match": ["floods in [Sindh] and [Bavaria]", "the regional court of [Xinjiang]", "police of [Rivers State] and [Borno State]"]})


STATES_OF_MYANMAR = ("Chin", "Kachin", "Kayah", "Kayin", "Mon", "Rakhine")


def say_state(e):
    """Newspapers say Borno State and Borno; where the bare name is a word or a town besides, the long name is the safe one."""
    if e["ambiguous"]:
        e.update(name=e["name"] + " State", aliases=[], ambiguous=False, weight=None)
    else:
        e["aliases"].append(e["name"] + " State")


KINDS = {"river": "river", "lake": "lake", "lake centerline": "", "reservoir": "lake", "alkaline lake": "lake", "mountain": "mountain",
         "island": "island", "range/mtn": "mountains", "island group": "islands", "cape": "cape", "sea": "sea", "plateau": "plateau",
         "gulf": "sea", "bay": "sea", "desert": "desert", "pen/cape": "peninsula", "geoarea": "region", "strait": "strait",
         "coast": "", "plain": "region", "sound": "sea", "channel": "strait", "delta": "region", "peninsula": "peninsula",
         "lagoon": "lake", "basin": "region", "fjord": "sea", "ocean": "ocean", "continent": "", "valley": "region",
         "lowland": "region", "waterfall": "waterfall", "isthmus": "region", "wetlands": "region", "tundra": "region"}
SHORT = [(r"\bMts?\.$", "Mountains"), (r"^Mt\. ", "Mount "), (r"\bI\.$", "Island"), (r"\bIs\.$", "Islands"), (r"\bRa\.$", "Range"),
         (r"\bPen\.$", "Peninsula"), (r"^Pen\. ", "Península "), (r"\bR\.$", "River"), (r"^L\. ", "Lake "), (r"^C\. ", "Cape "),
         (r"\bPlat\.$", "Plateau"), (r"\bArch\.$", "Archipelago"), (r"^Ozero ", "Lake "), (r"^I\. ", "Isla "), (r"^St\. ", "St. ")]
GENERIC = re.compile(r"(?i)^(central|northern|southern|eastern|western|great|grand|long|little|north|south|east|west|upper|lower|new|red|"
                     r"white|black|green|blue|the sound|fox|salt|clear|snake|deer|bear|horse|sun|moon|victoria|albert|king|queen|prince|"
                     r"american highland|new zealand|cuba|iceland|madagascar|sri lanka|ireland|tasmania island|great britain|taiwan)$")
FAMOUS_RIVERS = set("amazon nile danube rhine rhone mekong yangtze ganges indus tigris euphrates volga dnieper dniester elbe oder vistula "
                    "thames seine loire tiber ebro po mississippi missouri potomac hudson congo niger zambezi limpopo orinoco "
                    "brahmaputra irrawaddy murray don lena yenisey ob amur ural mosel moselle main".split())
ENGLISH = {"danau": "Danube", "donau": "Danube", "rhein": "Rhine", "chang jiang": "Yangtze"}


def title(text):
    small = {"of", "the", "and", "de", "la", "del", "da", "do", "du", "al", "el"}
    words = text.split(" ")
    return " ".join(w if w.upper() != w else (w.lower() if i and w.lower() in small else "-".join(p[:1] + p[1:].lower() for p in w.split("-")))
                    for i, w in enumerate(words))


def build_features(ctx):
    entries, seen = [], set()
    rows = read_tsv(os.path.join(ctx.src, "natural-earth-features.tsv"))
    for r in rows:
        kind = KINDS.get(r["class"].lower(), None)
        if not kind or r["name"].endswith("Int'l"):
            continue
        rank = float(r["scalerank"] or 9)
        if rank > {"river": 8, "lake": 8, "mountain": 9}.get(kind, 9):
            continue
        names = []
        for n in [r["name"]] + r["aliases"].split("|"):
            n = tidy(n)
            for rx, to in SHORT:
                n = re.sub(rx, to, n)
            if n.upper() == n:
                n = title(n)
            n = re.sub(r"^(?:Rio|Río) de$", "", n)
            if is_name(n) and len(n) > 2 and not re.search(r"[\d()/.,]|^.$|[a-z][A-Z]{2}", n.replace("St. ", "St ")):
                names.append(n)
        if not names or re.search(r"[^\x00-\x7f]", "") or "?" in r["name"]:
            continue
        name = names[0]
        if kind == "river" and not re.search(r"(?i)river|^r[ií]o |creek|canal|nile|^rivi", name):
            bare = name
            name = bare + " River"
            aliases = [n + " River" for n in names[1:]]
            if fold(bare) in FAMOUS_RIVERS and fold(bare) not in ("main", "po", "don", "murray", "lena", "ob"):
                aliases.insert(0, bare)
        else:
            aliases = names[1:]
            if GENERIC.match(name):
                continue
        key = (fold(name), kind)
        if key in seen or (ctx.register.owner(name, "place") and kind not in ("island", "river")) or fold(name) in ctx.hand_places:
            continue
        if ctx.register.owner(name, "place"):
            continue
        seen.add(key)
        e = {"id": "ne-%s-%s" % (kind, slug(name)), "name": name, "aliases": unique_aliases(name, aliases), "kind": kind,
             "ambiguous": ctx.policy.place(name, 1000, False)}
        if e["ambiguous"] and " " not in name:
            continue
        e["aliases"] = [a for a in e["aliases"] if not ctx.policy.place(a, 1000, False) and not ctx.register.owner(a, "place")
                        and not GENERIC.match(a)]
        e["weight"] = 1
        entries.append({k: v for k, v in e.items() if k != "weight"})
        ctx.register.take(e, "place")
    entries.sort(key=lambda e: e["id"])
    ids = set()
    entries = [e for e in entries if not (e["id"] in ids or ids.add(e["id"]))]
    write_table(os.path.join(ctx.out, "places"), "features",
                {"source": "Natural Earth physical features", "licence": "public domain", "type": "place",
                 "note": "Seas, rivers, lakes, mountains, islands, deserts, straits. A river is listed as X River, bare only where famous."},
                ["id", "name", "aliases", "kind", "ambiguous"], entries,
                tests={"match": ["a ship in the [Bass Strait] and the [Norwegian Sea]"], "no": ["the fox and the deer"]})
