/* Many short texts found in one pass over a long one: an Aho-Corasick automaton as a table. */
#pragma once

#include "base/arena.h"

typedef struct NtLiterals NtLiterals;

NtLiterals *nt_literals_new(void);
void nt_literals_free(NtLiterals *literals);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(NtLiterals, nt_literals_free)

/* The number of the text; equal texts have one number. Not empty. */
guint32 nt_literals_add(NtLiterals *literals, NtStr text);
guint32 nt_literals_count(const NtLiterals *literals);
/* The text of that number. Borrowed. */
NtStr nt_literals_text(const NtLiterals *literals, guint32 number);
/* After the last one: makes the table. */
void nt_literals_finish(NtLiterals *literals);

/* A text ends at a state: its number and 1; and the next state on the way of failures at which one ends, which is a lower one. 0: none. */
typedef struct {
  guint32 number, also;
} NtLiteralEnd;

/* In states and classes of bytes, so that it can be kept as it is. */
typedef struct {
  const guint8 *class_of; /* by byte */
  const guint32 *next;    /* state × width + class → state × width; NT_LITERAL_ENDS: `ends` of that state is not empty */
  const NtLiteralEnd *ends;
  guint32 width, n_states;
} NtLiteralTable;
#define NT_LITERAL_ENDS (1u << 31)
NtLiteralTable nt_literals_table(const NtLiterals *literals);
/* Whether it can be run. */
gboolean nt_literal_table_is_sound(const NtLiteralTable *table);
/* Of a table that was kept and its texts, by number; both are borrowed. */
NtLiterals *nt_literals_known(const NtLiteralTable *table, const NtStr *texts, guint32 n);

typedef struct {
  guint32 end;    /* byte behind the text */
  guint32 number;
} NtLiteralHit;
typedef NT_VEC(NtLiteralHit) NtLiteralHits;

/* Every place of every text, by end. */
void nt_literals_find(const NtLiterals *literals, NtArena *arena, NtStr text, NtLiteralHits *hits);
