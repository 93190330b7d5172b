/* What one thread does with a batch of documents: each becomes articles, goes through the stages, and is formatted; or an earlier run knew
 * it. Nothing is written here: pipe.c does that, in the order of the batches. */
#pragma once

#include "ledger.h"
#include "pipe.h"

typedef struct {
  NtMessageKind kind;
  char *text;
} NtWorkMessage;

/* Output that lies in the ledger: it goes before what stands at `at` in the batch's own. */
typedef struct {
  gsize at;
  NtStr bytes;
} NtBorrowed;

typedef struct {
  NtBatch in;
  GString *out;
  GArray *borrowed; /* NtBorrowed: only where nobody wants to know where articles end */
  GArray *pieces;   /* NtOutputPiece: what articles became, where the output or the ledger wants to know */
  GString *kept;    /* blocks for the ledger */
  GArray *known;    /* guint32: numbers of what the ledger had, and NT_LEDGER_NEW for what it gets, in the order of the output */
  gboolean loose;   /* something went out that the ledger does not get */
  GArray *messages; /* NtWorkMessage */
  NtPipeCounts counts;
  GError *fatal;    /* of the sink's formatting: ends the run */
  NtReport report;
  gboolean done;
} NtWork;

void nt_work_init(NtWork *work);
void nt_work_clear(NtWork *work);
/* Empty again, for the next batch. */
void nt_work_empty(NtWork *work);

typedef struct NtWorker NtWorker;

typedef struct {
  const NtPipeJob *job;
  gconstpointer sink;
  gboolean pieces; /* the output wants to know where articles end */
  const NtLedger *ledger; /* or NULL */
  NtLayers want;
  NtOffsetUnit unit; /* of what is written */
} NtWorkerPlan;

NtWorker *nt_worker_new(const NtWorkerPlan *plan, GError **error);
void nt_worker_do(NtWorker *worker, NtWork *work);
/* After the last batch. */
gboolean nt_worker_finish(NtWorker *worker, GError **error);
void nt_worker_free(NtWorker *worker); /* accepts NULL */

static inline gboolean nt_pipe_is_cancelled(const NtPipeJob *job)
{
  return job->cancel && *job->cancel;
}

static inline gint64 nt_pipe_now(const NtPipeJob *job)
{
  return job->now ? job->now() : 0;
}
