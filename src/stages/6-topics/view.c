#include "view.h"

#include "base/limits.h"
#include "base/sort.h"

#define MOST_PLACES 4096u /* of one condition: beyond that nothing is learnt */

/* ---- topics that have something in the article ---- */

static gboolean has_headline(const NtTopicView *v)
{
  return v->zones >> NT_ZONE_HEADLINE & 1;
}

static void wake_items(NtTopicView *v, guint32 topic, guint64 bits)
{
  NtTopicState *state = &v->states[topic];
  state->awake |= bits;
  state->most += nt_topic_index_most(v->index, topic, bits, has_headline(v));
}

/* Something stands in the article that is worth that to the topic. */
static inline void wake(NtTopicView *v, guint32 topic, const NtTopicWorth *worth, gboolean headline)
{
  NtTopicState *state = &v->states[topic];
  guint64 fresh = worth->bits & ~state->awake;
  state->most += worth->most[headline];
  if (fresh)
    wake_items(v, topic, fresh);
}

NtTopicState *nt_topic_view_concern(NtTopicView *v, guint32 topic)
{
  NtTopicState *state = &v->states[topic];
  if (nt_topic_is_concerned(v, topic))
    return state;
  guint64 always = nt_topic_index_always_bits(v->index, topic);
  v->concerned[topic >> 6] |= G_GUINT64_CONSTANT(1) << (topic & 63);
  *state = (NtTopicState){.standing = {.fate = NT_FATE_LOW, .shows = topic}};
  if (always)
    wake_items(v, topic, always);
  return state;
}

/* ---- the article ---- */

typedef struct {
  NtPlace place;
  guint32 topic;
} Hit;

typedef struct {
  NtTopicView *view;
  NT_VEC(Hit) hits;
  guint zone; /* those before it end before the last hit */
} Collect;

/* Hits come about in their order. */
static inline NtZoneKind zone_at(Collect *c, guint32 at)
{
  const NtArticle *a = c->view->article;
  while (c->zone < a->zones.n && a->zones.v[c->zone].span.end <= at)
    c->zone++;
  if (c->zone && at < a->zones.v[c->zone - 1].span.end)
    return nt_article_zone_at(a, at);
  return c->zone < a->zones.n && a->zones.v[c->zone].span.start <= at ? a->zones.v[c->zone].kind : NT_ZONE_BODY;
}

static void take_term(const NtTopicFound *found, guint32 first, guint32 end, gpointer data)
{
  Collect *c = data;
  NtTopicView *v = c->view;
  NtZoneKind zone = zone_at(c, v->lexis->tokens.v[first].start);
  *nt_vec_push(v->arena, &c->hits) = (Hit){{first, end, found->term, (guint8)zone}, found->topic};
  nt_topic_view_concern(v, found->topic)->n_hits++;
  wake(v, found->topic, &found->worth, zone == NT_ZONE_HEADLINE);
}

typedef struct {
  NtTopicView *view;
  gboolean several; /* mentions */
} Touch;

static void take_entity(guint32 topic, gpointer data)
{
  Touch *touch = data;
  nt_topic_view_concern(touch->view, topic);
  wake(touch->view, topic, nt_topic_index_entities_of(touch->view->index, topic, touch->several), has_headline(touch->view));
}

/* A counting sort by topic: within a topic the order of the text stays. */
static void sort_hits(NtTopicView *v, const Collect *c)
{
  guint32 first = 0;
  for (guint32 t = nt_topic_view_next(v, 0); t < v->n_rules; t = nt_topic_view_next(v, t + 1)) {
    v->states[t].first_hit = first;
    first += v->states[t].n_hits;
    v->states[t].n_hits = 0;
  }
  v->hits = nt_arena_new_array(v->arena, NtPlace, c->hits.n + 1);
  for (guint i = 0; i < c->hits.n; i++) {
    NtTopicState *state = &v->states[c->hits.v[i].topic];
    v->hits[state->first_hit + state->n_hits++] = c->hits.v[i].place;
  }
}

/* What the article is about, as entities. */
static void find_focus(NtTopicView *v)
{
  const NtArticle *a = v->article;
  NtEntity *places = nt_arena_new_array(v->arena, NtEntity, a->focus.n + 1);
  v->focus = nt_arena_new_array(v->arena, NtTopicEntity, a->focus.n + 1);
  for (guint i = 0; i < a->focus.n; i++) {
    const NtFocus *focus = &a->focus.v[i];
    places[i] = (NtEntity){.id = focus->id, .type = NT_TYPE_PLACE};
    NtTopicEntity seen = nt_topic_index_entity(v->index, &places[i]);
    seen.country = seen.country.n || !focus->country.p ? seen.country : focus->country;
    v->focus[i] = seen;
  }
}

