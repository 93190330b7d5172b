/* Everything is collected in plain arrays and one table of prefixes; the layout is written out at the end. Numbers hang on the order
 * of the calls, and with it on the names of files; what shares a name or a word stands in an order of its own, by what it is. */
#include "build.h"

#include "article/tokens.h"
#include "base/hash.h"
#include "base/limits.h"
#include "base/str_map.h"
#include "base/yaml_tree.h"

#define NONE G_MAXUINT32

typedef struct {
  guint32 next; /* of the same prefix */
  NtImageAlias image;
} Alias;

typedef struct {
  guint64 key;
  guint32 first_alias, last_alias; /* chain, in order of arrival */
  guint32 first_word;   /* chain of WordUse: list membership of a one-word prefix */
  guint8 goes_on, starts_small, starts_other, later;
} Prefix;

/* The high half of a key, so that most prefixes need not be looked at, and its prefix + 1; 0 where the slot is empty. */
typedef struct {
  guint32 check, prefix;
} PrefixSlot;

typedef struct {
  guint32 next, list;
  float weight;
  guint8 small, other; /* holds for words written so */
} WordUse;

typedef struct {
  NtFact fact;
  NtStr value;
} Fact;

/* A million of them: only the facts that are given take room. */
typedef struct {
  NtStr id, name;
  const Fact *facts; /* in the order of NT_FACTS */
  guint32 line, folder;
  guint32 name_string; /* of the image, once an alias has brought it in; 0 until then */
  guint16 file;
  guint8 type, n_facts, gone;
} Entry;

struct NtBuild {
  NtArena *arena, *scratch;
  GString *strings;
  NtStrMap string_at, entry_at; /* an offset; an entry */
  GHashTable *file_at, *list_at;
  GArray *files;   /* guint32 strings */
  GArray *entries; /* Entry */
  GArray *aliases; /* Alias */
  GArray *manners; /* NtImageManner */
  GHashTable *manner_at; /* NtImageManner → its number + 1 */
  GArray *words;   /* guint32 */
  GArray *lists;   /* NtImageList */
  GArray *terms;   /* NtImageTerm */
  GArray *uses;    /* WordUse */
  GArray *sources; /* NtImageSource */
  Prefix *prefixes;
  guint32 n_prefixes, room;
  PrefixSlot *table;
  guint32 table_size;
  guint32 folder, abbreviations;
};

static guint hash_manner(gconstpointer manner)
{
  return (guint)nt_hash_bytes(nt_str_n(manner, sizeof(NtImageManner)));
}

static gboolean same_manner(gconstpointer a, gconstpointer b)
{
  return memcmp(a, b, sizeof(NtImageManner)) == 0;
}

static GArray *array_of(gsize size)
{
  return g_array_new(FALSE, FALSE, (guint)size);
}

NtBuild *nt_build_new(void)
{
  NtBuild *b = g_new0(NtBuild, 1);
  b->arena = nt_arena_new();
  b->scratch = nt_arena_new();
  b->strings = g_string_new_len("", 1);
  nt_str_map_init(&b->string_at);
  nt_str_map_init(&b->entry_at);
  b->file_at = g_hash_table_new(g_str_hash, g_str_equal);
  b->list_at = g_hash_table_new(g_str_hash, g_str_equal);
  b->files = array_of(sizeof(guint32));
  b->entries = array_of(sizeof(Entry));
  b->aliases = array_of(sizeof(Alias));
  b->manners = array_of(sizeof(NtImageManner));
  b->manner_at = g_hash_table_new(hash_manner, same_manner);
  b->words = array_of(sizeof(guint32));
  b->lists = array_of(sizeof(NtImageList));
  b->terms = array_of(sizeof(NtImageTerm));
  b->uses = array_of(sizeof(WordUse));
  b->sources = array_of(sizeof(NtImageSource));
  b->table_size = 1 << 16;
  b->table = g_new0(PrefixSlot, b->table_size);
  b->room = 1 << 14;
  b->prefixes = g_new(Prefix, b->room);
  b->abbreviations = nt_build_list(b, NT_STR("abbreviation"));
  return b;
}

void nt_build_free(NtBuild *b)
{
  if (!b)
    return;
  nt_str_map_clear(&b->string_at);
  nt_str_map_clear(&b->entry_at);
  GHashTable *tables[] = {b->file_at, b->list_at, b->manner_at};
  for (guint i = 0; i < G_N_ELEMENTS(tables); i++)
    g_hash_table_unref(tables[i]);
  GArray *arrays[] = {b->files, b->entries, b->aliases, b->manners, b->words, b->lists, b->terms, b->uses, b->sources};
  for (guint i = 0; i < G_N_ELEMENTS(arrays); i++)
    g_array_unref(arrays[i]);
  g_string_free(b->strings, TRUE);
  g_free(b->prefixes);
  g_free(b->table);
  nt_arena_free(b->arena);
  nt_arena_free(b->scratch);
  g_free(b);
}

