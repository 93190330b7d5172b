/* Tables as text: CSV and TSV, with commas, semicolons or tabs, as spreadsheets write them. A row is an article: one column is its
 * text, one may be its id, the others go along as `fields`. */
#include "reader.h"
#include "record.h"
#include "utf8_input.h"

#include "base/error.h"
#include "base/json.h"
#include "base/limits.h"

#define MOST_HEADER ((gsize)1 << 20)

typedef struct {
  NtInput *in;
  NtArena *arena;    /* of what lives as long as the table */
  char *path;
  const char *encoding;
  char delimiter;
  NT_VEC(NtStr) names;
  guint text, id;    /* columns, from 0; G_MAXUINT: none */
  GString *record;   /* the lines of the row at hand */
  guint64 line;      /* the next one's number */
  guint bad;         /* rows whose quote is not closed */
} Csv;

typedef NT_VEC(NtStr) Cells;

static void close_csv(gpointer self)
{
  Csv *c = self;
  nt_input_free(c->in);
  nt_arena_free(c->arena);
  g_string_free(c->record, TRUE);
  g_free(c->path);
  g_free(c);
}

/* ---- rows ---- */

/* How far the cells of a row were followed. A quote only counts at the beginning of a cell. */
typedef struct {
  gboolean open;    /* a quote is */
  gboolean begins;  /* the next character begins a cell */
  gboolean lines;   /* the cell in quotes has a line end in it */
  gboolean astray;  /* such a cell's closing quote is not its end: the quote was never closed, and this one opens another */
} Quotes;

static gboolean ends_cell(const Csv *c, NtStr line, gsize i)
{
  return i >= line.n || line.p[i] == c->delimiter || line.p[i] == '\n' || line.p[i] == '\r';
}

static void follow(const Csv *c, Quotes *q, NtStr line)
{
  for (gsize i = 0; i < line.n && !q->astray; i++) {
    char at = line.p[i];
    if (!q->open) {
      q->open = q->begins && at == '"';
      q->lines = FALSE;
      q->begins = ends_cell(c, line, i);
    } else if (at == '"' && i + 1 < line.n && line.p[i + 1] == '"') {
      i++; /* two in a row are one of the cell's */
    } else if (at == '"') {
      q->open = q->begins = FALSE;
      q->astray = q->lines && !ends_cell(c, line, i + 1);
    } else {
      q->lines |= at == '\n';
    }
  }
}

typedef enum { ROW, NO_ROW, OPEN_QUOTE, TOO_LONG, FAILED } Got;

/* Gathers the lines of the next row in `record`. */
static Got gather(Csv *c, GError **error)
{
  Quotes quotes = {.begins = TRUE};
  gboolean cut;
  NtStr line;
  g_string_truncate(c->record, 0);
  do {
    if (!nt_input_line(c->in, NT_LIMIT_CSV_RECORD_BYTES, &line, &cut, error))
      return FAILED;
    if (cut)
      return TOO_LONG;
    if (!line.n)
      return quotes.open ? OPEN_QUOTE : c->record->len ? ROW : NO_ROW;
    follow(c, &quotes, line);
    g_string_append_len(c->record, line.p, (gssize)line.n);
    if (quotes.astray || c->record->len > NT_LIMIT_CSV_RECORD_BYTES)
      return quotes.open || quotes.astray ? OPEN_QUOTE : TOO_LONG;
  } while (quotes.open);
  return ROW;
}

static guint lines_in(NtStr text)
{
  guint n = 0;
  for (gsize i = 0; i < text.n; i++)
    n += text.p[i] == '\n';
  return n + (text.n && text.p[text.n - 1] != '\n');
}

/* A cell in quotes; `*at` moves behind it. Where the closing quote is not the cell's end, the quotes are part of it. */
static NtStr quoted_cell(const Csv *c, NtArena *arena, NtStr row, gsize *at)
{
  g_autoptr(GString) out = g_string_new(NULL);
  gsize i = *at + 1;
  for (; i < row.n; i++) {
    if (row.p[i] != '"')
      g_string_append_c(out, row.p[i]);
    else if (i + 1 < row.n && row.p[i + 1] == '"')
      g_string_append_c(out, row.p[i++]);
    else
      break;
  }
  gsize end = MIN(i + 1, row.n);
  while (end < row.n && row.p[end] != c->delimiter)
    end++;
  NtStr cell = {row.p + *at, end - *at};
  if (i < row.n && end == i + 1)
    cell = nt_arena_str(arena, nt_str_n(out->str, out->len));
  *at = end;
  return cell;
}

static gboolean cut_cells(const Csv *c, NtArena *arena, NtStr row, Cells *cells)
{
  while (row.n && (row.p[row.n - 1] == '\n' || row.p[row.n - 1] == '\r'))
    row.n--;
  for (gsize at = 0;; at++) {
    if (cells->n == NT_LIMIT_CSV_COLUMNS)
      return FALSE;
    NtStr cell;
    if (at < row.n && row.p[at] == '"') {
      cell = quoted_cell(c, arena, row, &at);
    } else {
      const char *end = at < row.n ? memchr(row.p + at, c->delimiter, row.n - at) : NULL;
      cell = nt_str_n(row.p + at, end ? (gsize)(end - row.p) - at : row.n - at);
      at += cell.n;
    }
    *nt_vec_push(arena, cells) = cell;
    if (at >= row.n)
      return TRUE;
  }
}

