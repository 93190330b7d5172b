/* A workbook with all tables, a sheet each. libxlsxwriter in its constant-memory mode writes rows as they come, one sheet at a
 * time being no condition; between `format` and `put` a row travels as
 *
 *     R table | T length bytes | N double | …
 */
#include "base/error.h"
#include "base/outfile.h"
#include "tables.h"
#include "wikidata.h"
#include "writers.h"

#include <xlsxwriter.h>

#define MOST_ROWS 1048576u    /* of a sheet, the header among them */
#define MOST_CHARACTERS 32767u /* of a cell */
#define MOST_LINKS 65000u     /* of a sheet; Excel takes 65,530 */
#define MOST_LINK_BYTES 2000u

typedef struct {
  lxw_worksheet *sheet;
  guint number; /* 1, 2, … : `Mentions`, `Mentions 2` */
  guint32 row;  /* the last one written */
  guint links;
} Sheet;

typedef struct {
  NtOutfile *out;
  lxw_workbook *book;
  lxw_format *header, *link, *wrap;
  Sheet sheets[NT_N_TABLES];
  NtTableKind table; /* of the row at hand */
  guint column;
} Xlsx;

static const NtTableKind order[] = {NT_TABLE_ARTICLES, NT_TABLE_MENTIONS, NT_TABLE_ENTITIES, NT_TABLE_TOPICS};

/* ---- format ---- */

typedef struct {
  NtCells cells; /* first */
  GString *out;
} Encoder;

static void encode_row(NtCells *cells, NtTableKind table)
{
  GString *out = ((Encoder *)cells)->out;
  g_string_append_c(out, 'R');
  g_string_append_c(out, (char)table);
}

static void encode_text(NtCells *cells, NtStr text)
{
  GString *out = ((Encoder *)cells)->out;
  guint32 n = (guint32)text.n;
  g_string_append_c(out, 'T');
  g_string_append_len(out, (const char *)&n, sizeof n);
  g_string_append_len(out, text.p, (gssize)text.n);
}

static void encode_number(NtCells *cells, double number)
{
  GString *out = ((Encoder *)cells)->out;
  g_string_append_c(out, 'N');
  g_string_append_len(out, (const char *)&number, sizeof number);
}

static gboolean xlsx_format(gconstpointer self, NtArticle *article, GString *out, GError **error)
{
  (void)self, (void)error;
  Encoder encoder = {{encode_row, encode_text, encode_number}, out};
  for (guint i = 0; i < G_N_ELEMENTS(order); i++)
    nt_table_rows(order[i], article, &encoder.cells);
  return TRUE;
}

/* ---- put ---- */

static gboolean failed(GError **error, lxw_error code)
{
  if (code == LXW_NO_ERROR)
    return FALSE;
  g_set_error(error, NT_ERROR, NT_ERROR_IO, "xlsx: %s", lxw_strerror(code));
  return TRUE;
}

static gboolean add_sheet(Xlsx *x, NtTableKind table, GError **error)
{
  const NtTableShape *shape = nt_table_shape(table);
  Sheet *s = &x->sheets[table];
  s->number++;
  g_autofree char *name = s->number == 1 ? g_strdup(shape->title) : g_strdup_printf("%s %u", shape->title, s->number);
  s->sheet = workbook_add_worksheet(x->book, name);
  s->row = 0;
  s->links = 0;
  if (!s->sheet) {
    g_set_error(error, NT_ERROR, NT_ERROR_IO, "xlsx: cannot add a sheet");
    return FALSE;
  }
  for (guint i = 0; i < shape->n_columns; i++) {
    worksheet_set_column(s->sheet, (lxw_col_t)i, (lxw_col_t)i, shape->columns[i].width, NULL);
    worksheet_write_string(s->sheet, 0, (lxw_col_t)i, shape->columns[i].name, x->header);
  }
  worksheet_set_landscape(s->sheet);
  worksheet_fit_to_pages(s->sheet, 1, 0);
  worksheet_repeat_rows(s->sheet, 0, 0);
  worksheet_freeze_panes(s->sheet, 1, table == NT_TABLE_ARTICLES ? 2 : 1);
  return TRUE;
}

static void close_filter(Xlsx *x, NtTableKind table)
{
  const Sheet *s = &x->sheets[table];
  worksheet_autofilter(s->sheet, 0, 0, s->row, (lxw_col_t)(nt_table_shape(table)->n_columns - 1));
}

static gboolean begin_row(Xlsx *x, NtTableKind table, GError **error)
{
  Sheet *s = &x->sheets[table];
  if (s->row + 1 >= MOST_ROWS) {
    close_filter(x, table);
    if (!add_sheet(x, table, error))
      return FALSE;
  }
  s->row++;
  x->table = table;
  x->column = 0;
  return TRUE;
}

/* As much as a cell holds. Control characters that XML does not have become spaces. */
static char *cell_text(NtStr text)
{
  glong points = g_utf8_strlen(text.p, (gssize)text.n);
  char *copy;
  if (points > (glong)MOST_CHARACTERS / 2) { /* Excel counts UTF-16; half is always safe */
    const char *end = g_utf8_offset_to_pointer(text.p, MOST_CHARACTERS / 2 - 1);
    copy = g_strdup_printf("%.*s…", (int)(end - text.p), text.p);
  } else {
    copy = g_strndup(text.p, text.n);
  }
  for (char *p = copy; *p; p++)
    if ((guchar)*p < 0x20 && *p != '\n' && *p != '\t')
      *p = ' ';
  return copy;
}

