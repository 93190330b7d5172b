/* The index of evidence: which rows ask for a word, a list, an ending …, and the sums of what they say. */
#include "evidence_parts.h"

#include "base/limits.h"

#include <math.h>

typedef struct {
  guint64 key;
  guint32 row;
} KeyRow;

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

static void set_bit(guint64 *filter, guint64 key)
{
  filter[key >> 38 & (NT_EVIDENCE_FILTER_WORDS - 1)] |= G_GUINT64_CONSTANT(1) << (key >> 32 & 63);
}

static void note_ending(NtEvidenceSet *set, NtStr text)
{
  set->longest_ending = MAX(set->longest_ending, text.n);
  guint64 key = 0;
  for (gsize i = text.n; i-- > 0;)
    set_bit(set->ends, key = nt_evidence_ending(key, text.p[i]));
}

/* All keys of all rows, in the order of these. */
static GArray *all_keys(NtEvidenceSet *set)
{
  GArray *keys = g_array_new(FALSE, FALSE, sizeof(KeyRow));
  for (guint32 r = 0; r < set->rows->len; r++) {
    const NtEvidenceRow *row = &g_array_index(set->rows, NtEvidenceRow, r);
    gboolean one = row->kind == NT_ROW_LIST || row->kind == NT_ROW_PREDICATE;
    for (guint i = 0; i < (one ? 1 : row->n); i++) {
      guint64 plain = row_key(row, i);
      KeyRow key = {slot_key(row->kind, plain), r};
      g_array_append_val(keys, key);
      set_bit(set->filter, plain);
      if (row->kind == NT_ROW_ENDING)
        note_ending(set, row->texts[i]);
    }
  }
  return keys;
}

/* Which of two rows of one strength counts must not hang on the order of the files. */
static int by_id(gconstpointer a, gconstpointer b)
{
  return nt_str_compare(((const NtEvidenceRow *)a)->id, ((const NtEvidenceRow *)b)->id);
}

static NtEvidenceSlot *slot_of(const NtEvidenceSet *set, guint64 key)
{
  guint64 at = key & set->mask;
  while (set->slots[at].n && set->slots[at].key != key)
    at = (at + 1) & set->mask;
  return &set->slots[at];
}

static const NtEvidenceSlot *key_slot(const NtEvidenceSet *set, NtRowKind kind, guint64 key)
{
  return slot_of(set, slot_key(kind, key));
}

static NtEvidenceSlot *slots_of(NtEvidenceSet *set, NtRowKind kind, guint32 n)
{
  NtEvidenceSlot *slots = nt_arena_new_array(set->arena, NtEvidenceSlot, n + 1);
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
  set->slots = nt_arena_alloc0(set->arena, n_slots * sizeof *set->slots);
  set->numbers = nt_arena_new_array(set->arena, guint32, keys->len + 1);
  for (guint32 i = 0; i < keys->len; i++) {
    NtEvidenceSlot *slot = slot_of(set, key[i].key);
    slot->key = key[i].key;
    slot->n++;
  }
  guint32 behind = 0; /* each slot's numbers are filled in from their end, the last row first */
  for (guint64 at = 0; at < n_slots; at++)
    set->slots[at].first = behind += set->slots[at].n;
  for (guint32 i = keys->len; i-- > 0;)
    set->numbers[--slot_of(set, key[i].key)->first] = key[i].row;
  set->of_predicate = slots_of(set, NT_ROW_PREDICATE, NT_N_PREDICATES);
  set->of_list = slots_of(set, NT_ROW_LIST, set->image->n_LISTS * NT_N_POSITIONS);
}

/* ---- sums ---- */

G_STATIC_ASSERT(NT_LIMIT_EVIDENCE <= G_MAXUINT16); /* NtSums has numbers of rows in so many bits */

