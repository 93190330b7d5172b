/* Other written forms of a name that the compiler adds by itself. */
#pragma once

#include "base/arena.h"

/* Without diacritics (`Erdogan` for `Erdoğan`, `Lodz` for `Łódź`); p NULL where there are none. */
NtStr nt_variant_without_marks(NtArena *arena, NtStr text);
/* The plural of its last word by the English rules: Uyghurs, Germanys … `-s`, `-es` after a hiss, `-ies` for a consonant + y. */
NtStr nt_variant_plural(NtArena *arena, NtStr text);
