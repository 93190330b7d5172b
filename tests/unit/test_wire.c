#include "testing.h"

#include "article/wire.h"
#include "base/error.h"

/* The line that `line` becomes when it goes through unchanged, or the message of the error. */
static char *pass(const char *line, NtLayers want)
{
  g_autoptr(NtArena) arena = nt_arena_new();
  g_autoptr(GError) error = NULL;
  NtArticle article;
  nt_article_init(&article, arena);
  if (!nt_wire_decode(&article, nt_str(line), want, &error))
    return g_strdup(error->message);
  GString *out = g_string_new(NULL);
  nt_wire_encode(&article, out);
  g_string_truncate(out, out->len - 1);
  return g_string_free(out, FALSE);
}

static void unknown_members_keep_place_and_bytes(void **state)
{
  (void)state;
  g_autofree char *out = pass("{\"z\":12345678901234567890,\"id\":\"a\",\"f\":[0.1,1e400, -0.0],\"text\":\"t\\u00e9\",\"s\":\"\\u00e9\\/\"}",
                              NT_LAYERS_ALL);
  assert_string_equal(out, "{\"newstag\":1,\"z\":12345678901234567890,\"id\":\"a\",\"f\":[0.1,1e400, -0.0],\"text\":\"t\\u00e9\","
                           "\"s\":\"\\u00e9\\/\"}");
}

static void a_missing_offset_is_worked_out(void **state)
{
  (void)state;
  g_autofree char *points = pass("{\"id\":\"a\",\"text\":\"é香x\",\"zones\":[{\"zone\":\"body\",\"start\":1,\"end\":3}]}", NT_LAYERS_ALL);
  assert_non_null(strstr(points, "{\"zone\":\"body\",\"start\":1,\"end\":3,\"bytes\":[2,6]}"));
  g_autofree char *bytes = pass("{\"id\":\"a\",\"text\":\"é香x\",\"entities\":[{\"id\":\"p\",\"type\":\"place\",\"name\":\"n\",\"more\":1,"
                                "\"mentions\":[{\"bytes\":[2,5]}]}]}",
                                NT_LAYERS_ALL);
  assert_non_null(strstr(bytes, "\"more\":1,\"mentions\":[{\"bytes\":[2,5],\"start\":1,\"end\":2}]"));
}

static void wrong_lines_are_refused(void **state)
{
  (void)state;
  static const struct {
    const char *line, *words;
  } cases[] = {
    {"[1]", "must be an object"},
    {"{\"id\":\"a\"}", "no \"text\""},
    {"{\"text\":\"a\"}", "no \"id\""},
    {"{\"id\":[],\"text\":\"a\"}", "\"id\" must be"},
    {"{\"id\":\"a\",\"text\":1}", "\"text\" must be"},
    {"{\"id\":\"a\",\"text\":\"b\",\"text\":\"c\"}", "twice"},
    {"{\"newstag\":2,\"id\":\"a\",\"text\":\"b\"}", "version 1"},
    {"{\"id\":\"a\",\"text\":\"abc\",\"zones\":[{\"zone\":\"body\",\"start\":1,\"end\":9}]}", "beyond the text"},
    {"{\"id\":\"a\",\"text\":\"abc\",\"zones\":[{\"zone\":\"body\",\"bytes\":[1,9]}]}", "beyond the text"},
    {"{\"id\":\"a\",\"text\":\"é\",\"zones\":[{\"zone\":\"body\",\"bytes\":[1,2]}]}", "cut a character"},
    {"{\"id\":\"a\",\"text\":\"éa\",\"zones\":[{\"zone\":\"body\",\"start\":1,\"end\":2,\"bytes\":[1,2]}]}", "cut a character"},
    {"{\"id\":\"a\",\"text\":\"abc\",\"zones\":[{\"zone\":\"body\",\"start\":1,\"end\":2,\"bytes\":[0,1]}]}", "disagree"},
    {"{\"id\":\"a\",\"text\":\"abc\",\"zones\":[{\"zone\":\"body\",\"start\":2,\"end\":1}]}", "before it starts"},
    {"{\"id\":\"a\",\"text\":\"abc\",\"zones\":[{\"zone\":\"x\",\"start\":0,\"end\":1}]}", "not a zone"},
    {"{\"id\":\"a\",\"text\":\"abc\",\"zones\":[{\"zone\":\"body\"}]}", "needs"},
    {"{\"id\":\"a\",\"text\":\"abc\",\"entities\":[{\"id\":\"x\",\"type\":\"person\",\"mentions\":[]}]}", "without mentions"},
    {"{\"id\":\"a\",\"text\":\"abc\",\"entities\":[{\"id\":\"x\",\"type\":\"PER\",\"mentions\":[]}]}", "not a type"},
    {"{\"id\":\"a\",\"text\":\"abc\",\"entities\":{}}", "must be a list"},
  };
  for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autofree char *out = pass(cases[i].line, NT_LAYERS_ALL);
    if (!strstr(out, cases[i].words))
      fail_msg("%s gave: %s", cases[i].line, out);
  }
}

