/* Where a run's bytes go: one output, one after so many articles, or one for each article. Every file of them is whole or not
 * there, and two runs cannot write the same. */
#pragma once

#include "ledger.h"
#include "sink.h"

typedef struct {
  const NtSink *sink;
  const NtOptions *options;
  const char *path;      /* NULL: standard output; with `shard` a pattern with one %d; with `each` a folder */
  guint64 shard;         /* articles a file; 0: one file */
  gboolean each;         /* a file an article */
  NtLedger *ledger;      /* is told which files there are, and which need not be written again; or NULL */
} NtOutputPlan;

/* What one article became: its bytes lie in the ledger, or end at `end` among those that come with it. */
typedef struct {
  NtStr kept; /* p NULL: not in the ledger */
  gsize end;
  NtStr id;
  guint64 before;  /* it is unchanged, and was this one of the articles of the last output, from 1 on; 0: not known */
  gboolean had;    /* an earlier run gave it a file in the folder */
  gboolean listed; /* it is of a document that the ledger has by now */
} NtOutputPiece;

typedef struct NtOutput NtOutput;

NtOutput *nt_output_open(const NtOutputPlan *plan, GError **error);
void nt_output_free(NtOutput *output); /* accepts NULL */
/* What the sink's `format` is to be called with, until the end. */
gconstpointer nt_output_self(const NtOutput *output);
/* Whether nt_output_put must be told where articles end. */
gboolean nt_output_wants_pieces(const NtOutputPlan *plan);
/* Where it wants none, all of `bytes`. */
gboolean nt_output_put(NtOutput *output, const char *bytes, gsize n, const NtOutputPiece *pieces, guint n_pieces, GError **error);
gboolean nt_output_flush(NtOutput *output, GError **error);
/* With `each`: an article of an earlier run had a file in the folder. nt_output_drop_old takes away the files of all that were named
 * since its last call and have none in this run; with `beside` these had theirs beside those of the pieces that had one. */
void nt_output_had(NtOutput *output, NtStr id);
void nt_output_drop_old(NtOutput *output, gboolean beside);
gboolean nt_output_finish(NtOutput *output, GError **error);
