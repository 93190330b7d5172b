#include "wire.h"

#include "base/limits.h"
#include "wire_parts.h"

#define TEXT_AT(p, literal) nt_json_text_at((p), literal, sizeof(literal) - 1)

#define SPAN_ROOM (4 * NT_JSON_COUNT + 64)

/* The digits of an offset once more: there are nine at most, and room for sixteen. */
static inline char *again_at(char *p, const char *digits, const char *end)
{
  char copy[16];
  memcpy(copy, digits, sizeof copy);
  memcpy(p, copy, sizeof copy);
  return p + (end - digits);
}
G_STATIC_ASSERT(NT_LIMIT_TEXT_BYTES < 1000000000);

/* In the unit that was asked for; a comma before it, but behind a brace. */
static char *span_members_at(NtArticle *a, char *p, NtSpan span)
{
  gsize start = nt_offsets_written(&a->offsets, span.start), end = nt_offsets_written(&a->offsets, span.end);
  if (p[-1] != '{')
    *p++ = ',';
  char *first = TEXT_AT(p, "\"start\":"), *behind_first = nt_json_count_at(first, start);
  char *last = TEXT_AT(behind_first, ",\"end\":"), *behind_last = nt_json_count_at(last, end);
  p = TEXT_AT(behind_last, ",\"bytes\":[");
  p = start == span.start ? again_at(p, first, behind_first) : nt_json_count_at(p, span.start);
  p = TEXT_AT(p, ",");
  p = end == span.end ? again_at(p, last, behind_last) : nt_json_count_at(p, span.end);
  return TEXT_AT(p, "]");
}

static void put_span_members(NtArticle *a, GString *out, NtSpan span)
{
  nt_json_end(out, span_members_at(a, nt_json_room(out, SPAN_ROOM), span));
}

/* Inlined, so that the compiler knows the length of every key. */
#define INLINED static inline __attribute__((always_inline))

INLINED char *key_at(char *p, const char *key)
{
  if (p[-1] != '{')
    *p++ = ',';
  *p++ = '"';
  return TEXT_AT(nt_json_text_at(p, key, strlen(key)), "\":");
}

/* A key and `after` bytes. */
INLINED char *member_room(GString *out, const char *key, gsize after)
{
  return key_at(nt_json_room(out, strlen(key) + 4 + after), key);
}

INLINED void put_key(GString *out, const char *key)
{
  nt_json_end(out, member_room(out, key, 0));
}

INLINED void put_text_member(GString *out, const char *key, NtStr text)
{
  char *p = member_room(out, key, text.n + 4);
  nt_json_end(out, text.p ? nt_json_string_at(out, p, text, 0) : TEXT_AT(p, "null"));
}

INLINED void put_number_member(GString *out, const char *key, double number)
{
  nt_json_end(out, nt_json_number_at(member_room(out, key, NT_JSON_NUMBER), number));
}

static void put_where(GString *out, NtWhere where)
{
  char *p = member_room(out, "why", where.file.n + NT_JSON_COUNT + 4);
  p = nt_json_string_at(out, p, where.file, NT_JSON_COUNT + 1);
  if (where.line) {
    p[-1] = ':';
    p = TEXT_AT(nt_json_count_at(p, where.line), "\"");
  }
  nt_json_end(out, p);
}

static void put_span_and_text(NtArticle *a, GString *out, NtSpan span)
{
  NtStr text = nt_span_of(span, a->text);
  char *p = span_members_at(a, nt_json_room(out, SPAN_ROOM + text.n + 16), span);
  nt_json_end(out, nt_json_string_at(out, TEXT_AT(p, ",\"text\":"), text, 0));
}

static void put_type(GString *out, NtType type)
{
  put_text_member(out, "type", nt_str(nt_type_word(type)));
}

static void write_source(NtArticle *a, GString *out)
{
  const NtSource *s = &a->source;
  g_string_append_c(out, '{');
  put_text_member(out, "path", s->path);
  g_string_append_c(out, ',');
  nt_wire_put_bytes(out, s->bytes);
  if (s->sha256.n)
    put_text_member(out, "sha256", s->sha256);
  if (s->encoding.n)
    put_text_member(out, "encoding", s->encoding);
  if (s->repairs.n)
    put_text_member(out, "repairs", s->repairs);
  g_string_append_c(out, '}');
}

static void write_text(NtArticle *a, GString *out)
{
  nt_json_put_string(out, a->text);
}

static void write_meta(NtArticle *a, GString *out)
{
  g_string_append_c(out, '{');
  put_text_member(out, "headline", a->meta.headline);
  put_text_member(out, "publisher", a->meta.publisher);
  put_text_member(out, "published", a->meta.published);
  if (a->meta.published_iso.p)
    put_text_member(out, "published_iso", a->meta.published_iso);
  put_text_member(out, "place", a->meta.place);
  put_text_member(out, "byline", a->meta.byline);
  g_string_append_c(out, '}');
}

