/* The driver: runs a feed, any array of stages and a sink, with any number of threads, in the order of the input. */
#pragma once

#include "feed.h"
#include "output.h"
#include "report.h"
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
  guint64 reused;   /* documents whose result was known from an earlier run */
} NtPipeCounts;

typedef struct {
  const NtFeed *feed;
  const char *const *paths; /* NULL-terminated */
  const NtStage *const *stages; /* NULL-terminated */
  const NtSink *sink;
  const char *output; /* NULL: standard output */
  guint64 shard;      /* as in NtOutputPlan */
  gboolean each;
  const NtKnowledge *knowledge; /* NULL where no stage needs any */
  const NtOptions *options;
  guint threads; /* 0: as many as there are processors */
  gboolean keep_errors; /* an article that fails comes out as an object with `error`, one line for each line in */
  NtMessageFunc message;
  gpointer message_data;
  const char *ledger; /* a file that keeps what was done for the next run (ledger.h), or NULL */
  guint64 ledger_job; /* what the result depends on beside knowledge and documents */
  gboolean ledger_once; /* the file is only for a run that is stopped, and goes when this one is done */
  const volatile int *cancel; /* not 0: stop, commit nothing; may be NULL */
  /* Called now and then by the same thread; `done` is the share of the input that was given out, 0 to 1, or less than 0 where
   * that is not known. May be NULL. */
  void (*progress)(const NtPipeCounts *counts, double done, gpointer data);
  gpointer progress_data;
  gint64 (*now)(void); /* a clock, in microseconds; NULL: nothing is timed */
  NtReport *report;    /* filled in where there is a clock; may be NULL */
} NtPipeJob;

/* FALSE where the run could not be finished; nothing is then left at `output`. Single articles that fail are counted and
 * reported, and do not end it. */
gboolean nt_pipe_run(const NtPipeJob *job, NtPipeCounts *counts, GError **error);
