#include "topic.h"

#include "inflect.h"

#include <string.h>

typedef struct {
  NtTopicRule rule;
  guint folder;
  gboolean gone;
} Source;

struct NtTopics {
  NtArena *arena;
  GPtrArray *sources; /* Source, in the arena */
  GHashTable *by_id;  /* id → Source; after finish: id → number + 1 */
  GArray *list;       /* NtTopicRule */
};

NtTopics *nt_topics_new(void)
{
  NtTopics *t = g_new0(NtTopics, 1);
  t->arena = nt_arena_new();
  t->sources = g_ptr_array_new();
  t->by_id = g_hash_table_new(g_str_hash, g_str_equal);
  t->list = g_array_new(FALSE, FALSE, sizeof(NtTopicRule));
  return t;
}

void nt_topics_free(NtTopics *t)
{
  if (!t)
    return;
  g_ptr_array_unref(t->sources);
  g_hash_table_unref(t->by_id);
  g_array_unref(t->list);
  nt_arena_free(t->arena);
  g_free(t);
}

static const NtYamlKey file_keys[] = {
  {"topics", NT_YAML_WANT_SEQUENCE, FALSE}, {"remove", NT_YAML_WANT_TEXTS, FALSE}, {"source", NT_YAML_WANT_TEXT, FALSE},
  {"licence", NT_YAML_WANT_TEXT, FALSE},    {"note", NT_YAML_WANT_TEXT, FALSE},    {NULL, NT_YAML_WANT_ANY, FALSE},
};

static const NtYamlKey topic_keys[] = {
  {"id", NT_YAML_WANT_TEXT, TRUE},           {"label", NT_YAML_WANT_TEXT, TRUE},         {"broader", NT_YAML_WANT_TEXTS, FALSE},
  {"iptc", NT_YAML_WANT_TEXT, FALSE},        {"threshold", NT_YAML_WANT_NUMBER, FALSE},  {"evidence", NT_YAML_WANT_SEQUENCE, TRUE},
  {"examples", NT_YAML_WANT_TEXTS, FALSE},   {"counterexamples", NT_YAML_WANT_TEXTS, FALSE}, {"note", NT_YAML_WANT_TEXT, FALSE},
  {NULL, NT_YAML_WANT_ANY, FALSE},
};

static const NtYamlKey item_keys[] = {
  {"words", NT_YAML_WANT_TEXTS, FALSE},    {"entities", NT_YAML_WANT_TEXTS, FALSE}, {"weight", NT_YAML_WANT_NUMBER, FALSE},
  {"headline", NT_YAML_WANT_NUMBER, FALSE}, {"max", NT_YAML_WANT_COUNT, FALSE},     {"least", NT_YAML_WANT_COUNT, FALSE},
  {"exact", NT_YAML_WANT_BOOL, FALSE},     {NULL, NT_YAML_WANT_ANY, FALSE},
};

static guint count_of(const NtYaml *list)
{
  return !list ? 0 : list->kind == NT_YAML_SEQUENCE ? list->count : 1;
}

static const NtYaml *first_of(const NtYaml *list)
{
  return list && list->kind == NT_YAML_SEQUENCE ? list->first : list;
}

static const NtYaml *next_of(const NtYaml *list, const NtYaml *item)
{
  return list->kind == NT_YAML_SEQUENCE ? item->next : NULL;
}

static NtStr *texts_of(NtTopics *t, const NtYaml *list, guint *n)
{
  NtStr *texts = nt_arena_new_array(t->arena, NtStr, count_of(list) + 1);
  *n = 0;
  for (const NtYaml *item = first_of(list); item; item = next_of(list, item))
    texts[(*n)++] = nt_arena_str(t->arena, item->text);
  return texts;
}

static void add_term(NtTopics *t, NtTopicRule *rule, guint item, const NtYaml *word, gboolean exact, const NtYamlContext *context)
{
  NtStr text = word->text;
  gboolean prefix = text.n > 1 && text.p[text.n - 1] == '*';
  text.n -= prefix;
  if (memchr(text.p, '*', text.n) || (prefix && memchr(text.p, ' ', text.n)) || (prefix && text.n < 3)) {
    nt_yaml_error(context, word, "wrong-value", "\"%s\": * may stand only at the end of a single word of three letters or more",
                  word->text.p);
    return;
  }
  rule->terms[rule->n_terms++] =
    (NtTopicTerm){.text = nt_arena_str(t->arena, text), .item = item, .prefix = prefix, .exact = exact, .line = word->line};
}

