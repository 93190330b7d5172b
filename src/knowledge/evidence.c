#include "evidence.h"

#include "article/tokens.h"
#include "base/limits.h"
#include "base/nearest.h"

#include <math.h>

typedef struct {
  guint64 key;
  guint32 row;
} KeyRow;

/* Of the index: rows FIRST … FIRST + N of `numbers` ask for KEY; N 0 where the slot is empty. */
typedef struct {
  guint64 key;
  guint32 first, n;
} KeySlot;

/* What all rows of one key say. */
typedef struct {
  guint64 key;
  gpointer sums; /* NtWordSums of a word, NtSums of another key; NULL where the slot is empty */
} SumSlot;

/* A list whose rows ask for weights is graded by them: BOUNDS part the grades. */
typedef struct {
  const float *bounds;
  guint32 n_bounds;
  guint32 first; /* grade, of those of all lists */
} Grades;

#define NOT_KEPT G_MAXUINT32
#define MOST_GRADED 1000000u /* weight that a row may ask for: whole numbers up to there are exact in a float */

struct NtEvidenceSet {
  const NtImage *image;
  NtArena *arena;
  GArray *rows;    /* NtEvidenceRow */
  GArray *folders; /* guint, of each row */
  GHashTable *row_at; /* its number + 1, by id, until they are sorted */
  gint32 start[NT_N_WEIGHED];
  NtWhere start_at;   /* p NULL: not given yet */
  guint start_folder;

  /* the index */
  NtSums *predicates, *grades; /* by predicate; by grade of a list and position */
  Grades *lists;              /* by list */
  guint32 *set_of_class;      /* by class of words: which lists hold them, of those that rows ask for; NOT_KEPT */
  GArray *set_sums;           /* NtSums, by such a set and position */
  SumSlot *sums;              /* open addressing, at most half full */
  guint64 sums_mask;
  guint64 filter[NT_EVIDENCE_FILTER_WORDS]; /* a bit for each key */
  KeySlot *slots;             /* open addressing, at most half full */
  guint64 mask;
  KeySlot *of_predicate, *of_list; /* the slots of these kinds, by key */
  guint32 *numbers;
  gsize longest_ending;
};

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
  set->set_sums = g_array_new(FALSE, TRUE, sizeof(NtSums));
  return set;
}

