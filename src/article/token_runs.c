/* Two passes. The first marks each byte that is a letter or digit with a bit, 64 bytes at a time, and notes where the bits turn; the
 * second makes words of what stands between two turns, sixteen bytes at a time. */
#include "token_runs.h"

#include "token_chars.h"
#include "token_hash.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#define LETTERS_AT_ONCE 16u

/* ---- where runs turn ---- */

/* A bit a byte: letters and digits. */
static guint64 word_bits(const char *p, gsize n)
{
  guint64 bits = 0;
  for (gsize i = 0; i < n; i++)
    bits |= (guint64)nt_is_word_byte(p[i]) << i;
  return bits;
}

#ifdef __SSE2__
/* The `n` bytes from `low` on: moved so that they are the smallest signed ones. */
static inline __m128i in_range(__m128i bytes, char low, char n)
{
  return _mm_cmplt_epi8(_mm_add_epi8(bytes, _mm_set1_epi8((char)(-128 - low))), _mm_set1_epi8((char)(-128 + n)));
}

static inline guint64 word_bits_64(const char *p)
{
  guint64 bits = 0;
  for (guint i = 0; i < 4; i++) {
    __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)(p + 16 * i));
    __m128i letter = in_range(_mm_or_si128(bytes, _mm_set1_epi8(0x20)), 'a', 26);
    bits |= (guint64)(guint32)_mm_movemask_epi8(_mm_or_si128(letter, in_range(bytes, '0', 10))) << (16 * i);
  }
  return bits;
}
#else
static inline guint64 word_bits_64(const char *p)
{
  return word_bits(p, 64);
}
#endif

NtRuns nt_runs_find(NtStr text, guint32 *room)
{
  NtRuns r = {.edges = room};
  const guint64 last = G_GUINT64_CONSTANT(1) << 63;
  guint64 before = 0; /* the last bit of the block before */
  guint32 *out = room;
  for (gsize at = 0; at < text.n; at += 64) {
    guint64 bits = text.n - at >= 64 ? word_bits_64(text.p + at) : word_bits(text.p + at, text.n - at);
    guint64 turns = bits ^ (bits << 1 | before);
    before = bits >> 63;
    guint32 *end = out + __builtin_popcountll(turns);
    for (; out < end; out += 4) /* four at a time, some too many: the next block writes over them */
      for (guint j = 0; j < 4; j++) {
        out[j] = (guint32)at + (guint32)__builtin_ctzll(turns | last); /* where none is left, any number will do */
        turns &= turns - 1;
      }
    out = end;
  }
  r.n = (gsize)(out - r.edges);
  if (r.n & 1)
    r.edges[r.n++] = (guint32)text.n;
  for (r.n_plain = r.n ? r.n - 2 : 0; r.n_plain && r.edges[r.n_plain - 2] + LETTERS_AT_ONCE > text.n;)
    r.n_plain -= 2;
  return r;
}

/* ---- plain words ---- */

#ifdef __SSE2__
/* Of 1 to 16 letters and digits, with 16 bytes to read: hash and shape, without a branch that the word could mislead. Bit 0x20 tells a
 * small letter from a capital, and every digit has it too; bit 0x40 tells letters. */
static inline void take_letters(const char *p, guint32 n, guint64 *hash, guint8 *shape)
{
  static const guint8 stays[2 * LETTERS_AT_ONCE] = {[0 ... LETTERS_AT_ONCE - 1] = 0xFF};
  __m128i mask = _mm_loadu_si128((const __m128i *)(const void *)(stays + LETTERS_AT_ONCE - n));
  __m128i bytes = _mm_and_si128(_mm_loadu_si128((const __m128i *)(const void *)p), mask);
  __m128i folded = _mm_or_si128(bytes, _mm_and_si128(mask, _mm_set1_epi8(0x20)));
  __m128i capital = _mm_slli_epi16(_mm_xor_si128(bytes, folded), 2);
  __m128i small = _mm_slli_epi16(_mm_and_si128(bytes, _mm_slli_epi16(bytes, 1)), 1);
  *shape = nt_token_shape(nt_byte_class(p[0]), _mm_movemask_epi8(small) != 0, _mm_movemask_epi8(capital) > 1);
  guint64 first = (guint64)_mm_cvtsi128_si64(folded), second = (guint64)_mm_cvtsi128_si64(_mm_unpackhi_epi64(folded, folded));
  guint64 short_hash = nt_hash_mix(NT_HASH_SEED ^ n, first), long_hash = nt_hash_mix(short_hash, second);
  *hash = n > 8 ? long_hash : short_hash;
}
#else
static inline void take_letters(const char *p, guint32 n, guint64 *hash, guint8 *shape)
{
  gboolean small = FALSE, capital = FALSE;
  for (guint32 i = 0; i < n; i++) {
    small |= nt_byte_class(p[i]) == NT_BYTE_LOWER;
    capital |= i && nt_byte_class(p[i]) == NT_BYTE_UPPER;
  }
  *shape = nt_token_shape(nt_byte_class(p[0]), small, capital);
  *hash = nt_token_hash_ascii(p, n, p + n);
}
#endif