/* ---- the header ---- */

/* The one of which the first row has most, outside quotes. */
static char delimiter_of(NtStr head, char first)
{
  static const char candidates[] = {',', ';', '\t', '|'};
  guint counts[G_N_ELEMENTS(candidates)] = {0}, best = 0;
  gboolean quoted = FALSE;
  for (gsize i = 0; i < head.n && (quoted || head.p[i] != '\n'); i++) {
    quoted ^= head.p[i] == '"';
    for (guint k = 0; k < G_N_ELEMENTS(candidates); k++)
      counts[k] += !quoted && head.p[i] == candidates[k];
  }
  for (guint k = 0; k < G_N_ELEMENTS(candidates); k++)
    if (candidates[k] == first && counts[k])
      return first;
  for (guint k = 1; k < G_N_ELEMENTS(candidates); k++)
    if (counts[k] > counts[best])
      best = k;
  return counts[best] ? candidates[best] : first;
}

static gboolean same_word(NtStr a, const char *b)
{
  return a.n == strlen(b) && g_ascii_strncasecmp(a.p, b, a.n) == 0;
}

/* By name, by name whatever its case, by number from 1. */
static guint find_column(const Csv *c, const char *wanted)
{
  for (guint i = 0; i < c->names.n; i++)
    if (nt_str_is(c->names.v[i], wanted))
      return i;
  for (guint i = 0; i < c->names.n; i++)
    if (same_word(c->names.v[i], wanted))
      return i;
  guint64 number = strspn(wanted, "0123456789") == strlen(wanted) ? g_ascii_strtoull(wanted, NULL, 10) : 0;
  return number && number <= c->names.n ? (guint)number - 1 : G_MAXUINT;
}

static gboolean choose_column(const Csv *c, const char *wanted, guint *column, GError **error)
{
  *column = find_column(c, wanted);
  if (*column != G_MAXUINT)
    return TRUE;
  g_autoptr(GString) names = g_string_new(NULL);
  for (guint i = 0; i < MIN(c->names.n, 20); i++)
    g_string_append_printf(names, "%s%.*s", i ? ", " : "", NT_HEAD_ARG(c->names.v[i], 40));
  g_set_error(error, NT_ERROR, NT_ERROR_INPUT, "there is no column \"%s\"; --text-column and --id-column name them: %s%s", wanted,
              names->str, c->names.n > 20 ? ", …" : "");
  return FALSE;
}

/* Blanks off; a column without a name, or with one that was there before, gets its number. */
static void tidy_names(Csv *c)
{
  for (guint i = 0; i < c->names.n; i++) {
    g_autofree char *name = g_strndup(c->names.v[i].p, c->names.v[i].n);
    g_strstrip(name);
    gboolean known = FALSE;
    for (guint k = 0; k < i; k++)
      known |= nt_str_is(c->names.v[k], name);
    if (!*name || known)
      c->names.v[i] = nt_str(nt_arena_printf(c->arena, "%s%s%u", name, *name ? " " : "column ", i + 1));
    else
      c->names.v[i] = nt_arena_str(c->arena, nt_str(name));
  }
}

static gboolean read_names(Csv *c, gboolean header, GError **error)
{
  Cells cells = {0};
  if (gather(c, error) != ROW) {
    if (!error || !*error)
      g_set_error(error, NT_ERROR, NT_ERROR_INPUT, "no row with the names of the columns");
    return FALSE;
  }
  NtStr row = nt_arena_str(c->arena, nt_str_n(c->record->str, c->record->len));
  if (!cut_cells(c, c->arena, row, &cells)) {
    g_set_error(error, NT_ERROR, NT_ERROR_LIMIT, "more than %u columns", NT_LIMIT_CSV_COLUMNS);
    return FALSE;
  }
  for (guint i = 0; i < cells.n; i++)
    *nt_vec_push(c->arena, &c->names) = header ? cells.v[i] : nt_str(nt_arena_printf(c->arena, "%u", i + 1));
  if (header)
    c->line += lines_in(row);
  else
    nt_input_unread(c->in, row);
  tidy_names(c);
  return TRUE;
}

static gpointer open_table(const NtContainer *container, char delimiter, GError **error)
{
  Csv *c = g_new0(Csv, 1);
  const char *text = nt_options_text(container->options, "text-column"), *id = nt_options_text(container->options, "id-column");
  c->arena = nt_arena_new();
  c->path = g_strdup(container->path);
  c->record = g_string_new(NULL);
  c->line = 1;
  c->id = G_MAXUINT;
  c->in = nt_utf8_input(container->in, container->encodings, c->arena, &c->encoding, error);
  gboolean good = c->in != NULL;
  if (good)
    c->delimiter = delimiter_of(nt_input_peek(c->in, MOST_HEADER), delimiter);
  good = good && read_names(c, !nt_options_flag(container->options, "no-header"), error) &&
         choose_column(c, text ? text : "text", &c->text, error) && (!id || choose_column(c, id, &c->id, error));
  if (good)
    return c;
  close_csv(c);
  return NULL;
}

