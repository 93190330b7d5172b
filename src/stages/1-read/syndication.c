/* RSS 0.9x, 1.0, 2.0 and Atom: an item is an article. Its text is its title, an empty line, and the longest of what is given as its
 * content; that is HTML, whatever the feed says. */
#include "reader.h"
#include "record.h"

#include "article/dates.h"
#include "base/error.h"
#include "base/json.h"
#include "base/limits.h"
#include "base/xml.h"

typedef enum { TITLE, CONTENT, SUMMARY, DATE, UPDATED, AUTHOR, LINK, GUID, N_PARTS, NONE = N_PARTS } Part;

typedef struct {
  NtXml *xml;
  char *path;
  GString *parts[N_PARTS];
  GString *publisher; /* of the feed */
  guint64 number;
  guint item_depth;   /* of the item at hand; 0: none */
  guint part_depth;   /* of the part at hand */
  Part part;          /* NONE: no part of an item */
  gboolean no_name;   /* of an author at hand, something else than the name: the address */
  gboolean in_title, titled; /* of the feed itself */
  gboolean too_long;
} Syndication;

static void close_syndication(gpointer self)
{
  Syndication *s = self;
  nt_xml_free(s->xml);
  g_free(s->path);
  g_string_free(s->publisher, TRUE);
  for (guint i = 0; i < N_PARTS; i++)
    g_string_free(s->parts[i], TRUE);
  g_free(s);
}

static gpointer open_syndication(const NtContainer *container, GError **error)
{
  Syndication *s = g_new0(Syndication, 1);
  s->path = g_strdup(container->path);
  s->publisher = g_string_new(NULL);
  s->part = NONE;
  for (guint i = 0; i < N_PARTS; i++)
    s->parts[i] = g_string_new(NULL);
  s->xml = nt_xml_open(container->in, error);
  if (s->xml)
    return s;
  close_syndication(s);
  return NULL;
}

static Part part_of(const NtXmlEvent *event)
{
  static const struct {
    const char *prefix, *name; /* prefix NULL: any */
    Part part;
  } rows[] = {
    {"", "title", TITLE},       {"content", "encoded", CONTENT}, {"", "content", CONTENT},   {"", "description", SUMMARY},
    {"", "summary", SUMMARY},   {"", "pubDate", DATE},           {"", "published", DATE},    {"dc", "date", DATE},
    {"", "updated", UPDATED},   {"dc", "creator", AUTHOR},       {"", "author", AUTHOR},     {"", "link", LINK},
    {"", "guid", GUID},         {"", "id", GUID},
  };
  for (guint i = 0; i < G_N_ELEMENTS(rows); i++)
    if (g_str_equal(event->name, rows[i].name) && g_str_equal(event->prefix, rows[i].prefix))
      return rows[i].part;
  return NONE;
}

static void add(Syndication *s, GString *to, NtStr text)
{
  gsize held = text.n;
  for (guint i = 0; i < N_PARTS; i++)
    held += s->parts[i]->len;
  s->too_long |= held > NT_LIMIT_XML_ITEM_BYTES;
  if (!s->too_long)
    g_string_append_len(to, text.p, (gssize)text.n);
}

/* Elements inside a part: XHTML, written out again as HTML; of an author, only the name. */
static void add_tag(Syndication *s, const NtXmlEvent *event)
{
  if (s->part != CONTENT && s->part != SUMMARY)
    return;
  g_autofree char *tag = g_strdup_printf("<%s%s>", event->kind == NT_XML_CLOSE ? "/" : "", event->name);
  add(s, s->parts[s->part], nt_str(tag));
}

static gboolean is_named(const NtXmlEvent *event, const char *a, const char *b)
{
  return g_str_equal(event->name, a) || g_str_equal(event->name, b);
}

