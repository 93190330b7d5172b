#include "rule_sketch.h"

enum {
  HOLDS,   /* of these those that hold `arg` */
  WORDS,   /* … one of a set of NT_HOLDS_WORD, which stands in the next two steps */
  ASK,     /* … and of all before them that an answer to the ask `arg` can go from */
  ANY_TEXT,
  MOVES,   /* before them by as many chunks as bits in `more` are set */
  THEN,
  EITHER,
  REPEAT,
  AHEAD,
  /* Of steps alone. */
  NEXT,    /* one chunk before those that hold `arg` */
  NEXTS,   /* REPEAT of that, `more` times and, where it is optional, MAY_BE_NONE */
  OR,      /* between the two of EITHER */
  LEAVE,   /* behind the part of EITHER, */
  AGAIN,   /* REPEAT, which goes on at step `more`, */
  AND,     /* AHEAD */
  END,
};

/* Parts below FIRST_NODE stand for themselves. */
#define HOLDS_PARTS 1u
#define ASK_PARTS (HOLDS_PARTS + NT_N_HOLDS)
#define ANY_TEXT_PART (ASK_PARTS + NT_N_HELD_ASKS)
#define MOVES_PARTS (ANY_TEXT_PART + 1u) /* by a set of numbers of chunks */
#define MOST_MOVES 15u
#define FIRST_NODE (MOVES_PARTS + (2u << MOST_MOVES))

#define MAY_BE_NONE 0x100u

#define MOST_STEPS 600u
#define MOST_DEPTH 24u

typedef struct {
  guint8 kind;
  gboolean moves;     /* it may go on to another chunk */
  guint32 part, next; /* `next` also of EITHER */
  gboolean optional;
  guint8 most;
  guint64 words;
} Node;

struct NtSketchTree {
  GArray *nodes; /* Node */
};

