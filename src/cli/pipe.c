#include "commands.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static volatile int cancelled; /* the signal that asks for an end */

static void on_signal(int number)
{
  cancelled = number;
  nt_outfile_abandon_all();
  signal(number, SIG_DFL); /* a second one ends at once */
}

/* A feed may be waiting for input that never comes: without SA_RESTART its read returns. */
static void catch_signals(void)
{
  struct sigaction action = {.sa_handler = on_signal};
  sigemptyset(&action.sa_mask);
  sigaction(SIGINT, &action, NULL);
  sigaction(SIGTERM, &action, NULL);
  sigaction(SIGHUP, &action, NULL);
  signal(SIGPIPE, SIG_IGN);
}

static void show(gboolean error, const char *text, gpointer data)
{
  const NtOptions *options = data;
  (void)error;
  if (!nt_options_flag(options, "quiet"))
    say("%s", text);
}

static const char *choose_sink(const Invocation *in, const char *output, GError **error)
{
  if (nt_options_flag(in->options, "show"))
    return "zones";
  const char *to = nt_options_text(in->options, "to");
  if (to && !nt_part_summary(NT_PART_SINK, to)) {
    const char *const *names = nt_parts(NT_PART_SINK);
    const char *near = nt_nearest(to, names, g_strv_length((char **)names));
    g_autofree char *all = g_strjoinv(", ", (char **)names);
    g_set_error(error, NT_ERROR, NT_ERROR_USAGE, "there is no format \"%s\" (%s)%s%s%s", to, all, near ? "; did you mean " : "",
                near ? near : "", near ? "?" : "");
    return NULL;
  }
  if (to)
    return to;
  const char *by_path = output ? nt_sink_for_path(output) : NULL;
  if (output && !by_path && !g_str_equal(output, "-") && !g_str_has_prefix(output, "/dev/")) {
    g_set_error(error, NT_ERROR, NT_ERROR_USAGE, "the ending of %s tells no format; say it with --to", output);
    return NULL;
  }
  return by_path ? by_path : "jsonl";
}

static gboolean needs_knowledge(const Command *c)
{
  for (const char *const *stage = c->stages; *stage; stage++)
    if (nt_stage_needs_knowledge(*stage))
      return TRUE;
  return FALSE;
}

static void set_presets(const Command *c, NtOptions *options)
{
  for (const char *const *p = c->presets; *p; p++) {
    g_auto(GStrv) pair = g_strsplit(*p, "=", 2);
    NtOption row = {.name = pair[0], .kind = NT_OPTION_TEXT};
    nt_options_set(options, &row, pair[1], NULL);
  }
  const char *no_colour = getenv("NO_COLOR");
  if (nt_options_flag(options, "show") && !nt_options_text(options, "output") && isatty(STDOUT_FILENO) && !(no_colour && *no_colour)) {
    NtOption row = {.name = "colour", .kind = NT_OPTION_FLAG};
    nt_options_set(options, &row, "true", NULL);
  }
  if (nt_options_flag(options, "split")) {
    NtOption row = {.name = "cut", .kind = NT_OPTION_FLAG};
    nt_options_set(options, &row, "true", NULL);
  }
}

static int status_of(const Invocation *in, const NtPipeResult *result)
{
  if (!result->documents && g_str_equal(in->command->feed, "files") && !nt_options_flag(in->options, "quiet"))
    say("no articles found");
  if (result->unread && result->unread == result->documents)
    return 4; /* nothing at all could be read */
  return result->skipped ? 1 : 0;
}

int run_pipe(const Invocation *in)
{
  const char *output = nt_options_text(in->options, "output");
  g_autoptr(GError) error = NULL;
  g_autoptr(NtKnowledge) knowledge = NULL;
  set_presets(in->command, in->options);
  const char *sink = choose_sink(in, output, &error);
  if (!sink)
    return fail_with(error);
  if (needs_knowledge(in->command) && !(knowledge = open_knowledge(in->options, &error)))
    return fail_with(error);
  NtPipeSpec spec = {
    .feed = in->command->feed,
    .paths = (const char *const *)in->paths,
    .stages = in->command->stages,
    .sink = sink,
    .output = output,
    .knowledge = knowledge,
    .options = in->options,
    .threads = (unsigned)nt_options_count(in->options, "threads", 0),
    .keep_errors = in->command->keep_errors,
    .message = show,
    .message_data = in->options,
    .cancel = &cancelled,
  };
  NtPipeResult result;
  catch_signals();
  gboolean good = nt_run(&spec, &result, &error);
  if (cancelled)
    return 128 + cancelled;
  if (good)
    return status_of(in, &result);
  if (nt_error_is_closed_pipe(error))
    return 0;
  return fail_with(error);
}
