#include "json.h"

#include <math.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#define ONES G_GUINT64_CONSTANT(0x0101010101010101)
#define HIGHS G_GUINT64_CONSTANT(0x8080808080808080)

/* Whether one of eight bytes is a control character, a quote or a backslash (the usual test for a zero byte, thrice). */
static inline gboolean needs_escape(guint64 w)
{
  guint64 control = (w - ONES * 0x20) & ~w;
  guint64 quote = w ^ (ONES * '"'), slash = w ^ (ONES * '\\');
  return ((control | ((quote - ONES) & ~quote) | ((slash - ONES) & ~slash)) & HIGHS) != 0;
}

static gsize plain_prefix(const char *p, gsize n)
{
  gsize i = 0;
  for (; i + 8 <= n; i += 8) {
    guint64 w;
    memcpy(&w, p + i, sizeof w);
    if (needs_escape(w))
      break;
  }
  while (i < n && (guchar)p[i] >= 0x20 && p[i] != '"' && p[i] != '\\')
    i++;
  return i;
}

#define STRIDE 16u

#ifdef __SSE2__
/* Copies sixteen bytes; whether one of them is to be escaped. */
static inline gboolean copy_stride(char *to, const char *from)
{
  __m128i v = _mm_loadu_si128((const __m128i *)(const void *)from), last_control = _mm_set1_epi8(0x1F);
  _mm_storeu_si128((__m128i *)(void *)to, v);
  __m128i control = _mm_cmpeq_epi8(_mm_max_epu8(v, last_control), last_control);
  __m128i mark = _mm_or_si128(_mm_cmpeq_epi8(v, _mm_set1_epi8('"')), _mm_cmpeq_epi8(v, _mm_set1_epi8('\\')));
  return _mm_movemask_epi8(_mm_or_si128(control, mark)) != 0;
}
#else
static inline gboolean copy_stride(char *to, const char *from)
{
  guint64 w[2];
  memcpy(w, from, sizeof w);
  memcpy(to, w, sizeof w);
  return needs_escape(w[0]) || needs_escape(w[1]);
}
#endif

/* The same of four to eight bytes: the first half of them and the last, which may overlap. */
static inline gboolean copy_halves(char *to, const char *from, gsize n)
{
  guint32 first, last;
  memcpy(&first, from, sizeof first);
  memcpy(&last, from + n - sizeof last, sizeof last);
  memcpy(to, &first, sizeof first);
  memcpy(to + n - sizeof last, &last, sizeof last);
  return needs_escape((guint64)first << 32 | last);
}

/* Copies `n` bytes; FALSE where one is to be escaped, and then not all of them. */
static inline gboolean copy_plain(char *to, const char *from, gsize n)
{
  if (n >= STRIDE) {
    for (gsize i = 0; i + STRIDE < n; i += STRIDE)
      if (copy_stride(to + i, from + i))
        return FALSE;
    return !copy_stride(to + n - STRIDE, from + n - STRIDE); /* some of them again */
  }
  if (n > 8)
    return !copy_halves(to, from, 8) && !copy_halves(to + n - 8, from + n - 8, 8);
  if (n >= 4)
    return !copy_halves(to, from, n);
  for (gsize i = 0; i < n; i++)
    to[i] = from[i];
  return plain_prefix(from, n) == n;
}

static char *escape_at(char *p, guchar c)
{
  static const char digits[] = "0123456789abcdef";
  const char *named = c == '"' ? "\\\"" : c == '\\' ? "\\\\" : c == '\n' ? "\\n" : c == '\r' ? "\\r" : c == '\t' ? "\\t" : NULL;
  if (named)
    return nt_json_text_at(p, named, 2);
  p = nt_json_text_at(p, "\\u00", 4);
  *p++ = digits[c >> 4];
  *p++ = digits[c & 15];
  return p;
}
#define LONGEST_ESCAPE 6u

char *nt_json_string_at(GString *out, char *p, NtStr text, gsize after)
{
  *p++ = '"';
  if (copy_plain(p, text.p, text.n)) {
    p += text.n;
    *p++ = '"';
    return p;
  }
  for (gsize i = 0;;) {
    gsize plain = plain_prefix(text.p + i, text.n - i);
    p = nt_json_text_at(p, text.p + i, plain);
    i += plain;
    if (i == text.n)
      break;
    nt_json_end(out, p);
    p = escape_at(nt_json_room(out, LONGEST_ESCAPE + text.n - i + 1 + after), (guchar)text.p[i]);
    i++;
  }
  *p++ = '"';
  return p;
}

void nt_json_put_string(GString *out, NtStr text)
{
  nt_json_end(out, nt_json_string_at(out, nt_json_room(out, text.n + 2), text, 0));
}

void nt_json_put_string_or_null(GString *out, NtStr text)
{
  if (text.p)
    nt_json_put_string(out, text);
  else
    nt_json_put_n(out, "null", 4);
}

static const char two_digits[] = "00010203040506070809101112131415161718192021222324252627282930313233343536373839404142434445464748"
                                 "49505152535455565758596061626364656667686970717273747576777879808182838485868788899091929394959697"
                                 "9899";

static inline char *two_digits_at(char *p, guint64 value)
{
  memcpy(p, two_digits + value * 2, 2);
  return p + 2;
}

/* The first digits of a count, of which there is one at least. */
static inline char *first_digits_at(char *p, guint64 value)
{
  if (value >= 10)
    return two_digits_at(p, value);
  *p = (char)('0' + value);
  return p + 1;
}

char *nt_json_count_at(char *p, guint64 value)
{
  if (value < 100)
    return first_digits_at(p, value);
  if (value < 10000)
    return two_digits_at(first_digits_at(p, value / 100), value % 100);
  p = nt_json_count_at(p, value / 10000);
  return two_digits_at(two_digits_at(p, value % 10000 / 100), value % 100);
}

void nt_json_put_count(GString *out, guint64 value)
{
  nt_json_end(out, nt_json_count_at(nt_json_room(out, NT_JSON_COUNT), value));
}

/* As llround, without a call for what numbers mostly are. */
static guint64 rounded(double value)
{
  if (!(value < 1e15))
    return (guint64)llround(value);
  gint64 whole = (gint64)value;
  return (guint64)(whole + (value - (double)whole >= 0.5));
}

/* At most that many decimals, which `scale` has as zeros. */
static inline char *decimal_at(char *p, double value, guint decimals, guint scale)
{
  guint64 scaled = rounded(fabs(value) * scale);
  guint rest = (guint)(scaled % scale);
  if (value < 0 && scaled)
    *p++ = '-';
  p = nt_json_count_at(p, scaled / scale);
  if (!rest)
    return p;
  for (; rest % 10 == 0; rest /= 10)
    decimals--;
  *p = '.';
  for (guint i = decimals; i; i--, rest /= 10)
    p[i] = (char)('0' + rest % 10);
  return p + decimals + 1;
}

char *nt_json_number_at(char *p, double value)
{
  return decimal_at(p, value, 3, 1000);
}

void nt_json_put_number(GString *out, double value)
{
  nt_json_end(out, nt_json_number_at(nt_json_room(out, NT_JSON_NUMBER), value));
}

void nt_json_put_degrees(GString *out, double value)
{
  nt_json_end(out, decimal_at(nt_json_room(out, NT_JSON_NUMBER), value, 4, 10000));
}
