#include "names.h"

#include "base/error.h"
#include "base/limits.h"
#include "base/utf8.h"

#include <string.h>

static const struct {
  const char *name, *ending;
  gboolean (*read)(NtImport *in, const char *path, GError **error);
} forms[] = {
  {"csv", ".csv", nt_import_table},         {"tsv", ".tsv", nt_import_table},           {"jsonl", ".jsonl", nt_import_lines},
  {"sparql", ".srj", nt_import_json},       {"xlsx", ".xlsx", nt_import_xlsx},          {"gate", ".lst", nt_import_gate},
  {"spacy", NULL, nt_import_lines},         {"regexner", ".rules", nt_import_regexner}, {"prodigy", NULL, nt_import_lines},
  {"label-studio", NULL, nt_import_json},   {"gate", ".def", nt_import_gate},           {"jsonl", ".ndjson", nt_import_lines},
  {"sparql", ".json", nt_import_json},
};

const char *const *nt_import_forms(void)
{
  static const char *const names[] = {"csv", "tsv", "jsonl", "sparql", "xlsx", "gate", "spacy", "regexner", "prodigy",
                                      "label-studio", NULL};
  return names;
}

/* What other tools call the types. */
static gboolean type_of_label(NtStr label, NtType *type)
{
  static const struct {
    const char *label;
    NtType type;
  } known[] = {
    {"PER", NT_TYPE_PERSON}, {"PERSON", NT_TYPE_PERSON}, {"PEOPLE", NT_TYPE_PERSON}, {"HUMAN", NT_TYPE_PERSON},
    {"LOC", NT_TYPE_PLACE}, {"LOCATION", NT_TYPE_PLACE}, {"GPE", NT_TYPE_PLACE}, {"PLACE", NT_TYPE_PLACE}, {"FAC", NT_TYPE_PLACE},
    {"FACILITY", NT_TYPE_PLACE}, {"CITY", NT_TYPE_PLACE}, {"COUNTRY", NT_TYPE_PLACE}, {"STATE_OR_PROVINCE", NT_TYPE_PLACE},
    {"REGION", NT_TYPE_PLACE}, {"PROVINCE", NT_TYPE_PLACE}, {"ORG", NT_TYPE_ORGANIZATION},
    {"ORGANIZATION", NT_TYPE_ORGANIZATION}, {"ORGANISATION", NT_TYPE_ORGANIZATION}, {"COMPANY", NT_TYPE_ORGANIZATION},
    {"GOVERNMENT", NT_TYPE_ORGANIZATION}, {"TEAM", NT_TYPE_ORGANIZATION}, {"NORP", NT_TYPE_GROUP}, {"GROUP", NT_TYPE_GROUP},
    {"NATIONALITY", NT_TYPE_GROUP}, {"RELIGION", NT_TYPE_GROUP}, {"EVENT", NT_TYPE_EVENT}, {"WORK", NT_TYPE_WORK},
    {"WORK_OF_ART", NT_TYPE_WORK}, {"PRODUCT", NT_TYPE_PRODUCT},
  };
  for (guint i = 0; i < G_N_ELEMENTS(known); i++)
    if (label.n == strlen(known[i].label) && g_ascii_strncasecmp(label.p, known[i].label, label.n) == 0) {
      *type = known[i].type;
      return TRUE;
    }
  return FALSE;
}

void nt_import_leave_out(NtImport *in, const char *code, const char *format, ...)
{
  va_list args;
  va_start(args, format);
  g_autofree char *message = g_strdup_vprintf(format, args);
  va_end(args);
  nt_diagnostics_add(in->findings, NT_SEVERITY_WARNING, in->file, in->line, 1, code, "%s; left out", message);
  in->result->left_out++;
}

static char *trimmed(NtStr s)
{
  char *text = g_strndup(s.p ? s.p : "", s.n);
  for (char *c = text; *c; c++)
    if (*c == '\n' || *c == '\t' || *c == '\r')
      *c = ' ';
  return g_strstrip(text);
}

