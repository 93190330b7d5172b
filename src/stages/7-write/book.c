#include "book.h"

#include "article/types.h"

#define XML "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
#define MAIN "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\""
#define OFFICE "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define PACKAGE "http://schemas.openxmlformats.org/package/2006"
#define SPREADSHEET "application/vnd.openxmlformats-officedocument.spreadsheetml"

/* Black text reads well on each. */
static const char *const colours[NT_N_TYPES] = {
  [NT_TYPE_PERSON] = "D6E4F7", [NT_TYPE_PLACE] = "D9EFD9", [NT_TYPE_ORGANIZATION] = "FBE3CF", [NT_TYPE_GROUP] = "E9DCF3",
  [NT_TYPE_EVENT] = "FDF1C7",  [NT_TYPE_WORK] = "D8EFF2",  [NT_TYPE_PRODUCT] = "EDE6DD",
};

/* ---- sheets ---- */

char *nt_book_head(NtTableKind table)
{
  const NtTableShape *shape = nt_table_shape(table);
  GString *out = g_string_new("<sheetPr><pageSetUpPr fitToPage=\"1\"/></sheetPr><sheetViews><sheetView workbookViewId=\"0\"><pane ");
  gboolean two = table == NT_TABLE_ARTICLES; /* headlines stay in sight */
  g_string_append_printf(out, "xSplit=\"%u\" ySplit=\"1\" topLeftCell=\"%c2\" activePane=\"bottomRight\" state=\"frozen\"/>", two ? 2 : 1,
                         two ? 'C' : 'B');
  g_string_append(out, "</sheetView></sheetViews><sheetFormatPr defaultRowHeight=\"15\"/><cols>");
  for (guint i = 0; i < shape->n_columns; i++)
    g_string_append_printf(out, "<col min=\"%u\" max=\"%u\" width=\"%u.7\" customWidth=\"1\"/>", i + 1, i + 1, shape->columns[i].width);
  g_string_append(out, "</cols>");
  return g_string_free(out, FALSE);
}

static int column_of(const NtTableShape *shape, const char *name)
{
  for (guint i = 0; i < shape->n_columns; i++)
    if (g_str_equal(shape->columns[i].name, name))
      return (int)i;
  return -1;
}

static guint put_type_colours(GString *out, const NtTableShape *shape, guint32 last)
{
  int type = column_of(shape, "type"), name = column_of(shape, "name");
  if (type < 0 || name < 0)
    return 0;
  g_string_append_printf(out, "<conditionalFormatting sqref=\"%c2:%c%u %c2:%c%u\">", 'A' + type, 'A' + type, last, 'A' + name,
                         'A' + name, last);
  for (guint i = 0; i < NT_N_TYPES; i++)
    g_string_append_printf(out, "<cfRule type=\"expression\" dxfId=\"%u\" priority=\"%u\"><formula>$%c2=\"%s\"</formula></cfRule>", i,
                           i + 1, 'A' + type, nt_type_word((NtType)i));
  g_string_append(out, "</conditionalFormatting>");
  return NT_N_TYPES;
}

void nt_book_put_bars(GString *out, guint column, guint32 first, guint32 last, guint priority)
{
  g_string_append_printf(out,
                         "<conditionalFormatting sqref=\"%c%u:%c%u\"><cfRule type=\"dataBar\" priority=\"%u\"><dataBar><cfvo "
                         "type=\"num\" val=\"0\"/><cfvo type=\"max\"/><color rgb=\"FF9CBFE4\"/></dataBar></cfRule></conditionalFormatting>",
                         'A' + column, first, 'A' + column, last, priority);
}

