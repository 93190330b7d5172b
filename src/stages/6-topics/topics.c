/* A topic's score. Each term that stands in the article gives points: its weight for the first time, half of it for the second,
 * a third for the third, up to `max` times; more in the headline, nothing in furniture. The points of all terms are added, and
 *
 *     score = points / (points + half),   half = 4 × √(words / 250), at least 3 and at most 10
 *
 * so that four points make a score of 0.5 in an article of 250 words, six in one of 560, and three in one of a few lines. A
 * topic whose score reaches its threshold stands, and with it every topic that it names as broader, with the same score at
 * least. */
#include "topics.h"

#include "knowledge/lexis.h"
#include "knowledge/topic.h"

#include <math.h>
#include <stdlib.h>

/* Terms that end in *, by their first three letters. */
typedef struct {
  NtStr text;
  guint32 topic, term;
} Prefix;

typedef struct {
  NtKnowledge *knowledge;
  const NtImage *image;
  const NtTopicRule *rules;
  guint n_rules;
  GArray *prefixes;   /* Prefix, sorted by text */
  guint64 seen[1024]; /* a bit for each hash of three first letters */
  guint32 *term_base; /* by topic: number of its first term, over all topics */
  guint32 n_terms;
} Topics;

typedef NT_VEC(NtEvidence) EvidenceList;

typedef struct {
  const Topics *self;
  NtArticle *article;
  guint32 *times; /* by term, over all topics */
  double *points; /* by topic */
  EvidenceList *evidence; /* by topic */
} Tally;

/* ---- opening ---- */

static guint three_letters(const char *p)
{
  return (((guint)(guchar)p[0] | 0x20) * 961 + ((guint)(guchar)p[1] | 0x20) * 31 + ((guint)(guchar)p[2] | 0x20)) & 0xFFFF;
}

static int by_text(gconstpointer x, gconstpointer y)
{
  const Prefix *a = x, *b = y;
  int c = nt_str_compare(a->text, b->text);
  return c ? c : (a->topic > b->topic) - (a->topic < b->topic);
}

static gpointer topics_open(const NtStageEnv *env, GError **error)
{
  (void)error;
  Topics *t = g_new0(Topics, 1);
  t->knowledge = nt_knowledge_ref((NtKnowledge *)env->knowledge);
  t->image = nt_knowledge_image(t->knowledge);
  t->rules = nt_topics_list(nt_knowledge_topics(t->knowledge), &t->n_rules);
  t->prefixes = g_array_new(FALSE, FALSE, sizeof(Prefix));
  t->term_base = g_new0(guint32, t->n_rules + 1);
  for (guint i = 0; i < t->n_rules; i++) {
    t->term_base[i] = t->n_terms;
    t->n_terms += t->rules[i].n_terms;
    for (guint n = 0; n < t->rules[i].n_terms; n++)
      if (t->rules[i].terms[n].prefix) {
        Prefix prefix = {t->rules[i].terms[n].text, i, n};
        guint hash = three_letters(prefix.text.p);
        g_array_append_val(t->prefixes, prefix);
        t->seen[hash >> 6] |= G_GUINT64_CONSTANT(1) << (hash & 63);
      }
  }
  g_array_sort(t->prefixes, by_text);
  return t;
}

static void topics_close(gpointer self)
{
  Topics *t = self;
  g_array_unref(t->prefixes);
  g_free(t->term_base);
  nt_knowledge_unref(t->knowledge);
  g_free(t);
}

/* ---- counting ---- */

static void count(Tally *y, guint32 topic, const NtTopicItem *item, guint32 *times, guint max, NtSpan span)
{
  NtZoneKind zone = nt_article_zone_at(y->article, span.start);
  if (zone == NT_ZONE_FURNITURE || *times >= max)
    return;
  double weight = item->weight / ++*times * (zone == NT_ZONE_HEADLINE ? item->headline : 1);
  y->points[topic] += weight;
  *nt_vec_push(y->article->arena, &y->evidence[topic]) = (NtEvidence){
    .span = span,
    .weight = round(weight * 1000) / 1000,
    .where = item->where,
  };
}

static void count_term(Tally *y, guint32 topic, guint32 term, NtSpan span)
{
  const NtTopicRule *rule = &y->self->rules[topic];
  const NtTopicItem *item = &rule->items[rule->terms[term].item];
  count(y, topic, item, &y->times[y->self->term_base[topic] + term], item->max, span);
}

static void count_terms(Tally *y, const NtLexis *lexis)
{
  for (guint i = 0; i < lexis->terms.n; i++) {
    const NtLexisHit *hit = &lexis->terms.v[i];
    const NtImageTerm *term = &y->self->image->TERMS[y->self->image->ALIASES[hit->alias].owner];
    count_term(y, term->topic, term->term, nt_lexis_span(lexis, hit->first, hit->end));
  }
}

static gboolean begins_with(NtStr word, NtStr prefix)
{
  return word.n >= prefix.n && g_ascii_strncasecmp(word.p, prefix.p, prefix.n) == 0;
}