static void concern_always(NtTopicView *v)
{
  const guint64 *always = nt_topic_index_always(v->index);
  guint n = v->n_words = nt_topic_index_bit_words(v->index);
  v->states = nt_arena_new_array(v->arena, NtTopicState, v->n_rules + 1);
  v->concerned = nt_arena_alloc0(v->arena, n * sizeof *v->concerned);
  for (guint i = 0; i < n; i++)
    for (guint64 bits = always[i]; bits; bits &= bits - 1)
      nt_topic_view_concern(v, i * 64 + (guint)__builtin_ctzll(bits));
}

gboolean nt_topic_view_init(NtTopicView *v, const NtTopicIndex *index, NtArticle *article, GError **error)
{
  NtArena *arena = nt_arena_scratch(article->arena);
  *v = (NtTopicView){.index = index, .article = article, .arena = arena, .lexis = nt_lexis_of(nt_topic_index_knowledge(index), article, error)};
  if (!v->lexis)
    return FALSE;
  v->rules = nt_topic_index_rules(index, &v->n_rules);
  v->zones = 1u << NT_ZONE_BODY;
  for (guint i = 0; i < article->zones.n; i++)
    v->zones |= 1u << article->zones.v[i].kind;
  concern_always(v);
  Collect c = {.view = v, .hits.room = v->lexis->terms.n + 1};
  c.hits.v = nt_arena_new_array(arena, Hit, c.hits.room);
  nt_topic_index_terms(index, article->text, v->lexis, take_term, &c);
  sort_hits(v, &c);
  find_focus(v);
  for (guint e = 0; e < article->entities.n; e++) {
    NtTopicEntity entity = nt_topic_index_entity(index, &article->entities.v[e]);
    *nt_vec_push(arena, &v->entities) = entity;
    Touch touch = {v, article->entities.v[e].mentions.n > 1};
    nt_topic_index_touch(index, &entity, take_entity, &touch);
  }
  v->mentions = nt_arena_alloc0(arena, (v->entities.n + 1) * sizeof *v->mentions);
  return TRUE;
}

/* ---- places ---- */

static void put(const NtTopicView *v, const NtTopicAsk *ask, NtPlaces *places, NtPlace place)
{
  if (ask->zones >> place.zone & 1 && places->n < MOST_PLACES)
    *nt_vec_push(v->arena, places) = place;
}

static int by_place(gconstpointer x, gconstpointer y)
{
  const NtPlace *a = x, *b = y;
  if (a->first != b->first)
    return a->first < b->first ? -1 : 1;
  if (a->end != b->end)
    return a->end < b->end ? -1 : 1;
  return (a->what > b->what) - (a->what < b->what);
}

/* ---- words ---- */

/* Hits come about in the order of their first words: those that could hold this one stand near it. */
static gboolean is_excepted(const NtTopicAsk *ask, const NtPlace *hits, guint n, guint at)
{
  const NtPlace *hit = &hits[at];
  guint i = at;
  while (i && hits[i - 1].first + 2 * NT_LIMIT_NAME_TOKENS > hit->first)
    i--;
  for (; i < n && hits[i].first < hit->first + NT_LIMIT_NAME_TOKENS; i++)
    if (hits[i].what - ask->first_except < ask->n_except && hits[i].first <= hit->first && hits[i].end >= hit->end)
      return TRUE;
  return FALSE;
}

static void ask_words(const NtTopicView *v, guint32 topic, const NtTopicAsk *ask, NtPlaces *places)
{
  const NtTopicState *state = nt_topic_state(v, topic);
  const NtPlace *hits = v->hits + state->first_hit;
  guint n = state->n_hits;
  for (guint i = 0; i < n && places->n < MOST_PLACES; i++)
    if (hits[i].what - ask->first_term < ask->n_terms && !(ask->n_except && is_excepted(ask, hits, n, i)))
      put(v, ask, places, hits[i]);
}

/* ---- entities ---- */

static gboolean is_one_of(NtStr value, const NtStr *list, guint n)
{
  for (guint i = 0; i < n; i++)
    if (nt_str_equal(value, list[i]))
      return TRUE;
  return FALSE;
}

static gboolean fits(const NtTopicEntity *entity, const NtTopicEntities *e)
{
  return (!e->types || e->types >> entity->entity->type & 1) && (!e->any_country || entity->country.n) &&
         (!e->n_ids || is_one_of(entity->entity->id, e->ids, e->n_ids)) && (!e->n_kinds || is_one_of(entity->kind, e->kinds, e->n_kinds)) &&
         (!e->n_countries || is_one_of(entity->country, e->countries, e->n_countries));
}

