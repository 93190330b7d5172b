/* libxml2's push parser: it is fed a piece at a time and calls back; what it says waits in a queue. Nothing of the document is kept. */
#include "xml.h"

#include "error.h"
#include "limits.h"

#include <libxml/HTMLparser.h>
#include <libxml/parser.h>

#define PIECE ((gsize)16 << 10)

typedef struct {
  NtXmlEvent event;
  GPtrArray *attributes; /* name, value, name, value … or NULL */
} Queued;

struct NtXml {
  xmlParserCtxt *parser;
  NtInput *in;
  GArray *queue;       /* Queued, from `at` */
  guint at;
  GStringChunk *words; /* the strings of the queue */
  guint depth;
  gboolean end;
  GError *failed;      /* what ends it: of the stream, or a limit */
  char *message;       /* of the parser, the first */
  guint message_line;
  xmlEntity entity;    /* the one that was asked for last */
  char entity_text[8];
};

/* ---- what the parser says ---- */

static guint line_of(const NtXml *x)
{
  return x->parser ? (guint)MAX(xmlSAX2GetLineNumber(x->parser), 0) : 0;
}

static void stop(NtXml *x, const char *message)
{
  if (!x->failed)
    g_set_error(&x->failed, NT_ERROR, NT_ERROR_LIMIT, "line %u: %s", line_of(x), message);
  xmlStopParser(x->parser);
}

/* The parser gives characters whole, but hands on what is no UTF-8, too, before it stops at it. */
static NtStr keep(NtXml *x, const xmlChar *text, gsize n)
{
  const char *p = (const char *)text;
  if (g_utf8_validate_len(p, n, NULL))
    return nt_str_n(g_string_chunk_insert_len(x->words, p, (gssize)n), n);
  g_autofree char *valid = g_utf8_make_valid(p, (gssize)n);
  return nt_str(g_string_chunk_insert(x->words, valid));
}

static Queued *push(NtXml *x, NtXmlKind kind, const xmlChar *name, const xmlChar *prefix)
{
  Queued queued = {
    .event =
      {
        .kind = kind,
        .name = g_string_chunk_insert(x->words, name ? (const char *)name : ""),
        .prefix = g_string_chunk_insert(x->words, prefix ? (const char *)prefix : ""),
        .line = line_of(x),
        .depth = x->depth,
      },
  };
  g_array_append_val(x->queue, queued);
  return &g_array_index(x->queue, Queued, x->queue->len - 1);
}

static void on_open(void *data, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri, int n_spaces, const xmlChar **spaces,
                    int n, int n_defaulted, const xmlChar **attributes)
{
  NtXml *x = data;
  (void)uri, (void)n_spaces, (void)spaces, (void)n_defaulted;
  Queued *queued = push(x, NT_XML_OPEN, name, prefix);
  if (n)
    queued->attributes = g_ptr_array_new();
  for (int i = 0; i < n; i++) { /* name, prefix, uri, value, its end */
    const xmlChar *value = attributes[i * 5 + 3];
    g_ptr_array_add(queued->attributes, g_string_chunk_insert(x->words, (const char *)attributes[i * 5]));
    g_ptr_array_add(queued->attributes, (gpointer)keep(x, value, (gsize)(attributes[i * 5 + 4] - value)).p);
  }
  if (++x->depth > NT_LIMIT_XML_DEPTH)
    stop(x, "elements stand inside each other too deep");
}

static void on_close(void *data, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
  NtXml *x = data;
  (void)uri;
  x->depth -= x->depth > 0;
  push(x, NT_XML_CLOSE, name, prefix);
}

static void on_text(void *data, const xmlChar *text, int n)
{
  NtXml *x = data;
  Queued *queued = push(x, NT_XML_TEXT, NULL, NULL);
  queued->event.text = keep(x, text, (gsize)n);
}

/* A bomb is made of entities that hold entities, and others name files; no feed needs its own. */
static void on_entity_declared(void *data, const xmlChar *name, int type, const xmlChar *public_id, const xmlChar *system_id,
                               xmlChar *content)
{
  (void)name, (void)type, (void)public_id, (void)system_id, (void)content;
  stop(data, "the file declares entities; they are not expanded");
}

/* Those of HTML are meant, even where nobody declared them. */
static xmlEntity *on_entity(void *data, const xmlChar *name)
{
  NtXml *x = data;
  const htmlEntityDesc *known = htmlEntityLookup(name);
  if (!known)
    return xmlGetPredefinedEntity(name);
  x->entity_text[g_unichar_to_utf8(known->value, x->entity_text)] = '\0';
  x->entity = (xmlEntity){
    .type = XML_ENTITY_DECL,
    .name = (const xmlChar *)known->name,
    .content = (xmlChar *)x->entity_text,
    .orig = (xmlChar *)x->entity_text,
    .length = (int)strlen(x->entity_text),
    .etype = XML_INTERNAL_PREDEFINED_ENTITY,
  };
  return xmlGetPredefinedEntity(name) ? xmlGetPredefinedEntity(name) : &x->entity;
}

