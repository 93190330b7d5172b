#include "table.h"

#include "base/error.h"
#include "base/utf8.h"

#define MOST_COLUMNS 64u

struct NtTableReader {
  GMappedFile *map;
  NtStr rest;
  gboolean csv;
  guint32 next_line;
  GString *unquoted; /* cells of a CSV row whose quotes had to be taken off */
  NtStr cells[MOST_COLUMNS], names[MOST_COLUMNS];
  guint n_cells, n_names;
};

void nt_table_free(NtTable *table)
{
  if (!table)
    return;
  g_mapped_file_unref(table->reader->map);
  for (guint i = 0; i < table->reader->n_names; i++)
    g_free((char *)(guintptr)table->reader->names[i].p);
  g_string_free(table->reader->unquoted, TRUE);
  g_free(table->reader);
  g_free(table);
}

static gboolean wrong(GError **error, const char *message)
{
  g_set_error(error, NT_ERROR, NT_ERROR_KNOWLEDGE, "%s", message);
  return FALSE;
}

static gboolean add_cell(struct NtTableReader *r, NtStr cell, GError **error)
{
  if (r->n_cells == MOST_COLUMNS)
    return wrong(error, "a row has more than 64 cells");
  r->cells[r->n_cells++] = cell;
  return TRUE;
}

static gboolean read_tsv_row(struct NtTableReader *r, GError **error)
{
  const char *end = memchr(r->rest.p, '\n', r->rest.n);
  gsize length = end ? (gsize)(end - r->rest.p) : r->rest.n;
  NtStr row = {r->rest.p, length};
  r->rest = nt_str_n(r->rest.p + length + (end != NULL), r->rest.n - length - (end != NULL));
  r->next_line++;
  if (row.n && row.p[row.n - 1] == '\r')
    row.n--;
  for (;;) {
    const char *tab = memchr(row.p, '\t', row.n);
    gsize n = tab ? (gsize)(tab - row.p) : row.n;
    if (!add_cell(r, nt_str_n(row.p, n), error))
      return FALSE;
    if (!tab)
      return TRUE;
    row = nt_str_n(tab + 1, row.n - n - 1);
  }
}

/* A cell in quotes, from behind the first quote. Its text goes to `unquoted` (which never moves: it is as large as the file). */
static gboolean read_quoted(struct NtTableReader *r, gsize *at, GError **error)
{
  gsize start = r->unquoted->len, i = *at;
  for (;; i++) {
    if (i >= r->rest.n)
      return wrong(error, "a cell that begins with a quotation mark never ends");
    char c = r->rest.p[i];
    r->next_line += c == '\n';
    if (c == '"' && i + 1 < r->rest.n && r->rest.p[i + 1] == '"')
      i++;
    else if (c == '"')
      break;
    g_string_append_c(r->unquoted, c);
  }
  *at = i + 1;
  return add_cell(r, nt_str_n(r->unquoted->str + start, r->unquoted->len - start), error);
}

static gboolean read_csv_row(struct NtTableReader *r, GError **error)
{
  gsize i = 0;
  for (;;) {
    if (i < r->rest.n && r->rest.p[i] == '"') {
      i++;
      if (!read_quoted(r, &i, error))
        return FALSE;
    } else {
      gsize start = i;
      while (i < r->rest.n && r->rest.p[i] != ',' && r->rest.p[i] != '\n' && r->rest.p[i] != '\r')
        i++;
      if (!add_cell(r, nt_str_n(r->rest.p + start, i - start), error))
        return FALSE;
    }
    if (i < r->rest.n && r->rest.p[i] == '\r')
      i++;
    if (i >= r->rest.n || r->rest.p[i] == '\n')
      break;
    if (r->rest.p[i] != ',')
      return wrong(error, "something stands behind a closing quotation mark");
    i++;
  }
  i += i < r->rest.n;
  r->next_line++;
  r->rest = nt_str_n(r->rest.p + i, r->rest.n - i);
  return TRUE;
}

static gboolean is_empty_row(const struct NtTableReader *r)
{
  return r->n_cells == 1 && r->cells[0].n == 0;
}

gboolean nt_table_next(NtTable *table, GError **error)
{
  struct NtTableReader *r = table->reader;
  while (r->rest.n) {
    table->line = r->next_line;
    r->n_cells = 0;
    g_string_truncate(r->unquoted, 0);
    if (!(r->csv ? read_csv_row(r, error) : read_tsv_row(r, error)))
      return FALSE;
    if (!is_empty_row(r))
      return TRUE;
  }
  return FALSE;
}

NtTable *nt_table_open(const char *path, GError **error)
{
  GMappedFile *map = g_mapped_file_new(path, FALSE, error);
  if (!map)
    return NULL;
  NtTable *table = g_new0(NtTable, 1);
  struct NtTableReader *r = table->reader = g_new0(struct NtTableReader, 1);
  r->map = map;
  r->csv = g_str_has_suffix(path, ".csv");
  r->rest = nt_str_n(g_mapped_file_get_contents(map), g_mapped_file_get_length(map));
  r->unquoted = g_string_sized_new(r->csv ? r->rest.n : 1);
  r->next_line = 1;
  if (r->rest.n >= 3 && memcmp(r->rest.p, "\xEF\xBB\xBF", 3) == 0)
    r->rest = nt_str_n(r->rest.p + 3, r->rest.n - 3);
  GError *row_error = NULL;
  if (!nt_utf8_is_valid(r->rest.p, r->rest.n))
    wrong(&row_error, "not UTF-8");
  else if (!nt_table_next(table, &row_error) && !row_error)
    wrong(&row_error, "empty: the first row must hold the names of the columns");
  if (row_error) {
    g_propagate_prefixed_error(error, row_error, "%s: ", path);
    nt_table_free(table);
    return NULL;
  }
  for (guint i = 0; i < r->n_cells; i++)
    r->names[i] = nt_str_n(g_strndup(r->cells[i].p, r->cells[i].n), r->cells[i].n);
  r->n_names = r->n_cells;
  return table;
}

int nt_table_column(const NtTable *table, NtStr name)
{
  for (guint i = 0; i < table->reader->n_names; i++)
    if (nt_str_equal(table->reader->names[i], name))
      return (int)i;
  return -1;
}

NtStr nt_table_cell(const NtTable *table, guint column)
{
  return column < table->reader->n_cells ? table->reader->cells[column] : (NtStr){0};
}
