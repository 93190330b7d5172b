#include "containers.h"

#include "base/error.h"
#include "base/limits.h"
#include "base/utf8.h"

typedef struct {
  const NtReader *reader;
  gpointer self;
  NtInput *in; /* NULL where it belongs to the container around */
  char *path;
} Open;

struct NtContainers {
  const NtOptions *options;
  const NtReader *from;
  NtEncodings *encodings;
  Open open[NT_LIMIT_ARCHIVE_DEPTH]; /* the innermost last */
  guint n;
};

NtContainers *nt_containers_new(const NtOptions *options, const NtReader *from)
{
  NtContainers *c = g_new0(NtContainers, 1);
  c->options = options;
  c->from = from;
  c->encodings = nt_encodings_new();
  return c;
}

static void close_innermost(NtContainers *c)
{
  Open *o = &c->open[--c->n];
  o->reader->close(o->self);
  nt_input_free(o->in);
  g_free(o->path);
}

void nt_containers_free(NtContainers *c)
{
  if (!c)
    return;
  while (c->n)
    close_innermost(c);
  nt_encodings_free(c->encodings);
  g_free(c);
}

static const char *base_name(const char *path)
{
  const char *slash = strrchr(path, '/');
  return slash ? slash + 1 : path;
}

static gboolean is_hidden(const char *path)
{
  for (const char *p = path; p; p = strchr(p, '/')) {
    p += *p == '/';
    if (*p == '.' && p[1] != '/' && p[1] != '\0')
      return TRUE;
  }
  return g_str_has_prefix(path, "__MACOSX/");
}

gboolean nt_containers_want(const NtContainers *c, const char *path)
{
  const NtReader *reader = nt_reader_by_path(path);
  if (c->from)
    return TRUE;
  if (reader)
    return !reader->asked_for || (nt_options_text(c->options, "text-column") != NULL);
  return !strchr(base_name(path), '.') || g_str_has_suffix(path, ".xml");
}

/* ---- documents ---- */

static NtDocument *add(NtBatch *batch, NtDocumentKind kind, const char *path)
{
  NtDocument *d = nt_vec_push(batch->arena, &batch->documents);
  *d = (NtDocument){.kind = kind, .path = nt_arena_str(batch->arena, nt_str(path))};
  return d;
}

static void add_error(NtBatch *batch, const char *path, guint64 line, const char *message)
{
  g_autofree char *place = line ? g_strdup_printf("%s:%" G_GUINT64_FORMAT, path, line) : NULL;
  NtUtf8Repairs repairs; /* a message may quote what a header says */
  add(batch, NT_DOCUMENT_ERROR, place ? place : path)->message = nt_utf8_repair(batch->arena, nt_arena_str(batch->arena, nt_str(message)), &repairs);
}

static void add_document(NtBatch *batch, NtInput *in, const char *path, const char *format)
{
  g_autoptr(GError) error = NULL;
  NtStr bytes;
  if (!nt_input_rest(in, batch->arena, NT_LIMIT_TEXT_BYTES, &bytes, &error)) {
    add_error(batch, path, 0, error->message);
    return;
  }
  NtDocument *d = add(batch, NT_DOCUMENT_BYTES, path);
  d->bytes = bytes.n ? bytes : nt_str_n("", 0);
  d->format = format;
  batch->bytes += bytes.n;
}

/* ---- streams ---- */

/* `name` is the name its format is told by: not that of the compressed file around it. */
static const NtReader *reader_of(const NtContainers *c, NtInput *in, const char *name)
{
  NtStr head = nt_input_peek(in, NT_READER_HEAD);
  if (c->from && (c->from == &nt_reader_archive || nt_reader_by_content(head) != &nt_reader_archive))
    return c->from;
  return nt_reader_of(name, head);
}

