/* What a page says about itself: <title>, <meta>, JSON-LD. */
#pragma once

#include "article/article.h"
#include "base/html.h"

typedef struct {
  NtStr value;
  guint rank; /* of where it was said: the smaller the better; 0: nowhere */
} NtHtmlSaid;

typedef struct {
  NtArena *arena;
  NtHtmlSaid headline, publisher, published, byline;
  GString *collect; /* text goes here and is not shown: a title or JSON-LD */
} NtHtmlMeta;

void nt_html_meta_init(NtHtmlMeta *meta, NtArena *arena);
void nt_html_meta_clear(NtHtmlMeta *meta);
/* TRUE where the element only says something: its text is collected. */
gboolean nt_html_meta_open(NtHtmlMeta *meta, const NtHtmlElement *element);
void nt_html_meta_close(NtHtmlMeta *meta, const NtHtmlElement *element);
/* What is best of all that was said. */
void nt_html_meta_finish(NtHtmlMeta *meta, NtMeta *into);
