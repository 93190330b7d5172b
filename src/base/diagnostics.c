#include "diagnostics.h"

#include <string.h>

struct NtDiagnostics {
  GArray *list;
};

static void clear_one(gpointer data)
{
  NtDiagnostic *d = data;
  g_free(d->file);
  g_free(d->code);
  g_free(d->message);
}

NtDiagnostics *nt_diagnostics_new(void)
{
  NtDiagnostics *d = g_new0(NtDiagnostics, 1);
  d->list = g_array_new(FALSE, FALSE, sizeof(NtDiagnostic));
  g_array_set_clear_func(d->list, clear_one);
  return d;
}

void nt_diagnostics_free(NtDiagnostics *d)
{
  if (!d)
    return;
  g_array_unref(d->list);
  g_free(d);
}

void nt_diagnostics_add(NtDiagnostics *d, NtSeverity severity, const char *file, guint line, guint column,
                        const char *code, const char *format, ...)
{
  va_list args;
  va_start(args, format);
  NtDiagnostic one = {
    .file = g_strdup(file),
    .line = line,
    .column = column,
    .severity = severity,
    .code = g_strdup(code),
    .message = g_strdup_vprintf(format, args),
  };
  va_end(args);
  g_array_append_val(d->list, one);
}

guint nt_diagnostics_count(const NtDiagnostics *d, NtSeverity severity)
{
  guint n = 0;
  for (guint i = 0; i < d->list->len; i++)
    n += g_array_index(d->list, NtDiagnostic, i).severity == severity;
  return n;
}

static int by_place(gconstpointer a, gconstpointer b)
{
  const NtDiagnostic *x = a, *y = b;
  int c = strcmp(x->file, y->file);
  if (c)
    return c;
  if (x->line != y->line)
    return x->line < y->line ? -1 : 1;
  if (x->column != y->column)
    return x->column < y->column ? -1 : 1;
  return strcmp(x->message, y->message);
}

const NtDiagnostic *nt_diagnostics_sorted(NtDiagnostics *d, guint *n)
{
  g_array_sort(d->list, by_place);
  *n = d->list->len;
  return d->list->len ? &g_array_index(d->list, NtDiagnostic, 0) : NULL;
}
