#include "record.h"

#include "base/json.h"

static void put_member(GString *out, const char *key, NtStr value)
{
  g_string_append_printf(out, "%s\"%s\":", out->str[out->len - 1] == '{' ? "" : ",", key);
  nt_json_put_string_or_null(out, value);
}

static void put_source(GString *out, const NtRecord *record)
{
  nt_json_put(out, NT_STR(",\"source\":{"));
  put_member(out, "path", record->path);
  g_string_append_printf(out, ",\"bytes\":[0,%" G_GSIZE_FORMAT "]", record->text.n);
  if (record->encoding)
    put_member(out, "encoding", nt_str(record->encoding));
  g_string_append_c(out, '}');
}

static void put_meta(GString *out, const NtMeta *meta)
{
  if (!meta->headline.p && !meta->publisher.p && !meta->published.p && !meta->place.p && !meta->byline.p)
    return;
  nt_json_put(out, NT_STR(",\"meta\":{"));
  put_member(out, "headline", meta->headline);
  put_member(out, "publisher", meta->publisher);
  put_member(out, "published", meta->published);
  put_member(out, "place", meta->place);
  put_member(out, "byline", meta->byline);
  g_string_append_c(out, '}');
}

NtStr nt_record_line(NtArena *arena, const NtRecord *record)
{
  g_autoptr(GString) out = g_string_sized_new(record->text.n + 256);
  g_string_append_c(out, '{');
  put_member(out, "id", record->id);
  put_source(out, record);
  put_member(out, "text", record->text);
  put_meta(out, &record->meta);
  if (record->fields.p) {
    nt_json_put(out, NT_STR(",\"fields\":"));
    nt_json_put(out, record->fields);
  }
  g_string_append_c(out, '}');
  return nt_arena_str(arena, nt_str_n(out->str, out->len));
}
