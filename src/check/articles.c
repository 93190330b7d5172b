#include "articles.h"

#include "article/wire.h"
#include "pipe/pipe.h"
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

static gboolean make_article(const NtDocument *d, NtArticle *article)
{
  if (d->kind == NT_DOCUMENT_LINE)
    return nt_wire_decode(article, d->bytes, NT_LAYER(TEXT) | NT_LAYER(ZONES) | NT_LAYER(META), NULL);
  article->id = article->source.path = d->path;
  article->raw = d->bytes;
  return d->kind != NT_DOCUMENT_ERROR;
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
  gpointer feed = nt_feed_files.open(paths, options, error);
  if (!feed)
    return FALSE;
  g_autoptr(NtChain) chain = nt_chain_new(stages, &env, error);
  g_autoptr(NtArena) in = nt_arena_new(), arena = nt_arena_new();
  gboolean good = chain != NULL;
  while (good) {
    nt_arena_reset(in);
    NtBatch batch = {.arena = in};
    good = nt_feed_files.next(feed, &batch, error);
    if (!good || !batch.documents.n)
      break;
    for (guint i = 0; i < batch.documents.n; i++) {
      NtArticle article;
      nt_arena_reset(arena);
      nt_article_init(&article, arena);
      if (make_article(&batch.documents.v[i], &article))
        nt_chain_give(chain, &article, &end.next, NULL); /* one that cannot be done is none to count */
    }
  }
  nt_feed_files.close(feed);
  return good;
}
