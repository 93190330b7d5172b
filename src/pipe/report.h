/* What a run took, and where. Filled in where the caller of a run gives one, and a clock to go by. */
#pragma once

#include <glib.h>

#pragma GCC visibility push(default)

#define NT_REPORT_STAGES 16u
#define NT_REPORT_SLOWEST 5u
#define NT_REPORT_LIMITS 16u

typedef struct {
  char *place; /* of the document */
  gint64 spent;
} NtSlow;

typedef struct {
  char *what; /* the message */
  guint64 count;
} NtLimitHit;

/* Times in microseconds. `stages` and `making` are sums over all threads. */
typedef struct {
  gint64 reading, writing;           /* of the one thread that feeds and puts out */
  gint64 stages[NT_REPORT_STAGES];   /* in the order of the run's stages */
  gint64 making;                     /* lines of the wire into articles, articles into what the format wants */
  NtSlow slowest[NT_REPORT_SLOWEST]; /* the slowest first */
  guint n_slowest;
  NtLimitHit limits[NT_REPORT_LIMITS]; /* in the order in which they were first hit; a kind beyond the last is not told */
  guint n_limits;
} NtReport;

NtReport *nt_report_new(void);
void nt_report_free(NtReport *report); /* accepts NULL */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(NtReport, nt_report_free)

#pragma GCC visibility pop

/* For those who fill it in. */
void nt_report_clear(NtReport *report);
void nt_report_document(NtReport *report, const char *place, gint64 spent);
void nt_report_limit(NtReport *report, const char *what, guint64 count);
/* Adds what `more` has, and empties it. */
void nt_report_add(NtReport *report, NtReport *more);
