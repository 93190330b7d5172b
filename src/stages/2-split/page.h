/* A page as lines, and the articles that were made out in it. Each pass over it is a file: lines.c makes the lines and says of what
 * kind each is, count.c counts what stands in each, measure.c tells what speaks for it being running text and how much, text.c which
 * lines are an article's text, articles.c where articles begin and end, zones.c which part of an article each line is. */
#pragma once

#include "article/article.h"
#include "knowledge/layout.h"

typedef enum {
  NT_LINE_KIND_PROSE,     /* running text: long, with a sentence end */
  NT_LINE_KIND_SENTENCE,  /* short, but ends as sentences do */
  NT_LINE_KIND_SHORT,     /* a heading, a menu, a name */
  NT_LINE_KIND_FURNITURE, /* a phrase of sites */
  NT_LINE_KIND_AGE,
  NT_LINE_KIND_BYLINE,
  NT_LINE_KIND_CAPTION,
  NT_LINE_KIND_END,       /* nothing of an article stands behind it */
} NtLineKind;

/* A line that is not blank; of text that was wrapped, all the lines of a paragraph; of a page on one line, about a sentence. */
typedef struct {
  NtSpan span;   /* white space around it off */
  NtLineKind kind;
  NtLineSet set; /* with which weights it is weighed */
  guint words;
  guint blanks;  /* blank lines above */
  gboolean text; /* it belongs to the text of its article */
  float sum;     /* of the evidence: above 0 it looks like running text */
  guint8 is[NT_N_LINE_FEATURES];
} NtLine;

#define NT_NO_LINE G_MAXUINT32

/* Lines of the page are numbers, NT_NO_LINE for none; spans are empty where nothing is told. */
typedef struct {
  guint first, end;     /* of the slice */
  guint body, body_end; /* between them stand its lines of text */
  guint headline_line, byline_line;
  NtSpan headline, publisher, published, byline;
} NtPageArticle;

static inline gboolean nt_span_is_empty(NtSpan span)
{
  return span.start == span.end;
}

typedef struct {
  NtArena *arena;
  NtStr text;
  NtTokens tokens; /* of the text */
  const NtLayouts *layouts;
  NtRegexRoom *room;
  NT_VEC(NtLine) lines;
  gboolean has_furniture; /* a line of it is known for furniture */
  NT_VEC(NtPageArticle) articles;
  NT_VEC(struct NtOpener *) openers; /* what was told of lines so far: nt_opener_above */
} NtPage;

void nt_page_find_lines(NtPage *page);
/* Fills `words`, `is` and `sum` of all lines. */
void nt_page_measure(NtPage *page);
/* Marks the lines between `first` and `end` that are an article's text; `*body` and `*body_end` get its first line and the one
 * behind its last. FALSE where there is none. */
gboolean nt_page_find_text(NtPage *page, guint first, guint end, guint *body, guint *body_end);
/* Of the words between `first` and `end` at least `share` per cent are text and the page has no line that is known for furniture: nothing was scraped. */
gboolean nt_page_is_clean(const NtPage *page, guint first, guint end, NtThreshold share);
/* Where that is so, by `clean-share`, or where no line beside the text is as those of sites are, all lines become text but known captions, dates and bylines;
 * elsewhere, on pages without a line known for furniture, paragraphs of sentences do. */
void nt_page_fill_clean(NtPage *page, guint first, guint end, guint *body, guint *body_end);
gboolean nt_page_find_articles(NtPage *page, GError **error);
/* Appends the zones of one article, by place, to `zones` (an array of NtZone), and fills `meta`. Offsets are of the page. */
void nt_page_find_zones(NtPage *page, const NtPageArticle *article, GArray *zones, NtMeta *meta);

/* Whether a sentence ends with `line`, and whether one ends at its byte `i`, with more behind it. */
gboolean nt_line_ends_sentence(NtStr line);
gboolean nt_line_ends_inside(NtStr line, gsize i);

static inline NtStr nt_page_line(const NtPage *page, guint line)
{
  return nt_span_of(page->lines.v[line].span, page->text);
}
