/* What the files of sketches share. A pattern is read into parts (rule_sketch_tree.c); these become steps (rule_sketch_compile.c), which
 * are kept in the image (rule_sketch_kept.c) and run (rule_sketch.c). */
#pragma once

#include "rule_sketch_tree.h"

/* ---- parts ---- */

/* Parts below FIRST_NODE stand for themselves. */
#define HOLDS_PARTS 1u
#define ASK_PARTS (HOLDS_PARTS + NT_N_HOLDS)
#define ANY_TEXT_PART (ASK_PARTS + NT_N_HELD_ASKS)
#define MOVES_PARTS (ANY_TEXT_PART + 1u) /* by a set of numbers of chunks */
#define MOST_MOVES 15u
#define FIRST_NODE (MOVES_PARTS + (2u << MOST_MOVES))

/* The others are nodes. */
enum { NODE_WORDS, NODE_THEN, NODE_EITHER, NODE_REPEAT, NODE_AHEAD };

typedef struct {
  guint8 kind;        /* NODE_… */
  gboolean moves;     /* it may go on to another chunk */
  guint32 part, next; /* `next` also of EITHER */
  gboolean optional;
  guint8 most;
  guint64 words;
} NtSketchNode;

struct NtSketchTree {
  GArray *nodes; /* NtSketchNode */
};

static inline const NtSketchNode *nt_sketch_node(const NtSketchTree *tree, guint32 part)
{
  return &g_array_index(tree->nodes, NtSketchNode, part - FIRST_NODE);
}

static inline gboolean nt_is_sketch_node(const NtSketchTree *tree, guint32 part, guint kind)
{
  return part >= FIRST_NODE && nt_sketch_node(tree, part)->kind == kind;
}

/* Of a part that holds nothing: by how many chunks it may go on; 0 for any other. */
static inline guint32 nt_sketch_only_moves(guint32 part)
{
  return part == NT_SKETCH_NOTHING ? 1 : part >= MOVES_PARTS && part < FIRST_NODE ? part - MOVES_PARTS : 0;
}

/* ---- steps ---- */

/* What a step makes of a set of chunks. */
enum {
  STEP_HOLDS,    /* of these those that hold `arg` */
  STEP_WORDS,    /* … one of a set of NT_HOLDS_WORD, which stands in the next two steps */
  STEP_ASK,      /* … and of all before them that an answer to the ask `arg` can go from */
  STEP_ANY_TEXT, /* all before them */
  STEP_MOVES,    /* before them by as many chunks as bits in `more` are set */
  STEP_NEXT,     /* one chunk before those that hold `arg` */
  STEP_NEXTS,    /* that as often as it finds some, `more` times at most and, with STEP_MAY_BE_NONE, perhaps not at all */
  STEP_EITHER,   /* begins alternatives, */
  STEP_OR,       /* stands between two of them */
  STEP_LEAVE,    /* and behind the last */
  STEP_REPEAT,   /* begins what is repeated, with `arg` perhaps not at all, */
  STEP_AGAIN,    /* which goes on at step `more`, `arg` times at most */
  STEP_AHEAD,    /* begins what must follow and is not taken, */
  STEP_AND,      /* and ends that */
  STEP_END,
};

#define STEP_MAY_BE_NONE 0x100u

#define MOST_STEPS 600u
#define MOST_STEP_DEPTH 24u
