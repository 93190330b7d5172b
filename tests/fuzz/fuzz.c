#include "fuzz.h"

#include "article/wire.h"
#include "base/utf8.h"

#include <stdio.h>
#include <stdlib.h>

struct FuzzChain {
  NtNext end; /* first */
  const NtStage *const *stages;
  NtOptions *options;
  NtChain *chain;
  NtArena *arena;
  FuzzLook look;
  NtLayers want;
};

void fuzz_fail(const char *file, int line, const char *what)
{
  fprintf(stderr, "%s:%d: does not hold: %s\n", file, line, what);
  abort();
}

const NtKnowledge *fuzz_knowledge(void)
{
  static NtKnowledge *knowledge;
  if (!knowledge) {
    g_autoptr(NtDiagnostics) diagnostics = nt_diagnostics_new();
    g_autoptr(GError) error = NULL;
    NtKnowledgePlaces places = {.shipped = SOURCE_DIR, .cache = CACHE_DIR};
    knowledge = nt_knowledge_open(&places, diagnostics, &error);
    if (!knowledge)
      fuzz_fail(__FILE__, __LINE__, error->message);
  }
  return knowledge;
}

static gboolean on_give(NtNext *next, NtArticle *article, GError **error)
{
  (void)error;
  FuzzChain *c = (FuzzChain *)next;
  fuzz_check_spans(article);
  if (c->look)
    c->look(article);
  return TRUE;
}

static void on_warn(NtNext *next, const NtArticle *article, const char *message)
{
  (void)next, (void)article;
  fuzz_holds(g_utf8_validate(message, -1, NULL));
}

FuzzChain *fuzz_chain(const NtStage *const *stages, FuzzLook look)
{
  static const NtOption cut = {.name = "cut", .kind = NT_OPTION_FLAG};
  static const NtOption keep = {.name = "keep", .kind = NT_OPTION_TEXTS};
  FuzzChain *c = g_new0(FuzzChain, 1);
  c->end = (NtNext){on_give, on_warn};
  c->look = look;
  c->arena = nt_arena_new();
  c->options = nt_options_new();
  nt_options_set(c->options, &cut, "true", NULL);
  nt_options_set(c->options, &keep, "verdicts", NULL);
  NtStageEnv env = {.knowledge = fuzz_knowledge(), .options = c->options};
  NtLayers made = 0;
  for (const NtStage *const *stage = stages; *stage; stage++) {
    c->want |= (*stage)->reads & ~made;
    made |= (*stage)->writes;
  }
  g_autoptr(GError) error = NULL;
  c->chain = nt_chain_new(stages, &env, &error);
  fuzz_holds(c->chain);
  return c;
}

void fuzz_text(FuzzChain *c, const uint8_t *data, size_t size)
{
  NtArticle article;
  NtUtf8Repairs repairs;
  nt_arena_reset(c->arena);
  nt_article_init(&article, c->arena);
  article.id = NT_STR("fuzz");
  nt_article_set_text(&article, nt_utf8_repair(c->arena, nt_str_n((const char *)data, size), &repairs));
  nt_article_wrote(&article, NT_LAYER(TEXT));
  g_autoptr(GError) error = NULL;
  nt_chain_give(c->chain, &article, &c->end, &error);
}

gboolean fuzz_line(FuzzChain *c, const uint8_t *data, size_t size)
{
  NtArticle article;
  nt_arena_reset(c->arena);
  nt_article_init(&article, c->arena);
  NtStr line = nt_arena_str(c->arena, nt_str_n((const char *)data, size));
  g_autoptr(GError) error = NULL;
  if (!nt_wire_decode(&article, line, c->want, &error)) {
    fuzz_holds(error);
    return FALSE;
  }
  nt_chain_give(c->chain, &article, &c->end, &error);
  return TRUE;
}

void fuzz_document(FuzzChain *c, const NtDocument *d)
{
  if (d->kind == NT_DOCUMENT_LINE) {
    fuzz_holds(fuzz_line(c, (const uint8_t *)d->bytes.p, d->bytes.n));
    return;
  }
  NtArticle article;
  nt_arena_reset(c->arena);
  nt_article_init(&article, c->arena);
  article.id = article.source.path = d->path;
  article.raw = d->bytes;
  article.format = d->format;
  article.charset = d->charset;
  g_autoptr(GError) error = NULL;
  fuzz_holds(nt_chain_give(c->chain, &article, &c->end, &error) || error);
}

/* ---- spans ---- */

static void check_span(const NtArticle *a, NtSpan span)
{
  fuzz_holds(span.start <= span.end && span.end <= a->text.n);
  fuzz_holds(span.start == a->text.n || ((guchar)a->text.p[span.start] & 0xC0) != 0x80);
  fuzz_holds(span.end == a->text.n || ((guchar)a->text.p[span.end] & 0xC0) != 0x80);
}

void fuzz_check_spans(NtArticle *a)
{
  fuzz_holds(nt_utf8_is_valid(a->text.p, a->text.n));
  for (guint i = 0; i < a->zones.n; i++) {
    check_span(a, a->zones.v[i].span);
    fuzz_holds(!i || a->zones.v[i - 1].span.end <= a->zones.v[i].span.start);
  }
  for (guint i = 0; i < a->names.n; i++)
    check_span(a, a->names.v[i].span);
  for (guint i = 0; i < a->patterns.n; i++)
    check_span(a, a->patterns.v[i].span);
  for (guint e = 0; e < a->entities.n; e++) {
    fuzz_holds(a->entities.v[e].mentions.n);
    for (guint m = 0; m < a->entities.v[e].mentions.n; m++)
      check_span(a, a->entities.v[e].mentions.v[m].span);
  }
  for (guint t = 0; t < a->topics.n; t++)
    for (guint e = 0; e < a->topics.v[t].evidence.n; e++)
      check_span(a, a->topics.v[t].evidence.v[e].span);
}
