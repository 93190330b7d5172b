"""What every subject needs: reading the sources, writing YAML and tables, and the register of ids and names."""
import csv
import os
import re
import unicodedata

csv.field_size_limit(1 << 24)


def read_tsv(path):
    with open(path, encoding="utf-8-sig", newline="") as f:
        lines = f.read().split("\n")
    head = lines[0].rstrip("\r").split("\t")
    rows = []
    for line in lines[1:]:
        if line.strip():
            cells = line.rstrip("\r").split("\t")
            rows.append(dict(zip(head, cells + [""] * (len(head) - len(cells)))))
    return rows


def read_csv(path):
    with open(path, encoding="utf-8-sig", newline="") as f:
        return list(csv.DictReader(f))


def plain(text):
    """Without diacritics, for comparing."""
    text = text.replace("ø", "o").replace("Ø", "O").replace("ł", "l").replace("Ł", "L").replace("đ", "d").replace("ı", "i")
    text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return text.replace("’", "'").replace("‘", "'").replace("`", "'")


def fold(text):
    return re.sub(r"\s+", " ", plain(text)).strip().lower()


def tidy(text):
    """One kind of apostrophe and single spaces, as newspapers have it."""
    text = unicodedata.normalize("NFC", text).replace("’", "'").replace("‘", "'").replace("ʻ", "'").replace("`", "'")
    return re.sub(r"\s+", " ", text.replace(" ", " ")).strip()


def is_latin(text):
    return all(ord(c) < 0x250 or c in "–—ʼ’ẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹḩḨẕẔḥḤṣṢṭṬẓẒḑḐşțȚșȘ" for c in text)


# What events.yaml, products.yaml and models.yaml have, and is far more often meant than somebody, a firm or a group of that name.
THINGS = {"Black Friday", "Dom Pérignon", "Escalade", "Roland Garros"}


def is_name(text):
    """Fit to be matched: Latin letters, two characters, a letter, no odd marks; not the name of a well-known thing."""
    return (text not in THINGS and len(text) >= 2 and is_latin(text) and any(c.isalpha() for c in text)
            and not re.search(r"[\[\]{}<>|;:?!*\"=_\\$°×№·]|--|''|/ | /|\./|-'|- ?&|[^\w\s][^\w\s][^\w\s]|\.[()]|[)][^\w\s]|[(]['\"]", text))


# ---- YAML ----

_PLAIN = re.compile(r"^[^\W\d_](?:[\w .&'/()+-]*[\w.)'+&])?$")
_RESERVED = {"yes", "no", "on", "off", "true", "false", "null", "y", "n", "nan", "inf"}


def scalar(value):
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return number(value)
    if _PLAIN.match(value) and value.lower() not in _RESERVED and " #" not in value:
        return value
    return "'" + value.replace("'", "''") + "'"


def number(value):
    text = "%.4f" % value if isinstance(value, float) else str(value)
    return text.rstrip("0").rstrip(".") if "." in text else text


