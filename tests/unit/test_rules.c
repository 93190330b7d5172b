/* What rules must have, and where they run: the parts that golden cases see only from far. */
#include "testing.h"

#include "knowledge/literals.h"
#include "knowledge/rule_kept.h"
#include "knowledge/build.h"
#include "stages/4-rules/attempt.h"

static NtArena *arena; /* for what must outlive rules */

/* Whether the literal stands at byte `at`; with a space before it, whether it begins a word there. */
static gboolean stands_at(NtStr literal, NtStr text, gsize at)
{
  gboolean begins = literal.p[0] == ' ';
  NtStr sought = nt_str_n(literal.p + begins, literal.n - begins);
  return text.n - at >= sought.n && memcmp(text.p + at, sought.p, sought.n) == 0 && !(begins && at && g_ascii_isalnum(text.p[at - 1]));
}

static gboolean is_among(const NtLiteralHits *hits, guint number, gsize at)
{
  for (guint i = 0; i < hits->n; i++)
    if (hits->v[i].number == number && hits->v[i].start == at)
      return TRUE;
  return FALSE;
}

/* In a text of such pieces. */
static void try_literals(const NtLiterals *l, GRand *rand, const char *const *pieces)
{
  g_autoptr(GString) text = g_string_new(NULL);
  for (guint i = 0; i < 60; i++)
    g_string_append(text, pieces[g_rand_int_range(rand, 0, (gint32)g_strv_length((char **)pieces))]);
  NtLiteralHits hits = {0};
  NtStr all = nt_str_n(text->str, text->len);
  NtTokens words = nt_tokens_find(arena, all);
  nt_literals_find(l, arena, all, &words, &hits);
  for (guint number = 0; number < nt_literals_count(l); number++)
    for (gsize at = 0; at < all.n; at++)
      if (stands_at(nt_literals_text(l, number), all, at))
        assert_true(is_among(&hits, number, at));
  for (guint i = 0; i < hits.n; i++) {
    NtStr sought = nt_str_trim(nt_literals_text(l, hits.v[i].number));
    assert_memory_equal(text->str + hits.v[i].start, sought.p, sought.n);
    assert_int_equal(hits.v[i].end - hits.v[i].start, sought.n);
    assert_true(!i || hits.v[i - 1].start <= hits.v[i].start);
  }
}

static void literals_are_found_at_every_place(void **state)
{
  (void)state;
  static const char *const literals[] = {"a", "ab", "abab", "bab", "b\xC3\xA9", "ba", "bb", "\xC3\xA9", "abc", "babab\xC3\xA9"};
  static const char *const in_words[] = {" a", " ab", " abab", "c", ".a", ", b", " b-a", "a.b", " a.b", "\xC3\xA9 a", "(", " c (a"};
  static const char *const letters[] = {"a", "b", "c", "\xC3\xA9", NULL};
  static const char *const words[] = {"a", "b", "ab", "c", "\xC3\xA9", ".", "a.", "b.", ",", ", ", " ", "-", "(", "\xE2\x80\x99", "&amp;", NULL};
  g_autoptr(NtLiterals) l = nt_literals_new();
  g_autoptr(GRand) rand = g_rand_new_with_seed(7);
  for (guint i = 0; i < G_N_ELEMENTS(literals); i++)
    assert_int_equal(nt_literals_add(l, nt_str(literals[i])), i);
  assert_int_equal(nt_literals_add(l, NT_STR("abab")), 2);
  for (guint round = 0; round < 200; round++)
    try_literals(l, rand, letters);
  g_autoptr(NtLiterals) of_words = nt_literals_new();
  for (guint i = 0; i < G_N_ELEMENTS(in_words); i++)
    nt_literals_add(of_words, nt_str(in_words[i]));
  for (guint round = 0; round < 400; round++)
    try_literals(round & 1 ? l : of_words, rand, words);
}

/* ---- needs ---- */

typedef struct {
  const char *pattern, *keys; /* in words, apart by spaces */
  NtRuleStart start;
} Row;

static NtImage image_of(GBytes *bytes)
{
  NtImage image;
  gsize n;
  const char *base = g_bytes_get_data(bytes, &n);
  assert_true(nt_image_open(&image, base, n, FALSE, NULL));
  return image;
}

