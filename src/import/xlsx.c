/* Excel: the first sheet of the workbook, its first row the names of the columns. A workbook is a zip of XML: libarchive opens it,
 * libxml2 reads it, without the network, entities or more than a bounded size. The cells become TSV, which is read as such. */
#include "names.h"

#include "base/error.h"
#include "base/limits.h"

#include <archive.h>
#include <archive_entry.h>
#include <glib/gstdio.h>
#include <libxml/parser.h>
#include <string.h>

typedef struct {
  GString *strings, *sheet; /* the two parts that matter */
} Parts;

static gboolean read_part(struct archive *zip, GString *out)
{
  char piece[16384];
  la_ssize_t n;
  while ((n = archive_read_data(zip, piece, sizeof piece)) > 0) {
    if (out->len + (gsize)n > NT_LIMIT_YAML_BYTES)
      return FALSE;
    g_string_append_len(out, piece, n);
  }
  return n == 0;
}

static gboolean open_parts(const char *path, Parts *parts, GError **error)
{
  struct archive *zip = archive_read_new();
  struct archive_entry *entry;
  archive_read_support_format_zip(zip);
  gboolean good = archive_read_open_filename(zip, path, 1 << 16) == ARCHIVE_OK;
  while (good && archive_read_next_header(zip, &entry) == ARCHIVE_OK) {
    const char *name = archive_entry_pathname(entry);
    if (g_strcmp0(name, "xl/sharedStrings.xml") == 0)
      good = read_part(zip, parts->strings);
    else if (g_strcmp0(name, "xl/worksheets/sheet1.xml") == 0)
      good = read_part(zip, parts->sheet);
  }
  if (!good || !parts->sheet->len)
    g_set_error(error, NT_ERROR, NT_ERROR_INPUT, "%s: no Excel workbook%s%s", path, archive_error_string(zip) ? ": " : "",
                archive_error_string(zip) ? archive_error_string(zip) : "");
  archive_read_free(zip);
  return good && parts->sheet->len;
}

static xmlDoc *parse(const GString *xml)
{
  return xml->len ? xmlReadMemory(xml->str, (int)xml->len, NULL, NULL, XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING)
                  : NULL;
}

static gboolean is(const xmlNode *node, const char *name)
{
  return node->type == XML_ELEMENT_NODE && strcmp((const char *)node->name, name) == 0;
}

/* All text of the elements `t` below, those of phonetic hints left out. */
static void text_below(const xmlNode *node, GString *out)
{
  for (const xmlNode *child = node->children; child; child = child->next) {
    if (is(child, "t")) {
      xmlChar *text = xmlNodeGetContent(child);
      g_string_append(out, (const char *)text);
      xmlFree(text);
    } else if (!is(child, "rPh")) {
      text_below(child, out);
    }
  }
}

static GPtrArray *shared_strings(const xmlDoc *doc)
{
  GPtrArray *strings = g_ptr_array_new_with_free_func(g_free);
  const xmlNode *root = doc ? xmlDocGetRootElement(doc) : NULL;
  for (const xmlNode *item = root ? root->children : NULL; item; item = item->next)
    if (is(item, "si")) {
      g_autoptr(GString) text = g_string_new(NULL);
      text_below(item, text);
      g_ptr_array_add(strings, g_string_free(g_steal_pointer(&text), FALSE));
    }
  return strings;
}

/* `BC12`: column 54. */
static guint column_of(const char *reference)
{
  guint column = 0;
  for (; g_ascii_isupper(*reference) && column < 20000; reference++)
    column = column * 26 + (guint)(*reference - 'A') + 1;
  return column ? column - 1 : 0;
}

static void cell_text(const xmlNode *cell, const GPtrArray *strings, GString *out)
{
  xmlChar *type = xmlGetNoNsProp(cell, (const xmlChar *)"t");
  gboolean shared = type && strcmp((const char *)type, "s") == 0;
  for (const xmlNode *child = cell->children; child; child = child->next) {
    if (is(child, "is"))
      text_below(child, out);
    if (!is(child, "v"))
      continue;
    xmlChar *value = xmlNodeGetContent(child);
    guint64 number = shared ? g_ascii_strtoull((const char *)value, NULL, 10) : 0;
    if (!shared)
      g_string_append(out, (const char *)value);
    else if (number < strings->len)
      g_string_append(out, strings->pdata[number]);
    xmlFree(value);
  }
  xmlFree(type);
}

static void put_row(const xmlNode *row, const GPtrArray *strings, GString *tsv)
{
  guint at = 0;
  for (const xmlNode *cell = row->children; cell; cell = cell->next) {
    if (!is(cell, "c"))
      continue;
    xmlChar *reference = xmlGetNoNsProp(cell, (const xmlChar *)"r");
    guint column = reference ? column_of((const char *)reference) : at;
    xmlFree(reference);
    for (; at < column && at < 16384; at++)
      g_string_append_c(tsv, '\t');
    g_autoptr(GString) text = g_string_new(NULL);
    cell_text(cell, strings, text);
    g_strdelimit(text->str, "\t\r\n", ' ');
    g_string_append(tsv, text->str);
  }
  g_string_append_c(tsv, '\n');
}

static void put_sheet(const xmlNode *node, const GPtrArray *strings, GString *tsv)
{
  for (const xmlNode *child = node ? node->children : NULL; child; child = child->next)
    if (is(child, "row"))
      put_row(child, strings, tsv);
    else if (is(child, "sheetData"))
      put_sheet(child, strings, tsv);
}

gboolean nt_import_xlsx(NtImport *in, const char *path, GError **error)
{
  Parts parts = {g_string_new(NULL), g_string_new(NULL)};
  g_autoptr(GString) tsv = g_string_new(NULL);
  gboolean good = open_parts(path, &parts, error);
  if (good) {
    xmlDoc *strings_doc = parse(parts.strings), *sheet = parse(parts.sheet);
    g_autoptr(GPtrArray) strings = shared_strings(strings_doc);
    if (sheet)
      put_sheet(xmlDocGetRootElement(sheet), strings, tsv);
    xmlFreeDoc(strings_doc);
    xmlFreeDoc(sheet);
    g_autofree char *name = NULL;
    int fd = g_file_open_tmp("newstag-XXXXXX.tsv", &name, error);
    good = fd >= 0;
    if (good) {
      g_close(fd, NULL);
      good = g_file_set_contents(name, tsv->str, (gssize)tsv->len, error) && nt_import_table(in, name, error);
      g_unlink(name);
    }
  }
  g_string_free(parts.strings, TRUE);
  g_string_free(parts.sheet, TRUE);
  return good;
}
