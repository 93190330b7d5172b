/* The end of a run: what it used and made is sealed, in the file as it is or, where that is for the most part of no use any more, in a new
 * one. */
#include "ledger_file.h"

#include "base/outfile.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <unistd.h>

#define SLACK ((guint64)4 << 20)
#define PIECE ((gsize)1 << 20)

gboolean nt_ledger_seal_fits(const char *payload, gsize n, guint64 at)
{
  gsize from = sizeof(guint64); /* of the knowledge */
  while (from < n) {
    const NtLedgerSealed *s = (const NtLedgerSealed *)(const void *)(payload + from);
    if (n - from < sizeof *s || !s->n_filter || s->n_filter & (s->n_filter - 1) || s->n_filter > (n - from - sizeof *s) / sizeof(guint64))
      return FALSE;
    if (s->at % 8 || s->at >= at || s->out > at || s->n_out > at - s->out)
      return FALSE;
    from += sizeof *s + (gsize)s->n_filter * sizeof(guint64);
  }
  return from == n;
}

/* ---- making one ---- */

typedef gboolean (*Put)(gpointer data, const char *bytes, gsize n, GError **error);

/* The whole file as it is by now, and where the blocks that are in the output will stand. */
typedef struct {
  NtLedger *ledger;
  const char *map;
  gsize size;
  gboolean moves;   /* into a new file */
  guint64 knowledge, first; /* there: where the knowledge stands, and behind it the first document */
} Whole;

static void append_new(const Whole *w, const NtLedgerParts *parts, guint64 at, guint64 from, GString *out)
{
  NtLedgerSealed s = {
    .key = {parts->record.key[0], parts->record.key[1]},
    .at = at,
    .out = at + (guint64)(parts->out.p - w->map) - from,
    .n_out = parts->out.n,
    .bytes = parts->record.bytes,
    .n_articles = parts->record.n_articles,
    .placed = parts->place.n > 0,
    .n_filter = nt_touch_filter_size(parts->text.n_words),
  };
  NtLedgerStamp stamp;
  memcpy(stamp.v, parts->record.stamp, sizeof stamp.v);
  s.stamp = nt_ledger_stamp_hash(&stamp);
  nt_ledger_append(out, &s, sizeof s);
  gsize filter = out->len;
  g_string_set_size(out, filter + (gsize)s.n_filter * sizeof(guint64));
  nt_touch_fill_filter(&parts->text, (guint64 *)(void *)(out->str + filter), s.n_filter);
}

static void append_old(const NtLedgerSealed *old, guint64 at, GString *out)
{
  NtLedgerSealed s = *old;
  s.at = at;
  s.out = at + old->out - old->at;
  nt_ledger_append(out, &s, sizeof s);
  nt_ledger_append(out, old + 1, (gsize)old->n_filter * sizeof(guint64));
}

/* The payload of the seal, piece by piece: FALSE where a block cannot be read. */
static gboolean put_payload(const Whole *w, Put put, gpointer data, GError **error)
{
  const GArray *live = w->ledger->live;
  g_autoptr(GString) out = g_string_sized_new(PIECE + (1 << 16));
  guint64 next = w->first, knowledge = w->moves ? w->knowledge : w->ledger->knowledge;
  nt_ledger_append(out, &knowledge, sizeof knowledge);
  for (guint i = 0; i < live->len; i++) {
    const NtLedgerLive *one = &g_array_index(live, NtLedgerLive, i);
    NtLedgerParts parts;
    NtLedgerBlock block = {0};
    if ((w->moves && !nt_ledger_block_at(w->ledger, w->map, w->size, one->at, &block)) ||
        (!one->sealed && !nt_ledger_parts(w->ledger, w->map, w->size, one->at, &parts))) {
      nt_ledger_fail(w->ledger, error, "cannot be read");
      return FALSE;
    }
    guint64 at = w->moves ? next : one->at;
    if (one->sealed)
      append_old(one->sealed, at, out);
    else
      append_new(w, &parts, at, one->at, out);
    next += block.size;
    if (out->len < PIECE)
      continue;
    if (!put(data, out->str, out->len, error))
      return FALSE;
    g_string_truncate(out, 0);
  }
  return put(data, out->str, out->len, error);
}

typedef struct {
  const NtLedger *ledger;
  guint64 check, size;
} Measure;

static gboolean measure(gpointer data, const char *bytes, gsize n, GError **error)
{
  Measure *m = data;
  (void)error;
  m->check = nt_ledger_check(m->ledger, m->check, bytes, n);
  m->size += n;
  return TRUE;
}