static GBytes *build_image(void)
{
  g_autoptr(NtBuild) build = nt_build_new();
  guint32 list = nt_build_list(build, NT_STR("title"));
  nt_build_file(build, NT_STR("f"));
  static const char *const words[] = {"Mr", "Lord-Mayor", "Lord Mayor of Ab"};
  for (guint i = 0; i < G_N_ELEMENTS(words); i++) {
    NtBuildAlias word = {.text = nt_str(words[i]), .policy = NT_CASE_FOLD, .line = 1, .weight = 1};
    assert_true(nt_build_list_word(build, list, &word));
  }
  return nt_build_finish(build, 1);
}

static void put_key(GString *out, const NtRuleKey *key)
{
  for (guint i = 0; i < key->n; i++)
    g_string_append_printf(out, "%s%c%u", out->len ? " " : "", key->v[i] & NT_RULE_KEY_LITERAL ? 'L' : 'a', key->v[i] & ~NT_RULE_KEY_LITERAL);
}

static char *keys_of(const NtRule *rule)
{
  GString *out = g_string_new(NULL);
  put_key(out, &rule->key);
  if (rule->also.n) {
    g_string_append(out, " and");
    put_key(out, &rule->also);
  }
  return g_string_free(out, FALSE);
}

/* The rules of a file that has one, of that pattern. */
static NtRules *rules_of(const NtImage *image, const char *pattern)
{
  g_autoptr(NtDiagnostics) diagnostics = nt_diagnostics_new();
  NtRules *rules = nt_rules_new(image);
  NtYamlContext context = {"r", diagnostics, FALSE};
  g_autofree char *yaml =
    g_strdup_printf("macros: {Cap: '\\p{Lu}\\p{Ll}+'}\nrules:\n  - id: r\n    type: product\n    pattern: '%s'\n", pattern);
  const NtYaml *root = nt_yaml_parse(arena, nt_str(yaml), &context);
  assert_non_null(root);
  nt_rules_add(rules, root, &context, 0);
  nt_rules_finish(rules, diagnostics);
  return rules;
}

static const NtRule *only_rule(const NtRules *rules)
{
  guint n;
  const NtRule *rule = nt_rules_list(rules, &n);
  assert_int_equal(n, 1);
  return rule;
}

