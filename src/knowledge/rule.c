/* From YAML to compiled patterns. */
#include "rule.h"

#include "base/error.h"
#include "base/limits.h"
#include "base/nearest.h"
#include "base/utf8.h"
#include "rule_kept.h"
#include "rule_needs.h"
#include "rule_pattern.h"

#define MOST_PHASES 9u
#define MOST_PRIORITY 9

typedef struct {
  NtStr text;
  guint folder;
  NtWhere where;
} Macro;

typedef struct {
  NtRule rule;
  NtStr type;
  const char *file;
  guint folder;
  guint32 number;       /* of the list */
  gboolean gone, replaces;
} Source;

struct NtRules {
  NtArena *arena;
  const NtImage *image;
  GPtrArray *sources;  /* Source, in the arena */
  GHashTable *by_id;   /* id → Source */
  NtRulesRead read;    /* or NULL */
  gpointer read_data;
  GHashTable *macros;  /* name → Macro */
  GArray *list;        /* NtRule */
  GArray *asks;        /* NtRuleAsk */
  NtLiterals *literals;
};

NtRules *nt_rules_new(const NtImage *image)
{
  NtRules *r = g_new0(NtRules, 1);
  r->arena = nt_arena_new();
  r->image = image;
  r->sources = g_ptr_array_new();
  r->by_id = g_hash_table_new(g_str_hash, g_str_equal);
  r->macros = g_hash_table_new(g_str_hash, g_str_equal);
  r->list = g_array_new(FALSE, FALSE, sizeof(NtRule));
  r->asks = g_array_new(FALSE, FALSE, sizeof(NtRuleAsk));
  r->literals = nt_literals_new();
  return r;
}

void nt_rules_set_read(NtRules *r, NtRulesRead read, gpointer data)
{
  r->read = read;
  r->read_data = data;
}

void nt_rules_free(NtRules *r)
{
  if (!r)
    return;
  for (guint i = 0; i < r->list->len; i++) {
    NtRule *rule = &g_array_index(r->list, NtRule, i);
    nt_regex_free(rule->pattern.regex);
    for (guint side = 0; side < NT_N_RULE_SIDES; side++)
      nt_regex_free(rule->sides[side].regex);
  }
  g_ptr_array_unref(r->sources);
  g_hash_table_unref(r->by_id);
  g_hash_table_unref(r->macros);
  g_array_unref(r->list);
  g_array_unref(r->asks);
  nt_literals_free(r->literals);
  nt_arena_free(r->arena);
  g_free(r);
}

const NtRule *nt_rules_list(const NtRules *r, guint *n)
{
  *n = r->list->len;
  return r->list->len ? &g_array_index(r->list, NtRule, 0) : NULL;
}

const NtRuleAsk *nt_rules_asks(const NtRules *r, guint *n)
{
  *n = r->asks->len;
  return r->asks->len ? &g_array_index(r->asks, NtRuleAsk, 0) : NULL;
}

const NtLiterals *nt_rules_literals(const NtRules *r)
{
  return r->literals;
}

static const char *const side_words[] = {
#define X(code, word) word,
  NT_RULE_SIDES(X)
#undef X
};

const char *nt_rule_side_word(NtRuleSide side)
{
  return side_words[side];
}

/* ---- reading ---- */

static const NtYamlKey file_keys[] = {
  {"rules", NT_YAML_WANT_SEQUENCE, FALSE},  {"macros", NT_YAML_WANT_MAPPING, FALSE}, {"remove", NT_YAML_WANT_TEXTS, FALSE},
  {"source", NT_YAML_WANT_TEXT, FALSE},     {"licence", NT_YAML_WANT_TEXT, FALSE},   {"note", NT_YAML_WANT_TEXT, FALSE},
  {NULL, NT_YAML_WANT_ANY, FALSE},
};