/* ---- strings, files ---- */

guint32 nt_build_string(NtBuild *b, NtStr text)
{
  if (!text.n)
    return 0;
  guint32 at;
  const char *nul = memchr(text.p, '\0', text.n);
  text.n = nul ? (gsize)(nul - text.p) : text.n; /* strings of the image end at their first NUL */
  if (nt_str_map_get(&b->string_at, text, &at))
    return at;
  at = (guint32)b->strings->len;
  NtStr copy = nt_arena_str(b->arena, text);
  g_string_append_len(b->strings, copy.p, (gssize)copy.n + 1);
  nt_str_map_put(&b->string_at, copy, at);
  return at;
}

guint16 nt_build_file(NtBuild *b, NtStr name)
{
  char *copy = nt_arena_dup(b->arena, name.p, name.n);
  gpointer found = g_hash_table_lookup(b->file_at, copy);
  if (found)
    return (guint16)(GPOINTER_TO_UINT(found) - 1);
  guint32 string = nt_build_string(b, name);
  g_array_append_val(b->files, string);
  g_hash_table_insert(b->file_at, copy, GUINT_TO_POINTER(b->files->len));
  return (guint16)(b->files->len - 1);
}

/* ---- entries ---- */

static const Fact *given_facts(NtBuild *b, const NtStr *facts, guint8 *n)
{
  Fact given[NT_N_FACTS];
  *n = 0;
  for (guint i = 0; i < NT_N_FACTS; i++)
    if (facts[i].p)
      given[(*n)++] = (Fact){(NtFact)i, nt_arena_str(b->arena, facts[i])};
  Fact *kept = *n ? nt_arena_new_array(b->arena, Fact, *n) : NULL;
  if (kept)
    memcpy(kept, given, sizeof *kept * *n);
  return kept;
}

/* p NULL where it is not given. */
static NtStr fact_of(const Entry *e, NtFact fact)
{
  for (guint i = 0; i < e->n_facts; i++)
    if (e->facts[i].fact == fact)
      return e->facts[i].value;
  return (NtStr){0};
}

guint32 nt_build_entry(NtBuild *b, const NtBuildEntry *in, NtWhere *other)
{
  Entry entry = {
    .id = nt_arena_str(b->arena, in->id),
    .name = nt_arena_str(b->arena, in->name),
    .line = in->line,
    .folder = b->folder,
    .file = in->file,
    .type = (guint8)in->type,
  };
  entry.facts = given_facts(b, in->facts, &entry.n_facts);
  guint32 earlier;
  *other = (NtWhere){0};
  if (nt_str_map_get(&b->entry_at, entry.id, &earlier)) {
    Entry *first = &g_array_index(b->entries, Entry, earlier);
    guint32 string = g_array_index(b->files, guint32, first->file);
    if (!first->gone)
      *other = (NtWhere){nt_arena_str(b->arena, nt_str(b->strings->str + string)), first->line};
    if (first->folder == b->folder && !first->gone)
      return NONE;
    first->gone = TRUE;
  }
  g_array_append_val(b->entries, entry);
  nt_str_map_put(&b->entry_at, entry.id, b->entries->len - 1);
  return b->entries->len - 1;
}

void nt_build_next_folder(NtBuild *b)
{
  b->folder++;
}

gboolean nt_build_remove(NtBuild *b, NtStr id)
{
  guint32 entry;
  if (!nt_str_map_get(&b->entry_at, id, &entry))
    return FALSE;
  g_array_index(b->entries, Entry, entry).gone = TRUE;
  return TRUE;
}

/* ---- prefixes ---- */

static void widen_table(NtBuild *b)
{
  b->table_size *= 2;
  g_free(b->table);
  b->table = g_new0(PrefixSlot, b->table_size);
  for (guint32 i = 0; i < b->n_prefixes; i++) {
    guint32 at = (guint32)b->prefixes[i].key & (b->table_size - 1);
    while (b->table[at].prefix)
      at = (at + 1) & (b->table_size - 1);
    b->table[at] = (PrefixSlot){(guint32)(b->prefixes[i].key >> 32), i + 1};
  }
}

