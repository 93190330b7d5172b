/* Words of a text, with what stands between them. Found once an article, never sent over the wire. */
#pragma once

#include "base/arena.h"
#include "span.h"

/* How a word is written. */
typedef enum {
  NT_SHAPE_LOWER,   /* small first letter, no capital in it */
  NT_SHAPE_CAPITAL, /* capital first letter, a small one behind it: `Xi`, `McDonald` */
  NT_SHAPE_UPPER,   /* two letters or more, all capital: `NATO`, `U.S.` */
  NT_SHAPE_INITIAL, /* one capital letter */
  NT_SHAPE_MIXED,   /* small first letter, a capital in it: `iPhone`, `eBay` */
  NT_SHAPE_NUMBER,  /* begins with a digit */
  NT_SHAPE_OTHER,   /* letters without case: 香 */
} NtShape;

/* What stands between a word and the one before it. Values from 33 to 126 are the one ASCII mark that stands there. */
typedef enum {
  NT_GAP_BREAK = 0, /* start of text, an empty line, several marks: no name goes over it */
  NT_GAP_SPACE,     /* white space, also one line end */
  NT_GAP_HYPHEN,    /* a hyphen of any kind, no space */
  NT_GAP_APOSTROPHE,
  NT_GAP_NONE,      /* nothing: 香港, or a change between letters of a script without spaces */
  NT_GAP_DOT,       /* a full stop, no space: `Amazon.com` */
  NT_GAP_DOT_SPACE, /* a full stop and white space: `St. Louis`, or the end of a sentence */
  NT_GAP_AMPERSAND, /* with or without spaces */
} NtGap;

typedef enum {
  NT_TOKEN_NEWLINE = 1 << 0,  /* a line end stands before it */
  NT_TOKEN_BLANK = 1 << 1,    /* an empty line, or the start of the text */
  NT_TOKEN_STOP = 1 << 2,     /* ! ? … or the like before it */
  NT_TOKEN_DOT = 1 << 3,      /* a full stop before it */
  NT_TOKEN_QUOTE = 1 << 4,    /* a quotation mark or bracket before it */
  NT_TOKEN_DOTTED = 1 << 5,   /* single letters with full stops: U.S. */
  NT_TOKEN_ASCII = 1 << 6,
  NT_TOKEN_SENTENCE = 1 << 7, /* the first word of a sentence */
  NT_TOKEN_ABBREVIATION = 1 << 8, /* a full stop behind it ends no sentence */
  NT_TOKEN_COLON = 1 << 9,    /* a colon, dash or semicolon before it */
} NtTokenFlags;

typedef struct {
  guint64 hash; /* of its letters, case folded */
  guint32 start, end; /* bytes; a dotted abbreviation includes its last full stop */
  guint32 lists; /* which word lists hold it: a class of the image, 0 for none */
  guint8 shape, gap;
  guint16 flags;
} NtToken;

typedef struct {
  NtToken *v;
  guint n;
} NtTokens;

/* It begins with a capital. */
static inline gboolean nt_is_capital(const NtToken *t)
{
  return t->shape == NT_SHAPE_CAPITAL || t->shape == NT_SHAPE_UPPER || t->shape == NT_SHAPE_INITIAL;
}

/* Nothing but letters and digits of ASCII. */
static inline gboolean nt_is_plain(const NtToken *t)
{
  return (t->flags & (NT_TOKEN_ASCII | NT_TOKEN_DOTTED)) == NT_TOKEN_ASCII;
}

NtTokens nt_tokens_find(NtArena *arena, NtStr text);

/* Of the gaps that join words a full stop before a space is as a space. */
static inline guint nt_gap_joins(guint gap)
{
  return gap == NT_GAP_DOT_SPACE ? NT_GAP_SPACE : gap;
}

/* The hash of a run of words: start with the hash of the first, then one step a word. */
guint64 nt_tokens_step(guint64 run, const NtToken *next);
/* `s`, `t`, `ll` behind an apostrophe: a word of its own, not the rest of a name as in `O'Hara` and `Ma'ala`. */
gboolean nt_token_is_clitic(NtStr text, const NtToken *token);
/* A hash of the words' letters as they are written, full stops left out: equal for equal writing. */
guint32 nt_tokens_writing(NtStr text, const NtToken *first, guint n);
