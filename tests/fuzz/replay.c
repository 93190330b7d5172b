/* Runs a target on files, or on all files of folders: `fuzz_wire seeds/wire`. */
#include "fuzz.h"

#include <stdio.h>

static guint files;

static void run_file(const char *path)
{
  g_autofree char *bytes = NULL;
  gsize n;
  g_autoptr(GError) error = NULL;
  if (!g_file_get_contents(path, &bytes, &n, &error))
    fuzz_fail(__FILE__, __LINE__, error->message);
  g_autofree uint8_t *copy = g_malloc(n + !n); /* of just its size, so that a sanitizer sees a read behind it */
  memcpy(copy, bytes, n);
  LLVMFuzzerTestOneInput(copy, n);
  files++;
}

static void run_path(const char *path)
{
  g_autoptr(GDir) dir = g_dir_open(path, 0, NULL);
  if (!dir) {
    run_file(path);
    return;
  }
  for (const char *name; (name = g_dir_read_name(dir));) {
    g_autofree char *inner = g_build_filename(path, name, NULL);
    run_path(inner);
  }
}

int main(int argc, char **argv)
{
  for (int i = 1; i < argc; i++)
    run_path(argv[i]);
  printf("%u files\n", files);
  return files ? 0 : 1;
}
