/* The driver with a feed, a stage and a sink made for the purpose. */
#include "testing.h"

#include "base/error.h"
#include "pipe/pipe.h"

#define N 500u

typedef struct {
  guint at;
} Counter;

static gpointer feed_open(const char *const *paths, const NtOptions *options, GError **error)
{
  (void)paths, (void)options, (void)error;
  return g_new0(Counter, 1);
}

/* Batches of 1 to 7 lines; every 50th document is an error. */
static gboolean feed_next(gpointer self, NtBatch *batch, GError **error)
{
  Counter *c = self;
  (void)error;
  for (guint n = c->at % 7 + 1; n && c->at < N; n--, c->at++) {
    NtDocument *d = nt_vec_push(batch->arena, &batch->documents);
    *d = (NtDocument){.kind = NT_DOCUMENT_LINE, .path = NT_STR("in"), .line = c->at + 1};
    d->bytes = nt_str(nt_arena_printf(batch->arena, "{\"id\":\"%u\",\"text\":\"t%u\"}", c->at, c->at));
    if (c->at % 50 == 49)
      *d = (NtDocument){.kind = NT_DOCUMENT_ERROR, .path = NT_STR("gone"), .message = NT_STR("cannot be had")};
  }
  return TRUE;
}

static const NtFeed feed = {.name = "test", .open = feed_open, .next = feed_next, .close = g_free};

/* Gives every article on, those divisible by 10 twice; fails for those that end in 7, after having given them on. */
static gpointer stage_open(const NtStageEnv *env, GError **error)
{
  (void)env, (void)error;
  return g_new0(Counter, 1);
}

static gboolean stage_step(gpointer self, NtArticle *article, NtNext *next, GError **error)
{
  Counter *c = self;
  c->at++;
  guint number = (guint)g_ascii_strtoull(article->id.p, NULL, 10);
  nt_article_wrote(article, NT_LAYER(TOPICS));
  if (!next->give(next, article, error))
    return FALSE;
  if (number % 10 == 7) {
    g_set_error(error, NT_ERROR, NT_ERROR_INPUT, "ends in seven");
    return FALSE;
  }
  if (number % 10 == 1)
    next->warn(next, article, "ends in one");
  return number % 10 || next->give(next, article, error);
}

static const NtStage stage = {
  .name = "test", .writes = NT_LAYER(TOPICS), .open = stage_open, .step = stage_step, .close = g_free};

static GString *written;
static gboolean fails;

static gpointer sink_open(const char *path, const NtOptions *options, GError **error)
{
  (void)path, (void)options, (void)error;
  return g_new0(Counter, 1);
}

static gboolean sink_format(gconstpointer self, NtArticle *article, GString *out, GError **error)
{
  (void)self, (void)error;
  g_string_append_printf(out, "%.*s%s\n", (int)article->id.n, article->id.p, article->error.n ? "!" : "");
  return TRUE;
}

static gboolean sink_put(gpointer self, const char *bytes, gsize n, GError **error)
{
  (void)self;
  if (fails && written->len > 500) {
    g_set_error(error, NT_ERROR, NT_ERROR_IO, "full");
    return FALSE;
  }
  g_string_append_len(written, bytes, (gssize)n);
  return TRUE;
}

static gboolean sink_finish(gpointer self, GError **error)
{
  (void)self, (void)error;
  g_string_append(written, "end\n");
  return TRUE;
}

static const NtSink sink = {.name = "test", .open = sink_open, .format = sink_format, .put = sink_put, .finish = sink_finish, .close = g_free};

static void on_message(NtMessageKind kind, const char *message, gpointer data)
{
  g_string_append_printf(data, "%s%s\n", kind == NT_MESSAGE_ERROR ? "E " : "W ", message);
}

