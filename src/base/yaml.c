#include "yaml.h"

#include "limits.h"
#include "nearest.h"
#include "utf8.h"

#include <math.h>
#include <yaml.h>

typedef struct {
  NtArena *arena;
  const NtYamlContext *context;
  yaml_parser_t parser;
  guint nodes;
  gboolean failed;
} Reader;

void nt_yaml_error(const NtYamlContext *context, const NtYaml *at, const char *code, const char *format, ...)
{
  va_list args;
  va_start(args, format);
  g_autofree char *message = g_strdup_vprintf(format, args);
  va_end(args);
  nt_diagnostics_add(context->diagnostics, NT_SEVERITY_ERROR, context->file, at ? at->line : 0, at ? at->column : 0, code,
                     "%s", message);
}

static void fail_at(Reader *r, yaml_mark_t mark, const char *code, const char *message)
{
  if (!r->failed)
    nt_diagnostics_add(r->context->diagnostics, NT_SEVERITY_ERROR, r->context->file, (guint)mark.line + 1,
                       (guint)mark.column + 1, code, "%s", message);
  r->failed = TRUE;
}

static void fail_in_parser(Reader *r)
{
  const yaml_parser_t *p = &r->parser;
  const char *problem = p->problem ? p->problem : "not YAML";
  yaml_mark_t mark = p->problem_mark;
  if (p->error == YAML_READER_ERROR)
    mark = (yaml_mark_t){.line = p->mark.line, .column = p->mark.column};
  g_autofree char *message =
    p->context ? g_strdup_printf("%s (%s)", problem, p->context) : g_strdup(problem);
  fail_at(r, mark, "yaml", message);
}

static gboolean next_event(Reader *r, yaml_event_t *event)
{
  if (r->failed)
    return FALSE;
  if (!yaml_parser_parse(&r->parser, event)) {
    fail_in_parser(r);
    return FALSE;
  }
  return TRUE;
}

static NtYaml *new_node(Reader *r, NtYamlKind kind, yaml_mark_t mark)
{
  if (++r->nodes > NT_LIMIT_YAML_NODES) {
    fail_at(r, mark, "limit", "too many values in one file");
    return NULL;
  }
  NtYaml *node = nt_arena_alloc0(r->arena, sizeof *node);
  node->kind = kind;
  node->line = (guint)mark.line + 1;
  node->column = (guint)mark.column + 1;
  return node;
}

static NtYaml *read_node(Reader *r, const yaml_event_t *event, guint depth);

static NtYaml *read_scalar(Reader *r, const yaml_event_t *event)
{
  NtYaml *node = new_node(r, NT_YAML_SCALAR, event->start_mark);
  if (!node)
    return NULL;
  NtStr text = {(const char *)event->data.scalar.value, event->data.scalar.length};
  if (memchr(text.p, 0, text.n)) {
    fail_at(r, event->start_mark, "yaml", "a NUL character in a text");
    return NULL;
  }
  node->text = nt_arena_str(r->arena, text);
  node->plain = event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
  return node;
}

static void append(NtYaml *parent, NtYaml ***tail, NtYaml *item)
{
  **tail = item;
  *tail = &item->next;
  parent->count++;
}

static NtYaml *read_sequence(Reader *r, yaml_mark_t mark, guint depth)
{
  NtYaml *node = new_node(r, NT_YAML_SEQUENCE, mark);
  if (!node)
    return NULL;
  NtYaml **tail = &node->first;
  yaml_event_t event;
  while (next_event(r, &event)) {
    gboolean end = event.type == YAML_SEQUENCE_END_EVENT;
    NtYaml *item = end ? NULL : read_node(r, &event, depth + 1);
    yaml_event_delete(&event);
    if (end)
      return node;
    if (!item)
      return NULL;
    append(node, &tail, item);
  }
  return NULL;
}

/* Large mappings would make a search through the list quadratic; the format has none, so a set is made only past a few keys. */
static gboolean key_is_new(const NtYaml *map, GHashTable **seen, NtStr key)
{
  if (map->count < 16) {
    for (const NtYaml *item = map->first; item; item = item->next)
      if (nt_str_equal(item->key, key))
        return FALSE;
    return TRUE;
  }
  if (!*seen) {
    *seen = g_hash_table_new(g_str_hash, g_str_equal);
    for (const NtYaml *item = map->first; item; item = item->next)
      g_hash_table_add(*seen, (gpointer)item->key.p);
  }
  return g_hash_table_add(*seen, (gpointer)key.p);
}

