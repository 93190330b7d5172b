#include "match.h"

#include "knowledge/lexis.h"

static gpointer match_open(const NtStageEnv *env, GError **error)
{
  (void)error;
  return nt_knowledge_ref((NtKnowledge *)env->knowledge);
}

#define AT_ONCE 32u

/* The image is larger than the caches: what is told of a hit is fetched for many of them at once. */
static void fetch(const NtImage *image, const NtLexis *lexis, guint from)
{
  for (guint i = from; i < MIN(from + AT_ONCE, lexis->names.n); i++)
    __builtin_prefetch(&image->ENTRIES[lexis->names.v[i].owner]);
}

static gboolean match_step(gpointer self, NtArticle *article, NtNext *next, GError **error)
{
  const NtKnowledge *knowledge = self;
  const NtImage *image = nt_knowledge_image(knowledge);
  const NtLexis *lexis = nt_lexis_of(knowledge, article, error);
  if (!lexis)
    return FALSE;
  article->origins = (NtOrigins){image, nt_image_origin};
  guint n = lexis->names.n;
  NtName *names = nt_arena_new_array(article->arena, NtName, n);
  for (guint i = 0; i < n; i++) {
    const NtLexisHit *hit = &lexis->names.v[i];
    if (i % AT_ONCE == 0)
      fetch(image, lexis, i);
    names[i] = (NtName){
      .span = nt_lexis_span(lexis, hit->first, hit->end),
      .type = (NtType)image->ENTRIES[hit->owner].type,
      .alias = hit->alias,
    };
  }
  article->names.v = names;
  article->names.n = article->names.room = n;
  nt_article_wrote(article, NT_LAYER(NAMES));
  return next->give(next, article, error);
}

static void match_close(gpointer self)
{
  nt_knowledge_unref(self);
}

const NtStage nt_stage_match = {
  .name = "match",
  .summary = "find every name of the gazetteers",
  .reads = NT_LAYER(TEXT),
  .writes = NT_LAYER(NAMES),
  .needs_knowledge = TRUE,
  .open = match_open,
  .step = match_step,
  .close = match_close,
};
