/* Sorting, for the many short arrays that are in order but for a few: by insertion while there are few, with qsort beyond. Elements
 * that compare equal may change places, so a comparison that decides what is written must have no ties. */
#pragma once

#include <glib.h>

/* `v` may be NULL where `n` is 0. */
void nt_sort(gpointer v, gsize n, gsize size, GCompareFunc compare);
