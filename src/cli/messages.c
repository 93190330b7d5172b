#include "commands.h"

#include <stdio.h>

void say(const char *format, ...)
{
  va_list args;
  va_start(args, format);
  g_autofree char *text = g_strdup_vprintf(format, args);
  va_end(args);
  fprintf(stderr, "newstag: %s\n", text);
}

int fail_with(const GError *error)
{
  say("%s", error->message);
  return nt_error_exit_status(error);
}
