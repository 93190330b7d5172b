#include "testing.h"

#include "base/nearest.h"
#include "base/yaml_tree.h"

static const NtYaml *parse(NtArena *arena, NtDiagnostics *diagnostics, const char *text)
{
  static NtYamlContext context;
  context = (NtYamlContext){"f.yaml", diagnostics, FALSE};
  return nt_yaml_parse(arena, nt_str(text), &context);
}

static void everything_is_a_string_with_its_place(void **state)
{
  (void)state;
  g_autoptr(NtArena) arena = nt_arena_new();
  g_autoptr(NtDiagnostics) diagnostics = nt_diagnostics_new();
  const NtYaml *root = parse(arena, diagnostics, "a: NO\nb:\n  - 1.50\n  - {c: 2026-01-01}\n");
  assert_non_null(root);
  assert_str(nt_yaml_text(root, "a"), "NO");
  const NtYaml *list = nt_yaml_get(root, "b");
  assert_int_equal(list->count, 2);
  assert_str(list->first->text, "1.50");
  const NtYaml *date = nt_yaml_get(list->first->next, "c");
  assert_str(date->text, "2026-01-01");
  assert_int_equal(date->line, 4);
  assert_int_equal(date->column, 9);
}

static void mistakes_have_a_place(void **state)
{
  (void)state;
  static const struct {
    const char *text, *place, *words;
  } cases[] = {
    {"a: 1\na: 2\n", "f.yaml:2:1: error: ", "stands here twice"},
    {"a: [1\n", "f.yaml:2:1: error: ", "flow sequence"},
    {"a: &x 1\n", "f.yaml:1:4: error: ", "anchor"},
    {"a: *x\n", "f.yaml:1:4: error: ", "alias"},
    {"a: !t 1\n", "f.yaml:1:4: error: ", "tag"},
    {"a: 1\n---\nb: 2\n", "f.yaml:2:1: error: ", "second document"},
    {"a: 1\nb: \xFF\n", "f.yaml:2:4: error: ", "not UTF-8"},
    {"? [x]\n: 1\n", "f.yaml:1:3: error: ", "key must be"},
  };
  for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autoptr(NtArena) arena = nt_arena_new();
    g_autoptr(NtDiagnostics) diagnostics = nt_diagnostics_new();
    parse(arena, diagnostics, cases[i].text);
    g_autofree char *text = nt_diagnostics_text(diagnostics);
    if (!g_str_has_prefix(text, cases[i].place) || !strstr(text, cases[i].words))
      fail_msg("%s gave: %s", cases[i].text, text);
  }
}

static void all_findings_of_a_mapping_at_once(void **state)
{
  (void)state;
  static const NtYamlKey keys[] = {
    {"name", NT_YAML_WANT_TEXT, TRUE}, {"plural", NT_YAML_WANT_BOOL, FALSE}, {"lat", NT_YAML_WANT_NUMBER, FALSE},
    {"aliases", NT_YAML_WANT_TEXTS, FALSE}, {NULL, NT_YAML_WANT_ANY, FALSE},
  };
  g_autoptr(NtArena) arena = nt_arena_new();
  g_autoptr(NtDiagnostics) diagnostics = nt_diagnostics_new();
  const NtYaml *root = parse(arena, diagnostics, "plurl: true\nplural: NO\nlat: 1x\naliases: [a, '']\n");
  NtYamlContext context = {"f.yaml", diagnostics, FALSE};
  assert_false(nt_yaml_check(&context, root, "an entry", keys));
  g_autofree char *text = nt_diagnostics_text(diagnostics);
  assert_non_null(strstr(text, "1:1: error: an entry has no key \"plurl\"; did you mean \"plural\"?"));
  assert_non_null(strstr(text, "2:9: error: an entry: \"plural\" must be true or false"));
  assert_non_null(strstr(text, "3:6: error: an entry: \"lat\" must be a number"));
  assert_non_null(strstr(text, "4:10: error: an entry: \"aliases\" must be a list of texts, none empty"));
  assert_non_null(strstr(text, "an entry needs \"name\""));
  assert_int_equal(nt_diagnostics_count(diagnostics, NT_SEVERITY_ERROR), 5);
}