static Prefix *prefix_of(NtBuild *b, guint64 key)
{
  guint32 at = (guint32)key & (b->table_size - 1);
  for (; b->table[at].prefix; at = (at + 1) & (b->table_size - 1))
    if (b->table[at].check == (guint32)(key >> 32) && b->prefixes[b->table[at].prefix - 1].key == key)
      return &b->prefixes[b->table[at].prefix - 1];
  if (b->n_prefixes * 2 >= b->table_size) {
    widen_table(b);
    return prefix_of(b, key);
  }
  if (b->n_prefixes == b->room) {
    b->room *= 2;
    b->prefixes = g_renew(Prefix, b->prefixes, b->room);
  }
  b->table[at] = (PrefixSlot){(guint32)(key >> 32), ++b->n_prefixes};
  Prefix *p = &b->prefixes[b->n_prefixes - 1];
  *p = (Prefix){.key = key, .first_alias = NONE, .last_alias = NONE, .first_word = NONE};
  return p;
}

static gboolean may_start_small(const NtToken *first, NtCase policy)
{
  return policy == NT_CASE_FOLD || first->shape == NT_SHAPE_LOWER || first->shape == NT_SHAPE_MIXED;
}

/* Marks the way of the words through the table; the last prefix, or NULL where there is no way. */
static Prefix *lay_path(NtBuild *b, NtTokens tokens, NtCase policy)
{
  if (!tokens.n || tokens.n > NT_LIMIT_NAME_TOKENS)
    return NULL;
  for (guint i = 1; i < tokens.n; i++)
    if (tokens.v[i].gap == NT_GAP_BREAK)
      return NULL;
  guint64 key = tokens.v[0].hash;
  Prefix *p = prefix_of(b, key);
  p->starts_small |= may_start_small(&tokens.v[0], policy) ? 1 : 0;
  p->starts_other |= TRUE;
  for (guint i = 1; i < tokens.n; i++) {
    p->goes_on = TRUE;
    key = nt_tokens_step(key, &tokens.v[i]);
    p = prefix_of(b, key);
    p->later = TRUE;
  }
  return p;
}

static guint32 add_words(NtBuild *b, const NtBuildAlias *in)
{
  guint32 at = b->words->len;
  const NtStr *groups[] = {in->context, in->not};
  guint counts[] = {in->n_context, in->n_not};
  for (guint g = 0; g < 2; g++) {
    g_array_append_val(b->words, counts[g]);
    for (guint i = 0; i < counts[g]; i++) {
      guint32 string = nt_build_string(b, groups[g][i]);
      g_array_append_val(b->words, string);
    }
  }
  return at;
}

static gboolean has_acronym(NtTokens tokens)
{
  for (guint i = 0; i < tokens.n; i++)
    if (tokens.v[i].shape == NT_SHAPE_UPPER)
      return TRUE;
  return FALSE;
}

static guint32 manner_of(NtBuild *b, const NtImageManner *manner)
{
  gpointer found = g_hash_table_lookup(b->manner_at, manner);
  if (found)
    return GPOINTER_TO_UINT(found) - 1;
  g_array_append_val(b->manners, *manner);
  NtImageManner *key = nt_arena_alloc(b->arena, sizeof *key);
  *key = *manner;
  g_hash_table_insert(b->manner_at, key, GUINT_TO_POINTER(b->manners->len));
  return b->manners->len - 1;
}

static NtBuildOutcome add_alias(NtBuild *b, NtAliasKind kind, guint32 owner, const NtBuildAlias *in)
{
  nt_arena_reset(b->scratch);
  NtTokens tokens = nt_tokens_find(b->scratch, in->text);
  Prefix *p = lay_path(b, tokens, in->policy);
  if (!p)
    return NT_BUILD_NO;
  guint32 number = b->aliases->len, writing = nt_tokens_writing(in->text, tokens.v, tokens.n);
  for (guint32 i = p->first_alias; i != NONE; i = g_array_index(b->aliases, Alias, i).next) {
    const NtImageAlias *other = &g_array_index(b->aliases, Alias, i).image;
    const NtImageManner *manner = &g_array_index(b->manners, NtImageManner, other->manner);
    if (other->owner == owner && other->writing == writing && manner->kind == kind && manner->policy == in->policy)
      return manner->flags & NT_ALIAS_MADE ? NT_BUILD_NEW : NT_BUILD_AGAIN;
  }
  gboolean words = in->n_context || in->n_not;
  NtImageManner manner = {
    .weight = in->weight,
    .words = words ? add_words(b, in) : 0,
    .file = in->file,
    .flags = (guint16)(in->flags | (words ? NT_ALIAS_HAS_WORDS : 0) | (has_acronym(tokens) ? NT_ALIAS_HAS_UPPER : 0)),
    .kind = (guint8)kind,
    .policy = (guint8)in->policy,
    .n_tokens = (guint8)tokens.n,
  };
  Alias alias = {
    .next = NONE,
    .image =
      {
        .owner = owner,
        .text = nt_build_string(b, in->text),
        .writing = writing,
        .key = (guint32)p->key,
        .line = in->line,
        .manner = manner_of(b, &manner),
      },
  };
  g_array_append_val(b->aliases, alias);
  if (p->last_alias == NONE)
    p->first_alias = number;
  else
    g_array_index(b->aliases, Alias, p->last_alias).next = number;
  p->last_alias = number;
  return NT_BUILD_NEW;
}

