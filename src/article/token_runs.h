/* Runs of ASCII letters and digits in a text, of which nearly all are plain words: at most 16 letters, and nothing behind them that may
 * belong to the word. */
#pragma once

#include "token_gap.h"

typedef struct {
  guint32 *edges;   /* where runs start and end, in turn */
  gsize n, n_plain; /* both even; of the first `n_plain`, 16 bytes can be read, and another run comes behind */
  gsize at;         /* the edge that is next to be taken */
} NtRuns;

/* Room that the edges in so many bytes need: one a byte, one for the end, and some too many. */
#define NT_RUNS_ROOM(bytes) ((bytes) + 10u)
NtRuns nt_runs_find(NtStr text, guint32 *room);

/* How many plain words there may be from byte `i` on; 0 where none begins there. The runs before it are passed over. */
guint nt_runs_plain_at(NtRuns *runs, gsize i);
/* Takes words as long as they are plain; their number. `*gap` is what the first has before it, then what the word at `*i` has, which is
 * not plain or is the end. */
guint nt_runs_take(NtRuns *runs, NtStr text, gsize *i, NtGapFlags *gap, NtToken *out);
