/* Where articles begin and end. Glued-on ones begin with a block of lines that a layout describes, or with lines that open an article
 * by their structure (openers.c); the lead is what stands above the first of them. In each, text.c finds the text. */
#include "openers.h"

#include "base/error.h"
#include "base/limits.h"

/* ---- blocks ---- */

/* Characters; of a line far too long for any question here only a part is counted. */
static guint points(NtStr s)
{
  return nt_utf8_points(s.p, MIN(s.n, 4000));
}

static gboolean is_headline(const NtPage *page, guint line)
{
  const NtLine *l = &page->lines.v[line];
  gboolean kind = l->kind == NT_LINE_KIND_SHORT || l->kind == NT_LINE_KIND_SENTENCE || l->kind == NT_LINE_KIND_PROSE;
  return kind && l->words >= 2 && points(nt_page_line(page, line)) <= nt_layouts_threshold(page->layouts, NT_THRESHOLD_HEADLINE_LINE);
}

static gboolean is_publisher(const NtPage *page, guint line)
{
  const NtLine *l = &page->lines.v[line];
  NtStr text = nt_page_line(page, line);
  return (l->kind == NT_LINE_KIND_SHORT || l->kind == NT_LINE_KIND_SENTENCE) && l->words <= 8 &&
         points(text) <= nt_layouts_threshold(page->layouts, NT_THRESHOLD_PUBLISHER_LINE) && text.p[0] != '-' && nt_opener_is_name(text);
}

/* `- Publisher`, or the name alone once more. */
static gboolean repeats(const NtPage *page, guint line, guint publisher)
{
  NtStr text = nt_page_line(page, line);
  if (publisher == NT_NO_LINE)
    return text.n > 2 && text.p[0] == '-' && text.p[1] == ' ';
  gsize i = 0;
  while (i < text.n && strchr("-–— ", text.p[i]))
    i++;
  return nt_str_equal(nt_str_n(text.p + i, text.n - i), nt_page_line(page, publisher));
}

/* Bytes of the number before a headline, with the white space behind it: `7. `; 0 where it has none. */
static guint32 number_before(const NtPage *page, guint line)
{
  NtStr text = nt_page_line(page, line);
  gsize i = nt_opener_number(text, ".)");
  if (!i || !is_headline(page, line))
    return 0;
  while (i < text.n && text.p[i] == ' ')
    i++;
  return (guint32)i;
}

static gboolean is_sentence(const NtLine *l)
{
  return l->kind == NT_LINE_KIND_PROSE || l->kind == NT_LINE_KIND_SENTENCE;
}

static gboolean is_text(const NtPage *page, guint line)
{
  return is_sentence(&page->lines.v[line]) &&
         points(nt_page_line(page, line)) >= nt_layouts_threshold(page->layouts, NT_THRESHOLD_TEXT_LINE);
}

/* Without the number in front. */
static void set_headline(const NtPage *page, NtPageArticle *a, guint line)
{
  a->headline_line = line;
  a->headline = page->lines.v[line].span;
  a->headline.start += number_before(page, line);
}

static gboolean part_fits(const NtPage *page, const NtLayout *layout, NtBlockPart part, guint line, guint *publisher, NtPageArticle *a)
{
  const gsize *groups;
  switch (part) {
  case NT_BLOCK_PUBLISHER:
    a->publisher = page->lines.v[line].span;
    *publisher = line;
    return is_publisher(page, line);
  case NT_BLOCK_AGE:
    a->published = page->lines.v[line].span;
    return page->lines.v[line].kind == NT_LINE_KIND_AGE;
  case NT_BLOCK_ECHO:
    return repeats(page, line, *publisher);
  case NT_BLOCK_HEADLINE:
    set_headline(page, a, line);
    return is_headline(page, line) && nt_opener_is_headline(page, line);
  case NT_BLOCK_NUMBERED:
    set_headline(page, a, line);
    return number_before(page, line) > 0;
  case NT_BLOCK_BYLINE:
    a->byline_line = line;
    a->byline = page->lines.v[line].span;
    return page->lines.v[line].kind == NT_LINE_KIND_BYLINE;
  case NT_BLOCK_MARKER:
    return nt_regex_match(layout->marker, page->room, nt_page_line(page, line), 0, NULL, NULL, &groups) == NT_REGEX_YES;
  case NT_BLOCK_TEXT:
    a->body = line;
    return is_text(page, line);
  case NT_N_BLOCK_PARTS:
    break;
  }
  return FALSE;
}

