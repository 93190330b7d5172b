/* Which articles a change of knowledge can touch. Gazetteers and word lists are taken apart into units: an alias with its entry, or a
 * word with the lists that hold it. A unit can only matter to a page that holds all its words: so one that came, went or changed
 * touches those and no others. What is in no unit (rules, topics, evidence, page layouts) touches all. */
#pragma once

#include "base/arena.h"
#include "knowledge.h"

/* The words of a page as it was read, hashed: guint32, sorted, each once. */
void nt_touch_page(NtArena *arena, NtStr text, GArray *words);

/* All units of the knowledge, to be kept. */
GBytes *nt_touch_units(const NtKnowledge *knowledge);

/* What differs between two of them. NULL where one of them is damaged: then everything is touched. */
typedef struct NtTouchChange NtTouchChange;
NtTouchChange *nt_touch_change(const char *before, gsize n_before, const char *after, gsize n_after);
void nt_touch_change_free(NtTouchChange *change); /* accepts NULL */
gboolean nt_touch_change_is_none(const NtTouchChange *change);
/* `words` as nt_touch_page left them. */
gboolean nt_touch_touches(const NtTouchChange *change, const guint32 *words, guint32 n);
