/* What formats have in common that are one text file: a head, what each article becomes, a tail. */
#pragma once

#include "base/outfile.h"
#include "pipe/sink.h"

typedef struct {
  NtOutfile *out;
  const char *tail;
  guint lead; /* bytes that the first article leaves out: a list's comma */
} NtTextFile;

/* `head` and `tail` are constants. Articles begin with `lead` bytes that stand between two of them. NULL where it fails. */
gpointer nt_textfile_open(const char *path, const char *head, guint lead, const char *tail, GError **error);

/* The rest of an NtSink's row, in its order. */
gboolean nt_textfile_put(gpointer self, const char *bytes, gsize n, GError **error);
gboolean nt_textfile_flush(gpointer self, GError **error);
gboolean nt_textfile_finish(gpointer self, GError **error);
void nt_textfile_close(gpointer self);

#define NT_TEXTFILE_ENDS                                                                                                \
  .put = nt_textfile_put, .flush = nt_textfile_flush, .finish = nt_textfile_finish, .close = nt_textfile_close
