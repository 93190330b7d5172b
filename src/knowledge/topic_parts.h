/* What the files of topics share: topic.c reads them, topic_finish.c puts them into order, among them those that topic_made.c makes
 * from entries, and topic_build.c puts their terms into an image. */
#pragma once

#include "topic_family.h"

typedef struct {
  NtTopicRule rule;
  guint folder;
  gboolean gone;
  enum { NT_TOPIC_WAITS, NT_TOPIC_GOES, NT_TOPIC_PLACED } state; /* of putting topics into order */
} NtTopicSource;

/* A `remove` of what is no topic yet: one made from an entry, or a mistake. */
typedef struct {
  NtStr id;
  NtWhere where;
  guint column;
} NtTopicRemoval;

struct NtTopics {
  NtArena *arena;
  NT_VEC(NtTopicFamily) families;
  NT_VEC(NtTopicRemoval) removals;
  GPtrArray *regexes;
  guint first_made;
  GPtrArray *sources; /* NtTopicSource, in the arena */
  GHashTable *by_id;  /* id → NtTopicSource; after finish: id → number + 1 */
  GArray *list;       /* NtTopicRule */
};

/* Those from entries of the image, behind all others. */
void nt_topics_make(NtTopics *topics, const NtImage *image);
/* Whether some entry would have a topic of that id, had nobody removed it. */
gboolean nt_topics_would_make(const NtTopics *topics, const NtImage *image, NtStr id);
