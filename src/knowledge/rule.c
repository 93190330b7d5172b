/* From YAML to a compiled pattern.
 *
 * `{{name}}` in a pattern is a macro (another pattern, put in as it is), a word list, or a type of names. Lists are never put in
 * as alternatives: a list of a million names would make a pattern of ten megabytes. Instead the pattern gets
 *
 *     (?:(?<_3>)(?C6) WORDS (?C7))
 *
 * where the empty group remembers the start (and forgets it when PCRE2 backtracks), callout 6 asks whether a member of the list
 * starts here and callout 7 whether one goes from that start to here. The matcher found all members before, so both are
 * look-ups. */
#include "rule.h"

#include "base/error.h"
#include "base/limits.h"

#define MOST_ASKS 100u
#define MOST_BITS 64u

typedef struct {
  NtStr text;
  NtWhere where;
  guint32 line, column;
  char *file;
} Macro;

typedef struct {
  NtRule rule;
  NtStr pattern;
  char *file;
  guint folder;
  guint32 pattern_line, pattern_column;
  NtStr type;
  gboolean gone;
} Source;

struct NtRules {
  NtArena *arena;
  const NtImage *image;
  GPtrArray *sources;  /* Source, in the arena */
  GHashTable *by_id;   /* id → Source */
  GHashTable *macros;  /* name → Macro */
  GArray *list;        /* NtRule */
  GArray *asks;        /* NtRuleAsk */
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
  return r;
}