static const NtYamlKey rule_keys[] = {
  {"id", NT_YAML_WANT_TEXT, TRUE},         {"pattern", NT_YAML_WANT_TEXT, TRUE},   {"type", NT_YAML_WANT_TEXT, FALSE},
  {"score", NT_YAML_WANT_NUMBER, FALSE},   {"priority", NT_YAML_WANT_NUMBER, FALSE}, {"phase", NT_YAML_WANT_COUNT, FALSE},
  {"zones", NT_YAML_WANT_TEXTS, FALSE},    {"set", NT_YAML_WANT_MAPPING, FALSE},   {"note", NT_YAML_WANT_TEXT, FALSE},
#define X(code, word) {word, NT_YAML_WANT_TEXT, FALSE},
  NT_RULE_SIDES(X)
#undef X
  {"examples", NT_YAML_WANT_TEXTS, FALSE}, {"counterexamples", NT_YAML_WANT_TEXTS, FALSE},
  {NULL, NT_YAML_WANT_ANY, FALSE},
};

static guint read_zones(const NtYaml *value, const NtYamlContext *context)
{
  guint zones = 0;
  for (const NtYaml *item = value->kind == NT_YAML_SEQUENCE ? value->first : value; item;
       item = value->kind == NT_YAML_SEQUENCE ? item->next : NULL) {
    NtZoneKind kind;
    if (nt_zone_from(item->text, &kind))
      zones |= 1u << kind;
    else
      nt_yaml_error(context, item, "wrong-value", "\"%s\" is not a zone", item->text.p);
  }
  if (!zones && !value->count && value->kind == NT_YAML_SEQUENCE)
    nt_yaml_error(context, value, "wrong-value", "\"zones\" is empty: the rule would hold nowhere");
  return zones;
}

static NtRuleExample *read_examples(NtRules *r, const NtYaml *value, guint *n)
{
  *n = 0;
  if (!value)
    return NULL;
  gboolean many = value->kind == NT_YAML_SEQUENCE;
  NtRuleExample *examples = nt_arena_new_array(r->arena, NtRuleExample, (many ? value->count : 1) + 1);
  for (const NtYaml *item = many ? value->first : value; item; item = many ? item->next : NULL)
    examples[(*n)++] = (NtRuleExample){item->text, item->line, item->column};
  return examples;
}

static void read_set(NtRules *r, const NtYaml *map, const NtYamlContext *context, NtRule *rule)
{
  rule->sets = nt_arena_new_array(r->arena, NtRuleSet, NT_RULE_MOST_SETS);
  for (const NtYaml *item = map ? map->first : NULL; item; item = item->next) {
    NtAttribute attribute;
    if (!nt_attribute_from(item->key, &attribute))
      nt_yaml_error(context, item, "unknown-key", "\"set\" has \"%s\"; a rule sets role, nationality, headquarters or age", item->key.p);
    else if (item->kind != NT_YAML_SCALAR || !item->text.n)
      nt_yaml_error(context, item, "wrong-kind", "\"%s\" must be a text", item->key.p);
    else
      rule->sets[rule->n_sets++] = (NtRuleSet){.attribute = attribute, .constant = item->text};
  }
}

static int read_whole(const NtYaml *item, const char *key, int least, int most, int otherwise, const NtYamlContext *context)
{
  double value = nt_yaml_number(item, key, otherwise);
  if (value >= least && value <= most && value == (int)value)
    return (int)value;
  nt_yaml_error(context, nt_yaml_get(item, key), "wrong-value", "\"%s\" must be a whole number from %d to %d", key, least, most);
  return otherwise;
}

static void read_pattern(const NtYaml *value, NtRulePattern *pattern)
{
  if (value)
    *pattern = (NtRulePattern){.source = value->text, .line = value->line, .column = value->column};
}

static Source *read_rule(NtRules *r, const NtYaml *item, const NtYamlContext *context, guint folder)
{
  Source *s = nt_arena_alloc0(r->arena, sizeof *s);
  const NtYaml *zones = nt_yaml_get(item, "zones");
  s->file = context->file;
  s->folder = folder;
  s->type = nt_yaml_text(item, "type");
  s->rule = (NtRule){
    .id = nt_yaml_text(item, "id"),
    .where = {nt_str(s->file), item->line},
    .line = item->line,
    .column = item->column,
    .score = nt_yaml_number(item, "score", 0.8),
    .priority = read_whole(item, "priority", -MOST_PRIORITY, MOST_PRIORITY, 0, context),
    .phase = (guint)read_whole(item, "phase", 1, MOST_PHASES, 1, context),
    .zones = zones ? read_zones(zones, context) : ~(1u << NT_ZONE_FURNITURE),
  };
  read_pattern(nt_yaml_get(item, "pattern"), &s->rule.pattern);
  for (guint side = 0; side < NT_N_RULE_SIDES; side++)
    read_pattern(nt_yaml_get(item, side_words[side]), &s->rule.sides[side]);
  read_set(r, nt_yaml_get(item, "set"), context, &s->rule);
  s->rule.examples = read_examples(r, nt_yaml_get(item, "examples"), &s->rule.n_examples);
  s->rule.counterexamples = read_examples(r, nt_yaml_get(item, "counterexamples"), &s->rule.n_counterexamples);
  if (s->rule.score <= 0 || s->rule.score > 1)
    nt_yaml_error(context, nt_yaml_get(item, "score"), "wrong-value", "\"score\" must be above 0 and at most 1");
  return s;
}