/* Takes over `in` where `owned`. */
static void take_stream(NtContainers *c, NtBatch *batch, NtInput *in, gboolean owned, const char *path, const char *name)
{
  g_autoptr(GError) error = NULL;
  const NtReader *reader = reader_of(c, in, name);
  gpointer self = NULL;
  if (reader->decode)
    add_document(batch, in, path, reader->name);
  else if (c->n == NT_LIMIT_ARCHIVE_DEPTH)
    add_error(batch, path, 0, nt_arena_printf(batch->arena, "archives stand inside each other more than %u deep", NT_LIMIT_ARCHIVE_DEPTH));
  else if (!(self = reader->open(&(NtContainer){path, in, c->options, c->encodings}, &error)))
    add_error(batch, path, 0, error->message);
  if (self)
    c->open[c->n++] = (Open){reader, self, owned ? in : NULL, g_strdup(path)};
  else if (owned)
    nt_input_free(in);
}

/* A file that was found and ends in .xml may be anything: it is taken where it is a feed. */
static gboolean is_unwanted_xml(const NtContainers *c, NtInput *in, const char *name)
{
  return !c->from && g_str_has_suffix(name, ".xml") && nt_reader_by_content(nt_input_peek(in, NT_READER_HEAD)) != &nt_reader_feed;
}

void nt_containers_take(NtContainers *c, NtBatch *batch, NtInput *in, const char *path, gboolean named)
{
  if (!named && is_unwanted_xml(c, in, path))
    nt_input_free(in);
  else
    take_stream(c, batch, in, TRUE, path, base_name(path));
}

/* `x.txt.gz` holds `x.txt`, `x.tgz` a thing called `x`. */
static char *without_ending(const char *path)
{
  const char *name = base_name(path), *dot = strrchr(name, '.');
  return g_strndup(name, dot ? (gsize)(dot - name) : strlen(name));
}

static void take_member(NtContainers *c, NtBatch *batch, const Open *o, const NtPiece *piece)
{
  if (!piece->path.p) {
    g_autofree char *name = without_ending(o->path);
    take_stream(c, batch, piece->in, FALSE, o->path, name);
    return;
  }
  g_autofree char *name = g_strndup(piece->path.p, piece->path.n);
  if (is_hidden(name) || !nt_containers_want(c, name) || is_unwanted_xml(c, piece->in, name))
    return;
  g_autofree char *path = g_strdup_printf("%s!/%s", o->path, name);
  take_stream(c, batch, piece->in, FALSE, path, base_name(name));
}

static void take_piece(NtContainers *c, NtBatch *batch, const Open *o, const NtPiece *piece)
{
  g_autofree char *path = piece->path.n ? g_strdup_printf("%s!/%.*s", o->path, (int)piece->path.n, piece->path.p) : g_strdup(o->path);
  NtDocument *d;
  switch (piece->kind) {
  case NT_PIECE_STREAM:
    take_member(c, batch, o, piece);
    break;
  case NT_PIECE_BYTES:
    d = add(batch, NT_DOCUMENT_BYTES, path);
    d->bytes = piece->bytes;
    d->format = piece->format;
    d->charset = piece->charset;
    batch->bytes += piece->bytes.n;
    break;
  case NT_PIECE_LINE:
    d = add(batch, NT_DOCUMENT_LINE, o->path);
    d->bytes = piece->bytes;
    d->line = piece->line;
    batch->bytes += piece->bytes.n;
    break;
  case NT_PIECE_BAD:
    add_error(batch, path, piece->line, piece->message.p);
    break;
  case NT_PIECE_END:
    break;
  }
}

gboolean nt_containers_step(NtContainers *c, NtBatch *batch)
{
  if (!c->n)
    return FALSE;
  Open o = c->open[c->n - 1];
  NtPiece piece = {0};
  g_autoptr(GError) error = NULL;
  gboolean good = o.reader->next(o.self, batch->arena, &piece, &error);
  if (!good)
    add_error(batch, o.path, 0, error->message);
  if (!good || piece.kind == NT_PIECE_END)
    close_innermost(c);
  else
    take_piece(c, batch, &o, &piece);
  return TRUE;
}
