/* Makes calls of the system fail, to be put in front of the C library with LD_PRELOAD: FAULT=CALL:N lets the Nth call of that name fail,
 * and those behind it. What is counted are calls on regular files alone, so that the loader is left in peace. */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static int due(const char *call, int fd)
{
  static long counts[10];
  static const char *const calls[] = {"read", "write", "fsync", "mmap", "rename", "pwrite", "fdatasync", "ftruncate", "pread", "tmpfile"};
  const char *fault = getenv("FAULT");
  size_t n = strlen(call);
  struct stat st;
  if (!fault || strncmp(fault, call, n) != 0 || fault[n] != ':' || (fd >= 0 && (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode))))
    return 0;
  for (unsigned i = 0; i < sizeof calls / sizeof *calls; i++)
    if (strcmp(calls[i], call) == 0)
      return __atomic_add_fetch(&counts[i], 1, __ATOMIC_RELAXED) >= atol(fault + n + 1);
  return 0;
}

#define REAL(name) (*(__typeof__(name) **)&(void *){dlsym(RTLD_NEXT, #name)})
#define FAIL(call, fd, number, failure) \
  if (due(call, fd)) {                  \
    errno = number;                     \
    return failure;                     \
  }

ssize_t read(int fd, void *p, size_t n)
{
  FAIL("read", fd, EIO, -1)
  return REAL(read)(fd, p, n);
}

/* A disk that fills up takes a part of the bytes first. */
ssize_t write(int fd, const void *p, size_t n)
{
  FAIL("write", fd, ENOSPC, -1)
  return REAL(write)(fd, p, n > 1000 ? n / 2 : n);
}

ssize_t pwrite(int fd, const void *p, size_t n, off_t at)
{
  FAIL("pwrite", fd, ENOSPC, -1)
  return REAL(pwrite)(fd, p, n > 1000 ? n / 2 : n, at);
}

ssize_t pread(int fd, void *p, size_t n, off_t at)
{
  FAIL("pread", fd, EIO, -1)
  return REAL(pread)(fd, p, n, at);
}

/* Some file systems have no files without a name. */
int open(const char *path, int flags, ...)
{
  va_list more;
  va_start(more, flags);
  mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(more, mode_t) : 0;
  va_end(more);
  if ((flags & O_TMPFILE) == O_TMPFILE)
    FAIL("tmpfile", -1, EOPNOTSUPP, -1)
  return REAL(open)(path, flags, mode);
}

int fsync(int fd)
{
  FAIL("fsync", fd, EIO, -1)
  return REAL(fsync)(fd);
}

int fdatasync(int fd)
{
  FAIL("fdatasync", fd, EIO, -1)
  return REAL(fdatasync)(fd);
}

int ftruncate(int fd, off_t n)
{
  FAIL("ftruncate", fd, EIO, -1)
  return REAL(ftruncate)(fd, n);
}

int rename(const char *from, const char *to)
{
  FAIL("rename", -1, EACCES, -1)
  return REAL(rename)(from, to);
}

void *mmap(void *where, size_t n, int protection, int flags, int fd, off_t at)
{
  if (fd >= 0 && n > 100000 && !(protection & PROT_EXEC))
    FAIL("mmap", fd, ENOMEM, MAP_FAILED)
  return REAL(mmap)(where, n, protection, flags, fd, at);
}
