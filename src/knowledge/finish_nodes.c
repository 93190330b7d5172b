/* The nodes of prefixes: where their aliases are, and which lists have them as a word. A prefix that has one alias and nothing else does
 * without. */
#include "finish_parts.h"

typedef struct {
  const NtBuild *build;
  NtLaidAliases *aliases;
  NtLaidNodes *out;
  GHashTable *class_at; /* GBytes of memberships → class */
} Laying;

/* ---- word lists ---- */

static int by_list_name(gconstpointer x, gconstpointer y, gpointer build)
{
  const NtImageMembership *a = x, *b = y;
  return strcmp(nt_build_list_name(build, a->list), nt_build_list_name(build, b->list));
}

/* The class of the lists that hold a word written small (or otherwise); equal sets share one. */
static guint32 class_of(Laying *l, guint32 first_use, gboolean small)
{
  g_autoptr(GArray) set = nt_build_array(sizeof(NtImageMembership));
  for (guint32 i = first_use; i != NT_NONE; i = g_array_index(l->build->uses, NtWordUse, i).next) {
    const NtWordUse *use = &g_array_index(l->build->uses, NtWordUse, i);
    NtImageMembership one = {use->list, use->weight};
    if (small ? use->small : use->other)
      g_array_append_val(set, one);
  }
  if (!set->len)
    return 0;
  g_array_sort_with_data(set, by_list_name, (gpointer)l->build);
  GBytes *key = g_bytes_new(set->data, set->len * sizeof(NtImageMembership));
  gpointer found = g_hash_table_lookup(l->class_at, key);
  if (found) {
    g_bytes_unref(key);
    return GPOINTER_TO_UINT(found);
  }
  guint32 class = l->out->classes->len - 1; /* the last element is the end of the class before */
  g_array_append_vals(l->out->memberships, set->data, set->len);
  g_array_append_val(l->out->classes, l->out->memberships->len);
  g_hash_table_insert(l->class_at, key, GUINT_TO_POINTER(class));
  return class;
}

/* ---- nodes ---- */

static void lay_base(Laying *l)
{
  const NtImage *base = l->build->base;
  const guint32 *moved = l->aliases->moved;
  g_array_append_vals(l->out->nodes, base->NODES, base->n_NODES);
  g_array_append_vals(l->out->classes, base->CLASSES, base->n_CLASSES);
  g_array_append_vals(l->out->memberships, base->MEMBERSHIPS, base->n_MEMBERSHIPS);
  l->out->base_slots = g_memdup2(base->TABLE, base->n_TABLE * sizeof *l->out->base_slots);
  if (!moved)
    return;
  for (guint32 i = 0; i < base->n_NODES; i++) {
    NtImageNode *node = &g_array_index(l->out->nodes, NtImageNode, i);
    guint32 first = moved[node->first_alias], end = moved[node->first_alias + node->n_aliases];
    node->first_alias = first;
    node->n_aliases = end - first;
  }
  for (guint32 at = 0; at < base->n_TABLE; at++) {
    guint32 alias = l->out->base_slots[at].what & ~NT_SLOT_LEAF;
    if (!(l->out->base_slots[at].what & NT_SLOT_LEAF))
      continue;
    l->out->base_slots[at].what = moved[alias] | NT_SLOT_LEAF;
    if (nt_build_base_stays(l->build, alias) || (l->build->base_taken && l->build->base_taken[alias]))
      continue;
    NtImageNode node = {.first_alias = moved[alias], .key = base->ALIASES[alias].key};
    l->out->base_slots[at].what = l->out->nodes->len;
    g_array_append_val(l->out->nodes, node);
  }
}

/* A prefix that has a node in the base keeps it. */
static guint32 node_of(const Laying *l, const NtPrefix *p)
{
  guint32 what = p->slot == NT_NONE ? NT_SLOT_LEAF : l->build->base->TABLE[p->slot].what;
  return what & NT_SLOT_LEAF ? NT_NONE : what;
}

static guint32 slot_of(Laying *l, const NtPrefix *p)
{
  guint32 first = nt_n_rows(&l->aliases->rows), n = nt_laid_aliases_add(l->aliases, p), number = node_of(l, p);
  if (n == 1 && !p->goes_on && p->first_word == NT_NONE && number == NT_NONE)
    return first | NT_SLOT_LEAF;
  NtImageNode node = {
    .first_alias = first,
    .n_aliases = n,
    .small_class = class_of(l, p->first_word, TRUE),
    .other_class = class_of(l, p->first_word, FALSE),
    .key = (guint32)p->key,
    .flags = p->goes_on ? NT_NODE_GOES_ON : 0,
  };
  for (guint32 i = p->first_word; i != NT_NONE; i = g_array_index(l->build->uses, NtWordUse, i).next)
    if (g_array_index(l->build->uses, NtWordUse, i).list == l->build->abbreviations)
      node.flags |= NT_NODE_ABBREVIATION;
  if (number == NT_NONE) {
    number = l->out->nodes->len;
    g_array_append_val(l->out->nodes, node);
  }
  g_array_index(l->out->nodes, NtImageNode, number) = node;
  return number;
}

void nt_finish_nodes(const NtBuild *build, NtLaidAliases *aliases, NtLaidNodes *out)
{
  g_autoptr(GHashTable) class_at = g_hash_table_new_full(g_bytes_hash, g_bytes_equal, (GDestroyNotify)g_bytes_unref, NULL);
  Laying l = {build, aliases, out, class_at};
  *out = (NtLaidNodes){
    .nodes = nt_build_array(sizeof(NtImageNode)),
    .classes = nt_build_array(sizeof(guint32)),
    .memberships = nt_build_array(sizeof(NtImageMembership)),
    .slots = g_new(guint32, build->n_prefixes + 1),
  };
  lay_base(&l);
  for (guint32 i = 0; i < build->n_prefixes; i++)
    out->slots[i] = slot_of(&l, &build->prefixes[i]);
}

void nt_laid_nodes_clear(NtLaidNodes *l)
{
  GArray *arrays[] = {l->nodes, l->classes, l->memberships};
  for (guint i = 0; i < G_N_ELEMENTS(arrays); i++)
    g_array_unref(arrays[i]);
  g_free(l->base_slots);
  g_free(l->slots);
}
