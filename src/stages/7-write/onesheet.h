/* A workbook with one sheet of texts, for tables that are not of articles. */
#pragma once

#include "base/str.h"

typedef struct {
  const char *name;
  guint width; /* in characters, as a spreadsheet shows it */
} NtSheetColumn;

typedef struct NtOneSheet NtOneSheet;

/* `columns` is ended by a NULL name; there are at most 26. */
NtOneSheet *nt_onesheet_open(const char *path, const char *title, const NtSheetColumn *columns, GError **error);
/* The next cell, from left to right and row by row. Rows that a sheet has no room for are left out. */
gboolean nt_onesheet_put(NtOneSheet *sheet, NtStr text, GError **error);
/* Makes it whole; without it nothing is left behind. */
gboolean nt_onesheet_commit(NtOneSheet *sheet, GError **error);
void nt_onesheet_free(NtOneSheet *sheet); /* accepts NULL */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(NtOneSheet, nt_onesheet_free)