static gboolean run(guint threads, gboolean keep_errors, const volatile int *cancel, NtPipeCounts *counts, GString *messages,
                    GError **error)
{
  static const NtStage *const stages[] = {&stage, NULL};
  static const char *const paths[] = {NULL};
  g_autoptr(NtOptions) options = nt_options_new();
  NtPipeJob job = {
    .feed = &feed, .paths = paths, .stages = stages, .sink = &sink, .options = options, .threads = threads,
    .keep_errors = keep_errors, .message = on_message, .message_data = messages, .cancel = cancel,
  };
  g_string_truncate(written, 0);
  g_string_truncate(messages, 0);
  return nt_pipe_run(&job, counts, error);
}

static void order_is_that_of_the_input(void **state)
{
  (void)state;
  g_autoptr(GString) expected = g_string_new(NULL);
  g_autoptr(GString) said = g_string_new(NULL);
  guint articles = 0, skipped = 0;
  for (guint i = 0; i < N; i++) {
    if (i % 50 == 49) {
      g_string_append(said, "E gone: cannot be had\n");
      skipped++;
    } else if (i % 10 == 7) {
      g_string_append_printf(said, "E in:%u: ends in seven\n", i + 1);
      skipped++;
    } else {
      for (guint n = 0; n < (i % 10 ? 1u : 2u); n++, articles++)
        g_string_append_printf(expected, "%u\n", i);
      if (i % 10 == 1)
        g_string_append_printf(said, "W %u: ends in one\n", i);
    }
  }
  g_string_append(expected, "end\n");
  g_autoptr(GString) messages = g_string_new(NULL);
  static const guint threads[] = {1, 2, 8};
  for (guint t = 0; t < G_N_ELEMENTS(threads); t++) {
    NtPipeCounts counts;
    assert_true(run(threads[t], FALSE, NULL, &counts, messages, NULL));
    assert_string_equal(written->str, expected->str);
    assert_string_equal(messages->str, said->str);
    assert_int_equal(counts.articles, articles);
    assert_int_equal(counts.skipped, skipped);
    assert_int_equal(counts.unread, N / 50);
    assert_int_equal(counts.documents, N);
  }
}

/* With keep_errors each document that fails leaves one line. */
static void errors_keep_their_place(void **state)
{
  (void)state;
  g_autoptr(GString) messages = g_string_new(NULL);
  NtPipeCounts counts;
  for (guint threads = 1; threads <= 4; threads += 3) {
    assert_true(run(threads, TRUE, NULL, &counts, messages, NULL));
    assert_non_null(strstr(written->str, "\n6\n7!\n8\n"));
    assert_non_null(strstr(written->str, "\n48\ngone!\n50\n50\n"));
  }
}

static void a_full_sink_ends_the_run(void **state)
{
  (void)state;
  g_autoptr(GString) messages = g_string_new(NULL);
  NtPipeCounts counts;
  fails = TRUE;
  for (guint threads = 1; threads <= 4; threads += 3) {
    g_autoptr(GError) error = NULL;
    assert_false(run(threads, FALSE, NULL, &counts, messages, &error));
    assert_string_equal(error->message, "full");
    assert_null(strstr(written->str, "end"));
  }
  fails = FALSE;
}

static void a_cancelled_run_commits_nothing(void **state)
{
  (void)state;
  static const volatile int cancelled = 2;
  g_autoptr(GString) messages = g_string_new(NULL);
  NtPipeCounts counts;
  for (guint threads = 1; threads <= 4; threads += 3) {
    g_autoptr(GError) error = NULL;
    assert_false(run(threads, FALSE, &cancelled, &counts, messages, &error));
    assert_true(g_error_matches(error, NT_ERROR, NT_ERROR_INTERRUPTED));
    assert_null(strstr(written->str, "end"));
  }
}

int main(void)
{
  written = g_string_new(NULL);
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(order_is_that_of_the_input), cmocka_unit_test(errors_keep_their_place),
    cmocka_unit_test(a_full_sink_ends_the_run),   cmocka_unit_test(a_cancelled_run_commits_nothing),
  };
  int failed = cmocka_run_group_tests(tests, NULL, NULL);
  g_string_free(written, TRUE);
  return failed;
}
