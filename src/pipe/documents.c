#include "documents.h"

#include "article/wire.h"
#include "base/error.h"

gboolean nt_document_article(const NtDocument *d, NtLayers want, NtArticle *article, GError **error)
{
  switch (d->kind) {
  case NT_DOCUMENT_LINE:
    return nt_wire_decode(article, d->bytes, want, error);
  case NT_DOCUMENT_ERROR:
    g_set_error(error, NT_ERROR, NT_ERROR_INPUT, "%.*s", (int)d->message.n, d->message.p);
    return FALSE;
  case NT_DOCUMENT_FILE:
  case NT_DOCUMENT_BYTES:
    article->id = d->path;
    article->source.path = d->path;
    article->raw = d->bytes;
    article->format = d->format;
    article->charset = d->charset;
    return TRUE;
  }
  return FALSE;
}

gboolean nt_documents_give(const NtFeed *feed, const char *const *paths, const NtOptions *options, NtChain *chain, NtNext *end, NtSkipFunc skip,
                           gpointer data, GError **error)
{
  gpointer open = feed->open(paths, options, error);
  if (!open)
    return FALSE;
  g_autoptr(NtArena) in = nt_arena_new(), arena = nt_arena_new();
  gboolean good = TRUE;
  while (good) {
    nt_arena_reset(in);
    NtBatch batch = {.arena = in};
    good = feed->next(open, &batch, error);
    if (!batch.documents.n)
      break;
    for (guint i = 0; good && i < batch.documents.n; i++) {
      const NtDocument *d = &batch.documents.v[i];
      NtArticle article;
      g_autoptr(GError) why = NULL;
      nt_arena_reset(arena);
      nt_article_init(&article, arena);
      gboolean done = nt_document_article(d, NT_LAYER(TEXT) | NT_LAYER(ZONES) | NT_LAYER(META), &article, &why) &&
                      nt_chain_give(chain, &article, end, &why);
      if (!done && skip)
        skip(d, why->message, data);
    }
  }
  feed->close(open);
  return good;
}
