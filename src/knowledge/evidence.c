#include "evidence_parts.h"

#include "article/tokens.h"
#include "base/limits.h"
#include "base/nearest.h"

#include <math.h>

#define MOST_GRADED 1000000u /* weight that a row may ask for: whole numbers up to there are exact in a float */

static const char *const predicate_words[] = {
#define X(code, word) word,
  NT_PREDICATES(X)
#undef X
};

static const char *const position_words[] = {
#define X(code, word) word,
  NT_POSITIONS(X)
#undef X
};

/* The same of a list. */
static const char *const list_words[] = {
#define X(code, word) word "-list",
  NT_POSITIONS(X)
#undef X
};

static const NtYamlKey file_keys[] = {
  {"start", NT_YAML_WANT_MAPPING, FALSE}, {"evidence", NT_YAML_WANT_SEQUENCE, FALSE}, {"note", NT_YAML_WANT_TEXT, FALSE},
  {NULL, NT_YAML_WANT_ANY, FALSE},
};

static const NtYamlKey weight_keys[] = {
  {"person", NT_YAML_WANT_NUMBER, FALSE}, {"place", NT_YAML_WANT_NUMBER, FALSE}, {"organization", NT_YAML_WANT_NUMBER, FALSE},
  {NULL, NT_YAML_WANT_ANY, FALSE},
};

static const NtYamlKey row_keys[] = {
  {"id", NT_YAML_WANT_TEXT, TRUE},
#define X(code, word) {word, NT_YAML_WANT_TEXTS, FALSE}, {word "-list", NT_YAML_WANT_TEXT, FALSE},
  NT_POSITIONS(X)
#undef X
  {"ending", NT_YAML_WANT_TEXTS, FALSE},  {"is", NT_YAML_WANT_TEXT, FALSE},     {"rule", NT_YAML_WANT_TEXTS, FALSE}, {"listed", NT_YAML_WANT_TEXTS, FALSE},
  {"words", NT_YAML_WANT_TEXT, FALSE},    {"weight", NT_YAML_WANT_TEXT, FALSE},   {"person", NT_YAML_WANT_NUMBER, FALSE}, {"place", NT_YAML_WANT_NUMBER, FALSE},
  {"organization", NT_YAML_WANT_NUMBER, FALSE}, {"note", NT_YAML_WANT_TEXT, FALSE},
  {NULL, NT_YAML_WANT_ANY, FALSE},
};

NtEvidenceSet *nt_evidence_new(const NtImage *image)
{
  NtEvidenceSet *set = g_new0(NtEvidenceSet, 1);
  set->image = image;
  set->arena = nt_arena_new();
  set->rows = g_array_new(FALSE, FALSE, sizeof(NtEvidenceRow));
  set->folders = g_array_new(FALSE, FALSE, sizeof(guint));
  set->row_at = g_hash_table_new(g_str_hash, g_str_equal);
  return set;
}

void nt_evidence_free(NtEvidenceSet *set)
{
  if (!set)
    return;
  g_array_unref(set->rows);
  g_array_unref(set->folders);
  g_hash_table_unref(set->row_at);
  nt_arena_free(set->arena);
  g_free(set);
}

static void read_weights(const NtYaml *map, const NtYamlContext *context, gint32 *weight)
{
  for (guint t = 0; t < NT_N_WEIGHED; t++) {
    double number = nt_yaml_number(map, nt_type_word((NtType)t), (double)weight[t] / NT_WEIGHT_ONE);
    if (!(fabs(number) <= NT_MOST_WEIGHT)) {
      nt_yaml_error(context, map, "wrong-value", "a weight must lie between -%d and %d", NT_MOST_WEIGHT, NT_MOST_WEIGHT);
      continue;
    }
    weight[t] = (gint32)lround(number * NT_WEIGHT_ONE);
  }
}

static guint count_of(const NtYaml *value)
{
  return value->kind == NT_YAML_SEQUENCE ? value->count : 1;
}

static const NtYaml *first_of(const NtYaml *value)
{
  return value->kind == NT_YAML_SEQUENCE ? value->first : value;
}

