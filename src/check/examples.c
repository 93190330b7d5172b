#include "look.h"

#include "article/article.h"
#include "base/error.h"
#include "knowledge/rule.h"
#include "knowledge/topic.h"
#include "pipe/pipe.h"
#include "stages/2-split/split.h"
#include "stages/3-match/match.h"
#include "stages/4-rules/rules.h"
#include "stages/5-resolve/resolve.h"
#include "stages/6-topics/topics.h"

#define MOST_MARKS 32u

/* A sentence with names in brackets, parted. */
typedef struct {
  NtStr text;
  NtSpan marks[MOST_MARKS];
  guint n;
} Marked;

static gboolean parse_marks(NtArena *arena, NtStr source, Marked *m)
{
  char *text = nt_arena_alloc(arena, source.n + 1);
  gsize used = 0;
  gboolean inside = FALSE;
  m->n = 0;
  for (gsize i = 0; i < source.n; i++) {
    if (source.p[i] == '[' && !inside && m->n < MOST_MARKS) {
      m->marks[m->n].start = (guint32)used;
      inside = TRUE;
    } else if (source.p[i] == ']' && inside) {
      m->marks[m->n++].end = (guint32)used;
      inside = FALSE;
    } else if (source.p[i] == '[' || source.p[i] == ']') {
      return FALSE;
    } else {
      text[used++] = source.p[i];
    }
  }
  text[used] = '\0';
  m->text = nt_str_n(text, used);
  return !inside;
}

/* ---- running a sentence through stages ---- */

typedef struct {
  NtNext end; /* first */
  NtLook *look;
  NtArena *arena;
  NtOptions *options;
  NtChain *chain;
  NtArticle *seen; /* what came out last */
} Runner;

static gboolean take(NtNext *next, NtArticle *article, GError **error)
{
  (void)error;
  ((Runner *)next)->seen = article;
  return TRUE;
}

static void ignore(NtNext *next, const NtArticle *article, const char *message)
{
  (void)next, (void)article, (void)message;
}

static gboolean runner_open(Runner *r, NtLook *look, const NtStage *const *stages)
{
  *r = (Runner){.end = {take, ignore}, .look = look, .arena = nt_arena_new(), .options = nt_options_new()};
  NtStageEnv env = {.knowledge = look->knowledge, .options = r->options};
  r->chain = nt_chain_new(stages, &env, NULL);
  return r->chain != NULL;
}

static void runner_close(Runner *r)
{
  nt_chain_free(r->chain);
  nt_options_free(r->options);
  nt_arena_free(r->arena);
}

/* The article that came of `text`, of which `zone` is the whole; NULL where it cannot be done. */
static const NtArticle *run(Runner *r, NtStr text, NtZoneKind zone, gboolean zoned)
{
  NtArticle *article = nt_arena_alloc(r->arena, sizeof *article);
  nt_article_init(article, r->arena);
  article->id = NT_STR("example");
  nt_article_set_text(article, text);
  if (zoned) {
    *nt_vec_push(r->arena, &article->zones) = (NtZone){zone, {0, (guint32)text.n}};
    article->layers |= NT_LAYER(ZONES);
  }
  r->seen = NULL;
  return nt_chain_give(r->chain, article, &r->end, NULL) ? r->seen : NULL;
}

static void fail(Runner *r, NtWhere where, guint column, const char *code, NtStr text, const char *format, ...)
  G_GNUC_PRINTF(6, 7);
static void fail(Runner *r, NtWhere where, guint column, const char *code, NtStr text, const char *format, ...)
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

static const char *shown(Runner *r, NtSpan span, NtStr text)
{
  return nt_arena_dup(r->arena, text.p + span.start, span.end - span.start);
}

/* ---- rules ---- */

static NtZoneKind zone_of(const NtRule *rule)
{
  if (rule->zones >> NT_ZONE_BODY & 1)
    return NT_ZONE_BODY;
  return (NtZoneKind)__builtin_ctz(rule->zones);
}

