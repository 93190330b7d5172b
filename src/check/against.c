/* How often each name and rule was proposed in a set of articles, how often it stood, and to what it lost. */
#include "check.h"

#include "article/article.h"
#include "article/wire.h"
#include "base/error.h"
#include "base/outfile.h"
#include "knowledge/knowledge.h"
#include "knowledge/rule.h"
#include "pipe/pipe.h"
#include "stages/1-read/read.h"
#include "stages/2-split/split.h"
#include "stages/3-match/match.h"
#include "stages/4-rules/rules.h"
#include "stages/5-resolve/resolve.h"

typedef struct {
  guint64 stood, lost;
  char *loss; /* why the first was lost */
} Use;

typedef struct {
  NtNext end; /* first */
  GHashTable *uses; /* `file:line` → Use */
  guint64 articles;
} Against;

static void free_use(gpointer data)
{
  Use *use = data;
  g_free(use->loss);
  g_free(use);
}

static Use *use_of(Against *a, const char *where)
{
  Use *use = g_hash_table_lookup(a->uses, where);
  if (!use) {
    use = g_new0(Use, 1);
    g_hash_table_insert(a->uses, g_strdup(where), use);
  }
  return use;
}

static gboolean count(NtNext *next, NtArticle *article, GError **error)
{
  (void)error;
  Against *a = (Against *)next;
  a->articles++;
  for (guint e = 0; e < article->entities.n; e++)
    for (guint m = 0; m < article->entities.v[e].mentions.n; m++) {
      const NtMention *mention = &article->entities.v[e].mentions.v[m];
      if (mention->n_why)
        use_of(a, nt_arena_dup(article->arena, mention->why[mention->n_why - 1].p, mention->why[mention->n_why - 1].n))->stood++;
    }
  for (guint v = 0; v < article->verdicts.n; v++) {
    const NtVerdict *verdict = &article->verdicts.v[v];
    Use *use = use_of(a, nt_arena_printf(article->arena, "%.*s:%u", (int)verdict->where.file.n, verdict->where.file.p, verdict->where.line));
    use->lost++;
    if (!use->loss)
      use->loss = g_strndup(verdict->reason.p, verdict->reason.n);
  }
  return TRUE;
}

static void ignore(NtNext *next, const NtArticle *article, const char *message)
{
  (void)next, (void)article, (void)message;
}

static gboolean make_article(const NtDocument *d, NtArticle *article)
{
  if (d->kind == NT_DOCUMENT_LINE)
    return nt_wire_decode(article, d->bytes, NT_LAYER(TEXT) | NT_LAYER(ZONES) | NT_LAYER(META), NULL);
  article->id = article->source.path = d->path;
  article->raw = d->bytes;
  return d->kind != NT_DOCUMENT_ERROR;
}

static gboolean read_articles(Against *a, const NtKnowledge *knowledge, const char *const *paths, GError **error)
{
  static const NtStage *const stages[] = {&nt_stage_read, &nt_stage_split, &nt_stage_match, &nt_stage_rules,
                                          &nt_stage_resolve, NULL};
  static const NtOption keep = {.name = "keep", .kind = NT_OPTION_TEXTS}, cut = {.name = "cut", .kind = NT_OPTION_FLAG};
  g_autoptr(NtOptions) options = nt_options_new();
  nt_options_set(options, &keep, "verdicts", NULL);
  nt_options_set(options, &cut, "true", NULL);
  NtStageEnv env = {.knowledge = knowledge, .options = options};
  gpointer feed = nt_feed_files.open(paths, options, error);
  if (!feed)
    return FALSE;
  g_autoptr(NtChain) chain = nt_chain_new(stages, &env, error);
  g_autoptr(NtArena) in = nt_arena_new(), arena = nt_arena_new();
  gboolean good = chain != NULL;
  while (good) {
    nt_arena_reset(in);
    NtBatch batch = {.arena = in};
    good = nt_feed_files.next(feed, &batch, error);
    if (!good || !batch.documents.n)
      break;
    for (guint i = 0; i < batch.documents.n; i++) {
      NtArticle article;
      nt_arena_reset(arena);
      nt_article_init(&article, arena);
      if (make_article(&batch.documents.v[i], &article))
        nt_chain_give(chain, &article, &a->end, NULL); /* one that cannot be done is none to count */
    }
  }
  nt_feed_files.close(feed);
  return good;
}

