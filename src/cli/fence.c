/* The sandbox of commands that read articles: they may write where their options say, and nowhere else. */
#include "commands.h"

#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>

static gboolean is_regular_or_new(const char *path)
{
  struct stat st;
  return stat(path, &st) != 0 ? errno == ENOENT : S_ISREG(st.st_mode);
}

/* A file is written beside its place, so its folder must be open; a device or a FIFO itself. */
static void add_output(GPtrArray *folders, GPtrArray *files, const char *path)
{
  if (!path || g_str_equal(path, "-"))
    return;
  if (is_regular_or_new(path))
    g_ptr_array_add(folders, g_path_get_dirname(path));
  else
    g_ptr_array_add(files, g_strdup(path));
}

gboolean fence(const Invocation *in, const char *output, gboolean is_folder, const char *state, GError **error)
{
  const char *mode = nt_options_text(in->options, "sandbox");
  g_autoptr(GPtrArray) folders = g_ptr_array_new_with_free_func(g_free), files = g_ptr_array_new_with_free_func(g_free);
  gboolean must = mode && g_str_equal(mode, "must");
  if (mode && !must && !g_str_equal(mode, "auto") && !g_str_equal(mode, "off")) {
    g_set_error(error, NT_ERROR, NT_ERROR_USAGE, "--sandbox is auto, must or off, not \"%s\"", mode);
    return FALSE;
  }
  if (mode && g_str_equal(mode, "off"))
    return TRUE;
  if (is_folder && g_mkdir_with_parents(output, 0777) == 0)
    g_ptr_array_add(folders, g_strdup(output));
  else
    add_output(folders, files, output);
  add_output(folders, files, state);
  if (!output) /* large workbooks are put together in a file without a name */
    g_ptr_array_add(folders, g_strdup(P_tmpdir));
  g_ptr_array_add(files, g_strdup("/dev/null"));
  g_ptr_array_add(folders, NULL);
  g_ptr_array_add(files, NULL);
  NtSandbox got = nt_sandbox_enter((const char *const *)folders->pdata, (const char *const *)files->pdata, error);
  if (got == NT_SANDBOX_NONE && must)
    g_set_error(error, NT_ERROR, NT_ERROR_IO, "--sandbox must: this kernel has no Landlock");
  return got == NT_SANDBOX_ON || (got == NT_SANDBOX_NONE && !must);
}
