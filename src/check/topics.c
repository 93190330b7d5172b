#include "knowledge/topic.h"

#include "look.h"
#include "stages/6-topics/index.h"
#include "stages/6-topics/score.h"

typedef struct {
  NtLook *look;
  NtTopicIndex *index;
  const NtTopicRule *topics;
  guint n;
  GHashTable *known; /* `kind club`, `country CN`: what some entry has */
  GHashTable *said;  /* pairs of words that count twice */
  NtArena *arena;
} Topics;

static void warn(const Topics *t, NtWhere where, guint column, const char *code, const char *format, ...) G_GNUC_PRINTF(5, 6);
static void warn(const Topics *t, NtWhere where, guint column, const char *code, const char *format, ...)
{
  va_list args;
  va_start(args, format);
  g_autofree char *message = g_strdup_vprintf(format, args);
  va_end(args);
  nt_diagnostics_add(t->look->findings, NT_SEVERITY_WARNING, where.file.p, where.line, column, code, "%s", message);
}

/* ---- thresholds ---- */

#define MANY 1e6 /* points of evidence that has no bound of its own */

static double heaviest_zone(const NtTopicItem *item)
{
  double most = 0;
  for (guint z = 0; z < NT_N_ZONES; z++)
    if (item->ask.zones >> z & 1)
      most = MAX(most, item->zones[z]);
  return most;
}

static double most_points(const NtTopicItem *item)
{
  return MIN(nt_topic_item_most(item, item->weight * heaviest_zone(item)), MANY);
}

/* In the shortest text. A topic may be there only to be lifted by narrower ones. */
static void look_at_threshold(const Topics *t, const NtTopicRule *rule)
{
  double most = 0, half = nt_topic_half(1);
  for (guint i = 0; i < rule->n_items; i++)
    most += most_points(&rule->items[i]);
  if (nt_topic_score(most, half) < rule->threshold)
    warn(t, rule->where, rule->column, "never-stands", "topic \"%s\" cannot reach its threshold: all its evidence together gives "
         "%.2f points, and even in a sentence %.2f are needed", rule->id.p, most, half * rule->threshold / (1 - rule->threshold));
}

/* ---- conditions ---- */

static void learn_known(Topics *t)
{
  const NtImage *image = t->look->image;
  static const NtFact facts[] = {NT_FACT_KIND, NT_FACT_COUNTRY};
  t->known = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  for (guint32 e = 0; e < image->n_ENTRIES; e++)
    for (guint f = 0; f < G_N_ELEMENTS(facts); f++) {
      NtStr value = nt_image_fact(image, e, facts[f]);
      if (value.p)
        g_hash_table_add(t->known, g_strdup_printf("%s %s", nt_fact_word(facts[f]), value.p));
    }
}

static void look_at_values(const Topics *t, const NtTopicAsk *ask, const char *fact, const NtStr *values, guint n)
{
  for (guint i = 0; i < n; i++) {
    g_autofree char *key = g_strdup_printf("%s %s", fact, values[i].p);
    if (!g_hash_table_contains(t->known, key))
      warn(t, ask->where, ask->column, "never-holds", "no entry of any gazetteer has the %s \"%s\"", fact, values[i].p);
  }
}

/* The ids that rules make have a colon: who will be found cannot be known. */
static void look_at_entities(const Topics *t, const NtTopicAsk *ask)
{
  const NtTopicEntities *e = &ask->entities;
  for (guint i = 0; i < e->n_ids; i++)
    if (!memchr(e->ids[i].p, ':', e->ids[i].n) && nt_image_entry(t->look->image, e->ids[i]) == G_MAXUINT32)
      warn(t, ask->where, ask->column, "never-holds", "no gazetteer has an entry \"%s\"", e->ids[i].p);
  look_at_values(t, ask, "kind", e->kinds, e->n_kinds);
  look_at_values(t, ask, "country", e->countries, e->n_countries);
}

/* How many different things the condition may find; G_MAXUINT where there is no telling. */
static guint most_distinct(const NtTopicAsk *ask)
{
  switch (ask->kind) {
  case NT_TOPIC_WORDS: return ask->n_terms;
  case NT_TOPIC_ENTITIES: return ask->entities.n_ids ? ask->entities.n_ids : G_MAXUINT;
  case NT_TOPIC_ANY: return ask->n_parts;
  case NT_TOPIC_REGEX: return ask->n_regexes;
  case NT_TOPIC_NEAR: return 1;
  case NT_TOPIC_TOPICS: return 0;
  case NT_TOPIC_ALL: return G_MAXUINT;
  }
  return G_MAXUINT;
}

static void look_at_asks(const Topics *t, const NtTopicAsk *asks, guint n)
{
  for (guint i = 0; i < n; i++) {
    const NtTopicAsk *ask = &asks[i];
    if (ask->kind == NT_TOPIC_ENTITIES)
      look_at_entities(t, ask);
    if (ask->distinct > 1 && ask->distinct > most_distinct(ask))
      warn(t, ask->where, ask->column, "never-holds", "it takes %u different ones and has only %u", ask->distinct, most_distinct(ask));
    if (ask->kind == NT_TOPIC_TOPICS && ask->least > 1)
      warn(t, ask->where, ask->column, "never-holds", "\"least\" counts places, and topics have none");
    look_at_asks(t, ask->parts, ask->n_parts);
    look_at_asks(t, ask->not, ask->n_not);
  }
}

/* ---- words ---- */

typedef struct {
  guint32 term, first, end;
} Hit;

typedef struct {
  guint32 topic;
  GArray *hits; /* of that topic */
} Found;

