/* A mail message: its subject, an empty line, what there is to read of it. */
#include "reader.h"

#include "article/dates.h"
#include "base/error.h"
#include "base/mime.h"

/* Lines that end in a space go on in the next one; a space that begins one was put there to hide something. */
static NtStr unflow(NtArena *arena, NtStr text)
{
  GString *out = g_string_sized_new(text.n);
  for (gsize i = 0; i < text.n;) {
    const char *feed = memchr(text.p + i, '\n', text.n - i);
    gsize end = feed ? (gsize)(feed - text.p) : text.n, next = end + (feed != NULL);
    end -= end > i && text.p[end - 1] == '\r';
    gboolean signature = end - i == 3 && memcmp(text.p + i, "-- ", 3) == 0;
    i += i < end && text.p[i] == ' ';
    g_string_append_len(out, text.p + i, (gssize)(end - i));
    if (feed && (signature || end == i || text.p[end - 1] != ' '))
      g_string_append_c(out, '\n');
    i = next;
  }
  NtStr result = nt_arena_str(arena, nt_str_n(out->str, out->len));
  g_string_free(out, TRUE);
  return result;
}

static gboolean body_of(const NtReading *reading, NtArticle *article, const NtMail *mail, NtStr *text, GError **error)
{
  article->charset = mail->charset;
  if (!(mail->html ? nt_html_decode : nt_text_decode)(reading, article, mail->body, error))
    return FALSE;
  *text = mail->flowed ? unflow(article->arena, article->text) : article->text;
  return TRUE;
}

static gboolean decode_mail(const NtReading *reading, NtArticle *article, NtStr bytes, GError **error)
{
  NtMail mail;
  NtStr text;
  if (!nt_mime_read(article->arena, bytes, &mail, error) || !body_of(reading, article, &mail, &text, error))
    return FALSE;
  if (mail.subject.n)
    text = nt_str(nt_arena_printf(article->arena, "%.*s\n\n%.*s", (int)mail.subject.n, mail.subject.p, (int)text.n, text.p));
  nt_article_set_text(article, text);
  article->meta = (NtMeta){
    .headline = mail.subject,
    .publisher = mail.from,
    .published = nt_date_iso_or_text(article->arena, mail.date),
  };
  nt_article_wrote(article, NT_LAYER(META));
  return TRUE;
}

/* Whether a line is `Name: …`; the name's length, or 0. */
static gsize header_name(NtStr line)
{
  gsize n = 0;
  while (n < line.n && (g_ascii_isalnum(line.p[n]) || line.p[n] == '-'))
    n++;
  return n && n < line.n && line.p[n] == ':' ? n : 0;
}

/* Three headers in a row, of which one is a machine's and no reporter's. */
static gboolean is_mail(NtStr head)
{
  static const char *const sure[] = {"Message-ID", "MIME-Version", "Received", "Return-Path", "Delivered-To", "DKIM-Signature",
                                     "Content-Type", "X-Mailer", NULL};
  guint headers = 0, known = 0;
  while (head.n) {
    const char *feed = memchr(head.p, '\n', head.n);
    NtStr line = {head.p, feed ? (gsize)(feed - head.p) : head.n};
    gsize name = header_name(line);
    if (!name && (!headers || (line.n && line.p[0] != ' ' && line.p[0] != '\t')))
      break;
    headers += name > 0;
    for (guint i = 0; name && sure[i]; i++)
      known += strlen(sure[i]) == name && g_ascii_strncasecmp(line.p, sure[i], name) == 0;
    head = nt_str_n(head.p + line.n + (feed != NULL), head.n - line.n - (feed != NULL));
  }
  return headers >= 3 && known;
}

const NtReader nt_reader_mail = {
  .name = "eml",
  .endings = ".eml",
  .is = is_mail,
  .decode = decode_mail,
};
