#include "runner.h"

gboolean nt_marked_parse(NtArena *arena, NtStr source, NtMarked *m)
{
  char *text = nt_arena_alloc(arena, source.n + 1);
  gsize used = 0;
  gboolean inside = FALSE;
  m->n = 0;
  for (gsize i = 0; i < source.n; i++) {
    if (source.p[i] == '[' && !inside && m->n < NT_MOST_MARKS) {
      m->marks[m->n].start = (guint32)used;
      inside = TRUE;
    } else if (source.p[i] == ']' && inside) {
      m->marks[m->n++].end = (guint32)used;
      inside = FALSE;
    } else if (source.p[i] == '[' || source.p[i] == ']') {
      return FALSE;
    } else {
      text[used++] = source.p[i];
    }
  }
  text[used] = '\0';
  m->text = nt_str_n(text, used);
  return !inside;
}

static gboolean take(NtNext *next, NtArticle *article, GError **error)
{
  (void)error;
  ((NtRunner *)next)->seen = article;
  return TRUE;
}

static void ignore(NtNext *next, const NtArticle *article, const char *message)
{
  (void)next, (void)article, (void)message;
}

gboolean nt_runner_open(NtRunner *r, NtLook *look, const NtStage *const *stages, const char *keep)
{
  static const NtOption row = {.name = "keep", .kind = NT_OPTION_TEXTS};
  *r = (NtRunner){.end = {take, ignore}, .look = look, .arena = nt_arena_new(), .options = nt_options_new()};
  if (keep)
    nt_options_set(r->options, &row, keep, NULL);
  NtStageEnv env = {.knowledge = look->knowledge, .options = r->options};
  r->chain = nt_chain_new(stages, &env, NULL);
  return r->chain != NULL;
}

void nt_runner_close(NtRunner *r)
{
  nt_chain_free(r->chain);
  nt_options_free(r->options);
  nt_arena_free(r->arena);
}

const NtArticle *nt_runner_run(NtRunner *r, NtStr text, NtZoneKind zone, gboolean zoned)
{
  NtArticle *article = nt_arena_alloc(r->arena, sizeof *article);
  nt_article_init(article, r->arena);
  article->id = NT_STR("example");
  nt_article_set_text(article, text);
  if (zoned) {
    *nt_vec_push(r->arena, &article->zones) = (NtZone){zone, {0, (guint32)text.n}};
    article->layers |= NT_LAYER(ZONES);
  }
  r->seen = NULL;
  return nt_chain_give(r->chain, article, &r->end, NULL) ? r->seen : NULL;
}

NtZoneKind nt_runner_zone(const NtRule *rule)
{
  if (rule->zones >> NT_ZONE_BODY & 1)
    return NT_ZONE_BODY;
  return (NtZoneKind)__builtin_ctz(rule->zones);
}
