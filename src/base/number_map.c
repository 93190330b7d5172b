#include "number_map.h"

#include "hash.h"

#define FIRST_SLOTS 32u

static NtNumberMapSlot *slot_of(const NtNumberMap *map, guint64 key)
{
  guint32 at = (guint32)nt_hash_mix(key, 1) & map->mask;
  while (map->slots[at].number && map->slots[at].key != key)
    at = (at + 1) & map->mask;
  return &map->slots[at];
}

static void set_slots(NtNumberMap *map, guint32 n)
{
  map->mask = n - 1;
  map->slots = nt_arena_alloc0(map->arena, n * sizeof *map->slots);
}

void nt_number_map_init(NtNumberMap *map, NtArena *arena)
{
  *map = (NtNumberMap){.arena = arena};
  set_slots(map, FIRST_SLOTS);
}

static void widen(NtNumberMap *map)
{
  NtNumberMap old = *map;
  set_slots(map, (old.mask + 1) * 4);
  for (guint32 i = 0; i <= old.mask; i++)
    if (old.slots[i].number)
      *slot_of(map, old.slots[i].key) = old.slots[i];
}

void nt_number_map_put(NtNumberMap *map, guint64 key, guint32 number)
{
  if (++map->n * 2 > map->mask)
    widen(map);
  *slot_of(map, key) = (NtNumberMapSlot){key, number};
}

guint32 nt_number_map_get(const NtNumberMap *map, guint64 key)
{
  return slot_of(map, key)->number;
}
