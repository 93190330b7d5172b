/* A rule is tried only in a sentence that has what it needs, and there, where it can be told, only at the words it can start with.
 * Rules run by phase: what one found, those of later phases can ask for. */
#include "rules.h"

#include "attempt.h"
#include "base/error.h"
#include "base/limits.h"
#include "base/sort.h"
#include "index.h"

typedef struct {
  NtKnowledge *knowledge;
  NtAskTable table;
  NtRuleIndex index;
  NtAttemptRooms rooms;
} Rules;

/* What is at hand while the rules run over one article. */
typedef struct {
  const Rules *self;
  NtArticle *article;
  NtSentence sentence;
  const NtRule *rule;
  guint32 number;    /* of the rule */
  guint32 *give_ups; /* of each rule: sentences in which it hit a limit */
  gboolean gave_up;  /* any of them */
  guint shown;       /* hits in the article's patterns that rules of the phase at hand see */
} Run;

static gpointer rules_open(const NtStageEnv *env, GError **error)
{
  (void)error;
  Rules *r = g_new0(Rules, 1);
  r->knowledge = nt_knowledge_ref((NtKnowledge *)env->knowledge);
  const NtRules *rules = nt_knowledge_rules(r->knowledge);
  nt_ask_table_init(&r->table, nt_knowledge_image(r->knowledge), rules);
  nt_rule_index_init(&r->index, rules);
  nt_attempt_rooms_init(&r->rooms, TRUE);
  return r;
}

static void rules_close(gpointer self)
{
  Rules *r = self;
  nt_attempt_rooms_clear(&r->rooms);
  nt_rule_index_clear(&r->index);
  nt_ask_table_clear(&r->table);
  nt_knowledge_unref(r->knowledge);
  g_free(r);
}

/* ---- hits ---- */

static gboolean trim_is_empty(NtStr text, NtSpan *span)
{
  while (span->start < span->end && g_ascii_isspace(text.p[span->start]))
    span->start++;
  while (span->end > span->start && g_ascii_isspace(text.p[span->end - 1]))
    span->end--;
  return span->start == span->end;
}

/* What the rule sets on a hit of `group`. */
static void set_attributes(const Run *run, const NtRuleGroup *group, const gsize *groups, NtPattern *pattern)
{
  NtArticle *a = run->article;
  for (guint i = 0; i < run->rule->n_sets; i++) {
    const NtRuleSet *set = &run->rule->sets[i];
    NtAttributeValue value = {.attribute = set->attribute, .text = set->constant, .where = run->rule->where};
    if (!(group->attributes >> set->attribute & 1))
      continue;
    if (set->group) {
      if (groups[2 * set->group] == G_MAXSIZE)
        continue;
      value.span = (NtSpan){(guint32)groups[2 * set->group], (guint32)groups[2 * set->group + 1]};
      if (trim_is_empty(a->text, &value.span))
        continue;
      value.text = nt_span_of(value.span, a->text);
    }
    *nt_vec_push(a->arena, &pattern->attributes) = value;
  }
}

static void add_hits(Run *run, const gsize *groups)
{
  const NtRule *rule = run->rule;
  for (guint g = 0; g < rule->n_groups; g++) {
    const NtRuleGroup *group = &rule->groups[g];
    gsize start = groups[2 * group->group], end = groups[2 * group->group + 1];
    if (start == G_MAXSIZE)
      continue;
    NtSpan span = {(guint32)start, (guint32)end};
    if (trim_is_empty(run->article->text, &span) ||
        !(rule->zones >> nt_article_zone_at(run->article, span.start) & 1))
      continue;
    NtPattern pattern = {
      .span = span,
      .type = group->type,
      .score = rule->score,
      .priority = rule->priority,
      .rule = rule->id,
      .where = rule->where,
    };
    set_attributes(run, group, groups, &pattern);
    pattern.number = run->number;
    *nt_vec_push(run->article->arena, &run->article->patterns) = pattern;
  }
}

/* ---- one rule in one sentence ---- */

static NtRegexResult look_beside(Run *run, gsize start, gsize end)
{
  NtRuleSide side;
  return nt_attempt_sides(&run->self->rooms, &run->sentence, run->rule, start, end, &side);
}

