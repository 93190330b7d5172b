/* All articles at some paths, tagged up to their entities and with verdicts, one after the other. */
#pragma once

#include "article/article.h"
#include "knowledge/knowledge.h"

typedef void (*NtArticleFunc)(const NtArticle *article, gpointer data);

/* Articles that cannot be done are passed over. FALSE where a path cannot be read at all. */
gboolean nt_articles_read(const NtKnowledge *knowledge, const char *const *paths, NtArticleFunc see, gpointer data, GError **error);
