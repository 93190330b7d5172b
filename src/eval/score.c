#include "score.h"

#include <math.h>

NtRates nt_rates(const NtCounts *c)
{
  NtRates r = {
    .precision = c->said ? (double)c->right / (double)c->said : 0,
    .recall = c->gold ? (double)c->found / (double)c->gold : 0,
  };
  double sum = r.precision + r.recall;
  r.f1 = sum > 0 ? 2 * r.precision * r.recall / sum : 0;
  return r;
}

/* ---- pairs ---- */

static gboolean is_scored(const NtEvalPairs *p, NtStr type)
{
  for (guint i = 0; i < p->n_types; i++)
    if (nt_str_equal(p->types[i], type))
      return TRUE;
  return FALSE;
}

/* Marks stand in one array in the order in which they were read, so their addresses tell which came first. */
static int by_span(gconstpointer x, gconstpointer y)
{
  const NtEvalSpan *a = *(const NtEvalSpan *const *)x, *b = *(const NtEvalSpan *const *)y;
  int c = nt_span_compare(a->span, b->span);
  return c ? c : a < b ? -1 : a > b;
}

guint nt_eval_sort_marks(const NtEvalSpan **marks, guint n, gboolean last)
{
  guint kept = 0;
  if (n)
    qsort(marks, n, sizeof *marks, by_span);
  for (guint i = 0; i < n; i++) {
    if (kept && nt_span_equal(marks[kept - 1]->span, marks[i]->span)) {
      if (last)
        marks[kept - 1] = marks[i];
      continue;
    }
    marks[kept++] = marks[i];
  }
  return kept;
}

static guint take_gold(const NtEvalPairs *p, const NtEvalDocument *d, const NtEvalSpan **out, const NtEvalSpan **ignored,
                       guint *n_ignored)
{
  guint n = 0;
  *n_ignored = 0;
  for (guint i = 0; i < d->spans.n; i++) {
    const NtEvalSpan *mark = &d->spans.v[i];
    if (mark->ignored)
      ignored[(*n_ignored)++] = mark;
    else if (is_scored(p, mark->type))
      out[n++] = mark;
  }
  if (*n_ignored)
    qsort(ignored, *n_ignored, sizeof *ignored, by_span);
  return nt_eval_sort_marks(out, n, TRUE);
}

void nt_eval_pair(NtEvalPairs *p, const NtEvalDocument *gold, const NtEvalDocument *tags)
{
  NtEvalPair *pair = nt_vec_push(p->arena, &p->pairs);
  *pair = (NtEvalPair){.gold = gold, .tags = tags};
  guint n_ignored, n = 0;
  const NtEvalSpan **ignored = nt_arena_new_array(p->arena, const NtEvalSpan *, gold->spans.n + 1);
  pair->g = nt_arena_new_array(p->arena, const NtEvalSpan *, gold->spans.n + 1);
  pair->n_g = take_gold(p, gold, pair->g, ignored, &n_ignored);
  pair->t = nt_arena_new_array(p->arena, const NtEvalSpan *, (tags ? tags->spans.n : 0) + 1);
  for (guint i = 0; tags && i < tags->spans.n; i++) {
    const NtEvalSpan *mark = &tags->spans.v[i];
    if (!is_scored(p, mark->type) || mark->span.start >= mark->span.end)
      continue;
    if (!nt_eval_same_span(pair->g, pair->n_g, mark->span) && nt_eval_touching(ignored, n_ignored, mark->span, NULL))
      continue;
    pair->t[n++] = mark;
  }
  pair->n_t = nt_eval_sort_marks(pair->t, n, FALSE);
}

const NtEvalSpan *nt_eval_same_span(const NtEvalSpan *const *marks, guint n, NtSpan span)
{
  guint low = 0, high = n;
  while (low < high) {
    guint middle = (low + high) / 2;
    int c = nt_span_compare(marks[middle]->span, span);
    if (c == 0)
      return marks[middle];
    if (c < 0)
      low = middle + 1;
    else
      high = middle;
  }
  return NULL;
}

/* Names are short and seldom overlap, so it is enough to look a little way back from where `span` ends. */
#define LOOK_BACK 64u

