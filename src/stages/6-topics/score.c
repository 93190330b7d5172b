/* A place gives its item's weight the first time that its term (entity, country, part) stands in the article, half of it the second
 * time, a third the third, up to `max` times, and the factor of its zone. The points of all evidence are added, and
 *
 *     score = points / (points + half),   half = √words / 4, at least 1 and at most 10
 *
 * so that one point makes a score of 0.5 in a sentence of 16 words, 2.5 in a text of 100 and 5 in one of 400. */
#include "score.h"

#include <math.h>

void nt_topic_room_init(NtTopicRoom *room, const NtTopicIndex *index)
{
  *room = (NtTopicRoom){g_new0(guint32, nt_topic_index_most_terms(index) + 1), nt_regex_room_new(TRUE)};
}

void nt_topic_room_clear(NtTopicRoom *room)
{
  g_free(room->times);
  nt_regex_room_free(room->regex);
}

double nt_topic_half(guint words)
{
  return CLAMP(sqrt(words) / 4, 1, 10);
}

double nt_topic_score(double points, double half)
{
  points = MAX(points, 0);
  return round(points / (points + half) * 1000) / 1000;
}

static void show(const NtTopicScorer *s, guint32 topic, const NtTopicItem *item, const NtPlace *place, double weight, NtTopicSee see,
                 gpointer data)
{
  NtTopicGift gift = {item, nt_place_span(s->view, place), round(weight * 1000) / 1000, item->ask.where};
  if (item->ask.kind == NT_TOPIC_WORDS)
    gift.where.line = s->view->rules[topic].terms[place->what].line;
  else if (item->ask.kind == NT_TOPIC_ANY)
    gift.where = item->ask.parts[place->what].where;
  see(&gift, data);
}

static double give(const NtTopicScorer *s, guint32 topic, const NtTopicItem *item, const NtPlace *place, guint32 times, NtTopicSee see,
                   gpointer data)
{
  double weight = item->weight / times * item->zones[place->zone];
  if (see && weight != 0)
    show(s, topic, item, place, weight, see, data);
  return weight;
}

/* ---- words without a condition: one pass over all hits of the topic ---- */

static double plain_points(NtTopicScorer *s, guint32 topic, const NtTopicItem *only, NtTopicSee see, gpointer data)
{
  const NtTopicView *v = s->view;
  const NtTopicRule *rule = &v->rules[topic];
  const guint32 *items = nt_topic_index_items(v->index, topic);
  const NtTopicState *state = nt_topic_state(v, topic);
  const NtPlace *hits = v->hits + state->first_hit;
  guint n = state->n_hits;
  double points = 0;
  for (guint i = 0; i < n; i++) {
    guint32 number = items[hits[i].what];
    const NtTopicItem *item = number == NT_NO_ITEM ? NULL : &rule->items[number];
    if (!item || (only && item != only) || hits[i].zone == NT_ZONE_FURNITURE || s->times[hits[i].what] >= item->max)
      continue;
    points += give(s, topic, item, &hits[i], ++s->times[hits[i].what], see, data);
  }
  for (guint i = 0; i < n; i++)
    s->times[hits[i].what] = 0;
  return points;
}

/* ---- conditions ---- */

typedef struct {
  NtTopicSee see;
  gpointer data;
  const NtTopicItem *item;
} Scaled;

static void see_scaled(const NtTopicGift *gift, gpointer data)
{
  const Scaled *scaled = data;
  NtTopicGift more = *gift;
  more.weight = round(gift->weight * scaled->item->weight * 1000) / 1000;
  scaled->see(&more, scaled->data);
}

/* Other topics give their points, as many times as the item weighs. */
static double topics_points(NtTopicScorer *s, const NtTopicItem *item, NtTopicSee see, gpointer data)
{
  double points = 0;
  Scaled scaled = {see, data, item};
  for (guint i = 0; i < item->ask.n_topics; i++) {
    guint32 other = item->ask.topics_at[i];
    points += item->weight * nt_topic_state(s->view, other)->standing.points;
    if (see)
      nt_topic_points(s, other, see_scaled, &scaled);
  }
  return points;
}

