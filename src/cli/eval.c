#include "commands.h"

#include <stdio.h>

static gboolean check_arguments(const Invocation *in, gboolean run)
{
  guint n = g_strv_length(in->paths);
  if (run ? n == 1 : n == 2)
    return TRUE;
  say("eval needs %s; %u path%s given", run ? "gold alone with --run" : "gold and tags (or --run, and gold alone)", n, n == 1 ? " is" : "s are");
  return FALSE;
}

int run_eval(const Invocation *in)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(NtDiagnostics) findings = nt_diagnostics_new();
  g_autoptr(NtKnowledge) knowledge = NULL;
  gboolean run = nt_options_flag(in->options, "run");
  if (!check_arguments(in, run))
    return 2;
  if (run && !(knowledge = open_knowledge(in->options, &error)))
    return fail_with(error);
  NtEvalSpec spec = {
    .gold = in->paths[0],
    .tags = run ? NULL : in->paths[1],
    .gold_form = nt_options_text(in->options, "gold-form"),
    .tags_form = nt_options_text(in->options, "tags-form"),
    .knowledge = knowledge,
    .types = nt_options_text(in->options, "types"),
    .part = nt_options_text(in->options, "part"),
    .to = nt_options_text(in->options, "to"),
    .by = nt_options_texts(in->options, "by"),
    .output = nt_options_text(in->options, "output"),
    .errors = nt_options_text(in->options, "errors"),
    .resamples = (unsigned)nt_options_count(in->options, "resamples", 1000),
  };
  NtEvalResult result;
  gboolean good = nt_eval(&spec, findings, &result, &error);
  g_autofree char *text = nt_diagnostics_text(findings);
  fputs(text, stderr);
  if (!good)
    return nt_error_is_closed_pipe(error) ? 0 : fail_with(error);
  return result.skipped || result.missing ? 1 : 0;
}
