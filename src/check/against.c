/* How often each name and rule was proposed in a set of articles, how often it stood, and to what it lost; and the same of topics. */
#include "articles.h"
#include "check.h"

#include "base/outfile.h"
#include "knowledge/image.h"
#include "knowledge/rule.h"
#include "usage_topics.h"

typedef struct {
  guint64 stood, lost;
  char *loss; /* why the first was lost */
} Use;

typedef struct {
  GHashTable *uses; /* `file:line` → Use */
  guint64 articles;
  NtTopicUsage *topics;
  GArray *rows; /* Row */
  NtUsage *usage;
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
  nt_topic_usage_add(a->topics, (NtArticle *)article);
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
  NtStr id;
  char *name, *where;
  guint64 stood, lost;
  const char *loss;
  char *remark;
} Row;

static void clear_row(gpointer data)
{
  Row *row = data;
  g_free(row->name);
  g_free(row->where);
  g_free(row->remark);
}

/* The most often overruled first, then what never fired, then the rest, each by place. */
static int by_need(gconstpointer x, gconstpointer y)
{
  const Row *a = x, *b = y;
  if (a->lost != b->lost)
    return a->lost > b->lost ? -1 : 1;
  if (a->stood != b->stood)
    return a->stood < b->stood ? -1 : 1;
  int c = strcmp(a->where, b->where);
  return c ? c : strcmp(a->name, b->name);
}

static void add_row(Against *a, const char *kind, NtStr id, NtStr name, NtWhere where)
{
  Row row = {.kind = kind, .id = id, .name = g_strndup(name.p, name.n), .where = g_strdup_printf("%s:%u", where.file.p, where.line)};
  const Use *use = g_hash_table_lookup(a->uses, row.where);
  if (use) {
    row.stood = use->stood;
    row.lost = use->lost;
    row.loss = use->loss;
  }
  a->usage->proposers++;
  a->usage->silent += !use;
  a->usage->overruled += row.lost > row.stood;
  g_array_append_val(a->rows, row);
}

static void add_topic_row(const NtTopicUsageRow *from, gpointer data)
{
  Against *a = data;
  Row row = {
    .kind = from->kind,
    .id = from->id,
    .name = g_strndup(from->name.p, from->name.n),
    .where = g_strdup_printf("%s:%u", from->where.file.p, from->where.line),
    .stood = from->stood,
    .lost = from->lost,
    .loss = from->loss,
    .remark = g_strdup(from->remark),
  };
  gboolean word = g_str_equal(from->kind, "word");
  a->usage->words += word;
  a->usage->silent_words += word && !from->stood;
  a->usage->everywhere += word && from->remark;
  a->usage->together += !word && from->remark;
  g_array_append_val(a->rows, row);
}

static void add_rows(Against *a, const NtKnowledge *knowledge)
{
  const NtImage *image = nt_knowledge_image(knowledge);
  for (guint32 i = 0; i < image->n_ALIASES; i++) {
    const NtImageManner *m = nt_image_manner(image, i);
    if (m->kind != NT_ALIAS_NAME || m->flags & NT_ALIAS_MADE)
      continue;
    const NtImageEntry *entry = &image->ENTRIES[image->ALIASES[i].owner];
    add_row(a, "name", nt_image_string(image, entry->id), nt_image_string(image, image->ALIASES[i].text), nt_image_alias_where(image, i));
  }
  guint n;
  const NtRule *rules = nt_rules_list(nt_knowledge_rules(knowledge), &n);
  for (guint i = 0; i < n; i++)
    add_row(a, "rule", rules[i].id, NT_STR(""), rules[i].where);
  nt_topic_usage_rows(a->topics, add_topic_row, a);
  g_array_sort(a->rows, by_need);
}

static void put_row(GString *out, const Row *row)
{
  g_string_append_printf(out, "%s\t%.*s\t%s\t%s\t%" G_GUINT64_FORMAT "\t%" G_GUINT64_FORMAT "\t%s\t%s\n", row->kind, (int)row->id.n,
                         row->id.p, row->name, row->where, row->stood, row->lost, row->loss ? row->loss : "", row->remark ? row->remark : "");
}

static gboolean write_rows(const Against *a, const char *output, GError **error)
{
  g_autoptr(GString) out = g_string_new("kind\tid\tname\twhere\tstood\tlost\tfirst lost to\tremark\n");
  for (guint i = 0; i < a->rows->len; i++)
    put_row(out, &g_array_index(a->rows, Row, i));
  g_autoptr(NtOutfile) file = nt_outfile_open(output, error);
  return file && nt_outfile_write(file, out->str, out->len, error) && nt_outfile_commit(file, error);
}

gboolean nt_knowledge_usage(const NtKnowledge *knowledge, const char *const *paths, const char *output, NtUsage *usage,
                            GError **error)
{
  Against a = {
    .uses = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_use),
    .topics = nt_topic_usage_new(knowledge),
    .rows = g_array_new(FALSE, FALSE, sizeof(Row)),
    .usage = usage,
  };
  g_array_set_clear_func(a.rows, clear_row);
  gboolean good = nt_articles_read(knowledge, paths, count, &a, error);
  *usage = (NtUsage){.articles = a.articles};
  if (good) {
    add_rows(&a, knowledge);
    good = write_rows(&a, output, error);
  }
  g_hash_table_unref(a.uses);
  g_array_unref(a.rows);
  nt_topic_usage_free(a.topics);
  return good;
}
