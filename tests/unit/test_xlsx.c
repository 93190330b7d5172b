/* A sheet that is full goes on in a further one, and links find their rows there. */
#include "testing.h"

#include "article/wire.h"
#include "stages/7-write/writers.h"

#include <archive.h>
#include <archive_entry.h>
#include <glib/gstdio.h>

static void put_article(gpointer sink, guint number, guint mentions)
{
  g_autoptr(NtArena) arena = nt_arena_new();
  g_autoptr(GString) line = g_string_new(NULL), out = g_string_new(NULL);
  g_string_append_printf(line, "{\"id\":\"a%u\",\"text\":\"In Paris\",\"entities\":[{\"id\":\"Q90\","
                         "\"type\":\"place\",\"name\":\"Paris\",\"mentions\":[",
                         number);
  for (guint i = 0; i < mentions; i++)
    g_string_append_printf(line, "%s{\"start\":3,\"end\":8}", i ? "," : "");
  g_string_append(line, "]}]}");
  NtArticle article;
  nt_article_init(&article, arena);
  assert_true(nt_wire_decode(&article, nt_str_n(line->str, line->len), nt_sink_xlsx.reads, NULL));
  assert_true(nt_sink_xlsx.format(sink, &article, out, NULL));
  assert_true(nt_sink_xlsx.put(sink, out->str, out->len, NULL));
}

/* The members of the archive as texts, by name. */
static GHashTable *read_members(const char *path)
{
  GHashTable *members = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
  struct archive *archive = archive_read_new();
  archive_read_support_format_zip(archive);
  assert_int_equal(archive_read_open_filename(archive, path, 65536), ARCHIVE_OK);
  struct archive_entry *entry;
  while (archive_read_next_header(archive, &entry) == ARCHIVE_OK) {
    gsize n = (gsize)archive_entry_size(entry);
    char *text = g_malloc0(n + 1);
    assert_int_equal(archive_read_data(archive, text, n), n);
    g_hash_table_insert(members, g_strdup(archive_entry_pathname(entry)), text);
  }
  archive_read_free(archive);
  return members;
}

static guint count(const char *text, const char *what)
{
  guint n = 0;
  for (const char *p = text; (p = strstr(p, what)); p += strlen(what))
    n++;
  return n;
}

static const char *member(GHashTable *members, const char *name)
{
  const char *text = g_hash_table_lookup(members, name);
  assert_non_null(text);
  return text;
}

static void full_sheets_go_on(void **state)
{
  (void)state;
  g_autofree char *folder = g_dir_make_tmp("newstag-XXXXXX", NULL), *path = g_build_filename(folder, "a.xlsx", NULL);
  g_autoptr(NtOptions) options = nt_options_new();
  const NtOption row = {.name = "sheet-rows", .kind = NT_OPTION_COUNT};
  assert_true(nt_options_set(options, &row, "5", NULL));
  gpointer sink = nt_sink_xlsx.open(path, options, NULL);
  for (guint i = 1; i <= 6; i++)
    put_article(sink, i, 3);
  assert_true(nt_sink_xlsx.finish(sink, NULL));
  nt_sink_xlsx.close(sink);
  g_autoptr(GHashTable) members = read_members(path);
  const char *book = member(members, "xl/workbook.xml");
  /* Five rows a sheet, one of them the header: 6 articles are 2 sheets, 18 mentions 5, 6 entities 2, no topics 1; and the summary. */
  assert_int_equal(count(book, "<sheet "), 11);
  assert_non_null(strstr(book, "name=\"Articles 2\""));
  assert_non_null(strstr(book, "name=\"Mentions 5\""));
  guint rows = 0;
  for (guint i = 4; i <= 8; i++) {
    g_autofree char *name = g_strdup_printf("xl/worksheets/sheet%u.xml", i);
    rows += count(member(members, name), "<row ") - 1;
  }
  assert_int_equal(rows, 18);
  /* The second sheet of mentions: the second half of article 2, all of article 3 but its last mention. */
  const char *second = member(members, "xl/worksheets/sheet5.xml");
  assert_non_null(strstr(second, "<hyperlink ref=\"A2:A3\" location=\"'Articles'!A3\"/>"));
  assert_non_null(strstr(second, "<hyperlink ref=\"A4:A5\" location=\"'Articles'!A4\"/>"));
  assert_non_null(strstr(member(members, "xl/worksheets/sheet8.xml"), "location=\"'Articles 2'!A3\""));
  g_unlink(path);
  assert_int_equal(g_rmdir(folder), 0); /* nothing else was left there */
}

int main(void)
{
  const struct CMUnitTest tests[] = {cmocka_unit_test(full_sheets_go_on)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
