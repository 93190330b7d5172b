"""Countries and territories, and what their people are called."""
import json
import os
import re

from .common import by_compass, fold, is_name, read_csv, read_tsv, tidy, unique_aliases, write_yaml

# The name a newspaper uses where the sources have another, and the other names it uses. "^X": X in capitals only; "=X": as
# written only; "?X": X only beside other evidence.
NAMES = {
    "US": ("United States", ["United States of America", "^US", "=U.S.", "=U.S", "^USA", "=U.S.A.", "America", "the States=0"]),
    "GB": ("United Kingdom", ["^UK", "=U.K.", "=U.K", "Britain", "Great Britain",
                              "United Kingdom of Great Britain and Northern Ireland"]),
    "CN": ("China", ["People's Republic of China", "^PRC", "Mainland China", "mainland China", "Communist China", "Red China"]),
    "RU": ("Russia", ["Russian Federation"]),
    "KR": ("South Korea", ["Republic of Korea", "^ROK"]),
    "KP": ("North Korea", ["Democratic People's Republic of Korea", "^DPRK"]),
    "AE": ("United Arab Emirates", ["^UAE", "=U.A.E.", "Emirates=0"]),
    "SA": ("Saudi Arabia", ["Kingdom of Saudi Arabia", "^KSA"]),
    "CD": ("Democratic Republic of the Congo", ["Democratic Republic of Congo", "DR Congo", "D.R. Congo", "Congo-Kinshasa", "^DRC",
                                                "Zaire", "Dem. Rep. of Congo", "DRCongo"]),
    "CG": ("Republic of the Congo", ["Congo-Brazzaville", "Congo Republic", "Republic of Congo"]),
    "CI": ("Ivory Coast", ["Côte d'Ivoire", "Cote d'Ivoire", "Côte D'Ivoire", "Cote D'Ivoire"]),
    "MM": ("Myanmar", ["Burma", "Republic of the Union of Myanmar", "Union of Myanmar"]),
    "CZ": ("Czech Republic", ["Czechia"]),
    "NL": ("Netherlands", ["The Netherlands", "Holland", "Kingdom of the Netherlands"]),
    "TR": ("Turkey", ["Türkiye", "Turkiye", "Republic of Turkey", "Republic of Türkiye"]),
    "CV": ("Cape Verde", ["Cabo Verde"]),
    "SZ": ("Eswatini", ["Swaziland", "Kingdom of Eswatini"]),
    "MK": ("North Macedonia", ["Macedonia", "Republic of North Macedonia", "^FYROM"]),
    "TL": ("East Timor", ["Timor-Leste", "Timor Leste"]),
    "VA": ("Vatican City", ["Holy See", "Vatican", "The Vatican", "Vatican City State"]),
    "PS": ("Palestine", ["Palestinian territories", "Palestinian Territories", "State of Palestine", "Palestinian Territory",
                         "Occupied Palestinian Territory", "occupied Palestinian territories", "occupied territories"]),
    "SY": ("Syria", ["Syrian Arab Republic"]),
    "LA": ("Laos", ["Lao PDR", "Lao People's Democratic Republic"]),
    "VN": ("Vietnam", ["Viet Nam", "Socialist Republic of Vietnam"]),
    "IR": ("Iran", ["Islamic Republic of Iran", "Persia"]),
    "TW": ("Taiwan", ["Republic of China", "Formosa", "Chinese Taipei"]),
    "HK": ("Hong Kong", ["Hongkong", "^HKSAR", "Hong Kong SAR", "Hong Kong Special Administrative Region"]),
    "MO": ("Macao", ["Macau"]),
    "BO": ("Bolivia", ["Plurinational State of Bolivia"]),
    "VE": ("Venezuela", ["Bolivarian Republic of Venezuela"]),
    "TZ": ("Tanzania", ["United Republic of Tanzania", "Tanganyika"]),
    "MD": ("Moldova", ["Republic of Moldova", "Moldavia"]),
    "BN": ("Brunei", ["Brunei Darussalam"]),
    "FM": ("Micronesia", ["Federated States of Micronesia"]),
    "GM": ("Gambia", ["The Gambia"]),
    "BS": ("Bahamas", ["The Bahamas"]),
    "ZA": ("South Africa", ["Republic of South Africa", "^RSA"]),
    "NZ": ("New Zealand", ["Aotearoa", "^NZ", "=N.Z."]),
    "PG": ("Papua New Guinea", ["^PNG"]),
    "BA": ("Bosnia and Herzegovina", ["Bosnia", "Bosnia-Herzegovina", "Bosnia & Herzegovina", "Bosnia Herzegovina"]),
    "TT": ("Trinidad and Tobago", ["Trinidad & Tobago", "Trinidad", "Tobago"]),
    "AG": ("Antigua and Barbuda", ["Antigua & Barbuda", "Antigua", "Barbuda"]),
    "KN": ("Saint Kitts and Nevis", ["St. Kitts and Nevis", "St Kitts and Nevis", "St. Kitts & Nevis", "St. Kitts", "St Kitts",
                                     "Saint Kitts"]),
    "VC": ("Saint Vincent and the Grenadines", ["St. Vincent and the Grenadines", "St Vincent and the Grenadines"]),
    "LC": ("Saint Lucia", ["St. Lucia", "St Lucia"]),
    "ST": ("Sao Tome and Principe", ["São Tomé and Príncipe", "São Tomé & Príncipe", "Sao Tome"]),
    "CF": ("Central African Republic", []),
    "GE": ("Georgia", ["Republic of Georgia"]),
    "UA": ("Ukraine", ["the Ukraine=0"]),
    "BY": ("Belarus", ["Byelorussia", "Belorussia"]),
    "KG": ("Kyrgyzstan", ["Kyrgyz Republic", "Kirghizia", "Kirgizstan"]),
    "KH": ("Cambodia", ["Kampuchea"]),
    "LK": ("Sri Lanka", ["Ceylon"]),
    "IL": ("Israel", ["State of Israel"]),
    "DE": ("Germany", ["Federal Republic of Germany"]),
    "XK": ("Kosovo", ["Republic of Kosovo"]),
    "IE": ("Ireland", ["Republic of Ireland", "Irish Republic", "Eire"]),
    "EH": ("Western Sahara", ["Sahrawi Arab Democratic Republic"]),
    "FK": ("Falkland Islands", ["Falklands", "Malvinas", "Islas Malvinas"]),
    "PR": ("Puerto Rico", ["Commonwealth of Puerto Rico"]),
    "VI": ("U.S. Virgin Islands", ["US Virgin Islands", "United States Virgin Islands"]),
    "VG": ("British Virgin Islands", ["^BVI"]),
    "GS": ("South Georgia and the South Sandwich Islands", ["South Georgia & South Sandwich Islands"]),
    "BL": ("Saint Barthélemy", ["St. Barts", "St. Barthélemy", "St Barts"]),
    "MF": ("Saint Martin", []),
    "CU": ("Cuba", []), "MV": ("Maldives", ["The Maldives"]), "PH": ("Philippines", ["The Philippines"]),
    "KM": ("Comoros", ["The Comoros"]), "SC": ("Seychelles", ["The Seychelles"]), "SD": ("Sudan", ["The Sudan"]),
    "SJ": ("Svalbard and Jan Mayen", []), "CC": ("Cocos Islands", ["Cocos (Keeling) Islands"]),
    "SK": ("Slovakia", ["Slovak Republic"]), "GW": ("Guinea-Bissau", ["Guinea Bissau"]),
    "AX": ("Åland Islands", ["Åland"]), "IM": ("Isle of Man", []), "AU": ("Australia", []),
}
EXTRA_QID = {"XK": "Q1246", "TW": "Q865", "PS": "Q219060", "AQ": "Q51"}
CAPITAL = {"US": "Washington", "BO": "La Paz", "ZA": "Pretoria", "LK": "Colombo", "NL": "Amsterdam"}
SKIP = {"UM", "BV", "HM", "EU", "EZ", "UN", "XA", "XB", "ZZ", "QO", "SJ", "DG", "EA", "IC", "CP", "TA", "AC", "CQ", "BQ", "MF", "AQ"}
# The name means another place or person at least as often.
WEIGHT = {"GE": 0.9, "JO": 1, "TD": 1, "NU": 0.5, "JE": 0.6}
AMBIGUOUS_NAMES = {"Chad", "Jersey", "Georgia=0", "Niue=0", "Saint Martin", "Guernsey=0", "Dominica=0"}
STATES_GONE = [
    {"id": "Q15180", "name": "Soviet Union", "aliases": [{"text": "USSR", "case": "upper"}, {"text": "U.S.S.R.", "case": "exact"},
                                                         "Union of Soviet Socialist Republics", "former Soviet Union"],
     "kind": "former-country", "country": "SU"},
    {"id": "Q36704", "name": "Yugoslavia", "kind": "former-country", "country": "YU",
     "aliases": ["Former Yugoslavia", "Socialist Federal Republic of Yugoslavia"]},
    {"id": "Q33946", "name": "Czechoslovakia", "kind": "former-country", "country": "CS"},
    {"id": "Q16957", "name": "East Germany", "aliases": ["German Democratic Republic"], "kind": "former-country", "country": "DE"},
    {"id": "Q713750", "name": "West Germany", "kind": "former-country", "country": "DE"},
    {"id": "Q37024", "name": "Serbia and Montenegro", "kind": "former-country"},
    {"id": "Q12560", "name": "Ottoman Empire", "kind": "former-country"},
    {"id": "Q34266", "name": "Russian Empire", "kind": "former-country"},
    {"id": "Q7318", "name": "Nazi Germany", "aliases": ["Third Reich"], "kind": "former-country", "country": "DE"},
    {"id": "Q28513", "name": "Austria-Hungary", "kind": "former-country"},
    {"id": "Q180573", "name": "South Vietnam", "kind": "former-country", "country": "VN"},
    {"id": "Q172640", "name": "North Vietnam", "kind": "former-country", "country": "VN"},
    {"id": "Q23427", "name": "South Ossetia", "kind": "region", "country": "GE", "lat": 42.3, "lon": 44},
    {"id": "Q34754", "name": "Somaliland", "kind": "region", "country": "SO", "lat": 9.8, "lon": 45.5},
    {"id": "Q907112", "name": "Transnistria", "aliases": ["Transdniestria", "Trans-Dniester"], "kind": "region", "country": "MD", "lat": 47.2, "lon": 29.2},
    {"id": "Q23334", "name": "Abkhazia", "kind": "region", "country": "GE", "lat": 43, "lon": 41.1},
    {"id": "Q23681", "name": "Northern Cyprus", "kind": "region", "country": "CY", "lat": 35.25, "lon": 33.5},
    {"id": "Q21", "name": "England", "kind": "country", "country": "GB", "lat": 52.6, "lon": -1.5},
    {"id": "Q22", "name": "Scotland", "kind": "country", "country": "GB", "lat": 56.8, "lon": -4.2},
    {"id": "Q25", "name": "Wales", "kind": "country", "country": "GB", "lat": 52.3, "lon": -3.7},
    {"id": "Q26", "name": "Northern Ireland", "aliases": ["Ulster"], "kind": "country", "country": "GB", "lat": 54.6, "lon": -6.7},
]
GONE_POPULATION = {"Q21": 57000000, "Q22": 5500000, "Q25": 3100000, "Q26": 1900000}


