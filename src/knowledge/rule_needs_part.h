/* What is known of a part of a pattern, and how parts come together: one behind another, or one instead of another. */
#pragma once

#include "rule_needs_key.h"
#include "rule_sketch_tree.h"

typedef struct {
  guint64 must[2]; /* asks of the pattern that must be answered */
  gboolean empty;  /* may match no text */
  gboolean barred; /* it cannot begin behind a letter or digit */
  gboolean capital, unknown; /* what it can begin with: a capitalised word, anything, */
  NtRuleLetters letters;     /* one of these, */
  guint64 first_asks[2];     /* what answers one of these asks of the pattern */
  NtRuleBytes heads, seconds; /* the bytes of its beginning: the first; one behind a first one of ASCII */
  gboolean one;    /* it may take no more than one */
  guint32 sketch;  /* what it takes */
  NtNeedsKeys keys;
} NtNeedsPart;

/* That takes no text; some one character, which with `no_space` is no white space. */
NtNeedsPart nt_needs_nothing(void);
NtNeedsPart nt_needs_some_text(gboolean no_space);
/* One of the letters; a character that is no letter or digit, and begins with that byte. */
NtNeedsPart nt_needs_letters(const NtRuleLetters *letters);
NtNeedsPart nt_needs_mark(char first);
/* What answers the ask of the pattern. */
NtNeedsPart nt_needs_ask(const NtPatternText *text, const NtImage *image, guint ask);
/* What must follow and is not taken. */
NtNeedsPart nt_needs_ahead(NtSketchTree *tree, const NtNeedsPart *part);
/* A word that begins with a capital, of which `rest` is known. */
NtNeedsPart nt_needs_capital(NtSketchTree *tree, const NtNeedsPart *rest);

/* `part` stands behind `sum`, `times` times at most. */
void nt_needs_then(NtSketchTree *tree, NtNeedsPart *sum, const NtNeedsPart *part, gboolean optional, guint times);
/* `part` instead of `all`. */
void nt_needs_either(NtSketchTree *tree, NtNeedsPart *all, const NtNeedsPart *part);

gboolean nt_needs_has_letters(const NtNeedsPart *part);
/* All bytes. */
NtRuleBytes nt_needs_any_byte(void);