/* Of the mentions of all entities of those types. */
static gboolean has_share(const NtTopicView *v, const NtTopicEntities *e, guint mentions)
{
  guint all = 0;
  for (guint i = 0; i < v->entities.n; i++)
    if (!e->types || e->types >> v->entities.v[i].entity->type & 1)
      all += v->entities.v[i].entity->mentions.n;
  return mentions >= e->share * all;
}

double nt_topic_view_focus(const NtTopicView *v, const NtTopicEntities *e)
{
  double share = 0;
  for (guint i = 0; i < v->article->focus.n; i++)
    if (fits(&v->focus[i], e))
      share += v->article->focus.v[i].share;
  return share;
}

/* In the words of the text, for all topics that ask for it. */
static const NtPlaces *mentions_of(const NtTopicView *v, guint32 number)
{
  if (v->mentions[number])
    return v->mentions[number];
  const NtEntity *entity = v->entities.v[number].entity;
  const NtTokens *tokens = &v->lexis->tokens;
  NtPlaces *places = v->mentions[number] = nt_arena_alloc0(v->arena, sizeof *places);
  places->v = nt_arena_new_array(v->arena, NtPlace, entity->mentions.n);
  for (guint m = 0; m < entity->mentions.n; m++) {
    const NtMention *mention = &entity->mentions.v[m];
    guint32 first = nt_lexis_token_at(v->lexis, mention->span.start), end = first;
    while (end < tokens->n && tokens->v[end].start < mention->span.end)
      end++;
    if (end > first)
      places->v[places->n++] = (NtPlace){first, end, number, (guint8)mention->zone};
  }
  return places;
}

static void ask_entities(const NtTopicView *v, const NtTopicAsk *ask, NtPlaces *places)
{
  guint mentions = 0, from = places->n;
  if (ask->entities.focus > 0 && nt_topic_view_focus(v, &ask->entities) < ask->entities.focus)
    return;
  for (guint i = 0; i < v->entities.n; i++) {
    const NtTopicEntity *entity = &v->entities.v[i];
    if (!fits(entity, &ask->entities))
      continue;
    guint32 what = i;
    if (ask->entities.any_country && entity->country.n >= 2)
      what = (guint32)((guchar)entity->country.p[0] << 8 | (guchar)entity->country.p[1]);
    mentions += entity->entity->mentions.n;
    const NtPlaces *found = mentions_of(v, i);
    for (guint m = 0; m < found->n; m++) {
      NtPlace place = found->v[m];
      place.what = what;
      put(v, ask, places, place);
    }
  }
  if (ask->entities.share > 0 && !has_share(v, &ask->entities, mentions))
    places->n = from;
}

/* ---- patterns ---- */

/* From byte `from` on. A pattern that gives up on a text (limits.h) has found what it found until then. */
static void ask_pattern(const NtTopicView *v, const NtTopicAsk *ask, guint32 number, NtStr text, gsize from, NtPlaces *places)
{
  const NtTokens *tokens = &v->lexis->tokens;
  const gsize *groups;
  for (guint n = 0; n < MOST_PLACES && from < text.n; n++) {
    if (nt_regex_match(ask->regexes[number], v->room, text, from, NULL, NULL, &groups) != NT_REGEX_YES)
      return;
    gsize start = groups[0], stop = groups[1];
    guint32 first = nt_lexis_token_at(v->lexis, (guint32)start), end = first;
    while (end < tokens->n && tokens->v[end].start < stop)
      end++;
    if (end > first)
      put(v, ask, places, (NtPlace){first, end, number, (guint8)nt_article_zone_at(v->article, (guint32)start)});
    from = MAX(stop, start + 1); /* \K may put the end before the start */
    while (from < text.n && ((guchar)text.p[from] & 0xC0) == 0x80)
      from++;
  }
}

static gboolean has_lines(NtStr text, guint least)
{
  for (guint n = 1; n < least; n++) {
    const char *end = text.n ? memchr(text.p, '\n', text.n) : NULL;
    if (!end)
      return FALSE;
    text = nt_str_n(end + 1, text.n - 1 - (gsize)(end - text.p));
  }
  return TRUE;
}

/* A table of many lines is in no text of few. */
static gboolean may_have_least(const NtTopicView *v, const NtTopicAsk *ask)
{
  return !ask->one_a_line || has_lines(v->article->text, (ask->least + ask->n_regexes - 1) / MAX(ask->n_regexes, 1u));
}

