/* One thread reads and writes, the others work. Batches are numbered; finished ones wait in a ring until it is their turn, and
 * no batch is read whose place in the ring is not free, so memory is bounded by the ring whatever the input. With one thread
 * there is no other thread at all, and the same two functions run in turn. */
#include "pipe.h"

#include "article/wire.h"
#include "base/error.h"
#include "base/json.h"
#include "base/limits.h"

#define MOST_THREADS 256u

typedef struct {
  NtMessageKind kind;
  char *text;
} Message;

typedef struct {
  NtBatch in;
  GString *out;
  GArray *messages; /* Message */
  NtPipeCounts counts;
  GError *fatal;    /* of the sink's formatting: ends the run */
  gboolean done;
} Work;

typedef struct {
  NtNext next; /* first: the end of the chain */
  const NtPipeJob *job;
  gconstpointer sink;
  NtChain *chain;
  NtArena *arena;
  GString *place; /* of the document at hand, for messages */
  NtLayers want;
  NtOffsetUnit unit;
  Work *work;
  const NtDocument *document;
  GError *fatal;
} Worker;

typedef struct {
  const NtPipeJob *job;
  gpointer feed, sink;
  NtLayers want;
  NtOffsetUnit unit; /* of what is written */
  GMutex lock;
  GCond work_there, work_done;
  GQueue todo;
  gboolean closing;
  GError *worker_error;
} Pipe;

/* ---- one document ---- */

static void add_message(Work *work, NtMessageKind kind, char *text)
{
  Message message = {kind, text};
  g_array_append_val(work->messages, message);
}

static const char *place_of(GString *place, const NtDocument *d)
{
  g_string_truncate(place, 0);
  nt_json_put(place, d->path);
  if (d->kind == NT_DOCUMENT_LINE) {
    g_string_append_c(place, ':');
    nt_json_put_count(place, d->line);
  }
  return place->str;
}

static gboolean end_give(NtNext *next, NtArticle *article, GError **error)
{
  (void)error;
  Worker *w = (Worker *)next;
  article->offsets.unit = w->unit;
  if (!w->job->sink->format(w->sink, article, w->work->out, &w->fatal))
    return FALSE;
  w->work->counts.articles++;
  w->work->counts.bytes += article->text.n;
  return TRUE;
}

static void end_warn(NtNext *next, const NtArticle *article, const char *message)
{
  Worker *w = (Worker *)next;
  add_message(w->work, NT_MESSAGE_WARNING, g_strdup_printf("%.*s: %s", (int)article->id.n, article->id.p, message));
}

/* Puts an object with `error` where the article would stand. */
static void put_error(Worker *w, NtArticle *article, const char *place, const char *message)
{
  NtStr id = article->id.n ? article->id : nt_str(place);
  nt_article_init(article, w->arena);
  article->id = nt_arena_str(w->arena, id);
  article->error = nt_str(nt_arena_dup(w->arena, message, strlen(message)));
  nt_article_wrote(article, NT_LAYER(ERROR));
  if (w->job->sink->format(w->sink, article, w->work->out, &w->fatal))
    w->work->counts.articles++;
}

static gboolean make_article(Worker *w, const NtDocument *d, NtArticle *article, GError **error)
{
  switch (d->kind) {
  case NT_DOCUMENT_LINE:
    return nt_wire_decode(article, d->bytes, w->want, error);
  case NT_DOCUMENT_ERROR:
    g_set_error(error, NT_ERROR, NT_ERROR_INPUT, "%.*s", (int)d->message.n, d->message.p);
    return FALSE;
  case NT_DOCUMENT_FILE:
  case NT_DOCUMENT_BYTES:
    article->id = d->path;
    article->source.path = d->path;
    article->raw = d->bytes;
    article->format = d->format;
    article->charset = d->charset;
    return TRUE;
  }
  return FALSE;
}

