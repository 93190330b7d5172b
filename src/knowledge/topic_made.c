#include "topic_parts.h"

#include "base/limits.h"

typedef struct {
  NtTopics *topics;
  const NtImage *image;
  GHashTable *removed, *entries; /* ids of topics; numbers of entries that have one */
} Making;

static NtStr free_id(const Making *m, guint32 entry)
{
  NtTopics *t = m->topics;
  guint16 country = m->image->ENTRIES[entry].country;
  NtStr id = nt_topic_family_id(t->arena, nt_image_string(m->image, m->image->ENTRIES[entry].name));
  if (id.p && country && g_hash_table_contains(t->by_id, id.p)) /* georgia-us */
    id = nt_str(nt_arena_printf(t->arena, "%s-%c%c", id.p, g_ascii_tolower((char)(country >> 8)), g_ascii_tolower((char)(country & 0xFF))));
  return id;
}

static void make_topic(const Making *m, const NtTopicFamily *family, guint32 entry)
{
  NtTopics *t = m->topics;
  NtStr own = nt_topic_family_id(t->arena, nt_image_string(m->image, m->image->ENTRIES[entry].name));
  gpointer written = own.p ? g_hash_table_lookup(t->by_id, own.p) : NULL;
  if (written && GPOINTER_TO_UINT(written) <= t->first_made)
    return; /* somebody wrote one of that id */
  NtStr id = free_id(m, entry);
  if (!id.p || g_hash_table_contains(t->by_id, id.p) || g_hash_table_contains(m->removed, id.p) || t->list->len == NT_LIMIT_TOPICS)
    return;
  NtTopicRule rule = nt_topic_family_make(family, t->arena, m->image, entry, id);
  g_hash_table_add(m->entries, GUINT_TO_POINTER(entry + 1));
  g_array_append_val(t->list, rule);
  g_hash_table_insert(t->by_id, (gpointer)id.p, GUINT_TO_POINTER(t->list->len));
}

/* Not in the order of the files: of two entries with one name the same one must have the short id. */
static int by_entry_id(gconstpointer a, gconstpointer b, gpointer data)
{
  const NtImage *image = data;
  return nt_str_compare(nt_image_id(image, *(const guint32 *)a),
                        nt_image_id(image, *(const guint32 *)b));
}

/* Countries go before what is in them and has their name. */
static void make_family(const Making *m, const NtTopicFamily *family)
{
  g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(guint32));
  nt_topic_family_find(family, m->image, found);
  for (guint i = found->len; i-- > 0;)
    if (g_hash_table_contains(m->entries, GUINT_TO_POINTER(g_array_index(found, guint32, i) + 1)))
      g_array_remove_index_fast(found, i);
  g_array_sort_with_data(found, by_entry_id, (gpointer)m->image);
  for (guint country = 2; country-- > 0;)
    for (guint i = 0; i < found->len; i++) {
      guint32 e = g_array_index(found, guint32, i);
      if ((m->image->ENTRIES[e].kind == NT_PLACE_COUNTRY) == (country == 1))
        make_topic(m, family, e);
    }
}

static int by_folder(gconstpointer a, gconstpointer b)
{
  const NtTopicFamily *x = a, *y = b;
  if (x->folder != y->folder)
    return x->folder > y->folder ? -1 : 1;
  if (x->focus != y->focus)
    return x->focus < y->focus ? -1 : 1;
  return (x->model.threshold > y->model.threshold) - (x->model.threshold < y->model.threshold);
}

/* The families of later folders first, of one folder the most generous: an entry gets one topic. */
void nt_topics_make(NtTopics *t, const NtImage *image)
{
  g_autoptr(GHashTable) removed = g_hash_table_new(g_str_hash, g_str_equal), entries = g_hash_table_new(NULL, NULL);
  Making m = {t, image, removed, entries};
  for (guint i = 0; i < t->removals.n; i++)
    g_hash_table_add(removed, (gpointer)t->removals.v[i].id.p);
  qsort(t->families.v, t->families.n, sizeof *t->families.v, by_folder);
  for (guint f = 0; f < t->families.n; f++)
    make_family(&m, &t->families.v[f]);
}

gboolean nt_topics_would_make(const NtTopics *t, const NtImage *image, NtStr id)
{
  g_autoptr(NtArena) arena = nt_arena_new();
  g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(guint32));
  for (guint f = 0; f < t->families.n; f++)
    nt_topic_family_find(&t->families.v[f], image, found);
  for (guint i = 0; i < found->len; i++) {
    nt_arena_reset(arena);
    if (nt_str_equal(nt_topic_family_id(arena, nt_image_string(image, image->ENTRIES[g_array_index(found, guint32, i)].name)), id))
      return TRUE;
  }
  return FALSE;
}
