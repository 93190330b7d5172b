/* APPNOTE.TXT of PKWARE, 6.3: local headers with sizes known before, deflate, the directory at the end. */
#include "zip.h"

#include "error.h"
#include "spool.h"

#include <zlib.h>

#define FAST 1 /* tables in XML shrink sixfold at level 1 and eightfold at 6, which takes thrice the time */
#define PIECE ((gsize)64 << 10)
#define BIG G_GUINT64_CONSTANT(0xFFFFFFFF)

struct NtZipMember {
  z_stream stream;
  gboolean ended;
  NtSpool *packed;
  guint64 size;
  guint32 crc;
  guchar *piece;
};

struct NtZip {
  NtOutfile *out;
  NtSpool *directory;
  guint64 at, members;
};

/* ---- members ---- */

NtZipMember *nt_zip_member_new(const char *beside)
{
  NtZipMember *member = g_new0(NtZipMember, 1);
  member->packed = nt_spool_new(beside);
  member->piece = g_malloc(PIECE);
  if (deflateInit2(&member->stream, FAST, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY) != Z_OK)
    g_error("no memory"); /* as g_malloc does */
  return member;
}

void nt_zip_member_free(NtZipMember *member)
{
  if (!member)
    return;
  if (!member->ended)
    deflateEnd(&member->stream);
  nt_spool_free(member->packed);
  g_free(member->piece);
  g_free(member);
}

static gboolean pack(NtZipMember *member, int flush, GError **error)
{
  z_stream *stream = &member->stream;
  int status;
  do {
    stream->next_out = member->piece;
    stream->avail_out = PIECE;
    status = deflate(stream, flush);
    if (!nt_spool_write(member->packed, (const char *)member->piece, PIECE - stream->avail_out, error))
      return FALSE;
  } while (!stream->avail_out || (flush == Z_FINISH && status != Z_STREAM_END));
  return TRUE;
}

gboolean nt_zip_member_write(NtZipMember *member, const char *bytes, gsize n, GError **error)
{
  member->size += n;
  while (n) {
    guint part = (guint)MIN(n, G_MAXINT);
    member->crc = (guint32)crc32(member->crc, (const guchar *)bytes, part);
    member->stream.next_in = (guchar *)bytes;
    member->stream.avail_in = part;
    if (!pack(member, Z_NO_FLUSH, error))
      return FALSE;
    bytes += part;
    n -= part;
  }
  return TRUE;
}

gboolean nt_zip_member_end(NtZipMember *member, GError **error)
{
  if (member->ended)
    return TRUE;
  if (!pack(member, Z_FINISH, error))
    return FALSE;
  deflateEnd(&member->stream);
  g_clear_pointer(&member->piece, g_free);
  member->ended = TRUE;
  return TRUE;
}

/* ---- the archive ---- */

static void put16(GString *out, guint value)
{
  g_string_append_c(out, (char)(value & 0xFF));
  g_string_append_c(out, (char)(value >> 8 & 0xFF));
}

static void put32(GString *out, guint32 value)
{
  put16(out, value & 0xFFFF);
  put16(out, value >> 16);
}

static void put64(GString *out, guint64 value)
{
  put32(out, (guint32)value);
  put32(out, (guint32)(value >> 32));
}

NtZip *nt_zip_new(NtOutfile *out, const char *beside)
{
  NtZip *zip = g_new0(NtZip, 1);
  zip->out = out;
  zip->directory = nt_spool_new(beside);
  return zip;
}

void nt_zip_free(NtZip *zip)
{
  if (!zip)
    return;
  nt_spool_free(zip->directory);
  g_free(zip);
}

/* What both headers of a member have: version, flags (names are UTF-8), method, the first of January 1980, sums, lengths. */
static void put_common(GString *out, const NtZipMember *member, guint64 packed, const char *name, guint extra)
{
  gboolean big = extra != 0;
  put16(out, big ? 45 : 20);
  put16(out, 0x0800);
  put16(out, 8);
  put16(out, 0);
  put16(out, 0x0021);
  put32(out, member->crc);
  put32(out, big ? G_MAXUINT32 : (guint32)packed);
  put32(out, big ? G_MAXUINT32 : (guint32)member->size);
  put16(out, (guint)strlen(name));
  put16(out, extra);
}