/* Opens item `i` of a list. */
static void open_item(GString *out, guint i)
{
  nt_json_put(out, i ? NT_STR(",{") : NT_STR("{"));
}

static void write_zones(NtArticle *a, GString *out)
{
  g_string_append_c(out, '[');
  for (guint i = 0; i < a->zones.n; i++) {
    open_item(out, i);
    put_text_member(out, "zone", nt_str(nt_zone_word(a->zones.v[i].kind)));
    put_span_members(a, out, a->zones.v[i].span);
    g_string_append_c(out, '}');
  }
  g_string_append_c(out, ']');
}

static void write_names(NtArticle *a, GString *out)
{
  g_string_append_c(out, '[');
  for (guint i = 0; i < a->names.n; i++) {
    const NtName *name = &a->names.v[i];
    NtOrigin origin = nt_article_origin(a, name);
    open_item(out, i);
    put_span_and_text(a, out, name->span);
    put_text_member(out, "id", origin.id);
    put_type(out, name->type);
    put_where(out, origin.where);
    g_string_append_c(out, '}');
  }
  g_string_append_c(out, ']');
}

static void put_set(NtArticle *a, GString *out, const NtAttributeValues *values)
{
  if (!values->n)
    return;
  put_key(out, "set");
  g_string_append_c(out, '[');
  for (guint i = 0; i < values->n; i++) {
    const NtAttributeValue *value = &values->v[i];
    open_item(out, i);
    put_text_member(out, "attribute", nt_str(nt_attribute_word(value->attribute)));
    put_text_member(out, "value", value->text);
    if (value->span.end)
      put_span_members(a, out, value->span);
    put_where(out, value->where);
    g_string_append_c(out, '}');
  }
  g_string_append_c(out, ']');
}

static void write_patterns(NtArticle *a, GString *out)
{
  g_string_append_c(out, '[');
  for (guint i = 0; i < a->patterns.n; i++) {
    const NtPattern *pattern = &a->patterns.v[i];
    open_item(out, i);
    put_span_and_text(a, out, pattern->span);
    put_type(out, pattern->type);
    put_number_member(out, "score", pattern->score);
    if (pattern->priority)
      put_number_member(out, "priority", pattern->priority);
    put_text_member(out, "rule", pattern->rule);
    put_set(a, out, &pattern->attributes);
    put_where(out, pattern->where);
    g_string_append_c(out, '}');
  }
  g_string_append_c(out, ']');
}

static void put_reasons(GString *out, const NtStr *why, guint n)
{
  put_key(out, "why");
  g_string_append_c(out, '[');
  for (guint i = 0; i < n; i++) {
    if (i)
      g_string_append_c(out, ',');
    nt_json_put_string(out, why[i]);
  }
  g_string_append_c(out, ']');
}

static void write_mention(NtArticle *a, GString *out, const NtMention *mention)
{
  put_span_and_text(a, out, mention->span);
  put_text_member(out, "zone", nt_str(nt_zone_word(mention->zone)));
  put_number_member(out, "score", mention->score);
  put_reasons(out, mention->why, mention->n_why);
}

/* What is known of the entity, and only that. */
static void put_about(GString *out, const NtAbout *about)
{
  const struct {
    const char *key;
    NtStr text;
  } texts[] = {
    {"wikidata", about->wikidata}, {"country", about->country}, {"kind", about->kind},
    {"role", about->role},         {"since", about->since},     {"until", about->until},
  };
  for (guint i = 0; i < G_N_ELEMENTS(texts); i++)
    if (texts[i].text.p)
      put_text_member(out, texts[i].key, texts[i].text);
  if (isnan(about->lat) || isnan(about->lon))
    return;
  put_key(out, "lat");
  nt_json_put_degrees(out, about->lat);
  put_key(out, "lon");
  nt_json_put_degrees(out, about->lon);
}

static void write_entities(NtArticle *a, GString *out)
{
  g_string_append_c(out, '[');
  for (guint i = 0; i < a->entities.n; i++) {
    const NtEntity *entity = &a->entities.v[i];
    open_item(out, i);
    put_text_member(out, "id", entity->id);
    put_type(out, entity->type);
    put_text_member(out, "name", entity->name);
    put_about(out, &entity->about);
    put_set(a, out, &entity->attributes);
    put_key(out, "count");
    nt_json_put_count(out, entity->mentions.n);
    put_key(out, "mentions");
    g_string_append_c(out, '[');
    for (guint m = 0; m < entity->mentions.n; m++) {
      open_item(out, m);
      write_mention(a, out, &entity->mentions.v[m]);
      g_string_append_c(out, '}');
    }
    nt_json_put(out, NT_STR("]}"));
  }
  g_string_append_c(out, ']');
}

static void write_focus(NtArticle *a, GString *out)
{
  g_string_append_c(out, '[');
  for (guint i = 0; i < a->focus.n; i++) {
    const NtFocus *focus = &a->focus.v[i];
    open_item(out, i);
    put_text_member(out, "id", focus->id);
    put_text_member(out, "name", focus->name);
    if (focus->country.p)
      put_text_member(out, "country", focus->country);
    put_number_member(out, "share", focus->share);
    put_reasons(out, focus->why, focus->n_why);
    g_string_append_c(out, '}');
  }
  g_string_append_c(out, ']');
}

