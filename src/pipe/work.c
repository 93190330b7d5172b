#include "work.h"

#include "article/wire.h"
#include "base/error.h"
#include "chain.h"
#include "documents.h"
#include "knowledge/touch.h"

/* A document that is being done. */
typedef struct {
  NtNext end; /* first: what the chain gives to */
  NtWorker *worker;
  const NtDocument *document;
  NtStr place; /* for messages */
  NtArticle article;
  gboolean passes;  /* an error object of an earlier stage, which goes on as it is */
  NT_VEC(const char *) warnings;
  gboolean is_known; /* an earlier run did it */
  NtLedgerResult known;
  guint32 number;   /* of that */
  NtLedgerStamp stamp;
} Doing;

struct NtWorker {
  NtWorkerPlan plan;
  NtTouchPage *page;      /* of the document at hand, for the ledger; its articles and their ids */
  GArray *articles;       /* NtLedgerArticle */
  GString *ids;
  NtChain *chain;
  NtArena *arena;
  NtWork *work;
  gint64 spent[NT_REPORT_STAGES]; /* by the stages, on the batch at hand */
  guint n_stages;
  gboolean timed;
  GError *fatal;
};

/* ---- what comes of a document ---- */

static void add_message(NtWork *work, NtMessageKind kind, char *text)
{
  NtWorkMessage message = {kind, text};
  g_array_append_val(work->messages, message);
}

static NtStr place_of(NtArena *arena, const NtDocument *d)
{
  if (d->kind != NT_DOCUMENT_LINE)
    return nt_arena_str(arena, d->path);
  return nt_str(nt_arena_printf(arena, "%.*s:%" G_GUINT64_FORMAT, (int)d->path.n, d->path.p, d->line));
}

static void add_piece(NtWork *work, NtStr id)
{
  NtOutputPiece piece = {.end = work->out->len, .id = nt_arena_str(work->in.arena, id)};
  g_array_append_val(work->pieces, piece);
}

static gboolean format(NtWorker *w, NtArticle *article)
{
  if (!w->plan.job->sink->format(w->plan.sink, article, w->work->out, &w->fatal))
    return FALSE;
  if (w->plan.pieces || w->plan.ledger)
    add_piece(w->work, article->id);
  return TRUE;
}

static gboolean end_give(NtNext *next, NtArticle *article, GError **error)
{
  (void)error;
  NtWorker *w = ((Doing *)next)->worker;
  article->offsets.unit = w->plan.unit;
  if (!format(w, article))
    return FALSE;
  w->work->counts.articles++;
  w->work->counts.bytes += article->text.n;
  return TRUE;
}

static void end_warn(NtNext *next, const NtArticle *article, const char *message)
{
  Doing *d = (Doing *)next;
  NtArena *arena = d->worker->arena;
  *nt_vec_push(arena, &d->warnings) = nt_arena_printf(arena, "%.*s: %s", (int)article->id.n, article->id.p, message);
}

/* Puts an object with `error` where the article would stand. */
static void put_error(NtWorker *w, NtArticle *article, NtStr place, const char *message)
{
  NtStr id = article->id.n ? article->id : place;
  nt_article_init(article, w->arena);
  article->id = nt_arena_str(w->arena, id);
  article->error = nt_str(nt_arena_dup(w->arena, message, strlen(message)));
  nt_article_wrote(article, NT_LAYER(ERROR));
  if (format(w, article))
    w->work->counts.articles++;
}

/* What a document put out before it failed is taken back. */
static void take_back(NtWork *work, gsize bytes, guint pieces)
{
  g_string_truncate(work->out, bytes);
  g_array_set_size(work->pieces, pieces);
}

/* ---- what an earlier run knew ---- */

static void reuse_pieces(NtWorker *w, const NtLedgerResult *result)
{
  const char *id = result->ids.p;
  gsize from = 0;
  for (guint i = 0; i < result->n_articles; i++) {
    const NtLedgerArticle *article = &result->articles[i];
    NtOutputPiece piece = {
      .kept = nt_str_n(result->out.p + from, article->end - from),
      .end = w->work->out->len,
      .id = nt_str_n(id, article->n_id),
      .before = result->before ? result->before + i : 0,
      .had = result->had,
      .listed = TRUE,
    };
    g_array_append_val(w->work->pieces, piece);
    id += article->n_id;
    from = article->end;
  }
}

