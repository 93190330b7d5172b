/* The parts of a workbook that are not rows: how its sheets look, and the files that name them. */
#pragma once

#include "base/zip.h"
#include "worksheet.h"

typedef struct {
  const char *title; /* as on its tab */
  guint32 last_row;
  guint last_column; /* from 0 */
  gboolean filtered;
} NtBookSheet;

/* What stands before the rows of a table's sheet: frozen header, widths. */
char *nt_book_head(NtTableKind table);
/* What stands behind them: filter, colours by type, bars. */
char *nt_book_behind(NtTableKind table, guint32 last_row);
/* A rule that draws bars in cells of a column, from 0 to the largest. */
void nt_book_put_bars(GString *out, guint column, guint32 first, guint32 last, guint priority);

/* All but the sheets and the texts. */
gboolean nt_book_put(NtZip *zip, const NtBookSheet *sheets, guint n, GError **error);
