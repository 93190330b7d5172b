/* One thread reads and writes, the others work. Batches are numbered; finished ones wait in a ring until it is their turn, and
 * no batch is read whose place in the ring is not free, so memory is bounded by the ring whatever the input. With one thread
 * there is no other thread at all, and the same two functions run in turn. */
#include "pipe.h"

#include "documents.h"
#include "ledger.h"

#include "article/wire.h"
#include "base/error.h"
#include "base/json.h"
#include "base/limits.h"
#include "knowledge/touch.h"

#include <pthread.h>
#include <unistd.h>

#define MOST_THREADS 256u

typedef struct {
  NtMessageKind kind;
  char *text;
} Message;

/* Output that lies in the ledger: it goes before what stands at `at` in the batch's own. */
typedef struct {
  gsize at;
  NtStr bytes;
} Borrowed;

typedef struct {
  NtBatch in;
  GString *out;
  GArray *borrowed; /* Borrowed: only where nobody wants to know where articles end */
  GArray *pieces;   /* NtOutputPiece: where articles end in `out`, where the output or the ledger wants to know */
  GString *kept;    /* blocks for the ledger */
  GArray *known;    /* guint32: numbers of what the ledger had, and NT_LEDGER_NEW for what it gets, in the order of the output */
  gboolean loose;   /* something went out that the ledger does not get */
  GArray *messages; /* Message */
  NtPipeCounts counts;
  GError *fatal;    /* of the sink's formatting: ends the run */
  NtReport report;
  gboolean done;
} Work;

typedef struct {
  NtNext next; /* first: the end of the chain */
  const NtPipeJob *job;
  gconstpointer sink;
  gboolean pieces;
  const NtLedger *ledger; /* or NULL */
  NtTouchPage *page;      /* of the document at hand, for the ledger; its articles and their ids */
  GArray *articles;       /* NtLedgerArticle */
  GString *ids;
  NtChain *chain;
  NtArena *arena;
  GString *place; /* of the document at hand, for messages */
  NtLayers want;
  NtOffsetUnit unit;
  Work *work;
  gint64 spent[NT_REPORT_STAGES + 1]; /* by the stages and the end, on the batch at hand */
  guint n_stages;
  gboolean timed;
  GError *fatal;
} Worker;

