/* The asks of all rules, the literals of all rules, then each rule: its id; where it starts and what it needs; its groups and what
 * they set; its pattern and those beside it, the pattern of a side that it has not being empty. */
#include "rule_kept.h"

#include "base/limits.h"

#define MOST_TEXT (NT_LIMIT_PATTERN_BYTES + 64u) /* with what stands around a pattern of a side */

static gboolean is_place(NtAskKind kind)
{
  return kind == NT_ASK_SENTENCE_START || kind == NT_ASK_SENTENCE_END;
}

/* ---- writing ---- */

static void put_asks(const NtRules *rules, GString *out)
{
  guint n;
  const NtRuleAsk *asks = nt_rules_asks(rules, &n);
  nt_packed_put(out, n);
  for (guint i = 0; i < n; i++) {
    nt_packed_put(out, asks[i].kind);
    nt_packed_put(out, asks[i].what);
  }
}

static void put_literals(const NtRules *rules, GString *out)
{
  const NtLiterals *literals = nt_rules_literals(rules);
  guint32 n = nt_literals_count(literals);
  nt_packed_put(out, n);
  for (guint32 i = 0; i < n; i++)
    nt_packed_put_text(out, nt_literals_text(literals, i));
}

static void put_key(const NtRuleKey *key, GString *out)
{
  nt_packed_put(out, key->n);
  for (guint i = 0; i < key->n; i++)
    nt_packed_put(out, key->v[i]);
}

static void put_groups(const NtRule *rule, GString *out)
{
  guint n = 0;
  nt_packed_put(out, rule->n_groups);
  for (guint i = 0; i < rule->n_groups; i++) {
    nt_packed_put(out, rule->groups[i].group);
    nt_packed_put(out, rule->groups[i].type);
    nt_packed_put(out, rule->groups[i].attributes);
  }
  for (guint i = 0; i < rule->n_sets; i++)
    n += rule->sets[i].group > 0;
  nt_packed_put(out, n); /* the constants are the rule's own */
  for (guint i = 0; i < rule->n_sets; i++)
    if (rule->sets[i].group > 0) {
      nt_packed_put(out, rule->sets[i].attribute);
      nt_packed_put(out, rule->sets[i].group);
    }
}

static void put_pattern(const NtRulePattern *pattern, GString *out)
{
  nt_packed_put_text(out, pattern->expanded);
  if (!pattern->regex)
    return;
  nt_packed_put(out, pattern->anchored);
  nt_packed_put(out, pattern->most_spaces);
  nt_packed_put(out, nt_regex_group_count(pattern->regex));
  nt_packed_put(out, nt_regex_is_uncounted(pattern->regex));
  nt_packed_put(out, pattern->n_asks);
  for (guint i = 0; i < pattern->n_asks; i++) {
    nt_packed_put(out, pattern->asks[i].kind);
    nt_packed_put(out, pattern->asks[i].number);
    nt_packed_put(out, pattern->asks[i].group);
  }
  nt_packed_put_bytes(out, pattern->pieces);
}

static void put_rule(const NtRule *rule, GString *out)
{
  nt_packed_put_text(out, rule->id);
  nt_packed_put(out, rule->start);
  nt_packed_put_raw(out, rule->letters.ascii, sizeof rule->letters.ascii);
  nt_packed_put(out, rule->letters.others);
  nt_packed_put_raw(out, &rule->seconds, sizeof rule->seconds);
  nt_packed_put(out, rule->at_capital);
  nt_packed_put_raw(out, &rule->at_asks, sizeof rule->at_asks);
  nt_packed_put_raw(out, &rule->needs, sizeof rule->needs);
  nt_sketch_put(rule->sketch, out);
  put_key(&rule->key, out);
  put_key(&rule->also, out);
  put_groups(rule, out);
  put_pattern(&rule->pattern, out);
  for (guint side = 0; side < NT_N_RULE_SIDES; side++)
    put_pattern(&rule->sides[side], out);
}

void nt_rules_keep(const NtRules *rules, GString *out)
{
  guint n;
  const NtRule *list = nt_rules_list(rules, &n);
  put_asks(rules, out);
  put_literals(rules, out);
  nt_packed_put(out, n);
  for (guint i = 0; i < n; i++)
    put_rule(&list[i], out);
}

