/* Which articles a change of knowledge can touch. Knowledge is taken apart into units: an alias with its entry, a word with the lists
 * that hold it, a rule, a topic with its terms, a row of evidence (touch_units.c). A unit says what a page must have for it to matter:
 * words, and runs of three letters where what it looks for is no whole word. So one that came, went or changed touches the pages that
 * have all of that, and no others. A unit that asks for nothing touches all, and so does a change of page layouts. */
#pragma once

#include "base/arena.h"
#include "knowledge.h"

/* What a page has: its words, hashed, sorted, each once; and a set of its runs of three letters, in which some may seem to be that
 * are not. */
typedef struct {
  const guint32 *words;
  guint32 n_words;
  const guint32 *letters;
  guint32 n_letters; /* of 32 bits each; 0: not known */
} NtTouchText;

/* Room to work that out in, again and again. */
typedef struct NtTouchPage NtTouchPage;
NtTouchPage *nt_touch_page_new(void);
void nt_touch_page_free(NtTouchPage *page); /* accepts NULL */
/* Of a page as it was read; borrowed until the next. */
NtTouchText nt_touch_page_take(NtTouchPage *page, NtArena *arena, NtStr text);

/* All units of the knowledge, which must outlive them. */
typedef struct NtTouchUnits NtTouchUnits;
NtTouchUnits *nt_touch_units_new(const NtKnowledge *knowledge);
void nt_touch_units_free(NtTouchUnits *units); /* accepts NULL */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(NtTouchUnits, nt_touch_units_free)
guint32 nt_touch_units_count(const NtTouchUnits *units);
/* As bytes, and from them; NULL where they are damaged. */
GBytes *nt_touch_units_keep(const NtTouchUnits *units);
NtTouchUnits *nt_touch_units_open(GBytes *kept);
/* Those that one has and the other has not, in the form of units; none with `before` NULL. */
NtTouchUnits *nt_touch_units_difference(const NtTouchUnits *before, const NtTouchUnits *after);

/* What differs between two of them, or between two that differ so from a third. */
typedef struct NtTouchChange NtTouchChange;
NtTouchChange *nt_touch_change(const NtTouchUnits *before, const NtTouchUnits *after);
void nt_touch_change_free(NtTouchChange *change); /* accepts NULL */
gboolean nt_touch_change_is_none(const NtTouchChange *change);
gboolean nt_touch_touches(const NtTouchChange *change, const NtTouchText *text);

/* The words of a text as bits, in which some may seem to be that are not: how many times 64 of them for so many words, a power of two. */
guint32 nt_touch_filter_size(guint32 n_words);
void nt_touch_fill_filter(const NtTouchText *text, guint64 *filter, guint32 n);
/* FALSE: a text with these words is surely not touched. */
gboolean nt_touch_may_touch(const NtTouchChange *change, const guint64 *filter, guint32 n);