/* A layer that nobody reads is not looked into. */
static void layers_not_wanted_pass_through(void **state)
{
  (void)state;
  g_autofree char *out = pass("{\"id\":\"a\",\"text\":\"abc\",\"topics\":\"whatever\"}", NT_LAYER(ZONES));
  assert_non_null(strstr(out, "\"topics\":\"whatever\""));
}

static void a_nul_in_a_text_is_a_blank(void **state)
{
  (void)state;
  g_autoptr(NtArena) arena = nt_arena_new();
  NtArticle a;
  nt_article_init(&a, arena);
  assert_true(nt_wire_decode(&a, NT_STR("{\"id\":\"a\",\"text\":\"a\\u0000b\\u0000\"}"), NT_LAYERS_ALL, NULL));
  assert_true(nt_str_is(a.text, "a b "));
}

static void a_written_layer_replaces_what_was_read(void **state)
{
  (void)state;
  g_autoptr(NtArena) arena = nt_arena_new();
  NtArticle a;
  nt_article_init(&a, arena);
  assert_true(nt_wire_decode(&a, NT_STR("{\"id\":\"a\",\"zones\":[],\"text\":\"abc\",\"x\":1}"), NT_LAYERS_ALL, NULL));
  *nt_vec_push(arena, &a.zones) = (NtZone){NT_ZONE_BODY, {0, 3}};
  a.meta.headline = NT_STR("h\"");
  nt_article_wrote(&a, NT_LAYER(ZONES) | NT_LAYER(META));
  a.dropped |= NT_LAYER(NAMES);
  g_autoptr(GString) out = g_string_new(NULL);
  nt_wire_encode(&a, out);
  assert_string_equal(out->str, "{\"newstag\":1,\"id\":\"a\",\"zones\":[{\"zone\":\"body\",\"start\":0,\"end\":3,\"bytes\":[0,3]}],"
                                "\"text\":\"abc\",\"x\":1,\"meta\":{\"headline\":\"h\\\"\",\"publisher\":null,\"published\":null,"
                                "\"place\":null,\"byline\":null}}\n");
}

/* What is known of an entity is read and written again: degrees with four decimals, nothing for what is not known. */
static void what_is_known_of_an_entity_goes_on(void **state)
{
  (void)state;
  static const char known[] =
    "{\"newstag\":1,\"id\":\"a\",\"text\":\"Lima Y\",\"entities\":[{\"id\":\"x\",\"type\":\"place\",\"name\":\"Lima\","
    "\"wikidata\":\"Q2868\",\"country\":\"PE\",\"kind\":\"capital\",\"role\":\"r\",\"since\":\"2020\",\"until\":\"2021\","
    "\"lat\":-12.0464,\"lon\":-0.5,\"count\":1,\"mentions\":[{\"start\":0,\"end\":4,\"bytes\":[0,4],\"text\":\"Lima\","
    "\"zone\":\"body\",\"score\":1,\"why\":[\"w\"]}]},{\"id\":\"y\",\"type\":\"person\",\"name\":\"Y\",\"count\":1,"
    "\"mentions\":[{\"start\":5,\"end\":6,\"bytes\":[5,6],\"text\":\"Y\",\"zone\":\"body\",\"score\":1,\"why\":[\"w\"]}]}],"
    "\"focus\":[{\"id\":\"x\",\"name\":\"Lima\",\"country\":\"PE\",\"share\":0.5,\"why\":[\"1 mention\",\"w\"]}]}\n";
  g_autoptr(NtArena) arena = nt_arena_new();
  NtArticle a;
  nt_article_init(&a, arena);
  assert_true(nt_wire_decode(&a, nt_str_n(known, sizeof known - 2), NT_LAYERS_ALL, NULL));
  nt_article_wrote(&a, NT_LAYER(ENTITIES) | NT_LAYER(FOCUS));
  g_autoptr(GString) out = g_string_new(NULL);
  nt_wire_encode(&a, out);
  assert_string_equal(out->str, known);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(unknown_members_keep_place_and_bytes), cmocka_unit_test(a_missing_offset_is_worked_out),
    cmocka_unit_test(wrong_lines_are_refused),              cmocka_unit_test(layers_not_wanted_pass_through),
    cmocka_unit_test(a_nul_in_a_text_is_a_blank),
    cmocka_unit_test(a_written_layer_replaces_what_was_read),
    cmocka_unit_test(what_is_known_of_an_entity_goes_on),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