char *nt_book_behind(NtTableKind table, guint32 last_row)
{
  static const char *const barred[NT_N_TABLES] = {
    [NT_TABLE_ARTICLES] = "mentions", [NT_TABLE_ENTITIES] = "count", [NT_TABLE_TOPICS] = "score"};
  const NtTableShape *shape = nt_table_shape(table);
  GString *out = g_string_new(NULL);
  g_string_append_printf(out, "<autoFilter ref=\"A1:%c%u\"/>", 'A' + shape->n_columns - 1, last_row);
  if (last_row > 1) {
    guint rules = put_type_colours(out, shape, last_row);
    if (barred[table])
      nt_book_put_bars(out, (guint)column_of(shape, barred[table]), 2, last_row, rules + 1);
  }
  return g_string_free(out, FALSE);
}

/* ---- styles ---- */

static char *styles(void)
{
  GString *out = g_string_new(
    XML "<styleSheet " MAIN "><fonts count=\"5\"><font><sz val=\"11\"/><name val=\"Calibri\"/><family val=\"2\"/></font>"
        "<font><b/><sz val=\"11\"/><name val=\"Calibri\"/><family val=\"2\"/></font>"
        "<font><sz val=\"11\"/><color rgb=\"FF1F4E9E\"/><name val=\"Calibri\"/><family val=\"2\"/></font>"
        "<font><b/><sz val=\"16\"/><name val=\"Calibri\"/><family val=\"2\"/></font>"
        "<font><i/><sz val=\"10\"/><color rgb=\"FF595959\"/><name val=\"Calibri\"/><family val=\"2\"/></font></fonts>"
        "<fills count=\"3\"><fill><patternFill patternType=\"none\"/></fill><fill><patternFill patternType=\"gray125\"/></fill>"
        "<fill><patternFill patternType=\"solid\"><fgColor rgb=\"FFE8EEF4\"/><bgColor indexed=\"64\"/></patternFill></fill></fills>"
        "<borders count=\"2\"><border><left/><right/><top/><bottom/><diagonal/></border>"
        "<border><left/><right/><top/><bottom style=\"thin\"><color auto=\"1\"/></bottom><diagonal/></border></borders>"
        "<cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/></cellStyleXfs><cellXfs count=\"5\">");
  static const struct {
    guint font, fill, border;
  } rows[NT_N_STYLES] = {
    [NT_STYLE_PLAIN] = {0, 0, 0}, [NT_STYLE_HEADER] = {1, 2, 1}, [NT_STYLE_LINK] = {2, 0, 0}, [NT_STYLE_TITLE] = {3, 0, 0},
    [NT_STYLE_NOTE] = {4, 0, 0},
  };
  for (guint i = 0; i < NT_N_STYLES; i++)
    g_string_append_printf(out, "<xf numFmtId=\"0\" fontId=\"%u\" fillId=\"%u\" borderId=\"%u\" xfId=\"0\" applyFont=\"1\" applyFill=\"1\" "
                                "applyBorder=\"1\"/>",
                           rows[i].font, rows[i].fill, rows[i].border);
  g_string_append_printf(out, "</cellXfs><cellStyles count=\"1\"><cellStyle name=\"Normal\" xfId=\"0\" builtinId=\"0\"/></cellStyles>"
                              "<dxfs count=\"%u\">",
                         (guint)NT_N_TYPES);
  for (guint i = 0; i < NT_N_TYPES; i++)
    g_string_append_printf(out, "<dxf><fill><patternFill patternType=\"solid\"><fgColor rgb=\"FF%s\"/><bgColor rgb=\"FF%s\"/>"
                                "</patternFill></fill></dxf>",
                           colours[i], colours[i]);
  g_string_append(out, "</dxfs></styleSheet>");
  return g_string_free(out, FALSE);
}

/* ---- the files that name the others ---- */

static char *content_types(guint n)
{
  GString *out = g_string_new(
    XML "<Types xmlns=\"" PACKAGE "/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package."
        "relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/><Override PartName=\"/xl/workbook.xml\" "
        "ContentType=\"" SPREADSHEET ".sheet.main+xml\"/><Override PartName=\"/xl/styles.xml\" ContentType=\"" SPREADSHEET
        ".styles+xml\"/><Override PartName=\"/xl/sharedStrings.xml\" ContentType=\"" SPREADSHEET ".sharedStrings+xml\"/>"
        "<Override PartName=\"/docProps/core.xml\" ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\"/>");
  for (guint i = 0; i < n; i++)
    g_string_append_printf(out, "<Override PartName=\"/xl/worksheets/sheet%u.xml\" ContentType=\"" SPREADSHEET ".worksheet+xml\"/>",
                           i + 1);
  g_string_append(out, "</Types>");
  return g_string_free(out, FALSE);
}

