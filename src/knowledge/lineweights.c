#include "lineweights.h"

#include "article/token_hash.h"
#include "base/nearest.h"

#define SLOTS 4096u /* of the word table; a power of two */
#define MOST_WORDS (SLOTS / 4)

/* A word: the lists that have it in the lowest bits, above them bits of its hash. 0: free. */
typedef guint32 Slot;
#define LISTS ((1u << NT_N_LINE_WORDS) - 1)

struct NtLineWeights {
  NtArena *arena; /* borrowed */
  GArray *rows[NT_N_LINE_SETS]; /* NtLineRow */
  NtLineCosts costs[NT_N_LINE_SETS];
  float table[NT_N_LINE_SETS][NT_N_LINE_FEATURES][NT_MOST_FEATURE + 1];
  guint n_words;
  Slot slots[SLOTS];
};

static const char *const feature_words[] = {
#define X(code, word) word,
  NT_LINE_FEATURES(X)
#undef X
};

static const NtYamlKey words_keys[] = {
#define X(code, word) {word, NT_YAML_WANT_TEXTS, FALSE},
  NT_LINE_WORDS(X)
#undef X
  {NULL, NT_YAML_WANT_ANY, FALSE},
};

static const NtYamlKey text_keys[] = {
  {"start", NT_YAML_WANT_NUMBER, FALSE},
  {"gap", NT_YAML_WANT_NUMBER, FALSE},
  {"gap-line", NT_YAML_WANT_NUMBER, FALSE},
  {"evidence", NT_YAML_WANT_SEQUENCE, FALSE},
  {NULL, NT_YAML_WANT_ANY, FALSE},
};

static const NtYamlKey row_keys[] = {
  {"id", NT_YAML_WANT_TEXT, TRUE},       {"is", NT_YAML_WANT_TEXT, TRUE},    {"from", NT_YAML_WANT_COUNT, FALSE},
  {"to", NT_YAML_WANT_COUNT, FALSE},     {"weight", NT_YAML_WANT_NUMBER, TRUE}, {"note", NT_YAML_WANT_TEXT, FALSE},
  {NULL, NT_YAML_WANT_ANY, FALSE},
};

NtLineWeights *nt_line_weights_new(NtArena *arena)
{
  NtLineWeights *w = g_new0(NtLineWeights, 1);
  w->arena = arena;
  for (guint set = 0; set < NT_N_LINE_SETS; set++)
    w->rows[set] = g_array_new(FALSE, FALSE, sizeof(NtLineRow));
  return w;
}

void nt_line_weights_free(NtLineWeights *w)
{
  if (!w)
    return;
  for (guint set = 0; set < NT_N_LINE_SETS; set++)
    g_array_unref(w->rows[set]);
  g_free(w);
}

guint64 nt_line_word_hash(NtStr word)
{
  char letters[64]; /* of longer words the first: no list has such words */
  gsize n = MIN(word.n, sizeof letters);
  for (gsize i = 0; i < n; i++)
    letters[i] = nt_ascii_lower(word.p[i]);
  return nt_token_hash_ascii(letters, n, letters + sizeof letters);
}

static Slot check_of(guint64 hash)
{
  return (Slot)(hash >> 32) & ~LISTS;
}

static Slot *slot_of(const NtLineWeights *w, guint64 hash)
{
  guint i = hash & (SLOTS - 1);
  while (w->slots[i] && (w->slots[i] & ~LISTS) != check_of(hash))
    i = (i + 1) & (SLOTS - 1);
  return (Slot *)&w->slots[i];
}

static void add_words(NtLineWeights *w, const NtYaml *list, NtLineWord kind, const NtYamlContext *context)
{
  for (const NtYaml *item = list->kind == NT_YAML_SEQUENCE ? list->first : list; item;
       item = list->kind == NT_YAML_SEQUENCE ? item->next : NULL) {
    guint64 hash = nt_line_word_hash(item->text);
    Slot *slot = slot_of(w, hash);
    if (!*slot && w->n_words++ == MOST_WORDS) {
      nt_yaml_error(context, item, "limit", "more than %u words", MOST_WORDS);
      return;
    }
    *slot |= check_of(hash) | 1u << kind;
  }
}

