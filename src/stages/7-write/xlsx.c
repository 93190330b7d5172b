/* A workbook: a summary, and all tables, a sheet each. The workers make an article's texts and rows (rows.c); here they get their
 * numbers and places. Only links, the summary's counts and what waits to be packed are in memory. */
#include "base/error.h"
#include "base/outfile.h"
#include "book.h"
#include "members.h"
#include "rows.h"
#include "shared.h"
#include "worksheet.h"
#include "summary.h"
#include "wikidata.h"
#include "writers.h"

#include <stdlib.h>

#define MOST_ROWS 1048576u /* of a sheet, the header among them */
#define MOST_COLUMNS 16u
#define TOP 25u /* rows of a summary's list */

typedef struct {
  NtWorksheet *sheet;
  char *title;
  guint32 rows;
} Full;

/* The sheets of one table. */
typedef struct {
  NtWorksheet *sheet;
  guint number;      /* 1, 2, … : `Mentions`, `Mentions 2` */
  GArray *full;      /* Full */
  guint32 first_row; /* of the article at hand; 0: none yet */
} Table;

typedef struct {
  NtOutfile *out;
  char *beside;
  guint32 most_rows;
  NtShared *shared;
  Table tables[NT_N_TABLES];
  NtSummary *summary;
  guint64 articles, mentions;
  char place[48]; /* where the article at hand has its row: `Articles!A12` */

  /* The article at hand. */
  NtStr *texts;
  guint32 *numbers; /* in the workbook; G_MAXUINT32: not written yet */
  guint32 n_texts, texts_room;
  /* The row at hand. */
  NtTableKind table;
  guint column;
  NtStr cells[MOST_COLUMNS];
  GString *url;
} Xlsx;

static const NtTableKind order[] = {NT_TABLE_ARTICLES, NT_TABLE_MENTIONS, NT_TABLE_ENTITIES, NT_TABLE_TOPICS};

static gboolean xlsx_format(gconstpointer self, NtArticle *article, GString *out, GError **error)
{
  (void)self, (void)error;
  nt_rows_encode(article, out);
  return TRUE;
}

/* ---- sheets ---- */

static char *title_of(const Xlsx *x, NtTableKind table)
{
  const char *title = nt_table_shape(table)->title;
  guint number = x->tables[table].number;
  return number == 1 ? g_strdup(title) : g_strdup_printf("%s %u", title, number);
}

static guint32 share_literal(Xlsx *x, const char *text, GError **error)
{
  g_autoptr(GString) xml = g_string_new(NULL);
  nt_rows_put_xml(xml, nt_str(text));
  return nt_shared_number(x->shared, nt_str_n(xml->str, xml->len), error);
}

static gboolean put_literal(Xlsx *x, NtWorksheet *sheet, guint column, const char *text, guint style, GError **error)
{
  guint32 number = share_literal(x, text, error);
  if (number == G_MAXUINT32)
    return FALSE;
  nt_worksheet_text(sheet, column, number, style);
  return TRUE;
}

static gboolean add_sheet(Xlsx *x, NtTableKind table, GError **error)
{
  const NtTableShape *shape = nt_table_shape(table);
  Table *t = &x->tables[table];
  g_assert(shape->n_columns <= MOST_COLUMNS);
  g_autofree char *head = nt_book_head(table);
  t->number++;
  t->first_row = 0;
  t->sheet = nt_worksheet_new(x->beside, head);
  nt_worksheet_begin_row(t->sheet);
  for (guint i = 0; i < shape->n_columns; i++)
    if (!put_literal(x, t->sheet, i, shape->columns[i].name, NT_STYLE_HEADER, error))
      return FALSE;
  return nt_worksheet_end_row(t->sheet, error);
}

/* The rows of the article at hand lead to its row in `Articles`: one link for all of them, because a sheet takes but 65,530. */
static void link_article(Xlsx *x, NtTableKind table)
{
  const NtTableShape *shape = nt_table_shape(table);
  Table *t = &x->tables[table];
  for (guint i = 0; t->first_row && i < shape->n_columns; i++)
    if (shape->columns[i].kind == NT_COLUMN_ARTICLE)
      nt_worksheet_link_inside(t->sheet, i, t->first_row, nt_worksheet_row(t->sheet), x->place);
  t->first_row = 0;
}

