/* Many short texts found in one pass over a long one: not at each of its bytes but mostly where its words begin, and at the marks between
 * them. */
#pragma once

#include "article/tokens.h"
#include "base/arena.h"

typedef struct NtLiterals NtLiterals;

NtLiterals *nt_literals_new(void);
void nt_literals_free(NtLiterals *literals);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(NtLiterals, nt_literals_free)

/* The number of the text; equal texts have one number. Not empty. One that begins with a space is looked for without it, where no letter
 * or digit of ASCII stands before: this costs much less than to look inside words, too. */
guint32 nt_literals_add(NtLiterals *literals, NtStr text);
guint32 nt_literals_count(const NtLiterals *literals);
/* The text of that number. Borrowed. */
NtStr nt_literals_text(const NtLiterals *literals, guint32 number);

typedef struct {
  guint32 start, end; /* bytes */
  guint32 number;
} NtLiteralHit;
typedef NT_VEC(NtLiteralHit) NtLiteralHits;

/* Every place of every text, by start. `words` are those of the text. */
void nt_literals_find(const NtLiterals *literals, NtArena *arena, NtStr text, const NtTokens *words, NtLiteralHits *hits);
