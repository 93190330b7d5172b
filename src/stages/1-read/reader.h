/* A format that files come in. Rows of readers.c, one file each. A reader of one document turns its bytes into an article's text; a
 * reader of many cuts a stream into pieces, each of them a document in some format again. */
#pragma once

#include "article/article.h"
#include "base/input.h"
#include "encoding.h"
#include "pipe/feed.h"

/* What a document's reader has at hand. */
typedef struct {
  NtEncodings *encodings;
} NtReading;

typedef enum {
  NT_PIECE_STREAM, /* `in` is its content, until the next call; its format is told by `path` and content */
  NT_PIECE_BYTES,  /* `bytes` in `format` */
  NT_PIECE_LINE,   /* `bytes` is an article as NDJSON */
  NT_PIECE_BAD,    /* cannot be had: `message` */
  NT_PIECE_END,    /* there is no more */
} NtPieceKind;

typedef struct {
  NtPieceKind kind;
  NtStr path;         /* within the container; p NULL: the container's own name is its name */
  guint64 line;       /* LINE, BAD: of the container, where it has lines; otherwise 0 */
  NtInput *in;
  NtStr bytes;
  const char *format; /* a reader's name */
  NtStr charset;      /* what a header says of it, or p NULL */
  NtStr message;
} NtPiece;

typedef struct {
  const char *path;         /* how messages and ids name it */
  NtInput *in;              /* borrowed */
  const NtOptions *options;
  NtEncodings *encodings;
} NtContainer;

typedef struct {
  const char *name;
  const char *endings;      /* `.html .htm` */
  gboolean asked_for;       /* in a folder, read only where --from names it */
  gboolean (*is)(NtStr head); /* whether something begins as this format does; NULL: only by name */

  /* One document: fills in the text, and of source and meta what it knows. */
  gboolean (*decode)(const NtReading *reading, NtArticle *article, NtStr bytes, GError **error);

  /* Many. `next` fills `piece` (cleared), its strings in `arena`; FALSE: the rest cannot be read. */
  gpointer (*open)(const NtContainer *container, GError **error);
  gboolean (*next)(gpointer self, NtArena *arena, NtPiece *piece, GError **error);
  void (*close)(gpointer self);
} NtReader;

/* NULL where there is none. */
const NtReader *nt_reader_by_name(const char *name);
/* By the ending, whatever its case. */
const NtReader *nt_reader_by_path(const char *path);
const NtReader *nt_reader_by_content(NtStr head);
/* By the ending of `path` (may be NULL), and where that says nothing by how the content begins. What is named a text is one, even where it
 * begins as a container does, with a brace; but it may hold one article of another format. */
const NtReader *nt_reader_of(const char *path, NtStr head);
/* How much of the beginning `is` may look at. */
#define NT_READER_HEAD ((gsize)1024)
/* All names, comma-separated, for messages. */
char *nt_reader_names(void);

/* Text and HTML, for readers of formats that hold such. */
gboolean nt_text_decode(const NtReading *reading, NtArticle *article, NtStr bytes, GError **error);
gboolean nt_html_decode(const NtReading *reading, NtArticle *article, NtStr bytes, GError **error);
/* The visible text of a piece of HTML in UTF-8. */
gboolean nt_html_text(NtArena *arena, NtStr html, NtStr *text, GError **error);

extern const NtReader nt_reader_text, nt_reader_html, nt_reader_mail;
extern const NtReader nt_reader_archive, nt_reader_warc, nt_reader_feed, nt_reader_mbox, nt_reader_jsonl, nt_reader_csv, nt_reader_tsv;
