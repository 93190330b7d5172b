#include "utf8.h"

#define BLOCK 64u
#define HIGH_BITS G_GUINT64_CONSTANT(0x8080808080808080)

static inline guint64 load8(const char *p)
{
  guint64 w;
  memcpy(&w, p, sizeof w);
  return w;
}

gboolean nt_utf8_is_ascii(const char *p, gsize n)
{
  gsize i = 0;
  for (; i + 32 <= n; i += 32)
    if ((load8(p + i) | load8(p + i + 8) | load8(p + i + 16) | load8(p + i + 24)) & HIGH_BITS)
      return FALSE;
  for (; i < n; i++)
    if (p[i] & 0x80)
      return FALSE;
  return TRUE;
}

/* Length of the valid sequence at `u` (lead byte ≥ 0x80), 0 where there is none. Table 3-7 of the Unicode Standard. */
static guint sequence_length(const guchar *u, gsize left)
{
  guchar a = u[0];
  if (a >= 0xC2 && a <= 0xDF)
    return left >= 2 && (u[1] & 0xC0) == 0x80 ? 2 : 0;
  if ((a & 0xF0) == 0xE0) {
    guchar low = a == 0xE0 ? 0xA0 : 0x80, high = a == 0xED ? 0x9F : 0xBF;
    return left >= 3 && u[1] >= low && u[1] <= high && (u[2] & 0xC0) == 0x80 ? 3 : 0;
  }
  if (a >= 0xF0 && a <= 0xF4) {
    guchar low = a == 0xF0 ? 0x90 : 0x80, high = a == 0xF4 ? 0x8F : 0xBF;
    return left >= 4 && u[1] >= low && u[1] <= high && (u[2] & 0xC0) == 0x80 && (u[3] & 0xC0) == 0x80 ? 4 : 0;
  }
  return 0;
}

/* Eight bytes at a time while they are ASCII and none is NUL. */
gsize nt_utf8_valid_prefix(const char *p, gsize n)
{
  gsize i = 0;
  while (i < n) {
    while (i + 8 <= n) {
      guint64 w = load8(p + i);
      if ((w | (w - G_GUINT64_CONSTANT(0x0101010101010101))) & HIGH_BITS)
        break;
      i += 8;
    }
    if (i >= n)
      break;
    guchar c = (guchar)p[i];
    if (c == 0)
      break;
    if (c < 0x80) {
      i++;
      continue;
    }
    guint length = sequence_length((const guchar *)p + i, n - i);
    if (!length)
      break;
    i += length;
  }
  return i;
}

NtStr nt_utf8_repair(NtArena *arena, NtStr in, NtUtf8Repairs *repairs)
{
  *repairs = (NtUtf8Repairs){0};
  if (in.n >= 3 && memcmp(in.p, "\xEF\xBB\xBF", 3) == 0) {
    repairs->bom = TRUE;
    in.p += 3;
    in.n -= 3;
  }
  gsize good = nt_utf8_valid_prefix(in.p, in.n);
  if (good == in.n)
    return in;

  g_autoptr(GString) out = g_string_sized_new(in.n + 64);
  gsize i = 0;
  gboolean in_bad_run = FALSE;
  for (;;) {
    if (good) {
      g_string_append_len(out, in.p + i, (gssize)good);
      in_bad_run = FALSE;
    }
    i += good;
    if (i >= in.n)
      break;
    gboolean nul = in.p[i] == '\0';
    if (nul)
      repairs->nul_bytes++;
    else
      repairs->invalid_bytes++;
    if (nul || !in_bad_run)
      g_string_append(out, "\xEF\xBF\xBD");
    in_bad_run = !nul;
    i++;
    good = nt_utf8_valid_prefix(in.p + i, in.n - i);
  }
  return (NtStr){nt_arena_dup(arena, out->str, out->len), out->len};
}

