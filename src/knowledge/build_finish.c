/* Lays an image out: what the base has, and what has come to it. Of the base whatever stands as it stood is copied in one go; only
 * prefixes, entries and lists that something was put to are made anew. */
#include "finish_parts.h"

#include "base/large.h"
#include "code.h"

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

#define ROWS(rows, n) {NULL, 0, (rows), (n), sizeof *(rows)}
#define ALL(array) {NULL, 0, (array)->data, (array)->len, g_array_get_element_size(array)}
#define BOTH(rows) {(rows).base, (rows).n_base, (rows).own->data, (rows).own->len, g_array_get_element_size((rows).own)}

GBytes *nt_build_finish(NtBuild *b, guint64 sources)
{
  NtLaidEntries entries;
  NtLaidAliases aliases;
  NtLaidNodes nodes;
  NtLaidTable table;
  nt_finish_entries(b, &entries);
  nt_laid_aliases_init(&aliases, b, &entries);
  nt_finish_nodes(b, &aliases, &nodes);
  nt_finish_table(b, &nodes, &table);
  const Piece pieces[NT_N_SECTIONS] = {
    [NT_SECTION_TABLE] = ROWS(table.slots, table.n_slots),
    [NT_SECTION_SMALL_FIRST] = ROWS(table.small, table.n_small),
    [NT_SECTION_OTHER_FIRST] = ROWS(table.other, table.n_other),
    [NT_SECTION_LATER] = ROWS(table.later, table.n_later),
    [NT_SECTION_NODES] = ALL(nodes.nodes),
    [NT_SECTION_ALIASES] = BOTH(aliases.rows),
    [NT_SECTION_MANNERS] = ALL(b->manners),
    [NT_SECTION_ENTRIES] = BOTH(entries.rows),
    [NT_SECTION_ENTRY_IDS] = ROWS(entries.ids, entries.n_ids),
    [NT_SECTION_KINDS] = ALL(entries.kinds),
    [NT_SECTION_KIND_ENTRIES] = ALL(entries.of_kinds),
    [NT_SECTION_COUNTRIES] = ROWS(entries.countries, NT_COUNTRY_CELLS),
    [NT_SECTION_FACTS] = BOTH(entries.facts),
    [NT_SECTION_WORDS] = ALL(b->words),
    [NT_SECTION_LISTS] = ALL(b->lists),
    [NT_SECTION_CLASSES] = ALL(nodes.classes),
    [NT_SECTION_MEMBERSHIPS] = ALL(nodes.memberships),
    [NT_SECTION_TERMS] = ALL(b->terms),
    [NT_SECTION_FILES] = ALL(b->files),
    [NT_SECTION_SOURCES] = ALL(b->sources),
    [NT_SECTION_RULES] = ROWS(b->rules->str, b->rules->len),
    [NT_SECTION_STRINGS] = {b->base->STRINGS, b->base->n_STRINGS, b->strings->str, b->strings->len, 1},
  };
  GBytes *image = join(pieces, sources, table.check_shift);
  nt_laid_entries_clear(&entries);
  nt_laid_aliases_clear(&aliases);
  nt_laid_nodes_clear(&nodes);
  nt_laid_table_clear(&table);
  return image;
}
