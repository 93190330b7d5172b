#include "testing.h"

#include "base/sort.h"

typedef struct {
  guint32 key;
  char rest[60];
} Wide;

static int by_key(gconstpointer a, gconstpointer b)
{
  guint32 x = ((const Wide *)a)->key, y = ((const Wide *)b)->key;
  return (x > y) - (x < y);
}

static int by_number(gconstpointer a, gconstpointer b)
{
  guint32 x = *(const guint32 *)a, y = *(const guint32 *)b;
  return (x > y) - (x < y);
}

/* Few and many, in order, in order but for some, and not at all; each element keeps what is its own. */
static void all_come_out_in_order(void **state)
{
  (void)state;
  guint64 seed = 3;
  for (guint round = 0; round < 600; round++) {
    guint n = round % 40, disorder = round / 40 % 4;
    Wide wide[40] = {0};
    guint32 numbers[40] = {0};
    guint64 sum = 0;
    for (guint i = 0; i < n; i++) {
      gboolean other = disorder && test_random(&seed) % 4 < disorder;
      wide[i].key = numbers[i] = other ? (guint32)(test_random(&seed) % 50) : i;
      memset(wide[i].rest, (int)wide[i].key, sizeof wide[i].rest);
      sum += numbers[i];
    }
    nt_sort(wide, n, sizeof *wide, by_key);
    nt_sort(numbers, n, sizeof *numbers, by_number);
    for (guint i = 0; i < n; i++) {
      assert_true(!i || numbers[i - 1] <= numbers[i]);
      assert_int_equal(wide[i].key, numbers[i]);
      assert_int_equal(wide[i].rest[0], (char)wide[i].key);
      assert_int_equal(wide[i].rest[59], (char)wide[i].key);
      sum -= numbers[i];
    }
    assert_int_equal(sum, 0);
  }
  nt_sort(NULL, 0, sizeof(guint32), by_number);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(all_come_out_in_order),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
