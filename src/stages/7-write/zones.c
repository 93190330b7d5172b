/* For people who look at what `split` did: each line of the text with its zone in the margin, and above it what is known of the
 * article. In colours where the caller says that a terminal reads it. */
#include "textfile.h"
#include "writers.h"

typedef struct {
  NtTextFile *file;
  gboolean colour;
} Zones;

#define MARGIN 9 /* the longest name of a zone */

/* SGR codes of ECMA-48. */
static const char *const colours[NT_N_ZONES] = {
  [NT_ZONE_HEADLINE] = "1", [NT_ZONE_BYLINE] = "36",   [NT_ZONE_DATELINE] = "33",
  [NT_ZONE_BODY] = "0",     [NT_ZONE_CAPTION] = "35", [NT_ZONE_FURNITURE] = "2",
};

static gpointer zones_open(const char *path, const NtOptions *options, GError **error)
{
  gpointer file = nt_textfile_open(path, "", 0, "", error);
  if (!file)
    return NULL;
  Zones *z = g_new0(Zones, 1);
  z->file = file;
  z->colour = nt_options_flag(options, "colour");
  return z;
}

/* What could steer a terminal is shown as U+FFFD. */
static void put_plain(GString *out, NtStr s)
{
  for (gsize i = 0; i < s.n; i++) {
    guchar c = (guchar)s.p[i];
    if (c == 0xC2 && i + 1 < s.n && (guchar)s.p[i + 1] < 0xA0) {
      g_string_append(out, "\xEF\xBF\xBD");
      i++;
    } else if ((c < 0x20 && c != '\t') || c == 0x7F) {
      g_string_append(out, "\xEF\xBF\xBD");
    } else {
      g_string_append_c(out, (char)c);
    }
  }
}

static void put_line(const Zones *z, GString *out, NtZoneKind kind, NtStr line)
{
  while (line.n && (line.p[line.n - 1] == '\r' || line.p[line.n - 1] == ' '))
    line.n--;
  g_string_append_printf(out, "%*s | ", MARGIN, nt_zone_word(kind));
  if (z->colour)
    g_string_append_printf(out, "\x1b[%sm", colours[kind]);
  put_plain(out, line);
  g_string_append(out, z->colour ? "\x1b[0m\n" : "\n");
}

static void put_zone(const Zones *z, GString *out, NtZoneKind kind, NtStr text)
{
  for (gsize i = 0; i < text.n;) {
    const char *end = memchr(text.p + i, '\n', text.n - i);
    gsize n = end ? (gsize)(end - text.p) - i : text.n - i;
    gboolean blank = TRUE;
    for (gsize k = i; k < i + n; k++)
      blank &= g_ascii_isspace(text.p[k]);
    if (blank)
      g_string_append_printf(out, "%*s |\n", MARGIN, "");
    else
      put_line(z, out, kind, nt_str_n(text.p + i, n));
    i += n + 1;
  }
}

static void put_known(GString *out, const char *what, NtStr value)
{
  if (!value.p)
    return;
  g_string_append_printf(out, "; %s: ", what);
  put_plain(out, value);
}

static gboolean zones_format(gconstpointer self, NtArticle *a, GString *out, GError **error)
{
  const Zones *z = self;
  (void)error;
  if (z->colour)
    g_string_append(out, "\x1b[4m");
  put_plain(out, a->id);
  if (z->colour)
    g_string_append(out, "\x1b[0m");
  put_known(out, "publisher", a->meta.publisher);
  put_known(out, "published", a->meta.published);
  put_known(out, "that is", a->meta.published_iso);
  put_known(out, "place", a->meta.place);
  put_known(out, "byline", a->meta.byline);
  put_known(out, "error", a->error);
  g_string_append_c(out, '\n');
  guint32 at = 0;
  for (guint i = 0; i < a->zones.n; i++) {
    NtSpan span = a->zones.v[i].span;
    guint lines = 0;
    for (guint32 k = at; k < span.start; k++)
      lines += a->text.p[k] == '\n';
    for (guint k = 1; k < lines && at; k++)
      g_string_append_printf(out, "%*s |\n", MARGIN, "");
    put_zone(z, out, a->zones.v[i].kind, nt_span_of(span, a->text));
    at = span.end;
  }
  g_string_append_c(out, '\n');
  return TRUE;
}

static gboolean zones_put(gpointer self, const char *bytes, gsize n, GError **error)
{
  return nt_textfile_put(((Zones *)self)->file, bytes, n, error);
}

static gboolean zones_flush(gpointer self, GError **error)
{
  return nt_textfile_flush(((Zones *)self)->file, error);
}

static gboolean zones_finish(gpointer self, GError **error)
{
  return nt_textfile_finish(((Zones *)self)->file, error);
}

static void zones_close(gpointer self)
{
  nt_textfile_close(((Zones *)self)->file);
  g_free(self);
}

const NtSink nt_sink_zones = {
  .name = "zones",
  .suffix = ".zones.txt",
  .summary = "each line of the text with its zone in the margin, to look at",
  .reads = NT_LAYER(TEXT) | NT_LAYER(ZONES) | NT_LAYER(META),
  .open = zones_open,
  .format = zones_format,
  .put = zones_put,
  .flush = zones_flush,
  .finish = zones_finish,
  .close = zones_close,
};
