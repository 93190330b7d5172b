/* The line of the headline: number or bullet, label, publisher and date are taken off. */
#include "opener_parts.h"

#include "article/dates.h"

/* The number or bullet before a headline: bytes of it with the space behind; `*numbered` where it is a number. */
static gsize prefix_of(NtStr s, gboolean *numbered)
{
  static const char *const bullets[] = {"* ", "• ", "- ", "– ", "— ", "▪ ", "■ ", "● ", "► ", "▶ ", "→ ", "> ", ">> ", "» ", "# ", "## ", "### "};
  gsize i = nt_opener_number(s, ".):");
  *numbered = i > 0;
  if (i)
    return i;
  if (s.n > 3 && s.p[0] == '(' && g_ascii_isdigit(s.p[1])) {
    i = 1;
    while (i < s.n && g_ascii_isdigit(s.p[i]))
      i++;
    if (i <= 3 && i + 1 < s.n && s.p[i] == ')' && s.p[i + 1] == ' ') {
      *numbered = TRUE;
      return i + 2;
    }
  }
  for (guint k = 0; k < G_N_ELEMENTS(bullets); k++)
    if (s.n > strlen(bullets[k]) && memcmp(s.p, bullets[k], strlen(bullets[k])) == 0)
      return strlen(bullets[k]);
  return 0;
}

static gboolean is_publisher_behind(const NtPage *page, NtStr s, gboolean dated)
{
  return nt_opener_is_name(s) && (dated || nt_opener_has_publisher_word(page, s));
}

gboolean nt_opener_part_headline(const NtPage *page, gboolean dated, NtSpan *headline, NtSpan *publisher)
{
  NtStr s = nt_span_of(*headline, page->text), head = {0}, tail = {0};
  const char *open = s.n > 12 && s.p[s.n - 1] == ')' ? g_strrstr_len(s.p, (gssize)s.n, "(") : NULL;
  if (open && open > s.p + 10) {
    head = nt_str_n(s.p, (gsize)(open - s.p));
    tail = nt_str_n(open + 1, s.n - head.n - 2);
  }
  for (gsize i = s.n; !open && !head.n && i-- > 12;) {
    guint mark = nt_opener_mark(s, i);
    if (mark && i + mark < s.n) {
      head = nt_str_n(s.p, i);
      tail = nt_str_n(s.p + i + mark, s.n - i - mark);
    }
  }
  if (!head.n || !is_publisher_behind(page, tail = nt_opener_strip(tail), dated))
    return FALSE;
  *headline = nt_opener_span(page, nt_opener_strip(head));
  *publisher = nt_opener_span(page, tail);
  return TRUE;
}

/* `=== Headline ===`, `Title: Headline`, `[The Post] Headline`, `3 May 2026 - Headline`. */
static void trim_headline(const NtPage *page, NtOpener *o)
{
  guint n_labels;
  const char *const *labels = nt_layouts_labels(page->layouts, NT_LABEL_HEADLINE, &n_labels);
  NtStr s = nt_span_of(o->headline, page->text);
  while (s.n > 4 && strchr("=*_#~ ", *s.p))
    s.p++, s.n--;
  while (s.n > 4 && strchr("=*_#~ ", s.p[s.n - 1]))
    s.n--;
  for (guint k = 0; k < n_labels; k++)
    if (nt_opener_starts(s, labels[k]) && s.n > 20)
      s = nt_opener_strip(nt_str_n(s.p + strlen(labels[k]), s.n - strlen(labels[k])));
  const char *close = *s.p == '[' ? memchr(s.p, ']', s.n) : NULL;
  if (close && s.n - (gsize)(close - s.p) > 12 && nt_opener_is_name(nt_str_n(s.p + 1, (gsize)(close - s.p) - 1))) {
    o->publisher = nt_span_is_empty(o->publisher) ? nt_opener_span(page, nt_str_n(s.p + 1, (gsize)(close - s.p) - 1)) : o->publisher;
    o->signs |= NT_SIGN(LABEL);
    s = nt_opener_strip(nt_str_n(close + 1, s.n - (gsize)(close - s.p) - 1));
  }
  for (gsize i = 4; i < MIN(s.n, 40); i++) {
    guint mark = nt_opener_mark(s, i);
    NtStr date = mark ? nt_opener_strip(nt_str_n(s.p, i)) : (NtStr){0};
    if (!mark || !nt_date_is_whole(date) || s.n - i < 12)
      continue;
    o->published = nt_span_is_empty(o->published) ? nt_opener_span(page, date) : o->published;
    o->signs |= NT_SIGN(DATE);
    s = nt_opener_strip(nt_str_n(s.p + i, s.n - i));
    break;
  }
  o->headline = nt_opener_span(page, s);
}

void nt_opener_read_headline(const NtPage *page, NtOpener *o)
{
  NtLine *l = &page->lines.v[o->headline_line];
  NtStr s = nt_page_line(page, o->headline_line);
  gboolean numbered;
  gsize prefix = prefix_of(s, &numbered);
  o->headline = l->span;
  o->headline.start += (guint32)prefix;
  if (numbered) {
    o->signs |= NT_SIGN(NUMBERED);
    o->number = (guint)g_ascii_strtoull(s.p + (*s.p == '('), NULL, 10);
  } else if (prefix) {
    o->signs |= NT_SIGN(BULLET);
  }
  trim_headline(page, o);
  if (l->words >= 4 && l->is[NT_LINE_IS_CAPITALS] >= 60)
    o->signs |= NT_SIGN(CAPITALS);
  gboolean dated = (o->signs & (NT_SIGN(DATE) | NT_SIGN(BYLINE))) != 0;
  if (nt_span_is_empty(o->publisher) && nt_opener_part_headline(page, dated, &o->headline, &o->publisher))
    o->signs |= NT_SIGN(SOURCE);
}
