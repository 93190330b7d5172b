/* Reading: streams, dates, the weighing of encodings, and every limit of base/limits.h that reading has. */
#include "testing.h"

#include "base/archive.h"
#include "base/error.h"
#include "base/html.h"
#include "base/input.h"
#include "base/limits.h"
#include "base/mime.h"
#include "base/xml.h"
#include "pipe/options.h"
#include "stages/1-read/containers.h"
#include "article/dates.h"
#include "stages/1-read/reader.h"

#include <archive.h>
#include <archive_entry.h>
#include <stdio.h>

/* ---- streams ---- */

static void a_stream_can_be_looked_at_ahead_and_given_back(void **state)
{
  NtStr line, rest;
  gboolean cut;
  char room[4];
  (void)state;
  g_autoptr(NtArena) arena = nt_arena_new();
  g_autoptr(NtInput) in = nt_input_of_bytes(NT_STR("one\ntwo and more\nthree"));
  assert_memory_equal(nt_input_peek(in, 2).p, "on", 2);
  assert_int_equal(nt_input_peek(in, 100).n, 22);
  assert_true(nt_input_line(in, 100, &line, &cut, NULL));
  assert_true(nt_str_is(line, "one\n") && !cut);
  nt_input_unread(in, line);
  nt_input_unread(in, NT_STR("zero "));
  assert_true(nt_input_line(in, 100, &line, &cut, NULL));
  assert_true(nt_str_is(line, "zero one\n"));
  assert_true(nt_input_line(in, 5, &line, &cut, NULL));
  assert_true(cut);
  assert_int_equal(nt_input_read(in, room, 4, NULL), 4);
  assert_memory_equal(room, "thre", 4);
  assert_true(nt_input_rest(in, arena, 100, &rest, NULL));
  assert_true(nt_str_is(rest, "e"));
  assert_int_equal(nt_input_read(in, room, 4, NULL), 0);
}

static void a_stream_is_not_taken_beyond_a_bound(void **state)
{
  NtStr rest;
  (void)state;
  g_autoptr(GError) error = NULL;
  g_autoptr(NtArena) arena = nt_arena_new();
  g_autoptr(NtInput) in = nt_input_of_bytes(NT_STR("12345"));
  assert_false(nt_input_rest(in, arena, 4, &rest, &error));
  assert_true(g_error_matches(error, NT_ERROR, NT_ERROR_LIMIT));
}

static void given_dates_become_iso(void **state)
{
  static const char *const rows[][2] = {
    {"Wed, 02 Oct 2002 13:00:00 +0200", "2002-10-02T13:00:00+02:00"},
    {" 6 May 24 09:30 GMT ", "2024-05-06T09:30Z"},
    {"Mon, 6 May 2024 09:30:05 EST (x)", "2024-05-06T09:30:05-05:00"},
    {"2024-05-06", "2024-05-06"},
    {"yesterday", "yesterday"},
    {"32 May 2024 09:30", "32 May 2024 09:30"},
    {"6 May 2024 09:30 +2", "2024-05-06T09:30+02:00"},
  };
  (void)state;
  g_autoptr(NtArena) arena = nt_arena_new();
  for (guint i = 0; i < G_N_ELEMENTS(rows); i++)
    assert_true(nt_str_is(nt_date_iso_or_text(arena, nt_str(rows[i][0])), rows[i][1]));
  assert_null(nt_date_iso_or_text(arena, nt_str("  ")).p);
}

/* ---- archives ---- */

/* A tar of `n` members of `size` bytes each, gzipped. */
static NtStr make_tar(NtArena *arena, guint n, gsize size)
{
  gsize room = (size + 2048) * n + 65536, used;
  char *bytes = nt_arena_alloc(arena, room), *content = g_malloc0(size + 1);
  struct archive *a = archive_write_new();
  archive_write_add_filter_gzip(a);
  archive_write_set_format_ustar(a);
  archive_write_open_memory(a, bytes, room, &used);
  for (guint i = 0; i < n; i++) {
    struct archive_entry *entry = archive_entry_new();
    g_autofree char *name = g_strdup_printf("%u.txt", i);
    archive_entry_set_pathname(entry, name);
    archive_entry_set_size(entry, (gint64)size);
    archive_entry_set_filetype(entry, AE_IFREG);
    archive_write_header(a, entry);
    archive_write_data(a, content, size);
    archive_entry_free(entry);
  }
  archive_write_free(a);
  g_free(content);
  return nt_str_n(bytes, used);
}

