/* Lays an image out: what the base has, and what has come to it. Of the base whatever stands as it stood is copied in one go; only
 * prefixes, entries and lists that something was put to are made anew. */
#include "build_parts.h"

#include "base/hash.h"
#include "base/large.h"
#include "code.h"

/* Rows of a section: the base's, where they stay as they are, and behind them the others. */
typedef struct {
  const char *base;
  guint32 n_base;
  GArray *own;
} Rows;

typedef struct {
  NtBuild *b;
  Rows entries, facts, aliases;
  GArray *nodes, *classes, *memberships;
  GHashTable *class_at; /* GBytes of memberships → class */
  guint32 *entry_number; /* of the image, by entry of the build; NT_NONE where gone */
  guint32 *moved;        /* by alias of the base: how many stay before it; NULL where all do */
  NtImageSlot *table;
  guint32 check_shift;
  guint32 n_slots, n_small, n_other, n_later;
  guint64 *small, *other, *later;
} Layout;

static guint32 n_rows(const Rows *rows)
{
  return rows->n_base + rows->own->len;
}

static gconstpointer row(const Rows *rows, guint32 i)
{
  gsize size = g_array_get_element_size(rows->own);
  return i < rows->n_base ? rows->base + i * size : rows->own->data + (i - rows->n_base) * size;
}

static const NtImageEntry *entry_at(const Layout *l, guint32 i)
{
  return row(&l->entries, i);
}

static const NtImageFact *fact_at(const Layout *l, guint32 i)
{
  return row(&l->facts, i);
}

static const NtImageManner *manner_of(const Layout *l, const NtImageAlias *alias)
{
  return &g_array_index(l->b->manners, NtImageManner, alias->manner);
}

/* ---- entries ---- */

static NtPlaceKind place_kind(NtStr kind)
{
  return nt_str_is(kind, "country")   ? NT_PLACE_COUNTRY
         : nt_str_is(kind, "capital") ? NT_PLACE_CAPITAL
         : nt_str_is(kind, "region")  ? NT_PLACE_REGION
                                      : NT_PLACE_OTHER;
}

/* p NULL where it is not given. */
static NtStr given_fact(const NtBuiltEntry *e, NtFact fact)
{
  for (guint i = 0; i < e->n_facts; i++)
    if (e->facts[i].fact == fact)
      return e->facts[i].value;
  return (NtStr){0};
}

static void lay_base_entries(Layout *l)
{
  const NtBuild *b = l->b;
  const NtImage *base = b->base;
  for (guint32 i = 0; i < base->n_ENTRIES; i++)
    l->entry_number[i] = i;
  if (!b->base_gone) {
    l->entries.base = (const char *)base->ENTRIES;
    l->entries.n_base = base->n_ENTRIES;
    return;
  }
  for (guint32 i = 0; i < base->n_ENTRIES; i++) {
    l->entry_number[i] = b->base_gone[i] ? NT_NONE : l->entries.own->len;
    if (!b->base_gone[i])
      g_array_append_val(l->entries.own, base->ENTRIES[i]);
  }
}

static void lay_entries(Layout *l)
{
  NtBuild *b = l->b;
  guint32 *number = l->entry_number + b->base->n_ENTRIES;
  for (guint i = 0; i < b->entries->len; i++) {
    const NtBuiltEntry *e = &g_array_index(b->entries, NtBuiltEntry, i);
    number[i] = e->gone ? NT_NONE : n_rows(&l->entries);
    if (e->gone)
      continue;
    NtImageEntry out = {
      .id = nt_build_new_string(b, e->id), /* which no other has */
      .name = e->name_string ? e->name_string : nt_build_string(b, e->name),
      .facts = n_rows(&l->facts),
      .type = e->type,
      .kind = (guint8)place_kind(given_fact(e, NT_FACT_KIND)),
      .folder = (guint16)MIN(e->folder, G_MAXUINT16),
      .id_bytes = (guint8)MIN(e->id.n, NT_LONG_ID),
    };
    NtStr country = given_fact(e, NT_FACT_COUNTRY);
    double population;
    if (country.n == 2)
      out.country = (guint16)((guchar)country.p[0] << 8 | (guchar)country.p[1]);
    if (nt_parse_number(given_fact(e, NT_FACT_POPULATION), &population))
      out.population = (float)population;
    for (guint f = 0; f < e->n_facts; f++) {
      NtImageFact fact = {e->facts[f].fact, nt_build_string(b, e->facts[f].value)};
      g_array_append_val(l->facts.own, fact);
    }
    out.n_facts = e->n_facts;
    g_array_append_val(l->entries.own, out);
  }
}