/* The commonest gaps: one mark, alone or with a space or line end behind it. 0 for any other. */
#define GAP NT_GAP_FLAGS
enum { NEITHER, ALONE, THEN_SPACE, THEN_LINE };
static const NtGapFlags gap_of_mark[][256] = {
  [NEITHER] = {0},
  [ALONE] =
    {
      [' '] = GAP(NT_GAP_SPACE, 0), ['\n'] = GAP(NT_GAP_SPACE, NT_TOKEN_NEWLINE), ['-'] = GAP(NT_GAP_HYPHEN, 0),
      ['\''] = GAP(NT_GAP_APOSTROPHE, 0), ['.'] = GAP(NT_GAP_DOT, NT_TOKEN_DOT), [','] = GAP(',', 0), ['/'] = GAP('/', 0),
    },
  [THEN_SPACE] =
    {
      [','] = GAP(',', 0), ['.'] = GAP(NT_GAP_DOT_SPACE, NT_TOKEN_DOT), ['"'] = GAP('"', NT_TOKEN_QUOTE),
      [')'] = GAP(')', NT_TOKEN_QUOTE), [':'] = GAP(':', NT_TOKEN_COLON), [';'] = GAP(';', NT_TOKEN_COLON),
    },
  [THEN_LINE] = {[','] = GAP(',', NT_TOKEN_NEWLINE), ['.'] = GAP(NT_GAP_DOT_SPACE, NT_TOKEN_DOT | NT_TOKEN_NEWLINE)},
};
/* By the second byte: a letter or digit is the next word already. */
static const guint8 gap_row[256] = {
  ['a' ... 'z'] = ALONE, ['A' ... 'Z'] = ALONE, ['0' ... '9'] = ALONE, [' '] = THEN_SPACE, ['\n'] = THEN_LINE,
};

static inline NtGapFlags plain_gap(const char *p, guint32 width)
{
  NtGapFlags gap = gap_of_mark[gap_row[(guchar)p[1]]][(guchar)p[0]];
  return G_LIKELY(width <= 2) ? gap : 0;
}

guint nt_runs_plain_at(NtRuns *r, gsize i)
{
  while (r->at < r->n && r->edges[r->at] < i)
    r->at += 2;
  return r->at < r->n_plain && r->edges[r->at] == i ? (guint)((r->n_plain - r->at) / 2) : 0;
}

guint nt_runs_take(NtRuns *r, NtStr text, gsize *at, NtGapFlags *before, NtToken *out)
{
  const char *p = text.p;
  const guint32 *edge = r->edges + r->at, *last = r->edges + r->n_plain;
  NtToken *t = out;
  NtGapFlags gap = *before;
  gsize i = *edge;
  while (edge < last) {
    guint32 start = edge[0], end = edge[1], length = end - start;
    const char *behind = p + end;
    if (G_UNLIKELY(length > LETTERS_AT_ONCE) || G_UNLIKELY(length == 1 && *behind == '.') || G_UNLIKELY(!nt_ends_ascii_word(behind, text.n - end)))
      break;
    take_letters(p + start, length, &t->hash, &t->shape);
    t->start = start;
    t->end = end;
    t->lists = 0;
    t->gap = (guint8)gap;
    t->flags = (guint16)(NT_TOKEN_ASCII | gap >> 8);
    edge += 2;
    i = *edge;
    gap = plain_gap(behind, (guint32)i - end);
    t++;
    if (G_UNLIKELY(!gap)) {
      i = end;
      gap = nt_gap_find(text, &i, t - 1);
      if (i != *edge)
        break;
    }
  }
  r->at = (gsize)(edge - r->edges);
  *at = i;
  *before = gap;
  return (guint)(t - out);
}
