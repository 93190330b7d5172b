/* Memory that is given out in pieces and taken back all at once. An article's everything lives in one. */
#pragma once

#include "str.h"

typedef struct NtArena NtArena;

NtArena *nt_arena_new(void);
void nt_arena_free(NtArena *arena); /* accepts NULL */
/* Takes back every piece, of its scratch too; keeps a moderate amount of memory for the next article. */
void nt_arena_reset(NtArena *arena);
/* Takes back every piece and keeps all memory, until a reset. */
void nt_arena_reuse(NtArena *arena);
/* An arena beside it, owned by it, for what is needed only while one stage works on the article. */
NtArena *nt_arena_scratch(NtArena *arena);

/* `size` bytes aligned for any type, not cleared; never NULL. Valid until reset, reuse or free. */
void *nt_arena_alloc(NtArena *arena, gsize size);
void *nt_arena_alloc0(NtArena *arena, gsize size);
/* A copy with a NUL behind it. */
char *nt_arena_dup(NtArena *arena, const char *p, gsize n);
NtStr nt_arena_str(NtArena *arena, NtStr s);
char *nt_arena_printf(NtArena *arena, const char *format, ...) G_GNUC_PRINTF(2, 3);
/* Bytes now held from the system. */
gsize nt_arena_held(const NtArena *arena);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(NtArena, nt_arena_free)

#define nt_arena_new_array(arena, type, n) ((type *)nt_arena_alloc((arena), sizeof(type) * (gsize)(n)))

/* A growing array in an arena: `NT_VEC(NtZone) zones`, `NtZone *z = nt_vec_push(arena, &zones);`.
 * A pointer into it is good until the next push. */
#define NT_VEC(type) \
  struct {           \
    type *v;         \
    guint n, room;   \
  }

void *nt_vec_grow_(NtArena *arena, void *v, guint n, guint *room, gsize size);
#define nt_vec_push(arena, vec)                                                                                      \
  ((vec)->n == (vec)->room                                                                                           \
     ? ((vec)->v = nt_vec_grow_((arena), (vec)->v, (vec)->n, &(vec)->room, sizeof *(vec)->v), &(vec)->v[(vec)->n++]) \
     : &(vec)->v[(vec)->n++])