static gboolean close_sheet(Xlsx *x, NtTableKind table, GError **error)
{
  Table *t = &x->tables[table];
  Full full = {.title = title_of(x, table), .rows = nt_worksheet_row(t->sheet)};
  g_autofree char *behind = nt_book_behind(table, full.rows);
  gboolean good = nt_worksheet_finish(t->sheet, behind, error);
  full.sheet = g_steal_pointer(&t->sheet);
  g_array_append_val(t->full, full);
  return good;
}

/* ---- rows ---- */

static gboolean begin_row(Xlsx *x, NtTableKind table, GError **error)
{
  Table *t = &x->tables[table];
  if (nt_worksheet_row(t->sheet) >= x->most_rows) {
    link_article(x, table);
    if (!close_sheet(x, table, error) || !add_sheet(x, table, error))
      return FALSE;
  }
  nt_worksheet_begin_row(t->sheet);
  if (!t->first_row)
    t->first_row = nt_worksheet_row(t->sheet);
  if (table == NT_TABLE_ARTICLES) {
    g_autofree char *title = title_of(x, table);
    g_snprintf(x->place, sizeof x->place, "'%s'!A%u", title, nt_worksheet_row(t->sheet));
  }
  x->table = table;
  x->column = 0;
  return TRUE;
}

/* The text in its XML: `<t>Q42</t>`. */
static NtStr inner(NtStr xml)
{
  return xml.n > 7 && xml.p[2] == '>' ? nt_str_n(xml.p + 3, xml.n - 7) : (NtStr){0};
}

static gboolean all_digits(NtStr s)
{
  for (gsize i = 0; i < s.n; i++)
    if (!g_ascii_isdigit(s.p[i]))
      return FALSE;
  return s.n > 0;
}

/* The page that a cell leads to, into `url`; FALSE for none. */
static gboolean page_of(NtColumnKind kind, NtStr text, GString *url)
{
  g_string_truncate(url, 0);
  if (kind == NT_COLUMN_ENTITY && nt_is_wikidata(text)) {
    nt_json_put(url, NT_STR("https://www.wikidata.org/wiki/"));
    nt_json_put(url, text);
  } else if (kind == NT_COLUMN_IPTC && text.n > 7 && memcmp(text.p, "medtop:", 7) == 0 && all_digits(nt_str_n(text.p + 7, text.n - 7))) {
    nt_json_put(url, NT_STR("http://cv.iptc.org/newscodes/mediatopic/"));
    nt_json_put_n(url, text.p + 7, text.n - 7);
  }
  return url->len > 0;
}

static gboolean put_text(Xlsx *x, guint32 local, GError **error)
{
  NtWorksheet *sheet = x->tables[x->table].sheet;
  guint column = x->column++;
  NtColumnKind kind = nt_table_shape(x->table)->columns[column].kind;
  guint style = kind == NT_COLUMN_ARTICLE ? NT_STYLE_LINK : NT_STYLE_PLAIN;
  x->cells[column] = x->texts[local];
  if (x->numbers[local] == G_MAXUINT32)
    x->numbers[local] = nt_shared_number(x->shared, x->texts[local], error);
  if (x->numbers[local] == G_MAXUINT32)
    return FALSE;
  if (kind == NT_COLUMN_ENTITY || kind == NT_COLUMN_IPTC) {
    gboolean leads = page_of(kind, inner(x->texts[local]), x->url);
    if (leads)
      nt_worksheet_link_outside(sheet, column, x->url->str);
    style = leads ? NT_STYLE_LINK : NT_STYLE_PLAIN;
  }
  nt_worksheet_text(sheet, column, x->numbers[local], style);
  return TRUE;
}

static NtStr cell_of(const Xlsx *x, const char *name)
{
  const NtTableShape *shape = nt_table_shape(x->table);
  for (guint i = 0; i < shape->n_columns; i++)
    if (g_str_equal(shape->columns[i].name, name))
      return x->cells[i];
  return (NtStr){0};
}

