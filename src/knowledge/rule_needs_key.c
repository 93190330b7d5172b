#include "rule_needs_key.h"

#define INSIDE 0.5 /* to look inside words costs more, and finds more */

static double cost_of_literal(const char *literal, gsize n)
{
  static const double costs[] = {1, 0.9, 0.2, 0.06, 0.01, 0.006, 0.002, 0.001};
  static const char *const common[] = {".", ",", "a", "and", "for", "he", "in", "of", "on", "the", "to"};
  for (guint i = 0; i < G_N_ELEMENTS(common); i++)
    if (nt_str_is(nt_str_n(literal, n), common[i]))
      return 0.8;
  double letters = 0;
  for (gsize i = 0; i < n; i++)
    letters += literal[i] == ' ' ? 0.3 : g_ascii_islower(literal[i]) || g_ascii_isdigit(literal[i]) || (guchar)literal[i] >= 0x80 ? 1 : 2; /* marks and capitals are rare */
  return costs[MIN((guint)letters, G_N_ELEMENTS(costs) - 1)];
}

static double cost_of_ask(const NtRuleAsk *ask, const NtImage *image)
{
  if (ask->kind == NT_ASK_RULE)
    return 0.05;
  if (ask->kind != NT_ASK_LIST)
    return 0.4;
  guint32 members = image->LISTS[ask->what].count;
  return members > 5000 ? 0.4 : members > 500 ? 0.25 : 0.15;
}

NtNeedsKey nt_needs_key_of_literal(guint32 number, NtStr literal)
{
  NtStr bare = nt_str_trim(literal);
  double cost = cost_of_literal(bare.p, bare.n) + (g_ascii_isalnum(literal.p[0]) ? INSIDE : 0);
  return (NtNeedsKey){.v = {number | NT_NEEDS_LITERAL}, .n = 1, .cost = cost};
}

/* The first of the pattern that asks for the same. */
static guint first_like(const NtPatternText *text, guint ask)
{
  guint first = 0;
  while (g_array_index(text->asks, NtRuleAsk, first).number != g_array_index(text->asks, NtRuleAsk, ask).number)
    first++;
  return first;
}

NtNeedsKey nt_needs_key_of_ask(const NtPatternText *text, const NtImage *image, guint ask)
{
  return (NtNeedsKey){.v = {first_like(text, ask)}, .n = 1, .cost = cost_of_ask(&g_array_index(text->asks, NtRuleAsk, ask), image)};
}

static gboolean same(const NtNeedsKey *a, const NtNeedsKey *b)
{
  return a->n == b->n && memcmp(a->v, b->v, a->n * sizeof *a->v) == 0;
}

void nt_needs_keys_note(NtNeedsKeys *keys, const NtNeedsKey *key)
{
  if (!key->n || same(key, &keys->rarest))
    return;
  if (key->cost < keys->rarest.cost) {
    keys->next = keys->rarest;
    keys->rarest = *key;
  } else if (key->cost < keys->next.cost) {
    keys->next = *key;
  }
}

void nt_needs_key_join(NtNeedsKey *key, const NtNeedsKey *other)
{
  if (!key->n || !other->n || key->n + other->n > NT_NEEDS_MOST_IN_KEY) {
    key->n = 0;
    key->cost = NT_NEEDS_NEVER;
    return;
  }
  memcpy(key->v + key->n, other->v, other->n * sizeof *other->v);
  key->n += other->n;
  key->cost += other->cost;
}

void nt_needs_keys_either(NtNeedsKeys *keys, const NtNeedsKeys *other)
{
  NtNeedsKey next = keys->next.n ? keys->next : keys->rarest;
  nt_needs_key_join(&next, other->next.n ? &other->next : &other->rarest);
  nt_needs_key_join(&keys->rarest, &other->rarest);
  keys->next = same(&next, &keys->rarest) ? (NtNeedsKey)NT_NEEDS_NO_KEY : next;
}
