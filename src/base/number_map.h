/* From 64-bit keys to numbers above 0, in an arena: for what an article looks up a few times. Open addressing, at most half full. */
#pragma once

#include "arena.h"

typedef struct {
  guint64 key;
  guint32 number; /* 0: free */
} NtNumberMapSlot;

typedef struct {
  NtArena *arena;
  NtNumberMapSlot *slots;
  guint32 mask, n;
} NtNumberMap;

void nt_number_map_init(NtNumberMap *map, NtArena *arena);
void nt_number_map_put(NtNumberMap *map, guint64 key, guint32 number); /* a key that is not there yet */
/* 0 where it is not there. */
guint32 nt_number_map_get(const NtNumberMap *map, guint64 key);
