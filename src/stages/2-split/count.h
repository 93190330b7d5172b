/* What stands in a line, counted. */
#pragma once

#include "page.h"

typedef struct {
  guint words, small, numbers, capitals;    /* how they are written */
  guint function, site, speech, credit, you; /* which lists have them */
  guint title;                              /* of the page's first line */
  guint sentences, commas, quotes, bars;
  gboolean address;
} NtLineCount;

#define NT_TITLE_BYTES 160u
#define NT_TITLE_WORDS (NT_TITLE_BYTES / 5)

/* The longer words of the page's first line. */
typedef struct {
  guint64 bits[64]; /* one for each hash */
  guint64 hashes[NT_TITLE_WORDS];
  guint n;
} NtTitle;

/* `line` begins the text. */
void nt_title_read(NtTitle *title, NtStr text, NtSpan line, const NtTokens *tokens);
/* Counts the line `span` of the text. `*token` is a token before or at its beginning; it moves to the line's end. */
NtLineCount nt_line_count(const NtLineWeights *weights, const NtTitle *title, NtStr text, NtSpan span, const NtTokens *tokens, guint32 *token);