static void add_item(NtTopics *t, NtTopicRule *rule, const NtYaml *value, const NtYamlContext *context)
{
  if (!nt_yaml_check(context, value, "evidence", item_keys))
    return;
  const NtYaml *words = nt_yaml_get(value, "words"), *entities = nt_yaml_get(value, "entities");
  if (!words == !entities) {
    nt_yaml_error(context, value, "missing-key", "evidence needs either \"words\" or \"entities\"");
    return;
  }
  guint number = rule->n_items++;
  NtTopicItem *item = &rule->items[number];
  *item = (NtTopicItem){
    .kind = words ? NT_EVIDENCE_WORDS : NT_EVIDENCE_ENTITIES,
    .weight = nt_yaml_number(value, "weight", 1),
    .headline = nt_yaml_number(value, "headline", 2),
    .max = (guint)nt_yaml_number(value, "max", 3),
    .least = (guint)nt_yaml_number(value, "least", 1),
    .where = {rule->where.file, value->line},
  };
  if (entities)
    item->ids = texts_of(t, entities, &item->n_ids);
  for (const NtYaml *word = first_of(words); word; word = next_of(words, word))
    add_term(t, rule, number, word, nt_yaml_bool(value, "exact", FALSE), context);
}

static void add_topic(NtTopics *t, const NtYaml *value, const NtYamlContext *context, guint folder)
{
  if (!nt_yaml_check(context, value, "a topic", topic_keys))
    return;
  Source *s = nt_arena_alloc0(t->arena, sizeof *s);
  NtTopicRule *rule = &s->rule;
  const NtYaml *evidence = nt_yaml_get(value, "evidence");
  guint words = 0;
  s->folder = folder;
  rule->id = nt_arena_str(t->arena, nt_yaml_text(value, "id"));
  rule->label = nt_arena_str(t->arena, nt_yaml_text(value, "label"));
  rule->iptc = nt_yaml_text(value, "iptc");
  if (rule->iptc.p)
    rule->iptc = nt_arena_str(t->arena, rule->iptc);
  rule->broader = texts_of(t, nt_yaml_get(value, "broader"), &rule->n_broader);
  rule->examples = texts_of(t, nt_yaml_get(value, "examples"), &rule->n_examples);
  rule->counterexamples = texts_of(t, nt_yaml_get(value, "counterexamples"), &rule->n_counterexamples);
  rule->threshold = nt_yaml_number(value, "threshold", 0.5);
  rule->where = (NtWhere){nt_arena_str(t->arena, nt_str(context->file)), value->line};
  if (rule->threshold <= 0 || rule->threshold >= 1)
    nt_yaml_error(context, nt_yaml_get(value, "threshold"), "wrong-value", "\"threshold\" must lie between 0 and 1");
  for (const NtYaml *item = evidence->first; item; item = item->next)
    words += count_of(nt_yaml_get(item, "words"));
  rule->items = nt_arena_new_array(t->arena, NtTopicItem, evidence->count + 1);
  rule->terms = nt_arena_new_array(t->arena, NtTopicTerm, words + 1);
  for (const NtYaml *item = evidence->first; item; item = item->next)
    add_item(t, rule, item, context);
  Source *old = g_hash_table_lookup(t->by_id, rule->id.p);
  if (old && old->folder == folder && !old->gone) {
    nt_yaml_error(context, value, "duplicate-id", "topic \"%s\" already stands at %s:%u", rule->id.p, old->rule.where.file.p,
                  old->rule.where.line);
    return;
  }
  if (old)
    old->gone = TRUE;
  g_hash_table_insert(t->by_id, (gpointer)rule->id.p, s);
  g_ptr_array_add(t->sources, s);
}