/* Where a cell leads; NULL for nowhere. */
static char *link_of(const Xlsx *x, NtColumnKind kind, NtStr text)
{
  if (kind == NT_COLUMN_ARTICLE && x->sheets[NT_TABLE_ARTICLES].row) {
    const Sheet *articles = &x->sheets[NT_TABLE_ARTICLES]; /* its row was written just before */
    return articles->number == 1 ? g_strdup_printf("internal:Articles!A%u", articles->row + 1)
                                 : g_strdup_printf("internal:'Articles %u'!A%u", articles->number, articles->row + 1);
  }
  if (kind == NT_COLUMN_ENTITY && nt_is_wikidata(text))
    return g_strdup_printf("https://www.wikidata.org/wiki/%.*s", (int)text.n, text.p);
  if (kind == NT_COLUMN_IPTC && text.n > 7 && memcmp(text.p, "medtop:", 7) == 0)
    return g_strdup_printf("http://cv.iptc.org/newscodes/mediatopic/%.*s", (int)text.n - 7, text.p + 7);
  return NULL;
}

static gboolean write_text(Xlsx *x, NtStr text, GError **error)
{
  Sheet *s = &x->sheets[x->table];
  guint column = x->column++;
  if (!text.n)
    return TRUE;
  g_autofree char *cell = cell_text(text);
  g_autofree char *url = link_of(x, nt_table_shape(x->table)->columns[column].kind, text);
  if (url && s->links < MOST_LINKS && strlen(url) < MOST_LINK_BYTES) {
    s->links++;
    return !failed(error, worksheet_write_url_opt(s->sheet, s->row, (lxw_col_t)column, url, x->link, cell, NULL));
  }
  return !failed(error, worksheet_write_string(s->sheet, s->row, (lxw_col_t)column, cell, NULL));
}

static gboolean write_number(Xlsx *x, double number, GError **error)
{
  Sheet *s = &x->sheets[x->table];
  return !failed(error, worksheet_write_number(s->sheet, s->row, (lxw_col_t)x->column++, number, NULL));
}

static gboolean xlsx_put(gpointer self, const char *p, gsize n, GError **error)
{
  Xlsx *x = self;
  const char *end = p + n;
  while (p < end) {
    gboolean good;
    char kind = *p++;
    if (kind == 'R') {
      good = begin_row(x, (NtTableKind)*p++, error);
    } else if (kind == 'T') {
      guint32 length;
      memcpy(&length, p, sizeof length);
      good = write_text(x, nt_str_n(p + sizeof length, length), error);
      p += sizeof length + length;
    } else {
      double number;
      memcpy(&number, p, sizeof number);
      good = write_number(x, number, error);
      p += sizeof number;
    }
    if (!good)
      return FALSE;
  }
  return TRUE;
}

/* ---- the book ---- */

static void xlsx_close(gpointer self)
{
  Xlsx *x = self;
  if (x->book)
    lxw_workbook_free(x->book);
  nt_outfile_free(x->out);
  g_free(x);
}

static void make_formats(Xlsx *x)
{
  x->header = workbook_add_format(x->book);
  format_set_bold(x->header);
  format_set_bottom(x->header, LXW_BORDER_THIN);
  format_set_bg_color(x->header, 0xE8EEF4);
  x->link = workbook_add_format(x->book);
  format_set_font_color(x->link, 0x1F4E9E);
}

static gpointer xlsx_open(const char *path, const NtOptions *options, GError **error)
{
  (void)options;
  if (!path || g_str_equal(path, "-")) {
    g_set_error(error, NT_ERROR, NT_ERROR_USAGE, "xlsx needs a file: -o tags.xlsx");
    return NULL;
  }
  Xlsx *x = g_new0(Xlsx, 1);
  x->out = nt_outfile_open(path, error);
  if (!x->out) {
    xlsx_close(x);
    return NULL;
  }
  lxw_workbook_options book_options = {.constant_memory = LXW_TRUE};
  x->book = workbook_new_opt(nt_outfile_temporary(x->out), &book_options);
  /* The same input gives the same bytes: no clock. */
  lxw_doc_properties properties = {.title = (char *)"newstag", .created = 946684800};
  workbook_set_properties(x->book, &properties);
  make_formats(x);
  for (guint i = 0; i < G_N_ELEMENTS(order); i++)
    if (!add_sheet(x, order[i], error)) {
      xlsx_close(x);
      return NULL;
    }
  return x;
}

static gboolean xlsx_finish(gpointer self, GError **error)
{
  Xlsx *x = self;
  for (guint i = 0; i < NT_N_TABLES; i++)
    close_filter(x, (NtTableKind)i);
  lxw_error code = workbook_close(x->book);
  x->book = NULL;
  return !failed(error, code) && nt_outfile_commit(x->out, error);
}

const NtSink nt_sink_xlsx = {
  .name = "xlsx",
  .suffix = ".xlsx",
  .summary = "a workbook with all tables, a sheet each",
  .reads = NT_TABLE_LAYERS,
  .needs_file = TRUE,
  .open = xlsx_open,
  .format = xlsx_format,
  .put = xlsx_put,
  .finish = xlsx_finish,
  .close = xlsx_close,
};
