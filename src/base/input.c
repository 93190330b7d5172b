#include "input.h"

#include "error.h"

#include <errno.h>
#include <unistd.h>

#define PIECE ((gsize)64 << 10)

struct NtInput {
  const NtInputKind *kind;
  gpointer self;
  char *buffer; /* read, not taken yet: from `start`, `used` bytes */
  gsize start, used, room;
  gboolean end;
  GError *failed; /* said once, at the place where it happened */
};

NtInput *nt_input_new(const NtInputKind *kind, gpointer self)
{
  NtInput *in = g_new0(NtInput, 1);
  in->kind = kind;
  in->self = self;
  return in;
}

void nt_input_free(NtInput *in)
{
  if (!in)
    return;
  if (in->kind->close)
    in->kind->close(in->self);
  g_clear_error(&in->failed);
  g_free(in->buffer);
  g_free(in);
}

/* ---- where bytes come from ---- */

static gssize pull_file(gpointer self, char *room, gsize n, GError **error)
{
  gssize got;
  do
    got = read(GPOINTER_TO_INT(self), room, n);
  while (got < 0 && errno == EINTR);
  if (got < 0)
    g_set_error(error, NT_ERROR, NT_ERROR_INPUT, "%s", g_strerror(errno));
  return got;
}

static gint64 seek_file(gpointer self, gint64 offset, int whence)
{
  return lseek(GPOINTER_TO_INT(self), offset, whence);
}

static void close_file(gpointer self)
{
  if (GPOINTER_TO_INT(self) != STDIN_FILENO)
    close(GPOINTER_TO_INT(self));
}

static const NtInputKind file_kind = {pull_file, seek_file, close_file};

NtInput *nt_input_of_file(int fd)
{
  return nt_input_new(&file_kind, GINT_TO_POINTER(fd));
}

typedef struct {
  NtStr bytes;
  gsize at;
} Bytes;

static gssize pull_bytes(gpointer self, char *room, gsize n, GError **error)
{
  Bytes *b = self;
  (void)error;
  n = MIN(n, b->bytes.n - b->at);
  memcpy(room, b->bytes.p + b->at, n);
  b->at += n;
  return (gssize)n;
}

static const NtInputKind bytes_kind = {pull_bytes, NULL, g_free};

NtInput *nt_input_of_bytes(NtStr bytes)
{
  Bytes *b = g_new0(Bytes, 1);
  b->bytes = bytes.n ? bytes : nt_str_n("", 0);
  return nt_input_new(&bytes_kind, b);
}

/* ---- taking them ---- */

static void make_room(NtInput *in, gsize more)
{
  if (in->start && (in->start >= in->used || in->start + in->used + more > in->room)) {
    memmove(in->buffer, in->buffer + in->start, in->used);
    in->start = 0;
  }
  if (in->start + in->used + more > in->room) {
    in->room = MAX(in->room * 2, in->start + in->used + more);
    in->buffer = g_realloc(in->buffer, in->room);
  }
}

/* Reads one piece more; FALSE where there is none. */
static gboolean pull_more(NtInput *in)
{
  if (in->end)
    return FALSE;
  make_room(in, PIECE);
  gssize got = in->kind->pull(in->self, in->buffer + in->start + in->used, PIECE, &in->failed);
  in->end = got <= 0;
  in->used += got > 0 ? (gsize)got : 0;
  return got > 0;
}

static void take(NtInput *in, gsize n)
{
  in->start += n;
  in->used -= n;
}

/* Nothing is left in the buffer: FALSE where that is because of an error. */
static gboolean tell_end(NtInput *in, GError **error)
{
  if (!in->failed || in->used)
    return TRUE;
  g_propagate_error(error, g_steal_pointer(&in->failed));
  return FALSE;
}

NtStr nt_input_peek(NtInput *in, gsize n)
{
  while (in->used < n && pull_more(in))
    ;
  return nt_str_n(in->buffer ? in->buffer + in->start : "", MIN(n, in->used));
}

NtStr nt_input_ahead(const NtInput *in)
{
  return nt_str_n(in->buffer ? in->buffer + in->start : "", in->used);
}

gssize nt_input_read(NtInput *in, char *room, gsize n, GError **error)
{
  if (!in->used && !pull_more(in))
    return tell_end(in, error) ? 0 : -1;
  n = MIN(n, in->used);
  memcpy(room, in->buffer + in->start, n);
  take(in, n);
  return (gssize)n;
}

/* Drops up to and with the next line feed. */
static gboolean drop_line(NtInput *in, GError **error)
{
  for (;;) {
    const char *p = in->buffer + in->start, *feed = in->used ? memchr(p, '\n', in->used) : NULL;
    take(in, feed ? (gsize)(feed - p) + 1 : in->used);
    if (feed || !pull_more(in))
      return feed || tell_end(in, error);
  }
}

gboolean nt_input_line(NtInput *in, gsize most, NtStr *line, gboolean *cut, GError **error)
{
  gsize seen = 0;
  *cut = FALSE;
  for (;;) {
    const char *p = in->buffer ? in->buffer + in->start : "";
    const char *feed = in->used > seen ? memchr(p + seen, '\n', in->used - seen) : NULL;
    if (feed || (in->end && in->used <= most)) {
      *line = nt_str_n(p, feed ? (gsize)(feed - p) + 1 : in->used);
      *cut = line->n > most;
      take(in, line->n);
      line->n = MIN(line->n, most);
      return line->n || tell_end(in, error);
    }
    if (in->used > most) {
      *cut = TRUE;
      *line = nt_str_n(p, 0);
      return drop_line(in, error);
    }
    seen = in->used;
    pull_more(in);
  }
}

gboolean nt_input_rest(NtInput *in, NtArena *arena, gsize most, NtStr *rest, GError **error)
{
  while (in->used <= most && pull_more(in))
    ;
  if (in->used > most) {
    g_set_error(error, NT_ERROR, NT_ERROR_LIMIT, "more than %" G_GSIZE_FORMAT " bytes", most);
    take(in, in->used);
    return FALSE;
  }
  if (in->failed) {
    g_propagate_error(error, g_steal_pointer(&in->failed));
    take(in, in->used);
    return FALSE;
  }
  *rest = nt_arena_str(arena, nt_str_n(in->used ? in->buffer + in->start : "", in->used));
  take(in, in->used);
  return TRUE;
}

gboolean nt_input_skip(NtInput *in, guint64 n, GError **error)
{
  while (n) {
    if (!in->used && !pull_more(in))
      return tell_end(in, error);
    gsize step = (gsize)MIN(n, in->used);
    take(in, step);
    n -= step;
  }
  return TRUE;
}

void nt_input_unread(NtInput *in, NtStr bytes)
{
  g_autofree char *copy = g_memdup2(bytes.p, bytes.n); /* it may lie in the buffer */
  make_room(in, bytes.n);
  if (in->start < bytes.n) {
    gsize shift = bytes.n - in->start;
    memmove(in->buffer + in->start + shift, in->buffer + in->start, in->used);
    in->start += shift;
  }
  if (bytes.n)
    memcpy(in->buffer + in->start - bytes.n, copy, bytes.n);
  in->start -= bytes.n;
  in->used += bytes.n;
}

gint64 nt_input_seek(NtInput *in, gint64 offset, int whence)
{
  if (!in->kind->seek)
    return -1;
  if (whence == SEEK_CUR)
    offset -= (gint64)in->used;
  gint64 place = in->kind->seek(in->self, offset, whence);
  if (place >= 0) {
    in->start = in->used = 0;
    in->end = FALSE;
  }
  return place;
}
