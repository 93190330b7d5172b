/* How often each topic and each of its words stood in a set of articles, and what that says of them. */
#pragma once

#include "article/article.h"
#include "knowledge/knowledge.h"

typedef struct NtTopicUsage NtTopicUsage;

NtTopicUsage *nt_topic_usage_new(const NtKnowledge *knowledge);
void nt_topic_usage_free(NtTopicUsage *usage); /* accepts NULL */
void nt_topic_usage_add(NtTopicUsage *usage, NtArticle *article);

/* Counts are of articles. */
typedef struct {
  const char *kind; /* `topic`, `word` */
  NtStr id, name;   /* of the topic; the word */
  NtWhere where;
  guint64 stood, lost;
  const char *loss;   /* to what it lost first, or NULL */
  const char *remark; /* or NULL */
} NtTopicUsageRow;
typedef void (*NtTopicUsageFunc)(const NtTopicUsageRow *row, gpointer data);
void nt_topic_usage_rows(const NtTopicUsage *usage, NtTopicUsageFunc see, gpointer data);
