/* What a look at an article needs of all topics, worked out once: which topics a word or an entity concerns. */
#pragma once

#include "knowledge/image.h"
#include "knowledge/knowledge.h"
#include "knowledge/lexis.h"
#include "knowledge/topic.h"

#define NT_NO_ITEM G_MAXUINT32

typedef struct NtTopicIndex NtTopicIndex;

NtTopicIndex *nt_topic_index_new(NtKnowledge *knowledge);
void nt_topic_index_free(NtTopicIndex *index); /* accepts NULL */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(NtTopicIndex, nt_topic_index_free)

const NtKnowledge *nt_topic_index_knowledge(const NtTopicIndex *index);
const NtTopicRule *nt_topic_index_rules(const NtTopicIndex *index, guint *n);
/* By term of the topic: the item whose every place counts by itself, without a condition; NT_NO_ITEM for other terms. */
const guint32 *nt_topic_index_items(const NtTopicIndex *index, guint32 topic);
/* The first of the topics that are made from entries: these are scored before all others. */
guint nt_topic_index_first_made(const NtTopicIndex *index);
/* Topics that must be looked at though nothing in the text concerns them: their evidence is other topics, or patterns. */
gboolean nt_topic_index_is_derived(const NtTopicIndex *index, guint32 topic);
guint nt_topic_index_most_terms(const NtTopicIndex *index);

typedef void (*NtTopicTermFunc)(guint32 topic, guint32 term, guint32 first, guint32 end, gpointer data);
/* Every place of every term in the article, by first token and, for one token, in a fixed order. */
void nt_topic_index_terms(const NtTopicIndex *index, NtStr text, const NtLexis *lexis, NtTopicTermFunc see, gpointer data);

/* An entity as conditions see it. */
typedef struct {
  const NtEntity *entity;
  NtStr kind;      /* empty where not known */
  NtStr country;
} NtTopicEntity;

NtTopicEntity nt_topic_index_entity(const NtTopicIndex *index, const NtEntity *entity);
/* Sets touched[topic] for every topic that has a condition which the entity may fit. */
void nt_topic_index_touch(const NtTopicIndex *index, const NtTopicEntity *entity, gboolean *touched);