static void add_rule(NtRules *r, const NtYaml *item, const NtYamlContext *context, guint folder)
{
  if (!nt_yaml_check(context, item, "a rule", rule_keys))
    return;
  Source *s = read_rule(r, item, context, folder);
  Source *old = g_hash_table_lookup(r->by_id, s->rule.id.p);
  if (old && old->folder == folder) {
    nt_yaml_error(context, item, "duplicate-id", "rule \"%s\" already stands at %s:%u", s->rule.id.p, old->file,
                  old->rule.where.line);
    return;
  }
  if (r->sources->len == NT_LIMIT_RULES) {
    nt_yaml_error(context, item, "limit", "more than %u rules", NT_LIMIT_RULES);
    return;
  }
  s->replaces = old != NULL;
  if (old)
    old->gone = TRUE;
  g_hash_table_insert(r->by_id, (gpointer)s->rule.id.p, s);
  g_ptr_array_add(r->sources, s);
}

static void add_macro(NtRules *r, const NtYaml *item, const NtYamlContext *context, guint folder)
{
  if (item->kind != NT_YAML_SCALAR || !item->text.n) {
    nt_yaml_error(context, item, "wrong-kind", "macro \"%s\" must be a pattern", item->key.p);
    return;
  }
  const Macro *old = g_hash_table_lookup(r->macros, item->key.p);
  if (old && old->folder == folder) {
    nt_yaml_error(context, item, "duplicate-id", "macro \"%s\" already stands at %s:%u", item->key.p, old->where.file.p,
                  old->where.line);
    return;
  }
  Macro *m = nt_arena_alloc0(r->arena, sizeof *m);
  *m = (Macro){item->text, folder, {nt_str(context->file), item->line}};
  g_hash_table_insert(r->macros, (gpointer)item->key.p, m);
}

/* Of an earlier folder; one that this folder gives anew has gone already. */
static void remove_rule(NtRules *r, const NtYaml *item, const NtYamlContext *context, guint folder)
{
  Source *old = g_hash_table_lookup(r->by_id, item->text.p);
  if (old && old->folder < folder)
    old->gone = TRUE;
  else if (!old || !old->replaces)
    nt_yaml_error(context, item, "unknown-id", "no earlier knowledge folder has a rule \"%s\"", item->text.p);
}

void nt_rules_add(NtRules *r, const NtYaml *root, const NtYamlContext *context, guint folder)
{
  if (!nt_yaml_check(context, root, "a rules file", file_keys))
    return;
  const NtYaml *macros = nt_yaml_get(root, "macros"), *rules = nt_yaml_get(root, "rules"),
               *removed = nt_yaml_get(root, "remove");
  for (const NtYaml *item = macros ? macros->first : NULL; item; item = item->next)
    add_macro(r, item, context, folder);
  for (const NtYaml *item = rules ? rules->first : NULL; item; item = item->next)
    add_rule(r, item, context, folder);
  if (removed && removed->kind == NT_YAML_SCALAR)
    remove_rule(r, removed, context, folder);
  for (const NtYaml *item = removed ? removed->first : NULL; item; item = item->next)
    remove_rule(r, item, context, folder);
}

/* ---- compiling ---- */

typedef struct {
  NtRules *rules;
  Source *source;
  const NtRulePattern *pattern; /* at hand */
  const NtPatternText *text;    /* while that is expanded; or NULL */
  NtDiagnostics *diagnostics;
  gboolean failed;
} Compilation;

