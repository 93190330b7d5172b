/* How often each name and rule was proposed in a set of articles, how often it stood, and to what it lost. */
#include "articles.h"
#include "check.h"

#include "base/outfile.h"
#include "knowledge/image.h"
#include "knowledge/rule.h"

typedef struct {
  guint64 stood, lost;
  char *loss; /* why the first was lost */
} Use;

typedef struct {
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

static void count(const NtArticle *article, gpointer data)
{
  Against *a = data;
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
  Against a = {.uses = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_use)};
  gboolean good = nt_articles_read(knowledge, paths, count, &a, error);
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
