/* Each kind of mistake in each kind of file gets its error, at its place. */
#include "testing.h"

#include "base/error.h"
#include "base/limits.h"
#include "knowledge/evidence_kept.h"
#include "knowledge/knowledge.h"

#include <glib/gstdio.h>

static char *folder;

static void put(const char *name, const char *text)
{
  g_autofree char *path = g_build_filename(folder, name, NULL);
  g_autofree char *dir = g_path_get_dirname(path);
  g_mkdir_with_parents(dir, 0700);
  assert_true(g_file_set_contents(path, text, -1, NULL));
}

static void take(const char *name)
{
  g_autofree char *path = g_build_filename(folder, name, NULL);
  g_unlink(path);
}

/* What is said of the folder. */
static char *findings(void)
{
  const char *folders[] = {folder, NULL};
  NtKnowledgePlaces places = {.folders = folders};
  g_autoptr(NtDiagnostics) diagnostics = nt_diagnostics_new();
  g_autoptr(GError) error = NULL;
  g_autoptr(NtKnowledge) knowledge = nt_knowledge_open(&places, diagnostics, &error);
  assert_true((knowledge != NULL) == (error == NULL));
  assert_true(!error || nt_error_exit_status(error) == 3);
  return nt_diagnostics_text(diagnostics);
}

#define HEAD "source: s\nlicence: l\n"

