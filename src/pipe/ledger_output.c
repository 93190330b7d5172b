/* The files of an output: which they were when a run ended, so that the next leaves those alone in which nothing changes. */
#include "ledger_file.h"

#include <sys/stat.h>
#include <unistd.h>

/* ---- of the last run ---- */

guint64 nt_ledger_file(const NtLedger *l, guint64 form, guint64 i)
{
  guint64 file = 0;
  if (form == l->form && i < l->files.n / sizeof file)
    memcpy(&file, l->files.p + i * sizeof file, sizeof file);
  return file;
}

gboolean nt_ledger_is_file(guint64 file, const char *path)
{
  NtLedgerStamp stamp;
  struct timespec changed;
  return file && nt_ledger_stamp_path(path, &stamp, &changed) && nt_ledger_stamp_hash(&stamp) == file;
}

/* ---- of this one ---- */

#define MOST_FRESH 1024u
#define MOST_WAITS 50u

gboolean nt_ledger_now(const NtLedger *l, struct timespec *now)
{
  struct stat st;
  if (pwrite(l->fd, &l->header, 1, 0) != 1 || fstat(l->fd, &st) != 0)
    return FALSE;
  *now = st.st_mtim;
  return TRUE;
}

/* FALSE: a change in this moment of the file system's clock would not be seen later. */
static gboolean look_at(NtLedger *l, const NtLedgerFresh *fresh, struct timespec now)
{
  NtLedgerStamp stamp;
  struct timespec changed;
  gboolean there = nt_ledger_stamp_path(fresh->path, &stamp, &changed);
  if (there && !nt_ledger_is_before(changed, now))
    return FALSE;
  g_array_index(l->new_files, guint64, fresh->at) = there ? nt_ledger_stamp_hash(&stamp) : 0;
  return TRUE;
}

void nt_ledger_forget_fresh(NtLedger *l)
{
  for (guint i = 0; i < l->fresh->len; i++)
    g_free(g_array_index(l->fresh, NtLedgerFresh, i).path);
  g_array_set_size(l->fresh, 0);
}

/* What cannot be told in time stays unknown. */
static void look_at_fresh(NtLedger *l)
{
  struct timespec now;
  guint seen = 0;
  for (guint wait = 0; wait < MOST_WAITS && nt_ledger_now(l, &now); wait++) {
    while (seen < l->fresh->len && look_at(l, &g_array_index(l->fresh, NtLedgerFresh, seen), now))
      seen++;
    if (seen == l->fresh->len)
      break;
    g_usleep(1000);
  }
  nt_ledger_forget_fresh(l);
}

void nt_ledger_add_file(NtLedger *l, guint64 file, const char *path)
{
  NtLedgerFresh fresh = {NULL, l->new_files->len};
  g_array_append_val(l->new_files, file);
  if (file)
    return;
  fresh.path = g_strdup(path);
  g_array_append_val(l->fresh, fresh);
  if (l->fresh->len == MOST_FRESH)
    look_at_fresh(l);
}

static gboolean is_told(const NtLedger *l, guint64 form)
{
  return l->length == l->seal_end && form == l->form && nt_str_equal(l->files, nt_str_n(l->new_files->data, l->new_files->len * sizeof(guint64)));
}

void nt_ledger_put_files(NtLedger *l, guint64 form)
{
  g_autoptr(GString) block = g_string_new(NULL);
  guint64 at = l->length;
  look_at_fresh(l);
  if (is_told(l, form))
    return;
  gsize from = nt_ledger_open_block(block);
  nt_ledger_append(block, &form, sizeof form);
  nt_ledger_append(block, l->new_files->data, l->new_files->len * sizeof(guint64));
  nt_ledger_close_block(l, block, from, NT_LEDGER_FILES);
  if (nt_ledger_write(l, block->str, block->len, NULL))
    return;
  l->length = at;
  (void)!ftruncate(l->fd, (off_t)at);
}
