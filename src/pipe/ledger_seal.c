/* The end of a run: what it used and made is sealed, in the file as it is or, where that is for the most part of no use any more, in a new
 * one. */
#include "ledger_file.h"

#include "base/outfile.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <unistd.h>

#define SLACK ((guint64)16 << 20) /* all units of the knowledge are half of that */
#define PIECE ((gsize)1 << 20)

/* An amendment that is this part of a seal is no longer small. */
#define SMALL 8u

/* ---- reading ---- */

/* What stands at `*from`, of a seal that stands at `at`; NULL where its numbers do not fit. */
static const NtLedgerSealed *next_in(NtStr payload, gsize *from, guint64 at)
{
  const NtLedgerSealed *s = (const NtLedgerSealed *)(const void *)(payload.p + *from);
  gsize left = payload.n - *from;
  if (left < sizeof *s || !s->n_filter || s->n_filter & (s->n_filter - 1) || s->n_filter > (left - sizeof *s) / sizeof(guint64))
    return NULL;
  if (s->at % 8 || s->at >= at || s->out < s->at || s->out > at || s->n_out > at - s->out)
    return NULL;
  *from += sizeof *s + (gsize)s->n_filter * sizeof(guint64);
  return s;
}

static gboolean read_whole(NtLedger *l, guint64 at, NtStr payload, guint64 *knowledge)
{
  gsize from = sizeof *knowledge;
  if (payload.n < from)
    return FALSE;
  memcpy(knowledge, payload.p, sizeof *knowledge);
  l->seal = at;
  g_ptr_array_set_size(l->order, 0);
  while (from < payload.n) {
    const NtLedgerSealed *s = next_in(payload, &from, at);
    if (!s)
      return FALSE;
    g_ptr_array_add(l->order, (gpointer)s);
  }
  return TRUE;
}

static gboolean payload_at(const NtLedger *l, guint64 at, NtLedgerBlockKind kind, NtStr *payload)
{
  NtLedgerBlock block;
  if (!nt_ledger_block_at(l, l->map, l->size, at, &block) || block.kind != kind)
    return FALSE;
  *payload = nt_str_n(l->map + at + sizeof block, block.size - sizeof block);
  return TRUE;
}

static gboolean read_amended(NtLedger *l, guint64 at, NtStr amendment, guint64 *knowledge)
{
  NtStr payload;
  guint64 head[2], of_seal, place;
  if (amendment.n < sizeof head)
    return FALSE;
  memcpy(head, amendment.p, sizeof head);
  *knowledge = head[0];
  if (head[1] >= at || !payload_at(l, head[1], NT_LEDGER_SEAL, &payload) || !read_whole(l, head[1], payload, &of_seal))
    return FALSE;
  for (gsize from = sizeof head; from < amendment.n;) {
    if (amendment.n - from < sizeof place)
      return FALSE;
    memcpy(&place, amendment.p + from, sizeof place);
    from += sizeof place;
    const NtLedgerSealed *s = next_in(amendment, &from, at);
    if (!s || place >= l->order->len)
      return FALSE;
    l->order->pdata[place] = (gpointer)s;
  }
  return TRUE;
}

