/* The commands, as rows. How to add one: a row in commands.c; and, where it is no pipe, a function in a file of its own. */
#pragma once

#include "newstag/newstag.h"

G_DEFINE_AUTOPTR_CLEANUP_FUNC(NtKnowledge, nt_knowledge_unref)

typedef struct Command Command;

typedef struct {
  const Command *command;
  NtOptions *options;
  char **paths; /* what stood beside the options, NULL-terminated */
} Invocation;

struct Command {
  const char *name;
  const char *arguments; /* as the usage line shows them */
  const char *summary;   /* one line */
  const char *about;     /* the help's text: what it does, what it reads and writes */
  const char *examples;  /* lines; or NULL */
  int (*run)(const Invocation *invocation); /* the exit status */

  /* A pipe: */
  const char *feed;
  const char *stages[8];
  const char *presets[8]; /* `name=value` of options of stages, which this command sets and does not show */
  gboolean any_format;    /* writes any format; otherwise NDJSON to standard output */
  gboolean keep_errors;
  gboolean shows_progress;
  const NtOption *options; /* its own, beside those of its parts; or NULL */
};

extern const Command commands[]; /* ended by a NULL name */
const Command *command_find(const char *name);
/* The nearest command's name, or NULL. */
const char *command_near(const char *name);

/* All rows of options that the command takes, NULL-terminated array; free with g_free. */
const NtOption **command_options(const Command *command);

int run_pipe(const Invocation *invocation);
int run_check(const Invocation *invocation);
int run_compile(const Invocation *invocation);
int run_diff(const Invocation *invocation);
int run_eval(const Invocation *invocation);
int run_import(const Invocation *invocation);
int run_suggest(const Invocation *invocation);
int run_explain(const Invocation *invocation);
int run_help(const Invocation *invocation);

/* messages.c */
void say(const char *format, ...) G_GNUC_PRINTF(1, 2);
int fail_with(const GError *error);
/* progress.c: `plain` asks for lines even on a terminal, one every `seconds`. */
typedef struct Progress Progress;
Progress *progress_new(guint64 seconds, gboolean plain);
void progress_tell(Progress *progress, const NtPipeResult *so_far, double done);
/* Takes the line away that stands on the terminal, so that something else can be written. */
void progress_clear(Progress *progress);
void progress_free(Progress *progress); /* accepts NULL */
/* fence.c: shuts the process in, as --sandbox says. */
gboolean fence(const Invocation *invocation, const char *output, gboolean is_folder, const char *state, GError **error);
/* summary.c */
void show_summary(const NtPipeSpec *spec, const NtPipeResult *result, gint64 spent);
/* knowledge.c: as the options and the environment ask. */
char *shipped_folder(void); /* free with g_free */
NtKnowledge *open_knowledge(const NtOptions *options, GError **error);
/* help.c */
char *help_for(const Command *command); /* NULL: of the program */
char *help_man(void);
char *help_completion(void);