/* What must hold together counts once; each of its places has a part in it. */
static double all_points(const NtTopicScorer *s, guint32 topic, const NtTopicItem *item, const NtPlaces *places, NtTopicSee see, gpointer data)
{
  double factor = 0;
  for (guint i = 0; i < places->n; i++)
    factor = MAX(factor, item->zones[places->v[i].zone]);
  double weight = item->weight * (places->n ? factor : 1);
  for (guint i = 0; see && i < MIN(places->n, item->max); i++)
    show(s, topic, item, &places->v[i], weight / MIN(places->n, item->max), see, data);
  return weight;
}

/* What the article is about: with just the focus that is asked for, half a score, whatever the length; the more, the more. */
static double focus_points(const NtTopicScorer *s, guint32 topic, const NtTopicItem *item, const NtPlaces *places, NtTopicSee see,
                           gpointer data)
{
  const NtTopicEntities *e = &item->ask.entities;
  double weight = item->weight * nt_topic_half(s->view->lexis->tokens.n) * nt_topic_view_focus(s->view, e) / e->focus;
  guint shown = MIN(places->n, item->max);
  for (guint i = 0; see && i < shown; i++)
    show(s, topic, item, &places->v[i], weight / shown, see, data);
  return weight;
}

static guint32 times_before(const NtPlaces *places, guint at)
{
  guint32 times = 0;
  for (guint i = 0; i < at; i++)
    times += places->v[i].what == places->v[at].what;
  return times;
}

static double asked_points(NtTopicScorer *s, guint32 topic, const NtTopicItem *item, NtTopicSee see, gpointer data)
{
  NtPlaces places = {0};
  if (item->ask.kind == NT_TOPIC_TOPICS)
    return nt_topic_view_any(s->view, topic, item->ask.not, item->ask.n_not) ? 0 : topics_points(s, item, see, data);
  if (!nt_topic_view_ask(s->view, topic, &item->ask, &places))
    return 0;
  if (item->ask.kind == NT_TOPIC_ALL || !places.n)
    return all_points(s, topic, item, &places, see, data);
  if (item->ask.kind == NT_TOPIC_ENTITIES && item->ask.entities.focus > 0)
    return focus_points(s, topic, item, &places, see, data);
  double points = 0;
  for (guint i = 0; i < places.n; i++) {
    guint32 times = times_before(&places, i);
    if (times < item->max)
      points += give(s, topic, item, &places.v[i], times + 1, see, data);
  }
  return points;
}

static gboolean is_plain(const NtTopicView *v, guint32 topic, const NtTopicItem *item)
{
  return item->ask.kind == NT_TOPIC_WORDS && item->ask.n_terms &&
         nt_topic_index_items(v->index, topic)[item->ask.first_term] != NT_NO_ITEM;
}

double nt_topic_item_points(NtTopicScorer *s, guint32 topic, const NtTopicItem *item, NtTopicSee see, gpointer data)
{
  return is_plain(s->view, topic, item) ? plain_points(s, topic, item, see, data) : asked_points(s, topic, item, see, data);
}

double nt_topic_points(NtTopicScorer *s, guint32 topic, NtTopicSee see, gpointer data)
{
  const NtTopicView *v = s->view;
  const NtTopicRule *rule = &v->rules[topic];
  guint64 awake = nt_topic_state(v, topic)->awake;
  if (!awake)
    return 0;
  double points = plain_points(s, topic, NULL, see, data);
  for (guint i = nt_topic_item_next(awake, 0, rule->n_items); i < rule->n_items; i = nt_topic_item_next(awake, i + 1, rule->n_items))
    if (!is_plain(v, topic, &rule->items[i]))
      points += asked_points(s, topic, &rule->items[i], see, data);
  return points;
}
