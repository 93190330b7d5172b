#include "object.h"

#include "base/json.h"

void nt_put_key(GString *out, const char *name)
{
  if (out->str[out->len - 1] != '{' && out->str[out->len - 1] != '[')
    g_string_append_c(out, ',');
  nt_json_put_string(out, nt_str(name));
  g_string_append_c(out, ':');
}

void nt_put_text(GString *out, const char *name, NtStr value)
{
  nt_put_key(out, name);
  nt_json_put_string_or_null(out, value);
}

void nt_put_number(GString *out, const char *name, double value)
{
  nt_put_key(out, name);
  nt_json_put_number(out, value);
}

void nt_put_where(GString *out, NtWhere at)
{
  g_autofree char *line = at.line ? g_strdup_printf("%.*s:%u", (int)at.file.n, at.file.p, at.line) : g_strndup(at.file.p, at.file.n);
  nt_put_text(out, "why", line ? nt_str(line) : (NtStr){0});
}

void nt_put_span(GString *out, const NtArticle *article, guint32 shift, const NtArticle *page, NtSpan span)
{
  NtOffsets *offsets = (NtOffsets *)&page->offsets;
  nt_put_key(out, "start");
  nt_json_put_count(out, nt_offsets_point(offsets, shift + span.start));
  nt_put_key(out, "end");
  nt_json_put_count(out, nt_offsets_point(offsets, shift + span.end));
  nt_put_text(out, "text", nt_span_of(span, article->text));
}

void nt_put_open(GString *out, char bracket)
{
  char last = out->str[out->len - 1];
  if (last != '[' && last != ':' && last != '{')
    g_string_append_c(out, ',');
  g_string_append_c(out, bracket);
}
