/* What rows of evidence say of a segment. Each row that holds adds to the segment's sums; who wants to know which rows held asks the
 * same places once more, row by row.
 *
 * What segments share is added up once: those that begin at one token have their left side and first word in common, and the longer one
 * the words of the shorter; those that end at one their right side and last word. */
#include "weigh.h"

#include "base/hash.h"

#define ALWAYS_INLINE inline __attribute__((always_inline))

#define OWN (4 * NT_WEIGHT_ONE) /* what a list in a folder of the user's adds to its type */
#define WHOLE (2 * NT_WEIGHT_ONE) /* what a listed name of several words that stands whole adds to its type, */
#define HOLDS_TWO (3 * NT_WEIGHT_ONE) /* and more, where two listed names lie in it; */
#define NOT_WHOLE (1 * NT_WEIGHT_ONE) /* and takes from the others */

#define JOINED (3 * NT_WEIGHT_ONE) /* what two names of bodies that `and` joins take from being one */

/* What is added up, by how many words the run has; a fourth type is always 0. */
typedef struct {
  NtFour v[NT_N_LENGTHS];
} Totals;

/* The row that speaks most for a type. */
typedef struct {
  guint type;
  const NtEvidenceRow *row; /* NULL until one holds */
} Strongest;

/* Whom each row that holds is told: one of three, who is known where something is told and so never asked for. */
typedef struct {
  NtWeigh *w;
  Totals *totals;       /* adds up what they say */
  Strongest *strongest; /* finds the strongest of those that fit `length`, of equals the first */
  GArray *numbers;      /* notes the numbers of those that fit `length` */
  guint length;
} Tell;

static inline void add(Totals *totals, const NtSums *sums)
{
  for (guint l = 0; l < NT_N_LENGTHS; l++)
    totals->v[l] += sums->v[l];
}

static void keep_stronger(Tell to, const NtSums *sums)
{
  Strongest *best = to.strongest;
  guint number = sums->strongest[to.length][best->type];
  const NtEvidenceRow *row = number ? &to.w->rows[number - 1] : NULL;
  if (row && (!best->row || row->weight[best->type] > best->row->weight[best->type]))
    best->row = row;
}

/* Rows that say that together; NULL for none. */
static ALWAYS_INLINE void tell_sums(Tell to, const NtSums *sums)
{
  if (sums && to.totals)
    add(to.totals, sums);
  else if (sums)
    keep_stronger(to, sums);
}

static guint length_of(const NtSegment *s)
{
  return MIN(s->end - s->first, NT_N_LENGTHS) - 1;
}

/* ---- one key ---- */

/* Each row of that key, of words at that position; `weight`: of the member in its list. */
static void tell_weighed(Tell to, NtRowKind kind, guint64 key, NtPosition position, float weight)
{
  guint n;
  const guint32 *numbers = nt_evidence_find(to.w->evidence, kind, key, &n);
  for (guint i = 0; i < n; i++) {
    const NtEvidenceRow *row = &to.w->rows[numbers[i]];
    if (position != NT_N_POSITIONS && row->position != position)
      continue;
    if (kind == NT_ROW_LIST && !(row->from <= weight && weight < row->below))
      continue;
    if (to.length + 1 < MIN(row->least, NT_N_LENGTHS) || to.length + 1 > MIN(row->most, NT_N_LENGTHS))
      continue;
    g_array_append_val(to.numbers, numbers[i]);
  }
}

static void tell(Tell to, NtRowKind kind, guint64 key, NtPosition position)
{
  tell_weighed(to, kind, key, position, 0);
}

static ALWAYS_INLINE void tell_predicates(Tell to, guint64 is)
{
  for (; is; is &= is - 1) {
    NtPredicate predicate = (NtPredicate)__builtin_ctzll(is);
    if (to.numbers)
      tell(to, NT_ROW_PREDICATE, predicate, NT_N_POSITIONS);
    else
      tell_sums(to, &to.w->predicates[predicate]);
  }
}

