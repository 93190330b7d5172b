/* The file of a ledger: its blocks, and the table of its documents. For ledger.c and ledger_file.c alone. */
#pragma once

#include "ledger.h"

typedef struct {
  char magic[16];
  guint32 version, order;
  guint64 job;
  guint64 secret[2]; /* keys of the hashes: nobody can make two texts that are taken for one */
  guint64 check;     /* of the header */
} NtLedgerHeader;

/* A seal says where the documents of a run that ended stand, all made with the last knowledge or untouched by what changed since, and
 * that they are on the disk: they need not be looked at byte by byte again. */
typedef enum { NT_LEDGER_DOCUMENT = 1, NT_LEDGER_KNOWLEDGE, NT_LEDGER_SEAL } NtLedgerBlockKind;

typedef struct {
  guint32 magic, kind;
  guint64 size;   /* of the whole block, a multiple of 8 */
  guint64 check;  /* of the payload */
  guint64 head;   /* of the three above */
} NtLedgerBlock;

/* The payload of a document's block: this, its articles, its words and letters, the ids, the place, the output. */
typedef struct {
  guint64 key[2];   /* which document */
  guint64 stamp[4]; /* of the file */
  guint8 sha256[32];
  guint64 bytes, n_out; /* of the articles' text; of output */
  guint64 folder; /* in which its articles have files, or 0 */
  guint32 n_words, n_letters, n_place, n_articles, n_ids;
  guint32 unused;
} NtLedgerRecord;
G_STATIC_ASSERT(sizeof(NtLedgerRecord) % 8 == 0);

typedef struct {
  guint64 key[2];
  guint64 at; /* of the block */
  gboolean stale, used;
} NtLedgerRow;

struct NtLedger {
  char *path;
  int fd;
  NtLedgerHeader header;
  gint64 began[2]; /* the file system's time when this run began: a file that changed behind it may change unseen */
  const char *map;
  gsize size;     /* of what was there at the start and is whole */
  guint64 sealed; /* so far it was on the disk when an earlier run ended */
  guint64 seal_end;
  GArray *replaced; /* guint64: blocks of which there is a newer one */
  GArray *live;     /* guint64: blocks that this run made; at its end all that are in the output */
  guint64 folder;   /* in which articles get files, or 0 */
  guint64 length; /* of the file by now */
  GArray *rows;
  guint32 *table; /* row + 1 by key */
  guint32 mask;
  const char *units;
  gsize n_units;  /* the last knowledge block */
  guint n_knowledge;
  guint64 put; /* bytes of documents, by this run */
};

/* The record of a block, and the parts behind it. */
typedef struct {
  NtLedgerRecord record;
  NtTouchText text;
  const NtLedgerArticle *articles;
  NtStr ids, place, out;
} NtLedgerParts;

void nt_ledger_fail(const NtLedger *ledger, GError **error, const char *what);
/* Where the table has, or would have, the number + 1 of a document's row. */
guint32 *nt_ledger_slot(const NtLedger *ledger, const guint64 key[2]);
/* FALSE where its numbers do not fit. */
gboolean nt_ledger_parts(const NtLedger *ledger, guint64 at, NtLedgerParts *parts);
/* The payload of the block is what its check says; what was sealed need not be looked at. */
gboolean nt_ledger_is_sound(const NtLedger *ledger, guint64 at);

/* A block is what is appended between these two. */
gsize nt_ledger_open_block(GString *out);
void nt_ledger_close_block(const NtLedger *ledger, GString *out, gsize from, NtLedgerBlockKind kind);
void nt_ledger_append(GString *out, gconstpointer bytes, gsize n);
void nt_ledger_append_knowledge(const NtLedger *ledger, GString *out, const char *units, gsize n);
/* Behind the end of the file. */
gboolean nt_ledger_write(NtLedger *ledger, const char *bytes, gsize n, GError **error);
