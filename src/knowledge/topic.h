/* Topics: what words and entities in a text speak for which label. docs/formats/topics.md is the format. */
#pragma once

#include "base/regex.h"
#include "base/yaml.h"
#include "build.h"

typedef struct NtTopics NtTopics;

/* A text, and where it stands in the file: an example, the id of another topic. */
typedef struct {
  NtStr text;
  guint32 line, column;
} NtTopicText;

/* A word or phrase. Its number in the image is its index in the topic's `terms`. */
typedef struct {
  NtStr text;       /* without the * of a prefix */
  gboolean prefix;  /* `tariff*`, `rate hike*` */
  gboolean exact;   /* as written, no other forms */
  NtCase policy;
  guint32 line, column;
} NtTopicTerm;

/* Which entities: those that fit every list that is not empty. */
typedef struct {
  NtStr *ids, *kinds, *countries;
  guint n_ids, n_kinds, n_countries;
  guint types;            /* a bit for each NtType; 0: any */
  gboolean any_country;   /* of any country, and a country is what `distinct` counts */
  double share;           /* of all mentions of entities of these types that they have at least */
  double focus;           /* share of the article's focus that they have at least; 0: it does not matter */
} NtTopicEntities;

typedef enum {
  NT_TOPIC_WORDS,
  NT_TOPIC_ENTITIES,
  NT_TOPIC_TOPICS,
  NT_TOPIC_ALL,
  NT_TOPIC_ANY,
  NT_TOPIC_NEAR,
  NT_TOPIC_REGEX,
} NtTopicAskKind;
typedef enum { NT_WITHIN_WORDS, NT_WITHIN_SENTENCE, NT_WITHIN_PARAGRAPH } NtWithin;

/* A condition on an article. One that holds has places in the text, except a condition on topics. */
typedef struct NtTopicAsk NtTopicAsk;
struct NtTopicAsk {
  NtTopicAskKind kind;
  guint first_term, n_terms;    /* WORDS: of the topic */
  guint first_except, n_except; /* WORDS: terms in which they do not count */
  NtTopicEntities entities;     /* ENTITIES */
  NtStr *patterns;              /* REGEX, as written */
  NtRegex **regexes;
  guint n_regexes;
  gboolean one_a_line;          /* REGEX: none matches more than once in a line */
  NtTopicText *topics;          /* TOPICS: ids, any of them */
  guint32 *topics_at;           /* their numbers, after `finish` */
  guint n_topics;
  NtTopicAsk *parts;            /* ALL, ANY, NEAR */
  guint n_parts;
  NtTopicAsk *not;              /* none of these may hold */
  guint n_not;
  guint least, distinct;        /* places; terms or entities among them: fewer do not count */
  guint zones;                  /* a bit for each NtZoneKind in which it is looked for */
  NtWithin within;              /* NEAR */
  guint words;                  /* NEAR within WORDS: most words between */
  gboolean ordered;
  NtWhere where;
  guint column;
};

/* One item of a topic's `evidence`: a condition, and what each of its places gives. */
typedef struct {
  NtTopicAsk ask;
  double weight;
  double zones[NT_N_ZONES]; /* factors */
  guint max;                /* places of one term or entity that count */
  gboolean about;           /* ENTITIES: `least` is waived where one stands in the headline */
} NtTopicItem;

typedef struct {
  NtStr id, label, iptc;
  NtTopicText *broader, *implies, *excludes, *keeps; /* ids */
  guint32 *lifts_at, *excludes_at, *keeps_at;  /* numbers of broader and implied topics, of the others, after `finish` */
  guint n_broader, n_implies, n_excludes, n_keeps;
  gboolean excludes_all; /* but itself and `keeps` */
  gboolean hidden;       /* never shown */
  double threshold;      /* a score from 0 to 1 */
  double beside;         /* what part of the score of the strongest topic that has this too it needs; 0: none */
  NtTopicAsk *not;       /* none of these may hold */
  guint n_not;
  NtTopicItem *items;
  guint n_items;
  NtTopicTerm *terms;
  guint n_terms;
  NtTopicText *examples, *counterexamples;
  guint n_examples, n_counterexamples;
  NtWhere where;
  guint column;
} NtTopicRule;

NtTopics *nt_topics_new(void);
void nt_topics_free(NtTopics *topics);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(NtTopics, nt_topics_free)

/* Adds what one file says; a topic replaces the one of the same id of an earlier folder. The texts of `root` and the name of the file must
 * outlive the topics. */
void nt_topics_add(NtTopics *topics, const NtYaml *root, const NtYamlContext *context, guint folder);
/* After the last file: topics are numbered, references checked. Topics `from` entries of the gazetteers are made of those of `image`;
 * they get the last numbers, and NULL for an image that is still being built does not change those of the others. */
void nt_topics_finish(NtTopics *topics, const NtImage *image, NtDiagnostics *diagnostics);
/* Puts all terms into an image that is being built. Their numbers are those of the topics after `finish`, so that the same
 * files read again at another time give the same. */
void nt_topics_build(const NtTopics *topics, NtBuild *build, NtDiagnostics *diagnostics);

/* A topic comes behind those that its conditions ask for; but for those made from entries, which ask for none and come last. */
const NtTopicRule *nt_topics_list(const NtTopics *topics, guint *n);
/* The number of the first that was made from an entry; n where none was. */
guint nt_topics_first_made(const NtTopics *topics);
/* The number of the topic with that id; G_MAXUINT32 where there is none. */
guint32 nt_topics_find(const NtTopics *topics, NtStr id);
