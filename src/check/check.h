/* Looks for mistakes in knowledge that loads: what can never fire, what fires where it should not, examples that fail. */
#pragma once

#include "base/diagnostics.h"

#pragma GCC visibility push(default)

typedef struct NtKnowledge NtKnowledge;

/* Looks at the knowledge for what loads and is a mistake all the same: names that are everyday words, that never fire or that
 * cannot be told apart, examples that fail; and notes what a folder overrides. All of it goes into `findings`; FALSE with
 * NT_ERROR_KNOWLEDGE where the knowledge does not even load. */
gboolean nt_knowledge_check(const char *shipped, const char *const *folders, NtDiagnostics *findings, GError **error);

/* Takes away the lines of YAML files that `findings` says nothing is lost with (an alias twice, one that another covers);
 * `*fixed` counts them. Files are named as in the findings. */
gboolean nt_knowledge_fix(NtDiagnostics *findings, unsigned *fixed, GError **error);

/* Tags the articles at `paths` and writes to `output` (NULL: standard output), as YAML, the names that rules found in at least
 * `least` articles and no gazetteer knows, each with an example as a comment; the most frequent first. */
gboolean nt_knowledge_suggest(const NtKnowledge *knowledge, const char *const *paths, guint64 least, const char *output,
                              guint64 *suggested, GError **error);

typedef struct {
  const char *const *paths; /* articles that have `labels`, NULL-terminated */
  const char *map;          /* a file that says which topics a label means */
  guint64 least, most;      /* articles of a topic that must have it; suggestions for a topic */
  const char *output;       /* NULL: standard output */
} NtTopicSuggestSpec;

/* Counts which words, phrases and entities tell the articles of each topic from the others, and writes as YAML those that the topic
 * does not have yet, each with a weight, its counts and a sentence; the surest first. `*unlabelled` counts articles without labels,
 * which are passed over. */
gboolean nt_knowledge_suggest_topics(const NtKnowledge *knowledge, const NtTopicSuggestSpec *spec, guint64 *suggested,
                                     guint64 *unlabelled, GError **error);

/* A few lines about the compiled knowledge: where it lies, its size in bytes, how much of each kind it holds. Free with g_free. */
char *nt_knowledge_describe(const NtKnowledge *knowledge);
/* All that can be found in a text, as tab-separated lines in the order of the image, under a line of column names: kind (name,
 * phrase, term), text, owner (id of the entry, name of the list, number of the topic's term), type, case, weight, flags, where. */
gboolean nt_knowledge_dump(const NtKnowledge *knowledge, gboolean (*put)(const char *bytes, gsize n, gpointer data), gpointer data);

typedef struct {
  guint64 articles;  /* that were read */
  guint64 proposers; /* names and rules of the knowledge */
  guint64 silent;    /* of these, proposed nothing */
  guint64 overruled; /* lost more often than they stood */
  guint64 words;        /* of topics */
  guint64 silent_words; /* that stood in no article, */
  guint64 everywhere;   /* or in a third of them and more */
  guint64 together;     /* topics that always came with another */
} NtUsage;

/* Tags the articles at `paths` and writes a TSV table to `output` (NULL: standard output), a row for each name, rule, topic and
 * word of a topic: how often it stood, how often it lost, to what, and what that says; the most often overruled first. */
gboolean nt_knowledge_usage(const NtKnowledge *knowledge, const char *const *paths, const char *output, NtUsage *usage,
                            GError **error);

#pragma GCC visibility pop
