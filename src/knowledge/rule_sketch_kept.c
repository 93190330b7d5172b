/* Steps as they lie in the image, and whether those that lie there can be run. */
#include "rule_sketch_parts.h"

static guint words_behind(const NtSketchStep *step)
{
  return step->kind == STEP_WORDS ? 2 : 0;
}

void nt_sketch_put(const NtSketchStep *steps, GString *out)
{
  guint n = 0;
  while (steps && steps[n].kind != STEP_END)
    n += 1 + words_behind(&steps[n]);
  n += steps != NULL;
  nt_packed_put(out, n);
  nt_packed_put_raw(out, steps, n * sizeof *steps);
}

/* Whether step `i` is one that can be run, with `open` the steps that begin what it stands in. */
static gboolean is_sound(const NtSketchStep *steps, guint i, guint *open, guint *depth)
{
  const NtSketchStep *s = &steps[i];
  guint top = *depth ? open[*depth - 1] : 0;
  switch (s->kind) {
  case STEP_HOLDS:
  case STEP_NEXT:
  case STEP_NEXTS: return s->arg < NT_N_HOLDS;
  case STEP_ASK: return s->arg < NT_N_HELD_ASKS;
  case STEP_MOVES: return s->more != 0;
  case STEP_WORDS:
  case STEP_ANY_TEXT: return TRUE;
  case STEP_EITHER:
  case STEP_REPEAT:
  case STEP_AHEAD:
    if (*depth == MOST_STEP_DEPTH)
      return FALSE;
    open[(*depth)++] = i;
    return TRUE;
  case STEP_OR: return *depth && steps[top].kind == STEP_EITHER;
  case STEP_LEAVE: return *depth && steps[open[--*depth]].kind == STEP_EITHER;
  case STEP_AGAIN: return *depth && steps[open[--*depth]].kind == STEP_REPEAT && s->more == top + 1;
  case STEP_AND: return *depth && steps[open[--*depth]].kind == STEP_AHEAD;
  default: return FALSE;
  }
}

gboolean nt_sketch_take(NtPacked *packed, NtArena *arena, const NtSketchStep **out)
{
  guint n, open[MOST_STEP_DEPTH], depth = 0;
  *out = NULL;
  if (!nt_packed_take_guint(packed, MOST_STEPS, &n))
    return FALSE;
  NtSketchStep *steps = nt_arena_new_array(arena, NtSketchStep, n + 1);
  if (!nt_packed_take_raw(packed, steps, n * sizeof *steps))
    return FALSE;
  if (!n)
    return TRUE;
  *out = steps;
  guint i = 0;
  while (i + 1 < n && is_sound(steps, i, open, &depth))
    i += 1 + words_behind(&steps[i]);
  return i + 1 == n && steps[i].kind == STEP_END && !depth;
}