typedef struct {
  const NtPipeJob *job;
  gpointer feed;
  NtOutput *output;
  gboolean pieces; /* the output wants to know where articles end */
  NtLedger *ledger;
  gint64 held;   /* documents whose output is not written, since it stands in the last run's and nothing has differed yet; less than 0: none */
  gboolean loose; /* as in Work */
  NtLayers want;
  NtOffsetUnit unit; /* of what is written */
  pthread_mutex_t lock; /* not GLib's, which sanitizers cannot look into */
  pthread_cond_t work_there, work_done;
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

static void add_piece(Work *work, NtStr id)
{
  NtOutputPiece piece = {work->out->len, g_strndup(id.p, id.n)};
  g_array_append_val(work->pieces, piece);
}

static gboolean format(Worker *w, NtArticle *article)
{
  if (!w->job->sink->format(w->sink, article, w->work->out, &w->fatal))
    return FALSE;
  if (w->pieces || w->ledger)
    add_piece(w->work, article->id);
  return TRUE;
}

static gboolean end_give(NtNext *next, NtArticle *article, GError **error)
{
  (void)error;
  Worker *w = (Worker *)next;
  article->offsets.unit = w->unit;
  if (!format(w, article))
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
  if (format(w, article))
    w->work->counts.articles++;
}

/* What a document put out before it failed is taken back. */
static void take_back(Work *work, gsize bytes, guint pieces)
{
  g_string_truncate(work->out, bytes);
  for (guint i = pieces; i < work->pieces->len; i++)
    g_free(g_array_index(work->pieces, NtOutputPiece, i).id);
  g_array_set_size(work->pieces, pieces);
}

/* ---- what an earlier run knew ---- */

static void reuse_pieces(Worker *w, const NtLedgerResult *result)
{
  gsize before = w->work->out->len;
  const char *id = result->ids.p;
  g_string_append_len(w->work->out, result->out.p, (gssize)result->out.n);
  for (guint i = 0; i < result->n_articles; i++) {
    NtOutputPiece piece = {before + result->articles[i].end, g_strndup(id, result->articles[i].n_id)};
    g_array_append_val(w->work->pieces, piece);
    id += result->articles[i].n_id;
  }
}

static gboolean reuse(Worker *w, const NtDocument *d, const char *place)
{
  NtLedgerResult result;
  guint32 number;
  if (!nt_ledger_find(w->ledger, d, place, w->pieces, &result, &number))
    return FALSE;
  if (w->pieces) {
    reuse_pieces(w, &result);
  } else {
    Borrowed borrowed = {w->work->out->len, result.out};
    g_array_append_val(w->work->borrowed, borrowed);
  }
  g_array_append_val(w->work->known, number);
  w->work->counts.documents++;
  w->work->counts.reused++;
  w->work->counts.articles += result.n_articles;
  w->work->counts.bytes += result.bytes;
  return TRUE;
}

/* `article` is the document as it was read; what came out stands in the output behind `before`, its articles behind `pieces`. */
static void keep(Worker *w, const NtDocument *d, const NtArticle *article, const NtLedgerStamp *stamp, gsize before, guint pieces,
                 guint64 bytes)
{
  g_array_set_size(w->articles, 0);
  g_string_truncate(w->ids, 0);
  for (guint i = pieces; i < w->work->pieces->len; i++) {
    const NtOutputPiece *piece = &g_array_index(w->work->pieces, NtOutputPiece, i);
    NtLedgerArticle kept = {.end = piece->end - before, .n_id = (guint32)strlen(piece->id)};
    g_array_append_val(w->articles, kept);
    g_string_append(w->ids, piece->id);
  }
  NtLedgerEntry entry = {
    .result = {
      .bytes = bytes,
      .out = nt_str_n(w->work->out->str + before, w->work->out->len - before),
      .articles = (const NtLedgerArticle *)(const void *)w->articles->data,
      .n_articles = w->articles->len,
      .ids = nt_str_n(w->ids->str, w->ids->len),
    },
    .sha256 = article->source.sha256,
    .place = d->kind == NT_DOCUMENT_LINE && article->id.p == w->place->str ? article->id : (NtStr){0},
    .text = nt_touch_page_take(w->page, w->arena, article->text),
  };
  guint32 new = NT_LEDGER_NEW;
  nt_ledger_format(w->ledger, d, stamp, &entry, w->work->kept);
  g_array_append_val(w->work->known, new);
}

/* ---- one document ---- */

static void do_document(Worker *w, const NtDocument *d)
{
  NtArticle article;
  NtLedgerStamp stamp;
  const char *place = place_of(w->place, d);
  if (w->ledger && reuse(w, d, place))
    return;
  if (w->ledger)
    nt_ledger_stamp(w->ledger, d, &stamp);
  nt_arena_reset(w->arena);
  nt_article_init(&article, w->arena);
  if (d->kind == NT_DOCUMENT_LINE)
    article.id = nt_str(place);
  g_autoptr(GError) error = NULL;
  gsize before = w->work->out->len;
  guint said = w->work->messages->len, pieces = w->work->pieces->len;
  NtPipeCounts then = w->work->counts;
  gboolean good = nt_document_article(d, w->want, &article, &error);
  gboolean skip = good && article.layers & NT_LAYER(ERROR) && !(article.layers & NT_LAYER(TEXT));
  w->work->counts.documents++;
  if (good && skip) /* an error object of an earlier stage passes on as it is */
    good = end_give(&w->next, &article, &error);
  else if (good)
    good = nt_chain_give(w->chain, &article, &w->next, &error);
  /* What had something to say says it again the next time. */
  if (good && w->ledger && !skip && article.text.n && w->work->messages->len == said)
    keep(w, d, &article, &stamp, before, pieces, w->work->counts.bytes - then.bytes);
  else if (good)
    w->work->loose |= w->work->out->len > before;
  if (good || w->fatal)
    return;
  take_back(w->work, before, pieces);
  w->work->counts.articles = then.articles;
  w->work->counts.bytes = then.bytes;
  w->work->counts.skipped++;
  w->work->counts.unread += d->kind == NT_DOCUMENT_ERROR;
  if (w->job->report && g_error_matches(error, NT_ERROR, NT_ERROR_LIMIT))
    nt_report_limit(&w->work->report, error->message, 1);
  add_message(w->work, NT_MESSAGE_ERROR, g_strdup_printf("%s: %s", place, error ? error->message : "failed"));
  if (w->job->keep_errors)
    put_error(w, &article, place, error ? error->message : "failed");
  w->work->loose |= w->work->out->len > before;
}

static gboolean is_cancelled(const NtPipeJob *job)
{
  return job->cancel && *job->cancel;
}

static gint64 now(const NtPipeJob *job)
{
  return job->now ? job->now() : 0;
}

/* What the chain did not spend was spent on making the article. */
static void do_timed(Worker *w, const NtDocument *d)
{
  gint64 start = now(w->job);
  do_document(w, d);
  gint64 spent = now(w->job) - start;
  nt_report_document(&w->work->report, w->place->str, spent);
  w->work->report.making += spent;
}

/* The sums of a batch go over to its report. */
static void settle(Worker *w)
{
  for (guint i = 0; w->timed && i < w->n_stages; i++) {
    w->work->report.stages[i] += w->spent[i];
    w->work->report.making -= w->spent[i];
  }
  memset(w->spent, 0, sizeof w->spent);
}

static void do_work(Worker *w, Work *work)
{
  w->work = work;
  for (guint i = 0; i < work->in.documents.n && !w->fatal && !is_cancelled(w->job); i++)
    (w->timed ? do_timed : do_document)(w, &work->in.documents.v[i]);
  settle(w);
  work->fatal = g_steal_pointer(&w->fatal);
}

/* ---- workers ---- */

static gboolean worker_open(Worker *w, const Pipe *p, GError **error)
{
  NtStageEnv env = {.knowledge = p->job->knowledge, .options = p->job->options};
  *w = (Worker){
    .next = {end_give, end_warn},
    .job = p->job,
    .sink = nt_output_self(p->output),
    .pieces = p->pieces,
    .ledger = p->ledger,
    .want = p->want,
    .unit = p->unit,
  };
  w->page = p->ledger ? nt_touch_page_new() : NULL;
  w->articles = g_array_new(FALSE, FALSE, sizeof(NtLedgerArticle));
  w->ids = g_string_new(NULL);
  w->arena = nt_arena_new();
  w->place = g_string_new(NULL);
  while (p->job->stages[w->n_stages])
    w->n_stages++;
  w->chain = nt_chain_new(p->job->stages, &env, error);
  w->timed = p->job->now && p->job->report && w->n_stages <= NT_REPORT_STAGES;
  if (w->chain && w->timed)
    nt_chain_time(w->chain, p->job->now, w->spent);
  return w->chain != NULL;
}

static void worker_close(Worker *w)
{
  nt_chain_free(w->chain);
  nt_arena_free(w->arena);
  g_string_free(w->place, TRUE);
  g_string_free(w->ids, TRUE);
  g_array_unref(w->articles);
  nt_touch_page_free(w->page);
}

static gpointer worker_run(gpointer data)
{
  Pipe *p = data;
  Worker w;
  g_autoptr(GError) error = NULL;
  gboolean good = worker_open(&w, p, &error);
  pthread_mutex_lock(&p->lock);
  if (!good && !p->worker_error)
    p->worker_error = g_steal_pointer(&error);
  for (;;) {
    while (!p->closing && g_queue_is_empty(&p->todo))
      pthread_cond_wait(&p->work_there, &p->lock);
    Work *work = g_queue_pop_head(&p->todo);
    if (!work)
      break;
    pthread_mutex_unlock(&p->lock);
    if (good)
      do_work(&w, work);
    pthread_mutex_lock(&p->lock);
    work->done = TRUE;
    pthread_cond_broadcast(&p->work_done);
  }
  if (good && !nt_chain_finish(w.chain, &error) && !p->worker_error)
    p->worker_error = g_steal_pointer(&error);
  pthread_mutex_unlock(&p->lock);
  worker_close(&w);
  return NULL;
}

/* ---- the ring ---- */

static void work_init(Work *work)
{
  work->in.arena = nt_arena_new();
  work->out = g_string_new(NULL);
  work->borrowed = g_array_new(FALSE, FALSE, sizeof(Borrowed));
  work->pieces = g_array_new(FALSE, FALSE, sizeof(NtOutputPiece));
  work->kept = g_string_new(NULL);
  work->known = g_array_new(FALSE, FALSE, sizeof(guint32));
  work->messages = g_array_new(FALSE, FALSE, sizeof(Message));
}

static void work_clear(Work *work)
{
  for (guint i = 0; i < work->messages->len; i++)
    g_free(g_array_index(work->messages, Message, i).text);
  g_array_unref(work->messages);
  take_back(work, 0, 0);
  g_array_unref(work->pieces);
  g_array_unref(work->borrowed);
  g_string_free(work->out, TRUE);
  g_string_free(work->kept, TRUE);
  g_array_unref(work->known);
  nt_arena_free(work->in.arena);
  nt_report_clear(&work->report);
  g_clear_error(&work->fatal);
}

#define KEPT_OUTPUT ((gsize)8 << 20)

/* One giant article does not keep its memory. */
static void empty(GString **string)
{
  if ((*string)->allocated_len > KEPT_OUTPUT) {
    g_string_free(*string, TRUE);
    *string = g_string_new(NULL);
  }
  g_string_truncate(*string, 0);
}

static gboolean work_fill(Work *work, Pipe *p, GError **error)
{
  nt_arena_reset(work->in.arena);
  work->in.documents.v = NULL;
  work->in.documents.n = work->in.documents.room = 0;
  work->in.bytes = 0;
  work->in.waits = work->in.at_once = FALSE;
  take_back(work, 0, 0);
  empty(&work->out);
  empty(&work->kept);
  g_array_set_size(work->known, 0);
  work->loose = FALSE;
  g_array_set_size(work->borrowed, 0);
  work->counts = (NtPipeCounts){0};
  work->done = FALSE;
  gint64 start = now(p->job);
  gboolean good = p->job->feed->next(p->feed, &work->in, error);
  work->report.reading += now(p->job) - start;
  return good;
}

static void tell_progress(const Pipe *p, const NtPipeCounts *counts)
{
  const NtFeed *feed = p->job->feed;
  if (p->job->progress)
    p->job->progress(counts, feed->done ? feed->done(p->feed) : -1, p->job->progress_data);
}

/* The batch's own bytes, and between them those that lie in the ledger. */
static gboolean put_output(Pipe *p, const Work *work, GError **error)
{
  const NtOutputPiece *pieces = (const NtOutputPiece *)(const void *)work->pieces->data;
  gsize from = 0;
  for (guint i = 0; i < work->borrowed->len; i++) {
    const Borrowed *b = &g_array_index(work->borrowed, Borrowed, i);
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

static gboolean put_known(Pipe *p, const Work *work, GError **error)
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

static gboolean put_bytes(Pipe *p, Work *work, GError **error)
{
  gint64 start = now(p->job);
  gboolean good = (p->ledger ? put_known : put_output)(p, work, error);
  work->report.writing += now(p->job) - start;
  return good;
}

static gboolean flush(Pipe *p, GError **error)
{
  return nt_output_flush(p->output, error);
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
  if (!is_cancelled(p->job))
    return TRUE;
  g_set_error(error, NT_ERROR, NT_ERROR_INTERRUPTED, "interrupted");
  return FALSE;
}

static gboolean run_alone(Pipe *p, NtPipeCounts *counts, GError **error)
{
  Worker w;
  Work work = {0};
  work_init(&work);
  gboolean good = worker_open(&w, p, error);
  while (good && (good = work_fill(&work, p, error)) && work.in.documents.n) {
    do_work(&w, &work);
    good = check_cancel(p, error) && work_put(&work, p, counts, error);
  }
  good = good && nt_chain_finish(w.chain, error);
  worker_close(&w);
  work_clear(&work);
  return good;
}

static void wait_for(Pipe *p, const Work *work)
{
  pthread_mutex_lock(&p->lock);
  while (!work->done)
    pthread_cond_wait(&p->work_done, &p->lock);
  pthread_mutex_unlock(&p->lock);
}

static void hand_out(Pipe *p, Work *work)
{
  pthread_mutex_lock(&p->lock);
  g_queue_push_tail(&p->todo, work);
  pthread_cond_signal(&p->work_there);
  pthread_mutex_unlock(&p->lock);
}

static gboolean is_done(Pipe *p, const Work *work)
{
  pthread_mutex_lock(&p->lock);
  gboolean done = work->done;
  pthread_mutex_unlock(&p->lock);
  return done;
}

static gboolean put_next(Pipe *p, Work *work, NtPipeCounts *counts, GError **error)
{
  wait_for(p, work);
  return check_cancel(p, error) && work_put(work, p, counts, error);
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
  pthread_mutex_lock(&p->lock);
  p->closing = TRUE;
  pthread_cond_broadcast(&p->work_there);
  pthread_mutex_unlock(&p->lock);
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

static gboolean open_parts(Pipe *p, GError **error)
{
  const NtPipeJob *job = p->job;
  if (job->ledger && !(p->ledger = nt_ledger_open(job->ledger, job->knowledge, job->ledger_job, job->each ? job->output : NULL, error)))
    return FALSE;
  NtOutputPlan plan = {.sink = job->sink, .options = job->options, .path = job->output, .shard = job->shard, .each = job->each};
  p->pieces = nt_output_wants_pieces(&plan);
  p->feed = job->feed->open(job->paths, job->options, error);
  p->output = p->feed ? nt_output_open(&plan, error) : NULL;
  p->held = p->ledger && !p->pieces && job->output && nt_ledger_has_output(p->ledger, job->output) ? 0 : -1;
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
  g_autofree char *name = g_strndup(id.p, id.n);
  nt_output_had(data, name);
}

/* Files of articles that are no more: before the ledger forgets them. */
static void take_old_files_away(Pipe *p)
{
  for (guint replaced = 0; replaced < 2; replaced++) {
    nt_ledger_old_ids(p->ledger, replaced == 1, take_id, p->output);
    nt_output_drop_old(p->output);
  }
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
  else if (p->ledger && !p->pieces && !p->loose && job->output)
    nt_ledger_put_output(p->ledger, job->output);
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
