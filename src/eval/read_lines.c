/* JSON, a document a line: newstag's own output, and lists of spans as most tools write them:
 *
 *     {"id": "a1", "text": "…", "entities": [{"start": 0, "end": 5, "type": "PER"}], "topics": ["trade"]}
 *
 * An entity that has `mentions` is one entity with several marks. Lines without a text take it from the other side. */
#include "readers.h"

#include "base/json.h"

typedef struct {
  NtEvalSet *set;
  NtArena *scratch; /* of the line at hand */
  const char *path;
  guint line;
  const NtJson *object;
  NtEvalDocument *document;
  NtOffsets offsets;  /* of the text that the spans of the line count in */
  NtStr text;         /* that text */
  guint32 shift;      /* where it starts in the document's text */
  gsize least, most;  /* the only code points that are scored */
} Lines;

static NtStr text_of(const NtJson *object, const char *key)
{
  const NtJson *value = nt_json_get(object, key);
  return value && value->kind == NT_JSON_STRING ? value->string : (NtStr){0};
}

static NtStr keep(Lines *l, NtStr s)
{
  return s.p ? nt_arena_str(l->set->arena, s) : s;
}

static gboolean is_true(const NtJson *object, const char *key)
{
  const NtJson *value = nt_json_get(object, key);
  return value && value->kind == NT_JSON_TRUE;
}

/* ---- spans ---- */

static gboolean two_counts(const NtJson *list, gsize *a, gsize *b)
{
  return list && list->kind == NT_JSON_ARRAY && list->count == 2 && nt_json_count(list->first, a) &&
         nt_json_count(list->first->next, b);
}

/* In bytes of the document's text. */
static gboolean read_span(Lines *l, const NtJson *object, NtSpan *span)
{
  gsize start, end;
  if (nt_json_count(nt_json_get(object, "start"), &start) && nt_json_count(nt_json_get(object, "end"), &end)) {
    if (start < l->least || end > l->most)
      return FALSE;
    start = nt_offsets_byte(&l->offsets, start);
    end = nt_offsets_byte(&l->offsets, end);
  } else if (!two_counts(nt_json_get(object, "bytes"), &start, &end)) {
    start = end = G_MAXSIZE;
  }
  if (start == G_MAXSIZE || end == G_MAXSIZE || start > end || end > l->text.n ||
      (start < l->text.n && (l->text.p[start] & 0xC0) == 0x80) || (end < l->text.n && (l->text.p[end] & 0xC0) == 0x80)) {
    nt_eval_skip(l->set, l->path, l->line, "a mark without a span within the text");
    return FALSE;
  }
  *span = (NtSpan){l->shift + (guint32)start, l->shift + (guint32)end};
  return TRUE;
}

static void read_where_it_lies(NtEvalSpan *mark, Lines *l, const NtJson *object)
{
  double lat, lon;
  if (nt_json_number(nt_json_get(object, "lat"), &lat) && nt_json_number(nt_json_get(object, "lon"), &lon)) {
    mark->located = TRUE;
    mark->lat = lat;
    mark->lon = lon;
  }
  mark->country = keep(l, text_of(object, "country"));
}

/* What made a tag is said last; a rule's name before it. */
static void read_why(NtEvalSpan *mark, Lines *l, const NtJson *why)
{
  g_autoptr(GString) all = g_string_new(NULL);
  if (!why || why->kind != NT_JSON_ARRAY || !why->count)
    return;
  for (const NtJson *w = why->first; w; w = w->next) {
    if (all->len)
      g_string_append(all, ", ");
    g_string_append_len(all, w->string.p, (gssize)w->string.n);
    if (!w->next)
      mark->where = keep(l, w->string);
  }
  mark->why = nt_arena_str(l->set->arena, nt_str_n(all->str, all->len));
}

static NtZoneKind zone_at(const NtEvalDocument *d, guint32 at)
{
  for (guint i = 0; i < d->zones.n; i++)
    if (d->zones.v[i].span.start <= at && at < d->zones.v[i].span.end)
      return d->zones.v[i].kind;
  return NT_ZONE_BODY;
}

