/* Tables: CSV and TSV with a row of column names, and the mapping files of CoreNLP's RegexNER, which have none. */
#include "names.h"

#include "base/error.h"
#include "knowledge/table.h"

#include <string.h>

/* The first column that has one of these names; -1 for none. */
static int column(const NtTable *table, const char *const *names)
{
  for (; *names; names++) {
    int at = nt_table_column(table, nt_str(*names));
    if (at >= 0)
      return at;
  }
  return -1;
}

static NtStr cell(const NtTable *table, int at)
{
  return at >= 0 ? nt_table_cell(table, (guint)at) : (NtStr){0};
}

gboolean nt_import_table(NtImport *in, const char *path, GError **error)
{
  static const char *const names[] = {"name", "Name", "label", "itemLabel", "text", "title", "preferredLabel", NULL},
                    *const types[] = {"type", "Type", "kind", "category", "entity_type", NULL},
                    *const ids[] = {"id", "ID", "Id", "qid", "wikidata", "uri", "item", NULL},
                    *const aliases[] = {"aliases", "Aliases", "alias", "altLabel", "itemAltLabel", "synonyms", NULL};
  g_autoptr(NtTable) table = nt_table_open(path, error);
  if (!table)
    return FALSE;
  int name = column(table, names), type = column(table, types), id = column(table, ids), alias = column(table, aliases);
  if (name < 0) {
    g_set_error(error, NT_ERROR, NT_ERROR_INPUT, "%s:1: no column \"name\" (or label, text, title)", path);
    return FALSE;
  }
  g_autoptr(GError) wrong = NULL;
  while (nt_table_next(table, &wrong)) {
    in->line = table->line;
    NtStr own = cell(table, id);
    const char *slash = own.n ? g_strrstr_len(own.p, (gssize)own.n, "/") : NULL;
    if (slash)
      own = nt_str_n(slash + 1, own.n - (gsize)(slash + 1 - own.p));
    nt_import_take(in, cell(table, name), cell(table, type), own, cell(table, alias));
  }
  if (wrong) {
    in->line = table->line;
    nt_import_leave_out(in, "bad-table", "%s, and what follows", wrong->message);
  }
  return TRUE;
}

static char *next_line(char **text)
{
  char *line = *text;
  if (!line)
    return NULL;
  char *end = strchr(line, '\n');
  *text = end ? end + 1 : NULL;
  if (end)
    *end = '\0';
  g_strchomp(line);
  return !end && !*line ? NULL : line;
}

gboolean nt_import_regexner(NtImport *in, const char *path, GError **error)
{
  g_autofree char *bytes = NULL;
  if (!g_file_get_contents(path, &bytes, NULL, error))
    return FALSE;
  char *text = bytes;
  for (char *line; (line = next_line(&text));) {
    in->line++;
    if (!*line || *line == '#')
      continue;
    g_auto(GStrv) parts = g_strsplit(line, "\t", -1);
    if (g_strv_length(parts) < 2)
      nt_import_leave_out(in, "bad-line", "a mapping is a name, a tab and a type");
    else if (strpbrk(parts[0], "[](){}*+?|\\^$"))
      nt_import_leave_out(in, "pattern", "\"%s\" is a pattern and no name; make it a rule", parts[0]);
    else
      nt_import_take(in, nt_str(parts[0]), nt_str(parts[1]), (NtStr){0}, (NtStr){0});
  }
  return TRUE;
}

/* ---- GATE: name.lst has a name a line, perhaps features behind the separator; lists.def names the lists and their types ---- */

static gboolean read_list(NtImport *in, const char *path, const char *type, char separator, GError **error)
{
  g_autofree char *bytes = NULL;
  if (!g_file_get_contents(path, &bytes, NULL, error))
    return FALSE;
  const char *def = in->file;
  in->file = path;
  in->line = 0;
  char *text = bytes;
  for (char *line; (line = next_line(&text));) {
    in->line++;
    char *end = separator ? strchr(line, separator) : NULL;
    if (end)
      *end = '\0';
    if (*line)
      nt_import_take(in, nt_str(line), nt_str(type), (NtStr){0}, (NtStr){0});
  }
  in->file = def;
  return TRUE;
}

static gboolean is_known(const char *type)
{
  static const char *const known[] = {"person", "location", "organization", "city", "country", "region", "company", "province",
                                      "government", "facility", "team", "religion", NULL};
  for (const char *const *k = known; type && *k; k++)
    if (g_ascii_strcasecmp(type, *k) == 0)
      return TRUE;
  return FALSE;
}

gboolean nt_import_gate(NtImport *in, const char *path, GError **error)
{
  if (!g_str_has_suffix(path, ".def"))
    return read_list(in, path, "", '\t', error);
  g_autofree char *bytes = NULL, *folder = g_path_get_dirname(path);
  if (!g_file_get_contents(path, &bytes, NULL, error))
    return FALSE;
  char *text = bytes;
  guint number = 0;
  for (char *line; (line = next_line(&text));) {
    in->line = ++number;
    if (!*line || *line == '#')
      continue;
    g_auto(GStrv) parts = g_strsplit(line, ":", -1); /* list, major type, minor type, language, annotation */
    guint n = g_strv_length(parts);
    const char *type = n > 2 && is_known(parts[2]) ? parts[2] : n > 1 ? parts[1] : "";
    g_autofree char *list = g_build_filename(folder, parts[0], NULL);
    g_autoptr(GError) wrong = NULL;
    if (strchr(parts[0], '/'))
      nt_import_leave_out(in, "bad-line", "\"%s\" lies in another folder", parts[0]);
    else if (!is_known(type))
      nt_import_leave_out(in, "unknown-type", "the list \"%s\" is of %s, which newstag has no type for", parts[0], *type ? type : "no type");
    else if (!read_list(in, list, type, '\t', &wrong))
      nt_import_leave_out(in, "unreadable", "%s", wrong->message);
  }
  return TRUE;
}
