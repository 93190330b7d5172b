#include "testing.h"

#include "base/utf8.h"

static void valid_prefix_stops_at_the_first_bad_byte(void **state)
{
  (void)state;
  static const struct {
    const char *text;
    gsize n, valid;
  } cases[] = {
    {"plain ascii, longer than eight", 30, 30}, {"caf\xC3\xA9", 5, 5},   {"caf\xC3", 4, 3},          {"\xC0\x80", 2, 0},
    {"a\xED\xA0\x80", 4, 1},                    {"\xF4\x90\x80\x80", 4, 0}, {"a\0b", 3, 1},             {"\xE2\x82\xAC", 3, 3},
    {"\xF0\x9F\x98\x80", 4, 4},                 {"\xE0\x80\x80", 3, 0},     {"12345678\xFF", 9, 8},
  };
  for (guint i = 0; i < G_N_ELEMENTS(cases); i++)
    assert_int_equal(nt_utf8_valid_prefix(cases[i].text, cases[i].n), cases[i].valid);
}

static void repair_says_what_it_did(void **state)
{
  (void)state;
  g_autoptr(NtArena) arena = nt_arena_new();
  NtUtf8Repairs repairs;
  assert_str(nt_utf8_repair(arena, nt_str_n("\xEF\xBB\xBF" "a\xFF\xFE" "b\0c", 9), &repairs), "a\uFFFDb\uFFFDc");
  assert_true(repairs.bom);
  assert_int_equal(repairs.invalid_bytes, 2);
  assert_int_equal(repairs.nul_bytes, 1);
  NtStr good = NT_STR("nothing to do");
  assert_ptr_equal(nt_utf8_repair(arena, good, &repairs).p, good.p);
}

/* Against GLib, at every offset of random text. */
static void offsets_agree_with_glib(void **state)
{
  (void)state;
  static const char *const points[] = {"a", "é", "香", "😀", " ", "\n", "İ", "e\u0301"};
  guint64 seed = 1;
  for (guint round = 0; round < 50; round++) {
    g_autoptr(NtArena) arena = nt_arena_new();
    g_autoptr(GString) text = g_string_new(NULL);
    guint n = test_random(&seed) % 900;
    for (guint i = 0; i < n; i++)
      g_string_append(text, points[test_random(&seed) % (round % 2 ? 1 : G_N_ELEMENTS(points))]);
    NtOffsets offsets;
    nt_offsets_init(&offsets, arena, nt_str_n(text->str, text->len));
    glong length = g_utf8_strlen(text->str, -1);
    for (glong p = 0; p <= length; p++) {
      gsize byte = (gsize)(g_utf8_offset_to_pointer(text->str, p) - text->str);
      assert_int_equal(nt_offsets_byte(&offsets, (gsize)p), byte);
      assert_int_equal(nt_offsets_point(&offsets, byte), p);
    }
    assert_true(nt_offsets_byte(&offsets, (gsize)length + 1) == G_MAXSIZE);
  }
}

int main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(valid_prefix_stops_at_the_first_bad_byte),
    cmocka_unit_test(repair_says_what_it_did),
    cmocka_unit_test(offsets_agree_with_glib),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
