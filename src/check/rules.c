#include "knowledge/rule.h"
#include "runner.h"
#include "stages/3-match/match.h"
#include "stages/4-rules/rules.h"
#include "stages/5-resolve/resolve.h"

static void warn(NtLook *look, const NtRule *rule, const NtRulePattern *at, const char *code, const char *format, ...)
  G_GNUC_PRINTF(5, 6);
static void warn(NtLook *look, const NtRule *rule, const NtRulePattern *at, const char *code, const char *format, ...)
{
  va_list args;
  va_start(args, format);
  g_autofree char *message = g_strdup_vprintf(format, args);
  va_end(args);
  nt_diagnostics_add(look->findings, NT_SEVERITY_WARNING, rule->where.file.p, at->line, at->column, code, "rule \"%s\": %s",
                     rule->id.p, message);
}

/* ---- groups ---- */

/* Behind what stands at `i`, which is no bracket: an escape, a class, a character. */
static gsize skip_one(NtStr p, gsize i)
{
  if (p.p[i] == '\\')
    return MIN(i + 2, p.n);
  if (p.p[i] != '[')
    return i + 1;
  i += i + 1 < p.n && p.p[i + 1] == '^' ? 2 : 1;
  i += i < p.n && p.p[i] == ']';
  while (i < p.n && p.p[i] != ']')
    i += p.p[i] == '\\' ? 2 : 1;
  return MIN(i + 1, p.n);
}

static gboolean begins(NtStr p, gsize i, const char *with)
{
  gsize n = strlen(with);
  return p.n - i >= n && memcmp(p.p + i, with, n) == 0;
}

static gboolean is_named(NtStr p, gsize i)
{
  return (begins(p, i, "(?<") && !begins(p, i, "(?<=") && !begins(p, i, "(?<!")) || begins(p, i, "(?P<");
}

/* A look-around that forbids sets no groups: what stands in it in brackets is never there. */
static void look_at_groups(NtLook *look, const NtRule *rule, const NtRulePattern *pattern)
{
  NtStr p = pattern->source;
  guint depth = 0, forbidden = 0; /* the depth at which a negative look-around was opened */
  gboolean referred = nt_regex_last_back_reference(pattern->regex) > 0;
  for (gsize i = 0; i < p.n;) {
    if (p.p[i] != '(' && p.p[i] != ')') {
      i = skip_one(p, i);
      continue;
    }
    if (p.p[i] == ')') {
      forbidden = forbidden == depth ? 0 : forbidden;
      depth -= depth > 0;
      i++;
      continue;
    }
    depth++;
    if (!forbidden && (begins(p, i, "(?!") || begins(p, i, "(?<!")))
      forbidden = depth;
    if (is_named(p, i) && forbidden)
      warn(look, rule, pattern, "unused-group", "\"%.*s\" stands in a look-around that forbids, and so never holds anything: take "
           "its name away", (int)MIN(p.n - i, 30), p.p + i);
    else if (is_named(p, i) && pattern != &rule->pattern && !referred)
      warn(look, rule, pattern, "unused-group", "nothing uses the group \"%.*s\" here: only groups of \"pattern\" make hits; write (?:",
           (int)MIN(p.n - i, 30), p.p + i);
    else if (!begins(p, i, "(?") && !begins(p, i, "(*") && !referred)
      warn(look, rule, pattern, "unused-group", "nothing uses the group \"%.*s\": write (?: for brackets that only hold together",
           (int)MIN(p.n - i, 30), p.p + i);
    i++;
  }
}

static void look_at_needs(NtLook *look, const NtRule *rule)
{
  if (!rule->key.n && rule->start != NT_START_WORDS)
    warn(look, rule, &rule->pattern, "tried-everywhere", "nothing that must be there is known of the pattern, so it is tried at every "
         "character of every sentence: let it hold a word, a list or {{Cap}} that cannot be left out");
}

/* ---- rules that another always beats ---- */

static gboolean names_rule(const NtMention *m, const NtRule *rule)
{
  for (guint i = 0; i < m->n_why; i++)
    if (m->why[i].n == rule->id.n + 5 && g_str_has_prefix(m->why[i].p, "rule ") &&
        memcmp(m->why[i].p + 5, rule->id.p, rule->id.n) == 0)
      return TRUE;
  return FALSE;
}

static const NtRule *rule_of(const NtMention *m, const NtRule *rules, guint n)
{
  for (guint i = 0; i < n; i++)
    if (names_rule(m, &rules[i]))
      return &rules[i];
  return NULL;
}

/* The rule that what `rule` found in the article lost to: NULL where it stood somewhere, or lost to none or several. */
static const NtRule *beater_in(const NtArticle *a, const NtRule *rule, const NtRule *rules, guint n)
{
  const NtRule *beater = NULL;
  for (guint v = 0; v < a->verdicts.n; v++) {
    const NtVerdict *verdict = &a->verdicts.v[v];
    gboolean found = FALSE;
    if (!nt_str_equal(verdict->where.file, rule->where.file) || verdict->where.line != rule->where.line)
      continue;
    for (guint e = 0; e < a->entities.n && !found; e++)
      for (guint m = 0; m < a->entities.v[e].mentions.n && !found; m++) {
        const NtMention *mention = &a->entities.v[e].mentions.v[m];
        if (!nt_span_equal(mention->span, verdict->winner))
          continue;
        const NtRule *winner = rule_of(mention, rules, n);
        if (!winner || winner == rule || (beater && beater != winner))
          return NULL;
        beater = winner;
        found = TRUE;
      }
    if (!found)
      return NULL;
  }
  for (guint e = 0; e < a->entities.n; e++)
    for (guint m = 0; m < a->entities.v[e].mentions.n; m++)
      if (names_rule(&a->entities.v[e].mentions.v[m], rule))
        return NULL;
  return beater;
}

static void look_for_beater(NtRunner *r, const NtRule *rule, const NtRule *rules, guint n)
{
  const NtRule *beater = NULL;
  for (guint i = 0; i < rule->n_examples; i++) {
    NtMarked m;
    nt_arena_reset(r->arena);
    if (!nt_marked_parse(r->arena, rule->examples[i].text, &m))
      return;
    const NtArticle *article = nt_runner_run(r, m.text, nt_runner_zone(rule), TRUE);
    const NtRule *one = article ? beater_in(article, rule, rules, n) : NULL;
    if (!one || (beater && one != beater))
      return;
    beater = one;
  }
  if (beater)
    warn(r->look, rule, &rule->pattern, "always-beaten", "in each of its examples rule \"%s\" (%s:%u) wins: give this one a higher "
         "\"priority\" or \"score\", an example in which it wins, or take it away", beater->id.p, beater->where.file.p, beater->where.line);
}

void nt_look_rules(NtLook *look)
{
  static const NtStage *const stages[] = {&nt_stage_match, &nt_stage_rules, &nt_stage_resolve, NULL};
  NtRunner r;
  guint n;
  const NtRule *rules = nt_rules_list(nt_knowledge_rules(look->knowledge), &n);
  gboolean open = nt_runner_open(&r, look, stages, "verdicts");
  for (guint i = 0; i < n; i++) {
    look_at_groups(look, &rules[i], &rules[i].pattern);
    for (guint side = 0; side < NT_N_RULE_SIDES; side++)
      if (rules[i].sides[side].regex)
        look_at_groups(look, &rules[i], &rules[i].sides[side]);
    look_at_needs(look, &rules[i]);
    if (open)
      look_for_beater(&r, &rules[i], rules, n);
  }
  nt_runner_close(&r);
}
