#include "summary.h"

#include "base/arena.h"

typedef struct {
  NtStr key; /* first */
  NtCount count;
} Entry;

struct NtSummary {
  NtArena *arena;
  GHashTable *tables[NT_N_COUNTS]; /* Entry → itself */
};

static guint hash_key(gconstpointer p)
{
  const NtStr *key = p;
  guint h = 5381;
  for (gsize i = 0; i < key->n; i++)
    h = h * 33 ^ (guchar)key->p[i];
  return h;
}

static gboolean same_key(gconstpointer a, gconstpointer b)
{
  return nt_str_equal(*(const NtStr *)a, *(const NtStr *)b);
}

NtSummary *nt_summary_new(void)
{
  NtSummary *s = g_new0(NtSummary, 1);
  s->arena = nt_arena_new();
  for (guint i = 0; i < NT_N_COUNTS; i++)
    s->tables[i] = g_hash_table_new(hash_key, same_key);
  return s;
}

void nt_summary_free(NtSummary *s)
{
  if (!s)
    return;
  for (guint i = 0; i < NT_N_COUNTS; i++)
    g_hash_table_unref(s->tables[i]);
  nt_arena_free(s->arena);
  g_free(s);
}

void nt_summary_add(NtSummary *s, NtCountKind kind, NtStr key, NtStr name)
{
  Entry *entry = g_hash_table_lookup(s->tables[kind], &key);
  if (!entry) {
    entry = nt_arena_alloc0(s->arena, sizeof *entry);
    entry->key = nt_arena_str(s->arena, key);
    entry->count.name = nt_str_equal(key, name) ? entry->key : nt_arena_str(s->arena, name);
    g_hash_table_add(s->tables[kind], entry);
  }
  entry->count.articles++;
}

/* Whether `a` stands before `b`: an order of all entries, so that the table's own order does not matter. */
static gboolean is_before(const Entry *a, const Entry *b)
{
  if (a->count.articles != b->count.articles)
    return a->count.articles > b->count.articles;
  int c = nt_str_compare(a->count.name, b->count.name);
  return c ? c < 0 : nt_str_compare(a->key, b->key) < 0;
}

guint nt_summary_top(const NtSummary *s, NtCountKind kind, NtCount *rows, guint most)
{
  g_autofree const Entry **best = g_new(const Entry *, most + 1);
  guint n = 0;
  GHashTableIter iter;
  gpointer p;
  g_hash_table_iter_init(&iter, s->tables[kind]);
  while (g_hash_table_iter_next(&iter, &p, NULL)) {
    guint at = n;
    while (at && is_before(p, best[at - 1])) {
      best[at] = best[at - 1];
      at--;
    }
    best[at] = p;
    n = MIN(n + 1, most);
  }
  for (guint i = 0; i < n; i++)
    rows[i] = best[i]->count;
  return n;
}

guint nt_summary_different(const NtSummary *s, NtCountKind kind)
{
  return g_hash_table_size(s->tables[kind]);
}
