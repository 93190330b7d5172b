#include "packed.h"

#include "utf8.h"

#define MOST_SHIFT 35u

void nt_packed_put(GString *out, gsize n)
{
  for (; n >= 0x80; n >>= 7)
    g_string_append_c(out, (char)(n | 0x80));
  g_string_append_c(out, (char)n);
}

void nt_packed_put_text(GString *out, NtStr text)
{
  nt_packed_put(out, text.n);
  nt_packed_put_raw(out, text.p, text.n);
  g_string_append_c(out, '\0');
}

void nt_packed_put_raw(GString *out, gconstpointer bytes, gsize n)
{
  g_string_append_len(out, bytes, (gssize)n);
}

void nt_packed_put_bytes(GString *out, NtStr bytes)
{
  nt_packed_put(out, bytes.n);
  nt_packed_put_raw(out, bytes.p, bytes.n);
}

gboolean nt_packed_take(NtPacked *r, gsize most, gsize *n)
{
  *n = 0;
  for (guint shift = 0; r->p < r->end && shift < MOST_SHIFT; shift += 7) {
    guchar byte = (guchar)*r->p++;
    *n |= (gsize)(byte & 0x7F) << shift;
    if (byte < 0x80)
      return *n <= most;
  }
  return FALSE;
}

gboolean nt_packed_take_guint(NtPacked *r, guint most, guint *n)
{
  gsize wide;
  gboolean good = nt_packed_take(r, most, &wide);
  *n = good ? (guint)wide : 0;
  return good;
}

gboolean nt_packed_take_known_text(NtPacked *r, gsize most, NtStr *text)
{
  gsize n;
  if (!nt_packed_take(r, most, &n) || n >= (gsize)(r->end - r->p) || r->p[n])
    return FALSE;
  *text = nt_str_n(r->p, n);
  r->p += n + 1;
  return TRUE;
}

gboolean nt_packed_take_text(NtPacked *r, gsize most, NtStr *text)
{
  return nt_packed_take_known_text(r, most, text) && nt_utf8_is_valid(text->p, text->n);
}

gboolean nt_packed_take_raw(NtPacked *r, gpointer bytes, gsize n)
{
  if (n > (gsize)(r->end - r->p))
    return FALSE;
  memcpy(bytes, r->p, n);
  r->p += n;
  return TRUE;
}

gboolean nt_packed_take_bytes(NtPacked *r, NtStr *bytes)
{
  gsize n;
  if (!nt_packed_take(r, (gsize)(r->end - r->p), &n) || n > (gsize)(r->end - r->p))
    return FALSE;
  *bytes = nt_str_n(r->p, n);
  r->p += n;
  return TRUE;
}
