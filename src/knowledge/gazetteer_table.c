/* The table beside a file of YAML, CSV or TSV: a row is an entry, or a word of a list. What a cell may hold is what the YAML key of its
 * column may; the cell of a list has its parts between bars. */
#include "gazetteer_parts.h"

#include "base/utf8.h"
#include "table.h"

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

static void add_cell_aliases(NtGazetteerLoader *l, guint32 entry, NtStr cell, const NtManner *m, NtGazetteerPlace at)
{
  while (cell.n) {
    NtStr part = next_part(&cell);
    if (part.n)
      nt_gazetteer_put_alias(l, entry, part, m, at);
  }
}

static const NtStr *split_cell(NtGazetteerLoader *l, NtStr cell, NtGazetteerPlace at, guint *n)
{
  guint room = 1;
  for (gsize i = 0; i < cell.n; i++)
    room += cell.p[i] == '|';
  NtStr *words = nt_arena_new_array(l->load->arena, NtStr, MIN(room, NT_MOST_MANNER_WORDS));
  *n = 0;
  while (cell.n) {
    NtStr part = next_part(&cell);
    if (!part.n)
      continue;
    if (*n == NT_MOST_MANNER_WORDS) {
      nt_gazetteer_error(l, at, "limit", "more than %u words here", NT_MOST_MANNER_WORDS);
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

static void check_cell(NtGazetteerLoader *l, const NtStr *values, guint key, NtGazetteerPlace at)
{
  const char *fault = cell_fault(nt_gazetteer_keys[key].want, values[key]);
  if (fault)
    nt_gazetteer_error(l, at, "wrong-value", "\"%s\" %s, not \"%.*s\"", nt_gazetteer_keys[key].key, fault, NT_HEAD_ARG(values[key], 100));
}

static void take_row_manner(NtGazetteerLoader *l, const NtStr *values, NtGazetteerPlace at, NtManner *m)
{
  double weight;
  nt_gazetteer_take_manner_words(l, m, values[KEY_CASE], values[KEY_DIACRITICS], values[KEY_NEEDS], at);
  if (values[KEY_PLURAL].n)
    m->plural = nt_str_is(values[KEY_PLURAL], "true");
  if (values[KEY_AMBIGUOUS].n)
    m->ambiguous = nt_str_is(values[KEY_AMBIGUOUS], "true");
  if (nt_parse_number(values[KEY_WEIGHT], &weight) && weight > 0)
    m->weight = weight;
  if (values[KEY_CONTEXT].n)
    m->context = split_cell(l, values[KEY_CONTEXT], at, &m->n_context);
  if (values[KEY_NOT].n)
    m->not = split_cell(l, values[KEY_NOT], at, &m->n_not);
}

static void load_entry(NtGazetteerLoader *l, const NtTable *table, const int *columns)
{
  NtStr own[N_KEYS] = {{0}}, values[N_KEYS];
  NtGazetteerPlace at = {table->line, 1};
  for (guint k = 0; k < N_KEYS; k++) {
    own[k] = columns[k] >= 0 ? nt_table_cell(table, (guint)columns[k]) : (NtStr){0};
    values[k] = own[k].n ? own[k] : l->values[k];
    if (own[k].n)
      check_cell(l, own, k, at);
  }
  guint32 entry = nt_gazetteer_put_entry(l, values, at);
  if (entry == G_MAXUINT32)
    return;
  NtManner m = l->manner;
  take_row_manner(l, own, at, &m);
  NtManner acronym = nt_gazetteer_acronym_manner(&m);
  nt_gazetteer_put_name(l, entry, values[KEY_NAME], &m, at);
  add_cell_aliases(l, entry, own[KEY_ALIASES], &m, at);
  add_cell_aliases(l, entry, own[KEY_ACRONYM], &acronym, at);
}

/* What a row of a word list may have. */
enum { WORD_TEXT, WORD_WEIGHT };
static const NtYamlKey word_keys[] = {
  {"text", NT_YAML_WANT_TEXT, FALSE}, {"weight", NT_YAML_WANT_NUMBER, FALSE}, {NULL, NT_YAML_WANT_ANY, FALSE}};

static void load_word(NtGazetteerLoader *l, guint32 list, const NtTable *table, const int *columns)
{
  NtManner m = l->manner;
  double weight;
  guint text = columns[WORD_TEXT] >= 0 ? (guint)columns[WORD_TEXT] : 0;
  if (columns[WORD_WEIGHT] >= 0 && nt_parse_number(nt_table_cell(table, (guint)columns[WORD_WEIGHT]), &weight) && weight > 0)
    m.weight = weight;
  nt_gazetteer_put_word(l, list, nt_table_cell(table, text), &m, (NtGazetteerPlace){table->line, 1});
}

/* Which column of the table each key is; -1 for none. FALSE where the column map names a column that is not there. */
static gboolean map_columns(NtGazetteerLoader *l, const NtYaml *root, const NtTable *table, const NtYamlKey *keys, int *columns)
{
  const NtYaml *map = nt_yaml_get(root, "columns");
  gboolean good = TRUE;
  for (guint k = 0; keys[k].key; k++)
    columns[k] = nt_table_column(table, nt_str(keys[k].key));
  for (const NtYaml *item = map ? map->first : NULL; item; item = item->next) {
    NtGazetteerPlace at = {item->line, item->column};
    guint k = 0;
    while (keys[k].key && !nt_str_is(item->key, keys[k].key))
      k++;
    if (!keys[k].key || item->kind != NT_YAML_SCALAR) {
      nt_gazetteer_error(l, at, "unknown-key", "\"columns\" has \"%s\", which is no key of a row", item->key.p);
      good = FALSE;
      continue;
    }
    columns[k] = nt_table_column(table, item->text);
    if (columns[k] < 0) {
      nt_gazetteer_error(l, at, "unknown-column", "the table has no column \"%s\"", item->text.p);
      good = FALSE;
    }
  }
  return good;
}

static void load_rows(NtGazetteerLoader *l, NtTable *table, const int *columns, NtStr list_name)
{
  g_autoptr(GError) error = NULL;
  guint32 list = list_name.n ? nt_build_list(l->load->build, list_name) : 0;
  while (nt_table_next(table, &error))
    if (list_name.n)
      load_word(l, list, table, columns);
    else
      load_entry(l, table, columns);
  if (error)
    nt_gazetteer_error(l, (NtGazetteerPlace){table->line, 1}, "bad-table", "%s", error->message);
}

void nt_gazetteer_load_table(NtGazetteerLoader *l, const NtYaml *root, NtStr list_name)
{
  const NtYaml *from = nt_yaml_get(root, "from");
  NtGazetteerPlace at = {from->line, from->column};
  if (strchr(from->text.p, '/')) {
    nt_gazetteer_error(l, at, "wrong-value", "\"from\" must name a file beside this one, without a folder");
    return;
  }
  g_autofree char *path = g_build_filename(l->load->folder, from->text.p, NULL);
  g_autofree char *shown = g_build_filename(l->load->shown, from->text.p, NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(NtTable) table = nt_table_open(path, &error);
  if (!table) {
    nt_gazetteer_error(l, at, "no-table", "%s", error->message);
    return;
  }
  int columns[N_KEYS];
  if (!map_columns(l, root, table, list_name.n ? word_keys : nt_gazetteer_keys, columns))
    return;
  const char *yaml_file = l->load->context.file;
  guint16 yaml_number = l->file;
  l->load->context.file = shown;
  l->file = nt_build_file(l->load->build, nt_str(shown));
  l->in_table = TRUE;
  load_rows(l, table, columns, list_name);
  l->load->context.file = yaml_file;
  l->file = yaml_number;
  l->in_table = FALSE;
}