NtSketchTree *nt_sketch_tree_new(void)
{
  NtSketchTree *tree = g_new0(NtSketchTree, 1);
  tree->nodes = g_array_new(FALSE, FALSE, sizeof(Node));
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

static const Node *node_of(const NtSketchTree *tree, guint32 part)
{
  return &g_array_index(tree->nodes, Node, part - FIRST_NODE);
}

static gboolean is_node(const NtSketchTree *tree, guint32 part, guint kind)
{
  return part >= FIRST_NODE && node_of(tree, part)->kind == kind;
}

/* Whether it may go on to another chunk. */
static gboolean moves(const NtSketchTree *tree, guint32 part)
{
  return part >= FIRST_NODE ? node_of(tree, part)->moves : part >= ASK_PARTS;
}

/* Of a part that holds nothing: by how many chunks it may go on; 0 for any other. */
static guint32 only_moves(guint32 part)
{
  return part == NT_SKETCH_NOTHING ? 1 : part >= MOVES_PARTS && part < FIRST_NODE ? part - MOVES_PARTS : 0;
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

static guint32 add_node(NtSketchTree *tree, Node node)
{
  guint n = tree->nodes->len;
  node.moves = moves(tree, node.part) || moves(tree, node.next);
  for (guint i = n; i > 0 && i + LOOKS_BACK > n; i--) {
    const Node *old = &g_array_index(tree->nodes, Node, i - 1);
    if (old->kind == node.kind && old->part == node.part && old->next == node.next && old->optional == node.optional && old->most == node.most &&
        old->words == node.words)
      return FIRST_NODE + i - 1;
  }
  g_array_append_val(tree->nodes, node);
  return FIRST_NODE + n;
}

guint32 nt_sketch_then(NtSketchTree *tree, guint32 part, guint32 next)
{
  if (only_moves(part) && only_moves(next))
    return part_of_moves(sum_of_moves(only_moves(part), only_moves(next)));
  if (!part || !next)
    return part | next;
  if (!moves(tree, part) && (part == next || (is_node(tree, next, THEN) && node_of(tree, next)->part == part)))
    return next;
  return add_node(tree, (Node){.kind = THEN, .part = part, .next = next});
}

/* The set of words that a part is; 0: it is something else. */
static guint64 words_of(const NtSketchTree *tree, guint32 part)
{
  guint32 word = part - nt_sketch_holds(NT_HOLDS_WORD);
  return is_node(tree, part, WORDS) ? node_of(tree, part)->words : word < 64 ? G_GUINT64_CONSTANT(1) << word : 0;
}

#define MOST_WORDS 12 /* of more it takes too long to look at each */

static guint32 part_of_words(NtSketchTree *tree, guint64 words)
{
  return __builtin_popcountll(words) > MOST_WORDS ? NT_SKETCH_NOTHING : add_node(tree, (Node){.kind = WORDS, .words = words});
}

guint32 nt_sketch_either(NtSketchTree *tree, guint32 part, guint32 other)
{
  guint64 words = words_of(tree, other);
  if (words && words_of(tree, part))
    return part_of_words(tree, words | words_of(tree, part));
  if (words && is_node(tree, part, EITHER) && words_of(tree, node_of(tree, part)->next)) {
    guint32 first = node_of(tree, part)->part;
    return nt_sketch_either(tree, first, part_of_words(tree, words | words_of(tree, node_of(tree, part)->next)));
  }
  if (part == other || (is_node(tree, part, EITHER) && node_of(tree, part)->next == other))
    return part;
  if (only_moves(part) && only_moves(other))
    return part_of_moves(only_moves(part) | only_moves(other));
  if ((!part && !moves(tree, other)) || (!other && !moves(tree, part)))
    return NT_SKETCH_NOTHING;
  return add_node(tree, (Node){.kind = EITHER, .part = part, .next = other});
}

guint32 nt_sketch_repeat(NtSketchTree *tree, guint32 part, gboolean optional, guint most)
{
  if (!moves(tree, part))
    return optional ? NT_SKETCH_NOTHING : part;
  if (part == ANY_TEXT_PART)
    return part;
  if (only_moves(part)) {
    guint64 all = optional ? 1 : 0, set = 1;
    for (guint i = 0; i < most && !(all >> (MOST_MOVES + 1)); i++)
      all |= set = sum_of_moves(set, only_moves(part));
    return part_of_moves(all);
  }
  if (most == 1)
    return optional ? nt_sketch_either(tree, part, NT_SKETCH_NOTHING) : part;
  return add_node(tree, (Node){.kind = REPEAT, .part = part, .optional = optional, .most = (guint8)MIN(most, NT_SKETCH_EVER)});
}

guint32 nt_sketch_ahead(NtSketchTree *tree, guint32 part)
{
  return moves(tree, part) ? add_node(tree, (Node){.kind = AHEAD, .part = part}) : part;
}

/* ---- compiling ---- */

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
    p->v[p->n - 1].kind = NEXT;
    p->behind_holds = FALSE;
    return;
  }
  put(p, MOVES, 0);
  p->v[p->n - 1].more = set;
}

static void put_words(Program *p, guint64 words)
{
  put(p, WORDS, 0);
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
    return part && part != ANY_TEXT_PART && !(only_moves(part) & 1);
  const Node *node = node_of(tree, part);
  switch (node->kind) {
  case WORDS: return TRUE;
  case THEN: return narrows(tree, node->part) || narrows(tree, node->next);
  case EITHER: return narrows(tree, node->part) && narrows(tree, node->next);
  case REPEAT: return !node->optional && narrows(tree, node->part);
  default: return narrows(tree, node->part);
  }
}

typedef void (*PutPart)(Program *p, guint32 part);
static void put_part(Program *p, guint32 part);

static void put_inner(Program *p, guint kind, guint arg, guint32 part, PutPart put_it)
{
  put(p, kind, arg);
  if (++p->depth > MOST_DEPTH)
    p->failed = TRUE;
  else
    put_it(p, part);
}

/* Alternatives are a chain of nodes, the first at its end. */
static guint32 first_of(const NtSketchTree *tree, const Node *node)
{
  while (is_node(tree, node->part, EITHER))
    node = node_of(tree, node->part);
  return node->part;
}

static void put_others(Program *p, const Node *node, PutPart put_it)
{
  if (is_node(p->tree, node->part, EITHER))
    put_others(p, node_of(p->tree, node->part), put_it);
  put(p, OR, 0);
  put_it(p, node->next);
}