/* ---- a token ---- */

typedef void (*SeeList)(gpointer data, guint32 list, float weight);

/* Lists whose member is the word in just these letters: `IT`, not `it`. */
static void see_by_letters(const NtWeigh *w, guint32 i, SeeList see, gpointer data)
{
  const NtLexis *x = w->r->lexis;
  const NtImage *image = w->r->image;
  for (guint32 at = nt_lexis_hit_at(x->phrases.v, x->phrases.n, i); at < x->phrases.n && x->phrases.v[at].first == i; at++) {
    const NtLexisHit *hit = &x->phrases.v[at];
    if (hit->end == i + 1)
      see(data, hit->owner, nt_image_manner(image, hit->alias)->weight);
  }
}

/* Every list that holds the token. */
static void see_lists(const NtWeigh *w, guint32 i, SeeList see, gpointer data)
{
  const NtImage *image = w->r->image;
  guint32 class = nt_weigh_token(w, i)->lists;
  if (w->r->cues[i] & NT_CUE_BY_LETTERS)
    see_by_letters(w, i, see, data);
  for (guint32 m = class ? image->CLASSES[class] : 0; class && m < image->CLASSES[class + 1]; m++)
    see(data, image->MEMBERSHIPS[m].list, image->MEMBERSHIPS[m].weight);
}

typedef struct {
  Tell to;
  NtPosition position;
} TellList;

static void tell_list(gpointer data, guint32 list, float weight)
{
  const TellList *t = data;
  tell_weighed(t->to, NT_ROW_LIST, nt_evidence_list_key(list, t->position), t->position, weight);
}

static void note_list(gpointer data, guint32 list, float weight)
{
  NtWeigh *w = data;
  *nt_vec_push(w->r->pass_scratch, &w->letters) = (NtImageMembership){list, weight};
}

/* Apart, as few words need room for this. */
static __attribute__((noinline)) const NtWordSums *sums_by_letters(NtWeigh *w, guint32 i)
{
  const NtToken *t = nt_weigh_token(w, i);
  w->letters.n = 0;
  see_by_letters(w, i, note_list, w);
  return nt_evidence_kept_by_letters(w->r->kept, t->hash, w->letters.v, w->letters.n, t->lists, w->r->pass_scratch);
}

static const NtWordSums *sums_of_token(NtWeigh *w, guint32 i)
{
  const NtToken *t = nt_weigh_token(w, i);
  if (w->r->cues[i] & NT_CUE_BY_LETTERS)
    return sums_by_letters(w, i);
  return nt_evidence_kept_word(w->r->kept, t->hash, t->lists, w->r->pass_scratch);
}

static inline const NtWordSums *weighed_token(NtWeigh *w, guint32 i)
{
  if (!(w->known[i] & NT_KNOW_ROWS)) {
    w->known[i] |= NT_KNOW_ROWS;
    w->weighed[i] = sums_of_token(w, i);
  }
  return w->weighed[i];
}

static void tell_rows_of_token(Tell to, guint32 i, NtPosition position)
{
  tell(to, NT_ROW_WORDS, nt_weigh_token(to.w, i)->hash, position);
  see_lists(to.w, i, tell_list, &(TellList){to, position});
}

/* Token `i` stands at that position: rows that ask for its word, or for a list that holds it. */
static ALWAYS_INLINE void tell_token(Tell to, guint32 i, NtPosition position)
{
  if (to.numbers)
    tell_rows_of_token(to, i, position);
  else
    tell_sums(to, weighed_token(to.w, i)->at[position]);
}

/* ---- where a segment looks ---- */

static gboolean goes_back(const NtWeigh *w, guint32 i)
{
  const NtToken *t = nt_weigh_token(w, i);
  return i && !(t->flags & NT_TOKEN_SENTENCE) && (t->gap == NT_GAP_SPACE || t->gap == NT_GAP_DOT_SPACE || t->gap == '(');
}

