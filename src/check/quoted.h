/* Pieces of articles in YAML that is written for people to read. */
#pragma once

#include "article/article.h"

/* The sentence around the span, on one line, cut where it is long. Free with g_free. */
char *nt_quoted_sentence(const NtArticle *article, NtSpan span);
/* Appends a scalar in single quotes. */
void nt_quoted_scalar(GString *out, const char *text);