static void write_verdicts(NtArticle *a, GString *out)
{
  g_string_append_c(out, '[');
  for (guint i = 0; i < a->verdicts.n; i++) {
    const NtVerdict *verdict = &a->verdicts.v[i];
    open_item(out, i);
    put_span_and_text(a, out, verdict->span);
    put_type(out, verdict->type);
    if (verdict->id.p)
      put_text_member(out, "id", verdict->id);
    put_where(out, verdict->where);
    put_key(out, "lost_to");
    g_string_append_c(out, '{');
    put_span_and_text(a, out, verdict->winner);
    g_string_append_c(out, '}');
    put_text_member(out, "reason", verdict->reason);
    g_string_append_c(out, '}');
  }
  g_string_append_c(out, ']');
}

static void write_topics(NtArticle *a, GString *out)
{
  g_string_append_c(out, '[');
  for (guint i = 0; i < a->topics.n; i++) {
    const NtTopic *topic = &a->topics.v[i];
    open_item(out, i);
    put_text_member(out, "id", topic->id);
    put_text_member(out, "label", topic->label);
    put_number_member(out, "score", topic->score);
    if (topic->iptc.n)
      put_text_member(out, "iptc", topic->iptc);
    put_key(out, "evidence");
    g_string_append_c(out, '[');
    for (guint e = 0; e < topic->evidence.n; e++) {
      open_item(out, e);
      put_span_and_text(a, out, topic->evidence.v[e].span);
      put_number_member(out, "weight", topic->evidence.v[e].weight);
      put_where(out, topic->evidence.v[e].where);
      g_string_append_c(out, '}');
    }
    nt_json_put(out, NT_STR("]}"));
  }
  g_string_append_c(out, ']');
}

static void write_error(NtArticle *a, GString *out)
{
  g_string_append_c(out, '{');
  put_text_member(out, "message", a->error);
  g_string_append_c(out, '}');
}

static void (*const writers[NT_N_LAYERS])(NtArticle *, GString *) = {
  [NT_LAYER_SOURCE] = write_source,     [NT_LAYER_TEXT] = write_text,         [NT_LAYER_ZONES] = write_zones,
  [NT_LAYER_META] = write_meta,         [NT_LAYER_NAMES] = write_names,       [NT_LAYER_PATTERNS] = write_patterns,
  [NT_LAYER_ENTITIES] = write_entities, [NT_LAYER_VERDICTS] = write_verdicts, [NT_LAYER_TOPICS] = write_topics,
  [NT_LAYER_FOCUS] = write_focus,       [NT_LAYER_ERROR] = write_error,
};

/* ---- the object ---- */

static void put_member(NtArticle *a, const NtMember *member, GString *out)
{
  gboolean as_it_is = a->offsets.unit == NT_OFFSETS_CODEPOINT || member->layer < 0 || member->layer == NT_LAYER_TEXT;
  const NtJson *value = as_it_is ? NULL : nt_json_parse(a->arena, member->raw, NULL);
  if (value)
    nt_wire_put_in_unit(a, value, out);
  else
    nt_wire_put_raw(out, member->raw);
}

void nt_wire_encode(NtArticle *a, GString *out)
{
  gboolean other_unit = a->offsets.unit != NT_OFFSETS_CODEPOINT;
  NtLayers done = 0;
  gboolean has_id = FALSE;
  g_string_append_c(out, '{');
  put_key(out, "newstag");
  nt_json_put_count(out, NT_WIRE_VERSION);
  if (other_unit)
    put_text_member(out, "offsets", nt_str(nt_offset_unit_word(a->offsets.unit)));
  for (guint i = 0; i < a->members.n; i++)
    has_id |= a->members.v[i].layer == NT_MEMBER_ID;
  if (!has_id)
    put_text_member(out, "id", a->id);
  for (guint i = 0; i < a->members.n; i++) {
    const NtMember *member = &a->members.v[i];
    NtLayers bit = member->layer >= 0 ? 1u << member->layer : 0;
    if (member->layer == NT_MEMBER_NEWSTAG || a->dropped & bit || (other_unit && nt_str_is(member->raw_key, "\"offsets\"")))
      continue;
    g_string_append_c(out, ',');
    nt_json_put(out, member->raw_key);
    g_string_append_c(out, ':');
    if (a->written & bit)
      writers[member->layer](a, out);
    else
      put_member(a, member, out);
    done |= bit;
  }
  for (guint layer = 0; layer < NT_N_LAYERS; layer++) {
    if (done & 1u << layer || a->dropped & 1u << layer || !(a->written & 1u << layer))
      continue;
    put_key(out, nt_layer_word((NtLayer)layer));
    writers[layer](a, out);
  }
  nt_json_put(out, NT_STR("}\n"));
}
