/* The formats that are read. How to add one: a file with an NtReader, a row here, a golden case, a section in docs/formats/inputs.md. */
#include "reader.h"

/* Asked by content in this order. */
static const NtReader *const readers[] = {
  &nt_reader_text, &nt_reader_archive, &nt_reader_warc, &nt_reader_html, &nt_reader_feed, &nt_reader_mbox,
  &nt_reader_mail, &nt_reader_jsonl,   &nt_reader_csv,  &nt_reader_tsv,
};

const NtReader *nt_reader_by_name(const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS(readers); i++)
    if (g_str_equal(readers[i]->name, name))
      return readers[i];
  return NULL;
}

/* Whether `path` ends in one of the endings, which have spaces between. */
static gboolean ends_in(const char *path, const char *endings)
{
  gsize n = strlen(path);
  for (const char *p = endings; p && *p;) {
    gsize length = strcspn(p, " ");
    if (n > length && g_ascii_strncasecmp(path + n - length, p, length) == 0)
      return TRUE;
    p += length + (p[length] == ' ');
  }
  return FALSE;
}

const NtReader *nt_reader_by_path(const char *path)
{
  for (guint i = 0; i < G_N_ELEMENTS(readers); i++)
    if (ends_in(path, readers[i]->endings))
      return readers[i];
  return NULL;
}

const NtReader *nt_reader_by_content(NtStr head)
{
  head.n = MIN(head.n, NT_READER_HEAD);
  for (guint i = 0; i < G_N_ELEMENTS(readers); i++)
    if (readers[i]->is && readers[i]->is(head))
      return readers[i];
  return NULL;
}

const NtReader *nt_reader_of(const char *path, NtStr head)
{
  const NtReader *by_path = path ? nt_reader_by_path(path) : NULL;
  if (by_path && by_path != &nt_reader_text)
    return by_path;
  const NtReader *by_content = nt_reader_by_content(head);
  return by_content && (by_content->decode || !by_path) ? by_content : &nt_reader_text;
}

char *nt_reader_names(void)
{
  GString *names = g_string_new(NULL);
  for (guint i = 0; i < G_N_ELEMENTS(readers); i++)
    g_string_append_printf(names, "%s%s", i ? ", " : "", readers[i]->name);
  return g_string_free(names, FALSE);
}
