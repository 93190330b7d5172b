/* Words come from the one pass over the text that finds everything (knowledge/lexis). Terms that end in * are found here: a bit map of
 * three letters passes few words, and of those the beginnings are looked up, one look a length that some term has. So the cost does
 * not grow with the number of topics, only with what is found. */
#include "index.h"

#include "base/hash.h"

#include <math.h>

#define MOST_PREFIX 63u

typedef struct {
  NtTopicFound found;
  NtStr text;      /* of the word that ends in * */
  NtCase policy;
  guint64 *before; /* of a phrase: the words before it */
  guint n_before;
  gint32 next;     /* with the same letters, -1 for none */
} Prefix;

/* What of an entity a topic can ask for. */
typedef enum { BY_ID, BY_KIND, BY_COUNTRY, N_CONCERNS } Concern;

struct NtTopicIndex {
  NtKnowledge *knowledge;
  const NtImage *image;
  const NtTopicRule *rules;
  guint n_rules, most_terms;
  NtArena *arena;
  guint32 **items; /* by topic, by term */
  NtTopicWorth **terms; /* by topic, by term */
  NtTopicFound *found;  /* by term of the image */
  NtTopicWorth (*entities)[2]; /* by topic: with one mention, with several */
  NtTopicWorth **wholes; /* by topic: one for each item that holds or not as a whole, behind them one without a bit */
  guint64 *always_bits; /* by topic */
  guint64 *always;      /* a bit by topic */
  gboolean *must_score; /* by topic */
  GArray *prefixes;       /* Prefix */
  GHashTable *prefix_at;  /* hash of the letters → first prefix + 1 */
  guint64 lengths;        /* a bit for each length of a prefix */
  guint64 seen[1024];     /* a bit for each hash of three first letters */
  GHashTable *concerned[N_CONCERNS]; /* NtStr → GArray of topics */
  GArray *concerned_by_type[NT_N_TYPES]; /* topics */
  guint64 concerned_seen[64]; /* a bit for each key of any of them: most entities concern no topic by their id or kind */
};

/* ---- prefixes ---- */

static guint three_letters(const char *p)
{
  guint16 two;
  memcpy(&two, p, sizeof two);
  return ((two | (guint32)(guchar)p[2] << 16) | 0x202020u) * 0x9E3779B1u >> 16;
}

static inline guint64 step(guint64 hash, char c)
{
  return (hash ^ (guint64)(guchar)nt_ascii_lower(c)) * G_GUINT64_CONSTANT(0x100000001B3);
}

static guint64 hash_letters(NtStr s)
{
  guint64 hash = NT_HASH_SEED;
  for (gsize i = 0; i < s.n; i++)
    hash = step(hash, s.p[i]);
  return hash;
}

static void add_prefix(NtTopicIndex *x, guint32 topic, guint32 number)
{
  const NtTopicTerm *term = &x->rules[topic].terms[number];
  NtTokens tokens = nt_tokens_find(x->arena, term->text);
  if (!tokens.n)
    return;
  const NtToken *last = &tokens.v[tokens.n - 1];
  Prefix p = {{topic, number, {0}}, nt_str_n(term->text.p + last->start, last->end - last->start), term->policy, NULL, tokens.n - 1, -1};
  if (p.text.n < 3 || p.text.n > MOST_PREFIX)
    return;
  p.before = nt_arena_new_array(x->arena, guint64, tokens.n);
  for (guint i = 0; i + 1 < tokens.n; i++)
    p.before[i] = tokens.v[i].hash;
  guint64 key = hash_letters(p.text);
  p.next = GPOINTER_TO_INT(g_hash_table_lookup(x->prefix_at, (gpointer)key)) - 1;
  g_array_append_val(x->prefixes, p);
  g_hash_table_insert(x->prefix_at, (gpointer)key, GINT_TO_POINTER((gint)x->prefixes->len));
  x->lengths |= G_GUINT64_CONSTANT(1) << p.text.n;
  guint letters = three_letters(p.text.p);
  x->seen[letters >> 6] |= G_GUINT64_CONSTANT(1) << (letters & 63);
}