/* Reads all of an archive; the message with which it ends, or NULL. */
static char *read_archive(NtStr bytes, const NtArchiveBounds *bounds, guint *members)
{
  NtArchiveStep step;
  NtStr name, rest;
  g_autoptr(NtArena) arena = nt_arena_new();
  g_autoptr(NtInput) in = nt_input_of_bytes(bytes);
  g_autoptr(GError) error = NULL;
  NtArchive *a = nt_archive_open(in, bounds, &error);
  *members = 0;
  while (a && (step = nt_archive_next(a, &name, &error)) == NT_ARCHIVE_MEMBER && ++*members)
    if (!nt_input_rest(nt_archive_content(a), arena, 64u << 20, &rest, &error))
      break;
  nt_archive_free(a);
  return error ? g_strdup(error->message) : NULL;
}

static void archives_are_bounded(void **state)
{
  static const struct {
    NtArchiveBounds bounds;
    guint members;
    const char *message;
  } rows[] = {
    {{.members = 100, .bytes = 1 << 30, .ratio = 2000, .free = 1 << 20}, 10, NULL},
    {{.members = 4, .bytes = 1 << 30, .ratio = 2000, .free = 1 << 20}, 4, "the archive has more than 4 members"},
    {{.members = 100, .bytes = 250000, .ratio = 2000, .free = 1 << 20}, 3, "the archive holds more than 250000 bytes"},
    {{.members = 100, .bytes = 1 << 30, .ratio = 50, .free = 150000}, 2, "the archive swells to more than 50 times its size"},
  };
  (void)state;
  g_autoptr(NtArena) arena = nt_arena_new();
  NtStr tar = make_tar(arena, 10, 100000);
  for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
    guint members;
    g_autofree char *message = read_archive(tar, &rows[i].bounds, &members);
    assert_true(g_strcmp0(message, rows[i].message) == 0);
    assert_int_equal(members, rows[i].members);
  }
}

/* ---- HTML ---- */

static gboolean open_any(gpointer data, const NtHtmlElement *element)
{
  (void)data, (void)element;
  return TRUE;
}

static void close_any(gpointer data, const NtHtmlElement *element)
{
  (void)data, (void)element;
}

static void text_any(gpointer data, NtStr text)
{
  *(gsize *)data += text.n;
}

static gboolean takes_html(const char *before, const char *repeated, guint n)
{
  static const NtHtmlVisitor visitor = {open_any, close_any, text_any};
  gsize seen = 0;
  g_autoptr(NtArena) arena = nt_arena_new();
  g_autoptr(GError) error = NULL;
  g_autoptr(GString) html = g_string_new(before);
  for (guint i = 0; i < n; i++)
    g_string_append(html, repeated);
  gboolean good = nt_html_walk(arena, nt_str_n(html->str, html->len), &visitor, &seen, &error);
  assert_true(good || g_error_matches(error, NT_ERROR, NT_ERROR_LIMIT));
  return good;
}

