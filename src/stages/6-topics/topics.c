/* All topics are scored, in their order, so that one may ask for those before it. Then those that stand push out what they exclude
 * and what is weak beside them, and lift what they imply. */
#include "topics.h"

#include "score.h"

#include <stdlib.h>

typedef struct {
  NtTopicIndex *index;
  guint32 *times;
} Topics;

typedef NT_VEC(NtEvidence) EvidenceList;

typedef struct {
  NtTopicScorer scorer;
  NtTopicView view;
  double *scores;        /* by topic */
  guint32 *evidence_of;  /* by topic: whose evidence it shows; G_MAXUINT32: its own */
} Labelling;

static gpointer topics_open(const NtStageEnv *env, GError **error)
{
  (void)error;
  Topics *t = g_new0(Topics, 1);
  t->index = nt_topic_index_new((NtKnowledge *)env->knowledge);
  t->times = g_new0(guint32, nt_topic_index_most_terms(t->index) + 1);
  return t;
}

static void topics_close(gpointer self)
{
  Topics *t = self;
  nt_topic_index_free(t->index);
  g_free(t->times);
  g_free(t);
}

/* ---- which stand ---- */

static void score_all(Labelling *l)
{
  NtTopicView *v = &l->view;
  double half = nt_topic_half(v->lexis->tokens.n);
  for (guint32 t = 0; t < v->n_rules; t++) {
    v->points[t] = MAX(nt_topic_points(&l->scorer, t, NULL, NULL), 0);
    l->scores[t] = nt_topic_score(v->points[t], half);
    v->stands[t] = l->scores[t] >= v->rules[t].threshold && !nt_topic_view_any(v, t, v->rules[t].not, v->rules[t].n_not);
  }
}

static gboolean is_among(const guint32 *list, guint n, guint32 topic)
{
  for (guint i = 0; i < n; i++)
    if (list[i] == topic)
      return TRUE;
  return FALSE;
}

static void exclude_all(Labelling *l)
{
  NtTopicView *v = &l->view;
  for (guint32 t = 0; t < v->n_rules; t++)
    for (guint32 other = 0; v->stands[t] && v->rules[t].excludes_all && other < v->n_rules; other++)
      if (other != t && !v->rules[other].excludes_all && !is_among(v->rules[t].keeps_at, v->rules[t].n_keeps, other))
        v->stands[other] = FALSE;
}

/* Of two that exclude each other the one with the higher score stays. */
static void exclude_some(Labelling *l)
{
  NtTopicView *v = &l->view;
  for (guint32 t = 0; t < v->n_rules; t++)
    for (guint i = 0; v->stands[t] && i < v->rules[t].n_excludes; i++) {
      guint32 other = v->rules[t].excludes_at[i];
      if (other < v->n_rules && other != t && v->stands[other] && l->scores[t] >= l->scores[other])
        v->stands[other] = FALSE;
    }
}

/* What an article says in passing is not what it is about: of the topics that have `beside`, those fall whose score is too low for
 * the strongest of them. */
static void drop_weak(Labelling *l)
{
  NtTopicView *v = &l->view;
  double most = 0;
  for (guint32 t = 0; t < v->n_rules; t++)
    if (v->stands[t] && v->rules[t].beside > 0)
      most = MAX(most, l->scores[t]);
  for (guint32 t = 0; t < v->n_rules; t++)
    if (l->scores[t] < most * v->rules[t].beside)
      v->stands[t] = FALSE;
}

/* A narrower topic that stands lifts its broader ones and what it implies. Chains are short; a circle ends by itself, since nothing
 * is lifted twice. */
