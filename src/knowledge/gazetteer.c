/* The file as a whole: what it says of itself, the defaults of its entries, and which parts it has. */
#include "gazetteer_parts.h"

#include "claims.h"

const NtYamlKey nt_gazetteer_keys[] = {
  {"id", NT_YAML_WANT_TEXT, FALSE},      {"name", NT_YAML_WANT_TEXT, FALSE},   {"aliases", NT_YAML_WANT_ANY, FALSE},
  {"type", NT_YAML_WANT_TEXT, FALSE},    {"case", NT_YAML_WANT_TEXT, FALSE},   {"plural", NT_YAML_WANT_BOOL, FALSE},
  {"weight", NT_YAML_WANT_NUMBER, FALSE}, {"ambiguous", NT_YAML_WANT_BOOL, FALSE}, {"context", NT_YAML_WANT_TEXTS, FALSE},
  {"not", NT_YAML_WANT_TEXTS, FALSE},    {"needs", NT_YAML_WANT_TEXT, FALSE},  {"diacritics", NT_YAML_WANT_TEXT, FALSE},
  {"acronym", NT_YAML_WANT_TEXTS, FALSE},
  {"country", NT_YAML_WANT_TEXT, FALSE}, {"kind", NT_YAML_WANT_TEXT, FALSE},   {"lat", NT_YAML_WANT_NUMBER, FALSE},
  {"lon", NT_YAML_WANT_NUMBER, FALSE},   {"population", NT_YAML_WANT_COUNT, FALSE}, {"admin", NT_YAML_WANT_TEXT, FALSE},
  {"role", NT_YAML_WANT_TEXT, FALSE},    {"since", NT_YAML_WANT_TEXT, FALSE},  {"until", NT_YAML_WANT_TEXT, FALSE},
  {"born", NT_YAML_WANT_TEXT, FALSE},    {"gender", NT_YAML_WANT_TEXT, FALSE}, {"of", NT_YAML_WANT_TEXT, FALSE},
  {"wikidata", NT_YAML_WANT_TEXT, FALSE},
  {NULL, NT_YAML_WANT_ANY, FALSE},
};
G_STATIC_ASSERT(G_N_ELEMENTS(nt_gazetteer_keys) == N_KEYS + 1);

/* What the file as a whole may say, beside the defaults of entries. */
static const NtYamlKey file_keys[] = {
  {"source", NT_YAML_WANT_TEXT, TRUE},    {"licence", NT_YAML_WANT_TEXT, TRUE},     {"source-url", NT_YAML_WANT_TEXT, FALSE},
  {"note", NT_YAML_WANT_TEXT, FALSE},     {"entries", NT_YAML_WANT_SEQUENCE, FALSE}, {"from", NT_YAML_WANT_TEXT, FALSE},
  {"columns", NT_YAML_WANT_MAPPING, FALSE}, {"list", NT_YAML_WANT_TEXT, FALSE},     {"words", NT_YAML_WANT_ANY, FALSE},
  {"remove", NT_YAML_WANT_TEXTS, FALSE},  {"tests", NT_YAML_WANT_MAPPING, FALSE},
};

static void report(NtGazetteerLoader *l, NtSeverity severity, NtGazetteerPlace at, const char *code, const char *format, va_list args)
  G_GNUC_PRINTF(5, 0);
static void report(NtGazetteerLoader *l, NtSeverity severity, NtGazetteerPlace at, const char *code, const char *format, va_list args)
{
  g_autofree char *message = g_strdup_vprintf(format, args);
  nt_diagnostics_add(l->load->context.diagnostics, severity, l->load->context.file, at.line, at.column, code, "%s", message);
}

void nt_gazetteer_error(NtGazetteerLoader *l, NtGazetteerPlace at, const char *code, const char *format, ...)
{
  va_list args;
  va_start(args, format);
  report(l, NT_SEVERITY_ERROR, at, code, format, args);
  va_end(args);
}

