#include "touch.h"

#include "article/tokens.h"
#include "base/hash.h"
#include "image.h"

#include <stdlib.h>

/* As it is kept: header, units by sign, words. */
typedef struct {
  guint64 all; /* hash of what touches everything */
  guint32 n_units, n_words;
} Header;

typedef struct {
  guint64 sign; /* hash of all that the unit is */
  guint32 first, n; /* its words */
} Unit;

struct NtTouchChange {
  gboolean all;
  GArray *units;  /* Unit, those that came or went, by their first word */
  GArray *words;
  guint64 bits[1024]; /* of first words */
  guint32 n_wordless;  /* units at the front that have no words */
};

/* ---- signs ---- */

static guint64 sign_text(guint64 sign, NtStr text)
{
  return nt_hash_mix(sign, nt_hash_bytes(text));
}

static guint64 sign_string(guint64 sign, const NtImage *m, guint32 string)
{
  return sign_text(sign, nt_image_string(m, string));
}

/* ---- articles ---- */

static void add_word(GArray *words, guint32 word)
{
  g_array_append_val(words, word);
}

static int by_number(gconstpointer a, gconstpointer b)
{
  guint32 x = *(const guint32 *)a, y = *(const guint32 *)b;
  return (x > y) - (x < y);
}

void nt_touch_page(NtArena *arena, NtStr text, GArray *words)
{
  NtTokens tokens = nt_tokens_find(arena, text);
  for (guint i = 0; i < tokens.n; i++)
    add_word(words, (guint32)tokens.v[i].hash);
  if (!words->len)
    return;
  guint32 *v = (guint32 *)(void *)words->data;
  qsort(v, words->len, sizeof *v, by_number);
  guint n = 1;
  for (guint i = 1; i < words->len; i++)
    if (v[i] != v[n - 1])
      v[n++] = v[i];
  g_array_set_size(words, n);
}

/* ---- units ---- */

typedef struct {
  const NtImage *image;
  NtArena *arena;
  GArray *units, *words;
} Units;

static void add_unit(Units *u, guint64 sign, guint n_words)
{
  Unit unit = {.sign = sign, .first = u->words->len - n_words, .n = n_words};
  g_array_append_val(u->units, unit);
}

static void add_unit_of(Units *u, guint64 sign, guint32 word)
{
  g_array_append_val(u->words, word);
  add_unit(u, sign, 1);
}

static guint64 sign_entry(const NtImage *m, guint32 entry)
{
  const NtImageEntry *e = &m->ENTRIES[entry];
  guint64 sign = sign_string(sign_string(e->type, m, e->id), m, e->name);
  sign = nt_hash_mix(sign, (guint64)e->folder << 32 | (guint64)e->kind << 16 | e->country);
  sign = sign_text(sign, nt_str_n((const char *)&e->population, sizeof e->population));
  for (guint32 i = 0; i < e->n_facts; i++)
    sign = sign_string(sign + m->FACTS[e->facts + i].fact, m, m->FACTS[e->facts + i].value);
  return sign;
}

static guint64 sign_manner(const NtImage *m, const NtImageManner *manner)
{
  guint64 sign = sign_string(manner->flags, m, m->FILES[manner->file]);
  sign = sign_text(sign, nt_str_n((const char *)&manner->weight, sizeof manner->weight));
  sign = nt_hash_mix(sign, (guint64)manner->kind << 16 | (guint64)manner->policy << 8 | manner->n_tokens);
  if (!(manner->flags & NT_ALIAS_HAS_WORDS))
    return sign;
  guint32 at = manner->words;
  for (guint group = 0; group < 2; group++)
    for (guint32 n = m->WORDS[at++]; n; n--)
      sign = sign_string(sign + group, m, m->WORDS[at++]);
  return sign;
}

static void add_aliases(Units *u, NtArena *scratch)
{
  const NtImage *m = u->image;
  guint64 *manners = nt_arena_new_array(u->arena, guint64, m->n_MANNERS + 1);
  for (guint32 i = 0; i < m->n_MANNERS; i++)
    manners[i] = sign_manner(m, &m->MANNERS[i]);
  for (guint32 i = 0; i < m->n_ALIASES; i++) {
    const NtImageAlias *alias = &m->ALIASES[i];
    NtStr text = nt_image_string(m, alias->text);
    guint64 sign = nt_hash_mix(sign_text(alias->line, text), manners[alias->manner]);
    switch ((NtAliasKind)m->MANNERS[alias->manner].kind) {
    case NT_ALIAS_NAME: sign = nt_hash_mix(sign, sign_entry(m, alias->owner)); break;
    case NT_ALIAS_PHRASE: sign = sign_string(sign, m, m->LISTS[alias->owner].name); break;
    case NT_ALIAS_TERM: break; /* what it is a term of is in the topics' files */
    }
    nt_arena_reset(scratch);
    NtTokens tokens = nt_tokens_find(scratch, text);
    for (guint t = 0; t < tokens.n; t++) {
      guint32 word = (guint32)tokens.v[t].hash;
      g_array_append_val(u->words, word);
    }
    add_unit(u, sign, tokens.n);
  }
}

