#include "topic.h"

#include "base/limits.h"
#include "inflect.h"
#include "topic_ask.h"
#include "topic_family.h"

typedef enum { WAITS, GOES, PLACED } State;

typedef struct {
  NtTopicRule rule;
  guint folder;
  gboolean gone;
  State state; /* of putting topics into order */
} Source;

/* A `remove` of what is no topic yet: one made from an entry, or a mistake. */
typedef struct {
  NtStr id;
  NtWhere where;
  guint column;
} Removal;

struct NtTopics {
  NtArena *arena;
  NT_VEC(NtTopicFamily) families;
  NT_VEC(Removal) removals;
  GPtrArray *regexes;
  guint first_made;
  GPtrArray *sources; /* Source, in the arena */
  GHashTable *by_id;  /* id → Source; after finish: id → number + 1 */
  GArray *list;       /* NtTopicRule */
};

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
  Source *s = nt_arena_alloc0(t->arena, sizeof *s);
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
  Source *old = g_hash_table_lookup(t->by_id, rule->id.p);
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
    Source *old = g_hash_table_lookup(t->by_id, item->text.p);
    if (old)
      old->gone = TRUE;
    else
      *nt_vec_push(t->arena, &t->removals) = (Removal){
        item->text, {nt_str(context->file), item->line}, item->column};
  }
}

/* ---- putting together ---- */

static void complain(NtDiagnostics *diagnostics, NtStr file, const NtTopicText *at, const char *format, ...) G_GNUC_PRINTF(4, 5);
static void complain(NtDiagnostics *diagnostics, NtStr file, const NtTopicText *at, const char *format, ...)
{
  va_list args;
  va_start(args, format);
  g_autofree char *what = g_strdup_vprintf(format, args);
  va_end(args);
  nt_diagnostics_add(diagnostics, NT_SEVERITY_ERROR, file.p, at->line, at->column, "unknown-id", "%s", what);
}

static void place(NtTopics *t, Source *s, NtDiagnostics *diagnostics);

/* Before a topic that asks for others come those. */
static void place_asked(NtTopics *t, const Source *s, const NtTopicAsk *asks, guint n, NtDiagnostics *diagnostics)
{
  for (guint i = 0; i < n; i++) {
    for (guint k = 0; k < asks[i].n_topics; k++) {
      Source *other = g_hash_table_lookup(t->by_id, asks[i].topics[k].text.p);
      if (!other || other->gone)
        continue; /* said later */
      if (other->state == GOES)
        complain(diagnostics, asks[i].where.file, &asks[i].topics[k], "topic \"%s\" asks for \"%s\", which asks for it", s->rule.id.p,
                 other->rule.id.p);
      else
        place(t, other, diagnostics);
    }
    place_asked(t, s, asks[i].parts, asks[i].n_parts, diagnostics);
    place_asked(t, s, asks[i].not, asks[i].n_not, diagnostics);
  }
}

/* As deep as chains of topics that ask for topics; each is placed once. */
static void place(NtTopics *t, Source *s, NtDiagnostics *diagnostics)
{
  if (s->gone || s->state != WAITS)
    return;
  s->state = GOES;
  for (guint i = 0; i < s->rule.n_items; i++)
    place_asked(t, s, &s->rule.items[i].ask, 1, diagnostics);
  place_asked(t, s, s->rule.not, s->rule.n_not, diagnostics);
  s->state = PLACED;
  g_array_append_val(t->list, s->rule);
}

guint32 nt_topics_find(const NtTopics *t, NtStr id)
{
  g_autofree char *key = g_strndup(id.p, id.n);
  gpointer found = g_hash_table_lookup(t->by_id, key);
  return found ? GPOINTER_TO_UINT(found) - 1 : G_MAXUINT32;
}

static void number(const NtTopics *t, NtStr file, const char *as, const NtTopicText *ids, guint n, guint32 *at, NtDiagnostics *diagnostics)
{
  for (guint i = 0; i < n; i++)
    if ((at[i] = nt_topics_find(t, ids[i].text)) == G_MAXUINT32)
      complain(diagnostics, file, &ids[i], "there is no topic \"%s\" %s", ids[i].text.p, as);
}