static void read_words(NtEvidenceSet *set, const NtYaml *value, const NtYamlContext *context, NtEvidenceRow *row)
{
  guint64 *words = nt_arena_new_array(set->arena, guint64, count_of(value));
  for (const NtYaml *item = first_of(value); item; item = value->kind == NT_YAML_SEQUENCE ? item->next : NULL) {
    NtTokens tokens = nt_tokens_find(set->arena, item->text);
    if (tokens.n == 1)
      words[row->n++] = tokens.v[0].hash;
    else
      nt_yaml_error(context, item, "wrong-value", "\"%s\" is not one word", item->text.p);
  }
  row->words = words;
}

static void read_texts(NtEvidenceSet *set, const NtYaml *value, gboolean small, NtEvidenceRow *row)
{
  NtStr *texts = nt_arena_new_array(set->arena, NtStr, count_of(value));
  for (const NtYaml *item = first_of(value); item; item = value->kind == NT_YAML_SEQUENCE ? item->next : NULL) {
    g_autofree char *text = small ? g_utf8_strdown(item->text.p, (gssize)item->text.n) : g_strndup(item->text.p, item->text.n);
    texts[row->n++] = nt_arena_str(set->arena, nt_str(text));
  }
  row->texts = texts;
}

static void read_predicate(const NtYaml *value, const NtYamlContext *context, NtEvidenceRow *row)
{
  for (guint i = 0; i < NT_N_PREDICATES; i++)
    if (nt_str_is(value->text, predicate_words[i])) {
      row->predicate = (NtPredicate)i;
      return;
    }
  const char *near = nt_nearest(value->text.p, predicate_words, NT_N_PREDICATES);
  nt_yaml_error(context, value, "wrong-value", "a run cannot be \"%s\"%s%s%s", value->text.p, near ? "; did you mean \"" : "",
                near ? near : "", near ? "\"?" : "");
}

/* `2`, or `3+` for three and more. */
static void read_length(const NtYaml *value, const NtYamlContext *context, NtEvidenceRow *row)
{
  char *end;
  guint64 n = g_ascii_strtoull(value->text.p, &end, 10);
  if (n < 1 || n > 99 || (*end && !g_str_equal(end, "+"))) {
    nt_yaml_error(context, value, "wrong-value", "\"words\" must be a number such as 1, or 3+ for three and more");
    return;
  }
  row->least = (guint)n;
  row->most = *end ? G_MAXUINT : (guint)n;
}

/* `2`, `3-9`, or `10+`. */
static void read_weight(const NtYaml *value, const NtYamlContext *context, NtEvidenceRow *row)
{
  char *end;
  guint64 from = g_ascii_strtoull(value->text.p, &end, 10), to = from;
  gboolean good = g_ascii_isdigit(*value->text.p);
  if (good && *end == '-') {
    good = g_ascii_isdigit(end[1]);
    to = g_ascii_strtoull(end + 1, &end, 10);
  }
  gboolean open = good && g_str_equal(end, "+");
  if (!good || (*end && !open) || to < from || to > MOST_GRADED) {
    nt_yaml_error(context, value, "wrong-value", "\"weight\" must be a whole number such as 2, a range such as 3-9, or 10+ for ten and more");
    return;
  }
  row->from = (float)from;
  row->below = open ? INFINITY : (float)(to + 1);
}

/* Notes what the row asks for; how many conditions it names. */
static guint read_condition(NtEvidenceSet *set, const NtYaml *item, const NtYamlContext *context, NtEvidenceRow *row)
{
  guint conditions = 0;
  for (guint p = 0; p < NT_N_POSITIONS; p++) {
    const NtYaml *words = nt_yaml_get(item, position_words[p]), *list = nt_yaml_get(item, list_words[p]);
    if (words || list)
      row->position = (NtPosition)p;
    if (words) {
      row->kind = NT_ROW_WORDS;
      read_words(set, words, context, row);
      conditions++;
    }
    if (list) {
      row->kind = NT_ROW_LIST;
      row->list = nt_image_list(set->image, list->text);
      if (row->list == G_MAXUINT32)
        nt_yaml_error(context, list, "unknown-list", "there is no word list \"%s\"", list->text.p);
      conditions++;
    }
  }
  const NtYaml *ending = nt_yaml_get(item, "ending"), *is = nt_yaml_get(item, "is"), *rule = nt_yaml_get(item, "rule"),
               *listed = nt_yaml_get(item, "listed");
  if (ending) {
    row->kind = NT_ROW_ENDING;
    read_texts(set, ending, TRUE, row);
  }
  if (is) {
    row->kind = NT_ROW_PREDICATE;
    read_predicate(is, context, row);
  }
  if (rule) {
    row->kind = NT_ROW_RULE;
    read_texts(set, rule, FALSE, row);
  }
  if (listed) {
    row->kind = NT_ROW_LISTED;
    read_texts(set, listed, FALSE, row);
  }
  return conditions + (ending != NULL) + (is != NULL) + (rule != NULL) + (listed != NULL);
}

