/* The matcher against an oracle: thirty lines that try every name at every word. */
#include "testing.h"

#include "knowledge/build.h"
#include "knowledge/lexis.h"

typedef struct {
  char *text;
  NtCase policy;
} Name;

static NtImage image_of(const Name *names, guint n, GBytes **bytes)
{
  g_autoptr(NtBuild) build = nt_build_new();
  guint16 file = nt_build_file(build, NT_STR("names.yaml"));
  for (guint i = 0; i < n; i++) {
    g_autofree char *id = g_strdup_printf("n%u", i);
    NtBuildEntry entry = {.id = nt_str(id), .name = nt_str(names[i].text), .type = NT_TYPE_PLACE, .line = i + 1, .file = file};
    NtWhere other;
    guint32 number = nt_build_entry(build, &entry, &other);
    NtBuildAlias alias = {.text = nt_str(names[i].text), .policy = names[i].policy, .file = file, .line = i + 1, .weight = 1};
    assert_true(nt_build_alias(build, number, &alias));
  }
  *bytes = nt_build_finish(build, 1);
  NtImage image;
  gsize size;
  const char *base = g_bytes_get_data(*bytes, &size);
  g_autoptr(GError) error = NULL;
  if (!nt_image_open(&image, base, size, FALSE, &error))
    fail_msg("%s", error->message);
  return image;
}

/* ---- the oracle ---- */

static gboolean upper(const NtToken *t)
{
  return t->shape == NT_SHAPE_UPPER || t->shape == NT_SHAPE_INITIAL || t->shape == NT_SHAPE_NUMBER || t->shape == NT_SHAPE_OTHER;
}

static gboolean oracle_fits(NtStr text, const NtToken *t, NtStr name, NtTokens words, NtCase policy)
{
  gboolean all_upper = TRUE, all_capital = TRUE, acronym = FALSE;
  for (guint i = 0; i < words.n; i++) {
    if (t[i].hash != words.v[i].hash)
      return FALSE;
    if (i && (t[i].gap == NT_GAP_BREAK || t[i].flags & NT_TOKEN_STOP || nt_gap_joins(t[i].gap) != nt_gap_joins(words.v[i].gap)))
      return FALSE;
    if (i && t[i].gap == NT_GAP_DOT_SPACE && t[i - 1].shape != NT_SHAPE_INITIAL && !(t[i - 1].flags & NT_TOKEN_ABBREVIATION))
      return FALSE;
    all_upper &= upper(&t[i]);
    all_capital &= t[i].shape != NT_SHAPE_LOWER && t[i].shape != NT_SHAPE_MIXED;
    acronym |= words.v[i].shape == NT_SHAPE_UPPER;
  }
  gboolean same = nt_tokens_writing(text, t, words.n) == nt_tokens_writing(name, words.v, words.n);
  gboolean starts = policy == NT_CASE_FOLD || words.v[0].shape == NT_SHAPE_LOWER || words.v[0].shape == NT_SHAPE_MIXED ||
                    (t[0].shape != NT_SHAPE_LOWER && t[0].shape != NT_SHAPE_MIXED);
  return starts && (policy == NT_CASE_FOLD || (policy == NT_CASE_UPPER && all_upper) || (policy == NT_CASE_EXACT && same) ||
                    (policy == NT_CASE_TITLE && (same || all_upper || (all_capital && !acronym))));
}

static void check_text(const NtImage *image, const Name *names, guint n, const char *text)
{
  g_autoptr(NtArena) arena = nt_arena_new();
  NtLexis lexis;
  assert_true(nt_lexis_find(image, arena, nt_str(text), &lexis, NULL));
  guint expected = 0;
  for (guint32 first = 0; first < lexis.tokens.n; first++)
    for (guint i = 0; i < n; i++) {
      NtTokens words = nt_tokens_find(arena, nt_str(names[i].text));
      if (first + words.n > lexis.tokens.n ||
          !oracle_fits(nt_str(text), lexis.tokens.v + first, nt_str(names[i].text), words, names[i].policy))
        continue;
      expected++;
      gboolean found = FALSE;
      for (guint h = 0; h < lexis.names.n && !found; h++)
        found = lexis.names.v[h].first == first && lexis.names.v[h].end == first + words.n &&
                image->ALIASES[lexis.names.v[h].alias].line == i + 1;
      if (!found)
        fail_msg("\"%s\" not found in \"%s\" at word %u", names[i].text, text, first);
    }
  if (expected != lexis.names.n)
    fail_msg("%u hits in \"%s\", the oracle has %u", lexis.names.n, text, expected);
}