/* Where only zones are asked for that are marked, the rest of the text is not gone through: each is looked at as if the text ended
 * with it. What is in no zone is body. */
static void ask_regex(const NtTopicView *v, const NtTopicAsk *ask, NtPlaces *places)
{
  const NtArticle *a = v->article;
  gboolean body = ask->zones >> NT_ZONE_BODY & 1;
  if (!may_have_least(v, ask))
    return;
  for (guint i = 0; body && i < ask->n_regexes; i++)
    ask_pattern(v, ask, i, a->text, 0, places);
  for (guint z = 0; !body && z < a->zones.n; z++)
    for (guint i = 0; ask->zones >> a->zones.v[z].kind & 1 && i < ask->n_regexes; i++)
      ask_pattern(v, ask, i, nt_str_n(a->text.p, a->zones.v[z].span.end), a->zones.v[z].span.start, places);
}

/* ---- near ---- */

static gboolean same_paragraph(const NtLexis *lexis, guint32 a, guint32 b)
{
  guint32 first = nt_lexis_sentence_of(lexis, MIN(a, b)), last = nt_lexis_sentence_of(lexis, MAX(a, b));
  for (guint32 s = first + 1; s <= last; s++)
    if (lexis->tokens.v[lexis->sentences.v[s]].flags & (NT_TOKEN_BLANK | NT_TOKEN_NEWLINE))
      return FALSE;
  return TRUE;
}

static gboolean is_near(const NtTopicView *v, const NtTopicAsk *ask, const NtPlace *a, const NtPlace *b)
{
  guint32 between = b->first >= a->end ? b->first - a->end : a->first >= b->end ? a->first - b->end : 0;
  switch (ask->within) {
  case NT_WITHIN_WORDS: return between <= ask->words;
  case NT_WITHIN_SENTENCE: return nt_lexis_sentence_of(v->lexis, a->first) == nt_lexis_sentence_of(v->lexis, b->first);
  case NT_WITHIN_PARAGRAPH: return same_paragraph(v->lexis, a->first, b->first);
  }
  return FALSE;
}

/* Places in order, as a condition finds them. */
typedef struct {
  NtPlaces places;
  guint32 longest; /* words of one */
} Row;

static void measure_row(Row *row)
{
  for (guint i = 0; i < row->places.n; i++)
    row->longest = MAX(row->longest, row->places.v[i].end - row->places.v[i].first);
}

