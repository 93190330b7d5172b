#include "wire.h"

#include "base/error.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "wire_parts.h"

gboolean nt_wire_bad(NtWireReader *r, const char *format, ...)
{
  va_list args;
  va_start(args, format);
  g_autofree char *message = g_strdup_vprintf(format, args);
  va_end(args);
  g_set_error(r->error, NT_ERROR, NT_ERROR_INPUT, "%s", message);
  return FALSE;
}

static NtStr text_of(const NtJson *object, const char *key)
{
  const NtJson *value = nt_json_get(object, key);
  return value && value->kind == NT_JSON_STRING ? value->string : (NtStr){0};
}

static NtWhere where_of(NtStr text)
{
  gsize colon = text.n;
  while (colon && text.p[colon - 1] != ':')
    colon--;
  guint64 line = 0;
  gsize i = colon;
  for (; i < text.n && g_ascii_isdigit(text.p[i]) && line < G_MAXUINT32 / 16; i++)
    line = line * 10 + (guint)(text.p[i] - '0');
  if (colon < 2 || i < text.n || !line)
    return (NtWhere){text, 0};
  return (NtWhere){{text.p, colon - 1}, (guint)line};
}

static gboolean read_type(NtWireReader *r, const NtJson *object, NtType *type)
{
  NtStr word = text_of(object, "type");
  if (!nt_type_from(word, type))
    return nt_wire_bad(r, "\"%.*s\" is not a type", NT_HEAD_ARG(word, 40));
  return TRUE;
}

static double number_of(const NtJson *object, const char *key, double otherwise)
{
  double value;
  return nt_json_number(nt_json_get(object, key), &value) ? value : otherwise;
}

static gboolean read_source(NtWireReader *r, const NtJson *value)
{
  NtSource *s = &r->article->source;
  s->path = text_of(value, "path");
  s->sha256 = text_of(value, "sha256");
  s->encoding = text_of(value, "encoding");
  s->repairs = text_of(value, "repairs");
  const NtJson *bytes = nt_json_get(value, "bytes");
  gsize b = 0, e = 0;
  if (bytes && bytes->kind == NT_JSON_ARRAY && bytes->count == 2 && nt_json_count(bytes->first, &b) &&
      nt_json_count(bytes->first->next, &e) && e <= G_MAXUINT32)
    s->bytes = (NtSpan){(guint32)b, (guint32)e};
  return TRUE;
}

static int by_zone(gconstpointer x, gconstpointer y)
{
  return nt_span_compare(((const NtZone *)x)->span, ((const NtZone *)y)->span);
}

static gboolean read_zones(NtWireReader *r, const NtJson *value)
{
  NtArticle *a = r->article;
  for (const NtJson *item = value->first; item; item = item->next) {
    NtZone zone;
    NtStr word = text_of(item, "zone");
    if (!nt_zone_from(word, &zone.kind))
      return nt_wire_bad(r, "\"%.*s\" is not a zone", NT_HEAD_ARG(word, 40));
    if (!nt_wire_read_span(r, item, &zone.span))
      return FALSE;
    *nt_vec_push(a->arena, &a->zones) = zone;
  }
  if (a->zones.n)
    qsort(a->zones.v, a->zones.n, sizeof *a->zones.v, by_zone);
  for (guint i = 1; i < a->zones.n; i++)
    if (a->zones.v[i].span.start < a->zones.v[i - 1].span.end)
      return nt_wire_bad(r, "two zones overlap at byte %u", a->zones.v[i].span.start);
  return TRUE;
}

static gboolean read_meta(NtWireReader *r, const NtJson *value)
{
  r->article->meta = (NtMeta){
    .headline = text_of(value, "headline"),
    .publisher = text_of(value, "publisher"),
    .published = text_of(value, "published"),
    .published_iso = text_of(value, "published_iso"),
    .place = text_of(value, "place"),
    .byline = text_of(value, "byline"),
  };
  return TRUE;
}

static gboolean read_names(NtWireReader *r, const NtJson *value)
{
  NtArticle *a = r->article;
  for (const NtJson *item = value->first; item; item = item->next) {
    NtSpan span;
    NtType type;
    if (!nt_wire_read_span(r, item, &span) || !read_type(r, item, &type))
      return FALSE;
    *nt_vec_push(a->arena, &a->told) = (NtOrigin){text_of(item, "id"), where_of(text_of(item, "why"))};
    *nt_vec_push(a->arena, &a->names) = (NtName){.span = span, .type = type, .alias = NT_NO_ALIAS, .told = a->told.n};
  }
  return TRUE;
}

