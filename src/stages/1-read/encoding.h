/* Bytes of a file become valid UTF-8: by a byte order mark, by being valid, by what was said about them, by what is likely. */
#pragma once

#include "article/article.h"

typedef struct NtEncodings NtEncodings;

/* What a thread needs to tell encodings apart. */
NtEncodings *nt_encodings_new(void);
void nt_encodings_free(NtEncodings *encodings); /* accepts NULL */

/* A name for iconv, of `bytes` or the beginning of them; `declared` (or p NULL) is what a header says. NULL and an error where they
 * are no text. `*mark` gets the bytes of a byte order mark at their head. In `arena`. */
const char *nt_encoding_of(NtEncodings *encodings, NtArena *arena, NtStr bytes, NtStr declared, gsize *mark, GError **error);

typedef struct {
  NtStr text;
  const char *encoding; /* `utf-8`, `windows-1252`, … */
  NtStr repairs;        /* what was repaired, in words; p NULL for nothing */
} NtDecoded;

/* All of `bytes` as text in `arena`. NT_ERROR_INPUT where they are no text. */
gboolean nt_encoding_decode(NtEncodings *encodings, NtArena *arena, NtStr bytes, NtStr declared, NtDecoded *decoded,
                            GError **error);
