#include "testing.h"

#include "base/charset.h"

#include <stdio.h>

static void pieces_are_the_whole(void **state)
{
  static const struct {
    const char *name;
    NtStr bytes;
    const char *text;
    gsize invalid;
  } rows[] = {
    {"windows-1252", NT_STR("caf\xE9 \x80" "5"), "café €5", 0},
    {"utf-16le", NT_STR("A\0\x3D\xD8\x00\xDE" "B\0"), "A😀B", 0},
    {"utf-8", NT_STR("\xF0\x9F\x98\x80 \xC3\xA9"), "😀 é", 0},
    {"utf-8", NT_STR("a\xFF\xFE" "b\xC3"), "a\uFFFDb\uFFFD", 3},
    {"utf-8", NT_STR("a\xF6\xA8\xBE\xAD" "b"), "a\uFFFDb", 4}, /* behind the last of Unicode */
    {"utf-8", NT_STR("\xF4\x8F\xBF\xBF\xF4\x90\x80\x80\xF5\x80\x80\x80"), "\U0010FFFF\uFFFD", 8},
    {"shift_jis", NT_STR("\x93\x8C\x8B\x9E"), "東京", 0},
  };
  (void)state;
  for (guint i = 0; i < G_N_ELEMENTS(rows); i++)
    for (gsize size = 1; size <= rows[i].bytes.n; size++) {
      g_autoptr(NtCharset) c = nt_charset_open(rows[i].name);
      g_autoptr(GString) out = g_string_new(NULL);
      assert_non_null(c);
      for (gsize at = 0; at < rows[i].bytes.n; at += size) {
        gsize n = MIN(size, rows[i].bytes.n - at);
        nt_charset_feed(c, nt_str_n(rows[i].bytes.p + at, n), at + n == rows[i].bytes.n, out);
      }
      assert_string_equal(out->str, rows[i].text);
      assert_int_equal(nt_charset_invalid(c), rows[i].invalid);
    }
}

static void names_are_words(void **state)
{
  (void)state;
  assert_true(nt_charset_is_known("iso-8859-2"));
  assert_false(nt_charset_is_known("no-such-set"));
  assert_false(nt_charset_is_known(""));
  assert_false(nt_charset_is_known("utf-8//TRANSLIT"));
  assert_null(nt_charset_open("utf-8//IGNORE"));
}

static void a_table_has_what_a_byte_means(void **state)
{
  gunichar table[128];
  (void)state;
  assert_true(nt_charset_table("windows-1252", table));
  assert_int_equal(table[0], 0x20AC);
  assert_int_equal(table[1], 0); /* 0x81 is nothing */
  assert_int_equal(table[0x69], 0xE9);
  assert_false(nt_charset_table("no-such-set", table));
}

int main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(pieces_are_the_whole),
    cmocka_unit_test(names_are_words),
    cmocka_unit_test(a_table_has_what_a_byte_means),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