/* A string; 0 where it is not given. */
static guint32 fact_of(const Layout *l, const NtImageEntry *e, NtFact fact)
{
  for (guint i = 0; i < e->n_facts; i++)
    if (fact_at(l, e->facts + i)->fact == (guint32)fact)
      return fact_at(l, e->facts + i)->value;
  return 0;
}

/* Which of two entries of one country's letters is the country: what a later folder says, a country before a territory, and so
 * that the order of files does not matter, the smaller id. */
static gboolean is_rather_the_country(const Layout *l, guint32 a, guint32 b)
{
  const NtImageEntry *x = entry_at(l, a), *y = entry_at(l, b);
  if (x->folder != y->folder)
    return x->folder > y->folder;
  if ((x->kind == NT_PLACE_COUNTRY) != (y->kind == NT_PLACE_COUNTRY))
    return x->kind == NT_PLACE_COUNTRY;
  return strcmp(nt_build_string_at(l->b, x->id), nt_build_string_at(l->b, y->id)) < 0;
}

static void lay_countries(const Layout *l, guint32 cells[NT_COUNTRY_CELLS])
{
  guint32 n_known = l->entries.n_base; /* those of the base are in its cells */
  if (n_known)
    memcpy(cells, l->b->base->COUNTRIES, NT_COUNTRY_CELLS * sizeof *cells);
  for (guint32 i = n_known; i < n_rows(&l->entries); i++) {
    const NtImageEntry *e = entry_at(l, i);
    if (e->type != NT_TYPE_PLACE || !e->country)
      continue;
    const char *kind = nt_build_string_at(l->b, fact_of(l, e, NT_FACT_KIND));
    guint32 *cell = &cells[nt_country_cell(e->country)];
    if ((g_str_equal(kind, "country") || g_str_equal(kind, "territory")) && (!*cell || is_rather_the_country(l, i, *cell - 1)))
      *cell = i + 1;
  }
}

/* Counts first, so that the entries of a kind lie together. */
static void lay_kinds(const Layout *l, GArray *kinds, GArray *entries)
{
  g_autoptr(GHashTable) at = g_hash_table_new(NULL, NULL); /* string → its kind + 1 */
  guint32 n = n_rows(&l->entries);
  g_autofree guint32 *kind_of = g_new(guint32, n + 1);
  for (guint32 e = 0; e < n; e++) {
    guint32 kind = fact_of(l, entry_at(l, e), NT_FACT_KIND);
    kind_of[e] = kind ? GPOINTER_TO_UINT(g_hash_table_lookup(at, GUINT_TO_POINTER(kind))) : 0;
    if (kind && !kind_of[e]) {
      NtImageKind new = {.kind = kind};
      g_array_append_val(kinds, new);
      kind_of[e] = kinds->len;
      g_hash_table_insert(at, GUINT_TO_POINTER(kind), GUINT_TO_POINTER(kinds->len));
    }
    if (kind)
      g_array_index(kinds, NtImageKind, kind_of[e] - 1).count++;
  }
  guint32 first = 0;
  for (guint k = 0; k < kinds->len; k++) {
    NtImageKind *kind = &g_array_index(kinds, NtImageKind, k);
    kind->first = first;
    first += kind->count;
    kind->count = 0;
  }
  g_array_set_size(entries, first);
  for (guint32 e = 0; e < n; e++)
    if (kind_of[e]) {
      NtImageKind *kind = &g_array_index(kinds, NtImageKind, kind_of[e] - 1);
      g_array_index(entries, guint32, kind->first + kind->count++) = e;
    }
}

