/* From parts to steps, from the end of the pattern to its start. */
#include "rule_sketch_parts.h"

typedef struct {
  const NtSketchTree *tree;
  NtSketchStep v[MOST_STEPS];
  guint n;
  guint depth;
  gboolean behind_holds; /* the last step is one of HOLDS */
  gboolean failed;
} Program;

static void put(Program *p, guint kind, guint arg)
{
  p->behind_holds = FALSE;
  if (p->n < MOST_STEPS)
    p->v[p->n++] = (NtSketchStep){.kind = (guint8)kind, .arg = (guint8)arg};
  else
    p->failed = TRUE;
}

static void put_moves(Program *p, guint16 set)
{
  if (set == 2 && p->n && p->behind_holds) {
    p->v[p->n - 1].kind = STEP_NEXT;
    p->behind_holds = FALSE;
    return;
  }
  put(p, STEP_MOVES, 0);
  p->v[p->n - 1].more = set;
}

static void put_words(Program *p, guint64 words)
{
  put(p, STEP_WORDS, 0);
  if (p->n + 2 > MOST_STEPS)
    p->failed = TRUE;
  else
    memcpy(&p->v[p->n], &words, sizeof words);
  p->n += p->failed ? 0 : 2;
}

/* Whether of all chunks some are left before the part, for sure or perhaps. */
static gboolean narrows(const NtSketchTree *tree, guint32 part)
{
  if (part < FIRST_NODE)
    return part && part != ANY_TEXT_PART && !(nt_sketch_only_moves(part) & 1);
  const NtSketchNode *node = nt_sketch_node(tree, part);
  switch (node->kind) {
  case NODE_WORDS: return TRUE;
  case NODE_THEN: return narrows(tree, node->part) || narrows(tree, node->next);
  case NODE_EITHER: return narrows(tree, node->part) && narrows(tree, node->next);
  case NODE_REPEAT: return !node->optional && narrows(tree, node->part);
  default: return narrows(tree, node->part);
  }
}

typedef void (*PutPart)(Program *p, guint32 part);
static void put_part(Program *p, guint32 part);

static void put_inner(Program *p, guint kind, guint arg, guint32 part, PutPart put_it)
{
  put(p, kind, arg);
  if (++p->depth > MOST_STEP_DEPTH)
    p->failed = TRUE;
  else
    put_it(p, part);
}

/* Alternatives are a chain of nodes, the first at its end. */
static guint32 first_of(const NtSketchTree *tree, const NtSketchNode *node)
{
  while (nt_is_sketch_node(tree, node->part, NODE_EITHER))
    node = nt_sketch_node(tree, node->part);
  return node->part;
}

static void put_others(Program *p, const NtSketchNode *node, PutPart put_it)
{
  if (nt_is_sketch_node(p->tree, node->part, NODE_EITHER))
    put_others(p, nt_sketch_node(p->tree, node->part), put_it);
  put(p, STEP_OR, 0);
  put_it(p, node->next);
}

static void put_either(Program *p, const NtSketchNode *node, PutPart put_it)
{
  put_inner(p, STEP_EITHER, 0, first_of(p->tree, node), put_it);
  put_others(p, node, put_it);
  put(p, STEP_LEAVE, 0);
  p->depth--;
}

/* The last part of a pattern: behind it may be anything. What does not narrow that is left out. */
static void put_last(Program *p, guint32 part)
{
  if (p->failed || !narrows(p->tree, part))
    return;
  if (part < FIRST_NODE) {
    put_part(p, part);
    return;
  }
  const NtSketchNode *node = nt_sketch_node(p->tree, part);
  switch (node->kind) {
  case NODE_THEN:
    put_last(p, node->next);
    (narrows(p->tree, node->next) ? put_part : put_last)(p, node->part);
    break;
  case NODE_EITHER:
    put_either(p, node, put_last);
    break;
  case NODE_WORDS:
    put_words(p, node->words);
    break;
  default: /* REPEAT: twice it narrows at least as much as once */
    put_last(p, node->part);
  }
}

static void put_repeat(Program *p, const NtSketchNode *node)
{
  guint start = p->n;
  put_inner(p, STEP_REPEAT, node->optional, node->part, put_part);
  p->depth--;
  if (!p->failed && p->n == start + 2 && p->v[start + 1].kind == STEP_NEXT) {
    p->v[start] = (NtSketchStep){STEP_NEXTS, p->v[start + 1].arg, (guint16)(node->most | (node->optional ? STEP_MAY_BE_NONE : 0))};
    p->n--;
    return;
  }
  put(p, STEP_AGAIN, node->most);
  p->v[p->n - 1].more = (guint16)(start + 1);
}

static void put_node(Program *p, const NtSketchNode *node)
{
  switch (node->kind) {
  case NODE_THEN:
    put_part(p, node->next);
    put_part(p, node->part);
    break;
  case NODE_EITHER:
    put_either(p, node, put_part);
    break;
  case NODE_REPEAT:
    put_repeat(p, node);
    break;
  case NODE_WORDS:
    put_words(p, node->words);
    break;
  default:
    put_inner(p, STEP_AHEAD, 0, node->part, put_last);
    put(p, STEP_AND, 0);
    p->depth--;
  }
}

static void put_part(Program *p, guint32 part)
{
  if (p->failed || part == NT_SKETCH_NOTHING)
    return;
  if (part >= FIRST_NODE)
    put_node(p, nt_sketch_node(p->tree, part));
  else if (part >= MOVES_PARTS)
    put_moves(p, (guint16)(part - MOVES_PARTS));
  else if (part == ANY_TEXT_PART)
    put(p, STEP_ANY_TEXT, 0);
  else if (part >= ASK_PARTS)
    put(p, STEP_ASK, part - ASK_PARTS);
  else {
    put(p, STEP_HOLDS, part - HOLDS_PARTS);
    p->behind_holds = !p->failed;
  }
}

NtSketchStep *nt_sketch_compile(const NtSketchTree *tree, guint32 part, NtArena *arena)
{
  Program p = {.tree = tree};
  put_last(&p, part);
  put(&p, STEP_END, 0);
  if (p.failed)
    return NULL;
  NtSketchStep *steps = nt_arena_new_array(arena, NtSketchStep, p.n);
  memcpy(steps, p.v, p.n * sizeof *steps);
  return steps;
}