static void put_either(Program *p, const Node *node, PutPart put_it)
{
  put_inner(p, EITHER, 0, first_of(p->tree, node), put_it);
  put_others(p, node, put_it);
  put(p, LEAVE, 0);
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
  const Node *node = node_of(p->tree, part);
  switch (node->kind) {
  case THEN:
    put_last(p, node->next);
    (narrows(p->tree, node->next) ? put_part : put_last)(p, node->part);
    break;
  case EITHER:
    put_either(p, node, put_last);
    break;
  case WORDS:
    put_words(p, node->words);
    break;
  default: /* REPEAT: twice it narrows at least as much as once */
    put_last(p, node->part);
  }
}

static void put_repeat(Program *p, const Node *node)
{
  guint start = p->n;
  put_inner(p, REPEAT, node->optional, node->part, put_part);
  p->depth--;
  if (!p->failed && p->n == start + 2 && p->v[start + 1].kind == NEXT) {
    p->v[start] = (NtSketchStep){NEXTS, p->v[start + 1].arg, (guint16)(node->most | (node->optional ? MAY_BE_NONE : 0))};
    p->n--;
    return;
  }
  put(p, AGAIN, node->most);
  p->v[p->n - 1].more = (guint16)(start + 1);
}

static void put_node(Program *p, const Node *node)
{
  switch (node->kind) {
  case THEN:
    put_part(p, node->next);
    put_part(p, node->part);
    break;
  case EITHER:
    put_either(p, node, put_part);
    break;
  case REPEAT:
    put_repeat(p, node);
    break;
  case WORDS:
    put_words(p, node->words);
    break;
  default:
    put_inner(p, AHEAD, 0, node->part, put_last);
    put(p, AND, 0);
    p->depth--;
  }
}

static void put_part(Program *p, guint32 part)
{
  if (p->failed || part == NT_SKETCH_NOTHING)
    return;
  if (part >= FIRST_NODE)
    put_node(p, node_of(p->tree, part));
  else if (part >= MOVES_PARTS)
    put_moves(p, (guint16)(part - MOVES_PARTS));
  else if (part == ANY_TEXT_PART)
    put(p, ANY_TEXT, 0);
  else if (part >= ASK_PARTS)
    put(p, ASK, part - ASK_PARTS);
  else {
    put(p, HOLDS, part - HOLDS_PARTS);
    p->behind_holds = !p->failed;
  }
}

NtSketchStep *nt_sketch_compile(const NtSketchTree *tree, guint32 part, NtArena *arena)
{
  Program p = {.tree = tree};
  put_last(&p, part);
  put(&p, END, 0);
  if (p.failed)
    return NULL;
  NtSketchStep *steps = nt_arena_new_array(arena, NtSketchStep, p.n);
  memcpy(steps, p.v, p.n * sizeof *steps);
  return steps;
}

/* ---- keeping ---- */

static guint words_behind(const NtSketchStep *step)
{
  return step->kind == WORDS ? 2 : 0;
}

void nt_sketch_put(const NtSketchStep *steps, GString *out)
{
  guint n = 0;
  while (steps && steps[n].kind != END)
    n += 1 + words_behind(&steps[n]);
  n += steps != NULL;
  nt_packed_put(out, n);
  nt_packed_put_raw(out, steps, n * sizeof *steps);
}

/* Whether step `i` is one that can be run, with `open` the steps that begin what it stands in. */
static gboolean is_sound(const NtSketchStep *steps, guint i, guint *open, guint *depth)
{
  const NtSketchStep *s = &steps[i];
  guint top = *depth ? open[*depth - 1] : 0;
  switch (s->kind) {
  case HOLDS:
  case NEXT:
  case NEXTS: return s->arg < NT_N_HOLDS;
  case ASK: return s->arg < NT_N_HELD_ASKS;
  case MOVES: return s->more != 0;
  case WORDS:
  case ANY_TEXT: return TRUE;
  case EITHER:
  case REPEAT:
  case AHEAD:
    if (*depth == MOST_DEPTH)
      return FALSE;
    open[(*depth)++] = i;
    return TRUE;
  case OR: return *depth && steps[top].kind == EITHER;
  case LEAVE: return *depth && steps[open[--*depth]].kind == EITHER;
  case AGAIN: return *depth && steps[open[--*depth]].kind == REPEAT && s->more == top + 1;
  case AND: return *depth && steps[open[--*depth]].kind == AHEAD;
  default: return FALSE;
  }
}