static NtYaml *read_mapping(Reader *r, yaml_mark_t mark, guint depth)
{
  NtYaml *node = new_node(r, NT_YAML_MAPPING, mark);
  if (!node)
    return NULL;
  NtYaml **tail = &node->first;
  g_autoptr(GHashTable) seen = NULL;
  yaml_event_t event;
  while (next_event(r, &event)) {
    if (event.type == YAML_MAPPING_END_EVENT) {
      yaml_event_delete(&event);
      return node;
    }
    yaml_mark_t at = event.start_mark;
    if (event.type != YAML_SCALAR_EVENT) {
      fail_at(r, at, "yaml", "a key must be a plain word");
      yaml_event_delete(&event);
      return NULL;
    }
    NtYaml *key = read_node(r, &event, depth + 1);
    yaml_event_delete(&event);
    if (!key || !next_event(r, &event))
      return NULL;
    NtYaml *item = read_node(r, &event, depth + 1);
    yaml_event_delete(&event);
    if (!item)
      return NULL;
    item->key = key->text;
    item->key_line = key->line;
    item->key_column = key->column;
    if (!key_is_new(node, &seen, key->text)) {
      nt_yaml_error(r->context, key, "duplicate-key", "key \"%s\" stands here twice; give each key once", key->text.p);
      continue;
    }
    append(node, &tail, item);
  }
  return NULL;
}

static NtYaml *read_node(Reader *r, const yaml_event_t *event, guint depth)
{
  if (depth > NT_LIMIT_YAML_DEPTH) {
    fail_at(r, event->start_mark, "limit", "values stand inside each other too deep");
    return NULL;
  }
  const yaml_char_t *anchor = NULL, *tag = NULL;
  switch (event->type) {
  case YAML_ALIAS_EVENT:
    fail_at(r, event->start_mark, "yaml", "an alias (*name) is not allowed here; write the value out, or quote the text");
    return NULL;
  case YAML_SCALAR_EVENT:
    anchor = event->data.scalar.anchor;
    tag = event->data.scalar.tag;
    break;
  case YAML_SEQUENCE_START_EVENT:
    anchor = event->data.sequence_start.anchor;
    tag = event->data.sequence_start.tag;
    break;
  case YAML_MAPPING_START_EVENT:
    anchor = event->data.mapping_start.anchor;
    tag = event->data.mapping_start.tag;
    break;
  default:
    fail_at(r, event->start_mark, "yaml", "something other than a value stands here");
    return NULL;
  }
  if (anchor || tag) {
    fail_at(r, event->start_mark, "yaml",
            anchor ? "an anchor (&name) is not allowed here; quote the text if the & belongs to it"
                   : "a tag (!name) is not allowed here; quote the text if the ! belongs to it");
    return NULL;
  }
  if (event->type == YAML_SCALAR_EVENT)
    return read_scalar(r, event);
  return event->type == YAML_SEQUENCE_START_EVENT ? read_sequence(r, event->start_mark, depth)
                                                  : read_mapping(r, event->start_mark, depth);
}

/* Stream start, document start, the value, document end, stream end. */
static NtYaml *read_stream(Reader *r)
{
  NtYaml *root = NULL;
  guint documents = 0;
  yaml_event_t event;
  while (next_event(r, &event)) {
    yaml_event_type_t type = event.type;
    if (type == YAML_DOCUMENT_START_EVENT && ++documents > 1)
      fail_at(r, event.start_mark, "yaml", "a second document (---) in one file");
    else if (type != YAML_STREAM_START_EVENT && type != YAML_STREAM_END_EVENT && type != YAML_DOCUMENT_START_EVENT &&
             type != YAML_DOCUMENT_END_EVENT)
      root = read_node(r, &event, 0);
    yaml_event_delete(&event);
    if (type == YAML_STREAM_END_EVENT)
      return root;
  }
  return NULL;
}

