/* Right and wrong by zone, by list or rule (which earn, which cost), and by topic. */
#include "score.h"

static const char *const bin_words[] = {"zone", "list", "rule", "topic"};

const char *nt_bin_word(NtBinKind kind)
{
  return bin_words[kind];
}

gboolean nt_bin_from(const char *word, NtBinKind *kind)
{
  for (guint i = 0; i < NT_N_BINS; i++)
    if (g_str_equal(word, bin_words[i])) {
      *kind = (NtBinKind)i;
      return TRUE;
    }
  return FALSE;
}

static NtEvalBin *bin_of(GHashTable *bins, const char *key)
{
  NtEvalBin *bin = g_hash_table_lookup(bins, key);
  if (!bin) {
    bin = g_new0(NtEvalBin, 1);
    bin->key = g_strdup(key);
    g_hash_table_insert(bins, bin->key, bin);
  }
  return bin;
}

/* The file of `file:line`. */
static NtStr file_of(NtStr where)
{
  gsize colon = where.n;
  while (colon && where.p[colon - 1] != ':')
    colon--;
  return colon ? nt_str_n(where.p, colon - 1) : where;
}

char *nt_eval_rule_name(NtStr why)
{
  static const char *const heads[] = {"rule ", "evidence "};
  g_autofree char *all = g_strndup(why.p ? why.p : "", why.n);
  g_auto(GStrv) parts = g_strsplit(all, ", ", -1);
  for (char **part = parts; *part; part++)
    for (guint i = 0; i < G_N_ELEMENTS(heads); i++)
      if (g_str_has_prefix(*part, heads[i]))
        return g_strdup(*part);
  return NULL;
}

static char *key_of(NtBinKind kind, const NtEvalSpan *tag)
{
  NtStr where = tag->where.p ? tag->where : NT_STR("not said");
  if (kind == NT_BIN_ZONE)
    return g_strdup(nt_zone_word(tag->zone));
  if (kind == NT_BIN_LIST)
    where = file_of(where);
  return g_strndup(where.p, where.n);
}

static void count_tag(GHashTable *bins, NtBinKind kind, const NtEvalPair *p, const NtEvalSpan *tag)
{
  g_autofree char *key = key_of(kind, tag);
  NtEvalBin *bin = bin_of(bins, key);
  const NtEvalSpan *same = nt_eval_same_span(p->g, p->n_g, tag->span);
  gboolean right = same && nt_str_equal(same->type, tag->type);
  bin->counts.said++;
  bin->counts.right += right;
  bin->touched += !right && nt_eval_touching(p->g, p->n_g, tag->span, &tag->type);
  if (kind == NT_BIN_RULE && !bin->name)
    bin->name = nt_eval_rule_name(tag->why);
}

static NtZoneKind zone_of(const NtEvalPair *p, const NtEvalSpan *mark)
{
  for (guint i = 0; p->tags && i < p->tags->zones.n; i++)
    if (p->tags->zones.v[i].span.start <= mark->span.start && mark->span.start < p->tags->zones.v[i].span.end)
      return p->tags->zones.v[i].kind;
  return NT_ZONE_BODY;
}

static void count_gold(GHashTable *bins, const NtEvalPair *p, const NtEvalSpan *gold)
{
  const NtEvalSpan *tag = nt_eval_same_span(p->t, p->n_t, gold->span);
  gboolean found = tag && nt_str_equal(tag->type, gold->type);
  NtEvalBin *bin = bin_of(bins, nt_zone_word(found ? tag->zone : zone_of(p, gold)));
  bin->counts.gold++;
  bin->counts.found += found;
}

static gboolean is_among(const NtEvalDocument *d, NtStr topic)
{
  for (guint i = 0; d && i < d->topics.n; i++)
    if (nt_str_equal(d->topics.v[i], topic))
      return TRUE;
  return FALSE;
}

static void count_topics(GHashTable *bins, const NtEvalPair *p)
{
  for (guint i = 0; p->gold->has_topics && i < p->gold->topics.n; i++) {
    NtEvalBin *bin = bin_of(bins, p->gold->topics.v[i].p);
    bin->counts.gold++;
    bin->counts.found += is_among(p->tags, p->gold->topics.v[i]);
  }
  for (guint i = 0; p->gold->has_topics && p->tags && i < p->tags->topics.n; i++) {
    NtEvalBin *bin = bin_of(bins, p->tags->topics.v[i].p);
    bin->counts.said++;
    bin->counts.right += is_among(p->gold, p->tags->topics.v[i]);
  }
}

static int by_size(gconstpointer x, gconstpointer y)
{
  const NtEvalBin *a = x, *b = y;
  if (a->counts.said != b->counts.said)
    return a->counts.said > b->counts.said ? -1 : 1;
  return strcmp(a->key, b->key);
}

static double points(const NtCounts *c)
{
  return c->said + c->gold ? 200.0 * (double)c->right / (double)(c->said + c->gold) : 0;
}

static void clear_bin(gpointer bin)
{
  g_free(((NtEvalBin *)bin)->key);
  g_free(((NtEvalBin *)bin)->name);
}

GArray *nt_eval_bins(const NtEvalPairs *pairs, NtBinKind kind)
{
  g_autoptr(GHashTable) bins = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, g_free);
  NtCounts all = {0};
  for (guint i = 0; i < pairs->pairs.n; i++) {
    const NtEvalPair *p = &pairs->pairs.v[i];
    for (guint t = 0; kind != NT_BIN_TOPIC && t < p->n_t; t++)
      count_tag(bins, kind, p, p->t[t]);
    for (guint g = 0; kind == NT_BIN_ZONE && g < p->n_g; g++)
      count_gold(bins, p, p->g[g]);
    if (kind == NT_BIN_TOPIC)
      count_topics(bins, p);
    all.said += p->n_t;
    all.gold += p->n_g;
  }
  GArray *out = g_array_new(FALSE, FALSE, sizeof(NtEvalBin));
  g_array_set_clear_func(out, clear_bin);
  GHashTableIter iter;
  gpointer bin;
  g_hash_table_iter_init(&iter, bins);
  while (g_hash_table_iter_next(&iter, NULL, &bin)) {
    all.right += ((NtEvalBin *)bin)->counts.right;
    g_array_append_vals(out, bin, 1);
  }
  for (guint i = 0; i < out->len; i++) {
    NtEvalBin *b = &g_array_index(out, NtEvalBin, i);
    NtCounts without = {.right = all.right - b->counts.right, .said = all.said - b->counts.said, .gold = all.gold};
    b->worth = points(&all) - points(&without);
  }
  g_array_sort(out, by_size);
  return out;
}
