/* A pattern seen from afar: in which chunks of a sentence a match of it can begin, worked out for all chunks at once.
 *
 * The ASCII white space of a sentence cuts it into chunks, and what a pattern takes, in order, stands in a chunk, goes on to the next, or may
 * do either. A sketch is a program on sets of chunks. It runs from the end of the pattern to its start: of the chunks in which the rest
 * of the pattern can begin each step makes those in which the rest with this part before it can. What it does not know of a text it
 * allows, so a match may begin in no other chunk, but need not in each. */
#pragma once

#include "base/arena.h"
#include "base/packed.h"

/* What a chunk may hold. */
enum {
  NT_HOLDS_ASK,                  /* the first word of what answers an ask: one for each nt_ask_bit */
  NT_N_HELD_ASKS = 128,
  NT_HOLDS_CAPITAL = NT_N_HELD_ASKS, /* a capital letter */
  NT_HOLDS_START,                /* the start of the sentence */
  NT_HOLDS_END,                  /* its end, or what stands behind that */
  NT_HOLDS_MARK,                 /* an ASCII mark: one for each of their last four bits */
  NT_HOLDS_WORD = NT_HOLDS_MARK + 16, /* at its start a word with certain two bytes at its own: nt_holds_word */
  NT_N_HOLDS = NT_HOLDS_WORD + 64,
};
static inline guint nt_holds_mark(char mark)
{
  return NT_HOLDS_MARK + ((guint)mark & 15);
}

static inline guint nt_holds_word(const char *p)
{
  return NT_HOLDS_WORD + ((guchar)p[0] * 7u + (guchar)p[1] * 3u) % 64;
}

/* The last chunk of a set stands for all behind it, too: it holds everything, and what goes on from it may stay in it. */
#define NT_N_CHUNKS 64u
#define NT_LAST_CHUNK (G_GUINT64_CONSTANT(1) << (NT_N_CHUNKS - 1))

typedef struct {
  guint64 all;               /* the chunks of the sentence */
  guint64 holds[NT_N_HOLDS]; /* in which of them each is */
  guint8 goes_on[NT_N_HELD_ASKS]; /* of each nt_ask_bit: into how many further chunks an answer goes at most */
} NtChunks;

typedef struct {
  guint8 kind, arg;
  guint16 more;
} NtSketchStep;

/* Steps end with one of their own; NULL: nothing is known. */
void nt_sketch_put(const NtSketchStep *steps, GString *out);
/* FALSE where the bytes hold no sketch that can be run. */
gboolean nt_sketch_take(NtPacked *packed, NtArena *arena, const NtSketchStep **steps);
/* Adds the nt_ask_bit of each ask that it looks for to a set of NT_N_HELD_ASKS bits. */
void nt_sketch_add_asks(const NtSketchStep *steps, guint64 *asks);
/* The chunks in which a match can begin. */
guint64 nt_sketch_starts(const NtSketchStep *steps, const NtChunks *chunks);
