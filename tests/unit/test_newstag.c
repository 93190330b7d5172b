/* The library's public face, as another program uses it. */
#include "testing.h"

#include "base/error.h"
#include "newstag/newstag.h"

#include <glib/gstdio.h>

static char *folder;
static NtKnowledge *knowledge;

static char *put(const char *name, const char *text)
{
  g_autofree char *path = g_build_filename(folder, name, NULL), *dir = g_path_get_dirname(path);
  g_mkdir_with_parents(dir, 0700);
  assert_true(g_file_set_contents(path, text, -1, NULL));
  return g_steal_pointer(&path);
}

static const char *const all[] = {"split", "match", "rules", "resolve", "topics", NULL};

#define ONE "{\"id\":\"a\",\"text\":\"Ada Berg came to Zug. Tariffs rose.\"}"

static void one_article_is_tagged_in_memory(void **state)
{
  (void)state;
  g_autoptr(GError) error = NULL;
  NtTagger *tagger = nt_tagger_new(knowledge, NULL, NULL, &error);
  assert_non_null(tagger);
  for (guint again = 0; again < 3; again++) {
    gsize n;
    const char *line = nt_tagger_tag(tagger, ONE, strlen(ONE), &n, &error);
    assert_non_null(line);
    assert_int_equal(line[n - 1], '\n');
    g_autofree char *text = g_strndup(line, n);
    assert_non_null(strstr(text, "\"id\":\"berg\""));
    assert_non_null(strstr(text, "\"id\":\"zug\""));
    assert_non_null(strstr(text, "\"id\":\"trade\""));
    assert_null(nt_tagger_tag(tagger, "{\"id\":", 6, &n, &error)); /* and goes on after it */
    assert_non_null(error);
    g_clear_error(&error);
  }
  nt_tagger_free(tagger);
  nt_tagger_free(NULL);
}

static void a_tagger_of_some_stages(void **state)
{
  (void)state;
  static const char *const match[] = {"match", NULL}, *const wrong[] = {"match", "guess", NULL};
  g_autoptr(GError) error = NULL;
  NtOptions *options = nt_options_new();
  NtTagger *tagger = nt_tagger_new(knowledge, match, options, &error);
  gsize n;
  const char *line = nt_tagger_tag(tagger, ONE, strlen(ONE), &n, &error);
  g_autofree char *text = g_strndup(line, n);
  assert_non_null(strstr(text, "\"names\""));
  assert_null(strstr(text, "\"entities\""));
  nt_tagger_free(tagger);
  assert_null(nt_tagger_new(knowledge, wrong, options, &error));
  assert_true(g_error_matches(error, NT_ERROR, NT_ERROR_USAGE));
  assert_non_null(strstr(error->message, "guess"));
  nt_options_free(options);
}

static char *read_back(const char *path)
{
  char *text;
  assert_true(g_file_get_contents(path, &text, NULL, NULL));
  return text;
}

typedef struct {
  guint said, told;
} Heard;

static void hear(gboolean error, const char *text, gpointer data)
{
  assert_true(error);
  assert_non_null(strstr(text, ":2: "));
  ((Heard *)data)->said++;
}

static void see(const NtPipeResult *so_far, double done, gpointer data)
{
  assert_true(so_far->documents <= 3 && done <= 1);
  ((Heard *)data)->told++;
}

static void a_run_gives_what_the_tagger_gives(void **state)
{
  (void)state;
  g_autoptr(GError) error = NULL;
  g_autofree char *in = put("in.ndjson", ONE "\n{broken\n" ONE "\n"), *out = g_build_filename(folder, "out.jsonl", NULL);
  const char *paths[] = {in, NULL};
  Heard heard = {0};
  NtOptions *options = nt_options_new();
  NtPipeSpec spec = {.feed = "lines", .paths = paths, .stages = all, .sink = "jsonl", .output = out, .knowledge = knowledge,
                     .options = options, .threads = 1, .message = hear, .message_data = &heard, .progress = see, .progress_data = &heard};
  NtPipeResult result;
  spec.message_data = spec.progress_data = &heard;
  assert_true(nt_run(&spec, &result, &error));
  assert_int_equal(result.documents, 3);
  assert_int_equal(result.articles, 2);
  assert_int_equal(result.skipped, 1);
  assert_int_equal(heard.said, 1);
  assert_true(heard.told > 0);
  NtTagger *tagger = nt_tagger_new(knowledge, all, options, &error);
  gsize n;
  const char *line = nt_tagger_tag(tagger, ONE, strlen(ONE), &n, &error);
  g_autofree char *twice = g_strdup_printf("%.*s%.*s", (int)n, line, (int)n, line), *written = read_back(out);
  assert_string_equal(written, twice);
  nt_tagger_free(tagger);
  nt_options_free(options);
}