static void random_texts_and_names(void **state)
{
  (void)state;
  static const char *const words[] = {"New", "York", "new", "york", "St.", "Louis", "U.S.", "US", "us", "Al", "Qaeda", "O", "Brien", "香", "港",
                                      "İzmir", "izmir", "Straße", "STRASSE", "é", "É", "e\xCC\x81lan", "ÉLAN", "J.", "AT", "T",
                                      "北京", "ﬁ", "ǅ"};
  static const char *const gaps[] = {" ", " ", " ", "-", "'", "’", "\n", "  ", ". ", ", ", " & ", "&", "", "\n\n", "! ",
                                     "🎉", " 👩‍👩‍👧 ", "“", "…"};
  guint64 seed = 11;
  for (guint round = 0; round < 10000; round++) {
    guint n = 1 + test_random(&seed) % 12;
    Name names[12];
    for (guint i = 0; i < n;) {
      g_autoptr(GString) name = g_string_new(words[test_random(&seed) % G_N_ELEMENTS(words)]);
      for (guint w = test_random(&seed) % 3; w; w--)
        g_string_append_printf(name, "%s%s", gaps[test_random(&seed) % 6], words[test_random(&seed) % G_N_ELEMENTS(words)]);
      gboolean seen = FALSE;
      g_autoptr(NtArena) arena = nt_arena_new();
      NtTokens tokens = nt_tokens_find(arena, nt_str(name->str));
      for (guint t = 1; t < tokens.n; t++)
        seen |= tokens.v[t].gap == NT_GAP_BREAK;
      names[i] = (Name){g_strdup(name->str), (NtCase)(test_random(&seed) % 4)};
      if (seen)
        g_free(names[i].text);
      else
        i++;
    }
    GBytes *bytes;
    NtImage image = image_of(names, n, &bytes);
    for (guint t = 0; t < 2; t++) {
      g_autoptr(GString) text = g_string_new(NULL);
      for (guint w = test_random(&seed) % 12; w; w--)
        g_string_append_printf(text, "%s%s", words[test_random(&seed) % G_N_ELEMENTS(words)],
                               gaps[test_random(&seed) % G_N_ELEMENTS(gaps)]);
      check_text(&image, names, n, text->str);
    }
    for (guint i = 0; i < n; i++)
      g_free(names[i].text);
    g_bytes_unref(bytes);
  }
}

static GBytes *small_image(void)
{
  Name names[] = {{(char *)"New York", NT_CASE_TITLE}};
  GBytes *bytes;
  image_of(names, 1, &bytes);
  return bytes;
}

static void damaged_images_are_refused(void **state)
{
  (void)state;
  g_autoptr(GBytes) bytes = small_image();
  gsize size;
  const char *base = g_bytes_get_data(bytes, &size);
  g_autofree char *copy = g_malloc(size);
  NtImage image;
  for (gsize i = 0; i < size; i += 1 + i / 40) {
    memcpy(copy, base, size);
    copy[i] ^= 0x20;
    assert_false(nt_image_open(&image, copy, size, FALSE, NULL));
  }
  for (gsize cut = 0; cut < size; cut += 1 + cut / 20)
    assert_false(nt_image_open(&image, base, cut, FALSE, NULL));
}

/* Whole, and with a right checksum: also where its bytes are known. */
static void images_that_other_code_made_are_refused(void **state)
{
  (void)state;
  g_autoptr(GBytes) bytes = small_image();
  gsize size;
  const char *base = g_bytes_get_data(bytes, &size);
  g_autofree char *copy = g_memdup2(base, size);
  NtImageHeader *header = (NtImageHeader *)(void *)copy;
  NtImage image;
  header->code++;
  header->checksum = nt_image_checksum(copy, size);
  assert_false(nt_image_open(&image, copy, size, FALSE, NULL));
  assert_false(nt_image_open(&image, copy, size, TRUE, NULL));
  header->code--;
  header->checksum = nt_image_checksum(copy, size);
  assert_true(nt_image_open(&image, copy, size, FALSE, NULL));
}

/* Ids are read by the length that the entry says, without a look at the string: one that ends elsewhere, or outside, is refused. */
static void an_id_of_another_length_is_refused(void **state)
{
  (void)state;
  g_autoptr(GBytes) bytes = small_image();
  gsize size;
  const char *base = g_bytes_get_data(bytes, &size);
  NtImage image;
  assert_true(nt_image_open(&image, base, size, FALSE, NULL));
  assert_true(image.n_ENTRIES > 0);
  NtStr id = nt_image_id(&image, 0);
  assert_true(nt_str_equal(id, nt_image_string(&image, image.ENTRIES[0].id)));
  for (guint bytes_said = 0; bytes_said < NT_LONG_ID; bytes_said++) {
    g_autofree char *copy = g_memdup2(base, size);
    NtImageEntry *entry = (NtImageEntry *)(void *)(copy + ((const char *)image.ENTRIES - base));
    entry->id_bytes = (guint8)bytes_said;
    ((NtImageHeader *)(void *)copy)->checksum = nt_image_checksum(copy, size);
    NtImage other;
    gboolean ends = image.ENTRIES[0].id + bytes_said < image.n_STRINGS && !image.STRINGS[image.ENTRIES[0].id + bytes_said];
    assert_int_equal(nt_image_open(&other, copy, size, FALSE, NULL), ends);
    assert_true(ends || bytes_said != id.n);
  }
}

