/* What speaks for a line of a page being running text of its article, and how much. A feature of a line is a number from 0 to 100; a
 * row of evidence is a range of one feature with a weight. docs/formats/pages.md is the format; weighed in stages/2-split/weigh.c. */
#pragma once

#include "article/types.h"
#include "base/yaml.h"

#define NT_MOST_FEATURE 100u /* values are cut there */

/* feature, word in YAML */
#define NT_LINE_FEATURES(X)                                                                        \
  X(WORDS, "words")                   /* how many */                                               \
  X(SMALL, "small-words")             /* per cent of the words that begin with a small letter */  \
  X(FUNCTION, "function-words")       /* per cent of the words that `words: function` lists */    \
  X(SITE, "site-words")               /* how many of the words `words: site` lists */             \
  X(SPEECH, "speech-words")           /* how many of the words `words: speech` lists */           \
  X(CREDIT, "credit-words")           /* how many of the words `words: credit` lists */           \
  X(YOU, "you-words")                 /* how many of the words `words: you` lists */              \
  X(SENTENCE_WORDS, "sentence-words") /* how many words, where the line ends as a sentence does */ \
  X(SENTENCES, "sentences")           /* sentence ends */                                          \
  X(COMMAS, "commas")                 /* commas for each hundred words */                          \
  X(NUMBERS, "numbers")               /* per cent of the words that begin with a digit */          \
  X(CAPITALS, "capitals")             /* per cent of the words that are in capitals */             \
  X(QUOTES, "quotes")                 /* quotation marks */                                        \
  X(BARS, "bars")                     /* `|`, `•`, `»` and other marks that part links */          \
  X(ENDS_SENTENCE, "ends-sentence")                                                                \
  X(ENDS_CUT, "ends-cut")             /* with `…`, `...` or `[...]` */                             \
  X(ENDS_COLON, "ends-colon")                                                                      \
  X(STARTS_SMALL, "starts-small")                                                                  \
  X(STARTS_MARK, "starts-mark")       /* with a bullet, an arrow or another mark that is no quote */ \
  X(STARTS_NUMBER, "starts-number")                                                                \
  X(ADDRESS, "address")               /* holds `@`, `www.` or `://` */                             \
  X(REPEATED, "repeated")             /* how often the same line stands on the page, beyond once */ \
  X(TITLE, "title-words")             /* how many of the words of the page's first line */         \
  X(FURNITURE, "furniture")           /* `lines: furniture` */                                     \
  X(END, "end")                                                                                    \
  X(AGE, "age")                                                                                    \
  X(BYLINE, "byline")                                                                              \
  X(CAPTION, "caption")                                                                            \
  /* the neighbours */                                                                             \
  X(TITLE_BEFORE, "title-before")     /* 100 right below a line that repeats the page's first, less from line to line */ \
  X(TITLE_AHEAD, "title-ahead")       /* such a line stands below and none above */               \
  X(DATE_BEFORE, "date-before")       /* 100 right below a date or byline, less from line to line */ \
  X(END_BEFORE, "end-before")         /* the same below a line of `lines: end` */

typedef enum {
#define X(code, word) NT_LINE_IS_##code,
  NT_LINE_FEATURES(X)
#undef X
  NT_N_LINE_FEATURES
} NtLineFeature;

/* Lists of words that features count. */
#define NT_LINE_WORDS(X)      \
  X(FUNCTION, "function")     \
  X(SITE, "site")             \
  X(SPEECH, "speech")         \
  X(CREDIT, "credit")         \
  X(YOU, "you")               \
  X(PUBLISHER, "publisher")

typedef enum {
#define X(code, word) NT_LINE_WORD_##code,
  NT_LINE_WORDS(X)
#undef X
  NT_N_LINE_WORDS
} NtLineWord;

typedef struct {
  NtStr id;
  NtLineFeature feature;
  guint least, most;
  double weight;
} NtLineRow;

/* Whole lines and the pieces of lines that hold a whole page are weighed apart: where nothing was broken, ends of lines say nothing.
 * set, key in YAML */
#define NT_LINE_SETS(X)  \
  X(LINES, "text")       \
  X(PIECES, "pieces")

typedef enum {
#define X(code, word) NT_LINE_SET_##code,
  NT_LINE_SETS(X)
#undef X
  NT_N_LINE_SETS
} NtLineSet;

typedef struct NtLineWeights NtLineWeights;

NtLineWeights *nt_line_weights_new(NtArena *arena);
void nt_line_weights_free(NtLineWeights *weights);

/* Adds what one file says: its list `words` (or NULL), and what it says of one set. A row replaces an earlier one of its id. */
void nt_line_weights_add_words(NtLineWeights *weights, const NtYaml *words, const NtYamlContext *context);
void nt_line_weights_add(NtLineWeights *weights, NtLineSet set, const NtYaml *text, const NtYamlContext *context);
/* After the last file. */
void nt_line_weights_finish(NtLineWeights *weights);

/* A bit for each list that has the word; `hash` as of nt_line_word_hash. */
guint nt_line_weights_word(const NtLineWeights *weights, guint64 hash);
/* What all rows say of a line with that value of that feature, together. */
float nt_line_weights_of(const NtLineWeights *weights, NtLineSet set, NtLineFeature feature, guint8 value);
/* What a line starts with; what it costs to leave the text and come back, and each line between. */
typedef struct {
  double start, gap, gap_line;
} NtLineCosts;
const NtLineCosts *nt_line_weights_costs(const NtLineWeights *weights, NtLineSet set);
const NtLineRow *nt_line_weights_rows(const NtLineWeights *weights, NtLineSet set, guint *n);

/* In small letters where ASCII; of a word that is all letters and digits of ASCII it is the hash of its token (article/token_hash.h). */
guint64 nt_line_word_hash(NtStr word);
