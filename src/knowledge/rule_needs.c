#include "rule_needs.h"

#include "rule_needs_walk.h"
#include "rule_syntax.h"

static void clear_key(NtPatternKey *key)
{
  g_clear_pointer(&key->asks, g_array_unref);
  g_clear_pointer(&key->literals, g_ptr_array_unref);
}

void nt_pattern_needs_clear(NtPatternNeeds *needs)
{
  clear_key(&needs->key);
  clear_key(&needs->also);
}

/* Of asks of the pattern. */
static NtAskSet bits_of(const NtPatternText *text, const guint64 set[2])
{
  NtAskSet bits = 0;
  for (guint i = 0; i < text->asks->len; i++)
    if (set[i / 64] >> i % 64 & 1)
      bits |= nt_ask_bit(g_array_index(text->asks, NtRuleAsk, i).number);
  return bits;
}

static NtPatternKey key_of(const NtPatternText *text, const GPtrArray *literals, const NtNeedsKey *key)
{
  NtPatternKey out = {g_array_new(FALSE, FALSE, sizeof(guint32)), g_ptr_array_new_with_free_func(g_free), key->cost};
  for (guint i = 0; i < key->n; i++)
    if (key->v[i] & NT_NEEDS_LITERAL)
      g_ptr_array_add(out.literals, g_strdup(literals->pdata[key->v[i] & ~NT_NEEDS_LITERAL]));
    else
      g_array_append_val(out.asks, g_array_index(text->asks, NtRuleAsk, key->v[i]).number);
  return out;
}

static NtRuleStart start_of(const NtNeedsPart *part)
{
  gboolean letters = nt_needs_has_letters(part), asks = part->first_asks[0] || part->first_asks[1];
  return part->unknown || part->empty || (letters && asks) ? NT_START_ANYWHERE
         : !letters                                        ? NT_START_WORDS
         : part->barred                                    ? NT_START_FIRST_LETTERS
                                                           : NT_START_LETTERS;
}

/* Those of the part; and where a word that begins with a capital will do as well, these. */
static NtRuleLetters letters_of(const NtNeedsPart *part)
{
  NtRuleLetters letters = part->letters;
  if (nt_needs_has_letters(part) && part->capital) {
    nt_syntax_add_letters(&letters, 'A', 'Z');
    letters.others = TRUE;
  }
  return letters;
}

G_STATIC_ASSERT(NT_SKETCH_EVER == NT_RULE_ANY_SPACES); /* into any chunk, over any space */

void nt_pattern_needs_find(const NtPatternText *text, const NtImage *image, NtArena *arena, NtPatternNeeds *needs)
{
  g_autoptr(GPtrArray) literals = g_ptr_array_new_with_free_func(g_free);
  g_autoptr(NtSketchTree) sketch = nt_sketch_tree_new();
  NtNeedsPart part;
  gboolean known = nt_needs_walk(text, image, sketch, literals, &part);
  NtNeedsKeys keys = known ? part.keys : (NtNeedsKeys)NT_NEEDS_NO_KEYS;
  *needs = (NtPatternNeeds){
    .start = NT_START_ANYWHERE,
    .most_spaces = NT_RULE_ANY_SPACES,
    .key = key_of(text, literals, &keys.rarest),
    .also = key_of(text, literals, &keys.next),
  };
  if (!known)
    return;
  needs->start = start_of(&part);
  needs->at_capital = part.capital;
  needs->at_asks = bits_of(text, part.first_asks);
  needs->letters = letters_of(&part);
  needs->seconds = part.one ? nt_needs_any_byte() : part.seconds;
  needs->needs = bits_of(text, part.must);
  needs->most_spaces = nt_sketch_most_moves(sketch, part.sketch);
  needs->sketch = nt_sketch_compile(sketch, part.sketch, arena);
}