static guint32 *lay_entry_ids(const Layout *l, guint32 *size)
{
  guint32 n = n_rows(&l->entries), first = 0;
  *size = 16;
  while (*size < n * 2)
    *size *= 2;
  guint32 *table = g_new0(guint32, *size);
  if (l->entries.n_base && *size == l->b->base->n_ENTRY_IDS) {
    memcpy(table, l->b->base->ENTRY_IDS, *size * sizeof *table);
    first = l->entries.n_base;
  }
  for (guint32 i = first; i < n; i++) {
    NtStr id = nt_str(nt_build_string_at(l->b, entry_at(l, i)->id));
    guint32 at = (guint32)nt_hash_bytes(id) & (*size - 1);
    while (table[at])
      at = (at + 1) & (*size - 1);
    table[at] = i + 1;
  }
  return table;
}

/* ---- word lists ---- */

static const char *list_name(const NtBuild *b, guint32 list)
{
  return nt_build_string_at(b, g_array_index(b->lists, NtImageList, list).name);
}

static int by_list_name(gconstpointer x, gconstpointer y, gpointer build)
{
  return strcmp(list_name(build, ((const NtImageMembership *)x)->list), list_name(build, ((const NtImageMembership *)y)->list));
}

/* The class of the lists that hold a word written small (or otherwise); equal sets share one. */
static guint32 class_of(Layout *l, guint32 first_use, gboolean small)
{
  g_autoptr(GArray) set = nt_build_array(sizeof(NtImageMembership));
  for (guint32 i = first_use; i != NT_NONE; i = g_array_index(l->b->uses, NtWordUse, i).next) {
    const NtWordUse *use = &g_array_index(l->b->uses, NtWordUse, i);
    NtImageMembership one = {use->list, use->weight};
    if (small ? use->small : use->other)
      g_array_append_val(set, one);
  }
  if (!set->len)
    return 0;
  g_array_sort_with_data(set, by_list_name, l->b);
  GBytes *key = g_bytes_new(set->data, set->len * sizeof(NtImageMembership));
  gpointer found = g_hash_table_lookup(l->class_at, key);
  if (found) {
    g_bytes_unref(key);
    return GPOINTER_TO_UINT(found);
  }
  guint32 class = l->classes->len - 1; /* the last element is the end of the class before */
  g_array_append_vals(l->memberships, set->data, set->len);
  g_array_append_val(l->classes, l->memberships->len);
  g_hash_table_insert(l->class_at, key, GUINT_TO_POINTER(class));
  return class;
}

/* ---- aliases ---- */

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

/* Entries of one name: by type; what a later folder says first; then the likelier: what nobody calls ambiguous, the larger place;
 * and last by id. */
static int by_likelihood(const Layout *l, const NtImageAlias *a, const NtImageAlias *b)
{
  const NtImageEntry *x = entry_at(l, a->owner), *y = entry_at(l, b->owner);
  const NtImageManner *m = manner_of(l, a), *n = manner_of(l, b);
  COMPARE(x->type, y->type);
  COMPARE(y->folder, x->folder);
  COMPARE(m->flags & NT_ALIAS_AMBIGUOUS, n->flags & NT_ALIAS_AMBIGUOUS);
  COMPARE(y->population, x->population);
  return by_id(nt_build_string_at(l->b, x->id), nt_build_string_at(l->b, y->id));
}

/* The order of aliases that are found in one place: neither that of files nor that of entries. */
static int by_meaning(gconstpointer x, gconstpointer y, gpointer layout)
{
  const Layout *l = layout;
  const NtImageAlias *a = x, *b = y;
  const NtImageManner *m = manner_of(l, a), *n = manner_of(l, b);
  COMPARE(m->kind, n->kind);
  int c = m->kind == NT_ALIAS_NAME     ? by_likelihood(l, a, b)
          : m->kind == NT_ALIAS_PHRASE ? strcmp(list_name(l->b, a->owner), list_name(l->b, b->owner))
                                       : 0;
  if (!c)
    c = strcmp(nt_build_string_at(l->b, a->text), nt_build_string_at(l->b, b->text));
  if (c)
    return c;
  COMPARE(m->policy, n->policy);
  COMPARE(a->line, b->line);
  return 0;
}

