/* One thread reads and writes, the others work. Batches are numbered; finished ones wait in a ring until it is their turn, and
 * no batch is read whose place in the ring is not free, so memory is bounded by the ring whatever the input. With one thread
 * there is no other thread at all, and the same two functions run in turn. */
#include "pipe.h"

#include "ledger.h"
#include "work.h"

#include "base/error.h"

#include <pthread.h>
#include <unistd.h>

#define MOST_THREADS 256u

typedef struct {
  const NtPipeJob *job;
  gpointer feed;
  NtOutput *output;
  gboolean pieces; /* the output wants to know where articles end */
  NtLedger *ledger;
  guint64 file; /* the one output of the last run, as the ledger knows it; or 0 */
  gint64 held; /* documents of which nothing is written, since all stands in the last output and has not differed yet; less than 0: none */
  gboolean loose; /* as in NtWork */
  NtLayers want;
  NtOffsetUnit unit; /* of what is written */
  pthread_mutex_t lock; /* not GLib's, which sanitizers cannot look into */
  pthread_cond_t work_there, work_done;
  GQueue todo;
  gboolean closing;
  GError *worker_error;
} Pipe;

/* ---- workers ---- */

static NtWorker *new_worker(const Pipe *p, GError **error)
{
  const NtWorkerPlan plan = {
    .job = p->job, .sink = nt_output_self(p->output), .pieces = p->pieces, .ledger = p->ledger, .want = p->want, .unit = p->unit};
  return nt_worker_new(&plan, error);
}

static gpointer worker_run(gpointer data)
{
  Pipe *p = data;
  g_autoptr(GError) error = NULL;
  NtWorker *worker = new_worker(p, &error);
  pthread_mutex_lock(&p->lock);
  if (!worker && !p->worker_error)
    p->worker_error = g_steal_pointer(&error);
  for (;;) {
    while (!p->closing && g_queue_is_empty(&p->todo))
      pthread_cond_wait(&p->work_there, &p->lock);
    NtWork *work = g_queue_pop_head(&p->todo);
    if (!work)
      break;
    pthread_mutex_unlock(&p->lock);
    if (worker)
      nt_worker_do(worker, work);
    pthread_mutex_lock(&p->lock);
    work->done = TRUE;
    pthread_cond_broadcast(&p->work_done);
  }
  if (worker && !nt_worker_finish(worker, &error) && !p->worker_error)
    p->worker_error = g_steal_pointer(&error);
  pthread_mutex_unlock(&p->lock);
  nt_worker_free(worker);
  return NULL;
}

/* ---- the ring ---- */

static gboolean work_fill(NtWork *work, Pipe *p, GError **error)
{
  nt_work_empty(work);
  gint64 start = nt_pipe_now(p->job);
  gboolean good = p->job->feed->next(p->feed, &work->in, error);
  work->report.reading += nt_pipe_now(p->job) - start;
  return good;
}

static void tell_progress(const Pipe *p, const NtPipeCounts *counts)
{
  const NtFeed *feed = p->job->feed;
  if (p->job->progress)
    p->job->progress(counts, feed->done ? feed->done(p->feed) : -1, p->job->progress_data);
}

/* The batch's own bytes, and between them those that lie in the ledger. */
static gboolean put_output(Pipe *p, const NtWork *work, GError **error)
{
  const NtOutputPiece *pieces = (const NtOutputPiece *)(const void *)work->pieces->data;
  gsize from = 0;
  for (guint i = 0; i < work->borrowed->len; i++) {
    const NtBorrowed *b = &g_array_index(work->borrowed, NtBorrowed, i);
    if (!nt_output_put(p->output, work->out->str + from, b->at - from, NULL, 0, error) ||
        !nt_output_put(p->output, b->bytes.p, b->bytes.n, NULL, 0, error))
      return FALSE;
    from = b->at;
  }
  return nt_output_put(p->output, work->out->str + from, work->out->len - from, pieces, work->pieces->len, error);
}

static gboolean put_held(NtStr bytes, gpointer data, GError **error)
{
  return nt_output_put(((Pipe *)data)->output, bytes.p, bytes.n, NULL, 0, error);
}

/* What was held back goes out after all. */
static gboolean release(Pipe *p, GError **error)
{
  gint64 n = p->held;
  p->held = -1;
  return nt_ledger_give(p->ledger, n, put_held, p, error);
}

static gboolean put_known(Pipe *p, const NtWork *work, GError **error)
{
  if (!nt_ledger_take(p->ledger, (const guint32 *)(const void *)work->known->data, work->known->len, work->kept, error))
    return FALSE;
  p->loose |= work->loose;
  if (p->held >= 0 && !work->out->len && nt_ledger_as_before(p->ledger) >= 0) {
    p->held = nt_ledger_as_before(p->ledger);
    return TRUE;
  }
  return (p->held < 0 || release(p, error)) && put_output(p, work, error);
}

