#include "explain.h"

#include "answer.h"
#include "base/error.h"
#include "base/nearest.h"
#include "pipe/chain.h"
#include "stages/1-read/read.h"
#include "stages/2-split/split.h"
#include "stages/3-match/match.h"
#include "stages/4-rules/rules.h"
#include "stages/5-resolve/resolve.h"
#include "topic.h"

#include <stdio.h>

typedef struct {
  NtNext next; /* first */
  const NtKnowledge *knowledge;
  const NtExplainSpec *spec;
  NtArticle *page;
  NtSpan place;  /* of the page; empty: all of it */
  guint answers;
  NtTopicIndex *topics; /* where one is asked for */
  guint32 topic;
  NtTopicRoom room;
  GString *out;
} Explain;

/* ---- the page ---- */

static gboolean keep_page(NtNext *next, NtArticle *article, GError **error)
{
  (void)error;
  ((Explain *)next)->page = article;
  return TRUE;
}

static void ignore(NtNext *next, const NtArticle *article, const char *message)
{
  (void)next, (void)article, (void)message;
}

static gboolean read_standard_input(NtArena *arena, NtStr *raw)
{
  g_autoptr(GString) all = g_string_new(NULL);
  char room[4096];
  for (gsize n; (n = fread(room, 1, sizeof room, stdin)) > 0;)
    g_string_append_len(all, room, (gssize)n);
  *raw = nt_arena_str(arena, nt_str_n(all->str, all->len));
  return !ferror(stdin);
}

static gboolean read_page(Explain *x, NtArticle *article, GError **error)
{
  static const NtStage *const stages[] = {&nt_stage_read, NULL};
  NtStageEnv env = {0};
  g_autoptr(NtChain) chain = nt_chain_new(stages, &env, error);
  article->id = article->source.path = nt_str(x->spec->path);
  if (g_str_equal(x->spec->path, "-") && !read_standard_input(article->arena, &article->raw)) {
    g_set_error(error, NT_ERROR, NT_ERROR_IO, "standard input cannot be read");
    return FALSE;
  }
  x->next = (NtNext){keep_page, ignore};
  if (chain && nt_chain_give(chain, article, &x->next, error))
    return TRUE;
  g_prefix_error(error, "%s: ", x->spec->path);
  return FALSE;
}

/* ---- the place ---- */

static gboolean find_place(Explain *x, GError **error)
{
  NtStr text = x->page->text;
  const NtExplainSpec *spec = x->spec;
  if (spec->at_offset) {
    gsize at = nt_offsets_byte(&x->page->offsets, (gsize)spec->offset);
    if (at >= text.n) {
      g_set_error(error, NT_ERROR, NT_ERROR_INPUT, "%s: the text ends before character %" G_GUINT64_FORMAT, spec->path, spec->offset);
      return FALSE;
    }
    x->place = (NtSpan){(guint32)at, (guint32)at + 1};
  } else if (spec->text) {
    const char *found = *spec->text ? g_strstr_len(text.p, (gssize)text.n, spec->text) : NULL;
    if (!found) {
      g_set_error(error, NT_ERROR, NT_ERROR_INPUT, "%s: \"%s\" does not stand in the text", spec->path, spec->text);
      return FALSE;
    }
    x->place = (NtSpan){(guint32)(found - text.p), (guint32)(found - text.p + (gssize)strlen(spec->text))};
  }
  return TRUE;
}

/* The word at a single character. */
static NtSpan widen(const Explain *x, NtArticle *article, NtSpan span)
{
  const NtLexis *lexis = nt_lexis_of(x->knowledge, article, NULL);
  guint32 token = lexis && x->spec->at_offset ? nt_lexis_token_at(lexis, span.start) : G_MAXUINT32;
  if (lexis && token < lexis->tokens.n)
    return (NtSpan){lexis->tokens.v[token].start, lexis->tokens.v[token].end};
  return span;
}

/* ---- answers ---- */

static void answer(Explain *x, NtArticle *article, NtSpan span, const NtEntity *entity, const NtMention *mention)
{
  NtExplained explained;
  nt_explained_find(x->knowledge, article, span, entity, mention, &explained);
  explained.shift = article->source.bytes.start - x->page->source.bytes.start;
  if (x->spec->json)
    nt_explained_json(&explained, x->page, x->out);
  else
    nt_explained_say(&explained, x->page, x->spec->colour, x->out);
  x->answers++;
}

typedef struct {
  const NtEntity *entity;
  const NtMention *mention;
} Tag;

static int by_place(gconstpointer a, gconstpointer b)
{
  return nt_span_compare(((const Tag *)a)->mention->span, ((const Tag *)b)->mention->span);
}

