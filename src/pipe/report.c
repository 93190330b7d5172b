#include "report.h"

#include <string.h>

NtReport *nt_report_new(void)
{
  return g_new0(NtReport, 1);
}

void nt_report_clear(NtReport *r)
{
  for (guint i = 0; i < r->n_slowest; i++)
    g_free(r->slowest[i].place);
  for (guint i = 0; i < r->n_limits; i++)
    g_free(r->limits[i].what);
  *r = (NtReport){0};
}

void nt_report_free(NtReport *r)
{
  if (!r)
    return;
  nt_report_clear(r);
  g_free(r);
}

void nt_report_document(NtReport *r, const char *place, gint64 spent)
{
  if (r->n_slowest == NT_REPORT_SLOWEST) {
    if (spent <= r->slowest[NT_REPORT_SLOWEST - 1].spent)
      return;
    g_free(r->slowest[--r->n_slowest].place);
  }
  guint at = r->n_slowest++;
  for (; at && r->slowest[at - 1].spent < spent; at--)
    r->slowest[at] = r->slowest[at - 1];
  r->slowest[at] = (NtSlow){g_strdup(place), spent};
}

void nt_report_limit(NtReport *r, const char *what, guint64 count)
{
  guint i = 0;
  while (i < r->n_limits && strcmp(r->limits[i].what, what) != 0)
    i++;
  if (i == NT_REPORT_LIMITS)
    return;
  if (i == r->n_limits)
    r->limits[r->n_limits++] = (NtLimitHit){g_strdup(what), 0};
  r->limits[i].count += count;
}

void nt_report_add(NtReport *r, NtReport *more)
{
  r->reading += more->reading;
  r->writing += more->writing;
  r->making += more->making;
  for (guint i = 0; i < NT_REPORT_STAGES; i++)
    r->stages[i] += more->stages[i];
  for (guint i = 0; i < more->n_slowest; i++)
    nt_report_document(r, more->slowest[i].place, more->slowest[i].spent);
  for (guint i = 0; i < more->n_limits; i++)
    nt_report_limit(r, more->limits[i].what, more->limits[i].count);
  nt_report_clear(more);
}
