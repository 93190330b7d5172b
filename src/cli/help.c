#include "commands.h"

#include <stdio.h>
#include <string.h>

#define WIDTH 80

/* Appends `text` in lines of at most WIDTH, each after `indent` spaces; the first line goes on where `out` is. */
static void put_wrapped(GString *out, const char *text, guint indent)
{
  const char *nl = strrchr(out->str, '\n');
  glong column = g_utf8_strlen(nl ? nl + 1 : out->str, -1);
  g_auto(GStrv) words = g_strsplit(text, " ", -1);
  for (char **word = words; *word; word++) {
    glong length = g_utf8_strlen(*word, -1);
    if (column + 1 + length > WIDTH && column > (glong)indent) {
      g_string_append_printf(out, "\n%*s", (int)indent, "");
      column = indent;
    } else if (word != words) {
      g_string_append_c(out, ' ');
      column++;
    }
    g_string_append(out, *word);
    column += length;
  }
  g_string_append_c(out, '\n');
}

static char *option_left(const NtOption *o)
{
  g_autofree char *letter = o->letter ? g_strdup_printf("-%c, ", o->letter) : g_strdup("    ");
  return g_strdup_printf("%s--%s%s%s", letter, o->name, o->argument ? " " : "", o->argument ? o->argument : "");
}

static void put_row(GString *out, const char *left, const char *right)
{
  g_string_append_printf(out, "  %-22s  ", left);
  if (g_utf8_strlen(left, -1) > 22)
    g_string_append_printf(out, "\n%26s", "");
  put_wrapped(out, right, 26);
}

static char *help_program(void)
{
  GString *out = g_string_new("newstag tags news: people, places, organizations and topics in plain-text articles.\n\n"
                              "usage: newstag COMMAND [OPTION…] [PATH…]\n\ncommands:\n");
  for (const Command *c = commands; c->name; c++)
    put_row(out, c->name, c->summary);
  g_string_append(out, "\n`newstag COMMAND --help` tells more of one; `newstag --version` the versions.\n"
                       "Exit status: 0 fine, 1 finished but something was skipped, 2 wrong usage,\n"
                       "3 the knowledge is wrong, 4 input or output failed.\n");
  return g_string_free(out, FALSE);
}

static void put_formats(GString *out)
{
  g_string_append(out, "\nformats:\n");
  for (const char *const *name = nt_parts(NT_PART_SINK); *name; name++) {
    g_autofree char *right = g_strdup_printf("*%s: %s", nt_sink_suffix(*name), nt_part_summary(NT_PART_SINK, *name));
    put_row(out, *name, right);
  }
}

char *help_for(const Command *c)
{
  if (!c)
    return help_program();
  GString *out = g_string_new(NULL);
  g_string_append_printf(out, "newstag %s: %s\n\nusage: newstag %s [OPTION…] %s\n\n", c->name, c->summary, c->name, c->arguments);
  put_wrapped(out, c->about, 0);
  g_autofree const NtOption **rows = command_options(c);
  if (rows[0])
    g_string_append(out, "\noptions:\n");
  for (const NtOption **o = rows; *o; o++) {
    g_autofree char *left = option_left(*o);
    put_row(out, left, (*o)->help);
  }
  put_row(out, "    --help", "show this");
  if (c->any_format)
    put_formats(out);
  if (c->examples) {
    g_auto(GStrv) lines = g_strsplit(c->examples, "\n", -1);
    g_string_append(out, "\nexamples:\n");
    for (char **line = lines; *line; line++)
      g_string_append_printf(out, "  %s\n", *line);
  }
  return g_string_free(out, FALSE);
}

/* ---- the manual ---- */

static void put_roff(GString *out, const char *text)
{
  for (const char *p = text; *p; p++) {
    if (*p == '\\')
      g_string_append(out, "\\e");
    else if (*p == '-')
      g_string_append(out, "\\-");
    else if ((p == text || p[-1] == '\n') && (*p == '.' || *p == '\''))
      g_string_append_printf(out, "\\&%c", *p);
    else
      g_string_append_c(out, *p);
  }
}

