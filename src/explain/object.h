/* Pieces of JSON objects, each appended to `out` with the comma before it where one is due. */
#pragma once

#include "article/article.h"

void nt_put_key(GString *out, const char *name);
void nt_put_text(GString *out, const char *name, NtStr value);
void nt_put_number(GString *out, const char *name, double value);
/* `why`: the line of a file. */
void nt_put_where(GString *out, NtWhere where);
/* `start`, `end` and `text` of a span of the article, which begins at byte `shift` of the page. */
void nt_put_span(GString *out, const NtArticle *article, guint32 shift, const NtArticle *page, NtSpan span);
/* An item of a list. */
void nt_put_open(GString *out, char bracket);
