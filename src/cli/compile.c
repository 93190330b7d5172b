#include "commands.h"

#include <stdio.h>

static gboolean put(const char *bytes, gsize n, gpointer data)
{
  return fwrite(bytes, 1, n, data) == n;
}

int run_compile(const Invocation *in)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(NtKnowledge) knowledge = open_knowledge(in->options, &error);
  if (!knowledge)
    return fail_with(error);
  if (nt_options_flag(in->options, "dump"))
    return nt_knowledge_dump(knowledge, put, stdout) && fflush(stdout) == 0 ? 0 : 4;
  const char *output = nt_options_text(in->options, "output");
  if (output)
    return nt_knowledge_save(knowledge, output, &error) ? 0 : fail_with(error);
  g_autofree char *text = nt_knowledge_describe(knowledge);
  return fputs(text, stdout) >= 0 && fflush(stdout) == 0 ? 0 : 4;
}
