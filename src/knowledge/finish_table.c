/* The table by which prefixes are found, and the maps that stand before it. */
#include "finish_parts.h"

/* ---- maps ---- */

static void set_bit(guint64 *map, guint32 words, guint64 key)
{
  guint64 at = (key >> 20) & ((guint64)words * 64 - 1);
  map[at >> 6] |= G_GUINT64_CONSTANT(1) << (at & 63);
}

/* Words of 64 bits for `n` keys, at least `bits` bits a key. */
static guint32 map_words(guint32 n, guint32 bits)
{
  guint32 words = 16;
  while ((guint64)words * 64 < (guint64)n * bits)
    words *= 2;
  return words;
}

/* The map of the base, as often as it takes to have room for `n` more: a key's bit is chosen by its lower bits in any of them. */
static guint64 *widen_map(const guint64 *base, guint32 n_base, guint32 n, guint32 bits, guint32 *n_words)
{
  for (guint32 i = 0; i < n_base; i++)
    n += (guint32)__builtin_popcountll(base[i]);
  *n_words = MAX(map_words(n, bits), n_base);
  guint64 *map = g_new0(guint64, *n_words);
  for (guint32 i = 0; i < *n_words && n_base; i++)
    map[i] = base[i % n_base];
  return map;
}

static void lay_maps(const NtBuild *b, NtLaidTable *l)
{
  guint32 n_small = 0, n_other = 0, n_later = 0;
  for (guint32 i = 0; i < b->n_prefixes; i++) {
    n_small += b->prefixes[i].starts_small;
    n_other += b->prefixes[i].starts_other;
    n_later += b->prefixes[i].later;
  }
  l->small = widen_map(b->base->SMALL_FIRST, b->base->n_SMALL_FIRST, n_small, 8, &l->n_small);
  l->other = widen_map(b->base->OTHER_FIRST, b->base->n_OTHER_FIRST, n_other, 8, &l->n_other);
  l->later = widen_map(b->base->LATER, b->base->n_LATER, n_later, 10, &l->n_later);
  for (guint32 i = 0; i < b->n_prefixes; i++) {
    const NtPrefix *p = &b->prefixes[i];
    if (p->starts_small)
      set_bit(l->small, l->n_small, p->key);
    if (p->starts_other)
      set_bit(l->other, l->n_other, p->key);
    if (p->later)
      set_bit(l->later, l->n_later, p->key);
  }
}

/* ---- the table ---- */

/* FALSE where a search for it, or for one that stands there, would end at the wrong one. */
static gboolean fill_slot(NtLaidTable *l, guint64 key, guint32 what)
{
  guint32 at = (guint32)key & (l->n_slots - 1), check = (guint32)(key >> l->check_shift);
  for (; l->slots[at].what; at = (at + 1) & (l->n_slots - 1))
    if (l->slots[at].check == check)
      return FALSE;
  l->slots[at] = (NtImageSlot){check, what};
  return TRUE;
}

/* Prefixes of the base keep their slots, new ones get free ones. FALSE where they do not find room. */
static gboolean fill_gaps(const NtBuild *b, const guint32 *slots, NtLaidTable *l)
{
  guint64 used = 0;
  for (guint32 at = 0; at < l->n_slots; at++)
    used += l->slots[at].what != 0;
  for (guint32 i = 0; i < b->n_prefixes; i++)
    if (b->prefixes[i].slot == NT_NONE)
      used++;
    else
      l->slots[b->prefixes[i].slot].what = slots[i];
  gboolean good = (guint64)l->n_slots * 3 >= used * 4;
  for (guint32 i = 0; i < b->n_prefixes && good; i++)
    good = b->prefixes[i].slot != NT_NONE || fill_slot(l, b->prefixes[i].key, slots[i]);
  return good;
}

/* The bits of the key that the base's table tells: those that one as large, or larger, with a check from as far down, or further, wants. */
static guint64 key_of(const NtImage *base, guint32 at)
{
  guint32 what = base->TABLE[at].what;
  return (guint64)base->TABLE[at].check << base->header->check_shift |
         (what & NT_SLOT_LEAF ? base->ALIASES[what & ~NT_SLOT_LEAF].key : base->NODES[what].key);
}

static gboolean fill_table(const NtBuild *b, const NtImageSlot *of_base, const guint32 *slots, NtLaidTable *l)
{
  for (guint32 at = 0; at < b->base->n_TABLE; at++)
    if (of_base[at].what && !fill_slot(l, key_of(b->base, at), of_base[at].what))
      return FALSE;
  for (guint32 i = 0; i < b->n_prefixes; i++)
    if (b->prefixes[i].slot == NT_NONE && !fill_slot(l, b->prefixes[i].key, slots[i]))
      return FALSE;
  return TRUE;
}

/* A larger table, or one whose checks come from elsewhere in the key. */
static void lay_anew(const NtBuild *b, const guint32 *slots, NtLaidTable *l)
{
  g_autofree NtImageSlot *of_base = g_steal_pointer(&l->slots);
  guint64 used = 0;
  for (guint32 at = 0; at < b->base->n_TABLE; at++) {
    if (!b->base->TABLE[at].what)
      of_base[at].what = 0; /* one that found room, before another did not */
    used += of_base[at].what != 0;
  }
  for (guint32 i = 0; i < b->n_prefixes; i++)
    used += b->prefixes[i].slot == NT_NONE;
  l->n_slots = 64;
  while ((guint64)l->n_slots * 3 < used * 4)
    l->n_slots *= 2;
  l->n_slots = MAX(l->n_slots, b->base->n_TABLE);
  l->slots = g_new0(NtImageSlot, l->n_slots);
  l->check_shift++;
  do {
    l->check_shift--;
    memset(l->slots, 0, l->n_slots * sizeof *l->slots);
  } while (!fill_table(b, of_base, slots, l) && l->check_shift);
}

void nt_finish_table(const NtBuild *build, NtLaidNodes *nodes, NtLaidTable *l)
{
  *l = (NtLaidTable){
    .slots = g_steal_pointer(&nodes->base_slots),
    .n_slots = build->base->n_TABLE,
    .check_shift = build->base->header->check_shift,
  };
  lay_maps(build, l);
  if (!fill_gaps(build, nodes->slots, l))
    lay_anew(build, nodes->slots, l);
}

void nt_laid_table_clear(NtLaidTable *l)
{
  g_free(l->slots);
  g_free(l->small);
  g_free(l->other);
  g_free(l->later);
}