/* Those of the image's sources, compiled; NULL where one is wrong. */
static NtRules *compiled_rules(const NtImage *image)
{
  g_autoptr(NtRules) rules = nt_rules_new(image);
  g_autoptr(NtDiagnostics) findings = nt_diagnostics_new();
  g_autoptr(NtArena) arena = nt_arena_new();
  for (guint32 i = 0; i < image->n_SOURCES; i++) {
    NtYamlContext context;
    if (image->SOURCES[i].kind != NT_SOURCE_RULES)
      continue;
    nt_arena_reset(arena);
    const NtYaml *root = nt_image_source(image, i, arena, findings, &context);
    if (root)
      nt_rules_add(rules, root, &context, image->SOURCES[i].folder);
  }
  nt_rules_finish(rules, findings);
  return nt_diagnostics_count(findings, NT_SEVERITY_ERROR) ? NULL : g_steal_pointer(&rules);
}

void nt_kept_build(NtBuild *build)
{
  if (!nt_build_has_source(build, NT_SOURCE_RULES))
    return;
  NtImage view = nt_build_view(build);
  g_autoptr(NtRules) rules = compiled_rules(&view);
  if (!rules)
    return;
  g_autoptr(GString) kept = g_string_new(NULL);
  nt_rules_keep(rules, kept);
  nt_build_rules(build, kept);
}

/* ---- reading ---- */

static gboolean take_asks(NtKeptRules *k)
{
  guint n;
  if (!nt_packed_take_guint(&k->in, NT_LIMIT_RULES * NT_RULE_MOST_ASKS, &n))
    return FALSE;
  for (guint i = 0; i < n; i++) {
    guint kind, what;
    if (!nt_packed_take_guint(&k->in, NT_ASK_RULE, &kind) || !nt_packed_take_guint(&k->in, G_MAXUINT32, &what))
      return FALSE;
    guint most = kind == NT_ASK_LIST ? k->image->n_LISTS : kind == NT_ASK_TYPE ? NT_N_TYPES : kind == NT_ASK_RULE ? k->n_rules : 1;
    if (what >= most)
      return FALSE;
    NtRuleAsk ask = {.kind = (NtAskKind)kind, .what = what, .number = i};
    g_array_append_val(k->asks, ask);
  }
  return TRUE;
}

static gboolean take_literals(NtKeptRules *k)
{
  guint n;
  NtStr text;
  if (!nt_packed_take_guint(&k->in, (guint)(k->in.end - k->in.p), &n))
    return FALSE;
  for (guint i = 0; i < n; i++)
    if (!nt_packed_take_text(&k->in, MOST_TEXT, &text) || !text.n || nt_literals_add(k->literals, text) != i)
      return FALSE;
  return TRUE;
}

gboolean nt_kept_take_all(NtKeptRules *k)
{
  guint n;
  return take_asks(k) && take_literals(k) && nt_packed_take_guint(&k->in, G_MAXUINT32, &n) && n == k->n_rules;
}

static gboolean take_key(NtKeptRules *k, NtRuleKey *key)
{
  guint32 n_literals = nt_literals_count(k->literals);
  if (!nt_packed_take_guint(&k->in, k->asks->len + n_literals, &key->n))
    return FALSE;
  key->v = nt_arena_new_array(k->arena, guint32, key->n + 1);
  for (guint i = 0; i < key->n; i++) {
    if (!nt_packed_take_guint(&k->in, G_MAXUINT32, &key->v[i]))
      return FALSE;
    guint32 number = key->v[i] & ~NT_RULE_KEY_LITERAL;
    if (number >= (key->v[i] & NT_RULE_KEY_LITERAL ? n_literals : k->asks->len))
      return FALSE;
  }
  return TRUE;
}

static gboolean take_groups(NtKeptRules *k, NtRule *rule)
{
  guint n, attribute;
  if (!nt_packed_take_guint(&k->in, NT_REGEX_MOST_GROUPS, &rule->n_groups))
    return FALSE;
  rule->groups = nt_arena_new_array(k->arena, NtRuleGroup, rule->n_groups + 1);
  for (guint i = 0; i < rule->n_groups; i++) {
    NtRuleGroup *group = &rule->groups[i];
    guint type;
    if (!nt_packed_take_guint(&k->in, NT_REGEX_MOST_GROUPS, &group->group) || !nt_packed_take_guint(&k->in, NT_N_TYPES - 1, &type) ||
        !nt_packed_take_guint(&k->in, (1u << NT_N_ATTRIBUTES) - 1, &group->attributes))
      return FALSE;
    group->type = (NtType)type;
  }
  if (!nt_packed_take_guint(&k->in, NT_RULE_MOST_SETS - rule->n_sets, &n))
    return FALSE;
  for (guint i = 0; i < n; i++) {
    NtRuleSet *set = &rule->sets[rule->n_sets++];
    *set = (NtRuleSet){0};
    if (!nt_packed_take_guint(&k->in, NT_N_ATTRIBUTES - 1, &attribute) || !nt_packed_take_guint(&k->in, NT_REGEX_MOST_GROUPS, &set->group))
      return FALSE;
    set->attribute = (NtAttribute)attribute;
  }
  return TRUE;
}

