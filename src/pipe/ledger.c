#include "ledger_file.h"

#include "base/hash.h"
#include "base/limits.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- keys ---- */

/* Two words at a time: neither half of the key waits for the other, nor one word for the one before it. */
static void hash_in(const NtLedger *l, NtStr text, guint64 key[2])
{
  guint64 x = nt_hash_mix(key[0], text.n), y = nt_hash_mix(key[1], text.n), u = x + 1, v = y + 1;
  gsize at = 0;
  for (; at + 16 <= text.n; at += 16) {
    guint64 w[2];
    memcpy(w, text.p + at, sizeof w);
    x = nt_hash_mix(x ^ l->header.secret[0], w[0]);
    y = nt_hash_mix(y ^ l->header.secret[1], w[0]);
    u = nt_hash_mix(u ^ l->header.secret[0], w[1]);
    v = nt_hash_mix(v ^ l->header.secret[1], w[1]);
  }
  x = nt_hash_mix(x, u);
  y = nt_hash_mix(y, v);
  for (; at + 8 <= text.n; at += 8) {
    guint64 w;
    memcpy(&w, text.p + at, sizeof w);
    x = nt_hash_mix(x ^ l->header.secret[0], w);
    y = nt_hash_mix(y ^ l->header.secret[1], w);
  }
  if (at < text.n) {
    guint64 w = nt_hash_load(text.p + at, text.n - at);
    x = nt_hash_mix(x ^ l->header.secret[0], w);
    y = nt_hash_mix(y ^ l->header.secret[1], w);
  }
  key[0] = x;
  key[1] = y;
}

static void hash_twice(const NtLedger *l, guint64 kind, NtStr a, NtStr b, guint64 key[2])
{
  for (guint i = 0; i < 2; i++)
    key[i] = nt_hash_mix(l->header.secret[i], kind + i);
  hash_in(l, a, key);
  hash_in(l, b, key);
}

/* A line is known by what it holds, wherever it stands; a file by its name; bytes by both. */
static void key_of(const NtLedger *l, const NtDocument *d, guint64 key[2])
{
  NtStr none = {0};
  if (d->kind == NT_DOCUMENT_LINE)
    hash_twice(l, 1, d->bytes, none, key);
  else if (d->kind == NT_DOCUMENT_FILE)
    hash_twice(l, 2, d->path, none, key);
  else
    hash_twice(l, 3, d->path, d->bytes, key);
}

gboolean nt_ledger_stamp_path(const char *path, NtLedgerStamp *stamp, struct timespec *changed)
{
  struct stat st;
  *stamp = (NtLedgerStamp){0};
  if (stat(path, &st) != 0 || !S_ISREG(st.st_mode))
    return FALSE;
  stamp->v[0] = (guint64)st.st_size + 1;
  stamp->v[1] = (guint64)st.st_mtim.tv_sec * 1000000000u + (guint64)st.st_mtim.tv_nsec;
  stamp->v[2] = (guint64)st.st_ctim.tv_sec * 1000000000u + (guint64)st.st_ctim.tv_nsec;
  stamp->v[3] = nt_hash_mix((guint64)st.st_ino, (guint64)st.st_dev);
  *changed = st.st_ctim;
  return TRUE;
}

gboolean nt_ledger_is_before(struct timespec a, struct timespec b)
{
  return a.tv_sec < b.tv_sec || (a.tv_sec == b.tv_sec && a.tv_nsec < b.tv_nsec);
}

void nt_ledger_stamp(const NtLedger *l, const NtDocument *d, NtLedgerStamp *stamp)
{
  struct timespec changed;
  *stamp = (NtLedgerStamp){0};
  if (d->kind != NT_DOCUMENT_FILE)
    return;
  g_autofree char *path = g_strndup(d->path.p, d->path.n);
  if (nt_ledger_stamp_path(path, stamp, &changed) && !nt_ledger_is_before(changed, l->began))
    *stamp = (NtLedgerStamp){0};
}

guint64 nt_ledger_stamp_hash(const NtLedgerStamp *stamp)
{
  return stamp->v[0] ? nt_hash_bytes(nt_str_n((const char *)stamp->v, sizeof stamp->v)) | 1 : 0;
}

static guint8 digit(char c)
{
  return (guint8)g_ascii_xdigit_value(c);
}

static gboolean take_sha256(NtStr hex, guint8 bytes[32])
{
  memset(bytes, 0, 32);
  if (hex.n != 64)
    return FALSE;
  for (guint i = 0; i < 32; i++)
    bytes[i] = (guint8)(digit(hex.p[2 * i]) << 4 | digit(hex.p[2 * i + 1]));
  return TRUE;
}

