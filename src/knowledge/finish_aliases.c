/* Aliases: those that are found in one place stand in the order in which they are rather meant. */
#include "finish_parts.h"

#define COMPARE(x, y) \
  if ((x) != (y))     \
    return (x) < (y) ? -1 : 1

/* Of two things of one name the one that Wikidata has for longer is rather meant. */
static int by_id(const char *a, const char *b)
{
  gboolean known = nt_is_wikidata(nt_str(a)), other = nt_is_wikidata(nt_str(b));
  COMPARE(other, known);
  if (known)
    COMPARE(strlen(a), strlen(b));
  return strcmp(a, b);
}

static const NtImageManner *manner_of(const NtLaidAliases *l, const NtImageAlias *alias)
{
  return &g_array_index(l->build->manners, NtImageManner, alias->manner);
}

/* Entries of one name: by type; what a later folder says first; then the likelier: what nobody calls ambiguous, the larger place;
 * and last by id. */
static int by_likelihood(const NtLaidAliases *l, const NtImageAlias *a, const NtImageAlias *b)
{
  const NtImageEntry *x = nt_row(&l->entries->rows, a->owner), *y = nt_row(&l->entries->rows, b->owner);
  const NtImageManner *m = manner_of(l, a), *n = manner_of(l, b);
  COMPARE(x->type, y->type);
  COMPARE(y->folder, x->folder);
  COMPARE(m->flags & NT_ALIAS_AMBIGUOUS, n->flags & NT_ALIAS_AMBIGUOUS);
  COMPARE(y->population, x->population);
  return by_id(nt_build_string_at(l->build, x->id), nt_build_string_at(l->build, y->id));
}

/* The order of aliases that are found in one place: neither that of files nor that of entries. */
static int by_meaning(gconstpointer x, gconstpointer y, gpointer aliases)
{
  const NtLaidAliases *l = aliases;
  const NtImageAlias *a = x, *b = y;
  const NtImageManner *m = manner_of(l, a), *n = manner_of(l, b);
  COMPARE(m->kind, n->kind);
  int c = m->kind == NT_ALIAS_NAME     ? by_likelihood(l, a, b)
          : m->kind == NT_ALIAS_PHRASE ? strcmp(nt_build_list_name(l->build, a->owner), nt_build_list_name(l->build, b->owner))
                                       : 0;
  if (!c)
    c = strcmp(nt_build_string_at(l->build, a->text), nt_build_string_at(l->build, b->text));
  if (c)
    return c;
  COMPARE(m->policy, n->policy);
  COMPARE(a->line, b->line);
  return 0;
}

static void lay_base(NtLaidAliases *l)
{
  const NtBuild *b = l->build;
  const NtImage *base = b->base;
  if (!b->base_taken && !b->base_gone && b->base_terms) {
    l->rows.base = (const char *)base->ALIASES;
    l->rows.n_base = base->n_ALIASES;
    return;
  }
  l->moved = g_new(guint32, base->n_ALIASES + 1);
  for (guint32 i = 0; i < base->n_ALIASES; i++) {
    l->moved[i] = l->rows.own->len;
    if (!nt_build_base_stays(b, i))
      continue;
    NtImageAlias out = base->ALIASES[i];
    if (base->MANNERS[out.manner].kind == NT_ALIAS_NAME)
      out.owner = l->entries->number[out.owner];
    g_array_append_val(l->rows.own, out);
  }
  l->moved[base->n_ALIASES] = l->rows.own->len;
}

guint32 nt_laid_aliases_add(NtLaidAliases *l, const NtPrefix *p)
{
  GArray *own = l->rows.own;
  guint32 n = 0, first = own->len;
  for (guint32 i = p->first_alias; i != NT_NONE; i = g_array_index(l->build->aliases, NtBuiltAlias, i).next) {
    NtImageAlias out = g_array_index(l->build->aliases, NtBuiltAlias, i).image;
    if (manner_of(l, &out)->kind == NT_ALIAS_NAME)
      out.owner = l->entries->number[out.owner];
    if (out.owner == NT_NONE)
      continue;
    g_array_append_val(own, out);
    n++;
  }
  if (n > 1)
    g_qsort_with_data(own->data + first * sizeof(NtImageAlias), (gint)n, sizeof(NtImageAlias), by_meaning, l);
  return n;
}

void nt_laid_aliases_init(NtLaidAliases *l, const NtBuild *build, const NtLaidEntries *entries)
{
  *l = (NtLaidAliases){.build = build, .entries = entries, .rows = nt_rows_of(sizeof(NtImageAlias))};
  lay_base(l);
}

void nt_laid_aliases_clear(NtLaidAliases *l)
{
  g_array_unref(l->rows.own);
  g_free(l->moved);
}
