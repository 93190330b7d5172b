/* A report: one page with all articles, which a browser opens from the disk and nothing is fetched for. The page is in report/; its data is
 * an array of JSON in a <script> that no browser runs, in the shape that report.js says. */
#include "members.h"
#include "placed.h"
#include "report/assets.h"
#include "texts.h"
#include "textfile.h"
#include "writers.h"

#include "base/error.h"

#include <math.h>

#define MOST_ARTICLES 5000u             /* a browser takes some seconds for as many */
#define MOST_BYTES ((guint64)128 << 20) /* of articles */

typedef struct {
  NtTextFile *file;
  char *tail; /* the file's, behind the articles */
  guint64 articles, bytes;
} Html;

/* ---- an article ---- */

/* Offsets as JavaScript counts: in UTF-16. Asked for from left to right. */
typedef struct {
  NtStr text;
  guint32 byte, unit;
} Units;

static guint32 unit_of(Units *u, guint32 byte)
{
  if (byte < u->byte)
    u->byte = u->unit = 0;
  for (; u->byte < byte; u->byte++) {
    guchar c = (guchar)u->text.p[u->byte];
    u->unit += (c & 0xC0) != 0x80; /* a character begins */
    u->unit += c >= 0xF0;          /* with a second half */
  }
  return u->unit;
}

static void put_zones(GString *out, NtArticle *a)
{
  Units units = {.text = a->text};
  nt_put(out, ",\"z\":[");
  for (guint i = 0; i < a->zones.n; i++) {
    guint32 start = unit_of(&units, a->zones.v[i].span.start), end = unit_of(&units, a->zones.v[i].span.end);
    g_string_append_printf(out, "%s[%u,%u,%u]", i ? "," : "", (guint)a->zones.v[i].kind, start, end);
  }
  nt_put(out, "]");
}

static void put_topics(GString *out, const NtArticle *a)
{
  nt_put(out, ",\"T\":[");
  for (guint i = 0; i < a->topics.n; i++) {
    nt_put(out, i ? ",[" : "[");
    nt_json_put_string(out, a->topics.v[i].id);
    nt_put(out, ",");
    nt_json_put_string(out, a->topics.v[i].label.n ? a->topics.v[i].label : a->topics.v[i].id);
    nt_put(out, ",");
    nt_json_put_number(out, a->topics.v[i].score);
    nt_put(out, "]");
  }
  nt_put(out, "]");
}

static void put_entities(GString *out, const NtArticle *a)
{
  nt_put(out, ",\"e\":[");
  for (guint i = 0; i < a->entities.n; i++) {
    const NtEntity *e = &a->entities.v[i];
    nt_put(out, i ? ",[" : "[");
    nt_json_put_string(out, e->id);
    g_string_append_printf(out, ",%u,", (guint)e->type);
    nt_json_put_string(out, e->name);
    if (nt_has_position(e)) {
      nt_put(out, ",");
      nt_json_put_degrees(out, e->about.lat);
      nt_put(out, ",");
      nt_json_put_degrees(out, e->about.lon);
    }
    nt_put(out, "]");
  }
  nt_put(out, "]");
}

static void put_mentions(GString *out, NtArticle *a)
{
  NtPlacedList list = nt_placed_apart(a);
  Units units = {.text = a->text};
  NtTexts reasons;
  nt_texts_init(&reasons, a->arena);
  nt_put(out, ",\"m\":[");
  for (guint i = 0; i < list.n; i++) {
    const NtMention *m = list.v[i].mention;
    guint32 start = unit_of(&units, m->span.start), end = unit_of(&units, m->span.end);
    g_string_append_printf(out, "%s[%u,%u,%u,", i ? "," : "", start, end, (guint)(list.v[i].entity - a->entities.v));
    nt_json_put_number(out, m->score);
    for (guint w = 0; w < m->n_why; w++)
      g_string_append_printf(out, ",%u", nt_texts_number(&reasons, m->why[w]));
    nt_put(out, "]");
  }
  nt_put(out, "],\"w\":[");
  for (guint i = 0; i < reasons.texts.n; i++) {
    nt_put(out, i ? "," : "");
    nt_json_put_string(out, reasons.texts.v[i]);
  }
  nt_put(out, "]");
}

/* As JSON in a page: `<` would begin a tag, and stands nowhere but in strings. */
static void put_safely(GString *out, const GString *json)
{
  const char *p = json->str, *end = p + json->len;
  for (const char *less; (less = memchr(p, '<', (gsize)(end - p))); p = less + 1) {
    nt_json_put_n(out, p, (gsize)(less - p));
    nt_put(out, "\\u003c");
  }
  nt_json_put_n(out, p, (gsize)(end - p));
}