NtYaml *nt_yaml_parse(NtArena *arena, NtStr bytes, const NtYamlContext *context)
{
  Reader reader = {.arena = arena, .context = context};
  if (bytes.n > NT_LIMIT_YAML_BYTES) {
    nt_yaml_error(context, NULL, "limit", "the file is larger than %u bytes; put long lists into a table (from: …tsv)",
                  NT_LIMIT_YAML_BYTES);
    return NULL;
  }
  gsize good = nt_utf8_valid_prefix(bytes.p, bytes.n);
  if (good < bytes.n) {
    guint line = 1, column = 1;
    for (gsize i = 0; i < good; i++) {
      column = bytes.p[i] == '\n' ? 1 : column + ((bytes.p[i] & 0xC0) != 0x80);
      line += bytes.p[i] == '\n';
    }
    nt_diagnostics_add(context->diagnostics, NT_SEVERITY_ERROR, context->file, line, column, "encoding",
                       "not UTF-8 here; save the file as UTF-8");
    return NULL;
  }
  if (!yaml_parser_initialize(&reader.parser))
    g_error("yaml_parser_initialize: out of memory");
  yaml_parser_set_encoding(&reader.parser, YAML_UTF8_ENCODING);
  yaml_parser_set_input_string(&reader.parser, (const unsigned char *)bytes.p, bytes.n);
  NtYaml *root = read_stream(&reader);
  yaml_parser_delete(&reader.parser);
  return reader.failed ? NULL : root;
}

/* Most keys tell by their first letter. */
static inline gboolean is_key(NtStr key, const char *word)
{
  return key.n && *key.p == *word && nt_str_is(key, word);
}

const NtYaml *nt_yaml_get(const NtYaml *map, const char *key)
{
  if (!map || map->kind != NT_YAML_MAPPING)
    return NULL;
  for (const NtYaml *item = map->first; item; item = item->next)
    if (is_key(item->key, key))
      return item;
  return NULL;
}

NtStr nt_yaml_text(const NtYaml *map, const char *key)
{
  const NtYaml *item = nt_yaml_get(map, key);
  return item && item->kind == NT_YAML_SCALAR ? item->text : (NtStr){0};
}

/* Digits, perhaps with a sign before and a point among them: so few that their whole number and the power of ten are exact, and the
 * quotient is the double that strtod finds. */
static gboolean parse_short(NtStr s, double *value)
{
  static const double powers[] = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};
  gboolean negative = s.p[0] == '-', point = FALSE;
  gint64 whole = 0;
  gsize digits = 0, behind = 0;
  if (s.n > 15)
    return FALSE;
  for (gsize i = negative; i < s.n; i++) {
    if (s.p[i] == '.' && !point) {
      point = TRUE;
      continue;
    }
    if (!g_ascii_isdigit(s.p[i]))
      return FALSE;
    whole = whole * 10 + (s.p[i] - '0');
    digits++;
    behind += point;
  }
  *value = (negative ? -(double)whole : (double)whole) / powers[behind];
  return digits > 0;
}

/* Fifteen digits and a power of ten up to the fifteenth are exact as doubles, so that one division rounds as strtod does. */
#define EXACT_DIGITS 15u

/* Digits with at most one point among them, after a minus or none; FALSE for all that needs strtod. */
static gboolean parse_short_number(NtStr s, double *value)
{
  static const double powers[EXACT_DIGITS + 1] = {1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};
  gboolean minus = s.p[0] == '-', point = FALSE;
  guint digits = 0, decimals = 0;
  guint64 n = 0;
  if (s.n > EXACT_DIGITS)
    return FALSE;
  for (gsize i = minus ? 1 : 0; i < s.n; i++) {
    if (s.p[i] == '.' && !point) {
      point = TRUE;
      continue;
    }
    if (!g_ascii_isdigit(s.p[i]))
      return FALSE;
    n = n * 10 + (guint64)(s.p[i] - '0');
    digits++;
    decimals += point;
  }
  *value = (minus ? -1.0 : 1.0) * ((double)n / powers[decimals]);
  return digits > 0;
}

gboolean nt_parse_number(NtStr s, double *value)
{
  if (s.n && parse_short(s, value))
    return TRUE;
  if (!s.n || s.n > 40 || !(g_ascii_isdigit(s.p[0]) || s.p[0] == '-' || s.p[0] == '.'))
    return FALSE;
  if (parse_short_number(s, value))
    return TRUE;
  char copy[48];
  memcpy(copy, s.p, s.n);
  copy[s.n] = '\0';
  for (gsize i = 0; i < s.n; i++)
    if (!g_ascii_isdigit(copy[i]) && !strchr("-+.eE", copy[i]))
      return FALSE;
  char *end = NULL;
  *value = g_ascii_strtod(copy, &end);
  return end == copy + s.n && isfinite(*value);
}