static void what_there_is_not_is_said(void **state)
{
  (void)state;
  const char *many[20] = {NULL};
  for (guint i = 0; i < 19; i++)
    many[i] = "match";
  NtOptions *options = nt_options_new();
  const NtPipeSpec good = {.feed = "lines", .stages = all, .sink = "jsonl", .knowledge = knowledge, .options = options};
  NtPipeSpec wrong[] = {good, good, good};
  wrong[0].feed = "wire";
  wrong[1].sink = "paper";
  wrong[2].stages = many;
  for (guint i = 0; i < G_N_ELEMENTS(wrong); i++) {
    g_autoptr(GError) error = NULL;
    NtPipeResult result;
    assert_false(nt_run(&wrong[i], &result, &error));
    assert_true(g_error_matches(error, NT_ERROR, NT_ERROR_USAGE));
  }
  nt_options_free(options);
}

static void parts_are_known_by_name(void **state)
{
  (void)state;
  for (int kind = NT_PART_FEED; kind <= NT_PART_SINK; kind++)
    for (const char *const *name = nt_parts((NtPartKind)kind); *name; name++) {
      if (kind != NT_PART_FEED)
        assert_non_null(nt_part_summary((NtPartKind)kind, *name));
      nt_part_options((NtPartKind)kind, *name);
    }
  for (int kind = NT_PART_STAGE; kind <= NT_PART_SINK; kind++) {
    assert_null(nt_part_summary((NtPartKind)kind, "none"));
    assert_null(nt_part_options((NtPartKind)kind, "none"));
  }
  assert_true(nt_stage_needs_knowledge("match"));
  assert_false(nt_stage_needs_knowledge("none"));
  assert_string_equal(nt_sink_suffix("csv"), ".csv");
  assert_null(nt_sink_suffix("none"));
  assert_string_equal(nt_sink_for_path("a/b.xlsx"), "xlsx");
  assert_null(nt_sink_for_path("a/b"));
}

static void knowledge_goes_through_a_file(void **state)
{
  (void)state;
  g_autoptr(GError) error = NULL;
  g_autoptr(NtDiagnostics) findings = nt_diagnostics_new();
  g_autofree char *path = g_build_filename(folder, "all.image", NULL), *none = g_build_filename(folder, "none", NULL);
  assert_true(nt_knowledge_save(knowledge, path, &error));
  NtKnowledge *again = nt_knowledge_load_image(path, findings, &error);
  assert_non_null(again);
  nt_knowledge_unref(again);
  assert_null(nt_knowledge_load_image(none, findings, &error));
  assert_true(g_error_matches(error, NT_ERROR, NT_ERROR_KNOWLEDGE));
}

#define HEAD "source: s\nlicence: l\n"

int main(void)
{
  folder = test_folder_new();
  g_free(put("k/gazetteers/a.yaml", HEAD "entries:\n  - {id: berg, name: Ada Berg, type: person}\n  - {id: zug, name: Zug, type: place}\n"));
  g_free(put("k/rules/topics/a.yaml", "topics:\n  - {id: trade, label: Trade, evidence: [{words: [tariffs], weight: 9}]}\n"));
  g_autofree char *k = g_build_filename(folder, "k", NULL);
  const char *folders[] = {k, NULL};
  g_autoptr(NtDiagnostics) findings = nt_diagnostics_new();
  g_autoptr(GError) error = NULL;
  knowledge = nt_knowledge_load(NULL, folders, NULL, findings, &error);
  if (!knowledge)
    g_error("%s", error->message);
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(one_article_is_tagged_in_memory),
    cmocka_unit_test(a_tagger_of_some_stages),
    cmocka_unit_test(a_run_gives_what_the_tagger_gives),
    cmocka_unit_test(what_there_is_not_is_said),
    cmocka_unit_test(parts_are_known_by_name),
    cmocka_unit_test(knowledge_goes_through_a_file),
  };
  int failed = cmocka_run_group_tests(tests, NULL, NULL);
  nt_knowledge_unref(knowledge);
  return test_folder_remove(folder, failed);
}
