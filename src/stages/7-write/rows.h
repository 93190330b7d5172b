/* What an article is to a workbook, on its way from the workers to the one thread that writes: its different texts, made ready for XML,
 * and the cells of its rows, which say numbers of texts.
 *
 *     texts: count | (bytes of XML: guint32, XML) …      rows: R table | T number of text | E (empty) | N bytes, digits …      end: 0
 */
#pragma once

#include "tables.h"

#define NT_CELL_CHARACTERS 32767u /* that a cell holds, as UTF-16 */

enum { NT_ROWS_END, NT_ROWS_ROW, NT_ROWS_TEXT, NT_ROWS_EMPTY, NT_ROWS_NUMBER };

/* The rows of all tables, those of `articles` first. */
void nt_rows_encode(NtArticle *article, GString *out);

/* A text as a shared string's content: escaped, without what XML or Excel cannot hold, at most what a cell holds. */
void nt_rows_put_xml(GString *out, NtStr text);
