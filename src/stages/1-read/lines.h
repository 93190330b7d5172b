/* NDJSON, block by block, with memory bounded by the longest line that is allowed. */
#pragma once

#include "pipe/feed.h"

typedef struct NtLines NtLines;

/* Takes over `fd`, of which `ahead` was read already. `path` is how messages name it. */
NtLines *nt_lines_new(int fd, const char *path, NtStr ahead);
void nt_lines_free(NtLines *lines); /* accepts NULL */
/* From now on each line is a batch of its own, given out as soon as it is there. */
void nt_lines_at_once(NtLines *lines);
/* Adds the next lines to `batch`: what one block of input holds, or what has arrived. FALSE at the end of the input. */
gboolean nt_lines_next(NtLines *lines, NtBatch *batch);
/* How much of the file was given out, 0 to 1; less than 0 where it is no file with a size. */
double nt_lines_done(const NtLines *lines);
