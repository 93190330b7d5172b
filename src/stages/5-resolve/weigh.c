/* Pass 4: capitalised runs that nobody has claimed, and names that a list or rule proposed, are weighed: each row of evidence that
 * holds adds to what speaks for a person, a place, an organization, against no name at all, which stands at 0. The sums become
 * shares that add up to one (each is e to its sum, divided by all four). The largest share decides. What the same words weigh
 * elsewhere in the article counts too, as the mean over all their places. */
#include "candidate.h"

#include <math.h>

#define LONGEST_RUN 8u
#define NONE NT_N_WEIGHED
#define SURE 0.75 /* a list's name of this score is one, whatever stands around it */
#define OWN (1.0 / 3) /* how much of the sum is of the place itself */

typedef struct {
  guint32 first, end;
  guint64 is;      /* bits of NtPredicate */
  guint64 *rows;   /* a bit for each row of evidence that holds */
  gint32 standing; /* the candidate that stands there; -1 */
  guint64 words;   /* their hash: equal for the same name */
  double sum[NT_N_WEIGHED];
  double share[NT_N_WEIGHED + 1];
  guint best;
} Run;

#define SEEN_BITS 8192u

typedef struct {
  NtResolution *r;
  const NtEvidenceSet *evidence;
  const NtEvidenceRow *rows;
  guint n_rows;
  const float *start;
  gint32 *at, *next; /* candidates by first token; chains */
  guint64 small[SEEN_BITS / 64], again[SEEN_BITS / 64], once[SEEN_BITS / 64]; /* words seen in small letters; capitalised, twice */
  NT_VEC(guint64) surnames;
  NT_VEC(Run) runs;
} Weigh;

static void set_bit(guint64 *map, guint64 hash)
{
  map[hash >> 6 & (SEEN_BITS / 64 - 1)] |= G_GUINT64_CONSTANT(1) << (hash & 63);
}

static gboolean has_bit(const guint64 *map, guint64 hash)
{
  return map[hash >> 6 & (SEEN_BITS / 64 - 1)] >> (hash & 63) & 1;
}

/* ---- what the article has ---- */

static void see_words(Weigh *w)
{
  const NtTokens *t = &w->r->lexis->tokens;
  for (guint32 i = 0; i < t->n; i++) {
    guint64 hash = t->v[i].hash;
    if (t->v[i].shape == NT_SHAPE_LOWER)
      set_bit(w->small, hash);
    else if (nt_is_capital(&t->v[i]) && !(t->v[i].flags & NT_TOKEN_SENTENCE)) {
      if (has_bit(w->once, hash))
        set_bit(w->again, hash);
      set_bit(w->once, hash);
    }
  }
}

static void index_candidates(Weigh *w)
{
  NtResolution *r = w->r;
  NtArena *arena = r->article->arena;
  w->at = nt_arena_new_array(arena, gint32, r->lexis->tokens.n + 1);
  memset(w->at, -1, sizeof(gint32) * (r->lexis->tokens.n + 1));
  w->next = nt_arena_new_array(arena, gint32, r->candidates.n + 1);
  for (guint i = r->candidates.n; i-- > 0;) {
    const NtCandidate *c = &r->candidates.v[i];
    w->next[i] = w->at[c->first];
    w->at[c->first] = (gint32)i;
    if (nt_candidate_stands(c) && c->type == NT_TYPE_PERSON && c->end - c->first > 1)
      *nt_vec_push(arena, &w->surnames) = r->lexis->tokens.v[c->end - 1].hash;
  }
}

/* ---- predicates ---- */

#define IS(code) (G_GUINT64_CONSTANT(1) << NT_IS_##code)

static const NtToken *token(const Weigh *w, guint32 i)
{
  return &w->r->lexis->tokens.v[i];
}

static NtStr text_of(const Weigh *w, guint32 first, guint32 end)
{
  return nt_span_of(nt_lexis_span(w->r->lexis, first, end), w->r->article->text);
}

