/* The forms that an English word takes in a sentence, so that a list may name it once. */
#pragma once

#include "base/arena.h"

#define NT_MOST_FORMS 8u

/* Writes the other forms of the last word of `term` (small letters) to `forms` and gives their number: plural for any word, and
 * for a single word also -ed, -ing and the like (`ban`: bans, banned, banning). Wrong forms do no harm: nobody writes them. */
guint nt_inflect(NtArena *arena, NtStr term, NtStr forms[NT_MOST_FORMS]);
