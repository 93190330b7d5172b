/* How an image is laid out: entries, with what is looked up of them; the aliases of each prefix; its node; and the table by which prefixes
 * are found. build_finish.c asks for one after the other and clears them when all is copied. */
#pragma once

#include "build_parts.h"

/* Rows of a section: the base's, where they stay as they are, and behind them the others. */
typedef struct {
  const char *base;
  guint32 n_base;
  GArray *own;
} NtRows;

static inline NtRows nt_rows_of(gsize size)
{
  return (NtRows){.own = nt_build_array(size)};
}

static inline guint32 nt_n_rows(const NtRows *rows)
{
  return rows->n_base + rows->own->len;
}

static inline gconstpointer nt_row(const NtRows *rows, guint32 i)
{
  gsize size = g_array_get_element_size(rows->own);
  return i < rows->n_base ? rows->base + i * size : rows->own->data + (i - rows->n_base) * size;
}

static inline const char *nt_build_list_name(const NtBuild *build, guint32 list)
{
  return nt_build_string_at(build, g_array_index(build->lists, NtImageList, list).name);
}

/* ---- finish_entries.c ---- */

typedef struct {
  NtRows rows, facts;
  guint32 *number; /* of the image, by entry of the build; NT_NONE where gone */
  GArray *kinds, *of_kinds; /* NtImageKind; guint32 entries, those of a kind together */
  guint32 *ids, n_ids;      /* a table by the hash of the id */
  guint32 countries[NT_COUNTRY_CELLS];
} NtLaidEntries;

void nt_finish_entries(NtBuild *build, NtLaidEntries *entries);
void nt_laid_entries_clear(NtLaidEntries *entries);

/* ---- finish_aliases.c ---- */

typedef struct {
  const NtBuild *build;
  const NtLaidEntries *entries;
  NtRows rows;
  guint32 *moved; /* by alias of the base: how many stay before it; NULL where all do */
} NtLaidAliases;

/* With those of the base that stay. */
void nt_laid_aliases_init(NtLaidAliases *aliases, const NtBuild *build, const NtLaidEntries *entries);
void nt_laid_aliases_clear(NtLaidAliases *aliases);
/* Those of the prefix, in the order in which they are to be found; their number. */
guint32 nt_laid_aliases_add(NtLaidAliases *aliases, const NtPrefix *prefix);

/* ---- finish_nodes.c ---- */

typedef struct {
  GArray *nodes, *classes, *memberships;
  NtImageSlot *base_slots; /* the base's table, with what its slots lead to now */
  guint32 *slots;          /* what the slot of each prefix of the build leads to: a node, or an alias */
} NtLaidNodes;

/* The aliases of the prefixes are laid out with them. */
void nt_finish_nodes(const NtBuild *build, NtLaidAliases *aliases, NtLaidNodes *nodes);
void nt_laid_nodes_clear(NtLaidNodes *nodes);

/* ---- finish_table.c ---- */

typedef struct {
  NtImageSlot *slots;
  guint32 n_slots, check_shift;
  guint32 n_small, n_other, n_later;
  guint64 *small, *other, *later;
} NtLaidTable;

/* Takes the slots of the base away from `nodes`. */
void nt_finish_table(const NtBuild *build, NtLaidNodes *nodes, NtLaidTable *table);
void nt_laid_table_clear(NtLaidTable *table);
