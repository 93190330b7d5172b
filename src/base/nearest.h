/* "Did you mean …?" */
#pragma once

#include <glib.h>

#pragma GCC visibility push(default)

/* The candidate nearest to `word` (edit distance at most 2 and about half of it); NULL where none is near. Borrowed. */
const char *nt_nearest(const char *word, const char *const *candidates, guint n);

#pragma GCC visibility pop