static void take_link(Syndication *s)
{
  const char *href = nt_xml_attribute(s->xml, "href"), *rel = nt_xml_attribute(s->xml, "rel");
  if (href && (!rel || g_str_equal(rel, "alternate")) && !s->parts[LINK]->len)
    add(s, s->parts[LINK], nt_str(href));
}

static void begin_item(Syndication *s, const NtXmlEvent *event)
{
  s->item_depth = event->depth;
  s->part = NONE;
  s->too_long = FALSE;
  for (guint i = 0; i < N_PARTS; i++)
    g_string_truncate(s->parts[i], 0);
}

static void on_open(Syndication *s, const NtXmlEvent *event)
{
  if (!s->item_depth) {
    if (is_named(event, "item", "entry") && event->depth)
      begin_item(s, event);
    s->in_title = !s->titled && event->depth <= 2 && g_str_equal(event->name, "title") && !*event->prefix;
    return;
  }
  if (s->part != NONE) {
    s->no_name = s->part == AUTHOR && !g_str_equal(event->name, "name");
    add_tag(s, event);
    return;
  }
  Part part = event->depth == s->item_depth + 1 ? part_of(event) : NONE;
  if (part == NONE)
    return;
  if (part == LINK)
    take_link(s);
  s->part = part;
  s->part_depth = event->depth;
  s->no_name = FALSE;
  if (s->parts[part]->len)
    g_string_append_c(s->parts[part], ' ');
}

static void on_text(Syndication *s, const NtXmlEvent *event)
{
  if (s->in_title)
    g_string_append_len(s->publisher, event->text.p, (gssize)MIN(event->text.n, 1000));
  if (!s->item_depth || s->part == NONE)
    return;
  gboolean inside = event->depth > s->part_depth + 1;
  if (inside && s->no_name)
    return;
  if (!inside || (s->part != CONTENT && s->part != SUMMARY)) {
    add(s, s->parts[s->part], event->text);
    return;
  }
  g_autofree char *escaped = g_markup_escape_text(event->text.p, (gssize)event->text.n);
  add(s, s->parts[s->part], nt_str(escaped));
}

/* TRUE where an item is complete. */
static gboolean on_close(Syndication *s, const NtXmlEvent *event)
{
  if (s->in_title) {
    s->in_title = FALSE;
    s->titled = TRUE;
  }
  if (!s->item_depth)
    return FALSE;
  if (event->depth == s->item_depth) {
    s->item_depth = 0;
    return TRUE;
  }
  if (s->part != NONE && event->depth == s->part_depth)
    s->part = NONE;
  else if (s->part != NONE)
    add_tag(s, event);
  return FALSE;
}

/* ---- an item ---- */

/* A part as text of one line; p NULL where it is empty. */
static gboolean line_of(NtArena *arena, const GString *part, NtStr *line, GError **error)
{
  NtStr text;
  if (!nt_html_text(arena, nt_str_n(part->str, part->len), &text, error))
    return FALSE;
  g_autofree char *copy = g_strndup(text.p, text.n);
  g_strstrip(g_strdelimit(copy, "\n\t", ' '));
  *line = *copy ? nt_arena_str(arena, nt_str(copy)) : (NtStr){0};
  return TRUE;
}

static NtStr fields_of(Syndication *s, NtArena *arena)
{
  static const struct {
    const char *key;
    Part part;
  } rows[] = {{"link", LINK}, {"guid", GUID}};
  g_autoptr(GString) out = g_string_new("{");
  for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
    char *value = g_strstrip(s->parts[rows[i].part]->str);
    if (!*value)
      continue;
    g_string_append_printf(out, "%s\"%s\":", out->len > 1 ? "," : "", rows[i].key);
    nt_json_put_string(out, nt_str(value));
  }
  g_string_append_c(out, '}');
  return out->len > 2 ? nt_arena_str(arena, nt_str_n(out->str, out->len)) : (NtStr){0};
}

