/* What documents were made with, as it stands in a ledger. All units of a knowledge are megabytes, and most changes are small: so a block
 * says how its units differ from those of a block that has them all, as long as that is little. */
#include "ledger_file.h"

/* A difference that is this part of all units is no longer little. */
#define LITTLE 8u

void nt_ledger_knowledge_clear(NtLedgerKnowledge *k)
{
  g_clear_pointer(&k->whole, nt_touch_units_free);
  g_clear_pointer(&k->difference, nt_touch_units_free);
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
  if (after->at != after->whole_at)
    return NULL;
  g_autoptr(NtTouchUnits) difference = nt_touch_units_difference(before->whole, after->whole);
  return nt_touch_change(before->difference, difference);
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

static NtTouchUnits *units_at(const NtLedger *l, guint64 at, NtLedgerUnits *head)
{
  NtLedgerBlock block;
  if (!nt_ledger_block_at(l, l->map, l->size, at, &block) || block.kind != NT_LEDGER_KNOWLEDGE || block.size < sizeof block + sizeof *head ||
      !nt_ledger_is_sound(l, at))
    return NULL;
  memcpy(head, l->map + at + sizeof block, sizeof *head);
  if (head->n > block.size - sizeof block - sizeof *head)
    return NULL;
  g_autoptr(GBytes) kept = g_bytes_new_static(l->map + at + sizeof block + sizeof *head, head->n);
  return nt_touch_units_open(kept);
}

static gboolean read_at(const NtLedger *l, guint64 at, NtLedgerKnowledge *k)
{
  NtLedgerUnits head, whole;
  *k = (NtLedgerKnowledge){0};
  NtTouchUnits *units = units_at(l, at, &head);
  if (!units)
    return FALSE;
  k->at = at;
  k->image = head.image;
  k->whole_at = head.whole ? head.whole : at;
  k->whole = head.whole ? units_at(l, head.whole, &whole) : units;
  k->difference = head.whole ? units : nt_touch_units_difference(NULL, units);
  if (k->whole)
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
  NtLedgerKnowledge k = {.at = l->length, .image = nt_knowledge_checksum(knowledge), .whole_at = l->length};
  if (l->knowledge.at && l->knowledge.image == k.image)
    return TRUE;
  k.whole = nt_touch_units_new(knowledge);
  k.difference = nt_touch_units_difference(l->knowledge.whole, k.whole);
  gboolean little = l->knowledge.at && nt_touch_units_count(k.difference) < nt_touch_units_count(k.whole) / LITTLE;
  if (little) {
    nt_touch_units_free(k.whole);
    k.whole = g_steal_pointer(&l->knowledge.whole);
    k.whole_at = l->knowledge.whole_at;
  } else {
    nt_touch_units_free(k.difference);
    k.difference = nt_touch_units_difference(NULL, k.whole);
  }
  g_autoptr(GBytes) kept = nt_touch_units_keep(little ? k.difference : k.whole);
  g_autoptr(GString) out = g_string_new(NULL);
  append_units(l, out, k.image, little ? k.whole_at : 0, kept);
  change_to(l, &k);
  return nt_ledger_write(l, out->str, out->len, error);
}

guint64 nt_ledger_copy_knowledge(const NtLedger *l, guint64 at, GString *out)
{
  const NtLedgerKnowledge *k = &l->knowledge;
  g_autoptr(GBytes) whole = nt_touch_units_keep(k->whole), difference = nt_touch_units_keep(k->difference);
  append_units(l, out, k->image, 0, whole);
  if (k->at == k->whole_at)
    return at;
  guint64 end = at + out->len;
  append_units(l, out, k->image, at, difference);
  return end;
}
