/* Reading: parts are made as plain as they can be, so that few of them need a node. */
#include "rule_sketch_parts.h"

NtSketchTree *nt_sketch_tree_new(void)
{
  NtSketchTree *tree = g_new0(NtSketchTree, 1);
  tree->nodes = g_array_new(FALSE, FALSE, sizeof(NtSketchNode));
  return tree;
}

void nt_sketch_tree_free(NtSketchTree *tree)
{
  if (!tree)
    return;
  g_array_unref(tree->nodes);
  g_free(tree);
}

guint32 nt_sketch_holds(guint what)
{
  return HOLDS_PARTS + what;
}

guint32 nt_sketch_ask(guint bit)
{
  return ASK_PARTS + bit;
}

guint32 nt_sketch_space(void)
{
  return MOVES_PARTS + 2;
}

guint32 nt_sketch_perhaps_space(void)
{
  return MOVES_PARTS + 3;
}

guint32 nt_sketch_any_text(void)
{
  return ANY_TEXT_PART;
}

/* Whether it may go on to another chunk. */
static gboolean moves(const NtSketchTree *tree, guint32 part)
{
  return part >= FIRST_NODE ? nt_sketch_node(tree, part)->moves : part >= ASK_PARTS;
}

static guint32 part_of_moves(guint64 set)
{
  return set == 1 ? NT_SKETCH_NOTHING : set >> (MOST_MOVES + 1) ? ANY_TEXT_PART : MOVES_PARTS + (guint32)set;
}

/* One behind the other. */
static guint64 sum_of_moves(guint64 a, guint64 b)
{
  guint64 sum = 0;
  for (; a; a &= a - 1)
    sum |= b << __builtin_ctzll(a);
  return sum;
}

/* Patterns have much that is alike. */
#define LOOKS_BACK 24u

static guint32 add_node(NtSketchTree *tree, NtSketchNode node)
{
  guint n = tree->nodes->len;
  node.moves = moves(tree, node.part) || moves(tree, node.next);
  for (guint i = n; i > 0 && i + LOOKS_BACK > n; i--) {
    const NtSketchNode *old = &g_array_index(tree->nodes, NtSketchNode, i - 1);
    if (old->kind == node.kind && old->part == node.part && old->next == node.next && old->optional == node.optional && old->most == node.most &&
        old->words == node.words)
      return FIRST_NODE + i - 1;
  }
  g_array_append_val(tree->nodes, node);
  return FIRST_NODE + n;
}

guint32 nt_sketch_then(NtSketchTree *tree, guint32 part, guint32 next)
{
  if (nt_sketch_only_moves(part) && nt_sketch_only_moves(next))
    return part_of_moves(sum_of_moves(nt_sketch_only_moves(part), nt_sketch_only_moves(next)));
  if (!part || !next)
    return part | next;
  if (!moves(tree, part) && (part == next || (nt_is_sketch_node(tree, next, NODE_THEN) && nt_sketch_node(tree, next)->part == part)))
    return next;
  return add_node(tree, (NtSketchNode){.kind = NODE_THEN, .part = part, .next = next});
}

/* The set of words that a part is; 0: it is something else. */
static guint64 words_of(const NtSketchTree *tree, guint32 part)
{
  guint32 word = part - nt_sketch_holds(NT_HOLDS_WORD);
  return nt_is_sketch_node(tree, part, NODE_WORDS) ? nt_sketch_node(tree, part)->words : word < 64 ? G_GUINT64_CONSTANT(1) << word : 0;
}

#define MOST_WORDS 12 /* of more it takes too long to look at each */

static guint32 part_of_words(NtSketchTree *tree, guint64 words)
{
  return __builtin_popcountll(words) > MOST_WORDS ? NT_SKETCH_NOTHING : add_node(tree, (NtSketchNode){.kind = NODE_WORDS, .words = words});
}

guint32 nt_sketch_either(NtSketchTree *tree, guint32 part, guint32 other)
{
  guint64 words = words_of(tree, other);
  if (words && words_of(tree, part))
    return part_of_words(tree, words | words_of(tree, part));
  if (words && nt_is_sketch_node(tree, part, NODE_EITHER) && words_of(tree, nt_sketch_node(tree, part)->next)) {
    guint32 first = nt_sketch_node(tree, part)->part;
    return nt_sketch_either(tree, first, part_of_words(tree, words | words_of(tree, nt_sketch_node(tree, part)->next)));
  }
  if (part == other || (nt_is_sketch_node(tree, part, NODE_EITHER) && nt_sketch_node(tree, part)->next == other))
    return part;
  if (nt_sketch_only_moves(part) && nt_sketch_only_moves(other))
    return part_of_moves(nt_sketch_only_moves(part) | nt_sketch_only_moves(other));
  if ((!part && !moves(tree, other)) || (!other && !moves(tree, part)))
    return NT_SKETCH_NOTHING;
  return add_node(tree, (NtSketchNode){.kind = NODE_EITHER, .part = part, .next = other});
}

guint32 nt_sketch_repeat(NtSketchTree *tree, guint32 part, gboolean optional, guint most)
{
  if (!moves(tree, part))
    return optional ? NT_SKETCH_NOTHING : part;
  if (part == ANY_TEXT_PART)
    return part;
  if (nt_sketch_only_moves(part)) {
    guint64 all = optional ? 1 : 0, set = 1;
    for (guint i = 0; i < most && !(all >> (MOST_MOVES + 1)); i++)
      all |= set = sum_of_moves(set, nt_sketch_only_moves(part));
    return part_of_moves(all);
  }
  if (most == 1)
    return optional ? nt_sketch_either(tree, part, NT_SKETCH_NOTHING) : part;
  return add_node(tree, (NtSketchNode){.kind = NODE_REPEAT, .part = part, .optional = optional, .most = (guint8)MIN(most, NT_SKETCH_EVER)});
}

guint32 nt_sketch_ahead(NtSketchTree *tree, guint32 part)
{
  return moves(tree, part) ? add_node(tree, (NtSketchNode){.kind = NODE_AHEAD, .part = part}) : part;
}

static guint product_of(guint a, guint b)
{
  return a && b ? MIN(a * b, NT_SKETCH_EVER) : 0;
}

guint nt_sketch_most_moves(const NtSketchTree *tree, guint32 part)
{
  guint32 moves = nt_sketch_only_moves(part);
  if (moves || !part || (part < FIRST_NODE && part != ANY_TEXT_PART && part < ASK_PARTS))
    return moves ? 31u - (guint)__builtin_clz(moves) : 0;
  if (part < FIRST_NODE) /* an ask, any text */
    return NT_SKETCH_EVER;
  const NtSketchNode *node = nt_sketch_node(tree, part);
  switch (node->kind) {
  case NODE_THEN: return MIN(nt_sketch_most_moves(tree, node->part) + nt_sketch_most_moves(tree, node->next), NT_SKETCH_EVER);
  case NODE_EITHER: return MAX(nt_sketch_most_moves(tree, node->part), nt_sketch_most_moves(tree, node->next));
  case NODE_REPEAT: return product_of(nt_sketch_most_moves(tree, node->part), node->most);
  default: return 0; /* words, what is ahead */
  }
}
