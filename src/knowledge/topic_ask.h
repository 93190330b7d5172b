/* One topic, read from YAML. Only for topic.c and topic_family.c. */
#pragma once

#include "topic.h"

typedef struct {
  NtArena *arena;
  const NtYamlContext *context;
  NT_VEC(NtTopicTerm) terms;
  GPtrArray *regexes; /* NtRegex: gets those that are made */
  NtWhere where; /* of the topic */
  guint depth;
} NtTopicReader;

/* The conditions of a list (one alone need be no list); `*n` counts them. */
NtTopicAsk *nt_topic_read_asks(NtTopicReader *reader, const NtYaml *list, guint *n);
/* An item of `evidence`; FALSE where it is wrong. `zones` are the topic's own factors. */
gboolean nt_topic_read_item(NtTopicReader *reader, const NtYaml *value, const double zones[NT_N_ZONES], NtTopicItem *item);
/* Factors of zones: `zones: {headline: 2}`. */
void nt_topic_read_zones(NtTopicReader *reader, const NtYaml *map, double zones[NT_N_ZONES]);
/* 0.5 where it is not said. */
double nt_topic_read_threshold(NtTopicReader *reader, const NtYaml *map);
/* The least share of the focus of an article; 0 where it is not said. */
double nt_topic_read_focus(NtTopicReader *reader, const NtYaml *map);
/* Which entities: the keys `entities`, `kinds`, `types`, `countries`, `share`, `focus` of a checked mapping. */
void nt_topic_read_entities(NtTopicReader *reader, const NtYaml *map, NtTopicEntities *entities);
NtStr *nt_topic_read_texts(NtTopicReader *reader, const NtYaml *list, guint *n);
NtTopicText *nt_topic_read_placed(NtTopicReader *reader, const NtYaml *list, guint *n);
