#include "ledger.h"

#include "base/error.h"
#include "base/hash.h"
#include "base/limits.h"
#include "base/outfile.h"
#include "knowledge/touch.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#define MAGIC "newstag-state\n\x1A"
#define VERSION 2u
#define MOST_KNOWLEDGE 8u /* blocks of it, before the file is written anew */
#define SLACK ((guint64)4 << 20)

typedef struct {
  char magic[16];
  guint32 version, order;
  guint64 job;
  guint64 secret[2]; /* keys of the hashes: nobody can make two texts that are taken for one */
  guint64 check;     /* of the header */
} FileHeader;

/* A seal says where the documents of a run that ended stand, all made with the last knowledge or untouched by what changed since, and
 * that they are on the disk: they need not be looked at byte by byte again. */
typedef enum { BLOCK_DOCUMENT = 1, BLOCK_KNOWLEDGE, BLOCK_SEAL } BlockKind;

typedef struct {
  guint32 magic, kind;
  guint64 size;   /* of the whole block, a multiple of 8 */
  guint64 check;  /* of the payload */
  guint64 head;   /* of the three above */
} Block;
#define BLOCK_MAGIC 0x4B4C4254u

/* The payload of a document's block: this, its articles, its words and letters, the ids, the place, the output. */
typedef struct {
  guint64 key[2];   /* which document */
  guint64 stamp[4]; /* of the file */
  guint8 sha256[32];
  guint64 bytes, n_out; /* of the articles' text; of output */
  guint64 folder; /* in which its articles have files, or 0 */
  guint32 n_words, n_letters, n_place, n_articles, n_ids;
  guint32 unused;
} Record;
G_STATIC_ASSERT(sizeof(Record) % 8 == 0);

typedef struct {
  guint64 key[2];
  guint64 at; /* of the block */
  gboolean stale, used;
} Row;

struct NtLedger {
  char *path;
  int fd;
  FileHeader header;
  gint64 began[2]; /* the file system's time when this run began: a file that changed behind it may change unseen */
  const char *map;
  gsize size;     /* of what was there at the start and is whole */
  guint64 sealed; /* so far it was on the disk when an earlier run ended */
  guint64 seal_end;
  GArray *replaced; /* guint64: blocks of which there is a newer one */
  GArray *live;     /* guint64: blocks that this run made; at its end all that are in the output */
  guint64 folder;   /* in which articles get files, or 0 */
  guint64 length; /* of the file by now */
  GArray *rows;
  guint32 *table; /* row + 1 by key */
  guint32 mask;
  const char *units;
  gsize n_units;  /* the last knowledge block */
  guint n_knowledge;
  guint64 put; /* bytes of documents, by this run */
};

static void fail(const NtLedger *l, GError **error, const char *what)
{
  g_set_error(error, NT_ERROR, NT_ERROR_IO, "%s: %s: %s", l->path, what, g_strerror(errno));
}

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

/* ---- blocks ---- */

static guint64 check_of(const NtLedger *l, const char *p, gsize n)
{
  guint64 h = l->header.secret[0] ^ n;
  for (gsize i = 0; i < n; i += 8) { /* blocks are so many times 8 bytes long */
    guint64 w;
    memcpy(&w, p + i, sizeof w);
    h = nt_hash_mix(h, w);
  }
  return h;
}

static guint64 head_of(const NtLedger *l, const Block *b)
{
  return nt_hash_mix(nt_hash_mix(l->header.secret[1] ^ b->kind, b->size), b->check);
}

/* The payload is what `out` holds from `from` + sizeof(Block) on; the block's head goes before it. */
static void close_block(const NtLedger *l, GString *out, gsize from, BlockKind kind)
{
  while ((out->len - from) % 8)
    g_string_append_c(out, 0);
  Block block = {.magic = BLOCK_MAGIC, .kind = kind, .size = out->len - from};
  block.check = check_of(l, out->str + from + sizeof block, out->len - from - sizeof block);
  block.head = head_of(l, &block);
  memcpy(out->str + from, &block, sizeof block);
}

static gsize open_block(GString *out)
{
  gsize from = out->len;
  g_string_set_size(out, from + sizeof(Block));
  return from;
}

static void append(GString *out, gconstpointer bytes, gsize n)
{
  if (n)
    g_string_append_len(out, bytes, (gssize)n);
}

/* Documents behind it were made with this knowledge, or are not touched by what has changed since they were. */
static void append_knowledge(const NtLedger *l, GString *out, const char *units, gsize n)
{
  gsize from = open_block(out);
  guint64 length = n;
  append(out, &length, sizeof length);
  append(out, units, n);
  close_block(l, out, from, BLOCK_KNOWLEDGE);
}

