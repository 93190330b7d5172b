/* The errors of newstag, and the exit status each becomes. */
#pragma once

#include <glib.h>

#pragma GCC visibility push(default)

/* code, exit status: 1 an article was skipped, 2 usage, 3 the knowledge is wrong, 4 input or output failed. */
#define NT_ERRORS(X)    \
  X(INPUT, 1)           \
  X(LIMIT, 1)           \
  X(USAGE, 2)           \
  X(KNOWLEDGE, 3)       \
  X(IMAGE, 3)           \
  X(IO, 4)              \
  X(INTERRUPTED, 4)

typedef enum {
#define X(code, status) NT_ERROR_##code,
  NT_ERRORS(X)
#undef X
} NtErrorCode;

#define NT_ERROR (nt_error_quark())
GQuark nt_error_quark(void);

/* The exit status that `error` asks for; errors of other domains (files, memory) are 4. */
int nt_error_exit_status(const GError *error);

#pragma GCC visibility pop
