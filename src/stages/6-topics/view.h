/* An article as topics see it, and what their conditions find in it. */
#pragma once

#include "index.h"

/* Where something stands. */
typedef struct {
  guint32 first, end; /* tokens */
  guint32 what;       /* number of the term, entity, country or part: what `distinct` and `max` count by */
  guint8 zone;
} NtPlace;
typedef NT_VEC(NtPlace) NtPlaces;

typedef struct {
  const NtTopicIndex *index;
  NtArticle *article;
  const NtLexis *lexis;
  const NtTopicRule *rules;
  guint n_rules;
  NtPlace *hits;      /* places of terms, by topic, then by first token */
  guint32 *hits_from; /* by topic; one more at the end */
  NT_VEC(NtTopicEntity) entities;
  NtTopicEntity *focus; /* of article->focus */
  NtRegexRoom *room;  /* borrowed */
  guint64 *awake;     /* by topic: bits of the items that something in the text concerns (nt_topic_item_bit) */
  gboolean *stands;   /* by topic: filled in by who scores them, in their order */
  double *points;
} NtTopicView;

/* Everything in the article's arena. NT_ERROR_LIMIT where the text has too many hits. */
gboolean nt_topic_view_init(NtTopicView *view, const NtTopicIndex *index, NtArticle *article, GError **error);

/* Whether the condition of that topic holds; its places, by first token, are then added to `places`. */
gboolean nt_topic_view_ask(const NtTopicView *view, guint32 topic, const NtTopicAsk *ask, NtPlaces *places);
gboolean nt_topic_view_any(const NtTopicView *view, guint32 topic, const NtTopicAsk *asks, guint n);

/* The share that entities like these have of what the article is about; 0 where they are not in its focus. */
double nt_topic_view_focus(const NtTopicView *view, const NtTopicEntities *entities);

static inline NtSpan nt_place_span(const NtTopicView *view, const NtPlace *place)
{
  return nt_lexis_span(view->lexis, place->first, place->end);
}
