/* Dates as news writes them: `Nov. 24, 2026`, `24 November 2026, 10:15 GMT`, `Tuesday, March 3`, `2 hours ago`, and what they are in ISO
 * 8601. Never asks a clock: what is told by the day it was written needs a `now` that the caller knows. */
#pragma once

#include "base/arena.h"

typedef struct {
  gint64 seconds;  /* since 1970, of the wall clock there */
  int offset;      /* minutes east of Greenwich */
} NtNow;

/* `2026-11-24T10:15:00Z`, `2026-11-24T10:15+01:00` or `2026-11-24`; FALSE where it is none of these. */
gboolean nt_now_from(NtStr text, NtNow *now);

/* Whether the whole of `text` says when something was published, and nothing else (`Updated: 3 May 2026 | 4 min read`). */
gboolean nt_date_is_whole(NtStr text);
/* Quick questions before that one: FALSE where no such text begins, or ends, with what `text` begins or ends with. */
gboolean nt_date_may_begin(NtStr text);
gboolean nt_date_may_end(NtStr text);
/* The date in `text` as ISO 8601, in `arena`: as exact as it stands there. p NULL where it is not told; `now` may be NULL. */
NtStr nt_date_iso(NtArena *arena, NtStr text, const NtNow *now);
/* The same for a date that mail, feeds and pages give: where it cannot be read, the text as it is, blanks at its ends off; p NULL for nothing. */
NtStr nt_date_iso_or_text(NtArena *arena, NtStr text);
