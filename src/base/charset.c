#include "charset.h"

#include "error.h"

#include <errno.h>
#include <iconv.h>

#define REPLACEMENT "\xEF\xBF\xBD"
#define MOST_PENDING 16u /* bytes of one character, and to spare */

struct NtCharset {
  iconv_t iconv;
  char pending[MOST_PENDING]; /* the beginning of a character whose rest has not come */
  gsize n_pending;
  gsize invalid;
  gboolean in_bad_run;
};

static iconv_t open_named(const char *name)
{
  /* A name is a word: nothing of it may be taken for an instruction (`//TRANSLIT`). */
  gsize n = strlen(name);
  if (!n || n > 40 || strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.:+") != n)
    return (iconv_t)-1;
  return iconv_open("UTF-8", name);
}

NtCharset *nt_charset_open(const char *name)
{
  iconv_t iconv = open_named(name);
  if (iconv == (iconv_t)-1)
    return NULL;
  NtCharset *c = g_new0(NtCharset, 1);
  c->iconv = iconv;
  return c;
}

void nt_charset_free(NtCharset *c)
{
  if (!c)
    return;
  iconv_close(c->iconv);
  g_free(c);
}

gsize nt_charset_invalid(const NtCharset *c)
{
  return c->invalid;
}

static void put_bad(NtCharset *c, GString *out)
{
  if (!c->in_bad_run)
    g_string_append(out, REPLACEMENT);
  c->in_bad_run = TRUE;
  c->invalid++;
}

/* Bytes of the character at `p` if it lies behind the last of Unicode, which the iconv of some systems lets through; else 0. */
static gsize beyond_unicode(const char *p)
{
  guchar lead = (guchar)p[0];
  if (lead < 0xF4 || (lead == 0xF4 && (guchar)p[1] <= 0x8F))
    return 0;
  return lead < 0xF8 ? 4 : lead < 0xFC ? 5 : 6;
}

/* Whole characters as iconv gave them. */
static void put_converted(NtCharset *c, NtStr text, GString *out)
{
  gsize from = 0;
  for (gsize i = 0; i <= text.n;) {
    gsize bad = i < text.n ? beyond_unicode(text.p + i) : 0;
    if (!bad && i < text.n) {
      i++;
      continue;
    }
    if (i > from) {
      g_string_append_len(out, text.p + from, (gssize)(i - from));
      c->in_bad_run = FALSE;
    }
    if (i == text.n)
      break;
    put_bad(c, out);
    c->invalid += bad - 1;
    from = i += bad;
  }
}

/* Converts as much as can be; what is left is the beginning of a character. */
static NtStr convert(NtCharset *c, NtStr in, GString *out)
{
  char *from = (char *)in.p;
  gsize left = in.n;
  char room[4096];
  while (left) {
    char *to = room;
    gsize space = sizeof room;
    gsize before = left;
    gboolean done = iconv(c->iconv, &from, &left, &to, &space) != (gsize)-1;
    int why = done ? 0 : errno;
    put_converted(c, nt_str_n(room, (gsize)(to - room)), out);
    if (done || why == EINVAL)
      break;
    if (why == EILSEQ || left == before) {
      put_bad(c, out);
      from++;
      left--;
    }
  }
  return nt_str_n(from, left);
}

void nt_charset_feed(NtCharset *c, NtStr piece, gboolean last, GString *out)
{
  while (c->n_pending && piece.n) { /* complete what waits, a byte at a time */
    c->pending[c->n_pending++] = *piece.p++;
    piece.n--;
    NtStr rest = convert(c, nt_str_n(c->pending, c->n_pending), out);
    if (rest.n == MOST_PENDING) {
      put_bad(c, out);
      rest = nt_str_n(rest.p + 1, rest.n - 1);
    }
    memmove(c->pending, rest.p, rest.n);
    c->n_pending = rest.n;
  }
  NtStr rest = convert(c, piece, out);
  if (rest.n && rest.n < MOST_PENDING) {
    memcpy(c->pending, rest.p, rest.n);
    c->n_pending = rest.n;
  }
  if (!last)
    return;
  for (; c->n_pending; c->n_pending--)
    put_bad(c, out);
}

gboolean nt_charset_is_known(const char *name)
{
  iconv_t iconv = open_named(name);
  if (iconv == (iconv_t)-1)
    return FALSE;
  iconv_close(iconv);
  return TRUE;
}

gboolean nt_charset_table(const char *name, gunichar table[128])
{
  g_autoptr(NtCharset) c = nt_charset_open(name);
  if (!c)
    return FALSE;
  for (guint i = 0; i < 128; i++) {
    char byte = (char)(0x80 + i);
    g_autoptr(GString) out = g_string_new(NULL);
    gsize invalid = c->invalid;
    c->in_bad_run = FALSE;
    nt_charset_feed(c, nt_str_n(&byte, 1), TRUE, out);
    table[i] = c->invalid == invalid && out->len ? g_utf8_get_char(out->str) : 0;
  }
  return TRUE;
}

gboolean nt_charset_convert(NtArena *arena, const char *name, NtStr in, NtStr *out, gsize *invalid, GError **error)
{
  g_autoptr(NtCharset) c = nt_charset_open(name);
  if (!c) {
    g_set_error(error, NT_ERROR, NT_ERROR_INPUT, "there is no character set \"%.40s\"", name);
    return FALSE;
  }
  g_autoptr(GString) text = g_string_sized_new(in.n + in.n / 8 + 16);
  nt_charset_feed(c, in, TRUE, text);
  *out = nt_arena_str(arena, nt_str_n(text->str, text->len));
  *invalid = c->invalid;
  return TRUE;
}