static guint64 of_words(const Weigh *w, guint32 first, guint32 end)
{
  const guint32 *cues = w->r->cues;
  guint64 is = 0;
  guint common = 0;
  gboolean vowel = FALSE;
  for (guint32 i = first; i < end; i++) {
    const NtToken *t = token(w, i);
    NtStr text = text_of(w, i, i + 1);
    guint inner = 0;
    for (gsize k = 0; k < text.n; k++) {
      is |= g_ascii_isdigit(text.p[k]) ? IS(DIGIT) : 0;
      inner += k && g_ascii_isupper(text.p[k]);
      vowel |= strchr("aeiouyAEIOUY", text.p[k]) != NULL || (guchar)text.p[k] >= 0x80;
    }
    if (t->shape == NT_SHAPE_UPPER)
      is |= end - first > 1 ? IS(HAS_ACRONYM) : text.n >= 6 && !(t->flags & NT_TOKEN_DOTTED) ? IS(LONG_ACRONYM) : IS(ACRONYM);
    else if (t->shape == NT_SHAPE_CAPITAL && inner && !(text.n > 2 && (text.p[0] == 'M' && text.p[1] == 'c')))
      is |= IS(INNER_CAPITAL);
    is |= t->shape == NT_SHAPE_INITIAL && i > first ? IS(INITIAL) : 0;
    is |= t->shape == NT_SHAPE_LOWER ? IS(PARTICLE) : 0;
    is |= i > first && t->gap == NT_GAP_HYPHEN ? IS(HYPHEN) : 0;
    is |= i > first && t->gap == NT_GAP_AMPERSAND ? IS(AMPERSAND) : 0;
    common += cues[i] & NT_CUE_COMMON ? 1 : 0;
  }
  is |= vowel ? 0 : IS(NO_VOWEL);
  is |= common == end - first ? IS(ALL_COMMON) : 0;
  is |= cues[first] & NT_CUE_COMMON ? IS(FIRST_COMMON) : 0;
  is |= cues[end - 1] & NT_CUE_COMMON ? IS(LAST_COMMON) : 0;
  is |= has_bit(w->small, token(w, end - 1)->hash) ? IS(SMALL_ELSEWHERE) : 0;
  is |= has_bit(w->again, token(w, end - 1)->hash) ? IS(AGAIN_ELSEWHERE) : 0;
  if (end - first == 1)
    for (guint i = 0; i < w->surnames.n; i++)
      if (w->surnames.v[i] == token(w, first)->hash)
        return is | IS(PART_OF_PERSON);
  return is;
}

static gboolean is_small_word(const Weigh *w, guint32 i, const char *word)
{
  return nt_str_is(text_of(w, i, i + 1), word);
}

static gboolean joins(const Weigh *w, guint32 i)
{
  return is_small_word(w, i, "and") || is_small_word(w, i, "or") || is_small_word(w, i, "&");
}

/* The type of what stands at token `i`; NONE for nothing, or another type. */
static guint type_at(const Weigh *w, guint32 i)
{
  gint32 owner = w->r->owner[i];
  return owner >= 0 && (guint)w->r->candidates.v[owner].type < NT_N_WEIGHED ? (guint)w->r->candidates.v[owner].type : NONE;
}

static const guint64 beside[NT_N_WEIGHED + 1] = {IS(BESIDE_PERSON), IS(BESIDE_PLACE), IS(BESIDE_ORGANIZATION), 0};

