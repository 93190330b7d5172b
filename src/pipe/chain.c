/* Each stage does its work on all articles of a run before the next one begins: its code and its tables are then in the caches once
 * for all of them, and not anew for each. */
#include "chain.h"

typedef struct {
  NtArticle *article;
  guint item; /* which it is of */
} Waiting;

typedef struct {
  NtNext next; /* first: a stage is handed this */
  NtChain *chain;
  NtLayers may_be_written; /* by the stages before */
  GArray *waiting;         /* Waiting: for the stage that receives, in the order of the items */
} Link;

struct NtChain {
  const NtStage *const *stages;
  guint n, n_open; /* of them; those that are open */
  gpointer *instances;
  Link *links; /* links[i] gives to stage i; links[n] to the end */
  NtChainItem *items;
  guint at;        /* the item at hand */
  guint delivered; /* of what waits for the end */
  gint64 (*now)(void); /* NULL: nobody wants to know */
  gint64 *spent;       /* by each stage */
};

static gboolean give(NtNext *next, NtArticle *article, GError **error)
{
  (void)error;
  Link *link = (Link *)next;
  /* What the stage before gave on holds layers that it or those before it may write, and no other. */
  g_assert((article->written & ~link->may_be_written) == 0);
  Waiting one = {article, link->chain->at};
  g_array_append_val(link->waiting, one);
  return TRUE;
}

static void warn(NtNext *next, const NtArticle *article, const char *message)
{
  NtChain *chain = ((Link *)next)->chain;
  NtNext *end = chain->items[chain->at].end;
  end->warn(end, article, message);
}

NtChain *nt_chain_new(const NtStage *const *stages, const NtStageEnv *env, GError **error)
{
  g_autoptr(NtChain) chain = g_new0(NtChain, 1);
  chain->stages = stages;
  while (stages[chain->n])
    chain->n++;
  chain->instances = g_new0(gpointer, chain->n + 1);
  chain->links = g_new0(Link, chain->n + 1);
  NtLayers may = NT_LAYER(SOURCE) | NT_LAYER(TEXT);
  for (guint i = 0; i <= chain->n; i++) {
    chain->links[i] = (Link){{give, warn}, chain, may, g_array_new(FALSE, FALSE, sizeof(Waiting))};
    may |= i < chain->n ? stages[i]->writes : 0;
  }
  for (; chain->n_open < chain->n; chain->n_open++) {
    chain->instances[chain->n_open] = stages[chain->n_open]->open(env, error);
    if (!chain->instances[chain->n_open])
      return NULL;
  }
  return g_steal_pointer(&chain);
}

void nt_chain_time(NtChain *chain, gint64 (*now)(void), gint64 *spent)
{
  chain->now = now;
  chain->spent = spent;
}

static void run_stage(NtChain *chain, guint stage)
{
  const GArray *waiting = chain->links[stage].waiting;
  for (guint i = 0; i < waiting->len; i++) {
    const Waiting *one = &g_array_index(waiting, Waiting, i);
    NtChainItem *item = &chain->items[one->item];
    if (item->failed)
      continue;
    chain->at = one->item;
    gint64 start = chain->now ? chain->now() : 0;
    item->failed = !chain->stages[stage]->step(chain->instances[stage], one->article, &chain->links[stage + 1].next, &item->error);
    nt_arena_reuse(nt_arena_scratch(one->article->arena));
    if (!chain->now)
      continue;
    gint64 spent = chain->now() - start;
    item->spent += spent;
    chain->spent[stage] += spent;
  }
}

void nt_chain_run(NtChain *chain, NtChainItem *items, guint n)
{
  chain->items = items;
  chain->delivered = 0;
  for (guint i = 0; i <= chain->n; i++)
    g_array_set_size(chain->links[i].waiting, 0);
  for (chain->at = 0; chain->at < n; chain->at++)
    if (items[chain->at].article)
      give(&chain->links[0].next, items[chain->at].article, NULL);
  for (guint stage = 0; stage < chain->n; stage++)
    run_stage(chain, stage);
}

gboolean nt_chain_deliver(NtChain *chain, guint number, GError **error)
{
  NtChainItem *item = &chain->items[number];
  const GArray *done = chain->links[chain->n].waiting;
  for (; chain->delivered < done->len; chain->delivered++) {
    const Waiting *one = &g_array_index(done, Waiting, chain->delivered);
    if (one->item > number)
      break;
    if (one->item == number && !item->failed)
      item->failed = !item->end->give(item->end, one->article, &item->error);
  }
  if (item->error)
    g_propagate_error(error, g_steal_pointer(&item->error));
  return !item->failed;
}

gboolean nt_chain_give(NtChain *chain, NtArticle *article, NtNext *end, GError **error)
{
  NtChainItem item = {.article = article, .end = end};
  nt_chain_run(chain, &item, 1);
  return nt_chain_deliver(chain, 0, error);
}

gboolean nt_chain_finish(NtChain *chain, GError **error)
{
  for (guint i = 0; i < chain->n; i++)
    if (chain->stages[i]->finish && !chain->stages[i]->finish(chain->instances[i], error))
      return FALSE;
  return TRUE;
}

void nt_chain_free(NtChain *chain)
{
  if (!chain)
    return;
  for (guint i = 0; i < chain->n_open; i++)
    chain->stages[i]->close(chain->instances[i]);
  for (guint i = 0; i <= chain->n; i++)
    g_array_unref(chain->links[i].waiting);
  g_free(chain->instances);
  g_free(chain->links);
  g_free(chain);
}
