/* A fast 64-bit mix for tables in memory and in the image. Not for anything an attacker must not guess. */
#pragma once

#include "str.h"

#define NT_HASH_SEED G_GUINT64_CONSTANT(0x9E3779B97F4A7C15)

static inline guint64 nt_hash_mix(guint64 a, guint64 b)
{
  unsigned __int128 product = (unsigned __int128)(a ^ G_GUINT64_CONSTANT(0xA0761D6478BD642F)) *
                              (b ^ G_GUINT64_CONSTANT(0xE7037ED1A0B428DB));
  return (guint64)product ^ (guint64)(product >> 64);
}

/* The first eight bytes of `n`; fewer have zeros behind them. */
static inline guint64 nt_hash_load(const char *p, gsize n)
{
  guint64 w = 0;
  if (n >= sizeof w) {
    memcpy(&w, p, sizeof w);
  } else if (n >= 4) { /* two halves, which may overlap */
    guint32 first, last;
    memcpy(&first, p, sizeof first);
    memcpy(&last, p + n - sizeof last, sizeof last);
    w = GUINT32_FROM_LE(first) | (guint64)GUINT32_FROM_LE(last) << 8 * (n - 4);
    w = GUINT64_TO_LE(w);
  } else if (n) {
    const guchar *u = (const guchar *)p;
    w = GUINT64_TO_LE(u[0] | (guint64)u[n / 2] << 8 * (n / 2) | (guint64)u[n - 1] << 8 * (n - 1));
  }
  return w;
}

/* Of much: four words at a time, none of which waits for another. */
static inline guint64 nt_hash_much(const char *p, gsize n)
{
  guint64 h[4] = {NT_HASH_SEED ^ n, NT_HASH_SEED + 1, NT_HASH_SEED + 2, NT_HASH_SEED + 3};
  gsize i = 0;
  for (; i + sizeof h <= n; i += sizeof h)
    for (guint k = 0; k < 4; k++)
      h[k] = nt_hash_mix(h[k], nt_hash_load(p + i + 8 * k, 8));
  for (; i < n; i += 8)
    h[0] = nt_hash_mix(h[0], nt_hash_load(p + i, n - i));
  return nt_hash_mix(nt_hash_mix(h[0], h[1]), nt_hash_mix(h[2], h[3]));
}

static inline guint64 nt_hash_bytes(NtStr s)
{
  guint64 h = NT_HASH_SEED ^ s.n;
  for (gsize i = 0; i < s.n; i += 8)
    h = nt_hash_mix(h, nt_hash_load(s.p + i, s.n - i));
  return h;
}