/* Eight bytes at a time: a byte that goes on with a character has its highest bit and not the next. */
guint nt_utf8_points(const char *p, gsize n)
{
  guint points = (guint)n;
  gsize i = 0;
  for (; i + 8 <= n; i += 8) {
    guint64 w = load8(p + i), inner = w & ~(w << 1) & HIGH_BITS;
    points -= (guint)((inner >> 7) * G_GUINT64_CONSTANT(0x0101010101010101) >> 56);
  }
  for (; i < n; i++)
    points -= (p[i] & 0xC0) == 0x80;
  return points;
}

void nt_offsets_init(NtOffsets *offsets, NtArena *arena, NtStr text)
{
  *offsets = (NtOffsets){.arena = arena, .text = text, .ascii = -1};
}

/* A code point beyond the first 65,536 takes two units. */
static guint count_utf16(const char *p, gsize n)
{
  guint units = 0;
  for (gsize i = 0; i < n; i++)
    units += ((p[i] & 0xC0) != 0x80) + ((guchar)p[i] >= 0xF0);
  return units;
}

static const guint32 *count_blocks(NtOffsets *o, guint (*count)(const char *, gsize))
{
  gsize blocks = o->text.n / BLOCK + 1;
  guint32 *table = nt_arena_new_array(o->arena, guint32, blocks);
  guint32 before = 0;
  for (gsize b = 0; b < blocks; b++) {
    table[b] = before;
    before += count(o->text.p + b * BLOCK, MIN(BLOCK, o->text.n - b * BLOCK));
  }
  return table;
}

static void build(NtOffsets *o)
{
  o->ascii = nt_utf8_is_ascii(o->text.p, o->text.n) ? 1 : 0;
  if (!o->ascii)
    o->points_before = count_blocks(o, nt_utf8_points);
}

gsize nt_offsets_point(NtOffsets *o, gsize byte)
{
  if (o->ascii < 0)
    build(o);
  if (o->ascii)
    return byte;
  gsize block = byte / BLOCK;
  return o->points_before[block] + nt_utf8_points(o->text.p + block * BLOCK, byte - block * BLOCK);
}

gsize nt_offsets_byte(NtOffsets *o, gsize point)
{
  if (o->ascii < 0)
    build(o);
  if (o->ascii)
    return point <= o->text.n ? point : G_MAXSIZE;
  gsize low = 0, high = o->text.n / BLOCK + 1; /* the last block that starts at or before `point` */
  while (high - low > 1) {
    gsize middle = (low + high) / 2;
    if (o->points_before[middle] <= point)
      low = middle;
    else
      high = middle;
  }
  gsize byte = low * BLOCK, points = o->points_before[low];
  /* A block may begin inside a code point, whose start was counted in the block before. */
  while (byte < o->text.n && (o->text.p[byte] & 0xC0) == 0x80)
    byte++;
  while (points < point && byte < o->text.n) {
    byte++;
    while (byte < o->text.n && (o->text.p[byte] & 0xC0) == 0x80)
      byte++;
    points++;
  }
  return points == point ? byte : G_MAXSIZE;
}

static gsize utf16_before(NtOffsets *o, gsize byte)
{
  if (o->ascii < 0)
    build(o);
  if (o->ascii)
    return byte;
  if (!o->utf16_before)
    o->utf16_before = count_blocks(o, count_utf16);
  gsize block = byte / BLOCK;
  return o->utf16_before[block] + count_utf16(o->text.p + block * BLOCK, byte - block * BLOCK);
}

gsize nt_offsets_in_unit(NtOffsets *o, gsize byte)
{
  switch (o->unit) {
  case NT_OFFSETS_BYTE:
    return byte;
  case NT_OFFSETS_UTF16:
    return utf16_before(o, byte);
  case NT_OFFSETS_CODEPOINT:
    break;
  }
  return nt_offsets_point(o, byte);
}

static const char *const unit_words[] = {"codepoint", "byte", "utf16"};

const char *nt_offset_unit_word(NtOffsetUnit unit)
{
  return unit_words[unit];
}

gboolean nt_offset_unit_from(const char *word, NtOffsetUnit *unit)
{
  for (guint i = 0; i < G_N_ELEMENTS(unit_words); i++)
    if (g_str_equal(word, unit_words[i])) {
      *unit = (NtOffsetUnit)i;
      return TRUE;
    }
  return FALSE;
}