const NtEvalSpan *nt_eval_touching(const NtEvalSpan *const *marks, guint n, NtSpan span, const NtStr *type)
{
  guint low = 0, high = n;
  while (low < high) {
    guint middle = (low + high) / 2;
    if (marks[middle]->span.start < span.end)
      low = middle + 1;
    else
      high = middle;
  }
  const NtEvalSpan *best = NULL;
  guint32 most = 0;
  for (guint i = low > LOOK_BACK ? low - LOOK_BACK : 0; i < low; i++) {
    NtSpan other = marks[i]->span;
    if (!nt_span_overlaps(other, span) || (type && !nt_str_equal(marks[i]->type, *type)))
      continue;
    guint32 shared = MIN(other.end, span.end) - MAX(other.start, span.start);
    if (shared > most) {
      most = shared;
      best = marks[i];
    }
  }
  return best;
}

/* ---- counting one document ---- */

static gboolean of_type(const NtEvalSpan *mark, const NtStr *type)
{
  return !type || nt_str_equal(mark->type, *type);
}

static NtCounts count_strict(const NtEvalPair *p, const NtStr *type, gboolean blind)
{
  NtCounts c = {0};
  for (guint i = 0; i < p->n_t; i++)
    c.said += of_type(p->t[i], type);
  for (guint i = 0; i < p->n_g; i++) {
    if (!of_type(p->g[i], type))
      continue;
    const NtEvalSpan *tag = nt_eval_same_span(p->t, p->n_t, p->g[i]->span);
    c.gold++;
    c.right += tag && (blind || nt_str_equal(tag->type, p->g[i]->type));
  }
  c.found = c.right;
  return c;
}

static NtCounts count_overlap(const NtEvalPair *p, const NtStr *type)
{
  NtCounts c = {0};
  for (guint i = 0; i < p->n_t; i++)
    if (of_type(p->t[i], type)) {
      c.said++;
      c.right += nt_eval_touching(p->g, p->n_g, p->t[i]->span, &p->t[i]->type) != NULL;
    }
  for (guint i = 0; i < p->n_g; i++)
    if (of_type(p->g[i], type)) {
      c.gold++;
      c.found += nt_eval_touching(p->t, p->n_t, p->g[i]->span, &p->g[i]->type) != NULL;
    }
  return c;
}

/* ---- entities ---- */

/* What a mark's entity is known by: its number, or its type and its writing. Free with g_free. */
static char *entity_key(const NtEvalPairs *pairs, const NtEvalDocument *d, const NtEvalSpan *mark)
{
  if (pairs->entities && mark->entity >= 0)
    return g_strdup_printf("%.*s #%d", (int)mark->type.n, mark->type.p, mark->entity);
  g_autofree char *folded = g_utf8_casefold(d->text.p + mark->span.start, (gssize)nt_span_length(mark->span));
  g_auto(GStrv) words = g_strsplit_set(folded, " \t\r\n", -1);
  g_autoptr(GString) key = g_string_new_len(mark->type.p, (gssize)mark->type.n);
  for (char **w = words; *w; w++)
    if (**w)
      g_string_append_printf(key, " %s", *w);
  return g_string_free(g_steal_pointer(&key), FALSE);
}

static guint count_keys(const NtEvalPairs *pairs, const NtEvalDocument *d, const NtEvalSpan *const *marks, guint n,
                        const NtStr *type, GHashTable *keys)
{
  for (guint i = 0; i < n; i++)
    if (of_type(marks[i], type))
      g_hash_table_add(keys, entity_key(pairs, d, marks[i]));
  return g_hash_table_size(keys);
}

/* Where both sides say which marks are one: an entity of gold is found by the first tagged entity of its type that shares a mark
 * with it and has found none before. */
static guint match_entities(const NtEvalPairs *pairs, const NtEvalPair *p, const NtStr *type)
{
  g_autoptr(GHashTable) gold_taken = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr(GHashTable) tags_taken = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  guint right = 0;
  for (guint i = 0; i < p->n_g; i++) {
    const NtEvalSpan *tag = of_type(p->g[i], type) ? nt_eval_same_span(p->t, p->n_t, p->g[i]->span) : NULL;
    if (!tag || !nt_str_equal(tag->type, p->g[i]->type))
      continue;
    g_autofree char *gold_key = entity_key(pairs, p->gold, p->g[i]), *tag_key = entity_key(pairs, p->tags, tag);
    if (g_hash_table_contains(gold_taken, gold_key) || g_hash_table_contains(tags_taken, tag_key))
      continue;
    g_hash_table_add(gold_taken, g_steal_pointer(&gold_key));
    g_hash_table_add(tags_taken, g_steal_pointer(&tag_key));
    right++;
  }
  return right;
}

