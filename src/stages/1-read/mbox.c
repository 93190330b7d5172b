/* mbox: messages in a row, each behind a line `From …`. A message's own lines that look so have a `>` before them, which is taken off. */
#include "reader.h"

#include "base/error.h"
#include "base/limits.h"

#define MOST_LINE ((gsize)16 << 20)

typedef struct {
  NtInput *in;
  GString *message;
  guint64 number;
  gboolean began; /* the line `From …` of the message at hand was taken */
  gboolean end;
} Mbox;

static gpointer open_mbox(const NtContainer *container, GError **error)
{
  (void)error;
  Mbox *m = g_new0(Mbox, 1);
  m->in = container->in;
  m->message = g_string_new(NULL);
  return m;
}

static void close_mbox(gpointer self)
{
  Mbox *m = self;
  g_string_free(m->message, TRUE);
  g_free(m);
}

static gboolean begins_with(NtStr line, const char *text)
{
  return line.n >= strlen(text) && memcmp(line.p, text, strlen(text)) == 0;
}

/* `From someone@example.org Wed Oct  2 13:00:00 2002`: with a time in it, so that a sentence is not taken for it. */
static gboolean is_from_line(NtStr line)
{
  if (!begins_with(line, "From "))
    return FALSE;
  for (gsize i = 5; i + 3 < line.n; i++)
    if (g_ascii_isdigit(line.p[i]) && line.p[i + 1] == ':' && g_ascii_isdigit(line.p[i + 2]) && g_ascii_isdigit(line.p[i + 3]))
      return TRUE;
  return FALSE;
}

static NtStr unquoted(NtStr line)
{
  gsize n = 0;
  while (n < line.n && line.p[n] == '>')
    n++;
  return n && begins_with(nt_str_n(line.p + n, line.n - n), "From ") ? nt_str_n(line.p + 1, line.n - 1) : line;
}

/* Gathers the lines of a message; what is too long is dropped, and said. */
static gboolean gather(Mbox *m, gboolean *too_long, GError **error)
{
  gboolean blank = TRUE, cut;
  NtStr line;
  *too_long = FALSE;
  g_string_truncate(m->message, 0);
  for (;;) {
    if (!nt_input_line(m->in, MOST_LINE, &line, &cut, error))
      return FALSE;
    if (!line.n && !cut) {
      m->end = TRUE;
      return TRUE;
    }
    if (blank && !cut && is_from_line(line)) {
      if (m->began)
        return TRUE;
      m->began = TRUE;
      blank = FALSE;
      continue;
    }
    blank = line.n == 1 || (line.n == 2 && line.p[0] == '\r');
    *too_long |= cut || m->message->len + line.n > NT_LIMIT_MAIL_BYTES;
    line = unquoted(line);
    if (*too_long)
      g_string_truncate(m->message, 0);
    else if (m->began)
      g_string_append_len(m->message, line.p, (gssize)line.n);
  }
}

static gboolean next_message(gpointer self, NtArena *arena, NtPiece *piece, GError **error)
{
  Mbox *m = self;
  gboolean too_long;
  piece->kind = NT_PIECE_END;
  while (!m->end) {
    if (!gather(m, &too_long, error))
      return FALSE;
    if (!m->message->len && !too_long)
      continue;
    piece->kind = too_long ? NT_PIECE_BAD : NT_PIECE_BYTES;
    piece->path = nt_str(nt_arena_printf(arena, "%" G_GUINT64_FORMAT, ++m->number));
    piece->bytes = nt_arena_str(arena, nt_str_n(m->message->str, m->message->len));
    piece->format = "eml";
    piece->message = NT_STR("a message that is too long");
    return TRUE;
  }
  return TRUE;
}

static gboolean is_mbox(NtStr head)
{
  const char *feed = memchr(head.p, '\n', head.n);
  NtStr line = {head.p, feed ? (gsize)(feed - head.p) : head.n};
  return feed && is_from_line(line);
}

const NtReader nt_reader_mbox = {
  .name = "mbox",
  .endings = ".mbox .mbx",
  .is = is_mbox,
  .open = open_mbox,
  .next = next_message,
  .close = close_mbox,
};
