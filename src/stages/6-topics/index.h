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
/* Items of a topic as bits, those from the 64th on all as the last. An item whose bit is not set for an article has nothing there and
 * need not be asked: the bits that a term sets (by term of the topic), that an entity sets which concerns the topic, and that are
 * set in every article, where an item's evidence is other topics, or patterns. */
static inline guint64 nt_topic_item_bit(guint item)
{
  return G_GUINT64_CONSTANT(1) << MIN(item, 63u);
}
/* Of the `n` items of a topic the first from `item` on that has to be asked; `n` where none has. */
static inline guint nt_topic_item_next(guint64 awake, guint item, guint n)
{
  guint64 rest = awake >> MIN(item, 63u);
  return rest ? MIN(item + (guint)__builtin_ctzll(rest), n) : n;
}
const guint64 *nt_topic_index_term_bits(const NtTopicIndex *index, guint32 topic);
guint64 nt_topic_index_always_bits(const NtTopicIndex *index, guint32 topic);
/* A bit for each topic that is asked in every article: it has such bits, or stands without any. */
const guint64 *nt_topic_index_always(const NtTopicIndex *index);
/* How many words of 64 bits hold a bit for each topic. */
guint nt_topic_index_bit_words(const NtTopicIndex *index);
/* The first of the topics that are made from entries: these are scored before all others. */
guint nt_topic_index_first_made(const NtTopicIndex *index);
guint nt_topic_index_most_terms(const NtTopicIndex *index);
/* Its points must be known in every article: others take them for evidence, or they depend on what becomes of others. */
gboolean nt_topic_index_must_score(const NtTopicIndex *index, guint32 topic);

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
typedef void (*NtTopicWakeFunc)(guint32 topic, guint64 bits, gpointer data);
/* Every topic that has a condition which the entity may fit, with the bits that it sets; some of them several times. */
void nt_topic_index_touch(const NtTopicIndex *index, const NtTopicEntity *entity, NtTopicWakeFunc see, gpointer data);
