/* One sheet of a workbook: rows as they come, packed at once, and what stands behind them. */
#pragma once

#include "base/zip.h"
#include "tables.h"

typedef struct NtWorksheet NtWorksheet;

/* Styles of cells, and of rules by which cells are coloured: their rows in styles.xml (book.c). */
enum { NT_STYLE_PLAIN, NT_STYLE_HEADER, NT_STYLE_LINK, NT_STYLE_TITLE, NT_STYLE_NOTE, NT_N_STYLES };

NtWorksheet *nt_worksheet_new(const char *beside, const char *head);
void nt_worksheet_free(NtWorksheet *sheet); /* accepts NULL */
guint32 nt_worksheet_row(const NtWorksheet *sheet); /* the last one begun; 0 before the first */
void nt_worksheet_begin_row(NtWorksheet *sheet);
/* Cells of the row, from left to right; `column` from 0. */
void nt_worksheet_text(NtWorksheet *sheet, guint column, guint32 shared, guint style);
void nt_worksheet_number(NtWorksheet *sheet, guint column, NtStr digits);
gboolean nt_worksheet_end_row(NtWorksheet *sheet, GError **error);

/* The cells of a column from row `first` to `last` lead to `location` of the workbook; or one cell to a page. Nothing where the
 * sheet has no room for more links. */
void nt_worksheet_link_inside(NtWorksheet *sheet, guint column, guint32 first, guint32 last, const char *location);
void nt_worksheet_link_outside(NtWorksheet *sheet, guint column, const char *url);

/* Ends the rows; `behind` is what stands between them and the links. Then only take and free. */
gboolean nt_worksheet_finish(NtWorksheet *sheet, const char *behind, GError **error);
/* Puts the sheet and the file of its links into the book. */
gboolean nt_worksheet_take(NtWorksheet *sheet, NtZip *zip, guint number, GError **error);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(NtWorksheet, nt_worksheet_free)
