/* All topics are scored, in their order, so that one may ask for those before it. Then those that stand push out what they exclude
 * and what is weak beside them, and lift what they imply. */
#include "label.h"

static void weigh(NtLabelling *l, guint32 topic)
{
  NtTopicStanding *s = &l->view.states[topic].standing;
  s->points = MAX(nt_topic_points(&l->scorer, topic, NULL, NULL), 0);
  s->own = s->score = nt_topic_score(s->points, l->half);
  s->unasked = FALSE;
}

#define ROUNDED_UP (1 + 1e-5) /* of sums of rounded numbers */

/* Most topics of which a word stands in the article cannot reach their threshold: their conditions are not asked. */
static void score(NtLabelling *l, guint32 topic)
{
  NtTopicView *v = &l->view;
  const NtTopicRule *rule = &v->rules[topic];
  NtTopicStanding *s = &v->states[topic].standing;
  if (!nt_topic_index_must_score(v->index, topic) &&
      nt_topic_score(v->states[topic].most * ROUNDED_UP, l->half) < rule->threshold) {
    s->unasked = TRUE;
    return;
  }
  weigh(l, topic);
  s->fate = s->own < rule->threshold ? NT_FATE_LOW : nt_topic_view_any(v, topic, rule->not, rule->n_not) ? NT_FATE_NOT : NT_FATE_STANDS;
}

void nt_labelling_settle(NtLabelling *l, guint32 topic)
{
  if (nt_topic_is_concerned(&l->view, topic) && l->view.states[topic].standing.unasked)
    weigh(l, topic);
}

/* Those made from entries first: others may ask for them. */
static void score_all(NtLabelling *l, guint32 first)
{
  const NtTopicView *v = &l->view;
  guint made = 0; /* where those made from entries begin */
  l->asked = nt_arena_new_array(v->arena, guint32, v->n_rules + 1);
  for (guint32 t = nt_topic_view_next(v, 0); t < v->n_rules; t = nt_topic_view_next(v, t + 1))
    if (v->states[t].awake || v->rules[t].threshold <= 0)
      l->asked[l->n_asked++] = t;
  while (made < l->n_asked && l->asked[made] < first)
    made++;
  for (guint i = made; i < l->n_asked; i++)
    score(l, l->asked[i]);
  for (guint i = 0; i < made; i++)
    score(l, l->asked[i]);
}

static void fall(NtLabelling *l, guint32 topic, NtTopicFate fate, guint32 by)
{
  if (!nt_topic_stands(&l->view, topic))
    return;
  l->view.states[topic].standing.fate = fate;
  l->view.states[topic].standing.by = by;
}

static gboolean is_among(const guint32 *list, guint n, guint32 topic)
{
  for (guint i = 0; i < n; i++)
    if (list[i] == topic)
      return TRUE;
  return FALSE;
}

static void exclude_all(NtLabelling *l)
{
  NtTopicView *v = &l->view;
  for (guint i = 0; i < l->n_asked; i++) {
    guint32 t = l->asked[i];
    for (guint k = 0; v->rules[t].excludes_all && nt_topic_stands(v, t) && k < l->n_asked; k++) {
      guint32 other = l->asked[k];
      if (other != t && !v->rules[other].excludes_all && !is_among(v->rules[t].keeps_at, v->rules[t].n_keeps, other))
        fall(l, other, NT_FATE_EXCLUDED, t);
    }
  }
}

/* Of two that exclude each other the one with the higher score stays. */
static void exclude_some(NtLabelling *l)
{
  NtTopicView *v = &l->view;
  for (guint i = 0; i < l->n_asked; i++) {
    guint32 t = l->asked[i];
    for (guint k = 0; k < v->rules[t].n_excludes && nt_topic_stands(v, t); k++) {
      guint32 other = v->rules[t].excludes_at[k];
      if (other < v->n_rules && other != t && v->states[t].standing.own >= nt_topic_state(v, other)->standing.own)
        fall(l, other, NT_FATE_EXCLUDED, t);
    }
  }
}

/* What an article says in passing is not what it is about: of the topics that have `beside`, those fall whose score is too low for
 * the strongest of them, or of the narrower ones, for which a broader one will stand. */
static void drop_weak(NtLabelling *l)
{
  NtTopicView *v = &l->view;
  double most = 0;
  guint32 strongest = 0;
  for (guint i = 0; i < l->n_asked; i++) {
    guint32 t = l->asked[i];
    if ((v->rules[t].beside > 0 || v->rules[t].n_broader) && nt_topic_stands(v, t) && v->states[t].standing.own > most) {
      most = v->states[t].standing.own;
      strongest = t;
    }
  }
  for (guint i = 0; i < l->n_asked; i++) {
    guint32 t = l->asked[i];
    if (v->states[t].standing.own < most * v->rules[t].beside)
      fall(l, t, NT_FATE_WEAK, strongest);
  }
}

/* A narrower topic that stands lifts its broader ones and what it implies. Chains are short; a circle ends by itself, since nothing
 * is lifted twice. */
static void lift(NtLabelling *l, guint32 topic)
{
  NtTopicView *v = &l->view;
  const NtTopicRule *rule = &v->rules[topic];
  const NtTopicStanding *lifting = &v->states[topic].standing;
  for (guint i = 0; i < rule->n_broader + rule->n_implies; i++) {
    guint32 other = rule->lifts_at[i];
    gboolean stands = other != G_MAXUINT32 && nt_topic_stands(v, other);
    if (other == G_MAXUINT32 || (stands && v->states[other].standing.score >= lifting->score))
      continue;
    NtTopicStanding *s = &nt_topic_view_concern(v, other)->standing;
    nt_labelling_settle(l, other);
    if (!s->points)
      s->shows = lifting->shows;
    if (!stands) {
      s->fate = NT_FATE_LIFTED;
      s->by = topic;
    }
    s->score = MAX(s->score, lifting->score);
    lift(l, other);
  }
}

/* A place says where, not what: topics made from entries are shown with no more than the least of the others. */
static void put_behind(NtLabelling *l, guint32 first)
{
  const NtTopicView *v = &l->view;
  double least = 1;
  guint32 t = nt_topic_view_next(v, 0);
  for (; t < first; t = nt_topic_view_next(v, t + 1))
    if (nt_topic_stands(v, t) && !v->rules[t].hidden)
      least = MIN(least, v->states[t].standing.score);
  for (; t < v->n_rules; t = nt_topic_view_next(v, t + 1))
    v->states[t].standing.score = MIN(v->states[t].standing.score, least);
}

gboolean nt_labelling_init(NtLabelling *l, const NtTopicIndex *index, NtTopicRoom *room, NtArticle *article, GError **error)
{
  if (!nt_topic_view_init(&l->view, index, article, error))
    return FALSE;
  l->scorer = (NtTopicScorer){.view = &l->view, .times = room->times};
  l->view.room = room->regex;
  l->half = nt_topic_half(l->view.lexis->tokens.n);
  l->n_asked = 0;
  score_all(l, nt_topic_index_first_made(index));
  exclude_all(l);
  exclude_some(l);
  drop_weak(l);
  for (guint i = 0; i < l->n_asked; i++)
    if (nt_topic_stands(&l->view, l->asked[i]))
      lift(l, l->asked[i]);
  put_behind(l, nt_topic_index_first_made(index));
  return TRUE;
}
