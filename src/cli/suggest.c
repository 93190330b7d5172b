#include "commands.h"

int run_suggest(const Invocation *in)
{
  g_autoptr(GError) error = NULL;
  if (!*in->paths) {
    say("no articles given");
    return 2;
  }
  g_autoptr(NtKnowledge) knowledge = open_knowledge(in->options, &error);
  guint64 suggested;
  if (!knowledge || !nt_knowledge_suggest(knowledge, (const char *const *)in->paths, nt_options_count(in->options, "least", 2),
                                          nt_options_text(in->options, "output"), &suggested, &error))
    return fail_with(error);
  say("%" G_GUINT64_FORMAT " suggested", suggested);
  return 0;
}