static void number_asks(NtTopics *t, NtTopicAsk *asks, guint n, NtDiagnostics *diagnostics)
{
  for (guint i = 0; i < n; i++) {
    asks[i].topics_at = nt_arena_new_array(t->arena, guint32, asks[i].n_topics + 1);
    number(t, asks[i].where.file, "to ask for", asks[i].topics, asks[i].n_topics, asks[i].topics_at, diagnostics);
    number_asks(t, asks[i].parts, asks[i].n_parts, diagnostics);
    number_asks(t, asks[i].not, asks[i].n_not, diagnostics);
  }
}

static void number_topic(NtTopics *t, NtTopicRule *rule, NtDiagnostics *diagnostics)
{
  rule->lifts_at = nt_arena_new_array(t->arena, guint32, rule->n_broader + rule->n_implies + 1);
  rule->excludes_at = nt_arena_new_array(t->arena, guint32, rule->n_excludes + 1);
  rule->keeps_at = nt_arena_new_array(t->arena, guint32, rule->n_keeps + 1);
  number(t, rule->where.file, "to be broader", rule->broader, rule->n_broader, rule->lifts_at, diagnostics);
  number(t, rule->where.file, "to be implied", rule->implies, rule->n_implies, rule->lifts_at + rule->n_broader, diagnostics);
  number(t, rule->where.file, "to be excluded", rule->excludes, rule->n_excludes, rule->excludes_at, diagnostics);
  number(t, rule->where.file, "to be kept", rule->keeps, rule->n_keeps, rule->keeps_at, diagnostics);
  for (guint i = 0; i < rule->n_items; i++)
    number_asks(t, &rule->items[i].ask, 1, diagnostics);
  number_asks(t, rule->not, rule->n_not, diagnostics);
}

/* ---- made from entries ---- */

typedef struct {
  NtTopics *topics;
  const NtImage *image;
  GHashTable *removed, *entries; /* ids of topics; numbers of entries that have one */
} Making;

static NtStr free_id(const Making *m, guint32 entry)
{
  NtTopics *t = m->topics;
  guint16 country = m->image->ENTRIES[entry].country;
  NtStr id = nt_topic_family_id(t->arena, nt_image_string(m->image, m->image->ENTRIES[entry].name));
  if (id.p && country && g_hash_table_contains(t->by_id, id.p)) /* georgia-us */
    id = nt_str(nt_arena_printf(t->arena, "%s-%c%c", id.p, g_ascii_tolower((char)(country >> 8)), g_ascii_tolower((char)(country & 0xFF))));
  return id;
}

static void make_topic(const Making *m, const NtTopicFamily *family, guint32 entry)
{
  NtTopics *t = m->topics;
  NtStr own = nt_topic_family_id(t->arena, nt_image_string(m->image, m->image->ENTRIES[entry].name));
  gpointer written = own.p ? g_hash_table_lookup(t->by_id, own.p) : NULL;
  if (written && GPOINTER_TO_UINT(written) <= t->first_made)
    return; /* somebody wrote one of that id */
  NtStr id = free_id(m, entry);
  if (!id.p || g_hash_table_contains(t->by_id, id.p) || g_hash_table_contains(m->removed, id.p) || t->list->len == NT_LIMIT_TOPICS)
    return;
  NtTopicRule rule = nt_topic_family_make(family, t->arena, m->image, entry, id);
  g_hash_table_add(m->entries, GUINT_TO_POINTER(entry + 1));
  g_array_append_val(t->list, rule);
  g_hash_table_insert(t->by_id, (gpointer)id.p, GUINT_TO_POINTER(t->list->len));
}

/* Not in the order of the files: of two entries with one name the same one must have the short id. */
static int by_entry_id(gconstpointer a, gconstpointer b, gpointer data)
{
  const NtImage *image = data;
  return nt_str_compare(nt_image_id(image, *(const guint32 *)a),
                        nt_image_id(image, *(const guint32 *)b));
}

