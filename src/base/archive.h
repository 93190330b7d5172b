/* Archives and compressed files, member by member, as a stream: the one door to libarchive. Nothing is ever written to disk. */
#pragma once

#include "input.h"

typedef struct NtArchive NtArchive;

/* Where a member or the whole is stopped. */
typedef struct {
  guint64 members;   /* of one archive */
  guint64 bytes;     /* of all its members together */
  guint64 ratio;     /* bytes out for one byte in, once there are more than `free` */
  guint64 free;
} NtArchiveBounds;

typedef enum { NT_ARCHIVE_MEMBER, NT_ARCHIVE_BAD, NT_ARCHIVE_END, NT_ARCHIVE_BROKEN } NtArchiveStep;

/* Whether something begins as an archive or a compressed file does. */
gboolean nt_archive_is(NtStr head);
/* Of a stream that outlives it. `bounds` NULL: those of base/limits.h. */
NtArchive *nt_archive_open(NtInput *in, const NtArchiveBounds *bounds, GError **error);
void nt_archive_free(NtArchive *archive); /* accepts NULL */
/* The next member that is a file. MEMBER: `*name`, good until the next call; n is 0 for what is compressed and no archive. BAD: a
 * member that cannot be taken, and why in `error`. BROKEN: nothing more can be read, and why. */
NtArchiveStep nt_archive_next(NtArchive *archive, NtStr *name, GError **error);
/* The content of the member at hand; good until the next call of nt_archive_next. */
NtInput *nt_archive_content(NtArchive *archive);
/* `libarchive 3.6.2` */
const char *nt_archive_version(void);