static gboolean block_at(const NtPage *page, const NtLayout *layout, guint first, NtPageArticle *found)
{
  NtPageArticle a = {.first = first, .body = NT_NO_LINE, .headline_line = NT_NO_LINE, .byline_line = NT_NO_LINE};
  guint line = first, publisher = NT_NO_LINE;
  for (guint i = 0; i < layout->n_parts; i++) {
    NtPageArticle before = a;
    if (line < page->lines.n && part_fits(page, layout, layout->parts[i], line, &publisher, &a)) {
      line++;
      continue;
    }
    a = before;
    if (!layout->optional[i])
      return FALSE;
  }
  if (a.body == NT_NO_LINE)
    a.body = line;
  if (nt_span_is_empty(a.publisher))
    nt_opener_part_headline(page, !nt_span_is_empty(a.published), &a.headline, &a.publisher);
  *found = a;
  return TRUE;
}

static gboolean add_article(NtPage *page, NtPageArticle a, GError **error)
{
  if (page->articles.n == NT_LIMIT_ARTICLES_PER_PAGE) {
    g_set_error(error, NT_ERROR, NT_ERROR_LIMIT, "more than %u articles in one page", NT_LIMIT_ARTICLES_PER_PAGE);
    return FALSE;
  }
  *nt_vec_push(page->arena, &page->articles) = a;
  return TRUE;
}

/* Whether an article stands above line `end`, and not a notice or two of the site. */
static gboolean has_text(NtPage *page, guint end)
{
  guint body, body_end, words = 0;
  if (!nt_page_find_text(page, 0, end, &body, &body_end))
    return FALSE;
  for (guint i = body; i < body_end; i++)
    words += page->lines.v[i].text ? page->lines.v[i].words : 0;
  return words >= nt_layouts_threshold(page->layouts, NT_THRESHOLD_LEAD_WORDS);
}

static gboolean tells_source(const NtPageArticle *a)
{
  return !nt_span_is_empty(a->publisher) || !nt_span_is_empty(a->published) || !nt_span_is_empty(a->byline);
}

/* Whether lines stand above the article, or between its headline and its text. */
static gboolean leaves_out(const NtPageArticle *a, guint line)
{
  return line > 0 || a->body > line + 1;
}

static gboolean is_clean(NtPage *page)
{
  guint body, body_end;
  return nt_page_find_text(page, 0, page->lines.n, &body, &body_end) && nt_page_is_clean(page, 0, page->lines.n, NT_THRESHOLD_CLEAN_LEAD);
}

#define ITEM_HEADLINE_WORDS 4u /* a publisher has fewer */

/* A line, a blank one, and all else in one block: an item of a wire, however many lines of figures stand above its sentences. */
static gboolean heads_a_block(const NtPage *page, guint first, guint body)
{
  if (page->has_furniture || body < first + 2 || !page->lines.v[first + 1].blanks || page->lines.v[first].words < ITEM_HEADLINE_WORDS || !is_headline(page, first))
    return FALSE;
  for (guint i = first + 2; i <= body; i++)
    if (page->lines.v[i].blanks)
      return FALSE;
  return TRUE;
}

