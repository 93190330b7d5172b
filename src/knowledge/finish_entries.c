/* Entries with their facts, and what is asked of them: by id, by kind, by the letters of a country. */
#include "finish_parts.h"

#include "base/hash.h"

static const NtImageEntry *entry_at(const NtLaidEntries *l, guint32 i)
{
  return nt_row(&l->rows, i);
}

static const NtImageFact *fact_at(const NtLaidEntries *l, guint32 i)
{
  return nt_row(&l->facts, i);
}

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

static void lay_base_entries(const NtBuild *b, NtLaidEntries *l)
{
  const NtImage *base = b->base;
  for (guint32 i = 0; i < base->n_ENTRIES; i++)
    l->number[i] = i;
  if (!b->base_gone) {
    l->rows.base = (const char *)base->ENTRIES;
    l->rows.n_base = base->n_ENTRIES;
    return;
  }
  for (guint32 i = 0; i < base->n_ENTRIES; i++) {
    l->number[i] = b->base_gone[i] ? NT_NONE : l->rows.own->len;
    if (!b->base_gone[i])
      g_array_append_val(l->rows.own, base->ENTRIES[i]);
  }
}

static void lay_entries(NtBuild *b, NtLaidEntries *l)
{
  guint32 *number = l->number + b->base->n_ENTRIES;
  for (guint i = 0; i < b->entries->len; i++) {
    const NtBuiltEntry *e = &g_array_index(b->entries, NtBuiltEntry, i);
    number[i] = e->gone ? NT_NONE : nt_n_rows(&l->rows);
    if (e->gone)
      continue;
    NtImageEntry out = {
      .id = nt_build_new_string(b, e->id), /* which no other has */
      .name = e->name_string ? e->name_string : nt_build_string(b, e->name),
      .facts = nt_n_rows(&l->facts),
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
    g_array_append_val(l->rows.own, out);
  }
}

/* A string; 0 where it is not given. */
static guint32 fact_of(const NtLaidEntries *l, const NtImageEntry *e, NtFact fact)
{
  for (guint i = 0; i < e->n_facts; i++)
    if (fact_at(l, e->facts + i)->fact == (guint32)fact)
      return fact_at(l, e->facts + i)->value;
  return 0;
}

/* Which of two entries of one country's letters is the country: what a later folder says, a country before a territory, and so
 * that the order of files does not matter, the smaller id. */
static gboolean is_rather_the_country(const NtBuild *build, const NtLaidEntries *l, guint32 a, guint32 b)
{
  const NtImageEntry *x = entry_at(l, a), *y = entry_at(l, b);
  if (x->folder != y->folder)
    return x->folder > y->folder;
  if ((x->kind == NT_PLACE_COUNTRY) != (y->kind == NT_PLACE_COUNTRY))
    return x->kind == NT_PLACE_COUNTRY;
  return strcmp(nt_build_string_at(build, x->id), nt_build_string_at(build, y->id)) < 0;
}

static void lay_countries(const NtBuild *b, NtLaidEntries *l)
{
  guint32 *cells = l->countries;
  guint32 n_known = l->rows.n_base; /* those of the base are in its cells */
  if (n_known)
    memcpy(cells, b->base->COUNTRIES, NT_COUNTRY_CELLS * sizeof *cells);
  for (guint32 i = n_known; i < nt_n_rows(&l->rows); i++) {
    const NtImageEntry *e = entry_at(l, i);
    if (e->type != NT_TYPE_PLACE || !e->country)
      continue;
    const char *kind = nt_build_string_at(b, fact_of(l, e, NT_FACT_KIND));
    guint32 *cell = &cells[nt_country_cell(e->country)];
    if ((g_str_equal(kind, "country") || g_str_equal(kind, "territory")) && (!*cell || is_rather_the_country(b, l, i, *cell - 1)))
      *cell = i + 1;
  }
}

/* Counts first, so that the entries of a kind lie together. */
static void lay_kinds(NtLaidEntries *l)
{
  GArray *kinds = l->kinds;
  g_autoptr(GHashTable) at = g_hash_table_new(NULL, NULL); /* string → its kind + 1 */
  guint32 n = nt_n_rows(&l->rows);
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
  g_array_set_size(l->of_kinds, first);
  for (guint32 e = 0; e < n; e++)
    if (kind_of[e]) {
      NtImageKind *kind = &g_array_index(kinds, NtImageKind, kind_of[e] - 1);
      g_array_index(l->of_kinds, guint32, kind->first + kind->count++) = e;
    }
}

static void lay_ids(const NtBuild *b, NtLaidEntries *l)
{
  guint32 n = nt_n_rows(&l->rows), first = 0, size = 16;
  while (size < n * 2)
    size *= 2;
  guint32 *table = g_new0(guint32, size);
  if (l->rows.n_base && size == b->base->n_ENTRY_IDS) {
    memcpy(table, b->base->ENTRY_IDS, size * sizeof *table);
    first = l->rows.n_base;
  }
  for (guint32 i = first; i < n; i++) {
    NtStr id = nt_str(nt_build_string_at(b, entry_at(l, i)->id));
    guint32 at = (guint32)nt_hash_bytes(id) & (size - 1);
    while (table[at])
      at = (at + 1) & (size - 1);
    table[at] = i + 1;
  }
  l->ids = table;
  l->n_ids = size;
}

void nt_finish_entries(NtBuild *b, NtLaidEntries *l)
{
  *l = (NtLaidEntries){
    .rows = nt_rows_of(sizeof(NtImageEntry)),
    .facts = nt_rows_of(sizeof(NtImageFact)),
    .number = g_new(guint32, b->base->n_ENTRIES + b->entries->len + 1),
    .kinds = nt_build_array(sizeof(NtImageKind)),
    .of_kinds = nt_build_array(sizeof(guint32)),
  };
  l->facts.base = (const char *)b->base->FACTS;
  l->facts.n_base = b->base->n_FACTS;
  lay_base_entries(b, l);
  lay_entries(b, l);
  lay_countries(b, l);
  lay_kinds(l);
  lay_ids(b, l);
}

void nt_laid_entries_clear(NtLaidEntries *l)
{
  GArray *arrays[] = {l->rows.own, l->facts.own, l->kinds, l->of_kinds};
  for (guint i = 0; i < G_N_ELEMENTS(arrays); i++)
    g_array_unref(arrays[i]);
  g_free(l->number);
  g_free(l->ids);
}
