/* Running: each step makes of one set of chunks, which is a number of 64 bits, the next. */
#include "rule_sketch_parts.h"

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

void nt_sketch_add_asks(const NtSketchStep *steps, guint64 *asks)
{
  for (const NtSketchStep *s = steps; s && s->kind != STEP_END; s += s->kind == STEP_WORDS ? 3 : 1)
    if (s->kind == STEP_ASK)
      asks[s->arg / 64] |= G_GUINT64_CONSTANT(1) << s->arg % 64;
}

typedef struct {
  guint64 start; /* what it was before */
  guint64 sum;   /* what came out so far */
  guint times;
} Frame;

guint64 nt_sketch_starts(const NtSketchStep *steps, const NtChunks *c)
{
  Frame stack[MOST_STEP_DEPTH + 1], *f = stack;
  guint64 set = c->all;
  if (!steps)
    return set;
  for (const NtSketchStep *s = steps;; s++)
    switch (s->kind) {
    case STEP_HOLDS:
      set &= c->holds[s->arg];
      if (!set && f == stack)
        return 0;
      break;
    case STEP_ASK:
      set = spread(set, c->goes_on[s->arg]) & c->holds[NT_HOLDS_ASK + s->arg];
      if (!set && f == stack)
        return 0;
      break;
    case STEP_WORDS: {
      guint64 words;
      memcpy(&words, s + 1, sizeof words);
      set &= those_with_words(c, words);
      if (!set && f == stack)
        return 0;
      s += 2;
      break;
    }
    case STEP_MOVES:
      set = those_before_by(set, s->more);
      break;
    case STEP_NEXT:
      set = those_before(set & c->holds[s->arg]);
      break;
    case STEP_NEXTS:
      set = those_before_many(set, c->holds[s->arg], s->more % STEP_MAY_BE_NONE, s->more >= STEP_MAY_BE_NONE);
      break;
    case STEP_ANY_TEXT:
      set = all_before(set);
      break;
    case STEP_EITHER:
      *++f = (Frame){.start = set};
      break;
    case STEP_OR:
      f->sum |= set;
      set = f->start;
      break;
    case STEP_LEAVE:
      set |= f--->sum;
      break;
    case STEP_REPEAT:
      *++f = (Frame){.sum = s->arg ? set : 0};
      break;
    case STEP_AGAIN: {
      gboolean more = (set & ~f->sum) != 0;
      f->sum |= set;
      if (more && ++f->times < s->arg)
        s = steps + s->more - 1;
      else
        set = f--->sum;
      break;
    }
    case STEP_AHEAD:
      *++f = (Frame){.start = set};
      set = c->all;
      break;
    case STEP_AND:
      set &= f--->start;
      break;
    default:
      return set;
    }
}