static gboolean read_set(NtWireReader *r, const NtJson *item, NtAttributeValues *values)
{
  const NtJson *set = nt_json_get(item, "set");
  if (!set || set->kind != NT_JSON_ARRAY)
    return TRUE;
  for (const NtJson *one = set->first; one; one = one->next) {
    NtAttributeValue value = {.text = text_of(one, "value"), .where = where_of(text_of(one, "why"))};
    NtStr word = text_of(one, "attribute");
    if (!nt_attribute_from(word, &value.attribute))
      return nt_wire_bad(r, "\"%.*s\" is no attribute", NT_HEAD_ARG(word, 40));
    if ((nt_json_get(one, "start") || nt_json_get(one, "bytes")) && !nt_wire_read_span(r, one, &value.span))
      return FALSE;
    *nt_vec_push(r->article->arena, values) = value;
  }
  return TRUE;
}

static gboolean read_patterns(NtWireReader *r, const NtJson *value)
{
  NtArticle *a = r->article;
  for (const NtJson *item = value->first; item; item = item->next) {
    NtPattern pattern = {
      .score = number_of(item, "score", 1),
      .priority = (int)CLAMP(number_of(item, "priority", 0), -100, 100),
      .rule = text_of(item, "rule"),
      .where = where_of(text_of(item, "why")),
    };
    if (!nt_wire_read_span(r, item, &pattern.span) || !read_type(r, item, &pattern.type) || !read_set(r, item, &pattern.attributes))
      return FALSE;
    *nt_vec_push(a->arena, &a->patterns) = pattern;
  }
  return TRUE;
}

static NtStr *read_why(NtWireReader *r, const NtJson *item, guint *n)
{
  const NtJson *why = nt_json_get(item, "why");
  if (!why || why->kind != NT_JSON_ARRAY || !why->count)
    return NULL;
  NtStr *reasons = nt_arena_new_array(r->article->arena, NtStr, why->count);
  for (const NtJson *w = why->first; w; w = w->next)
    reasons[(*n)++] = w->string;
  return reasons;
}

static gboolean read_mention(NtWireReader *r, const NtJson *item, NtMention *mention)
{
  NtArticle *a = r->article;
  *mention = (NtMention){.score = number_of(item, "score", 1)};
  if (!nt_wire_read_span(r, item, &mention->span))
    return FALSE;
  if (!nt_zone_from(text_of(item, "zone"), &mention->zone))
    mention->zone = nt_article_zone_at(a, mention->span.start);
  mention->why = read_why(r, item, &mention->n_why);
  return TRUE;
}

static NtAbout read_about(const NtJson *item)
{
  return (NtAbout){
    .wikidata = text_of(item, "wikidata"),
    .country = text_of(item, "country"),
    .kind = text_of(item, "kind"),
    .role = text_of(item, "role"),
    .since = text_of(item, "since"),
    .until = text_of(item, "until"),
    .lat = number_of(item, "lat", NAN),
    .lon = number_of(item, "lon", NAN),
  };
}

static gboolean read_entities(NtWireReader *r, const NtJson *value)
{
  NtArticle *a = r->article;
  for (const NtJson *item = value->first; item; item = item->next) {
    NtEntity *entity = nt_vec_push(a->arena, &a->entities);
    *entity = (NtEntity){.id = text_of(item, "id"), .name = text_of(item, "name"), .about = read_about(item)};
    if (!read_type(r, item, &entity->type) || !read_set(r, item, &entity->attributes))
      return FALSE;
    const NtJson *mentions = nt_json_get(item, "mentions");
    if (!mentions || mentions->kind != NT_JSON_ARRAY || !mentions->first)
      return nt_wire_bad(r, "an entity without mentions");
    for (const NtJson *m = mentions->first; m; m = m->next)
      if (!read_mention(r, m, nt_vec_push(a->arena, &entity->mentions)))
        return FALSE;
  }
  return TRUE;
}

