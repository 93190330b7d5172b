#include "texts.h"

#include "base/hash.h"

#define FIRST_SLOTS 256u

void nt_texts_init(NtTexts *strings, NtArena *arena)
{
  *strings = (NtTexts){.arena = arena, .n_slots = FIRST_SLOTS};
  strings->slots = nt_arena_alloc0(arena, FIRST_SLOTS * sizeof *strings->slots);
}

static guint32 *slot_of(const NtTexts *s, NtStr text)
{
  guint32 at = (guint32)nt_hash_bytes(text) & (s->n_slots - 1);
  while (s->slots[at] && !nt_str_equal(s->texts.v[s->slots[at] - 1], text))
    at = (at + 1) & (s->n_slots - 1);
  return &s->slots[at];
}

static void grow(NtTexts *s)
{
  s->n_slots *= 2;
  s->slots = nt_arena_alloc0(s->arena, s->n_slots * sizeof *s->slots);
  for (guint32 i = 0; i < s->texts.n; i++)
    *slot_of(s, s->texts.v[i]) = i + 1;
}

guint32 nt_texts_number(NtTexts *s, NtStr text)
{
  guint32 *slot = slot_of(s, text);
  if (*slot)
    return *slot - 1;
  *nt_vec_push(s->arena, &s->texts) = nt_arena_str(s->arena, text);
  *slot = s->texts.n;
  if (s->texts.n * 2 > s->n_slots)
    grow(s);
  return s->texts.n - 1;
}
