/* NDJSON, block by block, with memory bounded by the longest line that is allowed. */
#pragma once

#include "pipe/feed.h"

typedef struct NtLines NtLines;

/* Takes over `fd`, of which `ahead` was read already. `path` is how messages name it. */
NtLines *nt_lines_new(int fd, const char *path, NtStr ahead);
void nt_lines_free(NtLines *lines); /* accepts NULL */
/* Adds the next lines to `batch`: what one block of input holds, or what has arrived. FALSE at the end of the input. */
gboolean nt_lines_next(NtLines *lines, NtBatch *batch);