static void lay_base_aliases(Layout *l)
{
  const NtBuild *b = l->b;
  const NtImage *base = b->base;
  if (!b->base_taken && !b->base_gone && b->base_terms) {
    l->aliases.base = (const char *)base->ALIASES;
    l->aliases.n_base = base->n_ALIASES;
    return;
  }
  l->moved = g_new(guint32, base->n_ALIASES + 1);
  for (guint32 i = 0; i < base->n_ALIASES; i++) {
    l->moved[i] = l->aliases.own->len;
    if (!nt_build_base_stays(b, i))
      continue;
    NtImageAlias out = base->ALIASES[i];
    if (base->MANNERS[out.manner].kind == NT_ALIAS_NAME)
      out.owner = l->entry_number[out.owner];
    g_array_append_val(l->aliases.own, out);
  }
  l->moved[base->n_ALIASES] = l->aliases.own->len;
}

static guint32 lay_aliases(Layout *l, const NtPrefix *p)
{
  GArray *own = l->aliases.own;
  guint32 n = 0, first = own->len;
  for (guint32 i = p->first_alias; i != NT_NONE; i = g_array_index(l->b->aliases, NtBuiltAlias, i).next) {
    NtImageAlias out = g_array_index(l->b->aliases, NtBuiltAlias, i).image;
    if (manner_of(l, &out)->kind == NT_ALIAS_NAME)
      out.owner = l->entry_number[out.owner];
    if (out.owner == NT_NONE)
      continue;
    g_array_append_val(own, out);
    n++;
  }
  if (n > 1)
    g_qsort_with_data(own->data + first * sizeof(NtImageAlias), (gint)n, sizeof(NtImageAlias), by_meaning, l);
  return n;
}

/* ---- prefixes ---- */

static void lay_base_nodes(Layout *l)
{
  const NtImage *base = l->b->base;
  g_array_append_vals(l->nodes, base->NODES, base->n_NODES);
  l->n_slots = base->n_TABLE;
  l->table = g_memdup2(base->TABLE, l->n_slots * sizeof *l->table);
  if (!l->moved)
    return;
  for (guint32 i = 0; i < base->n_NODES; i++) {
    NtImageNode *node = &g_array_index(l->nodes, NtImageNode, i);
    guint32 first = l->moved[node->first_alias], end = l->moved[node->first_alias + node->n_aliases];
    node->first_alias = first;
    node->n_aliases = end - first;
  }
  for (guint32 at = 0; at < l->n_slots; at++) {
    guint32 alias = l->table[at].what & ~NT_SLOT_LEAF;
    if (!(l->table[at].what & NT_SLOT_LEAF))
      continue;
    l->table[at].what = l->moved[alias] | NT_SLOT_LEAF;
    if (nt_build_base_stays(l->b, alias) || (l->b->base_taken && l->b->base_taken[alias]))
      continue;
    NtImageNode node = {.first_alias = l->moved[alias], .key = base->ALIASES[alias].key};
    l->table[at].what = l->nodes->len;
    g_array_append_val(l->nodes, node);
  }
}

/* A prefix that has a node in the base keeps it. */
static guint32 node_of(const Layout *l, const NtPrefix *p)
{
  guint32 what = p->slot == NT_NONE ? NT_SLOT_LEAF : l->b->base->TABLE[p->slot].what;
  return what & NT_SLOT_LEAF ? NT_NONE : what;
}

static guint32 slot_of(Layout *l, const NtPrefix *p)
{
  guint32 first = n_rows(&l->aliases), n = lay_aliases(l, p), number = node_of(l, p);
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
  for (guint32 i = p->first_word; i != NT_NONE; i = g_array_index(l->b->uses, NtWordUse, i).next)
    if (g_array_index(l->b->uses, NtWordUse, i).list == l->b->abbreviations)
      node.flags |= NT_NODE_ABBREVIATION;
  if (number == NT_NONE) {
    number = l->nodes->len;
    g_array_append_val(l->nodes, node);
  }
  g_array_index(l->nodes, NtImageNode, number) = node;
  return number;
}

static void set_bit(guint64 *map, guint32 words, guint64 key)
{
  guint64 at = (key >> 20) & ((guint64)words * 64 - 1);
  map[at >> 6] |= G_GUINT64_CONSTANT(1) << (at & 63);
}

