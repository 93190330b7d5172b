#include "quoted.h"

#include <string.h>

#define MOST_BYTES 200u /* on each side */

char *nt_quoted_sentence(const NtArticle *article, NtSpan span)
{
  const char *p = article->text.p;
  gsize start = span.start, end = span.end;
  while (start > 0 && span.start - start < MOST_BYTES && !strchr("\n.!?", p[start - 1]))
    start--;
  while (end < article->text.n && end - span.end < MOST_BYTES && !strchr("\n.!?", p[end]))
    end++;
  while (start < span.start && ((guchar)p[start] & 0xC0) == 0x80)
    start++;
  while (end > span.end && end < article->text.n && ((guchar)p[end] & 0xC0) == 0x80)
    end--;
  char *text = g_strndup(p + start, end - start);
  for (char *c = text; *c; c++)
    if ((guchar)*c < ' ')
      *c = ' ';
  return g_strstrip(text);
}

void nt_quoted_scalar(GString *out, const char *text)
{
  g_string_append_c(out, '\'');
  for (; *text; text++)
    if ((guchar)*text >= ' ')
      g_string_append_printf(out, *text == '\'' ? "''" : "%c", *text);
  g_string_append_c(out, '\'');
}