static gboolean stands_behind(const Prefix *p, const NtTokens *tokens, guint32 at)
{
  if (at < p->n_before)
    return FALSE;
  for (guint i = 0; i < p->n_before; i++) {
    const NtToken *t = &tokens->v[at - p->n_before + i];
    if (t->hash != p->before[i] || t[1].gap == NT_GAP_BREAK || t[1].gap == NT_GAP_DOT_SPACE)
      return FALSE;
  }
  return TRUE;
}

static gboolean case_fits(const Prefix *p, NtStr word, const NtToken *token)
{
  switch (p->policy) {
  case NT_CASE_FOLD: return TRUE;
  case NT_CASE_EXACT: return memcmp(word.p, p->text.p, p->text.n) == 0;
  case NT_CASE_UPPER: return token->shape == NT_SHAPE_UPPER;
  case NT_CASE_TITLE: return token->shape != NT_SHAPE_LOWER;
  }
  return FALSE;
}

/* Most words do not. */
static inline gboolean may_have_prefix(const NtTopicIndex *x, NtStr text, const NtToken *token)
{
  if (token->end - token->start < 3)
    return FALSE;
  guint letters = three_letters(text.p + token->start);
  return x->seen[letters >> 6] >> (letters & 63) & 1;
}

static void find_prefixes(const NtTopicIndex *x, NtStr text, const NtTokens *tokens, guint32 at, NtTopicTermFunc see, gpointer data)
{
  const NtToken *token = &tokens->v[at];
  NtStr word = nt_str_n(text.p + token->start, token->end - token->start);
  guint64 hash = NT_HASH_SEED;
  for (gsize n = 1; n <= MIN(word.n, MOST_PREFIX); n++) {
    hash = step(hash, word.p[n - 1]);
    if (!(x->lengths >> n & 1))
      continue;
    for (gint i = GPOINTER_TO_INT(g_hash_table_lookup(x->prefix_at, (gpointer)hash)) - 1; i >= 0;) {
      const Prefix *p = &g_array_index(x->prefixes, Prefix, i);
      if (p->text.n == n && case_fits(p, word, token) && stands_behind(p, tokens, at))
        see(&p->found, at - p->n_before, at + 1, data);
      i = p->next;
    }
  }
}

#define AT_ONCE 64u

/* The image is larger than the caches: what is told of a hit is fetched for many of them at once. */
static void fetch(const NtTopicIndex *x, const NtLexis *lexis, guint from)
{
  guint end = MIN(from + AT_ONCE, lexis->terms.n);
  for (guint i = from; i < end; i++)
    __builtin_prefetch(&x->found[lexis->terms.v[i].owner]);
}

/* The hits from number `next` on that begin at or before token `last`; behind them. */
static guint see_hits(const NtTopicIndex *x, const NtLexis *lexis, guint next, guint32 last, NtTopicTermFunc see, gpointer data)
{
  for (; next < lexis->terms.n && lexis->terms.v[next].first <= last; next++) {
    if (next % AT_ONCE == 0)
      fetch(x, lexis, next);
    const NtLexisHit *hit = &lexis->terms.v[next];
    see(&x->found[hit->owner], hit->first, hit->end, data);
  }
  return next;
}

void nt_topic_index_terms(const NtTopicIndex *x, NtStr text, const NtLexis *lexis, NtTopicTermFunc see, gpointer data)
{
  const NtToken *v = lexis->tokens.v;
  guint next = 0;
  for (guint32 i = 0, n = lexis->tokens.n; i < n; i++) {
    if (!may_have_prefix(x, text, &v[i]))
      continue;
    next = see_hits(x, lexis, next, i, see, data);
    find_prefixes(x, text, &lexis->tokens, i, see, data);
  }
  see_hits(x, lexis, next, lexis->tokens.n, see, data);
}

/* ---- entities ---- */