static void what_a_pattern_needs_is_worked_out(void **state)
{
  (void)state;
  /* a0 is the list; literals are numbered as they are met. */
  static const Row rows[] = {
    {"{{title}} \\p{Lu}\\w+", "a0", NT_START_WORDS},
    {"(?:{{title}} )?\\p{Lu}\\w+", "", NT_START_ANYWHERE},
    {"MV {{Cap}}", "L0", NT_START_LETTERS},
    {"{{Cap}} and {{Cap}}", "L0", NT_START_WORDS},
    {"(?:Mount|Lake) {{Cap}}", "L0 L1", NT_START_LETTERS},
    {"(?:Mount|\\w+) {{Cap}}", "", NT_START_ANYWHERE}, /* a space is everywhere */
    {"(?i)harbour", "", NT_START_ANYWHERE},
    {"\\p{Lu}\\d+", "", NT_START_LETTERS},
    {"{{Cap}}(?: Bay)?", "", NT_START_WORDS},
    {"{{Cap}}(?= Bay)", "L0", NT_START_WORDS},
    {"{{Cap}}(?! Bay)", "", NT_START_WORDS},
    {"(?<!the ){{Cap}} Bay", "L0", NT_START_WORDS},
    {"{{Cap}}[[:alpha:]] x]", "L0", NT_START_WORDS},
    {"ab+c{0}d?(?:e|f)", "L0", NT_START_LETTERS},
    {"(?<x>a)?(?(<x>)b|c)dd", "", NT_START_ANYWHERE},
    {"\\Qa|b\\E", "", NT_START_ANYWHERE},
    {"(?:[A-CX]|The )x", "L0", NT_START_LETTERS},
    {"[a-c]x", "L0", NT_START_LETTERS},
    {"(?<![\\p{L}\\p{N}-])(?<product>\\p{Lu}\\. ){{Cap}}", "L0", NT_START_FIRST_LETTERS},
    {"(?<![\\p{L}-])(?<product>\\p{Lu}\\. ){{Cap}}", "L0", NT_START_LETTERS}, /* it may begin behind a digit */
    {"(?<![\\p{L}\\p{N}-])A b|C d", "L0 L1", NT_START_LETTERS},
    {"\\b[AC] b", "L0 L1", NT_START_FIRST_LETTERS},
    {"\\b(?:Ab|Cd)", "L0 L1", NT_START_FIRST_LETTERS},
    {"\\B(?:Ab|Cd)", "L0 L1", NT_START_LETTERS},
    {"(?:\\b)?Ab", "L0", NT_START_LETTERS},
    {"\\d?\\bAb", "L0", NT_START_LETTERS},
    {"(?<![^\\p{L}])Ab", "L0", NT_START_LETTERS},
    {"(?:{{title}} )?Ab", "L0", NT_START_ANYWHERE},
    {"(?:{{Cap}} )?Ab", "L0", NT_START_LETTERS},
    {"{{title}} Council", "L0 and a0", NT_START_WORDS},
    {"{{title}} (?:Council|Navy|x{{title}}y)", "a0 and a0 L0 L1", NT_START_WORDS},
    {"{{title}} {{title}} (?:Army|Navy)", "L0 L1 and a0", NT_START_WORDS},
    {"{{title}} {{title}} .*(?:\\d|Navy)", "a0", NT_START_WORDS}, /* the second is no other key */
    {"{{Cap}} Council'\n    before: '{{title}}", "L0 and a0", NT_START_WORDS},
    {"{{title}}'\n    after: 'Council", "a0 and L0", NT_START_WORDS}, /* which may be the end of a word */
    {"{{title}}'\n    not-after: 'Council", "a0", NT_START_WORDS},
    {"Tropical Depression {{title}}", "L0 and a0", NT_START_LETTERS}, /* what is left of a long text is no key of its own */
    {"{{title}} [Tt]he {{Cap}}", "a0", NT_START_WORDS},
    {"{{Cap}} of {{title}}", "a0", NT_START_WORDS}, /* most sentences have an `of` */
  };
  g_autoptr(GBytes) bytes = build_image();
  NtImage image = image_of(bytes);
  for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
    g_autoptr(NtRules) rules = rules_of(&image, rows[i].pattern);
    const NtRule *rule = only_rule(rules);
    g_autofree char *keys = keys_of(rule);
    if (!g_str_equal(keys, rows[i].keys) || rule->start != rows[i].start)
      fail_msg("%s: keys \"%s\", start %d", rows[i].pattern, keys, (int)rule->start);
  }
}

static char *seconds_of(const NtRule *rule)
{
  GString *out = g_string_new(NULL);
  for (guint c = ' '; c < 0x7F; c++)
    if (nt_rule_bytes_have(&rule->seconds, (char)c))
      g_string_append_c(out, (char)c);
  return g_string_free(out, FALSE);
}

/* A text may match only where its second byte is one of those: where PCRE2 finds something, it is. */
static void try_seconds(const NtRule *rule, NtRegexRoom *room, GRand *rand)
{
  static const char *const pieces[] = {"A", "a", "n", "R", "D", "F", "L", "-", ".", " ", "b", "1", "\xC3\xA9", "{,2}"};
  g_autoptr(GString) text = g_string_new(NULL);
  for (guint i = 0; i < 6; i++)
    g_string_append(text, pieces[g_rand_int_range(rand, 0, G_N_ELEMENTS(pieces))]);
  const gsize *groups;
  if (nt_regex_match(rule->pattern.regex, room, nt_str(text->str), 0, NULL, NULL, &groups) == NT_REGEX_YES && groups[0] == 0 &&
      (guchar)text->str[0] < 0x80)
    assert_true(nt_rule_bytes_have(&rule->seconds, text->str[1]));
}

