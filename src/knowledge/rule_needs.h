/* What a text must have for a pattern to match in it, and where in it a match can start: worked out once, when the pattern is
 * compiled, so that the pattern runs only there. */
#pragma once

#include "rule_pattern.h"

/* Of these one must be there: asks by their number, or literals. Both empty: nothing is known. */
typedef struct {
  GArray *asks;        /* guint32 */
  GPtrArray *literals; /* char * */
  double cost;         /* about how many sentences in one have one of them; large where nothing is known */
} NtPatternKey;

typedef struct {
  NtRuleStart start;
  NtRuleLetters letters; /* of NT_START_LETTERS and _FIRST_LETTERS */
  NtRuleBytes seconds;   /* … what stands behind such a one of ASCII */
  gboolean at_capital; /* of NT_START_WORDS: a capitalised word, */
  NtAskSet at_asks;     /* or a word that answers one of these (nt_ask_bit) */
  NtAskSet needs;       /* asks each of which must be answered in the sentence */
  const NtSketchStep *sketch; /* where it can match */
  guint most_spaces;    /* ASCII white space that it takes at most; NT_RULE_ANY_SPACES: it is not known */
  NtPatternKey key, also; /* the rarest that is known, and another */
} NtPatternNeeds;

void nt_pattern_needs_clear(NtPatternNeeds *needs);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(NtPatternNeeds, nt_pattern_needs_clear)

/* `text` is a pattern that PCRE2 has compiled. Whatever is not understood counts as unknown, never as needed. The
 * sketch is the arena's. */
void nt_pattern_needs_find(const NtPatternText *text, const NtImage *image, NtArena *arena, NtPatternNeeds *needs);