static void put_man_command(GString *out, const Command *c)
{
  g_string_append_printf(out, ".SS newstag %s [OPTION…] %s\n", c->name, c->arguments);
  put_roff(out, c->about);
  g_string_append_c(out, '\n');
  g_autofree const NtOption **rows = command_options(c);
  for (const NtOption **o = rows; *o; o++) {
    g_autofree char *left = option_left(*o);
    g_string_append(out, ".TP\n.B ");
    put_roff(out, g_strstrip(left));
    g_string_append_c(out, '\n');
    put_roff(out, (*o)->help);
    g_string_append_c(out, '\n');
  }
  if (c->examples) {
    g_string_append(out, ".PP\n.nf\n");
    put_roff(out, c->examples);
    g_string_append(out, "\n.fi\n");
  }
}

static void put_man_formats(GString *out)
{
  g_string_append(out, ".SH FORMATS\n");
  for (const char *const *name = nt_parts(NT_PART_SINK); *name; name++) {
    g_string_append(out, ".TP\n.B ");
    put_roff(out, *name);
    g_string_append(out, "\n*");
    put_roff(out, nt_sink_suffix(*name));
    g_string_append(out, ": ");
    put_roff(out, nt_part_summary(NT_PART_SINK, *name));
    g_string_append_c(out, '\n');
  }
}

char *help_man(void)
{
  GString *out = g_string_new(".TH NEWSTAG 1 \"\" \"newstag\" \"User Commands\"\n.SH NAME\nnewstag \\- tags news: people, places, "
                              "organizations and topics in plain text\n.SH SYNOPSIS\n.B newstag\n.I COMMAND\n[OPTION…] "
                              "[PATH…]\n.SH COMMANDS\n");
  for (const Command *c = commands; c->name; c++)
    put_man_command(out, c);
  put_man_formats(out);
  g_string_append(out, ".SH EXIT STATUS\n0 fine; 1 finished, but something was skipped; 2 wrong usage; 3 the knowledge is wrong, "
                       "nothing was started; 4 input or output failed.\n.SH ENVIRONMENT\n.TP\n.B NEWSTAG_DATA\nthe folder of "
                       "the shipped knowledge, where it is not found beside the program\n.TP\n.B NEWSTAG_NO_CACHE\nnot empty: "
                       "compiled knowledge is not kept\n.TP\n.B XDG_CACHE_HOME\nwhere compiled knowledge is kept\n");
  return g_string_free(out, FALSE);
}

char *help_completion(void)
{
  GString *out = g_string_new("# bash completion for newstag\n_newstag() {\n  local word=${COMP_WORDS[COMP_CWORD]} words=\n"
                              "  if [ \"$COMP_CWORD\" = 1 ]; then\n    words='");
  for (const Command *c = commands; c->name; c++)
    g_string_append_printf(out, "%s ", c->name);
  g_string_append(out, "--help --version'\n  else\n    case ${COMP_WORDS[1]} in\n");
  for (const Command *c = commands; c->name; c++) {
    g_autofree const NtOption **rows = command_options(c);
    g_string_append_printf(out, "      %s) words='", c->name);
    for (const NtOption **o = rows; *o; o++)
      g_string_append_printf(out, "--%s ", (*o)->name);
    g_string_append(out, "--help' ;;\n");
  }
  g_string_append(out, "    esac\n  fi\n  case $word in\n    -*) COMPREPLY=($(compgen -W \"$words\" -- \"$word\")) ;;\n"
                       "    *) [ \"$COMP_CWORD\" = 1 ] && COMPREPLY=($(compgen -W \"$words\" -- \"$word\")) || "
                       "COMPREPLY=($(compgen -f -- \"$word\")) ;;\n  esac\n}\ncomplete -o filenames -F _newstag newstag\n");
  return g_string_free(out, FALSE);
}

int run_help(const Invocation *in)
{
  const Command *about = in->paths[0] ? command_find(in->paths[0]) : NULL;
  if (in->paths[0] && !about) {
    const char *near = command_near(in->paths[0]);
    say("there is no command \"%s\"%s%s%s", in->paths[0], near ? "; did you mean \"" : "", near ? near : "", near ? "\"?" : "");
    return 2;
  }
  g_autofree char *text = nt_options_flag(in->options, "man")          ? help_man()
                          : nt_options_flag(in->options, "completion") ? help_completion()
                                                                       : help_for(about);
  return fputs(text, stdout) < 0 || fflush(stdout) != 0 ? 4 : 0;
}
