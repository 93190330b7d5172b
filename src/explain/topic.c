#include "topic.h"

#include <stdlib.h>

#define MOST_NAMED 6u /* words or ids of a condition; the rest are counted */

typedef struct {
  NtLabelling *labelling;
  NtTopicAnswer *answer;
  NtArena *arena;
  guint32 topic;
} Look;

/* ---- what is asked for, in words ---- */

static void put_list(GString *out, const char *kind, const NtStr *list, guint n)
{
  if (!n)
    return;
  g_string_append_printf(out, "%s%s ", out->len ? ", " : "", kind);
  for (guint i = 0; i < MIN(n, MOST_NAMED); i++)
    g_string_append_printf(out, "%s%.*s", i ? ", " : "", (int)list[i].n, list[i].p);
  if (n > MOST_NAMED)
    g_string_append_printf(out, " and %u more", n - MOST_NAMED);
}

static void put_words(const Look *l, GString *out, const NtTopicAsk *ask)
{
  for (guint i = 0; i < MIN(ask->n_terms, MOST_NAMED); i++) {
    const NtTopicTerm *term = &l->answer->rule->terms[ask->first_term + i];
    g_string_append_printf(out, "%s\"%.*s%s\"", i ? ", " : "", (int)term->text.n, term->text.p, term->prefix ? "*" : "");
  }
  if (ask->n_terms > MOST_NAMED)
    g_string_append_printf(out, " and %u more words", ask->n_terms - MOST_NAMED);
}

static void put_entities(GString *out, const NtTopicEntities *e)
{
  put_list(out, "entities", e->ids, e->n_ids);
  put_list(out, "kinds", e->kinds, e->n_kinds);
  put_list(out, "countries", e->countries, e->n_countries);
  if (e->any_country)
    g_string_append_printf(out, "%scountries any", out->len ? ", " : "");
  NtStr types[NT_N_TYPES];
  guint n = 0;
  for (guint t = 0; t < NT_N_TYPES; t++)
    if (e->types >> t & 1)
      types[n++] = nt_str(nt_type_word((NtType)t));
  put_list(out, "types", types, n);
  if (e->focus > 0)
    g_string_append_printf(out, ", in focus from %g", e->focus);
}

static void put_topics(GString *out, const NtTopicAsk *ask)
{
  for (guint i = 0; i < ask->n_topics; i++)
    g_string_append_printf(out, "%s%s", i ? ", " : "topics ", ask->topics[i].text.p);
}

static const char *within(const Look *l, const NtTopicAsk *ask)
{
  return ask->within == NT_WITHIN_SENTENCE    ? "a sentence"
         : ask->within == NT_WITHIN_PARAGRAPH ? "a paragraph"
                                              : nt_arena_printf(l->arena, "%u words", ask->words);
}

static NtStr what_of(const Look *l, const NtTopicAsk *ask)
{
  g_autoptr(GString) out = g_string_new(NULL);
  switch (ask->kind) {
  case NT_TOPIC_WORDS: put_words(l, out, ask); break;
  case NT_TOPIC_ENTITIES: put_entities(out, &ask->entities); break;
  case NT_TOPIC_TOPICS: put_topics(out, ask); break;
  case NT_TOPIC_REGEX: put_list(out, "regex", ask->patterns, ask->n_regexes); break;
  case NT_TOPIC_ALL: g_string_append_printf(out, "all of %u conditions", ask->n_parts); break;
  case NT_TOPIC_ANY: g_string_append_printf(out, "any of %u conditions", ask->n_parts); break;
  case NT_TOPIC_NEAR:
    g_string_append_printf(out, "%u conditions within %s%s", ask->n_parts, within(l, ask), ask->ordered ? ", in this order" : "");
    break;
  }
  return nt_arena_str(l->arena, nt_str_n(out->str, out->len));
}

/* ---- why it does not hold ---- */

static gboolean holds(const Look *l, const NtTopicAsk *ask, NtPlaces *places)
{
  return nt_topic_view_ask(&l->labelling->view, l->topic, ask, places);
}

static guint count_distinct(const NtPlaces *places)
{
  guint n = 0;
  for (guint i = 0; i < places->n; i++) {
    gboolean seen = FALSE;
    for (guint k = 0; k < i && !seen; k++)
      seen = places->v[k].what == places->v[i].what;
    n += !seen;
  }
  return n;
}

/* Where nothing at all is found, however loosely one asks. */
static const char *why_nowhere(const Look *l, NtTopicAsk *loose)
{
  NtPlaces places = {0};
  if (loose->kind == NT_TOPIC_WORDS && loose->n_except) {
    loose->n_except = 0;
    if (holds(l, loose, &places))
      return "stands only in phrases that are excepted";
  }
  if (loose->kind == NT_TOPIC_ENTITIES && loose->entities.share > 0) {
    double share = loose->entities.share;
    loose->entities.share = 0;
    if (holds(l, loose, &places))
      return nt_arena_printf(l->arena, "has less than %g of all mentions", share);
  }
  if (loose->kind == NT_TOPIC_ENTITIES && loose->entities.focus > 0) {
    double focus = loose->entities.focus, has = nt_topic_view_focus(&l->labelling->view, &loose->entities);
    loose->entities.focus = 0;
    if (holds(l, loose, &places))
      return has > 0 ? nt_arena_printf(l->arena, "has %.2f of the article's focus, not %g", has, focus) : "not in the article's focus";
  }
  switch (loose->kind) {
  case NT_TOPIC_WORDS:
  case NT_TOPIC_REGEX: return "not in the text";
  case NT_TOPIC_ENTITIES: return "no such entity";
  case NT_TOPIC_TOPICS: return "does not stand";
  case NT_TOPIC_ALL:
  case NT_TOPIC_ANY: return NULL;
  case NT_TOPIC_NEAR:
    for (guint i = 0; i < loose->n_parts; i++)
      if (!holds(l, &loose->parts[i], &places))
        return NULL;
    return nt_arena_printf(l->arena, "all are there, but not within %s", within(l, loose));
  }
  return NULL;
}

