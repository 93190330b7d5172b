#include "vocabulary.h"

#include "knowledge/lexis.h"
#include "knowledge/topic.h"
#include "quoted.h"
#include "stages/6-topics/index.h"

#include <string.h>

#define MOST_WORDS 3u /* of a phrase */

struct NtVocabulary {
  const NtKnowledge *knowledge;
  NtTopicIndex *index;
  NtArena *arena; /* features and their texts */
  guint n_topics;
  gint32 *place;  /* by number of the knowledge's topics: number here, -1 */
  const NtTopicRule **rules; /* by number here; NULL where no file has it */
  guint64 least;
  GHashTable *by_key; /* `w words`, `e id` → NtFeature */
  GPtrArray *features;
  GHashTable *examples; /* `topic key` → sentence */
  guint32 articles, *of;
  guint32 function_words, number_words; /* lists */
};

NtVocabulary *nt_vocabulary_new(const NtKnowledge *knowledge, const char *const *topics, guint n_topics, guint64 least)
{
  NtVocabulary *v = g_new0(NtVocabulary, 1);
  guint n_rules;
  const NtTopicRule *rules = nt_topics_list(nt_knowledge_topics(knowledge), &n_rules);
  v->knowledge = knowledge;
  v->index = nt_topic_index_new((NtKnowledge *)knowledge);
  v->arena = nt_arena_new();
  v->n_topics = n_topics;
  v->least = least;
  v->place = nt_arena_new_array(v->arena, gint32, n_rules + 1);
  v->rules = nt_arena_alloc0(v->arena, sizeof *v->rules * (n_topics + 1));
  v->of = nt_arena_alloc0(v->arena, sizeof *v->of * (n_topics + 1));
  memset(v->place, -1, sizeof *v->place * (n_rules + 1));
  for (guint i = 0; i < n_topics; i++) {
    guint32 number = nt_topics_find(nt_knowledge_topics(knowledge), nt_str(topics[i]));
    if (number == G_MAXUINT32)
      continue;
    v->place[number] = (gint32)i;
    v->rules[i] = &rules[number];
  }
  v->by_key = g_hash_table_new(g_str_hash, g_str_equal);
  v->features = g_ptr_array_new();
  v->examples = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
  v->function_words = nt_image_list(nt_knowledge_image(knowledge), NT_STR("function-word"));
  v->number_words = nt_image_list(nt_knowledge_image(knowledge), NT_STR("number-word"));
  return v;
}

void nt_vocabulary_free(NtVocabulary *v)
{
  if (!v)
    return;
  g_hash_table_unref(v->by_key);
  g_hash_table_unref(v->examples);
  g_ptr_array_unref(v->features);
  nt_topic_index_free(v->index);
  nt_arena_free(v->arena);
  g_free(v);
}

/* ---- features ---- */

static NtFeature *feature_of(NtVocabulary *v, const char *key, guint words)
{
  NtFeature *f = g_hash_table_lookup(v->by_key, key);
  if (f)
    return f;
  f = nt_arena_alloc0(v->arena, sizeof *f);
  const char *kept = nt_arena_dup(v->arena, key, strlen(key));
  *f = (NtFeature){
    .kind = key[0] == 'e' ? NT_FEATURE_ENTITY : NT_FEATURE_WORDS,
    .words = words,
    .text = kept + 2,
    .of = nt_arena_alloc0(v->arena, sizeof *f->of * (v->n_topics + 1)),
  };
  g_hash_table_insert(v->by_key, (gpointer)kept, f);
  g_ptr_array_add(v->features, f);
  return f;
}

/* `w trade war`: the words of the tokens in small letters. */
static void put_key(GString *key, NtStr text, const NtToken *tokens, guint n)
{
  g_string_assign(key, "w ");
  for (guint i = 0; i < n; i++) {
    if (i)
      g_string_append_c(key, tokens[i].gap == NT_GAP_HYPHEN ? '-' : ' ');
    g_autofree char *small = g_utf8_strdown(text.p + tokens[i].start, (gssize)(tokens[i].end - tokens[i].start));
    g_string_append(key, small);
  }
}

static void keep_example(NtVocabulary *v, const NtArticle *article, NtSpan span, const NtFeature *f, guint topic)
{
  g_autofree char *key = g_strdup_printf("%u %u %s", topic, f->kind, f->text);
  g_hash_table_insert(v->examples, g_steal_pointer(&key), nt_quoted_sentence(article, span));
}

static void count(NtVocabulary *v, const NtArticle *article, NtSpan span, NtFeature *f, guint64 topics)
{
  if (f->last == v->articles)
    return;
  f->last = v->articles;
  f->all++;
  for (guint t = 0; t < v->n_topics; t++)
    if (topics >> t & 1 && ++f->of[t] == v->least)
      keep_example(v, article, span, f, t);
}

/* ---- entities ---- */

static gboolean asks_for(const NtTopicAsk *asks, guint n, NtStr id)
{
  for (guint i = 0; i < n; i++) {
    for (guint k = 0; k < asks[i].entities.n_ids; k++)
      if (nt_str_equal(asks[i].entities.ids[k], id))
        return TRUE;
    if (asks_for(asks[i].parts, asks[i].n_parts, id))
      return TRUE;
  }
  return FALSE;
}

static guint64 topics_that_ask(const NtVocabulary *v, NtStr id)
{
  guint64 has = 0;
  for (guint t = 0; t < v->n_topics; t++)
    for (guint i = 0; v->rules[t] && i < v->rules[t]->n_items; i++)
      if (asks_for(&v->rules[t]->items[i].ask, 1, id))
        has |= G_GUINT64_CONSTANT(1) << t;
  return has;
}

