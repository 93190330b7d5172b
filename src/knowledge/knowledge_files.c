#include "knowledge_files.h"

#include "base/error.h"
#include "base/hash.h"
#include "base/limits.h"
#include "image.h"

#include <glib/gstdio.h>
#include <sys/stat.h>

static void clear_file(gpointer data)
{
  NtKnowledgeFile *file = data;
  g_free(file->path);
  g_free(file->shown);
}

static gboolean is_knowledge(const char *name)
{
  return g_str_has_suffix(name, ".yaml") || g_str_has_suffix(name, ".yml") || g_str_has_suffix(name, ".tsv") ||
         g_str_has_suffix(name, ".csv");
}

static int by_name(gconstpointer a, gconstpointer b)
{
  return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Of the folder `name` right below one of that kind. */
static NtFileKind kind_inside(NtFileKind kind, const char *name)
{
  if (kind != NT_FILE_RULES)
    return kind;
  return g_str_equal(name, "topics")     ? NT_FILE_TOPICS
         : g_str_equal(name, "pages")    ? NT_FILE_PAGES
         : g_str_equal(name, "evidence") ? NT_FILE_EVIDENCE
                                         : NT_FILE_RULES;
}

static gboolean list_folder(const char *path, const char *shown, NtFileKind kind, guint folder, guint depth, GArray *files,
                            GError **error)
{
  g_autoptr(GDir) dir = g_dir_open(path, 0, error);
  if (!dir)
    return FALSE;
  g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
  for (const char *name; (name = g_dir_read_name(dir));)
    if (name[0] != '.')
      g_ptr_array_add(names, g_strdup(name));
  g_ptr_array_sort(names, by_name);
  for (guint i = 0; i < names->len; i++) {
    const char *name = names->pdata[i];
    g_autofree char *inner = g_build_filename(path, name, NULL);
    g_autofree char *inner_shown = *shown ? g_build_filename(shown, name, NULL) : g_strdup(name);
    GStatBuf st;
    if (g_stat(inner, &st) != 0)
      continue;
    if (S_ISDIR(st.st_mode)) {
      if ((kind == NT_FILE_GAZETTEER && g_str_equal(name, "packs")) || depth == NT_LIMIT_DIRECTORY_DEPTH)
        continue; /* packs are knowledge folders of their own */
      if (!list_folder(inner, inner_shown, depth ? kind : kind_inside(kind, name), folder, depth + 1, files, error))
        return FALSE;
    } else if (is_knowledge(name)) {
      NtKnowledgeFile file = {
        .path = g_steal_pointer(&inner),
        .shown = g_steal_pointer(&inner_shown),
        .kind = kind,
        .folder = folder,
        .stamp = nt_hash_mix((guint64)st.st_size ^ (guint64)st.st_ino << 32,
                             (guint64)st.st_mtim.tv_sec * 1000000007u + (guint64)st.st_mtim.tv_nsec),
      };
      g_array_append_val(files, file);
    }
  }
  return TRUE;
}

static gboolean list_knowledge(const char *path, const char *shown, guint folder, GArray *files, GError **error)
{
  static const char *const parts[] = {[NT_FILE_GAZETTEER] = "gazetteers", [NT_FILE_RULES] = "rules"};
  gboolean any = FALSE;
  for (NtFileKind kind = NT_FILE_GAZETTEER; kind <= NT_FILE_RULES; kind++) {
    g_autofree char *part = g_build_filename(path, parts[kind], NULL);
    g_autofree char *part_shown = *shown ? g_build_filename(shown, parts[kind], NULL) : g_strdup(parts[kind]);
    if (!g_file_test(part, G_FILE_TEST_IS_DIR))
      continue;
    any = TRUE;
    if (!list_folder(part, part_shown, kind, folder, 0, files, error)) {
      (*error)->domain = NT_ERROR;
      (*error)->code = NT_ERROR_KNOWLEDGE;
      return FALSE;
    }
  }
  if (!any)
    g_set_error(error, NT_ERROR, NT_ERROR_KNOWLEDGE,
                "%s: no knowledge here: a knowledge folder holds a folder gazetteers/ or a folder rules/", path);
  return any;
}

GArray *nt_knowledge_files_list(const NtKnowledgePlaces *places, GError **error)
{
  g_autoptr(GArray) files = g_array_new(FALSE, FALSE, sizeof(NtKnowledgeFile));
  g_array_set_clear_func(files, clear_file);
  guint folder = 0;
  if (places->shipped && !list_knowledge(places->shipped, "", folder++, files, error))
    return NULL;
  for (const char *const *p = places->folders; p && *p; p++)
    if (!list_knowledge(*p, *p, folder++, files, error))
      return NULL;
  return g_steal_pointer(&files);
}

guint64 nt_knowledge_files_stamp(const GArray *files, guint n)
{
  guint64 stamp = NT_HASH_SEED + NT_IMAGE_VERSION;
  for (guint i = 0; i < n; i++) {
    const NtKnowledgeFile *file = &g_array_index(files, NtKnowledgeFile, i);
    stamp = nt_hash_mix(stamp, nt_hash_bytes(nt_str(file->path)));
    stamp = nt_hash_mix(stamp, nt_hash_bytes(nt_str(file->shown)));
    stamp = nt_hash_mix(stamp, file->stamp + file->folder);
  }
  return stamp;
}

guint nt_knowledge_files_shipped(const NtKnowledgePlaces *places, const GArray *files)
{
  guint n = 0;
  while (places->shipped && n < files->len && g_array_index(files, NtKnowledgeFile, n).folder == 0)
    n++;
  return n;
}
