/* Where a glued-on article begins, told by structure: a line of text with short lines above it that say where it comes from. Going up
 * from the text, each line is taken for a date, a byline, a source (`The Post | 3 May 2026`, `- The Post`, `Source: The Post`) or stays
 * open; of the open lines one is the headline and perhaps one the publisher. Each such sign counts; that other openers of the page have
 * the same signs counts too, and what sums up to enough opens an article. */
#include "opener_parts.h"

static gboolean has_dateline(const NtPage *page, guint line)
{
  NtStr place;
  return nt_layouts_dateline(page->layouts, page->room, nt_page_line(page, line), &place) > 0;
}

/* Which signs make two openers alike: not what one of many may lack. */
#define SHAPE (~(NT_SIGN(SPACE) | NT_SIGN(RULE) | NT_SIGN(BEHIND_END) | NT_SIGN(PUBLISHER_WORD) | NT_SIGN(DATELINE)))

static double weigh(const NtPage *page, const NtOpener *openers, guint n, guint at)
{
  const NtOpener *o = &openers[at];
  double sum = 0;
  guint alike = 0;
  for (guint sign = 0; sign < NT_N_OPENER_SIGNS; sign++)
    if (o->signs >> sign & 1)
      sum += nt_layouts_opener(page->layouts, (NtOpenerSign)sign);
  /* On a page of one line any short sentence before a long one is alike any other. */
  gboolean bare = !o->signs && page->lines.v[o->text].set == NT_LINE_SET_PIECES;
  for (guint i = at > 20 ? at - 20 : 0; !bare && i < n && i < at + 20; i++)
    alike += i != at && ((openers[i].signs ^ o->signs) & SHAPE) == 0 && (!o->number || openers[i].number != o->number);
  sum += alike ? nt_layouts_opener(page->layouts, NT_SIGN_AGAIN) : 0;
  sum += alike >= 2 ? nt_layouts_opener(page->layouts, NT_SIGN_OFTEN) : 0;
  gboolean first_alike = ((openers[0].signs ^ o->signs) & SHAPE) == 0 && openers[0].first == 0;
  return sum + (first_alike && alike ? nt_layouts_opener(page->layouts, NT_SIGN_FROM_TOP) : 0);
}

/* Words of text below opener `at`, down to the next. */
static guint words_below(NtPage *page, const NtOpener *openers, guint n, guint at)
{
  guint body, body_end, words = 0, end = at + 1 < n ? openers[at + 1].first : page->lines.n;
  if (nt_page_find_text(page, openers[at].text, end, &body, &body_end))
    for (guint i = body; i < body_end; i++)
      words += page->lines.v[i].text ? page->lines.v[i].words : 0;
  return words;
}

/* Inside the text of an article headings stand too: there, something must say where the article comes from, or else much more. */
#define SOURCE_SIGNS \
  (NT_SIGN(DATE) | NT_SIGN(BYLINE) | NT_SIGN(SOURCE) | NT_SIGN(ECHO) | NT_SIGN(LABEL) | NT_SIGN(DATELINE))

NtOpener *nt_openers_find(NtPage *page, guint *n)
{
  NT_VEC(NtOpener) found = {0};
  guint body, body_end, kept = 0, last = 0;
  for (guint i = 1; i < page->lines.n; i++) {
    NtOpener o;
    if (!nt_opener_is_text(page, i) || nt_opener_is_text(page, i - 1) || !nt_opener_above(page, i, &o))
      continue;
    if (has_dateline(page, i))
      o.signs |= NT_SIGN(DATELINE);
    *nt_vec_push(page->arena, &found) = o;
  }
  gboolean has_body = nt_page_find_text(page, 0, page->lines.n, &body, &body_end);
  for (guint i = 0; i < found.n; i++)
    found.v[i].sum = weigh(page, found.v, found.n, i);
  for (guint i = 0; i < found.n; i++) {
    gboolean inside = has_body && found.v[i].text > body && found.v[i].text < body_end && !(found.v[i].signs & SOURCE_SIGNS);
    double least = nt_layouts_threshold(page->layouts, inside ? NT_THRESHOLD_OPENER_INSIDE : NT_THRESHOLD_OPENER);
    if (found.v[i].sum >= least)
      found.v[kept++] = found.v[i];
  }
  for (guint i = 0; i < kept; i++)
    if (words_below(page, found.v, kept, i) >= nt_layouts_threshold(page->layouts, NT_THRESHOLD_ARTICLE_WORDS))
      found.v[last++] = found.v[i];
  *n = last;
  return found.v;
}
