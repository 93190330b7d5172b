/* What a run has done, kept in a file, so that a later run need not do it again: the next day's, after articles and knowledge have
 * changed (`--incremental`), or the same one after it was stopped (`--resume`).
 *
 * The file only grows while a run is at work: blocks, each with its checksum, behind a header. A run that is killed leaves at most
 * a broken block at the end, which is cut off. A block is a document with what became of it; the units of a knowledge
 * (knowledge/touch.h), or how they differ from those of another block, behind which stands what was made with it; a seal, which names those
 * documents that were in the output when a run ended, or an amendment of one; or, behind that, which files this output was. Two runs cannot
 * use one file at a time. */
#pragma once

#include "feed.h"
#include "knowledge/knowledge.h"
#include "knowledge/touch.h"

typedef struct NtLedger NtLedger;

/* `folder`: where each article gets a file of its own, or NULL. `job` is a hash of all else that the output depends on: the program, the
 * stages, the format, their options. A file of another job is begun anew; a file that is no ledger is an error. */
NtLedger *nt_ledger_open(const char *path, const NtKnowledge *knowledge, guint64 job, const char *folder, GError **error);
void nt_ledger_free(NtLedger *ledger); /* accepts NULL */

typedef struct {
  guint64 end; /* of its output, in the document's */
  guint32 n_id, unused;
} NtLedgerArticle;

/* What became of a document, as it is kept: the bytes that the sink made of its articles. */
typedef struct {
  guint64 bytes; /* of the articles' text */
  NtStr out;
  const NtLedgerArticle *articles; /* that came out */
  guint32 n_articles;
  NtStr ids;      /* of the articles, one behind the other */
  guint64 before; /* in the last output: number of its first article, from 1 on; 0: not known */
  gboolean had;   /* its articles have files in the folder */
} NtLedgerResult;

/* Whether the document is known, unchanged and untouched. Several threads may ask at once. `place` is how it is named where it has
 * no name of its own; with `articles` the result has them and their ids, otherwise only their number. `*number` is what nt_ledger_take
 * wants. */
gboolean nt_ledger_find(const NtLedger *ledger, const NtDocument *document, const char *place, gboolean articles, NtLedgerResult *result,
                        guint32 *number);

/* How a file is told to be the one it was; taken before it is read. */
typedef struct {
  guint64 v[4]; /* all 0: not known */
} NtLedgerStamp;
void nt_ledger_stamp(const NtLedger *ledger, const NtDocument *document, NtLedgerStamp *stamp);

typedef struct {
  NtLedgerResult result;
  NtStr sha256; /* of the file, hex; empty where not known */
  NtStr place;  /* where the article's id is its place */
  NtTouchText text;
} NtLedgerEntry;
/* Appends the block of a document to `out`. Several threads may do so at once. */
void nt_ledger_format(const NtLedger *ledger, const NtDocument *document, const NtLedgerStamp *stamp, const NtLedgerEntry *entry, GString *out);
/* Says what goes into the output next, in its order: numbers of what was found, and NT_LEDGER_NEW for the next of the blocks that
 * nt_ledger_format made, which are put into the file. What it does not hear of is dropped at the end. */
#define NT_LEDGER_NEW G_MAXUINT32
gboolean nt_ledger_take(NtLedger *ledger, const guint32 *numbers, guint n, const GString *blocks, GError **error);

/* How many were taken so far, if the output of the last run that ended begins with just these; otherwise less than 0. */
gint64 nt_ledger_as_before(const NtLedger *ledger);
/* Whether that output is made of just these. */
gboolean nt_ledger_is_as_before(const NtLedger *ledger);
/* How many articles are in it. */
guint64 nt_ledger_articles_before(const NtLedger *ledger);
/* Gives what that output begins with: of so many documents. */
gboolean nt_ledger_give(const NtLedger *ledger, gint64 n, gboolean (*put)(NtStr out, gpointer data, GError **error), gpointer data, GError **error);
/* The ids of articles that earlier runs gave files in the folder, of documents that have not been taken by now; with `replaced` those of
 * documents that a run which did not end has done again. */
typedef void (*NtLedgerIdFunc)(NtStr id, gpointer data);
void nt_ledger_old_ids(const NtLedger *ledger, gboolean replaced, NtLedgerIdFunc tell, gpointer data);
/* After the last document: everything is on the disk, and the file is not much larger than it must be. */
gboolean nt_ledger_finish(NtLedger *ledger, GError **error);

/* The files of an output in its order, each as one number: what the system tells of it. `form` says what they are: NT_LEDGER_ONE file, one
 * for so many articles, or NT_LEDGER_EACH. Best effort: what is not known is written again the next time. */
#define NT_LEDGER_ONE 0u
#define NT_LEDGER_EACH G_MAXUINT64
/* The i-th, from 0 on, of the last run that ended, as that left it; 0: not known. */
guint64 nt_ledger_file(const NtLedger *ledger, guint64 form, guint64 i);
/* Whether it is the one at `path`. */
gboolean nt_ledger_is_file(guint64 file, const char *path);
/* The next of this run: `file`, which stays as it was, or, with 0, what has been written to `path`. */
void nt_ledger_add_file(NtLedger *ledger, guint64 file, const char *path);
/* After nt_ledger_finish: these are what was made of all that was taken, and with another form than NT_LEDGER_EACH of nothing else. */
void nt_ledger_put_files(NtLedger *ledger, guint64 form);