static void depth_is_bounded(void **state)
{
  (void)state;
  g_autoptr(NtArena) arena = nt_arena_new();
  g_autoptr(NtDiagnostics) diagnostics = nt_diagnostics_new();
  g_autoptr(GString) deep = g_string_new(NULL);
  for (guint i = 0; i < 5000; i++)
    g_string_append_c(deep, '[');
  assert_null(parse(arena, diagnostics, deep->str));
  g_autofree char *text = nt_diagnostics_text(diagnostics);
  assert_non_null(strstr(text, "too deep"));
}

static void numbers_are_plain_decimals(void **state)
{
  (void)state;
  double value;
  assert_true(nt_parse_number(NT_STR("-1.5e3"), &value) && value == -1500);
  /* Short ones are read without strtod, and are the same doubles. */
  for (gint32 i = -30000; i < 30000; i++) {
    g_autofree char *text = g_strdup_printf("%d.%04d", i / 7, abs(i) * 13 % 10000);
    assert_true(nt_parse_number(nt_str(text), &value) && value == g_ascii_strtod(text, NULL));
  }
  static const char *const wrong[] = {"", "x", "1,5", "0x10", "inf", "nan", "1 ", "1e999"};
  for (guint i = 0; i < G_N_ELEMENTS(wrong); i++)
    assert_false(nt_parse_number(nt_str(wrong[i]), &value));
}

static void assert_same_tree(const NtYaml *a, const NtYaml *b)
{
  assert_true(a && b);
  assert_true(a->kind == b->kind && a->line == b->line && a->column == b->column && a->plain == b->plain && a->count == b->count);
  assert_true(nt_str_equal(a->text, b->text) && nt_str_equal(a->key, b->key));
  assert_true(a->key_line == b->key_line && a->key_column == b->key_column);
  const NtYaml *x = a->first, *y = b->first;
  for (; x && y; x = x->next, y = y->next)
    assert_same_tree(x, y);
  assert_true(!x && !y);
}

/* A tree put down as bytes comes back as it was; cut short or with a byte changed it is another one or none. */
static void trees_come_back(void **state)
{
  (void)state;
  g_autoptr(NtArena) arena = nt_arena_new();
  g_autoptr(NtDiagnostics) diagnostics = nt_diagnostics_new();
  const NtYaml *root = parse(arena, diagnostics, "a: NO\nb:\n  - 'é x'\n  - {c: 2026-01-01, d: []}\n  - \"\"\ne: {}\n");
  g_autoptr(GString) bytes = g_string_new(NULL);
  nt_yaml_put_tree(root, bytes);
  const NtYaml *again = nt_yaml_take_tree(arena, nt_str_n(bytes->str, bytes->len), FALSE);
  assert_same_tree(root, again);
  NtStr text = nt_yaml_get(again, "b")->first->text;
  assert_int_equal(text.p[text.n], '\0');
  for (gsize n = 0; n < bytes->len; n++) {
    g_autofree char *cut = g_memdup2(bytes->str, n);
    assert_null(nt_yaml_take_tree(arena, nt_str_n(cut, n), FALSE));
  }
  for (gsize at = 0; at < bytes->len; at++)
    for (guint value = 0; value < 256; value++) {
      g_autofree char *changed = g_memdup2(bytes->str, bytes->len);
      changed[at] = (char)value;
      nt_yaml_take_tree(arena, nt_str_n(changed, bytes->len), FALSE);
    }
}

/* The character at that line and column. */
static char at_place(const char *p, guint line, guint column)
{
  for (; *p && line > 1; p++)
    line -= *p == '\n';
  return *g_utf8_offset_to_pointer(p, (glong)column - 1);
}