static void the_second_byte_of_a_match_is_known(void **state)
{
  (void)state;
  static const struct {
    const char *pattern, *seconds; /* NULL: many */
  } rows[] = {
    {"[Aa]n? {{Cap}}", " n"}, {"(?:[RDI]|DFL)-a", "-F"}, {"\\p{Lu}\\. ?a", "."}, {"Ab|A-", "-b"}, {"A", NULL}, {"A(?=b)", NULL},
    {"A(?!b) ", " "}, {"A(?:b|\xC3\xA9)?1", "1b"}, {"A{2}b", "Ab"}, {"Aa*+b?n", "abn"}, {"(?:A|R.)n", NULL}, {"(?<x>A)\\bn", "n"}, {"Ab{,2}n", "bn"},
    {"A{,2}n", NULL}, {"{{Cap}}|Ab", NULL}, {"(?:A|)a", NULL}, {"(?>A+|R)b", "Ab"},
  };
  g_autoptr(GBytes) bytes = build_image();
  NtImage image = image_of(bytes);
  g_autoptr(GRand) rand = g_rand_new_with_seed(11);
  g_autoptr(NtRegexRoom) room = nt_regex_room_new(TRUE);
  for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
    g_autoptr(NtRules) rules = rules_of(&image, rows[i].pattern);
    const NtRule *rule = only_rule(rules);
    g_autofree char *seconds = seconds_of(rule);
    if (rows[i].seconds && !g_str_equal(seconds, rows[i].seconds))
      fail_msg("%s: \"%s\"", rows[i].pattern, seconds);
    for (guint k = 0; k < 20000; k++)
      try_seconds(rule, room, rand);
  }
}

/* ---- where a match can begin ---- */

static guint chunk_of(const NtSentence *s, gsize at)
{
  guint chunk = 0;
  for (gsize i = s->lexis->tokens.v[s->first].start; i < at; i++)
    chunk += g_ascii_isspace(s->text.p[i]) != 0;
  return MIN(chunk, NT_N_CHUNKS - 1);
}

/* Whether the sentence has one of the key's literals or asks. */
static gboolean has_key(const NtSentence *s, const NtRuleKey *key, const NtLiteralHits *hits)
{
  for (guint k = 0; k < key->n; k++)
    if (!(key->v[k] & NT_RULE_KEY_LITERAL) && s->all & nt_ask_bit(key->v[k]))
      return TRUE;
  for (guint i = 0; i < hits->n; i++)
    for (guint k = 0; k < key->n; k++)
      if (key->v[k] == (hits->v[i].number | NT_RULE_KEY_LITERAL) && hits->v[i].start >= s->lexis->tokens.v[s->first].start && hits->v[i].end <= s->stop)
        return TRUE;
  return !key->n;
}

/* Counts the matches in a sentence that begin in a chunk of the sketch; one in another, or where a key is not there, fails. */
static guint try_sentence(NtSentence *s, const NtRule *rule, const NtAttemptRooms *rooms, const NtLiteralHits *hits)
{
  guint found = 0;
  const gsize *groups;
  guint64 starts = nt_sketch_starts(rule->sketch, &s->chunks);
  for (gsize at = s->lexis->tokens.v[s->first].start; at < s->stop; at++) {
    if ((s->text.p[at] & 0xC0) == 0x80 || nt_attempt_match(rooms, s, rule, at, &groups) != NT_REGEX_YES || groups[0] != at)
      continue;
    found++;
    if (!has_key(s, &rule->key, hits) || !has_key(s, &rule->also, hits))
      fail_msg("%s: no key in \"%.*s\"", rule->pattern.source.p, (int)s->text.n, s->text.p);
    if (!(starts >> chunk_of(s, at) & 1))
      fail_msg("%s: not at %u of \"%.*s\"", rule->pattern.source.p, (guint)at, (int)s->text.n, s->text.p);
  }
  return found;
}

/* In a text of such pieces. */
static guint try_text(const NtRules *rules, const NtAskTable *table, const NtAttemptRooms *rooms, GRand *rand, gsize pieces)
{
  static const char *const all[] = {
    "Mr", "Lord Mayor of", "Lord-Mayor", "Ab", "AB", "Abb", "\xC3\x89\x61", "a", "of", "1", "5G", "U.S.", "1-of", ",", "(", ")", "'", "-",
    "&#xA0;", "\xE2\x80\x99", ". ", "!", "\"", ", ", "\n", "  ", "\xC2\xA0",
  };
  g_autoptr(GString) text = g_string_new("Ab");
  for (gsize i = 0; i < pieces; i++) {
    g_string_append(text, all[g_rand_int_range(rand, 0, G_N_ELEMENTS(all))]);
    g_string_append(text, g_rand_int_range(rand, 0, 3) ? " " : "");
  }
  NtArticle article;
  NtLexis x;
  NtSentence s;
  guint found = 0;
  nt_article_init(&article, arena);
  nt_article_set_text(&article, nt_str_n(text->str, text->len));
  assert_true(nt_lexis_find(table->image, arena, article.text, &x, NULL));
  nt_sentence_init(&s, table, &article, &x);
  NtLiteralHits hits = {0};
  nt_literals_find(nt_rules_literals(rules), arena, s.text, &x.tokens, &hits);
  for (guint32 i = 0; i < x.sentences.n; i++) {
    nt_sentence_visit(&s, i);
    found += try_sentence(&s, only_rule(rules), rooms, &hits);
  }
  return found;
}