def mark(text):
    if text.endswith("=0"):
        return None
    if text[0] == "^":
        return {"text": text[1:], "case": "upper"}
    if text[0] == "=":
        return {"text": text[1:], "case": "exact"}
    if text[0] == "?":
        return {"text": text[1:], "ambiguous": True}
    return text


def load(src):
    """ISO code -> facts, the spine of every other subject."""
    with open(os.path.join(src, "cldr-territories-en.json"), encoding="utf-8") as f:
        cldr = json.load(f)["main"]["en"]["localeDisplayNames"]["territories"]
    codes = {r["ISO3166-1-Alpha-2"]: r for r in read_csv(os.path.join(src, "country-codes.csv"))}
    ne = {r["iso2"]: r for r in read_tsv(os.path.join(src, "natural-earth-countries.tsv")) if re.match("^[A-Z]{2}$", r["iso2"])}
    book = {fold(r["name"]): r for r in read_tsv(os.path.join(src, "factbook-countries.tsv"))}
    out = {}
    for iso in sorted(k for k in cldr if re.match("^[A-Z]{2}$", k)):
        if iso in SKIP or (iso not in codes and iso not in ne and iso != "XK"):
            continue
        c, n = codes.get(iso, {}), ne.get(iso, {})
        name = tidy(cldr[iso]).replace(" & ", " and ")
        name = re.sub(r" \(.*\)| SAR China", "", name)
        name, extra = NAMES.get(iso, (name, []))
        more = [tidy(cldr[k]) for k in sorted(cldr) if k.startswith(iso + "-alt")]
        more += [tidy(cldr[iso]), n.get("name", ""), n.get("long", ""), n.get("formal", ""), c.get("CLDR display name", ""),
                 c.get("UNTERM English Formal", "").removeprefix("the ").removeprefix("The ")]
        b = None
        for key in [name, cldr[iso]] + more:
            b = b or book.get(fold(key))
        if b and b["long"] not in ("", "none"):
            more.append(b["long"])
        aliases = [mark(a) for a in extra]
        for a in more:
            a = tidy(a)
            if (a and is_name(a) and not re.search(r"[(),&]|\.(?! )|SAR|^Rep(?!ublic)|Is\.|^[A-Z]{2,4}$|^none$|^West Bank", a) and len(a) > 3
                    and a.upper() != a and "Dem." not in a and "St. " not in a):
                aliases.append(a)
        if iso == "AU":
            aliases = ["Commonwealth of Australia"]
        # `the` stands outside a name, but where the country itself writes it large
        aliases = [a for a in aliases if a and not (iso not in ("BS", "GM") and isinstance(a, str) and a.startswith("The "))]
        aliases = unique_aliases(name, aliases + by_compass(name))
        # names of another country never
        qid = re.search(r"Q\d+", c.get("wikidata_id") or "")
        out[iso] = {
            "iso": iso, "id": EXTRA_QID.get(iso) or (qid.group() if qid else "iso-" + iso.lower()),
            "name": name, "aliases": aliases, "capital": CAPITAL.get(iso) or tidy(c.get("Capital") or ""),
            "population": int(float(n.get("pop") or 0)), "book": b, "geonameid": c.get("Geoname ID") or "",
            "independent": c.get("is_independent") == "Yes" or iso in ("XK", "TW", "PS"),
            "continent": n.get("continent", ""), "iso3": c.get("ISO3166-1-Alpha-3", ""),
        }
    return out


