/* The sentence in which a mention stands, for people to read. */
#pragma once

#include "article/article.h"

/* Appends it: at most some 400 characters, white space folded, `…` where it was cut. */
void nt_sentence_around(const NtArticle *article, NtSpan span, GString *out);

/* Whether a sentence ends at byte `at`, with its mark and the quotes that close it; a line end alone is none. */
gboolean nt_sentence_ends(NtStr text, guint32 at);
