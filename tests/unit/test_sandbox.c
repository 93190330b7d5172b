/* The fence holds: tried in a child, because it cannot be taken down again. */
#include "testing.h"

#include "base/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static char *folder;

static gboolean may_write(const char *inner)
{
  g_autofree char *path = g_build_filename(folder, inner, NULL);
  int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
  if (fd >= 0)
    close(fd);
  return fd >= 0;
}

/* What the child finds wrong, as a number; 0 for nothing, 77 where the kernel has no fence. */
static int try_all(void)
{
  g_autofree char *open_folder = g_build_filename(folder, "open", NULL), *file = g_build_filename(folder, "file", NULL);
  g_autofree char *away = g_build_filename(folder, "away", NULL), *inside = g_build_filename(folder, "open/a", NULL);
  const char *folders[] = {open_folder, NULL}, *files[] = {file, "/dev/null", NULL};
  NtSandbox got = nt_sandbox_enter(folders, files, NULL);
  if (got != NT_SANDBOX_ON)
    return got == NT_SANDBOX_NONE ? 77 : 1;
  if (!may_write("open/a") || !may_write("open/b") || !may_write("file"))
    return 2;
  if (may_write("closed/a") || may_write("new"))
    return 3;
  if (unlink(away) == 0 || rename(inside, away) == 0)
    return 4;
  execl("/bin/true", "true", (char *)NULL);
  if (errno != EACCES)
    return 5;
  int fd = open("/etc/passwd", O_RDONLY);
  return fd < 0 ? 6 : 0;
}

static void what_is_not_named_cannot_be_changed(void **state)
{
  (void)state;
  fflush(stdout);
  pid_t child = fork();
  if (child == 0)
    _exit(try_all());
  int status;
  assert_int_equal(waitpid(child, &status, 0), child);
  assert_true(WIFEXITED(status));
  if (WEXITSTATUS(status) == 77)
    skip();
  assert_int_equal(WEXITSTATUS(status), 0);
}

int main(void)
{
  folder = test_folder_new();
  for (const char *const *name = (const char *const[]){"open", "closed", NULL}; *name; name++) {
    g_autofree char *path = g_build_filename(folder, *name, NULL);
    g_mkdir(path, 0700);
  }
  for (const char *const *name = (const char *const[]){"file", "away", NULL}; *name; name++) {
    g_autofree char *path = g_build_filename(folder, *name, NULL);
    g_file_set_contents(path, "x", 1, NULL);
  }
  const struct CMUnitTest tests[] = {cmocka_unit_test(what_is_not_named_cannot_be_changed)};
  int failed = cmocka_run_group_tests(tests, NULL, NULL);
  return test_folder_remove(folder, failed);
}
