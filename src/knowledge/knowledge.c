#include "knowledge.h"

#include "base/error.h"
#include "base/hash.h"
#include "base/limits.h"
#include "base/outfile.h"
#include "cache.h"
#include "claims.h"
#include "evidence.h"
#include "gazetteer.h"
#include "layout.h"
#include "lexis.h"
#include "rule_kept.h"
#include "topic.h"

#include <glib/gstdio.h>
#include <sys/stat.h>

/* The folders of a knowledge folder, and what lies in them. */
enum { GAZETTEERS, RULES, TOPICS, PAGES, EVIDENCE };

typedef struct {
  char *path, *shown; /* as the system and as messages name it */
  int kind;
  guint folder;
  guint64 stamp; /* of its size and time */
} File;

struct NtKnowledge {
  gatomicrefcount references;
  GBytes *bytes;       /* of the image */
  char *path;          /* where that lies; NULL: in memory */
  NtImage image;
  NtRules *rules;
  NtTopics *topics;
  NtLayouts *layouts;
  NtEvidenceSet *evidence;
};

/* ---- which files ---- */

static void clear_file(gpointer data)
{
  File *file = data;
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

static gboolean list_folder(const char *path, const char *shown, int kind, guint folder, guint depth, GArray *files,
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
      if ((kind == GAZETTEERS && g_str_equal(name, "packs")) || depth == NT_LIMIT_DIRECTORY_DEPTH)
        continue; /* packs are knowledge folders of their own */
      int inner_kind = kind == RULES && depth == 0 && g_str_equal(name, "topics")  ? TOPICS
                       : kind == RULES && depth == 0 && g_str_equal(name, "pages") ? PAGES
                       : kind == RULES && depth == 0 && g_str_equal(name, "evidence") ? EVIDENCE
                                                                                       : kind;
      if (!list_folder(inner, inner_shown, inner_kind, folder, depth + 1, files, error))
        return FALSE;
    } else if (is_knowledge(name)) {
      File file = {
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
  static const char *const parts[] = {[GAZETTEERS] = "gazetteers", [RULES] = "rules"};
  gboolean any = FALSE;
  for (int kind = GAZETTEERS; kind <= RULES; kind++) {
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

static GArray *list_all(const NtKnowledgePlaces *places, GError **error)
{
  g_autoptr(GArray) files = g_array_new(FALSE, FALSE, sizeof(File));
  g_array_set_clear_func(files, clear_file);
  guint folder = 0;
  if (places->shipped && !list_knowledge(places->shipped, "", folder++, files, error))
    return NULL;
  for (const char *const *p = places->folders; p && *p; p++)
    if (!list_knowledge(*p, *p, folder++, files, error))
      return NULL;
  return g_steal_pointer(&files);
}

/* Of the first `n`. */
static guint64 stamp_of(const GArray *files, guint n)
{
  guint64 stamp = NT_HASH_SEED + NT_IMAGE_VERSION;
  for (guint i = 0; i < n; i++) {
    const File *file = &g_array_index(files, File, i);
    stamp = nt_hash_mix(stamp, nt_hash_bytes(nt_str(file->path)));
    stamp = nt_hash_mix(stamp, nt_hash_bytes(nt_str(file->shown)));
    stamp = nt_hash_mix(stamp, file->stamp + file->folder);
  }
  return stamp;
}

/* ---- compiling ---- */

typedef struct {
  NtBuild *build;
  NtTopics *topics;
  NtDiagnostics *diagnostics;
  NtDiagnostics *unheard; /* what will be said again when the image is opened */
  NtClaims *claims;
  NtArena *arena; /* of the file at hand */
  NtArena *kept;  /* of the trees of topics */
} Compiler;

static gboolean read_file(const File *file, NtDiagnostics *diagnostics, char **bytes, gsize *n)
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

static void compile_file(Compiler *c, const File *file)
{
  if (g_str_has_suffix(file->path, ".tsv") || g_str_has_suffix(file->path, ".csv"))
    return; /* read by the YAML that names it */
  g_autofree char *bytes = NULL;
  gsize n;
  if (!read_file(file, c->diagnostics, &bytes, &n))
    return;
  nt_arena_reset(c->arena);
  NtYamlContext context = {file->shown, c->diagnostics, FALSE};
  const NtYaml *root = nt_yaml_parse(file->kind == TOPICS ? c->kept : c->arena, nt_str_n(bytes, n), &context);
  if (!root)
    return;
  if (file->kind != GAZETTEERS) {
    static const NtSourceKind kinds[] = {
      [RULES] = NT_SOURCE_RULES, [TOPICS] = NT_SOURCE_TOPICS, [PAGES] = NT_SOURCE_PAGES, [EVIDENCE] = NT_SOURCE_EVIDENCE};
    nt_build_source(c->build, kinds[file->kind], nt_build_file(c->build, nt_str(file->shown)), file->folder, root);
    context.diagnostics = c->unheard;
    if (file->kind == TOPICS)
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
    if (g_array_index(files, File, i).kind == TOPICS)
      return TRUE;
  return FALSE;
}

/* The files from `from` up to the `n`th, and before them what the base has, if there is one. */
static GBytes *compile(const GArray *files, guint from, guint n, const NtImage *base, NtClaims *claims, NtDiagnostics *diagnostics)
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
    const File *file = &g_array_index(files, File, i);
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
  return nt_build_finish(build, stamp_of(files, n));
}

/* ---- images ---- */

/* How many of the files are of the folder that comes with newstag. */
static guint n_shipped(const NtKnowledgePlaces *places, const GArray *files)
{
  guint n = 0;
  while (places->shipped && n < files->len && g_array_index(files, File, n).folder == 0)
    n++;
  return n;
}

static char *cache_name(const NtKnowledgePlaces *places, const GArray *files, guint n)
{
  return places->cache ? nt_cache_name(places->cache, stamp_of(files, n)) : NULL;
}

/* The image of the first `n` files, from the cache or `*fresh`: then compiled upon that of the shipped ones, which change the least, and
 * `*fresh_base` gets that where it is fresh, too. */
static GBytes *open_image(const NtKnowledgePlaces *places, const GArray *files, guint n, NtImage *image, gboolean *fresh,
                          GBytes **fresh_base, NtDiagnostics *diagnostics, GError **error)
{
  g_autofree char *cached = cache_name(places, files, n);
  GBytes *known = cached ? nt_cache_open(cached, stamp_of(files, n), image) : NULL;
  *fresh = !known;
  if (known)
    return known;
  NtImage base;
  guint from = n_shipped(places, files);
  gboolean upon = cached && from && from < n && !places->claims, base_is_fresh = FALSE;
  g_autoptr(GBytes) base_bytes = upon ? open_image(places, files, from, &base, &base_is_fresh, NULL, diagnostics, error) : NULL;
  if (upon && !base_bytes)
    return NULL;
  if (base_is_fresh)
    *fresh_base = g_bytes_ref(base_bytes);
  g_autoptr(GBytes) bytes = compile(files, upon ? from : 0, n, upon ? &base : NULL, places->claims, diagnostics);
  gsize size;
  const char *start = g_bytes_get_data(bytes, &size);
  return nt_image_open(image, start, size, TRUE, error) ? g_steal_pointer(&bytes) : NULL;
}

/* ---- opening ---- */

/* The numbers of terms are the topics' own: the image cannot be checked for them before the topics are read. */
static void check_terms(const NtKnowledge *k, NtDiagnostics *diagnostics)
{
  guint n;
  const NtTopicRule *topics = nt_topics_list(k->topics, &n);
  for (guint32 i = 0; i < k->image.n_TERMS; i++) {
    const NtImageTerm *term = &k->image.TERMS[i];
    if (term->topic < n && term->term < topics[term->topic].n_terms)
      continue;
    if (!nt_diagnostics_count(diagnostics, NT_SEVERITY_ERROR))
      nt_diagnostics_add(diagnostics, NT_SEVERITY_ERROR, "compiled knowledge", 0, 0, "damaged",
                         "its topics are not those that it was made from");
    return;
  }
}

/* `data`: the files. */
static char *read_again(const char *shown, gsize *n, gpointer data)
{
  const GArray *files = data;
  char *bytes = NULL;
  for (guint i = 0; i < files->len && !bytes; i++)
    if (g_str_equal(g_array_index(files, File, i).shown, shown))
      g_file_get_contents(g_array_index(files, File, i).path, &bytes, n, NULL);
  return bytes;
}

/* `files`: those that the image was made from, or NULL. */
static void load_sources(NtKnowledge *k, const GArray *files, NtDiagnostics *diagnostics)
{
  g_autoptr(NtArena) arena = nt_arena_new();
  k->rules = nt_rules_new(&k->image);
  k->topics = nt_topics_new();
  k->layouts = nt_layouts_new();
  k->evidence = nt_evidence_new(&k->image);
  for (guint32 i = 0; i < k->image.n_SOURCES; i++) {
    const NtImageSource *source = &k->image.SOURCES[i];
    nt_arena_reset(arena);
    NtYamlContext context;
    const NtYaml *root = nt_image_source(&k->image, i, arena, diagnostics, &context);
    if (!root)
      nt_diagnostics_add(diagnostics, NT_SEVERITY_ERROR, "compiled knowledge", 0, 0, "damaged", "what it has of %s cannot be read", context.file);
    else if (source->kind == NT_SOURCE_RULES)
      nt_rules_add(k->rules, root, &context, source->folder);
    else if (source->kind == NT_SOURCE_TOPICS)
      nt_topics_add(k->topics, root, &context, source->folder);
    else if (source->kind == NT_SOURCE_EVIDENCE)
      nt_evidence_add(k->evidence, root, &context, source->folder);
    else
      nt_layouts_add(k->layouts, root, &context);
  }
  nt_rules_set_read(k->rules, files ? read_again : NULL, (gpointer)files);
  nt_rules_finish(k->rules, diagnostics);
  nt_rules_set_read(k->rules, NULL, NULL);
  nt_topics_finish(k->topics, &k->image, diagnostics);
  nt_layouts_finish(k->layouts);
  nt_evidence_finish(k->evidence);
  check_terms(k, diagnostics);
}

static gboolean open_sources(NtKnowledge *k, const GArray *files, NtDiagnostics *diagnostics, GError **error)
{
  load_sources(k, files, diagnostics);
  guint errors = nt_diagnostics_count(diagnostics, NT_SEVERITY_ERROR);
  if (errors)
    g_set_error(error, NT_ERROR, NT_ERROR_KNOWLEDGE, "the knowledge has %u error%s", errors, errors == 1 ? "" : "s");
  return !errors;
}

NtKnowledge *nt_knowledge_open_image(const char *path, NtDiagnostics *diagnostics, GError **error)
{
  g_autoptr(NtKnowledge) k = g_new0(NtKnowledge, 1);
  g_atomic_ref_count_init(&k->references);
  g_autoptr(GMappedFile) map = g_mapped_file_new(path, FALSE, error);
  if (!map) {
    (*error)->domain = NT_ERROR;
    (*error)->code = NT_ERROR_KNOWLEDGE;
    return NULL;
  }
  k->bytes = g_mapped_file_get_bytes(map);
  gsize n;
  const char *base = g_bytes_get_data(k->bytes, &n);
  if (!nt_image_open(&k->image, base, n, FALSE, error)) {
    g_prefix_error(error, "%s: ", path);
    return NULL;
  }
  if (!open_sources(k, NULL, diagnostics, error))
    return NULL;
  k->path = g_strdup(path);
  return g_steal_pointer(&k);
}

gboolean nt_knowledge_save(const NtKnowledge *k, const char *path, GError **error)
{
  gsize n;
  const char *base = g_bytes_get_data(k->bytes, &n);
  g_autoptr(NtOutfile) out = nt_outfile_open(path, error);
  return out && nt_outfile_write(out, base, n, error) && nt_outfile_commit(out, error);
}

NtKnowledge *nt_knowledge_open(const NtKnowledgePlaces *places, NtDiagnostics *diagnostics, GError **error)
{
  g_autoptr(GArray) files = list_all(places, error);
  if (!files)
    return NULL;
  g_autoptr(NtKnowledge) k = g_new0(NtKnowledge, 1);
  g_atomic_ref_count_init(&k->references);
  gboolean fresh;
  g_autoptr(GBytes) fresh_base = NULL;
  k->bytes = open_image(places, files, files->len, &k->image, &fresh, &fresh_base, diagnostics, error);
  if (!k->bytes || !open_sources(k, files, diagnostics, error))
    return NULL;
  g_autofree char *cached = cache_name(places, files, files->len);
  if (fresh && cached) {
    g_autofree char *base = cache_name(places, files, n_shipped(places, files));
    if (fresh_base)
      nt_cache_store(base, fresh_base, NULL);
    nt_cache_store(cached, k->bytes, base);
  }
  if (cached && g_file_test(cached, G_FILE_TEST_EXISTS))
    k->path = g_steal_pointer(&cached);
  return g_steal_pointer(&k);
}

NtKnowledge *nt_knowledge_ref(NtKnowledge *k)
{
  g_atomic_ref_count_inc(&k->references);
  return k;
}

void nt_knowledge_unref(NtKnowledge *k)
{
  if (!k || !g_atomic_ref_count_dec(&k->references))
    return;
  nt_rules_free(k->rules);
  nt_topics_free(k->topics);
  nt_layouts_free(k->layouts);
  nt_evidence_free(k->evidence);
  g_clear_pointer(&k->bytes, g_bytes_unref);
  g_free(k->path);
  g_free(k);
}

const char *nt_knowledge_path(const NtKnowledge *k)
{
  return k->path;
}

guint64 nt_knowledge_checksum(const NtKnowledge *k)
{
  return k->image.header->checksum;
}

const NtImage *nt_knowledge_image(const NtKnowledge *k)
{
  return &k->image;
}

const NtRules *nt_knowledge_rules(const NtKnowledge *k)
{
  return k->rules;
}

const NtTopics *nt_knowledge_topics(const NtKnowledge *k)
{
  return k->topics;
}

const NtLayouts *nt_knowledge_layouts(const NtKnowledge *k)
{
  return k->layouts;
}

const NtEvidenceSet *nt_knowledge_evidence(const NtKnowledge *k)
{
  return k->evidence;
}

const NtLexis *nt_lexis_of(const NtKnowledge *k, NtArticle *article, GError **error)
{
  if (article->lexis)
    return article->lexis;
  NtLexis *lexis = nt_arena_alloc(article->arena, sizeof *lexis);
  if (!nt_lexis_find(&k->image, article->arena, article->text, lexis, error))
    return NULL;
  return article->lexis = lexis;
}
