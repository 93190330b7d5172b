/* Topics: what words and entities in a text speak for which label. docs/formats/topics.md is the format. */
#pragma once

#include "base/yaml.h"
#include "build.h"

typedef struct NtTopics NtTopics;

typedef enum { NT_EVIDENCE_WORDS, NT_EVIDENCE_ENTITIES } NtEvidenceKind;

/* One item of a topic's `evidence`. */
typedef struct {
  NtEvidenceKind kind;
  double weight;     /* of one occurrence */
  double headline;   /* factor for one in the headline */
  guint max;         /* occurrences of one term that count */
  guint least;       /* ENTITIES: mentions below which it does not count, unless one stands in the headline */
  NtStr *ids;        /* ENTITIES */
  guint n_ids;
  NtWhere where;
} NtTopicItem;

/* A word or phrase of an item. Its number in the image is its index in the topic's `terms`. */
typedef struct {
  NtStr text;
  guint item;
  gboolean prefix;  /* `tariff*` */
  gboolean exact;   /* as written, no other forms */
  guint32 line;
} NtTopicTerm;

typedef struct {
  NtStr id, label, iptc;
  NtStr *broader;   /* ids */
  guint32 *broader_at; /* their numbers, after `finish` */
  guint n_broader;
  double threshold; /* a score from 0 to 1 */
  NtTopicItem *items;
  guint n_items;
  NtTopicTerm *terms;
  guint n_terms;
  NtStr *examples, *counterexamples;
  guint n_examples, n_counterexamples;
  NtWhere where;
} NtTopicRule;

NtTopics *nt_topics_new(void);
void nt_topics_free(NtTopics *topics);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(NtTopics, nt_topics_free)

/* Adds what one file says; a topic replaces the one of the same id of an earlier folder. */
void nt_topics_add(NtTopics *topics, const NtYaml *root, const NtYamlContext *context, guint folder);
/* After the last file: topics are numbered, references checked. */
void nt_topics_finish(NtTopics *topics, NtDiagnostics *diagnostics);
/* Puts all terms into an image that is being built. Their numbers are those of the topics after `finish`, so that the same
 * files read again at another time give the same. */
void nt_topics_build(const NtTopics *topics, NtBuild *build, NtDiagnostics *diagnostics);

const NtTopicRule *nt_topics_list(const NtTopics *topics, guint *n);
/* The number of the topic with that id; G_MAXUINT32 where there is none. */
guint32 nt_topics_find(const NtTopics *topics, NtStr id);
