#include "sheet.h"

#include "base/error.h"
#include "base/outfile.h"
#include "stages/7-write/guard.h"

typedef enum { SHEET_CSV, SHEET_TSV, SHEET_XLSX } SheetForm;

struct NtSheet {
  NtOutfile *out;   /* csv, tsv */
  NtOneSheet *book; /* xlsx */
  SheetForm form;
  GString *line;
  guint column, n_columns;
  GError *failed;
};

static gboolean form_of(const char *path, SheetForm *form)
{
  static const char *const endings[] = {".csv", ".tsv", ".xlsx"};
  for (guint i = 0; i < G_N_ELEMENTS(endings); i++)
    if (g_str_has_suffix(path, endings[i])) {
      *form = (SheetForm)i;
      return TRUE;
    }
  return FALSE;
}

NtSheet *nt_sheet_open(const char *path, const char *title, const NtSheetColumn *columns, GError **error)
{
  SheetForm form;
  if (!form_of(path, &form)) {
    g_set_error(error, NT_ERROR, NT_ERROR_USAGE, "the ending of %s tells no form: .csv, .tsv or .xlsx", path);
    return NULL;
  }
  g_autoptr(NtSheet) s = g_new0(NtSheet, 1);
  s->form = form;
  s->line = g_string_new(NULL);
  while (columns[s->n_columns].name)
    s->n_columns++;
  if (form == SHEET_XLSX)
    s->book = nt_onesheet_open(path, title, columns, error);
  else
    s->out = nt_outfile_open(path, error);
  if (!s->book && !s->out)
    return NULL;
  for (guint i = 0; s->out && i < s->n_columns; i++)
    nt_sheet_put(s, nt_str(columns[i].name));
  return g_steal_pointer(&s);
}

static void put_csv(GString *out, const char *text)
{
  if (!strpbrk(text, ",\"\r\n") && *text != ' ') {
    g_string_append(out, text);
    return;
  }
  g_string_append_c(out, '"');
  for (; *text; text++) {
    if (*text == '"')
      g_string_append_c(out, '"');
    g_string_append_c(out, *text);
  }
  g_string_append_c(out, '"');
}

void nt_sheet_put(NtSheet *s, NtStr text)
{
  if (s->failed)
    return;
  if (s->book) {
    nt_onesheet_put(s->book, text, &s->failed);
    return;
  }
  g_autofree char *cell = g_strdup_printf("%s%.*s", nt_guard_needed(text) ? "'" : "", (int)text.n, text.p ? text.p : "");
  if (s->column++)
    g_string_append_c(s->line, s->form == SHEET_TSV ? '\t' : ',');
  if (s->form == SHEET_TSV)
    g_string_append(s->line, g_strdelimit(cell, "\t\r\n", ' '));
  else
    put_csv(s->line, cell);
  if (s->column < s->n_columns)
    return;
  g_string_append(s->line, s->form == SHEET_TSV ? "\n" : "\r\n");
  nt_outfile_write(s->out, s->line->str, s->line->len, &s->failed);
  g_string_truncate(s->line, 0);
  s->column = 0;
}

gboolean nt_sheet_commit(NtSheet *s, GError **error)
{
  if (s->failed) {
    g_propagate_error(error, g_steal_pointer(&s->failed));
    return FALSE;
  }
  return s->book ? nt_onesheet_commit(s->book, error) : nt_outfile_commit(s->out, error);
}

void nt_sheet_free(NtSheet *s)
{
  if (!s)
    return;
  g_clear_error(&s->failed);
  nt_onesheet_free(s->book);
  g_string_free(s->line, TRUE);
  nt_outfile_free(s->out);
  g_free(s);
}