static guint hash_text(gconstpointer text)
{
  return (guint)nt_hash_bytes(*(const NtStr *)text);
}

static gboolean same_text(gconstpointer a, gconstpointer b)
{
  return nt_str_equal(*(const NtStr *)a, *(const NtStr *)b);
}

/* Topics come in order. */
static void add_once(GArray *topics, guint32 topic)
{
  if (!topics->len || g_array_index(topics, guint32, topics->len - 1) != topic)
    g_array_append_val(topics, topic);
}

static void concern(NtTopicIndex *x, Concern by, NtStr value, guint32 topic)
{
  GArray *topics = g_hash_table_lookup(x->concerned[by], &value);
  if (!topics) {
    NtStr *key = nt_arena_alloc(x->arena, sizeof *key);
    *key = value;
    topics = g_array_new(FALSE, FALSE, sizeof(guint32));
    g_hash_table_insert(x->concerned[by], key, topics);
    guint hash = hash_text(key);
    x->concerned_seen[hash >> 6 & 63] |= G_GUINT64_CONSTANT(1) << (hash & 63);
  }
  add_once(topics, topic);
}

/* Under the narrowest of what it asks: most entities then concern few topics. */
static void concern_entities(NtTopicIndex *x, const NtTopicEntities *e, guint32 topic)
{
  for (guint i = 0; i < e->n_ids; i++)
    concern(x, BY_ID, e->ids[i], topic);
  for (guint i = 0; !e->n_ids && i < e->n_countries; i++)
    concern(x, BY_COUNTRY, e->countries[i], topic);
  for (guint i = 0; !e->n_ids && !e->n_countries && i < e->n_kinds; i++)
    concern(x, BY_KIND, e->kinds[i], topic);
  for (guint t = 0; !e->n_ids && !e->n_countries && !e->n_kinds && t < NT_N_TYPES; t++)
    if (!e->types || e->types >> t & 1)
      add_once(x->concerned_by_type[t], topic);
}

static void concern_asks(NtTopicIndex *x, const NtTopicAsk *asks, guint n, guint32 topic)
{
  for (guint i = 0; i < n; i++) {
    if (asks[i].kind == NT_TOPIC_ENTITIES)
      concern_entities(x, &asks[i].entities, topic);
    concern_asks(x, asks[i].parts, asks[i].n_parts, topic);
  }
}

NtTopicEntity nt_topic_index_entity(const NtTopicIndex *x, const NtEntity *entity)
{
  NtTopicEntity out = {.entity = entity, .kind = NT_STR(""), .country = NT_STR("")};
  if (entity->entry == NT_NO_ENTRY)
    return out;
  guint32 entry = entity->entry ? entity->entry - 1 : nt_image_entry(x->image, entity->id);
  if (entry == G_MAXUINT32)
    return out;
  NtStr kind = nt_image_fact(x->image, entry, NT_FACT_KIND), country = nt_image_fact(x->image, entry, NT_FACT_COUNTRY);
  out.kind = kind.p ? kind : out.kind;
  out.country = country.p ? country : out.country;
  return out;
}

static void touch_all(const GArray *topics, NtTopicWakeFunc see, gpointer data)
{
  for (guint i = 0; i < topics->len; i++)
    see(g_array_index(topics, guint32, i), data);
}

static void touch(const NtTopicIndex *x, Concern by, NtStr value, NtTopicWakeFunc see, gpointer data)
{
  guint hash = hash_text(&value);
  if (!value.n || !(x->concerned_seen[hash >> 6 & 63] >> (hash & 63) & 1))
    return;
  const GArray *topics = g_hash_table_lookup(x->concerned[by], &value);
  if (topics)
    touch_all(topics, see, data);
}

void nt_topic_index_touch(const NtTopicIndex *x, const NtTopicEntity *entity, NtTopicWakeFunc see, gpointer data)
{
  touch(x, BY_ID, entity->entity->id, see, data);
  touch(x, BY_KIND, entity->kind, see, data);
  touch(x, BY_COUNTRY, entity->country, see, data);
  touch_all(x->concerned_by_type[entity->entity->type], see, data);
}

