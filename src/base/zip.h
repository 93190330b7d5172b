/* Zip archives, written from front to back, so that a pipe takes them, too; the one door to zlib. The same members give the same
 * bytes: no clock. Beyond 65,535 members or 4 GiB they are ZIP64. */
#pragma once

#include "outfile.h"
#include "str.h"

/* A member that is made bit by bit, beside others: packed as it comes, and put aside (base/spool.h). */
typedef struct NtZipMember NtZipMember;

NtZipMember *nt_zip_member_new(const char *beside);
gboolean nt_zip_member_write(NtZipMember *member, const char *bytes, gsize n, GError **error);
/* No more bytes will come; lets go of most of the memory. */
gboolean nt_zip_member_end(NtZipMember *member, GError **error);
void nt_zip_member_free(NtZipMember *member); /* accepts NULL */

typedef struct NtZip NtZip;

/* Borrows `out`, to which nothing else is written meanwhile. */
NtZip *nt_zip_new(NtOutfile *out, const char *beside);
void nt_zip_free(NtZip *zip); /* accepts NULL */
/* A whole member at once. */
gboolean nt_zip_add(NtZip *zip, const char *name, NtStr bytes, GError **error);
/* One that was made bit by bit; takes it, also where it fails. */
gboolean nt_zip_take(NtZip *zip, const char *name, NtZipMember *member, GError **error);
/* Writes the directory. */
gboolean nt_zip_finish(NtZip *zip, GError **error);
/* Of zlib. */
const char *nt_zip_version(void);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(NtZip, nt_zip_free)