static void a_match_begins_in_a_chunk_of_the_sketch(void **state)
{
  (void)state;
  static const char *const patterns[] = {
    "{{Cap}} {{Cap}}", "{{title}} {{Cap}}", "{{Cap}}(?: {{Cap}}){0,2}, {{title}}", "{{Cap}},? (?:of |a ){0,2}{{title}}",
    "{{sentence-start}}{{Cap}} of", "of {{title}}[.]?{{sentence-end}}", "(?:{{Cap}} )+?\\({{title}}", "A[^b]* {{number}}", "A.{0,9}\\(",
    "{{title}}(?=[ ,]+{{title}})[ ,]+[LM]", "a(?: of|,) (?!1)\\p{Lu}", "(?:{{title}}|A(?:b|B)) {1,2}(?:\\d|[A-Z]) {{Cap}}", "{{Cap}}\\s+a",
    "\\p{L}+ - {{title}}", "[(]A", "1\\X{{Cap}}", "[A-Z]+(?:\\. |.{3}){2,}a", "(?i)mr a", "{{title}}(?: {{title}})*\\.", "A*+(?: |, )a",
    "\\p{Lu}\\w* (?:of|aa|a) {{Cap}}", "(?<![\\p{L}])(?:\xC3\x89|A)\\w? of", "b (?:1-)?of", "b 1-of", 
    "[A-Z]\\.S", "\\d+[A-Z] a", "x[A-Z]0", "{{Cap}}(?<=bb|A)(?: ?a)++ ",
    "[MA]b", "\\b[LM]o?r", "(?<=\\()A", "(?:^|[-, ])of", "(?<![\\p{L}\\p{N}-])of(?:-|[^a])", "(?:b|\\b)of", "{{sentence-start}}Ab", "[0-9]?of", "[-.]S\\.",
    "(?:Mr )?Ab", "(?:a|, )*of",
  };
  g_autoptr(GBytes) bytes = build_image();
  NtImage image = image_of(bytes);
  g_autoptr(GRand) rand = g_rand_new_with_seed(5);
  NtAttemptRooms rooms;
  nt_attempt_rooms_init(&rooms, TRUE);
  for (guint i = 0; i < G_N_ELEMENTS(patterns); i++) {
    g_autoptr(NtRules) rules = rules_of(&image, patterns[i]);
    NtAskTable table;
    nt_ask_table_init(&table, &image, rules);
    guint found = 0;
    for (guint k = 0; k < 4000; k++)
      found += try_text(rules, &table, &rooms, rand, k % 50 ? 14 : 150);
    if (!found)
      fail_msg("%s: never", patterns[i]);
    nt_ask_table_clear(&table);
  }
  nt_attempt_rooms_clear(&rooms);
}

/* ---- how far a pattern reaches back ---- */

/* At each byte of a text of such pieces: what is found before it in the window, and what in all that is before it. */
static guint try_window(const NtRule *rule, const NtAskTable *table, const NtAttemptRooms *rooms, GRand *rand)
{
  static const char *const all[] = {"Ab", "ab", "of", "Mr", " ", " ", " ", "\n", "\xC2\xA0", "\v", "-", "\xC3\x89", "\xE2\x80\x94", ".", "1"};
  g_autoptr(GString) text = g_string_new("Ab");
  for (gsize i = 0; i < 24; i++)
    g_string_append(text, all[g_rand_int_range(rand, 0, G_N_ELEMENTS(all))]);
  NtArticle article;
  NtLexis x;
  NtSentence s;
  NtRule far = *rule;
  NtRuleSide side;
  guint found = 0;
  far.sides[NT_SIDE_BEFORE].most_spaces = NT_RULE_ANY_SPACES;
  nt_article_init(&article, arena);
  nt_article_set_text(&article, nt_str_n(text->str, text->len));
  assert_true(nt_lexis_find(table->image, arena, article.text, &x, NULL));
  nt_sentence_init(&s, table, &article, &x);
  for (guint32 i = 0; i < x.sentences.n; i++) {
    nt_sentence_visit(&s, i);
    for (gsize at = s.lexis->tokens.v[s.first].start; at < s.stop; at++)
      if ((s.text.p[at] & 0xC0) != 0x80) {
        NtRegexResult near = nt_attempt_sides(rooms, &s, rule, at, at, &side);
        assert_int_equal(near, nt_attempt_sides(rooms, &s, &far, at, at, &side));
        found += near == NT_REGEX_YES;
      }
  }
  return found;
}

