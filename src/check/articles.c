#include "articles.h"

#include "pipe/documents.h"
#include "stages/1-read/read.h"
#include "stages/2-split/split.h"
#include "stages/3-match/match.h"
#include "stages/4-rules/rules.h"
#include "stages/5-resolve/resolve.h"

typedef struct {
  NtNext next; /* first */
  NtArticleFunc see;
  gpointer data;
} End;

static gboolean give(NtNext *next, NtArticle *article, GError **error)
{
  (void)error;
  End *end = (End *)next;
  end->see(article, end->data);
  return TRUE;
}

static void ignore(NtNext *next, const NtArticle *article, const char *message)
{
  (void)next, (void)article, (void)message;
}

gboolean nt_articles_read(const NtKnowledge *knowledge, const char *const *paths, NtArticleFunc see, gpointer data, GError **error)
{
  static const NtStage *const stages[] = {&nt_stage_read, &nt_stage_split, &nt_stage_match, &nt_stage_rules,
                                          &nt_stage_resolve, NULL};
  static const NtOption keep = {.name = "keep", .kind = NT_OPTION_TEXTS}, cut = {.name = "cut", .kind = NT_OPTION_FLAG};
  g_autoptr(NtOptions) options = nt_options_new();
  nt_options_set(options, &keep, "verdicts", NULL);
  nt_options_set(options, &cut, "true", NULL);
  End end = {{give, ignore}, see, data};
  NtStageEnv env = {.knowledge = knowledge, .options = options};
  g_autoptr(NtChain) chain = nt_chain_new(stages, &env, error);
  return chain && nt_documents_give(&nt_feed_files, paths, options, chain, &end.next, NULL, NULL, error);
}
