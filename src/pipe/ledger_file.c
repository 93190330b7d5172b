#include "ledger_file.h"

#include "base/error.h"
#include "base/hash.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#define MAGIC "newstag-state\n\x1A"
#define VERSION 5u
#define BLOCK_MAGIC 0x4B4C4254u

void nt_ledger_fail(const NtLedger *l, GError **error, const char *what)
{
  g_set_error(error, NT_ERROR, NT_ERROR_IO, "%s: %s: %s", l->path, what, g_strerror(errno));
}

/* ---- blocks ---- */

/* In as many steps as one likes; the bytes are so many times 8. */
guint64 nt_ledger_check(const NtLedger *l, guint64 check, const char *p, gsize n)
{
  guint64 h = check ? check : l->header.secret[0];
  for (gsize i = 0; i < n; i += 8) {
    guint64 w;
    memcpy(&w, p + i, sizeof w);
    h = nt_hash_mix(h, w);
  }
  return h;
}

NtLedgerBlock nt_ledger_block(const NtLedger *l, NtLedgerBlockKind kind, guint64 size, guint64 check)
{
  NtLedgerBlock block = {.magic = BLOCK_MAGIC, .kind = kind, .size = size, .check = check};
  block.head = nt_hash_mix(nt_hash_mix(l->header.secret[1] ^ block.kind, block.size), block.check);
  return block;
}

/* The payload is what `out` holds from `from` + sizeof(NtLedgerBlock) on; the block's head goes before it. */
void nt_ledger_close_block(const NtLedger *l, GString *out, gsize from, NtLedgerBlockKind kind)
{
  while ((out->len - from) % 8)
    g_string_append_c(out, 0);
  const char *payload = out->str + from + sizeof(NtLedgerBlock);
  gsize n = out->len - from - sizeof(NtLedgerBlock);
  NtLedgerBlock block = nt_ledger_block(l, kind, out->len - from, nt_ledger_check(l, 0, payload, n));
  memcpy(out->str + from, &block, sizeof block);
}

gsize nt_ledger_open_block(GString *out)
{
  gsize from = out->len;
  g_string_set_size(out, from + sizeof(NtLedgerBlock));
  return from;
}

void nt_ledger_append(GString *out, gconstpointer bytes, gsize n)
{
  if (n)
    g_string_append_len(out, bytes, (gssize)n);
}

gboolean nt_ledger_block_at(const NtLedger *l, const char *map, gsize size, guint64 at, NtLedgerBlock *block)
{
  if (at % 8 || at > size || size - at < sizeof *block)
    return FALSE;
  memcpy(block, map + at, sizeof *block);
  NtLedgerBlock same = nt_ledger_block(l, (NtLedgerBlockKind)block->kind, block->size, block->check);
  return memcmp(&same, block, sizeof same) == 0 && block->size % 8 == 0 && block->size >= sizeof *block && block->size <= size - at;
}

static gboolean payload_is_sound(const NtLedger *l, guint64 at, const NtLedgerBlock *block)
{
  return block->check == nt_ledger_check(l, 0, l->map + at + sizeof *block, block->size - sizeof *block);
}

gboolean nt_ledger_is_sound(const NtLedger *l, guint64 at)
{
  NtLedgerBlock block;
  return at < l->sealed || (nt_ledger_block_at(l, l->map, l->size, at, &block) && payload_is_sound(l, at, &block));
}

/* ---- the table ---- */

guint32 *nt_ledger_slot(const NtLedger *l, const guint64 key[2])
{
  guint32 at = (guint32)key[0] & l->mask;
  for (; l->table[at]; at = (at + 1) & l->mask) {
    const NtLedgerRow *row = &g_array_index(l->rows, NtLedgerRow, l->table[at] - 1);
    if (row->key[0] == key[0] && row->key[1] == key[1])
      break;
  }
  return &l->table[at];
}

static void make_room(NtLedger *l)
{
  if (l->rows->len * 2 < l->mask)
    return;
  l->mask = l->mask * 2 + 1;
  g_free(l->table);
  l->table = g_new0(guint32, (gsize)l->mask + 1);
  for (guint32 i = 0; i < l->rows->len; i++)
    *nt_ledger_slot(l, g_array_index(l->rows, NtLedgerRow, i).key) = i + 1;
}

static void add_row(NtLedger *l, const guint64 key[2], guint64 at, const NtLedgerSealed *sealed, guint64 first)
{
  NtLedgerRow row = {.key = {key[0], key[1]}, .at = at, .sealed = sealed, .first = first};
  make_room(l);
  guint32 *slot = nt_ledger_slot(l, key);
  if (*slot) {
    g_array_append_val(l->replaced, g_array_index(l->rows, NtLedgerRow, *slot - 1).at);
    g_array_index(l->rows, NtLedgerRow, *slot - 1) = row;
    return;
  }
  g_array_append_val(l->rows, row);
  *slot = l->rows->len;
}

static const char *take(const char **p, gsize *left, gsize n)
{
  const char *part = *p;
  if (n > *left)
    return NULL;
  *p += n;
  *left -= n;
  return part;
}

