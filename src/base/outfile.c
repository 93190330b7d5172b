#include "outfile.h"

#include "error.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define BUFFER ((gsize)256 << 10)
#define MOST_OPEN 64
#define MOST_ATTEMPTS 100u

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

/* The file at hand is the one at `part`, and not one that another run has given its name or taken away meanwhile. */
static gboolean is_there(int fd, const char *part)
{
  struct stat mine, there;
  return fstat(fd, &mine) == 0 && lstat(part, &there) == 0 && mine.st_dev == there.st_dev && mine.st_ino == there.st_ino;
}

/* Opens the one unfinished file that an output can have, empty; a run that was killed may have left it. Its lock, which ends with
 * the process, tells whether one is at work there. A file system without locks is taken for a quiet one. */
static int open_part(const char *part, const char *path, GError **error)
{
  for (guint attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
    int fd = open(part, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0666);
    if (fd < 0) {
      fail(error, path, "cannot write");
      return -1;
    }
    if (flock(fd, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) {
      close(fd);
      g_set_error(error, NT_ERROR, NT_ERROR_IO, "%s: another run is writing it", path);
      return -1;
    }
    gboolean there = is_there(fd, part);
    if (there && ftruncate(fd, 0) == 0)
      return fd;
    if (there) {
      fail(error, path, "cannot write");
      unlink(part);
      close(fd);
      return -1;
    }
    close(fd);
  }
  g_set_error(error, NT_ERROR, NT_ERROR_IO, "%s: cannot write: %s is always another file", path, part);
  return -1;
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
    out->temporary = g_strconcat(path, ".newstag-part", NULL);
    out->fd = open_part(out->temporary, path, error);
    if (out->fd < 0) {
      g_clear_pointer(&out->temporary, g_free);
      return NULL;
    }
    out->slot = remember(out->temporary);
  }
  if (out->fd < 0) {
    fail(error, path, "cannot write");
    return NULL;
  }
  out->buffer = g_malloc(BUFFER);
  return g_steal_pointer(&out);
}

/* In pieces: for larger ones some systems look for larger runs of free memory, which takes longer than all else. */
static gboolean write_all(NtOutfile *out, const char *bytes, gsize n, GError **error)
{
  while (n) {
    gssize done = write(out->fd, bytes, MIN(n, BUFFER));
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

/* So that the new name outlives a power cut, too; where a folder cannot be synced there is nothing to be done. */
static void sync_folder(const char *path)
{
  g_autofree char *folder = g_path_get_dirname(path);
  int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0)
    return;
  (void)!fsync(fd);
  close(fd);
}

static gboolean commit(NtOutfile *out, gboolean sync, GError **error)
{
  if (!nt_outfile_flush(out, error))
    return FALSE;
  if (!out->path)
    return TRUE;
  if (out->temporary && sync && fsync(out->fd) != 0) {
    fail(error, out->path, "cannot write");
    return FALSE;
  }
  if (out->temporary && g_rename(out->temporary, out->path) != 0) { /* before the lock goes with the descriptor */
    fail(error, out->path, "cannot rename the finished file");
    return FALSE;
  }
  gboolean renamed = out->temporary != NULL;
  int fd = out->fd;
  out->fd = -1;
  if (close(fd) != 0 && !renamed) {
    fail(error, out->path, "cannot write");
    return FALSE;
  }
  if (renamed && sync)
    sync_folder(out->path);
  out->committed = TRUE;
  return TRUE;
}

gboolean nt_outfile_commit(NtOutfile *out, GError **error)
{
  return commit(out, TRUE, error);
}

gboolean nt_outfile_commit_soon(NtOutfile *out, GError **error)
{
  return commit(out, FALSE, error);
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