static guint64 of_left(const Weigh *w, guint32 first)
{
  const NtToken *t = token(w, first);
  guint64 is = 0;
  if (!first || t->flags & NT_TOKEN_SENTENCE)
    return IS(SENTENCE_START);
  is |= t->gap == ',' ? IS(COMMA_BEFORE) : 0;
  is |= t->flags & NT_TOKEN_QUOTE && t->gap != '(' ? IS(QUOTE_BEFORE) : 0;
  is |= t->gap == '(' ? IS(IN_BRACKETS) : 0;
  const NtToken *before = token(w, first - 1);
  gboolean near = t->gap == NT_GAP_SPACE;
  is |= near && before->shape == NT_SHAPE_NUMBER ? IS(NUMBER_BEFORE) : 0;
  is |= near && nt_is_capital(before) && !(w->r->cues[first - 1] & NT_CUE_FUNCTION) ? IS(CAPITAL_BEFORE) : 0;
  gint32 owner = w->r->owner[first - 1];
  is |= near && owner >= 0 && w->r->candidates.v[owner].type == NT_TYPE_GROUP ? IS(GROUP_BEFORE) : 0;
  if (t->gap == ',')
    is |= beside[type_at(w, first - 1)];
  else if (near && first > 1 && joins(w, first - 1) && before->gap == NT_GAP_SPACE)
    is |= beside[type_at(w, first - 2)];
  return is;
}

static guint64 of_right(const Weigh *w, guint32 end)
{
  guint32 n = w->r->lexis->tokens.n;
  if (end >= n || token(w, end)->flags & NT_TOKEN_SENTENCE)
    return IS(SENTENCE_END);
  const NtToken *t = token(w, end);
  guint64 is = 0;
  is |= t->gap == NT_GAP_APOSTROPHE && is_small_word(w, end, "s") ? IS(POSSESSIVE) : 0;
  is |= t->gap == NT_GAP_HYPHEN ? IS(HYPHEN_BEHIND) : 0;
  is |= t->gap == '(' ? IS(BRACKET_BEHIND) : 0;
  gboolean near = t->gap == NT_GAP_SPACE;
  is |= near && nt_is_capital(t) ? IS(CAPITAL_BEHIND) : 0;
  is |= near && t->shape == NT_SHAPE_NUMBER ? IS(NUMBER_BEHIND) : 0;
  if (near && end + 1 < n && joins(w, end))
    is |= beside[type_at(w, end + 1)];
  if (t->gap != ',')
    return is;
  is |= IS(COMMA_BEHIND) | beside[type_at(w, end)];
  is |= type_at(w, end) == NT_TYPE_PLACE ? IS(PLACE_BEHIND_COMMA) : 0;
  is |= t->shape == NT_SHAPE_NUMBER && t->end - t->start <= 2 ? IS(NUMBER_BEHIND_COMMA) : 0;
  for (guint32 i = end; i < MIN(end + 5, n) && (i == end || token(w, i)->gap == NT_GAP_SPACE); i++)
    if (w->r->cues[i] & NT_CUE_OCCUPATION)
      return is | IS(ROLE_BEHIND_COMMA);
  return is;
}

static guint64 of_proposals(const Weigh *w, const Run *run)
{
  static const guint64 listed[] = {IS(LISTED_PERSON), IS(LISTED_PLACE), IS(LISTED_ORGANIZATION)},
                       weak[] = {IS(WEAK_PERSON), IS(WEAK_PLACE), IS(WEAK_ORGANIZATION)},
                       rule[] = {IS(RULE_PERSON), IS(RULE_PLACE), IS(RULE_ORGANIZATION)};
  guint64 is = 0;
  for (guint32 first = run->first; first < run->end; first++)
    for (gint32 i = w->at[first]; i >= 0; i = w->next[i]) {
      const NtCandidate *c = &w->r->candidates.v[i];
      gboolean whole = first == run->first && c->end == run->end;
      if (c->end > run->end)
        continue;
      if (whole && (guint)c->type >= NT_N_WEIGHED)
        is |= IS(LISTED_OTHER);
      else if (whole && c->from == NT_FROM_NAME)
        is |= (c->score >= NT_LEAST_SCORE ? listed : weak)[c->type] | (c->type == NT_TYPE_PLACE && c->score >= 0.8 ? IS(GREAT_PLACE) : 0);
      else if (whole)
        is |= rule[c->type];
      else if (c->from != NT_FROM_NAME)
        continue;
      else if (c->type == NT_TYPE_PLACE)
        is |= first == run->first ? IS(PLACE_FIRST) : c->end == run->end ? IS(PLACE_LAST) : 0;
      else if (c->type == NT_TYPE_GROUP)
        is |= first == run->first ? IS(GROUP_FIRST) : 0;
      else
        is |= c->type == NT_TYPE_PERSON ? IS(PERSON_INSIDE) : c->type == NT_TYPE_ORGANIZATION ? IS(ORGANIZATION_INSIDE) : 0;
    }
  return is;
}

