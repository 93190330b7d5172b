/* An output that is whole or not there: written as `PATH.newstag-part` beside its place, renamed at the end. The unfinished file is
 * locked, so that of two runs on one output the second is refused; what a run that was killed left there is written over.
 * Standard output and devices (a name that exists and is no regular file) are written straight. */
#pragma once

#include "str.h"

typedef struct NtOutfile NtOutfile;

/* `path` NULL or "-" is standard output. */
NtOutfile *nt_outfile_open(const char *path, GError **error);
/* A closed pipe is NT_ERROR_INTERRUPTED with the message "closed"; anything else that fails is NT_ERROR_IO. */
gboolean nt_outfile_write(NtOutfile *out, const char *bytes, gsize n, GError **error);
gboolean nt_outfile_flush(NtOutfile *out, GError **error);
/* The name that is being written to, for a library that writes a file itself; NULL for standard output. */
const char *nt_outfile_temporary(const NtOutfile *out);
/* Flushes, closes, renames. After it only free. */
gboolean nt_outfile_commit(NtOutfile *out, GError **error);
/* The same for what can be made again and is looked at before it is trusted: nobody waits until it is on the disk. */
gboolean nt_outfile_commit_soon(NtOutfile *out, GError **error);
/* Without a commit before it, takes the temporary file away. Accepts NULL. */
void nt_outfile_free(NtOutfile *out);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(NtOutfile, nt_outfile_free)

/* Takes away the temporary files of all outputs that are open; only async-signal-safe calls, for a signal handler. */
void nt_outfile_abandon_all(void);
/* Whether `error` says that the reader of our output went away. */
gboolean nt_error_is_closed_pipe(const GError *error);