/* Whether all groups that the rule speaks of are the pattern's. */
static gboolean has_groups(const NtRule *rule)
{
  guint most = nt_regex_group_count(rule->pattern.regex);
  for (guint i = 0; i < rule->n_groups; i++)
    if (rule->groups[i].group > most)
      return FALSE;
  for (guint i = 0; i < rule->n_sets; i++)
    if (rule->sets[i].group > most)
      return FALSE;
  return TRUE;
}

static gboolean take_pattern_asks(NtKeptRules *k, NtRulePattern *pattern, guint n_groups)
{
  if (!nt_packed_take_guint(&k->in, NT_RULE_MOST_ASKS, &pattern->n_asks))
    return FALSE;
  pattern->asks = nt_arena_new_array(k->arena, NtRuleAsk, pattern->n_asks + 1);
  for (guint i = 0; i < pattern->n_asks; i++) {
    guint kind, number, group;
    if (!nt_packed_take_guint(&k->in, NT_ASK_SENTENCE_END, &kind) || !nt_packed_take_guint(&k->in, G_MAXUINT32, &number) ||
        !nt_packed_take_guint(&k->in, n_groups, &group))
      return FALSE;
    pattern->asks[i] = (NtRuleAsk){.kind = (NtAskKind)kind};
    if (is_place((NtAskKind)kind))
      continue;
    if (number >= k->asks->len)
      return FALSE;
    pattern->asks[i] = g_array_index(k->asks, NtRuleAsk, number);
    pattern->asks[i].group = group;
  }
  return TRUE;
}

static gboolean take_pattern(NtKeptRules *k, NtRulePattern *pattern)
{
  guint anchored, n_groups, uncounted;
  if (!nt_packed_take_text(&k->in, MOST_TEXT, &pattern->expanded) || !pattern->expanded.n != !pattern->source.n)
    return FALSE;
  if (!pattern->expanded.n)
    return TRUE;
  if (!nt_packed_take_guint(&k->in, 1, &anchored) || !nt_packed_take_guint(&k->in, NT_RULE_ANY_SPACES, &pattern->most_spaces) ||
      !nt_packed_take_guint(&k->in, NT_REGEX_MOST_GROUPS, &n_groups) || !nt_packed_take_guint(&k->in, 1, &uncounted) ||
      !take_pattern_asks(k, pattern, n_groups) || !nt_packed_take_bytes(&k->in, &pattern->pieces))
    return FALSE;
  pattern->anchored = anchored;
  pattern->regex = nt_regex_new_later(pattern->expanded, anchored ? NT_REGEX_ANCHORED : 0, n_groups, uncounted);
  return TRUE;
}

gboolean nt_kept_take_rule(NtKeptRules *k, NtRule *rule)
{
  NtStr id;
  guint start, others, at_capital;
  if (!nt_packed_take_text(&k->in, NT_LIMIT_YAML_BYTES, &id) || !nt_str_equal(id, rule->id) ||
      !nt_packed_take_guint(&k->in, NT_START_WORDS, &start) ||
      !nt_packed_take_raw(&k->in, rule->letters.ascii, sizeof rule->letters.ascii) || !nt_packed_take_guint(&k->in, 1, &others) ||
      !nt_packed_take_raw(&k->in, &rule->seconds, sizeof rule->seconds) || !nt_packed_take_guint(&k->in, 1, &at_capital) ||
      !nt_packed_take_raw(&k->in, &rule->at_asks, sizeof rule->at_asks) ||
      !nt_packed_take_raw(&k->in, &rule->needs, sizeof rule->needs) || !nt_sketch_take(&k->in, k->arena, &rule->sketch) ||
      !take_key(k, &rule->key) || !take_key(k, &rule->also) || !take_groups(k, rule) || !take_pattern(k, &rule->pattern) ||
      !rule->pattern.regex)
    return FALSE;
  rule->start = (NtRuleStart)start;
  rule->letters.others = others;
  rule->at_capital = at_capital;
  for (guint side = 0; side < NT_N_RULE_SIDES; side++)
    if (!take_pattern(k, &rule->sides[side]))
      return FALSE;
  return has_groups(rule);
}
