/* Dates as mail, feeds and pages write them. */
#pragma once

#include "base/arena.h"

/* A date of mail (`Wed, 02 Oct 2002 13:00:00 +0200`) as ISO 8601 in its own zone; anything else as it is, blanks at its ends off; p
 * NULL for nothing. */
NtStr nt_mail_date_iso(NtArena *arena, NtStr text);