/* Printing a thousand of them takes longer than all else that is done with them. */
static NtStr why_of(NtArena *arena, NtStr id)
{
  static const char word[] = "evidence ";
  gsize n = sizeof word - 1;
  char *why = nt_arena_alloc(arena, n + id.n + 1);
  memcpy(why, word, n);
  memcpy(why + n, id.p, id.n);
  why[n + id.n] = '\0';
  return nt_str_n(why, n + id.n);
}

static void add_row(NtEvidenceSet *set, const NtYaml *item, const NtYamlContext *context, guint folder)
{
  if (!nt_yaml_check(context, item, "a row of evidence", row_keys))
    return;
  NtEvidenceRow row = {
    .id = nt_yaml_text(item, "id"),
    .where = {nt_str(context->file), item->line},
    .least = 1,
    .most = G_MAXUINT,
    .from = -INFINITY,
    .below = INFINITY,
  };
  row.why = why_of(set->arena, row.id);
  if (read_condition(set, item, context, &row) != 1) {
    nt_yaml_error(context, item, "wrong-value", "a row of evidence needs one condition: before, behind, first, last, inside, any (or one of these "
                                                "with -list), ending, is, rule or listed");
    return;
  }
  const NtYaml *length = nt_yaml_get(item, "words");
  if (length)
    read_length(length, context, &row);
  const NtYaml *weight = nt_yaml_get(item, "weight");
  if (weight && row.kind != NT_ROW_LIST)
    nt_yaml_error(context, weight, "wrong-value", "\"weight\" is that of a word in a list: it needs one of the conditions with -list");
  else if (weight)
    read_weight(weight, context, &row);
  read_weights(item, context, row.weight);
  gpointer known = g_hash_table_lookup(set->row_at, row.id.p);
  if (known) {
    guint at = GPOINTER_TO_UINT(known) - 1;
    NtEvidenceRow *old = &g_array_index(set->rows, NtEvidenceRow, at);
    if (g_array_index(set->folders, guint, at) == folder) {
      nt_yaml_error(context, item, "duplicate-id", "evidence \"%s\" already stands at %s:%u", row.id.p, old->where.file.p, old->where.line);
      return;
    }
    *old = row;
    g_array_index(set->folders, guint, at) = folder;
    return;
  }
  if (set->rows->len == NT_LIMIT_EVIDENCE) {
    nt_yaml_error(context, item, "limit", "more than %u rows of evidence", NT_LIMIT_EVIDENCE);
    return;
  }
  g_array_append_val(set->rows, row);
  g_array_append_val(set->folders, folder);
  g_hash_table_insert(set->row_at, (gpointer)row.id.p, GUINT_TO_POINTER(set->rows->len));
}

/* One for each folder, or the order of its files would count. */
static void take_start(NtEvidenceSet *set, const NtYaml *start, const NtYamlContext *context, guint folder)
{
  if (set->start_at.file.p && set->start_folder == folder) {
    nt_yaml_error(context, start, "duplicate-id", "\"start\" already stands at %s:%u", set->start_at.file.p, set->start_at.line);
    return;
  }
  set->start_at = (NtWhere){nt_str(context->file), start->line};
  set->start_folder = folder;
  read_weights(start, context, set->start);
}

void nt_evidence_add(NtEvidenceSet *set, const NtYaml *root, const NtYamlContext *context, guint folder)
{
  if (!nt_yaml_check(context, root, "a file of evidence", file_keys))
    return;
  const NtYaml *start = nt_yaml_get(root, "start"), *rows = nt_yaml_get(root, "evidence");
  if (start && nt_yaml_check(context, start, "start", weight_keys))
    take_start(set, start, context, folder);
  for (const NtYaml *item = rows ? rows->first : NULL; item; item = item->next)
    add_row(set, item, context, folder);
}

const NtEvidenceRow *nt_evidence_rows(const NtEvidenceSet *set, guint *n)
{
  *n = set->rows->len;
  return (const NtEvidenceRow *)(const void *)set->rows->data;
}

const gint32 *nt_evidence_start(const NtEvidenceSet *set)
{
  return set->start;
}