NtBuildOutcome nt_build_alias(NtBuild *b, guint32 entry, const NtBuildAlias *alias)
{
  guint before = b->aliases->len;
  NtBuildOutcome outcome = add_alias(b, NT_ALIAS_NAME, entry, alias);
  Entry *e = &g_array_index(b->entries, Entry, entry);
  if (b->aliases->len > before && alias->flags & NT_ALIAS_IS_NAME && nt_str_equal(alias->text, e->name))
    e->name_string = g_array_index(b->aliases, Alias, b->aliases->len - 1).image.text;
  return outcome;
}

guint32 nt_build_list(NtBuild *b, NtStr name)
{
  char *copy = nt_arena_dup(b->arena, name.p, name.n);
  gpointer found = g_hash_table_lookup(b->list_at, copy);
  if (found)
    return GPOINTER_TO_UINT(found) - 1;
  NtImageList list = {.name = nt_build_string(b, name)};
  g_array_append_val(b->lists, list);
  g_hash_table_insert(b->list_at, copy, GUINT_TO_POINTER(b->lists->len));
  return b->lists->len - 1;
}

/* One word whose case can be told from its first letter becomes a mark on its prefix, which costs a text nothing; the rest
 * are found as names are. */
gboolean nt_build_list_word(NtBuild *b, guint32 list, const NtBuildAlias *in)
{
  nt_arena_reset(b->scratch);
  NtTokens tokens = nt_tokens_find(b->scratch, in->text);
  NtImageList *row = &g_array_index(b->lists, NtImageList, list);
  row->count++;
  row->most_words = MAX(row->most_words, tokens.n);
  if (tokens.n != 1 || in->policy == NT_CASE_EXACT || in->policy == NT_CASE_UPPER)
    return add_alias(b, NT_ALIAS_PHRASE, list, in) != NT_BUILD_NO;
  Prefix *p = lay_path(b, tokens, in->policy);
  if (!p)
    return FALSE;
  WordUse use = {
    .next = p->first_word,
    .list = list,
    .weight = in->weight,
    .small = (guint8)may_start_small(&tokens.v[0], in->policy),
    .other = TRUE,
  };
  for (guint32 i = p->first_word; i != NONE; i = g_array_index(b->uses, WordUse, i).next) {
    WordUse *old = &g_array_index(b->uses, WordUse, i);
    if (old->list == list) {
      old->weight = MAX(old->weight, use.weight);
      old->small |= use.small;
      return TRUE;
    }
  }
  p->first_word = b->uses->len;
  g_array_append_val(b->uses, use);
  return TRUE;
}

gboolean nt_build_term(NtBuild *b, guint32 topic, guint32 term, const NtBuildAlias *alias)
{
  NtImageTerm row = {topic, term};
  guint32 number = b->terms->len;
  if (add_alias(b, NT_ALIAS_TERM, number, alias) == NT_BUILD_NO)
    return FALSE;
  g_array_append_val(b->terms, row);
  return TRUE;
}

void nt_build_source(NtBuild *b, NtSourceKind kind, guint16 file, guint folder, const NtYaml *root)
{
  NtImageSource source = {.file = file, .kind = kind, .tree = (guint32)b->strings->len, .folder = folder};
  nt_yaml_put_tree(root, b->strings);
  source.length = b->strings->len - source.tree;
  g_string_append_c(b->strings, '\0');
  g_array_append_val(b->sources, source);
}

/* ---- layout ---- */

typedef struct {
  NtBuild *b;
  GArray *entries, *facts, *aliases, *nodes, *classes, *memberships;
  GHashTable *class_at; /* GBytes of memberships → class */
  guint32 *entry_number; /* of the image, by entry of the build; NONE where gone */
  NtImageSlot *table;
  guint32 check_shift;
  guint32 n_slots, n_small, n_other, n_later;
  guint64 *small, *other, *later;
} Layout;

static NtPlaceKind place_kind(NtStr kind)
{
  return nt_str_is(kind, "country")   ? NT_PLACE_COUNTRY
         : nt_str_is(kind, "capital") ? NT_PLACE_CAPITAL
         : nt_str_is(kind, "region")  ? NT_PLACE_REGION
                                      : NT_PLACE_OTHER;
}