static guint64 sign_class(const NtImage *m, guint64 sign, guint32 class)
{
  for (guint32 i = m->CLASSES[class]; i < m->CLASSES[class + 1]; i++) {
    sign = sign_string(sign, m, m->LISTS[m->MEMBERSHIPS[i].list].name);
    sign = sign_text(sign, nt_str_n((const char *)&m->MEMBERSHIPS[i].weight, sizeof(float)));
  }
  return sign;
}

/* The one word of several lists is one unit. */
static void add_list_words(Units *u)
{
  const NtImage *m = u->image;
  guint64 *small = nt_arena_new_array(u->arena, guint64, m->n_CLASSES), *other = nt_arena_new_array(u->arena, guint64, m->n_CLASSES);
  for (guint32 i = 0; i + 1 < m->n_CLASSES; i++) {
    small[i] = sign_class(m, 1, i);
    other[i] = sign_class(m, 2, i);
  }
  for (guint32 i = 0; i < m->n_NODES; i++) {
    const NtImageNode *node = &m->NODES[i];
    if (node->small_class || node->other_class || node->flags & NT_NODE_ABBREVIATION)
      add_unit_of(u, nt_hash_mix(nt_hash_mix(small[node->small_class], other[node->other_class]), (guint64)node->key << 8 |
                                 (node->flags & NT_NODE_ABBREVIATION)), node->key);
  }
}

/* The bytes of the files that stages read themselves; and how long the members of lists can be, which goes into patterns. */
static guint64 sign_sources(const NtImage *m)
{
  guint64 all = NT_IMAGE_VERSION;
  for (guint32 i = 0; i < m->n_LISTS; i++)
    all = sign_string(all + m->LISTS[i].most_words, m, m->LISTS[i].name);
  for (guint32 i = 0; i < m->n_SOURCES; i++) {
    const NtImageSource *s = &m->SOURCES[i];
    guint64 sign = nt_hash_bytes(nt_str_n(m->STRINGS + s->bytes, s->length));
    all = nt_hash_mix(sign_string(all, m, m->FILES[s->file]), sign);
  }
  return all;
}

static int by_sign(gconstpointer a, gconstpointer b)
{
  const Unit *x = a, *y = b;
  return (x->sign > y->sign) - (x->sign < y->sign);
}

GBytes *nt_touch_units(const NtKnowledge *knowledge)
{
  g_autoptr(NtArena) arena = nt_arena_new(), scratch = nt_arena_new();
  Units u = {
    .image = nt_knowledge_image(knowledge),
    .arena = arena,
    .units = g_array_new(FALSE, FALSE, sizeof(Unit)),
    .words = g_array_new(FALSE, FALSE, sizeof(guint32)),
  };
  Header header = {.all = sign_sources(u.image)};
  add_aliases(&u, scratch);
  add_list_words(&u);
  g_array_sort(u.units, by_sign);
  header.n_units = u.units->len;
  header.n_words = u.words->len;
  GByteArray *bytes = g_byte_array_new();
  g_byte_array_append(bytes, (const guint8 *)&header, sizeof header);
  g_byte_array_append(bytes, (const guint8 *)u.units->data, u.units->len * (guint)sizeof(Unit));
  g_byte_array_append(bytes, (const guint8 *)u.words->data, u.words->len * (guint)sizeof(guint32));
  g_array_unref(u.units);
  g_array_unref(u.words);
  return g_byte_array_free_to_bytes(bytes);
}

/* ---- changes ---- */

typedef struct {
  Header header;
  const Unit *units;
  const guint32 *words;
} Kept;

static gboolean open_kept(Kept *k, const char *p, gsize n)
{
  if (n < sizeof(Header))
    return FALSE;
  memcpy(&k->header, p, sizeof(Header));
  k->units = (const Unit *)(const void *)(p + sizeof(Header));
  k->words = (const guint32 *)(const void *)(k->units + k->header.n_units);
  if (n != sizeof(Header) + (gsize)k->header.n_units * sizeof(Unit) + (gsize)k->header.n_words * sizeof(guint32))
    return FALSE;
  for (guint32 i = 0; i < k->header.n_units; i++)
    if (k->units[i].first > k->header.n_words || k->units[i].n > k->header.n_words - k->units[i].first)
      return FALSE;
  return TRUE;
}

