/* What documents were made with, as it stands in a ledger. All units of a knowledge are megabytes, and most changes are small: so a block
 * says how its units differ from those of a block that has them all, as long as that is little. */
#include "ledger_file.h"

/* A difference that is this part of all units is no longer little. */
#define LITTLE 8u

void nt_ledger_knowledge_clear(NtLedgerKnowledge *k)
{
  g_clear_pointer(&k->whole, g_bytes_unref);
  g_clear_pointer(&k->difference, g_bytes_unref);
  k->at = 0;
}

/* ---- what has changed ---- */

/* NULL: everything may have. Both are held against the same units. */
static NtTouchChange *change_of(const NtLedgerKnowledge *before, const NtLedgerKnowledge *after)
{
  if (!before->at)
    return NULL;
  if (before->whole_at == after->whole_at)
    return nt_touch_change(before->difference, after->difference);
  g_autoptr(GBytes) difference = after->at == after->whole_at ? nt_touch_difference(before->whole, after->whole) : NULL;
  return difference ? nt_touch_change(before->difference, difference) : NULL;
}

/* What the seal says of it is asked first. */
static gboolean is_touched(const NtLedger *l, const NtTouchChange *change, const NtLedgerRow *row)
{
  NtLedgerParts parts;
  if (row->sealed && !nt_touch_may_touch(change, (const guint64 *)(const void *)(row->sealed + 1), row->sealed->n_filter))
    return FALSE;
  return !nt_ledger_parts(l, l->map, l->size, row->at, &parts) || nt_touch_touches(change, &parts.text);
}

/* What was made with the last knowledge and is touched is stale. */
static void change_to(NtLedger *l, NtLedgerKnowledge *k)
{
  NtTouchChange *change = change_of(&l->knowledge, k);
  gboolean none = change && nt_touch_change_is_none(change);
  for (guint32 i = 0; i < l->rows->len && !none; i++) {
    NtLedgerRow *row = &g_array_index(l->rows, NtLedgerRow, i);
    row->stale = row->stale || !change || is_touched(l, change, row);
  }
  nt_touch_change_free(change);
  nt_ledger_knowledge_clear(&l->knowledge);
  l->knowledge = *k;
}

/* ---- reading ---- */

static GBytes *units_at(const NtLedger *l, guint64 at, NtLedgerUnits *head)
{
  NtLedgerBlock block;
  if (!nt_ledger_block_at(l, l->map, l->size, at, &block) || block.kind != NT_LEDGER_KNOWLEDGE || block.size < sizeof block + sizeof *head ||
      !nt_ledger_is_sound(l, at))
    return NULL;
  memcpy(head, l->map + at + sizeof block, sizeof *head);
  if (head->n > block.size - sizeof block - sizeof *head)
    return NULL;
  return g_bytes_new_static(l->map + at + sizeof block + sizeof *head, head->n);
}

static gboolean read_at(const NtLedger *l, guint64 at, NtLedgerKnowledge *k)
{
  NtLedgerUnits head, whole;
  *k = (NtLedgerKnowledge){0};
  GBytes *units = units_at(l, at, &head);
  if (!units)
    return FALSE;
  k->at = at;
  k->image = head.image;
  k->whole_at = head.whole ? head.whole : at;
  k->whole = head.whole ? units_at(l, head.whole, &whole) : units;
  k->difference = head.whole ? units : nt_touch_difference(units, units);
  if (k->whole && k->difference)
    return TRUE;
  nt_ledger_knowledge_clear(k);
  return FALSE;
}

gboolean nt_ledger_read_knowledge(NtLedger *l, guint64 at)
{
  nt_ledger_knowledge_clear(&l->knowledge);
  return read_at(l, at, &l->knowledge);
}

gboolean nt_ledger_take_knowledge(NtLedger *l, guint64 at)
{
  NtLedgerKnowledge k;
  if (!read_at(l, at, &k))
    return FALSE;
  change_to(l, &k);
  return TRUE;
}

/* ---- writing ---- */

/* Documents behind it were made with this knowledge, or are not touched by what has changed since they were. */
static void append_units(const NtLedger *l, GString *out, guint64 image, guint64 whole, GBytes *units)
{
  gsize n, from = nt_ledger_open_block(out);
  gconstpointer p = g_bytes_get_data(units, &n);
  NtLedgerUnits head = {image, whole, n};
  nt_ledger_append(out, &head, sizeof head);
  nt_ledger_append(out, p, n);
  nt_ledger_close_block(l, out, from, NT_LEDGER_KNOWLEDGE);
}

gboolean nt_ledger_put_knowledge(NtLedger *l, const NtKnowledge *knowledge, GError **error)
{
  guint64 image = nt_knowledge_checksum(knowledge);
  if (l->knowledge.at && l->knowledge.image == image)
    return TRUE;
  g_autoptr(GBytes) units = nt_touch_units(knowledge);
  g_autoptr(GBytes) difference = l->knowledge.at ? nt_touch_difference(l->knowledge.whole, units) : NULL;
  gboolean little = difference && g_bytes_get_size(difference) < g_bytes_get_size(units) / LITTLE;
  NtLedgerKnowledge k = {
    .at = l->length,
    .image = image,
    .whole_at = little ? l->knowledge.whole_at : l->length,
    .whole = g_bytes_ref(little ? l->knowledge.whole : units),
    .difference = little ? g_steal_pointer(&difference) : nt_touch_difference(units, units),
  };
  change_to(l, &k);
  g_autoptr(GString) out = g_string_new(NULL);
  append_units(l, out, image, little ? k.whole_at : 0, little ? k.difference : units);
  return nt_ledger_write(l, out->str, out->len, error);
}

guint64 nt_ledger_copy_knowledge(const NtLedger *l, guint64 at, GString *out)
{
  const NtLedgerKnowledge *k = &l->knowledge;
  append_units(l, out, k->image, 0, k->whole);
  if (k->at == k->whole_at)
    return at;
  guint64 end = at + out->len;
  append_units(l, out, k->image, at, k->difference);
  return end;
}
