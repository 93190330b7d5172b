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
  if (line == a->headline)
    return NT_ZONE_HEADLINE;
  if (line == a->byline)
    return NT_ZONE_BYLINE;
  if (line >= a->body && line < a->body_end && !z->page->lines.v[line].text)
    return kind == NT_LINE_KIND_CAPTION ? NT_ZONE_CAPTION : NT_ZONE_FURNITURE;
  if (line < a->body || line >= a->body_end)
    return kind == NT_LINE_KIND_BYLINE && a->headline != NT_NO_LINE && line > a->headline && line < a->body ? NT_ZONE_BYLINE
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
    else
      add(&z, kind, page->lines.v[line].span, join && kind != NT_ZONE_HEADLINE);
  }
  if (article->headline != NT_NO_LINE)
    meta->headline = nt_page_line(page, article->headline);
  if (article->publisher != NT_NO_LINE)
    meta->publisher = nt_page_line(page, article->publisher);
  if (article->published != NT_NO_LINE)
    meta->published = nt_page_line(page, article->published);
  if (article->byline != NT_NO_LINE)
    meta->byline = nt_page_line(page, article->byline);
}
