/* Literals of a pattern while it is walked over: characters that stand for themselves, one behind another. */
#pragma once

#include "rule_needs_key.h"

#define NT_NEEDS_MOST_LITERAL 16u /* bytes; a part of a literal is needed as well as the whole */

/* It may begin with a class of two letters, `[Mm]inister`: then it is two literals. */
typedef struct {
  char bytes[NT_NEEDS_MOST_LITERAL + 1], other; /* `other` stands for the first of the bytes, too; 0: none does */
  gsize n;
  gboolean full;
  gboolean at_word; /* no letter or digit of ASCII stands before it */
} NtNeedsRun;

/* Of a long one the end is left out. */
void nt_needs_run_add(NtNeedsRun *run, const char *p, gsize n);
/* What the run comes to is one more key; then it is empty. `literals` are those of the pattern so far. */
void nt_needs_run_end(NtNeedsRun *run, GPtrArray *literals, NtNeedsKeys *keys);
