#include "usage_topics.h"

#include "knowledge/topic.h"
#include "stages/6-topics/label.h"

#define LEAST_ARTICLES 30u  /* fewer show of no word that it is everywhere, */
#define EVERYWHERE 0.33     /* which it is where so many of them have it */
#define LEAST_TOGETHER 10u  /* articles of a topic that always comes with another */

typedef struct {
  guint32 articles, last; /* that have it; the last of them */
} Word;

typedef struct {
  guint32 stood, lost;
  char *loss;
  Word *words;
} Topic;

struct NtTopicUsage {
  NtTopicIndex *index;
  const NtTopicRule *rules;
  guint n;
  NtTopicRoom room;
  Topic *topics;
  GHashTable *together; /* two numbers of topics → articles that have both */
  guint32 articles;
};

NtTopicUsage *nt_topic_usage_new(const NtKnowledge *knowledge)
{
  NtTopicUsage *u = g_new0(NtTopicUsage, 1);
  u->index = nt_topic_index_new((NtKnowledge *)knowledge);
  u->rules = nt_topic_index_rules(u->index, &u->n);
  nt_topic_room_init(&u->room, u->index);
  u->topics = g_new0(Topic, u->n + 1);
  for (guint t = 0; t < u->n; t++)
    u->topics[t].words = g_new0(Word, u->rules[t].n_terms + 1);
  u->together = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
  return u;
}

void nt_topic_usage_free(NtTopicUsage *u)
{
  if (!u)
    return;
  for (guint t = 0; t < u->n; t++) {
    g_free(u->topics[t].words);
    g_free(u->topics[t].loss);
  }
  g_hash_table_unref(u->together);
  g_free(u->topics);
  nt_topic_room_clear(&u->room);
  nt_topic_index_free(u->index);
  g_free(u);
}

/* ---- counting ---- */

static gint64 pair_of(guint32 a, guint32 b)
{
  return (gint64)a << 32 | b;
}

static guint32 count_together(const NtTopicUsage *u, guint32 a, guint32 b)
{
  gint64 pair = pair_of(a, b);
  return GPOINTER_TO_UINT(g_hash_table_lookup(u->together, &pair));
}

static void add_together(NtTopicUsage *u, guint32 a, guint32 b)
{
  gint64 pair = pair_of(a, b);
  guint32 n = count_together(u, a, b);
  g_hash_table_replace(u->together, g_memdup2(&pair, sizeof pair), GUINT_TO_POINTER(n + 1));
}

static void lose(const NtTopicUsage *u, Topic *topic, const NtTopicStanding *s)
{
  topic->lost++;
  if (topic->loss)
    return;
  topic->loss = s->fate == NT_FATE_NOT ? g_strdup("its \"not\"")
                                       : g_strdup_printf("%s %s", s->fate == NT_FATE_WEAK ? "weak beside" : "excluded by", u->rules[s->by].id.p);
}

void nt_topic_usage_add(NtTopicUsage *u, NtArticle *article)
{
  NtLabelling l;
  if (!nt_labelling_init(&l, u->index, &u->room, article, NULL))
    return;
  u->articles++;
  for (guint32 t = nt_topic_view_next(&l.view, 0); t < u->n; t = nt_topic_view_next(&l.view, t + 1)) {
    Topic *topic = &u->topics[t];
    const NtTopicState *state = nt_topic_state(&l.view, t);
    const NtTopicStanding *s = &state->standing;
    for (guint32 i = 0; i < state->n_hits; i++) {
      Word *word = &topic->words[l.view.hits[state->first_hit + i].what];
      word->articles += word->last != u->articles;
      word->last = u->articles;
    }
    if (s->fate == NT_FATE_NOT || s->fate == NT_FATE_EXCLUDED || s->fate == NT_FATE_WEAK)
      lose(u, topic, s);
    gboolean stands = nt_topic_stands(&l.view, t);
    topic->stood += stands;
    for (guint32 other = nt_topic_view_next(&l.view, 0); stands && other < u->n; other = nt_topic_view_next(&l.view, other + 1))
      if (other != t && nt_topic_stands(&l.view, other))
        add_together(u, t, other);
  }
}

/* ---- what it says ---- */

static gboolean lifts(const NtTopicUsage *u, guint32 from, guint32 to, guint depth)
{
  const NtTopicRule *rule = &u->rules[from];
  for (guint i = 0; i < rule->n_broader + rule->n_implies && depth < 16; i++)
    if (rule->lifts_at[i] == to || (rule->lifts_at[i] < u->n && lifts(u, rule->lifts_at[i], to, depth + 1)))
      return TRUE;
  return FALSE;
}

/* What lifts its broader topics is meant to come with them. */
static char *company_of(const NtTopicUsage *u, guint32 t)
{
  g_autoptr(GString) out = g_string_new(NULL);
  guint32 stood = u->topics[t].stood;
  for (guint32 other = 0; stood >= LEAST_TOGETHER && other < u->n; other++)
    if (other != t && count_together(u, t, other) == stood && !lifts(u, t, other, 0))
      g_string_append_printf(out, "%s%s", out->len ? ", " : "always with ", u->rules[other].id.p);
  return out->len ? g_string_free(g_steal_pointer(&out), FALSE) : NULL;
}

static void see_words(const NtTopicUsage *u, guint32 t, NtTopicUsageFunc see, gpointer data)
{
  const NtTopicRule *rule = &u->rules[t];
  const guint32 *items = nt_topic_index_items(u->index, t);
  for (guint i = 0; i < rule->n_terms; i++) {
    const NtTopicTerm *term = &rule->terms[i];
    guint32 articles = u->topics[t].words[i].articles;
    gboolean everywhere = items[i] != NT_NO_ITEM && u->articles >= LEAST_ARTICLES && articles >= EVERYWHERE * u->articles;
    g_autofree char *name = g_strdup_printf("%s%s", term->text.p, term->prefix ? "*" : "");
    g_autofree char *remark = everywhere ? g_strdup_printf("everywhere: in %.0f %% of the articles", 100.0 * articles / u->articles) : NULL;
    NtTopicUsageRow row = {"word", rule->id, nt_str(name), {rule->where.file, term->line}, articles, 0, NULL, remark};
    see(&row, data);
  }
}

void nt_topic_usage_rows(const NtTopicUsage *u, NtTopicUsageFunc see, gpointer data)
{
  for (guint32 t = 0; t < u->n; t++) {
    const Topic *topic = &u->topics[t];
    g_autofree char *remark = company_of(u, t);
    NtTopicUsageRow row = {"topic", u->rules[t].id, NT_STR(""), u->rules[t].where, topic->stood, topic->lost, topic->loss, remark};
    see(&row, data);
    see_words(u, t, see, data);
  }
}
