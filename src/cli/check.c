#include "commands.h"

int run_check(const Invocation *in)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(NtKnowledge) knowledge = open_knowledge(in->options, &error);
  return knowledge ? 0 : fail_with(error);
}
