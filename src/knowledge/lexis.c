/* The hot loop. For each word: one test of a bit map, for one word in a few a look-up of its key, and from there one look-up
 * a word as long as some name goes on. */
#include "lexis.h"

#include "base/error.h"
#include "base/limits.h"
#include "base/sort.h"

typedef struct {
  const NtImage *image;
  NtArena *arena;
  NtStr text;
  NtLexis *lexis;
  const guint64 *first[2]; /* bit maps of first words: otherwise written, written small */
  guint64 first_mask[2];
  guint64 key_mask, later_mask;
  guint32 *stops; /* tokens before which a sentence may end */
  guint n_stops;
  guint32 check_shift;
  NtLexisHits *hits[3]; /* by NtAliasKind: the lexis's */
} Search;

static inline guint32 find_slot(const Search *s, guint64 key)
{
  const NtImageSlot *table = s->image->TABLE;
  guint32 check = (guint32)(key >> s->check_shift);
  for (guint64 at = key & s->key_mask;; at = (at + 1) & s->key_mask)
    if (table[at].check == check || !table[at].what)
      return table[at].what;
}

#define SMALL_SHAPES (1u << NT_SHAPE_LOWER | 1u << NT_SHAPE_MIXED)

static inline guint is_small(const NtToken *t)
{
  return SMALL_SHAPES >> t->shape & 1u;
}

static inline const guint64 *bits_of(const guint64 *map, guint64 mask, guint64 key)
{
  return &map[(key >> 20 & mask) >> 6];
}

static inline gboolean bit(const guint64 *map, guint64 mask, guint64 key)
{
  return *bits_of(map, mask, key) >> (key >> 20 & 63) & 1;
}

/* ---- case ---- */

static gboolean all_upper(const NtToken *t, guint n)
{
  for (guint i = 0; i < n; i++)
    if (t[i].shape != NT_SHAPE_UPPER && t[i].shape != NT_SHAPE_INITIAL && t[i].shape != NT_SHAPE_NUMBER &&
        t[i].shape != NT_SHAPE_OTHER)
      return FALSE;
  return TRUE;
}

static gboolean all_capital(const NtToken *t, guint n)
{
  for (guint i = 0; i < n; i++)
    if (t[i].shape == NT_SHAPE_LOWER || t[i].shape == NT_SHAPE_MIXED)
      return FALSE;
  return TRUE;
}

/* docs/formats/gazetteers.md, `case`. */
static gboolean case_fits(const Search *s, const NtImageAlias *alias, const NtImageManner *manner, guint32 first, guint32 end)
{
  const NtToken *t = &s->lexis->tokens.v[first];
  guint n = end - first;
  switch ((NtCase)manner->policy) {
  case NT_CASE_FOLD:
    return TRUE;
  case NT_CASE_UPPER:
    return all_upper(t, n);
  case NT_CASE_EXACT:
    return alias->writing == nt_tokens_writing(s->text, t, n);
  case NT_CASE_TITLE:
    return (manner->flags & NT_ALIAS_HAS_UPPER ? all_upper(t, n) : all_capital(t, n)) ||
           alias->writing == nt_tokens_writing(s->text, t, n);
  }
  return FALSE;
}

/* ---- hits ---- */

static inline void add_alias(Search *s, guint32 number, guint64 key, guint32 first, guint32 end)
{
  const NtImageAlias *alias = &s->image->ALIASES[number];
  const NtImageManner *manner = &s->image->MANNERS[alias->manner];
  if (alias->key != (guint32)key || (manner->policy != NT_CASE_FOLD && !case_fits(s, alias, manner, first, end)))
    return;
  *nt_vec_push(s->arena, s->hits[manner->kind]) = (NtLexisHit){first, end, number, alias->owner};
}

/* Takes what ends at `slot`; whether some name goes on from there. */
static inline gboolean take(Search *s, guint32 slot, guint64 key, guint32 first, guint32 end)
{
  if (slot & NT_SLOT_LEAF) {
    add_alias(s, slot & ~NT_SLOT_LEAF, key, first, end);
    return FALSE;
  }
  const NtImageNode *node = &s->image->NODES[slot];
  for (guint32 i = 0; i < node->n_aliases; i++)
    add_alias(s, node->first_alias + i, key, first, end);
  return (node->flags & NT_NODE_GOES_ON) != 0;
}

