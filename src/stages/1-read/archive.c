/* zip, tar and compressed files. A compressed file that is no archive is its content, under its own name. */
#include "base/archive.h"

#include "reader.h"

static gpointer open_archive(const NtContainer *container, GError **error)
{
  return nt_archive_open(container->in, NULL, error);
}

static gboolean next_member(gpointer self, NtArena *arena, NtPiece *piece, GError **error)
{
  g_autoptr(GError) bad = NULL;
  NtStr name = {0};
  switch (nt_archive_next(self, &name, &bad)) {
  case NT_ARCHIVE_END:
    piece->kind = NT_PIECE_END;
    return TRUE;
  case NT_ARCHIVE_BROKEN:
    g_propagate_error(error, g_steal_pointer(&bad));
    return FALSE;
  case NT_ARCHIVE_BAD:
    piece->kind = NT_PIECE_BAD;
    piece->path = nt_arena_str(arena, name);
    piece->message = nt_arena_str(arena, nt_str(bad->message));
    return TRUE;
  case NT_ARCHIVE_MEMBER:
    piece->kind = NT_PIECE_STREAM;
    piece->path = name.n ? nt_arena_str(arena, name) : (NtStr){0};
    piece->in = nt_archive_content(self);
    return TRUE;
  }
  return FALSE;
}

static void close_archive(gpointer self)
{
  nt_archive_free(self);
}

const NtReader nt_reader_archive = {
  .name = "archive",
  .endings = ".zip .tar .tgz .tbz2 .txz .tzst .gz .bz2 .xz .zst",
  .is = nt_archive_is,
  .open = open_archive,
  .next = next_member,
  .close = close_archive,
};