static void count_entities(NtVocabulary *v, const NtArticle *article, guint64 topics)
{
  const NtImage *image = nt_knowledge_image(v->knowledge);
  for (guint i = 0; i < article->entities.n; i++) {
    const NtEntity *e = &article->entities.v[i];
    if (!e->mentions.n || nt_image_entry(image, e->id) == G_MAXUINT32)
      continue;
    g_autofree char *key = g_strdup_printf("e %.*s", (int)e->id.n, e->id.p);
    NtFeature *f = feature_of(v, key, 1);
    if (!f->name) {
      f->name = nt_arena_dup(v->arena, e->name.p, e->name.n);
      f->has = topics_that_ask(v, e->id);
    }
    count(v, article, e->mentions.v[0].span, f, topics);
  }
}

/* ---- words ---- */

typedef struct {
  NtVocabulary *v;
  NtStr text;
  const NtLexis *lexis;
  GString *key;
} Had;

static void take_term(const NtTopicFound *term, guint32 first, guint32 end, gpointer data)
{
  Had *h = data;
  if (h->v->place[term->topic] < 0)
    return;
  put_key(h->key, h->text, &h->lexis->tokens.v[first], end - first);
  feature_of(h->v, h->key->str, end - first)->has |= G_GUINT64_CONSTANT(1) << h->v->place[term->topic];
}

/* Words of names are the entities' business. */
static gboolean *in_names(NtArena *arena, const NtArticle *article, const NtLexis *lexis)
{
  gboolean *named = nt_arena_alloc0(arena, sizeof *named * (lexis->tokens.n + 1));
  for (guint e = 0; e < article->entities.n; e++)
    for (guint m = 0; m < article->entities.v[e].mentions.n; m++) {
      NtSpan span = article->entities.v[e].mentions.v[m].span;
      for (guint32 t = nt_lexis_token_at(lexis, span.start); t < lexis->tokens.n && lexis->tokens.v[t].start < span.end; t++)
        named[t] = TRUE;
    }
  return named;
}

static gboolean may_stand(const NtVocabulary *v, const NtArticle *article, const NtToken *t, gboolean at_edge)
{
  if (t->shape == NT_SHAPE_NUMBER || t->shape == NT_SHAPE_INITIAL || nt_article_zone_at(article, t->start) == NT_ZONE_FURNITURE)
    return FALSE;
  const NtImage *image = nt_knowledge_image(v->knowledge);
  return !at_edge || (t->end - t->start >= 3 && !nt_image_class_has(image, t->lists, v->function_words, NULL) &&
                      !nt_image_class_has(image, t->lists, v->number_words, NULL));
}

static gboolean follows(const NtToken *t)
{
  return (t->gap == NT_GAP_SPACE || t->gap == NT_GAP_HYPHEN) && !(t->flags & (NT_TOKEN_SENTENCE | NT_TOKEN_BLANK | NT_TOKEN_QUOTE));
}

static void count_words(NtVocabulary *v, const NtArticle *article, const NtLexis *lexis, guint64 topics)
{
  g_autoptr(GString) key = g_string_new(NULL);
  Had had = {v, article->text, lexis, key};
  nt_topic_index_terms(v->index, article->text, lexis, take_term, &had);
  const gboolean *named = in_names(article->arena, article, lexis);
  for (guint32 i = 0; i < lexis->tokens.n; i++) {
    const NtToken *t = &lexis->tokens.v[i];
    if (named[i] || !may_stand(v, article, t, TRUE))
      continue;
    for (guint n = 1; n <= MOST_WORDS && i + n <= lexis->tokens.n; n++) {
      if (n > 1 && (!follows(&t[n - 1]) || named[i + n - 1] || !may_stand(v, article, &t[n - 1], FALSE)))
        break;
      if (!may_stand(v, article, &t[n - 1], TRUE))
        continue;
      put_key(key, article->text, t, n);
      count(v, article, nt_lexis_span(lexis, i, i + n), feature_of(v, key->str, n), topics);
    }
  }
}

void nt_vocabulary_add(NtVocabulary *v, const NtArticle *article, guint64 topics)
{
  const NtLexis *lexis = nt_lexis_of(v->knowledge, (NtArticle *)article, NULL);
  if (!lexis)
    return;
  v->articles++;
  for (guint t = 0; t < v->n_topics; t++)
    v->of[t] += (guint32)(topics >> t & 1);
  count_entities(v, article, topics);
  count_words(v, article, lexis, topics);
}

/* ---- what came of it ---- */

guint32 nt_vocabulary_articles(const NtVocabulary *v)
{
  return v->articles;
}

guint32 nt_vocabulary_articles_of(const NtVocabulary *v, guint topic)
{
  return v->of[topic];
}

const NtFeature *const *nt_vocabulary_features(const NtVocabulary *v, guint *n)
{
  *n = v->features->len;
  return (const NtFeature *const *)v->features->pdata;
}

const NtFeature *nt_vocabulary_find(const NtVocabulary *v, NtFeatureKind kind, const char *text)
{
  g_autofree char *key = g_strdup_printf("%c %s", kind == NT_FEATURE_ENTITY ? 'e' : 'w', text);
  return g_hash_table_lookup(v->by_key, key);
}

const char *nt_vocabulary_example(const NtVocabulary *v, const NtFeature *feature, guint topic)
{
  g_autofree char *key = g_strdup_printf("%u %u %s", topic, feature->kind, feature->text);
  return g_hash_table_lookup(v->examples, key);
}
