/* Forms by their run of words: a hash table of groups, each sorted by where its names stand. */
#include "spread.h"

#include "base/sort.h"

static int by_run_and_place(gconstpointer x, gconstpointer y)
{
  const NtForm *a = x, *b = y;
  if (a->run != b->run)
    return a->run < b->run ? -1 : 1;
  if (a->shortens != b->shortens)
    return a->shortens ? -1 : 1;
  if (a->at != b->at)
    return a->at < b->at ? -1 : 1;
  return a->of < b->of ? -1 : a->of > b->of;
}

/* Where the group + 1 of the run stands, or would: 0 there. */
static guint32 *place_of_run(const NtSpread *s, guint64 run)
{
  guint64 at = run & s->mask;
  while (s->by_run[at] && s->forms.v[s->groups.v[s->by_run[at] - 1].first].run != run)
    at = (at + 1) & s->mask;
  return &s->by_run[at];
}

/* Of the forms of one run count those that shorten a longer name, where there are any. */
void nt_forms_index(NtSpread *s)
{
  NtForm *v = s->forms.v;
  nt_sort(v, s->forms.n, sizeof *v, by_run_and_place);
  for (s->mask = 15; s->mask < 2 * (guint64)s->forms.n;) /* at most half full */
    s->mask = 2 * s->mask + 1;
  s->by_run = nt_arena_alloc0(s->r->pass_scratch, (s->mask + 1) * sizeof *s->by_run);
  for (guint32 i = 0; i < s->forms.n;) {
    NtFormGroup group = {i, i + 1, i, NT_FORM_NOT_ASKED};
    while (group.end < s->forms.n && v[group.end].run == v[i].run && v[group.end].shortens == v[i].shortens)
      group.end++;
    *nt_vec_push(s->r->pass_scratch, &s->groups) = group;
    *place_of_run(s, v[i].run) = s->groups.n;
    for (i = group.end; i < s->forms.n && v[i].run == v[group.first].run;)
      i++;
  }
}

guint32 nt_forms_group_of(const NtSpread *s, guint64 run)
{
  return *place_of_run(s, run);
}

/* The cursor of a group goes through it once. */
const NtForm *nt_forms_nearest(NtSpread *s, guint32 group_number, guint32 at)
{
  NtFormGroup *group = &s->groups.v[group_number];
  while (group->cursor + 1 < group->end && s->forms.v[group->cursor + 1].at <= at)
    group->cursor++;
  return &s->forms.v[group->cursor];
}

gboolean nt_forms_are_only_at(const NtSpread *s, guint32 group_number, guint32 first)
{
  const NtFormGroup *group = &s->groups.v[group_number];
  return group->end - group->first == 1 && s->forms.v[group->first].at == first;
}