static void count_row(Xlsx *x)
{
  static const struct {
    const char *type;
    NtCountKind kind;
  } kinds[] = {{"<t>person</t>", NT_COUNT_PEOPLE}, {"<t>place</t>", NT_COUNT_PLACES}, {"<t>organization</t>", NT_COUNT_ORGANIZATIONS}};
  if (x->table == NT_TABLE_ARTICLES && !cell_of(x, "error").n) {
    NtStr publisher = cell_of(x, "publisher");
    x->articles++;
    if (publisher.n)
      nt_summary_add(x->summary, NT_COUNT_PUBLISHERS, publisher, publisher);
  } else if (x->table == NT_TABLE_TOPICS) {
    nt_summary_add(x->summary, NT_COUNT_TOPICS, cell_of(x, "topic"), cell_of(x, "label"));
  } else if (x->table == NT_TABLE_MENTIONS) {
    x->mentions++;
  }
  for (guint i = 0; x->table == NT_TABLE_ENTITIES && i < G_N_ELEMENTS(kinds); i++)
    if (nt_str_is(cell_of(x, "type"), kinds[i].type))
      nt_summary_add(x->summary, kinds[i].kind, cell_of(x, "entity"), cell_of(x, "name"));
}

static gboolean end_row(Xlsx *x, GError **error)
{
  if (!x->column)
    return TRUE;
  count_row(x);
  x->column = 0;
  return nt_worksheet_end_row(x->tables[x->table].sheet, error);
}

/* ---- articles ---- */

static guint32 read32(const char **p)
{
  guint32 n;
  memcpy(&n, *p, sizeof n);
  *p += sizeof n;
  return n;
}

static void read_texts(Xlsx *x, const char **p)
{
  x->n_texts = read32(p);
  if (x->n_texts > x->texts_room) {
    x->texts_room = x->n_texts * 2;
    x->texts = g_renew(NtStr, x->texts, x->texts_room);
    x->numbers = g_renew(guint32, x->numbers, x->texts_room);
  }
  for (guint32 i = 0; i < x->n_texts; i++) {
    guint32 n = read32(p);
    x->texts[i] = nt_str_n(*p, n);
    x->numbers[i] = G_MAXUINT32;
    *p += n;
  }
}

static gboolean put_rows(Xlsx *x, const char **p, GError **error)
{
  for (;;) {
    char what = *(*p)++;
    gboolean good = TRUE;
    if (what == NT_ROWS_END)
      return end_row(x, error);
    if (what == NT_ROWS_ROW) {
      good = end_row(x, error) && begin_row(x, (NtTableKind)(*p)[0], error);
      *p += 1;
    } else if (what == NT_ROWS_TEXT) {
      good = put_text(x, read32(p), error);
    } else if (what == NT_ROWS_EMPTY) {
      x->cells[x->column++] = (NtStr){0};
    } else {
      guint n = (guchar) * (*p)++;
      x->cells[x->column] = (NtStr){0};
      nt_worksheet_number(x->tables[x->table].sheet, x->column++, nt_str_n(*p, n));
      *p += n;
    }
    if (!good)
      return FALSE;
  }
}

static gboolean xlsx_put(gpointer self, const char *p, gsize n, GError **error)
{
  Xlsx *x = self;
  const char *end = p + n;
  while (p < end) {
    read_texts(x, &p);
    if (!put_rows(x, &p, error))
      return FALSE;
    for (guint i = 0; i < NT_N_TABLES; i++)
      link_article(x, (NtTableKind)i);
  }
  return TRUE;
}

/* ---- the summary ---- */

typedef struct {
  const char *title, *unit;
  NtCount rows[TOP];
  guint n;
} List;

static List list_of(const Xlsx *x, NtCountKind kind, const char *title)
{
  List list = {.title = title, .unit = "articles"};
  list.n = nt_summary_top(x->summary, kind, list.rows, TOP);
  return list;
}

static List totals(const Xlsx *x)
{
  return (List){
    .title = "In all", .unit = "", .n = 5,
    .rows = {{NT_STR("<t>articles</t>"), x->articles},
             {NT_STR("<t>mentions</t>"), x->mentions},
             {NT_STR("<t>different people</t>"), nt_summary_different(x->summary, NT_COUNT_PEOPLE)},
             {NT_STR("<t>different places</t>"), nt_summary_different(x->summary, NT_COUNT_PLACES)},
             {NT_STR("<t>different organizations</t>"), nt_summary_different(x->summary, NT_COUNT_ORGANIZATIONS)}}};
}

