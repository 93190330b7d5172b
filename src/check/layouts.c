/* Examples of page layouts: each is a page, and says which articles it holds. */
#include "knowledge/layout.h"
#include "look.h"
#include "pipe/chain.h"
#include "stages/2-split/split.h"

typedef struct {
  NtNext end; /* first */
  NtLook *look;
  const NtLayout *layout;
  guint seen;
} Trial;

static void fail(const Trial *t, guint number, const char *format, ...) G_GNUC_PRINTF(3, 4);
static void fail(const Trial *t, guint number, const char *format, ...)
{
  const NtLayout *l = t->layout;
  guint line = number < l->n_articles ? l->articles[number].line : l->where.line;
  va_list args;
  va_start(args, format);
  g_autofree char *what = g_strdup_vprintf(format, args);
  va_end(args);
  nt_diagnostics_add(t->look->findings, NT_SEVERITY_ERROR, l->where.file.p, line, 1, "example-fails", "layout \"%s\": %s", l->id.p, what);
}

static void compare(const Trial *t, const char *what, NtStr wanted, NtStr found)
{
  if (!wanted.p || nt_str_equal(wanted, found))
    return;
  fail(t, t->seen, "the %s of article %u is \"%.*s\", not \"%.*s\"", what, t->seen + 1, (int)MIN(found.n, 120), found.p ? found.p : "",
       (int)wanted.n, wanted.p);
}

static gboolean take(NtNext *next, NtArticle *article, GError **error)
{
  Trial *t = (Trial *)next;
  (void)error;
  if (t->seen < t->layout->n_articles) {
    const NtLayoutArticle *want = &t->layout->articles[t->seen];
    compare(t, "headline", want->headline, article->meta.headline);
    compare(t, "publisher", want->publisher, article->meta.publisher);
    compare(t, "published", want->published, article->meta.published);
    compare(t, "byline", want->byline, article->meta.byline);
  }
  t->seen++;
  return TRUE;
}

static void ignore(NtNext *next, const NtArticle *article, const char *message)
{
  (void)next, (void)article, (void)message;
}

static void try_layout(NtLook *look, NtChain *chain, const NtLayout *layout)
{
  Trial t = {.end = {take, ignore}, .look = look, .layout = layout};
  NtArena *arena = nt_arena_new();
  NtArticle article;
  nt_article_init(&article, arena);
  article.id = NT_STR("example");
  nt_article_set_text(&article, layout->example);
  if (nt_chain_give(chain, &article, &t.end, NULL) && t.seen != layout->n_articles)
    fail(&t, layout->n_articles, "its example is cut into %u articles, not %u", t.seen, layout->n_articles);
  nt_arena_free(arena);
}

void nt_look_layouts(NtLook *look)
{
  static const NtStage *const stages[] = {&nt_stage_split, NULL};
  static const NtOption cut = {.name = "cut", .kind = NT_OPTION_FLAG};
  g_autoptr(NtOptions) options = nt_options_new();
  nt_options_set(options, &cut, "true", NULL);
  NtStageEnv env = {.knowledge = look->knowledge, .options = options};
  g_autoptr(NtChain) chain = nt_chain_new(stages, &env, NULL);
  guint n;
  const NtLayout *layouts = nt_layouts_list(nt_knowledge_layouts(look->knowledge), &n);
  for (guint i = 0; chain && i < n; i++)
    if (layouts[i].example.p)
      try_layout(look, chain, &layouts[i]);
}
