/* Where a run's bytes go: one output, one after so many articles, or one for each article. Every file of them is whole or not
 * there, and two runs cannot write the same. */
#pragma once

#include "sink.h"

typedef struct {
  const NtSink *sink;
  const NtOptions *options;
  const char *path;      /* NULL: standard output; with `shard` a pattern with one %d; with `each` a folder */
  guint64 shard;         /* articles a file; 0: one file */
  gboolean each;         /* a file an article */
} NtOutputPlan;

/* What one article became: its bytes end at `end`. */
typedef struct {
  gsize end;
  char *id;
} NtOutputPiece;

typedef struct NtOutput NtOutput;

NtOutput *nt_output_open(const NtOutputPlan *plan, GError **error);
void nt_output_free(NtOutput *output); /* accepts NULL */
/* What the sink's `format` is to be called with, until the end. */
gconstpointer nt_output_self(const NtOutput *output);
/* Whether nt_output_put must be told where articles end. */
gboolean nt_output_wants_pieces(const NtOutputPlan *plan);
gboolean nt_output_put(NtOutput *output, const char *bytes, gsize n, const NtOutputPiece *pieces, guint n_pieces, GError **error);
gboolean nt_output_flush(NtOutput *output, GError **error);
/* With `each`: an article of an earlier run had a file in the folder. nt_output_drop_old takes away the files of all that were named
 * since its last call and have none in this run. */
void nt_output_had(NtOutput *output, const char *id);
void nt_output_drop_old(NtOutput *output);
gboolean nt_output_finish(NtOutput *output, GError **error);
