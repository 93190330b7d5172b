/* A page as lines, and the articles that were made out in it. Each pass over it is a file: lines.c says what each line is,
 * articles.c where articles begin and end, zones.c which part of an article each line is. */
#pragma once

#include "article/article.h"
#include "knowledge/layout.h"

typedef enum {
  NT_LINE_KIND_BLANK,
  NT_LINE_KIND_PROSE,     /* running text: long, with a sentence end */
  NT_LINE_KIND_SENTENCE,  /* short, but ends as sentences do */
  NT_LINE_KIND_SHORT,     /* a heading, a menu, a name */
  NT_LINE_KIND_FURNITURE, /* a phrase of sites */
  NT_LINE_KIND_AGE,
  NT_LINE_KIND_BYLINE,
  NT_LINE_KIND_CAPTION,
  NT_LINE_KIND_END,       /* nothing of an article stands behind it */
} NtLineKind;

typedef struct {
  NtSpan span; /* white space around it off */
  NtLineKind kind;
  guint words;
} NtLine;

#define NT_NO_LINE G_MAXUINT32

/* Lines of the page, by number; NT_NO_LINE for none. */
typedef struct {
  guint first, end;     /* of the slice */
  guint body, body_end; /* the run of lines with its text */
  guint headline, publisher, published, byline;
} NtPageArticle;

typedef struct {
  NtArena *arena;
  NtStr text;
  const NtLayouts *layouts;
  NtRegexRoom *room;
  NT_VEC(NtLine) lines;
  NT_VEC(NtPageArticle) articles;
} NtPage;

void nt_page_find_lines(NtPage *page);
gboolean nt_page_find_articles(NtPage *page, GError **error);
/* Appends the zones of one article, by place, to `zones` (an array of NtZone), and fills `meta`. Offsets are of the page. */
void nt_page_find_zones(NtPage *page, const NtPageArticle *article, GArray *zones, NtMeta *meta);

static inline NtStr nt_page_line(const NtPage *page, guint line)
{
  return nt_span_of(page->lines.v[line].span, page->text);
}