static ALWAYS_INLINE void tell_left(Tell to, guint32 first)
{
  first = nt_resolve_with_article(to.w->r, first);
  tell_predicates(to, nt_predicates_left(to.w, first));
  if (!goes_back(to.w, first))
    return;
  tell_token(to, first - 1, NT_AT_BEFORE);
  if (goes_back(to.w, first - 1))
    tell_token(to, first - 2, NT_AT_SECOND_BEFORE);
}

static ALWAYS_INLINE void tell_right(Tell to, guint32 end)
{
  const NtWeigh *w = to.w;
  guint32 n = w->r->lexis->tokens.n;
  tell_predicates(to, nt_predicates_right(w, end));
  if (end >= n || nt_weigh_token(w, end)->flags & NT_TOKEN_SENTENCE ||
      (nt_weigh_token(w, end)->gap != NT_GAP_SPACE && nt_weigh_token(w, end)->gap != ','))
    return;
  tell_token(to, end, NT_AT_BEHIND);
  if (end + 1 < n && !(nt_weigh_token(w, end + 1)->flags & NT_TOKEN_SENTENCE) && nt_weigh_token(w, end + 1)->gap == NT_GAP_SPACE)
    tell_token(to, end + 1, NT_AT_SECOND_BEHIND);
}

/* At least two letters stand before an ending. */
static ALWAYS_INLINE void tell_endings(Tell to, guint32 last)
{
  NtStr text = nt_weigh_text(to.w, last, last + 1);
  gsize longest = nt_evidence_longest_ending(to.w->evidence);
  guint64 key = 0;
  for (gsize i = text.n; i > 2 && text.n - i < longest; i--) {
    key = nt_evidence_ending(key, text.p[i - 1]);
    if (!nt_evidence_may_have(to.w->ends, key))
      return;
    if (!nt_evidence_may_have(to.w->filter, key))
      continue;
    if (to.numbers)
      tell(to, NT_ROW_ENDING, key, NT_N_POSITIONS);
    else
      tell_sums(to, nt_evidence_sums(to.w->evidence, NT_ROW_ENDING, key));
  }
}

static ALWAYS_INLINE void tell_last(Tell to, guint32 last)
{
  tell_token(to, last, NT_AT_LAST);
  tell_endings(to, last);
}

/* ---- lists and rules that proposed it ---- */

/* `places/cities` of gazetteers/places/cities.tsv */
static NtStr stem_of(NtStr file)
{
  static const char folder[] = "gazetteers/";
  const char *found = file.n ? g_strrstr_len(file.p, (gssize)file.n, folder) : NULL; /* a user's folder stands before it */
  if (found && (found == file.p || found[-1] == '/')) {
    file.n -= (gsize)(found - file.p) + sizeof folder - 1;
    file.p = found + sizeof folder - 1;
  }
  for (gsize i = file.n; i-- > 0 && file.p[i] != '/';)
    if (file.p[i] == '.') {
      file.n = i;
      break;
    }
  return file;
}

static guint64 proposer_key(const NtWeigh *w, const NtCandidate *c, NtRowKind *kind)
{
  *kind = c->from == NT_FROM_PATTERN ? NT_ROW_RULE : NT_ROW_LISTED;
  return nt_hash_bytes(c->from == NT_FROM_PATTERN ? nt_candidate_rule(c) : stem_of(nt_candidate_where(w->r, c).file));
}

/* By where it lies in the image; NULL for what is not of it. */
static const char *file_of_image(const NtImage *image, const NtCandidate *c)
{
  const NtName *name = c->from == NT_FROM_NAME ? c->proposal : NULL;
  return name && !name->told ? image->STRINGS + image->FILES[nt_image_manner(image, name->alias)->file] : NULL;
}