/* ---- what wakes an item ---- */

static gboolean is_plain(const NtTopicAsk *ask)
{
  const guint all = ((1u << NT_N_ZONES) - 1) & ~(1u << NT_ZONE_FURNITURE);
  return ask->kind == NT_TOPIC_WORDS && ask->least <= 1 && ask->distinct <= 1 && !ask->n_not && !ask->n_except && ask->zones == all;
}

/* Of parts that must all hold, one that is nothing but words is enough to know by; the one of the fewest. */
static const NtTopicAsk *waking_part(const NtTopicAsk *ask)
{
  const NtTopicAsk *best = NULL;
  for (guint i = 0; i < ask->n_parts; i++)
    if (ask->parts[i].kind == NT_TOPIC_WORDS && (!best || ask->parts[i].n_terms < best->n_terms))
      best = &ask->parts[i];
  return best;
}

static void wake(NtTopicIndex *x, guint32 topic, const NtTopicAsk *ask, guint64 bit)
{
  const NtTopicAsk *part = ask->kind == NT_TOPIC_ALL || ask->kind == NT_TOPIC_NEAR ? waking_part(ask) : NULL;
  switch (ask->kind) {
  case NT_TOPIC_WORDS:
    for (guint n = 0; n < ask->n_terms; n++)
      x->terms[topic][ask->first_term + n].bits |= bit;
    break;
  case NT_TOPIC_ENTITIES:
    for (guint several = 0; several < 2; several++)
      x->entities[topic][several].bits |= bit;
    break;
  case NT_TOPIC_TOPICS:
  case NT_TOPIC_REGEX: x->always_bits[topic] |= bit; break;
  case NT_TOPIC_ALL:
  case NT_TOPIC_ANY:
  case NT_TOPIC_NEAR:
    if (part)
      wake(x, topic, part, bit);
    for (guint i = 0; !part && i < ask->n_parts; i++)
      wake(x, topic, &ask->parts[i], bit);
    break;
  }
}

/* As deep as NT_LIMIT_TOPIC_DEPTH. */
static gboolean asks_for_topics(const NtTopicAsk *asks, guint n)
{
  for (guint i = 0; i < n; i++)
    if (asks[i].kind == NT_TOPIC_TOPICS || asks_for_topics(asks[i].parts, asks[i].n_parts) || asks_for_topics(asks[i].not, asks[i].n_not))
      return TRUE;
  return FALSE;
}

static void learn_must_score(NtTopicIndex *x, guint32 topic, const NtTopicAsk *ask)
{
  x->must_score[topic] |= asks_for_topics(ask, 1);
  for (guint i = 0; ask->kind == NT_TOPIC_TOPICS && i < ask->n_topics; i++)
    x->must_score[ask->topics_at[i]] = TRUE;
}

/* ---- the most that there can be ---- */

/* 1 + 1/2 + 1/3 …: what places of one thing give. */
static double harmonic(guint n)
{
  double sum = 0;
  for (guint i = 1; i <= MIN(n, 100u); i++)
    sum += 1.0 / i;
  return n > 100 ? INFINITY : sum;
}

double nt_topic_item_most(const NtTopicItem *item, double one)
{
  const NtTopicAsk *ask = &item->ask;
  if (item->weight <= 0)
    return 0;
  if (one <= 0)
    return item->weight;
  switch (ask->kind) {
  case NT_TOPIC_WORDS: return ask->n_terms * one * harmonic(item->max);
  case NT_TOPIC_ENTITIES: return ask->entities.n_ids && !ask->entities.focus ? ask->entities.n_ids * one * harmonic(item->max) : INFINITY;
  case NT_TOPIC_TOPICS: return INFINITY;
  case NT_TOPIC_REGEX: return ask->n_regexes * one * harmonic(item->max);
  case NT_TOPIC_ALL: return MAX(one, item->weight);
  case NT_TOPIC_ANY: return MAX(ask->n_parts * one * harmonic(item->max), item->weight);
  case NT_TOPIC_NEAR: return one * harmonic(item->max);
  }
  return INFINITY;
}