/* Each letter of a text stands where the file is said to have it, in every way of writing. */
static void bytes_of_a_scalar_have_places(void **state)
{
  (void)state;
  static const char *const files[] = {
    "k: abc def\n",
    "é: [x, {k: 'ab''c ''d'}]\n",
    "k: \"a\\u00e9b\\\"c\\\\dé\\te\\x41f\"\n",
    "k: abc\n  def   \n\n  ghi\n",
    "k: \"abc \n  def\n\n\n  g''hi\"\n",
    "k: |\n  abc\n    def\n\n  ghi\n",
    "k: >-  # folded\n\n   abc\n   def\n\n\n   ghi\n     jkl\n   mno\n\n     pqr\nz: x\n",
    "k: |\r\n  abc\r\n  def\r\n",
  };
  for (guint i = 0; i < G_N_ELEMENTS(files); i++) {
    g_autoptr(NtArena) arena = nt_arena_new();
    g_autoptr(NtDiagnostics) diagnostics = nt_diagnostics_new();
    NtYamlContext context = {"f", diagnostics, FALSE};
    const NtYaml *node = nt_yaml_parse(arena, nt_str(files[i]), &context);
    while (node->first)
      node = node->kind == NT_YAML_SEQUENCE ? node->first->next : node->first;
    for (gsize at = 0; at < node->text.n; at++) {
      guint line = node->line, column = node->column;
      assert_true(nt_yaml_place(nt_str(files[i]), node->text, at, &line, &column));
      if (g_ascii_isalpha(node->text.p[at]) && node->text.p[at] != 'A') /* that one is written \x41 */
        assert_int_equal(at_place(files[i], line, column), node->text.p[at]);
    }
    guint line = node->line, column = node->column;
    assert_false(nt_yaml_place(nt_str(files[i]), NT_STR("abd"), 2, &line, &column)); /* another text */
    assert_true(line == node->line && column == node->column);
  }
}

/* Short decimals are read without strtod, to the same bit. */
static void numbers_as_strtod_reads_them(void **state)
{
  (void)state;
  static const char *const fixed[] = {"0", "-0", "5.", ".5", "-.5", "0.1", "37.7749", "-122.41942", "999999999999999", "0.00000000000001", "1e5", "123456789012345678"};
  static const char *const none[] = {"", "-", ".", "-.", "1.2.3", "1-2", "0x10", "+1", "1 ", "e5", "--1"};
  double value;
  for (guint i = 0; i < G_N_ELEMENTS(fixed); i++) {
    assert_true(nt_parse_number(nt_str(fixed[i]), &value));
    double expected = g_ascii_strtod(fixed[i], NULL);
    assert_memory_equal(&value, &expected, sizeof value);
  }
  for (guint i = 0; i < G_N_ELEMENTS(none); i++)
    if (nt_parse_number(nt_str(none[i]), &value))
      fail_msg("%s is no number", none[i]);
  guint64 seed = 5;
  for (guint round = 0; round < 100000; round++) {
    char text[24];
    guint n = 1 + (guint)(test_random(&seed) % 15), point = (guint)(test_random(&seed) % 20);
    for (guint i = 0; i < n; i++)
      text[i] = i == point && n > 1 ? '.' : (char)('0' + test_random(&seed) % 10);
    text[n] = '\0';
    double expected = g_ascii_strtod(text, NULL);
    if (!nt_parse_number(nt_str(text), &value) || memcmp(&value, &expected, sizeof value) != 0)
      fail_msg("%s", text);
  }
}

int main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(everything_is_a_string_with_its_place), cmocka_unit_test(mistakes_have_a_place),
    cmocka_unit_test(all_findings_of_a_mapping_at_once),     cmocka_unit_test(depth_is_bounded),
    cmocka_unit_test(numbers_are_plain_decimals),
    cmocka_unit_test(trees_come_back),
    cmocka_unit_test(numbers_as_strtod_reads_them),
    cmocka_unit_test(bytes_of_a_scalar_have_places),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