/* A name of the image stays where it lies: what is said of its file is looked up once for many articles. */
static const NtSums *sums_of_proposer(const NtWeigh *w, const NtCandidate *c)
{
  const NtImage *image = w->r->image;
  const char *file = file_of_image(image, c);
  NtProposer *known = file ? &w->r->proposers[nt_hash_mix((guint64)(file - image->STRINGS), 0) % NT_N_PROPOSERS] : NULL;
  if (known && known->file == file)
    return known->sums;
  NtRowKind kind;
  guint64 key = proposer_key(w, c, &kind);
  const NtSums *sums = nt_evidence_sums(w->evidence, kind, key);
  if (known)
    *known = (NtProposer){file, sums};
  return sums;
}

static void tell_proposals(Tell to, const NtSegment *s)
{
  for (gint32 i = to.w->at[s->first]; i >= 0; i = to.w->next[i]) {
    const NtCandidate *c = &to.w->r->candidates.v[i];
    if (c->end != s->end)
      continue;
    if (!to.numbers) {
      tell_sums(to, sums_of_proposer(to.w, c));
      continue;
    }
    NtRowKind kind;
    guint64 key = proposer_key(to.w, c, &kind);
    tell(to, kind, key, NT_N_POSITIONS);
  }
}

gboolean nt_weigh_is_own(const NtWeigh *w, const NtCandidate *c)
{
  return c->from == NT_FROM_NAME && c->entry != G_MAXUINT32 && w->r->image->ENTRIES[c->entry].folder > 0 &&
         w->r->image->ENTRIES[c->entry].population <= 0; /* one that says how many live there wants to be weighed by that */
}

/* ---- adding up ---- */

#define KEPT 16u /* more than the words of a segment: what the next one asks for is still there */

/* Of the segments that end before a token. */
typedef struct {
  guint32 end;
  Totals totals;
} Back;

typedef struct {
  NtWeigh *w;
  guint64 is;         /* what the segments that begin at the token at hand are, */
  Totals front;       /* what that, their left side and their first word say, and the start of each type, */
  Totals words;       /* and together with it their words before `end` */
  guint32 first, end;
  Back back[KEPT];    /* by `end`, modulo KEPT */
} Adder;

static const Totals *back_of(Adder *a, guint32 end)
{
  Back *back = &a->back[end % KEPT];
  if (back->end == end)
    return &back->totals;
  Totals totals = {{{0}}};
  Tell to = {.w = a->w, .totals = &totals};
  tell_right(to, end);
  tell_last(to, end - 1);
  back->end = end;
  back->totals = totals;
  return &back->totals;
}

static void start_words(Adder *a)
{
  a->words = a->front;
  a->end = a->first;
}

static void start_front(Adder *a, guint32 first)
{
  const gint32 *start = nt_evidence_start(a->w->evidence);
  Totals totals;
  for (guint l = 0; l < NT_N_LENGTHS; l++)
    totals.v[l] = (NtFour){start[0], start[1], start[2]};
  Tell to = {.w = a->w, .totals = &totals};
  a->is = nt_predicates_first(a->w, first);
  tell_predicates(to, a->is);
  tell_left(to, first);
  tell_token(to, first, NT_AT_FIRST);
  a->front = totals;
  a->first = first;
  start_words(a);
}

/* One more word: now the one before it is not the last. */
static void add_word(Adder *a)
{
  Totals totals = a->words;
  Tell to = {.w = a->w, .totals = &totals};
  tell_token(to, a->end, NT_AT_ANY);
  if (a->end > a->first + 1)
    tell_token(to, a->end - 1, NT_AT_INSIDE);
  a->words = totals;
  a->end++;
}

static const Totals *words_of(Adder *a, guint32 end)
{
  if (a->end > end)
    start_words(a);
  while (a->end < end)
    add_word(a);
  return &a->words;
}

