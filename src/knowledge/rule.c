/* From YAML to rules. */
#include "rule_parts.h"

#include "base/limits.h"
#include "rule_kept.h"

#define MOST_PHASES 9u
#define MOST_PRIORITY 9

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

static NtRuleSource *read_rule(NtRules *r, const NtYaml *item, const NtYamlContext *context, guint folder)
{
  NtRuleSource *s = nt_arena_alloc0(r->arena, sizeof *s);
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
  NtRuleSource *s = read_rule(r, item, context, folder);
  NtRuleSource *old = g_hash_table_lookup(r->by_id, s->rule.id.p);
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
  const NtRuleMacro *old = g_hash_table_lookup(r->macros, item->key.p);
  if (old && old->folder == folder) {
    nt_yaml_error(context, item, "duplicate-id", "macro \"%s\" already stands at %s:%u", item->key.p, old->where.file.p,
                  old->where.line);
    return;
  }
  NtRuleMacro *m = nt_arena_alloc0(r->arena, sizeof *m);
  *m = (NtRuleMacro){item->text, folder, {nt_str(context->file), item->line}};
  g_hash_table_insert(r->macros, (gpointer)item->key.p, m);
}

/* Of an earlier folder; one that this folder gives anew has gone already. */
static void remove_rule(NtRules *r, const NtYaml *item, const NtYamlContext *context, guint folder)
{
  NtRuleSource *old = g_hash_table_lookup(r->by_id, item->text.p);
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

/* ---- after the last file ---- */

static int by_phase(gconstpointer x, gconstpointer y)
{
  const NtRuleSource *a = *(NtRuleSource *const *)x, *b = *(NtRuleSource *const *)y;
  if (a->rule.phase != b->rule.phase)
    return a->rule.phase < b->rule.phase ? -1 : 1;
  return nt_str_compare(a->rule.id, b->rule.id);
}

static void compile_all(NtRules *r, NtDiagnostics *diagnostics)
{
  for (guint i = 0; i < r->sources->len; i++) {
    NtRuleSource *source = r->sources->pdata[i];
    nt_rule_compile(r, source, diagnostics);
    g_array_append_val(r->list, source->rule);
  }
}

static void recall_all(NtRules *r, NtDiagnostics *diagnostics)
{
  NtKeptRules kept = {
    .in = {r->image->RULES, r->image->RULES + r->image->n_RULES},
    .arena = r->arena,
    .image = r->image,
    .n_rules = r->sources->len,
    .asks = r->asks,
    .literals = r->literals,
  };
  gboolean good = nt_kept_take_all(&kept);
  for (guint i = 0; i < r->sources->len; i++) {
    NtRule *rule = &((NtRuleSource *)r->sources->pdata[i])->rule;
    good = good && nt_kept_take_rule(&kept, rule);
    g_array_append_val(r->list, *rule); /* also where it is damaged: its patterns are freed with the list */
  }
  if (!good)
    nt_diagnostics_add(diagnostics, NT_SEVERITY_ERROR, "compiled knowledge", 0, 0, "damaged", "what it has of the rules cannot be read");
}

void nt_rules_finish(NtRules *r, NtDiagnostics *diagnostics)
{
  for (guint i = 0; i < r->sources->len;)
    if (((NtRuleSource *)r->sources->pdata[i])->gone)
      g_ptr_array_remove_index_fast(r->sources, i);
    else
      i++;
  g_ptr_array_sort(r->sources, by_phase);
  for (guint i = 0; i < r->sources->len; i++)
    ((NtRuleSource *)r->sources->pdata[i])->number = i;
  if (r->image->n_RULES)
    recall_all(r, diagnostics);
  else
    compile_all(r, diagnostics);
}
