/* Offsets of the wire: read from either of their two forms, put in where one is missing, written in the unit that was asked for. */
#include "wire_parts.h"

gboolean nt_wire_read_span(NtWireReader *r, const NtJson *object, NtSpan *span)
{
  NtArticle *a = r->article;
  const NtJson *start = nt_json_get(object, "start"), *end = nt_json_get(object, "end");
  const NtJson *bytes = nt_json_get(object, "bytes");
  gsize b = G_MAXSIZE, e = G_MAXSIZE;
  if (start || end) {
    gsize p, q;
    if (!nt_json_count(start, &p) || !nt_json_count(end, &q))
      return nt_wire_bad(r, "\"start\" and \"end\" must be whole numbers, both given");
    b = nt_offsets_byte(&a->offsets, p);
    e = nt_offsets_byte(&a->offsets, q);
    if (b == G_MAXSIZE || e == G_MAXSIZE)
      return nt_wire_bad(r, "a span from %" G_GSIZE_FORMAT " to %" G_GSIZE_FORMAT " lies beyond the text", p, q);
  }
  if (bytes) {
    gsize p, q;
    if (bytes->kind != NT_JSON_ARRAY || bytes->count != 2 || !nt_json_count(bytes->first, &p) ||
        !nt_json_count(bytes->first->next, &q))
      return nt_wire_bad(r, "\"bytes\" must be two whole numbers");
    if (p > a->text.n || q > a->text.n)
      return nt_wire_bad(r, "a span of bytes %" G_GSIZE_FORMAT " to %" G_GSIZE_FORMAT " lies beyond the text", p, q);
    if ((p < a->text.n && (a->text.p[p] & 0xC0) == 0x80) || (q < a->text.n && (a->text.p[q] & 0xC0) == 0x80))
      return nt_wire_bad(r, "bytes %" G_GSIZE_FORMAT " to %" G_GSIZE_FORMAT " cut a character", p, q);
    if (b != G_MAXSIZE && (b != p || e != q))
      return nt_wire_bad(r, "\"bytes\" [%" G_GSIZE_FORMAT ",%" G_GSIZE_FORMAT "] and \"start\", \"end\" disagree", p, q);
    b = p;
    e = q;
  }
  if (b == G_MAXSIZE)
    return nt_wire_bad(r, "a span needs \"start\" and \"end\", or \"bytes\"");
  if (b > e)
    return nt_wire_bad(r, "a span ends before it starts");
  *span = (NtSpan){(guint32)b, (guint32)e};
  return TRUE;
}

/* ---- offsets that are missing ---- */

static gboolean has_half_a_span(const NtJson *value)
{
  if (value->kind == NT_JSON_OBJECT) {
    gboolean points = nt_json_get(value, "start") && nt_json_get(value, "end");
    gboolean bytes = nt_json_get(value, "bytes") != NULL;
    if (points != bytes)
      return TRUE;
  }
  return FALSE;
}

static gboolean lacks_offsets(const NtJson *value)
{
  if (has_half_a_span(value))
    return TRUE;
  for (const NtJson *item = value->first; item; item = item->next)
    if (lacks_offsets(item))
      return TRUE;
  return FALSE;
}

static void put_points(NtArticle *a, GString *out, NtSpan span)
{
  nt_json_put(out, NT_STR("\"start\":"));
  nt_json_put_count(out, nt_offsets_point(&a->offsets, span.start));
  nt_json_put(out, NT_STR(",\"end\":"));
  nt_json_put_count(out, nt_offsets_point(&a->offsets, span.end));
}

void nt_wire_put_bytes(GString *out, NtSpan span)
{
  nt_json_put(out, NT_STR("\"bytes\":["));
  nt_json_put_count(out, span.start);
  g_string_append_c(out, ',');
  nt_json_put_count(out, span.end);
  g_string_append_c(out, ']');
}

void nt_wire_put_raw(GString *out, NtStr raw)
{
  gsize from = out->len;
  nt_json_put(out, raw);
  for (char *p = out->str + from; (p = memchr(p, '\n', out->len - (gsize)(p - out->str)));)
    *p = ' ';
}

/* `value` as it was written, with the offsets it lacks put in behind the other members. */
static gboolean put_completed(NtWireReader *r, GString *out, const NtJson *value)
{
  if (!lacks_offsets(value)) {
    nt_wire_put_raw(out, value->raw);
    return TRUE;
  }
  gboolean object = value->kind == NT_JSON_OBJECT;
  g_string_append_c(out, object ? '{' : '[');
  for (const NtJson *item = value->first; item; item = item->next) {
    if (item != value->first)
      g_string_append_c(out, ',');
    if (object) {
      nt_json_put(out, item->raw_key);
      g_string_append_c(out, ':');
    }
    if (!put_completed(r, out, item))
      return FALSE;
  }
  if (has_half_a_span(value)) {
    NtSpan span;
    if (!nt_wire_read_span(r, value, &span))
      return FALSE;
    g_string_append_c(out, ',');
    if (nt_json_get(value, "bytes"))
      put_points(r->article, out, span);
    else
      nt_wire_put_bytes(out, span);
  }
  g_string_append_c(out, object ? '}' : ']');
  return TRUE;
}

gboolean nt_wire_complete_member(NtWireReader *r, NtMember *member, const NtJson *value)
{
  if (!lacks_offsets(value))
    return TRUE;
  g_autoptr(GString) out = g_string_new(NULL);
  if (!put_completed(r, out, value))
    return FALSE;
  member->raw = nt_arena_str(r->article->arena, nt_str_n(out->str, out->len));
  return TRUE;
}

/* ---- layers that pass through, in another unit ---- */

static gboolean is_span(const NtJson *object, NtSpan *span)
{
  const NtJson *bytes = object->kind == NT_JSON_OBJECT ? nt_json_get(object, "bytes") : NULL;
  gsize start, end;
  if (!bytes || !nt_json_get(object, "start") || bytes->kind != NT_JSON_ARRAY || bytes->count != 2 ||
      !nt_json_count(bytes->first, &start) || !nt_json_count(bytes->first->next, &end) || end > G_MAXUINT32 || start > end)
    return FALSE;
  *span = (NtSpan){(guint32)start, (guint32)end};
  return TRUE;
}

void nt_wire_put_in_unit(NtArticle *a, const NtJson *value, GString *out)
{
  NtSpan span = {0};
  gboolean object = value->kind == NT_JSON_OBJECT, has_span = is_span(value, &span) && span.end <= a->text.n;
  if (!object && value->kind != NT_JSON_ARRAY) {
    nt_json_put(out, value->raw);
    return;
  }
  g_string_append_c(out, object ? '{' : '[');
  for (const NtJson *item = value->first; item; item = item->next) {
    gboolean start = has_span && nt_str_is(item->key, "start"), end = has_span && nt_str_is(item->key, "end");
    if (item != value->first)
      g_string_append_c(out, ',');
    if (object) {
      nt_json_put(out, item->raw_key);
      g_string_append_c(out, ':');
    }
    if (start || end)
      nt_json_put_count(out, nt_offsets_written(&a->offsets, start ? span.start : span.end));
    else
      nt_wire_put_in_unit(a, item, out);
  }
  g_string_append_c(out, object ? '}' : ']');
}