static gboolean put_count(Xlsx *x, NtWorksheet *sheet, guint column, const NtCount *count, GError **error)
{
  guint32 number = nt_shared_number(x->shared, count->name, error);
  if (number == G_MAXUINT32)
    return FALSE;
  char digits[24];
  g_snprintf(digits, sizeof digits, "%" G_GUINT64_FORMAT, count->articles);
  nt_worksheet_text(sheet, column, number, NT_STYLE_PLAIN);
  nt_worksheet_number(sheet, column + 1, nt_str(digits));
  return TRUE;
}

/* Three lists side by side, with a column between; `bars` gets the rules of those that have units. */
static gboolean put_band(Xlsx *x, NtWorksheet *sheet, const List *lists, GString *bars, GError **error)
{
  guint longest = 0;
  nt_worksheet_begin_row(sheet);
  for (guint i = 0; i < 3; i++) {
    longest = MAX(longest, lists[i].n);
    if (!put_literal(x, sheet, i * 3, lists[i].title, NT_STYLE_HEADER, error) ||
        !put_literal(x, sheet, i * 3 + 1, lists[i].unit, NT_STYLE_HEADER, error))
      return FALSE;
    if (*lists[i].unit && lists[i].n)
      nt_book_put_bars(bars, i * 3 + 1, nt_worksheet_row(sheet) + 1, nt_worksheet_row(sheet) + lists[i].n, (guint)bars->len + 1);
  }
  for (guint row = 0; row < longest; row++) {
    if (!nt_worksheet_end_row(sheet, error))
      return FALSE;
    nt_worksheet_begin_row(sheet);
    for (guint i = 0; i < 3; i++)
      if (row < lists[i].n && !put_count(x, sheet, i * 3, &lists[i].rows[row], error))
        return FALSE;
  }
  return nt_worksheet_end_row(sheet, error);
}

#define COLUMN(n, width) "<col min=\"" #n "\" max=\"" #n "\" width=\"" width "\" customWidth=\"1\"/>"
static const char summary_head[] =
  "<sheetPr><pageSetUpPr fitToPage=\"1\"/></sheetPr><sheetViews><sheetView showGridLines=\"0\" tabSelected=\"1\" workbookViewId=\"0\"/>"
  "</sheetViews><sheetFormatPr defaultRowHeight=\"15\"/><cols>" COLUMN(1, "34.7") COLUMN(2, "16.7") COLUMN(3, "3.7") COLUMN(4, "34.7")
    COLUMN(5, "16.7") COLUMN(6, "3.7") COLUMN(7, "34.7") COLUMN(8, "16.7") "</cols>";

static gboolean put_summary(Xlsx *x, NtWorksheet *sheet, GError **error)
{
  List above[] = {list_of(x, NT_COUNT_TOPICS, "Topics"), list_of(x, NT_COUNT_PUBLISHERS, "Publishers"), totals(x)};
  List below[] = {list_of(x, NT_COUNT_PEOPLE, "People"), list_of(x, NT_COUNT_PLACES, "Places"),
                  list_of(x, NT_COUNT_ORGANIZATIONS, "Organizations")};
  g_autoptr(GString) bars = g_string_new(NULL);
  nt_worksheet_begin_row(sheet);
  if (!put_literal(x, sheet, 0, "Summary", NT_STYLE_TITLE, error) || !nt_worksheet_end_row(sheet, error))
    return FALSE;
  nt_worksheet_begin_row(sheet);
  if (!put_literal(x, sheet, 0, "In how many articles each stands; the 25 most frequent of each kind", NT_STYLE_NOTE, error) ||
      !nt_worksheet_end_row(sheet, error))
    return FALSE;
  nt_worksheet_begin_row(sheet);
  if (!nt_worksheet_end_row(sheet, error) || !put_band(x, sheet, above, bars, error))
    return FALSE;
  nt_worksheet_begin_row(sheet);
  return nt_worksheet_end_row(sheet, error) && put_band(x, sheet, below, bars, error) && nt_worksheet_finish(sheet, bars->str, error);
}