/* Rows are added by number. */
static void add_row_to(const NtEvidenceSet *set, NtSums *sums, guint32 number)
{
  const NtEvidenceRow *row = &g_array_index(set->rows, NtEvidenceRow, number);
  NtSums more = {0};
  for (guint length = MIN(row->least, NT_N_LENGTHS); length <= MIN(row->most, NT_N_LENGTHS); length++)
    for (guint t = 0; t < NT_N_WEIGHED; t++) {
      more.v[length - 1][t] = row->weight[t];
      more.strongest[length - 1][t] = (guint16)(number + 1);
    }
  nt_evidence_add_sums(set, sums, &more);
}

void nt_evidence_add_sums(const NtEvidenceSet *set, NtSums *sums, const NtSums *more)
{
  const NtEvidenceRow *rows = (const NtEvidenceRow *)(const void *)set->rows->data;
  for (guint l = 0; l < NT_N_LENGTHS; l++)
    for (guint t = 0; t < NT_N_WEIGHED; t++) {
      sums->v[l][t] += more->v[l][t];
      guint16 *best = &sums->strongest[l][t], other = more->strongest[l][t];
      if (other && (!*best || rows[other - 1].weight[t] > rows[*best - 1].weight[t]))
        *best = other;
    }
}

/* What a word's or a list's rows say while they are added up: room for all positions, and whether any row asks for each. */
typedef struct {
  NtSums at[NT_N_POSITIONS];
  gboolean asked[NT_N_POSITIONS];
} Making;

static const NtWordSums *keep_made(NtSumsStore *store, const Making *making)
{
  NtWordSums word = {{NULL}};
  for (guint p = 0; p < NT_N_POSITIONS; p++)
    word.at[p] = making->asked[p] ? nt_sums_store_keep(store, &making->at[p]) : NULL;
  return nt_sums_store_keep_word(store, &word);
}

static NtEvidenceSums *sum_slot(const NtEvidenceSet *set, guint64 key)
{
  guint64 at = key & set->sums_mask;
  while (set->sums[at].sums && set->sums[at].key != key)
    at = (at + 1) & set->sums_mask;
  return &set->sums[at];
}

/* Room for so many keys. */
static void make_slots(NtEvidenceSet *set, NtArena *arena, guint64 n_keys)
{
  guint64 n_slots = 2;
  while (n_slots < 2 * n_keys)
    n_slots *= 2;
  set->sums_mask = n_slots - 1;
  set->sums = nt_arena_alloc0(arena, n_slots * sizeof *set->sums);
}

static void add_key(NtEvidenceSet *set, NtArena *arena, guint32 number, guint64 plain)
{
  const NtEvidenceRow *row = &g_array_index(set->rows, NtEvidenceRow, number);
  gboolean word = row->kind == NT_ROW_WORDS;
  NtEvidenceSums *slot = sum_slot(set, slot_key(row->kind, plain));
  if (!slot->sums)
    *slot = (NtEvidenceSums){slot_key(row->kind, plain), word, nt_sums_room(arena, word ? sizeof(Making) : sizeof(NtSums))};
  Making *making = slot->sums;
  if (word)
    making->asked[row->position] = TRUE;
  add_row_to(set, word ? &making->at[row->position] : slot->sums, number);
}

