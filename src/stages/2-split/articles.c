/* Where articles begin and end. Glued-on ones begin with a block of lines that a layout describes; the lead is what stands above
 * the first block. In each, the text is the run of lines with the largest sum, where running text counts for it and menus and
 * phrases of sites against it. */
#include "page.h"

#include "base/error.h"
#include "base/limits.h"

/* ---- blocks ---- */

/* Characters; of a line far too long for any question here only a part is counted. */
static guint points(NtStr s)
{
  s.n = MIN(s.n, 4000);
  guint n = 0;
  for (gsize i = 0; i < s.n; i++)
    n += (s.p[i] & 0xC0) != 0x80;
  return n;
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
         points(text) <= nt_layouts_threshold(page->layouts, NT_THRESHOLD_PUBLISHER_LINE) && text.p[0] != '-';
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

static gboolean is_numbered(const NtPage *page, guint line)
{
  NtStr text = nt_page_line(page, line);
  gsize i = 0;
  while (i < text.n && g_ascii_isdigit(text.p[i]))
    i++;
  return i && i <= 2 && i + 1 < text.n && (text.p[i] == '.' || text.p[i] == ')') && text.p[i + 1] == ' ' && is_headline(page, line);
}

static gboolean is_text(const NtPage *page, guint line)
{
  const NtLine *l = &page->lines.v[line];
  return (l->kind == NT_LINE_KIND_PROSE || l->kind == NT_LINE_KIND_SENTENCE) &&
         points(nt_page_line(page, line)) >= nt_layouts_threshold(page->layouts, NT_THRESHOLD_TEXT_LINE);
}

static gboolean part_fits(const NtPage *page, const NtLayout *layout, NtBlockPart part, guint line, NtPageArticle *a)
{
  const gsize *groups;
  switch (part) {
  case NT_BLOCK_PUBLISHER:
    a->publisher = line;
    return is_publisher(page, line);
  case NT_BLOCK_AGE:
    a->published = line;
    return page->lines.v[line].kind == NT_LINE_KIND_AGE;
  case NT_BLOCK_ECHO:
    return repeats(page, line, a->publisher);
  case NT_BLOCK_HEADLINE:
    a->headline = line;
    return is_headline(page, line);
  case NT_BLOCK_NUMBERED:
    a->headline = line;
    return is_numbered(page, line);
  case NT_BLOCK_BYLINE:
    a->byline = line;
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
  NtPageArticle a = {.first = first, .body = NT_NO_LINE, .headline = NT_NO_LINE, .publisher = NT_NO_LINE,
                     .published = NT_NO_LINE, .byline = NT_NO_LINE};
  guint line = first;
  for (guint i = 0; i < layout->n_parts; i++) {
    NtPageArticle before = a;
    if (line < page->lines.n && part_fits(page, layout, layout->parts[i], line, &a)) {
      line++;
      continue;
    }
    a = before;
    if (!layout->optional[i])
      return FALSE;
  }
  if (a.body == NT_NO_LINE)
    a.body = line;
  *found = a;
  return TRUE;
}

static gboolean find_blocks(NtPage *page, GError **error)
{
  guint n;
  const NtLayout *layouts = nt_layouts_list(page->layouts, &n);
  for (guint line = 0; line < page->lines.n; line++) {
    NtPageArticle a;
    guint i = 0;
    while (i < n && !block_at(page, &layouts[i], line, &a))
      i++;
    if (i == n)
      continue;
    if (page->articles.n == NT_LIMIT_ARTICLES_PER_PAGE) {
      g_set_error(error, NT_ERROR, NT_ERROR_LIMIT, "more than %u articles in one page", NT_LIMIT_ARTICLES_PER_PAGE);
      return FALSE;
    }
    *nt_vec_push(page->arena, &page->articles) = a;
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

/* The headline stands above the text, perhaps with a date and a byline between: of the candidates the one that another line
 * above it begins with (the page's title), or else the first. */
static guint headline_above(const NtPage *page, guint first, guint body)
{
  guint lines_up = (guint)nt_layouts_threshold(page->layouts, NT_THRESHOLD_LINES_UP), seen = 0, best = NT_NO_LINE;
  for (guint i = body; i-- > first && seen < lines_up;) {
    seen++;
    if (!is_headline(page, i))
      continue;
    NtStr text = nt_page_line(page, i);
    for (guint j = first; j < i; j++) {
      NtStr above = nt_page_line(page, j);
      if (above.n > text.n && text.n >= 20 && memcmp(above.p, text.p, text.n) == 0)
        return i;
    }
    if (page->lines.v[i].words >= 4 || best == NT_NO_LINE)
      best = i;
  }
  return best;
}

static void find_lead(NtPage *page, guint end)
{
  NtPageArticle a = {.first = 0, .end = end, .headline = NT_NO_LINE, .publisher = NT_NO_LINE, .published = NT_NO_LINE,
                     .byline = NT_NO_LINE};
  if (!nt_page_find_text(page, 0, end, &a.body, &a.body_end))
    whole_run(page, 0, end, &a.body, &a.body_end);
  a.headline = headline_above(page, 0, a.body);
  /* a text of a few short lines: its first line is the headline */
  if (a.headline == NT_NO_LINE && a.body_end - a.body > 1 && page->lines.v[a.body].kind == NT_LINE_KIND_SHORT &&
      is_headline(page, a.body)) {
    a.headline = a.body;
    a.body++;
  }
  nt_page_fill_clean(page, a.headline == NT_NO_LINE ? 0 : a.headline + 1, end, &a.body, &a.body_end);
  for (guint i = a.headline == NT_NO_LINE ? 0 : a.headline; i < a.body_end; i++) {
    if (page->lines.v[i].kind == NT_LINE_KIND_BYLINE && a.byline == NT_NO_LINE)
      a.byline = i;
    if (page->lines.v[i].kind == NT_LINE_KIND_AGE && a.published == NT_NO_LINE && i < a.body)
      a.published = i;
  }
  nt_vec_push(page->arena, &page->articles);
  memmove(page->articles.v + 1, page->articles.v, (page->articles.n - 1) * sizeof a);
  page->articles.v[0] = a;
}

static gboolean has_text(const NtPage *page, guint end)
{
  for (guint i = 0; i < end; i++)
    if (page->lines.v[i].kind == NT_LINE_KIND_PROSE)
      return TRUE;
  return FALSE;
}

gboolean nt_page_find_articles(NtPage *page, GError **error)
{
  if (!find_blocks(page, error))
    return FALSE;
  for (guint i = 0; i < page->articles.n; i++) {
    NtPageArticle *a = &page->articles.v[i];
    a->end = i + 1 < page->articles.n ? page->articles.v[i + 1].first : page->lines.n;
    nt_page_find_text(page, a->body, a->end, &a->body, &a->body_end);
    nt_page_fill_clean(page, a->body, a->end, &a->body, &a->body_end);
  }
  guint first = page->articles.n ? page->articles.v[0].first : page->lines.n;
  if (!page->articles.n || has_text(page, first))
    find_lead(page, first);
  else
    page->articles.v[0].first = 0; /* what stands above belongs to nobody else */
  return TRUE;
}
