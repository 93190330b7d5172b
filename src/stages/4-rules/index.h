/* Which rules can match in a sentence: each rule stands under the things of which it must have one, and only the rules of things
 * that are there are looked at. */
#pragma once

#include "sentence.h"

typedef struct {
  const NtRule *rules;
  guint n_rules, n_words;  /* words: of a set of rules */
  guint64 *always;         /* a set of rules */
  GArray **by_bit;         /* guint32, for each bit of asks */
  GArray **by_literal;
  guint n_literals;
  const NtLiterals *literals;
  GArray *phase_ends;      /* guint32: behind the last rule of each phase that has any */
} NtRuleIndex;

void nt_rule_index_init(NtRuleIndex *index, const NtRules *rules);
void nt_rule_index_clear(NtRuleIndex *index);

/* The rules of a sentence that are still to be tried, in the order of their numbers. */
typedef struct {
  const NtRuleIndex *index;
  guint64 *set;
  NtAskSet seen;           /* asks whose rules are in the set */
  guint64 *has;            /* the literals of the sentence, a set of their numbers */
  guint n_words;           /* of that */
  NtLiteralHits literals;  /* of the article */
  guint at;                /* the first of them at or behind the sentence */
} NtRuleQueue;

void nt_rule_queue_init(NtRuleQueue *queue, const NtRuleIndex *index, const NtSentence *sentence);
/* Sentences are visited in order. */
void nt_rule_queue_visit(NtRuleQueue *queue, const NtSentence *s);
/* The next rule whose number is below `end`, taken out; NULL where none is left. */
const NtRule *nt_rule_queue_take(NtRuleQueue *queue, const NtSentence *s, guint32 end);
/* The sentence answers more than it did: rules from `from` on may be asked for anew. */
void nt_rule_queue_renew(NtRuleQueue *queue, const NtSentence *s, guint32 from);
