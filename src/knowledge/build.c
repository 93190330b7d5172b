/* Everything is collected in plain arrays and one table of prefixes; the layout is written out at the end. Numbers hang on the order
 * of the calls, and with it on the names of files; what shares a name or a word stands in an order of its own, by what it is. */
#include "build_parts.h"

#include "article/tokens.h"
#include "base/hash.h"
#include "base/large.h"
#include "base/limits.h"
#include "base/yaml_tree.h"

static guint hash_manner(gconstpointer manner)
{
  return (guint)nt_hash_bytes(nt_str_n(manner, sizeof(NtImageManner)));
}

static gboolean same_manner(gconstpointer a, gconstpointer b)
{
  return memcmp(a, b, sizeof(NtImageManner)) == 0;
}

NtBuild *nt_build_new(void)
{
  /* What holds nothing, as an image: so nobody need ask whether there is a base. */
  static const NtImageHeader header = {.check_shift = 32};
  static const NtImageSlot slot = {0};
  static const guint32 id = 0, classes[] = {0, 0}; /* class 0 is empty */
  static const NtImageNode node = {0};             /* a slot that is 0 is empty */
  static const char string[] = "";
  static const NtImage nothing = {
    .header = &header, .TABLE = &slot, .n_TABLE = 1, .ENTRY_IDS = &id, .n_ENTRY_IDS = 1, .CLASSES = classes, .n_CLASSES = 2,
    .NODES = &node, .n_NODES = 1, .STRINGS = string, .n_STRINGS = 1,
  };
  return nt_build_upon(&nothing, TRUE);
}

NtBuild *nt_build_upon(const NtImage *base, gboolean terms)
{
  NtBuild *b = g_new0(NtBuild, 1);
  b->base = base;
  b->base_terms = terms;
  b->arena = nt_arena_new();
  b->scratch = nt_arena_new();
  b->strings = g_string_new(NULL);
  b->rules = g_string_new(NULL);
  nt_str_map_init(&b->string_at);
  nt_str_map_init(&b->entry_at);
  b->file_at = g_hash_table_new(g_str_hash, g_str_equal);
  b->list_at = g_hash_table_new(g_str_hash, g_str_equal);
  b->files = nt_build_array(sizeof(guint32));
  b->entries = nt_build_array(sizeof(NtBuiltEntry));
  b->aliases = nt_build_array(sizeof(NtBuiltAlias));
  b->manners = nt_build_array(sizeof(NtImageManner));
  b->manner_at = g_hash_table_new(hash_manner, same_manner);
  b->words = nt_build_array(sizeof(guint32));
  b->lists = nt_build_array(sizeof(NtImageList));
  b->terms = nt_build_array(sizeof(NtImageTerm));
  b->uses = nt_build_array(sizeof(NtWordUse));
  b->sources = nt_build_array(sizeof(NtImageSource));
  b->table_size = 1 << 16;
  b->table = nt_large_new(b->table_size * sizeof *b->table);
  b->room = 1 << 14;
  b->prefixes = g_new(NtPrefix, b->room);
  nt_build_take_base(b);
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
  g_string_free(b->rules, TRUE);
  g_free(b->prefixes);
  nt_large_free(b->table);
  g_free(b->base_gone);
  g_free(b->base_taken);
  nt_arena_free(b->arena);
  nt_arena_free(b->scratch);
  g_free(b);
}

/* ---- strings, files ---- */

/* Strings of the image end at their first NUL. */
static NtStr up_to_nul(NtStr text)
{
  const char *nul = text.n ? memchr(text.p, '\0', text.n) : NULL;
  return nul ? nt_str_n(text.p, (gsize)(nul - text.p)) : text;
}

guint32 nt_build_new_string(NtBuild *b, NtStr text)
{
  guint32 at = b->base->n_STRINGS + (guint32)b->strings->len;
  text = up_to_nul(text);
  g_string_append_len(b->strings, text.p, (gssize)text.n);
  g_string_append_c(b->strings, '\0');
  return at;
}

