/* W3C Web Annotation (JSON-LD): a collection with one page, an annotation a mention. What it is about is the article, by its id as
 * a relative IRI; the place is said twice, by position and by quotation, as the recommendation advises. */
#include "base/utf8.h"
#include "members.h"
#include "placed.h"
#include "textfile.h"
#include "wikidata.h"
#include "writers.h"

#define AROUND 32u /* bytes of text before and behind a quotation, at least; whole characters */

static gpointer webannotation_open(const char *path, const NtOptions *options, GError **error)
{
  (void)options;
  return nt_textfile_open(path,
                          "{\"@context\":\"http://www.w3.org/ns/anno.jsonld\",\"id\":\"#mentions\",\"type\":\"AnnotationCollection\","
                          "\"label\":\"Mentions, tagged by newstag\",\"first\":{\"id\":\"#page1\",\"type\":\"AnnotationPage\","
                          "\"partOf\":\"#mentions\",\"startIndex\":0,\"items\":[\n",
                          2, "\n]}}\n", error);
}

/* Everything but letters, digits, `-._~` and slashes is escaped, a slash in front as well: the id is a path, and below the place of
 * the file. */
static void put_iri(GString *out, NtStr id)
{
  for (gsize i = 0; i < id.n; i++) {
    guchar c = (guchar)id.p[i];
    if (g_ascii_isalnum(c) || nt_is_one_of((char)c, "-._~") || (c == '/' && i))
      g_string_append_c(out, (char)c);
    else
      g_string_append_printf(out, "%%%02X", c);
  }
}

static gboolean inside_character(NtStr text, guint32 at)
{
  return at < text.n && ((guchar)text.p[at] & 0xC0) == 0x80;
}

static void put_quotation(GString *out, NtStr text, NtSpan span)
{
  guint32 from = span.start - MIN(span.start, AROUND), to = (guint32)MIN((gsize)span.end + AROUND, text.n);
  while (from && inside_character(text, from))
    from--;
  while (inside_character(text, to))
    to++;
  nt_put(out, "{\"type\":\"TextQuoteSelector\"");
  nt_member_text(out, "exact", nt_span_of(span, text));
  nt_member_text(out, "prefix", nt_span_of((NtSpan){from, span.start}, text));
  nt_member_text(out, "suffix", nt_span_of((NtSpan){span.end, to}, text));
  nt_put(out, "}");
}

static void put_body(GString *out, const NtEntity *entity)
{
  nt_put(out, ",\"body\":[");
  if (nt_is_wikidata(entity->id)) {
    nt_put(out, "{\"type\":\"SpecificResource\",\"purpose\":\"identifying\",\"source\":\"http://www.wikidata.org/entity/");
    nt_json_put(out, entity->id);
    nt_put(out, "\"},");
  }
  nt_put(out, "{\"type\":\"TextualBody\",\"purpose\":\"tagging\"");
  nt_member_text(out, "value", entity->name);
  nt_put(out, "},{\"type\":\"TextualBody\",\"purpose\":\"classifying\"");
  nt_member_text(out, "value", nt_str(nt_type_word(entity->type)));
  nt_put(out, "}]");
}

static gboolean webannotation_format(gconstpointer self, NtArticle *a, GString *out, GError **error)
{
  (void)self, (void)error;
  NtPlacedList list = nt_placed_all(a);
  for (guint i = 0; i < list.n; i++) {
    NtSpan span = list.v[i].mention->span;
    nt_put(out, ",\n{\"id\":\"#");
    put_iri(out, a->id);
    g_string_append_printf(out, "-m%u\",\"type\":\"Annotation\",\"motivation\":\"identifying\"", i + 1);
    put_body(out, list.v[i].entity);
    nt_put(out, ",\"target\":{\"source\":\"");
    put_iri(out, a->id);
    nt_put(out, "\",\"selector\":[{\"type\":\"TextPositionSelector\"");
    nt_member_span(out, a, span);
    nt_put(out, "},");
    put_quotation(out, a->text, span);
    nt_put(out, "]}}");
  }
  return TRUE;
}

const NtSink nt_sink_webannotation = {
  .name = "webannotation",
  .suffix = ".jsonld",
  .summary = "W3C Web Annotation in JSON-LD, an annotation a mention",
  .reads = NT_MENTION_LAYERS,
  .open = webannotation_open,
  .format = webannotation_format,
  NT_TEXTFILE_ENDS,
};