static void take(const NtTopicFound *term, guint32 first, guint32 end, gpointer data)
{
  Found *found = data;
  Hit hit = {term->term, first, end};
  if (term->topic == found->topic)
    g_array_append_val(found->hits, hit);
}

/* What the words of the topic find in one of them; `*n` words long. */
static gboolean find(const Topics *t, NtStr text, Found *found, guint *n)
{
  NtLexis lexis = {0};
  nt_arena_reset(t->arena);
  g_array_set_size(found->hits, 0);
  if (!nt_lexis_find(t->look->image, t->arena, text, &lexis, NULL))
    return FALSE;
  nt_topic_index_terms(t->index, text, &lexis, take, found);
  *n = lexis.tokens.n;
  return TRUE;
}

/* Both give their weight for one place. */
static void look_for_twice(const Topics *t, const NtTopicRule *rule, guint32 number, Found *found)
{
  const guint32 *items = nt_topic_index_items(t->index, found->topic);
  const NtTopicTerm *term = &rule->terms[number];
  guint n;
  if (items[number] == NT_NO_ITEM || !find(t, term->text, found, &n))
    return;
  for (guint i = 0; i < found->hits->len; i++) {
    const Hit *hit = &g_array_index(found->hits, Hit, i);
    const NtTopicTerm *other = &rule->terms[hit->term];
    if (hit->term == number || items[hit->term] == NT_NO_ITEM || hit->first != 0 || hit->end != n)
      continue;
    g_autofree char *pair = g_strdup_printf("%s %u %u", rule->id.p, MIN(hit->term, number), MAX(hit->term, number));
    if (!g_hash_table_add(t->said, g_steal_pointer(&pair)))
      continue;
    warn(t, (NtWhere){rule->where.file, term->line}, term->column, "counts-twice",
         "topic \"%s\": \"%s%s\" counts twice, \"%s%s\" in line %u finds it too", rule->id.p, term->text.p, term->prefix ? "*" : "",
         other->text.p, other->prefix ? "*" : "", other->line);
    return;
  }
}

/* A phrase excepts the words that stand in it. */
static void look_at_except(const Topics *t, const NtTopicRule *rule, const NtTopicAsk *ask, Found *found)
{
  for (guint i = 0; i < ask->n_except; i++) {
    const NtTopicTerm *except = &rule->terms[ask->first_except + i];
    gboolean any = FALSE;
    guint n;
    if (except->prefix || !find(t, except->text, found, &n))
      continue;
    for (guint k = 0; k < found->hits->len; k++)
      any |= g_array_index(found->hits, Hit, k).term - ask->first_term < ask->n_terms;
    if (!any)
      warn(t, (NtWhere){rule->where.file, except->line}, except->column, "never-needed",
           "topic \"%s\": none of the words stands in \"%s\", so it excepts nothing", rule->id.p, except->text.p);
  }
}

static void look_at_excepts(const Topics *t, const NtTopicRule *rule, const NtTopicAsk *asks, guint n, Found *found)
{
  for (guint i = 0; i < n; i++) {
    look_at_except(t, rule, &asks[i], found);
    look_at_excepts(t, rule, asks[i].parts, asks[i].n_parts, found);
    look_at_excepts(t, rule, asks[i].not, asks[i].n_not, found);
  }
}

/* ---- topics that lift each other ---- */

static gboolean lifts(const Topics *t, guint32 from, guint32 to, gboolean *been)
{
  const NtTopicRule *rule = &t->topics[from];
  been[from] = TRUE;
  for (guint i = 0; i < rule->n_broader + rule->n_implies; i++) {
    guint32 other = rule->lifts_at[i];
    if (other == to || (other < t->n && !been[other] && lifts(t, other, to, been)))
      return TRUE;
  }
  return FALSE;
}

static void look_for_circle(const Topics *t, guint32 topic)
{
  gboolean *been = nt_arena_alloc0(t->arena, sizeof *been * (t->n + 1));
  if (lifts(t, topic, topic, been))
    warn(t, t->topics[topic].where, t->topics[topic].column, "always-together",
         "topic \"%s\" is broader than a topic that it lifts itself: they always come together", t->topics[topic].id.p);
  nt_arena_reset(t->arena);
}

void nt_look_topics(NtLook *look)
{
  g_autoptr(NtArena) arena = nt_arena_new();
  g_autoptr(NtTopicIndex) index = nt_topic_index_new((NtKnowledge *)look->knowledge);
  g_autoptr(GArray) hits = g_array_new(FALSE, FALSE, sizeof(Hit));
  g_autoptr(GHashTable) said = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  Topics t = {.look = look, .index = index, .said = said, .arena = arena};
  t.topics = nt_topics_list(nt_knowledge_topics(look->knowledge), &t.n);
  learn_known(&t);
  for (guint32 i = 0; i < t.n; i++) {
    const NtTopicRule *rule = &t.topics[i];
    Found found = {i, hits};
    look_at_threshold(&t, rule);
    look_for_circle(&t, i);
    look_at_asks(&t, rule->not, rule->n_not);
    look_at_excepts(&t, rule, rule->not, rule->n_not, &found);
    for (guint k = 0; k < rule->n_items; k++) {
      look_at_asks(&t, &rule->items[k].ask, 1);
      look_at_excepts(&t, rule, &rule->items[k].ask, 1, &found);
    }
    for (guint32 k = 0; k < rule->n_terms; k++)
      look_for_twice(&t, rule, k, &found);
  }
  g_hash_table_unref(t.known);
}
