/* A folder that is laid over the image of another gives what both give that are compiled at once. */
#include "testing.h"

#include "knowledge/knowledge.h"
#include "knowledge/lexis.h"
#include "knowledge/touch_units.h"

#include <glib/gstdio.h>

static char *top;
static guint64 seed = 7;

static const char *const words[] = {"Ada", "Berg", "berg", "New", "York", "St", "Louis", "US", "of", "Bank", "O'Neil", "Élan", "Zug"};

static guint below(guint n)
{
  return (guint)(test_random(&seed) % n);
}

static void put(const char *folder, const char *name, const char *text)
{
  g_autofree char *path = g_build_filename(top, folder, name, NULL), *dir = g_path_get_dirname(path);
  g_mkdir_with_parents(dir, 0700);
  assert_true(g_file_set_contents(path, text, -1, NULL));
}

static void put_some_name(GString *out)
{
  g_string_append_printf(out, "\"%s", words[below(G_N_ELEMENTS(words))]);
  for (guint more = below(3); more; more--)
    g_string_append_printf(out, " %s", words[below(G_N_ELEMENTS(words))]);
  g_string_append_c(out, '"');
}

#define HEAD "source: s\nlicence: l\n"

static void put_entries(const char *folder, guint from, guint to, gboolean removes)
{
  static const char *const cases[] = {"title", "fold", "exact", "upper"}, *const kinds[] = {"country", "territory", "city", "hill"};
  g_autoptr(GString) out = g_string_new(HEAD "type: place\n");
  if (removes)
    g_string_append(out, "remove: [e1, e2]\n");
  g_string_append(out, "entries:\n");
  for (guint i = from; i < to; i++) {
    g_string_append_printf(out, "  - {id: e%u, country: %s, kind: %s, population: %u, case: %s, plural: %s, name: ", i, below(2) ? "US" : "CH",
                           kinds[below(4)], below(3), cases[below(4)], below(2) ? "true" : "false");
    put_some_name(out);
    g_string_append(out, ", aliases: [");
    put_some_name(out);
    g_string_append(out, ", {text: ");
    put_some_name(out);
    g_string_append_printf(out, ", context: [%s], not: [x]}]}\n", words[below(3)]);
  }
  put(folder, "gazetteers/entries.yaml", out->str);
}

static void put_list(const char *folder, const char *list)
{
  g_autoptr(GString) out = g_string_new(NULL);
  g_autofree char *name = g_strdup_printf("gazetteers/words/%s.yaml", list);
  g_string_printf(out, HEAD "list: %s\ncase: %s\nweight: %u\nwords: [", list, below(2) ? "fold" : "title", 1 + below(2));
  put_some_name(out);
  for (guint more = below(5); more; more--) {
    g_string_append(out, ", ");
    put_some_name(out);
  }
  g_string_append(out, "]\n");
  put(folder, name, out->str);
}

static void put_topic(const char *folder, const char *id)
{
  g_autoptr(GString) out = g_string_new(NULL);
  g_autofree char *name = g_strdup_printf("rules/topics/%s.yaml", id);
  g_string_printf(out, "topics:\n  - {id: %s, label: T%u, evidence: [{words: [", id, below(9));
  put_some_name(out);
  g_string_append(out, ", ");
  put_some_name(out);
  g_string_append(out, "], weight: 2}, {kinds: [city], weight: 1}]}\n");
  put(folder, name, out->str);
}

static void put_rule(const char *folder)
{
  g_autofree char *rule = g_strdup_printf("rules:\n  - {id: %s, pattern: '{{title}} (?<person>Ada|Berg)', score: 0.7}\n", folder);
  put(folder, "rules/own.yaml", rule);
}

static NtKnowledge *open_knowledge(const char *folder, const char *cache)
{
  g_autofree char *below_it = g_build_filename(top, "below", NULL), *above = g_build_filename(top, folder, NULL);
  const char *folders[] = {above, NULL};
  NtKnowledgePlaces places = {.shipped = below_it, .folders = folders, .cache = cache};
  g_autoptr(NtDiagnostics) findings = nt_diagnostics_new();
  g_autoptr(GError) error = NULL;
  NtKnowledge *knowledge = nt_knowledge_open(&places, findings, &error);
  g_autofree char *said = nt_diagnostics_text(findings);
  if (!knowledge)
    fail_msg("%s%s", error->message, said);
  assert_string_equal(said, "");
  return knowledge;
}

/* ---- comparing ---- */

/* What there is, by hashes of all that each thing is. */
static void same_units(const NtKnowledge *a, const NtKnowledge *b)
{
  g_autoptr(NtTouchUnits) x = nt_touch_units_new(a), y = nt_touch_units_new(b);
  assert_int_equal(x->header.n_units, y->header.n_units);
  assert_true(x->header.all == y->header.all);
  for (guint32 i = 0; i < x->header.n_units; i++)
    assert_true(x->units[i].sign == y->units[i].sign);
}

