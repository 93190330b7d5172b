/* Aho and Corasick 1975, as a table of states and classes of bytes. What a text touches of it should lie in the nearest cache: all bytes
 * that no literal has are one class, the letters that are frequent come first, so that one line of the cache holds what mostly
 * follows a state, and the states near the root, which nearly all bytes of a text lead to, stand together. */
#include "literals.h"

#define ROOT 0u
#define LINE 16u /* cells in a line of the cache */

static const char frequent[] = " etaoinsrhldcum";

/* While the texts are added: a tree. */
typedef struct {
  guint32 first_child, sibling; /* 0: none */
  guint32 number; /* of the literal that ends here, and 1; 0: none */
  guint32 fail;
  guint8 byte;
} Node;

struct NtLiterals {
  GArray *nodes;        /* Node; NULL where the table was known */
  GStringChunk *chunk;  /* what own texts lie in */
  GArray *own_texts;    /* NtStr */
  const NtStr *texts;
  guint32 n;
  NtLiteralTable table; /* whose arrays are its own where it has nodes */
};

static Node *node_at(const NtLiterals *l, guint32 number)
{
  return &g_array_index(l->nodes, Node, number);
}

NtLiterals *nt_literals_new(void)
{
  NtLiterals *l = g_new0(NtLiterals, 1);
  l->nodes = g_array_new(FALSE, TRUE, sizeof(Node));
  l->chunk = g_string_chunk_new(1024);
  l->own_texts = g_array_new(FALSE, FALSE, sizeof(NtStr));
  g_array_set_size(l->nodes, 1);
  return l;
}

NtLiterals *nt_literals_known(const NtLiteralTable *table, const NtStr *texts, guint32 n)
{
  NtLiterals *l = g_new0(NtLiterals, 1);
  l->table = *table;
  l->texts = texts;
  l->n = n;
  return l;
}

void nt_literals_free(NtLiterals *l)
{
  if (!l)
    return;
  if (l->nodes) {
    g_free((gpointer)l->table.class_of);
    g_free((gpointer)l->table.next);
    g_free((gpointer)l->table.ends);
  }
  g_clear_pointer(&l->nodes, g_array_unref);
  g_clear_pointer(&l->chunk, g_string_chunk_free);
  g_clear_pointer(&l->own_texts, g_array_unref);
  g_free(l);
}

guint32 nt_literals_count(const NtLiterals *l)
{
  return l->n;
}

NtStr nt_literals_text(const NtLiterals *l, guint32 number)
{
  return l->texts[number];
}

NtLiteralTable nt_literals_table(const NtLiterals *l)
{
  return l->table;
}

static guint32 child_of(const NtLiterals *l, guint32 parent, guint8 byte)
{
  guint32 child = node_at(l, parent)->first_child;
  while (child && node_at(l, child)->byte != byte)
    child = node_at(l, child)->sibling;
  return child;
}

guint32 nt_literals_add(NtLiterals *l, NtStr text)
{
  guint32 at = ROOT;
  for (gsize i = 0; i < text.n; i++) {
    guint8 byte = (guint8)text.p[i];
    guint32 child = child_of(l, at, byte);
    if (!child) {
      Node new = {.byte = byte, .sibling = node_at(l, at)->first_child};
      child = l->nodes->len;
      g_array_append_val(l->nodes, new);
      node_at(l, at)->first_child = child;
    }
    at = child;
  }
  if (!node_at(l, at)->number) {
    NtStr copy = nt_str_n(g_string_chunk_insert_len(l->chunk, text.p, (gssize)text.n), text.n);
    g_array_append_val(l->own_texts, copy);
    l->texts = (const NtStr *)(const void *)l->own_texts->data;
    l->n = l->own_texts->len;
    node_at(l, at)->number = l->n;
  }
  return node_at(l, at)->number - 1;
}

/* How many classes there are: at most 256, as a literal is UTF-8 and has not all bytes. */
static guint number_classes(const NtLiterals *l, guint8 *class_of)
{
  gboolean used[256] = {FALSE};
  guint n = 1;
  for (guint32 i = 1; i < l->nodes->len; i++)
    used[node_at(l, i)->byte] = TRUE;
  for (const char *p = frequent; *p; p++)
    if (used[(guint8)*p])
      class_of[(guint8)*p] = (guint8)n++;
  for (guint byte = 0; byte < 256; byte++)
    if (used[byte] && !class_of[byte])
      class_of[byte] = (guint8)n++;
  return n;
}

/* In the order of their depth, so that the state a failure leads to is done before. */
void nt_literals_finish(NtLiterals *l)
{
  guint8 *class_of = g_new0(guint8, 256);
  guint32 n = l->nodes->len, width = (number_classes(l, class_of) + LINE - 1) / LINE * LINE;
  guint32 *next = g_new0(guint32, (gsize)n * width);
  NtLiteralEnd *ends = g_new0(NtLiteralEnd, n);
  g_autofree guint32 *queue = g_new(guint32, n);
  guint32 tail = 0;
  queue[tail++] = ROOT;
  for (guint32 at = 0; at < tail; at++) { /* the number of its state */
    const Node *node = node_at(l, queue[at]);
    guint32 *row = next + (gsize)at * width;
    if (at)
      memcpy(row, next + (gsize)node->fail * width, width * sizeof *row);
    ends[at].number = node->number;
    ends[at].also = !at ? 0 : ends[node->fail].number ? node->fail : ends[node->fail].also;
    for (guint32 c = node->first_child; c; c = node_at(l, c)->sibling) {
      Node *child = node_at(l, c);
      guint32 *cell = &row[class_of[child->byte]];
      child->fail = at ? *cell : ROOT;
      *cell = tail;
      queue[tail++] = c;
    }
  }
  for (gsize i = 0; i < (gsize)n * width; i++) {
    NtLiteralEnd end = ends[next[i]];
    next[i] = next[i] * width | (end.number || end.also ? NT_LITERAL_ENDS : 0);
  }
  l->table = (NtLiteralTable){class_of, next, ends, width, n};
}

gboolean nt_literal_table_is_sound(const NtLiteralTable *t)
{
  for (guint byte = 0; byte < 256; byte++)
    if (t->class_of[byte] >= t->width)
      return FALSE;
  for (guint32 state = 0; state < t->n_states; state++)
    if (t->ends[state].also && t->ends[state].also >= state)
      return FALSE;
  for (gsize i = 0; i < (gsize)t->n_states * t->width; i++) {
    guint32 next = t->next[i] & ~NT_LITERAL_ENDS;
    if (next % t->width || next / t->width >= t->n_states)
      return FALSE;
  }
  return TRUE;
}

void nt_literals_find(const NtLiterals *l, NtArena *arena, NtStr text, NtLiteralHits *hits)
{
  const NtLiteralTable t = l->table;
  guint32 at = ROOT;
  for (gsize i = 0; i < text.n; i++) {
    at = t.next[at + t.class_of[(guint8)text.p[i]]];
    if (G_LIKELY(!(at & NT_LITERAL_ENDS)))
      continue;
    at &= ~NT_LITERAL_ENDS;
    for (guint32 state = at / t.width; state; state = t.ends[state].also)
      if (t.ends[state].number)
        *nt_vec_push(arena, hits) = (NtLiteralHit){(guint32)i + 1, t.ends[state].number - 1};
  }
}