static gboolean is_abbreviation(const Search *s, const NtToken *t)
{
  if (t->shape == NT_SHAPE_INITIAL || t->flags & NT_TOKEN_ABBREVIATION)
    return TRUE;
  guint32 slot = find_slot(s, t->hash);
  return slot && !(slot & NT_SLOT_LEAF) && s->image->NODES[slot].flags & NT_NODE_ABBREVIATION &&
         s->image->NODES[slot].key == (guint32)t->hash;
}

/* May a name go over what stands before `t`? */
static inline gboolean passes(const Search *s, const NtToken *t)
{
  if (t->gap == NT_GAP_BREAK || t->flags & NT_TOKEN_STOP)
    return FALSE;
  return t->gap != NT_GAP_DOT_SPACE || is_abbreviation(s, t - 1);
}

/* The first word of what may be a name, on its way through the stages of search_together. */
typedef struct {
  guint32 first; /* token */
  guint32 slot;  /* of the word; 0: nothing begins with it */
  guint64 key;   /* of it and the next one, where a name may go on there; or 0 */
} Start;

/* The word's node is at hand: what it says of the word. */
static inline void meet_word(Search *s, Start *start)
{
  const NtTokens *tokens = &s->lexis->tokens;
  NtToken *t = &tokens->v[start->first];
  start->key = 0;
  if (!start->slot || start->slot & NT_SLOT_LEAF)
    return;
  const NtImageNode *node = &s->image->NODES[start->slot];
  if (node->key != (guint32)t->hash) {
    start->slot = 0;
    return;
  }
  __builtin_prefetch(&s->image->ALIASES[node->first_alias]);
  t->lists = is_small(t) ? node->small_class : node->other_class;
  /* Only where the word as it is written is in a list: a bit map may let one pass that is not, and chance must decide nothing. */
  t->flags |= t->lists && node->flags & NT_NODE_ABBREVIATION ? NT_TOKEN_ABBREVIATION : 0;
  if (node->flags & NT_NODE_GOES_ON && start->first + 1 < tokens->n && passes(s, t + 1)) {
    start->key = nt_tokens_step(t->hash, t + 1);
    __builtin_prefetch(bits_of(s->image->LATER, s->later_mask, start->key));
  }
}

static inline void meet_second_word(Search *s, Start *start)
{
  if (!start->key)
    return;
  if (bit(s->image->LATER, s->later_mask, start->key))
    __builtin_prefetch(&s->image->TABLE[start->key & s->key_mask]);
  else
    start->key = 0;
}

/* Takes what begins with the word. */
static inline void search_from(Search *s, const Start *start)
{
  const NtTokens *tokens = &s->lexis->tokens;
  guint32 first = start->first;
  guint64 key = start->key;
  if (!start->slot)
    return;
  take(s, start->slot, tokens->v[first].hash, first, first + 1);
  if (!key)
    return;
  guint32 last = MIN(first + NT_LIMIT_NAME_TOKENS, tokens->n);
  for (guint32 i = first + 1;;) {
    guint32 slot = find_slot(s, key);
    if (!slot || !take(s, slot, key, first, i + 1) || ++i == last || !passes(s, &tokens->v[i]))
      return;
    key = nt_tokens_step(key, &tokens->v[i]);
    if (!bit(s->image->LATER, s->later_mask, key))
      return;
  }
}

/* Words are asked for in batches: first the bit maps, without a branch, then the table for those that passed. The image is larger
 * than the caches, so some words go through each stage together, and what one stage asks for is fetched for the next. */
#define STOPS (NT_TOKEN_BLANK | NT_TOKEN_NEWLINE | NT_TOKEN_STOP | NT_TOKEN_DOT)
#define BATCH 512u
#define TOGETHER 64u

static inline void search_together(Search *s, Start *starts, guint n)
{
  const NtToken *v = s->lexis->tokens.v;
  for (guint i = 0; i < n; i++)
    __builtin_prefetch(&s->image->TABLE[v[starts[i].first].hash & s->key_mask]);
  for (guint i = 0; i < n; i++) {
    guint32 slot = starts[i].slot = find_slot(s, v[starts[i].first].hash);
    if (slot & NT_SLOT_LEAF)
      __builtin_prefetch(&s->image->ALIASES[slot & ~NT_SLOT_LEAF]);
    else
      __builtin_prefetch(&s->image->NODES[slot]);
  }
  for (guint i = 0; i < n; i++)
    meet_word(s, &starts[i]);
  for (guint i = 0; i < n; i++)
    meet_second_word(s, &starts[i]);
  for (guint i = 0; i < n; i++)
    search_from(s, &starts[i]);
}

