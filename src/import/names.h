/* The names that an import has taken so far, and what readers of forms share. */
#pragma once

#include "article/types.h"
#include "base/arena.h"
#include "base/diagnostics.h"
#include "import.h"

typedef struct {
  char *name, *id; /* id NULL: made of the name */
  NtType type;
  GPtrArray *aliases;
} NtImportName;

typedef struct {
  const NtImportOptions *options;
  NtDiagnostics *findings;
  NtImportResult *result;
  GPtrArray *names;    /* NtImportName */
  GHashTable *by_name; /* `type name` and `id` → NtImportName */
  const char *file;    /* at hand */
  guint line;
} NtImport;

/* Takes a name; `label` is what the form calls its type (`PER`, `GPE`, `CITY`), empty for none; `id` may be empty; `aliases` parted
 * by a vertical bar, or empty. */
void nt_import_take(NtImport *in, NtStr name, NtStr label, NtStr id, NtStr aliases);
void nt_import_leave_out(NtImport *in, const char *code, const char *format, ...) G_GNUC_PRINTF(3, 4);

/* The readers, each a file. FALSE where the whole file cannot be read. */
gboolean nt_import_table(NtImport *in, const char *path, GError **error);    /* csv, tsv */
gboolean nt_import_xlsx(NtImport *in, const char *path, GError **error);
gboolean nt_import_lines(NtImport *in, const char *path, GError **error);    /* jsonl, spacy, prodigy */
gboolean nt_import_json(NtImport *in, const char *path, GError **error);     /* sparql, label-studio */
gboolean nt_import_gate(NtImport *in, const char *path, GError **error);     /* .lst, .def */
gboolean nt_import_regexner(NtImport *in, const char *path, GError **error);

/* Writes what was taken. */
gboolean nt_import_write(NtImport *in, GError **error);
