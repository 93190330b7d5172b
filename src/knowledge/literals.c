/* Aho and Corasick 1975, as a table of states and classes of bytes: all bytes that no literal has are one class, so that the rows are
 * short and the states near the root, which nearly all bytes of a text lead to, stay in the nearest cache. */
#include "literals.h"

#define ROOT 0u

typedef struct {
  guint32 first_child, sibling; /* while it is built; 0: none */
  guint32 fail;
  guint32 number; /* of the literal that ends here, and 1; 0: none */
  guint32 also;   /* the next state on the way of failures at which one ends; ROOT: none */
  guint8 byte;
} State;

struct NtLiterals {
  GArray *states;   /* State */
  GPtrArray *texts; /* char *, by number */
  guint8 class_of[256];
  guint n_classes;
  guint32 *next;  /* state × n_classes + class → state × n_classes; bit 31: something ends there */
};
#define ENDS (1u << 31)

static State *state(const NtLiterals *l, guint32 number)
{
  return &g_array_index(l->states, State, number);
}

NtLiterals *nt_literals_new(void)
{
  NtLiterals *l = g_new0(NtLiterals, 1);
  l->states = g_array_new(FALSE, TRUE, sizeof(State));
  l->texts = g_ptr_array_new_with_free_func(g_free);
  g_array_set_size(l->states, 1);
  return l;
}

void nt_literals_free(NtLiterals *l)
{
  if (!l)
    return;
  g_array_unref(l->states);
  g_ptr_array_unref(l->texts);
  g_free(l->next);
  g_free(l);
}

guint32 nt_literals_count(const NtLiterals *l)
{
  return l->texts->len;
}

NtStr nt_literals_text(const NtLiterals *l, guint32 number)
{
  return nt_str(l->texts->pdata[number]);
}

static guint32 child_of(const NtLiterals *l, guint32 parent, guint8 byte)
{
  guint32 child = state(l, parent)->first_child;
  while (child && state(l, child)->byte != byte)
    child = state(l, child)->sibling;
  return child;
}

guint32 nt_literals_add(NtLiterals *l, NtStr text)
{
  guint32 at = ROOT;
  for (gsize i = 0; i < text.n; i++) {
    guint8 byte = (guint8)text.p[i];
    guint32 child = child_of(l, at, byte);
    if (!child) {
      State new = {.byte = byte, .sibling = state(l, at)->first_child};
      child = l->states->len;
      g_array_append_val(l->states, new);
      state(l, at)->first_child = child;
    }
    at = child;
  }
  if (!state(l, at)->number) {
    g_ptr_array_add(l->texts, g_strndup(text.p, text.n));
    state(l, at)->number = l->texts->len;
  }
  return state(l, at)->number - 1;
}

static void number_classes(NtLiterals *l)
{
  memset(l->class_of, 0, sizeof l->class_of);
  l->n_classes = 1;
  for (guint32 s = 1; s < l->states->len; s++) {
    guint8 byte = state(l, s)->byte;
    if (!l->class_of[byte])
      l->class_of[byte] = (guint8)l->n_classes++; /* at most 256: a literal is UTF-8 and has not all bytes */
  }
}

/* In the order of their depth, so that the state a failure leads to is done before. */
void nt_literals_finish(NtLiterals *l)
{
  number_classes(l);
  guint n = l->n_classes;
  l->next = g_new0(guint32, (gsize)l->states->len * n);
  g_autofree guint32 *queue = g_new(guint32, l->states->len);
  guint32 head = 0, tail = 0;
  queue[tail++] = ROOT;
  while (head < tail) {
    guint32 at = queue[head++];
    State *s = state(l, at);
    if (at != ROOT) {
      memcpy(l->next + (gsize)at * n, l->next + (gsize)s->fail * n, n * sizeof *l->next);
      s->also = state(l, s->fail)->number ? s->fail : state(l, s->fail)->also;
    }
    for (guint32 child = s->first_child; child; child = state(l, child)->sibling) {
      guint32 *cell = &l->next[(gsize)at * n + l->class_of[state(l, child)->byte]];
      state(l, child)->fail = at == ROOT ? ROOT : *cell;
      *cell = child;
      queue[tail++] = child;
    }
  }
  for (gsize i = 0; i < (gsize)l->states->len * n; i++) {
    const State *s = state(l, l->next[i]);
    l->next[i] = l->next[i] * n | (s->number || s->also ? ENDS : 0);
  }
}

void nt_literals_find(const NtLiterals *l, NtArena *arena, NtStr text, NtLiteralHits *hits)
{
  const guint32 *next = l->next;
  guint n = l->n_classes;
  guint32 at = ROOT;
  for (gsize i = 0; i < text.n; i++) {
    at = next[at + l->class_of[(guint8)text.p[i]]];
    if (G_LIKELY(!(at & ENDS)))
      continue;
    at &= ~ENDS;
    for (guint32 s = at / n; s; s = state(l, s)->also)
      if (state(l, s)->number)
        *nt_vec_push(arena, hits) = (NtLiteralHit){(guint32)i + 1, state(l, s)->number - 1};
  }
}
