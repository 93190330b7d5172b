/* What stands between two words. */
#pragma once

#include "tokens.h"

/* A gap in the lowest byte, and above it the flags that it gives to the word behind it. */
typedef guint32 NtGapFlags;
#define NT_GAP_FLAGS(gap, flags) ((NtGapFlags)(gap) | (NtGapFlags)(flags) << 8)

/* The gap from `*i` on; `*i` moves to the word behind it or the end. `before` is the word before it, NULL at the start of the text. */
NtGapFlags nt_gap_find(NtStr text, gsize *i, const NtToken *before);
