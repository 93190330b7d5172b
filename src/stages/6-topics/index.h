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
 * need not be asked: the bits that a term sets, that an entity sets which concerns the topic, and that are set in every article, where
 * an item's evidence is other topics, or patterns. */
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
/* What something means to a topic: the bits that it sets, and the points that it gives at most by itself. Of a term: in no headline, and
 * in one; of what has no one place: in an article without a headline, and with one. INFINITY where nothing bounds it. */
typedef struct {
  guint64 bits;
  float most[2];
} NtTopicWorth;
/* An entity that concerns the topic, with one mention or several. */
const NtTopicWorth *nt_topic_index_entities_of(const NtTopicIndex *index, guint32 topic, gboolean several);
/* What items with these bits give at most beside what their terms and entities do: those whose conditions hold or not as a whole. */
double nt_topic_index_most(const NtTopicIndex *index, guint32 topic, guint64 bits, gboolean headline);
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

typedef struct {
  guint32 topic, term;
  NtTopicWorth worth;
} NtTopicFound;
typedef void (*NtTopicTermFunc)(const NtTopicFound *found, guint32 first, guint32 end, gpointer data);
/* Every place of every term in the article, by first token and, for one token, in a fixed order. */
void nt_topic_index_terms(const NtTopicIndex *index, NtStr text, const NtLexis *lexis, NtTopicTermFunc see, gpointer data);

/* The most that an item gives in any text, where its places count at most that much; INFINITY where nothing bounds it. */
double nt_topic_item_most(const NtTopicItem *item, double one);

/* An entity as conditions see it. */
typedef struct {
  const NtEntity *entity;
  NtStr kind;      /* empty where not known */
  NtStr country;
} NtTopicEntity;

NtTopicEntity nt_topic_index_entity(const NtTopicIndex *index, const NtEntity *entity);
typedef void (*NtTopicWakeFunc)(guint32 topic, gpointer data);
/* Every topic that has a condition which the entity may fit; some of them several times. */
void nt_topic_index_touch(const NtTopicIndex *index, const NtTopicEntity *entity, NtTopicWakeFunc see, gpointer data);