/* Rows name many words twice: the table is made anew for those that there are. */
static void make_key_sums(NtEvidenceSet *set, NtSumsStore *store, NtArena *arena)
{
  guint64 n_keys = 0;
  for (guint r = 0; r < set->rows->len; r++)
    n_keys += g_array_index(set->rows, NtEvidenceRow, r).n;
  make_slots(set, arena, n_keys);
  for (guint32 r = 0; r < set->rows->len; r++) {
    const NtEvidenceRow *row = &g_array_index(set->rows, NtEvidenceRow, r);
    for (guint i = 0; row->kind != NT_ROW_LIST && row->kind != NT_ROW_PREDICATE && i < row->n; i++)
      add_key(set, arena, r, row_key(row, i));
  }
  const NtEvidenceSums *made = set->sums;
  guint64 n_made = set->sums_mask + 1;
  n_keys = 0;
  for (guint64 i = 0; i < n_made; i++)
    n_keys += made[i].sums != NULL;
  make_slots(set, set->arena, n_keys);
  for (guint64 i = 0; i < n_made; i++)
    if (made[i].sums)
      *sum_slot(set, made[i].key) =
        (NtEvidenceSums){made[i].key, made[i].word, made[i].word ? (gpointer)keep_made(store, made[i].sums) : (gpointer)nt_sums_store_keep(store, made[i].sums)};
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

static guint32 grade_of(const NtEvidenceGrades *list, float weight)
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
    NtEvidenceGrades *grades = &set->lists[list];
    *grades = (NtEvidenceGrades){.bounds = kept, .first = n_grades};
    for (; i < bounds->len && g_array_index(bounds, Bound, i).list == list; i++)
      if (!grades->n_bounds || kept[-1] < g_array_index(bounds, Bound, i).bound) {
        *kept++ = g_array_index(bounds, Bound, i).bound;
        grades->n_bounds++;
      }
    n_grades += grades->n_bounds + 1;
  }
  return n_grades;
}

static void make_list_sums(NtEvidenceSet *set, NtSumsStore *store, NtArena *arena)
{
  guint32 n_lists = set->image->n_LISTS, n_grades = make_grades(set);
  Making *grades = nt_sums_room(arena, ((gsize)n_grades + 1) * sizeof *grades);
  for (guint32 r = 0; r < set->rows->len; r++) {
    const NtEvidenceRow *row = &g_array_index(set->rows, NtEvidenceRow, r);
    if (row->kind != NT_ROW_LIST || row->list >= n_lists)
      continue;
    NtEvidenceGrades *list = &set->lists[row->list];
    list->asked = TRUE;
    for (guint32 g = 0; g <= list->n_bounds; g++) {
      float least = g ? list->bounds[g - 1] : -INFINITY;
      if (!(row->from <= least && least < row->below))
        continue;
      grades[list->first + g].asked[row->position] = TRUE;
      add_row_to(set, &grades[list->first + g].at[row->position], r);
    }
  }
  set->grades = nt_arena_new_array(set->arena, const NtWordSums *, n_grades + 1);
  for (guint32 g = 0; g < n_grades; g++)
    set->grades[g] = keep_made(store, &grades[g]);
}

static void make_sums(NtEvidenceSet *set)
{
  g_autoptr(NtArena) arena = nt_arena_new();
  NtSumsStore store;
  nt_sums_store_init(&store, set->arena);
  set->predicates = nt_sums_room(set->arena, NT_N_PREDICATES * sizeof(NtSums));
  for (guint32 r = 0; r < set->rows->len; r++) {
    const NtEvidenceRow *row = &g_array_index(set->rows, NtEvidenceRow, r);
    if (row->kind == NT_ROW_PREDICATE)
      add_row_to(set, &set->predicates[row->predicate], r);
  }
  make_list_sums(set, &store, arena);
  make_key_sums(set, &store, arena);
  nt_sums_store_clear(&store);
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

const guint64 *nt_evidence_ends(const NtEvidenceSet *set)
{
  return set->ends;
}

const NtSums *nt_evidence_predicates(const NtEvidenceSet *set)
{
  return set->predicates;
}

const NtWordSums *nt_evidence_list_sums(const NtEvidenceSet *set, guint32 list, float weight)
{
  const NtEvidenceGrades *grades = &set->lists[list];
  return grades->asked ? set->grades[grade_of(grades, weight)] : NULL;
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
  const NtEvidenceSlot *slot = kind == NT_ROW_PREDICATE ? &set->of_predicate[key] : kind == NT_ROW_LIST ? &set->of_list[key] : key_slot(set, kind, key);
  *n = slot->n;
  return set->numbers + slot->first;
}

gsize nt_evidence_longest_ending(const NtEvidenceSet *set)
{
  return set->longest_ending;
}