static void add_alias(NtImportName *name, const char *alias)
{
  if (!*alias || g_str_equal(alias, name->name))
    return;
  for (guint i = 0; i < name->aliases->len; i++)
    if (g_str_equal(name->aliases->pdata[i], alias))
      return;
  g_ptr_array_add(name->aliases, g_strdup(alias));
}

static gboolean has_letter(const char *text)
{
  for (; *text; text = g_utf8_next_char(text))
    if (g_unichar_isalnum(g_utf8_get_char(text)))
      return TRUE;
  return FALSE;
}

void nt_import_take(NtImport *in, NtStr name, NtStr label, NtStr id, NtStr aliases)
{
  g_autofree char *text = trimmed(name), *own_id = trimmed(id), *others = trimmed(aliases);
  NtType type = NT_TYPE_PERSON;
  if (!g_utf8_validate(text, -1, NULL) || !has_letter(text)) {
    nt_import_leave_out(in, "no-name", "\"%.*s\" is no name", NT_HEAD_ARG(nt_str(g_utf8_validate(text, -1, NULL) ? text : ""), 60));
    return;
  }
  if (!type_of_label(label, &type) && (label.n || !in->options->type || !nt_type_from(nt_str(in->options->type), &type))) {
    if (!label.n)
      nt_import_leave_out(in, "no-type", "\"%s\" has no type; give one with --type", text);
    else
      nt_import_leave_out(in, "unknown-type", "\"%s\" is a %.*s, which newstag has no type for", text, NT_HEAD_ARG(label, 60));
    return;
  }
  for (char *c = own_id; *c; c++)
    if (g_ascii_isspace(*c))
      *c = '-';
  g_autofree char *key = *own_id ? g_strconcat("id ", own_id, NULL) : g_strdup_printf("%d %s", (int)type, text);
  NtImportName *one = g_hash_table_lookup(in->by_name, key);
  if (!one) {
    one = g_new0(NtImportName, 1);
    one->name = g_strdup(text);
    one->id = *own_id ? g_strdup(own_id) : NULL;
    one->type = type;
    one->aliases = g_ptr_array_new_with_free_func(g_free);
    g_ptr_array_add(in->names, one);
    g_hash_table_insert(in->by_name, g_steal_pointer(&key), one);
    in->result->names++;
  }
  add_alias(one, text);
  g_auto(GStrv) parts = g_strsplit(others, "|", -1);
  for (char **part = parts; *part; part++)
    add_alias(one, g_strstrip(*part));
}

static void free_name(gpointer data)
{
  NtImportName *name = data;
  g_free(name->name);
  g_free(name->id);
  g_ptr_array_unref(name->aliases);
  g_free(name);
}

static gboolean read_path(NtImport *in, const char *path, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS(forms); i++)
    if (in->options->form ? g_str_equal(in->options->form, forms[i].name) : forms[i].ending && g_str_has_suffix(path, forms[i].ending)) {
      in->file = path;
      in->line = 0;
      return forms[i].read(in, path, error);
    }
  g_set_error(error, NT_ERROR, NT_ERROR_USAGE, "%s: its ending tells no form; say --from", path);
  return FALSE;
}

gboolean nt_import(const char *const *paths, const NtImportOptions *options, NtDiagnostics *findings, NtImportResult *result,
                   GError **error)
{
  *result = (NtImportResult){0};
  NtImport in = {
    .options = options,
    .findings = findings,
    .result = result,
    .names = g_ptr_array_new_with_free_func(free_name),
    .by_name = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
  };
  gboolean good = TRUE;
  for (; good && *paths; paths++)
    good = read_path(&in, *paths, error);
  if (good && !in.names->len) {
    g_set_error(error, NT_ERROR, NT_ERROR_INPUT, "no name could be taken");
    good = FALSE;
  }
  good = good && nt_import_write(&in, error);
  g_hash_table_unref(in.by_name);
  g_ptr_array_unref(in.names);
  return good;
}
