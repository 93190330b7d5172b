/* The forms in which marks come. Each is a file and one function; read.c lists them. */
#pragma once

#include "set.h"

/* Reads `path` into `set`. What is wrong with a part of it is skipped with a finding; FALSE where it cannot be read at all. */
gboolean nt_eval_read_lines(NtEvalSet *set, const char *path, GError **error);
gboolean nt_eval_read_brat(NtEvalSet *set, const char *path, GError **error);
gboolean nt_eval_read_conll(NtEvalSet *set, const char *path, GError **error);

/* By `form`, or by look where it is NULL: a folder is brat, an ending .conll, .bio or .iob is conll, all else is JSON lines. */
gboolean nt_eval_read(NtEvalSet *set, const char *path, const char *form, GError **error);
/* The bytes of a file (`-`: standard input), in the set's arena, as valid UTF-8. */
gboolean nt_eval_read_file(NtEvalSet *set, const char *path, NtStr *bytes, GError **error);
