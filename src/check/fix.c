#include "check.h"

#include "base/outfile.h"

#include <string.h>

static gsize indent_of(const char *line)
{
  return strspn(line, " ");
}

/* Whether an item is a name or word alone, or a mapping that begins with its `text`: an entry or rule written in one line holds more. */
static gboolean is_name(const char *item)
{
  if (*item == '"' || *item == '\'')
    return TRUE;
  if (*item == '{')
    item += 1 + strspn(item + 1, " ");
  else if (*item != '[' && !strstr(item, ": "))
    return TRUE;
  return g_str_has_prefix(item, "text:");
}

/* Whether line `i` is one name of a list and nothing of it stands on the next lines. */
static gboolean is_whole_item(char **lines, guint i)
{
  gsize indent = indent_of(lines[i]);
  if (strncmp(lines[i] + indent, "- ", 2) != 0 || !is_name(lines[i] + indent + 2))
    return FALSE;
  for (guint next = i + 1; lines[next]; next++)
    if (lines[next][indent_of(lines[next])])
      return indent_of(lines[next]) <= indent;
  return TRUE;
}

static gboolean is_mechanical(const NtDiagnostic *d)
{
  return g_str_equal(d->code, "duplicate-alias") || g_str_equal(d->code, "never-needed");
}

/* The file without the lines of its findings; `*fixed` counts them. */
static gboolean fix_file(const char *path, const NtDiagnostic *findings, guint n, guint *fixed, GError **error)
{
  g_autofree char *text = NULL;
  if (!g_str_has_suffix(path, ".yaml") && !g_str_has_suffix(path, ".yml"))
    return TRUE;
  if (!g_file_get_contents(path, &text, NULL, error))
    return FALSE;
  g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
  guint n_lines = g_strv_length(lines), here = 0;
  g_autofree guint8 *gone = g_malloc0(n_lines + 1);
  for (guint i = 0; i < n; i++)
    if (is_mechanical(&findings[i]) && findings[i].line && findings[i].line <= n_lines && is_whole_item(lines, findings[i].line - 1) &&
        !gone[findings[i].line - 1]) {
      gone[findings[i].line - 1] = TRUE;
      here++;
    }
  if (!here)
    return TRUE;
  g_autoptr(GString) out = g_string_new(NULL);
  for (guint i = 0; i < n_lines; i++)
    if (!gone[i]) {
      g_string_append(out, lines[i]);
      if (i + 1 < n_lines)
        g_string_append_c(out, '\n');
    }
  g_autoptr(NtOutfile) file = nt_outfile_open(path, error);
  if (!file || !nt_outfile_write(file, out->str, out->len, error) || !nt_outfile_commit(file, error))
    return FALSE;
  *fixed += here;
  return TRUE;
}

gboolean nt_knowledge_fix(NtDiagnostics *findings, guint *fixed, GError **error)
{
  guint n;
  const NtDiagnostic *list = nt_diagnostics_sorted(findings, &n);
  *fixed = 0;
  for (guint i = 0, end; i < n; i = end) {
    for (end = i + 1; end < n && g_str_equal(list[end].file, list[i].file);)
      end++;
    if (!fix_file(list[i].file, list + i, end - i, fixed, error))
      return FALSE;
  }
  return TRUE;
}
