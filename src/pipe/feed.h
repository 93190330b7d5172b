/* Where articles come from: a feed hands out raw documents in order, one thread at a time, as fast as it can; turning them
 * into articles is done by the workers. */
#pragma once

#include "article/article.h"
#include "options.h"

typedef enum {
  NT_DOCUMENT_LINE, /* `bytes` is one line of NDJSON, without its line feed */
  NT_DOCUMENT_FILE, /* the file `path`, not read yet */
  NT_DOCUMENT_BYTES, /* `bytes` is the content of something named `path` */
  NT_DOCUMENT_ERROR, /* something that could not be had: `message` */
} NtDocumentKind;

typedef struct {
  NtDocumentKind kind;
  NtStr path; /* as the user would name it; the article's id */
  guint64 line; /* LINE: its number, from 1 */
  NtStr bytes;
  gsize size;   /* FILE: how long it was when it was found */
  const char *format; /* FILE, BYTES: the format they are in, of static lifetime; NULL: to be told by name and content */
  NtStr charset;      /* BYTES: what a header says of them, or p NULL */
  NtStr message;
} NtDocument;

/* Some documents in a row; all they point to lives in the arena. */
typedef struct {
  NtArena *arena;
  NT_VEC(NtDocument) documents;
  gsize bytes; /* about how much work this is */
  gboolean waits; /* nothing more has arrived: what is done shall be seen before the next read */
  gboolean at_once; /* what becomes of it shall be seen as soon as it is done */
} NtBatch;

typedef struct {
  const char *name;
  const NtOption *options;
  gpointer (*open)(const char *const *paths, const NtOptions *options, GError **error);
  /* Fills `batch` (empty) with a moderate amount; leaves it empty at the end. FALSE: nothing more can be read at all. */
  gboolean (*next)(gpointer self, NtBatch *batch, GError **error);
  void (*close)(gpointer self);
  /* How much of the input was given out, 0 to 1; less than 0 where that cannot be told. May be NULL. */
  double (*done)(gconstpointer self);
} NtFeed;