/* Of one place, in any zone but the headline. */
static double outside_headline(const NtTopicItem *item)
{
  double most = 0;
  for (guint z = 0; z < NT_N_ZONES; z++)
    if (z != NT_ZONE_HEADLINE)
      most = MAX(most, item->zones[z]);
  return item->weight * most;
}

static void add_most(NtTopicWorth *worth, double without, double with)
{
  worth->most[FALSE] += (float)without;
  worth->most[TRUE] += (float)with;
}

static void learn_most(NtTopicIndex *x, guint32 topic, guint number, NtTopicWorth *whole)
{
  const NtTopicItem *item = &x->rules[topic].items[number];
  double one = outside_headline(item), headline = item->weight * item->zones[NT_ZONE_HEADLINE], any = MAX(one, headline);
  *whole = (NtTopicWorth){.bits = nt_topic_item_bit(number)};
  if (item->weight <= 0)
    return;
  if (item->ask.kind == NT_TOPIC_WORDS)
    for (guint n = 0; n < item->ask.n_terms; n++)
      add_most(&x->terms[topic][item->ask.first_term + n], one, headline);
  else if (item->ask.kind == NT_TOPIC_ENTITIES && !item->ask.entities.focus)
    for (guint several = 0; several < 2; several++)
      add_most(&x->entities[topic][several], one * harmonic(several ? item->max : 1), any * harmonic(several ? item->max : 1));
  else
    add_most(whole, nt_topic_item_most(item, one), nt_topic_item_most(item, any));
}

double nt_topic_index_most(const NtTopicIndex *x, guint32 topic, guint64 bits, gboolean headline)
{
  double most = 0;
  for (const NtTopicWorth *whole = x->wholes[topic]; whole->bits; whole++)
    if (whole->bits & bits)
      most += whole->most[headline];
  return most;
}

/* ---- all of it ---- */

static void index_topic(NtTopicIndex *x, guint32 topic)
{
  const NtTopicRule *rule = &x->rules[topic];
  NtTopicWorth *whole = x->wholes[topic] = nt_arena_alloc0(x->arena, sizeof *whole * (rule->n_items + 1));
  guint32 *items = x->items[topic] = nt_arena_new_array(x->arena, guint32, rule->n_terms + 1);
  x->terms[topic] = nt_arena_alloc0(x->arena, sizeof **x->terms * (rule->n_terms + 1));
  x->most_terms = MAX(x->most_terms, rule->n_terms);
  for (guint n = 0; n < rule->n_terms; n++) {
    items[n] = NT_NO_ITEM;
    if (rule->terms[n].prefix)
      add_prefix(x, topic, n);
  }
  for (guint i = 0; i < rule->n_items; i++) {
    const NtTopicAsk *ask = &rule->items[i].ask;
    for (guint n = 0; is_plain(ask) && n < ask->n_terms; n++)
      items[ask->first_term + n] = i;
    concern_asks(x, ask, 1, topic);
    learn_must_score(x, topic, ask);
    wake(x, topic, ask, nt_topic_item_bit(i));
    learn_most(x, topic, i, whole);
    whole += whole->most[TRUE] > 0;
  }
  whole->bits = 0;
  if (x->always_bits[topic] || rule->threshold <= 0)
    x->always[topic >> 6] |= G_GUINT64_CONSTANT(1) << (topic & 63);
}

/* What is known of terms now that all topics are looked at, where it is found with one look. */
static void gather_terms(NtTopicIndex *x)
{
  x->found = nt_arena_new_array(x->arena, NtTopicFound, x->image->n_TERMS + 1);
  for (guint32 i = 0; i < x->image->n_TERMS; i++) {
    const NtImageTerm *term = &x->image->TERMS[i];
    x->found[i] = (NtTopicFound){term->topic, term->term, x->terms[term->topic][term->term]};
  }
  for (guint i = 0; i < x->prefixes->len; i++) {
    NtTopicFound *found = &g_array_index(x->prefixes, Prefix, i).found;
    found->worth = x->terms[found->topic][found->term];
  }
}

