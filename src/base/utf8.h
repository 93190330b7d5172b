/* UTF-8: validity, repair, code points, and the map between byte and code-point offsets. */
#pragma once

#include "arena.h"

typedef struct {
  guint invalid_bytes; /* bytes that were no UTF-8, each run replaced by U+FFFD */
  guint nul_bytes;     /* NULs replaced by U+FFFD */
  gboolean bom;        /* a byte order mark was taken off */
} NtUtf8Repairs;

/* The number of bytes at the head of `p` that are valid UTF-8 (no NUL, no surrogates, no overlong forms). */
gsize nt_utf8_valid_prefix(const char *p, gsize n);
static inline gboolean nt_utf8_is_valid(const char *p, gsize n)
{
  return nt_utf8_valid_prefix(p, n) == n;
}
/* The head of valid UTF-8, at most `most` bytes of it and no half of a character. */
static inline NtStr nt_utf8_head(NtStr s, gsize most)
{
  if (s.n > most)
    for (s.n = most; s.n && ((guchar)s.p[s.n] & 0xC0) == 0x80;)
      s.n--;
  return s;
}
/* The two arguments of a `%.*s` that shows the head of `s`, which may be empty without a pointer. */
#define NT_HEAD_ARG(s, most) (int)nt_utf8_head(s, most).n, (s).p ? (s).p : ""
/* `in` itself where it is valid already; otherwise a repaired copy in `arena`. `repairs` is filled either way. */
NtStr nt_utf8_repair(NtArena *arena, NtStr in, NtUtf8Repairs *repairs);

gboolean nt_utf8_is_ascii(const char *p, gsize n);
/* How many code points begin in valid UTF-8. */
guint nt_utf8_points(const char *p, gsize n);

/* The code point at `p`, which must be the start of one in valid UTF-8; `*length` gets its bytes. */
static inline gunichar nt_utf8_at(const char *p, guint *length)
{
  const guchar *u = (const guchar *)p;
  if (u[0] < 0x80) {
    *length = 1;
    return u[0];
  }
  if (u[0] < 0xE0) {
    *length = 2;
    return (gunichar)(u[0] & 0x1F) << 6 | (u[1] & 0x3F);
  }
  if (u[0] < 0xF0) {
    *length = 3;
    return (gunichar)(u[0] & 0x0F) << 12 | (gunichar)(u[1] & 0x3F) << 6 | (u[2] & 0x3F);
  }
  *length = 4;
  return (gunichar)(u[0] & 0x07) << 18 | (gunichar)(u[1] & 0x3F) << 12 | (gunichar)(u[2] & 0x3F) << 6 | (u[3] & 0x3F);
}

/* What offsets count when they are written out. */
typedef enum { NT_OFFSETS_CODEPOINT, NT_OFFSETS_BYTE, NT_OFFSETS_UTF16 } NtOffsetUnit;

const char *nt_offset_unit_word(NtOffsetUnit unit); /* `codepoint`, `byte`, `utf16` */
gboolean nt_offset_unit_from(const char *word, NtOffsetUnit *unit);

/* Maps between the offsets of one text. Cheap to make; the table is built at the first question about a text that is
 * not all ASCII. */
typedef struct {
  NtArena *arena;
  NtStr text;
  const guint32 *points_before; /* code points before each block of bytes */
  const guint32 *utf16_before;  /* UTF-16 code units before each; NULL until asked for */
  gint8 ascii;                  /* -1 not known yet */
  NtOffsetUnit unit;            /* of nt_offsets_written */
} NtOffsets;

void nt_offsets_init(NtOffsets *offsets, NtArena *arena, NtStr text);
/* Code points before byte `byte` (0 … text.n). */
gsize nt_offsets_point(NtOffsets *offsets, gsize byte);
/* The byte at which code point `point` starts; text.n for the end; G_MAXSIZE beyond it. */
gsize nt_offsets_byte(NtOffsets *offsets, gsize point);
gsize nt_offsets_in_unit(NtOffsets *offsets, gsize byte);
/* As it shall be written, in the unit that was set: the same in each where all is ASCII. */
static inline gsize nt_offsets_written(NtOffsets *offsets, gsize byte)
{
  return offsets->ascii > 0 ? byte : nt_offsets_in_unit(offsets, byte);
}
