/* A stream of bytes that can be looked at ahead: a file, a member of an archive, what another stream is turned into. */
#pragma once

#include "arena.h"

typedef struct NtInput NtInput;

typedef struct {
  /* Puts at most `n` bytes into `room`; 0 at the end, -1 where it fails. */
  gssize (*pull)(gpointer self, char *room, gsize n, GError **error);
  /* Moves as lseek does; the new place, or -1. May be NULL. */
  gint64 (*seek)(gpointer self, gint64 offset, int whence);
  void (*close)(gpointer self); /* may be NULL */
} NtInputKind;

NtInput *nt_input_new(const NtInputKind *kind, gpointer self);
/* Of an open file, which is closed with it, unless it is standard input. */
NtInput *nt_input_of_file(int fd);
/* Of bytes that outlive it. */
NtInput *nt_input_of_bytes(NtStr bytes);
void nt_input_free(NtInput *in); /* accepts NULL */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(NtInput, nt_input_free)

/* The next `n` bytes, fewer at the end, without taking them; good until the next call. An error counts as the end; it comes again
 * with the reading. */
NtStr nt_input_peek(NtInput *in, gsize n);
/* What was looked at ahead already. */
NtStr nt_input_ahead(const NtInput *in);
/* Takes at most `n` bytes into `room`; 0 at the end, -1 where it fails. */
gssize nt_input_read(NtInput *in, char *room, gsize n, GError **error);
/* Takes a line with its line feed (the last may lack it), good until the next call; n is 0 at the end. Of a line of more than `most`
 * bytes the rest is dropped, and `*cut` is set. */
gboolean nt_input_line(NtInput *in, gsize most, NtStr *line, gboolean *cut, GError **error);
/* Takes all there is into `arena`. NT_ERROR_LIMIT where it is more than `most` bytes; what was read is dropped then. */
gboolean nt_input_rest(NtInput *in, NtArena *arena, gsize most, NtStr *rest, GError **error);
/* Drops `n` bytes, or what there is. */
gboolean nt_input_skip(NtInput *in, guint64 n, GError **error);
/* Gives bytes back, to be read again. */
void nt_input_unread(NtInput *in, NtStr bytes);
/* Moves in a stream that can; what was looked at ahead is dropped. -1 where it cannot. */
gint64 nt_input_seek(NtInput *in, gint64 offset, int whence);
