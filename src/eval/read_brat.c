/* brat: a folder with NAME.txt and NAME.ann; the document is called NAME.txt. Of the annotations only the text-bound ones (T) and
 * their notes that name an entry of a knowledge base (N) are looked at. */
#include "readers.h"

#include "base/error.h"

static int by_bytes(gconstpointer a, gconstpointer b)
{
  return strcmp(*(char *const *)a, *(char *const *)b);
}

static GPtrArray *annotations_of(const char *path, GError **error)
{
  g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
  g_autoptr(GError) failed = NULL;
  g_autoptr(GDir) folder = g_dir_open(path, 0, &failed);
  if (!folder) {
    g_set_error(error, NT_ERROR, NT_ERROR_IO, "%s", failed->message);
    return NULL;
  }
  const char *name;
  while ((name = g_dir_read_name(folder)))
    if (g_str_has_suffix(name, ".ann"))
      g_ptr_array_add(names, g_strndup(name, strlen(name) - 4));
  g_ptr_array_sort(names, by_bytes);
  return g_steal_pointer(&names);
}

/* `T1<tab>Person 0 5<tab>text`; parts (`0 5;8 12`) count as what lies between the first and the last. */
static gboolean read_mark(NtEvalSet *set, NtEvalDocument *d, NtOffsets *offsets, char **columns, GHashTable *marks)
{
  if (!columns[1])
    return FALSE;
  g_auto(GStrv) words = g_strsplit_set(columns[1], " ;", -1);
  guint n = g_strv_length(words);
  guint64 first, last;
  if (n < 3 || !g_ascii_string_to_unsigned(words[1], 10, 0, G_MAXUINT32, &first, NULL) ||
      !g_ascii_string_to_unsigned(words[n - 1], 10, 0, G_MAXUINT32, &last, NULL) || first > last)
    return FALSE;
  gsize start = nt_offsets_byte(offsets, first), end = nt_offsets_byte(offsets, last);
  if (start == G_MAXSIZE || end == G_MAXSIZE)
    return FALSE;
  nt_eval_mark(set, d, (NtSpan){(guint32)start, (guint32)end}, nt_eval_type(set->arena, nt_str(words[0])));
  g_hash_table_insert(marks, g_strdup(columns[0]), GUINT_TO_POINTER(d->spans.n));
  return TRUE;
}

/* `N1<tab>Reference T1 Wikidata:Q90<tab>Paris` */
static void read_note(NtEvalSet *set, NtEvalDocument *d, char **columns, GHashTable *marks)
{
  g_auto(GStrv) words = g_strsplit(columns[1] ? columns[1] : "", " ", 3);
  if (g_strv_length(words) < 3)
    return;
  guint mark = GPOINTER_TO_UINT(g_hash_table_lookup(marks, words[1]));
  const char *colon = strchr(words[2], ':');
  if (mark && colon)
    d->spans.v[mark - 1].id = nt_arena_str(set->arena, nt_str(colon + 1));
}

static void read_annotations(NtEvalSet *set, NtEvalDocument *d, const char *path, NtStr bytes)
{
  NtOffsets offsets;
  nt_offsets_init(&offsets, set->arena, d->text);
  g_autoptr(GHashTable) marks = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  g_auto(GStrv) lines = g_strsplit(bytes.p, "\n", -1);
  for (guint i = 0; lines[i]; i++) {
    g_auto(GStrv) columns = g_strsplit(g_strchomp(lines[i]), "\t", 3);
    if (lines[i][0] == 'T' && !read_mark(set, d, &offsets, columns, marks))
      nt_eval_skip(set, path, i + 1, "no type and span within the text");
    else if (lines[i][0] == 'N')
      read_note(set, d, columns, marks);
  }
}

gboolean nt_eval_read_brat(NtEvalSet *set, const char *path, GError **error)
{
  g_autoptr(GPtrArray) names = annotations_of(path, error);
  if (!names)
    return FALSE;
  for (guint i = 0; i < names->len; i++) {
    g_autofree char *stem = g_build_filename(path, names->pdata[i], NULL);
    g_autofree char *text_path = g_strconcat(stem, ".txt", NULL), *marks_path = g_strconcat(stem, ".ann", NULL);
    g_autofree char *id = g_strconcat(names->pdata[i], ".txt", NULL);
    g_autoptr(GError) failed = NULL;
    NtStr text, marks;
    if (!nt_eval_read_file(set, text_path, &text, &failed) || !nt_eval_read_file(set, marks_path, &marks, &failed)) {
      nt_eval_skip(set, marks_path, 0, "%s", failed->message);
      continue;
    }
    NtEvalDocument *d = nt_eval_set_add(set, nt_str(id), marks_path, 0);
    if (!d)
      continue;
    d->text = text;
    read_annotations(set, d, marks_path, marks);
  }
  return TRUE;
}
