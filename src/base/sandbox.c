#include "sandbox.h"

#include "error.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Not in the headers of the oldest systems; a kernel is asked only for what its version has. */
#define REFER (G_GUINT64_CONSTANT(1) << 13)    /* version 2 */
#define TRUNCATE (G_GUINT64_CONSTANT(1) << 14) /* version 3 */
#define TCP (G_GUINT64_CONSTANT(3))            /* version 4: bind, connect */

typedef struct {
  guint64 files, network;
} Ruleset;

#define EXECUTE LANDLOCK_ACCESS_FS_EXECUTE
#define WRITE LANDLOCK_ACCESS_FS_WRITE_FILE
#define CHANGES                                                                                                                 \
  (LANDLOCK_ACCESS_FS_REMOVE_DIR | LANDLOCK_ACCESS_FS_REMOVE_FILE | LANDLOCK_ACCESS_FS_MAKE_CHAR | LANDLOCK_ACCESS_FS_MAKE_DIR | \
   LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_MAKE_SOCK | LANDLOCK_ACCESS_FS_MAKE_FIFO | LANDLOCK_ACCESS_FS_MAKE_BLOCK |   \
   LANDLOCK_ACCESS_FS_MAKE_SYM)

static gboolean allow(int ruleset, const char *path, guint64 rights, GError **error)
{
  struct landlock_path_beneath_attr rule = {.allowed_access = rights};
  rule.parent_fd = open(path, O_PATH | O_CLOEXEC);
  gboolean good = rule.parent_fd >= 0 && syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &rule, 0) == 0;
  int number = errno;
  if (rule.parent_fd >= 0)
    close(rule.parent_fd);
  if (!good && number == ENOENT) /* nothing there to be written: opening it will say so */
    return TRUE;
  if (!good)
    g_set_error(error, NT_ERROR, NT_ERROR_IO, "sandbox: %s: %s", path, g_strerror(number));
  return good;
}

static gboolean allow_all(int ruleset, const char *const *paths, guint64 rights, GError **error)
{
  for (; *paths; paths++)
    if (!allow(ruleset, *paths, rights, error))
      return FALSE;
  return TRUE;
}

NtSandbox nt_sandbox_enter(const char *const *folders, const char *const *files, GError **error)
{
  long version = syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
  if (version < 1)
    return NT_SANDBOX_NONE;
  guint64 write = WRITE | (version >= 3 ? TRUNCATE : 0);
  guint64 change = write | CHANGES | (version >= 2 ? REFER : 0);
  Ruleset rules = {.files = change | EXECUTE, .network = version >= 4 ? TCP : 0};
  int ruleset = (int)syscall(SYS_landlock_create_ruleset, &rules, version >= 4 ? sizeof rules : sizeof rules.files, 0);
  gboolean good = ruleset >= 0 && allow_all(ruleset, folders, change, error) && allow_all(ruleset, files, write, error);
  if (good && (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || syscall(SYS_landlock_restrict_self, ruleset, 0) != 0))
    good = FALSE;
  if (!good && error && !*error)
    g_set_error(error, NT_ERROR, NT_ERROR_IO, "sandbox: %s", g_strerror(errno));
  if (ruleset >= 0)
    close(ruleset);
  return good ? NT_SANDBOX_ON : NT_SANDBOX_FAILED;
}