/* Words of 64 bits for `n` keys, at least `bits` bits a key. */
static guint32 map_words(guint32 n, guint32 bits)
{
  guint32 words = 16;
  while ((guint64)words * 64 < (guint64)n * bits)
    words *= 2;
  return words;
}

/* The map of the base, as often as it takes to have room for `n` more: a key's bit is chosen by its lower bits in any of them. */
static guint64 *widen_map(const guint64 *base, guint32 n_base, guint32 n, guint32 bits, guint32 *n_words)
{
  for (guint32 i = 0; i < n_base; i++)
    n += (guint32)__builtin_popcountll(base[i]);
  *n_words = MAX(map_words(n, bits), n_base);
  guint64 *map = g_new0(guint64, *n_words);
  for (guint32 i = 0; i < *n_words && n_base; i++)
    map[i] = base[i % n_base];
  return map;
}

static void lay_maps(Layout *l)
{
  const NtBuild *b = l->b;
  guint32 n_small = 0, n_other = 0, n_later = 0;
  for (guint32 i = 0; i < b->n_prefixes; i++) {
    n_small += b->prefixes[i].starts_small;
    n_other += b->prefixes[i].starts_other;
    n_later += b->prefixes[i].later;
  }
  l->small = widen_map(b->base->SMALL_FIRST, b->base->n_SMALL_FIRST, n_small, 8, &l->n_small);
  l->other = widen_map(b->base->OTHER_FIRST, b->base->n_OTHER_FIRST, n_other, 8, &l->n_other);
  l->later = widen_map(b->base->LATER, b->base->n_LATER, n_later, 10, &l->n_later);
  for (guint32 i = 0; i < b->n_prefixes; i++) {
    const NtPrefix *p = &b->prefixes[i];
    if (p->starts_small)
      set_bit(l->small, l->n_small, p->key);
    if (p->starts_other)
      set_bit(l->other, l->n_other, p->key);
    if (p->later)
      set_bit(l->later, l->n_later, p->key);
  }
}

/* FALSE where a search for it, or for one that stands there, would end at the wrong one. */
static gboolean fill_slot(Layout *l, guint64 key, guint32 what)
{
  guint32 at = (guint32)key & (l->n_slots - 1), check = (guint32)(key >> l->check_shift);
  for (; l->table[at].what; at = (at + 1) & (l->n_slots - 1))
    if (l->table[at].check == check)
      return FALSE;
  l->table[at] = (NtImageSlot){check, what};
  return TRUE;
}

/* Prefixes of the base keep their slots, new ones get free ones. FALSE where they do not find room. */
static gboolean fill_gaps(Layout *l, const guint32 *slots)
{
  const NtBuild *b = l->b;
  guint64 used = 0;
  for (guint32 at = 0; at < l->n_slots; at++)
    used += l->table[at].what != 0;
  for (guint32 i = 0; i < b->n_prefixes; i++)
    if (b->prefixes[i].slot == NT_NONE)
      used++;
    else
      l->table[b->prefixes[i].slot].what = slots[i];
  gboolean good = (guint64)l->n_slots * 3 >= used * 4;
  for (guint32 i = 0; i < b->n_prefixes && good; i++)
    good = b->prefixes[i].slot != NT_NONE || fill_slot(l, b->prefixes[i].key, slots[i]);
  return good;
}

/* The bits of the key that the base's table tells: those that one as large, or larger, with a check from as far down, or further, wants. */
static guint64 key_of(const NtImage *base, guint32 at)
{
  guint32 what = base->TABLE[at].what;
  return (guint64)base->TABLE[at].check << base->header->check_shift |
         (what & NT_SLOT_LEAF ? base->ALIASES[what & ~NT_SLOT_LEAF].key : base->NODES[what].key);
}

static gboolean fill_table(Layout *l, const NtImageSlot *of_base, const guint32 *slots)
{
  const NtBuild *b = l->b;
  for (guint32 at = 0; at < b->base->n_TABLE; at++)
    if (of_base[at].what && !fill_slot(l, key_of(b->base, at), of_base[at].what))
      return FALSE;
  for (guint32 i = 0; i < b->n_prefixes; i++)
    if (b->prefixes[i].slot == NT_NONE && !fill_slot(l, b->prefixes[i].key, slots[i]))
      return FALSE;
  return TRUE;
}

