#include "commands.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static volatile int cancelled; /* the signal that asks for an end */

#define GRACE 1u /* seconds */

/* Nothing of an interrupted run is kept that is not kept already. */
static void on_alarm(int number)
{
  (void)number;
  _exit(128 + cancelled);
}

/* The run ends by itself, unless it waits for somebody who does not read what it writes: it must not wait for ever. */
static void on_signal(int number)
{
  cancelled = number;
  nt_outfile_abandon_all();
  signal(number, SIG_DFL); /* a second one ends at once */
  signal(SIGALRM, on_alarm);
  alarm(GRACE);
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

typedef struct {
  const NtOptions *options;
  Progress *progress; /* NULL: not shown */
} Show;

static void show_message(gboolean error, const char *text, gpointer data)
{
  const Show *show = data;
  (void)error;
  if (nt_options_flag(show->options, "quiet"))
    return;
  if (show->progress)
    progress_clear(show->progress);
  say("%s", text);
}

static void show_progress(const NtPipeResult *so_far, double done, gpointer data)
{
  progress_tell(((const Show *)data)->progress, so_far, done);
}

/* How far a long run is, for who waits for it: only `run` has the option, and only where its articles go to a file. */
static Progress *open_progress(const Invocation *in, const char *output)
{
  gboolean asked = nt_options_text(in->options, "progress") != NULL;
  if (!in->command->shows_progress || nt_options_flag(in->options, "quiet") || (!output && !asked))
    return NULL;
  return progress_new(nt_options_count(in->options, "progress", 30), asked);
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

static gboolean outputs_agree(const Invocation *in)
{
  const char *shard = nt_options_text(in->options, "shard");
  gboolean folder = nt_options_text(in->options, "split-output") != NULL;
  if (shard && !nt_options_count(in->options, "shard", 0))
    say("--shard needs a number of articles from 1 on");
  else if (folder && (shard || nt_options_text(in->options, "output")))
    say("--split-output writes files of its own: without --output and --shard");
  else
    return TRUE;
  return FALSE;
}

static gboolean needs_knowledge(const Command *c)
{
  for (const char *const *stage = c->stages; *stage; stage++)
    if (nt_stage_needs_knowledge(*stage))
      return TRUE;
  return FALSE;
}

/* Where the run keeps what it has done; NULL where nobody asked for that, or where `*good` becomes FALSE. */
static char *choose_state(const Invocation *in, const char *output, gboolean *good)
{
  const char *state = nt_options_text(in->options, "incremental");
  gboolean resume = nt_options_flag(in->options, "resume");
  *good = TRUE;
  if (!resume)
    return g_strdup(state);
  if (!state && output && !g_str_equal(output, "-"))
    return g_strconcat(output, ".newstag-state", NULL);
  say(state ? "--resume and --incremental: one of them; what --incremental keeps can always be gone on from"
            : "--resume needs --output: what is done is kept beside it");
  *good = FALSE;
  return NULL;
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
  const char *folder = nt_options_text(in->options, "split-output");
  const char *output = folder ? folder : nt_options_text(in->options, "output");
  g_autoptr(GError) error = NULL;
  g_autoptr(NtKnowledge) knowledge = NULL;
  set_presets(in->command, in->options);
  if (!outputs_agree(in))
    return 2;
  const char *sink = choose_sink(in, folder ? NULL : output, &error);
  if (!sink)
    return fail_with(error);
  gboolean good;
  g_autofree char *state = choose_state(in, output, &good);
  if (!good)
    return 2;
  if (needs_knowledge(in->command) && !(knowledge = open_knowledge(in->options, &error)))
    return fail_with(error);
  if (!fence(in, output, folder != NULL, state, &error))
    return fail_with(error);
  gboolean summary = nt_options_flag(in->options, "summary");
  Show show = {in->options, open_progress(in, output)};
  g_autoptr(NtReport) report = summary ? nt_report_new() : NULL;
  gint64 start = g_get_monotonic_time();
  NtPipeSpec spec = {
    .feed = in->command->feed,
    .paths = (const char *const *)in->paths,
    .stages = in->command->stages,
    .sink = sink,
    .output = output,
    .shard = nt_options_count(in->options, "shard", 0),
    .each = folder != NULL,
    .knowledge = knowledge,
    .options = in->options,
    .state = state,
    .state_once = nt_options_flag(in->options, "resume"),
    .threads = (unsigned)nt_options_count(in->options, "threads", 0),
    .keep_errors = in->command->keep_errors,
    .message = show_message,
    .message_data = &show,
    .progress = show.progress ? show_progress : NULL,
    .progress_data = &show,
    .now = g_get_monotonic_time,
    .report = report,
    .cancel = &cancelled,
  };
  NtPipeResult result;
  catch_signals();
  good = nt_run(&spec, &result, &error);
  progress_free(show.progress);
  if (good && summary)
    show_summary(&spec, &result, g_get_monotonic_time() - start);
  if (cancelled)
    return 128 + cancelled;
  if (good)
    return status_of(in, &result);
  if (nt_error_is_closed_pipe(error))
    return 0;
  return fail_with(error);
}
