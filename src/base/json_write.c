#include "json.h"

#include <math.h>

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
  if (i + 8 > n && n >= 8) { /* the last eight, some of them again */
    guint64 w;
    memcpy(&w, p + n - 8, sizeof w);
    if (!needs_escape(w))
      return n;
  }
  while (i < n && (guchar)p[i] >= 0x20 && p[i] != '"' && p[i] != '\\')
    i++;
  return i;
}

static void put_escape(GString *out, guchar c)
{
  switch (c) {
  case '"': nt_json_put_n(out, "\\\"", 2); return;
  case '\\': nt_json_put_n(out, "\\\\", 2); return;
  case '\n': nt_json_put_n(out, "\\n", 2); return;
  case '\r': nt_json_put_n(out, "\\r", 2); return;
  case '\t': nt_json_put_n(out, "\\t", 2); return;
  default: g_string_append_printf(out, "\\u%04x", c);
  }
}

void nt_json_put_string(GString *out, NtStr text)
{
  char *p = nt_json_room(out, text.n + 2); /* nearly all have nothing to escape */
  *p++ = '"';
  for (gsize i = 0;;) {
    gsize plain = plain_prefix(text.p + i, text.n - i);
    p = nt_json_text_at(p, text.p + i, plain);
    i += plain;
    if (i == text.n)
      break;
    nt_json_end(out, p);
    put_escape(out, (guchar)text.p[i++]);
    p = nt_json_room(out, text.n - i + 2);
  }
  *p++ = '"';
  nt_json_end(out, p);
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

char *nt_json_count_at(char *p, guint64 value)
{
  char digits[NT_JSON_COUNT], *from = digits + sizeof digits;
  for (; value >= 100; value /= 100)
    from = memcpy(from - 2, two_digits + value % 100 * 2, 2);
  if (value >= 10)
    from = memcpy(from - 2, two_digits + value * 2, 2);
  else
    *--from = (char)('0' + value);
  gsize n = (gsize)(digits + sizeof digits - from);
  memcpy(p, from, n);
  return p + n;
}

void nt_json_put_count(GString *out, guint64 value)
{
  nt_json_end(out, nt_json_count_at(nt_json_room(out, NT_JSON_COUNT), value));
}

static void put_decimal(GString *out, double value, guint decimals, guint scale)
{
  guint64 scaled = (guint64)llround(fabs(value) * scale);
  if (value < 0 && scaled)
    g_string_append_c(out, '-');
  nt_json_put_count(out, scaled / scale);
  guint rest = (guint)(scaled % scale);
  if (!rest)
    return;
  char digits[8] = {'.'};
  for (guint i = decimals; i; i--, rest /= 10)
    digits[i] = (char)('0' + rest % 10);
  gsize n = decimals + 1;
  while (digits[n - 1] == '0')
    n--;
  nt_json_put_n(out, digits, n);
}

void nt_json_put_number(GString *out, double value)
{
  put_decimal(out, value, 3, 1000);
}

void nt_json_put_degrees(GString *out, double value)
{
  put_decimal(out, value, 4, 10000);
}