static gboolean feature_from(const NtYaml *value, NtLineFeature *feature, const NtYamlContext *context)
{
  for (guint i = 0; i < NT_N_LINE_FEATURES; i++)
    if (nt_str_is(value->text, feature_words[i])) {
      *feature = (NtLineFeature)i;
      return TRUE;
    }
  const char *near = nt_nearest(value->text.p, feature_words, NT_N_LINE_FEATURES);
  nt_yaml_error(context, value, "wrong-value", "a line has no \"%s\"%s%s%s", value->text.p, near ? "; did you mean \"" : "",
                near ? near : "", near ? "\"?" : "");
  return FALSE;
}

static void add_row(NtLineWeights *w, GArray *rows, const NtYaml *item, const NtYamlContext *context)
{
  NtLineRow row;
  if (!nt_yaml_check(context, item, "a row of evidence", row_keys) || !feature_from(nt_yaml_get(item, "is"), &row.feature, context))
    return;
  row.id = nt_arena_str(w->arena, nt_yaml_text(item, "id"));
  row.least = (guint)nt_yaml_number(item, "from", nt_yaml_get(item, "to") ? 0 : 1);
  row.most = (guint)nt_yaml_number(item, "to", NT_MOST_FEATURE);
  row.weight = nt_yaml_number(item, "weight", 0);
  if (row.most > NT_MOST_FEATURE || row.least > row.most) {
    nt_yaml_error(context, item, "wrong-value", "\"from\" and \"to\" must be a range within 0 to %u", NT_MOST_FEATURE);
    return;
  }
  for (guint i = 0; i < rows->len; i++) {
    NtLineRow *old = &g_array_index(rows, NtLineRow, i);
    if (nt_str_equal(old->id, row.id)) {
      *old = row;
      return;
    }
  }
  g_array_append_val(rows, row);
}

void nt_line_weights_add_words(NtLineWeights *w, const NtYaml *words, const NtYamlContext *context)
{
  if (!words || !nt_yaml_check(context, words, "\"words\"", words_keys))
    return;
  for (guint i = 0; i < NT_N_LINE_WORDS; i++) {
    const NtYaml *list = nt_yaml_get(words, words_keys[i].key);
    if (list)
      add_words(w, list, (NtLineWord)i, context);
  }
}

void nt_line_weights_add(NtLineWeights *w, NtLineSet set, const NtYaml *text, const NtYamlContext *context)
{
  if (!text || !nt_yaml_check(context, text, "evidence of lines", text_keys))
    return;
  NtLineCosts *costs = &w->costs[set];
  costs->start = nt_yaml_number(text, "start", costs->start);
  costs->gap = nt_yaml_number(text, "gap", costs->gap);
  costs->gap_line = nt_yaml_number(text, "gap-line", costs->gap_line);
  const NtYaml *evidence = nt_yaml_get(text, "evidence");
  for (const NtYaml *item = evidence ? evidence->first : NULL; item; item = item->next)
    add_row(w, w->rows[set], item, context);
}

void nt_line_weights_finish(NtLineWeights *w)
{
  for (guint set = 0; set < NT_N_LINE_SETS; set++)
    for (guint i = 0; i < w->rows[set]->len; i++) {
      const NtLineRow *row = &g_array_index(w->rows[set], NtLineRow, i);
      for (guint value = row->least; value <= row->most; value++)
        w->table[set][row->feature][value] += (float)row->weight;
    }
}

guint nt_line_weights_word(const NtLineWeights *w, guint64 hash)
{
  return *slot_of(w, hash) & LISTS;
}

float nt_line_weights_of(const NtLineWeights *w, NtLineSet set, NtLineFeature feature, guint8 value)
{
  return w->table[set][feature][MIN(value, NT_MOST_FEATURE)];
}

const NtLineCosts *nt_line_weights_costs(const NtLineWeights *w, NtLineSet set)
{
  return &w->costs[set];
}

const NtLineRow *nt_line_weights_rows(const NtLineWeights *w, NtLineSet set, guint *n)
{
  *n = w->rows[set]->len;
  return w->rows[set]->len ? &g_array_index(w->rows[set], NtLineRow, 0) : NULL;
}
