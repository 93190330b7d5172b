#include "onesheet.h"

#include "base/outfile.h"
#include "book.h"
#include "rows.h"
#include "shared.h"
#include "worksheet.h"

#define MOST_ROWS 1048576u

struct NtOneSheet {
  NtOutfile *out;
  char *beside, *title;
  NtShared *shared;
  NtWorksheet *sheet;
  GString *xml; /* of the cell at hand */
  guint column, n_columns;
};

void nt_onesheet_free(NtOneSheet *s)
{
  if (!s)
    return;
  nt_worksheet_free(s->sheet);
  nt_shared_free(s->shared);
  nt_outfile_free(s->out);
  g_string_free(s->xml, TRUE);
  g_free(s->beside);
  g_free(s->title);
  g_free(s);
}

static char *head_of(const NtSheetColumn *columns)
{
  GString *out = g_string_new("<sheetViews><sheetView tabSelected=\"1\" workbookViewId=\"0\"><pane ySplit=\"1\" topLeftCell=\"A2\" "
                              "activePane=\"bottomLeft\" state=\"frozen\"/></sheetView></sheetViews><sheetFormatPr defaultRowHeight=\"15\"/><cols>");
  for (guint i = 0; columns[i].name; i++)
    g_string_append_printf(out, "<col min=\"%u\" max=\"%u\" width=\"%u.7\" customWidth=\"1\"/>", i + 1, i + 1, columns[i].width);
  g_string_append(out, "</cols>");
  return g_string_free(out, FALSE);
}

static gboolean put_cell(NtOneSheet *s, guint column, NtStr text, guint style, GError **error)
{
  g_string_truncate(s->xml, 0);
  nt_rows_put_xml(s->xml, text);
  guint32 number = nt_shared_number(s->shared, nt_str_n(s->xml->str, s->xml->len), error);
  if (number == G_MAXUINT32)
    return FALSE;
  nt_worksheet_text(s->sheet, column, number, style);
  return TRUE;
}

static gboolean put_header(NtOneSheet *s, const NtSheetColumn *columns, GError **error)
{
  nt_worksheet_begin_row(s->sheet);
  for (; columns[s->n_columns].name; s->n_columns++)
    if (!put_cell(s, s->n_columns, nt_str(columns[s->n_columns].name), NT_STYLE_HEADER, error))
      return FALSE;
  return nt_worksheet_end_row(s->sheet, error);
}

NtOneSheet *nt_onesheet_open(const char *path, const char *title, const NtSheetColumn *columns, GError **error)
{
  g_autofree char *head = head_of(columns);
  g_autoptr(NtOneSheet) s = g_new0(NtOneSheet, 1);
  s->xml = g_string_new(NULL);
  s->beside = g_strdup(path);
  s->title = g_strdup(title);
  s->out = nt_outfile_open(path, error);
  s->shared = nt_shared_new(path);
  s->sheet = nt_worksheet_new(path, head);
  return s->out && put_header(s, columns, error) ? g_steal_pointer(&s) : NULL;
}

gboolean nt_onesheet_put(NtOneSheet *s, NtStr text, GError **error)
{
  if (nt_worksheet_row(s->sheet) >= MOST_ROWS && !s->column)
    return TRUE;
  if (!s->column)
    nt_worksheet_begin_row(s->sheet);
  if (text.n && !put_cell(s, s->column, text, NT_STYLE_PLAIN, error))
    return FALSE;
  s->column = (s->column + 1) % s->n_columns;
  return s->column || nt_worksheet_end_row(s->sheet, error);
}

gboolean nt_onesheet_commit(NtOneSheet *s, GError **error)
{
  NtBookSheet row = {s->title, nt_worksheet_row(s->sheet), s->n_columns - 1, TRUE};
  g_autofree char *filter = g_strdup_printf("<autoFilter ref=\"A1:%c%u\"/>", 'A' + row.last_column, row.last_row);
  g_autoptr(NtZip) zip = nt_zip_new(s->out, s->beside);
  return nt_worksheet_finish(s->sheet, filter, error) && nt_book_put(zip, &row, 1, error) && nt_worksheet_take(s->sheet, zip, 1, error) &&
         nt_shared_take(s->shared, zip, error) && nt_zip_finish(zip, error) && nt_outfile_commit(s->out, error);
}
