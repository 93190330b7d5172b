/* Bytes that are put aside until their turn comes: in memory while they are few, then in a file without a name that goes with the
 * process. */
#pragma once

#include "outfile.h"

typedef struct NtSpool NtSpool;

/* The file, where one is needed, lies in the folder of `beside`, so that it needs no room that the output would not need. */
NtSpool *nt_spool_new(const char *beside);
void nt_spool_free(NtSpool *spool); /* accepts NULL */
gboolean nt_spool_write(NtSpool *spool, const char *bytes, gsize n, GError **error);
guint64 nt_spool_size(const NtSpool *spool);
/* Writes all of it to `out`. After it only free. */
gboolean nt_spool_pour(NtSpool *spool, NtOutfile *out, GError **error);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(NtSpool, nt_spool_free)