guint32 nt_build_string(NtBuild *b, NtStr text)
{
  gboolean known;
  if (!text.n)
    return 0;
  text = up_to_nul(text);
  NtStrMapSlot *slot = nt_str_map_put(&b->string_at, text, &known);
  if (!known) {
    slot->key = nt_arena_dup(b->arena, text.p, text.n);
    slot->value = nt_build_new_string(b, text);
  }
  return slot->value;
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

static const NtBuiltFact *given_facts(NtBuild *b, const NtStr *facts, guint8 *n)
{
  NtBuiltFact given[NT_N_FACTS];
  *n = 0;
  for (guint i = 0; i < NT_N_FACTS; i++)
    if (facts[i].p)
      given[(*n)++] = (NtBuiltFact){(NtFact)i, nt_arena_str(b->arena, facts[i])};
  NtBuiltFact *kept = *n ? nt_arena_new_array(b->arena, NtBuiltFact, *n) : NULL;
  if (kept)
    memcpy(kept, given, sizeof *kept * *n);
  return kept;
}

guint32 nt_build_entry(NtBuild *b, const NtBuildEntry *in, NtWhere *other)
{
  NtBuiltEntry entry = {
    .id = nt_arena_str(b->arena, in->id),
    .name = nt_arena_str(b->arena, in->name),
    .line = in->line,
    .folder = b->folder,
    .file = in->file,
    .type = (guint8)in->type,
  };
  entry.facts = given_facts(b, in->facts, &entry.n_facts);
  gboolean known;
  *other = (NtWhere){0};
  NtStrMapSlot *slot = nt_str_map_put(&b->entry_at, entry.id, &known);
  if (known) {
    NtBuiltEntry *first = &g_array_index(b->entries, NtBuiltEntry, slot->value);
    guint32 string = g_array_index(b->files, guint32, first->file);
    if (!first->gone)
      *other = (NtWhere){nt_arena_str(b->arena, nt_str(nt_build_string_at(b, string))), first->line};
    if (first->folder == b->folder && !first->gone)
      return NT_NONE;
    first->gone = TRUE;
  } else {
    nt_build_drop_base_entry(b, entry.id);
  }
  slot->value = b->entries->len;
  g_array_append_val(b->entries, entry);
  return b->base->n_ENTRIES + b->entries->len - 1;
}

void nt_build_next_folder(NtBuild *b)
{
  b->folder++;
}

gboolean nt_build_remove(NtBuild *b, NtStr id)
{
  guint32 entry;
  if (!nt_str_map_get(&b->entry_at, id, &entry))
    return nt_build_drop_base_entry(b, id);
  g_array_index(b->entries, NtBuiltEntry, entry).gone = TRUE;
  return TRUE;
}

/* ---- prefixes ---- */

static void widen_table(NtBuild *b)
{
  b->table_size *= 2;
  nt_large_free(b->table);
  b->table = nt_large_new(b->table_size * sizeof *b->table);
  for (guint32 i = 0; i < b->n_prefixes; i++) {
    guint32 at = (guint32)b->prefixes[i].key & (b->table_size - 1);
    while (b->table[at].prefix)
      at = (at + 1) & (b->table_size - 1);
    b->table[at] = (NtPrefixSlot){(guint32)(b->prefixes[i].key >> 32), i + 1};
  }
}

static NtPrefix *prefix_of(NtBuild *b, guint64 key)
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
    b->prefixes = g_renew(NtPrefix, b->prefixes, b->room);
  }
  b->table[at] = (NtPrefixSlot){(guint32)(key >> 32), ++b->n_prefixes};
  NtPrefix *p = &b->prefixes[b->n_prefixes - 1];
  *p = (NtPrefix){.key = key, .first_alias = NT_NONE, .last_alias = NT_NONE, .first_word = NT_NONE};
  nt_build_take_prefix(b, p);
  return p;
}

static gboolean may_start_small(const NtToken *first, NtCase policy)
{
  return policy == NT_CASE_FOLD || first->shape == NT_SHAPE_LOWER || first->shape == NT_SHAPE_MIXED;
}

