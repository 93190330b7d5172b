/* Words, phrases and entities that tell articles of a topic from others: ranked by the likelihood ratio (Dunning, "Accurate Methods
 * for the Statistics of Surprise and Coincidence", 1993), which holds for rare and for common words; weighed by log-odds. A person
 * decides; this only counts. */
#include "articles.h"
#include "check.h"

#include "base/error.h"
#include "base/json.h"
#include "base/outfile.h"
#include "base/yaml.h"
#include "knowledge/inflect.h"
#include "knowledge/topic.h"
#include "quoted.h"
#include "vocabulary.h"

#include <math.h>
#include <string.h>

#define PRIOR 0.5        /* articles, put to each count so that none is 0 */
#define LEAST_Z 2.5      /* root of the likelihood ratio: as standard errors */
#define POINTS_OF 3.0    /* log-odds that make a weight of 1 */
#define HEAVIEST 1.5
#define COVERED 0.7      /* of the articles of a word that a phrase around it has, so that the phrase stands for it */
#define BETTER 1.5       /* times the precision of a word that a phrase with it must have to be worth it */

typedef struct {
  const NtFeature *feature;
  double z, odds;
  guint32 of;
} Candidate;

typedef struct {
  const NtKnowledge *knowledge;
  NtArena *arena;
  GHashTable *labels;   /* label → bits of topics + 1 */
  GPtrArray *topics;    /* ids */
  NtVocabulary *vocabulary;
  guint64 unlabelled;
} Suggest;

/* ---- the map ---- */

static guint64 topic_bit(Suggest *s, const NtYamlContext *context, const NtYaml *at)
{
  for (guint i = 0; i < s->topics->len; i++)
    if (nt_str_is(at->text, s->topics->pdata[i]))
      return G_GUINT64_CONSTANT(1) << i;
  if (s->topics->len == NT_MOST_VOCABULARY_TOPICS) {
    nt_yaml_error(context, at, "limit", "more than %u topics", NT_MOST_VOCABULARY_TOPICS);
    return 0;
  }
  g_ptr_array_add(s->topics, nt_arena_dup(s->arena, at->text.p, at->text.n));
  return G_GUINT64_CONSTANT(1) << (s->topics->len - 1);
}

static void read_label(Suggest *s, const NtYamlContext *context, const NtYaml *item)
{
  guint64 bits = 0;
  if (item->kind == NT_YAML_MAPPING)
    nt_yaml_error(context, item, "wrong-value", "a label has the id of a topic, or a list of them");
  for (const NtYaml *id = item->kind == NT_YAML_SEQUENCE ? item->first : item; id; id = item->kind == NT_YAML_SEQUENCE ? id->next : NULL)
    if (id->kind == NT_YAML_SCALAR && id->text.n)
      bits |= topic_bit(s, context, id);
  guint64 *kept = nt_arena_alloc(s->arena, sizeof *kept);
  *kept = bits;
  g_hash_table_insert(s->labels, nt_arena_dup(s->arena, item->key.p, item->key.n), kept);
}

static gboolean read_map(Suggest *s, const char *path, GError **error)
{
  static const NtYamlKey keys[] = {{"labels", NT_YAML_WANT_MAPPING, TRUE}, {NULL, NT_YAML_WANT_ANY, FALSE}};
  g_autofree char *bytes = NULL;
  gsize n;
  if (!g_file_get_contents(path, &bytes, &n, error))
    return FALSE;
  g_autoptr(NtArena) arena = nt_arena_new();
  g_autoptr(NtDiagnostics) findings = nt_diagnostics_new();
  NtYamlContext context = {path, findings, FALSE};
  const NtYaml *root = nt_yaml_parse(arena, nt_str_n(bytes, n), &context);
  if (root && nt_yaml_check(&context, root, "a map of labels", keys))
    for (const NtYaml *item = nt_yaml_get(root, "labels")->first; item; item = item->next)
      read_label(s, &context, item);
  if (s->topics->len && !nt_diagnostics_count(findings, NT_SEVERITY_ERROR))
    return TRUE;
  g_autofree char *said = nt_diagnostics_text(findings);
  g_set_error(error, NT_ERROR, NT_ERROR_USAGE, "%s%s", *said ? g_strchomp(said) : path, *said ? "" : ": it names no topic");
  return FALSE;
}

/* ---- the articles ---- */

static guint64 topics_of(const Suggest *s, NtArena *arena, const NtJson *label)
{
  if (label->kind != NT_JSON_STRING)
    return 0;
  const guint64 *bits = g_hash_table_lookup(s->labels, nt_arena_dup(arena, label->string.p, label->string.n));
  return bits ? *bits : 0;
}

static gboolean labels_of(Suggest *s, const NtArticle *article, guint64 *topics)
{
  for (guint i = 0; i < article->members.n; i++) {
    const NtMember *member = &article->members.v[i];
    if (!nt_str_is(member->raw_key, "\"labels\""))
      continue;
    const NtJson *value = nt_json_parse(article->arena, member->raw, NULL);
    *topics = value && value->kind != NT_JSON_ARRAY ? topics_of(s, article->arena, value) : 0;
    for (const NtJson *label = value && value->kind == NT_JSON_ARRAY ? value->first : NULL; label; label = label->next)
      *topics |= topics_of(s, article->arena, label);
    return TRUE;
  }
  return FALSE;
}

