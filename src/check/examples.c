#include "article/article.h"
#include "base/error.h"
#include "knowledge/rule.h"
#include "knowledge/topic.h"
#include "runner.h"
#include "stages/2-split/split.h"
#include "stages/3-match/match.h"
#include "stages/4-rules/rules.h"
#include "stages/5-resolve/resolve.h"
#include "stages/6-topics/label.h"

static void fail(NtRunner *r, NtWhere where, guint column, const char *code, NtStr text, const char *format, ...)
  G_GNUC_PRINTF(6, 7);
static void fail(NtRunner *r, NtWhere where, guint column, const char *code, NtStr text, const char *format, ...)
{
  va_list args;
  va_start(args, format);
  g_autofree char *what = g_strdup_vprintf(format, args);
  va_end(args);
  nt_diagnostics_add(r->look->findings, NT_SEVERITY_ERROR, where.file.p, where.line, column, code, "%s, in \"%.*s\"", what,
                     (int)MIN(text.n, 160), text.p);
}

static gboolean same_span(NtSpan a, NtSpan b)
{
  return a.start == b.start && a.end == b.end;
}

static const char *shown(NtRunner *r, NtSpan span, NtStr text)
{
  return nt_arena_dup(r->arena, text.p + span.start, span.end - span.start);
}

/* ---- rules ---- */

static void try_rule(NtRunner *r, const NtRule *rule, const NtRuleExample *given, gboolean example)
{
  NtMarked m;
  nt_arena_reset(r->arena);
  NtStr source = given->text;
  NtWhere where = {rule->where.file, given->line};
  const char *id = nt_arena_dup(r->arena, rule->id.p, rule->id.n);
  if (!nt_marked_parse(r->arena, source, &m)) {
    fail(r, where, given->column, "wrong-value", source, "brackets do not match");
    return;
  }
  const NtArticle *article = nt_runner_run(r, m.text, nt_runner_zone(rule), TRUE);
  guint found = 0;
  for (guint i = 0; article && i < article->patterns.n; i++) {
    const NtPattern *p = &article->patterns.v[i];
    if (!nt_str_equal(p->rule, rule->id))
      continue;
    gboolean marked = FALSE;
    for (guint k = 0; k < m.n; k++)
      marked |= same_span(m.marks[k], p->span);
    found += marked;
    if (!example || !marked)
      fail(r, where, given->column, example ? "example-fails" : "counterexample-fails", source, "rule \"%s\" finds \"%s\"", id,
           shown(r, p->span, m.text));
  }
  if (example && !m.n && !found)
    fail(r, where, given->column, "example-fails", source, "an example marks no name in brackets");
  for (guint k = 0; example && k < m.n; k++) {
    gboolean hit = FALSE;
    for (guint i = 0; article && i < article->patterns.n; i++)
      hit |= nt_str_equal(article->patterns.v[i].rule, rule->id) && same_span(article->patterns.v[i].span, m.marks[k]);
    if (!hit)
      fail(r, where, given->column, "example-fails", source, "rule \"%s\" does not find \"%s\"", id,
           shown(r, m.marks[k], m.text));
  }
}

static void try_rules(NtLook *look)
{
  static const NtStage *const stages[] = {&nt_stage_match, &nt_stage_rules, NULL};
  NtRunner r;
  guint n;
  const NtRule *rules = nt_rules_list(nt_knowledge_rules(look->knowledge), &n);
  if (nt_runner_open(&r, look, stages, NULL))
    for (guint i = 0; i < n; i++) {
      for (guint k = 0; k < rules[i].n_examples; k++)
        try_rule(&r, &rules[i], &rules[i].examples[k], TRUE);
      for (guint k = 0; k < rules[i].n_counterexamples; k++)
        try_rule(&r, &rules[i], &rules[i].counterexamples[k], FALSE);
    }
  nt_runner_close(&r);
}

/* ---- gazetteers ---- */

static gboolean is_of(NtStr why, NtStr file)
{
  return file.n && why.n > file.n + 1 && memcmp(why.p, file.p, file.n) == 0 && why.p[file.n] == ':';
}

/* Two files may know one name: what counts is that this one proposed it too. */
static gboolean proposes(const NtRunner *r, const NtArticle *article, const NtClaim *claim, NtSpan span)
{
  for (guint i = 0; i < article->names.n; i++) {
    const NtName *name = &article->names.v[i];
    if (nt_name_alias(name) == NT_NO_ALIAS)
      continue;
    NtStr file = nt_image_alias_where(r->look->image, name->alias).file;
    gboolean whole = name->span.start == span.start && name->span.end <= span.end && name->span.end + 1 >= span.end; /* a full stop behind */
    if (whole && (nt_str_equal(file, claim->file) || nt_str_equal(file, claim->table)))
      return TRUE;
  }
  return FALSE;
}

