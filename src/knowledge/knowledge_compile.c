#include "knowledge_compile.h"

#include "base/limits.h"
#include "claims.h"
#include "gazetteer.h"
#include "knowledge_files.h"
#include "rule_kept.h"
#include "topic.h"

#include <glib/gstdio.h>
#include <sys/stat.h>

typedef struct {
  NtBuild *build;
  NtTopics *topics;
  NtDiagnostics *diagnostics;
  NtDiagnostics *unheard; /* what will be said again when the image is opened */
  NtClaims *claims;
  NtArena *arena; /* of the file at hand */
  NtArena *kept;  /* of the trees of topics */
} Compiler;

static gboolean read_file(const NtKnowledgeFile *file, NtDiagnostics *diagnostics, char **bytes, gsize *n)
{
  g_autoptr(GError) error = NULL;
  GStatBuf st;
  if (g_stat(file->path, &st) == 0 && st.st_size > NT_LIMIT_YAML_BYTES) { /* not even read: it may be larger than memory */
    nt_diagnostics_add(diagnostics, NT_SEVERITY_ERROR, file->shown, 0, 0, "limit",
                       "the file is larger than %u bytes; put long lists into a table (from: …tsv)", NT_LIMIT_YAML_BYTES);
    return FALSE;
  }
  if (g_file_get_contents(file->path, bytes, n, &error))
    return TRUE;
  nt_diagnostics_add(diagnostics, NT_SEVERITY_ERROR, file->shown, 0, 0, "unreadable", "%s", error->message);
  return FALSE;
}

static void compile_file(Compiler *c, const NtKnowledgeFile *file)
{
  if (g_str_has_suffix(file->path, ".tsv") || g_str_has_suffix(file->path, ".csv"))
    return; /* read by the YAML that names it */
  g_autofree char *bytes = NULL;
  gsize n;
  if (!read_file(file, c->diagnostics, &bytes, &n))
    return;
  nt_arena_reset(c->arena);
  NtYamlContext context = {file->shown, c->diagnostics, FALSE};
  const NtYaml *root = nt_yaml_parse(file->kind == NT_FILE_TOPICS ? c->kept : c->arena, nt_str_n(bytes, n), &context);
  if (!root)
    return;
  if (file->kind != NT_FILE_GAZETTEER) {
    static const NtSourceKind kinds[] = {
      [NT_FILE_RULES] = NT_SOURCE_RULES, [NT_FILE_TOPICS] = NT_SOURCE_TOPICS, [NT_FILE_PAGES] = NT_SOURCE_PAGES, [NT_FILE_EVIDENCE] = NT_SOURCE_EVIDENCE};
    nt_build_source(c->build, kinds[file->kind], nt_build_file(c->build, nt_str(file->shown)), file->folder, root);
    context.diagnostics = c->unheard;
    if (file->kind == NT_FILE_TOPICS)
      nt_topics_add(c->topics, root, &context, file->folder);
    return;
  }
  g_autofree char *folder = g_path_get_dirname(file->path), *shown = g_path_get_dirname(file->shown);
  NtGazetteerLoad load = {c->build, c->arena, context, folder, shown, c->claims};
  nt_gazetteer_load(&load, root);
}

static void take_base_topics(Compiler *c, const NtImage *base)
{
  for (guint32 i = 0; i < base->n_SOURCES; i++) {
    const NtImageSource *source = &base->SOURCES[i];
    if (source->kind != NT_SOURCE_TOPICS)
      continue;
    nt_arena_reset(c->arena);
    NtYamlContext context;
    const NtYaml *root = nt_image_source(base, i, c->arena, c->unheard, &context);
    if (root)
      nt_topics_add(c->topics, root, &context, source->folder);
  }
}

static gboolean has_topics(const GArray *files, guint from, guint n)
{
  for (guint i = from; i < n; i++)
    if (g_array_index(files, NtKnowledgeFile, i).kind == NT_FILE_TOPICS)
      return TRUE;
  return FALSE;
}

GBytes *nt_knowledge_compile(const GArray *files, guint from, guint n, const NtImage *base, NtClaims *claims, NtDiagnostics *diagnostics)
{
  gboolean topics_too = !base || has_topics(files, from, n);
  g_autoptr(NtBuild) build = base ? nt_build_upon(base, !topics_too) : nt_build_new();
  g_autoptr(NtTopics) topics = nt_topics_new();
  g_autoptr(NtArena) arena = nt_arena_new(), kept = nt_arena_new();
  g_autoptr(NtDiagnostics) unheard = nt_diagnostics_new();
  Compiler c = {build, topics, diagnostics, unheard, claims, arena, kept};
  if (base && topics_too)
    take_base_topics(&c, base);
  guint folder = 0;
  for (guint i = from; i < n; i++) {
    const NtKnowledgeFile *file = &g_array_index(files, NtKnowledgeFile, i);
    while (folder < file->folder) {
      nt_build_next_folder(build);
      folder++;
    }
    compile_file(&c, file);
  }
  if (topics_too) {
    nt_topics_finish(topics, NULL, unheard);
    nt_topics_build(topics, build, diagnostics);
  }
  nt_kept_build(build);
  return nt_build_finish(build, nt_knowledge_files_stamp(files, n));
}
