/* What the unit tests share. */
#pragma once

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/diagnostics.h"

#define assert_str(s, expected)                                   \
  do {                                                            \
    NtStr s_ = (s);                                               \
    assert_int_equal(s_.n, strlen(expected));                     \
    assert_memory_equal(s_.p ? s_.p : "", (expected), s_.n);      \
  } while (0)

/* A small generator, so that random tests are the same everywhere. */
static inline guint32 test_random(guint64 *state)
{
  *state = *state * G_GUINT64_CONSTANT(6364136223846793005) + G_GUINT64_CONSTANT(1442695040888963407);
  return (guint32)(*state >> 33);
}

/* A folder for all tests of a program. */
static inline char *test_folder_new(void)
{
  return g_dir_make_tmp("newstag-XXXXXX", NULL);
}

/* Takes it away, with all that is in it; the exit status of a program of which so many tests failed. */
static inline int test_folder_remove(char *folder, int failed)
{
  g_autofree char *remove = g_strdup_printf("rm -rf '%s'", folder);
  g_free(folder);
  return system(remove) == 0 ? failed : 1;
}