/* ---- rows ---- */

/* Notes the rows of that kind that ask for `key` at one of the `positions` (bits of NtPosition; all where a kind has none). */
static void note(const Weigh *w, const Run *run, NtRowKind kind, guint64 key, guint positions)
{
  guint n, length = run->end - run->first;
  const guint32 *numbers = nt_evidence_find(w->evidence, kind, key, &n);
  for (guint i = 0; i < n; i++) {
    const NtEvidenceRow *row = &w->rows[numbers[i]];
    if (positions >> row->position & 1 && length >= row->least && length <= row->most)
      run->rows[numbers[i] / 64] |= G_GUINT64_CONSTANT(1) << numbers[i] % 64;
  }
}

#define AT(code) (1u << NT_AT_##code)
#define ANYWHERE ((1u << NT_N_POSITIONS) - 1)

/* Token `i` stands at these positions of the run: rows that ask for its word, or a list that holds it. */
static void note_token(const Weigh *w, const Run *run, guint32 i, guint positions)
{
  const NtImage *image = w->r->image;
  note(w, run, NT_ROW_WORDS, token(w, i)->hash, positions);
  for (guint32 m = image->CLASSES[token(w, i)->lists]; m < image->CLASSES[token(w, i)->lists + 1]; m++)
    note(w, run, NT_ROW_LIST, image->MEMBERSHIPS[m].list, positions);
}

/* Whether the words before token `i` are of the same sentence, with no mark between. */
static gboolean goes_back(const Weigh *w, guint32 i)
{
  const NtToken *t = token(w, i);
  return i && !(t->flags & NT_TOKEN_SENTENCE) && (t->gap == NT_GAP_SPACE || t->gap == NT_GAP_DOT_SPACE);
}

static void note_tokens(const Weigh *w, const Run *run)
{
  guint32 n = w->r->lexis->tokens.n, end = run->end;
  for (guint32 i = run->first; i < end; i++)
    note_token(w, run, i, AT(ANY) | (i == run->first ? AT(FIRST) : 0) | (i + 1 == end ? AT(LAST) : 0));
  if (goes_back(w, run->first)) {
    note_token(w, run, run->first - 1, AT(BEFORE));
    if (goes_back(w, run->first - 1))
      note_token(w, run, run->first - 2, AT(SECOND_BEFORE));
  }
  if (end >= n || token(w, end)->flags & NT_TOKEN_SENTENCE || (token(w, end)->gap != NT_GAP_SPACE && token(w, end)->gap != ','))
    return;
  note_token(w, run, end, AT(BEHIND));
  if (end + 1 < n && !(token(w, end + 1)->flags & NT_TOKEN_SENTENCE) && token(w, end + 1)->gap == NT_GAP_SPACE)
    note_token(w, run, end + 1, AT(SECOND_BEHIND));
}

/* At least two letters stand before an ending. */
static void note_endings(const Weigh *w, const Run *run)
{
  NtStr text = text_of(w, run->end - 1, run->end);
  gsize longest = nt_evidence_longest_ending(w->evidence);
  guint64 key = 0;
  for (gsize i = text.n; i > 2 && text.n - i < longest; i--) {
    key = nt_evidence_ending(key, text.p[i - 1]);
    note(w, run, NT_ROW_ENDING, key, ANYWHERE);
  }
}

