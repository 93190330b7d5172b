/* A file of knowledge of each kind: the first byte says which, the rest is YAML. What loads becomes an image that is sound. */
#include "fuzz.h"

#include "knowledge/build.h"
#include "knowledge/evidence.h"
#include "knowledge/gazetteer.h"
#include "knowledge/layout.h"
#include "knowledge/rule.h"
#include "knowledge/topic.h"

typedef struct {
  NtArena *arena;
  NtYamlContext context;
  const NtYaml *root;
} File;

static void check_image(NtBuild *build, NtImage *image, GBytes **bytes)
{
  *bytes = nt_build_finish(build, 1);
  gsize n;
  const char *base = g_bytes_get_data(*bytes, &n);
  g_autoptr(GError) error = NULL;
  if (!nt_image_open(image, base, n, FALSE, &error))
    fuzz_fail(__FILE__, __LINE__, error->message);
}

static void try_gazetteer(const File *f)
{
  g_autoptr(NtBuild) build = nt_build_new();
  g_autoptr(GBytes) bytes = NULL;
  NtImage image;
  NtGazetteerLoad load = {build, f->arena, f->context, "/nonexistent", "gazetteers", NULL};
  nt_gazetteer_load(&load, f->root);
  check_image(build, &image, &bytes);
}

static void try_rules(const File *f)
{
  g_autoptr(NtBuild) build = nt_build_new();
  g_autoptr(GBytes) bytes = NULL;
  NtImage image;
  check_image(build, &image, &bytes);
  g_autoptr(NtRules) rules = nt_rules_new(&image);
  nt_rules_add(rules, f->root, &f->context, 0);
  nt_rules_finish(rules, f->context.diagnostics);
}

static void try_topics(const File *f)
{
  g_autoptr(NtBuild) build = nt_build_new();
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(NtTopics) topics = nt_topics_new();
  NtImage image;
  nt_topics_add(topics, f->root, &f->context, 0);
  nt_topics_finish(topics, NULL, f->context.diagnostics);
  nt_topics_build(topics, build, f->context.diagnostics);
  check_image(build, &image, &bytes);
}

static void try_pages(const File *f)
{
  g_autoptr(NtLayouts) layouts = nt_layouts_new();
  nt_layouts_add(layouts, f->root, &f->context);
  nt_layouts_finish(layouts);
}

static void try_evidence(const File *f)
{
  g_autoptr(NtBuild) build = nt_build_new();
  g_autoptr(GBytes) bytes = NULL;
  NtImage image;
  check_image(build, &image, &bytes);
  NtEvidenceSet *evidence = nt_evidence_new(&image);
  nt_evidence_add(evidence, f->root, &f->context, 0);
  nt_evidence_free(evidence);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  static void (*const kinds[])(const File *) = {try_gazetteer, try_rules, try_topics, try_pages, try_evidence};
  if (!size)
    return 0;
  g_autoptr(NtArena) arena = nt_arena_new();
  g_autoptr(NtDiagnostics) diagnostics = nt_diagnostics_new();
  File file = {arena, {"fuzz.yaml", diagnostics, FALSE}, NULL};
  file.root = nt_yaml_parse(arena, nt_str_n((const char *)data + 1, size - 1), &file.context);
  if (file.root)
    kinds[data[0] % G_N_ELEMENTS(kinds)](&file);
  g_autofree char *text = nt_diagnostics_text(diagnostics);
  fuzz_holds(g_utf8_validate(text, -1, NULL));
  return 0;
}
