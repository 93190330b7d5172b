/* The text that a reader of the page sees: a line for each block, an empty line around paragraphs and headings, cells of a row with
 * tabs between; nothing of scripts, styles, menus (`nav`), forms and what is hidden. Offsets count in this text. */
#include "html.h"

#include "base/error.h"
#include "base/html.h"
#include "base/utf8.h"
#include "reader.h"

typedef struct {
  GString *out;
  guint newlines; /* that must stand before the next word */
  gboolean space; /* and whether a space */
  gboolean tab;
  guint preformatted;
  NtHtmlMeta *meta; /* or NULL */
} Text;

static gboolean is_one_of(NtStr name, const char *const *words)
{
  for (; *words; words++)
    if (nt_str_is(name, *words))
      return TRUE;
  return FALSE;
}

static gboolean is_hidden(const NtHtmlElement *element)
{
  static const char *const hidden[] = {"head", "script", "style", "template", "noscript", "iframe", "object", "embed", "applet", "svg",
                                       "math", "canvas", "video", "audio", "nav", "select", "textarea", "button", "datalist", "dialog",
                                       "noframes", "noembed", NULL};
  NtStr style = nt_html_attribute(element, "style");
  if (is_one_of(nt_html_name(element), hidden) || nt_html_attribute(element, "hidden").p)
    return TRUE;
  if (nt_str_is(nt_html_attribute(element, "aria-hidden"), "true") || nt_str_is(nt_html_attribute(element, "role"), "navigation"))
    return TRUE;
  const char *display = style.p ? g_strstr_len(style.p, (gssize)style.n, "display:") : NULL;
  return display && strncmp(display + 8 + strspn(display + 8, " "), "none", 4) == 0;
}

/* How many line feeds stand around it: 0 where it flows in a line. */
static guint block_of(NtStr name)
{
  static const char *const apart[] = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "article", "section", "ul", "ol", "dl", "table", "blockquote",
                                      "pre", "figure", "main", "aside", "header", "footer", "hr", "hgroup", "fieldset", NULL};
  static const char *const lines[] = {"div", "li", "dt", "dd", "tr", "figcaption", "caption", "address", "details", "summary", "form",
                                      "center", "legend", "body", "html", "thead", "tbody", "tfoot", "dir", "menu", "option", "label",
                                      "listing", "search", NULL};
  if (is_one_of(name, apart))
    return 2;
  return is_one_of(name, lines) ? 1 : 0;
}

static void break_line(Text *t, guint newlines)
{
  if (t->out->len)
    t->newlines = MAX(t->newlines, newlines);
  t->space = t->tab = FALSE;
}

static void put_pending(Text *t)
{
  for (; t->newlines; t->newlines--, t->space = t->tab = FALSE)
    g_string_append_c(t->out, '\n');
  if (t->tab || t->space)
    g_string_append_c(t->out, t->tab ? '\t' : ' ');
  t->space = t->tab = FALSE;
}

/* Hyphens that only show at a line's end, and joints of no width. */
static gboolean is_invisible(gunichar c)
{
  return c == 0xAD || c == 0x200B || c == 0x2060 || c == 0xFEFF;
}

static void put_text(gpointer data, NtStr text)
{
  Text *t = data;
  guint length;
  if (t->meta && t->meta->collect) {
    g_string_append_len(t->meta->collect, text.p, (gssize)text.n);
    return;
  }
  for (gsize i = 0; i < text.n; i += length) {
    gunichar c = nt_utf8_at(text.p + i, &length);
    if (is_invisible(c))
      continue;
    if (t->preformatted && c == '\n') {
      t->newlines += t->out->len > 0;
      t->space = FALSE;
    } else if (c == 0xA0 || (c < 0x80 && g_ascii_isspace((char)c))) {
      t->space |= t->out->len && !t->newlines && t->out->str[t->out->len - 1] != '\t';
    } else {
      put_pending(t);
      g_string_append_len(t->out, text.p + i, length);
    }
  }
}

static gboolean open_element(gpointer data, const NtHtmlElement *element)
{
  Text *t = data;
  NtStr name = nt_html_name(element);
  if (t->meta && nt_html_meta_open(t->meta, element))
    return TRUE;
  if (t->meta && nt_str_is(name, "head"))
    return TRUE;
  if (is_hidden(element))
    return FALSE;
  if (nt_str_is(name, "br")) {
    t->newlines = MIN(t->newlines + (t->out->len > 0), 2);
    t->space = FALSE;
  } else if (nt_str_is(name, "td") || nt_str_is(name, "th")) {
    t->tab |= t->out->len && !t->newlines;
  } else {
    guint newlines = block_of(name);
    if (newlines)
      break_line(t, newlines);
  }
  t->preformatted += nt_str_is(name, "pre");
  return TRUE;
}