/* A larger table, or one whose checks come from elsewhere in the key. */
static void lay_table_anew(Layout *l, const guint32 *slots)
{
  const NtBuild *b = l->b;
  g_autofree NtImageSlot *of_base = g_steal_pointer(&l->table);
  guint64 used = 0;
  for (guint32 at = 0; at < b->base->n_TABLE; at++) {
    if (!b->base->TABLE[at].what)
      of_base[at].what = 0; /* one that found room, before another did not */
    used += of_base[at].what != 0;
  }
  for (guint32 i = 0; i < b->n_prefixes; i++)
    used += b->prefixes[i].slot == NT_NONE;
  l->n_slots = 64;
  while ((guint64)l->n_slots * 3 < used * 4)
    l->n_slots *= 2;
  l->n_slots = MAX(l->n_slots, b->base->n_TABLE);
  l->table = g_new0(NtImageSlot, l->n_slots);
  l->check_shift++;
  do {
    l->check_shift--;
    memset(l->table, 0, l->n_slots * sizeof *l->table);
  } while (!fill_table(l, of_base, slots) && l->check_shift);
}

static void lay_prefixes(Layout *l)
{
  const NtBuild *b = l->b;
  lay_base_aliases(l);
  lay_base_nodes(l);
  lay_maps(l);
  g_autofree guint32 *slots = g_new(guint32, b->n_prefixes + 1);
  for (guint32 i = 0; i < b->n_prefixes; i++)
    slots[i] = slot_of(l, &b->prefixes[i]);
  l->check_shift = b->base->header->check_shift;
  if (!fill_gaps(l, slots))
    lay_table_anew(l, slots);
}

/* ---- the image ---- */

/* What the base has of a section, and what goes behind that. */
typedef struct {
  gconstpointer base;
  guint64 n_base;
  gconstpointer own;
  guint64 n_own;
  gsize size;
} Piece;

static void put_rows(char *to, gconstpointer rows, guint64 n, gsize size)
{
  if (n)
    memcpy(to, rows, n * size);
}

/* To lines of the cache. */
static gsize aligned(gsize size)
{
  return (size + NT_IMAGE_LINE - 1) & ~(gsize)(NT_IMAGE_LINE - 1);
}

static GBytes *join(const Piece *pieces, guint64 sources, guint32 check_shift)
{
  NtImageHeader header = {
    .version = NT_IMAGE_VERSION, .order = NT_IMAGE_ORDER, .sources = sources, .check_shift = check_shift, .code = nt_knowledge_code};
  memcpy(header.magic, NT_IMAGE_MAGIC, sizeof header.magic);
  gsize size = aligned(sizeof header);
  for (guint i = 0; i < NT_N_SECTIONS; i++) {
    guint64 count = pieces[i].n_base + pieces[i].n_own;
    header.sections[i] = (NtImageSectionRow){size, count};
    size = aligned(size + count * pieces[i].size);
  }
  header.size = size;
  char *base = nt_large_new(size);
  for (guint i = 0; i < NT_N_SECTIONS; i++) {
    char *to = base + header.sections[i].offset;
    put_rows(to, pieces[i].base, pieces[i].n_base, pieces[i].size);
    put_rows(to + pieces[i].n_base * pieces[i].size, pieces[i].own, pieces[i].n_own, pieces[i].size);
  }
  memcpy(base, &header, sizeof header);
  header.checksum = nt_image_checksum(base, size);
  memcpy(base, &header, sizeof header);
  return g_bytes_new_with_free_func(base, size, nt_large_free, base);
}

#define ALL(array) {NULL, 0, (array)->data, (array)->len, g_array_get_element_size(array)}
#define BOTH(rows) {(rows).base, (rows).n_base, (rows).own->data, (rows).own->len, g_array_get_element_size((rows).own)}

static Rows rows_of(gsize size)
{
  return (Rows){.own = nt_build_array(size)};
}