static gboolean put_seal(const Whole *w, guint64 *size, Put put, gpointer data, GError **error)
{
  Measure m = {.ledger = w->ledger, .size = sizeof(NtLedgerBlock)};
  if (!put_payload(w, measure, &m, error))
    return FALSE;
  NtLedgerBlock head = nt_ledger_block(w->ledger, NT_LEDGER_SEAL, m.size, m.check);
  *size = m.size;
  return put(data, (const char *)&head, sizeof head, error) && put_payload(w, put, data, error);
}

/* ---- where it goes ---- */

static gboolean put_to_ledger(gpointer ledger, const char *bytes, gsize n, GError **error)
{
  return nt_ledger_write(ledger, bytes, n, error);
}

static gboolean put_to_file(gpointer out, const char *bytes, gsize n, GError **error)
{
  return nt_outfile_write(out, bytes, n, error);
}

static gboolean seal_here(NtLedger *l, const Whole *w, GError **error)
{
  guint64 at = l->length, size;
  if (fdatasync(l->fd) != 0) {
    nt_ledger_fail(l, error, "cannot write");
    return FALSE;
  }
  if (!put_seal(w, &size, put_to_ledger, l, error))
    return FALSE;
  if (pwrite(l->fd, &at, sizeof at, offsetof(NtLedgerHeader, seal)) != sizeof at) {
    nt_ledger_fail(l, error, "cannot write");
    return FALSE;
  }
  return TRUE;
}

static gboolean copy_block(const Whole *w, guint64 at, NtOutfile *out, guint64 *size, GError **error)
{
  NtLedgerBlock block;
  if (!nt_ledger_block_at(w->ledger, w->map, w->size, at, &block)) {
    nt_ledger_fail(w->ledger, error, "cannot be read");
    return FALSE;
  }
  *size = block.size;
  return nt_outfile_write(out, w->map + at, block.size, error);
}

/* Bytes of the blocks that are in the output. */
static guint64 live_bytes(const Whole *w)
{
  guint64 live = 0;
  for (guint i = 0; i < w->ledger->live->len; i++) {
    NtLedgerBlock block;
    if (nt_ledger_block_at(w->ledger, w->map, w->size, g_array_index(w->ledger->live, NtLedgerLive, i).at, &block))
      live += block.size;
  }
  return live;
}

/* Writes go to the new file from now on. */
static void change_over(NtLedger *l, guint64 length)
{
  int fd = open(l->path, O_RDWR | O_CLOEXEC | O_NOFOLLOW);
  if (fd < 0)
    return;
  flock(fd, LOCK_EX | LOCK_NB);
  close(l->fd);
  l->fd = fd;
  l->length = l->seal_end = length;
}

static gboolean seal_anew(NtLedger *l, Whole *w, guint64 live, GError **error)
{
  g_autoptr(NtOutfile) out = nt_outfile_open(l->path, error);
  NtLedgerHeader header = l->header;
  guint64 size = 0;
  w->moves = TRUE;
  w->knowledge = sizeof header;
  NtLedgerBlock block = {0};
  nt_ledger_block_at(l, w->map, w->size, l->knowledge, &block);
  w->first = w->knowledge + block.size;
  header.seal = w->first + live;
  if (!out || !nt_outfile_write(out, (const char *)&header, sizeof header, error) || !copy_block(w, l->knowledge, out, &size, error))
    return FALSE;
  for (guint i = 0; i < l->live->len; i++)
    if (!copy_block(w, g_array_index(l->live, NtLedgerLive, i).at, out, &size, error))
      return FALSE;
  if (!put_seal(w, &size, put_to_file, out, error) || !nt_outfile_commit(out, error))
    return FALSE;
  change_over(l, header.seal + size);
  return TRUE;
}

/* Nothing has come, changed or gone since the last seal. */
static gboolean is_sealed(const NtLedger *l)
{
  return l->length == l->seal_end && nt_ledger_is_as_before(l);
}

gboolean nt_ledger_finish(NtLedger *l, GError **error)
{
  if (is_sealed(l))
    return TRUE;
  Whole w = {.ledger = l, .size = l->length};
  const char *map = mmap(NULL, l->length, PROT_READ, MAP_SHARED, l->fd, 0);
  if (map == MAP_FAILED) {
    nt_ledger_fail(l, error, "cannot be read");
    return FALSE;
  }
  w.map = map;
  guint64 live = live_bytes(&w);
  gboolean good = l->length > 2 * live + l->n_units + SLACK ? seal_anew(l, &w, live, error) : seal_here(l, &w, error);
  munmap((gpointer)map, w.size);
  return good;
}