/* NULL where the parts say it. Narrowings are taken away one after the other until it holds. */
static const char *why_not(const Look *l, const NtTopicAsk *ask)
{
  NtTopicAsk loose = *ask;
  NtPlaces places = {0};
  if (ask->n_not && (loose.n_not = 0, holds(l, &loose, &places)))
    return "one of its \"not\" holds";
  loose.n_not = 0;
  places.n = 0;
  loose.distinct = 1;
  if (ask->distinct > 1 && holds(l, &loose, &places))
    return nt_arena_printf(l->arena, "%u of the %u different ones that it takes", count_distinct(&places), ask->distinct);
  places.n = 0;
  loose.least = 1;
  if (ask->least > 1 && holds(l, &loose, &places))
    return nt_arena_printf(l->arena, "%u of the %u places that it takes", places.n, ask->least);
  places.n = 0;
  loose.zones = (1u << NT_N_ZONES) - 1;
  if (holds(l, &loose, &places))
    return nt_arena_printf(l->arena, "stands only in the zone %s", nt_zone_word((NtZoneKind)places.v[0].zone));
  return why_nowhere(l, &loose);
}

static void add_row(const Look *l, NtTopicAskedList *rows, const NtTopicAsk *ask, guint depth, double weight)
{
  NtPlaces places = {0};
  NtTopicAsked row = {.depth = depth, .what = what_of(l, ask), .holds = holds(l, ask, &places), .weight = weight, .where = ask->where};
  row.why_not = nt_str(row.holds ? NULL : why_not(l, ask));
  *nt_vec_push(l->arena, rows) = row;
  for (guint i = 0; i < ask->n_parts; i++)
    add_row(l, rows, &ask->parts[i], depth + 1, 0);
}

/* ---- all of it ---- */

static void take(const NtTopicGift *gift, gpointer data)
{
  const Look *l = data;
  *nt_vec_push(l->arena, &l->answer->gifts) = *gift;
}

static int by_weight(gconstpointer a, gconstpointer b)
{
  const NtTopicGift *x = a, *y = b;
  if (x->weight != y->weight)
    return x->weight > y->weight ? -1 : 1;
  int c = nt_span_compare(x->span, y->span);
  return c ? c : (x->where.line > y->where.line) - (x->where.line < y->where.line);
}

static int heavier(gconstpointer a, gconstpointer b)
{
  const NtTopicItem *x = *(const NtTopicItem *const *)a, *y = *(const NtTopicItem *const *)b;
  if (x->weight != y->weight)
    return x->weight > y->weight ? -1 : 1;
  return (x > y) - (x < y);
}

/* Evidence that speaks against a topic is not missed. */
static void add_missing(const Look *l, NtTopicAskedList *rows)
{
  const NtTopicRule *rule = l->answer->rule;
  const NtTopicItem **items = nt_arena_new_array(l->arena, const NtTopicItem *, rule->n_items + 1);
  guint n = 0;
  for (guint i = 0; i < rule->n_items; i++)
    if (rule->items[i].weight > 0 && nt_topic_item_points(&l->labelling->scorer, l->topic, &rule->items[i], NULL, NULL) == 0)
      items[n++] = &rule->items[i];
  qsort(items, n, sizeof *items, heavier);
  for (guint i = 0; i < n; i++)
    add_row(l, rows, &items[i]->ask, 0, items[i]->weight);
}

static void add_bars(const Look *l, NtTopicAskedList *rows)
{
  const NtTopicRule *rule = l->answer->rule;
  NtPlaces places = {0};
  for (guint i = 0; i < rule->n_not; i++)
    if (holds(l, &rule->not[i], &places))
      add_row(l, rows, &rule->not[i], 0, 0);
}

void nt_topic_answer_init(NtTopicAnswer *answer, NtLabelling *labelling, guint32 topic)
{
  NtTopicView *v = &labelling->view;
  const NtTopicRule *rule = &v->rules[topic];
  nt_labelling_settle(labelling, topic);
  NtTopicStanding standing = nt_topic_state(v, topic)->standing;
  gboolean other = standing.fate == NT_FATE_LIFTED || standing.fate == NT_FATE_EXCLUDED || standing.fate == NT_FATE_WEAK;
  *answer = (NtTopicAnswer){
    .article = v->article,
    .rule = rule,
    .standing = standing,
    .by = other ? &v->rules[standing.by] : NULL,
    .by_score = other ? nt_topic_state(v, standing.by)->standing.score : 0,
    .points = standing.points,
    .half = labelling->half,
    .needs = labelling->half * rule->threshold / (1 - rule->threshold),
    .words = v->lexis->tokens.n,
  };
  Look l = {labelling, answer, v->article->arena, topic};
  nt_topic_points(&labelling->scorer, topic, take, &l);
  if (answer->gifts.n)
    qsort(answer->gifts.v, answer->gifts.n, sizeof *answer->gifts.v, by_weight);
  add_missing(&l, &answer->missing);
  add_bars(&l, &answer->bars);
}
