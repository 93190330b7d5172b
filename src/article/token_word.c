/* Where a word ends, and what is noted of it. Three kinds: letters and digits of ASCII; single letters with full stops, `U.S.`; and words
 * with anything beyond ASCII, which are gone through code point by code point. */
#include "token_word.h"

#include "base/utf8.h"
#include "token_chars.h"
#include "token_hash.h"

/* The next point that is seen, from `i` on; 0 at the end. */
static gunichar next_seen(const char *p, gsize i, gsize n)
{
  while (i < n) {
    guint length;
    gunichar c = nt_utf8_at(p + i, &length);
    if (!nt_is_unseen(c))
      return c;
    i += length;
  }
  return 0;
}

/* Whether a word goes on over the point at `i`, which nobody sees: `Frank-furt`, where a line may end. Not from a small letter to a
 * capital, where it stands for a hyphen or a space: `Al-Qaeda`. */
static gboolean goes_on_unseen(const char *p, gsize i, gsize n, gunichar before)
{
  gunichar next = next_seen(p, i, n);
  return next && nt_is_word_point(next) && !nt_is_word_alone(next) && !(g_unichar_islower(before) && g_unichar_isupper(next));
}

/* `Putin¹`: the number of a footnote is no part of the word. */
static gboolean is_footnote(gunichar c)
{
  return c == 0xB9 || c == 0xB2 || c == 0xB3 || (c >= 0x2070 && c <= 0x2079);
}

/* A word of ASCII letters and digits that starts at `i`; its end. */
static gsize scan_ascii(const char *p, gsize i, gsize n, guint *upper, guint *lower)
{
  guint u = 0, l = 0;
  for (; i < n && nt_is_word_byte(p[i]); i++) {
    u += nt_byte_class(p[i]) == NT_BYTE_UPPER;
    l += nt_byte_class(p[i]) == NT_BYTE_LOWER;
  }
  *upper = u;
  *lower = l;
  return i;
}

/* Single letters with full stops, `U.S.`, `J.R.R.`: the end of the run that starts with the letter at `i`, or 0. */
static gsize scan_dotted(const char *p, gsize i, gsize n)
{
  gsize at = i;
  guint letters = 0;
  while (at + 1 < n && g_ascii_isalpha(p[at]) && p[at + 1] == '.') {
    letters++;
    at += 2;
  }
  if (at < n && g_ascii_isalpha(p[at]) && (at + 1 == n || !nt_is_word_byte(p[at + 1])) && letters) {
    letters++;
    at++;
  } else if (at < n && (nt_is_word_byte(p[at]) || !nt_ends_ascii_word(p + at, n - at))) {
    return 0;
  }
  return letters >= 2 ? at : 0;
}

static NtToken dotted_word(NtStr text, gsize start, gsize end)
{
  char letters[64];
  gsize used = 0;
  gboolean lower = FALSE;
  for (gsize i = start; i < end && used < sizeof letters; i++)
    if (text.p[i] != '.') {
      lower |= g_ascii_islower(text.p[i]);
      letters[used++] = text.p[i];
    }
  return (NtToken){
    .hash = nt_token_hash_ascii(letters, used, letters + sizeof letters),
    .start = (guint32)start,
    .end = (guint32)end,
    .shape = lower ? NT_SHAPE_LOWER : NT_SHAPE_UPPER,
    .flags = NT_TOKEN_DOTTED | NT_TOKEN_ASCII | NT_TOKEN_ABBREVIATION,
  };
}

/* All code points below it stand for themselves in composed text. */
#define FIRST_TO_COMPOSE 0x300u

static guint8 class_of_type(GUnicodeType type)
{
  switch (type) {
  case G_UNICODE_LOWERCASE_LETTER:
    return NT_BYTE_LOWER;
  case G_UNICODE_UPPERCASE_LETTER: case G_UNICODE_TITLECASE_LETTER:
    return NT_BYTE_UPPER;
  case G_UNICODE_DECIMAL_NUMBER:
    return NT_BYTE_DIGIT;
  default:
    return NT_BYTE_OTHER;
  }
}

/* A word with something beyond ASCII in it. */
static NtToken other_word(NtStr text, gsize start)
{
  gsize i = start;
  guint points = 0;
  gunichar highest = 0, last = 0;
  guint8 first = NT_BYTE_OTHER;
  gboolean small = FALSE, capital = FALSE;
  while (i < text.n) {
    guint length;
    gunichar c = nt_utf8_at(text.p + i, &length);
    gboolean alone = nt_is_word_alone(c);
    if (points && nt_is_unseen(c) && goes_on_unseen(text.p, i, text.n, last)) {
      i += length;
      continue;
    }
    if (!nt_is_word_point(c) || (points && alone && !g_unichar_ismark(c)) || (points && is_footnote(c)))
      break;
    guint8 class = class_of_type(g_unichar_type(c));
    if (!points)
      first = class;
    small |= class == NT_BYTE_LOWER;
    capital |= points && class == NT_BYTE_UPPER;
    last = c;
    highest = MAX(highest, c);
    points++;
    i += length;
    if (points == 1 && alone) {
      while (i < text.n && g_unichar_ismark(c = nt_utf8_at(text.p + i, &length))) {
        highest = MAX(highest, c);
        i += length;
      }
      break;
    }
  }
  return (NtToken){
    .hash = nt_token_hash(nt_str_n(text.p + start, i - start), highest < FIRST_TO_COMPOSE),
    .start = (guint32)start,
    .end = (guint32)i,
    .shape = nt_token_shape(first, small, capital),
  };
}

NtToken nt_token_at(NtStr text, gsize start)
{
  const char *p = text.p;
  guint upper, lower;
  if ((guchar)p[start] >= 0x80)
    return other_word(text, start);
  gsize end = scan_ascii(p, start, text.n, &upper, &lower);
  if (end < text.n && (guchar)p[end] >= 0x80) {
    guint length;
    gunichar c = nt_utf8_at(p + end, &length);
    if (nt_is_unseen(c) ? goes_on_unseen(p, end, text.n, (guchar)p[end - 1]) : nt_is_word_point(c) && !nt_is_word_alone(c) && !is_footnote(c))
      return other_word(text, start);
  }
  if (end == start + 1 && upper + lower == 1 && end < text.n && p[end] == '.') {
    gsize dotted = scan_dotted(p, start, text.n);
    if (dotted)
      return dotted_word(text, start, dotted);
  }
  guint8 first = nt_byte_class(p[start]);
  return (NtToken){
    .hash = nt_token_hash_ascii(p + start, end - start, p + text.n),
    .start = (guint32)start,
    .end = (guint32)end,
    .shape = nt_token_shape(first, lower > 0, upper > (first == NT_BYTE_UPPER)),
    .flags = NT_TOKEN_ASCII,
  };
}