double nt_yaml_number(const NtYaml *map, const char *key, double otherwise)
{
  double value;
  NtStr text = nt_yaml_text(map, key);
  return nt_parse_number(text, &value) ? value : otherwise;
}

gboolean nt_yaml_bool(const NtYaml *map, const char *key, gboolean otherwise)
{
  NtStr text = nt_yaml_text(map, key);
  return text.n ? nt_str_is(text, "true") : otherwise;
}

static gboolean all_texts(const NtYaml *node)
{
  for (const NtYaml *item = node->first; item; item = item->next)
    if (item->kind != NT_YAML_SCALAR || !item->text.n)
      return FALSE;
  return TRUE;
}

/* What is wrong with `node` as a value of that kind; NULL where nothing is. */
static const char *complaint(const NtYaml *node, NtYamlWant want)
{
  gboolean scalar = node->kind == NT_YAML_SCALAR;
  double value;
  switch (want) {
  case NT_YAML_WANT_TEXT:
    return scalar && node->text.n ? NULL : "must be a text that is not empty";
  case NT_YAML_WANT_NUMBER:
    return scalar && nt_parse_number(node->text, &value) ? NULL : "must be a number";
  case NT_YAML_WANT_COUNT:
    return scalar && nt_parse_number(node->text, &value) && value >= 0 && value == floor(value) && value < 1e15
             ? NULL
             : "must be a whole number, 0 or more";
  case NT_YAML_WANT_BOOL:
    return scalar && (nt_str_is(node->text, "true") || nt_str_is(node->text, "false")) ? NULL : "must be true or false";
  case NT_YAML_WANT_TEXTS:
    return (scalar && node->text.n) || (node->kind == NT_YAML_SEQUENCE && all_texts(node))
             ? NULL
             : "must be a list of texts, none empty";
  case NT_YAML_WANT_SEQUENCE:
    return node->kind == NT_YAML_SEQUENCE ? NULL : "must be a list";
  case NT_YAML_WANT_MAPPING:
    return node->kind == NT_YAML_MAPPING ? NULL : "must be a mapping (key: value)";
  case NT_YAML_WANT_ANY:
    return NULL;
  }
  return NULL;
}

gboolean nt_yaml_check(const NtYamlContext *context, const NtYaml *map, const char *what, const NtYamlKey *keys)
{
  if (context->known)
    return TRUE;
  if (map->kind != NT_YAML_MAPPING) {
    nt_yaml_error(context, map, "wrong-kind", "%s must be a mapping (key: value)", what);
    return FALSE;
  }
  gboolean good = TRUE;
  const char *names[64];
  guint n = 0;
  for (const NtYamlKey *k = keys; k->key && n < G_N_ELEMENTS(names); k++)
    names[n++] = k->key;
  for (const NtYaml *item = map->first; item; item = item->next) {
    const NtYamlKey *k = keys;
    while (k->key && !is_key(item->key, k->key))
      k++;
    if (!k->key) {
      NtYaml at = {.line = item->key_line, .column = item->key_column};
      const char *near = nt_nearest(item->key.p, names, n);
      if (near)
        nt_yaml_error(context, &at, "unknown-key", "%s has no key \"%s\"; did you mean \"%s\"?", what, item->key.p, near);
      else
        nt_yaml_error(context, &at, "unknown-key", "%s has no key \"%s\"", what, item->key.p);
      good = FALSE;
      continue;
    }
    const char *wrong = complaint(item, k->want);
    if (wrong) {
      nt_yaml_error(context, item, "wrong-kind", "%s: \"%s\" %s", what, k->key, wrong);
      good = FALSE;
    }
  }
  for (const NtYamlKey *k = keys; k->key; k++)
    if (k->required && !nt_yaml_get(map, k->key)) {
      nt_yaml_error(context, map, "missing-key", "%s needs \"%s\"", what, k->key);
      good = FALSE;
    }
  return good;
}