/* At byte `at` of the pattern as it was written. */
static void complain_at(Compilation *c, gsize at, const char *code, const char *message)
{
  guint line = c->pattern->line, column = c->pattern->column;
  gsize n = 0;
  g_autofree char *bytes = at && c->rules->read ? c->rules->read(c->source->file, &n, c->rules->read_data) : NULL;
  if (bytes)
    nt_yaml_place(nt_str_n(bytes, n), c->pattern->source, at, &line, &column);
  nt_diagnostics_add(c->diagnostics, NT_SEVERITY_ERROR, c->source->file, line, column, code, "rule \"%s\": %s",
                     c->source->rule.id.p, message);
  c->failed = TRUE;
}

/* Where in the pattern as it was written byte `expanded` of the one for PCRE2 comes from: of a macro, where its name stands. */
static gsize place_of(const NtRulePattern *pattern, const GArray *pieces, gsize expanded)
{
  for (guint i = 0; i < pieces->len; i++) {
    const NtRulePiece *piece = &g_array_index(pieces, NtRulePiece, i);
    if (piece->end > expanded)
      return (gsize)(piece->source.p - pattern->source.p);
  }
  return pattern->source.n;
}

/* While a pattern is expanded, behind what has been put in. */
static void complain(gpointer data, const char *code, const char *message)
{
  Compilation *c = data;
  gsize at = 0;
  if (c->text && c->text->pieces->len) {
    NtStr last = g_array_index(c->text->pieces, NtRulePiece, c->text->pieces->len - 1).source;
    at = (gsize)(last.p - c->pattern->source.p) + last.n;
  }
  complain_at(c, at, code, message);
}

static void fail(Compilation *c, const char *code, const char *format, ...) G_GNUC_PRINTF(3, 4);
static void fail(Compilation *c, const char *code, const char *format, ...)
{
  va_list args;
  va_start(args, format);
  g_autofree char *message = g_strdup_vprintf(format, args);
  va_end(args);
  complain(c, code, message);
}

static int by_name(gconstpointer x, gconstpointer y)
{
  return strcmp(*(const char *const *)x, *(const char *const *)y);
}

static void say_unknown(Compilation *c, NtStr name)
{
  const NtRules *r = c->rules;
  g_autoptr(GPtrArray) names = g_ptr_array_new();
  GHashTableIter iter;
  gpointer key;
  g_hash_table_iter_init(&iter, r->macros);
  while (g_hash_table_iter_next(&iter, &key, NULL))
    g_ptr_array_add(names, key);
  for (guint t = 0; t < NT_N_TYPES; t++)
    g_ptr_array_add(names, (gpointer)nt_type_word((NtType)t));
  for (guint32 i = 0; i < r->image->n_LISTS; i++)
    g_ptr_array_add(names, (gpointer)nt_image_string(r->image, r->image->LISTS[i].name).p);
  for (guint i = 0; i < r->sources->len; i++)
    g_ptr_array_add(names, (gpointer)((Source *)r->sources->pdata[i])->rule.id.p);
  qsort(names->pdata, names->len, sizeof *names->pdata, by_name);
  g_autofree char *text = g_strndup(name.p, name.n);
  const char *near = nt_nearest(text, (const char *const *)names->pdata, names->len);
  fail(c, "unknown-list", "{{%s}} is no macro, no word list and no type%s%s%s", text, near ? "; did you mean {{" : ", nor a rule",
       near ? near : "", near ? "}}?" : "");
}

/* The rule that `{{id}}` asks for. */
static gboolean find_rule(NtStr id, guint32 *number, gpointer data)
{
  Compilation *c = data;
  g_autofree char *key = g_strndup(id.p, id.n);
  const Source *other = g_hash_table_lookup(c->rules->by_id, key);
  if (!other || other->gone) {
    say_unknown(c, id);
    return FALSE;
  }
  if (other->rule.phase >= c->source->rule.phase) {
    fail(c, "wrong-phase", "{{%s}} is a rule of phase %u, and this one is of phase %u: give this one \"phase: %u\"", key,
         other->rule.phase, c->source->rule.phase, other->rule.phase + 1);
    return FALSE;
  }
  *number = other->number;
  return TRUE;
}

