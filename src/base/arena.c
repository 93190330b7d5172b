/* Blocks in a chain, the newest first. Touching new memory costs as much as much work on it, so little of it is asked for: a reset keeps
 * one block that many pieces share, reuse keeps all of them as spare ones, and a piece of megabytes has a block of its own, behind the
 * newest, which an array that outgrows it takes along. */
#include "arena.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#define FIRST_BLOCK ((gsize)64 << 10)
#define LARGEST_KEPT ((gsize)8 << 20)
#define LARGE ((gsize)2 << 20)
#define ALIGNMENT _Alignof(max_align_t)

typedef struct Block Block;
struct Block {
  Block *older;
  gsize size, used;
  gboolean own; /* of one piece */
  _Alignas(max_align_t) char bytes[];
};

struct NtArena {
  Block *newest, *spare;
  gsize held;
  NtArena *scratch;
};

/* Under AddressSanitizer no block is kept, so that whoever still reads what was taken back is told. */
#ifdef __SANITIZE_ADDRESS__
#define KEEPS FALSE
#elif defined(__has_feature)
#define KEEPS (!__has_feature(address_sanitizer))
#else
#define KEEPS TRUE
#endif

NtArena *nt_arena_new(void)
{
  return g_new0(NtArena, 1);
}

NtArena *nt_arena_scratch(NtArena *arena)
{
  if (!arena->scratch)
    arena->scratch = nt_arena_new();
  return arena->scratch;
}

static void free_blocks(Block *block)
{
  while (block) {
    Block *older = block->older;
    g_free(block);
    block = older;
  }
}

void nt_arena_free(NtArena *arena)
{
  if (!arena)
    return;
  nt_arena_free(arena->scratch);
  free_blocks(arena->newest);
  free_blocks(arena->spare);
  g_free(arena);
}

static Block *take_out(Block **at)
{
  Block *block = *at;
  *at = block->older;
  block->older = NULL;
  return block;
}

void nt_arena_reuse(NtArena *arena)
{
  while (arena->newest) {
    Block *block = take_out(&arena->newest);
    if (!KEEPS) {
      arena->held -= block->size;
      g_free(block);
      continue;
    }
    *block = (Block){.older = arena->spare, .size = block->size};
    arena->spare = block;
  }
}

/* The largest spare block of those that many pieces share. */
static Block **largest_kept(NtArena *arena)
{
  Block **largest = NULL;
  for (Block **at = &arena->spare; *at; at = &(*at)->older)
    if ((*at)->size <= LARGEST_KEPT && (!largest || (*at)->size > (*largest)->size))
      largest = at;
  return largest;
}

void nt_arena_reset(NtArena *arena)
{
  if (arena->scratch)
    nt_arena_reset(arena->scratch);
  nt_arena_reuse(arena);
  Block **kept = largest_kept(arena);
  arena->newest = kept ? take_out(kept) : NULL;
  free_blocks(arena->spare);
  arena->spare = NULL;
  arena->held = arena->newest ? arena->newest->size : 0;
}

/* The smallest spare block that has room for `least`, or a new one of `size`. */
static Block *take_block(NtArena *arena, gsize least, gsize size)
{
  Block **best = NULL;
  for (Block **at = &arena->spare; *at; at = &(*at)->older)
    if ((*at)->size >= least && (!best || (*at)->size < (*best)->size))
      best = at;
  if (best)
    return take_out(best);
  Block *block = g_malloc(sizeof *block + size);
  *block = (Block){.size = size};
  arena->held += size;
  return block;
}

static Block *add_block(NtArena *arena, gsize least)
{
  gsize size = arena->newest ? MIN(arena->newest->size * 2, LARGEST_KEPT) : FIRST_BLOCK;
  Block *block = take_block(arena, least, MAX(size, least));
  block->older = arena->newest;
  arena->newest = block;
  return block;
}

static Block *add_block_of_its_own(NtArena *arena, gsize size)
{
  Block *block = take_block(arena, size, size), *newest = arena->newest;
  block->own = TRUE;
  block->older = newest->older;
  newest->older = block;
  return block;
}

void *nt_arena_alloc(NtArena *arena, gsize size)
{
  size = (size + ALIGNMENT - 1) & ~(gsize)(ALIGNMENT - 1);
  Block *block = arena->newest;
  if (G_UNLIKELY(!block || block->size - block->used < size))
    block = block && size >= LARGE ? add_block_of_its_own(arena, size) : add_block(arena, size);
  void *piece = block->bytes + block->used;
  block->used += size;
  return piece;
}

void *nt_arena_alloc0(NtArena *arena, gsize size)
{
  return memset(nt_arena_alloc(arena, size), 0, size);
}

char *nt_arena_dup(NtArena *arena, const char *p, gsize n)
{
  char *copy = nt_arena_alloc(arena, n + 1);
  if (n)
    memcpy(copy, p, n);
  copy[n] = '\0';
  return copy;
}

NtStr nt_arena_str(NtArena *arena, NtStr s)
{
  return (NtStr){nt_arena_dup(arena, s.p, s.n), s.n};
}

char *nt_arena_printf(NtArena *arena, const char *format, ...)
{
  char most[256]; /* longer ones are printed twice */
  va_list args, again;
  va_start(args, format);
  va_copy(again, args);
  gsize n = (gsize)vsnprintf(most, sizeof most, format, args);
  va_end(args);
  char *text = n < sizeof most ? nt_arena_dup(arena, most, n) : nt_arena_alloc(arena, n + 1);
  if (n >= sizeof most)
    vsnprintf(text, n + 1, format, again);
  va_end(again);
  return text;
}

gsize nt_arena_held(const NtArena *arena)
{
  return arena->held;
}

/* Where the chain has the block of its own of `piece`; NULL where that shares one. */
static Block **own_block(NtArena *arena, const void *piece)
{
  for (Block **at = &arena->newest->older; *at; at = &(*at)->older)
    if ((*at)->own && (const void *)(*at)->bytes == piece)
      return at;
  return NULL;
}

void *nt_vec_grow_(NtArena *arena, void *v, guint n, guint *room, gsize size)
{
  guint wider = *room ? *room * 2 : 8;
  Block **at = size * *room >= LARGE ? own_block(arena, v) : NULL;
  *room = wider;
  if (at) { /* the system moves pages, not bytes */
    Block *block = *at;
    if (block->size < size * wider) {
      block = g_realloc(block, sizeof *block + size * wider);
      arena->held += size * wider - block->size;
      block->size = size * wider;
    }
    block->used = size * wider;
    return (*at = block)->bytes;
  }
  void *moved = nt_arena_alloc(arena, size * wider);
  if (n)
    memcpy(moved, v, size * n);
  return moved;
}
