#include "commands.h"

#include <stdio.h>
#include <unistd.h>

/* Where the shipped knowledge is: $NEWSTAG_DATA, or beside the program as it was built or installed. */
char *shipped_folder(void)
{
  const char *given = g_getenv("NEWSTAG_DATA");
  if (given && *given)
    return g_strdup(given);
  g_autofree char *program = g_file_read_link("/proc/self/exe", NULL);
  if (program) {
    g_autofree char *bin = g_path_get_dirname(program);
    g_autofree char *share = g_build_filename(bin, "..", "share", "newstag", NULL);
    if (g_file_test(share, G_FILE_TEST_IS_DIR))
      return g_steal_pointer(&share);
    g_autofree char *marker = g_build_filename(bin, "CMakeCache.txt", NULL);
    if (g_file_test(marker, G_FILE_TEST_EXISTS))
      return g_strdup(NEWSTAG_SOURCE_DIR);
  }
  return g_strdup(NEWSTAG_DATA_DIR);
}

static NtKnowledge *open_folders(const NtOptions *options, NtDiagnostics *diagnostics, GError **error)
{
  g_autofree char *shipped = nt_options_flag(options, "only") ? NULL : shipped_folder();
  g_autofree char *cache = g_build_filename(g_get_user_cache_dir(), "newstag", NULL);
  const char *no_cache = g_getenv("NEWSTAG_NO_CACHE");
  return nt_knowledge_load(shipped, nt_options_texts(options, "knowledge"), no_cache && *no_cache ? NULL : cache, diagnostics, error);
}

NtKnowledge *open_knowledge(const NtOptions *options, GError **error)
{
  const char *image = nt_options_text(options, "image");
  if (image && (nt_options_flag(options, "only") || nt_options_text(options, "knowledge"))) {
    g_set_error(error, NT_ERROR, NT_ERROR_USAGE, "--image is all the knowledge there is: without --knowledge and --only");
    return NULL;
  }
  g_autoptr(NtDiagnostics) diagnostics = nt_diagnostics_new();
  NtKnowledge *knowledge = image ? nt_knowledge_load_image(image, diagnostics, error) : open_folders(options, diagnostics, error);
  g_autofree char *findings = nt_diagnostics_text(diagnostics);
  fputs(findings, stderr);
  return knowledge;
}
