#include "article/tokens.h"
#include "touch_units.h"

#include <stdlib.h>

struct NtTouchChange {
  gboolean all;
  GArray *units; /* NtTouchUnit, those that came or went, by their first word */
  GArray *needs; /* guint32 */
  guint64 bits[1024];  /* of first words */
  guint32 n_wordless;  /* units at the front that have no words */
};

/* ---- pages ---- */

#define LEAST_LETTERS 16u           /* of 32 bits each */
#define MOST_LETTERS ((gsize)1 << 15)

struct NtTouchPage {
  GArray *words, *letters; /* guint32 */
};

NtTouchPage *nt_touch_page_new(void)
{
  NtTouchPage *page = g_new0(NtTouchPage, 1);
  page->words = g_array_new(FALSE, FALSE, sizeof(guint32));
  page->letters = g_array_new(FALSE, TRUE, sizeof(guint32));
  return page;
}

void nt_touch_page_free(NtTouchPage *page)
{
  if (!page)
    return;
  g_array_unref(page->words);
  g_array_unref(page->letters);
  g_free(page);
}

static int by_number(gconstpointer a, gconstpointer b)
{
  guint32 x = *(const guint32 *)a, y = *(const guint32 *)b;
  return (x > y) - (x < y);
}

static void take_words(NtTouchPage *page, NtArena *arena, NtStr text)
{
  NtTokens tokens = nt_tokens_find(arena, text);
  g_array_set_size(page->words, tokens.n);
  guint32 *v = (guint32 *)(void *)page->words->data;
  guint n = 0;
  for (guint i = 0; i < tokens.n; i++)
    v[i] = (guint32)tokens.v[i].hash;
  if (tokens.n)
    qsort(v, tokens.n, sizeof *v, by_number);
  for (guint i = 0; i < tokens.n; i++)
    if (!n || v[i] != v[n - 1])
      v[n++] = v[i];
  g_array_set_size(page->words, n);
}

/* Which bit of a set of so many words of 32. */
static guint32 place_of(guint32 letters, guint32 n_words)
{
  return (guint32)(((guint64)(letters * 2654435761u) * n_words * 32u) >> 32);
}

/* A text has about half as many runs of three letters as it has bytes; two bits a byte keep four in five bits clear. */
static void take_letters(NtTouchPage *page, NtStr text)
{
  guint32 n = LEAST_LETTERS, letters = 0;
  while (n < text.n / 16 && n < MOST_LETTERS)
    n *= 2;
  g_array_set_size(page->letters, 0);
  g_array_set_size(page->letters, n);
  guint32 *v = (guint32 *)(void *)page->letters->data;
  for (gsize i = 0; i < text.n; i++) {
    letters = nt_touch_letters(letters, text.p[i]);
    guint32 at = place_of(letters, n);
    if (i >= 2)
      v[at / 32] |= 1u << (at % 32);
  }
}

NtTouchText nt_touch_page_take(NtTouchPage *page, NtArena *arena, NtStr text)
{
  take_words(page, arena, text);
  take_letters(page, text);
  return (NtTouchText){(const guint32 *)(const void *)page->words->data, page->words->len,
                       (const guint32 *)(const void *)page->letters->data, page->letters->len};
}

/* ---- changes ---- */

static void add_words(NtTouchChange *c, NtTouchUnit *unit, const char *text)
{
  g_autoptr(NtArena) arena = nt_arena_new();
  NtTokens tokens = nt_tokens_find(arena, nt_str(text));
  unit->n_words = (guint16)MIN(tokens.n, NT_TOUCH_TEXT - 1);
  for (guint i = 0; i < unit->n_words; i++) {
    guint32 word = (guint32)tokens.v[i].hash;
    g_array_append_val(c->needs, word);
  }
}

static void add_changed(gpointer data, const NtTouchUnits *k, const NtTouchUnit *unit)
{
  NtTouchChange *c = data;
  NtTouchUnit copy = *unit;
  copy.first = c->needs->len;
  if (unit->n_words == NT_TOUCH_TEXT)
    add_words(c, &copy, k->texts + unit->first);
  else
    g_array_append_vals(c->needs, k->needs + unit->first, unit->n_words + unit->n_letters);
  g_array_append_val(c->units, copy);
  c->all |= !copy.n_words && !copy.n_letters;
}

static int by_first_word(gconstpointer a, gconstpointer b, gpointer data)
{
  const guint32 *needs = data;
  const NtTouchUnit *x = a, *y = b;
  if (!x->n_words || !y->n_words)
    return (x->n_words > 0) - (y->n_words > 0);
  return (needs[x->first] > needs[y->first]) - (needs[x->first] < needs[y->first]);
}

static void make_index(NtTouchChange *c)
{
  const guint32 *needs = (const guint32 *)(const void *)c->needs->data;
  g_array_sort_with_data(c->units, by_first_word, (gpointer)needs);
  for (guint i = 0; i < c->units->len; i++) {
    const NtTouchUnit *unit = &g_array_index(c->units, NtTouchUnit, i);
    if (!unit->n_words)
      c->n_wordless++;
    else
      c->bits[needs[unit->first] >> 6 & 1023] |= G_GUINT64_CONSTANT(1) << (needs[unit->first] & 63);
  }
}

static GHashTable *set_of(const guint32 *numbers, guint32 n)
{
  GHashTable *set = g_hash_table_new(NULL, NULL);
  for (guint32 i = 0; i < n; i++)
    g_hash_table_add(set, GUINT_TO_POINTER(numbers[i]));
  return set;
}

