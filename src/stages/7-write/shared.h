/* The texts of a workbook's cells (sharedStrings.xml): packed as they come, never held. What was met lately is met again; what was not is
 * written again, so that memory does not grow with the workbook. */
#pragma once

#include "base/zip.h"

typedef struct NtShared NtShared;

NtShared *nt_shared_new(const char *beside);
void nt_shared_free(NtShared *shared); /* accepts NULL */
/* The number of a text that nt_rows_put_xml made; G_MAXUINT32 where it cannot be written. */
guint32 nt_shared_number(NtShared *shared, NtStr xml, GError **error);
gboolean nt_shared_take(NtShared *shared, NtZip *zip, GError **error);