static gboolean html_format(gconstpointer self, NtArticle *a, GString *out, GError **error)
{
  (void)self, (void)error;
  if (!nt_has_text(a))
    return TRUE;
  g_autoptr(GString) json = g_string_sized_new(a->text.n * 2 + 1024);
  nt_put(json, ",\n{"); /* the only line end: strings have theirs escaped */
  nt_member_text(json, "id", a->id);
  nt_member_known(json, "h", a->meta.headline);
  nt_member_known(json, "p", a->meta.publisher);
  nt_member_known(json, "d", a->meta.published);
  nt_member_known(json, "i", a->meta.published_iso);
  nt_member_known(json, "b", a->meta.byline);
  nt_member_known(json, "f", a->source.path);
  nt_member_text(json, "t", a->text);
  put_zones(json, a);
  put_topics(json, a);
  put_entities(json, a);
  put_mentions(json, a);
  nt_put(json, "}");
  put_safely(out, json);
  return TRUE;
}

/* ---- the page ---- */

static char *source_hash(const char *text)
{
  GChecksum *sum = g_checksum_new(G_CHECKSUM_SHA256);
  guint8 digest[32];
  gsize n = sizeof digest;
  g_checksum_update(sum, (const guchar *)text, (gssize)strlen(text));
  g_checksum_get_digest(sum, digest, &n);
  g_checksum_free(sum);
  g_autofree char *base64 = g_base64_encode(digest, n);
  return g_strdup_printf("'sha256-%s'", base64);
}

/* Nothing may be fetched, and no script or style runs but the two of the page, known by their sums. */
static char *policy(void)
{
  g_autofree char *style = source_hash(nt_report_css), *script = source_hash(nt_report_js);
  return g_strdup_printf("default-src 'none'; style-src %s; script-src %s; base-uri 'none'; form-action 'none'", style, script);
}

static void fill(GString *page, const char *mark, const char *text)
{
  const char *at = strstr(page->str, mark);
  g_assert(at); /* report.html has every mark */
  gssize place = at - page->str;
  g_string_erase(page, place, (gssize)strlen(mark));
  g_string_insert(page, place, text);
}

static void html_close(gpointer self)
{
  Html *h = self;
  if (h->file)
    nt_textfile_close(h->file);
  g_free(h->tail);
  g_free(h);
}

static gpointer html_open(const char *path, const NtOptions *options, GError **error)
{
  (void)options;
  g_autoptr(GString) page = g_string_new(nt_report_html);
  g_autofree char *csp = policy();
  fill(page, "{{csp}}", csp);
  fill(page, "{{css}}", nt_report_css);
  fill(page, "{{outlines}}", nt_outlines_svg);
  fill(page, "{{js}}", nt_report_js);
  char *articles = strstr(page->str, "{{articles}}\n");
  g_assert(articles);
  Html *h = g_new0(Html, 1);
  h->tail = g_strdup(articles + strlen("{{articles}}\n"));
  g_string_truncate(page, (gsize)(articles - page->str));
  h->file = nt_textfile_open(path, page->str, 2, h->tail, error);
  if (h->file)
    return h;
  html_close(h);
  return NULL;
}

static gboolean html_put(gpointer self, const char *bytes, gsize n, GError **error)
{
  Html *h = self;
  h->bytes += n;
  for (const char *p = bytes; (p = memchr(p, '\n', (gsize)(bytes + n - p))); p++)
    h->articles++;
  if (h->articles > MOST_ARTICLES || h->bytes > MOST_BYTES) {
    g_set_error(error, NT_ERROR, NT_ERROR_IO,
                "a report holds at most %u articles or %u MiB of them, for a browser's sake; make several, or a .db or .xlsx",
                MOST_ARTICLES, (guint)(MOST_BYTES >> 20));
    return FALSE;
  }
  return nt_textfile_put(h->file, bytes, n, error);
}

static gboolean html_finish(gpointer self, GError **error)
{
  return nt_textfile_finish(((Html *)self)->file, error);
}

const NtSink nt_sink_html = {
  .name = "html",
  .suffix = ".html",
  .summary = "a report to read and search in a browser: texts with coloured mentions, a map, topics over time",
  .reads = NT_MENTION_LAYERS,
  .open = html_open,
  .format = html_format,
  .put = html_put,
  .finish = html_finish,
  .close = html_close,
};
