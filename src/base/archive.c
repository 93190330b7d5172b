#include "archive.h"

#include "error.h"
#include "limits.h"
#include "utf8.h"

#include <errno.h>

#include <archive.h>
#include <archive_entry.h>
#include <locale.h>

#define PIECE ((gsize)64 << 10)

struct NtArchive {
  struct archive *archive;
  locale_t utf8;   /* libarchive turns names into the locale's characters: it gets one that has them all */
  NtInput *in;
  NtInput *content;
  NtArchiveBounds bounds;
  guint64 members, bytes;
  gboolean broken;
  char *name;
  char piece[PIECE];
};

gboolean nt_archive_is(NtStr head)
{
  static const struct {
    gsize at;
    NtStr magic;
  } rows[] = {
    {0, {"PK\3\4", 4}},  {0, {"PK\5\6", 4}},       {0, {"\x1F\x8B", 2}}, {0, {"BZh", 3}}, {0, {"\xFD" "7zXZ\0", 6}},
    {0, {"\x28\xB5\x2F\xFD", 4}}, {257, {"ustar", 5}},
  };
  for (guint i = 0; i < G_N_ELEMENTS(rows); i++)
    if (head.n >= rows[i].at + rows[i].magic.n && memcmp(head.p + rows[i].at, rows[i].magic.p, rows[i].magic.n) == 0)
      return TRUE;
  return FALSE;
}

/* ---- libarchive reads from our stream ---- */

static la_ssize_t on_read(struct archive *archive, void *data, const void **buffer)
{
  NtArchive *a = data;
  g_autoptr(GError) error = NULL;
  gssize n = nt_input_read(a->in, a->piece, sizeof a->piece, &error);
  if (n < 0)
    archive_set_error(archive, EIO, "%s", error->message);
  *buffer = a->piece;
  return n;
}

static la_int64_t on_seek(struct archive *archive, void *data, la_int64_t offset, int whence)
{
  NtArchive *a = data;
  (void)archive;
  gint64 place = nt_input_seek(a->in, offset, whence);
  return place < 0 ? ARCHIVE_FATAL : place;
}

static const char *message_of(struct archive *archive)
{
  const char *message = archive_error_string(archive);
  return message ? message : "broken";
}

static const NtArchiveBounds default_bounds = {
  .members = NT_LIMIT_ARCHIVE_MEMBERS,
  .bytes = NT_LIMIT_ARCHIVE_BYTES,
  .ratio = NT_LIMIT_ARCHIVE_RATIO,
  .free = NT_LIMIT_ARCHIVE_FREE_BYTES,
};

NtArchive *nt_archive_open(NtInput *in, const NtArchiveBounds *bounds, GError **error)
{
  NtArchive *a = g_new0(NtArchive, 1);
  a->in = in;
  a->bounds = bounds ? *bounds : default_bounds;
  a->archive = archive_read_new();
  a->utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
  /* Each by name: "all" would start programs for what the library itself cannot do. */
  archive_read_support_filter_gzip(a->archive);
  archive_read_support_filter_bzip2(a->archive);
  archive_read_support_filter_xz(a->archive);
  archive_read_support_filter_zstd(a->archive);
  archive_read_support_format_tar(a->archive);
  archive_read_support_format_zip(a->archive);
  archive_read_support_format_raw(a->archive);
  archive_read_set_read_callback(a->archive, on_read);
  archive_read_set_callback_data(a->archive, a);
  if (nt_input_seek(in, 0, SEEK_CUR) >= 0 && nt_input_seek(in, 0, SEEK_SET) >= 0)
    archive_read_set_seek_callback(a->archive, on_seek);
  if (archive_read_open1(a->archive) == ARCHIVE_OK)
    return a;
  g_set_error(error, NT_ERROR, NT_ERROR_INPUT, "%s", message_of(a->archive));
  nt_archive_free(a);
  return NULL;
}

void nt_archive_free(NtArchive *a)
{
  if (!a)
    return;
  nt_input_free(a->content);
  archive_read_free(a->archive);
  if (a->utf8)
    freelocale(a->utf8);
  g_free(a->name);
  g_free(a);
}

/* ---- the content of a member ---- */

static gboolean over_bounds(NtArchive *a, GError **error)
{
  guint64 in = (guint64)MAX(archive_filter_bytes(a->archive, -1), 1);
  if (a->bytes > a->bounds.bytes) {
    g_set_error(error, NT_ERROR, NT_ERROR_LIMIT, "the archive holds more than %" G_GUINT64_FORMAT " bytes", a->bounds.bytes);
    return TRUE;
  }
  if (a->bytes > a->bounds.free && a->bytes / in > a->bounds.ratio) {
    g_set_error(error, NT_ERROR, NT_ERROR_LIMIT, "the archive swells to more than %" G_GUINT64_FORMAT " times its size", a->bounds.ratio);
    return TRUE;
  }
  return FALSE;
}