static void take(const NtArticle *article, gpointer data)
{
  Suggest *s = data;
  guint64 topics;
  if (labels_of(s, article, &topics))
    nt_vocabulary_add(s->vocabulary, article, topics);
  else
    s->unlabelled++;
}

/* ---- the choice ---- */

static double part(double seen, double expected)
{
  return seen > 0 ? seen * log(seen / expected) : 0;
}

/* Of articles in and out of the topic, those that have it. Less than 0 where it speaks against the topic. */
static Candidate weigh(const Suggest *s, const NtFeature *f, guint topic)
{
  double in = nt_vocabulary_articles_of(s->vocabulary, topic), all = nt_vocabulary_articles(s->vocabulary), out = all - in;
  double a = f->of[topic], b = f->all - a, share = f->all / all;
  double ratio = 2 * (part(a, in * share) + part(b, out * share) + part(in - a, in * (1 - share)) + part(out - b, out * (1 - share)));
  double odds = log((a + PRIOR) / (in - a + PRIOR)) - log((b + PRIOR) / (out - b + PRIOR));
  return (Candidate){f, odds > 0 ? sqrt(MAX(ratio, 0)) : -1, odds, f->of[topic]};
}

static int by_z(gconstpointer a, gconstpointer b)
{
  const Candidate *x = a, *y = b;
  if (x->z != y->z)
    return x->z > y->z ? -1 : 1;
  if (x->feature->words != y->feature->words) /* of phrases in one another that always stand together, the longest */
    return x->feature->words > y->feature->words ? -1 : 1;
  if (x->feature->kind != y->feature->kind)
    return x->feature->kind < y->feature->kind ? -1 : 1;
  return strcmp(x->feature->text, y->feature->text);
}

static gboolean holds(const NtFeature *phrase, const NtFeature *part)
{
  if (phrase->kind != NT_FEATURE_WORDS || part->kind != NT_FEATURE_WORDS || phrase->words <= part->words)
    return FALSE;
  gsize n = strlen(part->text);
  for (const char *at = strstr(phrase->text, part->text); at; at = strstr(at + 1, part->text))
    if ((at == phrase->text || at[-1] == ' ' || at[-1] == '-') && (!at[n] || at[n] == ' ' || at[n] == '-'))
      return TRUE;
  return FALSE;
}

static double precision(const NtFeature *f, guint topic)
{
  return (double)f->of[topic] / f->all;
}

/* Whether a part of the phrase does as well. */
static gboolean part_does(const Suggest *s, const NtFeature *phrase, guint topic, guint64 bit)
{
  g_auto(GStrv) words = g_strsplit_set(phrase->text, " -", -1);
  for (guint i = 0; words[i]; i++) {
    const NtFeature *word = nt_vocabulary_find(s->vocabulary, NT_FEATURE_WORDS, words[i]);
    if (word && word->has & bit && precision(phrase, topic) < BETTER * precision(word, topic))
      return TRUE;
  }
  return FALSE;
}

/* Whether phrases that the topic has already hold the word nearly wherever it speaks for the topic. */
static gboolean wholes_do(const GPtrArray *had, const Candidate *c, guint topic)
{
  double of = 0;
  for (guint i = 0; i < had->len; i++)
    if (holds(had->pdata[i], c->feature))
      of += ((const NtFeature *)had->pdata[i])->of[topic];
  return of >= COVERED * c->of;
}

static gboolean is_said(const Suggest *s, GHashTable *forms, const GPtrArray *had, const GArray *kept, const Candidate *c, guint topic)
{
  const NtFeature *f = c->feature;
  if (g_hash_table_contains(forms, f->text) || wholes_do(had, c, topic) ||
      (f->words > 1 && part_does(s, f, topic, G_GUINT64_CONSTANT(1) << topic)))
    return TRUE;
  for (guint i = 0; i < kept->len; i++) {
    const Candidate *other = &g_array_index(kept, Candidate, i);
    if (holds(other->feature, f) && other->of >= COVERED * c->of)
      return TRUE;
    if (holds(f, other->feature) && precision(f, topic) < BETTER * precision(other->feature, topic))
      return TRUE;
  }
  return FALSE;
}

