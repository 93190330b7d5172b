/* What the unit tests share. */
#pragma once

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

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