static void search_batch(Search *s, guint32 from, guint32 to)
{
  Start starts[BATCH + 1];
  guint n = 0, n_stops = s->n_stops;
  const NtToken *v = s->lexis->tokens.v;
  for (guint32 i = from; i < to; i++) {
    guint small = is_small(&v[i]);
    starts[n].first = i;
    n += bit(s->first[small], s->first_mask[small], v[i].hash);
    s->stops[n_stops] = i;
    n_stops += (v[i].flags & STOPS) != 0;
  }
  s->n_stops = n_stops;
  for (guint i = 0; i < n; i += TOGETHER)
    search_together(s, starts + i, MIN(n - i, TOGETHER));
}

static int by_place(gconstpointer x, gconstpointer y)
{
  const NtLexisHit *a = x, *b = y;
  if (a->first != b->first)
    return a->first < b->first ? -1 : 1;
  if (a->end != b->end)
    return a->end > b->end ? -1 : 1;
  return (a->alias > b->alias) - (a->alias < b->alias);
}

static void sort_hits(NtLexisHit *v, guint n)
{
  guint start = 0;
  for (guint i = 1; i <= n; i++) /* hits come by first token already: only runs of one first token need an order */
    if (i == n || v[i].first != v[start].first) {
      nt_sort(v + start, i - start, sizeof *v, by_place);
      start = i;
    }
}

/* ---- sentences ---- */

/* What a line end says in text that was wrapped at a fixed width. */
typedef enum {
  NOT_WRAPPED,
  WRAPPED, /* nothing */
  BRIEF,   /* nothing, but a line that is indented opens a paragraph */
} Wrapped;

/* It was where most lines are full, or, of a brief of a few lines, where a third of those that a line follows at once go on with a
 * small letter. */
static Wrapped is_wrapped(NtStr text)
{
  guint lines = 0, full = 0, followed = 0, going_on = 0;
  for (gsize i = 0; i < text.n;) {
    const char *end = memchr(text.p + i, '\n', text.n - i);
    gsize length = end ? (gsize)(end - text.p) - i : text.n - i;
    if (length > 100)
      return NOT_WRAPPED;
    if (length) {
      lines++;
      full += length >= 50;
    }
    i += length + 1;
    if (length && i < text.n && !g_ascii_isspace(text.p[i])) {
      followed++;
      going_on += g_ascii_islower(text.p[i]);
    }
  }
  if (lines >= 6 && full * 10 >= lines * 6)
    return WRAPPED;
  return going_on && going_on * 3 >= followed ? BRIEF : NOT_WRAPPED;
}

static gboolean is_indented(NtStr text, const NtToken *t)
{
  return t->start > 1 && text.p[t->start - 1] == ' ' && text.p[t->start - 2] == ' ';
}

/* The O of `P.J. O'Rourke`. */
static gboolean is_prefix(const NtToken *t, const NtToken *end)
{
  return t->shape == NT_SHAPE_INITIAL && t + 1 < end && t[1].gap == NT_GAP_APOSTROPHE && t[1].shape == NT_SHAPE_CAPITAL;
}

/* `D.K.P.` at the head of a sentence or behind a capital, as in `Commander D.K.P. Ostrander`, opens a name. */
static gboolean opens_name(const NtToken *dotted, const NtToken *text)
{
  if (dotted == text || dotted->flags & NT_TOKEN_SENTENCE)
    return TRUE;
  return dotted->gap == NT_GAP_SPACE && dotted[-1].shape == NT_SHAPE_CAPITAL;
}

static gboolean starts_sentence(NtStr text, const NtTokens *tokens, guint32 at, Wrapped wrapped)
{
  const NtToken *t = &tokens->v[at], *before = t - 1, *end = tokens->v + tokens->n;
  if (t->flags & NT_TOKEN_BLANK || (t->flags & NT_TOKEN_NEWLINE && (wrapped == NOT_WRAPPED || (wrapped == BRIEF && is_indented(text, t)))))
    return TRUE;
  gboolean small = t->shape == NT_SHAPE_LOWER;
  if (t->flags & NT_TOKEN_STOP)
    return !small;
  if (!(t->flags & NT_TOKEN_DOT) || t->gap == NT_GAP_DOT || small)
    return FALSE;
  if (before->flags & NT_TOKEN_ABBREVIATION && text.p[t->start - 1] == '(') /* `Norden Corp. (NYSE: NRD)` */
    return FALSE;
  if (before->flags & NT_TOKEN_DOTTED)
    return (before->end - before->start > 4 && !opens_name(before, tokens->v)) || (t->shape != NT_SHAPE_CAPITAL && !is_prefix(t, end));
  if (before->shape == NT_SHAPE_INITIAL)
    return FALSE;
  return !(before->flags & NT_TOKEN_ABBREVIATION) || t->flags & NT_TOKEN_QUOTE;
}

