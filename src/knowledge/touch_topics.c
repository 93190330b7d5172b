#include "topic.h"
#include "touch_units.h"

#include "article/tokens.h"

typedef struct {
  NtTouchMake *units;
  const NtTopicRule *rules;
  guint n;
  guint64 *own;    /* by topic: hash of all that it is */
  GArray **askers; /* by topic: guint32, those that ask for it; NULL for none */
  GHashTable *by_country, *by_kind; /* char * → guint64 *: the topics that ask for it */
  NtTouchTopics out;
} Topics;

/* ---- what a topic is ---- */

NT_TOUCH_SIGNED(NtTopicEntities, 64);
NT_TOUCH_SIGNED(NtTopicAsk, 224);
NT_TOUCH_SIGNED(NtTopicItem, 288);
NT_TOUCH_SIGNED(NtTopicTerm, 40);
NT_TOUCH_SIGNED(NtTopicRule, 248);

static guint64 sign_texts(guint64 sign, const NtStr *texts, guint n)
{
  sign = nt_hash_mix(sign, n);
  for (guint i = 0; i < n; i++)
    sign = nt_touch_sign(sign, texts[i]);
  return sign;
}

static guint64 sign_ids(guint64 sign, const NtTopicText *ids, guint n)
{
  sign = nt_hash_mix(sign, n);
  for (guint i = 0; i < n; i++)
    sign = nt_touch_sign(sign, ids[i].text);
  return sign;
}

static guint64 sign_asks(guint64 sign, const NtTopicAsk *asks, guint n)
{
  sign = nt_hash_mix(sign, n);
  for (guint i = 0; i < n; i++) {
    const NtTopicAsk *a = &asks[i];
    const NtTopicEntities *e = &a->entities;
    const guint numbers[] = {a->kind, a->first_term, a->n_terms, a->first_except, a->n_except, a->least, a->distinct, a->zones,
                             a->within, a->words, (guint)a->ordered, e->types, (guint)e->any_country, a->where.line};
    sign = nt_touch_sign_value(nt_touch_sign(sign, a->where.file), numbers);
    sign = nt_touch_sign_value(nt_touch_sign_value(sign, e->share), e->focus);
    sign = sign_texts(sign_texts(sign_texts(sign, e->ids, e->n_ids), e->kinds, e->n_kinds), e->countries, e->n_countries);
    sign = sign_texts(sign_ids(sign, a->topics, a->n_topics), a->patterns, a->n_regexes);
    sign = sign_asks(sign_asks(sign, a->parts, a->n_parts), a->not, a->n_not);
  }
  return sign;
}

static guint64 sign_topic(const NtTopicRule *t)
{
  guint64 sign = nt_touch_sign(nt_touch_sign(nt_touch_sign(1, t->id), t->label), t->iptc);
  sign = sign_ids(sign_ids(sign, t->broader, t->n_broader), t->implies, t->n_implies);
  sign = sign_ids(sign_ids(sign, t->excludes, t->n_excludes), t->keeps, t->n_keeps);
  sign = nt_hash_mix(sign, (guint64)t->excludes_all << 1 | (guint64)t->hidden);
  sign = nt_touch_sign_value(nt_touch_sign_value(sign, t->threshold), t->beside);
  sign = sign_asks(sign, t->not, t->n_not);
  for (guint i = 0; i < t->n_items; i++) {
    const NtTopicItem *item = &t->items[i];
    sign = sign_asks(nt_hash_mix(sign, (guint64)item->max << 1 | (guint64)item->about), &item->ask, 1);
    sign = nt_touch_sign_value(nt_touch_sign_value(sign, item->weight), item->zones);
  }
  for (guint i = 0; i < t->n_terms; i++) {
    const NtTopicTerm *term = &t->terms[i];
    const guint numbers[] = {(guint)term->prefix, (guint)term->exact, term->policy, term->line};
    sign = nt_touch_sign_value(nt_touch_sign(sign, term->text), numbers);
  }
  return nt_touch_sign(sign, t->where.file) + t->where.line;
}

