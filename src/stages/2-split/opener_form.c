/* What a text is by its form: a name, a headline, a mark, running text. */
#include "opener_parts.h"

gboolean nt_opener_starts(NtStr s, const char *what)
{
  if (!s.n || (*s.p | 0x20) != (*what | 0x20))
    return FALSE;
  gsize n = strlen(what);
  return s.n >= n && g_ascii_strncasecmp(s.p, what, n) == 0;
}

NtSpan nt_opener_span(const NtPage *page, NtStr part)
{
  guint32 start = (guint32)(part.p - page->text.p);
  return (NtSpan){start, start + (guint32)part.n};
}

/* What marks begin with. */
static const guint8 begins_mark[256] = {['|'] = 1, ['-'] = 1, ['/'] = 1, ['>'] = 1, ['~'] = 1, [0xE2] = 1, [0xC2] = 1};

static guint known_mark_at(NtStr s, gsize i)
{
  static const char *const marks[] = {"|", "•", "·", "—", "–", "‹", "›", "»", "/ ", "- ", "~ ", ">"};
  gboolean space = i == 0 || s.p[i - 1] == ' ' || (guchar)s.p[i - 1] == 0xA0;
  for (guint k = 0; k < G_N_ELEMENTS(marks); k++) {
    gsize n = strlen(marks[k]);
    if (s.n - i >= n && memcmp(s.p + i, marks[k], n) == 0 && (space || *marks[k] == '|'))
      return (guint)n;
  }
  return 0;
}

guint nt_opener_mark(NtStr s, gsize i)
{
  return begins_mark[(guchar)s.p[i]] ? known_mark_at(s, i) : 0;
}

NtStr nt_opener_strip(NtStr s)
{
  for (gboolean again = TRUE; again;) {
    again = FALSE;
    guint length = 0;
    while (s.n && (g_ascii_isspace(*s.p) || strchr(",;:*_", *s.p)))
      s.p++, s.n--, again = TRUE;
    while (s.n && (g_ascii_isspace(s.p[s.n - 1]) || strchr(",;:*_", s.p[s.n - 1])))
      s.n--, again = TRUE;
    if (s.n && (length = nt_opener_mark(s, 0)) && length <= s.n)
      s.p += length, s.n -= length, again = TRUE;
    if (s.n >= 2 && memcmp(s.p, "\xC2\xA0", 2) == 0)
      s.p += 2, s.n -= 2, again = TRUE;
    if (s.n >= 2 && memcmp(s.p + s.n - 2, "\xC2\xA0", 2) == 0)
      s.n -= 2, again = TRUE;
    if (s.n && (s.p[s.n - 1] == '|' || (s.p[s.n - 1] == '-' && s.n > 1 && s.p[s.n - 2] == ' ')))
      s.n--, again = TRUE;
    else if (s.n >= 3 && (memcmp(s.p + s.n - 3, "—", 3) == 0 || memcmp(s.p + s.n - 3, "–", 3) == 0 || memcmp(s.p + s.n - 3, "•", 3) == 0))
      s.n -= 3, again = TRUE;
    else if (s.n >= 2 && memcmp(s.p + s.n - 2, "·", 2) == 0)
      s.n -= 2, again = TRUE;
  }
  return s;
}

#define LONGEST_NAME 60u

/* A name by its form: a few words, each with a capital but for the small ones inside. */
gboolean nt_opener_is_name(NtStr s)
{
  static const char *const small[] = {"of", "the", "and", "for", "de", "la", "le", "el", "al", "on", "in", "&", "du", "da", "do", "del", "van"};
  guint words = 0;
  if (!s.n || s.n > LONGEST_NAME || strchr(".!?:;", s.p[s.n - 1]) || memchr(s.p, ',', s.n))
    return FALSE;
  for (gsize i = 0; i < s.n;) {
    gsize end = i;
    while (end < s.n && s.p[end] != ' ')
      end++;
    guint length;
    gboolean known = FALSE;
    for (guint k = 0; words && k < G_N_ELEMENTS(small); k++)
      known |= end - i == strlen(small[k]) && memcmp(s.p + i, small[k], end - i) == 0;
    gunichar c = nt_utf8_at(s.p + i, &length);
    gboolean dotted = end - i > 4 && memchr(s.p + i, '.', end - i - 1) != NULL; /* example.com */
    gboolean number = g_unichar_isdigit(c) && (words || end < s.n);
    if (!known && !g_unichar_isupper(c) && !dotted && !number)
      return FALSE;
    words++;
    i = end;
    while (i < s.n && s.p[i] == ' ')
      i++;
  }
  return words <= NT_MOST_NAME_WORDS;
}

gboolean nt_opener_has_publisher_word(const NtPage *page, NtStr s)
{
  const NtLineWeights *weights = nt_layouts_weights(page->layouts);
  for (gsize i = 0, start = 0; i <= s.n; i++) {
    if (i < s.n && (g_ascii_isalnum(s.p[i]) || (guchar)s.p[i] >= 0x80))
      continue;
    if (i > start && nt_line_weights_word(weights, nt_line_word_hash(nt_str_n(s.p + start, i - start))) >> NT_LINE_WORD_PUBLISHER & 1)
      return TRUE;
    start = i + 1;
  }
  return FALSE;
}

gboolean nt_opener_is_text(const NtPage *page, guint line)
{
  const NtLine *l = &page->lines.v[line];
  NtStr s = nt_page_line(page, line);
  if (l->kind == NT_LINE_KIND_PROSE)
    return l->words >= 25 || l->is[NT_LINE_IS_SENTENCES] >= 2 || (l->is[NT_LINE_IS_ENDS_SENTENCE] && s.p[s.n - 1] != '?');
  return l->kind == NT_LINE_KIND_SENTENCE && l->words >= 10 && s.p[s.n - 1] != '?';
}

gsize nt_opener_number(NtStr s, const char *marks)
{
  gsize i = 0;
  while (i < s.n && g_ascii_isdigit(s.p[i]))
    i++;
  return i && i <= 2 && i + 1 < s.n && strchr(marks, s.p[i]) && s.p[i + 1] == ' ' ? i + 2 : 0;
}

gboolean nt_opener_is_headline(const NtPage *page, guint line)
{
  const NtLine *l = &page->lines.v[line];
  NtStr s = nt_page_line(page, line);
  gboolean kind = l->kind == NT_LINE_KIND_SHORT || l->kind == NT_LINE_KIND_SENTENCE || l->kind == NT_LINE_KIND_PROSE;
  return kind && l->words >= 2 && s.n <= 260 && !nt_opener_is_text(page, line) && s.p[s.n - 1] != ':';
}
