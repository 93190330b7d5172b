#include "rule_needs_part.h"

/* ---- sets ---- */

static void join_letters(NtRuleLetters *letters, const NtRuleLetters *more)
{
  for (guint k = 0; k < G_N_ELEMENTS(letters->ascii); k++)
    letters->ascii[k] |= more->ascii[k];
  letters->others |= more->others;
}

/* All of them are capitals of ASCII. */
static gboolean are_capitals(const NtRuleLetters *letters)
{
  static const guint64 capitals = ((G_GUINT64_CONSTANT(1) << 26) - 1) << ('A' - 64);
  return !letters->others && !letters->ascii[0] && !(letters->ascii[1] & ~capitals);
}

gboolean nt_needs_has_letters(const NtNeedsPart *part)
{
  return part->letters.ascii[0] || part->letters.ascii[1] || part->letters.others;
}

NtRuleBytes nt_needs_any_byte(void)
{
  const guint64 all = ~G_GUINT64_CONSTANT(0);
  return (NtRuleBytes){{all, all, all, all}};
}

static void join_bytes(NtRuleBytes *bytes, const NtRuleBytes *more)
{
  for (guint k = 0; k < G_N_ELEMENTS(bytes->bits); k++)
    bytes->bits[k] |= more->bits[k];
}

/* ---- single ones ---- */

NtNeedsPart nt_needs_nothing(void)
{
  return (NtNeedsPart){.empty = TRUE, .keys = NT_NEEDS_NO_KEYS};
}

NtNeedsPart nt_needs_some_text(gboolean no_space)
{
  guint32 sketch = no_space ? NT_SKETCH_NOTHING : nt_sketch_perhaps_space();
  return (NtNeedsPart){
    .unknown = TRUE, .heads = nt_needs_any_byte(), .seconds = nt_needs_any_byte(), .one = TRUE, .sketch = sketch, .keys = NT_NEEDS_NO_KEYS};
}

NtNeedsPart nt_needs_letters(const NtRuleLetters *letters)
{
  guint64 others = letters->others ? ~G_GUINT64_CONSTANT(0) : 0;
  return (NtNeedsPart){.letters = *letters,
                       .heads = {{letters->ascii[0], letters->ascii[1], others, others}},
                       .one = TRUE,
                       .sketch = are_capitals(letters) ? nt_sketch_holds(NT_HOLDS_CAPITAL) : NT_SKETCH_NOTHING,
                       .keys = NT_NEEDS_NO_KEYS};
}

NtNeedsPart nt_needs_mark(char first)
{
  NtNeedsPart part = nt_needs_some_text(!g_ascii_isspace(first));
  part.heads = (NtRuleBytes){{0}};
  part.heads.bits[(guchar)first / 64] = G_GUINT64_CONSTANT(1) << (guchar)first % 64;
  if ((guchar)first < 0x80)
    part.seconds = (NtRuleBytes){{0}};
  part.sketch = (guchar)first >= 0x80 ? NT_SKETCH_NOTHING : g_ascii_isspace(first) ? nt_sketch_space() : nt_sketch_holds(nt_holds_mark(first));
  return part;
}

NtNeedsPart nt_needs_ask(const NtPatternText *text, const NtImage *image, guint ask)
{
  NtNeedsPart part = {.heads = nt_needs_any_byte(), .seconds = nt_needs_any_byte(), .one = TRUE, .keys = NT_NEEDS_NO_KEYS};
  part.keys.rarest = nt_needs_key_of_ask(text, image, ask);
  part.must[ask / 64] = part.first_asks[ask / 64] = G_GUINT64_CONSTANT(1) << ask % 64;
  part.sketch = nt_sketch_ask(g_array_index(text->asks, NtRuleAsk, ask).number % NT_N_ASK_BITS);
  return part;
}

/* What it needs must be there; it takes nothing, and so begins with nothing. */
NtNeedsPart nt_needs_ahead(NtSketchTree *tree, const NtNeedsPart *part)
{
  NtNeedsPart ahead = nt_needs_nothing();
  memcpy(ahead.must, part->must, sizeof part->must);
  ahead.sketch = nt_sketch_ahead(tree, part->sketch);
  ahead.keys = part->keys;
  return ahead;
}

NtNeedsPart nt_needs_capital(NtSketchTree *tree, const NtNeedsPart *rest)
{
  NtNeedsPart word = *rest;
  word.capital = TRUE;
  word.unknown = word.empty = FALSE;
  word.letters = (NtRuleLetters){{0}, FALSE};
  memset(word.first_asks, 0, sizeof word.first_asks);
  word.sketch = nt_sketch_then(tree, nt_sketch_holds(NT_HOLDS_CAPITAL), rest->sketch);
  return word;
}

/* ---- together ---- */

static void add_bytes(NtNeedsPart *sum, const NtNeedsPart *part, gboolean empty, gboolean repeated)
{
  if (sum->one || (repeated && sum->empty && part->one))
    join_bytes(&sum->seconds, &part->heads);
  if (sum->empty) {
    join_bytes(&sum->heads, &part->heads);
    join_bytes(&sum->seconds, &part->seconds);
  }
  sum->one = (sum->one && empty) || (sum->empty && part->one);
}

/* It may begin with nothing so far. */
static gboolean takes_none(const NtNeedsPart *part)
{
  return !nt_needs_has_letters(part) && !part->capital && !part->unknown && !part->first_asks[0] && !part->first_asks[1];
}

void nt_needs_then(NtSketchTree *tree, NtNeedsPart *sum, const NtNeedsPart *part, gboolean optional, guint times)
{
  add_bytes(sum, part, optional || part->empty, times > 1);
  if (sum->empty) { /* nothing before it takes text for sure */
    sum->barred |= part->barred && !optional && takes_none(sum);
    sum->capital |= part->capital;
    join_letters(&sum->letters, &part->letters);
    sum->unknown |= part->unknown;
    for (guint k = 0; k < 2; k++)
      sum->first_asks[k] |= part->first_asks[k];
    sum->empty = optional || part->empty;
  }
  if (!optional) {
    for (guint k = 0; k < 2; k++)
      sum->must[k] |= part->must[k];
    nt_needs_keys_note(&sum->keys, &part->keys.rarest);
    nt_needs_keys_note(&sum->keys, &part->keys.next);
  }
  sum->sketch = nt_sketch_then(tree, sum->sketch, nt_sketch_repeat(tree, part->sketch, optional, times));
}

void nt_needs_either(NtSketchTree *tree, NtNeedsPart *all, const NtNeedsPart *part)
{
  all->sketch = nt_sketch_either(tree, all->sketch, part->sketch);
  for (guint k = 0; k < 2; k++) {
    all->must[k] &= part->must[k];
    all->first_asks[k] |= part->first_asks[k];
  }
  all->barred &= part->barred;
  all->capital |= part->capital;
  all->one |= part->one;
  join_bytes(&all->heads, &part->heads);
  join_bytes(&all->seconds, &part->seconds);
  join_letters(&all->letters, &part->letters);
  all->unknown |= part->unknown;
  all->empty |= part->empty;
  nt_needs_keys_either(&all->keys, &part->keys);
}