gboolean nt_sketch_take(NtPacked *packed, NtArena *arena, const NtSketchStep **out)
{
  guint n, open[MOST_DEPTH], depth = 0;
  *out = NULL;
  if (!nt_packed_take_guint(packed, MOST_STEPS, &n))
    return FALSE;
  NtSketchStep *steps = nt_arena_new_array(arena, NtSketchStep, n + 1);
  if (!nt_packed_take_raw(packed, steps, n * sizeof *steps))
    return FALSE;
  if (!n)
    return TRUE;
  *out = steps;
  guint i = 0;
  while (i + 1 < n && is_sound(steps, i, open, &depth))
    i += 1 + words_behind(&steps[i]);
  return i + 1 == n && steps[i].kind == END && !depth;
}

/* ---- running ---- */

static guint64 those_before(guint64 set)
{
  return set >> 1 | (set & NT_LAST_CHUNK);
}

static guint64 those_before_by(guint64 set, guint moves)
{
  guint64 out = 0;
  if (set & NT_LAST_CHUNK)
    out = ~G_GUINT64_CONSTANT(0) << (NT_N_CHUNKS - 1 - (31 - (guint)__builtin_clz(moves)));
  for (; moves; moves &= moves - 1)
    out |= set >> __builtin_ctz(moves);
  return out;
}

static guint64 those_with_words(const NtChunks *c, guint64 words)
{
  guint64 out = 0;
  for (; words; words &= words - 1)
    out |= c->holds[NT_HOLDS_WORD + (guint)__builtin_ctzll(words)];
  return out;
}

/* Of chunks that hold something up to `n` in a row, and before each one further. */
static guint64 those_before_many(guint64 set, guint64 holds, guint n, gboolean optional)
{
  guint64 sum = optional ? set : 0;
  for (; n; n--) {
    set = those_before(set & holds);
    if (!(set & ~sum))
      break;
    sum |= set;
  }
  return sum;
}

/* The set, and up to `n` chunks before each of it. */
static guint64 spread(guint64 set, guint n)
{
  for (; n; n--)
    set |= set >> 1;
  return set;
}

static guint64 all_before(guint64 set)
{
  for (guint n = 1; n < NT_N_CHUNKS; n *= 2)
    set |= set >> n;
  return set;
}

typedef struct {
  guint64 start; /* what it was before */
  guint64 sum;   /* what came out so far */
  guint times;
} Frame;

guint64 nt_sketch_starts(const NtSketchStep *steps, const NtChunks *c)
{
  Frame stack[MOST_DEPTH + 1], *f = stack;
  guint64 set = c->all;
  if (!steps)
    return set;
  for (const NtSketchStep *s = steps;; s++)
    switch (s->kind) {
    case HOLDS:
      set &= c->holds[s->arg];
      if (!set && f == stack)
        return 0;
      break;
    case ASK:
      set = spread(set, c->goes_on[s->arg]) & c->holds[NT_HOLDS_ASK + s->arg];
      if (!set && f == stack)
        return 0;
      break;
    case WORDS: {
      guint64 words;
      memcpy(&words, s + 1, sizeof words);
      set &= those_with_words(c, words);
      if (!set && f == stack)
        return 0;
      s += 2;
      break;
    }
    case MOVES:
      set = those_before_by(set, s->more);
      break;
    case NEXT:
      set = those_before(set & c->holds[s->arg]);
      break;
    case NEXTS:
      set = those_before_many(set, c->holds[s->arg], s->more % MAY_BE_NONE, s->more >= MAY_BE_NONE);
      break;
    case ANY_TEXT:
      set = all_before(set);
      break;
    case EITHER:
      *++f = (Frame){.start = set};
      break;
    case OR:
      f->sum |= set;
      set = f->start;
      break;
    case LEAVE:
      set |= f--->sum;
      break;
    case REPEAT:
      *++f = (Frame){.sum = s->arg ? set : 0};
      break;
    case AGAIN: {
      gboolean more = (set & ~f->sum) != 0;
      f->sum |= set;
      if (more && ++f->times < s->arg)
        s = steps + s->more - 1;
      else
        set = f--->sum;
      break;
    }
    case AHEAD:
      *++f = (Frame){.start = set};
      set = c->all;
      break;
    case AND:
      set &= f--->start;
      break;
    default:
      return set;
    }
}
