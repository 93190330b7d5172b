#include "commands.h"

#include <stdio.h>

/* The knowledge that the options ask for, and `folder` over it; `-` is no folder. */
static NtKnowledge *open_side(const NtOptions *options, const char *folder, GError **error)
{
  static const NtOption row = {.name = "knowledge", .kind = NT_OPTION_TEXTS};
  g_autoptr(NtOptions) side = nt_options_copy(options);
  if (!g_str_equal(folder, "-"))
    nt_options_set(side, &row, folder, NULL);
  return open_knowledge(side, error);
}

static int report(const NtDiffResult *r)
{
  say("%" G_GUINT64_FORMAT " article%s: %" G_GUINT64_FORMAT " appeared, %" G_GUINT64_FORMAT " vanished, %" G_GUINT64_FORMAT " changed", r->documents,
      r->documents == 1 ? "" : "s", r->appeared, r->vanished, r->changed);
  if (r->alone)
    say("on one side alone, or with another text: %" G_GUINT64_FORMAT, r->alone);
  return r->appeared || r->vanished || r->changed || r->alone || r->skipped ? 1 : 0;
}

int run_diff(const Invocation *in)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(NtDiagnostics) findings = nt_diagnostics_new();
  g_autoptr(NtKnowledge) before = NULL, after = NULL;
  const char *const *articles = nt_options_texts(in->options, "articles");
  guint n = g_strv_length(in->paths);
  if (n != 2) {
    say("diff needs two results, or with --articles two knowledge folders; %u path%s given", n, n == 1 ? " is" : "s are");
    return 2;
  }
  if (*articles && (!(before = open_side(in->options, in->paths[0], &error)) || !(after = open_side(in->options, in->paths[1], &error))))
    return fail_with(error);
  NtDiffSpec spec = {
    .tags = {in->paths[0], in->paths[1]},
    .articles = articles,
    .knowledge = {before, after},
    .to = nt_options_text(in->options, "to"),
    .output = nt_options_text(in->options, "output"),
  };
  NtDiffResult result;
  gboolean good = nt_diff(&spec, findings, &result, &error);
  g_autofree char *text = nt_diagnostics_text(findings);
  fputs(text, stderr);
  if (!good)
    return nt_error_is_closed_pipe(error) ? 0 : fail_with(error);
  return report(&result);
}