static void lay_entries(Layout *l)
{
  NtBuild *b = l->b;
  l->entry_number = g_new(guint32, b->entries->len + 1);
  for (guint i = 0; i < b->entries->len; i++) {
    const Entry *e = &g_array_index(b->entries, Entry, i);
    l->entry_number[i] = e->gone ? NONE : l->entries->len;
    if (e->gone)
      continue;
    NtImageEntry out = {
      .id = nt_build_string(b, e->id),
      .name = e->name_string ? e->name_string : nt_build_string(b, e->name),
      .facts = l->facts->len,
      .type = e->type,
      .kind = (guint8)place_kind(fact_of(e, NT_FACT_KIND)),
      .folder = (guint16)MIN(e->folder, G_MAXUINT16),
    };
    NtStr country = fact_of(e, NT_FACT_COUNTRY);
    double population;
    if (country.n == 2)
      out.country = (guint16)((guchar)country.p[0] << 8 | (guchar)country.p[1]);
    if (nt_parse_number(fact_of(e, NT_FACT_POPULATION), &population))
      out.population = (float)population;
    for (guint f = 0; f < e->n_facts; f++) {
      NtImageFact fact = {e->facts[f].fact, nt_build_string(b, e->facts[f].value)};
      g_array_append_val(l->facts, fact);
    }
    out.n_facts = e->n_facts;
    g_array_append_val(l->entries, out);
  }
}

/* Which of two entries of one country's letters is the country: what a later folder says, a country before a territory, and so
 * that the order of files does not matter, the smaller id. */
static gboolean is_rather_the_country(const Layout *l, guint32 a, guint32 b)
{
  const NtImageEntry *x = &g_array_index(l->entries, NtImageEntry, a), *y = &g_array_index(l->entries, NtImageEntry, b);
  if (x->folder != y->folder)
    return x->folder > y->folder;
  if ((x->kind == NT_PLACE_COUNTRY) != (y->kind == NT_PLACE_COUNTRY))
    return x->kind == NT_PLACE_COUNTRY;
  return strcmp(l->b->strings->str + x->id, l->b->strings->str + y->id) < 0;
}

static void lay_countries(const Layout *l, guint32 cells[NT_COUNTRY_CELLS])
{
  guint32 number = 0;
  for (guint i = 0; i < l->b->entries->len; i++) {
    const Entry *e = &g_array_index(l->b->entries, Entry, i);
    if (e->gone)
      continue;
    NtStr kind = fact_of(e, NT_FACT_KIND);
    guint16 country = g_array_index(l->entries, NtImageEntry, number).country;
    if (e->type == NT_TYPE_PLACE && country && (nt_str_is(kind, "country") || nt_str_is(kind, "territory"))) {
      guint32 *cell = &cells[nt_country_cell(country)];
      if (!*cell || is_rather_the_country(l, number, *cell - 1))
        *cell = number + 1;
    }
    number++;
  }
}

/* Counts first, so that the entries of a kind lie together. */
static void lay_kinds(const Layout *l, GArray *kinds, GArray *entries)
{
  g_autoptr(GHashTable) at = g_hash_table_new(NULL, NULL); /* string → its kind + 1 */
  g_autofree guint32 *kind_of = g_new(guint32, l->entries->len + 1);
  for (guint32 e = 0; e < l->entries->len; e++) {
    const NtImageEntry *entry = &g_array_index(l->entries, NtImageEntry, e);
    guint32 kind = 0;
    for (guint f = 0; f < entry->n_facts; f++) {
      const NtImageFact *fact = &g_array_index(l->facts, NtImageFact, entry->facts + f);
      kind = fact->fact == NT_FACT_KIND ? fact->value : kind;
    }
    kind_of[e] = kind ? GPOINTER_TO_UINT(g_hash_table_lookup(at, GUINT_TO_POINTER(kind))) : 0;
    if (kind && !kind_of[e]) {
      NtImageKind row = {.kind = kind};
      g_array_append_val(kinds, row);
      kind_of[e] = kinds->len;
      g_hash_table_insert(at, GUINT_TO_POINTER(kind), GUINT_TO_POINTER(kinds->len));
    }
    if (kind)
      g_array_index(kinds, NtImageKind, kind_of[e] - 1).count++;
  }
  guint32 first = 0;
  for (guint k = 0; k < kinds->len; k++) {
    NtImageKind *row = &g_array_index(kinds, NtImageKind, k);
    row->first = first;
    first += row->count;
    row->count = 0;
  }
  g_array_set_size(entries, first);
  for (guint32 e = 0; e < l->entries->len; e++)
    if (kind_of[e]) {
      NtImageKind *row = &g_array_index(kinds, NtImageKind, kind_of[e] - 1);
      g_array_index(entries, guint32, row->first + row->count++) = e;
    }
}

