/* Counts in how many articles of each topic every word, phrase and entity stands. */
#pragma once

#include "article/article.h"
#include "knowledge/knowledge.h"

typedef struct NtVocabulary NtVocabulary;

typedef enum { NT_FEATURE_WORDS, NT_FEATURE_ENTITY } NtFeatureKind;
typedef struct {
  NtFeatureKind kind;
  guint words;
  const char *text;  /* words in small letters, or the id of an entity that a gazetteer has */
  const char *name;  /* of an entity */
  guint64 has;       /* a bit for each topic that has it as evidence already */
  guint32 last;      /* the article that was counted last */
  guint32 all;       /* articles */
  guint32 *of;       /* articles, by topic */
} NtFeature;

#define NT_MOST_VOCABULARY_TOPICS 64u

/* `topics`: ids, at most NT_MOST_VOCABULARY_TOPICS, also such as no file has yet. `least`: articles of a topic from which an example
 * is kept. */
NtVocabulary *nt_vocabulary_new(const NtKnowledge *knowledge, const char *const *topics, guint n_topics, guint64 least);
void nt_vocabulary_free(NtVocabulary *vocabulary); /* accepts NULL */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(NtVocabulary, nt_vocabulary_free)

/* Adds an article that has the topics of those bits; none: it speaks against all. */
void nt_vocabulary_add(NtVocabulary *vocabulary, const NtArticle *article, guint64 topics);

guint32 nt_vocabulary_articles(const NtVocabulary *vocabulary);
guint32 nt_vocabulary_articles_of(const NtVocabulary *vocabulary, guint topic);
/* In no certain order. */
const NtFeature *const *nt_vocabulary_features(const NtVocabulary *vocabulary, guint *n);
/* NULL where it was never met. */
const NtFeature *nt_vocabulary_find(const NtVocabulary *vocabulary, NtFeatureKind kind, const char *text);
/* A sentence of an article of that topic; NULL where too few have it. */
const char *nt_vocabulary_example(const NtVocabulary *vocabulary, const NtFeature *feature, guint topic);
