#include "placed.h"

#include <stdlib.h>

static int by_place(gconstpointer x, gconstpointer y)
{
  const NtPlaced *a = x, *b = y;
  int c = nt_span_compare(a->mention->span, b->mention->span);
  return c ? c : nt_str_compare(a->entity->id, b->entity->id);
}

NtPlacedList nt_placed_all(NtArticle *a)
{
  guint n = 0;
  for (guint e = 0; e < a->entities.n; e++)
    n += a->entities.v[e].mentions.n;
  NtPlacedList list = {nt_arena_new_array(a->arena, NtPlaced, n + 1), n};
  n = 0;
  for (guint e = 0; e < a->entities.n; e++)
    for (guint m = 0; m < a->entities.v[e].mentions.n; m++)
      list.v[n++] = (NtPlaced){&a->entities.v[e], &a->entities.v[e].mentions.v[m]};
  qsort(list.v, n, sizeof *list.v, by_place);
  return list;
}

NtPlacedList nt_placed_apart(NtArticle *article)
{
  NtPlacedList list = nt_placed_all(article);
  guint kept = 0;
  guint32 end = 0;
  for (guint i = 0; i < list.n; i++) {
    NtSpan span = list.v[i].mention->span;
    if (span.start < end || span.start == span.end)
      continue;
    list.v[kept++] = list.v[i];
    end = span.end;
  }
  list.n = kept;
  return list;
}
