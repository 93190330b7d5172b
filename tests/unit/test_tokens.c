#include "testing.h"

#include "article/tokens.h"

static NtTokens find(NtArena *arena, const char *text)
{
  return nt_tokens_find(arena, nt_str(text));
}

static void words_and_gaps(void **state)
{
  (void)state;
  g_autoptr(NtArena) arena = nt_arena_new();
  const char *text = "Al-Qaeda's U.S. cell, St. Louis; AT&T iPhone 香港 x";
  static const struct {
    const char *word;
    guint8 gap, shape;
  } expected[] = {
    {"Al", NT_GAP_BREAK, NT_SHAPE_CAPITAL},      {"Qaeda", NT_GAP_HYPHEN, NT_SHAPE_CAPITAL}, {"s", NT_GAP_APOSTROPHE, NT_SHAPE_LOWER},
    {"U.S.", NT_GAP_SPACE, NT_SHAPE_UPPER},      {"cell", NT_GAP_SPACE, NT_SHAPE_LOWER},     {"St", ',', NT_SHAPE_CAPITAL},
    {"Louis", NT_GAP_DOT_SPACE, NT_SHAPE_CAPITAL}, {"AT", ';', NT_SHAPE_UPPER},              {"T", NT_GAP_AMPERSAND, NT_SHAPE_INITIAL},
    {"iPhone", NT_GAP_SPACE, NT_SHAPE_MIXED},    {"香", NT_GAP_SPACE, NT_SHAPE_OTHER},      {"港", NT_GAP_NONE, NT_SHAPE_OTHER},
    {"x", NT_GAP_SPACE, NT_SHAPE_LOWER},
  };
  NtTokens tokens = find(arena, text);
  assert_int_equal(tokens.n, G_N_ELEMENTS(expected));
  for (guint i = 0; i < tokens.n; i++) {
    assert_str(nt_str_n(text + tokens.v[i].start, tokens.v[i].end - tokens.v[i].start), expected[i].word);
    assert_int_equal(tokens.v[i].gap, expected[i].gap);
    assert_int_equal(tokens.v[i].shape, expected[i].shape);
  }
}

/* What nobody sees parts no word, but stands for a hyphen or a space before a capital; entities are what they stand for. */
static void gaps_of_typography(void **state)
{
  (void)state;
  static const struct {
    const char *text, *second;
    guint8 gap;
  } cases[] = {
    {"Al\u00adQaeda", "Qaeda", NT_GAP_HYPHEN},  {"Xi\u200bJinping", "Jinping", NT_GAP_SPACE},     {"O&#39;Hara", "Hara", NT_GAP_APOSTROPHE},
    {"O&#x2019;Hara", "Hara", NT_GAP_APOSTROPHE}, {"O&rsquo;Hara", "Hara", NT_GAP_APOSTROPHE},    {"New&nbsp;York", "York", NT_GAP_SPACE},
    {"New&#160;York", "York", NT_GAP_SPACE},      {"AT&amp;T", "T", NT_GAP_AMPERSAND},            {"AT&T", "T", NT_GAP_AMPERSAND},
    {"O\u02bcHara", "Hara", NT_GAP_APOSTROPHE},   {"O\xC2\x92" "Hara", "Hara", NT_GAP_APOSTROPHE},     {"Addis\n> Ababa", "Ababa", NT_GAP_SPACE},
    {"a &#; b", "b", NT_GAP_BREAK},               {"Putin¹", "¹", NT_GAP_NONE},                   {"Addis\n>\n> Ababa", "Ababa", NT_GAP_BREAK},
    {"a&#", NULL, 0},                             {"a\u00ad", NULL, 0},
  };
  for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autoptr(NtArena) arena = nt_arena_new();
    NtTokens tokens = find(arena, cases[i].text);
    assert_int_equal(tokens.n, cases[i].second ? 2 : 1);
    if (!cases[i].second)
      continue;
    assert_str(nt_str_n(cases[i].text + tokens.v[1].start, tokens.v[1].end - tokens.v[1].start), cases[i].second);
    assert_int_equal(tokens.v[1].gap, cases[i].gap);
  }
}