static void read_mark(Lines *l, const NtJson *mention, const NtJson *entity, gint number)
{
  NtSpan span;
  if (!read_span(l, mention, &span))
    return;
  NtEvalSpan *mark = nt_eval_mark(l->set, l->document, span, nt_eval_type(l->set->arena, text_of(entity, "type")));
  mark->ignored |= is_true(mention, "nominal") || is_true(mention, "optional");
  mark->entity = number;
  mark->id = keep(l, text_of(entity, "id"));
  if (!nt_zone_from(text_of(mention, "zone"), &mark->zone))
    mark->zone = zone_at(l->document, mark->span.start);
  read_why(mark, l, nt_json_get(mention, "why"));
  read_where_it_lies(mark, l, entity);
}

static void read_entities(Lines *l)
{
  const NtJson *entities = nt_json_get(l->object, "entities");
  if (entities && entities->kind != NT_JSON_ARRAY && entities->kind != NT_JSON_NULL)
    nt_eval_skip(l->set, l->path, l->line, "\"entities\" must be a list");
  for (const NtJson *e = entities && entities->kind == NT_JSON_ARRAY ? entities->first : NULL; e; e = e->next) {
    const NtJson *mentions = nt_json_get(e, "mentions");
    if (!mentions || mentions->kind != NT_JSON_ARRAY) {
      read_mark(l, e, e, -1);
      continue;
    }
    l->document->has_entities = TRUE;
    for (const NtJson *m = mentions->first; m; m = m->next)
      read_mark(l, m, e, l->document->n_entities);
    l->document->n_entities++;
  }
}

/* ---- the other layers ---- */

static void read_zones(Lines *l)
{
  const NtJson *zones = nt_json_get(l->object, "zones");
  for (const NtJson *z = zones && zones->kind == NT_JSON_ARRAY ? zones->first : NULL; z; z = z->next) {
    NtZone zone;
    if (nt_zone_from(text_of(z, "zone"), &zone.kind) && read_span(l, z, &zone.span))
      *nt_vec_push(l->set->arena, &l->document->zones) = zone;
  }
}

static void read_losers(Lines *l)
{
  const NtJson *verdicts = nt_json_get(l->object, "verdicts");
  for (const NtJson *v = verdicts && verdicts->kind == NT_JSON_ARRAY ? verdicts->first : NULL; v; v = v->next) {
    NtEvalLoser loser = {
      .type = keep(l, text_of(v, "type")),
      .where = keep(l, text_of(v, "why")),
      .reason = keep(l, text_of(v, "reason")),
    };
    if (read_span(l, v, &loser.span))
      *nt_vec_push(l->set->arena, &l->document->losers) = loser;
  }
}

static void read_topics(Lines *l)
{
  const NtJson *topics = nt_json_get(l->object, "topics");
  topics = topics ? topics : nt_json_get(l->object, "labels");
  if (!topics || topics->kind != NT_JSON_ARRAY)
    return;
  l->document->has_topics = TRUE;
  for (const NtJson *t = topics->first; t; t = t->next) {
    NtStr id = t->kind == NT_JSON_STRING ? t->string : text_of(t, "id"), why = {0};
    const NtJson *evidence = nt_json_get(t, "evidence");
    if (evidence && evidence->kind == NT_JSON_ARRAY && evidence->first)
      why = text_of(evidence->first, "why");
    if (!id.p)
      continue;
    *nt_vec_push(l->set->arena, &l->document->topics) = keep(l, id);
    *nt_vec_push(l->set->arena, &l->document->topic_whys) = keep(l, why);
  }
}

/* ---- the line ---- */

/* The other side's document that `id` means: of that name; of which it is a piece (`page#2`); or of that name without folders. */
static const NtEvalDocument *other_side(const Lines *l, NtStr id)
{
  if (!l->set->texts)
    return NULL;
  g_autofree char *name = g_strndup(id.p, id.n);
  const NtEvalDocument *d = g_hash_table_lookup(l->set->texts->by_id, name);
  char *piece = strrchr(name, '#');
  if (!d && piece) {
    *piece = '\0';
    d = g_hash_table_lookup(l->set->texts->by_id, name);
  }
  char *slash = strrchr(name, '/');
  if (!d && slash)
    d = g_hash_table_lookup(l->set->texts->by_id, slash + 1);
  return d;
}