static void note_rules(const Weigh *w, const Run *run)
{
  for (gint32 i = w->at[run->first]; i >= 0; i = w->next[i]) {
    const NtCandidate *c = &w->r->candidates.v[i];
    if (c->from == NT_FROM_PATTERN && c->end == run->end)
      note(w, run, NT_ROW_RULE, nt_hash_bytes(c->rule), ANYWHERE);
  }
}

/* Works out which rows hold. */
static void note_rows(const Weigh *w, Run *run)
{
  run->rows = nt_arena_new_array(w->r->article->arena, guint64, w->n_rows / 64 + 1);
  memset(run->rows, 0, (w->n_rows / 64 + 1) * sizeof *run->rows);
  for (guint64 is = run->is; is; is &= is - 1)
    note(w, run, NT_ROW_PREDICATE, (guint64)__builtin_ctzll(is), ANYWHERE);
  note_tokens(w, run);
  note_endings(w, run);
  note_rules(w, run);
}

/* The first row from number `from` on that holds; n_rows where there is none. */
static guint next_row(const Weigh *w, const Run *run, guint from)
{
  guint64 left = run->rows[from / 64] >> from % 64;
  if (left)
    return from + (guint)__builtin_ctzll(left);
  for (guint i = from / 64 + 1; i <= w->n_rows / 64; i++)
    if (run->rows[i])
      return i * 64 + (guint)__builtin_ctzll(run->rows[i]);
  return w->n_rows;
}

#define EACH_ROW(i, w, run) (guint i = next_row(w, run, 0); i < (w)->n_rows; i = next_row(w, run, i + 1))

static void say_rows(Weigh *w, const Run *run)
{
  g_autoptr(GString) reason = g_string_new("weighed:");
  for EACH_ROW(i, w, run)
    g_string_append_printf(reason, " %s", w->rows[i].id.p);
  NtSpan span = nt_lexis_span(w->r->lexis, run->first, run->end);
  *nt_vec_push(w->r->article->arena, &w->r->article->verdicts) = (NtVerdict){
    .span = span,
    .type = NT_TYPE_GROUP,
    .where = w->n_rows ? w->rows[0].where : (NtWhere){{NULL, 0}, 0},
    .winner = span,
    .reason = nt_str(nt_arena_dup(w->r->article->arena, reason->str, reason->len)),
  };
}

static void weigh(Weigh *w, Run *run)
{
  run->is = IS(ANYTHING) | of_words(w, run->first, run->end) | of_left(w, run->first) | of_right(w, run->end) | of_proposals(w, run);
  if (w->r->headlined[nt_lexis_sentence_of(w->r->lexis, run->first)])
    run->is |= IS(HEADLINED);
  for (guint t = 0; t < NT_N_WEIGHED; t++)
    run->sum[t] = (double)w->start[t];
  note_rows(w, run);
  for EACH_ROW(i, w, run)
    for (guint t = 0; t < NT_N_WEIGHED; t++)
      run->sum[t] += (double)w->rows[i].weight[t];
  run->words = token(w, run->first)->hash;
  for (guint32 i = run->first + 1; i < run->end; i++)
    run->words = nt_tokens_step(run->words, token(w, i));
  *nt_vec_push(w->r->article->arena, &w->runs) = *run;
  if (w->r->keep_verdicts)
    say_rows(w, run);
}

/* ---- shares ---- */

static int by_words(gconstpointer x, gconstpointer y)
{
  const Run *a = *(Run *const *)x, *b = *(Run *const *)y;
  if (a->words != b->words)
    return a->words < b->words ? -1 : 1;
  return a->first < b->first ? -1 : a->first > b->first;
}

