#include "str_map.h"

#include "hash.h"
#include "large.h"

void nt_str_map_init(NtStrMap *map)
{
  *map = (NtStrMap){.mask = 255};
  map->slots = nt_large_new(((gsize)map->mask + 1) * sizeof *map->slots);
}

void nt_str_map_clear(NtStrMap *map)
{
  g_clear_pointer(&map->slots, nt_large_free);
}

static NtStrMapSlot *slot_of(const NtStrMap *map, NtStr key, guint64 hash)
{
  guint32 at = (guint32)hash & map->mask;
  for (; map->slots[at].key; at = (at + 1) & map->mask) {
    NtStrMapSlot *slot = &map->slots[at];
    if (slot->hash == hash && slot->n == key.n && memcmp(slot->key, key.p, key.n) == 0)
      break;
  }
  return &map->slots[at];
}

static void widen(NtStrMap *map)
{
  NtStrMap wide = {.mask = 4 * map->mask + 3, .n = map->n};
  wide.slots = nt_large_new(((gsize)wide.mask + 1) * sizeof *wide.slots);
  for (guint32 i = 0; i <= map->mask; i++) {
    if (!map->slots[i].key)
      continue;
    guint32 at = (guint32)map->slots[i].hash & wide.mask; /* all differ: no text need be looked at */
    while (wide.slots[at].key)
      at = (at + 1) & wide.mask;
    wide.slots[at] = map->slots[i];
  }
  nt_large_free(map->slots);
  *map = wide;
}

gboolean nt_str_map_get(const NtStrMap *map, NtStr key, guint32 *value)
{
  const NtStrMapSlot *slot = slot_of(map, key, nt_hash_bytes(key));
  if (!slot->key)
    return FALSE;
  *value = slot->value;
  return TRUE;
}

NtStrMapSlot *nt_str_map_put(NtStrMap *map, NtStr key, gboolean *was_there)
{
  guint64 hash = nt_hash_bytes(key);
  if ((guint64)map->n * 2 > map->mask)
    widen(map);
  NtStrMapSlot *slot = slot_of(map, key, hash);
  *was_there = slot->key != NULL;
  if (!*was_there) {
    *slot = (NtStrMapSlot){key.p, (guint32)key.n, 0, hash};
    map->n++;
  }
  return slot;
}
