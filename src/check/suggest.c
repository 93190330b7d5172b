/* Names that rules found and no gazetteer knows. */
#include "articles.h"
#include "check.h"

#include "base/outfile.h"
#include "knowledge/image.h"
#include "quoted.h"

typedef struct {
  char *name, *id, *sentence;
  NtType type;
  guint64 articles, mentions;
} Found;

typedef struct {
  const NtImage *image;
  GHashTable *found; /* `type name` → Found */
} Suggest;

static void free_found(gpointer data)
{
  Found *found = data;
  g_free(found->name);
  g_free(found->id);
  g_free(found->sentence);
  g_free(found);
}

static void take(const NtArticle *article, gpointer data)
{
  Suggest *s = data;
  for (guint e = 0; e < article->entities.n; e++) {
    const NtEntity *entity = &article->entities.v[e];
    if (nt_image_entry(s->image, entity->id) != G_MAXUINT32)
      continue;
    g_autofree char *key = g_strdup_printf("%d %.*s", (int)entity->type, (int)entity->name.n, entity->name.p);
    Found *found = g_hash_table_lookup(s->found, key);
    if (!found) {
      found = g_new0(Found, 1);
      found->name = g_strndup(entity->name.p, entity->name.n);
      found->id = g_strndup(entity->id.p, entity->id.n);
      found->type = entity->type;
      found->sentence = nt_quoted_sentence(article, entity->mentions.v[0].span);
      g_hash_table_insert(s->found, g_steal_pointer(&key), found);
    }
    found->articles++;
    found->mentions += entity->mentions.n;
  }
}

static int by_count(gconstpointer a, gconstpointer b)
{
  const Found *x = *(Found *const *)a, *y = *(Found *const *)b;
  if (x->articles != y->articles)
    return x->articles > y->articles ? -1 : 1;
  if (x->mentions != y->mentions)
    return x->mentions > y->mentions ? -1 : 1;
  int c = strcmp(x->name, y->name);
  return c ? c : (int)x->type - (int)y->type;
}

static void put_found(GString *out, const Found *found)
{
  g_string_append_printf(out, "  # %" G_GUINT64_FORMAT " articles, %" G_GUINT64_FORMAT " mentions: %s\n  - id: ", found->articles,
                         found->mentions, found->sentence);
  g_autofree char *id = g_strdup(found->id);
  nt_quoted_scalar(out, g_strdelimit(id, ":", '-'));
  g_string_append(out, "\n    name: ");
  nt_quoted_scalar(out, found->name);
  g_string_append_printf(out, "\n    type: %s\n", nt_type_word(found->type));
}

gboolean nt_knowledge_suggest(const NtKnowledge *knowledge, const char *const *paths, guint64 least, const char *output,
                              guint64 *suggested, GError **error)
{
  Suggest s = {nt_knowledge_image(knowledge), g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_found)};
  gboolean good = nt_articles_read(knowledge, paths, take, &s, error);
  *suggested = 0;
  if (good) {
    g_autoptr(GPtrArray) all = g_ptr_array_new();
    g_autoptr(GList) values = g_hash_table_get_values(s.found);
    for (const GList *one = values; one; one = one->next)
      g_ptr_array_add(all, one->data);
    g_autoptr(GString) out =
      g_string_new("# Names that rules found and no gazetteer knows. Take out what is wrong, mend types, and keep the rest.\n"
                   "source: own articles\nlicence: unknown\n");
    g_ptr_array_sort(all, by_count);
    for (guint i = 0; i < all->len; i++) {
      const Found *found = all->pdata[i];
      if (found->articles < least)
        break;
      if (!(*suggested)++)
        g_string_append(out, "entries:\n");
      put_found(out, found);
    }
    if (!*suggested)
      g_string_append(out, "entries: []\n");
    g_autoptr(NtOutfile) file = nt_outfile_open(output, error);
    good = file && nt_outfile_write(file, out->str, out->len, error) && nt_outfile_commit(file, error);
  }
  g_hash_table_unref(s.found);
  return good;
}
