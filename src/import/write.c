#include "names.h"

#include "base/error.h"
#include "base/outfile.h"

#include <string.h>

#define MOST_IN_YAML 1000u

static void put_scalar(GString *out, const char *text)
{
  g_string_append_c(out, '\'');
  for (; *text; text++)
    g_string_append_printf(out, *text == '\'' ? "''" : "%c", *text);
  g_string_append_c(out, '\'');
}

/* The name in small ASCII letters, digits and hyphens, behind its type; unique. */
static char *make_id(GHashTable *ids, const NtImportName *name)
{
  if (name->id && g_hash_table_add(ids, g_strdup(name->id)))
    return g_strdup(name->id);
  g_autoptr(GString) id = g_string_new(nt_type_word(name->type));
  g_autofree char *plain = g_str_to_ascii(name->name, "C");
  gboolean gap = TRUE;
  for (const char *p = plain; *p; p++) {
    if (g_ascii_isalnum(*p)) {
      if (gap)
        g_string_append_c(id, '-');
      g_string_append_c(id, g_ascii_tolower(*p));
    }
    gap = !g_ascii_isalnum(*p);
  }
  gsize length = id->len;
  for (guint n = 2; !g_hash_table_add(ids, g_strdup(id->str)); n++) {
    g_string_truncate(id, length);
    g_string_append_printf(id, "-%u", n);
  }
  return g_string_free(g_steal_pointer(&id), FALSE);
}

static void put_head(const NtImport *in, GString *out)
{
  g_string_append(out, "source: ");
  put_scalar(out, in->options->source ? in->options->source : "unknown");
  g_string_append(out, "\nlicence: ");
  put_scalar(out, in->options->licence ? in->options->licence : "unknown");
  g_string_append_c(out, '\n');
}

static void put_entry(GString *out, const NtImportName *name, const char *id)
{
  g_string_append(out, "  - id: ");
  put_scalar(out, id);
  g_string_append(out, "\n    name: ");
  put_scalar(out, name->name);
  g_string_append_printf(out, "\n    type: %s\n", nt_type_word(name->type));
  for (guint i = 0; i < name->aliases->len; i++) {
    g_string_append(out, i ? "      - " : "    aliases:\n      - ");
    put_scalar(out, name->aliases->pdata[i]);
    g_string_append_c(out, '\n');
  }
}

static void put_row(GString *out, const NtImportName *name, const char *id)
{
  g_string_append_printf(out, "%s\t%s\t%s\t", id, name->name, nt_type_word(name->type));
  for (guint i = 0; i < name->aliases->len; i++)
    g_string_append_printf(out, "%s%s", i ? "|" : "", (const char *)name->aliases->pdata[i]);
  g_string_append_c(out, '\n');
}

static gboolean save(const char *path, const GString *text, GError **error)
{
  g_autoptr(NtOutfile) file = nt_outfile_open(path, error);
  return file && nt_outfile_write(file, text->str, text->len, error) && nt_outfile_commit(file, error);
}

gboolean nt_import_write(NtImport *in, GError **error)
{
  g_autoptr(GHashTable) ids = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr(GString) yaml = g_string_new(NULL), table = g_string_new("id\tname\ttype\taliases\n");
  gboolean long_list = in->names->len > MOST_IN_YAML && in->options->output && g_str_has_suffix(in->options->output, ".yaml");
  put_head(in, yaml);
  if (!long_list)
    g_string_append(yaml, "entries:\n");
  for (guint i = 0; i < in->names->len; i++) {
    const NtImportName *name = in->names->pdata[i];
    g_autofree char *id = make_id(ids, name);
    if (long_list)
      put_row(table, name, id);
    else
      put_entry(yaml, name, id);
  }
  if (long_list) {
    g_autofree char *stem = g_strndup(in->options->output, strlen(in->options->output) - strlen(".yaml"));
    g_autofree char *path = g_strconcat(stem, ".tsv", NULL), *name = g_path_get_basename(path);
    g_string_append(yaml, "from: ");
    put_scalar(yaml, name);
    g_string_append_c(yaml, '\n');
    if (!save(path, table, error))
      return FALSE;
  }
  return save(in->options->output, yaml, error);
}
