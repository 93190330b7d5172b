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
/* Puts or replaces; the key's bytes are borrowed and must stay. */
void nt_str_map_put(NtStrMap *map, NtStr key, guint32 value);