static gboolean hash_file(const char *path, guint8 sha256[32])
{
  int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  struct stat st;
  if (fd < 0)
    return FALSE;
  if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode) || (guint64)st.st_size > NT_LIMIT_TEXT_BYTES) {
    close(fd);
    return FALSE;
  }
  g_autoptr(GChecksum) checksum = g_checksum_new(G_CHECKSUM_SHA256);
  g_autofree guchar *buffer = g_malloc(1 << 16);
  gssize n;
  while ((n = read(fd, buffer, 1 << 16)) > 0)
    g_checksum_update(checksum, buffer, n);
  close(fd);
  gsize length = 32;
  g_checksum_get_digest(checksum, sha256, &length);
  return n == 0;
}

/* ---- asking ---- */

/* The file is the one it was, by its times, or by all its bytes. */
static gboolean is_same_file(const NtLedger *l, const NtDocument *d, const NtLedgerRecord *record)
{
  static const guint8 unknown[32];
  NtLedgerStamp stamp;
  nt_ledger_stamp(l, d, &stamp);
  if (stamp.v[0] && memcmp(stamp.v, record->stamp, sizeof stamp.v) == 0)
    return TRUE;
  guint8 sha256[32];
  g_autofree char *path = g_strndup(d->path.p, d->path.n);
  return memcmp(record->sha256, unknown, 32) != 0 && hash_file(path, sha256) && memcmp(sha256, record->sha256, 32) == 0;
}

/* Whether what it says of its articles fits. */
static gboolean articles_fit(const NtLedgerParts *parts)
{
  guint64 end = 0, ids = 0;
  for (guint32 i = 0; i < parts->record.n_articles; i++) {
    if (parts->articles[i].end < end)
      return FALSE;
    end = parts->articles[i].end;
    ids += parts->articles[i].n_id;
  }
  return end <= parts->out.n && ids == parts->ids.n;
}

static gboolean is_same_sealed_file(const NtLedger *l, const NtDocument *d, const NtLedgerSealed *sealed)
{
  NtLedgerStamp stamp;
  nt_ledger_stamp(l, d, &stamp);
  return sealed->stamp && sealed->stamp == nt_ledger_stamp_hash(&stamp);
}

/* What the seal tells, if that is enough. */
static gboolean find_sealed(const NtLedger *l, const NtDocument *d, const NtLedgerSealed *sealed, NtLedgerResult *result)
{
  if (!sealed || sealed->placed || (d->kind == NT_DOCUMENT_FILE && !is_same_sealed_file(l, d, sealed)))
    return FALSE;
  *result = (NtLedgerResult){.bytes = sealed->bytes, .out = nt_str_n(l->map + sealed->out, sealed->n_out), .n_articles = sealed->n_articles};
  return TRUE;
}

gboolean nt_ledger_find(const NtLedger *l, const NtDocument *d, const char *place, gboolean articles, NtLedgerResult *result, guint32 *number)
{
  guint64 key[2];
  NtLedgerParts parts;
  if (d->kind == NT_DOCUMENT_ERROR)
    return FALSE;
  key_of(l, d, key);
  *number = *nt_ledger_slot(l, key) - 1;
  if (*number == NT_LEDGER_NEW)
    return FALSE;
  const NtLedgerRow *row = &g_array_index(l->rows, NtLedgerRow, *number);
  if (row->stale)
    return FALSE;
  if (!articles && find_sealed(l, d, row->sealed, result))
    return TRUE;
  if (!nt_ledger_is_sound(l, row->at) || !nt_ledger_parts(l, l->map, l->size, row->at, &parts) || !articles_fit(&parts) ||
      (parts.place.n && !nt_str_is(parts.place, place)) || (d->kind == NT_DOCUMENT_FILE && !is_same_file(l, d, &parts.record)))
    return FALSE;
  *result = (NtLedgerResult){
    .bytes = parts.record.bytes,
    .out = parts.out,
    .articles = parts.articles,
    .n_articles = parts.record.n_articles,
    .ids = parts.ids,
    .before = row->sealed ? row->first + 1 : 0,
    .had = l->folder && parts.record.folder == l->folder,
  };
  return TRUE;
}

/* ---- keeping ---- */

