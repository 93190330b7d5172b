#include "testing.h"

#include "base/error.h"
#include "base/outfile.h"

#include <glib/gstdio.h>

static char *folder;

static guint count_files(void)
{
  guint n = 0;
  g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
  while (g_dir_read_name(dir))
    n++;
  return n;
}

static void whole_or_not_at_all(void **state)
{
  (void)state;
  g_autofree char *path = g_build_filename(folder, "out", NULL);
  NtOutfile *out = nt_outfile_open(path, NULL);
  assert_true(nt_outfile_write(out, "half", 4, NULL));
  assert_false(g_file_test(path, G_FILE_TEST_EXISTS));
  nt_outfile_free(out);
  assert_int_equal(count_files(), 0);

  out = nt_outfile_open(path, NULL);
  assert_true(nt_outfile_write(out, "whole", 5, NULL));
  assert_true(nt_outfile_commit(out, NULL));
  nt_outfile_free(out);
  g_autofree char *content = NULL;
  assert_true(g_file_get_contents(path, &content, NULL, NULL));
  assert_string_equal(content, "whole");
  assert_int_equal(count_files(), 1);
}

static void an_old_file_stays_until_the_new_one_is_whole(void **state)
{
  (void)state;
  g_autofree char *path = g_build_filename(folder, "out", NULL);
  assert_true(g_file_set_contents(path, "old", -1, NULL));
  NtOutfile *out = nt_outfile_open(path, NULL);
  g_autofree char *much = g_strnfill(1 << 20, 'x');
  assert_true(nt_outfile_write(out, much, 1 << 20, NULL));
  nt_outfile_free(out);
  g_autofree char *content = NULL;
  assert_true(g_file_get_contents(path, &content, NULL, NULL));
  assert_string_equal(content, "old");
}

/* Two at once on one output: the second is refused, the first goes on. */
static void a_second_writer_is_refused(void **state)
{
  (void)state;
  g_autofree char *path = g_build_filename(folder, "out", NULL);
  g_autofree char *part = g_strconcat(path, ".newstag-part", NULL);
  assert_true(g_file_set_contents(part, "left by a run that was killed", -1, NULL));
  NtOutfile *first = nt_outfile_open(path, NULL);
  assert_non_null(first);
  g_autoptr(GError) error = NULL;
  assert_null(nt_outfile_open(path, &error));
  assert_true(g_error_matches(error, NT_ERROR, NT_ERROR_IO));
  assert_non_null(strstr(error->message, "another run"));
  assert_true(nt_outfile_write(first, "first", 5, NULL));
  assert_true(nt_outfile_commit(first, NULL));
  nt_outfile_free(first);
  g_autofree char *content = NULL;
  assert_true(g_file_get_contents(path, &content, NULL, NULL));
  assert_string_equal(content, "first");
  NtOutfile *next = nt_outfile_open(path, NULL);
  assert_non_null(next);
  nt_outfile_free(next);
  g_unlink(path);
}

static void a_full_disk_is_an_error(void **state)
{
  (void)state;
  g_autoptr(GError) error = NULL;
  NtOutfile *out = nt_outfile_open("/dev/full", &error);
  assert_non_null(out);
  assert_true(nt_outfile_write(out, "x", 1, &error));
  assert_false(nt_outfile_commit(out, &error));
  assert_true(g_error_matches(error, NT_ERROR, NT_ERROR_IO));
  nt_outfile_free(out);
}

static void a_missing_folder_is_an_error(void **state)
{
  (void)state;
  g_autoptr(GError) error = NULL;
  assert_null(nt_outfile_open("/nowhere/at/all", &error));
  assert_int_equal(nt_error_exit_status(error), 4);
}

int main(void)
{
  folder = g_dir_make_tmp("newstag-XXXXXX", NULL);
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(whole_or_not_at_all), cmocka_unit_test(an_old_file_stays_until_the_new_one_is_whole),
    cmocka_unit_test(a_second_writer_is_refused), cmocka_unit_test(a_full_disk_is_an_error), cmocka_unit_test(a_missing_folder_is_an_error),
  };
  int failed = cmocka_run_group_tests(tests, NULL, NULL);
  g_autofree char *path = g_build_filename(folder, "out", NULL);
  g_unlink(path);
  g_rmdir(folder);
  g_free(folder);
  return failed;
}
