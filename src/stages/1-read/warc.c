/* WARC 1.0 and 1.1, of web crawlers: each answer that was a page or a text is a document, named by its address. Records of other kinds
 * are passed over; `resource` and `conversion` records hold a page or a text without the head of an answer. */
#include "reader.h"

#include "base/archive.h"
#include "base/error.h"
#include "base/limits.h"
#include "base/utf8.h"

typedef struct {
  NtInput *in;
  guint64 number;
  guint64 left; /* of the record at hand */
} Warc;

/* Header lines, and what of them matters. */
typedef struct {
  NtStr type, address, media, encoding, transfer; /* in an arena; p NULL where missing */
  guint64 length;
  gboolean has_length;
} Head;

static gpointer open_warc(const NtContainer *container, GError **error)
{
  (void)error;
  Warc *w = g_new0(Warc, 1);
  w->in = container->in;
  return w;
}

static gboolean begins_with(NtStr text, const char *word)
{
  return text.n >= strlen(word) && g_ascii_strncasecmp(text.p, word, strlen(word)) == 0;
}

static void take_header(Head *head, NtArena *arena, NtStr line)
{
  const struct {
    const char *name;
    NtStr *into;
  } rows[] = {
    {"WARC-Type", &head->type},        {"WARC-Target-URI", &head->address},     {"Content-Type", &head->media},
    {"Content-Encoding", &head->encoding}, {"Transfer-Encoding", &head->transfer},
  };
  const char *colon = line.n ? memchr(line.p, ':', line.n) : NULL;
  if (!colon)
    return;
  NtStr name = nt_str_trim(nt_str_n(line.p, (gsize)(colon - line.p))), value = nt_str_trim(nt_str_n(colon + 1, line.n - (gsize)(colon + 1 - line.p)));
  for (guint i = 0; i < G_N_ELEMENTS(rows); i++)
    if (name.n == strlen(rows[i].name) && begins_with(name, rows[i].name) && value.n)
      *rows[i].into = nt_arena_str(arena, value);
  if (name.n == 14 && begins_with(name, "Content-Length")) {
    g_autofree char *digits = g_strndup(value.p, MIN(value.n, 20));
    head->length = g_ascii_strtoull(digits, NULL, 10);
    head->has_length = g_ascii_isdigit(*digits);
  }
}

static gboolean broken(GError **error, const char *message)
{
  g_set_error(error, NT_ERROR, NT_ERROR_INPUT, "%s", message);
  return FALSE;
}

/* The head of the next record; `*more` is FALSE at the end. */
static gboolean read_head(Warc *w, NtArena *arena, Head *head, gboolean *more, GError **error)
{
  NtStr line;
  gboolean cut;
  gsize bytes = 0;
  *head = (Head){0};
  do { /* blank lines stand between records */
    if (!nt_input_line(w->in, NT_LIMIT_WARC_HEADER_BYTES, &line, &cut, error))
      return FALSE;
    *more = line.n || cut;
    if (!*more)
      return TRUE;
  } while (!cut && !nt_str_trim(line).n);
  if (cut || !begins_with(line, "WARC/"))
    return broken(error, "no WARC record where one should begin");
  for (;;) {
    if (!nt_input_line(w->in, NT_LIMIT_WARC_HEADER_BYTES, &line, &cut, error))
      return FALSE;
    bytes += line.n;
    if (cut || bytes > NT_LIMIT_WARC_HEADER_BYTES)
      return broken(error, "the head of a record is too long");
    if (!nt_str_trim(line).n)
      break;
    take_header(head, arena, line);
  }
  return head->has_length || broken(error, "a record without Content-Length");
}

/* ---- the answer ---- */

/* Its body in chunks becomes one; FALSE where it is cut off or no chunks. */
static gboolean dechunk(NtArena *arena, NtStr *body)
{
  char *out = nt_arena_alloc(arena, body->n + 1);
  gsize n = 0;
  NtStr in = *body;
  for (;;) {
    const char *feed = in.n ? memchr(in.p, '\n', in.n) : NULL;
    if (!feed || feed - in.p > 1000 || !g_ascii_isxdigit(in.p[0]))
      return FALSE;
    guint64 size = 0;
    for (gsize i = 0; g_ascii_isxdigit(in.p[i]) && i < 15; i++)
      size = size * 16 + (guint)g_ascii_xdigit_value(in.p[i]);
    in = nt_str_n(feed + 1, in.n - (gsize)(feed + 1 - in.p));
    if (!size)
      break;
    if (size > in.n)
      return FALSE;
    memcpy(out + n, in.p, size);
    n += size;
    in = nt_str_n(in.p + size, in.n - size);
    while (in.n && (in.p[0] == '\r' || in.p[0] == '\n'))
      in = nt_str_n(in.p + 1, in.n - 1);
  }
  *body = nt_str_n(out, n);
  return TRUE;
}

static gboolean decompress(NtArena *arena, NtStr *body, GError **error)
{
  NtStr name;
  g_autoptr(NtInput) in = nt_input_of_bytes(*body);
  NtArchive *archive = nt_archive_open(in, NULL, error);
  if (!archive)
    return FALSE;
  gboolean good = nt_archive_next(archive, &name, error) == NT_ARCHIVE_MEMBER &&
                  nt_input_rest(nt_archive_content(archive), arena, NT_LIMIT_TEXT_BYTES, body, error);
  nt_archive_free(archive);
  return good;
}

