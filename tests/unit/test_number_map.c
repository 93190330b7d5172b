#include "testing.h"

#include "base/number_map.h"

/* Keys next to each other, far apart, and 0; none is found before it is put, nor under another's number. */
static void each_key_has_its_number(void **state)
{
  (void)state;
  g_autoptr(NtArena) arena = nt_arena_new();
  for (guint64 step = 1; step; step <<= 7) {
    NtNumberMap map;
    nt_number_map_init(&map, arena);
    for (guint32 i = 0; i < 1000; i++) {
      assert_int_equal(nt_number_map_get(&map, i * step), 0);
      nt_number_map_put(&map, i * step, i + 1);
      if (i * step + step < i * step) /* keys have come round */
        break;
      for (guint32 k = 0; k <= i; k += 37)
        assert_int_equal(nt_number_map_get(&map, k * step), k + 1);
    }
  }
}

int main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(each_key_has_its_number),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
