#include "testing.h"

typedef struct {
  guint64 v[3];
} Piece;

/* Two arrays grow past the size from which they have blocks of their own, with small pieces between: nobody writes over another. */
static void arrays_of_megabytes_keep_what_is_in_them(void **state)
{
  (void)state;
  g_autoptr(NtArena) arena = nt_arena_new();
  for (guint round = 0; round < 2; round++) {
    NT_VEC(Piece) large = {0};
    NT_VEC(guint32) other = {0};
    NT_VEC(guint32 *) small = {0};
    for (guint32 i = 0; i < 600000; i++) {
      *nt_vec_push(arena, &large) = (Piece){{i, i + 1, i + 2}};
      *nt_vec_push(arena, &other) = ~i;
      if (i % 64)
        continue;
      guint32 *piece = nt_arena_alloc(arena, 24);
      *piece = i;
      *nt_vec_push(arena, &small) = piece;
    }
    for (guint32 i = 0; i < large.n; i++) {
      assert_int_equal(large.v[i].v[0] + large.v[i].v[1] + large.v[i].v[2], 3 * (guint64)i + 3);
      assert_int_equal(other.v[i], ~i);
    }
    for (guint32 i = 0; i < small.n; i++)
      assert_int_equal(*small.v[i], i * 64);
    assert_true(nt_arena_held(arena) < 64 << 20); /* what an array has outgrown is not kept */
    nt_arena_reset(arena);
    assert_true(nt_arena_held(arena) <= 8 << 20);
  }
}

/* What lies in the scratch is taken back, small and large, and the rest of the arena stays; where nothing is watched, the same memory does
 * again, until a reset gives back what is large. */
static void scratch_is_taken_back_alone(void **state)
{
  (void)state;
  g_autoptr(NtArena) arena = nt_arena_new();
  NtArena *scratch = nt_arena_scratch(arena);
  assert_ptr_equal(scratch, nt_arena_scratch(arena));
  const char *kept = nt_arena_printf(arena, "%s", "kept");
  gsize held = 0;
  for (guint round = 0; round < 4; round++) {
    NT_VEC(guint64) large = {0};
    for (guint64 i = 0; i < 1000000; i++) {
      *nt_vec_push(scratch, &large) = i;
      if (i % 1024 == 0)
        memset(nt_arena_alloc(scratch, 512), 0xFF, 512);
    }
    for (guint64 i = 0; i < large.n; i++)
      assert_int_equal(large.v[i], i);
    memset(nt_arena_alloc(scratch, 3 << 20), 0xFF, 3 << 20); /* where the array was, it may be */
    if (round > 1) /* by then each block is as large as what it may be taken for */
      assert_int_equal(nt_arena_held(scratch), held);
    held = nt_arena_held(scratch);
    nt_arena_reuse(scratch);
  }
  assert_string_equal(kept, "kept");
  nt_arena_reset(arena);
  assert_true(nt_arena_held(scratch) <= 8 << 20);
}

/* Short texts are printed once, long ones twice: on both sides of where that turns they are whole. */
static void printed_texts_of_any_length_are_whole(void **state)
{
  (void)state;
  g_autoptr(NtArena) arena = nt_arena_new();
  for (guint n = 0; n < 600; n++) {
    g_autofree char *filler = g_strnfill(n, 'x'), *expected = g_strdup_printf("%s-%u", filler, n);
    assert_string_equal(nt_arena_printf(arena, "%s-%u", filler, n), expected);
  }
}

int main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(arrays_of_megabytes_keep_what_is_in_them),
    cmocka_unit_test(scratch_is_taken_back_alone),
    cmocka_unit_test(printed_texts_of_any_length_are_whole),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
