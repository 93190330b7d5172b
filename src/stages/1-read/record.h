/* An article that comes out of a table or a feed, as the NDJSON it might have come as. */
#pragma once

#include "article/article.h"

typedef struct {
  NtStr id, text;
  NtStr path;           /* of the file */
  const char *encoding; /* of the file, or NULL */
  NtMeta meta;          /* left out where nothing of it is known */
  NtStr fields;         /* a JSON object with whatever else there is, or p NULL */
} NtRecord;

/* One line, in `arena`. */
NtStr nt_record_line(NtArena *arena, const NtRecord *record);
