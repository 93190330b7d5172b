/* The hash of a word: the same however it is written, in capitals or small, with é or with e and ◌́. ASCII goes eight bytes at a time. */
#pragma once

#include "base/hash.h"

#define NT_EACH_BYTE G_GUINT64_CONSTANT(0x0101010101010101)

/* ASCII capitals among eight ASCII bytes made small. */
static inline guint64 nt_lower_8(guint64 w)
{
  guint64 at_least_a = w + NT_EACH_BYTE * (0x80 - 'A'), above_z = w + NT_EACH_BYTE * (0x80 - 'Z' - 1);
  return w | (((at_least_a & ~above_z) & (NT_EACH_BYTE * 0x80)) >> 2);
}

static inline guint64 nt_load_word(const char *p, gsize n, const char *end)
{
  if (end - p < 8)
    return nt_hash_load(p, n);
  guint64 w;
  memcpy(&w, p, sizeof w);
  return n >= 8 ? w : w & ((G_GUINT64_CONSTANT(1) << (8 * n)) - 1);
}

/* Of a word that is all ASCII; what stands behind it, up to `end`, can be read and counts for nothing. */
static inline guint64 nt_token_hash_ascii(const char *p, gsize n, const char *end)
{
  guint64 h = NT_HASH_SEED ^ n;
  for (gsize i = 0; i < n; i += 8)
    h = nt_hash_mix(h, nt_lower_8(nt_load_word(p + i, n - i, end)));
  return h;
}

/* Of any word. `composed`: it is in NFC already. */
guint64 nt_token_hash(NtStr word, gboolean composed);