static void do_document(Worker *w, const NtDocument *d)
{
  NtArticle article;
  nt_arena_reset(w->arena);
  nt_article_init(&article, w->arena);
  const char *place = place_of(w->place, d);
  if (d->kind == NT_DOCUMENT_LINE)
    article.id = nt_str(place);
  g_autoptr(GError) error = NULL;
  gsize before = w->work->out->len;
  guint64 articles = w->work->counts.articles;
  gboolean good = make_article(w, d, &article, &error);
  gboolean skip = good && article.layers & NT_LAYER(ERROR) && !(article.layers & NT_LAYER(TEXT));
  w->work->counts.documents++;
  if (good && skip) /* an error object of an earlier stage passes on as it is */
    good = end_give(&w->next, &article, &error);
  else if (good)
    good = nt_chain_give(w->chain, &article, &w->next, &error);
  if (good || w->fatal)
    return;
  g_string_truncate(w->work->out, before);
  w->work->counts.articles = articles;
  w->work->counts.skipped++;
  w->work->counts.unread += d->kind == NT_DOCUMENT_ERROR;
  add_message(w->work, NT_MESSAGE_ERROR, g_strdup_printf("%s: %s", place, error ? error->message : "failed"));
  if (w->job->keep_errors)
    put_error(w, &article, place, error ? error->message : "failed");
}

static gboolean is_cancelled(const NtPipeJob *job)
{
  return job->cancel && *job->cancel;
}

static void do_work(Worker *w, Work *work)
{
  w->work = work;
  for (guint i = 0; i < work->in.documents.n && !w->fatal && !is_cancelled(w->job); i++)
    do_document(w, &work->in.documents.v[i]);
  work->fatal = g_steal_pointer(&w->fatal);
}

/* ---- workers ---- */

static gboolean worker_open(Worker *w, const Pipe *p, GError **error)
{
  NtStageEnv env = {.knowledge = p->job->knowledge, .options = p->job->options};
  *w = (Worker){.next = {end_give, end_warn}, .job = p->job, .sink = p->sink, .want = p->want, .unit = p->unit};
  w->arena = nt_arena_new();
  w->place = g_string_new(NULL);
  w->chain = nt_chain_new(p->job->stages, &env, error);
  return w->chain != NULL;
}

static void worker_close(Worker *w)
{
  nt_chain_free(w->chain);
  nt_arena_free(w->arena);
  g_string_free(w->place, TRUE);
}

static gpointer worker_run(gpointer data)
{
  Pipe *p = data;
  Worker w;
  g_autoptr(GError) error = NULL;
  gboolean good = worker_open(&w, p, &error);
  g_mutex_lock(&p->lock);
  if (!good && !p->worker_error)
    p->worker_error = g_steal_pointer(&error);
  for (;;) {
    while (!p->closing && g_queue_is_empty(&p->todo))
      g_cond_wait(&p->work_there, &p->lock);
    Work *work = g_queue_pop_head(&p->todo);
    if (!work)
      break;
    g_mutex_unlock(&p->lock);
    if (good)
      do_work(&w, work);
    g_mutex_lock(&p->lock);
    work->done = TRUE;
    g_cond_broadcast(&p->work_done);
  }
  if (good && !nt_chain_finish(w.chain, &error) && !p->worker_error)
    p->worker_error = g_steal_pointer(&error);
  g_mutex_unlock(&p->lock);
  worker_close(&w);
  return NULL;
}

/* ---- the ring ---- */

static void work_init(Work *work)
{
  work->in.arena = nt_arena_new();
  work->out = g_string_new(NULL);
  work->messages = g_array_new(FALSE, FALSE, sizeof(Message));
}

static void work_clear(Work *work)
{
  for (guint i = 0; i < work->messages->len; i++)
    g_free(g_array_index(work->messages, Message, i).text);
  g_array_unref(work->messages);
  g_string_free(work->out, TRUE);
  nt_arena_free(work->in.arena);
  g_clear_error(&work->fatal);
}

#define KEPT_OUTPUT ((gsize)8 << 20)

static gboolean work_fill(Work *work, Pipe *p, GError **error)
{
  nt_arena_reset(work->in.arena);
  work->in.documents.v = NULL;
  work->in.documents.n = work->in.documents.room = 0;
  work->in.bytes = 0;
  work->in.waits = FALSE;
  if (work->out->allocated_len > KEPT_OUTPUT) { /* one giant article does not keep its memory */
    g_string_free(work->out, TRUE);
    work->out = g_string_new(NULL);
  }
  g_string_truncate(work->out, 0);
  work->counts = (NtPipeCounts){0};
  work->done = FALSE;
  return p->job->feed->next(p->feed, &work->in, error);
}

