#include "html.h"

#include "error.h"
#include "html_bounds.h"
#include "limits.h"
#include "utf8.h"

#include <gumbo.h>

struct NtHtmlElement {
  NtArena *arena;
  const GumboElement *element;
  NtStr name;
};

static void *allocate(void *arena, size_t size)
{
  return nt_arena_alloc(arena, size);
}

/* All goes with the arena. */
static void release(void *arena, void *p)
{
  (void)arena, (void)p;
}

/* Gumbo makes bytes that are no UTF-8 of a character reference whose number is too large for it. */
static NtStr valid(NtArena *arena, const char *text)
{
  NtUtf8Repairs repairs;
  return nt_utf8_repair(arena, nt_str(text), &repairs);
}

NtStr nt_html_name(const NtHtmlElement *element)
{
  return element->name;
}

NtStr nt_html_attribute(const NtHtmlElement *element, const char *name)
{
  const GumboAttribute *attribute = gumbo_get_attribute(&element->element->attributes, name);
  return attribute ? valid(element->arena, attribute->value) : (NtStr){0};
}

typedef struct {
  NtArena *arena;
  const NtHtmlVisitor *visitor;
  gpointer data;
} Walk;

/* Of an element that HTML does not know, the name is only in the source. */
static NtStr name_of(Walk *w, const GumboElement *element)
{
  if (element->tag != GUMBO_TAG_UNKNOWN)
    return nt_str(gumbo_normalized_tagname(element->tag));
  GumboStringPiece piece = element->original_tag;
  gumbo_tag_from_original_text(&piece);
  char *name = nt_arena_dup(w->arena, piece.data, piece.length);
  for (char *c = name; *c; c++)
    *c = g_ascii_tolower(*c);
  return nt_str(name);
}

static void walk(Walk *w, const GumboNode *node);

static void walk_children(Walk *w, const GumboVector *children)
{
  for (guint i = 0; i < children->length; i++)
    walk(w, children->data[i]);
}

static void walk(Walk *w, const GumboNode *node)
{
  switch (node->type) {
  case GUMBO_NODE_DOCUMENT:
    walk_children(w, &node->v.document.children);
    break;
  case GUMBO_NODE_TEXT:
  case GUMBO_NODE_WHITESPACE:
  case GUMBO_NODE_CDATA:
    w->visitor->text(w->data, valid(w->arena, node->v.text.text));
    break;
  case GUMBO_NODE_ELEMENT:
  case GUMBO_NODE_TEMPLATE: {
    NtHtmlElement element = {w->arena, &node->v.element, name_of(w, &node->v.element)};
    if (!w->visitor->open(w->data, &element))
      break;
    walk_children(w, &node->v.element.children);
    w->visitor->close(w->data, &element);
    break;
  }
  case GUMBO_NODE_COMMENT:
    break;
  }
}

gboolean nt_html_walk(NtArena *arena, NtStr html, const NtHtmlVisitor *visitor, gpointer data, GError **error)
{
  if (html.n > NT_LIMIT_HTML_BYTES) {
    g_set_error(error, NT_ERROR, NT_ERROR_LIMIT, "HTML with more than %u bytes", NT_LIMIT_HTML_BYTES);
    return FALSE;
  }
  if (!nt_html_check_bounds(html, error))
    return FALSE;
  GumboOptions options = kGumboDefaultOptions;
  options.allocator = allocate;
  options.deallocator = release;
  options.userdata = arena;
  options.max_errors = 0;
  const GumboOutput *output = gumbo_parse_with_options(&options, html.p ? html.p : "", html.n);
  Walk w = {arena, visitor, data};
  walk(&w, output->document);
  return TRUE;
}
