/* What the archive's writer writes, libarchive reads. */
#include "testing.h"

#include "base/spool.h"
#include "base/zip.h"

#include <archive.h>
#include <archive_entry.h>
#include <glib/gstdio.h>

static char *folder, *path;

static NtStr random_bytes(NtArena *arena, gsize n, guint64 *state)
{
  char *bytes = nt_arena_alloc(arena, n + 1);
  for (gsize i = 0; i < n; i++)
    bytes[i] = (char)(test_random(state) % (i % 1000 < 500 ? 256 : 3)); /* some that packs well, some that does not */
  return nt_str_n(bytes, n);
}

static void check_member(struct archive *archive, const char *name, NtStr bytes)
{
  struct archive_entry *entry;
  assert_int_equal(archive_read_next_header(archive, &entry), ARCHIVE_OK);
  assert_string_equal(archive_entry_pathname(entry), name);
  assert_int_equal(archive_entry_size(entry), bytes.n);
  g_autofree char *got = g_malloc(bytes.n + 1);
  assert_int_equal(archive_read_data(archive, got, bytes.n + 1), bytes.n); /* checks the sum, too */
  assert_memory_equal(got, bytes.p, bytes.n);
}

static struct archive *open_archive(void)
{
  struct archive *archive = archive_read_new();
  archive_read_support_format_zip_seekable(archive);
  assert_int_equal(archive_read_open_filename(archive, path, 65536), ARCHIVE_OK);
  return archive;
}

static void members_come_back(void **state)
{
  (void)state;
  static const gsize sizes[] = {0, 1, 65535, 65536, 1000000};
  g_autoptr(NtArena) arena = nt_arena_new();
  guint64 random = 1;
  NtStr bytes[G_N_ELEMENTS(sizes)];
  NtOutfile *out = nt_outfile_open(path, NULL);
  NtZip *zip = nt_zip_new(out, path);
  NtZipMember *slow = nt_zip_member_new(path);
  for (guint i = 0; i < G_N_ELEMENTS(sizes); i++) {
    g_autofree char *name = g_strdup_printf("m%u", i);
    bytes[i] = random_bytes(arena, sizes[i], &random);
    assert_true(nt_zip_add(zip, name, bytes[i], NULL));
    assert_true(nt_zip_member_write(slow, bytes[i].p, bytes[i].n, NULL));
  }
  assert_true(nt_zip_take(zip, "all", slow, NULL));
  assert_true(nt_zip_finish(zip, NULL) && nt_outfile_commit(out, NULL));
  nt_zip_free(zip);
  nt_outfile_free(out);
  g_autoptr(GString) all = g_string_new(NULL);
  struct archive *archive = open_archive();
  for (guint i = 0; i < G_N_ELEMENTS(sizes); i++) {
    g_autofree char *name = g_strdup_printf("m%u", i);
    check_member(archive, name, bytes[i]);
    g_string_append_len(all, bytes[i].p, (gssize)bytes[i].n);
  }
  check_member(archive, "all", nt_str_n(all->str, all->len));
  archive_read_free(archive);
}

/* More members than a plain zip counts. */
static void many_members(void **state)
{
  (void)state;
  NtOutfile *out = nt_outfile_open(path, NULL);
  NtZip *zip = nt_zip_new(out, path);
  for (guint i = 0; i < 70000; i++) {
    char name[16];
    g_snprintf(name, sizeof name, "%u", i);
    assert_true(nt_zip_add(zip, name, nt_str(name), NULL));
  }
  assert_true(nt_zip_finish(zip, NULL) && nt_outfile_commit(out, NULL));
  nt_zip_free(zip);
  nt_outfile_free(out);
  struct archive *archive = open_archive();
  struct archive_entry *entry;
  guint n = 0;
  while (archive_read_next_header(archive, &entry) == ARCHIVE_OK)
    n++;
  assert_int_equal(n, 70000);
  archive_read_free(archive);
}

static void spools_give_all_back(void **state)
{
  (void)state;
  static const gsize sizes[] = {0, 10, 65536, 200001};
  for (guint i = 0; i < G_N_ELEMENTS(sizes); i++) {
    g_autoptr(NtArena) arena = nt_arena_new();
    guint64 random = i + 1;
    NtStr bytes = random_bytes(arena, sizes[i], &random);
    NtOutfile *out = nt_outfile_open(path, NULL);
    g_autoptr(NtSpool) spool = nt_spool_new(path);
    assert_true(nt_spool_write(spool, bytes.p, bytes.n / 3, NULL));
    assert_true(nt_spool_write(spool, bytes.p + bytes.n / 3, bytes.n - bytes.n / 3, NULL));
    assert_int_equal(nt_spool_size(spool), bytes.n);
    assert_true(nt_spool_pour(spool, out, NULL) && nt_outfile_commit(out, NULL));
    nt_outfile_free(out);
    g_autofree char *got = NULL;
    gsize n;
    assert_true(g_file_get_contents(path, &got, &n, NULL));
    assert_int_equal(n, bytes.n);
    assert_memory_equal(got, bytes.p, n);
  }
}

static int make_folder(void **state)
{
  (void)state;
  folder = g_dir_make_tmp("newstag-XXXXXX", NULL);
  path = g_build_filename(folder, "out", NULL);
  return 0;
}

static int remove_folder(void **state)
{
  (void)state;
  g_unlink(path);
  int status = g_rmdir(folder);
  g_free(folder);
  g_free(path);
  return status;
}

int main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(members_come_back),
    cmocka_unit_test(many_members),
    cmocka_unit_test(spools_give_all_back),
  };
  return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
