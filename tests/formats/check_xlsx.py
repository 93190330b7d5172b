"""The workbook, read by openpyxl: every cell as the CSV of the same articles has it, numbers as numbers, no formula, links from a row to the row
of its article, filters, frozen panes, and a summary that counts what the sheets hold. The XML parses with no element out of the schema's order."""
import collections, csv, io, subprocess, zipfile
import xml.etree.ElementTree as ET
import openpyxl
from expected import same

ORDER = ['sheetPr', 'sheetViews', 'sheetFormatPr', 'cols', 'sheetData', 'autoFilter', 'conditionalFormatting', 'hyperlinks', 'pageMargins', 'pageSetup']
NUMBERS = {'start', 'end', 'score', 'count', 'mentions', 'characters'}


def as_excel(text):
    """What a cell holds of a text: control characters that XML does not have are spaces; openpyxl reads a line end as \\n."""
    return ''.join(' ' if ord(c) < 32 and c not in '\t\n' else c for c in text)


def rows_of_csv(newstag, lines, table):
    out = subprocess.run([newstag, 'write', '--to', 'csv', '--table', table], input=lines, stdout=subprocess.PIPE, check=True).stdout
    return list(csv.reader(io.StringIO(out.decode('utf8'), newline='')))


def unguard(text):
    return text[1:] if text.startswith("'") else text


def check_xml(path):
    with zipfile.ZipFile(path) as z:
        assert z.testzip() is None and z.namelist()[0] == '[Content_Types].xml'
        for name in z.namelist():
            root = ET.fromstring(z.read(name))
            if 'worksheets/sheet' in name and name.endswith('.xml'):
                places = [ORDER.index(child.tag.split('}')[1]) for child in root]
                assert places == sorted(places), f'{name}: elements out of order'


def check(articles, path, newstag, lines):
    check_xml(path)
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ['Summary', 'Articles', 'Mentions', 'Entities', 'Topics'], book.sheetnames
    articles_sheet = book['Articles']
    for name in book.sheetnames[1:]:
        sheet, want = book[name], rows_of_csv(newstag, lines, name.lower())
        assert sheet.max_row == len(want), f'{name}: {sheet.max_row} rows for {len(want)}'
        assert sheet.auto_filter.ref == f'A1:{sheet.cell(1, len(want[0])).column_letter}{len(want)}', sheet.auto_filter.ref
        assert sheet.freeze_panes == ('C2' if name == 'Articles' else 'B2')
        for n, (row, cells) in enumerate(zip(want, sheet.iter_rows())):
            for column, text, cell in zip(want[0], row, cells):
                assert cell.data_type != 'f', f'{name}!{cell.coordinate} is a formula: {cell.value!r}'
                if n and column in NUMBERS:
                    assert cell.data_type == 'n' and cell.value == float(text), f'{name}!{cell.coordinate}: {cell.value!r} for {text}'
                else:
                    value = '' if cell.value is None else cell.value
                    assert value in (as_excel(text), as_excel(unguard(text))), f'{name}!{cell.coordinate}: {value!r} for {text!r}'
                if n and column == 'entity' and cell.hyperlink:
                    assert cell.hyperlink.target == 'https://www.wikidata.org/wiki/' + text
            if n and name != 'Articles':
                leads = cells[0].hyperlink.location.split('!')
                assert leads[0] == "'Articles'" and articles_sheet[leads[1]].value == cells[0].value, f'{name}!A{n + 1} leads to {leads}'
    check_summary(book)


def check_summary(book):
    got, sheet = {}, book['Summary']
    for row in sheet.iter_rows():
        for cell in row:
            if cell.font.b and cell.value and cell.row > 1 and cell.column % 3 == 1:
                below = [(sheet.cell(r, cell.column).value, sheet.cell(r, cell.column + 1).value) for r in range(cell.row + 1, cell.row + 26)]
                got[cell.value] = [b for b in below if b[0] and isinstance(b[1], int)]
    entities, kinds = list(book['Entities'].values)[1:], {'People': 'person', 'Places': 'place', 'Organizations': 'organization'}
    for title, kind in kinds.items():
        counts = collections.Counter(row[3] for row in entities if row[2] == kind)
        want = sorted(counts.values(), reverse=True)[:25]
        same(title, [n for _, n in got.get(title, [])], want)
    topics = collections.Counter(row[2] for row in list(book['Topics'].values)[1:])
    same('Topics', [n for _, n in got.get('Topics', [])], sorted(topics.values(), reverse=True)[:25])
    good = [row for row in list(book['Articles'].values)[1:] if not row[13]]
    assert dict(got['In all'])['articles'] == len(good)
    assert dict(got['In all'])['mentions'] == book['Mentions'].max_row - 1
