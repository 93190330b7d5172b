/* The file of a ledger: its blocks, and the table of its documents. For ledger.c and ledger_file.c alone. */
#pragma once

#include "ledger.h"

#include <time.h>

typedef struct {
  char magic[16];
  guint32 version, order;
  guint64 job;
  guint64 secret[2]; /* keys of the hashes: nobody can make two texts that are taken for one */
  guint64 check;     /* of what stands before it */
  guint64 seal;      /* where one stands, to begin from; 0 for none, and nothing lost if it is wrong */
} NtLedgerHeader;

/* A seal names the documents of a run that ended, in the order of its output, all made with the last knowledge or untouched by what
 * changed since. They are on the disk, and need not be looked at byte by byte again. What is asked of most of them stands in the seal, so
 * that a run in which little has changed reads it alone. Where few documents have come in the place of others, an amendment says which.
 * The files that were made of them, as the system tells of them, stand in a block behind: their form, and a number for each. */
typedef enum { NT_LEDGER_DOCUMENT = 1, NT_LEDGER_KNOWLEDGE, NT_LEDGER_SEAL, NT_LEDGER_FILES, NT_LEDGER_AMENDMENT } NtLedgerBlockKind;

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

/* The payload of a block of knowledge: this, and units. */
typedef struct {
  guint64 image; /* checksum of the image that they are of */
  guint64 whole; /* where the block stands whose units these differ from; 0: these are all there are */
  guint64 n;     /* bytes */
} NtLedgerUnits;

/* The payload of a seal: where the knowledge stands, then these, each with its filter behind it. That of an amendment: where the
 * knowledge stands, and the seal, then again and again the place in the seal's order and one of these. */
typedef struct {
  guint64 key[2];
  guint64 at;         /* of the block */
  guint64 out, n_out; /* where the output stands in the file */
  guint64 bytes;      /* of the articles' text */
  guint64 stamp;      /* hash of the file's; 0: not known */
  guint32 n_articles, placed; /* placed: it has a place */
  guint32 n_filter, unused;   /* the words of the page, as bits: so many times 64 of them, a power of two */
} NtLedgerSealed;
G_STATIC_ASSERT(sizeof(NtLedgerSealed) % 8 == 0);

typedef struct {
  guint64 key[2];
  guint64 at; /* of the block */
  const NtLedgerSealed *sealed; /* NULL: made since the last seal */
  guint64 first; /* sealed: how many articles of the output come before its own */
  gboolean stale, used;
} NtLedgerRow;

/* What this run has written as a file of its output, and which of them it is. */
typedef struct {
  char *path;
  guint at;
} NtLedgerFresh;

/* A document of this run's output. */
typedef struct {
  guint64 at;
  const NtLedgerSealed *sealed; /* as above */
} NtLedgerLive;

/* Units as they stand in the file, or will: all of them, and how those of now differ from them. */
typedef struct {
  guint64 at;    /* of the block; 0: there is none */
  guint64 image; /* checksum of the image that they are of */
  guint64 whole_at;
  NtTouchUnits *whole, *difference;
} NtLedgerKnowledge;

struct NtLedger {
  char *path;
  int fd;
  NtLedgerHeader header;
  struct timespec began; /* the file system's time when this run began: a file that changed behind it may change unseen */
  const char *map;
  gsize size;     /* of what was there at the start and is whole */
  guint64 sealed; /* so far it was on the disk when an earlier run ended */
  guint64 seal;      /* where the last one stands, or 0 */
  guint64 seal_end;  /* of it, of its amendment and of what was said of the output */
  GPtrArray *order;  /* const NtLedgerSealed *: what it names, amended */
  gint64 next;       /* of these, the one that is used next where nothing has changed; less than 0: something has */
  guint64 articles;  /* of them */
  guint64 form;      /* of the files that were made of them */
  NtStr files;       /* guint64 each */
  GArray *new_files; /* guint64: of this run */
  GArray *fresh;     /* NtLedgerFresh: of these, not looked at yet */
  GArray *replaced; /* guint64: blocks of which there is a newer one */
  GArray *live;     /* NtLedgerLive, in the order of the output */
  guint64 live_bytes; /* of their blocks */
  guint64 folder;   /* in which articles get files, or 0 */
  guint64 length; /* of the file by now */
  GArray *rows;
  guint32 *table; /* row + 1 by key */
  guint32 mask;
  NtLedgerKnowledge knowledge; /* the last */
};

