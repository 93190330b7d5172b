/* A table beside a gazetteer: TSV (nothing quoted) or CSV (RFC 4180), UTF-8, first row the names of the columns. */
#pragma once

#include "base/arena.h"

typedef struct NtTable NtTable;
struct NtTable {
  guint32 line; /* of the row at hand, from 1 */
  struct NtTableReader *reader;
};

NtTable *nt_table_open(const char *path, GError **error);
void nt_table_free(NtTable *table); /* accepts NULL */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(NtTable, nt_table_free)

/* The column of that name, -1 where there is none. */
int nt_table_column(const NtTable *table, NtStr name);
/* Goes to the next row that is not empty; FALSE at the end, and with `error` set where a row is wrong. */
gboolean nt_table_next(NtTable *table, GError **error);
/* A cell of the row at hand, valid until the next row. Empty where the row is shorter. */
NtStr nt_table_cell(const NtTable *table, guint column);
