/* Units as bytes, and what differs between two sets of them. */
#include "touch_units.h"

void nt_touch_units_free(NtTouchUnits *u)
{
  if (!u)
    return;
  g_clear_pointer(&u->kept, g_bytes_unref);
  g_clear_pointer(&u->own_units, g_array_unref);
  g_clear_pointer(&u->own_needs, g_array_unref);
  g_clear_pointer(&u->own_topics, g_array_unref);
  g_free(u);
}

guint32 nt_touch_units_count(const NtTouchUnits *u)
{
  return u->header.n_units;
}

/* ---- kept ---- */

static gboolean fits(const NtTouchUnits *u)
{
  if (u->header.n_texts && u->texts[u->header.n_texts - 1])
    return FALSE;
  for (guint32 i = 0; i < u->header.n_units; i++) {
    const NtTouchUnit *unit = &u->units[i];
    if (unit->n_words == NT_TOUCH_TEXT && unit->first < u->header.n_texts)
      continue;
    if (unit->first > u->header.n_needs || (guint32)unit->n_words + unit->n_letters > u->header.n_needs - unit->first)
      return FALSE;
  }
  return TRUE;
}

NtTouchUnits *nt_touch_units_open(GBytes *kept)
{
  g_autoptr(NtTouchUnits) u = g_new0(NtTouchUnits, 1);
  gsize n;
  const char *p = g_bytes_get_data(kept, &n);
  if (n < sizeof u->header)
    return NULL;
  memcpy(&u->header, p, sizeof u->header);
  const NtTouchHeader *h = &u->header;
  if (n != sizeof *h + (gsize)h->n_units * sizeof *u->units + ((gsize)h->n_needs + h->n_topics) * sizeof(guint32) + h->n_texts)
    return NULL;
  u->units = (const NtTouchUnit *)(const void *)(p + sizeof *h);
  u->needs = (const guint32 *)(const void *)(u->units + h->n_units);
  u->topics = u->needs + h->n_needs;
  u->texts = (const char *)(u->topics + h->n_topics);
  u->kept = g_bytes_ref(kept);
  return fits(u) ? g_steal_pointer(&u) : NULL;
}

/* Some units, with what they need of those that they are taken from. */
typedef struct {
  const NtTouchUnits *after;
  GArray *units, *needs;
  GString *texts;
} Some;

static void some_init(Some *s, const NtTouchUnits *after, guint32 n)
{
  *s = (Some){after, g_array_sized_new(FALSE, FALSE, sizeof(NtTouchUnit), n), g_array_new(FALSE, FALSE, sizeof(guint32)), g_string_new(NULL)};
}

static void add(Some *s, const NtTouchUnits *of, const NtTouchUnit *unit, guint64 sign)
{
  NtTouchUnit copy = *unit;
  copy.sign = sign;
  if (unit->n_words == NT_TOUCH_TEXT) {
    copy.first = (guint32)s->texts->len;
    g_string_append_len(s->texts, of->texts + unit->first, (gssize)strlen(of->texts + unit->first) + 1);
  } else {
    copy.first = s->needs->len;
    g_array_append_vals(s->needs, of->needs + unit->first, unit->n_words + unit->n_letters);
  }
  g_array_append_val(s->units, copy);
}

static void append(GByteArray *out, gconstpointer bytes, gsize n)
{
  if (n)
    g_byte_array_append(out, bytes, (guint)n);
}

static GBytes *some_keep(Some *s)
{
  const NtTouchHeader *of = &s->after->header;
  NtTouchHeader header = {of->all, s->units->len, s->needs->len, of->n_topics, (guint32)s->texts->len};
  GByteArray *out = g_byte_array_new();
  append(out, &header, sizeof header);
  append(out, s->units->data, s->units->len * sizeof(NtTouchUnit));
  append(out, s->needs->data, s->needs->len * sizeof(guint32));
  append(out, s->after->topics, of->n_topics * sizeof(guint32));
  append(out, s->texts->str, s->texts->len);
  g_array_unref(s->units);
  g_array_unref(s->needs);
  g_string_free(s->texts, TRUE);
  return g_byte_array_free_to_bytes(out);
}

GBytes *nt_touch_units_keep(const NtTouchUnits *u)
{
  Some s;
  some_init(&s, u, u->header.n_units);
  for (guint32 i = 0; i < u->header.n_units; i++)
    add(&s, u, &u->units[i], u->units[i].sign);
  return some_keep(&s);
}

/* ---- differences ---- */

void nt_touch_units_compare(const NtTouchUnits *a, const NtTouchUnits *b, NtTouchUnitFunc tell, gpointer data)
{
  guint32 i = 0, j = 0;
  while (i < a->header.n_units || j < b->header.n_units) {
    if (j == b->header.n_units || (i < a->header.n_units && a->units[i].sign < b->units[j].sign))
      tell(data, a, &a->units[i++]);
    else if (i == a->header.n_units || b->units[j].sign < a->units[i].sign)
      tell(data, b, &b->units[j++]);
    else
      i++, j++;
  }
}

/* Signs are even, so that the sign of one that came can be odd: else one that came, seen from a third, and one that went would seem to be
 * the same. */
static void add_different(gpointer data, const NtTouchUnits *of, const NtTouchUnit *unit)
{
  Some *s = data;
  add(s, of, unit, unit->sign | (of == s->after));
}

NtTouchUnits *nt_touch_units_difference(const NtTouchUnits *before, const NtTouchUnits *after)
{
  Some s;
  some_init(&s, after, 16);
  if (before)
    nt_touch_units_compare(before, after, add_different, &s);
  g_autoptr(GBytes) kept = some_keep(&s);
  return nt_touch_units_open(kept);
}