static void add_sentence(Search *s, guint32 first)
{
  *nt_vec_push(s->arena, &s->lexis->sentences) = first;
}

/* From `last` on to the next, or the end: too many words without a stop are cut. */
static void cut_run(Search *s, guint32 last, guint32 next)
{
  while (next - last > NT_LIMIT_SENTENCE_TOKENS)
    add_sentence(s, last += NT_LIMIT_SENTENCE_TOKENS);
}

static void find_sentences(Search *s)
{
  NtTokens *tokens = &s->lexis->tokens;
  Wrapped wrapped = is_wrapped(s->text);
  guint32 last = 0;
  for (guint i = 0; i < s->n_stops; i++) {
    guint32 at = s->stops[i];
    NtToken *t = &tokens->v[at];
    if (at && !starts_sentence(s->text, tokens, at, wrapped))
      continue;
    t->flags |= NT_TOKEN_SENTENCE;
    cut_run(s, last, at);
    add_sentence(s, last = at);
  }
  cut_run(s, last, tokens->n);
}

gboolean nt_lexis_find(const NtImage *image, NtArena *arena, NtStr text, NtLexis *lexis, GError **error)
{
  return nt_lexis_fill(image, arena, text, nt_tokens_find(arena, text), lexis, error);
}

gboolean nt_lexis_fill(const NtImage *image, NtArena *arena, NtStr text, NtTokens tokens, NtLexis *lexis, GError **error)
{
  *lexis = (NtLexis){.tokens = tokens};
  Search s = {
    .image = image,
    .arena = arena,
    .text = text,
    .lexis = lexis,
    .hits = {[NT_ALIAS_NAME] = &lexis->names, [NT_ALIAS_PHRASE] = &lexis->phrases, [NT_ALIAS_TERM] = &lexis->terms},
    .check_shift = image->header->check_shift,
    .key_mask = image->n_TABLE - 1,
    .first = {image->OTHER_FIRST, image->SMALL_FIRST},
    .first_mask = {(guint64)image->n_OTHER_FIRST * 64 - 1, (guint64)image->n_SMALL_FIRST * 64 - 1},
    .later_mask = (guint64)image->n_LATER * 64 - 1,
  };
  s.stops = nt_arena_new_array(nt_arena_scratch(arena), guint32, lexis->tokens.n + 1);
  for (guint32 i = 0; i < lexis->tokens.n; i += BATCH) {
    search_batch(&s, i, MIN(i + BATCH, lexis->tokens.n));
    if (G_UNLIKELY(lexis->names.n + lexis->phrases.n + lexis->terms.n > NT_LIMIT_HITS_PER_ARTICLE)) {
      g_set_error(error, NT_ERROR, NT_ERROR_LIMIT, "more than %u names in one article", NT_LIMIT_HITS_PER_ARTICLE);
      return FALSE;
    }
  }
  sort_hits(lexis->names.v, lexis->names.n);
  sort_hits(lexis->phrases.v, lexis->phrases.n);
  sort_hits(lexis->terms.v, lexis->terms.n);
  find_sentences(&s);
  return TRUE;
}

guint32 nt_lexis_token_at(const NtLexis *lexis, guint32 at)
{
  guint32 low = 0, high = lexis->tokens.n;
  while (low < high) {
    guint32 middle = (low + high) / 2;
    if (lexis->tokens.v[middle].end <= at)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

guint32 nt_lexis_hit_at(const NtLexisHit *hits, guint32 n, guint32 token)
{
  guint32 low = 0, high = n;
  while (low < high) {
    guint32 middle = low + (high - low) / 2;
    if (hits[middle].first < token)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

guint32 nt_lexis_sentence_of(const NtLexis *lexis, guint32 token)
{
  guint32 low = 0, high = lexis->sentences.n;
  while (high - low > 1) {
    guint32 middle = (low + high) / 2;
    if (lexis->sentences.v[middle] <= token)
      low = middle;
    else
      high = middle;
  }
  return low;
}
