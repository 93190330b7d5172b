/* How good the tags are, against gold; and what differs between two sets of tags. */
#pragma once

#include "base/diagnostics.h"

#pragma GCC visibility push(default)

typedef struct NtKnowledge NtKnowledge;

typedef struct {
  const char *gold;      /* a file or a folder */
  const char *tags;      /* likewise; NULL: the texts of gold are tagged with `knowledge` */
  const char *gold_form, *tags_form; /* one of nt_eval_forms; NULL: by look */
  const NtKnowledge *knowledge;
  const char *types;     /* that are scored, parted by commas; NULL: person,place,organization */
  const char *part;      /* `seen` or `aside`: that part of the documents alone (the third whose hashed id says so is aside); NULL: all */
  const char *to;        /* `text` or `json`; NULL: text */
  const char *const *by; /* more tables of the text: `zone`, `list`, `rule`, `topic`; NULL-terminated */
  const char *output;    /* of the scores; NULL: standard output */
  const char *errors;    /* a table of mistakes, by its ending csv, tsv or xlsx; NULL: none */
  unsigned resamples;    /* of the documents, for the confidence intervals; 0: no intervals */
} NtEvalSpec;

typedef struct {
  guint64 documents; /* of gold that were scored */
  guint64 missing;   /* of these, without tags: all their gold counts as missed */
  guint64 skipped;   /* lines or files that could not be read; each has its finding */
  guint64 mistakes;  /* rows of the table of mistakes */
} NtEvalResult;

/* `jsonl` `brat` `conll`, NULL-terminated. */
const char *const *nt_eval_forms(void);

/* Scores tags against gold. What cannot be read becomes a finding with its place and is left out; FALSE where nothing could be
 * scored or written. docs/formats/eval.md says what each figure is. */
gboolean nt_eval(const NtEvalSpec *spec, NtDiagnostics *findings, NtEvalResult *result, GError **error);

typedef struct {
  const char *tags[2];          /* results before and after; not looked at where there are articles */
  const char *const *articles;  /* files and folders, NULL-terminated: they are tagged with both knowledges */
  const NtKnowledge *knowledge[2];
  const char *to;               /* `text` or `json` (an object a change); NULL: text */
  const char *output;           /* NULL: standard output */
} NtDiffSpec;

typedef struct {
  guint64 documents; /* of either side */
  guint64 alone;     /* of these, on one side only, or with different texts */
  guint64 skipped;   /* that could not be read or tagged; each has its finding */
  guint64 appeared, vanished, changed;
} NtDiffResult;

/* What marks and topics appeared, vanished or changed (their span, type or entity), put under the entry or rule that did it, with
 * sentences. */
gboolean nt_diff(const NtDiffSpec *spec, NtDiagnostics *findings, NtDiffResult *result, GError **error);

#pragma GCC visibility pop
