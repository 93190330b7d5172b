/* Sets of small numbers: a bit for each, in words of 64. */
#pragma once

#include <glib.h>

/* The first number of the set that is `from` or more, of which a word must be there; `n_words` * 64 where there is none. */
static inline guint32 nt_bits_next(const guint64 *set, guint n_words, guint32 from)
{
  guint32 word = from / 64;
  guint64 left = set[word] & ~G_GUINT64_CONSTANT(0) << from % 64;
  while (!left && ++word < n_words)
    left = set[word];
  return word * 64 + (left ? (guint32)__builtin_ctzll(left) : 0);
}