static void mistakes_get_their_errors(void **state)
{
  (void)state;
  static const struct {
    const char *file, *text, *place, *words;
  } cases[] = {
    {"gazetteers/a.yaml", "licence: l\nentries: []\n", ":1:1:", "needs \"source\""},
    {"gazetteers/a.yaml", HEAD, ":1:1:", "needs \"entries\""},
    {"gazetteers/a.yaml", HEAD "type: place\nentries:\n  - {name: X Y}\n", ":5:5:", "needs \"id\""},
    {"gazetteers/a.yaml", HEAD "type: place\nentries:\n  - {id: x}\n", ":5:5:", "needs \"name\""},
    {"gazetteers/a.yaml", HEAD "entries:\n  - {id: x, name: X Y}\n", ":4:5:", "\"type\" must be"},
    {"gazetteers/a.yaml", HEAD "type: town\nentries:\n  - {id: x, name: X Y}\n", ":5:5:", "not town"},
    {"gazetteers/a.yaml", HEAD "type: place\nentries:\n  - {id: x, name: X Y, lat: north}\n", ":5:29:", "\"lat\" must be a number"},
    {"gazetteers/a.yaml", HEAD "type: place\nentries:\n  - {id: x, name: X Y, alias: Z}\n", ":5:24:", "did you mean \"aliases\"?"},
    {"gazetteers/a.yaml", HEAD "type: place\nentries:\n  - {id: x, name: X Y}\n  - {id: x, name: Z}\n", ":6:5:", "already belongs to the entry"},
    {"gazetteers/a.yaml", HEAD "type: place\nentries:\n  - {id: x, name: '!!'}\n", ":5:19:", "cannot be found in any text"},
    {"gazetteers/a.yaml", HEAD "type: place\ncase: low\nentries: []\n", ":1:1:", "\"case\" must be"},
    {"gazetteers/a.yaml", HEAD "type: place\ndiacritics: no\nentries: []\n", ":1:1:", "\"diacritics\" must be"},
    {"gazetteers/a.yaml", HEAD "type: place\nentries:\n  - {id: x, name: X Y, weight: 0}\n", ":5:5:", "above 0"},
    {"gazetteers/a.yaml", HEAD "type: place\nfrom: none.tsv\n", ":4:7:", "none.tsv"},
    {"gazetteers/a.yaml", HEAD "type: place\nfrom: ../x.tsv\n", ":4:7:", "beside this one"},
    {"gazetteers/a.yaml", HEAD "remove: [q]\n", ":3:10:", "has an entry \"q\""},
    {"gazetteers/a.yaml", HEAD "list: l1\nwords: [a, '']\n", ":4:12:", "cannot be found"},
    {"gazetteers/a.yaml", HEAD "words: [a]\n", ":3:8:", "needs \"list\""},
    {"rules/a.yaml", "rules:\n  - {id: r, pattern: '(x', type: person}\n", ":2:25:", "missing closing parenthesis"},
    {"rules/a.yaml", "rules:\n  - {id: r, pattern: '{{nothing}}', type: person}\n", ":2:22:", "no macro, no word list and no type"},
    {"rules/a.yaml", "rules:\n  - {id: r, pattern: 'x'}\n", ":2:22:", "no group named after a type"},
    {"rules/a.yaml", "rules:\n  - {id: r, pattern: '(?<town>x)'}\n", ":2:22:", "group \"town\""},
    {"rules/a.yaml", "rules:\n  - {id: r, pattern: 'x', type: person, score: 2}\n", ":2:48:", "at most 1"},
    {"rules/a.yaml", "macros: {a: '{{b}}', b: '{{a}}'}\nrules:\n  - {id: r, pattern: '{{a}}', type: person}\n", ":3:22:", "circle"},
    {"rules/a.yaml", "rules:\n  - {id: r, pattern: x, type: person}\n  - {id: r, pattern: y, type: person}\n", ":3:5:", "already stands"},
    {"rules/topics/a.yaml", "topics:\n  - {id: t, label: T, evidence: [{words: [a], weight: x}]}\n", ":2:55:", "\"weight\" must be a number"},
    {"rules/topics/a.yaml", "topics:\n  - {id: t, label: T, evidence: [{weight: 1}]}\n", ":2:34:", "it needs one of \"words\", \"entities\""},
    {"rules/topics/a.yaml", "topics:\n  - {id: t, label: T, broader: u, evidence: []}\n", ":2:32:", "no topic \"u\""},
    {"rules/topics/a.yaml", "topics:\n  - {id: t, label: T, threshold: 1, evidence: []}\n", ":2:34:", "between 0 and 1"},
    {"rules/topics/a.yaml", "topics:\n  - {id: t, label: T, evidence: [{words: ['a*b']}]}\n", ":2:43:", "* may stand only at the end"},
    {"rules/pages/a.yaml", "layouts:\n  - {id: l, block: [headline, photo]}\n", ":2:31:", "no part of a block"},
    {"rules/pages/a.yaml", "layouts:\n  - {id: l, block: [text]}\n", ":2:20:", "needs \"headline\""},
    {"rules/pages/a.yaml", "lines:\n  age: {patterns: ['(']}\n", ":2:20:", "missing closing parenthesis"},
    {"rules/pages/a.yaml", "thresholds: {prose-lin: 3}\n", ":1:14:", "did you mean \"prose-line\"?"},
  };
  guint wrong = 0;
  put("gazetteers/keep.yaml", HEAD "list: keep\nwords: [keep]\n");
  for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
    put(cases[i].file, cases[i].text);
    g_autofree char *said = findings();
    g_autofree char *place = g_strdup_printf("%s%s error: ", cases[i].file, cases[i].place);
    if (!strstr(said, place) || !strstr(said, cases[i].words)) {
      print_error("%s\nshould give %s … %s, gave: %s\n", cases[i].text, place, cases[i].words, said);
      wrong++;
    }
    take(cases[i].file);
  }
  assert_int_equal(wrong, 0);
  g_autofree char *none = findings();
  assert_string_equal(none, "");
}

static void all_mistakes_of_a_run_at_once(void **state)
{
  (void)state;
  put("gazetteers/a.yaml", HEAD "type: place\nentries:\n  - {id: x, nam: X}\n  - {id: y, name: Y Z, lat: q}\n");
  put("rules/b.yaml", "rules:\n  - {id: r, pattern: '(', type: person}\n");
  g_autofree char *said = findings();
  guint lines = 0;
  for (const char *p = said; *p; p++)
    lines += *p == '\n';
  assert_int_equal(lines, 3);
  take("gazetteers/a.yaml");
  take("rules/b.yaml");
}