static gboolean put_directory_row(NtZip *zip, const NtZipMember *member, guint64 packed, const char *name, GError **error)
{
  gboolean big = packed >= BIG || member->size >= BIG || zip->at >= BIG;
  g_autoptr(GString) row = g_string_new("PK\1\2");
  put16(row, 45);
  put_common(row, member, packed, name, big ? 28 : 0);
  put16(row, 0); /* comment */
  put16(row, 0); /* disk */
  put16(row, 0);
  put32(row, 0); /* attributes */
  put32(row, big ? G_MAXUINT32 : (guint32)zip->at);
  g_string_append(row, name);
  if (big) {
    put16(row, 1);
    put16(row, 24);
    put64(row, member->size);
    put64(row, packed);
    put64(row, zip->at);
  }
  return nt_spool_write(zip->directory, row->str, row->len, error);
}

static gboolean put_member(NtZip *zip, const char *name, NtZipMember *member, GError **error)
{
  if (!nt_zip_member_end(member, error))
    return FALSE;
  guint64 packed = nt_spool_size(member->packed);
  gboolean big = packed >= BIG || member->size >= BIG;
  g_autoptr(GString) head = g_string_new("PK\3\4");
  put_common(head, member, packed, name, big ? 20 : 0);
  g_string_append(head, name);
  if (big) {
    put16(head, 1);
    put16(head, 16);
    put64(head, member->size);
    put64(head, packed);
  }
  if (!put_directory_row(zip, member, packed, name, error))
    return FALSE;
  zip->at += head->len + packed;
  zip->members++;
  return nt_outfile_write(zip->out, head->str, head->len, error) && nt_spool_pour(member->packed, zip->out, error);
}

gboolean nt_zip_take(NtZip *zip, const char *name, NtZipMember *member, GError **error)
{
  gboolean good = put_member(zip, name, member, error);
  nt_zip_member_free(member);
  return good;
}

gboolean nt_zip_add(NtZip *zip, const char *name, NtStr bytes, GError **error)
{
  NtZipMember *member = nt_zip_member_new(NULL);
  if (nt_zip_member_write(member, bytes.p, bytes.n, error))
    return nt_zip_take(zip, name, member, error);
  nt_zip_member_free(member);
  return FALSE;
}

static void put_end64(GString *end, const NtZip *zip, guint64 size)
{
  g_string_append(end, "PK\6\6");
  put64(end, 44);
  put16(end, 45);
  put16(end, 45);
  put32(end, 0);
  put32(end, 0);
  put64(end, zip->members);
  put64(end, zip->members);
  put64(end, size);
  put64(end, zip->at);
  g_string_append(end, "PK\6\7");
  put32(end, 0);
  put64(end, zip->at + size);
  put32(end, 1);
}

gboolean nt_zip_finish(NtZip *zip, GError **error)
{
  guint64 size = nt_spool_size(zip->directory);
  g_autoptr(GString) end = g_string_new(NULL);
  gboolean big = zip->members >= 0xFFFF || zip->at >= BIG || size >= BIG;
  if (big)
    put_end64(end, zip, size);
  g_string_append(end, "PK\5\6");
  put32(end, 0);
  put16(end, big ? 0xFFFF : (guint)zip->members);
  put16(end, big ? 0xFFFF : (guint)zip->members);
  put32(end, big ? G_MAXUINT32 : (guint32)size);
  put32(end, big ? G_MAXUINT32 : (guint32)zip->at);
  put16(end, 0);
  return nt_spool_pour(zip->directory, zip->out, error) && nt_outfile_write(zip->out, end->str, end->len, error);
}

const char *nt_zip_version(void)
{
  return zlibVersion();
}