static gboolean claims_mention(const NtClaim *claim, const NtMention *mention)
{
  for (guint i = 0; i < mention->n_why; i++)
    if (is_of(mention->why[i], claim->file) || is_of(mention->why[i], claim->table))
      return TRUE;
  return FALSE;
}

static void try_claim(NtRunner *r, const NtClaim *claim)
{
  NtMarked m;
  NtWhere where = {claim->file, claim->line};
  nt_arena_reset(r->arena);
  if (!nt_marked_parse(r->arena, claim->text, &m) || (claim->match && !m.n)) {
    fail(r, where, claim->column, "wrong-value", claim->text, "a sentence of \"match\" needs its names in brackets");
    return;
  }
  const NtArticle *article = nt_runner_run(r, m.text, NT_ZONE_BODY, TRUE);
  guint32 found = 0;
  for (guint e = 0; article && e < article->entities.n; e++)
    for (guint i = 0; i < article->entities.v[e].mentions.n; i++) {
      const NtMention *mention = &article->entities.v[e].mentions.v[i];
      if (!claim->match && claims_mention(claim, mention))
        fail(r, where, claim->column, "test-fails", claim->text, "this file finds \"%s\"", shown(r, mention->span, m.text));
      for (guint k = 0; k < m.n; k++)
        if (same_span(m.marks[k], mention->span) && proposes(r, article, claim, mention->span))
          found |= 1u << k;
    }
  for (guint k = 0; claim->match && k < m.n; k++)
    if (!(found >> k & 1))
      fail(r, where, claim->column, "test-fails", claim->text, "this file does not find \"%s\"", shown(r, m.marks[k], m.text));
}

static void try_claims(NtLook *look)
{
  static const NtStage *const stages[] = {&nt_stage_match, &nt_stage_rules, &nt_stage_resolve, NULL};
  NtRunner r;
  guint n;
  const NtClaim *claims = nt_claims_list(look->claims, &n);
  if (nt_runner_open(&r, look, stages, NULL))
    for (guint i = 0; i < n; i++)
      try_claim(&r, &claims[i]);
  nt_runner_close(&r);
}

/* ---- topics ---- */

typedef struct {
  NtRunner runner;
  NtTopicIndex *index;
  NtTopicRoom room;
} TopicTry;

/* A hidden topic is shown nowhere, so it is not the layer that is asked. */
static void try_topic(TopicTry *t, guint32 number, const NtTopicRule *topic, const NtTopicText *given, gboolean example)
{
  NtLabelling labelling;
  nt_arena_reset(t->runner.arena);
  const NtArticle *article = nt_runner_run(&t->runner, given->text, NT_ZONE_BODY, FALSE);
  gboolean has = article && nt_labelling_init(&labelling, t->index, &t->room, (NtArticle *)article, NULL) && nt_topic_stands(&labelling.view, number);
  if (has != example)
    fail(&t->runner, (NtWhere){topic->where.file, given->line}, given->column, example ? "example-fails" : "counterexample-fails",
         given->text, "topic \"%.*s\" %s", (int)topic->id.n, topic->id.p, example ? "is not found" : "is found");
}

static void try_topics(NtLook *look)
{
  static const NtStage *const stages[] = {&nt_stage_split, &nt_stage_match, &nt_stage_rules, &nt_stage_resolve, NULL};
  TopicTry t;
  guint n;
  const NtTopicRule *topics = nt_topics_list(nt_knowledge_topics(look->knowledge), &n);
  t.index = nt_topic_index_new((NtKnowledge *)look->knowledge);
  nt_topic_room_init(&t.room, t.index);
  if (nt_runner_open(&t.runner, look, stages, NULL))
    for (guint32 i = 0; i < n; i++) {
      for (guint k = 0; k < topics[i].n_examples; k++)
        try_topic(&t, i, &topics[i], &topics[i].examples[k], TRUE);
      for (guint k = 0; k < topics[i].n_counterexamples; k++)
        try_topic(&t, i, &topics[i], &topics[i].counterexamples[k], FALSE);
    }
  nt_runner_close(&t.runner);
  nt_topic_room_clear(&t.room);
  nt_topic_index_free(t.index);
}

void nt_look_examples(NtLook *look)
{
  try_rules(look);
  try_claims(look);
  try_topics(look);
}
