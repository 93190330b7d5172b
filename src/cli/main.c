#include "commands.h"

#include <locale.h>
#include <stdio.h>
#include <string.h>

/* GOption parses; the rows that it is given are made from ours, and each value goes back into our list. */
typedef struct {
  const NtOption **rows;
  NtOptions *options;
  gboolean help;
} Parse;

static gboolean on_option(const char *name, const char *value, gpointer data, GError **error)
{
  Parse *parse = data;
  for (const NtOption **o = parse->rows; *o; o++) {
    char letter[] = {'-', (*o)->letter, '\0'};
    if ((g_str_has_prefix(name, "--") && g_str_equal(name + 2, (*o)->name)) || ((*o)->letter && g_str_equal(name, letter)))
      return nt_options_set(parse->options, *o, value ? value : "true", error);
  }
  return TRUE;
}

static GOptionEntry *entries_of(const NtOption **rows, gboolean *help)
{
  guint n = 0;
  while (rows[n])
    n++;
  GOptionEntry *entries = g_new0(GOptionEntry, n + 2);
  for (guint i = 0; i < n; i++)
    entries[i] = (GOptionEntry){
      .long_name = rows[i]->name,
      .short_name = rows[i]->letter,
      .flags = rows[i]->kind == NT_OPTION_FLAG ? G_OPTION_FLAG_NO_ARG : G_OPTION_FLAG_FILENAME,
      .arg = G_OPTION_ARG_CALLBACK,
      .arg_data = (gpointer)(GOptionArgFunc)on_option,
    };
  entries[n] = (GOptionEntry){.long_name = "help", .short_name = 'h', .arg = G_OPTION_ARG_NONE, .arg_data = help};
  return entries;
}

/* GLib says "Unknown option --outpt"; we add the near one. */
static int complain(const Command *command, const NtOption **rows, const char *message)
{
  const char *dashes = strstr(message, "--");
  const char *names[64] = {"help"};
  guint n = 1;
  for (const NtOption **o = rows; *o && n < G_N_ELEMENTS(names); o++)
    names[n++] = (*o)->name;
  g_auto(GStrv) parts = dashes ? g_strsplit(dashes + 2, "=", 2) : NULL;
  const char *near = parts && g_str_has_prefix(message, "Unknown option") ? nt_nearest(parts[0], names, n) : NULL;
  say("%s%s%s%s", message, near ? "; did you mean --" : "", near ? near : "", near ? "?" : "");
  fprintf(stderr, "`newstag %s --help` shows the options.\n", command->name);
  return 2;
}

/* `-j4` means `-j 4`, which GOption does not know. */
static char **part_letters(const NtOption **rows, char **argv)
{
  g_autoptr(GPtrArray) args = g_ptr_array_new();
  gboolean ended = FALSE;
  for (char **arg = argv; *arg; arg++) {
    gboolean parted = FALSE;
    ended |= g_str_equal(*arg, "--");
    for (const NtOption **o = rows; *o && !ended && !parted; o++)
      parted = (*arg)[0] == '-' && (*arg)[1] == (*o)->letter && (*o)->letter && (*arg)[2] && (*o)->kind != NT_OPTION_FLAG;
    g_ptr_array_add(args, parted ? g_strndup(*arg, 2) : g_strdup(*arg));
    if (parted)
      g_ptr_array_add(args, g_strdup(*arg + 2));
  }
  g_ptr_array_add(args, NULL);
  return (char **)g_ptr_array_free(g_steal_pointer(&args), FALSE);
}

static int run_command(const Command *command, int argc, char **argv)
{
  g_autofree const NtOption **rows = command_options(command);
  g_autoptr(NtOptions) options = nt_options_new();
  Parse parse = {.rows = rows, .options = options};
  g_autofree GOptionEntry *entries = entries_of(rows, &parse.help);
  g_autoptr(GOptionContext) context = g_option_context_new(NULL);
  GOptionGroup *group = g_option_group_new("newstag", "", "", &parse, NULL);
  g_option_group_add_entries(group, entries);
  g_option_context_set_main_group(context, group);
  g_option_context_set_help_enabled(context, FALSE);
  g_auto(GStrv) args = part_letters(rows, argv);
  g_autoptr(GError) error = NULL;
  (void)argc;
  if (!g_option_context_parse_strv(context, &args, &error))
    return complain(command, rows, error->message);
  if (parse.help) {
    g_autofree char *text = help_for(command);
    return fputs(text, stdout) < 0 || fflush(stdout) != 0 ? 4 : 0;
  }
  char **paths = args + 1;
  if (*paths && g_str_equal(*paths, "--"))
    paths++;
  Invocation invocation = {command, options, paths};
  return command->run(&invocation);
}

static int show_version(void)
{
  g_autofree char *details = nt_version_details();
  return printf("newstag %s\n%s", nt_version(), details) < 0 || fflush(stdout) != 0 ? 4 : 0;
}

int main(int argc, char **argv)
{
  setlocale(LC_CTYPE, "");
  const char *name = argc > 1 ? argv[1] : "help";
  if (g_str_equal(name, "--version") || g_str_equal(name, "-V") || g_str_equal(name, "version"))
    return show_version();
  if (g_str_equal(name, "--help") || g_str_equal(name, "-h"))
    name = "help";
  const Command *command = command_find(name);
  if (!command) {
    const char *near = command_near(name);
    say("there is no command \"%s\"%s%s%s", name, near ? "; did you mean \"" : "", near ? near : "", near ? "\"?" : "");
    fprintf(stderr, "`newstag --help` shows the commands.\n");
    return 2;
  }
  return argc > 1 ? run_command(command, argc - 1, argv + 1) : run_command(command, 1, (char *[]){argv[0], NULL});
}