static gboolean read_focus(NtWireReader *r, const NtJson *value)
{
  NtArticle *a = r->article;
  for (const NtJson *item = value->first; item; item = item->next) {
    NtFocus *focus = nt_vec_push(a->arena, &a->focus);
    *focus = (NtFocus){
      .id = text_of(item, "id"),
      .name = text_of(item, "name"),
      .country = text_of(item, "country"),
      .share = number_of(item, "share", 0),
    };
    focus->why = read_why(r, item, &focus->n_why);
  }
  return TRUE;
}

static gboolean read_verdicts(NtWireReader *r, const NtJson *value)
{
  NtArticle *a = r->article;
  for (const NtJson *item = value->first; item; item = item->next) {
    NtVerdict verdict = {
      .id = text_of(item, "id"),
      .where = where_of(text_of(item, "why")),
      .reason = text_of(item, "reason"),
    };
    const NtJson *winner = nt_json_get(item, "lost_to");
    if (!winner)
      return nt_wire_bad(r, "a verdict without \"lost_to\"");
    if (!nt_wire_read_span(r, item, &verdict.span) || !read_type(r, item, &verdict.type) || !nt_wire_read_span(r, winner, &verdict.winner))
      return FALSE;
    *nt_vec_push(a->arena, &a->verdicts) = verdict;
  }
  return TRUE;
}

static gboolean read_topics(NtWireReader *r, const NtJson *value)
{
  NtArticle *a = r->article;
  for (const NtJson *item = value->first; item; item = item->next) {
    NtTopic *topic = nt_vec_push(a->arena, &a->topics);
    *topic = (NtTopic){
      .id = text_of(item, "id"),
      .label = text_of(item, "label"),
      .iptc = text_of(item, "iptc"),
      .score = number_of(item, "score", 0),
    };
    const NtJson *evidence = nt_json_get(item, "evidence");
    for (const NtJson *e = evidence ? evidence->first : NULL; e; e = e->next) {
      NtEvidence *one = nt_vec_push(a->arena, &topic->evidence);
      *one = (NtEvidence){.weight = number_of(e, "weight", 1), .where = where_of(text_of(e, "why"))};
      if (!nt_wire_read_span(r, e, &one->span))
        return FALSE;
    }
  }
  return TRUE;
}

static gboolean read_error(NtWireReader *r, const NtJson *value)
{
  r->article->error = text_of(value, "message");
  return TRUE;
}

/* The rows that know a layer's shape. TEXT is read first, by hand, since every span needs it. */
static const struct {
  NtJsonKind kind;
  gboolean (*read)(NtWireReader *, const NtJson *);
} readers[NT_N_LAYERS] = {
  [NT_LAYER_SOURCE] = {NT_JSON_OBJECT, read_source},
  [NT_LAYER_ZONES] = {NT_JSON_ARRAY, read_zones},
  [NT_LAYER_META] = {NT_JSON_OBJECT, read_meta},
  [NT_LAYER_NAMES] = {NT_JSON_ARRAY, read_names},
  [NT_LAYER_PATTERNS] = {NT_JSON_ARRAY, read_patterns},
  [NT_LAYER_ENTITIES] = {NT_JSON_ARRAY, read_entities},
  [NT_LAYER_FOCUS] = {NT_JSON_ARRAY, read_focus},
  [NT_LAYER_VERDICTS] = {NT_JSON_ARRAY, read_verdicts},
  [NT_LAYER_TOPICS] = {NT_JSON_ARRAY, read_topics},
  [NT_LAYER_ERROR] = {NT_JSON_OBJECT, read_error},
};

static gboolean read_layer(NtWireReader *r, NtLayer layer, const NtJson *value)
{
  if (value->kind == NT_JSON_NULL || !readers[layer].read)
    return TRUE;
  if (value->kind != readers[layer].kind)
    return nt_wire_bad(r, "\"%s\" must be %s", nt_layer_word(layer), readers[layer].kind == NT_JSON_ARRAY ? "a list" : "an object");
  if (!readers[layer].read(r, value)) {
    g_prefix_error(r->error, "\"%s\": ", nt_layer_word(layer));
    return FALSE;
  }
  r->article->layers |= 1u << layer;
  return TRUE;
}

/* ---- the object ---- */

static int member_of(NtStr key)
{
  NtLayer layer;
  if (nt_layer_from(key, &layer))
    return (int)layer;
  if (nt_str_is(key, "id"))
    return NT_MEMBER_ID;
  return nt_str_is(key, "newstag") ? NT_MEMBER_NEWSTAG : NT_MEMBER_OTHER;
}