/* A part its own place, the rest the mean over all places of the same words. */
static void pool(Weigh *w)
{
  guint n = w->runs.n;
  Run **order = nt_arena_new_array(w->r->article->arena, Run *, n + 1);
  for (guint i = 0; i < n; i++)
    order[i] = &w->runs.v[i];
  qsort(order, n, sizeof *order, by_words);
  for (guint i = 0, end; i < n; i = end) {
    double mean[NT_N_WEIGHED] = {0};
    for (end = i; end < n && order[end]->words == order[i]->words; end++)
      for (guint t = 0; t < NT_N_WEIGHED; t++)
        mean[t] += order[end]->sum[t];
    for (guint k = i; k < end; k++)
      for (guint t = 0; t < NT_N_WEIGHED; t++)
        order[k]->sum[t] = OWN * order[k]->sum[t] + (1 - OWN) * mean[t] / (end - i);
  }
}

static void share(Run *run)
{
  double total = 0;
  for (guint t = 0; t <= NT_N_WEIGHED; t++)
    total += run->share[t] = t == NONE ? 1 : exp(run->sum[t]);
  run->best = NONE;
  for (guint t = 0; t <= NT_N_WEIGHED; t++)
    run->share[t] /= total;
  for (guint t = 0; t < NT_N_WEIGHED; t++)
    if (run->share[t] > run->share[run->best])
      run->best = t;
}

/* ---- what comes of it ---- */

/* The row that speaks most for the type against the others. */
static const NtEvidenceRow *strongest(const Weigh *w, const Run *run, guint type)
{
  const NtEvidenceRow *best = NULL;
  for EACH_ROW(i, w, run)
    if (!best || w->rows[i].weight[type] > best->weight[type])
      best = &w->rows[i];
  return best;
}

static void propose(Weigh *w, const Run *run)
{
  NtResolution *r = w->r;
  const NtEvidenceRow *row = strongest(w, run, run->best);
  NtCandidate c = {
    .first = run->first,
    .end = run->end,
    .span = nt_lexis_span(r->lexis, run->first, run->end),
    .type = (NtType)run->best,
    .from = NT_FROM_EVIDENCE,
    .score = run->share[run->best],
    .where = row ? row->where : (NtWhere){{NULL, 0}, 0},
    .why = row ? nt_str(nt_arena_printf(r->article->arena, "evidence %s", row->id.p)) : (NtStr){0},
    .entry = G_MAXUINT32,
    .short_of = -1,
    .beaten_by = NT_NOT_BEATEN,
  };
  for (gint32 i = w->at[run->first]; i >= 0; i = w->next[i]) { /* what a list knows of that type is taken with it */
    const NtCandidate *other = &r->candidates.v[i];
    if (other->end == run->end && other->type == c.type && other->from == NT_FROM_NAME) {
      c.entry = other->entry;
      c.name = other->name;
      c.n_names = other->n_names;
      c.where = other->where;
      c.from = NT_FROM_NAME;
      break;
    }
  }
  *nt_vec_push(r->article->arena, &r->candidates) = c;
  nt_resolve_claim(r, r->candidates.n - 1, "evidence");
}

/* What a list says without reserve, and what a user's own list says, is a name, unless it is a part of a longer one. */
static gboolean is_sure(const Weigh *w, const Run *run, const NtCandidate *c)
{
  if (c->from != NT_FROM_NAME || run->is & (IS(CAPITAL_BEFORE) | IS(CAPITAL_BEHIND)))
    return FALSE;
  return c->score >= SURE || (c->entry != G_MAXUINT32 && w->r->image->ENTRIES[c->entry].folder > 0);
}

static void decide(Weigh *w, const Run *run)
{
  NtResolution *r = w->r;
  if (run->standing < 0) {
    if (run->best != NONE)
      propose(w, run);
    return;
  }
  NtCandidate *c = &r->candidates.v[run->standing];
  if (run->best == (guint)c->type) {
    c->score = MAX(c->score, run->share[run->best]);
    return;
  }
  if (run->best != NONE) {
    propose(w, run);
    return;
  }
  if (is_sure(w, run, c))
    return;
  c->beaten_by = NT_TOO_WEAK;
  c->reason = "evidence";
  for (guint32 t = c->first; t < c->end; t++)
    r->owner[t] = -1;
}

