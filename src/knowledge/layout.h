/* What pages look like: the words of site furniture, the forms of ages, bylines and datelines, and how a glued-on article begins.
 * docs/formats/pages.md is the format. */
#pragma once

#include "article/article.h"
#include "base/regex.h"
#include "base/yaml.h"
#include "lineweights.h"

typedef struct NtLayouts NtLayouts;

/* Lists of patterns; a line (white space around it off) is of that kind where one of them matches it whole. */
#define NT_LINE_PATTERNS(X)      \
  X(FURNITURE, "furniture")      \
  X(AGE, "age")                  \
  X(BYLINE, "byline")            \
  X(CAPTION, "caption")          \
  X(END, "end")

typedef enum {
#define X(name, word) NT_LINE_##name,
  NT_LINE_PATTERNS(X)
#undef X
  NT_N_LINE_PATTERNS
} NtLinePattern;

/* What may stand before a publisher or a headline on its line: `Source:`, `via `, `Headline:`. */
#define NT_LINE_LABELS(X)        \
  X(PUBLISHER, "publisher")      \
  X(HEADLINE, "headline")

typedef enum {
#define X(name, word) NT_LABEL_##name,
  NT_LINE_LABELS(X)
#undef X
  NT_N_LINE_LABELS
} NtLineLabel;

/* The parts of a block that opens an article. */
#define NT_BLOCK_PARTS(X)            \
  X(PUBLISHER, "publisher")          \
  X(AGE, "age")                      \
  X(ECHO, "publisher-again")         \
  X(HEADLINE, "headline")            \
  X(BYLINE, "byline")                \
  X(NUMBERED, "numbered-headline")   \
  X(MARKER, "marker")                \
  X(TEXT, "text")

typedef enum {
#define X(name, word) NT_BLOCK_##name,
  NT_BLOCK_PARTS(X)
#undef X
  NT_N_BLOCK_PARTS
} NtBlockPart;

#define NT_MOST_BLOCK_PARTS 12u

/* An article that the example of a layout holds; p NULL where nothing is said. */
typedef struct {
  NtStr headline, publisher, published, byline;
  guint line; /* in the file */
} NtLayoutArticle;

typedef struct {
  NtStr id;
  NtWhere where;
  NtStr example; /* a page; or p NULL */
  const NtLayoutArticle *articles; /* of the example, in order */
  guint n_articles;
  NtBlockPart parts[NT_MOST_BLOCK_PARTS];
  gboolean optional[NT_MOST_BLOCK_PARTS];
  guint n_parts;
  NtRegex *marker; /* of the part `marker`; or NULL */
} NtLayout;

/* What lines above a text can say of its being an article of its own, and how much each speaks for it. */
#define NT_OPENER_SIGNS(X)                   \
  X(DATE, "date", 2)                         \
  X(BYLINE, "byline", 2)                     \
  X(SOURCE, "source", 2)                     /* a name and a date or byline on one line, or a name behind the headline */ \
  X(ECHO, "publisher-again", 3)              /* `- The Post` */                                                  \
  X(LABEL, "label", 2)                       /* `Source: The Post`, `(The Post)` */                              \
  X(NAME, "publisher", 0.5)                  /* a line that may be a publisher's name */                         \
  X(PUBLISHER_WORD, "publisher-word", 1)     /* … with one of `words: publisher` */                              \
  X(NUMBERED, "numbered", 1.5)                                                                                   \
  X(BULLET, "bullet", 1)                                                                                         \
  X(RULE, "rule", 1.5)                       /* a line of dashes above */                                        \
  X(SPACE, "space", 1)                       /* two blank lines and more above */                                \
  X(CAPITALS, "capitals", 1)                 /* a headline in capitals */                                        \
  X(BEHIND_END, "behind-end", 1)             /* the first below `Related Articles` and the like */                 \
  X(DATELINE, "dateline", 1.5)                                                                                   \
  X(AGAIN, "again", 1)                       /* others of the page have the same signs */                        \
  X(OFTEN, "often", 1)                       /* … two and more */                                                \
  X(FROM_TOP, "from-top", 2)                 /* … and so begins the page */

typedef enum {
#define X(code, word, value) NT_SIGN_##code,
  NT_OPENER_SIGNS(X)
#undef X
  NT_N_OPENER_SIGNS
} NtOpenerSign;

/* threshold, its default: what holds for any page, in characters, words or shares */
#define NT_THRESHOLDS(X)             \
  X(CLEAN_SHARE, "clean-share", 60)         /* per cent of words in running text from which a text may have no furniture */ \
  X(CLEAN_LEAD, "clean-lead", 75)           /* … from which what opens at its head is no further article */ \
  X(KNOWN_COST, "known-cost", 2)            /* most that a known caption or line of furniture counts against going on */ \
  X(OPENER, "opener", 3)                    /* signs that open an article behind the main text of a page */          \
  X(OPENER_INSIDE, "opener-inside", 5)      /* … and inside it, where none tells a source */                                                 \
  X(ARTICLE_WORDS, "article-words", 15)     /* words of text that a glued-on article has */                          \
  X(LEAD_WORDS, "lead-words", 25)           /* words of text that an article above the first glued-on one has */     \
  X(PROSE_LINE, "prose-line", 70)            /* characters from which a line with a sentence end is running text */   \
  X(TEXT_LINE, "text-line", 60)             /* characters of the first line of a glued article's text */             \
  X(HEADLINE_LINE, "headline-line", 220)    /* most characters of a headline */                                      \
  X(PUBLISHER_LINE, "publisher-line", 60)   /* most characters of a publisher's name */                              \
  X(LINES_UP, "lines-up", 12)               /* how many lines above the text its headline may stand */

typedef enum {
#define X(name, word, value) NT_THRESHOLD_##name,
  NT_THRESHOLDS(X)
#undef X
  NT_N_THRESHOLDS
} NtThreshold;

NtLayouts *nt_layouts_new(void);
void nt_layouts_free(NtLayouts *layouts);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(NtLayouts, nt_layouts_free)

/* Adds what one file says; a layout or threshold replaces an earlier one of the same name. */
void nt_layouts_add(NtLayouts *layouts, const NtYaml *root, const NtYamlContext *context);

/* After the last file. */
void nt_layouts_finish(NtLayouts *layouts);

/* The first kind in `order` (`n` of them) that the whole line is of; -1 for none. */
int nt_layouts_line_kind(const NtLayouts *layouts, NtRegexRoom *room, NtStr line, const NtLinePattern *order, guint n);
/* The dateline at the head of `text`: its length in bytes with what parts it from the text, and its place (or p NULL); 0 where
 * there is none. */
gsize nt_layouts_dateline(const NtLayouts *layouts, NtRegexRoom *room, NtStr text, NtStr *place);
const NtLayout *nt_layouts_list(const NtLayouts *layouts, guint *n);
const NtLineWeights *nt_layouts_weights(const NtLayouts *layouts);
double nt_layouts_opener(const NtLayouts *layouts, NtOpenerSign sign);
/* Texts, in the order of the files; a letter of ASCII is meant in either case. */
const char *const *nt_layouts_labels(const NtLayouts *layouts, NtLineLabel label, guint *n);
double nt_layouts_threshold(const NtLayouts *layouts, NtThreshold threshold);
