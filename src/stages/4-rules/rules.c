/* A rule is tried only in a sentence that has all the lists it needs, and there, where it can be told, only at the words it can
 * start with. Both come from sets of bits that one pass over the words fills. */
#include "rules.h"

#include "base/error.h"
#include "base/limits.h"
#include "knowledge/lexis.h"
#include "knowledge/rule.h"

typedef struct {
  NtKnowledge *knowledge;
  const NtImage *image;
  const NtRule *rules;
  guint n_rules;
  NtRegexRoom *room;
  guint64 *class_bits; /* of each class of words: which asks it answers */
  guint64 type_bits[NT_N_TYPES], number_bits;
  guint64 *list_bits;  /* of each list, for its members of several words */
} Rules;

/* What is at hand while the rules run over one article. */
typedef struct {
  const Rules *self;
  NtArticle *article;
  const NtLexis *lexis;
  const NtRule *rule;
  guint32 names_at, phrases_at; /* the first hits at or behind the sentence */
  guint32 first, end;           /* tokens of the sentence */
  guint32 cursor;               /* the token that was asked for last */
  guint64 *bits;                /* what each token of the sentence answers by itself or as the first of several */
  guint32 room;
} Run;

static gpointer rules_open(const NtStageEnv *env, GError **error)
{
  (void)error;
  Rules *r = g_new0(Rules, 1);
  r->knowledge = nt_knowledge_ref((NtKnowledge *)env->knowledge);
  r->image = nt_knowledge_image(r->knowledge);
  r->rules = nt_rules_list(nt_knowledge_rules(r->knowledge), &r->n_rules);
  r->room = nt_regex_room_new(TRUE);
  guint n;
  const NtRuleAsk *asks = nt_rules_asks(nt_knowledge_rules(r->knowledge), &n);
  r->list_bits = g_new0(guint64, r->image->n_LISTS + 1);
  for (guint i = 0; i < n; i++) {
    guint64 bit = G_GUINT64_CONSTANT(1) << asks[i].bit;
    if (asks[i].kind == NT_ASK_TYPE)
      r->type_bits[asks[i].list] |= bit;
    else if (asks[i].kind == NT_ASK_LIST)
      r->list_bits[asks[i].list] |= bit;
    else
      r->number_bits |= bit;
  }
  r->class_bits = g_new0(guint64, r->image->n_CLASSES);
  for (guint32 c = 0; c + 1 < r->image->n_CLASSES; c++)
    for (guint32 m = r->image->CLASSES[c]; m < r->image->CLASSES[c + 1]; m++)
      r->class_bits[c] |= r->list_bits[r->image->MEMBERSHIPS[m].list];
  return r;
}

static void rules_close(gpointer self)
{
  Rules *r = self;
  nt_regex_room_free(r->room);
  g_free(r->class_bits);
  g_free(r->list_bits);
  nt_knowledge_unref(r->knowledge);
  g_free(r);
}

/* ---- asks ---- */

static guint64 hit_bits(const Rules *r, const NtLexisHit *hit, gboolean name)
{
  const NtImageAlias *alias = &r->image->ALIASES[hit->alias];
  return name ? r->type_bits[r->image->ENTRIES[alias->owner].type] : r->list_bits[alias->owner];
}

/* Whether a hit among `hits` starts at token `first` with one of `bits`, and ends at token `end` (0: anywhere). */
static gboolean hit_answers(const Run *run, const NtLexisHit *hits, guint32 n, guint32 from, gboolean name, guint32 first,
                            guint32 end, guint64 bits)
{
  for (guint32 i = from; i < n && hits[i].first <= first; i++)
    if (hits[i].first == first && (!end || hits[i].end == end) && hit_bits(run->self, &hits[i], name) & bits)
      return TRUE;
  return FALSE;
}

/* Whether a member of what is asked for stands from token `first` to `end`. */
static gboolean answers(const Run *run, const NtRuleAsk *ask, guint32 first, guint32 end)
{
  guint64 bits = G_GUINT64_CONSTANT(1) << ask->bit;
  const NtLexis *x = run->lexis;
  if (ask->kind == NT_ASK_NUMBER)
    return end == first + 1;
  if (ask->kind == NT_ASK_TYPE)
    return hit_answers(run, x->names.v, x->names.n, run->names_at, TRUE, first, end, bits);
  if (end == first + 1 && run->self->class_bits[x->tokens.v[first].lists] & bits)
    return TRUE;
  return hit_answers(run, x->phrases.v, x->phrases.n, run->phrases_at, FALSE, first, end, bits);
}