/* The block at `at`, whose head is sound; FALSE at the end of what is. */
static gboolean block_at(const NtLedger *l, guint64 at, gsize size, Block *block)
{
  if (at + sizeof *block > size)
    return FALSE;
  memcpy(block, l->map + at, sizeof *block);
  return block->magic == BLOCK_MAGIC && block->head == head_of(l, block) && block->size % 8 == 0 && block->size >= sizeof *block &&
         block->size <= size - at;
}

static gboolean payload_is_sound(const NtLedger *l, guint64 at, const Block *block)
{
  return block->check == check_of(l, l->map + at + sizeof *block, block->size - sizeof *block);
}

/* ---- the table ---- */

static guint32 *slot_of(const NtLedger *l, const guint64 key[2])
{
  guint32 at = (guint32)key[0] & l->mask;
  for (; l->table[at]; at = (at + 1) & l->mask) {
    const Row *row = &g_array_index(l->rows, Row, l->table[at] - 1);
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
    *slot_of(l, g_array_index(l->rows, Row, i).key) = i + 1;
}

static void add_row(NtLedger *l, guint64 at)
{
  Record record;
  memcpy(&record, l->map + at + sizeof(Block), sizeof record);
  Row row = {.key = {record.key[0], record.key[1]}, .at = at};
  make_room(l);
  guint32 *slot = slot_of(l, record.key);
  if (*slot) {
    g_array_append_val(l->replaced, g_array_index(l->rows, Row, *slot - 1).at);
    g_array_index(l->rows, Row, *slot - 1) = row;
    return;
  }
  g_array_append_val(l->rows, row);
  *slot = l->rows->len;
}

/* The record of a block of sound payload, and the parts behind it; FALSE where its numbers do not fit. */
typedef struct {
  Record record;
  NtTouchText text;
  const NtLedgerArticle *articles;
  NtStr ids, place, out;
} Parts;

static const char *take(const char **p, gsize *left, gsize n)
{
  const char *part = *p;
  if (n > *left)
    return NULL;
  *p += n;
  *left -= n;
  return part;
}

static gboolean parts_of(const NtLedger *l, guint64 at, Parts *parts)
{
  Record *r = &parts->record;
  Block block;
  memcpy(&block, l->map + at, sizeof block);
  gsize left = block.size - sizeof block;
  const char *p = l->map + at + sizeof block, *record = take(&p, &left, sizeof *r);
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

/* Knowledge changed from the last block to `units`: what was made with it and is touched is stale. */
static gboolean change_to(NtLedger *l, const char *units, gsize n)
{
  NtTouchChange *change = l->units ? nt_touch_change(l->units, l->n_units, units, n) : NULL;
  gboolean none = change && nt_touch_change_is_none(change);
  for (guint32 i = 0; i < l->rows->len && !none; i++) {
    Row *row = &g_array_index(l->rows, Row, i);
    Parts parts;
    if (!row->stale)
      row->stale = !change || !parts_of(l, row->at, &parts) || nt_touch_touches(change, &parts.text);
  }
  nt_touch_change_free(change);
  return none;
}

static void take_knowledge(NtLedger *l, const char *units, gsize n)
{
  l->n_knowledge++;
  change_to(l, units, n);
  l->units = units;
  l->n_units = n;
}

/* Only what the seal names is left, and none of it is stale. */
static gboolean take_seal(NtLedger *l, guint64 at, const Block *seal)
{
  gsize n = (seal->size - sizeof *seal) / sizeof(guint64);
  const guint64 *ats = (const guint64 *)(const void *)(l->map + at + sizeof *seal);
  Block block;
  for (gsize i = 0; i < n; i++)
    if (ats[i] > at || !block_at(l, ats[i], at, &block) || block.kind != BLOCK_DOCUMENT || block.size < sizeof block + sizeof(Record))
      return FALSE;
  g_array_set_size(l->rows, 0);
  g_array_set_size(l->replaced, 0);
  memset(l->table, 0, ((gsize)l->mask + 1) * sizeof *l->table);
  for (gsize i = 0; i < n; i++)
    add_row(l, ats[i]);
  l->sealed = at;
  l->seal_end = at + seal->size;
  return TRUE;
}

/* Reads what an earlier run left, as far as it is whole. */
static void take_blocks(NtLedger *l, gsize size)
{
  guint64 at = sizeof(FileHeader);
  Block block;
  for (; block_at(l, at, size, &block); at += block.size) {
    if (block.kind == BLOCK_KNOWLEDGE) {
      if (!payload_is_sound(l, at, &block) || block.size < sizeof block + 8)
        break;
      guint64 n;
      memcpy(&n, l->map + at + sizeof block, sizeof n);
      if (n > block.size - sizeof block - 8)
        break;
      take_knowledge(l, l->map + at + sizeof block + 8, n);
    } else if (block.kind == BLOCK_DOCUMENT && block.size >= sizeof block + sizeof(Record)) {
      add_row(l, at);
    } else if (block.kind != BLOCK_SEAL || !payload_is_sound(l, at, &block) || !take_seal(l, at, &block)) {
      break;
    }
  }
  l->size = at;
}

/* ---- opening ---- */

static guint64 header_check(const FileHeader *h)
{
  FileHeader copy = *h;
  copy.check = 0;
  return nt_hash_bytes(nt_str_n((const char *)&copy, sizeof copy));
}

static gboolean write_all(NtLedger *l, const char *p, gsize n, GError **error)
{
  while (n) {
    gssize done = pwrite(l->fd, p, n, (off_t)l->length);
    if (done < 0 && errno == EINTR)
      continue;
    if (done < 0) {
      fail(l, error, "cannot write");
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
  l->header = (FileHeader){.version = VERSION, .order = 0x01020304u, .job = job};
  memcpy(l->header.magic, MAGIC, sizeof l->header.magic);
  if (getrandom(l->header.secret, sizeof l->header.secret, 0) != sizeof l->header.secret) {
    fail(l, error, "no random numbers");
    return FALSE;
  }
  l->header.check = header_check(&l->header);
  if (ftruncate(l->fd, 0) != 0) {
    fail(l, error, "cannot write");
    return FALSE;
  }
  l->length = 0;
  return write_all(l, (const char *)&l->header, sizeof l->header, error);
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
    fail(l, error, "cannot be read");
    return FALSE;
  }
  l->size = size;
  take_blocks(l, size);
  gsize whole = l->size;
  l->size = size; /* of the map, for its end */
  l->length = whole;
  if (whole < size && ftruncate(l->fd, (off_t)whole) != 0) {
    fail(l, error, "cannot write");
    return FALSE;
  }
  return TRUE;
}

/* The knowledge of this run goes into the file where it is another than the last, before anything that is made with it. */
static gboolean put_knowledge(NtLedger *l, const NtKnowledge *knowledge, GError **error)
{
  g_autoptr(GBytes) units = nt_touch_units(knowledge);
  gsize n;
  const char *p = g_bytes_get_data(units, &n);
  if (l->units && l->n_units == n && memcmp(l->units, p, n) == 0)
    return TRUE;
  change_to(l, p, n);
  l->n_knowledge++;
  g_autoptr(GString) out = g_string_sized_new(n + 256);
  append_knowledge(l, out, p, n);
  return write_all(l, out->str, out->len, error);
}

NtLedger *nt_ledger_open(const char *path, const NtKnowledge *knowledge, guint64 job, const char *folder, GError **error)
{
  NtLedger *l = g_new0(NtLedger, 1);
  struct stat st;
  l->path = g_strdup(path);
  l->replaced = g_array_new(FALSE, FALSE, sizeof(guint64));
  l->live = g_array_new(FALSE, FALSE, sizeof(guint64));
  if (folder) {
    g_autofree char *full = g_canonicalize_filename(folder, NULL);
    l->folder = nt_hash_bytes(nt_str(full)) | 1;
  }
  l->rows = g_array_new(FALSE, FALSE, sizeof(Row));
  l->mask = 1023;
  l->table = g_new0(guint32, l->mask + 1);
  l->fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0666);
  gboolean good = FALSE;
  if (l->fd < 0 || fstat(l->fd, &st) != 0)
    fail(l, error, "cannot write");
  else if (lock(l, error)) {
    if (!S_ISREG(st.st_mode) || !is_ledger(l, (gsize)st.st_size))
      g_set_error(error, NT_ERROR, NT_ERROR_USAGE, "%s: not a state file of newstag", path);
    else if (read_header(l, (gsize)st.st_size, job))
      good = read_old(l, (gsize)st.st_size, error);
    else
      good = begin(l, job, error);
  }
  good = good && put_knowledge(l, knowledge, error);
  /* A write of a byte that is there already sets the file's time to now. */
  good = good && (pwrite(l->fd, &l->header, 1, 0) == 1 || (fail(l, error, "cannot write"), FALSE));
  if (!good || fstat(l->fd, &st) != 0) {
    nt_ledger_free(l);
    return NULL;
  }
  l->began[0] = st.st_mtim.tv_sec;
  l->began[1] = st.st_mtim.tv_nsec;
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
  g_free(l->table);
  g_free(l->path);
  g_free(l);
}

/* ---- asking ---- */

/* The file is the one it was, by its times, or by all its bytes. */
static gboolean is_same_file(const NtLedger *l, const NtDocument *d, const Record *record)
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

static gboolean is_sound(const NtLedger *l, guint64 at)
{
  Block block;
  memcpy(&block, l->map + at, sizeof block);
  return at < l->sealed || payload_is_sound(l, at, &block);
}

/* Whether what it says of its articles fits. */
static gboolean articles_fit(const Parts *parts)
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
  Parts parts;
  if (d->kind == NT_DOCUMENT_ERROR)
    return FALSE;
  key_of(l, d, key);
  guint32 row = *slot_of(l, key);
  if (!row || g_array_index(l->rows, Row, row - 1).stale)
    return FALSE;
  guint64 at = g_array_index(l->rows, Row, row - 1).at;
  if (!is_sound(l, at) || !parts_of(l, at, &parts) || !articles_fit(&parts) || (parts.place.n && !nt_str_is(parts.place, place)) ||
      (d->kind == NT_DOCUMENT_FILE && !is_same_file(l, d, &parts.record)))
    return FALSE;
  *result = (NtLedgerResult){parts.record.bytes, parts.out, parts.articles, parts.record.n_articles, parts.ids};
  *number = row - 1;
  return TRUE;
}

void nt_ledger_use(NtLedger *l, guint32 number)
{
  g_array_index(l->rows, Row, number).used = TRUE;
}

/* ---- keeping ---- */

void nt_ledger_format(const NtLedger *l, const NtDocument *d, const NtLedgerStamp *stamp, const NtLedgerEntry *entry, GString *out)
{
  const NtLedgerResult *result = &entry->result;
  Record record = {
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
  gsize from = open_block(out);
  append(out, &record, sizeof record);
  append(out, result->articles, result->n_articles * sizeof *result->articles);
  append(out, entry->text.words, entry->text.n_words * sizeof *entry->text.words);
  append(out, entry->text.letters, entry->text.n_letters * sizeof *entry->text.letters);
  append(out, result->ids.p, result->ids.n);
  append(out, entry->place.p, entry->place.n);
  append(out, result->out.p, result->out.n);
  close_block(l, out, from, BLOCK_DOCUMENT);
}

gboolean nt_ledger_put(NtLedger *l, const char *bytes, gsize n, GError **error)
{
  for (gsize at = 0; at < n;) {
    Block block;
    guint64 here = l->length + at;
    memcpy(&block, bytes + at, sizeof block);
    g_array_append_val(l->live, here);
    at += block.size;
  }
  l->put += n;
  return write_all(l, bytes, n, error);
}

/* ---- the end ---- */

static guint64 live_bytes(const NtLedger *l)
{
  guint64 live = l->put;
  for (guint32 i = 0; i < l->rows->len; i++) {
    const Row *row = &g_array_index(l->rows, Row, i);
    Block block;
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
      fail(l, error, "cannot be read");
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
  gsize from = open_block(out);
  append(out, l->live->data, l->live->len * sizeof(guint64));
  close_block(l, out, from, BLOCK_SEAL);
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
  append_knowledge(l, block, p, n);
  gboolean good = out && nt_outfile_write(out, (const char *)&l->header, sizeof l->header, error) &&
                  nt_outfile_write(out, block->str, block->len, error);
  guint64 at = sizeof l->header + block->len;
  guint n_put = l->live->len;
  for (guint32 i = 0; good && i < l->rows->len; i++) {
    const Row *row = &g_array_index(l->rows, Row, i);
    Block head;
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
    if (!g_array_index(l->rows, Row, i).used)
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
    fail(l, error, "cannot write");
    return FALSE;
  }
  for (guint32 i = 0; i < l->rows->len; i++)
    if (g_array_index(l->rows, Row, i).used)
      g_array_append_val(l->live, g_array_index(l->rows, Row, i).at);
  g_autoptr(GString) seal = g_string_new(NULL);
  append_seal(l, seal);
  return write_all(l, seal->str, seal->len, error);
}

/* ---- files of articles ---- */

static void tell_ids(const NtLedger *l, guint64 at, NtLedgerIdFunc tell, gpointer data)
{
  Parts parts;
  if (!is_sound(l, at) || !parts_of(l, at, &parts) || !articles_fit(&parts) || parts.record.folder != l->folder)
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
    tell_ids(l, g_array_index(l->rows, Row, i).at, tell, data);
}