/* ---- where it leads ---- */

static void add_askers(Topics *t, guint32 topic, const NtTopicAsk *asks, guint n)
{
  for (guint i = 0; i < n; i++) {
    for (guint k = 0; k < asks[i].n_topics; k++) {
      guint32 other = asks[i].topics_at[k];
      if (other >= t->n)
        continue;
      if (!t->askers[other])
        t->askers[other] = g_array_new(FALSE, FALSE, sizeof(guint32));
      g_array_append_val(t->askers[other], topic);
    }
    add_askers(t, topic, asks[i].parts, asks[i].n_parts);
    add_askers(t, topic, asks[i].not, asks[i].n_not);
  }
}

/* The sum over all topics that `topic` lifts or that ask for it, and so on: a sum, since their order means nothing. */
static guint64 sum_of(const Topics *t, guint32 topic, gboolean *seen)
{
  if (topic >= t->n || seen[topic])
    return 0;
  seen[topic] = TRUE;
  const NtTopicRule *rule = &t->rules[topic];
  guint64 sum = t->own[topic];
  for (guint i = 0; i < rule->n_broader + rule->n_implies; i++)
    sum += sum_of(t, rule->lifts_at[i], seen);
  for (guint i = 0; t->askers[topic] && i < t->askers[topic]->len; i++)
    sum += sum_of(t, g_array_index(t->askers[topic], guint32, i), seen);
  return sum;
}

/* ---- what it goes by ---- */

static void add_to(GHashTable *signs, NtStr key, guint64 sign)
{
  g_autofree char *name = g_strndup(key.p, key.n);
  guint64 *sum = g_hash_table_lookup(signs, name);
  if (!sum)
    g_hash_table_insert(signs, g_steal_pointer(&name), sum = g_new0(guint64, 1));
  *sum += sign;
}

/* As in stages/6-topics/index.c, where what asks for an entity is found under the narrowest of what it asks. An entity of no
 * gazetteer has an id that no word need be in, and types stand everywhere. */
static void add_entities(Topics *t, const NtTopicEntities *e, guint64 sign)
{
  for (guint i = 0; i < e->n_ids; i++) {
    guint32 entry = nt_image_entry(t->units->image, e->ids[i]);
    if (entry == G_MAXUINT32)
      nt_touch_add_unit(t->units, nt_touch_sign(sign, e->ids[i]), 0);
    else
      t->out.entries[entry] += sign;
  }
  for (guint i = 0; !e->n_ids && i < e->n_countries; i++)
    add_to(t->by_country, e->countries[i], sign);
  for (guint i = 0; !e->n_ids && !e->n_countries && i < e->n_kinds; i++)
    add_to(t->by_kind, e->kinds[i], sign);
  if (!e->n_ids && !e->n_countries && !e->n_kinds)
    nt_touch_add_unit(t->units, sign, 0);
}

static void add_asked(Topics *t, const NtTopicAsk *asks, guint n, guint64 sign)
{
  for (guint i = 0; i < n; i++) {
    if (asks[i].kind == NT_TOPIC_ENTITIES)
      add_entities(t, &asks[i].entities, sign);
    if (asks[i].kind == NT_TOPIC_REGEX) /* looked for in every text */
      nt_touch_add_unit(t->units, sign + i, 0);
    add_asked(t, asks[i].parts, asks[i].n_parts, sign);
  }
}

/* Words of topics are in the image; what ends in * is not. */
static void add_prefix(Topics *t, const NtTopicTerm *term, guint64 sign)
{
  nt_arena_reset(t->units->scratch);
  NtTokens tokens = nt_tokens_find(t->units->scratch, term->text);
  if (!tokens.n)
    return;
  const NtToken *last = &tokens.v[tokens.n - 1];
  for (guint i = 0; i + 1 < tokens.n; i++)
    nt_touch_need(t->units, (guint32)tokens.v[i].hash);
  nt_touch_need_letters(t->units, nt_str_n(term->text.p + last->start, last->end - last->start));
  nt_touch_add_unit(t->units, nt_touch_sign(sign, term->text), tokens.n - 1);
}

