#include "topics.h"

#include "base/sort.h"
#include "label.h"

typedef struct {
  NtTopicIndex *index;
  NtTopicRoom room;
} Topics;

static gpointer topics_open(const NtStageEnv *env, GError **error)
{
  (void)error;
  Topics *t = g_new0(Topics, 1);
  t->index = nt_topic_index_new((NtKnowledge *)env->knowledge);
  nt_topic_room_init(&t->room, t->index);
  return t;
}

static void topics_close(gpointer self)
{
  Topics *t = self;
  nt_topic_index_free(t->index);
  nt_topic_room_clear(&t->room);
  g_free(t);
}

typedef struct {
  NtArena *arena;
  NtTopic *topic;
} Evidence;

static void take_evidence(const NtTopicGift *gift, gpointer data)
{
  Evidence *e = data;
  *nt_vec_push(e->arena, &e->topic->evidence) = (NtEvidence){.span = gift->span, .weight = gift->weight, .where = gift->where};
}

static int by_score(gconstpointer x, gconstpointer y)
{
  const NtTopic *a = x, *b = y;
  if (a->score != b->score)
    return a->score > b->score ? -1 : 1;
  if (a->broad != b->broad)
    return a->broad ? -1 : 1;
  return nt_str_compare(a->id, b->id);
}

static int by_place(gconstpointer x, gconstpointer y)
{
  const NtEvidence *a = x, *b = y;
  int c = nt_span_compare(a->span, b->span);
  if (c)
    return c;
  if (a->weight != b->weight)
    return a->weight > b->weight ? -1 : 1;
  c = nt_str_compare(a->where.file, b->where.file);
  return c ? c : (a->where.line > b->where.line) - (a->where.line < b->where.line);
}

static void put_topic(NtLabelling *l, guint32 number)
{
  NtArticle *a = l->view.article;
  const NtTopicRule *rule = &l->view.rules[number];
  const NtTopicStanding *standing = &nt_topic_state(&l->view, number)->standing;
  NtTopic *topic = nt_vec_push(a->arena, &a->topics);
  *topic = (NtTopic){.id = rule->id, .label = rule->label, .iptc = rule->iptc, .score = standing->score, .broad = rule->beside > 0};
  Evidence e = {a->arena, topic};
  nt_topic_points(&l->scorer, standing->shows, take_evidence, &e);
  nt_sort(topic->evidence.v, topic->evidence.n, sizeof *topic->evidence.v, by_place);
}

static gboolean topics_step(gpointer self, NtArticle *article, NtNext *next, GError **error)
{
  Topics *t = self;
  NtLabelling l;
  if (!nt_labelling_init(&l, t->index, &t->room, article, error))
    return FALSE;
  article->topics.n = 0;
  guint32 first_made = nt_topic_index_first_made(t->index);
  guint others = 0;
  for (guint32 topic = nt_topic_view_next(&l.view, 0); topic < l.view.n_rules; topic = nt_topic_view_next(&l.view, topic + 1)) {
    if (nt_topic_stands(&l.view, topic) && !l.view.rules[topic].hidden)
      put_topic(&l, topic);
    others = topic < first_made ? article->topics.n : others;
  }
  nt_sort(article->topics.v, others, sizeof *article->topics.v, by_score);
  if (others < article->topics.n) /* behind them, also where scores are equal */
    nt_sort(article->topics.v + others, article->topics.n - others, sizeof *article->topics.v, by_score);
  nt_article_wrote(article, NT_LAYER(TOPICS));
  return next->give(next, article, error);
}

const NtStage nt_stage_topics = {
  .name = "topics",
  .summary = "label articles with topics",
  .reads = NT_LAYER(TEXT) | NT_LAYER(ZONES) | NT_LAYER(META) | NT_LAYER(ENTITIES) | NT_LAYER(FOCUS),
  .writes = NT_LAYER(TOPICS),
  .needs_knowledge = TRUE,
  .open = topics_open,
  .step = topics_step,
  .close = topics_close,
};
