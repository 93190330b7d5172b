#include "rows.h"

#include "base/json.h"
#include "base/utf8.h"
#include "texts.h"

#define COLUMNS 16u

typedef struct {
  NtCells cells; /* first */
  NtTexts strings;
  GString *rows;
  guint column;
  /* The text that stood in the column before, by its address: an article's rows begin alike. */
  struct {
    const char *p;
    gsize n;
    guint32 number;
  } last[COLUMNS];
} Encoder;

static void put32(GString *out, guint32 n)
{
  nt_json_put_n(out, (const char *)&n, sizeof n);
}

static void encode_row(NtCells *cells, NtTableKind table)
{
  Encoder *e = (Encoder *)cells;
  char head[2] = {NT_ROWS_ROW, (char)table};
  nt_json_put_n(e->rows, head, 2);
  e->column = 0;
}

static void encode_text(NtCells *cells, NtStr text)
{
  Encoder *e = (Encoder *)cells;
  guint column = e->column++ % COLUMNS;
  if (!text.n) {
    g_string_append_c(e->rows, NT_ROWS_EMPTY);
    return;
  }
  gboolean lasting = column < 4; /* further ones may be built anew in the same place */
  if (!lasting || e->last[column].p != text.p || e->last[column].n != text.n) {
    e->last[column].p = text.p;
    e->last[column].n = text.n;
    e->last[column].number = nt_texts_number(&e->strings, text);
  }
  g_string_append_c(e->rows, NT_ROWS_TEXT);
  put32(e->rows, e->last[column].number);
}

static void encode_number(NtCells *cells, double number)
{
  Encoder *e = (Encoder *)cells;
  e->column++;
  char head[2] = {NT_ROWS_NUMBER, 0};
  gsize at = e->rows->len;
  nt_json_put_n(e->rows, head, 2);
  nt_json_put_number(e->rows, number);
  e->rows->str[at + 1] = (char)(e->rows->len - at - 2);
}

void nt_rows_encode(NtArticle *article, GString *out)
{
  static const NtTableKind order[] = {NT_TABLE_ARTICLES, NT_TABLE_MENTIONS, NT_TABLE_ENTITIES, NT_TABLE_TOPICS};
  g_autoptr(GString) rows = g_string_sized_new(4096);
  Encoder e = {.cells = {encode_row, encode_text, encode_number}, .rows = rows};
  nt_texts_init(&e.strings, article->arena);
  for (guint i = 0; i < G_N_ELEMENTS(order); i++)
    nt_table_rows(order[i], article, &e.cells);
  put32(out, e.strings.texts.n);
  for (guint i = 0; i < e.strings.texts.n; i++) {
    gsize at = out->len;
    put32(out, 0);
    nt_rows_put_xml(out, e.strings.texts.v[i]);
    guint32 n = (guint32)(out->len - at - sizeof n);
    memcpy(out->str + at, &n, sizeof n);
  }
  nt_json_put_n(out, rows->str, rows->len);
  g_string_append_c(out, NT_ROWS_END);
}

/* ---- XML ---- */

/* What Excel would read as an escaped character: `_x0041_`. */
static gboolean looks_escaped(const char *p, gsize n)
{
  return n >= 7 && p[1] == 'x' && g_ascii_isxdigit(p[2]) && g_ascii_isxdigit(p[3]) && g_ascii_isxdigit(p[4]) &&
         g_ascii_isxdigit(p[5]) && p[6] == '_';
}

static gsize put_special(GString *out, const char *p, gsize n)
{
  switch (*p) {
  case '&': nt_json_put_n(out, "&amp;", 5); return 1;
  case '<': nt_json_put_n(out, "&lt;", 4); return 1;
  case '>': nt_json_put_n(out, "&gt;", 4); return 1;
  case '_':
    if (looks_escaped(p, n))
      nt_json_put_n(out, "_x005F_", 7);
    else
      g_string_append_c(out, '_');
    return 1;
  case '\xEF': /* U+FFFE and U+FFFF are no characters to XML */
    if (n >= 3 && p[1] == '\xBF' && (guchar)p[2] >= 0xBE) {
      nt_json_put_n(out, "\xEF\xBF\xBD", 3);
      return 3;
    }
    g_string_append_c(out, *p);
    return 1;
  default: /* control characters */
    g_string_append_c(out, *p == '\n' || *p == '\t' ? *p : ' ');
    return 1;
  }
}

/* 1 for bytes that put_special looks at. */
static inline gboolean is_special(guchar c)
{
  return c < 0x20 || c == '&' || c == '<' || c == '>' || c == '_' || c == 0xEF;
}

static NtStr cut(NtStr text, gboolean *whole)
{
  *whole = text.n <= NT_CELL_CHARACTERS / 2 || g_utf8_strlen(text.p, (gssize)text.n) <= (glong)NT_CELL_CHARACTERS / 2;
  if (*whole)
    return text;
  const char *end = g_utf8_offset_to_pointer(text.p, NT_CELL_CHARACTERS / 2 - 1); /* half is safe: a character is two of UTF-16 */
  return nt_str_n(text.p, (gsize)(end - text.p));
}

void nt_rows_put_xml(GString *out, NtStr text)
{
  gboolean whole;
  text = cut(text, &whole);
  gboolean keep = text.n && (g_ascii_isspace(text.p[0]) || g_ascii_isspace(text.p[text.n - 1]));
  nt_json_put(out, keep ? NT_STR("<t xml:space=\"preserve\">") : NT_STR("<t>"));
  for (gsize i = 0; i < text.n;) {
    gsize start = i;
    while (i < text.n && !is_special((guchar)text.p[i]))
      i++;
    nt_json_put_n(out, text.p + start, i - start);
    if (i < text.n)
      i += put_special(out, text.p + i, text.n - i);
  }
  if (!whole)
    nt_json_put(out, NT_STR("…"));
  nt_json_put(out, NT_STR("</t>"));
}
