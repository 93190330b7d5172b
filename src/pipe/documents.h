/* Documents become articles, and all documents at some paths go through a chain, one after the other on the calling thread: for those who
 * look at articles and write no output of their own. */
#pragma once

#include "chain.h"
#include "feed.h"

/* The article that the first stage takes: of a line what it holds of the layers `want`, of anything else its bytes or path. */
gboolean nt_document_article(const NtDocument *document, NtLayers want, NtArticle *article, GError **error);

/* A document that cannot be done: why. */
typedef void (*NtSkipFunc)(const NtDocument *document, const char *why, gpointer data);

/* Gives the articles at `paths` to `end`. `skip` may be NULL. FALSE where a path cannot be read at all. */
gboolean nt_documents_give(const NtFeed *feed, const char *const *paths, const NtOptions *options, NtChain *chain, NtNext *end, NtSkipFunc skip,
                           gpointer data, GError **error);