static void a_table_row_has_its_line(void **state)
{
  (void)state;
  put("gazetteers/a.yaml", HEAD "type: place\nfrom: t.tsv\ncolumns: {id: code}\n");
  put("gazetteers/t.tsv", "code\tname\tlat\nx1\tSome Town\t3.5\nx2\tOther Town\tmany\n");
  g_autofree char *said = findings();
  assert_non_null(strstr(said, "gazetteers/t.tsv:3:1: error: \"lat\" must be a number, not \"many\""));
  take("gazetteers/a.yaml");
  take("gazetteers/t.tsv");
}

/* What the folder holds by now; it must have no mistake. */
static NtKnowledge *open_folder(void)
{
  const char *folders[] = {folder, NULL};
  NtKnowledgePlaces places = {.folders = folders};
  g_autoptr(NtDiagnostics) diagnostics = nt_diagnostics_new();
  NtKnowledge *knowledge = nt_knowledge_open(&places, diagnostics, NULL);
  assert_non_null(knowledge);
  return knowledge;
}

#define N_LISTS 6u

/* The greatest weight that a list of the class has at that position: list L counts L + 1, before a name or at its end. */
static gint32 strongest_of(const NtImage *image, guint32 class, guint position)
{
  gint32 most = 0;
  for (guint32 m = image->CLASSES[class]; m < image->CLASSES[class + 1]; m++) {
    NtStr name = nt_image_string(image, image->LISTS[image->MEMBERSHIPS[m].list].name);
    guint list = (guint)(name.p[1] - '0');
    if ((list % 3 ? NT_AT_BEFORE : NT_AT_LAST) == position)
      most = MAX(most, (gint32)(list + 1) * NT_WEIGHT_ONE);
  }
  return most;
}

/* Each word in another set of lists: what is said of the set is what its lists say one by one. */
static void sets_of_lists_say_what_their_lists_say(void **state)
{
  (void)state;
  g_autoptr(GString) evidence = g_string_new("evidence:\n");
  for (guint list = 0; list < N_LISTS; list++) {
    g_autofree char *name = g_strdup_printf("gazetteers/l%u.yaml", list);
    g_autoptr(GString) words = g_string_new(NULL);
    g_string_printf(words, HEAD "list: l%u\ncase: fold\nwords:\n", list);
    for (guint word = 1; word < 1u << N_LISTS; word++)
      if (word >> list & 1)
        g_string_append_printf(words, "  - w%c%c\n", 'a' + word % 16, 'a' + word / 16);
    put(name, words->str);
    g_string_append_printf(evidence, "  - {id: e%u, %s-list: l%u, person: %u}\n", list, list % 3 ? "before" : "last", list, list + 1);
  }
  put("rules/evidence/e.yaml", evidence->str);
  g_autoptr(NtKnowledge) knowledge = open_folder();
  g_autoptr(NtArena) arena = nt_arena_new();
  const NtImage *image = nt_knowledge_image(knowledge);
  const NtEvidenceSet *set = nt_knowledge_evidence(knowledge);
  g_autoptr(NtEvidenceKept) kept = nt_evidence_kept_new(set);
  guint both = 0, n;
  for (guint32 c = 1; c + 1 < image->n_CLASSES; c++) {
    const NtWordSums *all = nt_evidence_kept_class(kept, c, arena);
    for (guint p = 0; p < NT_N_POSITIONS; p++) {
      NtSums sum = {0};
      gboolean any = FALSE;
      for (guint32 m = image->CLASSES[c]; m < image->CLASSES[c + 1]; m++) {
        const NtWordSums *said = nt_evidence_list_sums(set, image->MEMBERSHIPS[m].list, image->MEMBERSHIPS[m].weight);
        if (!said || !said->at[p])
          continue;
        nt_evidence_add_sums(set, &sum, said->at[p]);
        any = TRUE;
      }
      assert_int_equal(all->at[p] != NULL, any);
      if (!any)
        continue;
      assert_memory_equal(all->at[p]->v, sum.v, sizeof sum.v);
      assert_memory_equal(all->at[p]->strongest, sum.strongest, sizeof sum.strongest);
      assert_int_equal(nt_evidence_rows(set, &n)[sum.strongest[0][0] - 1].weight[0], strongest_of(image, c, p)); /* that of a list alone */
    }
    assert_ptr_equal(nt_evidence_kept_class(kept, c, arena), all);
    assert_ptr_equal(nt_evidence_kept_by_letters(kept, 0, &image->MEMBERSHIPS[image->CLASSES[c]], image->CLASSES[c + 1] - image->CLASSES[c], 0, arena), all);
    both += all->at[NT_AT_BEFORE] && all->at[NT_AT_LAST];
  }
  assert_int_equal(both, ((1u << 4) - 1) * ((1u << 2) - 1)); /* four lists say something before a name, two at its end */
  for (guint list = 0; list < N_LISTS; list++) {
    g_autofree char *name = g_strdup_printf("gazetteers/l%u.yaml", list);
    take(name);
  }
  take("rules/evidence/e.yaml");
}

