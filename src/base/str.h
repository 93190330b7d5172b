/* A run of bytes that somebody else owns. Not NUL-terminated; `p` may be NULL where `n` is 0. */
#pragma once

#include <glib.h>
#include <string.h>

typedef struct {
  const char *p;
  gsize n; /* bytes */
} NtStr;

#define NT_STR(literal) ((NtStr){(literal), sizeof(literal) - 1})

static inline NtStr nt_str(const char *cstring)
{
  return (NtStr){cstring, cstring ? strlen(cstring) : 0};
}

static inline NtStr nt_str_n(const char *p, gsize n)
{
  return (NtStr){p, n};
}

static inline gboolean nt_str_equal(NtStr a, NtStr b)
{
  return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

/* Always inlined, so that the length of most is known. */
static inline __attribute__((always_inline)) gboolean nt_str_is(NtStr a, const char *cstring)
{
  return nt_str_equal(a, nt_str(cstring));
}

/* Of ASCII; another byte stays. */
static inline char nt_ascii_lower(char c)
{
  return c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
}

/* Byte order, shorter first where one begins the other: the one order in which names are sorted, whatever the locale. */
static inline int nt_str_compare(NtStr a, NtStr b)
{
  gsize n = MIN(a.n, b.n);
  int c = n ? memcmp(a.p, b.p, n) : 0;
  return c ? c : (a.n > b.n) - (a.n < b.n);
}

/* Without the ASCII white space at its ends. */
static inline NtStr nt_str_trim(NtStr s)
{
  while (s.n && g_ascii_isspace(s.p[s.n - 1]))
    s.n--;
  while (s.n && g_ascii_isspace(s.p[0]))
    s = nt_str_n(s.p + 1, s.n - 1);
  return s;
}
