/* Numbers and texts packed into bytes, for what is read back by the same machine: a number takes seven bits a byte, the lowest first; a
 * text has its length before it and a NUL behind. */
#pragma once

#include "str.h"

void nt_packed_put(GString *out, gsize number);
void nt_packed_put_text(GString *out, NtStr text);
/* As they lie in memory; with their number before them. */
void nt_packed_put_raw(GString *out, gconstpointer bytes, gsize n);
void nt_packed_put_bytes(GString *out, NtStr bytes);

typedef struct {
  const char *p, *end;
} NtPacked;

/* FALSE where the bytes hold no such thing: every length is looked at, and whether a text is UTF-8 without a NUL. */
gboolean nt_packed_take(NtPacked *packed, gsize most, gsize *number);
gboolean nt_packed_take_guint(NtPacked *packed, guint most, guint *number);
/* A slice of the bytes. */
gboolean nt_packed_take_text(NtPacked *packed, gsize most, NtStr *text);
/* … whose letters were looked at before. */
gboolean nt_packed_take_known_text(NtPacked *packed, gsize most, NtStr *text);
gboolean nt_packed_take_raw(NtPacked *packed, gpointer bytes, gsize n);
/* A slice, too. */
gboolean nt_packed_take_bytes(NtPacked *packed, NtStr *bytes);