static void clitics(void **state)
{
  (void)state;
  g_autoptr(NtArena) arena = nt_arena_new();
  const char *text = "they're O'Hara's Ma'ala CAN'T Deza'i s";
  static const gboolean expected[] = {FALSE, TRUE, FALSE, FALSE, TRUE, FALSE, FALSE, FALSE, TRUE, FALSE, FALSE, FALSE};
  NtTokens tokens = find(arena, text);
  assert_int_equal(tokens.n, G_N_ELEMENTS(expected));
  for (guint i = 0; i < tokens.n; i++)
    assert_int_equal(nt_token_is_clitic(nt_str(text), &tokens.v[i]), expected[i]);
}

/* Two writings of one word have one hash; two words have two. */
static void hashes_fold(void **state)
{
  (void)state;
  static const struct {
    const char *a, *b;
    gboolean same;
  } cases[] = {
    {"Beijing", "BEIJING", TRUE},   {"U.S.", "US", TRUE},         {"Caf\u00e9", "cafe\u0301", TRUE}, {"ÉCOLE", "école", TRUE},
    {"\u0130stanbul", "istanbul", TRUE}, {"Beijing", "Beijin", FALSE}, {"caf\u00e9", "cafe", FALSE},
    {"Internationalization", "INTERNATIONALIZATION", TRUE}, {"abcdefgh", "abcdefgi", FALSE}, {"Straße", "Strase", FALSE},
    {"Frank\u00adfurt", "Frankfurt", TRUE}, {"FRANK\u00adFURT", "Frankfurt", TRUE}, {"Pu\u200btin", "Putin", TRUE}, {"\u200ePutin\u2060", "Putin", TRUE},
  };
  for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autoptr(NtArena) arena = nt_arena_new();
    NtTokens a = find(arena, cases[i].a), b = find(arena, cases[i].b);
    assert_int_equal(a.n, 1);
    assert_int_equal(b.n, 1);
    if ((a.v[0].hash == b.v[0].hash) != cases[i].same)
      fail_msg("%s and %s", cases[i].a, cases[i].b);
  }
}

/* Whatever the text, words lie in order inside it and do not overlap. */
static void any_text_is_cut(void **state)
{
  (void)state;
  static const char *const pieces[] = {"a", "B", ".", " ", "\n", "’", "-", "—", "é", "香", "กำ", "\u0301", "\u200d", "😀", "7", "U.S.", "&", "\""};
  guint64 seed = 3;
  for (guint round = 0; round < 2000; round++) {
    g_autoptr(NtArena) arena = nt_arena_new();
    g_autoptr(GString) text = g_string_new(NULL);
    for (guint i = test_random(&seed) % 30; i; i--)
      g_string_append(text, pieces[test_random(&seed) % G_N_ELEMENTS(pieces)]);
    NtTokens t = nt_tokens_find(arena, nt_str_n(text->str, text->len));
    for (guint i = 0; i < t.n; i++) {
      assert_true(t.v[i].start < t.v[i].end && t.v[i].end <= text->len);
      assert_true(i == 0 || t.v[i].start >= t.v[i - 1].end);
      assert_true((text->str[t.v[i].start] & 0xC0) != 0x80);
    }
  }
}

/* Words are cut sixteen bytes at a time where sixteen bytes are there, otherwise one by one: the last words of a text show what
 * the slow way makes of those that have more behind them. */