static void html_is_bounded(void **state)
{
  (void)state;
  assert_true(takes_html("", "<div>", NT_LIMIT_HTML_DEPTH));
  assert_false(takes_html("", "<div>", NT_LIMIT_HTML_DEPTH + 1));
  assert_false(takes_html("", "<div></span>", NT_LIMIT_HTML_DEPTH + 1));
  assert_false(takes_html("", "<div/>", NT_LIMIT_HTML_DEPTH + 1));
  assert_false(takes_html("", "<table></div><div>", NT_LIMIT_HTML_DEPTH + 1));
  assert_true(takes_html("<svg>", "<path/>", NT_LIMIT_HTML_DEPTH + 1));
  assert_true(takes_html("", "<p>x<li>y<td>", 3 * NT_LIMIT_HTML_DEPTH));
  assert_true(takes_html("", "<div><b>x</b></div>", 3 * NT_LIMIT_HTML_DEPTH));
  assert_true(takes_html("", "<script><div></script>", 3 * NT_LIMIT_HTML_DEPTH));
  assert_true(takes_html("", "<!-- <div> -->", 3 * NT_LIMIT_HTML_DEPTH));
  assert_true(takes_html("<a", " a=1", NT_LIMIT_HTML_ATTRIBUTES));
  assert_false(takes_html("<a", " a=1", NT_LIMIT_HTML_ATTRIBUTES + 1));
  assert_false(takes_html("<a", " b='<x>'c", NT_LIMIT_HTML_ATTRIBUTES));
}

static void formatting_left_open_is_bounded(void **state)
{
  (void)state;
  for (guint more = 0; more < 2; more++) {
    g_autoptr(GString) html = g_string_new(NULL);
    for (guint i = 0; i < NT_LIMIT_HTML_FORMATTING + more; i++)
      g_string_append_printf(html, "<p><b id=%u></p>", i);
    assert_int_equal(takes_html(html->str, "x", 1), !more);
  }
  assert_true(takes_html("", "<p><b></p>", 400)); /* alike: three stay */
  assert_true(takes_html("", "<p><a href=x></p>", 400));
}

static void html_is_bounded_in_size(void **state)
{
  (void)state;
  g_autoptr(NtArena) arena = nt_arena_new();
  g_autoptr(GError) error = NULL;
  static const NtHtmlVisitor visitor = {open_any, close_any, text_any};
  gsize seen = 0, n = NT_LIMIT_HTML_BYTES + 1;
  g_autofree char *bytes = g_malloc(n);
  memset(bytes, 'x', n);
  assert_false(nt_html_walk(arena, nt_str_n(bytes, n), &visitor, &seen, &error));
  assert_true(g_error_matches(error, NT_ERROR, NT_ERROR_LIMIT));
  g_clear_error(&error);
  for (gsize i = 0; i + 4 < NT_LIMIT_HTML_BYTES; i += 4)
    memcpy(bytes + i, "<br>", 4);
  assert_false(nt_html_walk(arena, nt_str_n(bytes, NT_LIMIT_HTML_BYTES), &visitor, &seen, &error));
  assert_non_null(strstr(error->message, "nodes"));
}

/* ---- mail, XML ---- */

static char *read_mail(const GString *message)
{
  NtMail mail;
  g_autoptr(NtArena) arena = nt_arena_new();
  g_autoptr(GError) error = NULL;
  return nt_mime_read(arena, nt_str_n(message->str, message->len), &mail, &error) ? g_strndup(mail.body.p, mail.body.n)
                                                                                  : g_strconcat("!", error->message, NULL);
}

static char *nested_mail(guint depth)
{
  g_autoptr(GString) message = g_string_new("Subject: x\nMIME-Version: 1.0\n");
  for (guint i = 0; i < depth; i++)
    g_string_append_printf(message, "Content-Type: multipart/mixed; boundary=\"b%u\"\n\n--b%u\n", i, i);
  g_string_append(message, "Content-Type: text/plain\n\nwords\n");
  return read_mail(message);
}

static void mail_is_bounded(void **state)
{
  (void)state;
  g_autofree char *good = nested_mail(NT_LIMIT_MIME_DEPTH), *bad = nested_mail(NT_LIMIT_MIME_DEPTH + 1);
  assert_string_equal(good, "words\n");
  assert_memory_equal(bad, "!a message with parts", 21);
  g_autoptr(GString) message = g_string_new("Content-Type: multipart/mixed; boundary=b\n\n");
  for (guint i = 0; i < NT_LIMIT_MIME_PARTS; i++)
    g_string_append(message, "--b\nContent-Type: image/png\n\nx\n");
  g_string_append(message, "--b--\n");
  g_autofree char *many = read_mail(message);
  assert_memory_equal(many, "!a message with parts", 21);
}

