#include "commands.h"

static int suggest_topics(const NtKnowledge *knowledge, const Invocation *in)
{
  g_autoptr(GError) error = NULL;
  guint64 suggested, unlabelled;
  NtTopicSuggestSpec spec = {
    .paths = (const char *const *)in->paths,
    .map = nt_options_text(in->options, "topics"),
    .least = MAX(nt_options_count(in->options, "least", 3), 1),
    .most = nt_options_count(in->options, "most", 30),
    .output = nt_options_text(in->options, "output"),
  };
  if (!nt_knowledge_suggest_topics(knowledge, &spec, &suggested, &unlabelled, &error))
    return fail_with(error);
  if (unlabelled)
    say("%" G_GUINT64_FORMAT " without labels passed over", unlabelled);
  say("%" G_GUINT64_FORMAT " suggested", suggested);
  return 0;
}

int run_suggest(const Invocation *in)
{
  g_autoptr(GError) error = NULL;
  if (!*in->paths) {
    say("no articles given");
    return 2;
  }
  g_autoptr(NtKnowledge) knowledge = open_knowledge(in->options, &error);
  if (!knowledge)
    return fail_with(error);
  if (nt_options_text(in->options, "topics"))
    return suggest_topics(knowledge, in);
  guint64 suggested;
  if (!nt_knowledge_suggest(knowledge, (const char *const *)in->paths, nt_options_count(in->options, "least", 2),
                            nt_options_text(in->options, "output"), &suggested, &error))
    return fail_with(error);
  say("%" G_GUINT64_FORMAT " suggested", suggested);
  return 0;
}
