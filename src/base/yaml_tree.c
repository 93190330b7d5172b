/* A node: a byte of kind and how it is written, line, column; its key with line and column where its parent is a mapping; then its
 * text or the number of its items, and these. */
#include "yaml_tree.h"

#include "limits.h"
#include "packed.h"

#define PLAIN 4u

/* ---- writing ---- */

static void put_node(const NtYaml *node, gboolean keyed, GString *out)
{
  g_string_append_c(out, (char)((guint)node->kind | (node->plain ? PLAIN : 0)));
  nt_packed_put(out, node->line);
  nt_packed_put(out, node->column);
  if (keyed) {
    nt_packed_put_text(out, node->key);
    nt_packed_put(out, node->key_line);
    nt_packed_put(out, node->key_column);
  }
  if (node->kind == NT_YAML_SCALAR) {
    nt_packed_put_text(out, node->text);
    return;
  }
  nt_packed_put(out, node->count);
  for (const NtYaml *item = node->first; item; item = item->next)
    put_node(item, node->kind == NT_YAML_MAPPING, out);
}

void nt_yaml_put_tree(const NtYaml *root, GString *out)
{
  put_node(root, FALSE, out);
}

/* ---- reading ---- */

typedef struct {
  NtArena *arena;
  NtPacked in;
  guint nodes;
  gboolean known;
} Reader;

static gboolean take_place(Reader *r, guint *line, guint *column)
{
  return nt_packed_take_guint(&r->in, G_MAXUINT32, line) && nt_packed_take_guint(&r->in, G_MAXUINT32, column);
}

static gboolean take_text(Reader *r, NtStr *text)
{
  return (r->known ? nt_packed_take_known_text : nt_packed_take_text)(&r->in, NT_LIMIT_YAML_BYTES, text);
}

static NtYaml *take_node(Reader *r, gboolean keyed, guint depth)
{
  if (r->in.p == r->in.end || depth > NT_LIMIT_YAML_DEPTH || ++r->nodes > NT_LIMIT_YAML_NODES)
    return NULL;
  guint head = (guchar)*r->in.p++;
  NtYaml *node = nt_arena_alloc0(r->arena, sizeof *node);
  node->kind = (NtYamlKind)(head & ~PLAIN);
  node->plain = (head & PLAIN) != 0;
  if ((head & ~PLAIN) > NT_YAML_MAPPING || !take_place(r, &node->line, &node->column) ||
      (keyed && (!take_text(r, &node->key) || !take_place(r, &node->key_line, &node->key_column))))
    return NULL;
  if (node->kind == NT_YAML_SCALAR)
    return take_text(r, &node->text) ? node : NULL;
  if (!nt_packed_take_guint(&r->in, NT_LIMIT_YAML_NODES, &node->count))
    return NULL;
  NtYaml **tail = &node->first;
  for (guint i = 0; i < node->count; i++, tail = &(*tail)->next)
    if (!(*tail = take_node(r, node->kind == NT_YAML_MAPPING, depth + 1)))
      return NULL;
  return node;
}

NtYaml *nt_yaml_take_tree(NtArena *arena, NtStr bytes, gboolean known)
{
  Reader r = {.arena = arena, .in = {bytes.p, bytes.p + bytes.n}, .known = known};
  NtYaml *root = take_node(&r, FALSE, 0);
  return r.in.p == r.in.end ? root : NULL;
}
