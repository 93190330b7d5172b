/* The forms that an English word takes in a sentence, so that a list may name it once. */
#pragma once

#include "base/arena.h"
#include "base/stem.h"

#define NT_MOST_FORMS 24u

/* Writes the other forms of `term` (a word or phrase in small letters) to `forms` and gives their number: plural and singular,
 * -ed, -ing and the like (`ban`: bans, banned, banning), the irregular ones (`win`: won), and both spellings of British and
 * American English. Of a phrase the first or the last word takes another form. Whatever endings give is kept only where Snowball's stemmer
 * sees the same word in it. No form is given twice, and never `term` itself. */
guint nt_inflect(NtArena *arena, NtStemmer *stemmer, NtStr term, NtStr forms[NT_MOST_FORMS]);
