/* Pages say the same thing in several places; for each thing the places are ranked, the most careful first: JSON-LD, which search
 * engines ask for, then <meta> of social networks, then <title>. */
#include "html.h"

#include "article/dates.h"
#include "base/error.h"
#include "base/json.h"

#define RANK_JSON_LD 1u
#define RANK_META 2u /* and behind it, in the order of the rows */
#define RANK_TIME 40u
#define RANK_TITLE 50u
#define MOST_JSON_DEPTH 6u

void nt_html_meta_init(NtHtmlMeta *meta, NtArena *arena)
{
  *meta = (NtHtmlMeta){.arena = arena};
}

void nt_html_meta_clear(NtHtmlMeta *meta)
{
  if (meta->collect)
    g_string_free(meta->collect, TRUE);
  meta->collect = NULL;
}

/* White space at the ends off, runs of it one space; p NULL where nothing is left. */
static NtStr tidy(NtArena *arena, NtStr text)
{
  g_autoptr(GString) out = g_string_new(NULL);
  gboolean space = FALSE;
  guint length;
  for (gsize i = 0; i < text.n; i += length) {
    gunichar c = nt_utf8_at(text.p + i, &length);
    if (g_unichar_isspace(c)) {
      space = out->len > 0;
      continue;
    }
    if (space)
      g_string_append_c(out, ' ');
    space = FALSE;
    g_string_append_len(out, text.p + i, length);
  }
  return out->len ? nt_arena_str(arena, nt_str_n(out->str, out->len)) : (NtStr){0};
}

static void say(NtHtmlMeta *meta, NtHtmlSaid *said, NtStr value, guint rank)
{
  if (!value.n || (said->rank && said->rank <= rank))
    return;
  value = tidy(meta->arena, value);
  if (value.n)
    *said = (NtHtmlSaid){value, rank};
}

/* ---- JSON-LD ---- */

static NtStr text_of(const NtJson *value)
{
  return value && value->kind == NT_JSON_STRING ? value->string : (NtStr){0};
}

static gboolean is_article(const NtJson *object)
{
  const NtJson *type = nt_json_get(object, "@type");
  const NtJson *one = type && type->kind == NT_JSON_ARRAY ? type->first : type;
  for (; one; one = type->kind == NT_JSON_ARRAY ? one->next : NULL) {
    NtStr word = text_of(one);
    if (g_strstr_len(word.p ? word.p : "", (gssize)word.n, "Article") || nt_str_is(word, "BlogPosting") || nt_str_is(word, "Report") ||
        nt_str_is(word, "LiveBlogPosting"))
      return TRUE;
  }
  return FALSE;
}

/* The name of a person or organization, or of several, with commas between. */
static NtStr names_of(NtArena *arena, const NtJson *value)
{
  if (!value)
    return (NtStr){0};
  if (value->kind == NT_JSON_STRING)
    return value->string;
  if (value->kind == NT_JSON_OBJECT)
    return text_of(nt_json_get(value, "name"));
  g_autoptr(GString) out = g_string_new(NULL);
  for (const NtJson *item = value->kind == NT_JSON_ARRAY ? value->first : NULL; item; item = item->next) {
    NtStr name = item->kind == NT_JSON_OBJECT ? text_of(nt_json_get(item, "name")) : text_of(item);
    if (name.n)
      g_string_append_printf(out, "%s%.*s", out->len ? ", " : "", (int)name.n, name.p);
  }
  return out->len ? nt_arena_str(arena, nt_str_n(out->str, out->len)) : (NtStr){0};
}

static void take_article(NtHtmlMeta *meta, const NtJson *object)
{
  say(meta, &meta->headline, text_of(nt_json_get(object, "headline")), RANK_JSON_LD);
  say(meta, &meta->publisher, names_of(meta->arena, nt_json_get(object, "publisher")), RANK_JSON_LD);
  say(meta, &meta->published, text_of(nt_json_get(object, "datePublished")), RANK_JSON_LD);
  say(meta, &meta->byline, names_of(meta->arena, nt_json_get(object, "author")), RANK_JSON_LD);
}

static void take_json(NtHtmlMeta *meta, const NtJson *value, guint depth)
{
  if (depth > MOST_JSON_DEPTH)
    return;
  if (value->kind == NT_JSON_ARRAY) {
    for (const NtJson *item = value->first; item; item = item->next)
      take_json(meta, item, depth + 1);
  } else if (value->kind == NT_JSON_OBJECT) {
    const NtJson *graph = nt_json_get(value, "@graph"), *main = nt_json_get(value, "mainEntity");
    if (is_article(value))
      take_article(meta, value);
    if (graph)
      take_json(meta, graph, depth + 1);
    if (main)
      take_json(meta, main, depth + 1);
  }
}

