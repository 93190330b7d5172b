#include "commands.h"

#include <stdio.h>

int run_import(const Invocation *in)
{
  NtImportOptions options = {
    .form = nt_options_text(in->options, "from"),
    .type = nt_options_text(in->options, "type"),
    .source = nt_options_text(in->options, "source"),
    .licence = nt_options_text(in->options, "licence"),
    .output = nt_options_text(in->options, "output"),
  };
  g_autoptr(GError) error = NULL;
  g_autoptr(NtDiagnostics) findings = nt_diagnostics_new();
  NtImportResult result;
  if (options.form && !g_strv_contains(nt_import_forms(), options.form)) {
    g_autofree char *all = g_strjoinv(", ", (char **)nt_import_forms());
    say("there is no form \"%s\" (%s)", options.form, all);
    return 2;
  }
  if (!*in->paths) {
    say("no file given");
    return 2;
  }
  gboolean good = nt_import((const char *const *)in->paths, &options, findings, &result, &error);
  g_autofree char *text = nt_diagnostics_text(findings);
  fputs(text, stderr);
  if (!good)
    return fail_with(error);
  say("%" G_GUINT64_FORMAT " taken, %" G_GUINT64_FORMAT " left out", result.names, result.left_out);
  return result.left_out ? 1 : 0;
}
