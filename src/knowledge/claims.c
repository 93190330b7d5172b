#include "claims.h"

#include "base/arena.h"

struct NtClaims {
  NtArena *arena;
  GArray *list;  /* NtClaim */
  GArray *lists; /* NtClaimedList */
};

NtClaims *nt_claims_new(void)
{
  NtClaims *claims = g_new0(NtClaims, 1);
  claims->arena = nt_arena_new();
  claims->list = g_array_new(FALSE, FALSE, sizeof(NtClaim));
  claims->lists = g_array_new(FALSE, FALSE, sizeof(NtClaimedList));
  return claims;
}

void nt_claims_free(NtClaims *claims)
{
  if (!claims)
    return;
  nt_arena_free(claims->arena);
  g_array_unref(claims->list);
  g_array_unref(claims->lists);
  g_free(claims);
}

void nt_claims_add(NtClaims *claims, const NtYaml *root, const NtYamlContext *context, const char *table)
{
  static const NtYamlKey keys[] = {
    {"match", NT_YAML_WANT_TEXTS, FALSE}, {"no", NT_YAML_WANT_TEXTS, FALSE}, {NULL, NT_YAML_WANT_ANY, FALSE}};
  const NtYaml *tests = nt_yaml_get(root, "tests");
  if (!tests || !nt_yaml_check(context, tests, "tests", keys))
    return;
  for (guint k = 0; k < 2; k++) {
    const NtYaml *list = nt_yaml_get(tests, keys[k].key);
    const NtYaml *item = list && list->kind == NT_YAML_SEQUENCE ? list->first : list;
    for (; item; item = list->kind == NT_YAML_SEQUENCE ? item->next : NULL) {
      NtClaim claim = {
        .file = nt_arena_str(claims->arena, nt_str(context->file)),
        .table = table ? nt_arena_str(claims->arena, nt_str(table)) : (NtStr){0},
        .text = nt_arena_str(claims->arena, item->text),
        .match = k == 0,
        .line = item->line,
        .column = item->column,
      };
      g_array_append_val(claims->list, claim);
    }
  }
}

const NtClaim *nt_claims_list(const NtClaims *claims, guint *n)
{
  *n = claims->list->len;
  return (const NtClaim *)(const void *)claims->list->data;
}

void nt_claims_add_list(NtClaims *claims, const NtYaml *root, const NtYamlContext *context)
{
  const NtYaml *list = nt_yaml_get(root, "list");
  if (!list)
    return;
  NtClaimedList claim = {nt_arena_str(claims->arena, list->text), nt_arena_str(claims->arena, nt_str(context->file)), list->line, list->column};
  g_array_append_val(claims->lists, claim);
}

const NtClaimedList *nt_claims_lists(const NtClaims *claims, guint *n)
{
  *n = claims->lists->len;
  return (const NtClaimedList *)(const void *)claims->lists->data;
}