def flow(value):
    if isinstance(value, dict):
        return "{" + ", ".join("%s: %s" % (k, flow(v)) for k, v in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(flow(v) for v in value) + "]"
    return scalar(value)


KEY_ORDER = ("id name aliases acronym type kind country of admin lat lon population role since until born gender case "
             "plural weight ambiguous context not needs").split()


def ordered(entry):
    return {k: entry[k] for k in KEY_ORDER if k in entry and entry[k] not in ("", None, [], False)}


def tests_lines(tests):
    lines = []
    if tests:
        lines.append("tests:")
        for key in ("match", "no"):
            if tests.get(key):
                lines.append("  %s:" % key)
                lines += ["    - '%s'" % t.replace("'", "''") for t in tests[key]]
    return lines


def write_yaml(path, head, entries=None, words=None, tests=None):
    """`head` is what stands first: source, licence, note, the defaults. One entry a line."""
    os.makedirs(os.path.dirname(path), exist_ok=True)
    lines = ["# Made by scripts/build-gazetteers; changes by hand are lost."]
    for key, value in head.items():
        lines.append("%s: %s" % (key, flow(value)))
    if entries is not None:
        lines.append("entries:")
        for e in entries:
            lines.append("  - " + flow(ordered(e)))
    if words is not None:
        lines.append("words:")
        row = "  ["
        for i, w in enumerate(words):
            item = flow(w) + ("," if i + 1 < len(words) else "]")
            if len(row) + len(item) > 116:
                lines.append(row.rstrip())
                row = "   "
            row += item + " "
        lines.append(row.rstrip())
    lines += tests_lines(tests)
    with open(path, "w", encoding="utf-8", newline="\n") as f:
        f.write("\n".join(lines) + "\n")


def cell(value):
    if value is None or value is False:
        return ""
    if value is True:
        return "true"
    if isinstance(value, (list, tuple)):
        return "|".join(value)
    if isinstance(value, float):
        return number(value)
    return re.sub(r"[\t\r\n]+", " ", str(value))


def write_tsv(path, columns, rows):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8", newline="\n") as f:
        f.write("\t".join(columns) + "\n")
        for row in rows:
            f.write("\t".join(cell(row.get(c)) for c in columns) + "\n")


def write_table(folder, stem, head, columns, rows, tests=None):
    """A YAML file whose entries stand in a TSV beside it."""
    head = dict(head)
    head["from"] = stem + ".tsv"
    write_yaml(os.path.join(folder, stem + ".yaml"), head, tests=tests)
    write_tsv(os.path.join(folder, stem + ".tsv"), columns, rows)


# ---- reading what is written by hand ----

def _parse_flow(s, i):
    while s[i] in " \n":
        i += 1
    if s[i] == "{":
        out, i = {}, i + 1
        while True:
            while s[i] in " ,\n":
                i += 1
            if s[i] == "}":
                return out, i + 1
            m = re.compile(r"([\w-]+):\s*").match(s, i)
            value, i = _parse_flow(s, m.end())
            out[m.group(1)] = value
    if s[i] == "[":
        out, i = [], i + 1
        while True:
            while s[i] in " ,\n":
                i += 1
            if s[i] == "]":
                return out, i + 1
            value, i = _parse_flow(s, i)
            out.append(value)
    if s[i] in "'\"":
        q, j, out = s[i], i + 1, ""
        while True:
            if s[j] == q:
                if q == "'" and s[j + 1:j + 2] == "'":
                    out += "'"
                    j += 2
                    continue
                return out, j + 1
            out += s[j]
            j += 1
    m = re.compile(r"[^,\]}\n]*").match(s, i)
    return m.group().strip(), m.end()


def read_hand(path):
    """The entries of a hand-written file, each a flow mapping on its line or a row of the table beside it, and the head."""
    head, entries = {}, []
    with open(path, encoding="utf-8") as f:
        for line in f:
            m = re.match(r"\s*- (\{.*)$", line.rstrip("\n"))
            if m:
                entries.append(_parse_flow(m.group(1) + " ", 0)[0])
            elif re.match(r"^[\w-]+: \S", line):
                key, value = line.rstrip("\n").split(": ", 1)
                head[key] = value.strip("'\"")
    if "from" in head:
        for row in read_tsv(os.path.join(os.path.dirname(path), head["from"])):
            entries.append({k: v.split("|") if k == "aliases" else v for k, v in row.items() if v})
    return head, entries


def read_words(path):
    """The words of a hand-written word list."""
    with open(path, encoding="utf-8") as f:
        listed = re.search(r"^words:\s*\[(.*?)\]", f.read(), re.S | re.M).group(1)
    return {w.strip() for w in listed.split(",")}


def alias_text(alias):
    return alias["text"] if isinstance(alias, dict) else alias


def names_of(entry):
    out = [entry["name"]]
    for a in entry.get("aliases", ()) or ():
        out.append(alias_text(a))
    acronym = entry.get("acronym")
    if acronym:
        out += acronym if isinstance(acronym, list) else [acronym]
    return out


class Register:
    """Which ids and which names are taken, so that one thing gets one entry."""

    def __init__(self):
        self.ids = set()
        self.names = {}  # (type, folded name) -> id
        self.alone = set()  # (type, folded name) of what needs no country to be meant

    def take(self, entry, kind):
        self.ids.add(entry["id"])
        shared = {a["text"] for a in entry.get("aliases", ()) or () if isinstance(a, dict) and a.get("needs") == "country"}
        for name in names_of(entry):
            self.names.setdefault((kind, fold(name)), entry["id"])
            if name not in shared:
                self.alone.add((kind, fold(name)))

    def known(self, entry, kind):
        return entry["id"] in self.ids or (kind, fold(entry["name"])) in self.names

    def owner(self, name, kind):
        return self.names.get((kind, fold(name)))


def by_compass(name):
    """`N. Korea`, as headlines write it; the full stop may be missing."""
    m = re.match(r"(North|South|East|West)(?:ern)? (.+)$", name)
    return [m[1][0] + ". " + m[2]] if m and " and " not in name else []


def unique_aliases(name, aliases):
    """Without those that are found already: Zürich finds Zurich, but Bogota does not find Bogotá."""
    seen, out = {_undotted(name), _found_as(name)}, []
    for a in aliases:
        t = alias_text(a)
        if _undotted(t) not in seen and is_name(t):
            seen |= {_undotted(t), _found_as(t)}
            out.append(a)
    return out


def drop_twins(rows, taken=()):
    """Of entries of one country that share a name the first keeps it; one whose own name is taken goes. `taken`: (name, country)
    that others have already."""
    taken, out = {(fold(_found_as(n)), c) for n, c in taken}, []
    for row in rows:
        country = row.get("country")
        if (fold(_found_as(row["name"])), country) in taken:
            continue
        for key in ("aliases", "acronym"):
            if row.get(key):
                row[key] = [a for a in row[key] if (fold(_found_as(alias_text(a))), country) not in taken]
        taken |= {(fold(_found_as(alias_text(t))), country) for t in [row["name"]] + list(row.get("aliases") or []) + list(row.get("acronym") or [])}
        out.append(row)
    return out


def _undotted(text):
    return re.sub(r"\s+", " ", re.sub(r"\.(?=\w|\s|$)", "", text)).strip()


def _found_as(text):
    """What the matcher makes of it: full stops of initials and abbreviations and diacritics do not count."""
    return _undotted(plain(text))


def slug(text):
    return re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")