/* ---- runs ---- */

#define NO_NAME (NT_CUE_MONTH | NT_CUE_WEEKDAY | NT_CUE_FUNCTION)
#define BESIDE (NT_CUE_TITLE | NT_CUE_OCCUPATION)

static gboolean is_run_word(const Weigh *w, guint32 i)
{
  const NtToken *t = token(w, i);
  guint32 cues = w->r->cues[i];
  if (!nt_is_capital(t) || w->r->owner[i] >= 0 || cues & NO_NAME)
    return FALSE;
  return !(cues & BESIDE) || cues & (NT_CUE_FIRST_NAME | NT_CUE_SURNAME);
}

static gboolean goes_on(const Weigh *w, guint32 i)
{
  const NtToken *t = token(w, i);
  if (t->flags & NT_TOKEN_SENTENCE)
    return FALSE;
  return t->gap == NT_GAP_SPACE || t->gap == NT_GAP_HYPHEN || t->gap == NT_GAP_APOSTROPHE || t->gap == NT_GAP_AMPERSAND ||
         (t->gap == NT_GAP_DOT_SPACE && token(w, i - 1)->shape == NT_SHAPE_INITIAL);
}

static gboolean is_inner_word(const Weigh *w, guint32 i)
{
  return token(w, i)->shape == NT_SHAPE_LOWER && w->r->cues[i] & NT_CUE_PARTICLE && !(w->r->cues[i] & NT_CUE_FUNCTION) && w->r->owner[i] < 0;
}

/* `hei` of Lo Kin-hei, but not `based` of Lagos-based. */
static gboolean is_second_half(const Weigh *w, guint32 i)
{
  const NtToken *t = token(w, i);
  return t->gap == NT_GAP_HYPHEN && t->shape == NT_SHAPE_LOWER && t->end - t->start <= 5 && w->r->owner[i] < 0 &&
         !(w->r->cues[i] & (NT_CUE_COMMON | NT_CUE_FUNCTION));
}

/* Behind the run that starts at `first`. */
static guint32 end_of_run(const Weigh *w, guint32 first)
{
  guint32 n = w->r->lexis->tokens.n, end = first + 1;
  for (guint32 i = end; i < n && i - first < LONGEST_RUN && goes_on(w, i); i++) {
    if (is_run_word(w, i) || is_second_half(w, i))
      end = i + 1;
    else if (!is_inner_word(w, i) || i + 1 >= n || i - end >= 2)
      break;
  }
  return end;
}

void nt_resolve_weigh(NtResolution *r)
{
  const NtEvidenceSet *evidence = nt_knowledge_evidence(r->knowledge);
  Weigh w = {.r = r, .evidence = evidence, .start = nt_evidence_start(evidence)};
  w.rows = nt_evidence_rows(evidence, &w.n_rows);
  if (!w.n_rows)
    return;
  see_words(&w);
  index_candidates(&w);
  for (guint32 i = 0; i < r->lexis->tokens.n;) {
    Run run = {.first = i, .end = i + 1, .standing = r->owner[i]};
    if (run.standing >= 0) {
      const NtCandidate *c = &r->candidates.v[run.standing];
      run.end = c->end;
      if ((guint)c->type < NT_N_WEIGHED && c->first == i && nt_is_capital(token(&w, i))) {
        weigh(&w, &run);
      }
    } else if (is_run_word(&w, i) && nt_article_zone_at(r->article, token(&w, i)->start) != NT_ZONE_FURNITURE) {
      run.end = end_of_run(&w, i);
      if (!r->headlined[nt_lexis_sentence_of(r->lexis, i)]) {
        weigh(&w, &run);
      }
    }
    i = MAX(run.end, i + 1);
  }
  pool(&w);
  for (guint i = 0; i < w.runs.n; i++) {
    share(&w.runs.v[i]);
    decide(&w, &w.runs.v[i]);
  }
}
