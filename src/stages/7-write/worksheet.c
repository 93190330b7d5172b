#include "worksheet.h"

#include "base/json.h"

#define PIECE ((gsize)64 << 10)
#define MOST_LINKS 65000u       /* of a sheet; Excel takes 65,530 */
#define MOST_OUTSIDE 32000u     /* of these, to pages: the others have first call on the room */
#define MOST_LINK_BYTES 2000u

#define PUT(out, literal) nt_json_put((out), NT_STR(literal))

struct NtWorksheet {
  NtZipMember *member;
  GString *rows;           /* not packed yet */
  GString *links, *pages;  /* <hyperlink> elements; the relationships that name their pages */
  GHashTable *numbers;     /* page → its relationship's number */
  guint n_links, n_outside;
  guint32 row;
  char digits[12]; /* of the row's number */
  gsize n_digits;
};

NtWorksheet *nt_worksheet_new(const char *beside, const char *head)
{
  NtWorksheet *s = g_new0(NtWorksheet, 1);
  s->member = nt_zip_member_new(beside);
  s->rows = g_string_sized_new(PIECE * 2);
  s->links = g_string_new(NULL);
  s->pages = g_string_new(NULL);
  s->numbers = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  g_string_append(s->rows, "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<worksheet "
                           "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" "
                           "xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\">");
  g_string_append(s->rows, head);
  g_string_append(s->rows, "<sheetData>");
  return s;
}

void nt_worksheet_free(NtWorksheet *s)
{
  if (!s)
    return;
  nt_zip_member_free(s->member);
  g_string_free(s->rows, TRUE);
  g_string_free(s->links, TRUE);
  g_string_free(s->pages, TRUE);
  g_hash_table_unref(s->numbers);
  g_free(s);
}

guint32 nt_worksheet_row(const NtWorksheet *s)
{
  return s->row;
}

/* ---- rows ---- */

void nt_worksheet_begin_row(NtWorksheet *s)
{
  char *p = s->digits + sizeof s->digits;
  guint32 n = ++s->row;
  do
    *--p = (char)('0' + n % 10);
  while (n /= 10);
  s->n_digits = (gsize)(s->digits + sizeof s->digits - p);
  memmove(s->digits, p, s->n_digits);
  PUT(s->rows, "<row r=\"");
  nt_json_put_n(s->rows, s->digits, s->n_digits);
  PUT(s->rows, "\">");
}

static void begin_cell(NtWorksheet *s, guint column)
{
  g_assert(column < 26);
  char head[8] = "<c r=\"A";
  head[6] = (char)('A' + column);
  nt_json_put_n(s->rows, head, 7);
  nt_json_put_n(s->rows, s->digits, s->n_digits);
}

void nt_worksheet_text(NtWorksheet *s, guint column, guint32 shared, guint style)
{
  begin_cell(s, column);
  if (style) {
    char text[6] = "\" s=\"0";
    text[5] = (char)('0' + style);
    nt_json_put_n(s->rows, text, 6);
  }
  PUT(s->rows, "\" t=\"s\"><v>");
  nt_json_put_count(s->rows, shared);
  PUT(s->rows, "</v></c>");
}

void nt_worksheet_number(NtWorksheet *s, guint column, NtStr digits)
{
  begin_cell(s, column);
  PUT(s->rows, "\"><v>");
  nt_json_put(s->rows, digits);
  PUT(s->rows, "</v></c>");
}

static gboolean empty(NtWorksheet *s, GError **error)
{
  gboolean good = nt_zip_member_write(s->member, s->rows->str, s->rows->len, error);
  g_string_truncate(s->rows, 0);
  return good;
}

gboolean nt_worksheet_end_row(NtWorksheet *s, GError **error)
{
  PUT(s->rows, "</row>");
  return s->rows->len < PIECE || empty(s, error);
}

/* ---- links ---- */

static void put_place(GString *out, guint column, guint32 row)
{
  g_string_append_c(out, (char)('A' + column));
  nt_json_put_count(out, row);
}

void nt_worksheet_link_inside(NtWorksheet *s, guint column, guint32 first, guint32 last, const char *location)
{
  if (s->n_links >= MOST_LINKS)
    return;
  s->n_links++;
  PUT(s->links, "<hyperlink ref=\"");
  put_place(s->links, column, first);
  if (last > first) {
    PUT(s->links, ":");
    put_place(s->links, column, last);
  }
  PUT(s->links, "\" location=\"");
  nt_json_put(s->links, nt_str(location));
  PUT(s->links, "\"/>");
}

static guint page_number(NtWorksheet *s, const char *url)
{
  guint number = GPOINTER_TO_UINT(g_hash_table_lookup(s->numbers, url));
  if (number)
    return number;
  number = g_hash_table_size(s->numbers) + 1;
  g_hash_table_insert(s->numbers, g_strdup(url), GUINT_TO_POINTER(number));
  g_string_append_printf(s->pages,
                         "<Relationship Id=\"rId%u\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
                         "hyperlink\" Target=\"%s\" TargetMode=\"External\"/>",
                         number, url);
  return number;
}

void nt_worksheet_link_outside(NtWorksheet *s, guint column, const char *url)
{
  if (s->n_links >= MOST_LINKS || s->n_outside >= MOST_OUTSIDE || strlen(url) > MOST_LINK_BYTES)
    return;
  s->n_links++;
  s->n_outside++;
  PUT(s->links, "<hyperlink ref=\"");
  put_place(s->links, column, s->row);
  PUT(s->links, "\" r:id=\"rId");
  nt_json_put_count(s->links, page_number(s, url));
  PUT(s->links, "\"/>");
}

/* ---- the end ---- */

gboolean nt_worksheet_finish(NtWorksheet *s, const char *behind, GError **error)
{
  PUT(s->rows, "</sheetData>");
  nt_json_put(s->rows, nt_str(behind));
  if (s->links->len) {
    PUT(s->rows, "<hyperlinks>");
    nt_json_put_n(s->rows, s->links->str, s->links->len);
    PUT(s->rows, "</hyperlinks>");
  }
  PUT(s->rows, "<pageMargins left=\"0.5\" right=\"0.5\" top=\"0.5\" bottom=\"0.5\" header=\"0.3\" footer=\"0.3\"/>"
               "<pageSetup paperSize=\"9\" orientation=\"landscape\" fitToHeight=\"0\"/></worksheet>");
  g_string_truncate(s->links, 0);
  return empty(s, error) && nt_zip_member_end(s->member, error);
}

gboolean nt_worksheet_take(NtWorksheet *s, NtZip *zip, guint number, GError **error)
{
  g_autofree char *name = g_strdup_printf("xl/worksheets/sheet%u.xml", number);
  g_autofree char *links = g_strdup_printf("xl/worksheets/_rels/sheet%u.xml.rels", number);
  if (!nt_zip_take(zip, name, g_steal_pointer(&s->member), error))
    return FALSE;
  if (!s->pages->len)
    return TRUE;
  g_string_prepend(s->pages, "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<Relationships "
                             "xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">");
  g_string_append(s->pages, "</Relationships>");
  return nt_zip_add(zip, links, nt_str_n(s->pages->str, s->pages->len), error);
}
