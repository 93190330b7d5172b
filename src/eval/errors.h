/* The table of mistakes. */
#pragma once

#include "score.h"

/* Writes it to `path`, form by its ending; `*rows` counts. */
gboolean nt_eval_write_errors(const NtEvalPairs *pairs, const char *path, guint64 *rows, GError **error);