static gpointer open_csv(const NtContainer *container, GError **error)
{
  return open_table(container, ',', error);
}

static gpointer open_tsv(const NtContainer *container, GError **error)
{
  return open_table(container, '\t', error);
}

/* ---- an article ---- */

static NtStr fields_of(const Csv *c, NtArena *arena, const Cells *cells)
{
  g_autoptr(GString) out = g_string_new("{");
  for (guint i = 0; i < cells->n; i++) {
    if (i == c->text || i == c->id)
      continue;
    g_autofree char *name = i < c->names.n ? NULL : g_strdup_printf("column %u", i + 1);
    if (out->len > 1)
      g_string_append_c(out, ',');
    nt_json_put_string(out, name ? nt_str(name) : c->names.v[i]);
    g_string_append_c(out, ':');
    nt_json_put_string(out, cells->v[i]);
  }
  g_string_append_c(out, '}');
  return out->len > 2 ? nt_arena_str(arena, nt_str_n(out->str, out->len)) : (NtStr){0};
}

static gboolean is_blank(NtStr text)
{
  for (gsize i = 0; i < text.n; i++)
    if (!g_ascii_isspace(text.p[i]))
      return FALSE;
  return TRUE;
}

static void bad(NtPiece *piece, NtArena *arena, guint64 line, const char *message)
{
  piece->kind = NT_PIECE_BAD;
  piece->line = line;
  piece->message = nt_arena_str(arena, nt_str(message));
}

static void give_row(Csv *c, NtArena *arena, NtPiece *piece, guint64 line)
{
  Cells cells = {0};
  NtStr row = nt_arena_str(arena, nt_str_n(c->record->str, c->record->len));
  if (!cut_cells(c, arena, row, &cells)) {
    bad(piece, arena, line, nt_arena_printf(arena, "more than %u columns", NT_LIMIT_CSV_COLUMNS));
    return;
  }
  NtStr text = c->text < cells.n ? cells.v[c->text] : (NtStr){0};
  if (is_blank(text)) {
    bad(piece, arena, line, "a row without text");
    return;
  }
  NtRecord record = {
    .id = c->id < cells.n ? cells.v[c->id] : (NtStr){0},
    .text = text,
    .path = nt_arena_str(arena, nt_str(c->path)),
    .encoding = c->encoding,
    .fields = fields_of(c, arena, &cells),
  };
  if (!record.id.n)
    record.id = nt_str(nt_arena_printf(arena, "%s:%" G_GUINT64_FORMAT, c->path, line));
  piece->kind = NT_PIECE_LINE;
  piece->line = line;
  piece->bytes = nt_record_line(arena, &record);
}

/* A quote that nobody closes would take the rest of the table with it: the row's first line is given up, the others are read again. */
static gboolean give_up_line(Csv *c, NtArena *arena, NtPiece *piece, GError **error)
{
  const char *feed = memchr(c->record->str, '\n', c->record->len);
  gsize first = feed ? (gsize)(feed - c->record->str) + 1 : c->record->len;
  if (++c->bad > NT_LIMIT_CSV_BAD_RECORDS) {
    g_set_error(error, NT_ERROR, NT_ERROR_LIMIT, "more than %u quotes are not closed", NT_LIMIT_CSV_BAD_RECORDS);
    return FALSE;
  }
  nt_input_unread(c->in, nt_str_n(c->record->str + first, c->record->len - first));
  bad(piece, arena, c->line++, "a quote is opened and not closed");
  return TRUE;
}

static gboolean next_row(gpointer self, NtArena *arena, NtPiece *piece, GError **error)
{
  Csv *c = self;
  for (;;) {
    guint64 line = c->line;
    switch (gather(c, error)) {
    case FAILED:
      return FALSE;
    case NO_ROW:
      piece->kind = NT_PIECE_END;
      return TRUE;
    case OPEN_QUOTE:
      return give_up_line(c, arena, piece, error);
    case TOO_LONG:
      c->line += lines_in(nt_str_n(c->record->str, c->record->len)) + 1;
      bad(piece, arena, line, "the row has too many bytes");
      return TRUE;
    case ROW:
      c->line += lines_in(nt_str_n(c->record->str, c->record->len));
      if (is_blank(nt_str_n(c->record->str, c->record->len)))
        continue;
      give_row(c, arena, piece, line);
      return TRUE;
    }
  }
}

const NtReader nt_reader_csv = {
  .name = "csv",
  .endings = ".csv",
  .asked_for = TRUE,
  .open = open_csv,
  .next = next_row,
  .close = close_csv,
};

const NtReader nt_reader_tsv = {
  .name = "tsv",
  .endings = ".tsv .tab",
  .asked_for = TRUE,
  .open = open_tsv,
  .next = next_row,
  .close = close_csv,
};
