#include "encoding.h"

#include "base/error.h"
#include "base/limits.h"

#define SAMPLE ((gsize)64 << 10)

/* A file that is no text: many bytes that no text has. */
static gboolean is_binary(NtStr bytes)
{
  gsize n = MIN(bytes.n, SAMPLE), nul = 0, control = 0;
  for (gsize i = 0; i < n; i++) {
    guchar c = (guchar)bytes.p[i];
    nul += c == 0;
    control += c < 0x20 && !strchr("\t\n\r\f\v\x1b", c);
  }
  if (nul * 100 > n || control * 10 > n)
    return TRUE;
  NtStr sample = {bytes.p, n};
  gsize bad = 0;
  while (sample.n) {
    gsize good = nt_utf8_valid_prefix(sample.p, sample.n);
    gsize step = MIN(good + 1, sample.n);
    bad += good < sample.n;
    sample = nt_str_n(sample.p + step, sample.n - step);
  }
  return bad * 10 > n * 3;
}

static NtStr describe(NtArena *arena, const NtUtf8Repairs *repairs, gboolean crlf)
{
  g_autoptr(GString) out = g_string_new(NULL);
  if (repairs->bom)
    g_string_append(out, ", byte order mark taken off");
  if (repairs->invalid_bytes)
    g_string_append_printf(out, ", %u invalid byte%s", repairs->invalid_bytes, repairs->invalid_bytes == 1 ? "" : "s");
  if (repairs->nul_bytes)
    g_string_append_printf(out, ", %u NUL%s", repairs->nul_bytes, repairs->nul_bytes == 1 ? "" : "s");
  if (crlf)
    g_string_append(out, ", CRLF line ends");
  return out->len ? nt_str(nt_arena_dup(arena, out->str + 2, out->len - 2)) : (NtStr){0};
}

static const char *utf16_of(NtStr bytes)
{
  if (bytes.n < 2)
    return NULL;
  if (memcmp(bytes.p, "\xFF\xFE", 2) == 0)
    return "utf-16le";
  return memcmp(bytes.p, "\xFE\xFF", 2) == 0 ? "utf-16be" : NULL;
}

static gboolean from_utf16(NtArticle *article, NtStr *bytes, const char *encoding, GError **error)
{
  gsize length = 0;
  g_autofree char *utf8 = g_convert_with_fallback(bytes->p + 2, (gssize)((bytes->n - 2) & ~(gsize)1), "UTF-8", encoding, "\uFFFD", NULL,
                                                  &length, NULL);
  if (!utf8) {
    g_set_error(error, NT_ERROR, NT_ERROR_INPUT, "broken %s", encoding);
    return FALSE;
  }
  *bytes = nt_arena_str(article->arena, nt_str_n(utf8, length));
  return TRUE;
}

gboolean nt_encoding_decode(NtArticle *article, NtStr bytes, GError **error)
{
  const char *utf16 = utf16_of(bytes);
  NtUtf8Repairs repairs;
  if (utf16 && !from_utf16(article, &bytes, utf16, error))
    return FALSE;
  if (!utf16 && is_binary(bytes)) {
    g_set_error(error, NT_ERROR, NT_ERROR_INPUT, "not a text");
    return FALSE;
  }
  NtStr text = nt_utf8_repair(article->arena, bytes, &repairs);
  repairs.bom |= utf16 != NULL;
  if (text.n > NT_LIMIT_TEXT_BYTES) {
    g_set_error(error, NT_ERROR, NT_ERROR_LIMIT, "the text has more than %u bytes", NT_LIMIT_TEXT_BYTES);
    return FALSE;
  }
  article->source.encoding = nt_str(utf16 ? utf16 : "utf-8");
  article->source.repairs = describe(article->arena, &repairs, g_strstr_len(text.p, (gssize)text.n, "\r\n") != NULL);
  nt_article_set_text(article, text);
  return TRUE;
}