/* ---- the book ---- */

static void full_clear(gpointer p)
{
  Full *full = p;
  nt_worksheet_free(full->sheet);
  g_free(full->title);
}

static void xlsx_close(gpointer self)
{
  Xlsx *x = self;
  for (guint i = 0; i < NT_N_TABLES; i++) {
    nt_worksheet_free(x->tables[i].sheet);
    if (x->tables[i].full)
      g_array_unref(x->tables[i].full);
  }
  nt_shared_free(x->shared);
  nt_summary_free(x->summary);
  nt_outfile_free(x->out);
  g_string_free(x->url, TRUE);
  g_free(x->beside);
  g_free(x->texts);
  g_free(x->numbers);
  g_free(x);
}

static gpointer xlsx_open(const char *path, const NtOptions *options, GError **error)
{
  Xlsx *x = g_new0(Xlsx, 1);
  x->most_rows = (guint32)nt_options_count(options, "sheet-rows", MOST_ROWS); /* no row of nt_sink_options: for tests */
  x->beside = path && !g_str_equal(path, "-") ? g_strdup(path) : NULL;
  x->out = nt_outfile_open(path, error);
  x->shared = nt_shared_new(x->beside);
  x->summary = nt_summary_new();
  x->url = g_string_new(NULL);
  gboolean good = x->out != NULL;
  for (guint i = 0; i < NT_N_TABLES; i++) {
    x->tables[i].full = g_array_new(FALSE, FALSE, sizeof(Full));
    g_array_set_clear_func(x->tables[i].full, full_clear);
    good = good && add_sheet(x, (NtTableKind)i, error);
  }
  if (good)
    return x;
  xlsx_close(x);
  return NULL;
}

static gboolean take_sheets(Xlsx *x, NtZip *zip, NtWorksheet *summary, GError **error)
{
  guint number = 1;
  if (!nt_worksheet_take(summary, zip, number++, error))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS(order); i++) {
    GArray *full = x->tables[order[i]].full;
    for (guint k = 0; k < full->len; k++)
      if (!nt_worksheet_take(g_array_index(full, Full, k).sheet, zip, number++, error))
        return FALSE;
  }
  return TRUE;
}

static gboolean put_book(Xlsx *x, NtZip *zip, GError **error)
{
  g_autoptr(GArray) sheets = g_array_new(FALSE, FALSE, sizeof(NtBookSheet));
  NtBookSheet first = {.title = "Summary"};
  g_array_append_val(sheets, first);
  for (guint i = 0; i < G_N_ELEMENTS(order); i++) {
    GArray *full = x->tables[order[i]].full;
    for (guint k = 0; k < full->len; k++) {
      const Full *f = &g_array_index(full, Full, k);
      NtBookSheet row = {f->title, f->rows, nt_table_shape(order[i])->n_columns - 1, TRUE};
      g_array_append_val(sheets, row);
    }
  }
  return nt_book_put(zip, (const NtBookSheet *)(const void *)sheets->data, sheets->len, error);
}

static gboolean xlsx_finish(gpointer self, GError **error)
{
  Xlsx *x = self;
  for (guint i = 0; i < NT_N_TABLES; i++)
    if (!close_sheet(x, (NtTableKind)i, error))
      return FALSE;
  g_autoptr(NtWorksheet) summary = nt_worksheet_new(x->beside, summary_head);
  g_autoptr(NtZip) zip = nt_zip_new(x->out, x->beside);
  return put_summary(x, summary, error) && put_book(x, zip, error) && take_sheets(x, zip, summary, error) &&
         nt_shared_take(x->shared, zip, error) && nt_zip_finish(zip, error) && nt_outfile_commit(x->out, error);
}

const NtSink nt_sink_xlsx = {
  .name = "xlsx",
  .suffix = ".xlsx",
  .summary = "a workbook with a summary and all tables, a sheet each",
  .reads = NT_TABLE_LAYERS,
  .open = xlsx_open,
  .format = xlsx_format,
  .put = xlsx_put,
  .finish = xlsx_finish,
  .close = xlsx_close,
};