static guint32 *lay_entry_ids(const Layout *l, guint32 *size)
{
  *size = 16;
  while (*size < l->entries->len * 2)
    *size *= 2;
  guint32 *table = g_new0(guint32, *size);
  for (guint32 i = 0; i < l->entries->len; i++) {
    NtStr id = nt_str(l->b->strings->str + g_array_index(l->entries, NtImageEntry, i).id);
    guint32 at = (guint32)nt_hash_bytes(id) & (*size - 1);
    while (table[at])
      at = (at + 1) & (*size - 1);
    table[at] = i + 1;
  }
  return table;
}

static const char *string_at(const NtBuild *b, guint32 string)
{
  return b->strings->str + string;
}

static const char *list_name(const NtBuild *b, guint32 list)
{
  return string_at(b, g_array_index(b->lists, NtImageList, list).name);
}

static int by_list_name(gconstpointer x, gconstpointer y, gpointer build)
{
  return strcmp(list_name(build, ((const NtImageMembership *)x)->list), list_name(build, ((const NtImageMembership *)y)->list));
}

/* The class of the lists that hold a word written small (or otherwise); equal sets share one. */
static guint32 class_of(Layout *l, guint32 first_use, gboolean small)
{
  g_autoptr(GArray) set = array_of(sizeof(NtImageMembership));
  for (guint32 i = first_use; i != NONE; i = g_array_index(l->b->uses, WordUse, i).next) {
    const WordUse *use = &g_array_index(l->b->uses, WordUse, i);
    NtImageMembership one = {use->list, use->weight};
    if (small ? use->small : use->other)
      g_array_append_val(set, one);
  }
  if (!set->len)
    return 0;
  g_array_sort_with_data(set, by_list_name, l->b);
  GBytes *key = g_bytes_new(set->data, set->len * sizeof(NtImageMembership));
  gpointer found = g_hash_table_lookup(l->class_at, key);
  if (found) {
    g_bytes_unref(key);
    return GPOINTER_TO_UINT(found);
  }
  guint32 class = l->classes->len - 1; /* the last element is the end of the class before */
  g_array_append_vals(l->memberships, set->data, set->len);
  g_array_append_val(l->classes, l->memberships->len);
  g_hash_table_insert(l->class_at, key, GUINT_TO_POINTER(class));
  return class;
}

#define COMPARE(x, y) \
  if ((x) != (y))     \
    return (x) < (y) ? -1 : 1

/* Of two things of one name the one that Wikidata has for longer is rather meant. */
static int by_id(const char *a, const char *b)
{
  gboolean known = nt_is_wikidata(nt_str(a)), other = nt_is_wikidata(nt_str(b));
  COMPARE(other, known);
  if (known)
    COMPARE(strlen(a), strlen(b));
  return strcmp(a, b);
}

/* Entries of one name: by type; what a later folder says first; then the likelier: what nobody calls ambiguous, the larger place;
 * and last by id. */
static int by_likelihood(const Layout *l, const NtImageAlias *a, const NtImageAlias *b)
{
  const NtImageEntry *x = &g_array_index(l->entries, NtImageEntry, a->owner), *y = &g_array_index(l->entries, NtImageEntry, b->owner);
  const NtImageManner *m = &g_array_index(l->b->manners, NtImageManner, a->manner), *n = &g_array_index(l->b->manners, NtImageManner, b->manner);
  COMPARE(x->type, y->type);
  COMPARE(y->folder, x->folder);
  COMPARE(m->flags & NT_ALIAS_AMBIGUOUS, n->flags & NT_ALIAS_AMBIGUOUS);
  COMPARE(y->population, x->population);
  return by_id(string_at(l->b, x->id), string_at(l->b, y->id));
}

/* The order of aliases that are found in one place: neither that of files nor that of entries. */
static int by_meaning(gconstpointer x, gconstpointer y, gpointer layout)
{
  const Layout *l = layout;
  const NtImageAlias *a = x, *b = y;
  const NtImageManner *m = &g_array_index(l->b->manners, NtImageManner, a->manner), *n = &g_array_index(l->b->manners, NtImageManner, b->manner);
  COMPARE(m->kind, n->kind);
  int c = m->kind == NT_ALIAS_NAME     ? by_likelihood(l, a, b)
          : m->kind == NT_ALIAS_PHRASE ? strcmp(list_name(l->b, a->owner), list_name(l->b, b->owner))
                                       : 0;
  if (!c)
    c = strcmp(string_at(l->b, a->text), string_at(l->b, b->text));
  if (c)
    return c;
  COMPARE(m->policy, n->policy);
  COMPARE(a->line, b->line);
  return 0;
}