static gssize pull_content(gpointer self, char *room, gsize n, GError **error)
{
  NtArchive *a = self;
  la_ssize_t got = archive_read_data(a->archive, room, n);
  if (got < 0) {
    a->broken |= got == ARCHIVE_FATAL;
    g_set_error(error, NT_ERROR, NT_ERROR_INPUT, "%s", message_of(a->archive));
    return -1;
  }
  a->bytes += (guint64)got;
  if (over_bounds(a, error)) {
    a->broken = TRUE;
    return -1;
  }
  return got;
}

static const NtInputKind content_kind = {.pull = pull_content};

NtInput *nt_archive_content(NtArchive *a)
{
  if (!a->content)
    a->content = nt_input_new(&content_kind, a);
  return a->content;
}

/* ---- members ---- */

/* A name that leads out of the archive; nothing is unpacked, but what is written about the member goes on to other programs. */
static gboolean leads_out(const char *name)
{
  if (name[0] == '/' || name[0] == '\\' || (g_ascii_isalpha(name[0]) && name[1] == ':'))
    return TRUE;
  for (const char *p = name; *p;) {
    gsize n = strcspn(p, "/\\");
    if (n == 2 && p[0] == '.' && p[1] == '.')
      return TRUE;
    p += n + (p[n] != '\0');
  }
  return FALSE;
}

static NtArchiveStep bad(GError **error, const char *message)
{
  g_set_error(error, NT_ERROR, NT_ERROR_INPUT, "%s", message);
  return NT_ARCHIVE_BAD;
}

static NtArchiveStep broken(NtArchive *a, GError **error, int code, const char *message)
{
  a->broken = TRUE;
  g_set_error(error, NT_ERROR, code, "%s", message);
  return NT_ARCHIVE_BROKEN;
}

/* The name as valid UTF-8; names of old zips are in anything. */
static void set_name(NtArchive *a, struct archive_entry *entry)
{
  const char *name = archive_entry_pathname_utf8(entry);
  name = name ? name : archive_entry_pathname(entry);
  g_free(a->name);
  a->name = g_utf8_make_valid(name ? name : "", -1);
}

static NtArchiveStep take_entry(NtArchive *a, struct archive_entry *entry, NtStr *name, GError **error)
{
  if (archive_format(a->archive) == ARCHIVE_FORMAT_RAW) {
    if (archive_filter_count(a->archive) <= 1)
      return broken(a, error, NT_ERROR_INPUT, "no archive and no compressed file");
    *name = nt_str_n("", 0);
    return NT_ARCHIVE_MEMBER;
  }
  set_name(a, entry);
  *name = nt_str(a->name);
  if (!name->n)
    return bad(error, "a member without a name");
  if (leads_out(a->name))
    return bad(error, "the name leads out of the archive");
  if (archive_entry_hardlink(entry) || archive_entry_symlink(entry))
    return bad(error, "a link; links in archives are not followed");
  if (archive_entry_filetype(entry) && archive_entry_filetype(entry) != AE_IFREG)
    return bad(error, "not a regular file");
  if (archive_entry_is_encrypted(entry))
    return bad(error, "encrypted");
  return NT_ARCHIVE_MEMBER;
}

static NtArchiveStep next(NtArchive *a, NtStr *name, GError **error)
{
  struct archive_entry *entry;
  g_clear_pointer(&a->content, nt_input_free);
  while (!a->broken) {
    int status = archive_read_next_header(a->archive, &entry);
    if (status == ARCHIVE_EOF)
      return NT_ARCHIVE_END;
    if (status == ARCHIVE_RETRY)
      continue;
    if (status != ARCHIVE_OK && status != ARCHIVE_WARN)
      return broken(a, error, NT_ERROR_INPUT, message_of(a->archive));
    if (over_bounds(a, error)) {
      a->broken = TRUE;
      return NT_ARCHIVE_BROKEN;
    }
    if (++a->members > a->bounds.members) {
      g_autofree char *message = g_strdup_printf("the archive has more than %" G_GUINT64_FORMAT " members", a->bounds.members);
      return broken(a, error, NT_ERROR_LIMIT, message);
    }
    if (archive_entry_filetype(entry) == AE_IFDIR)
      continue;
    return take_entry(a, entry, name, error);
  }
  return NT_ARCHIVE_END;
}

NtArchiveStep nt_archive_next(NtArchive *a, NtStr *name, GError **error)
{
  locale_t before = a->utf8 ? uselocale(a->utf8) : (locale_t)0;
  NtArchiveStep step = next(a, name, error);
  if (a->utf8)
    uselocale(before);
  return step;
}

const char *nt_archive_version(void)
{
  return archive_version_string();
}