/* Many write line feeds into strings, which JSON does not have, or put the whole into a comment. */
static void take_json_ld(NtHtmlMeta *meta, GString *json)
{
  for (gsize i = 0; i < json->len; i++)
    if ((guchar)json->str[i] < 0x20)
      json->str[i] = ' ';
  const char *start = strpbrk(json->str, "{["), *end = json->str + json->len;
  while (start && end > start && end[-1] != '}' && end[-1] != ']')
    end--;
  if (!start || end == start)
    return;
  const NtJson *value = nt_json_parse(meta->arena, nt_arena_str(meta->arena, nt_str_n(start, (gsize)(end - start))), NULL);
  if (value)
    take_json(meta, value, 0);
}

/* ---- <meta>, <time>, <title> ---- */

static void take_meta(NtHtmlMeta *meta, const NtHtmlElement *element)
{
  static const struct {
    const char *name;
    gsize into;
  } rows[] = {
    {"og:title", offsetof(NtHtmlMeta, headline)},
    {"twitter:title", offsetof(NtHtmlMeta, headline)},
    {"headline", offsetof(NtHtmlMeta, headline)},
    {"dc.title", offsetof(NtHtmlMeta, headline)},
    {"og:site_name", offsetof(NtHtmlMeta, publisher)},
    {"dc.publisher", offsetof(NtHtmlMeta, publisher)},
    {"publisher", offsetof(NtHtmlMeta, publisher)},
    {"application-name", offsetof(NtHtmlMeta, publisher)},
    {"article:published_time", offsetof(NtHtmlMeta, published)},
    {"datepublished", offsetof(NtHtmlMeta, published)},
    {"og:pubdate", offsetof(NtHtmlMeta, published)},
    {"parsely-pub-date", offsetof(NtHtmlMeta, published)},
    {"sailthru.date", offsetof(NtHtmlMeta, published)},
    {"pubdate", offsetof(NtHtmlMeta, published)},
    {"dc.date.issued", offsetof(NtHtmlMeta, published)},
    {"dc.date", offsetof(NtHtmlMeta, published)},
    {"date", offsetof(NtHtmlMeta, published)},
    {"author", offsetof(NtHtmlMeta, byline)},
    {"byl", offsetof(NtHtmlMeta, byline)},
    {"dc.creator", offsetof(NtHtmlMeta, byline)},
    {"parsely-author", offsetof(NtHtmlMeta, byline)},
  };
  static const char *const keys[] = {"property", "name", "itemprop"};
  NtStr content = nt_html_attribute(element, "content");
  for (guint k = 0; content.n && k < G_N_ELEMENTS(keys); k++) {
    NtStr key = nt_html_attribute(element, keys[k]);
    for (guint i = 0; key.n && i < G_N_ELEMENTS(rows); i++)
      if (key.n == strlen(rows[i].name) && g_ascii_strncasecmp(key.p, rows[i].name, key.n) == 0)
        say(meta, (NtHtmlSaid *)((char *)meta + rows[i].into), content, RANK_META + i);
  }
}

static gboolean is_json_ld(const NtHtmlElement *element)
{
  NtStr type = nt_html_attribute(element, "type");
  return nt_str_is(nt_html_name(element), "script") && type.n >= 19 && g_ascii_strncasecmp(type.p, "application/ld+json", 19) == 0;
}

gboolean nt_html_meta_open(NtHtmlMeta *meta, const NtHtmlElement *element)
{
  NtStr name = nt_html_name(element);
  if (meta->collect)
    return FALSE;
  if (nt_str_is(name, "meta"))
    take_meta(meta, element);
  if (nt_str_is(name, "time"))
    say(meta, &meta->published, nt_html_attribute(element, "datetime"), RANK_TIME);
  if (!is_json_ld(element) && (!nt_str_is(name, "title") || (meta->headline.rank && meta->headline.rank <= RANK_TITLE)))
    return FALSE;
  meta->collect = g_string_new(NULL);
  return TRUE;
}

void nt_html_meta_close(NtHtmlMeta *meta, const NtHtmlElement *element)
{
  if (!meta->collect)
    return;
  if (is_json_ld(element))
    take_json_ld(meta, meta->collect);
  else
    say(meta, &meta->headline, nt_str_n(meta->collect->str, meta->collect->len), RANK_TITLE);
  nt_html_meta_clear(meta);
}

/* `Ferries are back - The Shore Post` is the headline of a page of The Shore Post. */
static NtStr without_publisher(NtStr headline, NtStr publisher)
{
  static const char *const bars[] = {" - ", " | ", " – ", " — ", " :: ", " · "};
  if (!publisher.n || headline.n <= publisher.n || memcmp(headline.p + headline.n - publisher.n, publisher.p, publisher.n) != 0)
    return headline;
  gsize left = headline.n - publisher.n;
  for (guint i = 0; i < G_N_ELEMENTS(bars); i++) {
    gsize n = strlen(bars[i]);
    if (left > n && memcmp(headline.p + left - n, bars[i], n) == 0)
      return nt_str_n(headline.p, left - n);
  }
  return headline;
}

void nt_html_meta_finish(NtHtmlMeta *meta, NtMeta *into)
{
  into->headline = without_publisher(meta->headline.value, meta->publisher.value);
  into->publisher = meta->publisher.value;
  into->published = nt_date_iso_or_text(meta->arena, meta->published.value);
  into->byline = meta->byline.value;
}