void nt_rules_free(NtRules *r)
{
  if (!r)
    return;
  for (guint i = 0; i < r->list->len; i++)
    nt_regex_free(g_array_index(r->list, NtRule, i).regex);
  g_ptr_array_unref(r->sources);
  g_hash_table_unref(r->by_id);
  g_hash_table_unref(r->macros);
  g_array_unref(r->list);
  g_array_unref(r->asks);
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

/* ---- reading ---- */

static const NtYamlKey file_keys[] = {
  {"rules", NT_YAML_WANT_SEQUENCE, FALSE},  {"macros", NT_YAML_WANT_MAPPING, FALSE}, {"remove", NT_YAML_WANT_TEXTS, FALSE},
  {"source", NT_YAML_WANT_TEXT, FALSE},     {"licence", NT_YAML_WANT_TEXT, FALSE},   {"note", NT_YAML_WANT_TEXT, FALSE},
  {NULL, NT_YAML_WANT_ANY, FALSE},
};

static const NtYamlKey rule_keys[] = {
  {"id", NT_YAML_WANT_TEXT, TRUE},         {"pattern", NT_YAML_WANT_TEXT, TRUE},   {"type", NT_YAML_WANT_TEXT, FALSE},
  {"score", NT_YAML_WANT_NUMBER, FALSE},   {"priority", NT_YAML_WANT_NUMBER, FALSE}, {"zones", NT_YAML_WANT_TEXTS, FALSE},
  {"examples", NT_YAML_WANT_TEXTS, FALSE}, {"counterexamples", NT_YAML_WANT_TEXTS, FALSE}, {"note", NT_YAML_WANT_TEXT, FALSE},
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
  return zones;
}

static NtStr *read_texts(NtRules *r, const NtYaml *value, guint *n)
{
  *n = 0;
  if (!value)
    return NULL;
  gboolean many = value->kind == NT_YAML_SEQUENCE;
  NtStr *texts = nt_arena_new_array(r->arena, NtStr, many ? value->count : 1);
  for (const NtYaml *item = many ? value->first : value; item; item = many ? item->next : NULL)
    texts[(*n)++] = nt_arena_str(r->arena, item->text);
  return texts;
}

static void add_rule(NtRules *r, const NtYaml *item, const NtYamlContext *context, guint folder)
{
  if (!nt_yaml_check(context, item, "a rule", rule_keys))
    return;
  Source *s = nt_arena_alloc0(r->arena, sizeof *s);
  const NtYaml *pattern = nt_yaml_get(item, "pattern"), *zones = nt_yaml_get(item, "zones");
  s->file = nt_arena_dup(r->arena, context->file, strlen(context->file));
  s->folder = folder;
  s->pattern = nt_arena_str(r->arena, pattern->text);
  s->pattern_line = pattern->line;
  s->pattern_column = pattern->column;
  s->type = nt_arena_str(r->arena, nt_yaml_text(item, "type"));
  s->rule = (NtRule){
    .id = nt_arena_str(r->arena, nt_yaml_text(item, "id")),
    .where = {nt_str(s->file), item->line},
    .score = nt_yaml_number(item, "score", 0.8),
    .priority = (int)nt_yaml_number(item, "priority", 0),
    .zones = zones ? read_zones(zones, context) : ~(1u << NT_ZONE_FURNITURE),
    .line = item->line,
    .column = item->column,
  };
  s->rule.examples = read_texts(r, nt_yaml_get(item, "examples"), &s->rule.n_examples);
  s->rule.counterexamples = read_texts(r, nt_yaml_get(item, "counterexamples"), &s->rule.n_counterexamples);
  if (s->rule.score <= 0 || s->rule.score > 1)
    nt_yaml_error(context, nt_yaml_get(item, "score"), "wrong-value", "\"score\" must be above 0 and at most 1");
  Source *old = g_hash_table_lookup(r->by_id, s->rule.id.p);
  if (old && old->folder == folder && !old->gone) {
    nt_yaml_error(context, item, "duplicate-id", "rule \"%s\" already stands at %s:%u", s->rule.id.p, old->file,
                  old->rule.where.line);
    return;
  }
  if (old)
    old->gone = TRUE;
  g_hash_table_insert(r->by_id, (gpointer)s->rule.id.p, s);
  g_ptr_array_add(r->sources, s);
}

static void add_macro(NtRules *r, const NtYaml *item, const NtYamlContext *context)
{
  if (item->kind != NT_YAML_SCALAR || !item->text.n) {
    nt_yaml_error(context, item, "wrong-kind", "macro \"%s\" must be a pattern", item->key.p);
    return;
  }
  Macro *m = nt_arena_alloc0(r->arena, sizeof *m);
  m->text = nt_arena_str(r->arena, item->text);
  g_hash_table_insert(r->macros, nt_arena_dup(r->arena, item->key.p, item->key.n), m);
}

static void remove_rule(NtRules *r, const NtYaml *item, const NtYamlContext *context)
{
  Source *old = g_hash_table_lookup(r->by_id, item->text.p);
  if (old)
    old->gone = TRUE;
  else
    nt_yaml_error(context, item, "unknown-id", "no earlier knowledge folder has a rule \"%s\"", item->text.p);
}

void nt_rules_add(NtRules *r, const NtYaml *root, const NtYamlContext *context, guint folder)
{
  if (!nt_yaml_check(context, root, "a rules file", file_keys))
    return;
  const NtYaml *macros = nt_yaml_get(root, "macros"), *rules = nt_yaml_get(root, "rules"),
               *removed = nt_yaml_get(root, "remove");
  for (const NtYaml *item = macros ? macros->first : NULL; item; item = item->next)
    add_macro(r, item, context);
  for (const NtYaml *item = rules ? rules->first : NULL; item; item = item->next)
    add_rule(r, item, context, folder);
  if (removed && removed->kind == NT_YAML_SCALAR)
    remove_rule(r, removed, context);
  for (const NtYaml *item = removed ? removed->first : NULL; item; item = item->next)
    remove_rule(r, item, context);
}

/* ---- putting in ---- */

typedef struct {
  NtRules *rules;
  Source *source;
  NtDiagnostics *diagnostics;
  GString *out;
  GArray *asks;     /* NtRuleAsk of this pattern */
  GArray *ask_at;   /* where each stands in `out` */
  GArray *atoms;    /* Atom, in order */
  gboolean failed;
} Expansion;

/* A piece of `out` of which it is known what it begins with. */
typedef struct {
  gsize start, end;
  gboolean capital; /* a capitalised word; otherwise an ask */
  guint bit;
} Atom;

static void fail(Expansion *x, const char *code, const char *format, ...) G_GNUC_PRINTF(3, 4);
static void fail(Expansion *x, const char *code, const char *format, ...)
{
  va_list args;
  va_start(args, format);
  g_autofree char *message = g_strdup_vprintf(format, args);
  va_end(args);
  nt_diagnostics_add(x->diagnostics, NT_SEVERITY_ERROR, x->source->file, x->source->pattern_line, x->source->pattern_column,
                     code, "rule \"%s\": %s", x->source->rule.id.p, message);
  x->failed = TRUE;
}

static guint bit_of(Expansion *x, NtAskKind kind, guint32 list)
{
  GArray *all = x->rules->asks;
  for (guint i = 0; i < all->len; i++) {
    const NtRuleAsk *ask = &g_array_index(all, NtRuleAsk, i);
    if (ask->kind == kind && ask->list == list)
      return i;
  }
  NtRuleAsk ask = {.kind = kind, .list = list, .bit = all->len};
  g_array_append_val(all, ask);
  return all->len - 1;
}

/* A word as article/tokens.c cuts it, roughly: callouts look at the rest. Ranges are much faster than \p{L}. */
#define WORD "[0-9A-Za-z\\x{AA}-\\x{2009}\\x{2030}-\\x{10FFFF}]++"

static void put_ask(Expansion *x, NtAskKind kind, guint32 list, guint most_words)
{
  guint n = x->asks->len;
  if (n == MOST_ASKS) {
    fail(x, "limit", "more than %u lists in one pattern", MOST_ASKS);
    return;
  }
  guint bit = bit_of(x, kind, list);
  if (bit >= MOST_BITS) {
    fail(x, "limit", "the rules together ask for more than %u lists", MOST_BITS);
    return;
  }
  NtRuleAsk ask = {.kind = kind, .list = list, .bit = bit};
  gsize at = x->out->len;
  g_array_append_val(x->asks, ask);
  g_array_append_val(x->ask_at, at);
  g_string_append_printf(x->out, "(?:(?<_%u>)(?C%u)(?:" WORD, n, 2 * n);
  if (most_words > 1) /* (?:\.|) and not \.?, which PCRE2 makes possessive where the callout is the last thing of a pattern */
    g_string_append_printf(x->out, "(?:[\\s.'’&-]{1,3}" WORD "){0,%u}(?:\\.|)", most_words - 1);
  g_string_append_printf(x->out, ")(?C%u))", 2 * n + 1);
  Atom atom = {at, x->out->len, FALSE, bit};
  g_array_append_val(x->atoms, atom);
}

static void expand(Expansion *x, NtStr pattern, guint depth);

static void put_name(Expansion *x, NtStr name, guint depth)
{
  g_autofree char *key = g_strndup(name.p, name.n);
  const Macro *macro = g_hash_table_lookup(x->rules->macros, key);
  NtType type;
  guint32 list;
  if (macro) {
    Atom atom = {.start = x->out->len, .capital = TRUE};
    g_string_append(x->out, "(?:");
    expand(x, macro->text, depth + 1);
    g_string_append_c(x->out, ')');
    atom.end = x->out->len;
    if (g_str_has_prefix(key, "Cap")) /* macros of that name begin with a capital: docs/formats/rules.md */
      g_array_append_val(x->atoms, atom);
  } else if (nt_type_from(name, &type)) {
    put_ask(x, NT_ASK_TYPE, type, NT_LIMIT_NAME_TOKENS);
  } else if (nt_str_is(name, "number")) {
    put_ask(x, NT_ASK_NUMBER, 0, 1);
  } else if ((list = nt_image_list(x->rules->image, name)) != G_MAXUINT32) {
    put_ask(x, NT_ASK_LIST, list, x->rules->image->LISTS[list].most_words);
  } else {
    fail(x, "unknown-list", "{{%s}} is no macro, no word list and no type", key);
  }
}

static void expand(Expansion *x, NtStr pattern, guint depth)
{
  if (depth > NT_LIMIT_MACRO_DEPTH) {
    fail(x, "limit", "macros call each other in a circle, or too deep");
    return;
  }
  for (gsize i = 0; i < pattern.n && !x->failed;) {
    if (x->out->len > NT_LIMIT_PATTERN_BYTES) {
      fail(x, "limit", "longer than %u bytes with its macros", NT_LIMIT_PATTERN_BYTES);
      return;
    }
    if (pattern.p[i] == '\\' && i + 1 < pattern.n) {
      g_string_append_len(x->out, pattern.p + i, 2);
      i += 2;
      continue;
    }
    if (pattern.n - i < 2 || pattern.p[i] != '{' || pattern.p[i + 1] != '{') {
      g_string_append_c(x->out, pattern.p[i++]);
      continue;
    }
    const char *end = g_strstr_len(pattern.p + i, (gssize)(pattern.n - i), "}}");
    if (!end) {
      fail(x, "bad-pattern", "{{ without }}");
      return;
    }
    put_name(x, nt_str_n(pattern.p + i + 2, (gsize)(end - pattern.p) - i - 2), depth);
    i = (gsize)(end - pattern.p) + 2;
  }
}

/* ---- what must be there ---- */

/* Marks which bytes of the pattern can be left out of a match: all of a group that is optional, has alternatives, or looks
 * around. What is not marked must be there. */
static void mark_optional(const char *p, gsize n, guint8 *optional)
{
  gsize opens[256];
  gboolean branches[256];
  guint depth = 0;
  opens[0] = 0;
  branches[0] = FALSE;
  for (gsize i = 0; i < n; i++) {
    if (p[i] == '\\') {
      i++;
    } else if (p[i] == '[') {
      i++;
      if (i < n && p[i] == '^')
        i++;
      if (i < n && p[i] == ']')
        i++;
      while (i < n && p[i] != ']') {
        if (p[i] == '\\')
          i++;
        else if (p[i] == '[' && i + 1 < n && p[i + 1] == ':')
          while (i < n && p[i] != ']')
            i++;
        i++;
      }
    } else if (p[i] == '(' && depth < 255) {
      opens[++depth] = i;
      branches[depth] = FALSE;
    } else if (p[i] == '|') {
      branches[depth] = TRUE;
    } else if (p[i] == ')' && depth) {
      gsize open = opens[depth];
      gboolean look = n - open > 3 && p[open + 1] == '?' && (p[open + 2] == '!' || (p[open + 2] == '<' && p[open + 3] == '!'));
      gboolean none = i + 1 < n && (p[i + 1] == '?' || p[i + 1] == '*' || (p[i + 1] == '{' && i + 2 < n && p[i + 2] == '0'));
      if (look || none || branches[depth])
        memset(optional + open, 1, i - open + 1);
      depth--;
    }
  }
  if (branches[0])
    memset(optional, 1, n);
}

static guint64 needed(const Expansion *x)
{
  g_autofree guint8 *optional = g_malloc0(x->out->len + 1);
  mark_optional(x->out->str, x->out->len, optional);
  guint64 bits = 0;
  for (guint i = 0; i < x->asks->len; i++)
    if (!optional[g_array_index(x->ask_at, gsize, i)])
      bits |= G_GUINT64_CONSTANT(1) << g_array_index(x->asks, NtRuleAsk, i).bit;
  return bits;
}

/* ---- where it can start ---- */

typedef struct {
  const Expansion *x;
  const char *p;
  NtRule *rule;
} Starts;

/* Behind what stands at `i`: an escape, a class, or one character. */
static gsize skip_one(const char *p, gsize i, gsize end)
{
  if (p[i] == '\\')
    return MIN(i + 2, end);
  if (p[i] != '[')
    return i + 1;
  i++;
  if (i < end && p[i] == '^')
    i++;
  if (i < end && p[i] == ']')
    i++;
  while (i < end && p[i] != ']')
    i += p[i] == '\\' ? 2 : 1;
  return MIN(i + 1, end);
}

/* The bracket that closes the one at `i`. */
static gsize closing(const char *p, gsize i, gsize end)
{
  guint depth = 0;
  while (i < end) {
    if (p[i] == '(')
      depth++;
    else if (p[i] == ')' && --depth == 0)
      return i;
    i = skip_one(p, i, end);
  }
  return end;
}

static gboolean is_look_around(const char *p)
{
  return g_str_has_prefix(p, "(?=") || g_str_has_prefix(p, "(?!") || g_str_has_prefix(p, "(?<=") || g_str_has_prefix(p, "(?<!");
}

/* Behind `(`, `(?:`, `(?>` or `(?<name>`. */
static gsize group_body(const char *p, gsize i)
{
  if (p[i + 1] != '?')
    return i + 1;
  if (p[i + 2] != '<')
    return i + 3;
  while (p[i] && p[i] != '>')
    i++;
  return i + 1;
}

/* Behind the quantifier at `i`, if one stands there; `*optional` where it allows none at all. */
static gsize quantifier(const char *p, gsize i, gsize end, gboolean *optional)
{
  *optional = i < end && (p[i] == '?' || p[i] == '*' || (p[i] == '{' && (p[i + 1] == '0' || p[i + 1] == ',')));
  if (i < end && p[i] == '{')
    while (i < end && p[i] != '}')
      i++;
  if (i < end && strchr("?*+}", p[i]))
    i++;
  if (i < end && strchr("?+", p[i])) /* lazy or possessive */
    i++;
  return i;
}

typedef enum { TAKES, MAY_BE_EMPTY, UNKNOWN } FirstOf;

static const Atom *atom_at(const Starts *s, gsize i)
{
  for (guint a = 0; a < s->x->atoms->len; a++)
    if (g_array_index(s->x->atoms, Atom, a).start == i)
      return &g_array_index(s->x->atoms, Atom, a);
  return NULL;
}

static FirstOf first_of_branches(Starts *s, gsize i, gsize end);

/* Notes what the sequence from `i` to `end` can begin with. */
static FirstOf first_of(Starts *s, gsize i, gsize end)
{
  const char *p = s->p;
  while (i < end) {
    gboolean optional;
    const Atom *atom = atom_at(s, i);
    FirstOf first = TAKES;
    if (atom) {
      s->rule->at_capital |= atom->capital;
      s->rule->at_asks |= atom->capital ? 0 : G_GUINT64_CONSTANT(1) << atom->bit;
      i = atom->end;
    } else if (p[i] == '(' && is_look_around(p + i)) {
      i = closing(p, i, end) + 1;
      continue;
    } else if (p[i] == '(') {
      gsize close = closing(p, i, end);
      first = first_of_branches(s, group_body(p, i), close);
      i = close + 1;
    } else if (p[i] == '\\' && p[i + 1] == 'b') {
      i += 2;
      continue;
    } else {
      return UNKNOWN;
    }
    i = quantifier(p, i, end, &optional);
    if (first == UNKNOWN || (first == TAKES && !optional))
      return first;
  }
  return MAY_BE_EMPTY;
}

static FirstOf first_of_branches(Starts *s, gsize i, gsize end)
{
  FirstOf all = TAKES;
  for (gsize start = i;; i = skip_one(s->p, i, end)) {
    while (i < end && s->p[i] == '(')
      i = closing(s->p, i, end) + 1;
    if (i < end && s->p[i] != '|')
      continue;
    FirstOf one = first_of(s, start, MIN(i, end));
    all = MAX(all, one);
    if (i >= end)
      return all;
    start = i + 1;
  }
}

static void find_starts(const Expansion *x, NtRule *rule)
{
  Starts s = {x, x->out->str, rule};
  rule->anywhere = first_of_branches(&s, 0, x->out->len) != TAKES;
}

/* ---- compiling ---- */

/* Groups named after a type are hits of that type; a group `name` is a hit of the rule's own type. */
static void take_groups(Expansion *x, NtRule *rule)
{
  const char *names[128];
  guint numbers[128];
  guint n = MIN(nt_regex_names(rule->regex, G_N_ELEMENTS(names), names, numbers), G_N_ELEMENTS(names));
  rule->groups = nt_arena_new_array(x->rules->arena, NtRuleGroup, n + 1);
  for (guint i = 0; i < n; i++) {
    if (names[i][0] == '_') {
      guint ask = (guint)g_ascii_strtoull(names[i] + 1, NULL, 10);
      if (ask < x->asks->len)
        rule->asks[ask].group = numbers[i];
      continue;
    }
    NtType type;
    NtStr word = g_str_equal(names[i], "name") ? x->source->type : nt_str(names[i]);
    if (!nt_type_from(word, &type)) {
      fail(x, "bad-group", "group \"%s\" is named after no type (person, place, organization, group, event, work, product; or name, "
                           "with \"type\" given)", names[i]);
      return;
    }
    rule->groups[rule->n_groups++] = (NtRuleGroup){numbers[i], type};
  }
  if (rule->n_groups)
    return;
  NtType type;
  if (!nt_type_from(x->source->type, &type))
    fail(x, "bad-group", "no group named after a type, and no \"type\" for the whole match");
  else
    rule->groups[rule->n_groups++] = (NtRuleGroup){0, type};
}

static gboolean compile(NtRules *r, Source *source, NtDiagnostics *diagnostics)
{
  g_autoptr(GString) out = g_string_new(NULL);
  g_autoptr(GArray) asks = g_array_new(FALSE, FALSE, sizeof(NtRuleAsk));
  g_autoptr(GArray) at = g_array_new(FALSE, FALSE, sizeof(gsize));
  g_autoptr(GArray) atoms = g_array_new(FALSE, FALSE, sizeof(Atom));
  Expansion x = {.rules = r, .source = source, .diagnostics = diagnostics, .out = out, .asks = asks, .ask_at = at, .atoms = atoms};
  expand(&x, source->pattern, 0);
  if (x.failed)
    return FALSE;
  NtRule *rule = &source->rule;
  g_autoptr(GError) error = NULL;
  gsize error_at;
  find_starts(&x, rule);
  rule->regex = nt_regex_new(nt_str_n(out->str, out->len), rule->anywhere ? 0 : NT_REGEX_ANCHORED, &error_at, &error);
  if (!rule->regex) {
    fail(&x, "bad-pattern", "%s, near \"%.20s\"", error->message, out->str + MIN(error_at, out->len));
    return FALSE;
  }
  rule->needs = needed(&x);
  rule->n_asks = asks->len;
  rule->asks = nt_arena_new_array(r->arena, NtRuleAsk, asks->len + 1);
  if (asks->len)
    memcpy(rule->asks, asks->data, asks->len * sizeof(NtRuleAsk));
  take_groups(&x, rule);
  return !x.failed;
}

void nt_rules_finish(NtRules *r, NtDiagnostics *diagnostics)
{
  for (guint i = 0; i < r->sources->len; i++) {
    Source *source = r->sources->pdata[i];
    if (source->gone)
      continue;
    if (compile(r, source, diagnostics))
      g_array_append_val(r->list, source->rule);
    else
      g_clear_pointer(&source->rule.regex, nt_regex_free);
  }
}
