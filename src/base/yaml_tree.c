/* A node: a byte of kind and how it is written, line, column; its key with line and column where its parent is a mapping; then its
 * text or the number of its items, and these. Numbers take seven bits a byte, the lowest first; texts have their length before
 * them and a NUL behind. */
#include "yaml_tree.h"

#include "limits.h"
#include "utf8.h"

#define PLAIN 4u

/* ---- writing ---- */

static void put_number(GString *out, gsize n)
{
  for (; n >= 0x80; n >>= 7)
    g_string_append_c(out, (char)(n | 0x80));
  g_string_append_c(out, (char)n);
}

static void put_text(GString *out, NtStr text)
{
  put_number(out, text.n);
  g_string_append_len(out, text.p, (gssize)text.n);
  g_string_append_c(out, '\0');
}

static void put_node(const NtYaml *node, gboolean keyed, GString *out)
{
  g_string_append_c(out, (char)((guint)node->kind | (node->plain ? PLAIN : 0)));
  put_number(out, node->line);
  put_number(out, node->column);
  if (keyed) {
    put_text(out, node->key);
    put_number(out, node->key_line);
    put_number(out, node->key_column);
  }
  if (node->kind == NT_YAML_SCALAR) {
    put_text(out, node->text);
    return;
  }
  put_number(out, node->count);
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
  const char *p, *end;
  guint nodes;
} Reader;

static gboolean take_number(Reader *r, gsize most, gsize *n)
{
  *n = 0;
  for (guint shift = 0; r->p < r->end && shift < 35; shift += 7) {
    guchar byte = (guchar)*r->p++;
    *n |= (gsize)(byte & 0x7F) << shift;
    if (byte < 0x80)
      return *n <= most;
  }
  return FALSE;
}

static gboolean take_place(Reader *r, guint *line, guint *column)
{
  gsize l, c;
  if (!take_number(r, G_MAXUINT32, &l) || !take_number(r, G_MAXUINT32, &c))
    return FALSE;
  *line = (guint)l;
  *column = (guint)c;
  return TRUE;
}

static gboolean take_text(Reader *r, NtStr *text)
{
  gsize n;
  if (!take_number(r, NT_LIMIT_YAML_BYTES, &n) || n >= (gsize)(r->end - r->p) || r->p[n])
    return FALSE;
  *text = nt_str_n(r->p, n);
  r->p += n + 1;
  return nt_utf8_is_valid(text->p, n); /* which has no NUL */
}

static NtYaml *take_node(Reader *r, gboolean keyed, guint depth)
{
  if (r->p == r->end || depth > NT_LIMIT_YAML_DEPTH || ++r->nodes > NT_LIMIT_YAML_NODES)
    return NULL;
  guint head = (guchar)*r->p++;
  NtYaml *node = nt_arena_alloc0(r->arena, sizeof *node);
  node->kind = (NtYamlKind)(head & ~PLAIN);
  node->plain = (head & PLAIN) != 0;
  if ((head & ~PLAIN) > NT_YAML_MAPPING || !take_place(r, &node->line, &node->column) ||
      (keyed && (!take_text(r, &node->key) || !take_place(r, &node->key_line, &node->key_column))))
    return NULL;
  if (node->kind == NT_YAML_SCALAR)
    return take_text(r, &node->text) ? node : NULL;
  gsize count;
  if (!take_number(r, NT_LIMIT_YAML_NODES, &count))
    return NULL;
  node->count = (guint)count;
  NtYaml **tail = &node->first;
  for (gsize i = 0; i < count; i++, tail = &(*tail)->next)
    if (!(*tail = take_node(r, node->kind == NT_YAML_MAPPING, depth + 1)))
      return NULL;
  return node;
}

NtYaml *nt_yaml_take_tree(NtArena *arena, NtStr bytes)
{
  Reader r = {.arena = arena, .p = bytes.p, .end = bytes.p + bytes.n};
  NtYaml *root = take_node(&r, FALSE, 0);
  return r.p == r.end ? root : NULL;
}
