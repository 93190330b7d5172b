#include "commands.h"

#include <stdio.h>
#include <string.h>

static int put_findings(NtDiagnostics *findings, const char *format)
{
  g_autoptr(GString) out = g_string_new(NULL);
  nt_diagnostics_write(findings, format, out);
  return fwrite(out->str, 1, out->len, stdout) == out->len && fflush(stdout) == 0 ? 0 : 4;
}

static gboolean is_format(const char *name)
{
  static const char *const names[] = {"text", "json", "github", "sarif", NULL};
  return g_strv_contains(names, name);
}

static int check_against(const Invocation *in, const char *folder)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(NtKnowledge) knowledge = open_knowledge(in->options, &error);
  const char *paths[] = {folder, NULL};
  NtUsage usage;
  if (!knowledge || !nt_knowledge_usage(knowledge, paths, nt_options_text(in->options, "output"), &usage, &error))
    return fail_with(error);
  say("%" G_GUINT64_FORMAT " articles read; of %" G_GUINT64_FORMAT " names and rules %" G_GUINT64_FORMAT " never fired and %" G_GUINT64_FORMAT
      " lost more often than they stood",
      usage.articles, usage.proposers, usage.silent, usage.overruled);
  if (usage.words)
    say("of %" G_GUINT64_FORMAT " words of topics %" G_GUINT64_FORMAT " stood nowhere and %" G_GUINT64_FORMAT
        " in a third of the articles; %" G_GUINT64_FORMAT " topics always came with another", usage.words, usage.silent_words,
        usage.everywhere, usage.together);
  return 0;
}

int run_check(const Invocation *in)
{
  const char *format = nt_options_text(in->options, "to"), *folder = nt_options_text(in->options, "against");
  g_autoptr(GError) error = NULL;
  g_autoptr(NtDiagnostics) findings = nt_diagnostics_new();
  g_autofree char *shipped = nt_options_flag(in->options, "only") ? NULL : shipped_folder();
  if (format && !is_format(format)) {
    say("there is no format \"%s\" (text, json, github, sarif)", format);
    return 2;
  }
  if (folder)
    return check_against(in, folder);
  gboolean loads = nt_knowledge_check(shipped, nt_options_texts(in->options, "knowledge"), findings, &error);
  if (error && !g_error_matches(error, NT_ERROR, NT_ERROR_KNOWLEDGE))
    return fail_with(error);
  int status = put_findings(findings, format ? format : "text");
  if (status)
    return status;
  if (nt_options_flag(in->options, "fix")) {
    guint fixed;
    g_autoptr(GError) failed = NULL;
    if (!nt_knowledge_fix(findings, &fixed, &failed))
      return fail_with(failed);
    say("%u line%s taken away", fixed, fixed == 1 ? "" : "s");
  }
  if (!loads && !nt_diagnostics_count(findings, NT_SEVERITY_ERROR))
    return fail_with(error);
  return nt_diagnostics_count(findings, NT_SEVERITY_ERROR) ? 3 : nt_diagnostics_count(findings, NT_SEVERITY_WARNING) ? 1 : 0;
}