static void reuse(NtWorker *w, const Doing *d)
{
  const NtLedgerResult *result = &d->known;
  if (w->plan.pieces) {
    reuse_pieces(w, result);
  } else {
    NtBorrowed borrowed = {w->work->out->len, result->out};
    g_array_append_val(w->work->borrowed, borrowed);
  }
  g_array_append_val(w->work->known, d->number);
  w->work->counts.documents++;
  w->work->counts.reused++;
  w->work->counts.articles += result->n_articles;
  w->work->counts.bytes += result->bytes;
}

/* What came out stands in the output behind `before`, its articles behind `pieces`. */
static void keep(NtWorker *w, const Doing *d, gsize before, guint pieces, guint64 bytes)
{
  const NtArticle *article = &d->article;
  g_array_set_size(w->articles, 0);
  g_string_truncate(w->ids, 0);
  for (guint i = pieces; i < w->work->pieces->len; i++) {
    NtOutputPiece *piece = &g_array_index(w->work->pieces, NtOutputPiece, i);
    NtLedgerArticle kept = {.end = piece->end - before, .n_id = (guint32)piece->id.n};
    g_array_append_val(w->articles, kept);
    g_string_append_len(w->ids, piece->id.p, (gssize)piece->id.n);
    piece->listed = TRUE;
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
    .place = article->id.p == d->place.p ? d->place : (NtStr){0},
    .text = nt_touch_page_take(w->page, w->arena, article->text),
  };
  guint32 new = NT_LEDGER_NEW;
  nt_ledger_format(w->plan.ledger, d->document, &d->stamp, &entry, w->work->kept);
  g_array_append_val(w->work->known, new);
}

/* ---- documents ---- */

#define MOST_DOCUMENTS 64u
#define MOST_BYTES ((gsize)64 << 10)

/* Before the stages. */
static void begin(NtWorker *w, const NtDocument *document, Doing *d, NtChainItem *item)
{
  *d = (Doing){.end = {end_give, end_warn}, .worker = w, .document = document, .place = place_of(w->arena, document)};
  *item = (NtChainItem){.end = &d->end};
  if (w->plan.ledger && nt_ledger_find(w->plan.ledger, document, d->place.p, w->plan.pieces, &d->known, &d->number)) {
    d->is_known = TRUE;
    return;
  }
  if (w->plan.ledger)
    nt_ledger_stamp(w->plan.ledger, document, &d->stamp);
  nt_article_init(&d->article, w->arena);
  if (document->kind == NT_DOCUMENT_LINE)
    d->article.id = d->place;
  item->failed = !nt_document_article(document, w->plan.want, &d->article, &item->error);
  d->passes = !item->failed && d->article.layers & NT_LAYER(ERROR) && !(d->article.layers & NT_LAYER(TEXT));
  item->article = item->failed || d->passes ? NULL : &d->article;
}

static void fail(NtWorker *w, Doing *d, const GError *error)
{
  const char *message = error ? error->message : "failed";
  w->work->counts.skipped++;
  w->work->counts.unread += d->document->kind == NT_DOCUMENT_ERROR;
  if (w->plan.job->report && g_error_matches(error, NT_ERROR, NT_ERROR_LIMIT))
    nt_report_limit(&w->work->report, message, 1);
  add_message(w->work, NT_MESSAGE_ERROR, g_strdup_printf("%s: %s", d->place.p, message));
  if (w->plan.job->keep_errors)
    put_error(w, &d->article, d->place, message);
}

/* Behind the stages; `number` is its item of the chain. */
static void end(NtWorker *w, Doing *d, guint number)
{
  NtWork *work = w->work;
  if (d->is_known) {
    reuse(w, d);
    return;
  }
  g_autoptr(GError) error = NULL;
  gsize before = work->out->len;
  guint pieces = work->pieces->len;
  work->counts.documents++;
  NtPipeCounts then = work->counts;
  for (guint i = 0; i < d->warnings.n; i++)
    add_message(work, NT_MESSAGE_WARNING, g_strdup(d->warnings.v[i]));
  gboolean good = d->passes ? end_give(&d->end, &d->article, &error) : nt_chain_deliver(w->chain, number, &error);
  if (!good && !w->fatal) {
    take_back(work, before, pieces);
    work->counts = then;
    fail(w, d, error);
  }
  /* What had something to say says it again the next time. */
  if (good && w->plan.ledger && !d->passes && d->article.text.n && !d->warnings.n)
    keep(w, d, before, pieces, work->counts.bytes - then.bytes);
  else
    work->loose |= work->out->len > before;
}

static gsize size_of(const NtDocument *d)
{
  return d->kind == NT_DOCUMENT_FILE ? d->size : d->bytes.n;
}