static void add_changed(NtTouchChange *c, const Kept *k, const Unit *unit)
{
  Unit copy = *unit;
  copy.first = c->words->len;
  g_array_append_vals(c->words, k->words + unit->first, unit->n);
  g_array_append_val(c->units, copy);
}

static int by_first_word(gconstpointer a, gconstpointer b, gpointer data)
{
  const guint32 *words = data;
  const Unit *x = a, *y = b;
  if (!x->n || !y->n)
    return (x->n > 0) - (y->n > 0);
  return (words[x->first] > words[y->first]) - (words[x->first] < words[y->first]);
}

static void make_index(NtTouchChange *c)
{
  const guint32 *words = (const guint32 *)(const void *)c->words->data;
  g_array_sort_with_data(c->units, by_first_word, (gpointer)words);
  for (guint i = 0; i < c->units->len; i++) {
    const Unit *unit = &g_array_index(c->units, Unit, i);
    if (!unit->n)
      c->n_wordless++;
    else
      c->bits[words[unit->first] >> 6 & 1023] |= G_GUINT64_CONSTANT(1) << (words[unit->first] & 63);
  }
}

NtTouchChange *nt_touch_change(const char *before, gsize n_before, const char *after, gsize n_after)
{
  Kept a, b;
  if (!open_kept(&a, before, n_before) || !open_kept(&b, after, n_after))
    return NULL;
  NtTouchChange *c = g_new0(NtTouchChange, 1);
  c->all = a.header.all != b.header.all;
  c->units = g_array_new(FALSE, FALSE, sizeof(Unit));
  c->words = g_array_new(FALSE, FALSE, sizeof(guint32));
  guint32 i = 0, j = 0;
  while (i < a.header.n_units || j < b.header.n_units) {
    if (j == b.header.n_units || (i < a.header.n_units && a.units[i].sign < b.units[j].sign))
      add_changed(c, &a, &a.units[i++]);
    else if (i == a.header.n_units || b.units[j].sign < a.units[i].sign)
      add_changed(c, &b, &b.units[j++]);
    else
      i++, j++;
  }
  make_index(c);
  return c;
}

void nt_touch_change_free(NtTouchChange *c)
{
  if (!c)
    return;
  g_array_unref(c->units);
  g_array_unref(c->words);
  g_free(c);
}

gboolean nt_touch_change_is_none(const NtTouchChange *c)
{
  return !c->all && !c->units->len;
}

static gboolean holds(const guint32 *words, guint32 n, guint32 word)
{
  guint32 low = 0, high = n;
  while (low < high) {
    guint32 middle = (low + high) / 2;
    if (words[middle] < word)
      low = middle + 1;
    else
      high = middle;
  }
  return low < n && words[low] == word;
}

static gboolean unit_touches(const NtTouchChange *c, const Unit *unit, const guint32 *words, guint32 n)
{
  for (guint32 i = 0; i < unit->n; i++)
    if (!holds(words, n, g_array_index(c->words, guint32, unit->first + i)))
      return FALSE;
  return TRUE;
}

/* The first unit whose first word is `word` or a greater one. */
static guint32 first_unit(const NtTouchChange *c, guint32 word)
{
  guint32 low = c->n_wordless, high = c->units->len;
  while (low < high) {
    guint32 middle = (low + high) / 2;
    if (g_array_index(c->words, guint32, g_array_index(c->units, Unit, middle).first) < word)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

gboolean nt_touch_touches(const NtTouchChange *c, const guint32 *words, guint32 n)
{
  if (c->all)
    return TRUE;
  for (guint32 i = 0; i < c->n_wordless; i++)
    if (unit_touches(c, &g_array_index(c->units, Unit, i), words, n))
      return TRUE;
  for (guint32 w = 0; w < n; w++) {
    if (!(c->bits[words[w] >> 6 & 1023] >> (words[w] & 63) & 1))
      continue;
    for (guint32 i = first_unit(c, words[w]); i < c->units->len; i++) {
      const Unit *unit = &g_array_index(c->units, Unit, i);
      if (g_array_index(c->words, guint32, unit->first) != words[w])
        break;
      if (unit_touches(c, unit, words, n))
        return TRUE;
    }
  }
  return FALSE;
}