gboolean nt_ledger_parts(const NtLedger *l, const char *map, gsize size, guint64 at, NtLedgerParts *parts)
{
  NtLedgerRecord *r = &parts->record;
  NtLedgerBlock block;
  if (!nt_ledger_block_at(l, map, size, at, &block) || block.kind != NT_LEDGER_DOCUMENT)
    return FALSE;
  gsize left = block.size - sizeof block;
  const char *p = map + at + sizeof block, *record = take(&p, &left, sizeof *r);
  if (!record)
    return FALSE;
  memcpy(r, record, sizeof *r);
  const char *articles = take(&p, &left, (gsize)r->n_articles * sizeof(NtLedgerArticle)),
             *words = take(&p, &left, (gsize)r->n_words * sizeof(guint32)), *letters = take(&p, &left, (gsize)r->n_letters * sizeof(guint32)),
             *ids = take(&p, &left, r->n_ids), *place = take(&p, &left, r->n_place), *out = take(&p, &left, r->n_out);
  if (!words || !letters || !articles || !ids || !place || !out)
    return FALSE;
  parts->text = (NtTouchText){(const guint32 *)(const void *)words, r->n_words, (const guint32 *)(const void *)letters, r->n_letters};
  parts->articles = (const NtLedgerArticle *)(const void *)articles;
  parts->ids = nt_str_n(ids, r->n_ids);
  parts->place = nt_str_n(place, r->n_place);
  parts->out = nt_str_n(out, r->n_out);
  return TRUE;
}

/* Only what the seal names is left, and none of it is stale. */
static gboolean take_seal(NtLedger *l, guint64 at, const NtLedgerBlock *seal)
{
  guint64 knowledge;
  if (!payload_is_sound(l, at, seal) || !nt_ledger_read_seal(l, at, &knowledge))
    return FALSE;
  l->sealed = at;
  if (knowledge != l->knowledge.at && !nt_ledger_read_knowledge(l, knowledge))
    return FALSE;
  g_array_set_size(l->rows, 0);
  g_array_set_size(l->replaced, 0);
  memset(l->table, 0, ((gsize)l->mask + 1) * sizeof *l->table);
  l->articles = 0;
  for (guint i = 0; i < l->order->len; i++) {
    const NtLedgerSealed *s = l->order->pdata[i];
    add_row(l, s->key, s->at, s, l->articles);
    l->articles += s->n_articles;
  }
  l->files = (NtStr){0};
  l->seal_end = at + seal->size;
  return TRUE;
}

/* Right behind the seal of what they were made of. */
static void take_files(NtLedger *l, guint64 at, const NtLedgerBlock *block)
{
  gsize head = sizeof *block + sizeof l->form;
  if (at != l->seal_end || block->size < head || !payload_is_sound(l, at, block))
    return;
  memcpy(&l->form, l->map + at + sizeof *block, sizeof l->form);
  l->files = nt_str_n(l->map + at + head, block->size - head);
  l->seal_end = at + block->size;
}

static gboolean take_document(NtLedger *l, guint64 at, const NtLedgerBlock *block)
{
  NtLedgerRecord record;
  if (block->size < sizeof *block + sizeof record)
    return FALSE;
  memcpy(&record, l->map + at + sizeof *block, sizeof record);
  add_row(l, record.key, at, NULL, 0);
  return TRUE;
}

static gboolean take_block(NtLedger *l, guint64 at, const NtLedgerBlock *block)
{
  switch (block->kind) {
  case NT_LEDGER_DOCUMENT: return take_document(l, at, block);
  case NT_LEDGER_KNOWLEDGE: return nt_ledger_take_knowledge(l, at);
  case NT_LEDGER_SEAL:
  case NT_LEDGER_AMENDMENT: return take_seal(l, at, block);
  case NT_LEDGER_FILES: take_files(l, at, block); return TRUE;
  default: return FALSE;
  }
}

/* Reads what an earlier run left, as far as it is whole, from the last seal on if that is known. */
static gsize take_blocks(NtLedger *l)
{
  guint64 at = sizeof(NtLedgerHeader);
  NtLedgerBlock block;
  if (l->header.seal && nt_ledger_block_at(l, l->map, l->size, l->header.seal, &block) &&
      (block.kind == NT_LEDGER_SEAL || block.kind == NT_LEDGER_AMENDMENT) && take_seal(l, l->header.seal, &block))
    at = l->seal_end;
  while (nt_ledger_block_at(l, l->map, l->size, at, &block) && take_block(l, at, &block))
    at += block.size;
  l->next = l->seal ? 0 : -1;
  return at;
}

/* ---- opening ---- */

static guint64 header_check(const NtLedgerHeader *h)
{
  NtLedgerHeader copy = *h;
  copy.check = copy.seal = 0;
  return nt_hash_bytes(nt_str_n((const char *)&copy, sizeof copy));
}

gboolean nt_ledger_write(NtLedger *l, const char *p, gsize n, GError **error)
{
  while (n) {
    gssize done = pwrite(l->fd, p, n, (off_t)l->length);
    if (done < 0 && errno == EINTR)
      continue;
    if (done < 0) {
      nt_ledger_fail(l, error, "cannot write");
      return FALSE;
    }
    p += done;
    n -= (gsize)done;
    l->length += (guint64)done;
  }
  return TRUE;
}