static void what_stands_before_is_looked_for_as_far_as_it_reaches(void **state)
{
  (void)state;
  static const struct {
    const char *pattern;
    guint most_spaces;
  } rows[] = {
    {"Ab", 0}, {"Ab ", 1}, {"(?<!\\p{L})\\p{Lu}[\\p{L}.]* ", 1}, {"of (?:ab )?|-", 2}, {"(?: ab){1,3}", 3}, {"[ .]ab\\s", 2}, {"ab[^b]", 1},
    {"(?:Ab(?: |-)){0,2} ?of", 3}, {"Ab.*", NT_RULE_ANY_SPACES}, {"{{title}} of", NT_RULE_ANY_SPACES}, {"(?=ab ?of)ab(?= ?of)?of", 0}, {"(?i)ab", NT_RULE_ANY_SPACES},
    {"(?:ab |of)+", NT_RULE_ANY_SPACES}, {"(?<= )[\\p{L} ]{2}", 2}, {"\xC3\x89 ", 1}, {"\xE2\x80\x94", 0}, {"\\v", 1},
  };
  g_autoptr(GBytes) bytes = build_image();
  NtImage image = image_of(bytes);
  g_autoptr(GRand) rand = g_rand_new_with_seed(3);
  NtAttemptRooms rooms;
  nt_attempt_rooms_init(&rooms, TRUE);
  for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
    g_autofree char *yaml = g_strdup_printf("Ab'\n    before: '%s", rows[i].pattern);
    g_autoptr(NtRules) rules = rules_of(&image, yaml);
    const NtRule *rule = only_rule(rules);
    NtAskTable table;
    nt_ask_table_init(&table, &image, rules);
    guint found = 0;
    if (rule->sides[NT_SIDE_BEFORE].most_spaces != rows[i].most_spaces)
      fail_msg("%s: %u", rows[i].pattern, rule->sides[NT_SIDE_BEFORE].most_spaces);
    for (guint k = 0; k < 2000; k++)
      found += try_window(rule, &table, &rooms, rand);
    if (!found)
      fail_msg("%s: never", rows[i].pattern);
    nt_ask_table_clear(&table);
  }
  nt_attempt_rooms_clear(&rooms);
}

/* ---- first bytes ---- */

static void a_pattern_tells_with_what_it_begins(void **state)
{
  (void)state;
  static const struct {
    const char *pattern, *bytes; /* of ASCII; NULL: any letter, or it is not known */
  } rows[] = {
    {"by .*", "Bb"}, {"(?:more|also) on", "AMam"}, {"(?:our )?cookies?", "COco"}, {"(?:a|\\w+)", NULL}, {".{1,3}x", NULL}, {"x?", NULL},
  };
  for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
    guint8 bytes[32];
    g_autoptr(NtRegex) regex = nt_regex_new(nt_str(rows[i].pattern), NT_REGEX_CASELESS, NULL, NULL);
    gboolean known = nt_regex_first_bytes(regex, bytes);
    g_autoptr(GString) ascii = g_string_new(NULL);
    for (guint c = 0; c < 0x80; c++)
      if (bytes[c / 8] >> c % 8 & 1)
        g_string_append_c(ascii, (char)c);
    if (!rows[i].bytes)
      assert_true(!known || ascii->len > 26);
    else if (!known || !g_str_equal(ascii->str, rows[i].bytes))
      fail_msg("%s: \"%s\"", rows[i].pattern, ascii->str);
  }
}

/* ---- patterns that are read later ---- */