static void lift(Labelling *l, guint32 topic)
{
  NtTopicView *v = &l->view;
  const NtTopicRule *rule = &v->rules[topic];
  for (guint i = 0; i < rule->n_broader + rule->n_implies; i++) {
    guint32 other = rule->lifts_at[i];
    if (other == G_MAXUINT32 || (v->stands[other] && l->scores[other] >= l->scores[topic]))
      continue;
    if (!v->points[other])
      l->evidence_of[other] = topic;
    v->stands[other] = TRUE;
    l->scores[other] = MAX(l->scores[other], l->scores[topic]);
    lift(l, other);
  }
}

/* ---- the layer ---- */

typedef struct {
  NtArena *arena;
  NtTopic *topic;
} Evidence;

static void take_evidence(const NtTopicItem *item, NtSpan span, double weight, gpointer data)
{
  Evidence *e = data;
  *nt_vec_push(e->arena, &e->topic->evidence) = (NtEvidence){.span = span, .weight = weight, .where = item->ask.where};
}

static int by_score(gconstpointer x, gconstpointer y)
{
  const NtTopic *a = x, *b = y;
  if (a->score != b->score)
    return a->score > b->score ? -1 : 1;
  return nt_str_compare(a->id, b->id);
}

static int by_place(gconstpointer x, gconstpointer y)
{
  const NtEvidence *a = x, *b = y;
  int c = nt_span_compare(a->span, b->span);
  if (c)
    return c;
  if (a->where.line != b->where.line)
    return a->where.line < b->where.line ? -1 : 1;
  return nt_str_compare(a->where.file, b->where.file);
}

static void put_topic(Labelling *l, guint32 number)
{
  NtArticle *a = l->view.article;
  const NtTopicRule *rule = &l->view.rules[number];
  NtTopic *topic = nt_vec_push(a->arena, &a->topics);
  *topic = (NtTopic){.id = rule->id, .label = rule->label, .iptc = rule->iptc, .score = l->scores[number]};
  Evidence e = {a->arena, topic};
  for (guint i = 0; i < l->view.n_rules && l->evidence_of[number] != G_MAXUINT32; i++)
    number = l->evidence_of[number];
  nt_topic_points(&l->scorer, number, take_evidence, &e);
  if (topic->evidence.n)
    qsort(topic->evidence.v, topic->evidence.n, sizeof *topic->evidence.v, by_place);
}

static void put_topics(Labelling *l)
{
  NtArticle *a = l->view.article;
  a->topics.n = 0;
  for (guint32 t = 0; t < l->view.n_rules; t++)
    if (l->view.stands[t] && !l->view.rules[t].hidden)
      put_topic(l, t);
  if (a->topics.n)
    qsort(a->topics.v, a->topics.n, sizeof *a->topics.v, by_score);
}

static gboolean topics_step(gpointer self, NtArticle *article, NtNext *next, GError **error)
{
  const Topics *t = self;
  Labelling l = {0};
  if (!nt_topic_view_init(&l.view, t->index, article, error))
    return FALSE;
  guint n = l.view.n_rules;
  l.scorer = (NtTopicScorer){&l.view, t->times};
  l.scores = nt_arena_alloc0(article->arena, sizeof *l.scores * (n + 1));
  l.evidence_of = nt_arena_new_array(article->arena, guint32, n + 1);
  memset(l.evidence_of, 0xFF, sizeof *l.evidence_of * (n + 1));
  score_all(&l);
  exclude_all(&l);
  exclude_some(&l);
  drop_weak(&l);
  for (guint32 topic = 0; topic < n; topic++)
    if (l.view.stands[topic])
      lift(&l, topic);
  put_topics(&l);
  nt_article_wrote(article, NT_LAYER(TOPICS));
  return next->give(next, article, error);
}

const NtStage nt_stage_topics = {
  .name = "topics",
  .summary = "label articles with topics",
  .reads = NT_LAYER(TEXT) | NT_LAYER(ZONES) | NT_LAYER(META) | NT_LAYER(ENTITIES),
  .writes = NT_LAYER(TOPICS),
  .needs_knowledge = TRUE,
  .open = topics_open,
  .step = topics_step,
  .close = topics_close,
};