static gboolean find_id(const Lines *l, NtStr *id)
{
  const NtJson *value = nt_json_get(l->object, "id");
  *id = value && value->kind == NT_JSON_STRING ? value->string : value && value->kind == NT_JSON_NUMBER ? value->raw : (NtStr){0};
  return id->n > 0;
}

/* Where the line's text lies in the whole, by its `source`; FALSE where it is no piece of it. */
static gboolean find_piece(const Lines *l, NtStr whole, guint32 *at)
{
  gsize start, end;
  if (!two_counts(nt_json_get(nt_json_get(l->object, "source"), "bytes"), &start, &end) || start > whole.n ||
      whole.n - start < l->text.n || memcmp(whole.p + start, l->text.p, l->text.n) != 0)
    return FALSE;
  *at = (guint32)start;
  return TRUE;
}

/* The document that the line's marks go to. */
static gboolean open_document(Lines *l, NtStr id)
{
  const NtEvalDocument *other = other_side(l, id);
  const NtJson *text = nt_json_get(l->object, "text");
  l->shift = 0;
  l->document = NULL;
  if (text && text->kind == NT_JSON_STRING)
    l->text = text->string;
  else if (other)
    l->text = other->text;
  else if (l->set->texts)
    return FALSE; /* not asked about */
  else {
    nt_eval_skip(l->set, l->path, l->line, "no \"text\"");
    return FALSE;
  }
  if (other && l->text.n < other->text.n && find_piece(l, other->text, &l->shift)) {
    l->document = (NtEvalDocument *)nt_eval_set_find(l->set, other->id); /* of a piece before it */
    if (!l->document && (l->document = nt_eval_set_add(l->set, other->id, l->path, l->line)))
      l->document->text = other->text;
    return l->document != NULL;
  }
  l->document = nt_eval_set_add(l->set, other ? other->id : id, l->path, l->line);
  if (l->document)
    l->document->text = l->text = keep(l, l->text);
  return l->document != NULL;
}

static void read_line(Lines *l, NtStr line)
{
  g_autoptr(GError) error = NULL;
  NtStr id;
  l->object = nt_json_parse(l->scratch, line, &error);
  if (!l->object || l->object->kind != NT_JSON_OBJECT) {
    nt_eval_skip(l->set, l->path, l->line, "%s", error ? error->message : "not an object");
    return;
  }
  if (!find_id(l, &id)) {
    nt_eval_skip(l->set, l->path, l->line, "no \"id\"");
    return;
  }
  if (nt_json_get(l->object, "error") && !nt_json_get(l->object, "text")) {
    nt_eval_skip(l->set, l->path, l->line, "the article could not be tagged");
    return;
  }
  if (!open_document(l, id))
    return;
  nt_offsets_init(&l->offsets, l->scratch, l->text);
  l->least = 0;
  l->most = G_MAXSIZE;
  read_zones(l);
  two_counts(nt_json_get(l->object, "eval_span"), &l->least, &l->most);
  read_entities(l);
  read_losers(l);
  read_topics(l);
}

gboolean nt_eval_read_lines(NtEvalSet *set, const char *path, GError **error)
{
  NtStr bytes;
  if (!nt_eval_read_file(set, path, &bytes, error))
    return FALSE;
  g_autoptr(NtArena) scratch = nt_arena_new();
  Lines l = {.set = set, .scratch = scratch, .path = path};
  for (gsize at = 0; at < bytes.n;) {
    const char *nl = memchr(bytes.p + at, '\n', bytes.n - at);
    gsize end = nl ? (gsize)(nl - bytes.p) : bytes.n;
    NtStr line = {bytes.p + at, end - at};
    while (line.n && g_ascii_isspace(line.p[line.n - 1]))
      line.n--;
    at = end + 1;
    l.line++;
    if (!line.n)
      continue;
    nt_arena_reset(scratch);
    read_line(&l, line);
  }
  return TRUE;
}