static guint32 lay_aliases(Layout *l, const Prefix *p)
{
  guint32 n = 0, first = l->aliases->len;
  for (guint32 i = p->first_alias; i != NONE; i = g_array_index(l->b->aliases, Alias, i).next) {
    const Alias *a = &g_array_index(l->b->aliases, Alias, i);
    NtImageAlias out = a->image;
    if (g_array_index(l->b->manners, NtImageManner, out.manner).kind == NT_ALIAS_NAME)
      out.owner = l->entry_number[out.owner];
    if (out.owner == NONE)
      continue;
    g_array_append_val(l->aliases, out);
    n++;
  }
  if (n > 1)
    g_qsort_with_data(l->aliases->data + first * sizeof(NtImageAlias), (gint)n, sizeof(NtImageAlias), by_meaning, l);
  return n;
}

static guint32 slot_of(Layout *l, const Prefix *p)
{
  guint32 first = l->aliases->len, n = lay_aliases(l, p);
  if (n == 1 && !p->goes_on && p->first_word == NONE)
    return first | NT_SLOT_LEAF;
  NtImageNode node = {
    .first_alias = first,
    .n_aliases = n,
    .small_class = class_of(l, p->first_word, TRUE),
    .other_class = class_of(l, p->first_word, FALSE),
    .key = (guint32)p->key,
    .flags = p->goes_on ? NT_NODE_GOES_ON : 0,
  };
  for (guint32 i = p->first_word; i != NONE; i = g_array_index(l->b->uses, WordUse, i).next)
    if (g_array_index(l->b->uses, WordUse, i).list == l->b->abbreviations)
      node.flags |= NT_NODE_ABBREVIATION;
  g_array_append_val(l->nodes, node);
  return l->nodes->len - 1;
}

static void set_bit(guint64 *map, guint32 words, guint64 key)
{
  guint64 at = (key >> 20) & ((guint64)words * 64 - 1);
  map[at >> 6] |= G_GUINT64_CONSTANT(1) << (at & 63);
}

/* Words of 64 bits for `n` keys, at least `bits` bits a key. */
static guint32 map_words(guint32 n, guint32 bits)
{
  guint32 words = 16;
  while ((guint64)words * 64 < (guint64)n * bits)
    words *= 2;
  return words;
}

/* FALSE where two prefixes cannot be told apart by their checks. */
static gboolean fill_table(Layout *l, const guint32 *slots)
{
  for (guint32 i = 0; i < l->b->n_prefixes; i++) {
    guint64 key = l->b->prefixes[i].key;
    guint32 at = (guint32)key & (l->n_slots - 1), check = (guint32)(key >> l->check_shift);
    for (; l->table[at].what; at = (at + 1) & (l->n_slots - 1))
      if (l->table[at].check == check)
        return FALSE;
    l->table[at] = (NtImageSlot){check, slots[i]};
  }
  return TRUE;
}

static void lay_prefixes(Layout *l)
{
  NtBuild *b = l->b;
  guint32 n_small = 0, n_other = 0, n_later = 0;
  for (guint32 i = 0; i < b->n_prefixes; i++) {
    n_small += b->prefixes[i].starts_small;
    n_other += b->prefixes[i].starts_other;
    n_later += b->prefixes[i].later;
  }
  l->n_small = map_words(n_small, 8);
  l->n_other = map_words(n_other, 8);
  l->n_later = map_words(n_later, 10);
  l->later = g_new0(guint64, l->n_later);
  l->small = g_new0(guint64, l->n_small);
  l->other = g_new0(guint64, l->n_other);
  l->n_slots = 64;
  while ((guint64)l->n_slots * 3 < (guint64)b->n_prefixes * 4)
    l->n_slots *= 2;
  l->table = g_new0(NtImageSlot, l->n_slots);
  NtImageNode none = {0};
  g_array_append_val(l->nodes, none); /* a slot that is 0 is empty */
  guint32 *slots = g_new(guint32, b->n_prefixes + 1);
  for (guint32 i = 0; i < b->n_prefixes; i++) {
    const Prefix *p = &b->prefixes[i];
    slots[i] = slot_of(l, p);
    if (p->starts_small)
      set_bit(l->small, l->n_small, p->key);
    if (p->starts_other)
      set_bit(l->other, l->n_other, p->key);
    if (p->later)
      set_bit(l->later, l->n_later, p->key);
  }
  l->check_shift = 33;
  do {
    l->check_shift--;
    memset(l->table, 0, l->n_slots * sizeof *l->table);
  } while (!fill_table(l, slots) && l->check_shift);
  g_free(slots);
}

typedef struct {
  gconstpointer data;
  guint64 count;
  gsize size;
} Piece;