void nt_evidence_free(NtEvidenceSet *set)
{
  if (!set)
    return;
  g_array_unref(set->rows);
  g_array_unref(set->folders);
  g_hash_table_unref(set->row_at);
  g_array_unref(set->set_sums);
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
    g_autofree char *list_key = g_strconcat(position_words[p], "-list", NULL);
    const NtYaml *words = nt_yaml_get(item, position_words[p]), *list = nt_yaml_get(item, list_key);
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

static void add_row(NtEvidenceSet *set, const NtYaml *item, const NtYamlContext *context, guint folder)
{
  if (!nt_yaml_check(context, item, "a row of evidence", row_keys))
    return;
  NtEvidenceRow row = {
    .id = nt_arena_str(set->arena, nt_yaml_text(item, "id")),
    .where = {nt_arena_str(set->arena, nt_str(context->file)), item->line},
    .least = 1,
    .most = G_MAXUINT,
    .from = -INFINITY,
    .below = INFINITY,
  };
  row.why = nt_str(nt_arena_printf(set->arena, "evidence %s", row.id.p));
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
  set->start_at = (NtWhere){nt_arena_str(set->arena, nt_str(context->file)), start->line};
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

/* ---- the index ---- */

static guint64 slot_key(NtRowKind kind, guint64 key)
{
  return nt_hash_mix(key, kind + 1);
}

static guint64 text_key(NtRowKind kind, NtStr text)
{
  if (kind == NT_ROW_RULE || kind == NT_ROW_LISTED)
    return nt_hash_bytes(text);
  guint64 key = 0;
  for (gsize i = text.n; i-- > 0;)
    key = nt_evidence_ending(key, text.p[i]);
  return key;
}

static guint64 row_key(const NtEvidenceRow *row, guint i)
{
  switch (row->kind) {
  case NT_ROW_WORDS:
    return row->words[i];
  case NT_ROW_ENDING:
  case NT_ROW_RULE:
  case NT_ROW_LISTED:
    return text_key(row->kind, row->texts[i]);
  case NT_ROW_LIST:
    return nt_evidence_list_key(row->list, row->position);
  case NT_ROW_PREDICATE:
    return row->predicate;
  }
  return 0;
}

static int by_key(gconstpointer a, gconstpointer b)
{
  const KeyRow *x = a, *y = b;
  if (x->key != y->key)
    return x->key < y->key ? -1 : 1;
  return (x->row > y->row) - (x->row < y->row);
}

static GArray *all_keys(NtEvidenceSet *set)
{
  GArray *keys = g_array_new(FALSE, FALSE, sizeof(KeyRow));
  for (guint32 r = 0; r < set->rows->len; r++) {
    const NtEvidenceRow *row = &g_array_index(set->rows, NtEvidenceRow, r);
    gboolean one = row->kind == NT_ROW_LIST || row->kind == NT_ROW_PREDICATE;
    for (guint i = 0; i < (one ? 1 : row->n); i++) {
      KeyRow key = {slot_key(row->kind, row_key(row, i)), r};
      g_array_append_val(keys, key);
      guint64 plain = row_key(row, i);
      set->filter[plain >> 38 & (NT_EVIDENCE_FILTER_WORDS - 1)] |= G_GUINT64_CONSTANT(1) << (plain >> 32 & 63);
      if (row->kind == NT_ROW_ENDING)
        set->longest_ending = MAX(set->longest_ending, row->texts[i].n);
    }
  }
  g_array_sort(keys, by_key);
  return keys;
}

/* Which of two rows of one strength counts must not hang on the order of the files. */
static int by_id(gconstpointer a, gconstpointer b)
{
  return nt_str_compare(((const NtEvidenceRow *)a)->id, ((const NtEvidenceRow *)b)->id);
}

static const KeySlot *key_slot(const NtEvidenceSet *set, NtRowKind kind, guint64 key)
{
  guint64 wanted = slot_key(kind, key), at = wanted & set->mask;
  while (set->slots[at].n && set->slots[at].key != wanted)
    at = (at + 1) & set->mask;
  return &set->slots[at];
}

static KeySlot *slots_of(NtEvidenceSet *set, NtRowKind kind, guint32 n)
{
  KeySlot *slots = nt_arena_new_array(set->arena, KeySlot, n + 1);
  for (guint32 i = 0; i < n; i++)
    slots[i] = *key_slot(set, kind, i);
  return slots;
}

static void make_table(NtEvidenceSet *set)
{
  g_autoptr(GArray) keys = all_keys(set);
  const KeyRow *key = (const KeyRow *)(const void *)keys->data;
  guint64 n_slots = 2;
  while (n_slots < 2 * (guint64)keys->len)
    n_slots *= 2;
  set->mask = n_slots - 1;
  set->slots = nt_arena_new_array(set->arena, KeySlot, n_slots);
  memset(set->slots, 0, n_slots * sizeof *set->slots);
  set->numbers = nt_arena_new_array(set->arena, guint32, keys->len + 1);
  for (guint32 i = 0, end; i < keys->len; i = end) {
    guint64 at = key[i].key & set->mask;
    while (set->slots[at].n)
      at = (at + 1) & set->mask;
    for (end = i; end < keys->len && key[end].key == key[i].key; end++)
      set->numbers[end] = key[end].row;
    set->slots[at] = (KeySlot){key[i].key, i, end - i};
  }
  set->of_predicate = slots_of(set, NT_ROW_PREDICATE, NT_N_PREDICATES);
  set->of_list = slots_of(set, NT_ROW_LIST, set->image->n_LISTS * NT_N_POSITIONS);
}

/* ---- sums ---- */

static void add_row_to(NtSums *sums, const NtEvidenceRow *row)
{
  for (guint length = MIN(row->least, NT_N_LENGTHS); length <= MIN(row->most, NT_N_LENGTHS); length++)
    for (guint t = 0; t < NT_N_WEIGHED; t++)
      sums->v[length - 1][t] += row->weight[t];
}

static SumSlot *sum_slot(const NtEvidenceSet *set, guint64 key)
{
  guint64 at = key & set->sums_mask;
  while (set->sums[at].sums && set->sums[at].key != key)
    at = (at + 1) & set->sums_mask;
  return &set->sums[at];
}

static void make_key_sums(NtEvidenceSet *set)
{
  guint64 n_keys = 0, n_slots = 2;
  for (guint r = 0; r < set->rows->len; r++)
    n_keys += g_array_index(set->rows, NtEvidenceRow, r).n;
  while (n_slots < 2 * n_keys)
    n_slots *= 2;
  set->sums_mask = n_slots - 1;
  set->sums = nt_arena_alloc0(set->arena, n_slots * sizeof *set->sums);
  for (guint r = 0; r < set->rows->len; r++) {
    const NtEvidenceRow *row = &g_array_index(set->rows, NtEvidenceRow, r);
    if (row->kind == NT_ROW_LIST || row->kind == NT_ROW_PREDICATE)
      continue;
    for (guint i = 0; i < row->n; i++) {
      guint64 key = slot_key(row->kind, row_key(row, i));
      SumSlot *slot = sum_slot(set, key);
      gboolean word = row->kind == NT_ROW_WORDS;
      if (!slot->sums)
        *slot = (SumSlot){key, nt_arena_alloc0(set->arena, word ? sizeof(NtWordSums) : sizeof(NtSums))};
      add_row_to(word ? &((NtWordSums *)slot->sums)->at[row->position] : slot->sums, row);
    }
  }
}

/* ---- grades of lists ---- */

typedef struct {
  guint32 list;
  float bound;
} Bound;

static int by_bound(gconstpointer a, gconstpointer b)
{
  const Bound *x = a, *y = b;
  if (x->list != y->list)
    return x->list < y->list ? -1 : 1;
  return (x->bound > y->bound) - (x->bound < y->bound);
}

/* Where grades of one list part: at the ends of what its rows ask for. */
static GArray *all_bounds(const NtEvidenceSet *set)
{
  GArray *bounds = g_array_new(FALSE, FALSE, sizeof(Bound));
  for (guint r = 0; r < set->rows->len; r++) {
    const NtEvidenceRow *row = &g_array_index(set->rows, NtEvidenceRow, r);
    if (row->kind != NT_ROW_LIST)
      continue;
    const float ends[] = {row->from, row->below};
    for (guint e = 0; e < 2; e++) {
      Bound bound = {row->list, ends[e]};
      if (isfinite(ends[e]))
        g_array_append_val(bounds, bound);
    }
  }
  g_array_sort(bounds, by_bound);
  return bounds;
}

static guint32 grade_of(const Grades *list, float weight)
{
  guint32 grade = 0;
  while (grade < list->n_bounds && list->bounds[grade] <= weight)
    grade++;
  return list->first + grade;
}

/* How many grades all lists have. */
static guint32 make_grades(NtEvidenceSet *set)
{
  g_autoptr(GArray) bounds = all_bounds(set);
  guint32 n_lists = set->image->n_LISTS, n_grades = 0;
  float *kept = nt_arena_new_array(set->arena, float, bounds->len + 1);
  set->lists = nt_arena_alloc0(set->arena, ((gsize)n_lists + 1) * sizeof *set->lists);
  for (guint32 list = 0, i = 0; list < n_lists; list++) {
    Grades *grades = &set->lists[list];
    *grades = (Grades){.bounds = kept, .first = n_grades};
    for (; i < bounds->len && g_array_index(bounds, Bound, i).list == list; i++)
      if (!grades->n_bounds || kept[-1] < g_array_index(bounds, Bound, i).bound) {
        *kept++ = g_array_index(bounds, Bound, i).bound;
        grades->n_bounds++;
      }
    n_grades += grades->n_bounds + 1;
  }
  return n_grades;
}

/* ---- classes of words ---- */

/* The set of graded lists of each class, as the sum of what its lists say at each position: classes that differ only in lists nobody
 * asks for, or in weights that no row tells apart, share one. */
static void make_class_sums(NtEvidenceSet *set, const gboolean *asked)
{
  const NtImage *image = set->image;
  g_autoptr(GHashTable) known = g_hash_table_new(NULL, NULL);
  set->set_of_class = nt_arena_alloc0(set->arena, (image->n_CLASSES + 1) * sizeof *set->set_of_class);
  g_array_set_size(set->set_sums, NT_N_POSITIONS); /* the empty set */
  for (guint32 c = 0; c + 1 < image->n_CLASSES; c++) {
    guint64 key = 0;
    for (guint32 m = image->CLASSES[c]; m < image->CLASSES[c + 1]; m++)
      if (asked[image->MEMBERSHIPS[m].list])
        key = nt_hash_mix(key + 1, grade_of(&set->lists[image->MEMBERSHIPS[m].list], image->MEMBERSHIPS[m].weight));
    if (!key)
      continue;
    gpointer found = g_hash_table_lookup(known, (gpointer)key);
    if (!found && set->set_sums->len / NT_N_POSITIONS > NT_LIMIT_LIST_SETS) {
      set->set_of_class[c] = NOT_KEPT;
      continue;
    }
    if (!found) {
      guint at = set->set_sums->len;
      g_array_set_size(set->set_sums, at + NT_N_POSITIONS);
      for (guint32 m = image->CLASSES[c]; m < image->CLASSES[c + 1]; m++)
        for (guint p = 0; p < NT_N_POSITIONS; p++)
          nt_sums_add(&g_array_index(set->set_sums, NtSums, at + p),
                      nt_evidence_list_sums(set, image->MEMBERSHIPS[m].list, image->MEMBERSHIPS[m].weight, (NtPosition)p));
      g_hash_table_insert(known, (gpointer)key, found = GUINT_TO_POINTER(at / NT_N_POSITIONS));
    }
    set->set_of_class[c] = GPOINTER_TO_UINT(found);
  }
}

static void make_sums(NtEvidenceSet *set)
{
  guint32 n_lists = set->image->n_LISTS, n_grades = make_grades(set);
  g_autofree gboolean *asked = g_new0(gboolean, n_lists + 1);
  set->predicates = nt_arena_alloc0(set->arena, NT_N_PREDICATES * sizeof(NtSums));
  set->grades = nt_arena_alloc0(set->arena, ((gsize)n_grades + 1) * NT_N_POSITIONS * sizeof(NtSums));
  for (guint r = 0; r < set->rows->len; r++) {
    const NtEvidenceRow *row = &g_array_index(set->rows, NtEvidenceRow, r);
    if (row->kind == NT_ROW_PREDICATE)
      add_row_to(&set->predicates[row->predicate], row);
    if (row->kind != NT_ROW_LIST || row->list >= n_lists)
      continue;
    const Grades *list = &set->lists[row->list];
    for (guint32 g = 0; g <= list->n_bounds; g++) {
      float least = g ? list->bounds[g - 1] : -INFINITY;
      if (row->from <= least && least < row->below)
        add_row_to(&set->grades[(gsize)(list->first + g) * NT_N_POSITIONS + row->position], row);
    }
    asked[row->list] = TRUE;
  }
  make_class_sums(set, asked);
  make_key_sums(set);
}

void nt_evidence_finish(NtEvidenceSet *set)
{
  g_array_sort(set->rows, by_id);
  make_sums(set);
  make_table(set);
}

const guint64 *nt_evidence_filter(const NtEvidenceSet *set)
{
  return set->filter;
}

const NtSums *nt_evidence_predicate_sums(const NtEvidenceSet *set, NtPredicate predicate)
{
  return &set->predicates[predicate];
}

const NtSums *nt_evidence_list_sums(const NtEvidenceSet *set, guint32 list, float weight, NtPosition position)
{
  return &set->grades[(gsize)grade_of(&set->lists[list], weight) * NT_N_POSITIONS + position];
}

const NtSums *nt_evidence_class_sums(const NtEvidenceSet *set, guint32 class, NtPosition position)
{
  if (set->set_of_class[class] == NOT_KEPT)
    return NULL;
  return &g_array_index(set->set_sums, NtSums, set->set_of_class[class] * NT_N_POSITIONS + position);
}

const NtSums *nt_evidence_sums(const NtEvidenceSet *set, NtRowKind kind, guint64 key)
{
  return sum_slot(set, slot_key(kind, key))->sums;
}

const NtWordSums *nt_evidence_word_sums(const NtEvidenceSet *set, guint64 hash)
{
  return nt_evidence_may_have(set->filter, hash) ? sum_slot(set, slot_key(NT_ROW_WORDS, hash))->sums : NULL;
}

const guint32 *nt_evidence_find(const NtEvidenceSet *set, NtRowKind kind, guint64 key, guint *n)
{
  const KeySlot *slot = kind == NT_ROW_PREDICATE ? &set->of_predicate[key] : kind == NT_ROW_LIST ? &set->of_list[key] : key_slot(set, kind, key);
  *n = slot->n;
  return set->numbers + slot->first;
}

gsize nt_evidence_longest_ending(const NtEvidenceSet *set)
{
  return set->longest_ending;
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