def build(ctx):
    countries = ctx.countries
    entries, taken = [], {}
    for c in countries.values():
        taken[c["name"]] = c["id"]
    for iso in sorted(countries):
        c = countries[iso]
        aliases = []
        for a in c["aliases"]:
            t = a["text"] if isinstance(a, dict) else a
            if taken.setdefault(t, c["id"]) == c["id"]:
                aliases.append(a)
        lat, lon = ctx.centres.get(iso) or ctx.capital_place.get(iso, (None, None))
        e = {"id": c["id"], "name": c["name"], "aliases": aliases, "kind": "country" if c["independent"] else "territory",
             "country": iso, "lat": lat, "lon": lon, "population": c["population"] or None}
        if c["name"] in AMBIGUOUS_NAMES:
            e["ambiguous"] = True
        if c["name"] == "Macao" or iso == "HK":
            e["kind"] = "territory"
        if iso == "GE":
            e["not"] = ["Atlanta", "Ga", "Tech", "Bulldogs"]
        entries.append(e)
        ctx.register.take(e, "place")
    for e in STATES_GONE:
        e = dict(e)
        compass = by_compass(e["name"])
        if compass:
            e["aliases"] = list(e.get("aliases", [])) + compass
        if e["id"] in GONE_POPULATION:
            e["population"] = GONE_POPULATION[e["id"]]
        entries.append(e)
        ctx.register.take(e, "place")
    head = {"source": "Unicode CLDR; ISO 3166 codes of datahub.io; Natural Earth; CIA World Factbook; newstag editors",
            "licence": "Unicode-3.0; PDDL-1.0; public domain; CC0-1.0",
            "note": "lat and lon are those of the middle, of small ones without it those of the capital", "type": "place"}
    write_yaml(os.path.join(ctx.out, "places", "countries.yaml"), head, entries, tests={
        "match": ["[N. Korea] and [S Africa] agree", "Troops crossed from [Belarus] into [Ukraine].", "The [U.S.] and the [UK] agreed.",
                  "[Côte d'Ivoire] and [DR Congo] signed.", "[SOUTH KOREA] said no."],
        "no": ["He told us to wait.", "They eat turkey from fine china."]})