static GBytes *join(const Piece *pieces, guint64 sources, guint32 check_shift)
{
  NtImageHeader header = {
    .version = NT_IMAGE_VERSION, .order = NT_IMAGE_ORDER, .sources = sources, .check_shift = check_shift};
  memcpy(header.magic, NT_IMAGE_MAGIC, sizeof header.magic);
  gsize size = (sizeof header + 15) & ~(gsize)15;
  for (guint i = 0; i < NT_N_SECTIONS; i++) {
    header.sections[i] = (NtImageSectionRow){size, pieces[i].count};
    size = (size + pieces[i].count * pieces[i].size + 15) & ~(gsize)15;
  }
  header.size = size;
  char *base = g_malloc0(size);
  for (guint i = 0; i < NT_N_SECTIONS; i++)
    if (pieces[i].count)
      memcpy(base + header.sections[i].offset, pieces[i].data, pieces[i].count * pieces[i].size);
  memcpy(base, &header, sizeof header);
  header.checksum = nt_image_checksum(base, size);
  memcpy(base, &header, sizeof header);
  return g_bytes_new_take(base, size);
}

#define PIECE(array) {(array)->data, (array)->len, g_array_get_element_size(array)}

GBytes *nt_build_finish(NtBuild *b, guint64 sources)
{
  Layout l = {
    .b = b,
    .entries = array_of(sizeof(NtImageEntry)),
    .facts = array_of(sizeof(NtImageFact)),
    .aliases = array_of(sizeof(NtImageAlias)),
    .nodes = array_of(sizeof(NtImageNode)),
    .classes = array_of(sizeof(guint32)),
    .memberships = array_of(sizeof(NtImageMembership)),
    .class_at = g_hash_table_new_full(g_bytes_hash, g_bytes_equal, (GDestroyNotify)g_bytes_unref, NULL),
  };
  guint32 zero = 0;
  g_array_append_val(l.classes, zero);
  g_array_append_val(l.classes, zero); /* class 0 is empty */
  lay_entries(&l);
  lay_prefixes(&l);
  guint32 id_slots, countries[NT_COUNTRY_CELLS] = {0};
  lay_countries(&l, countries);
  g_autoptr(GArray) kinds = array_of(sizeof(NtImageKind)), kind_entries = array_of(sizeof(guint32));
  lay_kinds(&l, kinds, kind_entries);
  g_autofree guint32 *ids = lay_entry_ids(&l, &id_slots);
  const Piece pieces[NT_N_SECTIONS] = {
    [NT_SECTION_TABLE] = {l.table, l.n_slots, sizeof *l.table},
    [NT_SECTION_SMALL_FIRST] = {l.small, l.n_small, sizeof *l.small},
    [NT_SECTION_OTHER_FIRST] = {l.other, l.n_other, sizeof *l.other},
    [NT_SECTION_LATER] = {l.later, l.n_later, sizeof *l.later},
    [NT_SECTION_NODES] = PIECE(l.nodes),
    [NT_SECTION_ALIASES] = PIECE(l.aliases),
    [NT_SECTION_MANNERS] = PIECE(b->manners),
    [NT_SECTION_ENTRIES] = PIECE(l.entries),
    [NT_SECTION_ENTRY_IDS] = {ids, id_slots, sizeof *ids},
    [NT_SECTION_KINDS] = PIECE(kinds),
    [NT_SECTION_KIND_ENTRIES] = PIECE(kind_entries),
    [NT_SECTION_COUNTRIES] = {countries, NT_COUNTRY_CELLS, sizeof *countries},
    [NT_SECTION_FACTS] = PIECE(l.facts),
    [NT_SECTION_WORDS] = PIECE(b->words),
    [NT_SECTION_LISTS] = PIECE(b->lists),
    [NT_SECTION_CLASSES] = PIECE(l.classes),
    [NT_SECTION_MEMBERSHIPS] = PIECE(l.memberships),
    [NT_SECTION_TERMS] = PIECE(b->terms),
    [NT_SECTION_FILES] = PIECE(b->files),
    [NT_SECTION_SOURCES] = PIECE(b->sources),
    [NT_SECTION_STRINGS] = {b->strings->str, b->strings->len, 1},
  };
  GBytes *image = join(pieces, sources, l.check_shift);
  GArray *arrays[] = {l.entries, l.facts, l.aliases, l.nodes, l.classes, l.memberships};
  for (guint i = 0; i < G_N_ELEMENTS(arrays); i++)
    g_array_unref(arrays[i]);
  g_hash_table_unref(l.class_at);
  g_free(l.entry_number);
  g_free(l.table);
  g_free(l.small);
  g_free(l.other);
  g_free(l.later);
  return image;
}