static void a_pattern_read_later_is_the_same(void **state)
{
  (void)state;
  NtStr pattern = NT_STR("(a)(?:b)(?<x>c)");
  g_autoptr(NtRegex) now = nt_regex_new(pattern, 0, NULL, NULL);
  g_autoptr(NtRegex) later = nt_regex_new_later(pattern, 0, nt_regex_group_count(now), nt_regex_is_uncounted(now));
  g_autoptr(NtRegexRoom) room = nt_regex_room_new(TRUE);
  const gsize *groups;
  assert_int_equal(nt_regex_group_count(later), 2);
  assert_int_equal(nt_regex_group(later, "x"), 2);
  assert_int_equal(nt_regex_match(later, room, NT_STR("zabc"), 0, NULL, NULL, &groups), NT_REGEX_YES);
  assert_int_equal(groups[4], 3);
}

static void a_pattern_that_proves_wrong_matches_nothing(void **state)
{
  (void)state;
  g_autoptr(NtRegex) wrong = nt_regex_new_later(NT_STR("(?<x>a"), 0, 1, FALSE);
  g_autoptr(NtRegex) other = nt_regex_new_later(NT_STR("(a)"), 0, 2, FALSE);
  g_autoptr(NtRegexRoom) room = nt_regex_room_new(TRUE);
  const gsize *groups;
  assert_int_equal(nt_regex_match(wrong, room, NT_STR("a"), 0, NULL, NULL, &groups), NT_REGEX_NO);
  assert_int_equal(nt_regex_match(other, room, NT_STR("a"), 0, NULL, NULL, &groups), NT_REGEX_NO);
  assert_false(nt_regex_may_be_empty(wrong));
  assert_int_equal(nt_regex_group(wrong, "x"), 0);
}

/* ---- what is kept in the image ---- */

static const char two_rules[] =
  "macros: {Cap: '\\p{Lu}\\p{Ll}+'}\nrules:\n"
  "  - {id: a, pattern: '{{title}} (?<person>{{Cap}}( {{Cap}})?), (?<role>the \\w+)', set: {nationality: Abian}, not-after: '{{number}}'}\n"
  "  - {id: b, phase: 2, type: place, pattern: '(?<name>{{a}}|{{Cap}}town|Upper) in {{person}}', before: 'from'}\n";

static GBytes *image_with_rules(void)
{
  g_autoptr(NtDiagnostics) diagnostics = nt_diagnostics_new();
  NtYamlContext context = {"f", diagnostics, FALSE};
  g_autoptr(NtBuild) build = nt_build_new();
  NtBuildAlias word = {.text = NT_STR("Mr"), .policy = NT_CASE_FOLD, .line = 1, .weight = 1};
  guint16 file = nt_build_file(build, NT_STR("f"));
  nt_build_list_word(build, nt_build_list(build, NT_STR("title")), &word);
  nt_build_source(build, NT_SOURCE_RULES, file, 0, nt_yaml_parse(arena, nt_str(two_rules), &context));
  nt_kept_build(build);
  return nt_build_finish(build, 1);
}

/* Its rules, with what is kept of their patterns; NULL where that is damaged. */
static NtRules *recall(const NtImage *image)
{
  g_autoptr(NtDiagnostics) diagnostics = nt_diagnostics_new();
  NtYamlContext context = {"f", diagnostics, FALSE};
  g_autoptr(NtRules) rules = nt_rules_new(image);
  nt_rules_add(rules, nt_yaml_parse(arena, nt_str(two_rules), &context), &context, 0);
  nt_rules_finish(rules, diagnostics);
  return nt_diagnostics_count(diagnostics, NT_SEVERITY_ERROR) ? NULL : g_steal_pointer(&rules);
}

static void what_patterns_come_to_is_kept(void **state)
{
  (void)state;
  g_autoptr(GBytes) bytes = image_with_rules();
  NtImage image = image_of(bytes);
  assert_true(image.n_RULES > 0);
  g_autoptr(NtRules) rules = recall(&image);
  NtImage bare = image; /* which keeps nothing */
  bare.n_RULES = 0;
  g_autoptr(NtRules) compiled = recall(&bare);
  assert_non_null(rules);
  assert_non_null(compiled);
  g_autoptr(GString) one = g_string_new(NULL), other = g_string_new(NULL);
  nt_rules_keep(rules, one);
  nt_rules_keep(compiled, other);
  assert_int_equal(one->len, other->len);
  assert_memory_equal(one->str, other->str, one->len);
  guint n;
  const NtRule *recalled = nt_rules_list(rules, &n), *made = nt_rules_list(compiled, &n);
  assert_int_equal(n, 2);
  for (guint i = 0; i < n; i++) {
    NtRulePieces a = nt_rule_pieces(&recalled[i].pattern, arena), b = nt_rule_pieces(&made[i].pattern, arena);
    assert_int_equal(a.n, b.n);
    assert_int_equal(a.v[a.n - 1].end, recalled[i].pattern.expanded.n);
    assert_true(nt_str_equal(a.v[2].source, b.v[2].source));
    assert_int_equal(recalled[i].n_groups, made[i].n_groups);
    assert_int_equal(recalled[i].n_sets, made[i].n_sets);
    assert_int_equal(recalled[i].groups[0].attributes, made[i].groups[0].attributes);
  }
}

