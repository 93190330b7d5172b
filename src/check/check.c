#include "check.h"

#include "look.h"

gboolean nt_knowledge_check(const char *shipped, const char *const *folders, NtDiagnostics *findings, GError **error)
{
  g_autoptr(NtClaims) claims = nt_claims_new();
  NtKnowledgePlaces places = {.shipped = shipped, .folders = folders, .claims = claims};
  g_autoptr(NtKnowledge) knowledge = nt_knowledge_open(&places, findings, error);
  if (!knowledge)
    return FALSE;
  NtLook look = {knowledge, nt_knowledge_image(knowledge), claims, shipped ? 1 : 0, findings};
  nt_look_names(&look);
  nt_look_unasked(&look);
  nt_look_rules(&look);
  nt_look_backtracking(&look);
  nt_look_topics(&look);
  nt_look_examples(&look);
  nt_look_layouts(&look);
  return TRUE;
}
