/* What is wrong with the user's files: a list of `file:line:column: message`, all of one run, in order of place. */
#pragma once

#include <glib.h>

#pragma GCC visibility push(default)

/* severity, the word it is shown with */
#define NT_SEVERITIES(X) \
  X(ERROR, "error")      \
  X(WARNING, "warning")  \
  X(NOTE, "note")

typedef enum {
#define X(code, word) NT_SEVERITY_##code,
  NT_SEVERITIES(X)
#undef X
} NtSeverity;

typedef struct {
  char *file; /* as the user named it */
  guint line, column; /* from 1; 0 where it is the whole file */
  NtSeverity severity;
  char *code; /* a short stable name of the kind of finding, `unknown-key` */
  char *message;
} NtDiagnostic;

typedef struct NtDiagnostics NtDiagnostics;

NtDiagnostics *nt_diagnostics_new(void);
void nt_diagnostics_free(NtDiagnostics *diagnostics);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(NtDiagnostics, nt_diagnostics_free)

void nt_diagnostics_add(NtDiagnostics *diagnostics, NtSeverity severity, const char *file, guint line, guint column,
                        const char *code, const char *format, ...) G_GNUC_PRINTF(7, 8);
guint nt_diagnostics_count(const NtDiagnostics *diagnostics, NtSeverity severity);
/* Sorts by file, line, column; borrowed, `*n` of them. */
const NtDiagnostic *nt_diagnostics_sorted(NtDiagnostics *diagnostics, guint *n);
/* Appends all of them as `text` (below), `json` (an object a line), `github` (workflow commands) or `sarif` (SARIF 2.1.0, which
 * code hosts show beside the lines). FALSE for any other format. */
gboolean nt_diagnostics_write(NtDiagnostics *diagnostics, const char *format, GString *out);
/* All of them, a line each, as `file:line:column: severity: message`. */
char *nt_diagnostics_text(NtDiagnostics *diagnostics);

#pragma GCC visibility pop