static gboolean put_bytes(Pipe *p, NtWork *work, GError **error)
{
  gint64 start = nt_pipe_now(p->job);
  gboolean good = (p->ledger ? put_known : put_output)(p, work, error);
  work->report.writing += nt_pipe_now(p->job) - start;
  return good;
}

static gboolean flush(Pipe *p, GError **error)
{
  return nt_output_flush(p->output, error);
}

/* What the workers made of a batch goes out: messages, counts, bytes. */
static gboolean work_put(NtWork *work, Pipe *p, NtPipeCounts *counts, GError **error)
{
  for (guint i = 0; i < work->messages->len; i++) {
    NtWorkMessage *message = &g_array_index(work->messages, NtWorkMessage, i);
    if (p->job->message)
      p->job->message(message->kind, message->text, p->job->message_data);
    g_free(message->text);
  }
  g_array_set_size(work->messages, 0);
  counts->articles += work->counts.articles;
  counts->skipped += work->counts.skipped;
  counts->documents += work->counts.documents;
  counts->unread += work->counts.unread;
  counts->bytes += work->counts.bytes;
  counts->reused += work->counts.reused;
  if (work->fatal) {
    g_propagate_error(error, g_steal_pointer(&work->fatal));
    return FALSE;
  }
  gboolean good = put_bytes(p, work, error) && (!(work->in.waits || work->in.at_once) || flush(p, error));
  if (p->job->report)
    nt_report_add(p->job->report, &work->report);
  tell_progress(p, counts);
  return good;
}

static gboolean check_cancel(const Pipe *p, GError **error)
{
  if (!nt_pipe_is_cancelled(p->job))
    return TRUE;
  g_set_error(error, NT_ERROR, NT_ERROR_INTERRUPTED, "interrupted");
  return FALSE;
}

static gboolean run_alone(Pipe *p, NtPipeCounts *counts, GError **error)
{
  NtWork work = {0};
  nt_work_init(&work);
  NtWorker *worker = new_worker(p, error);
  gboolean good = worker != NULL;
  while (good && (good = work_fill(&work, p, error)) && work.in.documents.n) {
    nt_worker_do(worker, &work);
    good = check_cancel(p, error) && work_put(&work, p, counts, error);
  }
  good = good && nt_worker_finish(worker, error);
  nt_worker_free(worker);
  nt_work_clear(&work);
  return good;
}

static void wait_for(Pipe *p, const NtWork *work)
{
  pthread_mutex_lock(&p->lock);
  while (!work->done)
    pthread_cond_wait(&p->work_done, &p->lock);
  pthread_mutex_unlock(&p->lock);
}

static void hand_out(Pipe *p, NtWork *work)
{
  pthread_mutex_lock(&p->lock);
  g_queue_push_tail(&p->todo, work);
  pthread_cond_signal(&p->work_there);
  pthread_mutex_unlock(&p->lock);
}

static gboolean is_done(Pipe *p, const NtWork *work)
{
  pthread_mutex_lock(&p->lock);
  gboolean done = work->done;
  pthread_mutex_unlock(&p->lock);
  return done;
}

static gboolean put_next(Pipe *p, NtWork *work, NtPipeCounts *counts, GError **error)
{
  wait_for(p, work);
  return check_cancel(p, error) && work_put(work, p, counts, error);
}

/* `head` is the next batch to read, `tail` the next to put out; what lies between is in the workers' hands. */
static gboolean run_ring(Pipe *p, NtWork *ring, guint size, NtPipeCounts *counts, GError **error)
{
  guint64 head = 0, tail = 0;
  gboolean more = TRUE, good = TRUE;
  while (good && (more || tail < head)) {
    gboolean drain = !more;
    if (more && head - tail < size) {
      NtWork *work = &ring[head % size];
      good = check_cancel(p, error) && work_fill(work, p, error);
      more = good && work->in.documents.n > 0;
      drain = work->in.waits; /* nothing more has arrived: everything goes out before the next read */
      if (more) {
        hand_out(p, work);
        head++;
      }
    }
    gboolean full = head - tail == size;
    while (good && tail < head && (drain || full || is_done(p, &ring[tail % size]))) {
      good = put_next(p, &ring[tail % size], counts, error);
      tail++;
      full = FALSE;
    }
  }
  for (; tail < head; tail++) /* after a failure: let the workers end before their memory goes */
    wait_for(p, &ring[tail % size]);
  return good;
}

static gboolean run_threads(Pipe *p, guint n, NtPipeCounts *counts, GError **error)
{
  guint size = n * 2 + 2;
  g_autofree NtWork *ring = g_new0(NtWork, size);
  g_autofree GThread **threads = g_new0(GThread *, n);
  for (guint i = 0; i < size; i++)
    nt_work_init(&ring[i]);
  for (guint i = 0; i < n; i++)
    threads[i] = g_thread_new("newstag", worker_run, p);
  gboolean good = run_ring(p, ring, size, counts, error);
  pthread_mutex_lock(&p->lock);
  p->closing = TRUE;
  pthread_cond_broadcast(&p->work_there);
  pthread_mutex_unlock(&p->lock);
  for (guint i = 0; i < n; i++)
    g_thread_join(threads[i]);
  for (guint i = 0; i < size; i++)
    nt_work_clear(&ring[i]);
  if (good && p->worker_error) {
    g_propagate_error(error, g_steal_pointer(&p->worker_error));
    return FALSE;
  }
  return good;
}