void nt_topics_add(NtTopics *t, const NtYaml *root, const NtYamlContext *context, guint folder)
{
  if (!nt_yaml_check(context, root, "a topics file", file_keys))
    return;
  const NtYaml *topics = nt_yaml_get(root, "topics"), *removed = nt_yaml_get(root, "remove");
  for (const NtYaml *item = topics ? topics->first : NULL; item; item = item->next)
    add_topic(t, item, context, folder);
  for (const NtYaml *item = first_of(removed); item; item = next_of(removed, item)) {
    Source *old = g_hash_table_lookup(t->by_id, item->text.p);
    if (old)
      old->gone = TRUE;
    else
      nt_yaml_error(context, item, "unknown-id", "no earlier knowledge folder has a topic \"%s\"", item->text.p);
  }
}

guint32 nt_topics_find(const NtTopics *t, NtStr id)
{
  g_autofree char *key = g_strndup(id.p, id.n);
  gpointer found = g_hash_table_lookup(t->by_id, key);
  return found ? GPOINTER_TO_UINT(found) - 1 : G_MAXUINT32;
}

void nt_topics_finish(NtTopics *t, NtDiagnostics *diagnostics)
{
  g_hash_table_remove_all(t->by_id);
  for (guint i = 0; i < t->sources->len; i++) {
    const Source *s = t->sources->pdata[i];
    if (s->gone)
      continue;
    g_array_append_val(t->list, s->rule);
    g_hash_table_insert(t->by_id, (gpointer)s->rule.id.p, GUINT_TO_POINTER(t->list->len));
  }
  for (guint i = 0; i < t->list->len; i++) {
    NtTopicRule *rule = &g_array_index(t->list, NtTopicRule, i);
    rule->broader_at = nt_arena_new_array(t->arena, guint32, rule->n_broader + 1);
    for (guint b = 0; b < rule->n_broader; b++)
      if ((rule->broader_at[b] = nt_topics_find(t, rule->broader[b])) == G_MAXUINT32)
        nt_diagnostics_add(diagnostics, NT_SEVERITY_ERROR, rule->where.file.p, rule->where.line, 5, "unknown-id",
                           "topic \"%s\": there is no topic \"%s\" to be broader", rule->id.p, rule->broader[b].p);
  }
}

const NtTopicRule *nt_topics_list(const NtTopics *t, guint *n)
{
  *n = t->list->len;
  return t->list->len ? &g_array_index(t->list, NtTopicRule, 0) : NULL;
}

static void build_term(NtBuild *build, NtArena *arena, guint32 topic, guint32 number, const NtTopicRule *rule,
                       NtDiagnostics *diagnostics)
{
  const NtTopicTerm *term = &rule->terms[number];
  gboolean capital = FALSE;
  for (gsize i = 0; i < term->text.n; i++)
    capital |= g_ascii_isupper(term->text.p[i]);
  NtBuildAlias alias = {
    .text = term->text,
    .policy = capital ? NT_CASE_TITLE : NT_CASE_FOLD, /* a capital in a term means a name */
    .file = nt_build_file(build, rule->where.file),
    .line = term->line,
    .weight = 1,
  };
  if (!nt_build_term(build, topic, number, &alias))
    nt_diagnostics_add(diagnostics, NT_SEVERITY_ERROR, rule->where.file.p, term->line, 1, "bad-name",
                       "\"%s\" cannot be found in any text", term->text.p);
  NtStr forms[NT_MOST_FORMS];
  guint n = term->exact || capital ? 0 : nt_inflect(arena, term->text, forms);
  for (guint i = 0; i < n; i++) {
    alias.text = forms[i];
    nt_build_term(build, topic, number, &alias);
  }
}

void nt_topics_build(const NtTopics *t, NtBuild *build, NtDiagnostics *diagnostics)
{
  g_autoptr(NtArena) arena = nt_arena_new();
  for (guint i = 0; i < t->list->len; i++) {
    const NtTopicRule *rule = &g_array_index(t->list, NtTopicRule, i);
    for (guint n = 0; n < rule->n_terms; n++)
      if (!rule->terms[n].prefix)
        build_term(build, arena, i, n, rule, diagnostics);
  }
}
