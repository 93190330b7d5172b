#include "tag.h"

#include "pipe/documents.h"
#include "stages/1-read/read.h"
#include "stages/2-split/split.h"
#include "stages/3-match/match.h"
#include "stages/4-rules/rules.h"
#include "stages/5-resolve/resolve.h"
#include "stages/6-topics/topics.h"

typedef struct {
  NtNext next; /* first: the end of the chain */
  NtEvalSet *set;
  NtArena *arena; /* of the article at hand */
  NtOptions *options;
  NtChain *chain;
} Tagger;

static NtStr keep(NtEvalSet *set, NtStr s)
{
  return s.p ? nt_arena_str(set->arena, s) : s;
}

static void take_why(NtEvalSet *set, NtEvalSpan *mark, const NtMention *m)
{
  g_autoptr(GString) all = g_string_new(NULL);
  for (guint i = 0; i < m->n_why; i++) {
    if (i)
      g_string_append(all, ", ");
    g_string_append_len(all, m->why[i].p, (gssize)m->why[i].n);
  }
  mark->why = nt_arena_str(set->arena, nt_str_n(all->str, all->len));
  if (m->n_why)
    mark->where = keep(set, m->why[m->n_why - 1]);
}

static void take_entities(NtEvalSet *set, NtEvalDocument *d, const NtArticle *a)
{
  for (guint e = 0; e < a->entities.n; e++) {
    const NtEntity *entity = &a->entities.v[e];
    NtStr id = keep(set, entity->id), country = keep(set, entity->about.country);
    for (guint i = 0; i < entity->mentions.n; i++) {
      const NtMention *m = &entity->mentions.v[i];
      NtEvalSpan *mark = nt_eval_mark(set, d, m->span, nt_str(nt_type_word(entity->type)));
      mark->entity = (gint)e;
      mark->id = id;
      mark->zone = m->zone;
      mark->country = country;
      mark->located = !isnan(entity->about.lat) && !isnan(entity->about.lon);
      mark->lat = entity->about.lat;
      mark->lon = entity->about.lon;
      take_why(set, mark, m);
    }
  }
  d->has_entities = TRUE;
}

static void take_losers(NtEvalSet *set, NtEvalDocument *d, const NtArticle *a)
{
  for (guint i = 0; i < a->verdicts.n; i++) {
    const NtVerdict *v = &a->verdicts.v[i];
    *nt_vec_push(set->arena, &d->losers) = (NtEvalLoser){
      .span = v->span,
      .type = nt_str(nt_type_word(v->type)),
      .where = nt_str(nt_arena_printf(set->arena, "%.*s:%u", (int)v->where.file.n, v->where.file.p, v->where.line)),
      .reason = keep(set, v->reason),
    };
  }
}

static void take_topics(NtEvalSet *set, NtEvalDocument *d, const NtArticle *a)
{
  d->has_topics = TRUE;
  for (guint i = 0; i < a->topics.n; i++) {
    const NtTopic *t = &a->topics.v[i];
    NtWhere where = t->evidence.n ? t->evidence.v[0].where : (NtWhere){0};
    *nt_vec_push(set->arena, &d->topics) = keep(set, t->id);
    *nt_vec_push(set->arena, &d->topic_whys) =
      where.file.p ? nt_str(nt_arena_printf(set->arena, "%.*s:%u", (int)where.file.n, where.file.p, where.line)) : (NtStr){0};
  }
}

static gboolean take(NtNext *next, NtArticle *a, GError **error)
{
  Tagger *t = (Tagger *)next;
  (void)error;
  NtEvalDocument *d = nt_eval_set_add(t->set, a->id, "", 0);
  if (!d)
    return TRUE;
  d->text = keep(t->set, a->text);
  for (guint i = 0; i < a->zones.n; i++)
    *nt_vec_push(t->set->arena, &d->zones) = a->zones.v[i];
  take_entities(t->set, d, a);
  take_losers(t->set, d, a);
  take_topics(t->set, d, a);
  return TRUE;
}

static void ignore(NtNext *next, const NtArticle *article, const char *message)
{
  (void)next, (void)article, (void)message;
}

static void tagger_close(Tagger *t)
{
  nt_chain_free(t->chain);
  nt_options_free(t->options);
  nt_arena_free(t->arena);
}

static gboolean tagger_open(Tagger *t, NtEvalSet *set, const NtKnowledge *knowledge, const NtStage *const *stages, gboolean cut,
                            GError **error)
{
  static const NtOption keep_row = {.name = "keep", .kind = NT_OPTION_TEXTS}, cut_row = {.name = "cut", .kind = NT_OPTION_FLAG};
  *t = (Tagger){.next = {take, ignore}, .set = set, .arena = nt_arena_new(), .options = nt_options_new()};
  nt_options_set(t->options, &keep_row, "verdicts", NULL);
  if (cut)
    nt_options_set(t->options, &cut_row, "true", NULL);
  NtStageEnv env = {.knowledge = knowledge, .options = t->options};
  t->chain = nt_chain_new(stages, &env, error);
  return t->chain != NULL;
}

gboolean nt_eval_tag(NtEvalSet *set, const NtEvalSet *texts, const NtKnowledge *knowledge, GError **error)
{
  static const NtStage *const stages[] = {&nt_stage_split, &nt_stage_match, &nt_stage_rules, &nt_stage_resolve, &nt_stage_topics, NULL};
  Tagger t;
  gboolean good = tagger_open(&t, set, knowledge, stages, FALSE, error);
  for (guint i = 0; good && i < texts->documents.n; i++) {
    NtArticle article;
    g_autoptr(GError) failed = NULL;
    nt_arena_reset(t.arena);
    nt_article_init(&article, t.arena);
    article.id = texts->documents.v[i]->id;
    nt_article_set_text(&article, texts->documents.v[i]->text);
    if (!nt_chain_give(t.chain, &article, &t.next, &failed))
      nt_eval_skip(set, article.id.p, 0, "%s", failed->message);
  }
  tagger_close(&t);
  return good;
}

static void skip(const NtDocument *d, const char *why, gpointer data)
{
  g_autofree char *path = g_strndup(d->path.p, d->path.n);
  nt_eval_skip(data, path, (guint)d->line, "%s", why);
}

gboolean nt_eval_tag_paths(NtEvalSet *set, const char *const *paths, const NtKnowledge *knowledge, GError **error)
{
  static const NtStage *const stages[] = {&nt_stage_read,    &nt_stage_split,   &nt_stage_match, &nt_stage_rules,
                                          &nt_stage_resolve, &nt_stage_topics,  NULL};
  Tagger t;
  gboolean good = tagger_open(&t, set, knowledge, stages, TRUE, error) &&
                  nt_documents_give(&nt_feed_files, paths, t.options, t.chain, &t.next, skip, set, error);
  tagger_close(&t);
  return good;
}
