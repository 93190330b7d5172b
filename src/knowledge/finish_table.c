/* The table by which prefixes are found. */
#include "finish_parts.h"

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
  if (!fill_gaps(build, nodes->slots, l))
    lay_anew(build, nodes->slots, l);
}

void nt_laid_table_clear(NtLaidTable *l)
{
  g_free(l->slots);
}