/* What must be read from the wire: what somebody reads and nobody before makes anew. */
static NtLayers wanted(const NtPipeJob *job)
{
  NtLayers want = NT_LAYER(ERROR), made = 0;
  for (const NtStage *const *stage = job->stages; *stage; stage++) {
    want |= (*stage)->reads & ~made;
    made |= (*stage)->writes;
  }
  return want | (job->sink->reads & ~made);
}

static gboolean open_parts(Pipe *p, GError **error)
{
  const NtPipeJob *job = p->job;
  if (job->ledger && !(p->ledger = nt_ledger_open(job->ledger, job->knowledge, job->ledger_job, job->each ? job->output : NULL, error)))
    return FALSE;
  NtOutputPlan plan = {.sink = job->sink, .options = job->options, .path = job->output, .shard = job->shard, .each = job->each,
                       .ledger = job->ledger_once ? NULL : p->ledger};
  p->pieces = nt_output_wants_pieces(&plan);
  p->feed = job->feed->open(job->paths, job->options, error);
  p->output = p->feed ? nt_output_open(&plan, error) : NULL;
  p->file = p->ledger && !p->pieces && job->output ? nt_ledger_file(p->ledger, NT_LEDGER_ONE, 0) : 0;
  p->held = nt_ledger_is_file(p->file, job->output) ? 0 : -1;
  return p->output != NULL;
}

static void close_parts(Pipe *p)
{
  nt_output_free(p->output);
  if (p->feed)
    p->job->feed->close(p->feed);
  nt_ledger_free(p->ledger);
}

static void take_id(NtStr id, gpointer data)
{
  nt_output_had(data, id);
}

/* Files of articles that are no more: before the ledger forgets them. */
static void take_old_files_away(Pipe *p)
{
  for (guint replaced = 0; replaced < 2; replaced++) {
    nt_ledger_old_ids(p->ledger, replaced == 1, take_id, p->output);
    nt_output_drop_old(p->output, !replaced);
  }
}

/* For the next run. Of several, each article has a file of its own, whatever else has. */
static void put_files(Pipe *p, gboolean same)
{
  const NtPipeJob *job = p->job;
  if (p->loose && !job->each)
    return;
  if (!p->pieces)
    nt_ledger_add_file(p->ledger, same ? p->file : 0, job->output);
  nt_ledger_put_files(p->ledger, job->each ? NT_LEDGER_EACH : job->shard ? job->shard : NT_LEDGER_ONE);
}

/* An output that would be the same stays as it is. The ledger first: an output that is there is one whose documents are known. */
static gboolean finish_parts(Pipe *p, GError **error)
{
  const NtPipeJob *job = p->job;
  if (!check_cancel(p, error))
    return FALSE;
  if (p->ledger && job->each)
    take_old_files_away(p);
  gboolean same = p->held >= 0 && nt_ledger_is_as_before(p->ledger);
  if ((p->held >= 0 && !same && !release(p, error)) || (p->ledger && !job->ledger_once && !nt_ledger_finish(p->ledger, error)) ||
      (!same && !nt_output_finish(p->output, error)))
    return FALSE;
  if (p->ledger && job->ledger_once)
    unlink(job->ledger);
  else if (p->ledger && job->output)
    put_files(p, same);
  return TRUE;
}

gboolean nt_pipe_run(const NtPipeJob *job, NtPipeCounts *counts, GError **error)
{
  Pipe p = {.job = job, .want = wanted(job)};
  const char *unit = nt_options_text(job->options, "offsets");
  *counts = (NtPipeCounts){0};
  if (unit && !nt_offset_unit_from(unit, &p.unit)) {
    g_set_error(error, NT_ERROR, NT_ERROR_USAGE, "--offsets: there is no unit \"%s\" (codepoint, byte, utf16)", unit);
    return FALSE;
  }
  guint threads = MIN(job->threads ? job->threads : g_get_num_processors(), MOST_THREADS);
  if (!open_parts(&p, error)) {
    close_parts(&p);
    return FALSE;
  }
  pthread_mutex_init(&p.lock, NULL);
  pthread_cond_init(&p.work_there, NULL);
  pthread_cond_init(&p.work_done, NULL);
  g_queue_init(&p.todo);
  gboolean good = threads == 1 ? run_alone(&p, counts, error) : run_threads(&p, threads, counts, error);
  good = good && finish_parts(&p, error);
  close_parts(&p);
  g_clear_error(&p.worker_error);
  pthread_mutex_destroy(&p.lock);
  pthread_cond_destroy(&p.work_there);
  pthread_cond_destroy(&p.work_done);
  return good;
}
