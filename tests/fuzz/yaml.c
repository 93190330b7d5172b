/* YAML: a tree, or errors with their places. */
#include "fuzz.h"

#include "base/yaml.h"

static void look(const NtYaml *node)
{
  guint count = 0;
  fuzz_holds(node->line >= 1 && node->column >= 1);
  fuzz_holds(!node->text.n || g_utf8_validate_len(node->text.p, node->text.n, NULL));
  for (const NtYaml *item = node->first; item; item = item->next, count++)
    look(item);
  fuzz_holds(count == node->count);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  g_autoptr(NtArena) arena = nt_arena_new();
  g_autoptr(NtDiagnostics) diagnostics = nt_diagnostics_new();
  NtYamlContext context = {"fuzz.yaml", diagnostics, FALSE};
  const NtYaml *root = nt_yaml_parse(arena, nt_str_n((const char *)data, size), &context);
  if (root)
    look(root);
  g_autofree char *text = nt_diagnostics_text(diagnostics);
  fuzz_holds(g_utf8_validate(text, -1, NULL));
  return 0;
}
