/* An article as topics see it, and what their conditions find in it. */
#pragma once

#include "base/bits.h"
#include "index.h"

/* Where something stands. */
typedef struct {
  guint32 first, end; /* tokens */
  guint32 what;       /* number of the term, entity, country or part: what `distinct` and `max` count by */
  guint8 zone;
} NtPlace;
typedef NT_VEC(NtPlace) NtPlaces;

typedef enum {
  NT_FATE_LOW,      /* its score is below its threshold */
  NT_FATE_STANDS,
  NT_FATE_LIFTED,   /* by a narrower topic, or one that implies it */
  NT_FATE_NOT,      /* a condition of its `not` holds */
  NT_FATE_EXCLUDED, /* by another topic */
  NT_FATE_WEAK,     /* beside the strongest of those that have `beside` */
} NtTopicFate;

/* What becomes of a topic: filled in by label.c. */
typedef struct {
  NtTopicFate fate;
  guint32 by;       /* the other topic of LIFTED, EXCLUDED, WEAK */
  double points;    /* of its own evidence, none below 0 */
  double own;       /* their score */
  double score;     /* what it is shown with */
  guint32 shows;    /* the topic whose evidence it shows: itself, or where it has none, the one that lifted it */
  gboolean unasked; /* it is LOW whatever its conditions would say: points and scores are not known (nt_labelling_settle) */
} NtTopicStanding;

/* A topic in an article. */
typedef struct {
  guint64 awake;    /* bits of the items that something in the text concerns (nt_topic_item_bit) */
  double most;      /* points: all evidence gives no more */
  guint32 first_hit, n_hits;
  NtTopicStanding standing;
} NtTopicState;

typedef struct {
  const NtTopicIndex *index;
  NtArticle *article;
  NtArena *arena;     /* its scratch: everything here lives there */
  const NtLexis *lexis;
  const NtTopicRule *rules;
  guint n_rules;
  guint zones;        /* a bit for each NtZoneKind that the article has */
  guint64 *concerned; /* a bit for each topic that has a state: most have nothing in the article, and cost it nothing */
  guint n_words;      /* of 64 bits, in `concerned` */
  NtTopicState *states; /* by topic: see nt_topic_state */
  NtPlace *hits;      /* places of terms, by topic, then by first token */
  NT_VEC(NtTopicEntity) entities;
  NtPlaces **mentions; /* of each entity; NULL until it is asked for them */
  NtTopicEntity *focus; /* of article->focus */
  NtRegexRoom *room;  /* borrowed */
} NtTopicView;

/* NT_ERROR_LIMIT where the text has too many hits. */
gboolean nt_topic_view_init(NtTopicView *view, const NtTopicIndex *index, NtArticle *article, GError **error);

static inline gboolean nt_topic_is_concerned(const NtTopicView *view, guint32 topic)
{
  return view->concerned[topic >> 6] >> (topic & 63) & 1;
}
/* What is known of the topic. */
static inline const NtTopicState *nt_topic_state(const NtTopicView *view, guint32 topic)
{
  static const NtTopicState nothing = {.standing.fate = NT_FATE_LOW};
  return nt_topic_is_concerned(view, topic) ? &view->states[topic] : &nothing;
}
static inline gboolean nt_topic_stands(const NtTopicView *view, guint32 topic)
{
  NtTopicFate fate = nt_topic_state(view, topic)->standing.fate;
  return fate == NT_FATE_STANDS || fate == NT_FATE_LIFTED;
}
/* The same to be filled in: from then on the topic has one. */
NtTopicState *nt_topic_view_concern(NtTopicView *view, guint32 topic);
/* The first from `topic` on that has one; n_rules where none has. */
static inline guint32 nt_topic_view_next(const NtTopicView *view, guint32 topic)
{
  return MIN(nt_bits_next(view->concerned, view->n_words, topic), view->n_rules);
}

/* Whether the condition of that topic holds; its places, by first token, are then added to `places`. */
gboolean nt_topic_view_ask(const NtTopicView *view, guint32 topic, const NtTopicAsk *ask, NtPlaces *places);
gboolean nt_topic_view_any(const NtTopicView *view, guint32 topic, const NtTopicAsk *asks, guint n);

/* The share that entities like these have of what the article is about; 0 where they are not in its focus. */
double nt_topic_view_focus(const NtTopicView *view, const NtTopicEntities *entities);

static inline NtSpan nt_place_span(const NtTopicView *view, const NtPlace *place)
{
  return nt_lexis_span(view->lexis, place->first, place->end);
}