static NtFour of_predicates(const NtWeigh *w, guint64 is, guint length)
{
  NtFour sum = {0};
  for (; is; is &= is - 1)
    sum += w->predicates[__builtin_ctzll(is)].v[length];
  return sum;
}

void nt_rows_add_predicates(const NtWeigh *w, NtSegment *s, guint64 is)
{
  NtFour sum = of_predicates(w, is, length_of(s));
  s->is |= is;
  for (guint t = 0; t < NT_N_WEIGHED; t++)
    s->sum[t] += sum[t];
}

static const NtFour whole[NT_N_WEIGHED] = {{WHOLE, -NOT_WHOLE, -NOT_WHOLE}, {-NOT_WHOLE, WHOLE, -NOT_WHOLE}, {-NOT_WHOLE, -NOT_WHOLE, WHOLE}};
static const NtFour own[NT_N_WEIGHED] = {{OWN, 0, 0}, {0, OWN, 0}, {0, 0, OWN}};

/* `Al-Qaida in Iraq`: two listed names lie in it, and what speaks for each of them speaks against the whole. */
static gboolean holds_two(const NtWeigh *w, const NtCandidate *c)
{
  gboolean opens = FALSE, ends = FALSE;
  for (gint32 i = w->at[c->first]; i >= 0 && !opens; i = w->next[i])
    opens = w->r->candidates.v[i].from == NT_FROM_NAME && w->r->candidates.v[i].end + 1 < c->end;
  for (guint32 i = c->first + 2; opens && i < c->end && !ends; i++)
    ends = nt_weigh_is_listed(w, i, c->end, NT_TYPE_PLACE);
  return ends;
}

static NtFour of_proposals(NtWeigh *w, const NtSegment *s, guint length)
{
  NtFour sum = {0};
  for (gint32 i = w->at[s->first]; i >= 0; i = w->next[i]) {
    const NtCandidate *c = &w->r->candidates.v[i];
    if (c->end != s->end)
      continue;
    const NtSums *sums = sums_of_proposer(w, c);
    if (sums)
      sum += sums->v[length];
    if ((guint)c->type < NT_N_WEIGHED && nt_weigh_is_own(w, c))
      sum += own[c->type];
    if (!nt_weigh_is_whole(w, c))
      continue;
    sum += (guint)c->type < NT_N_WEIGHED ? whole[c->type] : (NtFour){-NOT_WHOLE, -NOT_WHOLE, -NOT_WHOLE};
    if (c->type == NT_TYPE_ORGANIZATION && holds_two(w, c))
      sum[NT_TYPE_ORGANIZATION] += HOLDS_TWO;
  }
  return sum;
}

static void add_up(Adder *a, NtSegment *s)
{
  NtWeigh *w = a->w;
  guint l = length_of(s);
  guint64 inside = nt_predicates_inside(w, s);
  NtFour sum = words_of(a, s->end)->v[l] + back_of(a, s->end)->v[l] + of_predicates(w, inside, l) + of_proposals(w, s, l);
  s->is = a->is | inside;
  for (guint t = 0; t < NT_N_WEIGHED; t++)
    s->sum[t] = sum[t];
  if (nt_weigh_joins_two(w, s))
    s->sum[NT_TYPE_ORGANIZATION] -= JOINED;
}

/* ---- what is not in the caches ---- */

/* What is said of words lies here and there, and much else is looked at between two articles: of some stretches ahead it is asked for
 * before it is added up, so that one need not wait for the other. */
#define AHEAD_CELLS 12u /* stretches ahead: where it is found what is said of their words, */
#define AHEAD_WORDS 8u  /* that, */
#define AHEAD_SUMS 4u   /* and its sums */

static guint32 first_beside(const NtStretch *s)
{
  return s->first_token - MIN(s->first_token, 2u);
}

static guint32 end_beside(const NtWeigh *w, const NtStretch *s)
{
  return MIN(s->end_token + 2, w->r->lexis->tokens.n);
}