static char *workbook(const NtBookSheet *sheets, guint n)
{
  GString *out = g_string_new(XML "<workbook " MAIN " xmlns:r=\"" OFFICE "\"><bookViews><workbookView activeTab=\"0\"/></bookViews>"
                                  "<sheets>");
  for (guint i = 0; i < n; i++)
    g_string_append_printf(out, "<sheet name=\"%s\" sheetId=\"%u\" r:id=\"rId%u\"/>", sheets[i].title, i + 1, i + 1);
  g_string_append(out, "</sheets><definedNames>");
  for (guint i = 0; i < n; i++)
    if (sheets[i].filtered)
      g_string_append_printf(out,
                             "<definedName name=\"_xlnm._FilterDatabase\" localSheetId=\"%u\" hidden=\"1\">'%s'!$A$1:$%c$%u"
                             "</definedName>",
                             i, sheets[i].title, 'A' + sheets[i].last_column, sheets[i].last_row);
  for (guint i = 0; i < n; i++)
    if (sheets[i].filtered)
      g_string_append_printf(out, "<definedName name=\"_xlnm.Print_Titles\" localSheetId=\"%u\">'%s'!$1:$1</definedName>", i,
                             sheets[i].title);
  g_string_append(out, "</definedNames></workbook>");
  return g_string_free(out, FALSE);
}

static char *workbook_links(guint n)
{
  GString *out = g_string_new(XML "<Relationships xmlns=\"" PACKAGE "/relationships\">");
  for (guint i = 0; i < n; i++)
    g_string_append_printf(out, "<Relationship Id=\"rId%u\" Type=\"" OFFICE "/worksheet\" Target=\"worksheets/sheet%u.xml\"/>", i + 1,
                           i + 1);
  g_string_append_printf(out,
                         "<Relationship Id=\"rId%u\" Type=\"" OFFICE "/styles\" Target=\"styles.xml\"/><Relationship Id=\"rId%u\" "
                         "Type=\"" OFFICE "/sharedStrings\" Target=\"sharedStrings.xml\"/></Relationships>",
                         n + 1, n + 2);
  return g_string_free(out, FALSE);
}

static const char links[] = XML "<Relationships xmlns=\"" PACKAGE "/relationships\"><Relationship Id=\"rId1\" Type=\"" OFFICE
                                "/officeDocument\" Target=\"xl/workbook.xml\"/><Relationship Id=\"rId2\" Type=\"" PACKAGE
                                "/relationships/metadata/core-properties\" Target=\"docProps/core.xml\"/></Relationships>";
static const char properties[] = XML "<cp:coreProperties xmlns:cp=\"" PACKAGE "/metadata/core-properties\" "
                                     "xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:title>Tagged articles</dc:title>"
                                     "<dc:creator>newstag</dc:creator></cp:coreProperties>";

static gboolean add_and_free(NtZip *zip, const char *name, char *text, GError **error)
{
  gboolean good = nt_zip_add(zip, name, nt_str(text), error);
  g_free(text);
  return good;
}

gboolean nt_book_put(NtZip *zip, const NtBookSheet *sheets, guint n, GError **error)
{
  return add_and_free(zip, "[Content_Types].xml", content_types(n), error) && nt_zip_add(zip, "_rels/.rels", nt_str(links), error) &&
         nt_zip_add(zip, "docProps/core.xml", nt_str(properties), error) &&
         add_and_free(zip, "xl/workbook.xml", workbook(sheets, n), error) &&
         add_and_free(zip, "xl/_rels/workbook.xml.rels", workbook_links(n), error) && add_and_free(zip, "xl/styles.xml", styles(), error);
}
