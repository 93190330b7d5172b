/* Word lists and macros that nothing asks for: whoever keeps one believes that it does something. What files ask for is read from them
 * as they were written, so that a rule which a later folder removes or replaces counts as well. */
#include "look.h"
#include "stages/5-resolve/resolve.h"

typedef struct {
  GHashTable *names; /* that are asked for */
  NtArena *arena;
} Asked;

static void ask_for(Asked *asked, NtStr name)
{
  g_hash_table_add(asked->names, (gpointer)nt_arena_str(asked->arena, name).p);
}

/* `{{name}}` in a pattern. */
static void ask_in_pattern(Asked *asked, NtStr pattern)
{
  const char *end = pattern.p + pattern.n;
  for (const char *open; (open = g_strstr_len(pattern.p, end - pattern.p, "{{")) != NULL;) {
    const char *close = g_strstr_len(open, end - open, "}}");
    if (!close)
      return;
    ask_for(asked, nt_str_n(open + 2, (gsize)(close - open) - 2));
    pattern.p = close + 2;
  }
}

/* All patterns of a file of rules, those of macros too; of evidence all keys like `before-list`. */
static void ask_in_file(Asked *asked, const NtYaml *value, NtSourceKind kind)
{
  for (const NtYaml *item = value->first; item; item = item->next) {
    if (item->kind != NT_YAML_SCALAR)
      ask_in_file(asked, item, kind);
    else if (kind == NT_SOURCE_RULES)
      ask_in_pattern(asked, item->text);
    else if (item->key.p && g_str_has_suffix(item->key.p, "-list"))
      ask_for(asked, item->text);
  }
}

static void ask_in_code(Asked *asked)
{
  guint n;
  const char *const *lists = nt_resolve_lists(&n);
  for (guint i = 0; i < n; i++)
    ask_for(asked, nt_str(lists[i]));
  ask_for(asked, NT_STR("number-word")); /* vocabulary.c */
}

static void look_at_macros(NtLook *look, const Asked *asked, const NtYaml *root, const char *file)
{
  const NtYaml *macros = nt_yaml_get(root, "macros");
  for (const NtYaml *item = macros ? macros->first : NULL; item; item = item->next)
    if (!g_hash_table_contains(asked->names, item->key.p))
      nt_diagnostics_add(look->findings, NT_SEVERITY_WARNING, file, item->key_line, item->key_column, "never-asked",
                         "no pattern asks for the macro \"%s\": write {{%s}} where it is meant, or take it away", item->key.p, item->key.p);
}

/* A list may be given by several files: it is spoken of once. */
static void look_at_lists(NtLook *look, Asked *asked)
{
  guint n;
  const NtClaimedList *lists = nt_claims_lists(look->claims, &n);
  for (guint i = 0; i < n; i++)
    if (!g_hash_table_contains(asked->names, lists[i].name.p)) {
      nt_diagnostics_add(look->findings, NT_SEVERITY_WARNING, lists[i].file.p, lists[i].line, lists[i].column, "never-asked",
                         "nothing asks for the word list \"%s\": write {{%s}} in a rule or a \"…-list: %s\" in evidence, or take it away",
                         lists[i].name.p, lists[i].name.p, lists[i].name.p);
      ask_for(asked, lists[i].name);
    }
}

void nt_look_unasked(NtLook *look)
{
  g_autoptr(NtArena) arena = nt_arena_new();
  g_autoptr(NtDiagnostics) unheard = nt_diagnostics_new(); /* it was read before */
  Asked asked = {g_hash_table_new(g_str_hash, g_str_equal), arena};
  NtYamlContext context;
  ask_in_code(&asked);
  for (guint32 i = 0; i < look->image->n_SOURCES; i++) {
    NtSourceKind kind = (NtSourceKind)look->image->SOURCES[i].kind;
    const NtYaml *root = kind == NT_SOURCE_RULES || kind == NT_SOURCE_EVIDENCE ? nt_image_source(look->image, i, arena, unheard, &context) : NULL;
    if (root)
      ask_in_file(&asked, root, kind);
  }
  for (guint32 i = 0; i < look->image->n_SOURCES; i++) {
    const NtYaml *root = look->image->SOURCES[i].kind == NT_SOURCE_RULES ? nt_image_source(look->image, i, arena, unheard, &context) : NULL;
    if (root)
      look_at_macros(look, &asked, root, context.file);
  }
  look_at_lists(look, &asked);
  g_hash_table_unref(asked.names);
}
