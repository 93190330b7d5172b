/* Topics made from entries of the gazetteers: a topic for each country, each state. Only for the files of topics (topic_parts.h). */
#pragma once

#include "topic_ask.h"

typedef struct {
  NtTopicEntities which; /* the entries */
  NtTopicRule model;     /* what their topics have in common */
  double focus;
  guint folder;
} NtTopicFamily;

/* A topic that has `from` instead of `id`, `label` and `evidence`; FALSE where it is wrong. */
gboolean nt_topic_family_read(NtTopicReader *reader, const NtYaml *value, NtTopicFamily *family);
/* Appends the numbers (guint32) of the entries, each once, in no order. */
void nt_topic_family_find(const NtTopicFamily *family, const NtImage *image, GArray *entries);
/* The entry's name in small ASCII letters with hyphens; p NULL where nothing is left of it. */
NtStr nt_topic_family_id(NtArena *arena, NtStr name);
/* The topic of that entry. */
NtTopicRule nt_topic_family_make(const NtTopicFamily *family, NtArena *arena, const NtImage *image, guint32 entry, NtStr id);
