/* What the evidence of a topic gives. */
#pragma once

#include "view.h"

/* What a thread needs to score: `times` has nt_topic_index_most_terms zeros, and has them again afterwards. */
typedef struct {
  guint32 *times;
  NtRegexRoom *regex;
} NtTopicRoom;

void nt_topic_room_init(NtTopicRoom *room, const NtTopicIndex *index);
void nt_topic_room_clear(NtTopicRoom *room);

typedef struct {
  NtTopicView *view;
  guint32 *times;
} NtTopicScorer;

/* What one place gives. */
typedef struct {
  const NtTopicItem *item;
  NtSpan span;
  double weight;
  NtWhere where; /* the line of the word, where it is one; otherwise of the item */
} NtTopicGift;

/* Called for each place that counts. */
typedef void (*NtTopicSee)(const NtTopicGift *gift, gpointer data);

/* The points of all evidence; `see` may be NULL. Topics must be asked in their order. */
double nt_topic_points(NtTopicScorer *scorer, guint32 topic, NtTopicSee see, gpointer data);
/* The points of one item. */
double nt_topic_item_points(NtTopicScorer *scorer, guint32 topic, const NtTopicItem *item, NtTopicSee see, gpointer data);
/* From points to a score between 0 and 1, rounded to a thousandth. */
double nt_topic_half(guint words);
double nt_topic_score(double points, double half);
