/* What differs between units of knowledge: told from a third, it is the same as told straight. */
#include "testing.h"

#include "knowledge/touch.h"
#include "knowledge/touch_units.h"

#include <glib/gstdio.h>
#include <string.h>

static char *top;
static guint64 seed = 11;

static const char *const words[] = {"Ada", "Berg", "New", "York", "Louis", "Bank", "Zug", "Vale"};

static guint below(guint n)
{
  return (guint)(test_random(&seed) % n);
}

#define MOST_NAMES 12u

/* Each name has a line of its own, whatever others there are. */
static NtKnowledge *some_knowledge(void)
{
  g_autoptr(GString) out = g_string_new("source: s\nlicence: l\ntype: place\nentries:\n  - {id: z, name: Zz}\n");
  for (guint i = 0; i < MOST_NAMES; i++) {
    guint kind = below(3);
    if (kind)
      g_string_append_printf(out, "  - {id: e%u, name: \"%s %s\"}\n", i, words[i % G_N_ELEMENTS(words)], words[(i * 3 + kind) % G_N_ELEMENTS(words)]);
    else
      g_string_append(out, "  #\n");
  }
  g_autofree char *folder = g_build_filename(top, "gazetteers", NULL), *path = g_build_filename(folder, "names.yaml", NULL);
  g_mkdir_with_parents(folder, 0700);
  assert_true(g_file_set_contents(path, out->str, -1, NULL));
  NtKnowledgePlaces places = {.shipped = top};
  g_autoptr(NtDiagnostics) findings = nt_diagnostics_new();
  NtKnowledge *knowledge = nt_knowledge_open(&places, findings, NULL);
  assert_non_null(knowledge);
  return knowledge;
}

static NtTouchUnits *kept_and_opened(const NtTouchUnits *units)
{
  g_autoptr(GBytes) bytes = nt_touch_units_keep(units);
  NtTouchUnits *again = nt_touch_units_open(bytes);
  assert_non_null(again);
  assert_int_equal(nt_touch_units_count(again), nt_touch_units_count(units));
  return again;
}

static void same_touches(const NtTouchChange *a, const NtTouchChange *b)
{
  NtTouchPage *page = nt_touch_page_new();
  NtArena *arena = nt_arena_new();
  assert_int_equal(nt_touch_change_is_none(a), nt_touch_change_is_none(b));
  for (guint i = 0; i < G_N_ELEMENTS(words); i++)
    for (guint j = 0; j < G_N_ELEMENTS(words); j++) {
      g_autofree char *text = g_strdup_printf("%s met %s.", words[i], words[j]);
      NtTouchText found = nt_touch_page_take(page, arena, nt_str(text));
      assert_int_equal(nt_touch_touches(a, &found), nt_touch_touches(b, &found));
    }
  nt_arena_free(arena);
  nt_touch_page_free(page);
}

static void a_change_is_the_same_from_a_third(void **state)
{
  (void)state;
  guint some = 0;
  for (guint round = 0; round < 60; round++) {
    g_autoptr(NtKnowledge) k0 = some_knowledge(), k1 = some_knowledge(), k2 = some_knowledge();
    g_autoptr(NtTouchUnits) made = nt_touch_units_new(k0), u0 = kept_and_opened(made), u1 = nt_touch_units_new(k1), u2 = nt_touch_units_new(k2);
    g_autoptr(NtTouchUnits) made1 = nt_touch_units_difference(u0, u1), made2 = nt_touch_units_difference(u0, u2);
    g_autoptr(NtTouchUnits) d1 = kept_and_opened(made1), d2 = kept_and_opened(made2), none = nt_touch_units_difference(NULL, u0);
    assert_int_equal(nt_touch_units_count(none), 0);
    NtTouchChange *straight = nt_touch_change(u1, u2), *told = nt_touch_change(d1, d2), *from = nt_touch_change(u0, u2), *from_told = nt_touch_change(none, d2);
    same_touches(straight, told);
    same_touches(from, from_told);
    some += !nt_touch_change_is_none(straight);
    nt_touch_change_free(straight);
    nt_touch_change_free(told);
    nt_touch_change_free(from);
    nt_touch_change_free(from_told);
  }
  assert_true(some > 30);
}

/* `n` units of one sign each. */
static NtTouchUnits *units_of(const guint64 *signs, guint n)
{
  g_autoptr(GByteArray) bytes = g_byte_array_new();
  NtTouchHeader header = {.n_units = n};
  g_byte_array_append(bytes, (const guint8 *)&header, sizeof header);
  for (guint i = 0; i < n; i++) {
    NtTouchUnit unit = {.sign = signs[i]};
    g_byte_array_append(bytes, (const guint8 *)&unit, sizeof unit);
  }
  g_autoptr(GBytes) kept = g_bytes_new(bytes->data, bytes->len);
  NtTouchUnits *units = nt_touch_units_open(kept);
  assert_non_null(units);
  return units;
}

/* One of two that are the same in all came, seen from a third, or went: these are not the same. */
static void what_came_is_not_what_went(void **state)
{
  (void)state;
  const guint64 signs[] = {4, 4};
  g_autoptr(NtTouchUnits) third = units_of(signs, 1), twice = units_of(signs, 2), never = units_of(signs, 0);
  g_autoptr(NtTouchUnits) came = nt_touch_units_difference(third, twice), went = nt_touch_units_difference(third, never);
  NtTouchChange *change = nt_touch_change(came, went), *none = nt_touch_change(came, came);
  assert_false(nt_touch_change_is_none(change));
  assert_true(nt_touch_change_is_none(none));
  nt_touch_change_free(change);
  nt_touch_change_free(none);
}

static void damaged_units_are_refused(void **state)
{
  (void)state;
  g_autoptr(NtKnowledge) knowledge = some_knowledge();
  g_autoptr(NtTouchUnits) units = nt_touch_units_new(knowledge);
  g_autoptr(GBytes) bytes = nt_touch_units_keep(units);
  gsize n;
  const char *p = g_bytes_get_data(bytes, &n);
  for (gsize less = 0; less < n; less++) {
    g_autoptr(GBytes) part = g_bytes_new(p, less);
    assert_null(nt_touch_units_open(part));
  }
  for (gsize more = 1; more <= 32; more++) {
    g_autofree char *longer = g_malloc0(n + more);
    memcpy(longer, p, n);
    g_autoptr(GBytes) other = g_bytes_new_static(longer, n + more);
    assert_null(nt_touch_units_open(other));
  }
  for (gsize at = 0; at < n; at++) { /* whatever comes of it, it is not read out of bounds */
    g_autofree char *copy = g_memdup2(p, n);
    copy[at] ^= (char)0xFF;
    g_autoptr(GBytes) other = g_bytes_new_static(copy, n);
    g_autoptr(NtTouchUnits) opened = nt_touch_units_open(other);
    if (opened)
      nt_touch_change_free(nt_touch_change(units, opened));
  }
}

int main(void)
{
  top = test_folder_new();
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(a_change_is_the_same_from_a_third),
    cmocka_unit_test(what_came_is_not_what_went),
    cmocka_unit_test(damaged_units_are_refused),
  };
  int failed = cmocka_run_group_tests(tests, NULL, NULL);
  return test_folder_remove(top, failed);
}