static gboolean find_blocks(NtPage *page, GError **error)
{
  guint n, next = 0, n_openers;
  const NtLayout *layouts = nt_layouts_list(page->layouts, &n);
  NtOpener *openers = nt_openers_find(page, &n_openers);
  for (guint line = 0; line < page->lines.n; line++) {
    NtPageArticle a;
    guint i = 0;
    while (i < n && !block_at(page, &layouts[i], line, &a))
      i++;
    while (next < n_openers && openers[next].first < line)
      next++;
    if (i == n && next < n_openers && openers[next].first == line) {
      const NtOpener *o = &openers[next];
      a = (NtPageArticle){.first = line, .body = o->text, .headline_line = o->headline_line, .byline_line = o->byline_line,
                          .headline = o->headline, .publisher = o->publisher, .published = o->published, .byline = o->byline};
      /* The headline of a text that was not scraped, or a heading near its head: find_lead knows more of both. */
      if (!page->articles.n && leaves_out(&a, line) && ((!tells_source(&a) && !has_text(page, line) && is_clean(page)) || heads_a_block(page, 0, a.body)))
        continue;
    } else if (i == n) {
      continue;
    }
    if (!add_article(page, a, error))
      return FALSE;
    line = MAX(line, a.body);
  }
  return TRUE;
}

/* ---- text ---- */

/* Short text without a single long line: all that is no furniture. */
static void whole_run(NtPage *page, guint first, guint end, guint *start, guint *stop)
{
  *start = *stop = NT_NO_LINE;
  for (guint i = first; i < end; i++) {
    NtLineKind kind = page->lines.v[i].kind;
    if (kind == NT_LINE_KIND_FURNITURE || kind == NT_LINE_KIND_END || kind == NT_LINE_KIND_AGE)
      continue;
    page->lines.v[i].text = TRUE;
    if (*start == NT_NO_LINE)
      *start = i;
    *stop = i + 1;
  }
  if (*start == NT_NO_LINE)
    *start = *stop = first;
}

/* How far above the text a line that repeats the page's title may stand. */
#define TITLE_LINES_UP 40u

/* The headline stands above the text, perhaps with a date, a byline and links to share it between: the line next to the text that says
 * again what the page begins with, or else the uppermost of the lines near the text that may be one. */
static guint headline_above(const NtPage *page, guint first, guint body)
{
  guint lines_up = (guint)nt_layouts_threshold(page->layouts, NT_THRESHOLD_LINES_UP), best = NT_NO_LINE;
  for (guint i = body; i-- > first + 1 && body - i <= TITLE_LINES_UP;) {
    const NtLine *l = &page->lines.v[i];
    if (l->is[NT_LINE_IS_TITLE] >= 3 && l->is[NT_LINE_IS_TITLE] * 2u >= l->words && is_headline(page, i))
      return i;
  }
  if (heads_a_block(page, first, body))
    return first;
  for (guint i = body; i-- > first && body - i <= lines_up;)
    if (is_headline(page, i) && (page->lines.v[i].words >= 4 || best == NT_NO_LINE))
      best = i;
  return best;
}

/* `Headline | The Post` as the page's first line, as browsers show it. */
static void publisher_of_title(const NtPage *page, NtPageArticle *a)
{
  NtSpan title = page->lines.v[0].span, publisher;
  NtStr first = nt_span_of(title, page->text), headline = nt_span_of(a->headline, page->text);
  if (a->headline.start > title.start && headline.n && headline.n < first.n && memcmp(first.p, headline.p, headline.n) == 0 &&
      nt_opener_part_headline(page, TRUE, &title, &publisher) && title.end - title.start == headline.n)
    a->publisher = publisher;
}

/* What was taken for text is a heading or two, and sentences stand beside it: a title that looks like text, above a story of a line. */
static gboolean misses_sentences(const NtPage *page, guint end, guint body, guint body_end)
{
  gboolean sentences = FALSE;
  for (guint i = 0; i < end; i++) {
    const NtLine *l = &page->lines.v[i];
    if (l->text && i >= body && i < body_end && is_sentence(l))
      return FALSE;
    sentences |= is_sentence(l);
  }
  return sentences;
}