/* What the workers made of a batch goes out: messages, counts, bytes. */
static gboolean work_put(Work *work, Pipe *p, NtPipeCounts *counts, GError **error)
{
  for (guint i = 0; i < work->messages->len; i++) {
    Message *message = &g_array_index(work->messages, Message, i);
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
  if (work->fatal) {
    g_propagate_error(error, g_steal_pointer(&work->fatal));
    return FALSE;
  }
  return !work->out->len || p->job->sink->put(p->sink, work->out->str, work->out->len, error);
}

static gboolean check_cancel(const Pipe *p, GError **error)
{
  if (!is_cancelled(p->job))
    return TRUE;
  g_set_error(error, NT_ERROR, NT_ERROR_INTERRUPTED, "interrupted");
  return FALSE;
}

static gboolean flush(Pipe *p, GError **error)
{
  return !p->job->sink->flush || p->job->sink->flush(p->sink, error);
}

static gboolean run_alone(Pipe *p, NtPipeCounts *counts, GError **error)
{
  Worker w;
  Work work = {0};
  work_init(&work);
  gboolean good = worker_open(&w, p, error);
  while (good && (good = work_fill(&work, p, error)) && work.in.documents.n) {
    do_work(&w, &work);
    good = check_cancel(p, error) && work_put(&work, p, counts, error) && (!work.in.waits || flush(p, error));
  }
  good = good && nt_chain_finish(w.chain, error);
  worker_close(&w);
  work_clear(&work);
  return good;
}

static void wait_for(Pipe *p, const Work *work)
{
  g_mutex_lock(&p->lock);
  while (!work->done)
    g_cond_wait(&p->work_done, &p->lock);
  g_mutex_unlock(&p->lock);
}

static void hand_out(Pipe *p, Work *work)
{
  g_mutex_lock(&p->lock);
  g_queue_push_tail(&p->todo, work);
  g_cond_signal(&p->work_there);
  g_mutex_unlock(&p->lock);
}

static gboolean is_done(Pipe *p, const Work *work)
{
  g_mutex_lock(&p->lock);
  gboolean done = work->done;
  g_mutex_unlock(&p->lock);
  return done;
}

static gboolean put_next(Pipe *p, Work *work, NtPipeCounts *counts, GError **error)
{
  wait_for(p, work);
  return check_cancel(p, error) && work_put(work, p, counts, error) && (!work->in.waits || flush(p, error));
}

/* `head` is the next batch to read, `tail` the next to put out; what lies between is in the workers' hands. */
static gboolean run_ring(Pipe *p, Work *ring, guint size, NtPipeCounts *counts, GError **error)
{
  guint64 head = 0, tail = 0;
  gboolean more = TRUE, good = TRUE;
  while (good && (more || tail < head)) {
    gboolean drain = !more;
    if (more && head - tail < size) {
      Work *work = &ring[head % size];
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
  g_autofree Work *ring = g_new0(Work, size);
  g_autofree GThread **threads = g_new0(GThread *, n);
  for (guint i = 0; i < size; i++)
    work_init(&ring[i]);
  for (guint i = 0; i < n; i++)
    threads[i] = g_thread_new("newstag", worker_run, p);
  gboolean good = run_ring(p, ring, size, counts, error);
  g_mutex_lock(&p->lock);
  p->closing = TRUE;
  g_cond_broadcast(&p->work_there);
  g_mutex_unlock(&p->lock);
  for (guint i = 0; i < n; i++)
    g_thread_join(threads[i]);
  for (guint i = 0; i < size; i++)
    work_clear(&ring[i]);
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
  p.feed = job->feed->open(job->paths, job->options, error);
  if (!p.feed)
    return FALSE;
  p.sink = job->sink->open(job->output, job->options, error);
  if (!p.sink) {
    job->feed->close(p.feed);
    return FALSE;
  }
  g_mutex_init(&p.lock);
  g_cond_init(&p.work_there);
  g_cond_init(&p.work_done);
  g_queue_init(&p.todo);
  gboolean good = threads == 1 ? run_alone(&p, counts, error) : run_threads(&p, threads, counts, error);
  good = good && check_cancel(&p, error) && job->sink->finish(p.sink, error);
  job->sink->close(p.sink);
  job->feed->close(p.feed);
  g_clear_error(&p.worker_error);
  g_mutex_clear(&p.lock);
  g_cond_clear(&p.work_there);
  g_cond_clear(&p.work_done);
  return good;
}
