/* One table, written to a file as csv, tsv or xlsx by its ending. */
#pragma once

#include "stages/7-write/onesheet.h"

typedef struct NtSheet NtSheet;

/* NT_ERROR_USAGE where the ending tells no form. `columns` is ended by a NULL name. */
NtSheet *nt_sheet_open(const char *path, const char *title, const NtSheetColumn *columns, GError **error);
/* The next cell of the row, from left to right; a full row ends by itself. */
void nt_sheet_put(NtSheet *sheet, NtStr text);
/* Makes it whole; without it nothing is left behind. */
gboolean nt_sheet_commit(NtSheet *sheet, GError **error);
void nt_sheet_free(NtSheet *sheet);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(NtSheet, nt_sheet_free)
