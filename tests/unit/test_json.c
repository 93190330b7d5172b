#include "testing.h"

#include "base/json.h"

static void values_know_their_own_bytes(void **state)
{
  (void)state;
  g_autoptr(NtArena) arena = nt_arena_new();
  g_autoptr(GError) error = NULL;
  NtStr line = NT_STR("{\"n\" : 12345678901234567890, \"x\":1e400,\"s\":\"\\u00e9\\ud83d\\ude00\",\"a\":[1, {\"b\":null}],\"t\":true}");
  const NtJson *root = nt_json_parse(arena, line, &error);
  assert_null(error);
  assert_str(nt_json_get(root, "n")->raw, "12345678901234567890");
  assert_str(nt_json_get(root, "x")->raw, "1e400");
  assert_str(nt_json_get(root, "s")->string, "é😀");
  assert_str(nt_json_get(root, "s")->raw, "\"\\u00e9\\ud83d\\ude00\"");
  assert_str(nt_json_get(root, "a")->raw, "[1, {\"b\":null}]");
  assert_str(nt_json_get(root, "a")->raw_key, "\"a\"");
  assert_int_equal(nt_json_get(root, "a")->count, 2);
}

static void what_is_no_json_is_refused(void **state)
{
  (void)state;
  static const char *const wrong[] = {
    "",       "{",        "[1,]",      "{\"a\":1,}",  "01",      "+1",     "NaN",      "'a'",          "\"a",
    "\"\t\"", "{\"a\" 1}", "[1] [2]",  "\"\\ud800\"", "\"\\x\"", "tru",    "\"\xFF\"", "\"\xED\xA0\x80\"", "\"\xF4\x90\x80\x80\"", "\"\xC0\x80\"", "[1,\f2]", "[1,\v2]", "{1:2}",        "\"\\udc00\\ud800\"", "{} \"te", "[1 2]", "1.", "-", "1e", "\"\\u12g4\"", "\"\\", "{\"a\":}", "{\"a\":1 \"b\":2}", "\"\\ud83d\\+de00\"",
  };
  for (guint i = 0; i < G_N_ELEMENTS(wrong); i++) {
    g_autoptr(NtArena) arena = nt_arena_new();
    g_autoptr(GError) error = NULL;
    if (nt_json_parse(arena, nt_str(wrong[i]), &error))
      fail_msg("taken for JSON: %s", wrong[i]);
    assert_non_null(error);
  }
}

static void escapes_stand_for_what_they_name(void **state)
{
  (void)state;
  g_autoptr(NtArena) arena = nt_arena_new();
  const NtJson *root = nt_json_parse(arena, NT_STR(" [ \"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0041\\u20AC\" , \"\", {} , [ ] , -0.5E+3 ] "), NULL);
  assert_non_null(root);
  assert_int_equal(root->count, 5);
  assert_str(root->first->string, "\"\\/\b\f\n\r\tA\xE2\x82\xAC");
  assert_int_equal(root->first->next->string.n, 0);
  assert_str(root->first->next->next->next->next->raw, "-0.5E+3");
}

static void depth_is_bounded(void **state)
{
  (void)state;
  g_autoptr(NtArena) arena = nt_arena_new();
  g_autoptr(GError) error = NULL;
  g_autoptr(GString) deep = g_string_new(NULL);
  for (guint i = 0; i < 100000; i++)
    g_string_append_c(deep, '[');
  assert_null(nt_json_parse(arena, nt_str(deep->str), &error));
  assert_non_null(strstr(error->message, "too deep"));
}

/* What is written is read again as what it was. */
static void strings_round_trip(void **state)
{
  (void)state;
  guint64 seed = 7;
  static const char *const points[] = {"a", "\"", "\\", "\n", "\x01", "é", "😀", "/", "\x1f", "\x7f", "longer plain text "};
  for (guint round = 0; round < 500; round++) {
    g_autoptr(NtArena) arena = nt_arena_new();
    g_autoptr(GString) text = g_string_new(NULL);
    g_autoptr(GString) out = g_string_new(NULL);
    for (guint i = test_random(&seed) % 40; i; i--)
      g_string_append(text, points[test_random(&seed) % G_N_ELEMENTS(points)]);
    nt_json_put_string(out, nt_str_n(text->str, text->len));
    const NtJson *back = nt_json_parse(arena, nt_str_n(out->str, out->len), NULL);
    assert_non_null(back);
    assert_str(back->string, text->str);
  }
}

/* Each length, with nothing to escape and with one byte at each place. */
static void one_byte_is_escaped_wherever_it_stands(void **state)
{
  (void)state;
  static const struct {
    char byte;
    const char *escaped;
  } bytes[] = {{'"', "\\\""}, {'\\', "\\\\"}, {'\n', "\\n"}, {'\r', "\\r"}, {'\t', "\\t"}, {'\0', "\\u0000"}, {'\x1f', "\\u001f"}, {' ', " "}, {'\x7f', "\x7f"}, {'\xc3', "\xc3"}};
  for (gsize n = 1; n < 50; n++)
    for (gsize at = 0; at < n; at++)
      for (guint b = 0; b < G_N_ELEMENTS(bytes); b++) {
        g_autofree char *plain = g_strnfill(n, 'x'), *text = g_memdup2(plain, n);
        text[at] = bytes[b].byte;
        g_autoptr(GString) out = g_string_new("{"), wanted = g_string_new(NULL);
        g_string_append_printf(wanted, "{\"%.*s%s%.*s\",", (int)at, plain, bytes[b].escaped, (int)(n - at - 1), plain);
        char *p = nt_json_string_at(out, nt_json_room(out, n + 3), nt_str_n(text, n), 1);
        *p++ = ',';
        nt_json_end(out, p);
        assert_string_equal(out->str, wanted->str);
      }
}

static void counts_have_all_their_digits(void **state)
{
  (void)state;
  for (guint64 ten = 1; ten; ten = ten > G_MAXUINT64 / 10 ? 0 : ten * 10)
    for (guint64 value = ten - 1; value <= ten + 1; value++) {
      g_autoptr(GString) out = g_string_new(NULL);
      g_autofree char *wanted = g_strdup_printf("%" G_GUINT64_FORMAT, value);
      nt_json_put_count(out, value);
      assert_string_equal(out->str, wanted);
    }
}

static void numbers_are_short(void **state)
{
  (void)state;
  static const struct {
    double value;
    const char *text;
  } cases[] = {{0, "0"}, {0.98, "0.98"}, {7.5, "7.5"}, {-0.125, "-0.125"}, {1.0 / 3, "0.333"}, {1234567, "1234567"}, {0.9996, "1"}, {0.0005, "0.001"},
               {0.0004999, "0"}, {0.1, "0.1"}, {12.05, "12.05"}, {-0.0001, "0"}, {1e13, "10000000000000"}};
  for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autoptr(GString) out = g_string_new(NULL);
    nt_json_put_number(out, cases[i].value);
    assert_string_equal(out->str, cases[i].text);
  }
}

int main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(values_know_their_own_bytes), cmocka_unit_test(what_is_no_json_is_refused),
    cmocka_unit_test(depth_is_bounded),            cmocka_unit_test(strings_round_trip),
    cmocka_unit_test(numbers_are_short),           cmocka_unit_test(one_byte_is_escaped_wherever_it_stands),
    cmocka_unit_test(counts_have_all_their_digits),   cmocka_unit_test(escapes_stand_for_what_they_name),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
