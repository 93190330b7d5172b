#include "commands.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* `FILE`, `FILE:OFFSET` or `FILE:'TEXT'`; a file that is named so as a whole goes before. */
static void parse_place(const char *argument, char **path, NtExplainSpec *spec)
{
  const char *colon = strchr(argument, ':');
  *path = g_strdup(argument);
  for (; colon && !g_file_test(argument, G_FILE_TEST_EXISTS); colon = strchr(colon + 1, ':')) {
    g_autofree char *front = g_strndup(argument, (gsize)(colon - argument));
    if (!g_str_equal(front, "-") && !g_file_test(front, G_FILE_TEST_EXISTS))
      continue;
    g_free(*path);
    *path = g_steal_pointer(&front);
    char *end;
    spec->offset = g_ascii_strtoull(colon + 1, &end, 10);
    spec->at_offset = g_ascii_isdigit(colon[1]) && !*end;
    spec->text = spec->at_offset ? NULL : colon + 1;
    return;
  }
}

int run_explain(const Invocation *in)
{
  g_autoptr(GError) error = NULL;
  const char *to = nt_options_text(in->options, "to");
  if (!in->paths[0] || in->paths[1]) {
    say("explain needs one FILE, FILE:OFFSET or FILE:'TEXT'");
    return 2;
  }
  if (to && !g_str_equal(to, "text") && !g_str_equal(to, "json")) {
    say("there is no format \"%s\" (text, json)", to);
    return 2;
  }
  g_autofree char *path = NULL;
  NtExplainSpec spec = {
    .topic = nt_options_text(in->options, "topic"),
    .json = to && g_str_equal(to, "json"),
    .colour = isatty(STDOUT_FILENO) && !g_getenv("NO_COLOR"),
  };
  parse_place(in->paths[0], &path, &spec);
  spec.path = path;
  g_autoptr(NtKnowledge) knowledge = open_knowledge(in->options, &error);
  g_autoptr(GString) out = g_string_new(NULL);
  if (!knowledge || !nt_explain(knowledge, &spec, out, &error))
    return fail_with(error);
  return fwrite(out->str, 1, out->len, stdout) == out->len && fflush(stdout) == 0 ? 0 : 4;
}