/* The record of a block, and the parts behind it. */
typedef struct {
  NtLedgerRecord record;
  NtTouchText text;
  const NtLedgerArticle *articles;
  NtStr ids, place, out;
} NtLedgerParts;

void nt_ledger_fail(const NtLedger *ledger, GError **error, const char *what);
/* Of a file, and when it changed last. FALSE where there is none. */
gboolean nt_ledger_stamp_path(const char *path, NtLedgerStamp *stamp, struct timespec *changed);
gboolean nt_ledger_is_before(struct timespec a, struct timespec b);
/* A hash; 0 where it is not known. */
guint64 nt_ledger_stamp_hash(const NtLedgerStamp *stamp);
/* Where the table has, or would have, the number + 1 of a document's row. */
guint32 *nt_ledger_slot(const NtLedger *ledger, const guint64 key[2]);
/* The head of the block at `at`, in a file that is mapped; FALSE where there is none. */
gboolean nt_ledger_block_at(const NtLedger *ledger, const char *map, gsize size, guint64 at, NtLedgerBlock *block);
/* FALSE where there is no document, or its numbers do not fit. */
gboolean nt_ledger_parts(const NtLedger *ledger, const char *map, gsize size, guint64 at, NtLedgerParts *parts);
/* The payload of the block is what its check says; what was sealed need not be looked at. */
gboolean nt_ledger_is_sound(const NtLedger *ledger, guint64 at);

/* The knowledge of the block at `at` becomes that of the ledger. FALSE where there is none. */
gboolean nt_ledger_read_knowledge(NtLedger *ledger, guint64 at);
/* The same, and what is touched by the change is stale. */
gboolean nt_ledger_take_knowledge(NtLedger *ledger, guint64 at);
/* The knowledge of this run goes into the file where it is another than the last, before anything that is made with it. */
gboolean nt_ledger_put_knowledge(NtLedger *ledger, const NtKnowledge *knowledge, GError **error);
/* Appends it to `out`, whose first byte will stand at `at`; where the last block of it will. */
guint64 nt_ledger_copy_knowledge(const NtLedger *ledger, guint64 at, GString *out);
void nt_ledger_knowledge_clear(NtLedgerKnowledge *knowledge);

/* What the seal at `at`, or the one with its amendment there, names, in its order, and where its knowledge stands. FALSE where numbers do
 * not fit. */
gboolean nt_ledger_read_seal(NtLedger *ledger, guint64 at, guint64 *knowledge);
static inline const NtLedgerSealed *nt_ledger_next_sealed(const NtLedgerSealed *s)
{
  return (const NtLedgerSealed *)(const void *)((const char *)(s + 1) + (gsize)s->n_filter * sizeof(guint64));
}
/* Of the whole block: the output is the end of it. */
static inline guint64 nt_ledger_sealed_size(const NtLedgerSealed *s)
{
  return ((s->out + s->n_out + 7) & ~(guint64)7) - s->at;
}

/* The check of a payload, begun with 0 and gone on with. */
guint64 nt_ledger_check(const NtLedger *ledger, guint64 check, const char *p, gsize n);
NtLedgerBlock nt_ledger_block(const NtLedger *ledger, NtLedgerBlockKind kind, guint64 size, guint64 check);
/* A block is what is appended between these two. */
gsize nt_ledger_open_block(GString *out);
void nt_ledger_close_block(const NtLedger *ledger, GString *out, gsize from, NtLedgerBlockKind kind);
void nt_ledger_append(GString *out, gconstpointer bytes, gsize n);
/* Behind the end of the file. */
gboolean nt_ledger_write(NtLedger *ledger, const char *bytes, gsize n, GError **error);
/* The file system's time: a write of a byte that is there already sets the file's to now. */
gboolean nt_ledger_now(const NtLedger *ledger, struct timespec *now);
void nt_ledger_forget_fresh(NtLedger *ledger);
