/* csv and tsv: one table as text. */
#include "base/error.h"
#include "base/json.h"
#include "base/outfile.h"
#include "guard.h"
#include "tables.h"
#include "writers.h"

typedef struct {
  NtOutfile *out;
  NtTableKind table;
  gboolean tsv;
} Delimited;

typedef struct {
  NtCells cells; /* first */
  GString *out;
  gboolean tsv;
  guint column, n_columns;
} Line;

static void begin_cell(Line *line)
{
  if (line->column++)
    g_string_append_c(line->out, line->tsv ? '\t' : ',');
}

static void end_cell(Line *line)
{
  if (line->column == line->n_columns)
    g_string_append(line->out, line->tsv ? "\n" : "\r\n");
}

static void put_tsv(GString *out, NtStr text)
{
  for (gsize i = 0; i < text.n; i++)
    g_string_append_c(out, strchr("\t\n\r", text.p[i]) && text.p[i] ? ' ' : text.p[i]);
}

static void put_csv(GString *out, NtStr text)
{
  gboolean quote = FALSE;
  for (gsize i = 0; i < text.n && !quote; i++)
    quote = text.p[i] == ',' || text.p[i] == '"' || text.p[i] == '\n' || text.p[i] == '\r';
  if (text.n && (text.p[0] == ' ' || text.p[text.n - 1] == ' '))
    quote = TRUE;
  if (!quote) {
    g_string_append_len(out, text.p, (gssize)text.n);
    return;
  }
  g_string_append_c(out, '"');
  for (gsize i = 0; i < text.n; i++) {
    if (text.p[i] == '"')
      g_string_append_c(out, '"');
    g_string_append_c(out, text.p[i]);
  }
  g_string_append_c(out, '"');
}

static void put_text(NtCells *cells, NtStr text)
{
  Line *line = (Line *)cells;
  begin_cell(line);
  if (nt_guard_needed(text)) {
    g_autofree char *guarded = g_strdup_printf("'%.*s", (int)text.n, text.p);
    text = nt_str_n(guarded, text.n + 1);
    (line->tsv ? put_tsv : put_csv)(line->out, text);
  } else {
    (line->tsv ? put_tsv : put_csv)(line->out, text);
  }
  end_cell(line);
}

static void put_number(NtCells *cells, double number)
{
  Line *line = (Line *)cells;
  begin_cell(line);
  nt_json_put_number(line->out, number);
  end_cell(line);
}

static void put_row(NtCells *cells, NtTableKind table)
{
  (void)table;
  ((Line *)cells)->column = 0;
}

static Line line_for(const Delimited *d, GString *out)
{
  return (Line){{put_row, put_text, put_number}, out, d->tsv, 0, nt_table_shape(d->table)->n_columns};
}

static gboolean put_header(Delimited *d, const NtOptions *options, GError **error)
{
  g_autoptr(GString) head = g_string_new(nt_options_flag(options, "bom") ? "\xEF\xBB\xBF" : "");
  Line line = line_for(d, head);
  for (guint i = 0; i < line.n_columns; i++)
    put_text(&line.cells, nt_str(nt_table_shape(d->table)->columns[i].name));
  return nt_outfile_write(d->out, head->str, head->len, error);
}

static void delimited_close(gpointer self)
{
  Delimited *d = self;
  nt_outfile_free(d->out);
  g_free(d);
}

static gpointer delimited_open(const char *path, const NtOptions *options, gboolean tsv, GError **error)
{
  const char *table = nt_options_text(options, "table");
  NtTableKind kind = NT_TABLE_MENTIONS;
  if (table && !nt_table_from(table, &kind)) {
    g_set_error(error, NT_ERROR, NT_ERROR_USAGE, "there is no table \"%s\" (" NT_TABLE_NAMES ")", table);
    return NULL;
  }
  Delimited *d = g_new0(Delimited, 1);
  d->table = kind;
  d->tsv = tsv;
  d->out = nt_outfile_open(path, error);
  if (!d->out || !put_header(d, options, error)) {
    delimited_close(d);
    return NULL;
  }
  return d;
}

static gpointer csv_open(const char *path, const NtOptions *options, GError **error)
{
  return delimited_open(path, options, FALSE, error);
}

static gpointer tsv_open(const char *path, const NtOptions *options, GError **error)
{
  return delimited_open(path, options, TRUE, error);
}

static gboolean delimited_format(gconstpointer self, NtArticle *article, GString *out, GError **error)
{
  const Delimited *d = self;
  (void)error;
  Line line = line_for(d, out);
  nt_table_rows(d->table, article, &line.cells);
  return TRUE;
}

static gboolean delimited_put(gpointer self, const char *bytes, gsize n, GError **error)
{
  return nt_outfile_write(((Delimited *)self)->out, bytes, n, error);
}

static gboolean delimited_flush(gpointer self, GError **error)
{
  return nt_outfile_flush(((Delimited *)self)->out, error);
}

static gboolean delimited_finish(gpointer self, GError **error)
{
  return nt_outfile_commit(((Delimited *)self)->out, error);
}

const NtSink nt_sink_csv = {
  .name = "csv",
  .suffix = ".csv",
  .summary = "one table, comma-separated (RFC 4180)",
  .reads = NT_TABLE_LAYERS,
  .open = csv_open,
  .format = delimited_format,
  .put = delimited_put,
  .flush = delimited_flush,
  .finish = delimited_finish,
  .close = delimited_close,
};

const NtSink nt_sink_tsv = {
  .name = "tsv",
  .suffix = ".tsv",
  .summary = "one table, tab-separated",
  .reads = NT_TABLE_LAYERS,
  .open = tsv_open,
  .format = delimited_format,
  .put = delimited_put,
  .flush = delimited_flush,
  .finish = delimited_finish,
  .close = delimited_close,
};
