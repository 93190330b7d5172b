/* Keys of a pattern while it is walked over: each is a set of things of which a sentence must have one. The rarest two are kept. */
#pragma once

#include "rule_pattern.h"

#define NT_NEEDS_MOST_IN_KEY 80u
#define NT_NEEDS_LITERAL (1u << 31)

/* `cost` is about how many sentences in one have one of them. */
typedef struct {
  guint32 v[NT_NEEDS_MOST_IN_KEY]; /* asks of the pattern; with NT_NEEDS_LITERAL numbers of literals */
  guint n;                         /* 0: no key */
  double cost;
} NtNeedsKey;

typedef struct {
  NtNeedsKey rarest, next;
} NtNeedsKeys;

/* Costs more than any key. */
#define NT_NEEDS_NEVER 1e9
#define NT_NEEDS_NO_KEY {.cost = NT_NEEDS_NEVER}
#define NT_NEEDS_NO_KEYS {NT_NEEDS_NO_KEY, NT_NEEDS_NO_KEY}

NtNeedsKey nt_needs_key_of_literal(guint32 number, NtStr literal);
/* `ask` is a number of the pattern's. */
NtNeedsKey nt_needs_key_of_ask(const NtPatternText *text, const NtImage *image, guint ask);

/* One of either must be there: no key where one of them is none, or they are too many together. */
void nt_needs_key_join(NtNeedsKey *key, const NtNeedsKey *other);
/* A sentence must have one of `key`, too. */
void nt_needs_keys_note(NtNeedsKeys *keys, const NtNeedsKey *key);
/* Or it has what `other` says instead. */
void nt_needs_keys_either(NtNeedsKeys *keys, const NtNeedsKeys *other);
