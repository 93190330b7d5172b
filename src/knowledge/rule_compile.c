/* From patterns as people write them to compiled ones, and from their groups to what a rule finds and sets. */
#include "rule_parts.h"

#include "base/nearest.h"
#include "base/utf8.h"
#include "rule_needs.h"
#include "rule_pattern.h"

typedef struct {
  NtRules *rules;
  NtRuleSource *source;
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
    g_ptr_array_add(names, (gpointer)((NtRuleSource *)r->sources->pdata[i])->rule.id.p);
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
  const NtRuleSource *other = g_hash_table_lookup(c->rules->by_id, key);
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

/* What stands around an expanded pattern, and at its end. */
typedef struct {
  const char *before, *after, *end;
} Wrap;

static gboolean compile_pattern(Compilation *c, NtRulePattern *pattern, const Wrap *wrap, TriedAt tried, NtPatternNeeds *needs)
{
  NtRules *r = c->rules;
  g_auto(NtPatternText) text;
  nt_pattern_text_init(&text);
  c->pattern = pattern;
  NtPatternContext context = {
    .image = r->image, .macros = r->macros, .asks = r->asks, .find_rule = find_rule, .fail = complain, .data = c};
  g_string_append(text.out, wrap->before);
  c->text = &text;
  gboolean good = nt_pattern_expand(&context, pattern->source, &text);
  c->text = NULL;
  if (!good)
    return FALSE;
  g_string_append(text.out, wrap->after);
  nt_pattern_needs_find(&text, r->image, r->arena, needs);
  g_string_append(text.out, wrap->end);
  pattern->most_spaces = needs->most_spaces;
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

/* Of all keys of the patterns of a rule the two rarest say where it is tried. */
typedef struct {
  const NtPatternKey *key, *also; /* NULL: there is none */
} Rarest;
#define USEFUL 0.6 /* a key that costs more keeps a rule from few sentences */

static gboolean same_key(const NtPatternKey *a, const NtPatternKey *b)
{
  if (a->asks->len != b->asks->len || a->literals->len != b->literals->len)
    return FALSE;
  for (guint i = 0; i < a->asks->len; i++)
    if (g_array_index(a->asks, guint32, i) != g_array_index(b->asks, guint32, i))
      return FALSE;
  for (guint i = 0; i < a->literals->len; i++)
    if (!g_str_equal(a->literals->pdata[i], b->literals->pdata[i]))
      return FALSE;
  return TRUE;
}

static void note_key(Rarest *rarest, const NtPatternKey *key)
{
  if (!(key->asks->len + key->literals->len) || (rarest->key && same_key(key, rarest->key)))
    return;
  if (!rarest->key || key->cost < rarest->key->cost) {
    rarest->also = rarest->key;
    rarest->key = key;
  } else if (!rarest->also || key->cost < rarest->also->cost) {
    rarest->also = key;
  }
}

static NtRuleKey take_key(Compilation *c, const NtPatternKey *key)
{
  NtRuleKey out = {nt_arena_new_array(c->rules->arena, guint32, key->asks->len + key->literals->len + 1), 0};
  for (guint i = 0; i < key->asks->len; i++)
    out.v[out.n++] = g_array_index(key->asks, guint32, i);
  for (guint i = 0; i < key->literals->len; i++)
    out.v[out.n++] = nt_literals_add(c->rules->literals, nt_str(key->literals->pdata[i])) | NT_RULE_KEY_LITERAL;
  return out;
}

static void take_keys(Compilation *c, NtRule *rule, const NtPatternNeeds *needs, guint n)
{
  Rarest rarest = {NULL};
  for (guint i = 0; i < n; i++) {
    note_key(&rarest, &needs[i].key);
    note_key(&rarest, &needs[i].also);
  }
  if (rarest.key)
    rule->key = take_key(c, rarest.key);
  if (rarest.also && rarest.also->cost < USEFUL)
    rule->also = take_key(c, rarest.also);
}

/* What those that must be there need is added. */
static void compile_sides(Compilation *c, NtRule *rule, NtPatternNeeds *needs, guint *n_needs)
{
  /* A word is not cut in two at either end of the pattern; white space between it and the match is passed over. */
  static const struct {
    Wrap wrap;
    TriedAt tried;
    gboolean must;
  } wraps[NT_N_RULE_SIDES] = {
    [NT_SIDE_BEFORE] = {{"(?!(?<=\\w)\\w)(?:", ")", "\\s*\\z"}, ANY_PLACE, TRUE},
    [NT_SIDE_NOT_BEFORE] = {{"(?!(?<=\\w)\\w)(?:", ")", "\\s*\\z"}, ANY_PLACE, FALSE},
    [NT_SIDE_AFTER] = {{"\\s*(?:", ")(?!(?<=\\w)\\w)", ""}, AT_ONE_PLACE, TRUE},
    [NT_SIDE_NOT_AFTER] = {{"\\s*(?:", ")(?!(?<=\\w)\\w)", ""}, AT_ONE_PLACE, FALSE},
  };
  for (guint side = 0; side < NT_N_RULE_SIDES && !c->failed; side++) {
    g_auto(NtPatternNeeds) found = {0};
    if (!rule->sides[side].source.n ||
        !compile_pattern(c, &rule->sides[side], &wraps[side].wrap, wraps[side].tried, &found) ||
        !wraps[side].must)
      continue;
    rule->needs |= found.needs;
    needs[(*n_needs)++] = found;
    found = (NtPatternNeeds){0};
  }
}

static void compile_patterns(Compilation *c, NtPatternNeeds *needs, guint *n_needs)
{
  NtRule *rule = &c->source->rule;
  if (!compile_pattern(c, &rule->pattern, &(Wrap){"", "", ""}, WHERE_IT_CAN, &needs[0]))
    return;
  *n_needs = 1;
  rule->start = needs[0].start;
  rule->letters = needs[0].letters;
  rule->seconds = needs[0].seconds;
  rule->at_capital = needs[0].at_capital;
  rule->at_asks = needs[0].at_asks;
  rule->needs = needs[0].needs;
  rule->sketch = needs[0].sketch;
  compile_sides(c, rule, needs, n_needs);
  take_keys(c, rule, needs, *n_needs);
  if (!c->failed)
    take_groups(c, rule);
  c->pattern = &rule->pattern;
  if (!c->failed && nt_regex_may_be_empty(rule->pattern.regex))
    fail(c, "empty-match", "the pattern matches where there is nothing: something in it must take text, so one * or ? has to go");
}

static void compile(Compilation *c)
{
  NtPatternNeeds needs[NT_N_RULE_SIDES + 1] = {{0}};
  guint n_needs = 0;
  compile_patterns(c, needs, &n_needs);
  for (guint i = 0; i < G_N_ELEMENTS(needs); i++)
    nt_pattern_needs_clear(&needs[i]);
}

void nt_rule_compile(NtRules *rules, NtRuleSource *source, NtDiagnostics *diagnostics)
{
  compile(&(Compilation){.rules = rules, .source = source, .diagnostics = diagnostics});
}
