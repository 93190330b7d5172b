/* Going up from a text: each line is taken for a date, a byline, a source or stays open; of the open lines one is the headline and
 * perhaps one the publisher. */
#include "opener_parts.h"

#include "article/dates.h"

#define LINES_UP 8u
#define MOST_OPEN 3u

static gboolean is_rule_line(NtStr s)
{
  for (gsize i = 0; i < s.n; i++)
    if (!strchr("-=*_~#+ .", s.p[i]) && (guchar)s.p[i] < 0x80)
      return FALSE;
  return s.n >= 3 && strchr("-=*_~#+.\xE2", *s.p) && !g_unichar_isalpha(g_utf8_get_char(s.p));
}

static double like_headline(const NtPage *page, guint line)
{
  const NtLine *l = &page->lines.v[line];
  return (l->words >= 4) + (l->words >= 6) + (l->is[NT_LINE_IS_SMALL] >= 30) + 0.5 * (l->is[NT_LINE_IS_FUNCTION] > 0) - (l->words < 3);
}

static double like_publisher(const NtPage *page, guint line)
{
  NtStr s = nt_page_line(page, line);
  if (!nt_opener_is_name(s))
    return -9;
  return 1 + 2 * nt_opener_has_publisher_word(page, s) + 0.5 * (page->lines.v[line].words <= 3);
}

/* Which of the open lines, from the text up, is the headline and which the publisher. */
static void assign(const NtPage *page, const guint *open, guint n, NtOpener *o)
{
  gboolean named = o->publisher.start < o->publisher.end;
  double best = -99;
  guint publisher = NT_NO_LINE;
  for (guint h = 0; h < n; h++) {
    if (!nt_opener_is_headline(page, open[h]))
      continue;
    double alone = like_headline(page, open[h]) + 0.1 * h;
    if (alone > best) {
      best = alone;
      o->headline_line = open[h];
      publisher = NT_NO_LINE;
    }
    for (guint p = 0; !named && p < n; p++) {
      double both = like_headline(page, open[h]) + like_publisher(page, open[p]);
      if (p != h && both > best + 0.5) {
        best = both;
        o->headline_line = open[h];
        publisher = open[p];
      }
    }
  }
  if (o->headline_line != NT_NO_LINE && page->lines.v[o->headline_line].words < 4 &&
      nt_opener_is_name(nt_page_line(page, o->headline_line)))
    o->headline_line = NT_NO_LINE; /* somebody's comment */
  if (publisher != NT_NO_LINE) {
    o->publisher = page->lines.v[publisher].span;
    o->signs |= NT_SIGN(NAME);
    if (nt_opener_has_publisher_word(page, nt_page_line(page, publisher)))
      o->signs |= NT_SIGN(PUBLISHER_WORD);
  }
}

static void look_above(const NtPage *page, guint text, NtOpener *o)
{
  guint open[MOST_OPEN], n = 0, dates = 0, skipped = 0;
  *o = (NtOpener){.first = text, .text = text, .headline_line = NT_NO_LINE, .byline_line = NT_NO_LINE};
  for (guint i = text; i-- > 0 && text - i <= LINES_UP;) {
    const NtLine *l = &page->lines.v[i];
    NtStr s = nt_page_line(page, i);
    guint before = o->signs;
    NtSpan of_above;
    if (n && l->blanks < page->lines.v[i + 1].blanks && i > 0 && nt_opener_is_text(page, i - 1) && nt_opener_label(page, i, &of_above))
      break; /* `Source: The Post` right below the text above */
    if (l->kind == NT_LINE_KIND_END)
      o->signs |= n ? NT_SIGN(BEHIND_END) : 0;
    if (nt_opener_is_text(page, i) || l->kind == NT_LINE_KIND_END)
      break;
    if (is_rule_line(s)) {
      if (!n)
        return;
      o->signs |= NT_SIGN(RULE);
      o->first = i;
      break;
    }
    gboolean labelled = l->kind == NT_LINE_KIND_FURNITURE && nt_opener_read_label(page, s, o);
    if (!labelled && (l->kind == NT_LINE_KIND_FURNITURE || l->kind == NT_LINE_KIND_CAPTION)) {
      if (n || ++skipped > 3)
        break;
      continue;
    }
    gboolean known = labelled || nt_opener_read_source(page, s, l->kind == NT_LINE_KIND_BYLINE, o);
    if (o->signs & ~before & NT_SIGN(BYLINE))
      o->byline_line = i;
    if (!known && l->kind == NT_LINE_KIND_AGE) {
      o->published = o->published.start == o->published.end ? l->span : o->published;
      o->signs |= NT_SIGN(DATE);
      known = TRUE;
    }
    dates += known && nt_date_is_whole(nt_opener_strip(s));
    if (dates > 2)
      return; /* a list of dates */
    if (!known) {
      if (n == MOST_OPEN || l->is[NT_LINE_IS_WORDS] > 45)
        break;
      open[n++] = i;
    } else if (n && skipped) {
      break;
    }
    o->first = i;
    if (l->blanks >= 2) {
      if (n)
        o->signs |= NT_SIGN(SPACE);
      if (n)
        break;
    }
  }
  assign(page, open, n, o);
  if (o->headline_line != NT_NO_LINE)
    nt_opener_read_headline(page, o);
}

gboolean nt_opener_above(NtPage *page, guint text, NtOpener *o)
{
  guint i = page->openers.n; /* asked for from top to bottom, but for the lead's */
  while (i && page->openers.v[i - 1]->text > text)
    i--;
  if (i && page->openers.v[i - 1]->text == text) {
    *o = *page->openers.v[i - 1];
  } else {
    look_above(page, text, o);
    NtOpener *known = nt_arena_new_array(page->arena, NtOpener, 1);
    *known = *o;
    *nt_vec_push(page->arena, &page->openers) = known;
  }
  return o->headline_line != NT_NO_LINE;
}
