#include "topic_parts.h"

#include "base/limits.h"

NtTopics *nt_topics_new(void)
{
  NtTopics *t = g_new0(NtTopics, 1);
  t->arena = nt_arena_new();
  t->sources = g_ptr_array_new();
  t->regexes = g_ptr_array_new_with_free_func((GDestroyNotify)nt_regex_free);
  t->by_id = g_hash_table_new(g_str_hash, g_str_equal);
  t->list = g_array_new(FALSE, FALSE, sizeof(NtTopicRule));
  return t;
}

void nt_topics_free(NtTopics *t)
{
  if (!t)
    return;
  g_ptr_array_unref(t->sources);
  g_ptr_array_unref(t->regexes);
  g_hash_table_unref(t->by_id);
  g_array_unref(t->list);
  nt_arena_free(t->arena);
  g_free(t);
}

/* ---- reading ---- */

static const NtYamlKey file_keys[] = {
  {"topics", NT_YAML_WANT_SEQUENCE, FALSE}, {"remove", NT_YAML_WANT_TEXTS, FALSE}, {"source", NT_YAML_WANT_TEXT, FALSE},
  {"licence", NT_YAML_WANT_TEXT, FALSE},    {"note", NT_YAML_WANT_TEXT, FALSE},    {NULL, NT_YAML_WANT_ANY, FALSE},
};

static const NtYamlKey topic_keys[] = {
  {"id", NT_YAML_WANT_TEXT, TRUE},            {"label", NT_YAML_WANT_TEXT, TRUE},         {"broader", NT_YAML_WANT_TEXTS, FALSE},
  {"implies", NT_YAML_WANT_TEXTS, FALSE},     {"excludes", NT_YAML_WANT_TEXTS, FALSE},    {"keeps", NT_YAML_WANT_TEXTS, FALSE},
  {"hidden", NT_YAML_WANT_BOOL, FALSE},       {"iptc", NT_YAML_WANT_TEXT, FALSE},         {"threshold", NT_YAML_WANT_NUMBER, FALSE},
  {"beside", NT_YAML_WANT_NUMBER, FALSE},     {"zones", NT_YAML_WANT_MAPPING, FALSE},     {"not", NT_YAML_WANT_ANY, FALSE},
  {"evidence", NT_YAML_WANT_SEQUENCE, TRUE},  {"examples", NT_YAML_WANT_TEXTS, FALSE},    {"counterexamples", NT_YAML_WANT_TEXTS, FALSE},
  {"note", NT_YAML_WANT_TEXT, FALSE},
  {NULL, NT_YAML_WANT_ANY, FALSE},
};

static const NtYaml *first_of(const NtYaml *list)
{
  return list && list->kind == NT_YAML_SEQUENCE ? list->first : list;
}

static const NtYaml *next_of(const NtYaml *list, const NtYaml *item)
{
  return list->kind == NT_YAML_SEQUENCE ? item->next : NULL;
}

static gboolean is_id(NtStr id)
{
  for (gsize i = 0; i < id.n; i++)
    if (!g_ascii_islower(id.p[i]) && !g_ascii_isdigit(id.p[i]) && (id.p[i] != '-' || i == 0 || i + 1 == id.n || id.p[i - 1] == '-'))
      return FALSE;
  return TRUE;
}

static gboolean is_iptc(NtStr code)
{
  if (code.n != 15 || memcmp(code.p, "medtop:", 7) != 0)
    return FALSE;
  for (gsize i = 7; i < code.n; i++)
    if (!g_ascii_isdigit(code.p[i]))
      return FALSE;
  return TRUE;
}

static void read_names(NtTopicReader *r, const NtYaml *value, NtTopicRule *rule)
{
  rule->id = nt_yaml_text(value, "id");
  rule->label = nt_yaml_text(value, "label");
  rule->iptc = nt_yaml_text(value, "iptc");
  if (!is_id(rule->id))
    nt_yaml_error(r->context, nt_yaml_get(value, "id"), "wrong-value", "\"%s\": an id is small letters, digits and hyphens", rule->id.p);
  if (rule->iptc.p && !is_iptc(rule->iptc))
    nt_yaml_error(r->context, nt_yaml_get(value, "iptc"), "wrong-value", "\"%s\": a code looks like medtop:20000373", rule->iptc.p);
}

