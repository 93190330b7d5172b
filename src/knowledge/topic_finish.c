#include "topic_parts.h"

static void complain(NtDiagnostics *diagnostics, NtStr file, const NtTopicText *at, const char *format, ...) G_GNUC_PRINTF(4, 5);
static void complain(NtDiagnostics *diagnostics, NtStr file, const NtTopicText *at, const char *format, ...)
{
  va_list args;
  va_start(args, format);
  g_autofree char *what = g_strdup_vprintf(format, args);
  va_end(args);
  nt_diagnostics_add(diagnostics, NT_SEVERITY_ERROR, file.p, at->line, at->column, "unknown-id", "%s", what);
}

static void place(NtTopics *t, NtTopicSource *s, NtDiagnostics *diagnostics);

/* Before a topic that asks for others come those. */
static void place_asked(NtTopics *t, const NtTopicSource *s, const NtTopicAsk *asks, guint n, NtDiagnostics *diagnostics)
{
  for (guint i = 0; i < n; i++) {
    for (guint k = 0; k < asks[i].n_topics; k++) {
      NtTopicSource *other = g_hash_table_lookup(t->by_id, asks[i].topics[k].text.p);
      if (!other || other->gone)
        continue; /* said later */
      if (other->state == NT_TOPIC_GOES)
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
static void place(NtTopics *t, NtTopicSource *s, NtDiagnostics *diagnostics)
{
  if (s->gone || s->state != NT_TOPIC_WAITS)
    return;
  s->state = NT_TOPIC_GOES;
  for (guint i = 0; i < s->rule.n_items; i++)
    place_asked(t, s, &s->rule.items[i].ask, 1, diagnostics);
  place_asked(t, s, s->rule.not, s->rule.n_not, diagnostics);
  s->state = NT_TOPIC_PLACED;
  g_array_append_val(t->list, s->rule);
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

/* Of topics that are not there, and are none that would be made. */
static void check_removals(const NtTopics *t, const NtImage *image, NtDiagnostics *diagnostics)
{
  for (guint i = 0; i < t->removals.n; i++) {
    const NtTopicRemoval *r = &t->removals.v[i];
    if (!image || !nt_topics_would_make(t, image, r->id))
      nt_diagnostics_add(diagnostics, NT_SEVERITY_ERROR, r->where.file.p, r->where.line, r->column, "unknown-id",
                         "no earlier knowledge folder has a topic \"%s\"", r->id.p);
  }
}

/* Of two topics that exclude each other with one score, which stands must not hang on the order of the files. */
static int by_id(gconstpointer a, gconstpointer b)
{
  return nt_str_compare((*(NtTopicSource *const *)a)->rule.id, (*(NtTopicSource *const *)b)->rule.id);
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
    nt_topics_make(t, image);
  check_removals(t, image, diagnostics);
  for (guint i = 0; i < t->list->len; i++)
    number_topic(t, &g_array_index(t->list, NtTopicRule, i), diagnostics);
}
