/* Gumbo's time grows with the product of elements and depth, and with the square of the attributes of one; and each formatting
 * element that is left open comes again in every block behind it. A small file made for the purpose would hold it for hours. This
 * pass over the tags keeps the stack of open elements and the list of open formatting elements about as the HTML standard does, and
 * in doubt too large: an end tag takes away what it surely closes and no more. */
#include "html_bounds.h"

#include "error.h"
#include "limits.h"

typedef struct {
  NtStr name;
  guint hash; /* of the whole tag */
} Open;

typedef struct {
  NtStr html;
  gsize at;
  Open stack[NT_LIMIT_HTML_DEPTH], formatting[NT_LIMIT_HTML_FORMATTING];
  guint depth, n_formatting, foreign;
  guint64 nodes;
} Scan;

static gboolean is_word(NtStr name, const char *word)
{
  return strlen(word) == name.n && g_ascii_strncasecmp(name.p, word, name.n) == 0;
}

static gboolean is_one_of(NtStr name, const char *const *words)
{
  for (; *words; words++)
    if (is_word(name, *words))
      return TRUE;
  return FALSE;
}

/* Elements without content, or whose end a browser puts in where it is left out. */
static gboolean is_flat(NtStr name)
{
  static const char *const flat[] = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
                                     "track", "wbr", "p", "li", "dt", "dd", "option", "optgroup", "tr", "td", "th", "thead", "tbody",
                                     "tfoot", "colgroup", "rp", "rt", "html", "head", "body", "image", "frame", "keygen", "bgsound", NULL};
  return is_one_of(name, flat);
}

static gboolean is_formatting(NtStr name)
{
  static const char *const formatting[] = {"a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt",
                                           "u", NULL};
  return is_one_of(name, formatting);
}

/* Elements whose content holds no tags. */
static gboolean is_raw(NtStr name)
{
  static const char *const raw[] = {"script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes", "plaintext", NULL};
  return is_one_of(name, raw);
}

/* Elements that an end tag inside them does not reach beyond. */
static gboolean is_boundary(NtStr name)
{
  static const char *const boundary[] = {"table", "object", "marquee", "applet", "template", "button", "select", "caption", "svg", "math",
                                         NULL};
  return is_one_of(name, boundary);
}

static gboolean is_foreign(NtStr name)
{
  return is_word(name, "svg") || is_word(name, "math");
}

static gboolean same_name(NtStr a, NtStr b)
{
  return a.n == b.n && g_ascii_strncasecmp(a.p, b.p, a.n) == 0;
}

static gboolean is_at(const Scan *s, const char *text)
{
  gsize n = strlen(text);
  return s->html.n - s->at >= n && memcmp(s->html.p + s->at, text, n) == 0;
}

static void skip_comment(Scan *s)
{
  while (s->at < s->html.n && !is_at(s, "-->"))
    s->at++;
}

/* To behind the end of the tag; how many attributes it has, at least. */
static guint skip_tag(Scan *s, gboolean *closed)
{
  guint attributes = 0;
  char quote = 0;
  gboolean in_word = FALSE;
  *closed = FALSE;
  for (; s->at < s->html.n; s->at++) {
    char c = s->html.p[s->at], before = s->html.p[s->at - 1];
    if (quote) {
      in_word = c != quote;
      quote = c == quote ? 0 : quote;
      continue;
    }
    if (c == '>') {
      *closed = before == '/';
      s->at++;
      return attributes;
    }
    gboolean space = g_ascii_isspace(c) || c == '/';
    attributes += !space && !in_word;
    in_word = !space;
    if ((c == '"' || c == '\'') && before == '=')
      quote = c;
  }
  return attributes;
}

/* To the end tag of an element whose content holds no tags. */
static void skip_raw(Scan *s, NtStr name)
{
  for (; s->at < s->html.n; s->at++)
    if (s->html.p[s->at] == '<' && s->at + 2 + name.n <= s->html.n && s->html.p[s->at + 1] == '/' &&
        g_ascii_strncasecmp(s->html.p + s->at + 2, name.p, name.n) == 0)
      return;
}

static gboolean too_much(GError **error, const char *what, guint most)
{
  g_set_error(error, NT_ERROR, NT_ERROR_LIMIT, "HTML with more than %u %s", most, what);
  return FALSE;
}