static char *read_xml(const char *xml)
{
  NtXmlEvent event;
  g_autoptr(GError) error = NULL;
  g_autoptr(NtInput) in = nt_input_of_bytes(nt_str(xml));
  NtXml *x = nt_xml_open(in, &error);
  GString *seen = g_string_new(NULL);
  while (x && nt_xml_next(x, &event, &error) && event.kind != NT_XML_END)
    if (event.kind == NT_XML_TEXT)
      g_string_append_len(seen, event.text.p, (gssize)event.text.n);
    else
      g_string_append_printf(seen, "%s%s%u ", event.kind == NT_XML_CLOSE ? "/" : "", event.name, event.depth);
  nt_xml_free(x);
  if (error)
    g_string_append_printf(seen, "!%s", error->message);
  return g_string_free(seen, FALSE);
}

static void xml_is_bounded(void **state)
{
  static const char *const rows[][2] = {
    {"<a><b c='1'/>t&amp;&eacute;</a>", "a0 b1 /b1 t&é/a0 "},
    {"<!DOCTYPE a [<!ENTITY x \"y\">]><a>&x;</a>", "!line 1: the file declares entities; they are not expanded"},
    {"<!DOCTYPE a [<!ENTITY % x SYSTEM \"file:///etc/passwd\"> %x;]><a/>", "!line 1: the file declares entities; they are not expanded"},
  };
  (void)state;
  for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
    g_autofree char *seen = read_xml(rows[i][0]);
    assert_string_equal(seen, rows[i][1]);
  }
  g_autoptr(GString) deep = g_string_new(NULL);
  for (guint i = 0; i <= NT_LIMIT_XML_DEPTH; i++)
    g_string_append(deep, "<a>");
  g_autofree char *seen = read_xml(deep->str);
  assert_non_null(strstr(seen, "!line 1: elements stand inside each other too deep"));
}

/* ---- tables, feeds, WARC: by their readers ---- */

/* What the feed makes of some bytes called `name`: kinds and messages, a line each. */
static char *read_bytes(const char *name, NtStr bytes)
{
  g_autoptr(NtOptions) options = nt_options_new();
  GString *seen = g_string_new(NULL);
  NtContainers *containers = nt_containers_new(options, NULL);
  NtBatch batch = {.arena = nt_arena_new()};
  nt_containers_take(containers, &batch, nt_input_of_bytes(bytes), name, TRUE);
  while (nt_containers_step(containers, &batch))
    ;
  for (guint i = 0; i < batch.documents.n; i++) {
    const NtDocument *d = &batch.documents.v[i];
    if (d->kind == NT_DOCUMENT_ERROR)
      g_string_append_printf(seen, "%.*s: %.*s\n", (int)d->path.n, d->path.p, (int)d->message.n, d->message.p);
    else
      g_string_append(seen, "good\n");
  }
  nt_containers_free(containers);
  nt_arena_free(batch.arena);
  return g_string_free(seen, FALSE);
}

static void a_row_of_a_table_is_bounded(void **state)
{
  (void)state;
  g_autoptr(GString) table = g_string_new("text\n");
  for (guint i = 0; i < NT_LIMIT_CSV_RECORD_BYTES; i++)
    g_string_append_c(table, 'x');
  g_string_append(table, "y\nshort\n");
  g_autofree char *seen = read_bytes("a.csv", nt_str_n(table->str, table->len));
  assert_string_equal(seen, "a.csv:2: the row has too many bytes\ngood\n");

  g_string_assign(table, "text\nfirst");
  for (guint i = 0; i < NT_LIMIT_CSV_COLUMNS; i++)
    g_string_append_c(table, ',');
  g_string_append(table, "\nlast\n");
  g_autofree char *wide = read_bytes("a.csv", nt_str_n(table->str, table->len));
  assert_string_equal(wide, "a.csv:2: more than 4096 columns\ngood\n");
}

