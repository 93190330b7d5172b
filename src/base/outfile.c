#include "outfile.h"

#include "error.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define BUFFER ((gsize)256 << 10)
#define MOST_OPEN 64

struct NtOutfile {
  char *path, *temporary; /* both NULL for standard output; temporary NULL when written straight */
  int fd, slot;
  char *buffer;
  gsize used;
  gboolean committed;
};

/* The temporary names that a signal handler must be able to reach. A handler can only see what is static: the one exception
 * to the rule that the library holds no state of its own. */
static char *open_names[MOST_OPEN];

static int remember(char *name)
{
  for (int i = 0; i < MOST_OPEN; i++)
    if (g_atomic_pointer_compare_and_exchange(&open_names[i], NULL, name))
      return i;
  return -1;
}

void nt_outfile_abandon_all(void)
{
  for (int i = 0; i < MOST_OPEN; i++)
    if (open_names[i])
      unlink(open_names[i]);
}

static void fail(GError **error, const char *path, const char *what)
{
  int number = errno;
  if (number == EPIPE)
    g_set_error(error, NT_ERROR, NT_ERROR_INTERRUPTED, "closed");
  else
    g_set_error(error, NT_ERROR, NT_ERROR_IO, "%s: %s: %s", path ? path : "standard output", what, g_strerror(number));
}

gboolean nt_error_is_closed_pipe(const GError *error)
{
  return g_error_matches(error, NT_ERROR, NT_ERROR_INTERRUPTED) && g_str_equal(error->message, "closed");
}

NtOutfile *nt_outfile_open(const char *path, GError **error)
{
  g_autoptr(NtOutfile) out = g_new0(NtOutfile, 1);
  out->fd = -1;
  out->slot = -1;
  struct stat st;
  if (!path || g_str_equal(path, "-")) {
    out->fd = STDOUT_FILENO;
  } else if (stat(path, &st) == 0 && !S_ISREG(st.st_mode)) {
    out->path = g_strdup(path);
    if (S_ISDIR(st.st_mode)) {
      errno = EISDIR;
      fail(error, path, "cannot write");
      return NULL;
    }
    out->fd = open(path, O_WRONLY | O_CLOEXEC);
  } else {
    out->path = g_strdup(path);
    out->temporary = g_strdup_printf("%s.XXXXXX", path);
    out->fd = g_mkstemp_full(out->temporary, O_RDWR | O_CLOEXEC, 0666);
    if (out->fd < 0)
      g_clear_pointer(&out->temporary, g_free);
    else
      out->slot = remember(out->temporary);
  }
  if (out->fd < 0) {
    fail(error, path, "cannot write");
    return NULL;
  }
  out->buffer = g_malloc(BUFFER);
  return g_steal_pointer(&out);
}

static gboolean write_all(NtOutfile *out, const char *bytes, gsize n, GError **error)
{
  while (n) {
    gssize done = write(out->fd, bytes, n);
    if (done < 0 && errno == EINTR)
      continue;
    if (done < 0) {
      fail(error, out->path, "cannot write");
      return FALSE;
    }
    bytes += done;
    n -= (gsize)done;
  }
  return TRUE;
}

gboolean nt_outfile_flush(NtOutfile *out, GError **error)
{
  gsize n = out->used;
  out->used = 0;
  return write_all(out, out->buffer, n, error);
}

gboolean nt_outfile_write(NtOutfile *out, const char *bytes, gsize n, GError **error)
{
  if (n > BUFFER - out->used) {
    if (!nt_outfile_flush(out, error))
      return FALSE;
    if (n >= BUFFER)
      return write_all(out, bytes, n, error);
  }
  memcpy(out->buffer + out->used, bytes, n);
  out->used += n;
  return TRUE;
}

const char *nt_outfile_temporary(const NtOutfile *out)
{
  return out->temporary ? out->temporary : out->path;
}

gboolean nt_outfile_commit(NtOutfile *out, GError **error)
{
  if (!nt_outfile_flush(out, error))
    return FALSE;
  if (!out->path)
    return TRUE;
  int fd = out->fd;
  out->fd = -1;
  gboolean synced = !out->temporary || fsync(fd) == 0;
  if (close(fd) != 0 || !synced) {
    fail(error, out->path, "cannot write");
    return FALSE;
  }
  if (out->temporary && g_rename(out->temporary, out->path) != 0) {
    fail(error, out->path, "cannot rename the finished file");
    return FALSE;
  }
  out->committed = TRUE;
  return TRUE;
}

void nt_outfile_free(NtOutfile *out)
{
  if (!out)
    return;
  if (out->fd >= 0 && out->path)
    close(out->fd);
  if (out->temporary && !out->committed)
    g_unlink(out->temporary);
  if (out->slot >= 0)
    g_atomic_pointer_set(&open_names[out->slot], NULL);
  g_free(out->temporary);
  g_free(out->path);
  g_free(out->buffer);
  g_free(out);
}
