/* The sentence in which a mention stands, for people to read. */
#pragma once

#include "article/article.h"

/* Appends it: at most some 400 characters, white space folded, `…` where it was cut. */
void nt_sentence_around(const NtArticle *article, NtSpan span, GString *out);