/* Somebody who knows the format may write any number anywhere, with a right checksum: it is refused, or nothing worse than wrong
 * names comes of it. Run under sanitizers, this reads nothing outside of the image. */
static void hostile_images_do_no_harm(void **state)
{
  (void)state;
  Name names[] = {{(char *)"New York", NT_CASE_TITLE}, {(char *)"York", NT_CASE_FOLD}, {(char *)"US", NT_CASE_UPPER},
                  {(char *)"New York Times", NT_CASE_EXACT}};
  GBytes *bytes;
  image_of(names, 4, &bytes);
  gsize size;
  const char *base = g_bytes_get_data(bytes, &size);
  g_autofree char *copy = g_malloc(size);
  guint64 seed = 5;
  guint opened = 0;
  for (guint round = 0; round < 20000; round++) {
    memcpy(copy, base, size);
    for (guint n = 1 + test_random(&seed) % 3; n; n--) {
      static const guint32 odd[] = {0, 1, 2, 3, 4, 7, 0x7FFFFFFF, 0x80000000, 0x80000001, 0xFFFFFFFF};
      guint32 value = test_random(&seed) % 2 ? odd[test_random(&seed) % G_N_ELEMENTS(odd)] : (guint32)test_random(&seed);
      memcpy(copy + test_random(&seed) % (size / 4) * 4, &value, sizeof value);
    }
    guint64 checksum = nt_image_checksum(copy, size);
    memcpy(copy + offsetof(NtImageHeader, checksum), &checksum, sizeof checksum);
    NtImage image;
    if (!nt_image_open(&image, copy, size, FALSE, NULL))
      continue;
    opened++;
    g_autoptr(NtArena) arena = nt_arena_new();
    NtLexis lexis;
    if (!nt_lexis_find(&image, arena, NT_STR("The New York Times of New York, US, in new york."), &lexis, NULL))
      continue;
    for (guint i = 0; i < lexis.names.n; i++) {
      guint32 entry = image.ALIASES[lexis.names.v[i].alias].owner;
      nt_image_entry(&image, nt_image_id(&image, entry));
      nt_image_fact(&image, entry, NT_FACT_COUNTRY);
      nt_image_alias_where(&image, lexis.names.v[i].alias);
    }
    for (guint i = 0; i < lexis.tokens.n; i++)
      nt_image_class_has(&image, lexis.tokens.v[i].lists, 0, NULL);
  }
  assert_true(opened > 100);
  g_bytes_unref(bytes);
}

static void sentences_end_where_they_end(void **state)
{
  (void)state;
  g_autoptr(NtBuild) build = nt_build_new();
  NtBuildAlias mr = {.text = NT_STR("Mr"), .policy = NT_CASE_TITLE, .weight = 1, .file = nt_build_file(build, NT_STR("w.yaml"))};
  nt_build_list_word(build, nt_build_list(build, NT_STR("abbreviation")), &mr);
  g_autoptr(GBytes) bytes = nt_build_finish(build, 1);
  gsize size;
  const char *base = g_bytes_get_data(bytes, &size);
  NtImage image;
  assert_true(nt_image_open(&image, base, size, FALSE, NULL));
  static const struct {
    const char *text;
    guint sentences;
  } cases[] = {
    {"One here. Two here.", 2}, {"Mr. Smith came. He left.", 2}, {"It rose 3.5 percent. Then it fell.", 2},
    {"He said \"No!\" and left.", 1}, {"\"No!\" He left.", 2}, {"J. Smith of the U.S. army came.", 1},
    {"It was P.J. O'Rourke who came.", 1}, {"He lives in the U.S. A man came.", 2},
    {"A headline\n\nThe text.", 2}, {"", 0}, {"and so on. and on", 1},
    {"He saw Mr. (now Sir) Smith. Then he left.", 2}, {"It fell in May. (It rose in June.)", 2},
    {"Commander D.K.P. Ostrander left the C.I.A. He was ill.", 2}, {"D.K.P. Ostrander left.", 1},
  };
  for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autoptr(NtArena) arena = nt_arena_new();
    NtLexis lexis;
    assert_true(nt_lexis_find(&image, arena, nt_str(cases[i].text), &lexis, NULL));
    if (lexis.sentences.n != cases[i].sentences)
      fail_msg("%u sentences in: %s", lexis.sentences.n, cases[i].text);
  }
}

int main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(random_texts_and_names),
    cmocka_unit_test(damaged_images_are_refused), cmocka_unit_test(images_that_other_code_made_are_refused),
    cmocka_unit_test(an_id_of_another_length_is_refused),
    cmocka_unit_test(hostile_images_do_no_harm),
    cmocka_unit_test(sentences_end_where_they_end),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
