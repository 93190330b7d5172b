#include "split.h"

#include "article/dates.h"
#include "base/error.h"
#include "page.h"

typedef struct {
  NtKnowledge *knowledge;
  NtRegexRoom *room;
  GArray *zones; /* NtZone, of the article at hand */
  gboolean cut;
  NtNow now;
  gboolean has_now;
} Split;

static gpointer split_open(const NtStageEnv *env, GError **error)
{
  const char *now = nt_options_text(env->options, "now");
  NtNow parsed = {0};
  if (now && !nt_now_from(nt_str(now), &parsed)) {
    g_set_error(error, NT_ERROR, NT_ERROR_USAGE, "--now wants a date such as 2026-11-24 or 2026-11-24T10:15+01:00, not \"%s\"", now);
    return NULL;
  }
  Split *s = g_new0(Split, 1);
  s->now = parsed;
  s->has_now = now != NULL;
  s->knowledge = nt_knowledge_ref((NtKnowledge *)env->knowledge);
  s->room = nt_regex_room_new(TRUE);
  s->zones = g_array_new(FALSE, FALSE, sizeof(NtZone));
  s->cut = nt_options_flag(env->options, "cut");
  return s;
}

static void split_close(gpointer self)
{
  Split *s = self;
  nt_regex_room_free(s->room);
  g_array_unref(s->zones);
  nt_knowledge_unref(s->knowledge);
  g_free(s);
}

static void set_iso(const Split *s, NtArena *arena, NtMeta *meta)
{
  if (meta->published.p && !meta->published_iso.p)
    meta->published_iso = nt_date_iso(arena, meta->published, s->has_now ? &s->now : NULL);
}

/* What the user has said already stays. */
static void merge_meta(NtMeta *meta, const NtMeta *given)
{
  NtStr *into[] = {&meta->headline, &meta->publisher, &meta->published, &meta->place, &meta->byline, &meta->published_iso};
  const NtStr *from[] = {&given->headline, &given->publisher, &given->published, &given->place, &given->byline, &given->published_iso};
  for (guint i = 0; i < G_N_ELEMENTS(into); i++)
    if (from[i]->p)
      *into[i] = *from[i];
}

/* What a page says of itself is said of its only article, or of the one with that headline. */
static gboolean is_meant(const NtPage *page, const NtMeta *given, const NtMeta *found)
{
  return page->articles.n == 1 || (given->headline.n && nt_str_equal(given->headline, found->headline));
}

static void set_zones(NtArticle *article, const GArray *zones, guint32 offset)
{
  article->zones.n = 0;
  for (guint i = 0; i < zones->len; i++) {
    NtZone zone = g_array_index(zones, NtZone, i);
    zone.span.start -= offset;
    zone.span.end -= offset;
    *nt_vec_push(article->arena, &article->zones) = zone;
  }
  nt_article_wrote(article, NT_LAYER(ZONES) | NT_LAYER(META));
}

static gboolean mark(Split *s, NtPage *page, NtArticle *article, NtNext *next, GError **error)
{
  NtMeta first = {0}, meta;
  g_array_set_size(s->zones, 0);
  for (guint i = 0; i < page->articles.n; i++) {
    nt_page_find_zones(page, &page->articles.v[i], s->zones, &meta);
    if (i == 0)
      first = meta;
  }
  merge_meta(&first, &article->meta);
  set_iso(s, article->arena, &first);
  article->meta = first;
  set_zones(article, s->zones, 0);
  return next->give(next, article, error);
}

static guint32 line_start(const NtPage *page, guint line)
{
  return line < page->lines.n ? page->lines.v[line].span.start : (guint32)page->text.n;
}

/* The slices lie side by side from the first character of the page to the last that is no white space. */
static NtSpan slice_of(const NtPage *page, const NtPageArticle *a)
{
  NtSpan span = {a->first ? line_start(page, a->first) : 0, line_start(page, a->end)};
  while (span.end > span.start && g_ascii_isspace(page->text.p[span.end - 1]))
    span.end--;
  return span;
}

static gboolean cut(Split *s, NtPage *page, NtArticle *article, NtNext *next, GError **error)
{
  for (guint i = 0; i < page->articles.n; i++) {
    NtArticle *child = nt_arena_alloc(article->arena, sizeof *child); /* it outlives this call */
    NtSpan span = slice_of(page, &page->articles.v[i]);
    NtStr id = nt_str(nt_arena_printf(article->arena, "%.*s#%u", (int)article->id.n, article->id.p, i + 1));
    nt_article_cut(child, article, span, id);
    g_array_set_size(s->zones, 0);
    nt_page_find_zones(page, &page->articles.v[i], s->zones, &child->meta);
    if (is_meant(page, &article->meta, &child->meta))
      merge_meta(&child->meta, &article->meta);
    set_iso(s, article->arena, &child->meta);
    set_zones(child, s->zones, span.start);
    if (!next->give(next, child, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean split_step(gpointer self, NtArticle *article, NtNext *next, GError **error)
{
  Split *s = self;
  NtArena *arena = nt_arena_scratch(article->arena);
  NtPage page = {
    .arena = arena,
    .text = article->text,
    .tokens = s->cut ? nt_tokens_find(arena, article->text) : nt_article_tokens(article), /* the pieces will have their own */
    .layouts = nt_knowledge_layouts(s->knowledge),
    .room = s->room,
  };
  nt_page_find_lines(&page);
  nt_page_measure(&page);
  if (!nt_page_find_articles(&page, error))
    return FALSE;
  return s->cut ? cut(s, &page, article, next, error) : mark(s, &page, article, next, error);
}

static const NtOption options[] = {
  {"cut", 0, NT_OPTION_FLAG, NULL, NULL, "cut a page into its articles; without it only zones are marked"},
  {"now", 0, NT_OPTION_TEXT, "DATE", NULL, "the day, or the minute, that the pages were saved: tells what \"2 hours ago\" is in meta.published_iso"},
  {NULL, 0, NT_OPTION_FLAG, NULL, NULL, NULL},
};

const NtStage nt_stage_split = {
  .name = "split",
  .summary = "cut pages into articles and mark their zones",
  .reads = NT_LAYER(SOURCE) | NT_LAYER(TEXT) | NT_LAYER(META),
  .writes = NT_LAYER(SOURCE) | NT_LAYER(TEXT) | NT_LAYER(ZONES) | NT_LAYER(META),
  .needs_knowledge = TRUE,
  .options = options,
  .open = split_open,
  .step = split_step,
  .close = split_close,
};