/* Countries go before what is in them and has their name. */
static void make_family(const Making *m, const NtTopicFamily *family)
{
  g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(guint32));
  nt_topic_family_find(family, m->image, found);
  for (guint i = found->len; i-- > 0;)
    if (g_hash_table_contains(m->entries, GUINT_TO_POINTER(g_array_index(found, guint32, i) + 1)))
      g_array_remove_index_fast(found, i);
  g_array_sort_with_data(found, by_entry_id, (gpointer)m->image);
  for (guint country = 2; country-- > 0;)
    for (guint i = 0; i < found->len; i++) {
      guint32 e = g_array_index(found, guint32, i);
      if ((m->image->ENTRIES[e].kind == NT_PLACE_COUNTRY) == (country == 1))
        make_topic(m, family, e);
    }
}

static int by_folder(gconstpointer a, gconstpointer b)
{
  const NtTopicFamily *x = a, *y = b;
  if (x->folder != y->folder)
    return x->folder > y->folder ? -1 : 1;
  if (x->focus != y->focus)
    return x->focus < y->focus ? -1 : 1;
  return (x->model.threshold > y->model.threshold) - (x->model.threshold < y->model.threshold);
}

/* The families of later folders first, of one folder the most generous: an entry gets one topic. */
static void make_topics(NtTopics *t, const NtImage *image)
{
  g_autoptr(GHashTable) removed = g_hash_table_new(g_str_hash, g_str_equal), entries = g_hash_table_new(NULL, NULL);
  Making m = {t, image, removed, entries};
  for (guint i = 0; i < t->removals.n; i++)
    g_hash_table_add(removed, (gpointer)t->removals.v[i].id.p);
  qsort(t->families.v, t->families.n, sizeof *t->families.v, by_folder);
  for (guint f = 0; f < t->families.n; f++)
    make_family(&m, &t->families.v[f]);
}

/* Whether some entry would have a topic of that id, had nobody removed it. */
static gboolean would_be_made(const NtTopics *t, const NtImage *image, NtStr id)
{
  g_autoptr(NtArena) arena = nt_arena_new();
  g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(guint32));
  for (guint f = 0; f < t->families.n; f++)
    nt_topic_family_find(&t->families.v[f], image, found);
  for (guint i = 0; i < found->len; i++) {
    nt_arena_reset(arena);
    if (nt_str_equal(nt_topic_family_id(arena, nt_image_string(image, image->ENTRIES[g_array_index(found, guint32, i)].name)), id))
      return TRUE;
  }
  return FALSE;
}

/* Of topics that are not there, and are none that would be made. */
static void check_removals(const NtTopics *t, const NtImage *image, NtDiagnostics *diagnostics)
{
  for (guint i = 0; i < t->removals.n; i++) {
    const Removal *r = &t->removals.v[i];
    if (!image || !would_be_made(t, image, r->id))
      nt_diagnostics_add(diagnostics, NT_SEVERITY_ERROR, r->where.file.p, r->where.line, r->column, "unknown-id",
                         "no earlier knowledge folder has a topic \"%s\"", r->id.p);
  }
}

guint nt_topics_first_made(const NtTopics *t)
{
  return t->first_made;
}

/* Of two topics that exclude each other with one score, which stands must not hang on the order of the files. */
static int by_id(gconstpointer a, gconstpointer b)
{
  return nt_str_compare((*(Source *const *)a)->rule.id, (*(Source *const *)b)->rule.id);
}

void nt_topics_finish(NtTopics *t, const NtImage *image, NtDiagnostics *diagnostics)
{
  g_ptr_array_sort(t->sources, by_id);
  for (guint i = 0; i < t->sources->len; i++)
    place(t, t->sources->pdata[i], diagnostics);
  g_hash_table_remove_all(t->by_id);
  for (guint i = 0; i < t->list->len; i++)
    g_hash_table_insert(t->by_id, (gpointer)g_array_index(t->list, NtTopicRule, i).id.p, GUINT_TO_POINTER(i + 1));
  t->first_made = t->list->len;
  if (image && t->families.n)
    make_topics(t, image);
  check_removals(t, image, diagnostics);
  for (guint i = 0; i < t->list->len; i++)
    number_topic(t, &g_array_index(t->list, NtTopicRule, i), diagnostics);
}

const NtTopicRule *nt_topics_list(const NtTopics *t, guint *n)
{
  *n = t->list->len;
  return t->list->len ? &g_array_index(t->list, NtTopicRule, 0) : NULL;
}

/* ---- building ---- */

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
