#include "wire.h"

#include "base/error.h"
#include "base/json.h"
#include "base/limits.h"
#include "base/utf8.h"

#define MEMBER_OTHER (-1)
#define MEMBER_NEWSTAG (-2)
#define MEMBER_ID (-3)
#define WIRE_VERSION 1

/* ---- reading ---- */

typedef struct {
  NtArticle *article;
  GError **error;
} Reader;

static gboolean bad(Reader *r, const char *format, ...) G_GNUC_PRINTF(2, 3);
static gboolean bad(Reader *r, const char *format, ...)
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

/* The byte offsets of an object that has `start` and `end`, or `bytes`, or both. */
static gboolean read_span(Reader *r, const NtJson *object, NtSpan *span)
{
  NtArticle *a = r->article;
  const NtJson *start = nt_json_get(object, "start"), *end = nt_json_get(object, "end");
  const NtJson *bytes = nt_json_get(object, "bytes");
  gsize b = G_MAXSIZE, e = G_MAXSIZE;
  if (start || end) {
    gsize p, q;
    if (!nt_json_count(start, &p) || !nt_json_count(end, &q))
      return bad(r, "\"start\" and \"end\" must be whole numbers, both given");
    b = nt_offsets_byte(&a->offsets, p);
    e = nt_offsets_byte(&a->offsets, q);
    if (b == G_MAXSIZE || e == G_MAXSIZE)
      return bad(r, "a span from %" G_GSIZE_FORMAT " to %" G_GSIZE_FORMAT " lies beyond the text", p, q);
  }
  if (bytes) {
    gsize p, q;
    if (bytes->kind != NT_JSON_ARRAY || bytes->count != 2 || !nt_json_count(bytes->first, &p) ||
        !nt_json_count(bytes->first->next, &q))
      return bad(r, "\"bytes\" must be two whole numbers");
    if (p > a->text.n || q > a->text.n)
      return bad(r, "a span of bytes %" G_GSIZE_FORMAT " to %" G_GSIZE_FORMAT " lies beyond the text", p, q);
    if ((p < a->text.n && (a->text.p[p] & 0xC0) == 0x80) || (q < a->text.n && (a->text.p[q] & 0xC0) == 0x80))
      return bad(r, "bytes %" G_GSIZE_FORMAT " to %" G_GSIZE_FORMAT " cut a character", p, q);
    if (b != G_MAXSIZE && (b != p || e != q))
      return bad(r, "\"bytes\" [%" G_GSIZE_FORMAT ",%" G_GSIZE_FORMAT "] and \"start\", \"end\" disagree", p, q);
    b = p;
    e = q;
  }
  if (b == G_MAXSIZE)
    return bad(r, "a span needs \"start\" and \"end\", or \"bytes\"");
  if (b > e)
    return bad(r, "a span ends before it starts");
  *span = (NtSpan){(guint32)b, (guint32)e};
  return TRUE;
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

static gboolean read_type(Reader *r, const NtJson *object, NtType *type)
{
  NtStr word = text_of(object, "type");
  if (!nt_type_from(word, type))
    return bad(r, "\"%.*s\" is not a type", NT_HEAD_ARG(word, 40));
  return TRUE;
}

static double number_of(const NtJson *object, const char *key, double otherwise)
{
  double value;
  return nt_json_number(nt_json_get(object, key), &value) ? value : otherwise;
}

static gboolean read_source(Reader *r, const NtJson *value)
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

static gboolean read_zones(Reader *r, const NtJson *value)
{
  NtArticle *a = r->article;
  for (const NtJson *item = value->first; item; item = item->next) {
    NtZone zone;
    NtStr word = text_of(item, "zone");
    if (!nt_zone_from(word, &zone.kind))
      return bad(r, "\"%.*s\" is not a zone", NT_HEAD_ARG(word, 40));
    if (!read_span(r, item, &zone.span))
      return FALSE;
    *nt_vec_push(a->arena, &a->zones) = zone;
  }
  if (a->zones.n)
    qsort(a->zones.v, a->zones.n, sizeof *a->zones.v, by_zone);
  for (guint i = 1; i < a->zones.n; i++)
    if (a->zones.v[i].span.start < a->zones.v[i - 1].span.end)
      return bad(r, "two zones overlap at byte %u", a->zones.v[i].span.start);
  return TRUE;
}

static gboolean read_meta(Reader *r, const NtJson *value)
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

static gboolean read_names(Reader *r, const NtJson *value)
{
  NtArticle *a = r->article;
  for (const NtJson *item = value->first; item; item = item->next) {
    NtName name = {.alias = NT_NO_ALIAS, .id = text_of(item, "id"), .where = where_of(text_of(item, "why"))};
    if (!read_span(r, item, &name.span) || !read_type(r, item, &name.type))
      return FALSE;
    *nt_vec_push(a->arena, &a->names) = name;
  }
  return TRUE;
}

static gboolean read_set(Reader *r, const NtJson *item, NtAttributeValues *values)
{
  const NtJson *set = nt_json_get(item, "set");
  if (!set || set->kind != NT_JSON_ARRAY)
    return TRUE;
  for (const NtJson *one = set->first; one; one = one->next) {
    NtAttributeValue value = {.text = text_of(one, "value"), .where = where_of(text_of(one, "why"))};
    NtStr word = text_of(one, "attribute");
    if (!nt_attribute_from(word, &value.attribute))
      return bad(r, "\"%.*s\" is no attribute", NT_HEAD_ARG(word, 40));
    if ((nt_json_get(one, "start") || nt_json_get(one, "bytes")) && !read_span(r, one, &value.span))
      return FALSE;
    *nt_vec_push(r->article->arena, values) = value;
  }
  return TRUE;
}

static gboolean read_patterns(Reader *r, const NtJson *value)
{
  NtArticle *a = r->article;
  for (const NtJson *item = value->first; item; item = item->next) {
    NtPattern pattern = {
      .score = number_of(item, "score", 1),
      .priority = (int)CLAMP(number_of(item, "priority", 0), -100, 100),
      .rule = text_of(item, "rule"),
      .where = where_of(text_of(item, "why")),
    };
    if (!read_span(r, item, &pattern.span) || !read_type(r, item, &pattern.type) || !read_set(r, item, &pattern.attributes))
      return FALSE;
    *nt_vec_push(a->arena, &a->patterns) = pattern;
  }
  return TRUE;
}

static NtStr *read_why(Reader *r, const NtJson *item, guint *n)
{
  const NtJson *why = nt_json_get(item, "why");
  if (!why || why->kind != NT_JSON_ARRAY || !why->count)
    return NULL;
  NtStr *reasons = nt_arena_new_array(r->article->arena, NtStr, why->count);
  for (const NtJson *w = why->first; w; w = w->next)
    reasons[(*n)++] = w->string;
  return reasons;
}

static gboolean read_mention(Reader *r, const NtJson *item, NtMention *mention)
{
  NtArticle *a = r->article;
  *mention = (NtMention){.score = number_of(item, "score", 1)};
  if (!read_span(r, item, &mention->span))
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

static gboolean read_entities(Reader *r, const NtJson *value)
{
  NtArticle *a = r->article;
  for (const NtJson *item = value->first; item; item = item->next) {
    NtEntity *entity = nt_vec_push(a->arena, &a->entities);
    *entity = (NtEntity){.id = text_of(item, "id"), .name = text_of(item, "name"), .about = read_about(item)};
    if (!read_type(r, item, &entity->type) || !read_set(r, item, &entity->attributes))
      return FALSE;
    const NtJson *mentions = nt_json_get(item, "mentions");
    if (!mentions || mentions->kind != NT_JSON_ARRAY || !mentions->first)
      return bad(r, "an entity without mentions");
    for (const NtJson *m = mentions->first; m; m = m->next)
      if (!read_mention(r, m, nt_vec_push(a->arena, &entity->mentions)))
        return FALSE;
  }
  return TRUE;
}

static gboolean read_focus(Reader *r, const NtJson *value)
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

static gboolean read_verdicts(Reader *r, const NtJson *value)
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
      return bad(r, "a verdict without \"lost_to\"");
    if (!read_span(r, item, &verdict.span) || !read_type(r, item, &verdict.type) || !read_span(r, winner, &verdict.winner))
      return FALSE;
    *nt_vec_push(a->arena, &a->verdicts) = verdict;
  }
  return TRUE;
}

