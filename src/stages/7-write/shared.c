#include "shared.h"

#include "base/hash.h"
#include "base/json.h"

#define PIECE ((gsize)64 << 10)
#define SLOTS (1u << 15)
#define SHORT 58u /* longer texts are sentences and seldom come back */

/* A text that was met; a later one with the same slot takes its place. */
typedef struct {
  guint32 number;
  guint16 n; /* 0: none yet */
  char text[SHORT];
} Slot;

struct NtShared {
  NtZipMember *member;
  GString *pending;
  guint32 n;
  Slot *slots;
};

NtShared *nt_shared_new(const char *beside)
{
  NtShared *s = g_new0(NtShared, 1);
  s->member = nt_zip_member_new(beside);
  s->pending = g_string_sized_new(PIECE * 2);
  s->slots = g_new0(Slot, SLOTS);
  g_string_append(s->pending, "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<sst "
                              "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">");
  return s;
}

void nt_shared_free(NtShared *s)
{
  if (!s)
    return;
  nt_zip_member_free(s->member);
  g_string_free(s->pending, TRUE);
  g_free(s->slots);
  g_free(s);
}

static gboolean empty(NtShared *s, GError **error)
{
  gboolean good = nt_zip_member_write(s->member, s->pending->str, s->pending->len, error);
  g_string_truncate(s->pending, 0);
  return good;
}

static guint32 add(NtShared *s, NtStr xml, GError **error)
{
  nt_json_put(s->pending, NT_STR("<si>"));
  nt_json_put(s->pending, xml);
  nt_json_put(s->pending, NT_STR("</si>"));
  if (s->pending->len >= PIECE && !empty(s, error))
    return G_MAXUINT32;
  return s->n++;
}

guint32 nt_shared_number(NtShared *s, NtStr xml, GError **error)
{
  if (xml.n > SHORT)
    return add(s, xml, error);
  Slot *slot = &s->slots[nt_hash_bytes(xml) & (SLOTS - 1)];
  if (slot->n != xml.n || memcmp(slot->text, xml.p, xml.n) != 0) {
    slot->number = add(s, xml, error);
    slot->n = slot->number == G_MAXUINT32 ? 0 : (guint16)xml.n;
    memcpy(slot->text, xml.p, xml.n);
  }
  return slot->number;
}

gboolean nt_shared_take(NtShared *s, NtZip *zip, GError **error)
{
  nt_json_put(s->pending, NT_STR("</sst>"));
  return empty(s, error) && nt_zip_take(zip, "xl/sharedStrings.xml", g_steal_pointer(&s->member), error);
}
