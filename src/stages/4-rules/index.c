#include "index.h"

#define BITS 64u

static void add(GArray **list, guint32 rule)
{
  if (!*list)
    *list = g_array_new(FALSE, FALSE, sizeof(guint32));
  g_array_append_val(*list, rule);
}

static void put(guint64 *set, guint32 rule)
{
  set[rule / BITS] |= G_GUINT64_CONSTANT(1) << rule % BITS;
}

void nt_rule_index_init(NtRuleIndex *index, const NtRules *rules)
{
  *index = (NtRuleIndex){.literals = nt_rules_literals(rules)};
  index->rules = nt_rules_list(rules, &index->n_rules);
  index->n_words = index->n_rules / BITS + 1;
  index->always = g_new0(guint64, index->n_words);
  index->by_bit = g_new0(GArray *, NT_N_ASK_BITS);
  index->n_literals = nt_literals_count(index->literals);
  index->by_literal = g_new0(GArray *, index->n_literals + 1);
  index->phase_ends = g_array_new(FALSE, FALSE, sizeof(guint32));
  for (guint32 i = 0; i < index->n_rules; i++) {
    const NtRule *rule = &index->rules[i];
    for (guint k = 0; k < rule->key.n; k++)
      if (rule->key.v[k] & NT_RULE_KEY_LITERAL)
        add(&index->by_literal[rule->key.v[k] & ~NT_RULE_KEY_LITERAL], i);
      else
        add(&index->by_bit[rule->key.v[k] % NT_N_ASK_BITS], i);
    if (!rule->key.n)
      put(index->always, i);
    guint32 behind = i + 1;
    if (behind == index->n_rules || index->rules[behind].phase != rule->phase)
      g_array_append_val(index->phase_ends, behind);
  }
}

void nt_rule_index_clear(NtRuleIndex *index)
{
  for (guint i = 0; i < NT_N_ASK_BITS; i++)
    g_clear_pointer(&index->by_bit[i], g_array_unref);
  for (guint i = 0; i < index->n_literals; i++)
    g_clear_pointer(&index->by_literal[i], g_array_unref);
  g_array_unref(index->phase_ends);
  g_free(index->by_bit);
  g_free(index->by_literal);
  g_free(index->always);
}

void nt_rule_queue_init(NtRuleQueue *queue, const NtRuleIndex *index, const NtSentence *sentence)
{
  NtArena *arena = sentence->arena;
  *queue = (NtRuleQueue){.index = index, .set = nt_arena_new_array(arena, guint64, index->n_words)};
  queue->n_words = index->n_literals / BITS + 1;
  queue->has = nt_arena_new_array(arena, guint64, queue->n_words);
  if (index->n_literals)
    nt_literals_find(index->literals, arena, sentence->text, &sentence->lexis->tokens, &queue->literals);
}

static void put_all(NtRuleQueue *queue, const GArray *list, guint32 from)
{
  for (guint i = 0; list && i < list->len; i++)
    if (g_array_index(list, guint32, i) >= from)
      put(queue->set, g_array_index(list, guint32, i));
}

/* Rules below `from` have had their turn. */
static void put_answered(NtRuleQueue *queue, NtAskSet bits, guint32 from)
{
  queue->seen |= bits;
  while (bits)
    put_all(queue, queue->index->by_bit[nt_ask_take(&bits)], from);
}

void nt_rule_queue_visit(NtRuleQueue *queue, const NtSentence *s)
{
  const NtLiteralHits *hits = &queue->literals;
  guint32 start = s->lexis->tokens.v[s->first].start;
  memcpy(queue->set, queue->index->always, queue->index->n_words * sizeof *queue->set);
  memset(queue->has, 0, queue->n_words * sizeof *queue->has);
  queue->seen = 0;
  put_answered(queue, s->all, 0);
  while (queue->at < hits->n && hits->v[queue->at].start < start)
    queue->at++;
  for (; queue->at < hits->n && hits->v[queue->at].start < s->stop; queue->at++) {
    if (hits->v[queue->at].end > s->stop)
      continue;
    put(queue->has, hits->v[queue->at].number);
    put_all(queue, queue->index->by_literal[hits->v[queue->at].number], 0);
  }
}

void nt_rule_queue_renew(NtRuleQueue *queue, const NtSentence *s, guint32 from)
{
  put_answered(queue, s->all & ~queue->seen, from);
}

static gboolean has_one_of(const NtRuleQueue *queue, const NtSentence *s, const NtRuleKey *key)
{
  for (guint k = 0; k < key->n; k++) {
    guint32 number = key->v[k] & ~NT_RULE_KEY_LITERAL;
    if (key->v[k] & NT_RULE_KEY_LITERAL ? queue->has[number / BITS] >> number % BITS & 1 : (s->all & nt_ask_bit(number)) != 0)
      return TRUE;
  }
  return !key->n;
}

const NtRule *nt_rule_queue_take(NtRuleQueue *queue, const NtSentence *s, guint32 end)
{
  const NtRuleIndex *index = queue->index;
  for (guint word = 0; word < index->n_words && word * BITS < end; word++)
    while (queue->set[word]) {
      guint32 number = word * BITS + (guint32)__builtin_ctzll(queue->set[word]);
      const NtRule *rule = &index->rules[number];
      if (number >= end)
        return NULL;
      queue->set[word] &= queue->set[word] - 1;
      if (!(rule->needs & ~s->all) && rule->zones & s->zones && has_one_of(queue, s, &rule->also))
        return rule;
    }
  return NULL;
}