/* A row may ask for members of some weights only: a word of each weight, and what is said of it. */
static void weights_part_a_list(void **state)
{
  (void)state;
  put("gazetteers/l.yaml", HEAD "list: l\ncase: fold\nwords:\n"
                                "  - {text: one, weight: 1}\n  - {text: two, weight: 2}\n  - {text: nine, weight: 9.5}\n  - {text: ten, weight: 10}\n");
  put("rules/evidence/e.yaml", "evidence:\n"
                               "  - {id: all, before-list: l, person: 1}\n"
                               "  - {id: few, before-list: l, weight: 2-9, person: 10}\n"
                               "  - {id: many, before-list: l, weight: 10+, person: 100}\n"
                               "  - {id: behind, behind-list: l, weight: 1, person: 1}\n");
  g_autoptr(NtKnowledge) knowledge = open_folder();
  const NtEvidenceSet *set = nt_knowledge_evidence(knowledge);
  guint32 list = nt_image_list(nt_knowledge_image(knowledge), NT_STR("l"));
  static const struct {
    float weight;
    gint32 before, behind;
  } want[] = {{0.5f, 1, 0}, {1, 1, 1}, {1.9f, 1, 1}, {2, 11, 0}, {9.5f, 11, 0}, {10, 101, 0}, {1e30f, 101, 0}};
  for (guint i = 0; i < G_N_ELEMENTS(want); i++) {
    assert_int_equal(nt_evidence_list_sums(set, list, want[i].weight)->at[NT_AT_BEFORE]->v[0][0], want[i].before * NT_WEIGHT_ONE);
    const NtSums *behind = nt_evidence_list_sums(set, list, want[i].weight)->at[NT_AT_BEHIND];
    assert_int_equal(behind ? behind->v[0][0] : 0, want[i].behind * NT_WEIGHT_ONE);
  }
  take("gazetteers/l.yaml");
  take("rules/evidence/e.yaml");
}

int main(void)
{
  folder = test_folder_new();
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(mistakes_get_their_errors),
    cmocka_unit_test(all_mistakes_of_a_run_at_once),
    cmocka_unit_test(a_table_row_has_its_line),
    cmocka_unit_test(sets_of_lists_say_what_their_lists_say),
    cmocka_unit_test(weights_part_a_list),
  };
  int failed = cmocka_run_group_tests(tests, NULL, NULL);
  return test_folder_remove(folder, failed);
}