static void read_relations(NtTopicReader *r, const NtYaml *value, NtTopicRule *rule)
{
  rule->broader = nt_topic_read_placed(r, nt_yaml_get(value, "broader"), &rule->n_broader);
  rule->implies = nt_topic_read_placed(r, nt_yaml_get(value, "implies"), &rule->n_implies);
  rule->excludes = nt_topic_read_placed(r, nt_yaml_get(value, "excludes"), &rule->n_excludes);
  rule->keeps = nt_topic_read_placed(r, nt_yaml_get(value, "keeps"), &rule->n_keeps);
  rule->hidden = nt_yaml_bool(value, "hidden", FALSE);
  if (rule->n_excludes == 1 && nt_str_is(rule->excludes[0].text, "all")) {
    rule->excludes_all = TRUE;
    rule->n_excludes = 0;
  } else if (rule->n_keeps) {
    nt_yaml_error(r->context, nt_yaml_get(value, "keeps"), "wrong-value", "\"keeps\" goes with \"excludes: all\" only");
  }
}

static void read_evidence(NtTopicReader *r, const NtYaml *value, NtTopicRule *rule)
{
  const NtYaml *evidence = nt_yaml_get(value, "evidence");
  double zones[NT_N_ZONES];
  for (guint z = 0; z < NT_N_ZONES; z++)
    zones[z] = z == NT_ZONE_HEADLINE ? 2 : 1;
  nt_topic_read_zones(r, nt_yaml_get(value, "zones"), zones);
  rule->threshold = nt_topic_read_threshold(r, value);
  rule->beside = nt_yaml_number(value, "beside", 0);
  if (rule->beside < 0 || rule->beside > 1)
    nt_yaml_error(r->context, nt_yaml_get(value, "beside"), "wrong-value", "\"beside\" must lie between 0 and 1");
  rule->not = nt_topic_read_asks(r, nt_yaml_get(value, "not"), &rule->n_not);
  rule->items = nt_arena_new_array(r->arena, NtTopicItem, evidence->count + 1);
  for (const NtYaml *item = evidence->first; item; item = item->next)
    rule->n_items += nt_topic_read_item(r, item, zones, &rule->items[rule->n_items]);
  rule->terms = r->terms.v;
  rule->n_terms = r->terms.n;
}

static void add_family(NtTopics *t, const NtYaml *value, const NtYamlContext *context, guint folder)
{
  NtTopicFamily family = {.folder = folder};
  NtTopicReader r = {.arena = t->arena, .context = context, .where = {nt_str(context->file), value->line}};
  if (nt_topic_family_read(&r, value, &family))
    *nt_vec_push(t->arena, &t->families) = family;
}

static void add_topic(NtTopics *t, const NtYaml *value, const NtYamlContext *context, guint folder)
{
  if (value->kind == NT_YAML_MAPPING && nt_yaml_get(value, "from")) {
    add_family(t, value, context, folder);
    return;
  }
  if (!nt_yaml_check(context, value, "a topic", topic_keys))
    return;
  NtTopicSource *s = nt_arena_alloc0(t->arena, sizeof *s);
  NtTopicRule *rule = &s->rule;
  s->folder = folder;
  rule->where = (NtWhere){nt_str(context->file), value->line};
  rule->column = value->column;
  NtTopicReader r = {.arena = t->arena, .regexes = t->regexes, .context = context, .where = rule->where};
  read_names(&r, value, rule);
  read_relations(&r, value, rule);
  read_evidence(&r, value, rule);
  rule->examples = nt_topic_read_placed(&r, nt_yaml_get(value, "examples"), &rule->n_examples);
  rule->counterexamples = nt_topic_read_placed(&r, nt_yaml_get(value, "counterexamples"), &rule->n_counterexamples);
  NtTopicSource *old = g_hash_table_lookup(t->by_id, rule->id.p);
  if (old && old->folder == folder && !old->gone) {
    nt_yaml_error(context, value, "duplicate-id", "topic \"%s\" already stands at %s:%u", rule->id.p, old->rule.where.file.p,
                  old->rule.where.line);
    return;
  }
  if (old)
    old->gone = TRUE;
  if (t->sources->len == NT_LIMIT_TOPICS) {
    nt_yaml_error(context, value, "limit", "more than %u topics", NT_LIMIT_TOPICS);
    return;
  }
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
    NtTopicSource *old = g_hash_table_lookup(t->by_id, item->text.p);
    if (old)
      old->gone = TRUE;
    else
      *nt_vec_push(t->arena, &t->removals) = (NtTopicRemoval){
        item->text, {nt_str(context->file), item->line}, item->column};
  }
}

/* ---- asking ---- */

guint32 nt_topics_find(const NtTopics *t, NtStr id)
{
  g_autofree char *key = g_strndup(id.p, id.n);
  gpointer found = g_hash_table_lookup(t->by_id, key);
  return found ? GPOINTER_TO_UINT(found) - 1 : G_MAXUINT32;
}

guint nt_topics_first_made(const NtTopics *t)
{
  return t->first_made;
}

const NtTopicRule *nt_topics_list(const NtTopics *t, guint *n)
{
  *n = t->list->len;
  return t->list->len ? &g_array_index(t->list, NtTopicRule, 0) : NULL;
}
