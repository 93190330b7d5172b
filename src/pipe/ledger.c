#include "ledger_file.h"

#include "base/hash.h"
#include "base/limits.h"
#include "base/outfile.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#define MOST_KNOWLEDGE 8u /* blocks of it, before the file is written anew */
#define SLACK ((guint64)4 << 20)

/* ---- keys ---- */

static void hash_in(const NtLedger *l, NtStr text, guint64 key[2])
{
  guint64 x = nt_hash_mix(key[0], text.n), y = nt_hash_mix(key[1], text.n);
  gsize at = 0;
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

void nt_ledger_stamp(const NtLedger *l, const NtDocument *d, NtLedgerStamp *stamp)
{
  struct stat st;
  *stamp = (NtLedgerStamp){0};
  if (d->kind != NT_DOCUMENT_FILE)
    return;
  g_autofree char *path = g_strndup(d->path.p, d->path.n);
  if (stat(path, &st) != 0 || st.st_ctim.tv_sec > l->began[0] || (st.st_ctim.tv_sec == l->began[0] && st.st_ctim.tv_nsec >= l->began[1]))
    return;
  stamp->v[0] = (guint64)st.st_size + 1;
  stamp->v[1] = (guint64)st.st_mtim.tv_sec * 1000000000u + (guint64)st.st_mtim.tv_nsec;
  stamp->v[2] = (guint64)st.st_ctim.tv_sec * 1000000000u + (guint64)st.st_ctim.tv_nsec;
  stamp->v[3] = nt_hash_mix((guint64)st.st_ino, (guint64)st.st_dev);
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

gboolean nt_ledger_find(const NtLedger *l, const NtDocument *d, const char *place, NtLedgerResult *result, guint32 *number)
{
  guint64 key[2];
  NtLedgerParts parts;
  if (d->kind == NT_DOCUMENT_ERROR)
    return FALSE;
  key_of(l, d, key);
  guint32 row = *nt_ledger_slot(l, key);
  if (!row || g_array_index(l->rows, NtLedgerRow, row - 1).stale)
    return FALSE;
  guint64 at = g_array_index(l->rows, NtLedgerRow, row - 1).at;
  if (!nt_ledger_is_sound(l, at) || !nt_ledger_parts(l, at, &parts) || !articles_fit(&parts) || (parts.place.n && !nt_str_is(parts.place, place)) ||
      (d->kind == NT_DOCUMENT_FILE && !is_same_file(l, d, &parts.record)))
    return FALSE;
  *result = (NtLedgerResult){parts.record.bytes, parts.out, parts.articles, parts.record.n_articles, parts.ids};
  *number = row - 1;
  return TRUE;
}

void nt_ledger_use(NtLedger *l, guint32 number)
{
  g_array_index(l->rows, NtLedgerRow, number).used = TRUE;
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

gboolean nt_ledger_put(NtLedger *l, const char *bytes, gsize n, GError **error)
{
  for (gsize at = 0; at < n;) {
    NtLedgerBlock block;
    guint64 here = l->length + at;
    memcpy(&block, bytes + at, sizeof block);
    g_array_append_val(l->live, here);
    at += block.size;
  }
  l->put += n;
  return nt_ledger_write(l, bytes, n, error);
}

/* ---- the end ---- */

static guint64 live_bytes(const NtLedger *l)
{
  guint64 live = l->put;
  for (guint32 i = 0; i < l->rows->len; i++) {
    const NtLedgerRow *row = &g_array_index(l->rows, NtLedgerRow, i);
    NtLedgerBlock block;
    memcpy(&block, l->map + row->at, sizeof block);
    live += row->used ? block.size : 0;
  }
  return live;
}

static gboolean copy_range(NtLedger *l, NtOutfile *out, guint64 from, guint64 n, GError **error)
{
  g_autofree char *buffer = g_malloc(1 << 20);
  while (n) {
    gssize done = pread(l->fd, buffer, MIN(n, (guint64)1 << 20), (off_t)from);
    if (done <= 0) {
      nt_ledger_fail(l, error, "cannot be read");
      return FALSE;
    }
    if (!nt_outfile_write(out, buffer, (gsize)done, error))
      return FALSE;
    from += (guint64)done;
    n -= (guint64)done;
  }
  return TRUE;
}

static void append_seal(const NtLedger *l, GString *out)
{
  gsize from = nt_ledger_open_block(out);
  nt_ledger_append(out, l->live->data, l->live->len * sizeof(guint64));
  nt_ledger_close_block(l, out, from, NT_LEDGER_SEAL);
}

/* The file anew with what this run used and made. */
static gboolean write_anew(NtLedger *l, const NtKnowledge *knowledge, GError **error)
{
  g_autoptr(NtOutfile) out = nt_outfile_open(l->path, error);
  g_autoptr(GString) block = g_string_new(NULL);
  g_autoptr(GBytes) units = nt_touch_units(knowledge);
  gsize n;
  const char *p = g_bytes_get_data(units, &n);
  guint64 put_from = l->length - l->put;
  nt_ledger_append_knowledge(l, block, p, n);
  gboolean good = out && nt_outfile_write(out, (const char *)&l->header, sizeof l->header, error) &&
                  nt_outfile_write(out, block->str, block->len, error);
  guint64 at = sizeof l->header + block->len;
  guint n_put = l->live->len;
  for (guint32 i = 0; good && i < l->rows->len; i++) {
    const NtLedgerRow *row = &g_array_index(l->rows, NtLedgerRow, i);
    NtLedgerBlock head;
    if (!row->used)
      continue;
    memcpy(&head, l->map + row->at, sizeof head);
    g_array_append_val(l->live, at);
    at += head.size;
    good = nt_outfile_write(out, l->map + row->at, head.size, error);
  }
  for (guint i = 0; i < n_put; i++)
    g_array_index(l->live, guint64, i) += at - put_from;
  g_string_truncate(block, 0);
  append_seal(l, block);
  return good && copy_range(l, out, put_from, l->put, error) && nt_outfile_write(out, block->str, block->len, error) &&
         nt_outfile_commit(out, error);
}

/* Nothing has come, changed or gone since the last seal. */
static gboolean is_sealed(const NtLedger *l)
{
  for (guint32 i = 0; i < l->rows->len; i++)
    if (!g_array_index(l->rows, NtLedgerRow, i).used)
      return FALSE;
  return l->length == l->seal_end;
}

gboolean nt_ledger_finish(NtLedger *l, const NtKnowledge *knowledge, GError **error)
{
  if (is_sealed(l))
    return TRUE;
  if (l->length > 2 * live_bytes(l) + SLACK || l->n_knowledge > MOST_KNOWLEDGE)
    return write_anew(l, knowledge, error);
  if (fdatasync(l->fd) != 0) {
    nt_ledger_fail(l, error, "cannot write");
    return FALSE;
  }
  for (guint32 i = 0; i < l->rows->len; i++)
    if (g_array_index(l->rows, NtLedgerRow, i).used)
      g_array_append_val(l->live, g_array_index(l->rows, NtLedgerRow, i).at);
  g_autoptr(GString) seal = g_string_new(NULL);
  append_seal(l, seal);
  return nt_ledger_write(l, seal->str, seal->len, error);
}

/* ---- files of articles ---- */

static void tell_ids(const NtLedger *l, guint64 at, NtLedgerIdFunc tell, gpointer data)
{
  NtLedgerParts parts;
  if (!nt_ledger_is_sound(l, at) || !nt_ledger_parts(l, at, &parts) || !articles_fit(&parts) || parts.record.folder != l->folder)
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
  for (guint32 i = 0; !replaced && i < l->rows->len; i++)
    tell_ids(l, g_array_index(l->rows, NtLedgerRow, i).at, tell, data);
}