gboolean nt_ledger_read_seal(NtLedger *l, guint64 at, guint64 *knowledge)
{
  NtStr payload;
  if (payload_at(l, at, NT_LEDGER_SEAL, &payload) ? read_whole(l, at, payload, knowledge)
                                                  : payload_at(l, at, NT_LEDGER_AMENDMENT, &payload) && read_amended(l, at, payload, knowledge))
    return TRUE;
  l->seal = 0;
  g_ptr_array_set_size(l->order, 0);
  return FALSE;
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

/* FALSE where its block cannot be read. */
static gboolean append_live(const Whole *w, const NtLedgerLive *live, guint64 at, GString *out, GError **error)
{
  NtLedgerParts parts;
  if (live->sealed) {
    append_old(live->sealed, at, out);
    return TRUE;
  }
  if (!nt_ledger_parts(w->ledger, w->map, w->size, live->at, &parts)) {
    nt_ledger_fail(w->ledger, error, "cannot be read");
    return FALSE;
  }
  append_new(w, &parts, at, live->at, out);
  return TRUE;
}

static guint64 size_of(const Whole *w, const NtLedgerLive *live)
{
  NtLedgerBlock block = {0};
  if (live->sealed)
    return nt_ledger_sealed_size(live->sealed);
  nt_ledger_block_at(w->ledger, w->map, w->size, live->at, &block);
  return block.size;
}

/* The payload of the seal, piece by piece. */
static gboolean put_payload(const Whole *w, Put put, gpointer data, GError **error)
{
  const GArray *live = w->ledger->live;
  g_autoptr(GString) out = g_string_sized_new(PIECE + (1 << 16));
  guint64 next = w->first, knowledge = w->moves ? w->knowledge : w->ledger->knowledge.at;
  nt_ledger_append(out, &knowledge, sizeof knowledge);
  for (guint i = 0; i < live->len; i++) {
    const NtLedgerLive *one = &g_array_index(live, NtLedgerLive, i);
    if (!append_live(w, one, w->moves ? next : one->at, out, error))
      return FALSE;
    if (w->moves)
      next += size_of(w, one);
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

/* Where as many documents are in the output as the last seal names, and most of them are those. FALSE where it is otherwise. */
static gboolean append_amendment(const Whole *w, GString *out)
{
  const NtLedger *l = w->ledger;
  NtStr seal;
  if (!l->seal || l->live->len != l->order->len || !payload_at(l, l->seal, NT_LEDGER_SEAL, &seal))
    return FALSE;
  gsize from = nt_ledger_open_block(out);
  nt_ledger_append(out, &l->knowledge.at, sizeof l->knowledge.at);
  nt_ledger_append(out, &l->seal, sizeof l->seal);
  const NtLedgerSealed *s = (const NtLedgerSealed *)(const void *)(seal.p + sizeof(guint64));
  for (guint64 i = 0; i < l->live->len; i++, s = nt_ledger_next_sealed(s)) {
    const NtLedgerLive *live = &g_array_index(l->live, NtLedgerLive, i);
    if (live->sealed == s)
      continue;
    nt_ledger_append(out, &i, sizeof i);
    if (!append_live(w, live, live->at, out, NULL) || out->len > seal.n / SMALL)
      return FALSE;
  }
  nt_ledger_close_block(l, out, from, NT_LEDGER_AMENDMENT);
  return TRUE;
}

static gboolean seal_here(NtLedger *l, const Whole *w, GError **error)
{
  guint64 at = l->length, size;
  g_autoptr(GString) amendment = g_string_new(NULL);
  if (fdatasync(l->fd) != 0) {
    nt_ledger_fail(l, error, "cannot write");
    return FALSE;
  }
  if (!(append_amendment(w, amendment) ? nt_ledger_write(l, amendment->str, amendment->len, error) : put_seal(w, &size, put_to_ledger, l, error)))
    return FALSE;
  if (pwrite(l->fd, &at, sizeof at, offsetof(NtLedgerHeader, seal)) != sizeof at) {
    nt_ledger_fail(l, error, "cannot write");
    return FALSE;
  }
  return TRUE;
}

static gboolean copy_block(const Whole *w, guint64 at, NtOutfile *out, GError **error)
{
  NtLedgerBlock block;
  if (!nt_ledger_block_at(w->ledger, w->map, w->size, at, &block)) {
    nt_ledger_fail(w->ledger, error, "cannot be read");
    return FALSE;
  }
  return nt_outfile_write(out, w->map + at, block.size, error);
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

static gboolean seal_anew(NtLedger *l, Whole *w, GError **error)
{
  g_autoptr(NtOutfile) out = nt_outfile_open(l->path, error);
  g_autoptr(GString) knowledge = g_string_new(NULL);
  NtLedgerHeader header = l->header;
  guint64 size = 0;
  w->moves = TRUE;
  w->knowledge = nt_ledger_copy_knowledge(l, sizeof header, knowledge);
  w->first = sizeof header + knowledge->len;
  header.seal = w->first + l->live_bytes;
  if (!out || !nt_outfile_write(out, (const char *)&header, sizeof header, error) || !nt_outfile_write(out, knowledge->str, knowledge->len, error))
    return FALSE;
  for (guint i = 0; i < l->live->len; i++)
    if (!copy_block(w, g_array_index(l->live, NtLedgerLive, i).at, out, error))
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
  gboolean anew = l->length > 2 * l->live_bytes + SLACK;
  gboolean good = anew ? seal_anew(l, &w, error) : seal_here(l, &w, error);
  munmap((gpointer)map, w.size);
  return good;
}
