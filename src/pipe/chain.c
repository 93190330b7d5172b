#include "pipe.h"

typedef struct {
  NtNext next; /* first: a stage is handed this */
  NtChain *chain;
  guint at;    /* the stage that receives */
  NtLayers may_be_written; /* by the stages before */
} Link;

struct NtChain {
  const NtStage *const *stages;
  guint n;
  gpointer *instances;
  Link *links; /* links[i] gives to stage i; links[n] to the end */
  NtNext *end;
  gint64 (*now)(void); /* NULL: nobody wants to know */
  gint64 *spent;       /* by each stage, and behind the last by the end */
  gint64 mark;         /* when `current` began */
  guint current;
};

/* What has passed since the mark was spent by the stage at work; from now on it is `next`. */
static void charge(NtChain *chain, guint next)
{
  gint64 now = chain->now();
  chain->spent[chain->current] += now - chain->mark;
  chain->mark = now;
  chain->current = next;
}

static gboolean step(NtChain *chain, guint at, NtArticle *article, GError **error)
{
  if (at == chain->n)
    return chain->end->give(chain->end, article, error);
  return chain->stages[at]->step(chain->instances[at], article, &chain->links[at + 1].next, error);
}

static gboolean give(NtNext *next, NtArticle *article, GError **error)
{
  Link *link = (Link *)next;
  NtChain *chain = link->chain;
  /* What the stage before gave on holds layers that it or those before it may write, and no other. */
  g_assert((article->written & ~link->may_be_written) == 0);
  if (!chain->now)
    return step(chain, link->at, article, error);
  guint before = chain->current;
  charge(chain, link->at);
  gboolean good = step(chain, link->at, article, error);
  charge(chain, before);
  return good;
}

static void warn(NtNext *next, const NtArticle *article, const char *message)
{
  NtChain *chain = ((Link *)next)->chain;
  chain->end->warn(chain->end, article, message);
}

NtChain *nt_chain_new(const NtStage *const *stages, const NtStageEnv *env, GError **error)
{
  g_autoptr(NtChain) chain = g_new0(NtChain, 1);
  chain->stages = stages;
  guint n = 0;
  while (stages[n])
    n++;
  chain->instances = g_new0(gpointer, n + 1);
  chain->links = g_new0(Link, n + 1);
  NtLayers may = NT_LAYER(SOURCE) | NT_LAYER(TEXT);
  for (guint i = 0; i <= n; i++) {
    chain->links[i] = (Link){{give, warn}, chain, i, may};
    may |= i < n ? stages[i]->writes : 0;
  }
  for (; chain->n < n; chain->n++) {
    chain->instances[chain->n] = stages[chain->n]->open(env, error);
    if (!chain->instances[chain->n])
      return NULL;
  }
  return g_steal_pointer(&chain);
}

void nt_chain_time(NtChain *chain, gint64 (*now)(void), gint64 *spent)
{
  chain->now = now;
  chain->spent = spent;
}

gboolean nt_chain_give(NtChain *chain, NtArticle *article, NtNext *end, GError **error)
{
  chain->end = end;
  if (chain->now) {
    chain->mark = chain->now();
    chain->current = 0;
  }
  return give(&chain->links[0].next, article, error);
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
  for (guint i = 0; i < chain->n; i++)
    chain->stages[i]->close(chain->instances[i]);
  g_free(chain->instances);
  g_free(chain->links);
  g_free(chain);
}