static void same_entries(const NtImage *a, const NtImage *b)
{
  assert_int_equal(a->n_ENTRIES, b->n_ENTRIES);
  assert_int_equal(a->n_KIND_ENTRIES, b->n_KIND_ENTRIES);
  for (guint32 e = 0; e < a->n_ENTRIES; e++) {
    NtStr id = nt_image_string(a, a->ENTRIES[e].id), kind = nt_image_fact(a, e, NT_FACT_KIND);
    guint32 other = nt_image_entry(b, id), n, m;
    assert_int_equal(nt_image_entry(a, id), e);
    assert_int_not_equal(other, G_MAXUINT32);
    nt_image_of_kind(a, kind, &n);
    nt_image_of_kind(b, kind, &m);
    assert_int_equal(n, m);
  }
  for (guint i = 0; i < NT_COUNTRY_CELLS; i++) {
    guint32 e = a->COUNTRIES[i], f = b->COUNTRIES[i];
    assert_true(!e == !f);
    if (e)
      assert_true(nt_str_equal(nt_image_string(a, a->ENTRIES[e - 1].id), nt_image_string(b, b->ENTRIES[f - 1].id)));
  }
}

typedef const char *(*Owner)(const NtImage *image, guint32 owner);

static const char *entry_of(const NtImage *image, guint32 owner)
{
  return nt_image_string(image, image->ENTRIES[owner].id).p;
}

static const char *list_of(const NtImage *image, guint32 owner)
{
  return nt_image_string(image, image->LISTS[owner].name).p;
}

static const char *term_of(const NtImage *image, guint32 owner)
{
  static char text[32];
  g_snprintf(text, sizeof text, "%u:%u", image->TERMS[owner].topic, image->TERMS[owner].term);
  return text;
}

static char *hits_of(const NtImage *image, const char *text)
{
  g_autoptr(NtArena) arena = nt_arena_new();
  g_autoptr(GString) out = g_string_new(NULL);
  NtLexis lexis;
  assert_true(nt_lexis_find(image, arena, nt_str(text), &lexis, NULL));
  const struct {
    const NtLexisHit *v;
    guint n;
    Owner owner;
  } kinds[] = {{lexis.names.v, lexis.names.n, entry_of}, {lexis.phrases.v, lexis.phrases.n, list_of}, {lexis.terms.v, lexis.terms.n, term_of}};
  for (guint k = 0; k < G_N_ELEMENTS(kinds); k++)
    for (guint i = 0; i < kinds[k].n; i++) {
      const NtLexisHit *hit = &kinds[k].v[i];
      NtWhere where = nt_image_alias_where(image, hit->alias);
      g_string_append_printf(out, "%u %u-%u %s %s:%u\n", k, hit->first, hit->end, kinds[k].owner(image, image->ALIASES[hit->alias].owner),
                             where.file.p, where.line);
    }
  for (guint32 i = 0; i < lexis.tokens.n; i++) {
    guint32 class = lexis.tokens.v[i].lists;
    for (guint32 m = image->CLASSES[class]; m < image->CLASSES[class + 1]; m++)
      g_string_append_printf(out, "%u in %s %g\n", i, list_of(image, image->MEMBERSHIPS[m].list), (double)image->MEMBERSHIPS[m].weight);
    g_string_append_printf(out, "%u ", (guint)lexis.tokens.v[i].flags);
  }
  return g_string_free(g_steal_pointer(&out), FALSE);
}

static void same_hits(const NtImage *a, const NtImage *b)
{
  for (guint round = 0; round < 20; round++) {
    g_autoptr(GString) text = g_string_new(NULL);
    for (guint n = below(30); n; n--)
      g_string_append_printf(text, "%s%s", words[below(G_N_ELEMENTS(words))], below(6) ? " " : below(2) ? ". " : "s ");
    g_autofree char *x = hits_of(a, text->str), *y = hits_of(b, text->str);
    if (!g_str_equal(x, y))
      fail_msg("in \"%s\":\n%s\nbut:\n%s", text->str, x, y);
  }
}

static void compare(const char *folder, const char *cache)
{
  NtKnowledge *upon = open_knowledge(folder, cache), *whole = open_knowledge(folder, NULL);
  GError *error = NULL;
  const NtImage *a = nt_knowledge_image(upon), *b = nt_knowledge_image(whole);
  NtImage copy;
  assert_true(nt_image_open(&copy, a->base, a->size, FALSE, &error));
  same_units(upon, whole);
  same_entries(a, b);
  same_hits(a, b);
  nt_knowledge_unref(upon);
  nt_knowledge_unref(whole);
}

static void a_folder_upon_an_image_is_as_both_at_once(void **state)
{
  (void)state;
  for (guint round = 0; round < 100; round++) {
    put_entries("below", 0, 4 + below(round % 2 ? 200 : 12), FALSE);
    put_list("below", "title");
    put_list("below", "abbreviation");
    put_topic("below", "t1");
    put_topic("below", "t2");
    put_rule("below");
    for (guint part = 0; part < 4; part++) {
      g_autofree char *above = g_strdup_printf("above%u", part), *cache = g_build_filename(top, "cache", NULL);
      guint from = below(2) ? 0 : 3;
      put(above, "gazetteers/none.yaml", HEAD "list: none\nwords: []\n");
      if (below(2))
        put_entries(above, from, from + 1 + below(round % 3 ? 6 : 300), from == 3);
      if (below(2))
        put_list(above, below(2) ? "title" : "fresh");
      if (below(3) == 0)
        put_topic(above, below(2) ? "t2" : "t3");
      if (below(3) == 0)
        put_rule(above);
      compare(above, cache);
    }
    g_autofree char *away = g_strdup_printf("rm -r '%s'/*", top);
    assert_int_equal(system(away), 0);
  }
}

int main(void)
{
  top = test_folder_new();
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(a_folder_upon_an_image_is_as_both_at_once),
  };
  int failed = cmocka_run_group_tests(tests, NULL, NULL);
  return test_folder_remove(top, failed);
}