static void both_ways_agree(void **state)
{
  (void)state;
  static const char *const words[] = {"a", "I", "Xi", "eBay", "NATO", "U.S.", "3D", "2026", "abcdefg", "Abcdefgh", "abcdefghi", "ABCDEFGHIJKLMN",
                                      "Abcdefghijklmno", "abcdefghijklmnop", "Abcdefghijklmnopq", "aBc", "x9Y", "4th", "Abcdefghijklmnopqrstuvwxyz", "café", "Élysée", "naïve"};
  static const char *const gaps[] = {" ", " ", " ", ", ", ". ", "-", "'", "’", "\n", "\n\n", ".\n", " — ", "…", "! ", ".", ".\" ", " (", "\u00a0", "\u200d", "&", "/"};
  guint64 seed = 9;
  for (guint round = 0; round < 3000; round++) {
    g_autoptr(NtArena) arena = nt_arena_new();
    g_autoptr(GString) text = g_string_new(NULL);
    for (guint i = 1 + test_random(&seed) % 14; i; i--)
      g_string_append_printf(text, "%s%s", words[test_random(&seed) % G_N_ELEMENTS(words)], gaps[test_random(&seed) % G_N_ELEMENTS(gaps)]);
    g_string_append(text, "end");
    NtTokens slow = nt_tokens_find(arena, nt_str_n(text->str, text->len));
    gsize own = text->len;
    g_string_append(text, " and forty more bytes of text come behind it all");
    NtTokens fast = nt_tokens_find(arena, nt_str_n(text->str, text->len));
    assert_true(fast.n >= slow.n);
    for (guint i = 0; i < slow.n; i++) {
      /* the last words of `slow` went one by one */
      assert_memory_equal(&slow.v[i].hash, &fast.v[i].hash, sizeof slow.v[i].hash);
      assert_int_equal(slow.v[i].start, fast.v[i].start);
      assert_int_equal(slow.v[i].end, fast.v[i].end);
      assert_int_equal(slow.v[i].shape, fast.v[i].shape);
      assert_int_equal(slow.v[i].gap, fast.v[i].gap);
      assert_int_equal(slow.v[i].flags, fast.v[i].flags);
      /* and so does each word when the text ends behind it */
      if (slow.v[i].end == own || slow.v[i].flags & NT_TOKEN_DOTTED || text->str[slow.v[i].end] == '.')
        continue;
      NtTokens cut = nt_tokens_find(arena, nt_str_n(text->str, slow.v[i].end));
      if (!(cut.n > i && cut.v[i].hash == slow.v[i].hash && cut.v[i].shape == slow.v[i].shape && cut.v[i].gap == slow.v[i].gap &&
            cut.v[i].flags == slow.v[i].flags))
        fail_msg("word %u of \"%s\"", i, text->str);
    }
  }
}

/* Gaps behind plain words are told by a table; behind a long word as behind one that is not ASCII, mark by mark. */
static void gaps_agree(void **state)
{
  (void)state;
  g_autoptr(NtArena) arena = nt_arena_new();
  const char *rest = "word and forty more bytes of text come behind it all";
  for (guint first = '\t'; first < 0x7F; first++)
    for (guint second = '\t' - 1; second < 0x7F; second++) {
      char gap[] = {(char)first, second < '\t' ? '\0' : (char)second, '\0'};
      if (g_ascii_isalnum(gap[0]) || g_ascii_isalnum(gap[1]))
        continue;
      NtTokens plain = find(arena, nt_arena_printf(arena, "Abcd%s%s", gap, rest));
      NtTokens slow = find(arena, nt_arena_printf(arena, "Abcdefghijklmnopqrstuvwxyz%s%s", gap, rest));
      NtTokens other = find(arena, nt_arena_printf(arena, "Été%s%s", gap, rest));
      assert_int_equal(plain.n, slow.n);
      for (guint i = 1; i < 3; i++)
        if (plain.v[i].gap != slow.v[i].gap || plain.v[i].flags != slow.v[i].flags || plain.v[i].gap != other.v[i].gap ||
            plain.v[i].flags != other.v[i].flags)
          fail_msg("the gap \"%s\"", gap);
      nt_arena_reset(arena);
    }
}

int main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(words_and_gaps),
    cmocka_unit_test(hashes_fold),
    cmocka_unit_test(any_text_is_cut),
    cmocka_unit_test(gaps_of_typography), cmocka_unit_test(clitics),
    cmocka_unit_test(both_ways_agree),
    cmocka_unit_test(gaps_agree),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