static gsize next_character(NtStr text, gsize at, gsize stop)
{
  for (at++; at < stop && (text.p[at] & 0xC0) == 0x80;)
    at++;
  return at;
}

/* From byte `from` on. FALSE where a limit was hit: the rest of the sentence is left. */
static gboolean run_anywhere(Run *run, gsize from)
{
  const NtSentence *s = &run->sentence;
  NtStr text = run->article->text;
  const gsize *groups;
  while (from < s->stop) {
    NtRegexResult result = nt_attempt_match(&run->self->rooms, &run->sentence, run->rule, from, &groups);
    if (result != NT_REGEX_YES)
      return result == NT_REGEX_NO;
    gsize start = groups[0], end = groups[1];
    result = look_beside(run, start, end);
    if (result == NT_REGEX_LIMIT)
      return FALSE;
    if (result == NT_REGEX_YES)
      add_hits(run, groups);
    from = result == NT_REGEX_YES && end > from ? end : next_character(text, MAX(start, from), s->stop);
  }
  return TRUE;
}

/* At byte `at`. `*from` moves behind what is found. */
static NtRegexResult run_at(Run *run, gsize at, gsize *from)
{
  const gsize *groups;
  NtRegexResult result = nt_attempt_match(&run->self->rooms, &run->sentence, run->rule, at, &groups);
  if (result == NT_REGEX_YES)
    result = look_beside(run, groups[0], groups[1]);
  if (result != NT_REGEX_YES)
    return result;
  *from = MAX(groups[1], at + 1);
  add_hits(run, groups);
  return result;
}

/* At a word it can start with. FALSE where a limit was hit. */
static gboolean run_at_word(Run *run, const NtToken *t, gsize *from)
{
  NtAskSet bits = run->sentence.bits[t - run->sentence.lexis->tokens.v - run->sentence.first];
  if (t->start < *from || !(bits & run->rule->at_asks || (run->rule->at_capital && nt_is_capital(t))))
    return TRUE;
  NtRegexResult result = run_at(run, t->start, from);
  if (result == NT_REGEX_YES)
    *from = MAX(*from, t->end);
  return result != NT_REGEX_LIMIT;
}

#define SMALL_LETTERS (((G_GUINT64_CONSTANT(1) << 26) - 1) << ('a' - 64))

static inline gboolean may_go_on(const NtRule *rule, const char *text, gsize at, gsize stop)
{
  return (guchar)text[at] >= 0x80 || at + 1 >= stop || nt_rule_bytes_have(&rule->seconds, text[at + 1]);
}

/* At letters and digits of a word. Inside one of ASCII each stands behind another. */
static gboolean run_at_letters(Run *run, const NtToken *t, gsize *from)
{
  const NtRule *rule = run->rule;
  const char *text = run->article->text.p;
  gboolean small = (rule->letters.ascii[1] & SMALL_LETTERS) != 0, inside = rule->start == NT_START_LETTERS;
  gboolean plain = nt_is_plain(t);
  if (!small && t->shape == NT_SHAPE_LOWER && t->flags & NT_TOKEN_ASCII)
    return TRUE;
  for (gsize at = t->start, end = plain && !inside ? at + 1 : t->end; at < end; at++)
    if (at >= *from && nt_rule_letters_have(&rule->letters, (guchar)text[at]) && may_go_on(rule, text, at, run->sentence.stop) &&
        (inside || at == t->start || !g_ascii_isalnum(text[at - 1])) && run_at(run, at, from) == NT_REGEX_LIMIT)
      return FALSE;
  return TRUE;
}

/* In the words of the chunks in which its pattern can begin. */
static gboolean run_where_it_can(Run *run)
{
  const NtSentence *s = &run->sentence;
  const NtToken *tokens = s->lexis->tokens.v;
  gsize from = tokens[s->first].start;
  guint64 starts = nt_sketch_starts(run->rule->sketch, &s->chunks);
  if (run->rule->start == NT_START_ANYWHERE)
    return !starts || run_anywhere(run, from);
  for (starts &= s->begun; starts; starts &= starts - 1) {
    guint chunk = (guint)__builtin_ctzll(starts);
    for (guint32 i = s->first_in[chunk]; i < s->end && s->chunk[i - s->first] == chunk; i++)
      if (!(run->rule->start == NT_START_WORDS ? run_at_word : run_at_letters)(run, &tokens[i], &from))
        return FALSE;
  }
  return TRUE;
}