static NtCounts count_entities(const NtEvalPairs *pairs, const NtEvalPair *p, const NtStr *type)
{
  g_autoptr(GHashTable) gold = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr(GHashTable) tags = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  NtCounts c = {
    .gold = count_keys(pairs, p->gold, p->g, p->n_g, type, gold),
    .said = count_keys(pairs, p->tags ? p->tags : p->gold, p->t, p->n_t, type, tags),
  };
  if (pairs->entities) {
    c.right = match_entities(pairs, p, type);
  } else {
    GHashTableIter iter;
    gpointer key;
    g_hash_table_iter_init(&iter, gold); /* a count: the order is all the same */
    while (g_hash_table_iter_next(&iter, &key, NULL))
      c.right += g_hash_table_contains(tags, key);
  }
  c.found = c.right;
  return c;
}

/* ---- topics ---- */

static gboolean has_topic(const NtEvalDocument *d, NtStr topic)
{
  for (guint i = 0; d && i < d->topics.n; i++)
    if (nt_str_equal(d->topics.v[i], topic))
      return TRUE;
  return FALSE;
}

static NtCounts count_topics(const NtEvalPair *p)
{
  NtCounts c = {0};
  if (!p->gold->has_topics)
    return c;
  c.gold = p->gold->topics.n;
  c.said = p->tags ? p->tags->topics.n : 0;
  for (guint i = 0; i < p->gold->topics.n; i++)
    c.right += has_topic(p->tags, p->gold->topics.v[i]);
  c.found = c.right;
  return c;
}

/* ---- rows ---- */

static NtCounts count_pair(const NtEvalPairs *pairs, const NtEvalPair *pair, NtMeasure measure, const NtStr *type)
{
  switch (measure) {
  case NT_MEASURE_STRICT:
  case NT_MEASURE_BLIND:
    return count_strict(pair, type, measure == NT_MEASURE_BLIND);
  case NT_MEASURE_OVERLAP:
    return count_overlap(pair, type);
  case NT_MEASURE_ENTITY:
    return count_entities(pairs, pair, type);
  default:
    return count_topics(pair);
  }
}

static void add_counts(NtCounts *to, const NtCounts *c)
{
  to->right += c->right;
  to->said += c->said;
  to->found += c->found;
  to->gold += c->gold;
}

static NtEvalRow make_row(NtEvalPairs *pairs, NtMeasure measure, const NtStr *type)
{
  NtEvalRow row = {.measure = measure, .type = type, .low = -1, .high = -1};
  row.by_pair = nt_arena_new_array(pairs->arena, NtCounts, pairs->pairs.n + 1);
  for (guint i = 0; i < pairs->pairs.n; i++) {
    row.by_pair[i] = count_pair(pairs, &pairs->pairs.v[i], measure, type);
    add_counts(&row.total, &row.by_pair[i]);
  }
  return row;
}

static gboolean any_topics(const NtEvalPairs *pairs)
{
  for (guint i = 0; i < pairs->pairs.n; i++)
    if (pairs->pairs.v[i].gold->has_topics)
      return TRUE;
  return FALSE;
}

NtEvalRow *nt_eval_rows(NtEvalPairs *pairs, guint *n)
{
  NtEvalRow *rows = nt_arena_new_array(pairs->arena, NtEvalRow, (pairs->n_types + 1) * NT_N_MEASURES);
  *n = 0;
  for (guint m = 0; m < NT_N_MEASURES; m++) {
    gboolean typed = m != NT_MEASURE_BLIND && m != NT_MEASURE_TOPIC;
    for (guint t = 0; typed && t < pairs->n_types; t++)
      rows[(*n)++] = make_row(pairs, (NtMeasure)m, &pairs->types[t]);
    if (m != NT_MEASURE_TOPIC || any_topics(pairs))
      rows[(*n)++] = make_row(pairs, (NtMeasure)m, NULL);
  }
  return rows;
}
