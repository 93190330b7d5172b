/* What rows say of words: the classes of a language are few, and the same ones come back; what is said of them is fewer still. */
#include "evidence_parts.h"

#include "base/limits.h"
#include "base/number_map.h"

/* ---- one copy of equals ---- */

static guint hash_of(gconstpointer of, gsize size)
{
  guint64 hash = nt_hash_much(of, size);
  return (guint)(hash ^ hash >> 32);
}

#define SUMS_BYTES (G_STRUCT_OFFSET(NtSums, strongest) + sizeof(((NtSums *)NULL)->strongest)) /* nothing is known of those behind */

static guint hash_of_sums(gconstpointer sums)
{
  return hash_of(sums, SUMS_BYTES);
}

G_STATIC_ASSERT(sizeof(NtWordSums) == NT_N_POSITIONS * sizeof(gpointer)); /* nothing is known of what would stand between */

static guint hash_of_word(gconstpointer word)
{
  return hash_of(word, sizeof(NtWordSums));
}

static gboolean equal_sums(gconstpointer a, gconstpointer b)
{
  return memcmp(a, b, SUMS_BYTES) == 0;
}

static gboolean equal_words(gconstpointer a, gconstpointer b)
{
  return memcmp(a, b, sizeof(NtWordSums)) == 0;
}

void nt_sums_store_init(NtSumsStore *store, NtArena *arena)
{
  store->arena = arena;
  store->sums = g_hash_table_new(hash_of_sums, equal_sums);
  store->words = g_hash_table_new(hash_of_word, equal_words);
}

void nt_sums_store_clear(NtSumsStore *store)
{
  g_hash_table_unref(store->sums);
  g_hash_table_unref(store->words);
}

void *nt_sums_room(NtArena *arena, gsize size)
{
  char *room = nt_arena_alloc0(arena, size + NT_CACHE_LINE);
  return room + (NT_CACHE_LINE - (guintptr)room % NT_CACHE_LINE) % NT_CACHE_LINE;
}

static gconstpointer keep(NtArena *arena, GHashTable *known, gconstpointer of, gsize size)
{
  gconstpointer kept = g_hash_table_lookup(known, of);
  if (kept)
    return kept;
  gpointer copy = memcpy(nt_sums_room(arena, size), of, size);
  g_hash_table_add(known, copy);
  return copy;
}

const NtSums *nt_sums_store_keep(NtSumsStore *store, const NtSums *sums)
{
  return keep(store->arena, store->sums, sums, sizeof *sums);
}

const NtWordSums *nt_sums_store_keep_word(NtSumsStore *store, const NtWordSums *word)
{
  return keep(store->arena, store->words, word, sizeof *word);
}

/* ---- words ---- */

/* A word that was asked for: most of those beside names are the same few. */
typedef struct {
  guint64 key;
  const NtWordSums *sums; /* NULL: free */
} Recent;

#define N_RECENT 4096u

struct NtEvidenceKept {
  const NtEvidenceSet *set;
  NtArena *arena;
  NtSumsStore store;
  const NtWordSums **of_class; /* NULL until it is asked for */
  NtNumberMap numbers;         /* of `words`, from 1 on, by a hash of what they are made of */
  NT_VEC(const NtWordSums *) words;
  guint n;                     /* classes and words that are kept */
  Recent recent[N_RECENT];     /* by a hash of word and class; one takes the place of another */
};

NtEvidenceKept *nt_evidence_kept_new(const NtEvidenceSet *set)
{
  NtEvidenceKept *kept = g_new0(NtEvidenceKept, 1);
  kept->set = set;
  kept->arena = nt_arena_new();
  nt_sums_store_init(&kept->store, kept->arena);
  kept->of_class = g_new0(const NtWordSums *, set->image->n_CLASSES);
  nt_number_map_init(&kept->numbers, kept->arena);
  return kept;
}

void nt_evidence_kept_free(NtEvidenceKept *kept)
{
  if (!kept)
    return;
  nt_sums_store_clear(&kept->store);
  g_free(kept->of_class);
  nt_arena_free(kept->arena);
  g_free(kept);
}

/* Of the parts together. At most positions only one of them says anything, and then nothing is added up. */
static NtWordSums sum_of(const NtEvidenceSet *set, NtSumsStore *store, const NtWordSums *const *parts, guint n, NtArena *arena)
{
  NtWordSums word = {{NULL}};
  for (guint p = 0; p < NT_N_POSITIONS; p++) {
    NtSums sum;
    gboolean several = FALSE;
    for (guint i = 0; i < n; i++) {
      const NtSums *said = parts[i]->at[p];
      if (!said)
        continue;
      if (!word.at[p]) {
        word.at[p] = said;
        continue;
      }
      if (!several)
        sum = *word.at[p];
      several = TRUE;
      nt_evidence_add_sums(set, &sum, said);
    }
    if (several)
      word.at[p] = store ? nt_sums_store_keep(store, &sum) : memcpy(nt_sums_room(arena, sizeof sum), &sum, sizeof sum);
  }
  return word;
}