/* The head of an answer is taken off `body`; `*good` says whether it was a success. */
static void take_answer(NtArena *arena, NtStr *body, Head *head, gboolean *good)
{
  gboolean first = TRUE;
  *good = FALSE;
  while (body->n) {
    const char *feed = memchr(body->p, '\n', body->n);
    NtStr line = {body->p, feed ? (gsize)(feed - body->p) + 1 : body->n};
    *body = nt_str_n(body->p + line.n, body->n - line.n);
    line = nt_str_trim(line);
    if (!line.n)
      return;
    const char *space = first ? memchr(line.p, ' ', line.n) : NULL;
    if (first)
      *good = begins_with(line, "HTTP/") && space && line.n - (gsize)(space - line.p) >= 4 && memcmp(space, " 200", 4) == 0;
    else
      take_header(head, arena, line);
    first = FALSE;
  }
}

static const char *format_of(NtStr media)
{
  if (begins_with(media, "text/html") || begins_with(media, "application/xhtml+xml"))
    return "html";
  return begins_with(media, "text/plain") ? "text" : NULL;
}

static NtStr charset_of(NtStr media)
{
  for (gsize i = 0; i + 8 < media.n; i++)
    if (g_ascii_strncasecmp(media.p + i, "charset=", 8) == 0) {
      NtStr value = {media.p + i + 8, media.n - i - 8};
      gsize n = 0;
      value = value.n && value.p[0] == '"' ? nt_str_n(value.p + 1, value.n - 1) : value;
      while (n < value.n && (g_ascii_isalnum(value.p[n]) || strchr("-_.:", value.p[n])))
        n++;
      return nt_str_n(value.p, n);
    }
  return (NtStr){0};
}

/* FALSE where the record holds nothing to read; BAD in `piece` where it should. */
static gboolean take_body(NtArena *arena, const Head *record, NtStr body, NtPiece *piece)
{
  Head answer = {.media = record->media};
  g_autoptr(GError) error = NULL;
  gboolean good = TRUE;
  if (nt_str_is(record->type, "response"))
    take_answer(arena, &body, &answer, &good);
  piece->format = format_of(answer.media);
  if (!good || !piece->format)
    return FALSE;
  piece->kind = NT_PIECE_BAD;
  piece->charset = charset_of(answer.media);
  if (begins_with(answer.transfer, "chunked") && !dechunk(arena, &body)) {
    piece->message = NT_STR("the chunks of the answer are broken");
  } else if (answer.encoding.n && !nt_str_is(answer.encoding, "identity") && !begins_with(answer.encoding, "gzip") &&
             !begins_with(answer.encoding, "x-gzip")) {
    piece->message = nt_str(nt_arena_printf(arena, "the answer is in the encoding \"%.*s\"", NT_HEAD_ARG(answer.encoding, 40)));
  } else if (begins_with(answer.encoding, "gzip") && nt_archive_is(body) && !decompress(arena, &body, &error)) {
    piece->message = nt_arena_str(arena, nt_str(error ? error->message : "broken"));
  } else {
    piece->kind = NT_PIECE_BYTES;
    piece->bytes = body.n ? body : nt_str_n("", 0);
  }
  return TRUE;
}

static gboolean may_hold_text(const Head *head)
{
  if (nt_str_is(head->type, "response"))
    return begins_with(head->media, "application/http");
  return (nt_str_is(head->type, "resource") || nt_str_is(head->type, "conversion")) && format_of(head->media);
}

static gboolean read_body(Warc *w, NtArena *arena, NtStr *body, GError **error)
{
  char *bytes = nt_arena_alloc(arena, (gsize)w->left + 1);
  gsize n = 0;
  while (w->left) {
    gssize got = nt_input_read(w->in, bytes + n, (gsize)w->left, error);
    if (got < 0)
      return FALSE;
    if (!got)
      return broken(error, "the last record is cut off");
    n += (gsize)got;
    w->left -= (guint64)got;
  }
  *body = nt_str_n(bytes, n);
  return TRUE;
}

static gboolean next_record(gpointer self, NtArena *arena, NtPiece *piece, GError **error)
{
  Warc *w = self;
  for (;;) {
    Head head;
    NtStr body;
    gboolean more;
    if (!nt_input_skip(w->in, w->left, error) || !read_head(w, arena, &head, &more, error))
      return FALSE;
    piece->kind = NT_PIECE_END;
    if (!more)
      return TRUE;
    w->number++;
    w->left = head.length;
    if (!may_hold_text(&head))
      continue;
    NtUtf8Repairs repairs;
    piece->path = head.address.n ? nt_utf8_repair(arena, head.address, &repairs)
                                 : nt_str(nt_arena_printf(arena, "%" G_GUINT64_FORMAT, w->number));
    if (w->left > NT_LIMIT_TEXT_BYTES) {
      piece->kind = NT_PIECE_BAD;
      piece->message = NT_STR("the record has too many bytes");
      return TRUE;
    }
    if (!read_body(w, arena, &body, error))
      return FALSE;
    if (take_body(arena, &head, body, piece))
      return TRUE;
  }
}

static gboolean is_warc(NtStr head)
{
  return begins_with(head, "WARC/");
}

const NtReader nt_reader_warc = {
  .name = "warc",
  .endings = ".warc",
  .is = is_warc,
  .open = open_warc,
  .next = next_record,
  .close = g_free,
};