static void take_away(Open *list, guint *n, guint i)
{
  memmove(list + i, list + i + 1, sizeof *list * (*n - i - 1));
  --*n;
}

static void take_last_named(Open *list, guint *n, NtStr name)
{
  for (guint i = *n; i--;)
    if (same_name(list[i].name, name)) {
      take_away(list, n, i);
      return;
    }
}

/* Of formatting elements that are alike, three stay; of links, one. */
static gboolean add_formatting(Scan *s, Open open, GError **error)
{
  guint alike = 0, first = 0;
  gboolean link = is_word(open.name, "a");
  for (guint i = s->n_formatting; i--;)
    if (link ? is_word(s->formatting[i].name, "a") : s->formatting[i].hash == open.hash) {
      alike++;
      first = i;
    }
  if (alike >= (link ? 1u : 3u))
    take_away(s->formatting, &s->n_formatting, first);
  if (s->n_formatting == NT_LIMIT_HTML_FORMATTING)
    return too_much(error, "formatting elements open", NT_LIMIT_HTML_FORMATTING);
  s->formatting[s->n_formatting++] = open;
  return TRUE;
}

static void take_end(Scan *s, NtStr name)
{
  if (is_formatting(name)) {
    take_last_named(s->formatting, &s->n_formatting, name);
    take_last_named(s->stack, &s->depth, name);
    return;
  }
  guint i = s->depth;
  while (i && !same_name(s->stack[i - 1].name, name) && !is_boundary(s->stack[i - 1].name))
    i--;
  if (!i || !same_name(s->stack[i - 1].name, name))
    return;
  for (; s->depth >= i; s->depth--)
    s->foreign -= is_foreign(s->stack[s->depth - 1].name);
}

static gboolean take_start(Scan *s, Open open, gboolean closed, GError **error)
{
  if (is_raw(open.name)) {
    skip_raw(s, open.name);
    return TRUE;
  }
  if (is_flat(open.name) || (closed && s->foreign))
    return TRUE;
  if (is_formatting(open.name) && !add_formatting(s, open, error))
    return FALSE;
  if (s->depth == NT_LIMIT_HTML_DEPTH)
    return too_much(error, "elements inside each other", NT_LIMIT_HTML_DEPTH);
  s->stack[s->depth++] = open;
  s->foreign += is_foreign(open.name);
  return TRUE;
}

static guint hash_of(NtStr tag)
{
  guint hash = 5381;
  for (gsize i = 0; i < tag.n; i++)
    hash = hash * 33 + (guchar)tag.p[i];
  return hash;
}

static gboolean take_tag(Scan *s, GError **error)
{
  gboolean end = s->at + 1 < s->html.n && s->html.p[s->at + 1] == '/', closed;
  gsize start = s->at + 1 + end, stop = start;
  while (stop < s->html.n && (g_ascii_isalnum(s->html.p[stop]) || s->html.p[stop] == '-'))
    stop++;
  NtStr name = nt_str_n(s->html.p + start, stop - start);
  if (!name.n) {
    s->at++;
    return TRUE;
  }
  s->at = stop;
  if (skip_tag(s, &closed) > NT_LIMIT_HTML_ATTRIBUTES)
    return too_much(error, "attributes in one tag", NT_LIMIT_HTML_ATTRIBUTES);
  s->nodes += 2 + s->n_formatting; /* with the text behind it, and what may be opened anew */
  if (s->nodes > NT_LIMIT_HTML_NODES)
    return too_much(error, "nodes", NT_LIMIT_HTML_NODES);
  if (end) {
    take_end(s, name);
    return TRUE;
  }
  return take_start(s, (Open){name, hash_of(nt_str_n(name.p, s->at - start))}, closed, error);
}

gboolean nt_html_check_bounds(NtStr html, GError **error)
{
  Scan s = {.html = html};
  for (;;) {
    const char *tag = s.at < html.n ? memchr(html.p + s.at, '<', html.n - s.at) : NULL;
    if (!tag)
      return TRUE;
    s.at = (gsize)(tag - html.p);
    if (is_at(&s, "<!--"))
      skip_comment(&s);
    else if (!take_tag(&s, error))
      return FALSE;
  }
}