static GArray *tags_of(const NtArticle *a)
{
  GArray *tags = g_array_new(FALSE, FALSE, sizeof(Tag));
  for (guint e = 0; e < a->entities.n; e++)
    for (guint m = 0; m < a->entities.v[e].mentions.n; m++) {
      Tag tag = {&a->entities.v[e], &a->entities.v[e].mentions.v[m]};
      g_array_append_val(tags, tag);
    }
  g_array_sort(tags, by_place);
  return tags;
}

static gboolean answer_topic(Explain *x, NtArticle *article, GError **error)
{
  NtLabelling labelling;
  NtTopicAnswer answer;
  if (!nt_labelling_init(&labelling, x->topics, &x->room, article, error))
    return FALSE;
  nt_topic_answer_init(&answer, &labelling, x->topic);
  answer.shift = article->source.bytes.start - x->page->source.bytes.start;
  if (x->spec->json)
    nt_topic_answer_json(&answer, x->page, x->out);
  else
    nt_topic_answer_say(&answer, x->spec->colour, x->out);
  x->answers++;
  return TRUE;
}

static gboolean see(NtNext *next, NtArticle *article, GError **error)
{
  Explain *x = (Explain *)next;
  guint32 shift = article->source.bytes.start - x->page->source.bytes.start;
  gboolean all = x->place.end == 0;
  if (!all && (x->place.start < shift || x->place.start >= shift + article->text.n))
    return TRUE;
  if (x->topics)
    return answer_topic(x, article, error);
  NtSpan place = all ? (NtSpan){0, 0} : widen(x, article, (NtSpan){x->place.start - shift, MIN(x->place.end - shift, (guint32)article->text.n)});
  g_autoptr(GArray) tags = tags_of(article);
  gboolean tagged = FALSE;
  for (guint i = 0; i < tags->len; i++) {
    const Tag *tag = &g_array_index(tags, Tag, i);
    if (!all && !nt_span_overlaps(tag->mention->span, place))
      continue;
    answer(x, article, tag->mention->span, tag->entity, tag->mention);
    tagged = TRUE;
  }
  if (!all && !tagged)
    answer(x, article, place, NULL, NULL);
  return TRUE;
}

/* ---- which topic ---- */

static gboolean find_topic(Explain *x, GError **error)
{
  guint n;
  const NtTopics *topics = nt_knowledge_topics(x->knowledge);
  const NtTopicRule *rules = nt_topics_list(topics, &n);
  x->topic = nt_topics_find(topics, nt_str(x->spec->topic));
  if (x->topic == G_MAXUINT32) {
    g_autofree const char **ids = g_new(const char *, n + 1);
    for (guint i = 0; i < n; i++)
      ids[i] = rules[i].id.p;
    const char *near = nt_nearest(x->spec->topic, ids, n);
    g_set_error(error, NT_ERROR, NT_ERROR_USAGE, "there is no topic \"%s\"%s%s%s", x->spec->topic, near ? "; did you mean \"" : "",
                near ? near : "", near ? "\"?" : "");
    return FALSE;
  }
  x->topics = nt_topic_index_new((NtKnowledge *)x->knowledge);
  nt_topic_room_init(&x->room, x->topics);
  return TRUE;
}

/* A place between two articles of a page is furniture of none. */
static void say_no_article(Explain *x)
{
  if (x->place.end && !x->answers && !x->spec->json)
    g_string_append(x->out, "That place is in no article of the page.\n");
}

static gboolean explain(Explain *x, NtArena *arena, GError **error)
{
  static const NtStage *const stages[] = {&nt_stage_split, &nt_stage_match, &nt_stage_rules, &nt_stage_resolve, NULL};
  static const NtOption keep = {.name = "keep", .kind = NT_OPTION_TEXTS}, cut = {.name = "cut", .kind = NT_OPTION_FLAG};
  g_autoptr(NtOptions) options = nt_options_new();
  nt_options_set(options, &keep, "verdicts", NULL);
  nt_options_set(options, &cut, "true", NULL);
  NtArticle article;
  nt_article_init(&article, arena);
  if ((x->spec->topic && !find_topic(x, error)) || !read_page(x, &article, error) || !find_place(x, error))
    return FALSE;
  NtStageEnv env = {.knowledge = x->knowledge, .options = options};
  g_autoptr(NtChain) chain = nt_chain_new(stages, &env, error);
  NtArticle page = *x->page;
  x->page = &page;
  x->next = (NtNext){see, ignore};
  if (!chain || !nt_chain_give(chain, &article, &x->next, error))
    return FALSE;
  say_no_article(x);
  return TRUE;
}

gboolean nt_explain(const NtKnowledge *knowledge, const NtExplainSpec *spec, GString *out, GError **error)
{
  g_autoptr(NtArena) arena = nt_arena_new();
  Explain x = {.knowledge = knowledge, .spec = spec, .out = out};
  gboolean good = explain(&x, arena, error);
  if (x.topics)
    nt_topic_room_clear(&x.room);
  nt_topic_index_free(x.topics);
  return good;
}