# ---- what the people are called ----

# ISO -> adjective and nouns, where the source needs mending; a noun with ~ has no regular plural.
PEOPLE = {
    "GB": ["British", "Briton", "Brit"], "IE": ["Irish", "Irishman", "Irishmen", "Irishwoman", "Irishwomen"],
    "FR": ["French", "Frenchman", "Frenchmen", "Frenchwoman", "Frenchwomen"],
    "NL": ["Dutch", "Dutchman", "Dutchmen", "Dutchwoman", "Dutchwomen"],
    "ES": ["Spanish", "Spaniard"], "US": ["American"], "TW": ["Taiwanese"], "PH": ["Filipino", "Filipina", "Philippine"],
    "VE": ["Venezuelan"], "NP": ["Nepali", "Nepalese"], "KZ": ["Kazakh", "Kazakhstani"], "KG": ["Kyrgyz", "Kyrgyzstani"],
    "UZ": ["Uzbek", "Uzbekistani"], "TJ": ["Tajik", "Tajikistani"], "TM": ["Turkmen", "Turkmenistani"],
    "AZ": ["Azerbaijani", "Azeri"], "AF": ["Afghan", "Afghani"], "BD": ["Bangladeshi"], "PS": ["Palestinian"],
    "IL": ["Israeli"], "CH": ["Swiss"], "DK": ["Danish", "Dane"], "SE": ["Swedish", "Swede"], "FI": ["Finnish", "Finn"],
    "PL": ["Polish", "Pole"], "TR": ["Turkish", "Turk"], "CZ": ["Czech"], "SK": ["Slovak", "Slovakian"],
    "SI": ["Slovenian", "Slovene"], "HR": ["Croatian", "Croat"], "RS": ["Serbian", "Serb"], "BA": ["Bosnian", "Herzegovinian"],
    "XK": ["Kosovar", "Kosovan"], "MK": ["Macedonian"], "ME": ["Montenegrin"], "AR": ["Argentine", "Argentinian", "Argentinean"],
    "NZ": ["New Zealander", "Kiwi"], "IS": ["Icelandic", "Icelander"], "LU": ["Luxembourger", "Luxembourgish"],
    "SA": ["Saudi Arabian", "Saudi"], "AE": ["Emirati"], "YE": ["Yemeni", "Yemenite"], "TH": ["Thai"], "LA": ["Lao", "Laotian"],
    "MM": ["Burmese", "Myanmarese"], "MG": ["Malagasy", "Madagascan"], "LS": ["Basotho", "Mosotho"], "BW": ["Botswanan", "Batswana"],
    "SZ": ["Swazi"], "CI": ["Ivorian", "Ivoirian"], "BF": ["Burkinabe", "Burkinabè"], "NE": ["Nigerien"], "NG": ["Nigerian"],
    "CD": ["Congolese"], "CG": [], "CF": ["Central African"], "GQ": ["Equatorial Guinean", "Equatoguinean"], "GW": ["Bissau-Guinean"],
    "SN": ["Senegalese"], "VC": ["Vincentian"], "KN": ["Kittitian", "Nevisian"], "TT": ["Trinidadian", "Tobagonian"],
    "BB": ["Barbadian", "Bajan"], "BZ": ["Belizean"], "CR": ["Costa Rican"], "SV": ["Salvadoran", "Salvadorean", "Salvadorian"],
    "PR": ["Puerto Rican"], "HK": ["Hongkonger", "Hong Konger"], "MO": ["Macanese"], "GL": ["Greenlander", "Greenlandic"],
    "PG": ["Papua New Guinean", "Papuan"], "FM": ["Micronesian"], "PW": ["Palauan"], "KI": ["I-Kiribati"], "VU": ["Ni-Vanuatu", "Vanuatuan"],
    "KE": ["Kenyan"], "AU": ["Australian", "Aussie"], "CN": ["Chinese"], "JP": ["Japanese"], "KR": ["South Korean"],
    "KP": ["North Korean"], "VN": ["Vietnamese"], "RU": ["Russian"], "DE": ["German"], "GR": ["Greek"], "CY": ["Cypriot"],
    "GI": ["Gibraltarian"], "FO": ["Faroese"], "EH": ["Sahrawi", "Saharawi"], "MV": ["Maldivian"], "OM": ["Omani"],
    "CV": ["Cape Verdean", "Cabo Verdean"], "ST": ["Sao Tomean"], "SC": ["Seychellois"], "KM": ["Comorian"], "MR": ["Mauritanian"],
    "MU": ["Mauritian"], "HU": ["Hungarian"], "LV": ["Latvian"], "LT": ["Lithuanian"], "EE": ["Estonian"], "RO": ["Romanian"],
    "IQ": ["Iraqi"], "IR": ["Iranian", "Persian"], "SY": ["Syrian"], "JO": ["Jordanian"], "LB": ["Lebanese"], "PT": ["Portuguese"],
    "MT": ["Maltese"], "SM": ["Sammarinese"], "LI": ["Liechtensteiner"], "MC": ["Monegasque", "Monégasque"], "AD": ["Andorran"],
    "VA": [], "UA": ["Ukrainian"], "BY": ["Belarusian", "Belorussian"], "MD": ["Moldovan", "Moldavian"], "GE": ["Georgian"],
    "AM": ["Armenian"], "AS": ["American Samoan"], "WS": ["Samoan"], "GU": ["Guamanian"], "VI": [], "VG": [], "MP": [], "IM": ["Manx"],
    "JE": [], "GG": [], "AI": ["Anguillan"], "TC": [], "KY": ["Caymanian"], "FK": ["Falkland Islander"], "SH": ["Saint Helenian"],
    "CC": [], "CX": [], "NF": [], "PN": [], "TK": ["Tokelauan"], "NU": ["Niuean"], "WF": [], "PF": ["French Polynesian"],
    "NC": ["New Caledonian"], "SX": [], "BL": [], "PM": [], "GF": [], "GP": ["Guadeloupean"], "MQ": ["Martinican"], "RE": [], "YT": [],
    "SB": ["Solomon Islander"], "MH": ["Marshallese"], "AG": ["Antiguan", "Barbudan"], "DM": [], "DO": ["Dominican"],
    "GD": ["Grenadian"], "LC": ["Saint Lucian", "St. Lucian"], "BN": ["Bruneian"], "TL": ["Timorese", "East Timorese"],
    "SG": ["Singaporean"], "SS": ["South Sudanese"], "SD": ["Sudanese"], "SO": ["Somali"], "DJ": ["Djiboutian"], "KW": ["Kuwaiti"],
    "QA": ["Qatari"], "BH": ["Bahraini"], "PK": ["Pakistani"], "IN": ["Indian"], "LK": ["Sri Lankan"], "BT": ["Bhutanese"],
    "KH": ["Cambodian", "Khmer"], "GN": ["Guinean"], "CL": ["Chilean"], "ZW": ["Zimbabwean"], "CW": ["Curacaoan"], "GS": [], "IO": [], "TF": [],
    "AX": [], "AW": ["Aruban"], "TO": ["Tongan"], "TV": ["Tuvaluan"], "NR": ["Nauruan"], "SR": ["Surinamese"], "GY": ["Guyanese"],
    "BI": ["Burundian"], "RW": ["Rwandan"], "UG": ["Ugandan"], "TZ": ["Tanzanian"], "MW": ["Malawian"], "ZM": ["Zambian"],
    "MZ": ["Mozambican"], "AO": ["Angolan"], "NA": ["Namibian"], "ZA": ["South African"], "ML": ["Malian"], "TG": ["Togolese"],
    "BJ": ["Beninese"], "GH": ["Ghanaian"], "LR": ["Liberian"], "SL": ["Sierra Leonean"], "GM": ["Gambian"], "CM": ["Cameroonian"],
    "GA": ["Gabonese"], "TD": ["Chadian"], "LY": ["Libyan"], "TN": ["Tunisian"], "DZ": ["Algerian"], "MA": ["Moroccan"],
    "EG": ["Egyptian"], "ET": ["Ethiopian"], "ER": ["Eritrean"], "BM": ["Bermudian"], "EC": ["Ecuadorian", "Ecuadorean", "Ecuadoran"],
    "PE": ["Peruvian"], "CO": ["Colombian"], "BR": ["Brazilian"], "UY": ["Uruguayan"], "PY": ["Paraguayan"], "BO": ["Bolivian"],
    "CA": ["Canadian", "Canuck=0"], "MX": ["Mexican"], "GT": ["Guatemalan"], "HN": ["Honduran"], "NI": ["Nicaraguan"], "PA": ["Panamanian"],
    "CU": ["Cuban"], "JM": ["Jamaican"], "HT": ["Haitian"], "BS": ["Bahamian"], "AT": ["Austrian"], "BE": ["Belgian"], "IT": ["Italian"],
    "NO": ["Norwegian"], "BG": ["Bulgarian"], "AL": ["Albanian"], "MY": ["Malaysian"], "ID": ["Indonesian"], "MN": ["Mongolian"],
    "FJ": ["Fijian"], "CK": ["Cook Islander"], "MS": ["Montserratian"],
}
NO_PLURAL = re.compile(r"(ish|ese|men|women|ois|ss|French|Dutch|Manx|Basotho|Batswana|Malagasy|Danish|Philippine|Icelandic|"
                       r"Greenlandic|Vanuatu|Kiribati|Burkinabe|Kyrgyz|Khmer)$")