void nt_gazetteer_remark(NtGazetteerLoader *l, NtSeverity severity, NtGazetteerPlace at, const char *code, const char *format, ...)
{
  if (!l->load->claims)
    return;
  va_list args;
  va_start(args, format);
  report(l, severity, at, code, format, args);
  va_end(args);
}

/* The keys of a file: its own, and the defaults of entries. */
static gboolean check_file(NtGazetteerLoader *l, const NtYaml *root)
{
  NtYamlKey keys[G_N_ELEMENTS(file_keys) + N_KEYS + 1];
  guint n = 0;
  for (guint i = 0; i < G_N_ELEMENTS(file_keys); i++)
    keys[n++] = file_keys[i];
  for (guint k = KEY_TYPE; k < N_KEYS; k++)
    keys[n++] = nt_gazetteer_keys[k];
  keys[n] = (NtYamlKey){NULL, NT_YAML_WANT_ANY, FALSE};
  return nt_yaml_check(&l->load->context, root, "a gazetteer", keys);
}

static void remove_entries(NtGazetteerLoader *l, const NtYaml *list)
{
  const NtYaml *item = list->kind == NT_YAML_SEQUENCE ? list->first : list;
  for (; item; item = list->kind == NT_YAML_SEQUENCE ? item->next : NULL) {
    NtGazetteerPlace at = {item->line, item->column};
    if (nt_build_remove(l->load->build, item->text))
      nt_gazetteer_remark(l, NT_SEVERITY_NOTE, at, "removes", "the entry \"%s\" is taken away", item->text.p);
    else
      nt_gazetteer_error(l, at, "unknown-id", "no earlier knowledge folder has an entry \"%s\"", item->text.p);
  }
}

void nt_gazetteer_load(NtGazetteerLoad *load, const NtYaml *root)
{
  g_autofree NtGazetteerLoader *l = g_new0(NtGazetteerLoader, 1);
  l->load = load;
  l->file = nt_build_file(load->build, nt_str(load->context.file));
  NtStr list = nt_yaml_text(root, "list");
  l->manner.policy = list.n ? NT_CASE_FOLD : NT_CASE_TITLE;
  l->manner.weight = 1;
  if (!check_file(l, root))
    return;
  nt_gazetteer_take_manner(l, root, &l->manner);
  for (guint k = KEY_TYPE; k < N_KEYS; k++)
    l->values[k] = nt_yaml_text(root, nt_gazetteer_keys[k].key);
  const NtYaml *entries = nt_yaml_get(root, "entries"), *words = nt_yaml_get(root, "words");
  const NtYaml *removed = nt_yaml_get(root, "remove");
  if (!entries && !words && !removed && !nt_yaml_get(root, "from"))
    nt_gazetteer_error(l, (NtGazetteerPlace){root->line, root->column}, "missing-key", "a gazetteer needs \"entries\", \"from\", \"words\" or \"remove\"");
  if (words && !list.n)
    nt_gazetteer_error(l, (NtGazetteerPlace){words->line, words->column}, "missing-key", "\"words\" needs \"list\", the name of the word list");
  if (entries && list.n)
    nt_gazetteer_error(l, (NtGazetteerPlace){entries->line, entries->column}, "wrong-kind", "a word list has \"words\", not \"entries\"");
  if (removed)
    remove_entries(l, removed);
  if (words && list.n)
    nt_gazetteer_load_words(l, words, list);
  for (const NtYaml *item = entries && !list.n ? entries->first : NULL; item; item = item->next)
    nt_gazetteer_load_entry(l, item);
  const NtYaml *from = nt_yaml_get(root, "from");
  if (from)
    nt_gazetteer_load_table(l, root, list);
  if (load->claims) {
    g_autofree char *table = from ? g_build_filename(load->shown, from->text.p, NULL) : NULL;
    nt_claims_add(load->claims, root, &load->context, table);
    nt_claims_add_list(load->claims, root, &load->context);
  }
}
