/* Name lists of other tools and forms become a gazetteer. */
#pragma once

#include "base/diagnostics.h"

#pragma GCC visibility push(default)

typedef struct {
  const char *form;    /* one of nt_import_forms; NULL: by the file's ending and its first bytes */
  const char *type;    /* of names that bring none; NULL: such names are left out */
  const char *source, *licence; /* for the head of the file; NULL: "unknown" */
  const char *output;  /* the YAML file; NULL: standard output. More than 1,000 names go into a table beside it */
} NtImportOptions;

typedef struct {
  guint64 names;    /* that were taken: entries of the gazetteer */
  guint64 left_out; /* rows or patterns that were not; each has its finding */
} NtImportResult;

/* `csv` `tsv` `jsonl` `sparql` `xlsx` `gate` `spacy` `regexner` `prodigy` `label-studio`, NULL-terminated. */
const char *const *nt_import_forms(void);

/* Reads `paths` (NULL-terminated) and writes one gazetteer, entries in the order in which they came, doubles joined. What cannot
 * be taken becomes a warning with its place and is left out. FALSE where a file cannot be read at all, or nothing be written. */
gboolean nt_import(const char *const *paths, const NtImportOptions *options, NtDiagnostics *findings, NtImportResult *result,
                   GError **error);

#pragma GCC visibility pop