static void on_error(void *data, const xmlError *error)
{
  NtXml *x = data;
  if (x->message || error->level == XML_ERR_WARNING || !error->message)
    return;
  x->message = g_utf8_make_valid(error->message, -1);
  g_strstrip(x->message);
  x->message_line = (guint)MAX(error->line, 0);
}

/* ---- the stream ---- */

NtXml *nt_xml_open(NtInput *in, GError **error)
{
  NtXml *x = g_new0(NtXml, 1);
  xmlSAXHandler handler = {
    .initialized = XML_SAX2_MAGIC,
    .startElementNs = on_open,
    .endElementNs = on_close,
    .characters = on_text,
    .ignorableWhitespace = on_text,
    .cdataBlock = on_text,
    .entityDecl = on_entity_declared,
    .getEntity = on_entity,
    .serror = (xmlStructuredErrorFunc)(void (*)(void))on_error, /* its const came with a later version */
  };
  x->in = in;
  x->queue = g_array_new(FALSE, FALSE, sizeof(Queued));
  x->words = g_string_chunk_new(4096);
  NtStr head = nt_input_peek(in, 4); /* by which the parser tells the encoding */
  x->parser = xmlCreatePushParserCtxt(&handler, x, NULL, 0, NULL);
  if (!x->parser || !head.n) {
    g_set_error(error, NT_ERROR, NT_ERROR_INPUT, head.n ? "no XML" : "empty");
    nt_xml_free(x);
    return NULL;
  }
  xmlCtxtUseOptions(x->parser, XML_PARSE_NONET | XML_PARSE_RECOVER);
  return x;
}

static void clear_queue(NtXml *x)
{
  for (guint i = 0; i < x->queue->len; i++)
    if (g_array_index(x->queue, Queued, i).attributes)
      g_ptr_array_unref(g_array_index(x->queue, Queued, i).attributes);
  g_array_set_size(x->queue, 0);
  g_string_chunk_clear(x->words);
  x->at = 0;
}

void nt_xml_free(NtXml *x)
{
  if (!x)
    return;
  clear_queue(x);
  g_array_unref(x->queue);
  g_string_chunk_free(x->words);
  if (x->parser) {
    if (x->parser->myDoc)
      xmlFreeDoc(x->parser->myDoc);
    xmlFreeParserCtxt(x->parser);
  }
  g_clear_error(&x->failed);
  g_free(x->message);
  g_free(x);
}

static void feed(NtXml *x)
{
  char piece[PIECE];
  gssize n = nt_input_read(x->in, piece, sizeof piece, &x->failed);
  x->end = n <= 0;
  if (n >= 0)
    xmlParseChunk(x->parser, piece, (int)n, x->end);
}

gboolean nt_xml_next(NtXml *x, NtXmlEvent *event, GError **error)
{
  if (x->at == x->queue->len)
    clear_queue(x);
  else
    x->at++;
  if (x->at == x->queue->len)
    clear_queue(x);
  while (!x->queue->len && !x->end && !x->failed)
    feed(x);
  if (x->queue->len) {
    *event = g_array_index(x->queue, Queued, x->at).event;
    return TRUE;
  }
  if (x->failed) {
    g_propagate_error(error, g_steal_pointer(&x->failed));
    return FALSE;
  }
  if (x->message) { /* the parser mends what it can; that something was wrong is said at the end */
    g_set_error(error, NT_ERROR, NT_ERROR_INPUT, "line %u: %s", x->message_line, x->message);
    return FALSE;
  }
  *event = (NtXmlEvent){.kind = NT_XML_END};
  return TRUE;
}

const char *nt_xml_attribute(const NtXml *x, const char *name)
{
  const GPtrArray *attributes = x->at < x->queue->len ? g_array_index(x->queue, Queued, x->at).attributes : NULL;
  for (guint i = 0; attributes && i < attributes->len; i += 2)
    if (g_str_equal(attributes->pdata[i], name))
      return attributes->pdata[i + 1];
  return NULL;
}

char *nt_xml_version(void)
{
  guint number = (guint)g_ascii_strtoull(xmlParserVersion, NULL, 10); /* 20914, and more words behind it */
  return g_strdup_printf("libxml2 %u.%u.%u", number / 10000, number / 100 % 100, number % 100);
}