/* The topics that both have stand in one order. */
static gboolean is_one_order(const NtTouchUnits *a, const NtTouchUnits *b)
{
  g_autoptr(GHashTable) of_a = set_of(a->topics, a->header.n_topics), of_b = set_of(b->topics, b->header.n_topics);
  guint32 j = 0;
  for (guint32 i = 0; i < a->header.n_topics; i++) {
    if (!g_hash_table_contains(of_b, GUINT_TO_POINTER(a->topics[i])))
      continue;
    while (j < b->header.n_topics && !g_hash_table_contains(of_a, GUINT_TO_POINTER(b->topics[j])))
      j++;
    if (j == b->header.n_topics || b->topics[j++] != a->topics[i])
      return FALSE;
  }
  return TRUE;
}

NtTouchChange *nt_touch_change(const NtTouchUnits *before, const NtTouchUnits *after)
{
  NtTouchChange *c = g_new0(NtTouchChange, 1);
  c->all = before->header.all != after->header.all || !is_one_order(before, after);
  c->units = g_array_new(FALSE, FALSE, sizeof(NtTouchUnit));
  c->needs = g_array_new(FALSE, FALSE, sizeof(guint32));
  nt_touch_units_compare(before, after, add_changed, c);
  make_index(c);
  return c;
}

void nt_touch_change_free(NtTouchChange *c)
{
  if (!c)
    return;
  g_array_unref(c->units);
  g_array_unref(c->needs);
  g_free(c);
}

gboolean nt_touch_change_is_none(const NtTouchChange *c)
{
  return !c->all && !c->units->len;
}

static gboolean has_word(const NtTouchText *text, guint32 word)
{
  guint32 low = 0, high = text->n_words;
  while (low < high) {
    guint32 middle = (low + high) / 2;
    if (text->words[middle] < word)
      low = middle + 1;
    else
      high = middle;
  }
  return low < text->n_words && text->words[low] == word;
}

static gboolean has_letters(const NtTouchText *text, guint32 letters)
{
  if (!text->n_letters)
    return FALSE;
  guint32 at = place_of(letters, text->n_letters);
  return text->letters[at / 32] >> (at % 32) & 1;
}

static gboolean unit_touches(const NtTouchChange *c, const NtTouchUnit *unit, const NtTouchText *text)
{
  const guint32 *needs = (const guint32 *)(const void *)c->needs->data + unit->first;
  for (guint32 i = 0; i < unit->n_words; i++)
    if (!has_word(text, needs[i]))
      return FALSE;
  for (guint32 i = 0; i < unit->n_letters; i++)
    if (!has_letters(text, needs[unit->n_words + i]))
      return FALSE;
  return TRUE;
}

/* The first unit whose first word is `word` or a greater one. */
static guint32 first_unit(const NtTouchChange *c, guint32 word)
{
  guint32 low = c->n_wordless, high = c->units->len;
  while (low < high) {
    guint32 middle = (low + high) / 2;
    if (g_array_index(c->needs, guint32, g_array_index(c->units, NtTouchUnit, middle).first) < word)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

gboolean nt_touch_touches(const NtTouchChange *c, const NtTouchText *text)
{
  if (c->all)
    return TRUE;
  for (guint32 i = 0; i < c->n_wordless; i++)
    if (unit_touches(c, &g_array_index(c->units, NtTouchUnit, i), text))
      return TRUE;
  for (guint32 w = 0; w < text->n_words; w++) {
    guint32 word = text->words[w];
    if (!(c->bits[word >> 6 & 1023] >> (word & 63) & 1))
      continue;
    for (guint32 i = first_unit(c, word); i < c->units->len; i++) {
      const NtTouchUnit *unit = &g_array_index(c->units, NtTouchUnit, i);
      if (g_array_index(c->needs, guint32, unit->first) != word)
        break;
      if (unit_touches(c, unit, text))
        return TRUE;
    }
  }
  return FALSE;
}

/* ---- filters ---- */

#define MOST_FILTER 4096u
#define MOST_ASKED 64u /* units: where there are more, it is the words of the text that are gone through */

guint32 nt_touch_filter_size(guint32 n_words)
{
  guint32 n = 1;
  while (n < n_words / 16 && n < MOST_FILTER) /* at least four bits a word */
    n *= 2;
  return n;
}

void nt_touch_fill_filter(const NtTouchText *text, guint64 *filter, guint32 n)
{
  memset(filter, 0, n * sizeof *filter);
  for (guint32 i = 0; i < text->n_words; i++) {
    guint32 at = place_of(text->words[i], 2 * n);
    filter[at / 64] |= G_GUINT64_CONSTANT(1) << (at % 64);
  }
}

static gboolean may_have_all(const NtTouchChange *c, const NtTouchUnit *unit, const guint64 *filter, guint32 n)
{
  for (guint32 i = 0; i < unit->n_words; i++) {
    guint32 at = place_of(g_array_index(c->needs, guint32, unit->first + i), 2 * n);
    if (!(filter[at / 64] >> (at % 64) & 1))
      return FALSE;
  }
  return TRUE;
}

gboolean nt_touch_may_touch(const NtTouchChange *c, const guint64 *filter, guint32 n)
{
  if (c->all || c->n_wordless || c->units->len > MOST_ASKED)
    return TRUE;
  for (guint i = 0; i < c->units->len; i++)
    if (may_have_all(c, &g_array_index(c->units, NtTouchUnit, i), filter, n))
      return TRUE;
  return FALSE;
}
