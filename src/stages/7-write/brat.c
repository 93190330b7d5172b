/* brat's standoff: a .txt and an .ann for each article, and annotation.conf, in a zip archive, because a run has one output that is
 * whole or not there. Between `format` and `put` an article travels as
 *
 *     length of id | of text | of annotations (guint32 each) | id | text | annotations
 */
#include "base/zip.h"
#include "labels.h"
#include "members.h"
#include "placed.h"
#include "wikidata.h"
#include "writers.h"

typedef struct {
  NtOutfile *out;
  NtZip *zip;
  guint64 articles;
} Brat;

static const char configuration[] = "[entities]\nPERSON\nPLACE\nORGANIZATION\nGROUP\nEVENT\nWORK\nPRODUCT\n\n"
                                    "[relations]\n\n[events]\n\n[attributes]\n";
/* Wikidata's ids lead to their pages. */
static const char tools[] = "[normalizers]\nWikidata\tDB:none, <URL>:https://www.wikidata.org/, "
                            "<URLBASE>:https://www.wikidata.org/wiki/%s\n";

static void brat_close(gpointer self)
{
  Brat *b = self;
  nt_zip_free(b->zip);
  nt_outfile_free(b->out);
  g_free(b);
}

static gpointer brat_open(const char *path, const NtOptions *options, GError **error)
{
  (void)options;
  Brat *b = g_new0(Brat, 1);
  b->out = nt_outfile_open(path, error);
  if (b->out)
    b->zip = nt_zip_new(b->out, path);
  if (b->zip && nt_zip_add(b->zip, "annotation.conf", nt_str(configuration), error) &&
      nt_zip_add(b->zip, "tools.conf", nt_str(tools), error))
    return b;
  brat_close(b);
  return NULL;
}

static gboolean is_line_end(char c)
{
  return c == '\n' || c == '\r';
}

/* The next run without a line end, from `*at` to `end`; FALSE where there is none. */
static gboolean next_run(NtStr text, guint32 *at, guint32 end, NtSpan *run)
{
  while (*at < end && is_line_end(text.p[*at]))
    ++*at;
  run->start = *at;
  while (*at < end && !is_line_end(text.p[*at]))
    ++*at;
  run->end = *at;
  return run->start < run->end;
}

/* A mention with line ends in it is several pieces to brat, and its text has a space for each line end. */
static void put_pieces(GString *out, NtArticle *a, NtSpan span)
{
  NtSpan run;
  const char *between = " ";
  for (guint32 at = span.start; next_run(a->text, &at, span.end, &run); between = ";") {
    nt_put(out, between);
    nt_json_put_count(out, nt_offsets_point(&a->offsets, run.start));
    nt_put(out, " ");
    nt_json_put_count(out, nt_offsets_point(&a->offsets, run.end));
  }
  between = "\t";
  for (guint32 at = span.start; next_run(a->text, &at, span.end, &run); between = " ") {
    nt_put(out, between);
    nt_json_put(out, nt_span_of(run, a->text));
  }
}

static void put_plain(GString *out, NtStr text)
{
  for (gsize i = 0; i < text.n; i++)
    g_string_append_c(out, nt_is_one_of(text.p[i], "\t\n\r") ? ' ' : text.p[i]);
}

static void put_annotation(GString *out, NtArticle *a, const NtPlaced *placed, guint number)
{
  const NtEntity *entity = placed->entity;
  g_string_append_printf(out, "T%u\t%s", number, nt_label(NT_LABELS_PLAIN, entity->type));
  put_pieces(out, a, placed->mention->span);
  if (nt_is_wikidata(entity->id)) {
    g_string_append_printf(out, "\nN%u\tReference T%u Wikidata:%.*s\t", number, number, (int)entity->id.n, entity->id.p);
    put_plain(out, entity->name);
  } else {
    g_string_append_printf(out, "\n#%u\tAnnotatorNotes T%u\t", number, number);
    put_plain(out, entity->id);
  }
  nt_put(out, "\n");
}

static gboolean brat_format(gconstpointer self, NtArticle *a, GString *out, GError **error)
{
  (void)self, (void)error;
  if (!nt_has_text(a))
    return TRUE;
  g_autoptr(GString) annotations = g_string_new(NULL);
  NtPlacedList list = nt_placed_all(a);
  for (guint i = 0; i < list.n; i++)
    put_annotation(annotations, a, &list.v[i], i + 1);
  guint32 lengths[] = {(guint32)a->id.n, (guint32)a->text.n, (guint32)annotations->len};
  nt_json_put_n(out, (const char *)lengths, sizeof lengths);
  nt_json_put(out, a->id);
  nt_json_put(out, a->text);
  nt_json_put_n(out, annotations->str, annotations->len);
  return TRUE;
}

#define NAME_BYTES 100u

/* `000012-articles_a01.txt`: a number that keeps names apart, and as much of the id as a file name takes anywhere. */
static char *member_name(guint64 number, NtStr id, const char *ending)
{
  GString *name = g_string_new(NULL);
  g_string_printf(name, "%06" G_GUINT64_FORMAT "-", number);
  for (gsize i = 0; i < MIN(id.n, NAME_BYTES); i++)
    g_string_append_c(name, g_ascii_isalnum(id.p[i]) || nt_is_one_of(id.p[i], "-.") ? id.p[i] : '_');
  g_string_append(name, ending);
  return g_string_free(name, FALSE);
}

static gboolean add_article(Brat *b, NtStr id, NtStr text, NtStr annotations, GError **error)
{
  b->articles++;
  g_autofree char *text_name = member_name(b->articles, id, ".txt");
  g_autofree char *annotations_name = member_name(b->articles, id, ".ann");
  return nt_zip_add(b->zip, text_name, text, error) && nt_zip_add(b->zip, annotations_name, annotations, error);
}

static gboolean brat_put(gpointer self, const char *p, gsize n, GError **error)
{
  const char *end = p + n;
  while (p < end) {
    guint32 lengths[3];
    memcpy(lengths, p, sizeof lengths);
    const char *id = p + sizeof lengths, *text = id + lengths[0], *annotations = text + lengths[1];
    p = annotations + lengths[2];
    if (!add_article(self, nt_str_n(id, lengths[0]), nt_str_n(text, lengths[1]), nt_str_n(annotations, lengths[2]), error))
      return FALSE;
  }
  return TRUE;
}

static gboolean brat_finish(gpointer self, GError **error)
{
  Brat *b = self;
  return nt_zip_finish(b->zip, error) && nt_outfile_commit(b->out, error);
}

const NtSink nt_sink_brat = {
  .name = "brat",
  .suffix = ".brat.zip",
  .summary = "a zip archive of standoff files for brat",
  .reads = NT_MENTION_LAYERS,
  .open = brat_open,
  .format = brat_format,
  .put = brat_put,
  .finish = brat_finish,
  .close = brat_close,
};