static gint64 now(const NtWorker *w)
{
  return w->timed ? nt_pipe_now(w->plan.job) : 0;
}

/* What has passed since `start` was spent on making the article, or on what comes of it. */
static void charge(NtWorker *w, NtChainItem *item, gint64 start)
{
  gint64 spent = now(w) - start;
  item->spent += spent;
  w->work->report.making += spent;
}

/* Documents from `from` on, as many as the caches hold together, but at least one; gives the one behind them. */
static guint do_some(NtWorker *w, guint from)
{
  Doing *doing[MOST_DOCUMENTS];
  NtChainItem items[MOST_DOCUMENTS];
  gsize bytes = 0;
  guint n = 0;
  nt_arena_reset(w->arena);
  for (; n < MOST_DOCUMENTS && from + n < w->work->in.documents.n && (!n || bytes < MOST_BYTES); n++) {
    const NtDocument *document = &w->work->in.documents.v[from + n];
    gint64 start = now(w);
    doing[n] = nt_arena_alloc(w->arena, sizeof *doing[n]);
    begin(w, document, doing[n], &items[n]);
    charge(w, &items[n], start);
    bytes += size_of(document);
  }
  nt_chain_run(w->chain, items, n);
  nt_arena_reset(nt_arena_scratch(w->arena)); /* what comes of a giant takes its place */
  for (guint i = 0; i < n && !w->fatal; i++) {
    gint64 start = now(w);
    end(w, doing[i], i);
    charge(w, &items[i], start);
    if (w->timed)
      nt_report_document(&w->work->report, doing[i]->place.p, items[i].spent);
  }
  for (guint i = 0; i < n; i++) /* of those that were not delivered */
    g_clear_error(&items[i].error);
  return from + n;
}

/* The sums of a batch go over to its report. */
static void settle(NtWorker *w)
{
  for (guint i = 0; w->timed && i < w->n_stages; i++)
    w->work->report.stages[i] += w->spent[i];
  memset(w->spent, 0, sizeof w->spent);
}

void nt_worker_do(NtWorker *w, NtWork *work)
{
  w->work = work;
  for (guint i = 0; i < work->in.documents.n && !w->fatal && !nt_pipe_is_cancelled(w->plan.job);)
    i = do_some(w, i);
  settle(w);
  work->fatal = g_steal_pointer(&w->fatal);
}

/* ---- a worker ---- */

NtWorker *nt_worker_new(const NtWorkerPlan *plan, GError **error)
{
  NtStageEnv env = {.knowledge = plan->job->knowledge, .options = plan->job->options};
  NtWorker *w = g_new0(NtWorker, 1);
  w->plan = *plan;
  w->page = plan->ledger ? nt_touch_page_new() : NULL;
  w->articles = g_array_new(FALSE, FALSE, sizeof(NtLedgerArticle));
  w->ids = g_string_new(NULL);
  w->arena = nt_arena_new();
  while (plan->job->stages[w->n_stages])
    w->n_stages++;
  w->chain = nt_chain_new(plan->job->stages, &env, error);
  w->timed = plan->job->now && plan->job->report && w->n_stages <= NT_REPORT_STAGES;
  if (w->chain && w->timed)
    nt_chain_time(w->chain, plan->job->now, w->spent);
  if (w->chain)
    return w;
  nt_worker_free(w);
  return NULL;
}

gboolean nt_worker_finish(NtWorker *w, GError **error)
{
  return nt_chain_finish(w->chain, error);
}

void nt_worker_free(NtWorker *w)
{
  if (!w)
    return;
  nt_chain_free(w->chain);
  nt_arena_free(w->arena);
  g_string_free(w->ids, TRUE);
  g_array_unref(w->articles);
  nt_touch_page_free(w->page);
  g_free(w);
}

/* ---- a batch ---- */

void nt_work_init(NtWork *work)
{
  work->in.arena = nt_arena_new();
  work->out = g_string_new(NULL);
  work->borrowed = g_array_new(FALSE, FALSE, sizeof(NtBorrowed));
  work->pieces = g_array_new(FALSE, FALSE, sizeof(NtOutputPiece));
  work->kept = g_string_new(NULL);
  work->known = g_array_new(FALSE, FALSE, sizeof(guint32));
  work->messages = g_array_new(FALSE, FALSE, sizeof(NtWorkMessage));
}

void nt_work_clear(NtWork *work)
{
  for (guint i = 0; i < work->messages->len; i++)
    g_free(g_array_index(work->messages, NtWorkMessage, i).text);
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

void nt_work_empty(NtWork *work)
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
}