static void try_rule(Runner *r, const NtRule *rule, NtStr source, gboolean example)
{
  Marked m;
  nt_arena_reset(r->arena);
  NtWhere where = rule->where;
  const char *id = nt_arena_dup(r->arena, rule->id.p, rule->id.n);
  if (!parse_marks(r->arena, source, &m)) {
    fail(r, where, rule->column, "wrong-value", source, "brackets do not match");
    return;
  }
  const NtArticle *article = run(r, m.text, zone_of(rule), TRUE);
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
      fail(r, where, rule->column, example ? "example-fails" : "counterexample-fails", source, "rule \"%s\" finds \"%s\"", id,
           shown(r, p->span, m.text));
  }
  if (example && !m.n && !found)
    fail(r, where, rule->column, "example-fails", source, "an example marks no name in brackets");
  for (guint k = 0; example && k < m.n; k++) {
    gboolean hit = FALSE;
    for (guint i = 0; article && i < article->patterns.n; i++)
      hit |= nt_str_equal(article->patterns.v[i].rule, rule->id) && same_span(article->patterns.v[i].span, m.marks[k]);
    if (!hit)
      fail(r, where, rule->column, "example-fails", source, "rule \"%s\" does not find \"%s\"", id,
           shown(r, m.marks[k], m.text));
  }
}

static void try_rules(NtLook *look)
{
  static const NtStage *const stages[] = {&nt_stage_match, &nt_stage_rules, NULL};
  Runner r;
  guint n;
  const NtRule *rules = nt_rules_list(nt_knowledge_rules(look->knowledge), &n);
  if (runner_open(&r, look, stages))
    for (guint i = 0; i < n; i++) {
      for (guint k = 0; k < rules[i].n_examples; k++)
        try_rule(&r, &rules[i], rules[i].examples[k], TRUE);
      for (guint k = 0; k < rules[i].n_counterexamples; k++)
        try_rule(&r, &rules[i], rules[i].counterexamples[k], FALSE);
    }
  runner_close(&r);
}

/* ---- gazetteers ---- */

static gboolean is_of(NtStr why, NtStr file)
{
  return file.n && why.n > file.n + 1 && memcmp(why.p, file.p, file.n) == 0 && why.p[file.n] == ':';
}

/* Two files may know one name: what counts is that this one proposed it too. */
static gboolean proposes(const Runner *r, const NtArticle *article, const NtClaim *claim, NtSpan span)
{
  for (guint i = 0; i < article->names.n; i++) {
    const NtName *name = &article->names.v[i];
    NtStr file = nt_image_alias_where(r->look->image, name->alias).file;
    if (same_span(name->span, span) && (nt_str_equal(file, claim->file) || nt_str_equal(file, claim->table)))
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

static void try_claim(Runner *r, const NtClaim *claim)
{
  Marked m;
  NtWhere where = {claim->file, claim->line};
  nt_arena_reset(r->arena);
  if (!parse_marks(r->arena, claim->text, &m) || (claim->match && !m.n)) {
    fail(r, where, claim->column, "wrong-value", claim->text, "a sentence of \"match\" needs its names in brackets");
    return;
  }
  const NtArticle *article = run(r, m.text, NT_ZONE_BODY, TRUE);
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
  Runner r;
  guint n;
  const NtClaim *claims = nt_claims_list(look->claims, &n);
  if (runner_open(&r, look, stages))
    for (guint i = 0; i < n; i++)
      try_claim(&r, &claims[i]);
  runner_close(&r);
}

/* ---- topics ---- */

static void try_topic(Runner *r, const NtTopicRule *topic, NtStr text, gboolean example)
{
  nt_arena_reset(r->arena);
  const NtArticle *article = run(r, text, NT_ZONE_BODY, FALSE);
  gboolean has = FALSE;
  for (guint i = 0; article && i < article->topics.n; i++)
    has |= nt_str_equal(article->topics.v[i].id, topic->id);
  if (has != example)
    fail(r, topic->where, 1, example ? "example-fails" : "counterexample-fails", text, "topic \"%.*s\" %s", (int)topic->id.n,
         topic->id.p, example ? "is not found" : "is found");
}

static void try_topics(NtLook *look)
{
  static const NtStage *const stages[] = {&nt_stage_split, &nt_stage_match, &nt_stage_rules, &nt_stage_resolve,
                                          &nt_stage_topics, NULL};
  Runner r;
  guint n;
  const NtTopicRule *topics = nt_topics_list(nt_knowledge_topics(look->knowledge), &n);
  if (runner_open(&r, look, stages))
    for (guint i = 0; i < n; i++) {
      for (guint k = 0; k < topics[i].n_examples; k++)
        try_topic(&r, &topics[i], topics[i].examples[k], TRUE);
      for (guint k = 0; k < topics[i].n_counterexamples; k++)
        try_topic(&r, &topics[i], topics[i].counterexamples[k], FALSE);
    }
  runner_close(&r);
}

void nt_look_examples(NtLook *look)
{
  try_rules(look);
  try_claims(look);
  try_topics(look);
}