/* Cut short it is refused at every length; with bytes changed it is refused, or something else is found. */
static void what_is_kept_may_be_damaged(void **state)
{
  (void)state;
  g_autoptr(GBytes) bytes = image_with_rules();
  NtImage image = image_of(bytes);
  guint32 n = image.n_RULES;
  g_autofree char *whole = g_memdup2(image.RULES, n);
  for (guint32 cut = 1; cut < n; cut++) {
    g_autofree char *exact = g_memdup2(whole, cut); /* so that a sanitizer sees a read behind the end */
    image.RULES = exact;
    image.n_RULES = cut;
    assert_null(recall(&image));
  }
  g_autoptr(GRand) rand = g_rand_new_with_seed(3);
  guint refused = 0;
  for (guint round = 0; round < 3000; round++) {
    g_autofree char *changed = g_memdup2(whole, n);
    changed[g_rand_int_range(rand, 0, (gint)n)] ^= (char)(1 << g_rand_int_range(rand, 0, 8));
    image.RULES = changed;
    image.n_RULES = n;
    NtRules *rules = recall(&image);
    refused += rules == NULL;
    nt_rules_free(rules);
  }
  assert_in_range(refused, 300, 2900);
}

/* ---- limits ---- */

/* Of alternatives in groups that capture JIT code counts nothing: eight of eleven are tried in 214 million ways. */
static void alternatives_that_capture_end_at_the_limit(void **state)
{
  (void)state;
  static const char *const groups[] = {"(||||||||||)", "(a|a?|a{0,2}|a{0,3}||||||||)", "(?<g%u>||||||||||)", "(?:||||||||||)", "(\\(|[()]|[]|]|||||||||)"};
  for (guint i = 0; i < G_N_ELEMENTS(groups); i++) {
    g_autoptr(GString) pattern = g_string_new("x");
    for (guint k = 0; k < 8; k++) {
      g_auto(GStrv) parts = g_strsplit(groups[i], "%u", 2);
      g_string_append(pattern, parts[0]);
      if (parts[1])
        g_string_append_printf(pattern, "%u%s", k, parts[1]);
    }
    g_string_append(pattern, "[b]c");
    g_autoptr(NtRegex) regex = nt_regex_new(nt_str(pattern->str), 0, NULL, NULL);
    g_autoptr(NtRegexRoom) room = nt_regex_room_new(TRUE);
    const gsize *offsets;
    assert_non_null(regex);
    if (nt_regex_match(regex, room, nt_str("xaaaabdc"), 0, NULL, NULL, &offsets) != NT_REGEX_LIMIT)
      fail_msg("%s", pattern->str);
  }
}

int main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(literals_are_found_at_every_place),
    cmocka_unit_test(what_a_pattern_needs_is_worked_out),
    cmocka_unit_test(the_second_byte_of_a_match_is_known),
    cmocka_unit_test(a_match_begins_in_a_chunk_of_the_sketch),
    cmocka_unit_test(what_stands_before_is_looked_for_as_far_as_it_reaches),
    cmocka_unit_test(a_pattern_tells_with_what_it_begins),
    cmocka_unit_test(a_pattern_read_later_is_the_same),
    cmocka_unit_test(a_pattern_that_proves_wrong_matches_nothing),
    cmocka_unit_test(what_patterns_come_to_is_kept),
    cmocka_unit_test(what_is_kept_may_be_damaged),
    cmocka_unit_test(alternatives_that_capture_end_at_the_limit),
  };
  arena = nt_arena_new();
  int failed = cmocka_run_group_tests(tests, NULL, NULL);
  nt_arena_free(arena);
  return failed;
}