static void run_rule(Run *run, const NtRule *rule)
{
  run->rule = rule;
  run->number = (guint32)(rule - run->self->index.rules);
  if (run->give_ups[run->number] >= NT_LIMIT_REGEX_GIVE_UPS || run_where_it_can(run))
    return;
  run->give_ups[run->number]++;
  run->gave_up = TRUE;
}

/* ---- the article ---- */

static int by_span(gconstpointer x, gconstpointer y)
{
  const NtPattern *a = x, *b = y;
  int c = nt_span_compare(a->span, b->span);
  if (c)
    return c;
  if (a->type != b->type)
    return a->type < b->type ? -1 : 1;
  return nt_str_compare(a->rule, b->rule);
}

static void report_limits(NtNext *next, const Run *run)
{
  for (guint i = 0; run->gave_up && i < run->self->index.n_rules; i++) {
    guint n = run->give_ups[i];
    const NtRule *rule = &run->self->index.rules[i];
    if (!n)
      continue;
    g_autofree char *message = g_strdup_printf(
      "rule %s (%s:%u) hit a limit of PCRE2 in %u sentence%s and was left there%s", rule->id.p, rule->where.file.p, rule->where.line, n,
      n == 1 ? "" : "s", n == NT_LIMIT_REGEX_GIVE_UPS ? ", and in the rest of the article" : "");
    next->warn(next, run->article, message);
  }
}

/* The rules of one phase, then of the next, which sees what they found. */
static void run_sentence(Run *run, NtRuleQueue *queue)
{
  const GArray *ends = run->self->index.phase_ends;
  NtSentence *s = &run->sentence;
  nt_rule_queue_visit(queue, s);
  for (guint phase = 0; phase < ends->len; phase++) {
    for (const NtRule *rule; (rule = nt_rule_queue_take(queue, s, g_array_index(ends, guint32, phase)));)
      run_rule(run, rule);
    if (phase + 1 == ends->len)
      break;
    for (; run->shown < run->article->patterns.n; run->shown++) {
      const NtPattern *p = &run->article->patterns.v[run->shown];
      nt_sentence_add_hit(s, p->span, p->type, p->number);
    }
    nt_rule_queue_renew(queue, s, g_array_index(ends, guint32, phase));
  }
  run->shown = run->article->patterns.n;
}

static gboolean rules_step(gpointer self, NtArticle *article, NtNext *next, GError **error)
{
  const Rules *r = self;
  const NtLexis *x = nt_lexis_of(r->knowledge, article, error);
  if (!x)
    return FALSE;
  Run run = {.self = r, .article = article};
  NtRuleQueue queue;
  article->patterns.n = 0;
  run.give_ups = nt_arena_alloc0(nt_arena_scratch(article->arena), (r->index.n_rules + 1) * sizeof *run.give_ups);
  nt_sentence_init(&run.sentence, &r->table, article, x);
  nt_rule_queue_init(&queue, &r->index, &run.sentence);
  for (guint32 i = 0; i < x->sentences.n; i++) {
    nt_sentence_visit(&run.sentence, i);
    if (run.sentence.zone == NT_ZONE_FURNITURE)
      continue;
    run_sentence(&run, &queue);
    if (article->patterns.n > NT_LIMIT_PATTERNS_PER_ARTICLE) {
      g_set_error(error, NT_ERROR, NT_ERROR_LIMIT, "more than %u hits of rules in one article", NT_LIMIT_PATTERNS_PER_ARTICLE);
      return FALSE;
    }
  }
  nt_sort(article->patterns.v, article->patterns.n, sizeof *article->patterns.v, by_span);
  report_limits(next, &run);
  nt_article_wrote(article, NT_LAYER(PATTERNS));
  return next->give(next, article, error);
}

const NtStage nt_stage_rules = {
  .name = "rules",
  .summary = "find every hit of the regex rules",
  .reads = NT_LAYER(TEXT) | NT_LAYER(ZONES) | NT_LAYER(NAMES),
  .writes = NT_LAYER(PATTERNS),
  .needs_knowledge = TRUE,
  .open = rules_open,
  .step = rules_step,
  .close = rules_close,
};
