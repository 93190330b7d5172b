/* The driver: runs a feed, any array of stages and a sink, with any number of threads, in the order of the input. */
#pragma once

#include "feed.h"
#include "sink.h"
#include "stage.h"

typedef enum { NT_MESSAGE_ERROR, NT_MESSAGE_WARNING } NtMessageKind;

/* Called in the order of the articles, by the thread that called nt_pipe_run. */
typedef void (*NtMessageFunc)(NtMessageKind kind, const char *message, gpointer data);

typedef struct {
  guint64 articles; /* that came out */
  guint64 skipped;  /* documents or articles that could not be done */
  guint64 documents; /* that the feed gave, good or bad */
  guint64 unread;   /* documents that could not be had at all */
  guint64 bytes;    /* of text */
} NtPipeCounts;

typedef struct {
  const NtFeed *feed;
  const char *const *paths; /* NULL-terminated */
  const NtStage *const *stages; /* NULL-terminated */
  const NtSink *sink;
  const char *output; /* NULL: standard output */
  const NtKnowledge *knowledge; /* NULL where no stage needs any */
  const NtOptions *options;
  guint threads; /* 0: as many as there are processors */
  gboolean keep_errors; /* an article that fails comes out as an object with `error`, one line for each line in */
  NtMessageFunc message;
  gpointer message_data;
  const volatile int *cancel; /* not 0: stop, commit nothing; may be NULL */
} NtPipeJob;

/* FALSE where the run could not be finished; nothing is then left at `output`. Single articles that fail are counted and
 * reported, and do not end it. */
gboolean nt_pipe_run(const NtPipeJob *job, NtPipeCounts *counts, GError **error);

/* One document through an array of stages, in memory: what nt_pipe_run does for each. */
typedef struct NtChain NtChain;
NtChain *nt_chain_new(const NtStage *const *stages, const NtStageEnv *env, GError **error);
gboolean nt_chain_give(NtChain *chain, NtArticle *article, NtNext *end, GError **error);
gboolean nt_chain_finish(NtChain *chain, GError **error);
void nt_chain_free(NtChain *chain);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(NtChain, nt_chain_free)
