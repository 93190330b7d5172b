#include "work.h"

#include "article/wire.h"
#include "base/error.h"
#include "base/json.h"
#include "documents.h"
#include "knowledge/touch.h"

struct NtWorker {
  NtNext next; /* first: the end of the chain */
  NtWorkerPlan plan;
  NtTouchPage *page;      /* of the document at hand, for the ledger; its articles and their ids */
  GArray *articles;       /* NtLedgerArticle */
  GString *ids;
  NtChain *chain;
  NtArena *arena;
  GString *place; /* of the document at hand, for messages */
  NtWork *work;
  gint64 spent[NT_REPORT_STAGES + 1]; /* by the stages and the end, on the batch at hand */
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
  NtWorker *w = (NtWorker *)next;
  article->offsets.unit = w->plan.unit;
  if (!format(w, article))
    return FALSE;
  w->work->counts.articles++;
  w->work->counts.bytes += article->text.n;
  return TRUE;
}

static void end_warn(NtNext *next, const NtArticle *article, const char *message)
{
  NtWorker *w = (NtWorker *)next;
  add_message(w->work, NT_MESSAGE_WARNING, g_strdup_printf("%.*s: %s", (int)article->id.n, article->id.p, message));
}

/* Puts an object with `error` where the article would stand. */
static void put_error(NtWorker *w, NtArticle *article, const char *place, const char *message)
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

static gboolean reuse(NtWorker *w, const NtDocument *d, const char *place)
{
  NtLedgerResult result;
  guint32 number;
  if (!nt_ledger_find(w->plan.ledger, d, place, w->plan.pieces, &result, &number))
    return FALSE;
  if (w->plan.pieces) {
    reuse_pieces(w, &result);
  } else {
    NtBorrowed borrowed = {w->work->out->len, result.out};
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
static void keep(NtWorker *w, const NtDocument *d, const NtArticle *article, const NtLedgerStamp *stamp, gsize before, guint pieces,
                 guint64 bytes)
{
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
    .place = d->kind == NT_DOCUMENT_LINE && article->id.p == w->place->str ? article->id : (NtStr){0},
    .text = nt_touch_page_take(w->page, w->arena, article->text),
  };
  guint32 new = NT_LEDGER_NEW;
  nt_ledger_format(w->plan.ledger, d, stamp, &entry, w->work->kept);
  g_array_append_val(w->work->known, new);
}

/* ---- one document ---- */

static void do_document(NtWorker *w, const NtDocument *d)
{
  NtArticle article;
  NtLedgerStamp stamp;
  const char *place = place_of(w->place, d);
  if (w->plan.ledger && reuse(w, d, place))
    return;
  if (w->plan.ledger)
    nt_ledger_stamp(w->plan.ledger, d, &stamp);
  nt_arena_reset(w->arena);
  nt_article_init(&article, w->arena);
  if (d->kind == NT_DOCUMENT_LINE)
    article.id = nt_str(place);
  g_autoptr(GError) error = NULL;
  gsize before = w->work->out->len;
  guint said = w->work->messages->len, pieces = w->work->pieces->len;
  NtPipeCounts then = w->work->counts;
  gboolean good = nt_document_article(d, w->plan.want, &article, &error);
  gboolean skip = good && article.layers & NT_LAYER(ERROR) && !(article.layers & NT_LAYER(TEXT));
  w->work->counts.documents++;
  if (good && skip) /* an error object of an earlier stage passes on as it is */
    good = end_give(&w->next, &article, &error);
  else if (good)
    good = nt_chain_give(w->chain, &article, &w->next, &error);
  /* What had something to say says it again the next time. */
  if (good && w->plan.ledger && !skip && article.text.n && w->work->messages->len == said)
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
  if (w->plan.job->report && g_error_matches(error, NT_ERROR, NT_ERROR_LIMIT))
    nt_report_limit(&w->work->report, error->message, 1);
  add_message(w->work, NT_MESSAGE_ERROR, g_strdup_printf("%s: %s", place, error ? error->message : "failed"));
  if (w->plan.job->keep_errors)
    put_error(w, &article, place, error ? error->message : "failed");
  w->work->loose |= w->work->out->len > before;
}

/* What the chain did not spend was spent on making the article. */
static void do_timed(NtWorker *w, const NtDocument *d)
{
  gint64 start = nt_pipe_now(w->plan.job);
  do_document(w, d);
  gint64 spent = nt_pipe_now(w->plan.job) - start;
  nt_report_document(&w->work->report, w->place->str, spent);
  w->work->report.making += spent;
}

/* The sums of a batch go over to its report. */
static void settle(NtWorker *w)
{
  for (guint i = 0; w->timed && i < w->n_stages; i++) {
    w->work->report.stages[i] += w->spent[i];
    w->work->report.making -= w->spent[i];
  }
  memset(w->spent, 0, sizeof w->spent);
}

void nt_worker_do(NtWorker *w, NtWork *work)
{
  w->work = work;
  for (guint i = 0; i < work->in.documents.n && !w->fatal && !nt_pipe_is_cancelled(w->plan.job); i++)
    (w->timed ? do_timed : do_document)(w, &work->in.documents.v[i]);
  settle(w);
  work->fatal = g_steal_pointer(&w->fatal);
}

/* ---- a worker ---- */

NtWorker *nt_worker_new(const NtWorkerPlan *plan, GError **error)
{
  NtStageEnv env = {.knowledge = plan->job->knowledge, .options = plan->job->options};
  NtWorker *w = g_new0(NtWorker, 1);
  w->next = (NtNext){end_give, end_warn};
  w->plan = *plan;
  w->page = plan->ledger ? nt_touch_page_new() : NULL;
  w->articles = g_array_new(FALSE, FALSE, sizeof(NtLedgerArticle));
  w->ids = g_string_new(NULL);
  w->arena = nt_arena_new();
  w->place = g_string_new(NULL);
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
  g_string_free(w->place, TRUE);
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
