#include "build_parts.h"

#include "base/hash.h"

/* ---- small tables ---- */

static void take_name(GHashTable *at, const NtImage *base, guint32 string, guint32 number)
{
  g_hash_table_insert(at, (gpointer)(base->STRINGS + string), GUINT_TO_POINTER(number + 1));
}

void nt_build_take_base(NtBuild *b)
{
  const NtImage *base = b->base;
  g_array_append_vals(b->files, base->FILES, base->n_FILES);
  g_array_append_vals(b->lists, base->LISTS, base->n_LISTS);
  g_array_append_vals(b->manners, base->MANNERS, base->n_MANNERS);
  g_array_append_vals(b->words, base->WORDS, base->n_WORDS);
  g_array_append_vals(b->sources, base->SOURCES, base->n_SOURCES);
  if (b->base_terms)
    g_array_append_vals(b->terms, base->TERMS, base->n_TERMS);
  gboolean known;
  for (guint32 i = 0; i < base->n_FILES; i++)
    take_name(b->file_at, base, base->FILES[i], i);
  for (guint32 i = 0; i < base->n_LISTS; i++)
    take_name(b->list_at, base, base->LISTS[i].name, i);
  for (guint32 i = 0; i < base->n_MANNERS; i++)
    g_hash_table_insert(b->manner_at, (gpointer)&base->MANNERS[i], GUINT_TO_POINTER(i + 1));
  for (guint32 i = 0; i < base->n_KINDS; i++) /* kinds are told apart by where their strings stand */
    nt_str_map_put(&b->string_at, nt_image_string(base, base->KINDS[i].kind), &known)->value = base->KINDS[i].kind;
}

/* ---- entries ---- */

gboolean nt_build_drop_base_entry(NtBuild *b, NtStr id)
{
  guint32 entry = nt_image_entry(b->base, id);
  if (entry == NT_NONE)
    return FALSE;
  if (!b->base_gone)
    b->base_gone = g_new0(guint8, b->base->n_ENTRIES);
  b->base_gone[entry] = TRUE;
  return TRUE;
}

/* ---- prefixes ---- */

/* The slot of that key in the base's table, as lexis.c finds it; NT_NONE where there is none. */
static guint32 find_slot(const NtImage *base, guint64 key)
{
  guint32 mask = base->n_TABLE - 1, check = (guint32)(key >> base->header->check_shift);
  for (guint32 at = (guint32)key & mask; base->TABLE[at].what; at = (at + 1) & mask) {
    guint32 what = base->TABLE[at].what;
    if (base->TABLE[at].check == check)
      return (what & NT_SLOT_LEAF ? base->ALIASES[what & ~NT_SLOT_LEAF].key : base->NODES[what].key) == (guint32)key ? at : NT_NONE;
  }
  return NT_NONE;
}

static void take_alias(NtBuild *b, NtPrefix *p, guint32 number)
{
  const NtImage *base = b->base;
  if (!b->base_taken)
    b->base_taken = g_new0(guint8, base->n_ALIASES);
  b->base_taken[number] = TRUE;
  if (!b->base_terms && base->MANNERS[base->ALIASES[number].manner].kind == NT_ALIAS_TERM)
    return;
  NtBuiltAlias alias = {.next = NT_NONE, .image = base->ALIASES[number]};
  if (p->last_alias == NT_NONE)
    p->first_alias = b->aliases->len;
  else
    g_array_index(b->aliases, NtBuiltAlias, p->last_alias).next = b->aliases->len;
  p->last_alias = b->aliases->len;
  g_array_append_val(b->aliases, alias);
}

static void take_words(NtBuild *b, NtPrefix *p, guint32 class, gboolean small)
{
  for (guint32 i = b->base->CLASSES[class]; i < b->base->CLASSES[class + 1]; i++) {
    const NtImageMembership *m = &b->base->MEMBERSHIPS[i];
    guint32 u = p->first_word;
    while (u != NT_NONE && g_array_index(b->uses, NtWordUse, u).list != m->list)
      u = g_array_index(b->uses, NtWordUse, u).next;
    if (u == NT_NONE) {
      NtWordUse use = {.next = p->first_word, .list = m->list, .weight = m->weight};
      u = p->first_word = b->uses->len;
      g_array_append_val(b->uses, use);
    }
    NtWordUse *use = &g_array_index(b->uses, NtWordUse, u);
    use->small |= small ? 1 : 0;
    use->other |= small ? 0 : 1;
  }
}

void nt_build_take_prefix(NtBuild *b, NtPrefix *p)
{
  const NtImage *base = b->base;
  p->slot = find_slot(base, p->key);
  if (p->slot == NT_NONE)
    return;
  guint32 what = base->TABLE[p->slot].what;
  if (what & NT_SLOT_LEAF) {
    take_alias(b, p, what & ~NT_SLOT_LEAF);
    return;
  }
  const NtImageNode *node = &base->NODES[what];
  for (guint32 i = 0; i < node->n_aliases; i++)
    take_alias(b, p, node->first_alias + i);
  take_words(b, p, node->small_class, TRUE);
  take_words(b, p, node->other_class, FALSE);
  p->goes_on = (node->flags & NT_NODE_GOES_ON) != 0;
}

gboolean nt_build_base_stays(const NtBuild *b, guint32 alias)
{
  const NtImage *base = b->base;
  NtAliasKind kind = (NtAliasKind)base->MANNERS[base->ALIASES[alias].manner].kind;
  return !(b->base_taken && b->base_taken[alias]) && !(kind == NT_ALIAS_NAME && b->base_gone && b->base_gone[base->ALIASES[alias].owner]) &&
         (kind != NT_ALIAS_TERM || b->base_terms);
}