/* They lie one behind the other, in the pattern as it was written and in the expanded one. Only who explains a rule asks for them. */
static NtStr packed_pieces(NtArena *arena, const GArray *pieces)
{
  g_autoptr(GString) out = g_string_new(NULL);
  nt_packed_put(out, pieces->len ? g_array_index(pieces, NtRulePiece, 0).start : 0);
  for (guint i = 0; i < pieces->len; i++) {
    const NtRulePiece *piece = &g_array_index(pieces, NtRulePiece, i);
    nt_packed_put(out, piece->source.n);
    nt_packed_put(out, piece->end - piece->start);
  }
  return nt_arena_str(arena, nt_str_n(out->str, out->len));
}

NtRulePieces nt_rule_pieces(const NtRulePattern *pattern, NtArena *arena)
{
  NtPacked in = {pattern->pieces.p, pattern->pieces.p + pattern->pieces.n};
  NtRulePiece *pieces = nt_arena_new_array(arena, NtRulePiece, pattern->pieces.n + 1);
  guint n = 0, start, source, expanded;
  gsize from = 0;
  gboolean good = nt_packed_take_guint(&in, (guint)pattern->expanded.n, &start);
  while (good && nt_packed_take_guint(&in, (guint)(pattern->source.n - from), &source) &&
         nt_packed_take_guint(&in, (guint)pattern->expanded.n - start, &expanded)) {
    pieces[n++] = (NtRulePiece){nt_str_n(pattern->source.p + from, source), start, start + expanded};
    from += source;
    start += expanded;
  }
  return (NtRulePieces){pieces, n};
}

static void keep_text(NtRules *r, const NtPatternText *text, NtRulePattern *pattern)
{
  pattern->expanded = nt_arena_str(r->arena, nt_str_n(text->out->str, text->out->len));
  pattern->n_asks = text->asks->len;
  pattern->asks = nt_arena_new_array(r->arena, NtRuleAsk, text->asks->len + 1);
  if (text->asks->len)
    memcpy(pattern->asks, text->asks->data, text->asks->len * sizeof(NtRuleAsk));
  pattern->pieces = packed_pieces(r->arena, text->pieces);
}

/* The empty groups that the pattern's asks put in. */
static void number_ask_groups(NtRulePattern *pattern)
{
  for (guint i = 0; i < pattern->n_asks; i++) {
    char name[16];
    g_snprintf(name, sizeof name, "_%u", i);
    pattern->asks[i].group = nt_regex_group(pattern->regex, name);
  }
}

typedef enum { WHERE_IT_CAN, AT_ONE_PLACE, ANY_PLACE } TriedAt;

/* `before` and `after` stand around the expanded pattern. */
static gboolean compile_pattern(Compilation *c, NtRulePattern *pattern, const char *before, const char *after, TriedAt tried,
                                NtPatternNeeds *needs)
{
  NtRules *r = c->rules;
  g_auto(NtPatternText) text;
  nt_pattern_text_init(&text);
  c->pattern = pattern;
  NtPatternContext context = {
    .image = r->image, .macros = r->macros, .asks = r->asks, .find_rule = find_rule, .fail = complain, .data = c};
  g_string_append(text.out, before);
  c->text = &text;
  gboolean good = nt_pattern_expand(&context, pattern->source, &text);
  c->text = NULL;
  if (!good)
    return FALSE;
  g_string_append(text.out, after);
  nt_pattern_needs_find(&text, r->image, r->arena, needs);
  g_autoptr(GError) error = NULL;
  gsize error_at;
  keep_text(r, &text, pattern);
  pattern->anchored = tried == AT_ONE_PLACE || (tried == WHERE_IT_CAN && needs->start != NT_START_ANYWHERE);
  pattern->regex = nt_regex_new(pattern->expanded, pattern->anchored ? NT_REGEX_ANCHORED : 0, &error_at, &error);
  if (!pattern->regex) {
    NtStr head = nt_utf8_head(nt_str_n(text.out->str, text.out->len), error_at); /* PCRE2 may stop within a character */
    NtStr near = nt_utf8_head(nt_str_n(text.out->str + head.n, text.out->len - head.n), 20);
    g_autofree char *message = g_strdup_printf("%s, near \"%.*s\"", error->message, (int)near.n, near.p);
    complain_at(c, place_of(pattern, text.pieces, error_at), "bad-pattern", message);
    return FALSE;
  }
  number_ask_groups(pattern);
  return TRUE;
}

/* ---- groups ---- */