static void close_element(gpointer data, const NtHtmlElement *element)
{
  Text *t = data;
  NtStr name = nt_html_name(element);
  if (t->meta)
    nt_html_meta_close(t->meta, element);
  t->preformatted -= nt_str_is(name, "pre") && t->preformatted;
  guint newlines = block_of(name);
  if (newlines)
    break_line(t, newlines);
}

static const NtHtmlVisitor visitor = {open_element, close_element, put_text};

static gboolean walk(NtArena *arena, NtStr html, NtHtmlMeta *meta, NtStr *text, GError **error)
{
  g_autoptr(GString) out = g_string_sized_new(html.n / 4 + 64);
  Text t = {.out = out, .meta = meta};
  if (!nt_html_walk(arena, html, &visitor, &t, error))
    return FALSE;
  if (out->len)
    g_string_append_c(out, '\n');
  *text = nt_arena_str(arena, nt_str_n(out->str, out->len));
  return TRUE;
}

gboolean nt_html_text(NtArena *arena, NtStr html, NtStr *text, GError **error)
{
  return walk(arena, html, NULL, text, error);
}

/* ---- the page ---- */

/* `charset=` in the first tags, the way browsers look ahead for it. */
static NtStr declared_charset(NtStr html)
{
  static const char word[] = "charset";
  NtStr head = {html.p, MIN(html.n, 4096)};
  for (gsize i = 0; i + sizeof word < head.n; i++) {
    if (g_ascii_strncasecmp(head.p + i, word, sizeof word - 1) != 0)
      continue;
    gsize at = i + sizeof word - 1;
    while (at < head.n && g_ascii_isspace(head.p[at]))
      at++;
    if (at >= head.n || head.p[at] != '=')
      continue;
    at++;
    while (at < head.n && strchr(" \"'", head.p[at]))
      at++;
    gsize end = at;
    while (end < head.n && (g_ascii_isalnum(head.p[end]) || strchr("-_.:", head.p[end])))
      end++;
    return nt_str_n(head.p + at, end - at);
  }
  return (NtStr){0};
}

gboolean nt_html_decode(const NtReading *reading, NtArticle *article, NtStr bytes, GError **error)
{
  NtDecoded decoded;
  NtStr declared = article->charset.n ? article->charset : declared_charset(bytes), text;
  if (!nt_encoding_decode(reading->encodings, article->arena, bytes, declared, &decoded, error))
    return FALSE;
  NtHtmlMeta meta;
  nt_html_meta_init(&meta, article->arena);
  gboolean good = walk(article->arena, decoded.text, &meta, &text, error);
  if (good)
    nt_html_meta_finish(&meta, &article->meta);
  nt_html_meta_clear(&meta);
  if (!good)
    return FALSE;
  if (!text.n) {
    g_set_error(error, NT_ERROR, NT_ERROR_INPUT, "a page without visible text");
    return FALSE;
  }
  nt_article_set_text(article, text);
  nt_article_wrote(article, NT_LAYER(META));
  article->source.encoding = nt_str(decoded.encoding);
  article->source.repairs = decoded.repairs;
  return TRUE;
}

static gboolean is_html(NtStr head)
{
  static const char *const begins[] = {"<!doctype html", "<html", "<head", "<!-- saved from", NULL};
  gsize i = head.n >= 3 && memcmp(head.p, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
  for (;;) {
    while (i < head.n && g_ascii_isspace(head.p[i]))
      i++;
    if (i + 5 < head.n && memcmp(head.p + i, "<?xml", 5) == 0) {
      const char *end = memchr(head.p + i, '>', head.n - i);
      if (!end)
        return FALSE;
      i = (gsize)(end - head.p) + 1;
      continue;
    }
    break;
  }
  for (const char *const *begin = begins; *begin; begin++)
    if (head.n - i >= strlen(*begin) && g_ascii_strncasecmp(head.p + i, *begin, strlen(*begin)) == 0)
      return TRUE;
  return FALSE;
}

const NtReader nt_reader_html = {
  .name = "html",
  .endings = ".html .htm .xhtml .shtml",
  .is = is_html,
  .decode = nt_html_decode,
};
