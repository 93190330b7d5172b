#include "lines.h"

#include "base/limits.h"

#include <errno.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#define BLOCK ((gsize)1 << 20)

struct NtLines {
  int fd;
  char *path;
  char *buffer; /* read, not given out yet: from `start`, `used` bytes */
  gsize start, used, room;
  gsize searched; /* of the bytes in use: the first that may be the end of a line; those before are none */
  guint64 line;   /* of the line at `start`, from 1 */
  gboolean end;   /* of input */
  gboolean at_once; /* line by line */
  gboolean skips; /* the rest of a line that is too long */
  int failed;     /* errno of a read that failed */
};

NtLines *nt_lines_new(int fd, const char *path, NtStr ahead)
{
  NtLines *l = g_new0(NtLines, 1);
  l->fd = fd;
  l->path = g_strdup(path);
  l->room = BLOCK + ahead.n;
  l->buffer = g_malloc(l->room);
  l->used = ahead.n;
  if (ahead.n)
    memcpy(l->buffer, ahead.p, ahead.n);
  l->line = 1;
  return l;
}

void nt_lines_free(NtLines *l)
{
  if (!l)
    return;
  if (l->fd != STDIN_FILENO)
    close(l->fd);
  g_free(l->path);
  g_free(l->buffer);
  g_free(l);
}

void nt_lines_at_once(NtLines *l)
{
  l->at_once = TRUE;
}

static void make_room(NtLines *l)
{
  if (l->start) {
    memmove(l->buffer, l->buffer + l->start, l->used);
    l->start = 0;
  }
  if (l->room - l->used < BLOCK / 2) {
    l->room *= 2;
    l->buffer = g_realloc(l->buffer, l->room);
  }
}

/* Reads once, as much as there is. */
static void read_some(NtLines *l)
{
  make_room(l);
  gssize n = read(l->fd, l->buffer + l->used, l->room - l->used);
  if (n > 0) {
    l->used += (gsize)n;
    return;
  }
  l->end = TRUE; /* an interrupted read ends the run, too: the driver looks whether it was cancelled */
  if (n < 0 && errno != EINTR)
    l->failed = errno;
}

static gboolean more_has_arrived(const NtLines *l)
{
  struct pollfd p = {.fd = l->fd, .events = POLLIN};
  return !l->end && poll(&p, 1, 0) > 0;
}

static NtDocument *add(NtLines *l, NtBatch *batch, NtDocumentKind kind)
{
  NtDocument *d = nt_vec_push(batch->arena, &batch->documents);
  *d = (NtDocument){.kind = kind, .path = nt_arena_str(batch->arena, nt_str(l->path)), .line = l->line};
  return d;
}

static void add_error(NtLines *l, NtBatch *batch, const char *message)
{
  NtDocument *d = add(l, batch, NT_DOCUMENT_ERROR);
  if (l->line)
    d->path = nt_str(nt_arena_printf(batch->arena, "%s:%" G_GUINT64_FORMAT, l->path, l->line));
  d->message = nt_arena_str(batch->arena, nt_str(message));
}

static gboolean is_blank(NtStr line)
{
  for (gsize i = 0; i < line.n; i++)
    if (!g_ascii_isspace(line.p[i]))
      return FALSE;
  return TRUE;
}

static void add_line(NtLines *l, NtBatch *batch, NtStr line)
{
  if (line.n && line.p[line.n - 1] == '\r')
    line.n--;
  if (l->line == 1 && line.n >= 3 && memcmp(line.p, "\xEF\xBB\xBF", 3) == 0)
    line = nt_str_n(line.p + 3, line.n - 3);
  if (is_blank(line))
    return;
  add(l, batch, NT_DOCUMENT_LINE)->bytes = line;
  batch->bytes += line.n;
}

/* Where the complete lines in the buffer end, or the first of them; 0 where none is complete. What was searched in vain is not searched
 * again: a line of 100 MB comes out of a pipe in thousands of pieces. */
static gsize complete(NtLines *l)
{
  const char *p = l->buffer + l->start;
  gsize n = l->used - l->searched;
  const char *first = l->at_once && n ? memchr(p + l->searched, '\n', n) : NULL;
  if (first)
    return (gsize)(first - p) + 1;
  if (l->end)
    return l->used;
  const char *last = n ? memrchr(p + l->searched, '\n', n) : NULL;
  l->searched = last ? l->searched : l->used;
  return last ? (gsize)(last - p) + 1 : 0;
}

static void drop(NtLines *l, gsize n)
{
  l->start += n;
  l->used -= n;
  l->searched -= MIN(n, l->searched);
}

/* Drops the rest of a line that is too long, keeping nothing of it. */
static void skip_rest(NtLines *l)
{
  const char *p = l->buffer + l->start;
  const char *newline = l->used ? memchr(p, '\n', l->used) : NULL;
  l->skips = !newline && !l->end;
  l->line += newline != NULL;
  drop(l, newline ? (gsize)(newline - p) + 1 : l->used);
}

static void give_lines(NtLines *l, NtBatch *batch, gsize n)
{
  NtStr block = nt_arena_str(batch->arena, nt_str_n(l->buffer + l->start, n));
  drop(l, n);
  while (block.n) {
    const char *newline = memchr(block.p, '\n', block.n);
    gsize length = newline ? (gsize)(newline - block.p) : block.n;
    if (length > NT_LIMIT_LINE_BYTES)
      add_error(l, batch, "the line has more than " G_STRINGIFY(NT_LIMIT_LINE_MIB) " MiB");
    else
      add_line(l, batch, nt_str_n(block.p, length));
    l->line++;
    block = nt_str_n(block.p + length + (newline != NULL), block.n - length - (newline != NULL));
  }
  if (l->buffer && l->room > 8 * BLOCK && l->used < BLOCK) { /* one giant line does not keep its memory */
    memmove(l->buffer, l->buffer + l->start, l->used);
    l->start = 0;
    l->room = 2 * BLOCK;
    l->buffer = g_realloc(l->buffer, l->room);
  }
}

gboolean nt_lines_next(NtLines *l, NtBatch *batch)
{
  for (;;) {
    if (l->skips)
      skip_rest(l);
    gsize n = l->skips ? 0 : complete(l);
    if (n && (l->at_once || l->used >= BLOCK / 2 || l->end || !more_has_arrived(l))) {
      give_lines(l, batch, n);
      batch->waits = !l->end && !(l->at_once && complete(l)) && !more_has_arrived(l);
      batch->at_once = l->at_once;
      if (batch->documents.n)
        return TRUE;
      continue;
    }
    if (l->end) {
      if (l->failed)
        add_error(l, batch, g_strerror(l->failed));
      l->failed = 0;
      return batch->documents.n > 0;
    }
    if (!n && !l->skips && l->used > NT_LIMIT_LINE_BYTES) {
      add_error(l, batch, "the line has more than " G_STRINGIFY(NT_LIMIT_LINE_MIB) " MiB");
      l->skips = TRUE;
      drop(l, l->used);
      return TRUE;
    }
    read_some(l);
  }
}

double nt_lines_done(const NtLines *l)
{
  struct stat st;
  off_t at = lseek(l->fd, 0, SEEK_CUR);
  if (at < 0 || fstat(l->fd, &st) != 0 || !S_ISREG(st.st_mode) || !st.st_size)
    return -1;
  return CLAMP((double)((gint64)at - (gint64)l->used) / (double)st.st_size, 0, 1);
}
