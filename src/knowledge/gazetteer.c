#include "gazetteer.h"

#include "base/limits.h"
#include "base/utf8.h"
#include "claims.h"
#include "table.h"
#include "variants.h"

/* A key of an entry. Facts are last and in the order of NT_FACTS. */
enum {
  KEY_ID, KEY_NAME, KEY_ALIASES, KEY_TYPE, KEY_CASE, KEY_PLURAL, KEY_WEIGHT, KEY_AMBIGUOUS, KEY_CONTEXT, KEY_NOT, KEY_NEEDS,
  KEY_DIACRITICS, KEY_ACRONYM, KEY_FIRST_FACT,
  N_KEYS = KEY_FIRST_FACT + NT_N_FACTS
};

static const NtYamlKey entry_keys[] = {
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
G_STATIC_ASSERT(G_N_ELEMENTS(entry_keys) == N_KEYS + 1);

static const NtYamlKey alias_keys[] = {
  {"text", NT_YAML_WANT_TEXT, TRUE},      {"case", NT_YAML_WANT_TEXT, FALSE},     {"plural", NT_YAML_WANT_BOOL, FALSE},
  {"weight", NT_YAML_WANT_NUMBER, FALSE}, {"ambiguous", NT_YAML_WANT_BOOL, FALSE}, {"context", NT_YAML_WANT_TEXTS, FALSE},
  {"not", NT_YAML_WANT_TEXTS, FALSE},     {"needs", NT_YAML_WANT_TEXT, FALSE},    {"diacritics", NT_YAML_WANT_TEXT, FALSE},
  {NULL, NT_YAML_WANT_ANY, FALSE},
};

/* What the file as a whole may say, beside the defaults of entries. */
static const NtYamlKey file_keys[] = {
  {"source", NT_YAML_WANT_TEXT, TRUE},    {"licence", NT_YAML_WANT_TEXT, TRUE},     {"source-url", NT_YAML_WANT_TEXT, FALSE},
  {"note", NT_YAML_WANT_TEXT, FALSE},     {"entries", NT_YAML_WANT_SEQUENCE, FALSE}, {"from", NT_YAML_WANT_TEXT, FALSE},
  {"columns", NT_YAML_WANT_MAPPING, FALSE}, {"list", NT_YAML_WANT_TEXT, FALSE},     {"words", NT_YAML_WANT_ANY, FALSE},
  {"remove", NT_YAML_WANT_TEXTS, FALSE},  {"tests", NT_YAML_WANT_MAPPING, FALSE},
};

#define MOST_WORDS 64u

/* How an alias is to be found. What an alias does not say it takes from its entry, and the entry from its file. */
typedef struct {
  NtCase policy;
  gboolean plural, ambiguous, needs_full_name, needs_country, keep_marks; /* keep_marks: not found without its diacritics */
  double weight;
  const NtStr *context, *not; /* in the load's arena: a manner is copied for every name */
  guint n_context, n_not;
} Manner;

typedef struct {
  NtGazetteerLoad *load;
  guint16 file;     /* of the image, for the YAML or the table at hand */
  gboolean in_table;
  Manner manner;    /* the file's defaults */
  NtStr values[N_KEYS]; /* the file's defaults of the other keys */
} Loader;

typedef struct {
  guint32 line, column;
} Place;

static void report(Loader *l, NtSeverity severity, Place at, const char *code, const char *format, va_list args) G_GNUC_PRINTF(5, 0);
static void report(Loader *l, NtSeverity severity, Place at, const char *code, const char *format, va_list args)
{
  g_autofree char *message = g_strdup_vprintf(format, args);
  nt_diagnostics_add(l->load->context.diagnostics, severity, l->load->context.file, at.line, at.column, code, "%s", message);
}

static void complain(Loader *l, Place at, const char *code, const char *format, ...) G_GNUC_PRINTF(4, 5);
static void complain(Loader *l, Place at, const char *code, const char *format, ...)
{
  va_list args;
  va_start(args, format);
  report(l, NT_SEVERITY_ERROR, at, code, format, args);
  va_end(args);
}

/* For who looks at the files; whoever only uses them is spared. */
static void remark(Loader *l, NtSeverity severity, Place at, const char *code, const char *format, ...) G_GNUC_PRINTF(5, 6);
static void remark(Loader *l, NtSeverity severity, Place at, const char *code, const char *format, ...)
{
  if (!l->load->claims)
    return;
  va_list args;
  va_start(args, format);
  report(l, severity, at, code, format, args);
  va_end(args);
}

/* ---- manners ---- */

static gboolean case_from(NtStr word, NtCase *policy)
{
  static const char *const words[] = {
    [NT_CASE_TITLE] = "title", [NT_CASE_EXACT] = "exact", [NT_CASE_UPPER] = "upper", [NT_CASE_FOLD] = "fold"};
  for (guint i = 0; i < G_N_ELEMENTS(words); i++)
    if (nt_str_is(word, words[i])) {
      *policy = (NtCase)i;
      return TRUE;
    }
  return FALSE;
}

static void take_diacritics(Loader *l, NtStr word, Place at, Manner *m)
{
  if (word.n && !nt_str_is(word, "fold") && !nt_str_is(word, "keep"))
    complain(l, at, "wrong-value", "\"diacritics\" must be fold or keep, not \"%.*s\"", (int)MIN(word.n, 100), word.p);
  if (word.n)
    m->keep_marks = nt_str_is(word, "keep");
}

static const NtStr *take_words(Loader *l, Place at, const NtYaml *value, guint *n)
{
  const NtYaml *one = value->kind == NT_YAML_SEQUENCE ? value->first : value;
  guint room = value->kind == NT_YAML_SEQUENCE ? value->count : 1;
  NtStr *words = nt_arena_new_array(l->load->arena, NtStr, MIN(room, MOST_WORDS) + 1);
  *n = 0;
  for (; one; one = value->kind == NT_YAML_SEQUENCE ? one->next : NULL) {
    if (*n == MOST_WORDS) {
      complain(l, at, "limit", "more than %u words here", MOST_WORDS);
      break;
    }
    words[(*n)++] = one->text;
  }
  return words;
}

static void take_needs(Loader *l, NtStr word, Place at, Manner *m)
{
  if (nt_str_is(word, "full-name"))
    m->needs_full_name = TRUE;
  else if (nt_str_is(word, "country"))
    m->needs_country = TRUE;
  else if (word.n)
    complain(l, at, "wrong-value", "\"needs\" must be full-name or country, not \"%.*s\"", NT_HEAD_ARG(word, 100));
}

/* Takes from `map` what it says of a manner. */
static void take_manner(Loader *l, const NtYaml *map, Manner *m)
{
  Place at = {map->line, map->column};
  NtStr word = nt_yaml_text(map, "case");
  if (word.n && !case_from(word, &m->policy))
    complain(l, at, "wrong-value", "\"case\" must be title, exact, upper or fold, not \"%s\"", word.p);
  take_diacritics(l, nt_yaml_text(map, "diacritics"), at, m);
  m->plural = nt_yaml_bool(map, "plural", m->plural);
  m->ambiguous = nt_yaml_bool(map, "ambiguous", m->ambiguous);
  m->weight = nt_yaml_number(map, "weight", m->weight);
  if (m->weight <= 0)
    complain(l, at, "wrong-value", "\"weight\" must be above 0");
  take_needs(l, nt_yaml_text(map, "needs"), at, m);
  const NtYaml *words = nt_yaml_get(map, "context");
  if (words)
    m->context = take_words(l, at, words, &m->n_context);
  words = nt_yaml_get(map, "not");
  if (words)
    m->not = take_words(l, at, words, &m->n_not);
}

/* ---- aliases ---- */

static NtBuildOutcome add_form(Loader *l, guint32 entry, NtStr text, const Manner *m, guint16 flags, guint32 line)
{
  NtBuildAlias alias = {
    .text = text,
    .policy = m->policy,
    .flags = (guint16)(flags | (m->ambiguous ? NT_ALIAS_AMBIGUOUS : 0) |
                       (m->needs_full_name ? NT_ALIAS_NEEDS_FULL_NAME : 0) |
                       (m->needs_country ? NT_ALIAS_NEEDS_COUNTRY : 0)),
    .file = l->file,
    .line = line,
    .weight = (float)m->weight,
    .context = m->context,
    .n_context = m->n_context,
    .not = m->not,
    .n_not = m->n_not,
  };
  return nt_build_alias(l->load->build, entry, &alias);
}

/* One name of a long table is left out; in a YAML file, which a person writes, it is a mistake. */
static void say_unfindable(Loader *l, Place at, NtStr text)
{
  nt_diagnostics_add(l->load->context.diagnostics, l->in_table ? NT_SEVERITY_WARNING : NT_SEVERITY_ERROR, l->load->context.file,
                     at.line, at.column, "bad-name",
                     "\"%.*s\" cannot be found in any text%s: a name needs a letter or digit, at most %u words, and no break "
                     "such as two marks in a row",
                     (int)MIN(text.n, 200), text.p ? text.p : "", l->in_table ? " and is left out" : "", NT_LIMIT_NAME_TOKENS);
}

/* The name as written, and the forms that the compiler makes of it. */
static void add_alias(Loader *l, guint32 entry, NtStr text, const Manner *m, guint16 flags, Place at)
{
  NtBuildOutcome outcome = add_form(l, entry, text, m, flags, at.line);
  if (outcome == NT_BUILD_NO) {
    say_unfindable(l, at, text);
    return;
  }
  if (outcome == NT_BUILD_AGAIN && !l->in_table)
    remark(l, NT_SEVERITY_WARNING, at, "duplicate-alias", "\"%.*s\" stands in this entry already; take one away",
           (int)MIN(text.n, 200), text.p);
  NtStr plain = m->keep_marks ? (NtStr){0} : nt_variant_without_marks(l->load->arena, text);
  if (plain.p)
    add_form(l, entry, plain, m, (guint16)(flags | NT_ALIAS_MADE), at.line);
  if (m->plural)
    add_form(l, entry, nt_variant_plural(l->load->arena, text), m, NT_ALIAS_MADE, at.line);
}

static void add_yaml_alias(Loader *l, guint32 entry, const NtYaml *item, const Manner *inherited)
{
  Place at = {item->line, item->column};
  if (item->kind == NT_YAML_SCALAR && item->text.n) {
    add_alias(l, entry, item->text, inherited, 0, at);
    return;
  }
  if (item->kind != NT_YAML_MAPPING) {
    complain(l, at, "wrong-kind", "an alias must be a text, or a mapping with \"text\"");
    return;
  }
  if (!nt_yaml_check(&l->load->context, item, "an alias", alias_keys))
    return;
  Manner m = *inherited;
  take_manner(l, item, &m);
  add_alias(l, entry, nt_yaml_text(item, "text"), &m, 0, at);
}

static void add_yaml_aliases(Loader *l, guint32 entry, const NtYaml *list, const Manner *m)
{
  if (list->kind == NT_YAML_SEQUENCE)
    for (const NtYaml *item = list->first; item; item = item->next)
      add_yaml_alias(l, entry, item, m);
  else
    add_yaml_alias(l, entry, list, m);
}

/* ---- entries ---- */

static Manner without_full_name(const Manner *m)
{
  Manner name = *m;
  name.needs_full_name = FALSE;
  return name;
}

static gboolean is_letters_of_country(NtStr text)
{
  return text.n == 2 && g_ascii_isupper(text.p[0]) && g_ascii_isupper(text.p[1]);
}

static gboolean is_degrees(NtStr text, double most)
{
  double value;
  return nt_parse_number(text, &value) && value >= -most && value <= most;
}

/* Facts that others rely on have the form that they expect. */
static void check_facts(Loader *l, const NtStr *facts, Place at)
{
  if (facts[NT_FACT_COUNTRY].n && !is_letters_of_country(facts[NT_FACT_COUNTRY]))
    complain(l, at, "wrong-value", "\"country\" must be two capital letters of ISO 3166 (DE, not de or Germany), not \"%.*s\"",
             (int)MIN(facts[NT_FACT_COUNTRY].n, 100), facts[NT_FACT_COUNTRY].p);
  if (facts[NT_FACT_LAT].n && !is_degrees(facts[NT_FACT_LAT], 90))
    complain(l, at, "wrong-value", "\"lat\" must be from -90 to 90");
  if (facts[NT_FACT_LON].n && !is_degrees(facts[NT_FACT_LON], 180))
    complain(l, at, "wrong-value", "\"lon\" must be from -180 to 180");
  if (facts[NT_FACT_WIKIDATA].n && !nt_is_wikidata(facts[NT_FACT_WIKIDATA]))
    complain(l, at, "wrong-value", "\"wikidata\" must be Q and a number, not \"%.*s\"", (int)MIN(facts[NT_FACT_WIKIDATA].n, 100),
             facts[NT_FACT_WIKIDATA].p);
}

/* The entry itself; NT_ALIAS_NONE-like G_MAXUINT32 where something is wrong. `values` are its own and inherited keys. */
static guint32 add_entry(Loader *l, const NtStr *values, Place at)
{
  NtBuildEntry entry = {
    .id = values[KEY_ID],
    .name = values[KEY_NAME],
    .line = at.line,
    .column = at.column,
    .file = l->file,
  };
  if (!entry.name.n) {
    complain(l, at, "missing-key", "an entry needs \"name\"");
    return G_MAXUINT32;
  }
  if (!entry.id.n) {
    complain(l, at, "missing-key", "entry \"%.*s\" needs \"id\"", (int)entry.name.n, entry.name.p);
    return G_MAXUINT32;
  }
  for (gsize i = 0; i < entry.id.n; i++)
    if (g_ascii_isspace(entry.id.p[i])) {
      complain(l, at, "wrong-value", "id \"%.*s\" has white space in it", (int)entry.id.n, entry.id.p);
      return G_MAXUINT32;
    }
  if (!nt_type_from(values[KEY_TYPE], &entry.type)) {
    complain(l, at, values[KEY_TYPE].n ? "wrong-value" : "missing-key",
             "\"type\" must be person, place, organization, group, event, work or product%s%.*s",
             values[KEY_TYPE].n ? ", not " : "", (int)values[KEY_TYPE].n, values[KEY_TYPE].n ? values[KEY_TYPE].p : "");
    return G_MAXUINT32;
  }
  for (guint f = 0; f < NT_N_FACTS; f++)
    if (values[KEY_FIRST_FACT + f].n)
      entry.facts[f] = values[KEY_FIRST_FACT + f];
  check_facts(l, entry.facts, at);
  NtWhere other;
  guint32 number = nt_build_entry(l->load->build, &entry, &other);
  if (number == G_MAXUINT32)
    complain(l, at, "duplicate-id", "id \"%.*s\" already belongs to the entry at %.*s:%u", (int)entry.id.n, entry.id.p,
             (int)other.file.n, other.file.p, other.line);
  else if (other.file.p)
    remark(l, NT_SEVERITY_NOTE, at, "overrides", "\"%.*s\" replaces the entry at %.*s:%u", (int)entry.id.n, entry.id.p,
           (int)other.file.n, other.file.p, other.line);
  return number;
}

static void load_entry(Loader *l, const NtYaml *item)
{
  if (!nt_yaml_check(&l->load->context, item, "an entry", entry_keys))
    return;
  NtStr values[N_KEYS];
  for (guint k = 0; k < N_KEYS; k++) {
    NtStr own = nt_yaml_text(item, entry_keys[k].key);
    values[k] = own.n ? own : l->values[k];
  }
  Place at = {item->line, item->column};
  guint32 entry = add_entry(l, values, at);
  if (entry == G_MAXUINT32)
    return;
  Manner m = l->manner;
  take_manner(l, item, &m);
  const NtYaml *name = nt_yaml_get(item, "name");
  Manner own = without_full_name(&m);
  add_alias(l, entry, values[KEY_NAME], &own, NT_ALIAS_IS_NAME, name ? (Place){name->line, name->column} : at);
  const NtYaml *aliases = nt_yaml_get(item, "aliases"), *acronyms = nt_yaml_get(item, "acronym");
  if (aliases)
    add_yaml_aliases(l, entry, aliases, &m);
  if (acronyms) {
    Manner upper = own;
    upper.policy = NT_CASE_UPPER;
    add_yaml_aliases(l, entry, acronyms, &upper);
  }
}

/* ---- tables ---- */

static NtStr next_part(NtStr *cell)
{
  const char *bar = memchr(cell->p, '|', cell->n);
  NtStr part = {cell->p, bar ? (gsize)(bar - cell->p) : cell->n};
  *cell = bar ? nt_str_n(bar + 1, cell->n - part.n - 1) : (NtStr){0};
  while (part.n && part.p[0] == ' ') {
    part.p++;
    part.n--;
  }
  while (part.n && part.p[part.n - 1] == ' ')
    part.n--;
  return part;
}

static void add_cell_aliases(Loader *l, guint32 entry, NtStr cell, const Manner *m, Place at)
{
  while (cell.n) {
    NtStr part = next_part(&cell);
    if (part.n)
      add_alias(l, entry, part, m, 0, at);
  }
}

static const NtStr *split_cell(Loader *l, NtStr cell, Place at, guint *n)
{
  guint room = 1;
  for (gsize i = 0; i < cell.n; i++)
    room += cell.p[i] == '|';
  NtStr *words = nt_arena_new_array(l->load->arena, NtStr, MIN(room, MOST_WORDS));
  *n = 0;
  while (cell.n) {
    NtStr part = next_part(&cell);
    if (!part.n)
      continue;
    if (*n == MOST_WORDS) {
      complain(l, at, "limit", "more than %u words here", MOST_WORDS);
      break;
    }
    words[(*n)++] = part;
  }
  return words;
}

/* What is wrong with the cell, as the YAML reader says it; NULL for nothing. */
static const char *cell_fault(NtYamlWant want, NtStr cell)
{
  double number;
  if (want == NT_YAML_WANT_NUMBER)
    return nt_parse_number(cell, &number) ? NULL : "must be a number";
  if (want == NT_YAML_WANT_COUNT)
    return nt_parse_number(cell, &number) && number >= 0 ? NULL : "must be a whole number, 0 or more";
  if (want == NT_YAML_WANT_BOOL)
    return nt_str_is(cell, "true") || nt_str_is(cell, "false") ? NULL : "must be true or false";
  return NULL;
}

static void check_cell(Loader *l, const NtStr *values, guint key, Place at)
{
  const char *fault = cell_fault(entry_keys[key].want, values[key]);
  if (fault)
    complain(l, at, "wrong-value", "\"%s\" %s, not \"%.*s\"", entry_keys[key].key, fault, NT_HEAD_ARG(values[key], 100));
}

static void take_row_manner(Loader *l, const NtStr *values, Place at, Manner *m)
{
  double weight;
  if (values[KEY_CASE].n && !case_from(values[KEY_CASE], &m->policy))
    complain(l, at, "wrong-value", "\"case\" must be title, exact, upper or fold");
  take_diacritics(l, values[KEY_DIACRITICS], at, m);
  if (values[KEY_PLURAL].n)
    m->plural = nt_str_is(values[KEY_PLURAL], "true");
  if (values[KEY_AMBIGUOUS].n)
    m->ambiguous = nt_str_is(values[KEY_AMBIGUOUS], "true");
  if (nt_parse_number(values[KEY_WEIGHT], &weight) && weight > 0)
    m->weight = weight;
  take_needs(l, values[KEY_NEEDS], at, m);
  if (values[KEY_CONTEXT].n)
    m->context = split_cell(l, values[KEY_CONTEXT], at, &m->n_context);
  if (values[KEY_NOT].n)
    m->not = split_cell(l, values[KEY_NOT], at, &m->n_not);
}

static void load_row(Loader *l, const NtTable *table, const int *columns)
{
  NtStr own[N_KEYS] = {{0}}, values[N_KEYS];
  Place at = {table->line, 1};
  for (guint k = 0; k < N_KEYS; k++) {
    own[k] = columns[k] >= 0 ? nt_table_cell(table, (guint)columns[k]) : (NtStr){0};
    values[k] = own[k].n ? own[k] : l->values[k];
    if (own[k].n)
      check_cell(l, own, k, at);
  }
  guint32 entry = add_entry(l, values, at);
  if (entry == G_MAXUINT32)
    return;
  Manner m = l->manner;
  take_row_manner(l, own, at, &m);
  Manner name = without_full_name(&m);
  add_alias(l, entry, values[KEY_NAME], &name, NT_ALIAS_IS_NAME, at);
  add_cell_aliases(l, entry, own[KEY_ALIASES], &m, at);
  name.policy = NT_CASE_UPPER;
  add_cell_aliases(l, entry, own[KEY_ACRONYM], &name, at);
}

/* Which column of the table each key is; -1 for none. FALSE where the column map names a column that is not there. */
static gboolean map_columns(Loader *l, const NtYaml *root, const NtTable *table, const char *const *keys, guint n, int *columns)
{
  const NtYaml *map = nt_yaml_get(root, "columns");
  gboolean good = TRUE;
  for (guint k = 0; k < n; k++)
    columns[k] = nt_table_column(table, nt_str(keys[k]));
  for (const NtYaml *item = map ? map->first : NULL; item; item = item->next) {
    Place at = {item->line, item->column};
    guint k = 0;
    while (k < n && !nt_str_is(item->key, keys[k]))
      k++;
    if (k == n || item->kind != NT_YAML_SCALAR) {
      complain(l, at, "unknown-key", "\"columns\" has \"%s\", which is no key of a row", item->key.p);
      good = FALSE;
      continue;
    }
    columns[k] = nt_table_column(table, item->text);
    if (columns[k] < 0) {
      complain(l, at, "unknown-column", "the table has no column \"%s\"", item->text.p);
      good = FALSE;
    }
  }
  return good;
}

static void load_word(Loader *l, guint32 list, NtStr text, const Manner *m, Place at);

static void load_table(Loader *l, const NtYaml *root, NtStr list_name)
{
  const NtYaml *from = nt_yaml_get(root, "from");
  Place at = {from->line, from->column};
  if (strchr(from->text.p, '/')) {
    complain(l, at, "wrong-value", "\"from\" must name a file beside this one, without a folder");
    return;
  }
  g_autofree char *path = g_build_filename(l->load->folder, from->text.p, NULL);
  g_autofree char *shown = g_build_filename(l->load->shown, from->text.p, NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(NtTable) table = nt_table_open(path, &error);
  if (!table) {
    complain(l, at, "no-table", "%s", error->message);
    return;
  }
  const char *keys[N_KEYS];
  static const char *const word_keys[] = {"text", "weight"};
  int columns[N_KEYS];
  for (guint k = 0; k < N_KEYS; k++)
    keys[k] = entry_keys[k].key;
  gboolean words = list_name.n > 0;
  if (!map_columns(l, root, table, words ? word_keys : keys, words ? 2 : N_KEYS, columns))
    return;
  const char *yaml_file = l->load->context.file;
  guint16 yaml_number = l->file;
  l->load->context.file = shown;
  l->file = nt_build_file(l->load->build, nt_str(shown));
  l->in_table = TRUE;
  guint32 list = words ? nt_build_list(l->load->build, list_name) : 0;
  while (nt_table_next(table, &error)) {
    if (!words) {
      load_row(l, table, columns);
      continue;
    }
    Manner m = l->manner;
    double weight;
    if (columns[1] >= 0 && nt_parse_number(nt_table_cell(table, (guint)columns[1]), &weight) && weight > 0)
      m.weight = weight;
    load_word(l, list, nt_table_cell(table, columns[0] >= 0 ? (guint)columns[0] : 0), &m, (Place){table->line, 1});
  }
  if (error)
    complain(l, (Place){table->line, 1}, "bad-table", "%s", error->message);
  l->load->context.file = yaml_file;
  l->file = yaml_number;
  l->in_table = FALSE;
}

/* ---- word lists ---- */

static void load_word(Loader *l, guint32 list, NtStr text, const Manner *m, Place at)
{
  NtBuildAlias word = {
    .text = text,
    .policy = m->policy,
    .file = l->file,
    .line = at.line,
    .weight = (float)m->weight,
  };
  if (!text.n || !nt_build_list_word(l->load->build, list, &word)) {
    say_unfindable(l, at, text);
    return;
  }
  NtStr plain = m->keep_marks ? (NtStr){0} : nt_variant_without_marks(l->load->arena, text);
  if (plain.p) {
    word.text = plain;
    nt_build_list_word(l->load->build, list, &word);
  }
}

static void load_words(Loader *l, const NtYaml *words, NtStr list_name)
{
  guint32 list = nt_build_list(l->load->build, list_name);
  if (words->kind != NT_YAML_SEQUENCE) {
    complain(l, (Place){words->line, words->column}, "wrong-kind", "\"words\" must be a list");
    return;
  }
  for (const NtYaml *item = words->first; item; item = item->next) {
    Place at = {item->line, item->column};
    Manner m = l->manner;
    NtStr text = item->text;
    if (item->kind == NT_YAML_MAPPING) {
      if (!nt_yaml_check(&l->load->context, item, "a word", alias_keys))
        continue;
      take_manner(l, item, &m);
      text = nt_yaml_text(item, "text");
    } else if (item->kind != NT_YAML_SCALAR) {
      complain(l, at, "wrong-kind", "a word must be a text, or a mapping with \"text\"");
      continue;
    }
    load_word(l, list, text, &m, at);
  }
}

/* ---- the file ---- */

/* The keys of a file: its own, and the defaults of entries. */
static gboolean check_file(Loader *l, const NtYaml *root)
{
  NtYamlKey keys[G_N_ELEMENTS(file_keys) + N_KEYS + 1];
  guint n = 0;
  for (guint i = 0; i < G_N_ELEMENTS(file_keys); i++)
    keys[n++] = file_keys[i];
  for (guint k = KEY_TYPE; k < N_KEYS; k++)
    keys[n++] = entry_keys[k];
  keys[n] = (NtYamlKey){NULL, NT_YAML_WANT_ANY, FALSE};
  return nt_yaml_check(&l->load->context, root, "a gazetteer", keys);
}

static void remove_entries(Loader *l, const NtYaml *list)
{
  const NtYaml *item = list->kind == NT_YAML_SEQUENCE ? list->first : list;
  for (; item; item = list->kind == NT_YAML_SEQUENCE ? item->next : NULL) {
    Place at = {item->line, item->column};
    if (nt_build_remove(l->load->build, item->text))
      remark(l, NT_SEVERITY_NOTE, at, "removes", "the entry \"%s\" is taken away", item->text.p);
    else
      complain(l, at, "unknown-id", "no earlier knowledge folder has an entry \"%s\"", item->text.p);
  }
}

void nt_gazetteer_load(NtGazetteerLoad *load, const NtYaml *root)
{
  g_autofree Loader *l = g_new0(Loader, 1);
  l->load = load;
  l->file = nt_build_file(load->build, nt_str(load->context.file));
  NtStr list = nt_yaml_text(root, "list");
  l->manner.policy = list.n ? NT_CASE_FOLD : NT_CASE_TITLE;
  l->manner.weight = 1;
  if (!check_file(l, root))
    return;
  take_manner(l, root, &l->manner);
  for (guint k = KEY_TYPE; k < N_KEYS; k++)
    l->values[k] = nt_yaml_text(root, entry_keys[k].key);
  const NtYaml *entries = nt_yaml_get(root, "entries"), *words = nt_yaml_get(root, "words");
  const NtYaml *removed = nt_yaml_get(root, "remove");
  if (!entries && !words && !removed && !nt_yaml_get(root, "from"))
    complain(l, (Place){root->line, root->column}, "missing-key", "a gazetteer needs \"entries\", \"from\", \"words\" or \"remove\"");
  if (words && !list.n)
    complain(l, (Place){words->line, words->column}, "missing-key", "\"words\" needs \"list\", the name of the word list");
  if (entries && list.n)
    complain(l, (Place){entries->line, entries->column}, "wrong-kind", "a word list has \"words\", not \"entries\"");
  if (removed)
    remove_entries(l, removed);
  if (words && list.n)
    load_words(l, words, list);
  for (const NtYaml *item = entries && !list.n ? entries->first : NULL; item; item = item->next)
    load_entry(l, item);
  const NtYaml *from = nt_yaml_get(root, "from");
  if (from)
    load_table(l, root, list);
  if (load->claims) {
    g_autofree char *table = from ? g_build_filename(load->shown, from->text.p, NULL) : NULL;
    nt_claims_add(load->claims, root, &load->context, table);
  }
}