static GArray *choose(const Suggest *s, NtStemmer *stemmer, guint topic, guint64 least, guint64 most)
{
  guint n;
  const NtFeature *const *features = nt_vocabulary_features(s->vocabulary, &n);
  g_autoptr(GArray) all = g_array_new(FALSE, FALSE, sizeof(Candidate));
  GArray *kept = g_array_new(FALSE, FALSE, sizeof(Candidate));
  g_autoptr(GPtrArray) had = g_ptr_array_new();
  for (guint i = 0; i < n; i++) {
    if (features[i]->has >> topic & 1)
      g_ptr_array_add(had, (gpointer)features[i]);
    if (features[i]->of[topic] < least || features[i]->has >> topic & 1)
      continue;
    Candidate c = weigh(s, features[i], topic);
    if (c.z >= LEAST_Z)
      g_array_append_val(all, c);
  }
  g_array_sort(all, by_z);
  g_autoptr(GHashTable) forms = g_hash_table_new(g_str_hash, g_str_equal); /* of those that were chosen */
  for (guint i = 0; i < all->len && kept->len < most; i++) {
    const Candidate *c = &g_array_index(all, Candidate, i);
    if (is_said(s, forms, had, kept, c, topic))
      continue;
    NtStr words[NT_MOST_FORMS];
    guint n_forms = c->feature->kind == NT_FEATURE_WORDS ? nt_inflect(s->arena, stemmer, nt_str(c->feature->text), words) : 0;
    for (guint k = 0; k < n_forms; k++)
      g_hash_table_add(forms, nt_arena_dup(s->arena, words[k].p, words[k].n));
    g_array_append_val(kept, *c);
  }
  return kept;
}

/* ---- YAML ---- */

static void put_candidate(GString *out, const Suggest *s, const Candidate *c, guint topic)
{
  const NtFeature *f = c->feature;
  const char *example = nt_vocabulary_example(s->vocabulary, f, topic);
  double weight = CLAMP(round(c->odds / POINTS_OF * 10) / 10, 0.1, HEAVIEST);
  g_string_append_printf(out, "      # %u of %u articles, %u of %u others: %s\n", f->of[topic],
                         nt_vocabulary_articles_of(s->vocabulary, topic), f->all - f->of[topic],
                         nt_vocabulary_articles(s->vocabulary) - nt_vocabulary_articles_of(s->vocabulary, topic), example ? example : "");
  g_string_append(out, f->kind == NT_FEATURE_WORDS ? "      - {words: [" : "      - {entities: [");
  nt_quoted_scalar(out, f->text);
  g_string_append_printf(out, "], weight: %.1f}", weight);
  if (f->kind == NT_FEATURE_ENTITY)
    g_string_append_printf(out, " # %s", f->name);
  g_string_append_c(out, '\n');
}

static void put_topic(GString *out, const Suggest *s, guint topic, const GArray *kept)
{
  guint n;
  const NtTopics *topics = nt_knowledge_topics(s->knowledge);
  const char *id = s->topics->pdata[topic];
  guint32 number = nt_topics_find(topics, nt_str(id));
  const char *label = number == G_MAXUINT32 ? id : nt_topics_list(topics, &n)[number].label.p;
  g_string_append(out, "  - id: ");
  nt_quoted_scalar(out, id);
  g_string_append(out, "\n    label: ");
  nt_quoted_scalar(out, label);
  g_string_append(out, kept->len ? "\n    evidence:\n" : "\n    evidence: []\n");
  for (guint i = 0; i < kept->len; i++)
    put_candidate(out, s, &g_array_index(kept, Candidate, i), topic);
}

static guint64 put_all(GString *out, const Suggest *s, guint64 least, guint64 most)
{
  g_autoptr(NtStemmer) stemmer = nt_stemmer_new();
  guint64 suggested = 0;
  g_string_append_printf(out,
                         "# What tells the articles of a topic from others, counted in %u articles; what the topic has is left out.\n"
                         "# Take out what these articles alone would say, and put the rest into the \"evidence\" of the topic.\ntopics:\n",
                         nt_vocabulary_articles(s->vocabulary));
  for (guint t = 0; t < s->topics->len; t++) {
    g_autoptr(GArray) kept = choose(s, stemmer, t, least, most);
    put_topic(out, s, t, kept);
    suggested += kept->len;
  }
  return suggested;
}

gboolean nt_knowledge_suggest_topics(const NtKnowledge *knowledge, const NtTopicSuggestSpec *spec, guint64 *suggested, guint64 *unlabelled,
                                     GError **error)
{
  g_autoptr(NtArena) arena = nt_arena_new();
  g_autoptr(GHashTable) labels = g_hash_table_new(g_str_hash, g_str_equal);
  g_autoptr(GPtrArray) topics = g_ptr_array_new();
  Suggest s = {.knowledge = knowledge, .arena = arena, .labels = labels, .topics = topics};
  if (!read_map(&s, spec->map, error))
    return FALSE;
  g_autoptr(NtVocabulary) vocabulary = nt_vocabulary_new(knowledge, (const char *const *)topics->pdata, topics->len, spec->least);
  s.vocabulary = vocabulary;
  if (!nt_articles_read(knowledge, spec->paths, take, &s, error))
    return FALSE;
  g_autoptr(GString) out = g_string_new(NULL);
  *suggested = put_all(out, &s, spec->least, spec->most);
  *unlabelled = s.unlabelled;
  g_autoptr(NtOutfile) file = nt_outfile_open(spec->output, error);
  return file && nt_outfile_write(file, out->str, out->len, error) && nt_outfile_commit(file, error);
}