static void count_prefixes(Tally *y, const NtLexis *lexis)
{
  const Topics *t = y->self;
  for (guint32 i = 0; i < lexis->tokens.n && t->prefixes->len; i++) {
    const NtToken *token = &lexis->tokens.v[i];
    if (token->end - token->start < 3)
      continue;
    NtSpan span = {token->start, token->end};
    NtStr word = nt_span_of(span, y->article->text);
    guint hash = three_letters(word.p);
    if (!(t->seen[hash >> 6] >> (hash & 63) & 1))
      continue;
    for (guint p = 0; p < t->prefixes->len; p++) {
      const Prefix *prefix = &g_array_index(t->prefixes, Prefix, p);
      if (begins_with(word, prefix->text))
        count_term(y, prefix->topic, prefix->term, span);
    }
  }
}

/* An entity speaks for a topic where the article is about it: named in the headline, or at least so many times. */
static void count_entity(Tally *y, guint32 topic, const NtTopicItem *item, const NtEntity *entity)
{
  gboolean in_headline = FALSE;
  for (guint m = 0; m < entity->mentions.n; m++)
    in_headline |= entity->mentions.v[m].zone == NT_ZONE_HEADLINE;
  if (!in_headline && entity->mentions.n < item->least)
    return;
  guint32 times = 0;
  for (guint m = 0; m < entity->mentions.n; m++)
    count(y, topic, item, &times, item->max, entity->mentions.v[m].span);
}

static void count_entities(Tally *y)
{
  for (guint t = 0; t < y->self->n_rules; t++)
    for (guint i = 0; i < y->self->rules[t].n_items; i++) {
      const NtTopicItem *item = &y->self->rules[t].items[i];
      for (guint e = 0; item->kind == NT_EVIDENCE_ENTITIES && e < y->article->entities.n; e++)
        for (guint n = 0; n < item->n_ids; n++)
          if (nt_str_equal(item->ids[n], y->article->entities.v[e].id))
            count_entity(y, t, item, &y->article->entities.v[e]);
    }
}

/* ---- scores ---- */

static double half_points(const NtLexis *lexis)
{
  return CLAMP(4 * sqrt(lexis->tokens.n / 250.0), 3, 10);
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
  if (a->weight != b->weight)
    return a->weight > b->weight ? -1 : 1;
  c = nt_str_compare(a->where.file, b->where.file);
  return c ? c : (a->where.line > b->where.line) - (a->where.line < b->where.line);
}

/* A narrower topic that stands lifts its broader ones. Chains are short; a circle ends by itself, since nothing is lifted twice. */
static void lift(Tally *y, guint32 topic, double *scores, gboolean *stands)
{
  const NtTopicRule *rule = &y->self->rules[topic];
  for (guint b = 0; b < rule->n_broader; b++) {
    guint32 broader = rule->broader_at[b];
    if (broader == G_MAXUINT32 || (stands[broader] && scores[broader] >= scores[topic]))
      continue;
    if (!y->evidence[broader].n)
      y->evidence[broader] = y->evidence[topic];
    stands[broader] = TRUE;
    scores[broader] = MAX(scores[broader], scores[topic]);
    lift(y, broader, scores, stands);
  }
}

static void put_topics(Tally *y, double half)
{
  NtArticle *a = y->article;
  guint n = y->self->n_rules;
  double *scores = nt_arena_new_array(a->arena, double, n + 1);
  gboolean *stands = nt_arena_new_array(a->arena, gboolean, n + 1);
  for (guint t = 0; t < n; t++) {
    double points = MAX(y->points[t], 0);
    scores[t] = round(points / (points + half) * 1000) / 1000;
    stands[t] = scores[t] >= y->self->rules[t].threshold;
  }
  for (guint t = 0; t < n; t++)
    if (stands[t])
      lift(y, t, scores, stands);
  for (guint t = 0; t < n; t++) {
    if (!stands[t])
      continue;
    const NtTopicRule *rule = &y->self->rules[t];
    NtTopic *topic = nt_vec_push(a->arena, &a->topics);
    *topic = (NtTopic){.id = rule->id, .label = rule->label, .iptc = rule->iptc, .score = scores[t]};
    topic->evidence.v = y->evidence[t].v;
    topic->evidence.n = topic->evidence.room = y->evidence[t].n;
    if (topic->evidence.n)
      qsort(topic->evidence.v, topic->evidence.n, sizeof *topic->evidence.v, by_place);
  }
  if (a->topics.n)
    qsort(a->topics.v, a->topics.n, sizeof *a->topics.v, by_score);
}

static gboolean topics_step(gpointer self, NtArticle *article, NtNext *next, GError **error)
{
  const Topics *t = self;
  const NtLexis *lexis = nt_lexis_of(t->knowledge, article, error);
  if (!lexis)
    return FALSE;
  Tally tally = {.self = t, .article = article};
  tally.times = nt_arena_alloc0(article->arena, sizeof *tally.times * (t->n_terms + 1));
  tally.points = nt_arena_alloc0(article->arena, sizeof *tally.points * (t->n_rules + 1));
  tally.evidence = nt_arena_alloc0(article->arena, sizeof *tally.evidence * (t->n_rules + 1));
  article->topics.n = 0;
  count_terms(&tally, lexis);
  count_prefixes(&tally, lexis);
  count_entities(&tally);
  put_topics(&tally, half_points(lexis));
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