static gboolean begin(NtLedger *l, guint64 job, GError **error)
{
  l->header = (NtLedgerHeader){.version = VERSION, .order = 0x01020304u, .job = job};
  memcpy(l->header.magic, MAGIC, sizeof l->header.magic);
  if (getrandom(l->header.secret, sizeof l->header.secret, 0) != sizeof l->header.secret) {
    nt_ledger_fail(l, error, "no random numbers");
    return FALSE;
  }
  l->header.check = header_check(&l->header);
  if (ftruncate(l->fd, 0) != 0) {
    nt_ledger_fail(l, error, "cannot write");
    return FALSE;
  }
  l->length = 0;
  return nt_ledger_write(l, (const char *)&l->header, sizeof l->header, error);
}

/* FALSE: there is nothing in it that can be gone on from. */
static gboolean read_header(NtLedger *l, gsize size, guint64 job)
{
  if (size < sizeof l->header || pread(l->fd, &l->header, sizeof l->header, 0) != sizeof l->header)
    return FALSE;
  return l->header.version == VERSION && l->header.order == 0x01020304u && l->header.job == job &&
         l->header.check == header_check(&l->header);
}

/* An empty file is a ledger that was killed at its birth, or what `mktemp` made. */
static gboolean is_ledger(NtLedger *l, gsize size)
{
  char magic[16] = "";
  gsize n = MIN(size, sizeof magic);
  return !size || (pread(l->fd, magic, n, 0) == (gssize)n && memcmp(magic, MAGIC, n) == 0);
}

static gboolean lock(NtLedger *l, GError **error)
{
  if (flock(l->fd, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK)
    return TRUE;
  g_set_error(error, NT_ERROR, NT_ERROR_IO, "%s: another run is using it", l->path);
  return FALSE;
}

static gboolean read_old(NtLedger *l, gsize size, GError **error)
{
  l->map = mmap(NULL, size, PROT_READ, MAP_SHARED, l->fd, 0);
  if (l->map == MAP_FAILED) {
    l->map = NULL;
    nt_ledger_fail(l, error, "cannot be read");
    return FALSE;
  }
  l->size = size;
  gsize whole = take_blocks(l);
  l->length = whole;
  if (whole < size && ftruncate(l->fd, (off_t)whole) != 0) {
    nt_ledger_fail(l, error, "cannot write");
    return FALSE;
  }
  return TRUE;
}

NtLedger *nt_ledger_open(const char *path, const NtKnowledge *knowledge, guint64 job, const char *folder, GError **error)
{
  NtLedger *l = g_new0(NtLedger, 1);
  struct stat st;
  l->path = g_strdup(path);
  l->replaced = g_array_new(FALSE, FALSE, sizeof(guint64));
  l->live = g_array_new(FALSE, FALSE, sizeof(NtLedgerLive));
  l->new_files = g_array_new(FALSE, FALSE, sizeof(guint64));
  l->fresh = g_array_new(FALSE, FALSE, sizeof(NtLedgerFresh));
  if (folder) {
    g_autofree char *full = g_canonicalize_filename(folder, NULL);
    l->folder = nt_hash_bytes(nt_str(full)) | 1;
  }
  l->rows = g_array_new(FALSE, FALSE, sizeof(NtLedgerRow));
  l->order = g_ptr_array_new();
  l->next = -1;
  l->mask = 1023;
  l->table = g_new0(guint32, l->mask + 1);
  l->fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0666);
  gboolean good = FALSE;
  if (l->fd < 0 || fstat(l->fd, &st) != 0)
    nt_ledger_fail(l, error, "cannot write");
  else if (lock(l, error)) {
    if (!S_ISREG(st.st_mode) || !is_ledger(l, (gsize)st.st_size))
      g_set_error(error, NT_ERROR, NT_ERROR_USAGE, "%s: not a state file of newstag", path);
    else if (read_header(l, (gsize)st.st_size, job))
      good = read_old(l, (gsize)st.st_size, error);
    else
      good = begin(l, job, error);
  }
  good = good && nt_ledger_put_knowledge(l, knowledge, error);
  good = good && (nt_ledger_now(l, &l->began) || (nt_ledger_fail(l, error, "cannot write"), FALSE));
  if (!good) {
    nt_ledger_free(l);
    return NULL;
  }
  return l;
}

void nt_ledger_free(NtLedger *l)
{
  if (!l)
    return;
  if (l->map)
    munmap((gpointer)l->map, l->size);
  if (l->fd >= 0)
    close(l->fd);
  g_array_unref(l->rows);
  g_array_unref(l->replaced);
  g_array_unref(l->live);
  g_array_unref(l->new_files);
  nt_ledger_forget_fresh(l);
  g_array_unref(l->fresh);
  g_ptr_array_unref(l->order);
  g_free(l->table);
  nt_ledger_knowledge_clear(&l->knowledge);
  g_free(l->path);
  g_free(l);
}
