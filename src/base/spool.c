#include "spool.h"

#include "error.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

#define BUFFER ((gsize)64 << 10)

struct NtSpool {
  char *folder;
  int fd; /* -1 as long as everything is in the buffer */
  char *buffer;
  gsize used;
  guint64 written; /* to the file */
};

NtSpool *nt_spool_new(const char *beside)
{
  NtSpool *spool = g_new0(NtSpool, 1);
  spool->folder = beside ? g_path_get_dirname(beside) : g_strdup(P_tmpdir);
  spool->fd = -1;
  spool->buffer = g_malloc(BUFFER);
  return spool;
}

void nt_spool_free(NtSpool *spool)
{
  if (!spool)
    return;
  if (spool->fd >= 0)
    close(spool->fd);
  g_free(spool->folder);
  g_free(spool->buffer);
  g_free(spool);
}

static gboolean fail(const NtSpool *spool, const char *what, GError **error)
{
  g_set_error(error, NT_ERROR, NT_ERROR_IO, "%s: cannot %s a temporary file: %s", spool->folder, what, g_strerror(errno));
  return FALSE;
}

static gboolean open_file(NtSpool *spool, GError **error)
{
  spool->fd = open(spool->folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
  if (spool->fd >= 0)
    return TRUE;
  g_autofree char *name = g_build_filename(spool->folder, ".newstag.XXXXXX", NULL); /* a file system without O_TMPFILE */
  spool->fd = g_mkstemp_full(name, O_RDWR | O_CLOEXEC, 0600);
  if (spool->fd < 0)
    return fail(spool, "make", error);
  g_unlink(name);
  return TRUE;
}

static gboolean empty_buffer(NtSpool *spool, GError **error)
{
  if (spool->fd < 0 && !open_file(spool, error))
    return FALSE;
  for (gsize at = 0; at < spool->used;) {
    gssize done = write(spool->fd, spool->buffer + at, spool->used - at);
    if (done < 0 && errno == EINTR)
      continue;
    if (done < 0)
      return fail(spool, "write", error);
    at += (gsize)done;
  }
  spool->written += spool->used;
  spool->used = 0;
  return TRUE;
}

gboolean nt_spool_write(NtSpool *spool, const char *bytes, gsize n, GError **error)
{
  while (n) {
    gsize part = MIN(n, BUFFER - spool->used);
    memcpy(spool->buffer + spool->used, bytes, part);
    spool->used += part;
    bytes += part;
    n -= part;
    if (spool->used == BUFFER && !empty_buffer(spool, error))
      return FALSE;
  }
  return TRUE;
}

guint64 nt_spool_size(const NtSpool *spool)
{
  return spool->written + spool->used;
}

gboolean nt_spool_pour(NtSpool *spool, NtOutfile *out, GError **error)
{
  if (spool->fd < 0)
    return nt_outfile_write(out, spool->buffer, spool->used, error);
  if (!empty_buffer(spool, error))
    return FALSE;
  for (guint64 at = 0; at < spool->written;) {
    gssize n = pread(spool->fd, spool->buffer, BUFFER, (off_t)at);
    if (n < 0 && errno == EINTR)
      continue;
    if (n <= 0)
      return fail(spool, "read", error);
    if (!nt_outfile_write(out, spool->buffer, (gsize)n, error))
      return FALSE;
    at += (guint64)n;
  }
  return TRUE;
}