NtTopicIndex *nt_topic_index_new(NtKnowledge *knowledge)
{
  NtTopicIndex *x = g_new0(NtTopicIndex, 1);
  x->knowledge = nt_knowledge_ref(knowledge);
  x->image = nt_knowledge_image(knowledge);
  x->rules = nt_topics_list(nt_knowledge_topics(knowledge), &x->n_rules);
  x->arena = nt_arena_new();
  x->items = nt_arena_new_array(x->arena, guint32 *, x->n_rules + 1);
  x->terms = nt_arena_new_array(x->arena, NtTopicWorth *, x->n_rules + 1);
  x->entities = nt_arena_alloc0(x->arena, sizeof *x->entities * (x->n_rules + 1));
  x->wholes = nt_arena_new_array(x->arena, NtTopicWorth *, x->n_rules + 1);
  x->always_bits = nt_arena_alloc0(x->arena, sizeof *x->always_bits * (x->n_rules + 1));
  x->always = nt_arena_alloc0(x->arena, sizeof *x->always * nt_topic_index_bit_words(x));
  x->must_score = nt_arena_alloc0(x->arena, sizeof *x->must_score * (x->n_rules + 1));
  x->prefixes = g_array_new(FALSE, FALSE, sizeof(Prefix));
  x->prefix_at = g_hash_table_new(NULL, NULL);
  for (guint by = 0; by < N_CONCERNS; by++)
    x->concerned[by] = g_hash_table_new_full(hash_text, same_text, NULL, (GDestroyNotify)g_array_unref);
  for (guint type = 0; type < NT_N_TYPES; type++)
    x->concerned_by_type[type] = g_array_new(FALSE, FALSE, sizeof(guint32));
  for (guint32 t = 0; t < x->n_rules; t++)
    index_topic(x, t);
  gather_terms(x);
  return x;
}

void nt_topic_index_free(NtTopicIndex *x)
{
  if (!x)
    return;
  g_array_unref(x->prefixes);
  g_hash_table_unref(x->prefix_at);
  for (guint by = 0; by < N_CONCERNS; by++)
    g_hash_table_unref(x->concerned[by]);
  for (guint type = 0; type < NT_N_TYPES; type++)
    g_array_unref(x->concerned_by_type[type]);
  nt_arena_free(x->arena);
  nt_knowledge_unref(x->knowledge);
  g_free(x);
}

const NtKnowledge *nt_topic_index_knowledge(const NtTopicIndex *x)
{
  return x->knowledge;
}

const NtTopicRule *nt_topic_index_rules(const NtTopicIndex *x, guint *n)
{
  *n = x->n_rules;
  return x->rules;
}

const guint32 *nt_topic_index_items(const NtTopicIndex *x, guint32 topic)
{
  return x->items[topic];
}

guint nt_topic_index_first_made(const NtTopicIndex *x)
{
  return nt_topics_first_made(nt_knowledge_topics(x->knowledge));
}

const NtTopicWorth *nt_topic_index_entities_of(const NtTopicIndex *x, guint32 topic, gboolean several)
{
  return &x->entities[topic][several];
}

guint64 nt_topic_index_always_bits(const NtTopicIndex *x, guint32 topic)
{
  return x->always_bits[topic];
}

const guint64 *nt_topic_index_always(const NtTopicIndex *x)
{
  return x->always;
}

guint nt_topic_index_bit_words(const NtTopicIndex *x)
{
  return x->n_rules / 64 + 1;
}

guint nt_topic_index_most_terms(const NtTopicIndex *x)
{
  return x->most_terms;
}

gboolean nt_topic_index_must_score(const NtTopicIndex *x, guint32 topic)
{
  return x->must_score[topic];
}