/* Marks the way of the words through the table; the last prefix, or NULL where there is no way. */
static NtPrefix *lay_path(NtBuild *b, NtTokens tokens, NtCase policy)
{
  if (!tokens.n || tokens.n > NT_LIMIT_NAME_TOKENS)
    return NULL;
  for (guint i = 1; i < tokens.n; i++)
    if (tokens.v[i].gap == NT_GAP_BREAK)
      return NULL;
  guint64 key = tokens.v[0].hash;
  NtPrefix *p = prefix_of(b, key);
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

/* Entries that stand one after another mostly have the same words. */
static guint32 add_words(NtBuild *b, const NtBuildAlias *in)
{
  guint at = b->words->len, before = at - b->last_words;
  const NtStr *groups[] = {in->context, in->not};
  guint counts[] = {in->n_context, in->n_not};
  for (guint g = 0; g < 2; g++) {
    g_array_append_val(b->words, counts[g]);
    for (guint i = 0; i < counts[g]; i++) {
      guint32 string = nt_build_string(b, groups[g][i]);
      g_array_append_val(b->words, string);
    }
  }
  const guint32 *words = (const guint32 *)(const void *)b->words->data;
  if (b->words->len - at == before && memcmp(words + at, words + b->last_words, before * sizeof *words) == 0)
    g_array_set_size(b->words, at);
  else
    b->last_words = at;
  return b->last_words;
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

static gboolean ends_in_mark(NtStr text)
{
  return text.n && strchr(".&+*#", text.p[text.n - 1]);
}

static NtBuildOutcome add_alias(NtBuild *b, NtAliasKind kind, guint32 owner, const NtBuildAlias *in)
{
  nt_arena_reset(b->scratch);
  NtTokens tokens = nt_tokens_find(b->scratch, in->text);
  NtPrefix *p = lay_path(b, tokens, in->policy);
  if (!p)
    return NT_BUILD_NO;
  guint32 number = b->aliases->len, writing = nt_tokens_writing(in->text, tokens.v, tokens.n);
  for (guint32 i = p->first_alias; i != NT_NONE; i = g_array_index(b->aliases, NtBuiltAlias, i).next) {
    const NtImageAlias *other = &g_array_index(b->aliases, NtBuiltAlias, i).image;
    const NtImageManner *manner = &g_array_index(b->manners, NtImageManner, other->manner);
    if (other->owner == owner && other->writing == writing && manner->kind == kind && manner->policy == in->policy)
      return manner->flags & NT_ALIAS_MADE ? NT_BUILD_NEW : NT_BUILD_AGAIN;
  }
  gboolean words = in->n_context || in->n_not;
  NtImageManner manner = {
    .weight = in->weight,
    .words = words ? add_words(b, in) : 0,
    .file = in->file,
    .flags = (guint16)(in->flags | (words ? NT_ALIAS_HAS_WORDS : 0) | (has_acronym(tokens) ? NT_ALIAS_HAS_UPPER : 0) |
                       (ends_in_mark(in->text) ? NT_ALIAS_ENDS_IN_MARK : 0)),
    .kind = (guint8)kind,
    .policy = (guint8)in->policy,
    .n_tokens = (guint8)tokens.n,
  };
  NtBuiltAlias alias = {
    .next = NT_NONE,
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
  if (p->last_alias == NT_NONE)
    p->first_alias = number;
  else
    g_array_index(b->aliases, NtBuiltAlias, p->last_alias).next = number;
  p->last_alias = number;
  return NT_BUILD_NEW;
}

NtBuildOutcome nt_build_alias(NtBuild *b, guint32 entry, const NtBuildAlias *alias)
{
  NtBuildOutcome outcome = add_alias(b, NT_ALIAS_NAME, entry, alias);
  NtBuiltEntry *e = &g_array_index(b->entries, NtBuiltEntry, entry - b->base->n_ENTRIES);
  if (b->aliases->len && alias->flags & NT_ALIAS_IS_NAME) {
    guint32 text = g_array_index(b->aliases, NtBuiltAlias, b->aliases->len - 1).image.text;
    e->name_string = nt_str_is(e->name, nt_build_string_at(b, text)) ? text : e->name_string;
  }
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
  NtPrefix *p = lay_path(b, tokens, in->policy);
  if (!p)
    return FALSE;
  NtWordUse use = {
    .next = p->first_word,
    .list = list,
    .weight = in->weight,
    .small = (guint8)may_start_small(&tokens.v[0], in->policy),
    .other = TRUE,
  };
  for (guint32 i = p->first_word; i != NT_NONE; i = g_array_index(b->uses, NtWordUse, i).next) {
    NtWordUse *old = &g_array_index(b->uses, NtWordUse, i);
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

/* Forms of a term come one after another, and share its row. */
gboolean nt_build_term(NtBuild *b, guint32 topic, guint32 term, const NtBuildAlias *alias)
{
  NtImageTerm row = {topic, term};
  const NtImageTerm *last = b->terms->len ? &g_array_index(b->terms, NtImageTerm, b->terms->len - 1) : NULL;
  gboolean again = last && last->topic == topic && last->term == term;
  if (add_alias(b, NT_ALIAS_TERM, b->terms->len - (again ? 1 : 0), alias) == NT_BUILD_NO)
    return FALSE;
  if (!again)
    g_array_append_val(b->terms, row);
  return TRUE;
}

void nt_build_source(NtBuild *b, NtSourceKind kind, guint16 file, guint folder, const NtYaml *root)
{
  NtImageSource source = {.file = file, .kind = kind, .tree = b->base->n_STRINGS + (guint32)b->strings->len, .folder = folder};
  nt_yaml_put_tree(root, b->strings);
  source.length = b->base->n_STRINGS + b->strings->len - source.tree;
  g_string_append_c(b->strings, '\0');
  g_array_append_val(b->sources, source);
}

gboolean nt_build_has_source(const NtBuild *b, NtSourceKind kind)
{
  for (guint i = 0; i < b->sources->len; i++)
    if (g_array_index(b->sources, NtImageSource, i).kind == (guint32)kind)
      return TRUE;
  return FALSE;
}

NtImage nt_build_view(NtBuild *b)
{
  gsize n_base = b->base->n_STRINGS, n = n_base + b->strings->len;
  char *strings = nt_arena_alloc(b->arena, n + 1);
  memcpy(strings, b->base->STRINGS, n_base);
  memcpy(strings + n_base, b->strings->str, b->strings->len + 1);
  return (NtImage){
    .STRINGS = strings,
    .n_STRINGS = (guint32)n,
    .LISTS = (const NtImageList *)(const void *)b->lists->data,
    .n_LISTS = b->lists->len,
    .FILES = (const guint32 *)(const void *)b->files->data,
    .n_FILES = b->files->len,
    .SOURCES = (const NtImageSource *)(const void *)b->sources->data,
    .n_SOURCES = b->sources->len,
  };
}

void nt_build_rules(NtBuild *b, const GString *kept)
{
  g_string_append_len(b->rules, kept->str, (gssize)kept->len);
}
