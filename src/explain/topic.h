/* Why an article has a topic, or has not: what counted, what was missing, how far it is from the threshold. */
#pragma once

#include "stages/6-topics/label.h"

/* A condition, and how it fared. */
typedef struct {
  guint depth;     /* 0: an item of evidence, or of the topic's `not`; parts of conditions lie deeper */
  NtStr what;      /* it asks for, in words */
  gboolean holds;
  NtStr why_not;   /* in words; p NULL where it holds, or its parts say it */
  double weight;   /* of an item of evidence */
  NtWhere where;
} NtTopicAsked;
typedef NT_VEC(NtTopicAsked) NtTopicAskedList;

typedef struct {
  const NtArticle *article;
  guint32 shift;   /* where the article begins in the file's text, bytes */
  const NtTopicRule *rule;
  NtTopicStanding standing;
  const NtTopicRule *by; /* the topic that lifted it or made it fall; or NULL */
  double by_score;
  double points, half;
  double needs;    /* points from which it stands, in a text of this length */
  guint words;
  NT_VEC(NtTopicGift) gifts;    /* the heaviest first */
  NtTopicAskedList missing;   /* evidence that gave nothing, the heaviest first, each followed by its parts */
  NtTopicAskedList bars;      /* what the topic's `not` found, likewise */
} NtTopicAnswer;

void nt_topic_answer_init(NtTopicAnswer *answer, NtLabelling *labelling, guint32 topic);
void nt_topic_answer_say(const NtTopicAnswer *answer, gboolean colour, GString *out);
void nt_topic_answer_json(const NtTopicAnswer *answer, const NtArticle *page, GString *out);