static gboolean text_of(Syndication *s, NtArena *arena, NtStr headline, NtStr *text, GError **error)
{
  const GString *content = s->parts[CONTENT]->len >= s->parts[SUMMARY]->len ? s->parts[CONTENT] : s->parts[SUMMARY];
  NtStr body;
  if (!nt_html_text(arena, nt_str_n(content->str, content->len), &body, error))
    return FALSE;
  if (!headline.n && !body.n) {
    g_set_error(error, NT_ERROR, NT_ERROR_INPUT, "an item without text");
    return FALSE;
  }
  *text = nt_str(nt_arena_printf(arena, "%.*s%s%.*s", (int)headline.n, headline.n ? headline.p : "", headline.n && body.n ? "\n\n" : "",
                                 (int)body.n, body.n ? body.p : ""));
  return TRUE;
}

static gboolean make_record(Syndication *s, NtArena *arena, NtRecord *record, GError **error)
{
  const GString *date = s->parts[DATE]->len ? s->parts[DATE] : s->parts[UPDATED];
  if (s->too_long) {
    g_set_error(error, NT_ERROR, NT_ERROR_LIMIT, "an item with more than %u bytes", NT_LIMIT_XML_ITEM_BYTES);
    return FALSE;
  }
  *record = (NtRecord){
    .id = nt_str(nt_arena_printf(arena, "%s!/%" G_GUINT64_FORMAT, s->path, s->number)),
    .path = nt_arena_str(arena, nt_str(s->path)),
    .fields = fields_of(s, arena),
  };
  record->meta.published = nt_date_iso_or_text(arena, nt_arena_str(arena, nt_str_n(date->str, date->len)));
  return line_of(arena, s->parts[TITLE], &record->meta.headline, error) &&
         line_of(arena, s->parts[AUTHOR], &record->meta.byline, error) && line_of(arena, s->publisher, &record->meta.publisher, error) &&
         text_of(s, arena, record->meta.headline, &record->text, error);
}

static void give_item(Syndication *s, NtArena *arena, NtPiece *piece, guint line)
{
  NtRecord record;
  g_autoptr(GError) error = NULL;
  s->number++;
  piece->line = line;
  if (make_record(s, arena, &record, &error)) {
    piece->kind = NT_PIECE_LINE;
    piece->bytes = nt_record_line(arena, &record);
  } else {
    piece->kind = NT_PIECE_BAD;
    piece->message = nt_arena_str(arena, nt_str(error->message));
  }
}

static gboolean next_item(gpointer self, NtArena *arena, NtPiece *piece, GError **error)
{
  Syndication *s = self;
  NtXmlEvent event;
  while (nt_xml_next(s->xml, &event, error)) {
    if (event.kind == NT_XML_OPEN) {
      on_open(s, &event);
    } else if (event.kind == NT_XML_TEXT) {
      on_text(s, &event);
    } else if (event.kind == NT_XML_END) {
      piece->kind = NT_PIECE_END;
      return TRUE;
    } else if (on_close(s, &event)) {
      give_item(s, arena, piece, event.line);
      return TRUE;
    }
  }
  return FALSE;
}

/* The first element tells; before it stand instructions, comments and the document type. */
static gboolean is_syndication(NtStr head)
{
  for (gsize i = 0; i + 1 < head.n; i++) {
    if (head.p[i] != '<' || !g_ascii_isalpha(head.p[i + 1]))
      continue;
    gsize end = ++i;
    while (end < head.n && (g_ascii_isalnum(head.p[end]) || head.p[end] == ':'))
      end++;
    NtStr name = {head.p + i, end - i};
    return nt_str_is(name, "rss") || nt_str_is(name, "feed") || nt_str_is(name, "rdf:RDF");
  }
  return FALSE;
}

const NtReader nt_reader_feed = {
  .name = "feed",
  .endings = ".rss .atom",
  .is = is_syndication,
  .open = open_syndication,
  .next = next_item,
  .close = close_syndication,
};