void nt_ledger_format(const NtLedger *l, const NtDocument *d, const NtLedgerStamp *stamp, const NtLedgerEntry *entry, GString *out)
{
  const NtLedgerResult *result = &entry->result;
  NtLedgerRecord record = {
    .bytes = result->bytes,
    .n_out = result->out.n,
    .n_words = entry->text.n_words,
    .n_letters = entry->text.n_letters,
    .n_place = (guint32)entry->place.n,
    .n_articles = result->n_articles,
    .n_ids = (guint32)result->ids.n,
    .folder = l->folder,
  };
  key_of(l, d, record.key);
  memcpy(record.stamp, stamp->v, sizeof record.stamp);
  take_sha256(entry->sha256, record.sha256);
  gsize from = nt_ledger_open_block(out);
  nt_ledger_append(out, &record, sizeof record);
  nt_ledger_append(out, result->articles, result->n_articles * sizeof *result->articles);
  nt_ledger_append(out, entry->text.words, entry->text.n_words * sizeof *entry->text.words);
  nt_ledger_append(out, entry->text.letters, entry->text.n_letters * sizeof *entry->text.letters);
  nt_ledger_append(out, result->ids.p, result->ids.n);
  nt_ledger_append(out, entry->place.p, entry->place.n);
  nt_ledger_append(out, result->out.p, result->out.n);
  nt_ledger_close_block(l, out, from, NT_LEDGER_DOCUMENT);
}

/* As the last output goes on, or not. */
static void take_row(NtLedger *l, NtLedgerRow *row)
{
  NtLedgerLive live = {row->at, row->sealed};
  NtLedgerBlock block;
  row->used = TRUE;
  g_array_append_val(l->live, live);
  if (row->sealed)
    l->live_bytes += nt_ledger_sealed_size(row->sealed);
  else if (nt_ledger_block_at(l, l->map, l->size, row->at, &block))
    l->live_bytes += block.size;
  gboolean same = l->next >= 0 && l->next < l->order->len && l->order->pdata[l->next] == row->sealed;
  l->next = same ? l->next + 1 : -1;
}

gboolean nt_ledger_take(NtLedger *l, const guint32 *numbers, guint n, const GString *blocks, GError **error)
{
  guint64 at = l->length;
  gsize in = 0;
  for (guint i = 0; i < n; i++) {
    if (numbers[i] != NT_LEDGER_NEW) {
      take_row(l, &g_array_index(l->rows, NtLedgerRow, numbers[i]));
      continue;
    }
    NtLedgerBlock block;
    NtLedgerLive live = {at + in, NULL};
    memcpy(&block, blocks->str + in, sizeof block);
    g_array_append_val(l->live, live);
    l->live_bytes += block.size;
    l->next = -1;
    in += block.size;
  }
  return nt_ledger_write(l, blocks->str, blocks->len, error);
}

/* ---- the output of the last run ---- */

gint64 nt_ledger_as_before(const NtLedger *l)
{
  return l->next;
}

gboolean nt_ledger_is_as_before(const NtLedger *l)
{
  return l->next == l->order->len;
}

guint64 nt_ledger_articles_before(const NtLedger *l)
{
  return l->articles;
}

gboolean nt_ledger_give(const NtLedger *l, gint64 n, gboolean (*put)(NtStr out, gpointer data, GError **error), gpointer data, GError **error)
{
  for (gint64 i = 0; i < n; i++) {
    const NtLedgerSealed *s = l->order->pdata[i];
    if (!put(nt_str_n(l->map + s->out, s->n_out), data, error))
      return FALSE;
  }
  return TRUE;
}

/* ---- files of articles ---- */

static void tell_ids(const NtLedger *l, guint64 at, NtLedgerIdFunc tell, gpointer data)
{
  NtLedgerParts parts;
  if (!nt_ledger_is_sound(l, at) || !nt_ledger_parts(l, l->map, l->size, at, &parts) || !articles_fit(&parts) || parts.record.folder != l->folder)
    return;
  const char *id = parts.ids.p;
  for (guint32 i = 0; i < parts.record.n_articles; id += parts.articles[i++].n_id)
    tell(nt_str_n(id, parts.articles[i].n_id), data);
}

void nt_ledger_old_ids(const NtLedger *l, gboolean replaced, NtLedgerIdFunc tell, gpointer data)
{
  if (!l->folder)
    return;
  for (guint i = 0; replaced && i < l->replaced->len; i++)
    tell_ids(l, g_array_index(l->replaced, guint64, i), tell, data);
  for (guint32 i = 0; !replaced && i < l->rows->len; i++) {
    const NtLedgerRow *row = &g_array_index(l->rows, NtLedgerRow, i);
    if (!row->used)
      tell_ids(l, row->at, tell, data);
  }
}
