#include "utf8_input.h"

#include "base/charset.h"

#define SAMPLE ((gsize)256 << 10)
#define PIECE ((gsize)32 << 10)

typedef struct {
  NtInput *in;
  NtCharset *charset;
  GString *out; /* converted, not given yet: from `at` */
  gsize at;
  gboolean end;
} Stream;

static gboolean refill(Stream *s, GError **error)
{
  char piece[PIECE];
  gssize n = nt_input_read(s->in, piece, sizeof piece, error);
  if (n < 0)
    return FALSE;
  s->end = n == 0;
  s->at = 0;
  g_string_truncate(s->out, 0);
  nt_charset_feed(s->charset, nt_str_n(piece, (gsize)n), s->end, s->out);
  for (gsize i = 0; i < s->out->len; i++) /* a text has no NUL */
    if (!s->out->str[i])
      s->out->str[i] = ' ';
  return TRUE;
}

static gssize pull(gpointer self, char *room, gsize n, GError **error)
{
  Stream *s = self;
  while (s->at == s->out->len && !s->end)
    if (!refill(s, error))
      return -1;
  n = MIN(n, s->out->len - s->at);
  memcpy(room, s->out->str + s->at, n);
  s->at += n;
  return (gssize)n;
}

static void close_stream(gpointer self)
{
  Stream *s = self;
  nt_charset_free(s->charset);
  g_string_free(s->out, TRUE);
  g_free(s);
}

static const NtInputKind kind = {pull, NULL, close_stream};

NtInput *nt_utf8_input(NtInput *in, NtEncodings *encodings, NtArena *arena, const char **encoding, GError **error)
{
  gsize mark;
  NtStr head = nt_input_peek(in, SAMPLE);
  *encoding = nt_encoding_of(encodings, arena, head, (NtStr){0}, &mark, error);
  if (!*encoding || !nt_input_skip(in, mark, error))
    return NULL;
  Stream *s = g_new0(Stream, 1);
  s->in = in;
  s->charset = nt_charset_open(*encoding);
  s->out = g_string_new(NULL);
  if (!s->charset) /* weigh and the detector name only sets that are known; to be safe */
    s->charset = nt_charset_open("utf-8");
  return nt_input_new(&kind, s);
}
