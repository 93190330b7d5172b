/* Pass 5: overlapping candidates fight. The order of victory, and the only one: the higher priority (of a rule; a listed name has 0, or that
 * of a rule that saw but a part of it); the higher value, where value is the score plus a quarter for each further word (up to four); then the longer; then the one that
 * stands first; then the type in the order of NT_TYPES; then the gazetteer before the rule; then the rule's name. */
#include "candidate.h"

#include "base/sort.h"

static double value_of(const NtCandidate *c)
{
  return c->score + 0.25 * MIN(c->end - c->first - 1, 4u);
}

static int by_victory(gconstpointer x, gconstpointer y)
{
  const NtCandidate *a = *(NtCandidate *const *)x, *b = *(NtCandidate *const *)y;
  if (a->priority != b->priority)
    return a->priority > b->priority ? -1 : 1;
  double x_value = value_of(a), y_value = value_of(b);
  if (x_value != y_value)
    return x_value > y_value ? -1 : 1;
  if (a->end - a->first != b->end - b->first)
    return a->end - a->first > b->end - b->first ? -1 : 1;
  if (a->first != b->first)
    return a->first < b->first ? -1 : 1;
  if (a->type != b->type)
    return a->type < b->type ? -1 : 1;
  if (a->from != b->from)
    return a->from < b->from ? -1 : 1;
  return nt_str_compare(nt_candidate_rule(a), nt_candidate_rule(b));
}

void nt_resolve_claim(NtResolution *r, guint32 c, const char *reason)
{
  NtCandidate *winner = &r->candidates.v[c];
  for (guint32 t = winner->first; t < winner->end; t++) {
    gint32 old = r->owner[t];
    if (old >= 0 && old != (gint32)c) {
      NtCandidate *loser = &r->candidates.v[old];
      loser->beaten_by = (gint32)c;
      loser->reason = reason;
      for (guint32 u = loser->first; u < loser->end; u++)
        r->owner[u] = -1;
    }
    r->owner[t] = (gint32)c;
  }
}

static gint32 in_the_way(const NtResolution *r, const NtCandidate *c)
{
  for (guint32 t = c->first; t < c->end; t++)
    if (r->owner[t] >= 0)
      return r->owner[t];
  return -1;
}

static const char *why_beaten(const NtCandidate *loser, const NtCandidate *winner)
{
  if (winner->priority > loser->priority)
    return "higher priority";
  if (winner->end - winner->first > loser->end - loser->first)
    return "longer";
  return winner->score > loser->score ? "stronger" : "first in the order of victory";
}

/* A rule saw best that a name stands here, and a list knows whose: the two are one. */
static void take_entry(NtCandidate *winner, const NtCandidate *c)
{
  if (winner->entry != G_MAXUINT32 || c->entry == G_MAXUINT32 || winner->type != c->type || winner->first != c->first ||
      winner->end != c->end)
    return;
  winner->entry = c->entry;
  winner->name = c->name;
  winner->n_names = c->n_names;
}

static gboolean is_part_of(const NtCandidate *part, const NtCandidate *c)
{
  return part->type == c->type && part->first >= c->first && part->end <= c->end && part->end - part->first < c->end - c->first;
}

/* `Devon and Cornwall Police`: what a list has without reserve, in three words or more, is not cut by a rule that saw a part of it.
 * `order` is by first token. */
static void stand_by_lists(NtCandidate **order, guint n)
{
  for (guint i = 0; i < n; i++) {
    NtCandidate *c = order[i];
    if (c->from != NT_FROM_NAME || c->end - c->first < 3 || c->score < NT_SURE_LIST)
      continue;
    guint k = i;
    while (k > 0 && order[k - 1]->first == c->first)
      k--;
    for (; k < n && order[k]->first < c->end; k++)
      if (order[k]->from == NT_FROM_PATTERN && is_part_of(order[k], c))
        c->priority = MAX(c->priority, order[k]->priority);
  }
}

static void fight(NtResolution *r, NtCandidate **order, guint n)
{
  stand_by_lists(order, n);
  nt_sort(order, n, sizeof *order, by_victory);
  for (guint i = 0; i < n; i++) {
    NtCandidate *c = order[i];
    gint32 winner = in_the_way(r, c);
    if (winner >= 0) {
      c->beaten_by = winner;
      c->reason = why_beaten(c, &r->candidates.v[winner]);
      take_entry(&r->candidates.v[winner], c);
    } else if (c->score < NT_LEAST_SCORE) {
      c->beaten_by = NT_TOO_WEAK;
    } else {
      nt_resolve_claim(r, (guint32)(c - r->candidates.v), "");
    }
  }
}

static gint32 *by_token(NtResolution *r)
{
  gsize n = r->lexis->tokens.n + 1;
  return memset(nt_arena_new_array(r->scratch, gint32, n), -1, sizeof(gint32) * n);
}

static void index_candidates(NtResolution *r)
{
  r->at = by_token(r);
  r->next = nt_arena_new_array(r->scratch, gint32, r->candidates.n + 1);
  for (guint i = r->candidates.n; i-- > 0;) {
    guint32 first = r->candidates.v[i].first;
    r->next[i] = r->at[first];
    r->at[first] = (gint32)i;
    nt_resolve_note(r, first);
  }
}

/* Those that hang together by overlapping fight among themselves, so that a long article costs no more a word than a short one. */
void nt_resolve_choose(NtResolution *r)
{
  index_candidates(r);
  r->owner = by_token(r);
  NtCandidate **order = nt_arena_new_array(r->pass_scratch, NtCandidate *, r->candidates.n + 1);
  guint n = 0;
  guint32 reach = 0, t;
  for (NtNotable at = nt_notable(r); nt_notable_next(&at, &t);) {
    if (t >= reach && n) {
      fight(r, order, n);
      n = 0;
    }
    for (gint32 i = r->at[t]; i >= 0; i = r->next[i]) {
      order[n++] = &r->candidates.v[i];
      reach = MAX(reach, r->candidates.v[i].end);
    }
  }
  fight(r, order, n);
}
