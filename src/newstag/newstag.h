/* newstag: tags news. The public face of the library; everything else is private.
 *
 * Names begin with nt_ or Nt. Texts are UTF-8. Offsets are given in Unicode code points and in bytes, half-open.
 * What a `_new` or `_open` function returns is the caller's and goes to the `_free` or `_unref` of that type; a `const` pointer
 * is borrowed from the first argument. Functions that can fail return FALSE or NULL and set `error` (domain NT_ERROR); pass its
 * result to nt_error_exit_status for the exit status of a program. Nothing here prints, exits, or reads the environment. */
#pragma once

#include "base/diagnostics.h"
#include "base/error.h"
#include "base/nearest.h"
#include "base/sandbox.h"
#include "check/check.h"
#include "eval/eval.h"
#include "explain/explain.h"
#include "import/import.h"
#include "pipe/options.h"
#include "pipe/report.h"

#pragma GCC visibility push(default)

G_BEGIN_DECLS

/* ---- versions ---- */

/* `0.1.0` */
const char *nt_version(void);
/* The libraries newstag runs with, a line each, `PCRE2 10.42`. Free with g_free. */
char *nt_version_details(void);

/* ---- knowledge ---- */


/* Opens knowledge folders: `shipped` (or NULL) is the one that comes with newstag, whose files are named without it in tags and
 * messages; `folders` (NULL-terminated, or NULL) the user's own, later ones over earlier ones; `cache` (or NULL) a folder for
 * compiled images. Where a file is wrong: NT_ERROR_KNOWLEDGE, and `diagnostics` has every finding of every file. */
NtKnowledge *nt_knowledge_load(const char *shipped, const char *const *folders, const char *cache, NtDiagnostics *diagnostics,
                               GError **error);
/* Opens knowledge that was compiled into one file, which is all that a machine without the folders needs; and writes that file. */
NtKnowledge *nt_knowledge_load_image(const char *path, NtDiagnostics *diagnostics, GError **error);
gboolean nt_knowledge_save(const NtKnowledge *knowledge, const char *path, GError **error);
void nt_knowledge_unref(NtKnowledge *knowledge); /* accepts NULL */

/* ---- pipes ---- */

/* Sources, stages and formats are known by name. Each has a summary, one line, and rows of options (ended by a NULL name). */
typedef enum { NT_PART_FEED, NT_PART_STAGE, NT_PART_SINK } NtPartKind;

/* The names of all parts of a kind, NULL-terminated: feeds `files` `lines`; stages `read` `split` `match` `rules` `resolve`
 * `topics`; sinks `jsonl` `csv` `tsv` `xlsx` and more (docs/formats/outputs.md). */
const char *const *nt_parts(NtPartKind kind);
/* NULL where there is no such part. */
const char *nt_part_summary(NtPartKind kind, const char *name);
const NtOption *nt_part_options(NtPartKind kind, const char *name);
gboolean nt_stage_needs_knowledge(const char *name);
/* How the files of a sink end, `.csv`; NULL where there is no such sink. */
const char *nt_sink_suffix(const char *name);
/* The sink whose files end as `path` does (`tags.xlsx`: xlsx); NULL where none does. */
const char *nt_sink_for_path(const char *path);

typedef struct {
  guint64 documents; /* that were found */
  guint64 unread;    /* of these, could not be had at all */
  guint64 skipped;   /* documents or articles that could not be done, the unread among them */
  guint64 articles;  /* that came out */
  guint64 bytes;     /* of their text */
  guint64 reused;    /* documents whose result was known from an earlier run */
} NtPipeResult;

typedef struct {
  const char *feed;
  const char *const *paths;  /* what the feed reads, NULL-terminated; none: standard input */
  const char *const *stages; /* NULL-terminated */
  const char *sink;
  const char *output;        /* NULL: standard output; otherwise the file, which appears whole or not at all */
  guint64 shard;             /* not 0: so many articles a file; `output` has a place for their number: out-%05d.csv */
  gboolean each;             /* a file an article, in the folder `output`, named by its id */
  const NtKnowledge *knowledge;
  const NtOptions *options;
  unsigned threads;          /* 0: one for each processor */
  gboolean keep_errors;      /* an article that cannot be done comes out as an object with `error` */
  /* Called in the order of the articles, by the calling thread; `error` says whether the article was skipped. */
  void (*message)(gboolean error, const char *text, gpointer data);
  gpointer message_data;
  const char *state;         /* a file that keeps what was done, so that the next run does only what has changed; or NULL */
  gboolean state_once;       /* the state is only for a run that was stopped, and goes when this one is done */
  const volatile int *cancel; /* not 0: stop and leave nothing behind; may be NULL */
  /* Called by the same thread after every few articles; `done` is the share of the input that was read, 0 to 1, or less than 0
   * where that is not known. May be NULL. */
  void (*progress)(const NtPipeResult *so_far, double done, gpointer data);
  gpointer progress_data;
  gint64 (*now)(void);       /* a clock, in microseconds, for the report; may be NULL */
  NtReport *report;          /* where there is a clock: what the run took; may be NULL */
} NtPipeSpec;

/* Runs the feed through the stages into the sink. The output does not depend on the number of threads. FALSE where the run as a
 * whole failed; single articles that fail are reported, counted and skipped. */
gboolean nt_run(const NtPipeSpec *spec, NtPipeResult *result, GError **error);

/* TRUE where `error` only says that the reader of our output went away. */
gboolean nt_error_is_closed_pipe(const GError *error);
/* Takes away the temporary files of outputs that are being written; may be called in a signal handler. */
void nt_outfile_abandon_all(void);

/* ---- one article in memory ---- */

typedef struct NtTagger NtTagger;

/* Stages as in NtPipeSpec; NULL for all of them, from split to topics. Use one tagger in one thread at a time. */
NtTagger *nt_tagger_new(const NtKnowledge *knowledge, const char *const *stages, const NtOptions *options, GError **error);
/* Tags one article, a JSON object of `length` bytes with at least `id` and `text`. The result, one line (or one for each
 * article cut from it) of NDJSON, is borrowed until the next call. NULL where the article cannot be read. */
const char *nt_tagger_tag(NtTagger *tagger, const char *json, gsize length, gsize *result_length, GError **error);
void nt_tagger_free(NtTagger *tagger); /* accepts NULL */

G_END_DECLS

#pragma GCC visibility pop