static void fetch_cells(NtWeigh *w, const NtStretch *s)
{
  for (guint32 i = first_beside(s), end = end_beside(w, s); i < end; i++)
    nt_evidence_kept_fetch(w->r->kept, w->tokens[i].hash, w->tokens[i].lists);
}

static void fetch_words(NtWeigh *w, const NtStretch *s)
{
  for (guint32 i = first_beside(s), end = end_beside(w, s); i < end; i++)
    __builtin_prefetch(weighed_token(w, i));
}

static void fetch_sums(NtWeigh *w, const NtStretch *s)
{
  const NtWordSums **before = w->weighed + s->first_token, **behind = w->weighed + s->end_token;
  guint32 n_behind = w->r->lexis->tokens.n - s->end_token;
  for (const NtWordSums **t = before; t < behind; t++) {
    __builtin_prefetch((*t)->at[NT_AT_FIRST]);
    __builtin_prefetch((*t)->at[NT_AT_LAST]);
    __builtin_prefetch((*t)->at[NT_AT_ANY]);
  }
  if (s->first_token > 0)
    __builtin_prefetch(before[-1]->at[NT_AT_BEFORE]);
  if (s->first_token > 1)
    __builtin_prefetch(before[-2]->at[NT_AT_SECOND_BEFORE]);
  if (n_behind > 0)
    __builtin_prefetch(behind[0]->at[NT_AT_BEHIND]);
  if (n_behind > 1)
    __builtin_prefetch(behind[1]->at[NT_AT_SECOND_BEHIND]);
}

/* Before the stretch of that number is added up; all of the first are asked for with it. */
static void fetch(NtWeigh *w, guint number)
{
  const NtStretch *v = w->stretches.v;
  guint n = w->stretches.n;
  for (guint i = number ? number + AHEAD_CELLS : 0; i <= number + AHEAD_CELLS && i < n; i++)
    fetch_cells(w, &v[i]);
  for (guint i = number ? number + AHEAD_WORDS : 0; i <= number + AHEAD_WORDS && i < n; i++)
    fetch_words(w, &v[i]);
  for (guint i = number ? number + AHEAD_SUMS : 0; i <= number + AHEAD_SUMS && i < n; i++)
    fetch_sums(w, &v[i]);
}

void nt_rows_add_up(NtWeigh *w)
{
  Adder a;
  a.w = w;
  for (guint i = 0; i < KEPT; i++)
    a.back[i].end = G_MAXUINT32;
  for (guint k = 0; k < w->stretches.n; k++) {
    fetch(w, k);
    for (guint i = w->stretches.v[k].first; i < w->stretches.v[k].end; i++) {
      NtSegment *s = &w->segments.v[i];
      if (!i || s->first != s[-1].first)
        start_front(&a, s->first);
      add_up(&a, s);
    }
  }
}

/* ---- row by row ---- */

static void tell_all(Tell to, const NtSegment *s)
{
  tell_predicates(to, s->is);
  tell_left(to, s->first);
  tell_right(to, s->end);
  tell_token(to, s->first, NT_AT_FIRST);
  tell_last(to, s->end - 1);
  for (guint32 i = s->first; i < s->end; i++) {
    tell_token(to, i, NT_AT_ANY);
    if (i > s->first && i + 1 < s->end)
      tell_token(to, i, NT_AT_INSIDE);
  }
  tell_proposals(to, s);
}

void nt_rows_find(NtWeigh *w, const NtSegment *s, GArray *numbers)
{
  tell_all((Tell){.w = w, .numbers = numbers, .length = length_of(s)}, s);
}

const NtEvidenceRow *nt_rows_strongest(NtWeigh *w, const NtSegment *s, guint type)
{
  Strongest strongest = {.type = type};
  tell_all((Tell){.w = w, .strongest = &strongest, .length = length_of(s)}, s);
  return strongest.row;
}