static void find_lead(NtPage *page, guint end)
{
  NtPageArticle a = {.first = 0, .end = end, .headline_line = NT_NO_LINE, .byline_line = NT_NO_LINE};
  if (!nt_page_find_text(page, 0, end, &a.body, &a.body_end) || misses_sentences(page, end, a.body, a.body_end))
    whole_run(page, 0, end, &a.body, &a.body_end);
  guint headline = headline_above(page, 0, a.body);
  /* a text of a few short lines: its first line is the headline */
  if (headline == NT_NO_LINE && a.body_end - a.body > 1 && page->lines.v[a.body].kind == NT_LINE_KIND_SHORT &&
      is_headline(page, a.body))
    headline = a.body++;
  if (headline != NT_NO_LINE)
    set_headline(page, &a, headline);
  guint from = headline == NT_NO_LINE ? 0 : headline + 1;
  nt_page_fill_clean(page, from, end, &a.body, &a.body_end);
  for (guint i = from; i < a.body_end; i++) {
    const NtLine *l = &page->lines.v[i];
    if (l->kind == NT_LINE_KIND_BYLINE && nt_span_is_empty(a.byline)) {
      a.byline_line = i;
      a.byline = l->span;
    }
    if (l->kind == NT_LINE_KIND_AGE && nt_span_is_empty(a.published) && i < a.body)
      a.published = l->span;
  }
  NtOpener o; /* what its lines say of the source */
  if (nt_opener_above(page, a.body, &o) && o.headline_line == a.headline_line) {
    a.headline = o.headline;
    gboolean told = o.signs & (NT_SIGN(SOURCE) | NT_SIGN(ECHO) | NT_SIGN(LABEL) | NT_SIGN(PUBLISHER_WORD));
    a.publisher = told ? o.publisher : (NtSpan){0};
    a.published = nt_span_is_empty(o.published) ? a.published : o.published;
    a.byline = nt_span_is_empty(o.byline) ? a.byline : o.byline;
    a.byline_line = o.byline_line == NT_NO_LINE ? a.byline_line : o.byline_line;
  }
  if (nt_span_is_empty(a.publisher) && page->lines.n)
    publisher_of_title(page, &a);
  nt_vec_push(page->arena, &page->articles);
  memmove(page->articles.v + 1, page->articles.v, (page->articles.n - 1) * sizeof a);
  page->articles.v[0] = a;
}

#define LABEL_LINES 4u /* behind the text */

/* `Source: The Post` below the text. */
static void publisher_below(const NtPage *page, NtPageArticle *a)
{
  guint last = a->end > a->body + 1 ? a->end - 1 : a->body;
  for (guint i = a->body_end > a->body + 1 ? a->body_end - 1 : a->body_end; i <= last && i < a->body_end + LABEL_LINES; i++)
    if (nt_span_is_empty(a->publisher) && i < a->end && nt_opener_label(page, i, &a->publisher))
      page->lines.v[i].text = FALSE;
}

gboolean nt_page_find_articles(NtPage *page, GError **error)
{
  if (!find_blocks(page, error))
    return FALSE;
  for (guint i = 0; i < page->articles.n; i++) {
    NtPageArticle *a = &page->articles.v[i];
    a->end = i + 1 < page->articles.n ? page->articles.v[i + 1].first : page->lines.n;
    guint from = a->body;
    nt_page_find_text(page, from, a->end, &a->body, &a->body_end);
    nt_page_fill_clean(page, from, a->end, &a->body, &a->body_end);
  }
  guint first = page->articles.n ? page->articles.v[0].first : page->lines.n;
  if (!page->articles.n || has_text(page, first))
    find_lead(page, first);
  else
    page->articles.v[0].first = 0; /* what stands above belongs to nobody else */
  for (guint i = 0; i < page->articles.n; i++)
    publisher_below(page, &page->articles.v[i]);
  return TRUE;
}