static gboolean note_members(NtWireReader *r, const NtJson *object)
{
  NtArticle *a = r->article;
  guint seen = 0;
  for (const NtJson *item = object->first; item; item = item->next) {
    int layer = member_of(item->key);
    if (layer == NT_LAYER_SOURCE && item->kind != NT_JSON_OBJECT)
      layer = NT_MEMBER_OTHER; /* many have a `source` of their own, a text: it passes through */
    if (layer >= 0 && seen & 1u << layer)
      return nt_wire_bad(r, "member \"%s\" stands here twice", nt_layer_word((NtLayer)layer));
    seen |= layer >= 0 ? 1u << layer : 0;
    *nt_vec_push(a->arena, &a->members) = (NtMember){item->raw_key, item->raw, layer};
  }
  return TRUE;
}

static gboolean read_version(NtWireReader *r, const NtJson *object)
{
  const NtJson *version = nt_json_get(object, "newstag");
  gsize number;
  if (version && (!nt_json_count(version, &number) || number != NT_WIRE_VERSION))
    return nt_wire_bad(r, "\"newstag\" is %.*s; this program knows version %d", NT_HEAD_ARG(version->raw, 40), NT_WIRE_VERSION);
  NtStr unit = text_of(object, "offsets");
  if (nt_str_is(unit, "byte") || nt_str_is(unit, "utf16"))
    return nt_wire_bad(r, "\"start\" and \"end\" count in the unit %.*s; newstag reads code points", (int)unit.n, unit.p);
  return TRUE;
}

static gboolean read_id(NtWireReader *r, const NtJson *object)
{
  const NtJson *id = nt_json_get(object, "id");
  if (id && id->kind == NT_JSON_STRING && id->string.n)
    r->article->id = id->string;
  else if (id && id->kind == NT_JSON_NUMBER)
    r->article->id = id->raw;
  else if (id)
    return nt_wire_bad(r, "\"id\" must be a text or a number");
  else if (!r->article->id.n)
    return nt_wire_bad(r, "no \"id\"");
  return TRUE;
}

/* A text has no NUL: a blank stands for each, so that all offsets stay. */
static NtStr without_nul(NtArena *arena, NtStr text)
{
  if (!text.n || !memchr(text.p, '\0', text.n))
    return text;
  char *copy = nt_arena_dup(arena, text.p, text.n);
  for (gsize i = 0; i < text.n; i++)
    if (!copy[i])
      copy[i] = ' ';
  return nt_str_n(copy, text.n);
}

static gboolean read_text(NtWireReader *r, const NtJson *object)
{
  NtArticle *a = r->article;
  const NtJson *text = nt_json_get(object, "text");
  if (!text && nt_json_get(object, "error")) {
    nt_article_set_text(a, NT_STR(""));
    a->layers &= ~NT_LAYER(TEXT);
    return TRUE;
  }
  if (!text || text->kind != NT_JSON_STRING)
    return nt_wire_bad(r, text ? "\"text\" must be a string" : "no \"text\"");
  if (text->string.n > NT_LIMIT_TEXT_BYTES)
    return nt_wire_bad(r, "the text has more than %u bytes", NT_LIMIT_TEXT_BYTES);
  nt_article_set_text(a, without_nul(a->arena, text->string));
  return TRUE;
}

gboolean nt_wire_decode(NtArticle *article, NtStr line, NtLayers want, GError **error)
{
  NtWireReader reader = {article, error}, *r = &reader;
  const NtJson *object = nt_json_parse(article->arena, line, error);
  if (!object)
    return FALSE;
  if (object->kind != NT_JSON_OBJECT)
    return nt_wire_bad(r, "an article must be an object: {\"id\": …, \"text\": …}");
  if (!read_version(r, object) || !read_id(r, object) || !read_text(r, object) || !note_members(r, object))
    return FALSE;
  guint i = 0;
  for (const NtJson *item = object->first; item; item = item->next, i++) {
    NtMember *member = &article->members.v[i];
    if (member->layer < 0 || member->layer == NT_LAYER_TEXT || !(want & 1u << member->layer))
      continue;
    if (!read_layer(r, (NtLayer)member->layer, item))
      return FALSE;
    if (member->layer != NT_LAYER_SOURCE && !nt_wire_complete_member(r, member, item))
      return FALSE;
  }
  return TRUE;
}