/* Whose attribute it is: bits of the types of groups on which it is set. */
static guint owners_of(const NtRule *rule, NtAttribute attribute)
{
  guint types = 0;
  for (guint g = 0; g < rule->n_groups; g++)
    types |= 1u << rule->groups[g].type;
  if (attribute == NT_ATTRIBUTE_HEADQUARTERS)
    return types & 1u << NT_TYPE_ORGANIZATION;
  if (types & 1u << NT_TYPE_PERSON || attribute != NT_ATTRIBUTE_NATIONALITY)
    return types & 1u << NT_TYPE_PERSON;
  return types & 1u << NT_TYPE_ORGANIZATION;
}

static void give_sets(Compilation *c, NtRule *rule)
{
  for (guint s = 0; s < rule->n_sets; s++) {
    NtAttribute attribute = rule->sets[s].attribute;
    guint owners = owners_of(rule, attribute);
    if (!owners)
      fail(c, "bad-group", "\"%s\" is set on %s, and the pattern finds none", nt_attribute_word(attribute),
           attribute == NT_ATTRIBUTE_HEADQUARTERS ? "an organization" : "a person");
    for (guint g = 0; g < rule->n_groups; g++)
      if (owners >> rule->groups[g].type & 1)
        rule->groups[g].attributes |= 1u << attribute;
  }
}

static void take_group(Compilation *c, NtRule *rule, const char *name, guint number)
{
  NtType type;
  NtAttribute attribute;
  NtStr word = g_str_equal(name, "name") ? c->source->type : nt_str(name);
  if (nt_type_from(word, &type))
    rule->groups[rule->n_groups++] = (NtRuleGroup){.group = number, .type = type};
  else if (nt_attribute_from(word, &attribute) && rule->n_sets < NT_RULE_MOST_SETS)
    rule->sets[rule->n_sets++] = (NtRuleSet){.attribute = attribute, .group = number};
  else
    fail(c, "bad-group", "group \"%s\" is named after no type (person, place, organization, group, event, work, product; or name, with "
                         "\"type\" given) and no attribute (role, nationality, headquarters, age)", name);
}

/* Groups named after a type are hits of that type; a group `name` is a hit of the rule's own type; groups named after an attribute
 * set it. */
static void take_groups(Compilation *c, NtRule *rule)
{
  const char *names[128];
  guint numbers[128];
  guint n = MIN(nt_regex_names(rule->pattern.regex, G_N_ELEMENTS(names), names, numbers), G_N_ELEMENTS(names));
  rule->groups = nt_arena_new_array(c->rules->arena, NtRuleGroup, n + 1);
  c->pattern = &rule->pattern;
  for (guint i = 0; i < n && !c->failed; i++)
    if (names[i][0] != '_')
      take_group(c, rule, names[i], numbers[i]);
  NtType type;
  if (!rule->n_groups && nt_type_from(c->source->type, &type))
    rule->groups[rule->n_groups++] = (NtRuleGroup){.group = 0, .type = type};
  else if (!rule->n_groups && !c->failed)
    fail(c, "bad-group", "no group named after a type, and no \"type\" for the whole match");
  if (!c->failed)
    give_sets(c, rule);
}

/* ---- a rule ---- */

/* Of the patterns of a rule the one whose needs are rarest says where it is tried. */
#define USEFUL 0.6 /* a key that costs more keeps a rule from few sentences */

static NtRuleKey take_key(Compilation *c, const NtPatternKey *key)
{
  NtRuleKey out = {nt_arena_new_array(c->rules->arena, guint32, key->asks->len + key->literals->len + 1), 0};
  for (guint i = 0; i < key->asks->len; i++)
    out.v[out.n++] = g_array_index(key->asks, guint32, i);
  for (guint i = 0; i < key->literals->len; i++)
    out.v[out.n++] = nt_literals_add(c->rules->literals, nt_str(key->literals->pdata[i])) | NT_RULE_KEY_LITERAL;
  return out;
}