ALSO_WORDS = {"Kiwi": {"ambiguous": True}, "Pole": {"case": "exact"}} # a bird; a pole in a headline of capitals
REGIONAL = [("Q22", "Scottish", ["Scot", "Scotsman", "Scotsmen", "Scotswoman"], "GB"), ("Q25", "Welsh", ["Welshman", "Welshmen"], "GB"),
            ("Q21", "English", ["Englishman", "Englishmen", "Englishwoman", "Englishwomen"], "GB"),
            ("Q26", "Northern Irish", [], "GB"), ("Q15180", "Soviet", ["Soviets"], "SU"),
            ("Q36704", "Yugoslav", ["Yugoslavs", "Yugoslavian"], "YU"),
            ("Q16957", "East German", ["East Germans"], "DE"), ("Q713750", "West German", ["West Germans"], "DE"),
            ("Q33946", "Czechoslovak", ["Czechoslovakian"], "CS"), ("Q12560", "Ottoman", [], None),
            ("Q23334", "Abkhaz", ["Abkhazian"], "GE"),
            ("Q23427", "South Ossetian", ["South Ossetians"], "GE"), ("Q34754", "Somalilander", ["Somalilanders"], "SO")]


def build_nationalities(ctx):
    entries = []
    for iso in sorted(ctx.countries):
        c = ctx.countries[iso]
        forms = PEOPLE.get(iso)
        if forms is None:
            forms = []
            if c["book"] and c["independent"]:
                for t in (c["book"]["nationality_adj"], c["book"]["nationality_noun"]):
                    t = re.sub(r"\(.*?\)", "", t).split(" or ")[0].split(",")[0].strip()
                    if is_name(t) and t[0].isupper():
                        forms.append(t)
        forms = [f for f in dict.fromkeys(forms) if not f.endswith("=0")]
        if not forms:
            continue
        aliases = []
        for f in forms[1:]:
            plain = f not in ALSO_WORDS and (NO_PLURAL.search(f) or f.endswith("Kiwi"))
            aliases.append(f if plain else {"text": f, "plural": True, **ALSO_WORDS.get(f, {})})
        e = {"id": "nat-" + iso.lower(), "name": forms[0], "aliases": aliases, "of": c["id"], "country": iso,
             "plural": not NO_PLURAL.search(forms[0])}
        # An alias that says nothing would inherit the plural of its entry.
        if e["plural"]:
            e["aliases"] = [a if isinstance(a, dict) else {"text": a, "plural": False} for a in aliases]
        entries.append(e)
    for of, name, aliases, iso in REGIONAL:
        entries.append({"id": "nat-" + re.sub(r"\W", "-", name.lower()), "name": name, "aliases": aliases, "of": of, "country": iso})
    entries.append({"id": "nat-korean", "name": "Korean", "plural": True})
    for e in entries:
        ctx.register.take(e, "group")
    write_yaml(os.path.join(ctx.out, "groups", "nationalities.yaml"),
               {"source": "CIA World Factbook; newstag editors", "licence": "public domain; CC0-1.0", "type": "group",
                "kind": "nationality", "case": "title"}, entries,
               tests={"match": ["[Ukrainian] and [Russian] officials met two [Frenchmen].", "The [British] lost, the [Iraqis] won."],
                      "no": ["They had a turkish delight.", "The polish came off."]})