/* ---- the table ---- */

typedef struct {
  const char *kind;
  NtStr id, name;
  char *where;
  const Use *use;
} Row;

static void clear_row(gpointer data)
{
  g_free(((Row *)data)->where);
}

/* The most often overruled first, then what never fired, then the rest, each by place. */
static int by_need(gconstpointer x, gconstpointer y)
{
  const Row *a = x, *b = y;
  static const Use none = {0};
  const Use *u = a->use ? a->use : &none, *v = b->use ? b->use : &none;
  if (u->lost != v->lost)
    return u->lost > v->lost ? -1 : 1;
  if (u->stood != v->stood)
    return u->stood < v->stood ? -1 : 1;
  int c = strcmp(a->where, b->where);
  return c ? c : strcmp(a->name.p, b->name.p);
}

static void add_row(GArray *rows, Against *a, const char *kind, NtStr id, NtStr name, NtWhere where)
{
  Row row = {.kind = kind, .id = id, .name = name, .where = g_strdup_printf("%s:%u", where.file.p, where.line)};
  row.use = g_hash_table_lookup(a->uses, row.where);
  g_array_append_val(rows, row);
}

static GArray *rows_of(Against *a, const NtKnowledge *knowledge)
{
  const NtImage *image = nt_knowledge_image(knowledge);
  GArray *rows = g_array_new(FALSE, FALSE, sizeof(Row));
  g_array_set_clear_func(rows, clear_row);
  for (guint32 i = 0; i < image->n_ALIASES; i++) {
    const NtImageManner *m = nt_image_manner(image, i);
    if (m->kind != NT_ALIAS_NAME || m->flags & NT_ALIAS_MADE)
      continue;
    const NtImageEntry *entry = &image->ENTRIES[image->ALIASES[i].owner];
    add_row(rows, a, "name", nt_image_string(image, entry->id), nt_image_string(image, image->ALIASES[i].text),
            nt_image_alias_where(image, i));
  }
  guint n;
  const NtRule *rules = nt_rules_list(nt_knowledge_rules(knowledge), &n);
  for (guint i = 0; i < n; i++)
    add_row(rows, a, "rule", rules[i].id, NT_STR(""), rules[i].where);
  g_array_sort(rows, by_need);
  return rows;
}

static void put_row(GString *out, const Row *row)
{
  g_string_append_printf(out, "%s\t%.*s\t%.*s\t%s\t%" G_GUINT64_FORMAT "\t%" G_GUINT64_FORMAT "\t%s\n", row->kind,
                         (int)row->id.n, row->id.p, (int)row->name.n, row->name.p, row->where, row->use ? row->use->stood : 0,
                         row->use ? row->use->lost : 0, row->use && row->use->loss ? row->use->loss : "");
}

gboolean nt_knowledge_usage(const NtKnowledge *knowledge, const char *const *paths, const char *output, NtUsage *usage,
                            GError **error)
{
  Against a = {.end = {count, ignore}, .uses = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_use)};
  gboolean good = read_articles(&a, knowledge, paths, error);
  *usage = (NtUsage){.articles = a.articles};
  if (good) {
    g_autoptr(GArray) rows = rows_of(&a, knowledge);
    g_autoptr(GString) out = g_string_new("kind\tid\tname\twhere\tstood\tlost\tfirst lost to\n");
    for (guint i = 0; i < rows->len; i++) {
      const Row *row = &g_array_index(rows, Row, i);
      usage->proposers++;
      usage->silent += !row->use;
      usage->overruled += row->use && row->use->lost > row->use->stood;
      put_row(out, row);
    }
    g_autoptr(NtOutfile) file = nt_outfile_open(output, error);
    good = file && nt_outfile_write(file, out->str, out->len, error) && nt_outfile_commit(file, error);
  }
  g_hash_table_unref(a.uses);
  return good;
}