static void an_open_quote_costs_a_line(void **state)
{
  (void)state;
  g_autofree char *seen = read_bytes("a.csv", NT_STR("text\n\"open\nfine\nfine\n"));
  assert_string_equal(seen, "a.csv:2: a quote is opened and not closed\ngood\ngood\n");
  g_autoptr(GString) table = g_string_new("text\n");
  for (guint i = 0; i <= NT_LIMIT_CSV_BAD_RECORDS; i++)
    g_string_append(table, "\"open\n");
  g_autofree char *many = read_bytes("a.csv", nt_str_n(table->str, table->len));
  assert_non_null(strstr(many, "a.csv: more than 100 quotes are not closed\n"));
}

static void an_item_of_a_feed_is_bounded(void **state)
{
  (void)state;
  g_autoptr(GString) feed = g_string_new("<rss><channel><item><description>");
  for (guint i = 0; i <= NT_LIMIT_XML_ITEM_BYTES / 64; i++)
    g_string_append(feed, "sixty-four bytes of words that go on and on until there are enough");
  g_string_append(feed, "</description></item><item><title>next</title></item></channel></rss>");
  g_autofree char *seen = read_bytes("a.rss", nt_str_n(feed->str, feed->len));
  assert_string_equal(seen, "a.rss:1: an item with more than 33554432 bytes\ngood\n");
}

static void the_head_of_a_record_is_bounded(void **state)
{
  (void)state;
  g_autoptr(GString) warc = g_string_new("WARC/1.0\r\n");
  for (guint i = 0; i <= NT_LIMIT_WARC_HEADER_BYTES / 8; i++)
    g_string_append(warc, "X: abc\r\n");
  g_string_append(warc, "\r\n");
  g_autofree char *seen = read_bytes("a.warc", nt_str_n(warc->str, warc->len));
  assert_string_equal(seen, "a.warc: the head of a record is too long\n");
}

static void archives_in_archives_are_bounded(void **state)
{
  (void)state;
  g_autoptr(NtArena) arena = nt_arena_new();
  NtStr tar = make_tar(arena, 1, 10);
  for (guint i = 0; i < NT_LIMIT_ARCHIVE_DEPTH; i++) {
    gsize room = tar.n + 16384, used;
    char *bytes = nt_arena_alloc(arena, room);
    struct archive *a = archive_write_new();
    struct archive_entry *entry = archive_entry_new();
    archive_write_set_format_ustar(a);
    archive_write_open_memory(a, bytes, room, &used);
    archive_entry_set_pathname(entry, "in.tar");
    archive_entry_set_size(entry, (gint64)tar.n);
    archive_entry_set_filetype(entry, AE_IFREG);
    archive_write_header(a, entry);
    archive_write_data(a, tar.p, tar.n);
    archive_entry_free(entry);
    archive_write_free(a);
    g_autofree char *seen = read_bytes("a.tar", tar);
    assert_string_equal(seen, "good\n");
    tar = nt_str_n(bytes, used);
  }
  g_autofree char *seen = read_bytes("a.tar", tar);
  assert_non_null(strstr(seen, "archives stand inside each other more than 5 deep\n"));
}

int main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(a_stream_can_be_looked_at_ahead_and_given_back),
    cmocka_unit_test(a_stream_is_not_taken_beyond_a_bound),
    cmocka_unit_test(given_dates_become_iso),
    cmocka_unit_test(archives_are_bounded),
    cmocka_unit_test(html_is_bounded),
    cmocka_unit_test(formatting_left_open_is_bounded),
    cmocka_unit_test(html_is_bounded_in_size),
    cmocka_unit_test(mail_is_bounded),
    cmocka_unit_test(xml_is_bounded),
    cmocka_unit_test(a_row_of_a_table_is_bounded),
    cmocka_unit_test(an_open_quote_costs_a_line),
    cmocka_unit_test(an_item_of_a_feed_is_bounded),
    cmocka_unit_test(the_head_of_a_record_is_bounded),
    cmocka_unit_test(archives_in_archives_are_bounded),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
