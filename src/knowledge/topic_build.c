#include "topic_parts.h"

#include "inflect.h"

typedef struct {
  NtBuild *build;
  NtArena *arena;
  NtStemmer *stemmer;
  NtDiagnostics *diagnostics;
} Building;

static void build_term(Building *b, guint32 topic, guint32 number_of_term, const NtTopicRule *rule)
{
  const NtTopicTerm *term = &rule->terms[number_of_term];
  NtBuildAlias alias = {
    .text = term->text,
    .policy = term->policy,
    .file = nt_build_file(b->build, rule->where.file),
    .line = term->line,
    .weight = 1,
  };
  if (!nt_build_term(b->build, topic, number_of_term, &alias))
    nt_diagnostics_add(b->diagnostics, NT_SEVERITY_ERROR, rule->where.file.p, term->line, term->column, "bad-name",
                       "\"%s\" cannot be found in any text", term->text.p);
  NtStr forms[NT_MOST_FORMS];
  guint n = term->exact || term->policy != NT_CASE_FOLD ? 0 : nt_inflect(b->arena, b->stemmer, term->text, forms);
  for (guint i = 0; i < n; i++) {
    alias.text = forms[i];
    nt_build_term(b->build, topic, number_of_term, &alias);
  }
}

void nt_topics_build(const NtTopics *t, NtBuild *build, NtDiagnostics *diagnostics)
{
  g_autoptr(NtArena) arena = nt_arena_new();
  g_autoptr(NtStemmer) stemmer = nt_stemmer_new();
  Building b = {build, arena, stemmer, diagnostics};
  for (guint i = 0; i < t->list->len; i++) {
    const NtTopicRule *rule = &g_array_index(t->list, NtTopicRule, i);
    nt_arena_reset(arena);
    for (guint n = 0; n < rule->n_terms; n++)
      if (!rule->terms[n].prefix)
        build_term(&b, i, n, rule);
  }
}
