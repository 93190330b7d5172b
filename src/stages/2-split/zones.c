#include "page.h"

typedef struct {
  NtPage *page;
  const NtPageArticle *article;
  GArray *zones;
} Zoner;

/* Lines of one kind in a row are one zone. */
static void add(Zoner *z, NtZoneKind kind, NtSpan span, gboolean join)
{
  if (span.start == span.end)
    return;
  if (join && z->zones->len) {
    NtZone *last = &g_array_index(z->zones, NtZone, z->zones->len - 1);
    if (last->kind == kind) {
      last->span.end = span.end;
      return;
    }
  }
  NtZone zone = {kind, span};
  g_array_append_val(z->zones, zone);
}

static NtZoneKind kind_of(const Zoner *z, guint line)
{
  const NtPageArticle *a = z->article;
  NtLineKind kind = z->page->lines.v[line].kind;
  if (line == a->headline_line)
    return NT_ZONE_HEADLINE;
  if (line == a->byline_line)
    return NT_ZONE_BYLINE;
  if (line >= a->body && line < a->body_end && !z->page->lines.v[line].text)
    return kind == NT_LINE_KIND_CAPTION ? NT_ZONE_CAPTION : NT_ZONE_FURNITURE;
  if (kind == NT_LINE_KIND_CAPTION && a->headline_line != NT_NO_LINE && line > a->headline_line && line < a->body)
    return NT_ZONE_CAPTION;
  if (line < a->body || line >= a->body_end)
    return kind == NT_LINE_KIND_BYLINE && a->headline_line != NT_NO_LINE && line > a->headline_line && line < a->body ? NT_ZONE_BYLINE
                                                                                                           : NT_ZONE_FURNITURE;
  if (kind == NT_LINE_KIND_FURNITURE || kind == NT_LINE_KIND_AGE || kind == NT_LINE_KIND_END)
    return NT_ZONE_FURNITURE;
  return kind == NT_LINE_KIND_CAPTION ? NT_ZONE_CAPTION : NT_ZONE_BODY;
}

static void add_body_line(Zoner *z, guint line, NtMeta *meta)
{
  NtSpan span = z->page->lines.v[line].span;
  NtStr place;
  gsize dateline = meta->place.p ? 0 : nt_layouts_dateline(z->page->layouts, z->page->room, nt_page_line(z->page, line), &place);
  if (dateline) {
    NtSpan head = {span.start, span.start + (guint32)dateline};
    meta->place = place;
    while (head.end > head.start && g_ascii_isspace(z->page->text.p[head.end - 1]))
      head.end--;
    add(z, NT_ZONE_DATELINE, head, FALSE);
    span.start += (guint32)dateline;
  }
  add(z, NT_ZONE_BODY, span, !dateline);
}

/* The number or bullet before a headline and the publisher behind it are none of it. */
static void add_headline(Zoner *z, guint line, gboolean join)
{
  NtSpan whole = z->page->lines.v[line].span, headline = z->article->headline;
  NtSpan before = {whole.start, headline.start}, behind = {headline.end, whole.end};
  while (before.end > before.start && g_ascii_isspace(z->page->text.p[before.end - 1]))
    before.end--;
  while (behind.start < behind.end && g_ascii_isspace(z->page->text.p[behind.start]))
    behind.start++;
  add(z, NT_ZONE_FURNITURE, before, join);
  add(z, NT_ZONE_HEADLINE, headline, FALSE);
  add(z, NT_ZONE_FURNITURE, behind, FALSE);
}

void nt_page_find_zones(NtPage *page, const NtPageArticle *article, GArray *zones, NtMeta *meta)
{
  Zoner z = {page, article, zones};
  guint zones_before = zones->len, body_lines = 0;
  *meta = (NtMeta){0};
  for (guint line = article->first; line < article->end; line++) {
    NtZoneKind kind = kind_of(&z, line);
    gboolean join = zones->len > zones_before;
    if (kind == NT_ZONE_BODY && body_lines++ < 2)
      add_body_line(&z, line, meta);
    else if (kind == NT_ZONE_HEADLINE)
      add_headline(&z, line, join);
    else
      add(&z, kind, page->lines.v[line].span, join);
  }
  NtStr text = page->text;
  meta->headline = nt_span_is_empty(article->headline) ? (NtStr){0} : nt_span_of(article->headline, text);
  meta->publisher = nt_span_is_empty(article->publisher) ? (NtStr){0} : nt_span_of(article->publisher, text);
  meta->published = nt_span_is_empty(article->published) ? (NtStr){0} : nt_span_of(article->published, text);
  meta->byline = nt_span_is_empty(article->byline) ? (NtStr){0} : nt_span_of(article->byline, text);
}
