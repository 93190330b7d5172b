/* What a run did and took, on standard error. */
#include "commands.h"

#include <stdio.h>

static void put_time(const char *name, gint64 spent, gint64 sum)
{
  fprintf(stderr, "  %-10s %8.2f s %5.1f %%\n", name, (double)spent / G_USEC_PER_SEC, sum ? 100.0 * (double)spent / (double)sum : 0);
}

static void put_times(const NtPipeSpec *spec)
{
  const NtReport *r = spec->report;
  gint64 sum = r->reading + r->writing + r->making;
  for (guint i = 0; spec->stages[i] && i < NT_REPORT_STAGES; i++)
    sum += r->stages[i];
  fputs("time, all threads together:\n", stderr);
  put_time("(input)", r->reading, sum);
  for (guint i = 0; spec->stages[i] && i < NT_REPORT_STAGES; i++)
    put_time(spec->stages[i], r->stages[i], sum);
  put_time("(format)", r->making, sum);
  put_time("(output)", r->writing, sum);
}

void show_summary(const NtPipeSpec *spec, const NtPipeResult *result, gint64 spent)
{
  const NtReport *r = spec->report;
  double seconds = (double)MAX(spent, 1) / G_USEC_PER_SEC;
  fprintf(stderr,
          "documents: %" G_GUINT64_FORMAT "\nknown already: %" G_GUINT64_FORMAT "\nunread: %" G_GUINT64_FORMAT "\nskipped: %" G_GUINT64_FORMAT "\narticles: %" G_GUINT64_FORMAT
          "\ntext: %.1f MB\ntime: %.2f s, %.1f MB/s, %.0f articles/s\n",
          result->documents, result->reused, result->unread, result->skipped, result->articles, (double)result->bytes / 1e6, seconds,
          (double)result->bytes / 1e6 / seconds, (double)result->articles / seconds);
  put_times(spec);
  fputs("slowest:\n", stderr);
  for (guint i = 0; i < r->n_slowest; i++)
    fprintf(stderr, "  %8.3f s  %s\n", (double)r->slowest[i].spent / G_USEC_PER_SEC, r->slowest[i].place);
  fputs(r->n_limits ? "limits hit:\n" : "limits hit: none\n", stderr);
  for (guint i = 0; i < r->n_limits; i++)
    fprintf(stderr, "  %8" G_GUINT64_FORMAT "  %s\n", r->limits[i].count, r->limits[i].what);
}