static gboolean read_topics(Reader *r, const NtJson *value)
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
      if (!read_span(r, e, &one->span))
        return FALSE;
    }
  }
  return TRUE;
}

static gboolean read_error(Reader *r, const NtJson *value)
{
  r->article->error = text_of(value, "message");
  return TRUE;
}

/* The rows that know a layer's shape. TEXT is read first, by hand, since every span needs it. */
static const struct {
  NtJsonKind kind;
  gboolean (*read)(Reader *, const NtJson *);
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

static gboolean read_layer(Reader *r, NtLayer layer, const NtJson *value)
{
  if (value->kind == NT_JSON_NULL || !readers[layer].read)
    return TRUE;
  if (value->kind != readers[layer].kind)
    return bad(r, "\"%s\" must be %s", nt_layer_word(layer), readers[layer].kind == NT_JSON_ARRAY ? "a list" : "an object");
  if (!readers[layer].read(r, value)) {
    g_prefix_error(r->error, "\"%s\": ", nt_layer_word(layer));
    return FALSE;
  }
  r->article->layers |= 1u << layer;
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

static void put_bytes(GString *out, NtSpan span)
{
  nt_json_put(out, NT_STR("\"bytes\":["));
  nt_json_put_count(out, span.start);
  g_string_append_c(out, ',');
  nt_json_put_count(out, span.end);
  g_string_append_c(out, ']');
}

#define TEXT_AT(p, literal) nt_json_text_at((p), literal, sizeof(literal) - 1)

/* As put_points and put_bytes, in the unit that was asked for; a comma before it, but behind a brace. */
static void put_span_members(NtArticle *a, GString *out, NtSpan span)
{
  char *p = nt_json_room(out, 4 * NT_JSON_COUNT + 64);
  if (p[-1] != '{')
    *p++ = ',';
  p = nt_json_count_at(TEXT_AT(p, "\"start\":"), nt_offsets_written(&a->offsets, span.start));
  p = nt_json_count_at(TEXT_AT(p, ",\"end\":"), nt_offsets_written(&a->offsets, span.end));
  p = nt_json_count_at(TEXT_AT(p, ",\"bytes\":["), span.start);
  p = nt_json_count_at(TEXT_AT(p, ","), span.end);
  nt_json_end(out, TEXT_AT(p, "]"));
}

/* JSON as it was written. A line feed in it can only be white space (a caller may hand over an object of several lines), and what
 * goes out is one line. */
static void put_raw(GString *out, NtStr raw)
{
  gsize from = out->len;
  nt_json_put(out, raw);
  for (char *p = out->str + from; (p = memchr(p, '\n', out->len - (gsize)(p - out->str)));)
    *p = ' ';
}

/* `value` as it was written, with the offsets it lacks put in behind the other members. */
static gboolean put_completed(Reader *r, GString *out, const NtJson *value)
{
  if (!lacks_offsets(value)) {
    put_raw(out, value->raw);
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
    if (!read_span(r, value, &span))
      return FALSE;
    g_string_append_c(out, ',');
    if (nt_json_get(value, "bytes"))
      put_points(r->article, out, span);
    else
      put_bytes(out, span);
  }
  g_string_append_c(out, object ? '}' : ']');
  return TRUE;
}

static gboolean complete_member(Reader *r, NtMember *member, const NtJson *value)
{
  if (!lacks_offsets(value))
    return TRUE;
  g_autoptr(GString) out = g_string_new(NULL);
  if (!put_completed(r, out, value))
    return FALSE;
  member->raw = nt_arena_str(r->article->arena, nt_str_n(out->str, out->len));
  return TRUE;
}

/* ---- the object ---- */

static int member_of(NtStr key)
{
  NtLayer layer;
  if (nt_layer_from(key, &layer))
    return (int)layer;
  if (nt_str_is(key, "id"))
    return MEMBER_ID;
  return nt_str_is(key, "newstag") ? MEMBER_NEWSTAG : MEMBER_OTHER;
}

static gboolean note_members(Reader *r, const NtJson *object)
{
  NtArticle *a = r->article;
  guint seen = 0;
  for (const NtJson *item = object->first; item; item = item->next) {
    int layer = member_of(item->key);
    if (layer == NT_LAYER_SOURCE && item->kind != NT_JSON_OBJECT)
      layer = MEMBER_OTHER; /* many have a `source` of their own, a text: it passes through */
    if (layer >= 0 && seen & 1u << layer)
      return bad(r, "member \"%s\" stands here twice", nt_layer_word((NtLayer)layer));
    seen |= layer >= 0 ? 1u << layer : 0;
    *nt_vec_push(a->arena, &a->members) = (NtMember){item->raw_key, item->raw, layer};
  }
  return TRUE;
}

static gboolean read_version(Reader *r, const NtJson *object)
{
  const NtJson *version = nt_json_get(object, "newstag");
  gsize number;
  if (version && (!nt_json_count(version, &number) || number != WIRE_VERSION))
    return bad(r, "\"newstag\" is %.*s; this program knows version %d", NT_HEAD_ARG(version->raw, 40), WIRE_VERSION);
  NtStr unit = version ? text_of(object, "offsets") : (NtStr){0};
  if (nt_str_is(unit, "byte") || nt_str_is(unit, "utf16"))
    return bad(r, "\"start\" and \"end\" count in the unit %.*s; newstag reads code points", (int)unit.n, unit.p);
  return TRUE;
}

static gboolean read_id(Reader *r, const NtJson *object)
{
  const NtJson *id = nt_json_get(object, "id");
  if (id && id->kind == NT_JSON_STRING && id->string.n)
    r->article->id = id->string;
  else if (id && id->kind == NT_JSON_NUMBER)
    r->article->id = id->raw;
  else if (id)
    return bad(r, "\"id\" must be a text or a number");
  else if (!r->article->id.n)
    return bad(r, "no \"id\"");
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

static gboolean read_text(Reader *r, const NtJson *object)
{
  NtArticle *a = r->article;
  const NtJson *text = nt_json_get(object, "text");
  if (!text && nt_json_get(object, "error")) {
    nt_article_set_text(a, NT_STR(""));
    a->layers &= ~NT_LAYER(TEXT);
    return TRUE;
  }
  if (!text || text->kind != NT_JSON_STRING)
    return bad(r, text ? "\"text\" must be a string" : "no \"text\"");
  if (text->string.n > NT_LIMIT_TEXT_BYTES)
    return bad(r, "the text has more than %u bytes", NT_LIMIT_TEXT_BYTES);
  nt_article_set_text(a, without_nul(a->arena, text->string));
  return TRUE;
}

gboolean nt_wire_decode(NtArticle *article, NtStr line, NtLayers want, GError **error)
{
  Reader reader = {article, error}, *r = &reader;
  const NtJson *object = nt_json_parse(article->arena, line, error);
  if (!object)
    return FALSE;
  if (object->kind != NT_JSON_OBJECT)
    return bad(r, "an article must be an object: {\"id\": …, \"text\": …}");
  if (!read_version(r, object) || !read_id(r, object) || !read_text(r, object) || !note_members(r, object))
    return FALSE;
  guint i = 0;
  for (const NtJson *item = object->first; item; item = item->next, i++) {
    NtMember *member = &article->members.v[i];
    if (member->layer < 0 || member->layer == NT_LAYER_TEXT || !(want & 1u << member->layer))
      continue;
    if (!read_layer(r, (NtLayer)member->layer, item))
      return FALSE;
    if (member->layer != NT_LAYER_SOURCE && !complete_member(r, member, item))
      return FALSE;
  }
  return TRUE;
}

/* ---- writing ---- */

/* Inlined, so that the compiler knows the length of nearly every key. */
static inline __attribute__((always_inline)) void put_key(GString *out, const char *key)
{
  char *p = nt_json_room(out, strlen(key) + 4);
  if (p[-1] != '{')
    *p++ = ',';
  *p++ = '"';
  nt_json_end(out, TEXT_AT(nt_json_text_at(p, key, strlen(key)), "\":"));
}

static inline __attribute__((always_inline)) void put_text_member(GString *out, const char *key, NtStr text)
{
  put_key(out, key);
  nt_json_put_string_or_null(out, text);
}

static void put_number_member(GString *out, const char *key, double number)
{
  put_key(out, key);
  nt_json_put_number(out, number);
}

static void put_where(GString *out, NtWhere where)
{
  put_key(out, "why");
  nt_json_put_string(out, where.file);
  if (where.line) {
    g_string_truncate(out, out->len - 1);
    g_string_append_c(out, ':');
    nt_json_put_count(out, where.line);
    g_string_append_c(out, '"');
  }
}

static void put_span_and_text(NtArticle *a, GString *out, NtSpan span)
{
  put_span_members(a, out, span);
  put_text_member(out, "text", nt_span_of(span, a->text));
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
  put_bytes(out, s->bytes);
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
    open_item(out, i);
    put_span_and_text(a, out, name->span);
    put_text_member(out, "id", name->id);
    put_type(out, name->type);
    put_where(out, name->where);
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

static void put_in_unit(NtArticle *a, const NtJson *value, GString *out)
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
      put_in_unit(a, item, out);
  }
  g_string_append_c(out, object ? '}' : ']');
}

static void put_member(NtArticle *a, const NtMember *member, GString *out)
{
  gboolean as_it_is = a->offsets.unit == NT_OFFSETS_CODEPOINT || member->layer < 0 || member->layer == NT_LAYER_TEXT;
  const NtJson *value = as_it_is ? NULL : nt_json_parse(a->arena, member->raw, NULL);
  if (value)
    put_in_unit(a, value, out);
  else
    put_raw(out, member->raw);
}

void nt_wire_encode(NtArticle *a, GString *out)
{
  gboolean other_unit = a->offsets.unit != NT_OFFSETS_CODEPOINT;
  NtLayers done = 0;
  gboolean has_id = FALSE;
  g_string_append_c(out, '{');
  put_key(out, "newstag");
  nt_json_put_count(out, WIRE_VERSION);
  if (other_unit)
    put_text_member(out, "offsets", nt_str(nt_offset_unit_word(a->offsets.unit)));
  for (guint i = 0; i < a->members.n; i++)
    has_id |= a->members.v[i].layer == MEMBER_ID;
  if (!has_id)
    put_text_member(out, "id", a->id);
  for (guint i = 0; i < a->members.n; i++) {
    const NtMember *member = &a->members.v[i];
    NtLayers bit = member->layer >= 0 ? 1u << member->layer : 0;
    if (member->layer == MEMBER_NEWSTAG || a->dropped & bit || (other_unit && nt_str_is(member->raw_key, "\"offsets\"")))
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