/* What was found for strings of the image, which many entries share; the last one for each cell. */
typedef struct {
  GHashTable *signs;
  guint32 string[256];
  guint64 sum[256];
} Found;

static guint64 sum_for(Found *f, const NtImage *m, guint32 string)
{
  guint cell = string * 2654435761u >> 24;
  if (f->string[cell] != string) {
    const guint64 *sum = g_hash_table_lookup(f->signs, m->STRINGS + string);
    f->string[cell] = string;
    f->sum[cell] = sum ? *sum : 0;
  }
  return f->sum[cell];
}

/* Entries that are asked for by what they are: of two facts of a kind by the first. */
static void find_entries(Topics *t)
{
  const NtImage *m = t->units->image;
  Found countries = {.signs = t->by_country}, kinds = {.signs = t->by_kind};
  for (guint32 i = 0; i < m->n_ENTRIES; i++) {
    guint32 country = 0, kind = 0;
    for (guint32 k = m->ENTRIES[i].n_facts; k--;) {
      const NtImageFact *fact = &m->FACTS[m->ENTRIES[i].facts + k];
      if (fact->fact == NT_FACT_COUNTRY)
        country = fact->value;
      else if (fact->fact == NT_FACT_KIND)
        kind = fact->value;
    }
    t->out.entries[i] += (country ? sum_for(&countries, m, country) : 0) + (kind ? sum_for(&kinds, m, kind) : 0);
  }
}

NtTouchTopics nt_touch_topics_find(NtTouchMake *units)
{
  Topics t = {.units = units};
  t.rules = nt_topics_list(nt_knowledge_topics(units->knowledge), &t.n);
  t.own = nt_arena_new_array(units->arena, guint64, t.n + 1);
  t.out.topics = nt_arena_new_array(units->arena, guint64, t.n + 1);
  t.out.entries = nt_arena_alloc0(units->arena, ((gsize)units->image->n_ENTRIES + 1) * sizeof(guint64));
  t.askers = nt_arena_alloc0(units->arena, (t.n + 1) * sizeof *t.askers);
  t.by_country = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
  t.by_kind = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
  g_autofree gboolean *seen = g_new(gboolean, t.n + 1);
  for (guint32 i = 0; i < t.n; i++) {
    const NtTopicRule *rule = &t.rules[i];
    guint32 id = (guint32)nt_hash_bytes(rule->id);
    g_array_append_val(units->topics, id);
    t.own[i] = sign_topic(rule);
    for (guint k = 0; k < rule->n_items; k++)
      add_askers(&t, i, &rule->items[k].ask, 1);
    add_askers(&t, i, rule->not, rule->n_not);
  }
  for (guint32 i = 0; i < t.n; i++) {
    const NtTopicRule *rule = &t.rules[i];
    memset(seen, 0, (t.n + 1) * sizeof *seen);
    guint64 sign = t.out.topics[i] = nt_hash_mix(sum_of(&t, i, seen), 4);
    for (guint k = 0; k < rule->n_items; k++)
      add_asked(&t, &rule->items[k].ask, 1, sign);
    if (rule->threshold <= 0) /* it stands where nothing speaks for it */
      nt_touch_add_unit(units, sign, 0);
    for (guint k = 0; k < rule->n_terms; k++)
      if (rule->terms[k].prefix)
        add_prefix(&t, &rule->terms[k], sign);
  }
  find_entries(&t);
  for (guint32 i = 0; i < t.n; i++)
    if (t.askers[i])
      g_array_unref(t.askers[i]);
  g_hash_table_unref(t.by_country);
  g_hash_table_unref(t.by_kind);
  return t.out;
}