/* The token of the sentence that ends behind byte `at`. Questions come close to each other, so the search starts at the last
 * answer. */
static guint32 token_at(Run *run, gsize at)
{
  const NtToken *tokens = run->lexis->tokens.v;
  guint32 i = CLAMP(run->cursor, run->first, run->end - 1);
  while (i > run->first && tokens[i - 1].end > at)
    i--;
  while (i < run->end && tokens[i].end <= at)
    i++;
  run->cursor = i;
  return i;
}

/* The answer to a callout (see knowledge/rule.c): even numbers ask at the start of a member, odd ones at its end. */
static gboolean ask(const NtRegexCallout *callout, gpointer data)
{
  Run *run = data;
  const NtToken *tokens = run->lexis->tokens.v;
  const NtRuleAsk *a = &run->rule->asks[callout->number / 2];
  gboolean at_end = callout->number % 2;
  gsize start = at_end ? callout->groups[2 * a->group] : callout->at;
  guint32 first = token_at(run, start);
  if (first >= run->end || tokens[first].start != start || !(run->bits[first - run->first] >> a->bit & 1))
    return FALSE;
  if (!at_end)
    return TRUE;
  guint32 last = first;
  while (last < run->end && tokens[last].end < callout->at)
    last++;
  return last < run->end && tokens[last].end == callout->at && answers(run, a, first, last + 1);
}

/* ---- one sentence ---- */

static gboolean trim_is_empty(NtStr text, NtSpan *span)
{
  while (span->start < span->end && g_ascii_isspace(text.p[span->start]))
    span->start++;
  while (span->end > span->start && g_ascii_isspace(text.p[span->end - 1]))
    span->end--;
  return span->start == span->end;
}

static void add_hits(Run *run, const gsize *groups)
{
  const NtRule *rule = run->rule;
  for (guint g = 0; g < rule->n_groups; g++) {
    gsize start = groups[2 * rule->groups[g].group], end = groups[2 * rule->groups[g].group + 1];
    if (start == G_MAXSIZE)
      continue;
    NtSpan span = {(guint32)start, (guint32)end};
    if (trim_is_empty(run->article->text, &span) ||
        !(rule->zones >> nt_article_zone_at(run->article, span.start) & 1))
      continue;
    *nt_vec_push(run->article->arena, &run->article->patterns) = (NtPattern){
      .span = span,
      .type = rule->groups[g].type,
      .score = rule->score,
      .rule = rule->id,
      .where = rule->where,
    };
  }
}

static gboolean may_start(const Run *run, guint32 number)
{
  const NtToken *t = &run->lexis->tokens.v[number];
  if (run->rule->at_asks & run->bits[number - run->first])
    return TRUE;
  return run->rule->at_capital && (t->shape == NT_SHAPE_CAPITAL || t->shape == NT_SHAPE_UPPER || t->shape == NT_SHAPE_INITIAL);
}

/* Behind the last word at which the rule can still start: what it needs must not lie before its start. */
static guint32 last_start(const Run *run)
{
  guint32 last = run->end;
  for (guint64 needs = run->rule->needs; needs; needs &= needs - 1) {
    guint64 bit = needs & (~needs + 1);
    guint32 of_this = run->end;
    while (of_this > run->first && !(run->bits[of_this - 1 - run->first] & bit))
      of_this--;
    last = MIN(last, of_this);
  }
  return last;
}