static const NtWordSums *make(NtEvidenceKept *kept, const NtWordSums *word, const NtImageMembership *letters, guint n_letters, guint32 class, NtArena *arena)
{
  const NtImage *image = kept->set->image;
  guint32 first = class ? image->CLASSES[class] : 0, end = class ? image->CLASSES[class + 1] : 0;
  const NtWordSums **parts = nt_arena_new_array(arena, const NtWordSums *, n_letters + (end - first) + 1);
  guint n = 0;
  if (word)
    parts[n++] = word;
  for (guint i = 0; i < n_letters; i++)
    if ((parts[n] = nt_evidence_list_sums(kept->set, letters[i].list, letters[i].weight)))
      n++;
  for (guint32 m = first; m < end; m++)
    if ((parts[n] = nt_evidence_list_sums(kept->set, image->MEMBERSHIPS[m].list, image->MEMBERSHIPS[m].weight)))
      n++;
  gboolean keeps = kept->n < NT_LIMIT_KEPT_CLASSES;
  NtWordSums sums = sum_of(kept->set, keeps ? &kept->store : NULL, parts, n, arena);
  if (!keeps)
    return memcpy(nt_sums_room(arena, sizeof sums), &sums, sizeof sums);
  kept->n++;
  return nt_sums_store_keep_word(&kept->store, &sums);
}

const NtWordSums *nt_evidence_kept_class(NtEvidenceKept *kept, guint32 class, NtArena *arena)
{
  const NtWordSums *known = kept->of_class[class];
  if (known)
    return known;
  gboolean keeps = kept->n < NT_LIMIT_KEPT_CLASSES;
  const NtWordSums *made = make(kept, NULL, NULL, 0, class, arena);
  if (keeps)
    kept->of_class[class] = made;
  return made;
}

static const NtWordSums *kept_word(NtEvidenceKept *kept, const NtWordSums *word, const NtImageMembership *letters, guint n_letters, guint32 class, NtArena *arena)
{
  guint64 key = nt_hash_mix((guint64)(guintptr)word, class);
  for (guint i = 0; i < n_letters; i++)
    key = nt_hash_mix(key, nt_hash_load((const char *)&letters[i], sizeof letters[i]));
  guint32 number = nt_number_map_get(&kept->numbers, key);
  if (number)
    return kept->words.v[number - 1];
  gboolean keeps = kept->n < NT_LIMIT_KEPT_CLASSES;
  const NtWordSums *made = make(kept, word, letters, n_letters, class, arena);
  if (keeps) {
    *nt_vec_push(kept->arena, &kept->words) = made;
    nt_number_map_put(&kept->numbers, key, kept->words.n);
  }
  return made;
}

static guint cell_of(guint64 key)
{
  return (key >> 32) % N_RECENT;
}

void nt_evidence_kept_fetch(const NtEvidenceKept *kept, guint64 hash, guint32 class)
{
  __builtin_prefetch(&kept->recent[cell_of(hash + class)]);
}

/* Apart, so that whoever finds the word among those needs no room for this. */
static __attribute__((noinline)) const NtWordSums *look_up(NtEvidenceKept *kept, guint64 hash, guint32 class, NtArena *arena)
{
  gboolean keeps = kept->n < NT_LIMIT_KEPT_CLASSES;
  const NtWordSums *word = nt_evidence_word_sums(kept->set, hash);
  const NtWordSums *sums = word ? kept_word(kept, word, NULL, 0, class, arena) : nt_evidence_kept_class(kept, class, arena);
  if (keeps)
    kept->recent[cell_of(hash + class)] = (Recent){hash + class, sums};
  return sums;
}

const NtWordSums *nt_evidence_kept_word(NtEvidenceKept *kept, guint64 hash, guint32 class, NtArena *arena)
{
  const Recent *recent = &kept->recent[cell_of(hash + class)];
  return recent->sums && recent->key == hash + class ? recent->sums : look_up(kept, hash, class, arena);
}

const NtWordSums *nt_evidence_kept_by_letters(NtEvidenceKept *kept, guint64 hash, const NtImageMembership *letters, guint n_letters, guint32 class, NtArena *arena)
{
  return kept_word(kept, nt_evidence_word_sums(kept->set, hash), letters, n_letters, class, arena);
}