static void compile_sides(Compilation *c, NtRule *rule, double *cost)
{
  /* A word is not cut in two at either end of the pattern; white space between it and the match is passed over. */
  static const struct {
    const char *before, *after;
    TriedAt tried;
    gboolean must;
  } wraps[NT_N_RULE_SIDES] = {
    [NT_SIDE_BEFORE] = {"(?!(?<=\\w)\\w)(?:", ")\\s*\\z", ANY_PLACE, TRUE},
    [NT_SIDE_NOT_BEFORE] = {"(?!(?<=\\w)\\w)(?:", ")\\s*\\z", ANY_PLACE, FALSE},
    [NT_SIDE_AFTER] = {"\\s*(?:", ")(?!(?<=\\w)\\w)", AT_ONE_PLACE, TRUE},
    [NT_SIDE_NOT_AFTER] = {"\\s*(?:", ")(?!(?<=\\w)\\w)", AT_ONE_PLACE, FALSE},
  };
  for (guint side = 0; side < NT_N_RULE_SIDES && !c->failed; side++) {
    g_auto(NtPatternNeeds) needs = {0};
    if (!rule->sides[side].source.n ||
        !compile_pattern(c, &rule->sides[side], wraps[side].before, wraps[side].after, wraps[side].tried, &needs) ||
        !wraps[side].must)
      continue;
    rule->needs |= needs.needs;
    if (needs.key.cost < *cost) {
      rule->key = take_key(c, &needs.key);
      *cost = needs.key.cost;
    }
  }
}

static void compile(Compilation *c)
{
  NtRule *rule = &c->source->rule;
  g_auto(NtPatternNeeds) needs = {0};
  if (!compile_pattern(c, &rule->pattern, "", "", WHERE_IT_CAN, &needs))
    return;
  rule->start = needs.start;
  rule->letters = needs.letters;
  rule->seconds = needs.seconds;
  rule->at_capital = needs.at_capital;
  rule->at_asks = needs.at_asks;
  rule->needs = needs.needs;
  rule->sketch = needs.sketch;
  rule->key = take_key(c, &needs.key);
  if (needs.also.cost < USEFUL)
    rule->also = take_key(c, &needs.also);
  double cost = needs.key.cost;
  compile_sides(c, rule, &cost);
  if (!c->failed)
    take_groups(c, rule);
  c->pattern = &rule->pattern;
  if (!c->failed && nt_regex_may_be_empty(rule->pattern.regex))
    fail(c, "empty-match", "the pattern matches where there is nothing: something in it must take text, so one * or ? has to go");
}

static int by_phase(gconstpointer x, gconstpointer y)
{
  const Source *a = *(Source *const *)x, *b = *(Source *const *)y;
  if (a->rule.phase != b->rule.phase)
    return a->rule.phase < b->rule.phase ? -1 : 1;
  return nt_str_compare(a->rule.id, b->rule.id);
}

static void compile_all(NtRules *r, NtDiagnostics *diagnostics)
{
  for (guint i = 0; i < r->sources->len; i++) {
    Compilation c = {.rules = r, .source = r->sources->pdata[i], .diagnostics = diagnostics};
    compile(&c);
    g_array_append_val(r->list, c.source->rule);
  }
  nt_literals_finish(r->literals);
}

static void recall_all(NtRules *r, NtDiagnostics *diagnostics)
{
  NtKeptRules kept = {
    .in = {r->image->RULES, r->image->RULES + r->image->n_RULES},
    .arena = r->arena,
    .image = r->image,
    .n_rules = r->sources->len,
    .asks = r->asks,
  };
  gboolean good = nt_kept_take_all(&kept);
  if (kept.literals) {
    nt_literals_free(r->literals);
    r->literals = kept.literals;
  }
  for (guint i = 0; i < r->sources->len; i++) {
    NtRule *rule = &((Source *)r->sources->pdata[i])->rule;
    good = good && nt_kept_take_rule(&kept, rule);
    g_array_append_val(r->list, *rule); /* also where it is damaged: its patterns are freed with the list */
  }
  if (!good)
    nt_diagnostics_add(diagnostics, NT_SEVERITY_ERROR, "compiled knowledge", 0, 0, "damaged", "what it has of the rules cannot be read");
}

void nt_rules_finish(NtRules *r, NtDiagnostics *diagnostics)
{
  for (guint i = 0; i < r->sources->len;)
    if (((Source *)r->sources->pdata[i])->gone)
      g_ptr_array_remove_index_fast(r->sources, i);
    else
      i++;
  g_ptr_array_sort(r->sources, by_phase);
  for (guint i = 0; i < r->sources->len; i++)
    ((Source *)r->sources->pdata[i])->number = i;
  if (r->image->n_RULES)
    recall_all(r, diagnostics);
  else
    compile_all(r, diagnostics);
}
