/* How far a run is: one line that is written over on a terminal, a plain line now and then elsewhere. */
#include "commands.h"

#include <stdio.h>
#include <unistd.h>

#define TERMINAL_PERIOD (G_USEC_PER_SEC / 5)

struct Progress {
  gboolean terminal;
  gint64 period, start, last; /* microseconds */
  gboolean shown;             /* a line stands there, unfinished */
};

Progress *progress_new(guint64 seconds, gboolean plain)
{
  Progress *p = g_new0(Progress, 1);
  const char *term = g_getenv("TERM");
  p->terminal = !plain && isatty(STDERR_FILENO) && term && !g_str_equal(term, "dumb");
  p->period = p->terminal ? TERMINAL_PERIOD : (gint64)MIN(seconds, G_MAXINT32) * G_USEC_PER_SEC;
  p->start = p->last = g_get_monotonic_time();
  return p;
}

void progress_clear(Progress *p)
{
  if (p->shown)
    fputs("\r\033[K", stderr);
  p->shown = FALSE;
}

static void put_left(GString *line, gint64 spent, double done)
{
  gint64 left = (gint64)((double)spent * (1 - done) / done / G_USEC_PER_SEC);
  g_string_append_printf(line, ", %.0f %% done, ", done * 100);
  if (left >= 3600)
    g_string_append_printf(line, "%d:%02d:%02d left", (int)(left / 3600), (int)(left / 60 % 60), (int)(left % 60));
  else
    g_string_append_printf(line, "%d:%02d left", (int)(left / 60), (int)(left % 60));
}

void progress_tell(Progress *p, const NtPipeResult *so_far, double done)
{
  gint64 now = g_get_monotonic_time(), spent = MAX(now - p->start, 1);
  if (now - p->last < p->period)
    return;
  p->last = now;
  g_autoptr(GString) line = g_string_new(NULL);
  g_string_append_printf(line, "%" G_GUINT64_FORMAT " articles, %.1f MB/s", so_far->articles, (double)so_far->bytes / (double)spent);
  if (done > 0 && done <= 1)
    put_left(line, spent, done);
  g_string_append_printf(line, ", %" G_GUINT64_FORMAT " skipped", so_far->skipped);
  if (p->terminal)
    fprintf(stderr, "\r\033[Knewstag: %s", line->str);
  else
    say("%s", line->str);
  p->shown = p->terminal;
  fflush(stderr);
}

void progress_free(Progress *p)
{
  if (!p)
    return;
  progress_clear(p);
  g_free(p);
}