/* FALSE where a limit was hit: the rest of the sentence is left. */
static gboolean run_in_sentence(Run *run)
{
  const NtTokens *tokens = &run->lexis->tokens;
  guint32 first = run->first, end = run->end;
  gsize stop = end < tokens->n ? tokens->v[end].start : run->article->text.n;
  NtStr subject = {run->article->text.p, stop};
  const gsize *groups;
  gsize from = tokens->v[first].start;
  if (run->rule->anywhere) {
    for (;;) {
      NtRegexResult result = nt_regex_match(run->rule->regex, run->self->room, subject, from, ask, run, &groups);
      if (result != NT_REGEX_YES)
        return result == NT_REGEX_NO;
      gsize next = groups[1] > from ? groups[1] : from + 1;
      add_hits(run, groups);
      while (next < stop && (subject.p[next] & 0xC0) == 0x80)
        next++;
      if (next >= stop)
        return TRUE;
      from = next;
    }
  }
  for (guint32 i = first, last = last_start(run); i < last; i++) {
    if (tokens->v[i].start < from || !may_start(run, i))
      continue;
    NtRegexResult result =
      nt_regex_match(run->rule->regex, run->self->room, subject, tokens->v[i].start, ask, run, &groups);
    if (result == NT_REGEX_LIMIT)
      return FALSE;
    if (result == NT_REGEX_YES) {
      from = MAX(groups[1], tokens->v[i].end);
      add_hits(run, groups);
    }
  }
  return TRUE;
}

/* Fills in what each token answers; what they answer together. Hits are sorted by first token, so each list is walked once for
 * the whole article. */
static guint64 sentence_bits(Run *run)
{
  const NtLexis *x = run->lexis;
  const Rules *r = run->self;
  guint32 n = run->end - run->first;
  guint64 all = 0;
  if (n > run->room) {
    run->room = MAX(n, 256);
    run->bits = nt_arena_new_array(run->article->arena, guint64, run->room);
  }
  for (guint32 i = 0; i < n; i++) {
    const NtToken *t = &x->tokens.v[run->first + i];
    run->bits[i] = r->class_bits[t->lists] | (t->shape == NT_SHAPE_NUMBER ? r->number_bits : 0);
  }
  for (guint32 i = run->names_at; i < x->names.n && x->names.v[i].first < run->end; i++)
    run->bits[x->names.v[i].first - run->first] |= hit_bits(r, &x->names.v[i], TRUE);
  for (guint32 i = run->phrases_at; i < x->phrases.n && x->phrases.v[i].first < run->end; i++)
    run->bits[x->phrases.v[i].first - run->first] |= hit_bits(r, &x->phrases.v[i], FALSE);
  for (guint32 i = 0; i < n; i++)
    all |= run->bits[i];
  return all;
}

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

static void report_limit(NtNext *next, const Run *run)
{
  g_autofree char *message = g_strdup_printf("rule %s (%s:%u) hit a limit of PCRE2 in one sentence and was left there",
                                             run->rule->id.p, run->rule->where.file.p, run->rule->where.line);
  next->warn(next, run->article, message);
}

static gboolean rules_step(gpointer self, NtArticle *article, NtNext *next, GError **error)
{
  const Rules *r = self;
  Run run = {.self = r, .article = article, .lexis = nt_lexis_of(r->knowledge, article, error)};
  if (!run.lexis)
    return FALSE;
  article->patterns.n = 0;
  const NtLexis *x = run.lexis;
  for (guint32 s = 0; s < x->sentences.n; s++) {
    guint32 first = x->sentences.v[s];
    run.first = first;
    run.end = nt_lexis_sentence_end(x, s);
    while (run.names_at < x->names.n && x->names.v[run.names_at].first < first)
      run.names_at++;
    while (run.phrases_at < x->phrases.n && x->phrases.v[run.phrases_at].first < first)
      run.phrases_at++;
    NtZoneKind zone = nt_article_zone_at(article, x->tokens.v[first].start);
    if (zone == NT_ZONE_FURNITURE)
      continue;
    guint64 bits = sentence_bits(&run);
    for (guint i = 0; i < r->n_rules; i++) {
      run.rule = &r->rules[i];
      if ((run.rule->needs & ~bits) == 0 && run.rule->zones >> zone & 1 && !run_in_sentence(&run))
        report_limit(next, &run);
    }
    if (article->patterns.n > NT_LIMIT_PATTERNS_PER_ARTICLE) {
      g_set_error(error, NT_ERROR, NT_ERROR_LIMIT, "more than %u hits of rules in one article", NT_LIMIT_PATTERNS_PER_ARTICLE);
      return FALSE;
    }
  }
  if (article->patterns.n)
    qsort(article->patterns.v, article->patterns.n, sizeof *article->patterns.v, by_span);
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
