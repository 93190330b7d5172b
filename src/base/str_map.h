/* From texts to numbers, for millions of them: a flat table of hashes, with one look at the text itself where the hash fits. The
 * order of what was put in cannot be asked for. */
#pragma once

#include "str.h"

typedef struct {
  const char *key; /* NULL: empty */
  guint32 n, value;
  guint64 hash;
} NtStrMapSlot;

typedef struct {
  NtStrMapSlot *slots;
  guint32 mask, n;
} NtStrMap;

void nt_str_map_init(NtStrMap *map);
void nt_str_map_clear(NtStrMap *map);
/* FALSE where the key is not there. */
gboolean nt_str_map_get(const NtStrMap *map, NtStr key, guint32 *value);
/* The slot of the key, put in where it was not there: its value is then the caller's to set, and its `key`, where the bytes of `key` do
 * not stay, is to be pointed at a copy. Good until the next one is put in. */
NtStrMapSlot *nt_str_map_put(NtStrMap *map, NtStr key, gboolean *was_there);