/* The first place that begins at `token` or behind it. */
static guint first_from(const NtPlaces *places, guint32 token)
{
  guint low = 0, high = places->n;
  while (low < high) {
    guint middle = low + (high - low) / 2;
    if (places->v[middle].first < token)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

/* Before `at`, from the last that could end there; what is no longer near is followed by nothing that is. */
static const NtPlace *nearest_before(const NtTopicView *v, const NtTopicAsk *ask, const Row *row, const NtPlace *at)
{
  const NtPlace *best = NULL;
  for (guint i = first_from(&row->places, at->first); i-- > 0;) {
    const NtPlace *p = &row->places.v[i];
    if (best && p->first + row->longest < best->end)
      break;
    if (p->end > at->first)
      continue;
    if (is_near(v, ask, at, p))
      best = !best || p->end >= best->end ? p : best;
    else if (ask->within != NT_WITHIN_WORDS || p->first + row->longest + ask->words < at->first)
      break;
  }
  return best;
}

/* The place of the row that stands nearest to `at` and near it, behind it where the order counts; of two as near the one before it. NULL
 * where there is none. */
static const NtPlace *nearest(const NtTopicView *v, const NtTopicAsk *ask, const Row *row, const NtPlace *at)
{
  guint next = first_from(&row->places, at->end);
  const NtPlace *behind = next < row->places.n && is_near(v, ask, at, &row->places.v[next]) ? &row->places.v[next] : NULL;
  const NtPlace *before = ask->ordered ? NULL : nearest_before(v, ask, row, at);
  return !before || (behind && behind->first - at->end < at->first - before->end) ? behind : before;
}

/* From each place of the first part to the nearest of each other, in order from one to the next where the order counts. A place of
 * the first part that an earlier find holds begins none. */
static void ask_near(const NtTopicView *v, guint32 topic, const NtTopicAsk *ask, NtPlaces *places)
{
  Row *parts = nt_arena_alloc0(v->arena, sizeof *parts * (ask->n_parts + 1));
  for (guint i = 0; i < ask->n_parts; i++) {
    if (!nt_topic_view_ask(v, topic, &ask->parts[i], &parts[i].places))
      return;
    measure_row(&parts[i]);
  }
  guint32 last = 0;
  for (guint i = 0; i < parts[0].places.n; i++) {
    NtPlace found = parts[0].places.v[i], at = found;
    gboolean good = found.first >= last;
    for (guint k = 1; good && k < ask->n_parts; k++) {
      const NtPlace *p = nearest(v, ask, &parts[k], &at);
      good = p != NULL;
      if (!good)
        break;
      found.first = MIN(found.first, p->first);
      found.end = MAX(found.end, p->end);
      at = ask->ordered ? *p : at;
    }
    if (!good)
      continue;
    last = found.end;
    found.what = 0;
    put(v, ask, places, found);
  }
}

/* ---- conditions ---- */

static gboolean ask_all(const NtTopicView *v, guint32 topic, const NtTopicAsk *ask, NtPlaces *places)
{
  for (guint i = 0; i < ask->n_parts; i++)
    if (!nt_topic_view_ask(v, topic, &ask->parts[i], places))
      return FALSE;
  return TRUE;
}

static gboolean ask_any(const NtTopicView *v, guint32 topic, const NtTopicAsk *ask, NtPlaces *places)
{
  gboolean any = FALSE;
  for (guint i = 0; i < ask->n_parts; i++) {
    guint from = places->n;
    any |= nt_topic_view_ask(v, topic, &ask->parts[i], places);
    for (guint p = from; p < places->n; p++)
      places->v[p].what = i;
  }
  return any;
}

static gboolean ask_topics(const NtTopicView *v, const NtTopicAsk *ask)
{
  for (guint i = 0; i < ask->n_topics; i++)
    if (nt_topic_stands(v, ask->topics_at[i]))
      return TRUE;
  return FALSE;
}

static guint count_distinct(const NtPlaces *places, guint from, guint enough)
{
  guint n = 0;
  for (guint i = from; i < places->n && n < enough; i++) {
    gboolean seen = FALSE;
    for (guint k = from; k < i && !seen; k++)
      seen = places->v[k].what == places->v[i].what;
    n += !seen;
  }
  return n;
}

/* Few mentions of an entity are enough where one stands in the headline. */
static gboolean in_headline(const NtPlaces *places, guint from)
{
  for (guint i = from; i < places->n; i++)
    if (places->v[i].zone == NT_ZONE_HEADLINE)
      return TRUE;
  return FALSE;
}

gboolean nt_topic_view_any(const NtTopicView *v, guint32 topic, const NtTopicAsk *asks, guint n)
{
  for (guint i = 0; i < n; i++) {
    NtPlaces places = {0};
    if (nt_topic_view_ask(v, topic, &asks[i], &places))
      return TRUE;
  }
  return FALSE;
}

/* As deep as NT_LIMIT_TOPIC_DEPTH. */
gboolean nt_topic_view_ask(const NtTopicView *v, guint32 topic, const NtTopicAsk *ask, NtPlaces *places)
{
  guint from = places->n;
  gboolean holds = TRUE;
  switch (ask->kind) {
  case NT_TOPIC_WORDS: ask_words(v, topic, ask, places); break;
  case NT_TOPIC_ENTITIES: ask_entities(v, ask, places); break;
  case NT_TOPIC_NEAR: ask_near(v, topic, ask, places); break;
  case NT_TOPIC_REGEX: ask_regex(v, ask, places); break;
  case NT_TOPIC_ALL: holds = ask_all(v, topic, ask, places); break;
  case NT_TOPIC_ANY: holds = ask_any(v, topic, ask, places); break;
  case NT_TOPIC_TOPICS: holds = ask_topics(v, ask); break;
  }
  gboolean has_places = ask->kind == NT_TOPIC_WORDS || ask->kind == NT_TOPIC_ENTITIES || ask->kind == NT_TOPIC_NEAR ||
                        ask->kind == NT_TOPIC_REGEX;
  guint n = places->n - from;
  holds = holds && (!has_places || n > 0);
  holds = holds && (ask->least <= 1 || n >= ask->least || (ask->kind == NT_TOPIC_ENTITIES && in_headline(places, from)));
  holds = holds && (ask->distinct <= 1 || count_distinct(places, from, ask->distinct) >= ask->distinct);
  holds = holds && !nt_topic_view_any(v, topic, ask->not, ask->n_not);
  if (!holds)
    places->n = from;
  else
    nt_sort(places->v + from, places->n - from, sizeof *places->v, by_place); /* mostly they are in order */
  return holds;
}
