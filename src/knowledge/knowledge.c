#include "knowledge.h"

#include "base/error.h"
#include "base/outfile.h"
#include "cache.h"
#include "evidence.h"
#include "knowledge_compile.h"
#include "knowledge_files.h"
#include "layout.h"
#include "lexis.h"
#include "rule.h"
#include "topic.h"

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

/* ---- images ---- */

static char *cache_name(const NtKnowledgePlaces *places, const GArray *files, guint n)
{
  return places->cache ? nt_cache_name(places->cache, nt_knowledge_files_stamp(files, n)) : NULL;
}

/* The image of the first `n` files, from the cache or `*fresh`: then compiled upon that of the shipped ones, which change the least, and
 * `*fresh_base` gets that where it is fresh, too. */
static GBytes *open_image(const NtKnowledgePlaces *places, const GArray *files, guint n, NtImage *image, gboolean *fresh,
                          GBytes **fresh_base, NtDiagnostics *diagnostics, GError **error)
{
  g_autofree char *cached = cache_name(places, files, n);
  GBytes *known = cached ? nt_cache_open(cached, nt_knowledge_files_stamp(files, n), image) : NULL;
  *fresh = !known;
  if (known)
    return known;
  NtImage base;
  guint from = nt_knowledge_files_shipped(places, files);
  gboolean upon = cached && from && from < n && !places->claims, base_is_fresh = FALSE;
  g_autoptr(GBytes) base_bytes = upon ? open_image(places, files, from, &base, &base_is_fresh, NULL, diagnostics, error) : NULL;
  if (upon && !base_bytes)
    return NULL;
  if (base_is_fresh)
    *fresh_base = g_bytes_ref(base_bytes);
  g_autoptr(GBytes) bytes = nt_knowledge_compile(files, upon ? from : 0, n, upon ? &base : NULL, places->claims, diagnostics);
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
    if (g_str_equal(g_array_index(files, NtKnowledgeFile, i).shown, shown))
      g_file_get_contents(g_array_index(files, NtKnowledgeFile, i).path, &bytes, n, NULL);
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
  g_autoptr(GArray) files = nt_knowledge_files_list(places, error);
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
    g_autofree char *base = cache_name(places, files, nt_knowledge_files_shipped(places, files));
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
  if (!nt_lexis_fill(&k->image, article->arena, article->text, nt_article_tokens(article), lexis, error))
    return NULL;
  return article->lexis = lexis;
}