static void layout_clear(Layout *l)
{
  GArray *arrays[] = {l->entries.own, l->facts.own, l->aliases.own, l->nodes, l->classes, l->memberships};
  for (guint i = 0; i < G_N_ELEMENTS(arrays); i++)
    g_array_unref(arrays[i]);
  g_hash_table_unref(l->class_at);
  g_free(l->entry_number);
  g_free(l->moved);
  g_free(l->table);
  g_free(l->small);
  g_free(l->other);
  g_free(l->later);
}

GBytes *nt_build_finish(NtBuild *b, guint64 sources)
{
  const NtImage *base = b->base;
  Layout l = {
    .b = b,
    .entries = rows_of(sizeof(NtImageEntry)),
    .facts = rows_of(sizeof(NtImageFact)),
    .aliases = rows_of(sizeof(NtImageAlias)),
    .nodes = nt_build_array(sizeof(NtImageNode)),
    .classes = nt_build_array(sizeof(guint32)),
    .memberships = nt_build_array(sizeof(NtImageMembership)),
    .class_at = g_hash_table_new_full(g_bytes_hash, g_bytes_equal, (GDestroyNotify)g_bytes_unref, NULL),
    .entry_number = g_new(guint32, base->n_ENTRIES + b->entries->len + 1),
  };
  g_array_append_vals(l.classes, base->CLASSES, base->n_CLASSES);
  g_array_append_vals(l.memberships, base->MEMBERSHIPS, base->n_MEMBERSHIPS);
  l.facts.base = (const char *)base->FACTS;
  l.facts.n_base = base->n_FACTS;
  lay_base_entries(&l);
  lay_entries(&l);
  lay_prefixes(&l);
  guint32 id_slots, countries[NT_COUNTRY_CELLS] = {0};
  lay_countries(&l, countries);
  g_autoptr(GArray) kinds = nt_build_array(sizeof(NtImageKind)), kind_entries = nt_build_array(sizeof(guint32));
  lay_kinds(&l, kinds, kind_entries);
  g_autofree guint32 *ids = lay_entry_ids(&l, &id_slots);
  const Piece pieces[NT_N_SECTIONS] = {
    [NT_SECTION_TABLE] = {NULL, 0, l.table, l.n_slots, sizeof *l.table},
    [NT_SECTION_SMALL_FIRST] = {NULL, 0, l.small, l.n_small, sizeof *l.small},
    [NT_SECTION_OTHER_FIRST] = {NULL, 0, l.other, l.n_other, sizeof *l.other},
    [NT_SECTION_LATER] = {NULL, 0, l.later, l.n_later, sizeof *l.later},
    [NT_SECTION_NODES] = ALL(l.nodes),
    [NT_SECTION_ALIASES] = BOTH(l.aliases),
    [NT_SECTION_MANNERS] = ALL(b->manners),
    [NT_SECTION_ENTRIES] = BOTH(l.entries),
    [NT_SECTION_ENTRY_IDS] = {NULL, 0, ids, id_slots, sizeof *ids},
    [NT_SECTION_KINDS] = ALL(kinds),
    [NT_SECTION_KIND_ENTRIES] = ALL(kind_entries),
    [NT_SECTION_COUNTRIES] = {NULL, 0, countries, NT_COUNTRY_CELLS, sizeof *countries},
    [NT_SECTION_FACTS] = BOTH(l.facts),
    [NT_SECTION_WORDS] = ALL(b->words),
    [NT_SECTION_LISTS] = ALL(b->lists),
    [NT_SECTION_CLASSES] = ALL(l.classes),
    [NT_SECTION_MEMBERSHIPS] = ALL(l.memberships),
    [NT_SECTION_TERMS] = ALL(b->terms),
    [NT_SECTION_FILES] = ALL(b->files),
    [NT_SECTION_SOURCES] = ALL(b->sources),
    [NT_SECTION_RULES] = {NULL, 0, b->rules->str, b->rules->len, 1},
    [NT_SECTION_STRINGS] = {base->STRINGS, base->n_STRINGS, b->strings->str, b->strings->len, 1},
  };
  GBytes *image = join(pieces, sources, l.check_shift);
  layout_clear(&l);
  return image;
}
