/* What rows of evidence say of a segment. Each row that holds adds to the segment's sums; who wants to know which rows held asks the
 * same places once more, row by row.
 *
 * What segments share is added up once: those that begin at one token have their left side and first word in common, those that end at
 * one their right side and last word. */
#include "weigh.h"

#include "base/hash.h"

#define OWN (4 * NT_WEIGHT_ONE) /* what a list in a folder of the user's adds to its type */
#define WHOLE (2 * NT_WEIGHT_ONE) /* what a listed name of several words that stands whole adds to its type, */
#define NOT_WHOLE (1 * NT_WEIGHT_ONE) /* and takes from the others */

#define JOINED (3 * NT_WEIGHT_ONE) /* what two names of bodies that `and` joins take from being one */

#define MOST_SAID(longest_ending) (2 * NT_N_PREDICATES + 3 + (longest_ending)) /* 3: of tokens */

/* Something that is told of each row that holds. */
typedef struct {
  NtWeigh *w;
  NtSaid *said;    /* gathers their sums; or NULL */
  GArray *numbers; /* or notes their numbers, of rows that fit `length` */
  guint length;
} Tell;

static inline void gather(NtSaid *said, const NtSums *sums)
{
  said->v[said->n] = sums;
  said->n += sums != NULL;
}

static guint length_of(const NtSegment *s)
{
  return MIN(s->end - s->first, NT_N_LENGTHS) - 1;
}

/* ---- one key ---- */

/* Each row of that key, of words at that position; `weight`: of the member in its list. */
static void tell_weighed(const Tell *to, NtRowKind kind, guint64 key, NtPosition position, float weight)
{
  guint n;
  const guint32 *numbers = nt_evidence_find(to->w->evidence, kind, key, &n);
  for (guint i = 0; i < n; i++) {
    const NtEvidenceRow *row = &to->w->rows[numbers[i]];
    if (position != NT_N_POSITIONS && row->position != position)
      continue;
    if (kind == NT_ROW_LIST && !(row->from <= weight && weight < row->below))
      continue;
    if (to->length + 1 < MIN(row->least, NT_N_LENGTHS) || to->length + 1 > MIN(row->most, NT_N_LENGTHS))
      continue;
    g_array_append_val(to->numbers, numbers[i]);
  }
}

static void tell(const Tell *to, NtRowKind kind, guint64 key, NtPosition position)
{
  tell_weighed(to, kind, key, position, 0);
}

static void tell_predicates(const Tell *to, guint64 is)
{
  for (; is; is &= is - 1) {
    NtPredicate predicate = (NtPredicate)__builtin_ctzll(is);
    if (to->said)
      gather(to->said, nt_evidence_predicate_sums(to->w->evidence, predicate));
    else
      tell(to, NT_ROW_PREDICATE, predicate, NT_N_POSITIONS);
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
  const Tell *to;
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

static const NtWordSums *sums_of_token(NtWeigh *w, guint32 i)
{
  NtResolution *r = w->r;
  guint32 class = nt_weigh_token(w, i)->lists;
  const NtWordSums *word = nt_evidence_may_have(w->filter, nt_weigh_token(w, i)->hash) ? nt_evidence_word_sums(w->evidence, nt_weigh_token(w, i)->hash) : NULL;
  if (!word && !(r->cues[i] & NT_CUE_BY_LETTERS))
    return nt_evidence_kept_class(r->kept, class, r->pass_scratch);
  w->letters.n = 0;
  if (r->cues[i] & NT_CUE_BY_LETTERS)
    see_by_letters(w, i, note_list, w);
  return nt_evidence_kept_word(r->kept, word, w->letters.v, w->letters.n, class, r->pass_scratch);
}

static inline const NtWordSums *weighed_token(NtWeigh *w, guint32 i)
{
  if (!(w->known[i] & NT_KNOW_ROWS)) {
    w->known[i] |= NT_KNOW_ROWS;
    w->weighed[i] = sums_of_token(w, i);
  }
  return w->weighed[i];
}

static void tell_rows_of_token(const Tell *to, guint32 i, NtPosition position)
{
  tell(to, NT_ROW_WORDS, nt_weigh_token(to->w, i)->hash, position);
  see_lists(to->w, i, tell_list, &(TellList){to, position});
}

/* Token `i` stands at that position: rows that ask for its word, or for a list that holds it. */
static inline void tell_token(const Tell *to, guint32 i, NtPosition position)
{
  if (to->said)
    gather(to->said, weighed_token(to->w, i)->at[position]);
  else
    tell_rows_of_token(to, i, position);
}

/* ---- where a segment looks ---- */

static gboolean goes_back(const NtWeigh *w, guint32 i)
{
  const NtToken *t = nt_weigh_token(w, i);
  return i && !(t->flags & NT_TOKEN_SENTENCE) && (t->gap == NT_GAP_SPACE || t->gap == NT_GAP_DOT_SPACE || t->gap == '(');
}

static void tell_left(const Tell *to, guint32 first)
{
  first = nt_resolve_with_article(to->w->r, first);
  tell_predicates(to, nt_predicates_left(to->w, first));
  if (!goes_back(to->w, first))
    return;
  tell_token(to, first - 1, NT_AT_BEFORE);
  if (goes_back(to->w, first - 1))
    tell_token(to, first - 2, NT_AT_SECOND_BEFORE);
}

static void tell_right(const Tell *to, guint32 end)
{
  const NtWeigh *w = to->w;
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
static void tell_endings(const Tell *to, guint32 last)
{
  NtStr text = nt_weigh_text(to->w, last, last + 1);
  gsize longest = nt_evidence_longest_ending(to->w->evidence);
  guint64 key = 0;
  for (gsize i = text.n; i > 2 && text.n - i < longest; i--) {
    key = nt_evidence_ending(key, text.p[i - 1]);
    if (!nt_evidence_may_have(to->w->ends, key))
      return;
    if (!nt_evidence_may_have(to->w->filter, key))
      continue;
    const NtSums *sums = to->said ? nt_evidence_sums(to->w->evidence, NT_ROW_ENDING, key) : NULL;
    if (sums)
      gather(to->said, sums);
    else if (!to->said)
      tell(to, NT_ROW_ENDING, key, NT_N_POSITIONS);
  }
}

static void tell_last(const Tell *to, guint32 last)
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

static void tell_proposals(const Tell *to, const NtSegment *s)
{
  for (gint32 i = to->w->at[s->first]; i >= 0; i = to->w->next[i]) {
    const NtCandidate *c = &to->w->r->candidates.v[i];
    if (c->end != s->end)
      continue;
    NtRowKind kind;
    guint64 key = proposer_key(to->w, c, &kind);
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

typedef struct {
  NtWeigh *w;
  NtSaid front;      /* of the segments that begin at the token at hand */
  guint64 is;      /* what they are */
  NtSaid back[KEPT]; /* of those that end before a token, by it, modulo KEPT */
} Adder;

static const NtSaid *back_of(Adder *a, guint32 end)
{
  NtSaid *back = &a->back[end % KEPT];
  if (back->at == end)
    return back;
  back->at = end;
  back->n = 0;
  Tell to = {.w = a->w, .said = back};
  tell_right(&to, end);
  tell_last(&to, end - 1);
  return back;
}

static void start_front(Adder *a, guint32 first)
{
  Tell to = {.w = a->w, .said = &a->front};
  a->front.n = 0;
  a->is = nt_predicates_first(a->w, first);
  tell_predicates(&to, a->is);
  tell_left(&to, first);
  tell_token(&to, first, NT_AT_FIRST);
}

/* What is added up for one segment; the last is always 0. */
typedef struct {
  gint32 v[NT_N_WEIGHED + 1];
} Sum;

static inline void add_row(Sum *sum, const NtSums *sums, guint length)
{
  for (guint t = 0; t <= NT_N_WEIGHED; t++)
    sum->v[t] += sums->v[length][t];
}

static inline void add_said(Sum *sum, const NtSaid *said, guint length)
{
  for (guint i = 0; i < said->n; i++)
    add_row(sum, said->v[i], length);
}

static inline void add_token(Sum *sum, const NtWordSums *t, NtPosition position, guint length)
{
  if (t->at[position])
    add_row(sum, t->at[position], length);
}

static inline void add_to(NtSegment *s, guint length, const NtSums *sums)
{
  for (guint t = 0; t < NT_N_WEIGHED; t++)
    s->sum[t] += sums->v[length][t];
}

void nt_rows_add_predicates(const NtWeigh *w, NtSegment *s, guint64 is)
{
  guint l = length_of(s);
  s->is |= is;
  for (; is; is &= is - 1)
    add_to(s, l, nt_evidence_predicate_sums(w->evidence, (NtPredicate)__builtin_ctzll(is)));
}

static void add_whole(NtSegment *s, NtType type)
{
  for (guint t = 0; t < NT_N_WEIGHED; t++)
    s->sum[t] += t == (guint)type ? WHOLE : -NOT_WHOLE;
}

static void add_proposals(NtWeigh *w, NtSegment *s)
{
  for (gint32 i = w->at[s->first]; i >= 0; i = w->next[i]) {
    const NtCandidate *c = &w->r->candidates.v[i];
    if (c->end != s->end)
      continue;
    const NtSums *sums = sums_of_proposer(w, c);
    if (sums)
      add_to(s, length_of(s), sums);
    if ((guint)c->type < NT_N_WEIGHED && nt_weigh_is_own(w, c))
      s->sum[c->type] += OWN;
    if (nt_weigh_is_whole(w, c))
      add_whole(s, c->type);
  }
}

static void add_up(Adder *a, NtSegment *s)
{
  NtWeigh *w = a->w;
  guint l = length_of(s);
  const gint32 *start = nt_evidence_start(w->evidence);
  Sum sum = {{0}};
  add_said(&sum, &a->front, l);
  add_said(&sum, back_of(a, s->end), l);
  for (guint32 i = s->first; i < s->end; i++) {
    const NtWordSums *t = weighed_token(w, i);
    add_token(&sum, t, NT_AT_ANY, l);
    if (i > s->first && i + 1 < s->end)
      add_token(&sum, t, NT_AT_INSIDE, l);
  }
  for (guint t = 0; t < NT_N_WEIGHED; t++)
    s->sum[t] = (gint64)start[t] + sum.v[t];
  s->is = a->is;
  nt_rows_add_predicates(w, s, nt_predicates_inside(w, s));
  add_proposals(w, s);
  if (nt_weigh_joins_two(w, s))
    s->sum[NT_TYPE_ORGANIZATION] -= JOINED;
}

void nt_rows_add_up(NtWeigh *w)
{
  gsize most = MOST_SAID(nt_evidence_longest_ending(w->evidence));
  const NtSums **room = nt_arena_new_array(w->r->pass_scratch, const NtSums *, most * (KEPT + 2));
  Adder a = {.w = w, .front.v = room};
  for (guint i = 0; i < KEPT; i++)
    a.back[i] = (NtSaid){.at = G_MAXUINT32, .v = room + (i + 1) * most};
  w->said.v = room + (KEPT + 1) * most;
  for (guint i = 0; i < w->segments.n; i++) {
    NtSegment *s = &w->segments.v[i];
    if (!i || s->first != s[-1].first)
      start_front(&a, s->first);
    add_up(&a, s);
  }
}

/* ---- row by row ---- */

static void tell_all(const Tell *to, const NtSegment *s)
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
  tell_all(&(Tell){.w = w, .numbers = numbers, .length = length_of(s)}, s);
}

/* ---- the strongest row ---- */

typedef struct {
  NtWeigh *w;
  guint length, type;
  const NtEvidenceRow *row; /* NULL until one holds */
} Best;

static void see(Best *best, const NtSums *sums)
{
  guint number = sums ? sums->strongest[best->length][best->type] : 0;
  const NtEvidenceRow *row = number ? &best->w->rows[number - 1] : NULL;
  if (row && (!best->row || row->weight[best->type] > best->row->weight[best->type]))
    best->row = row;
}

static void see_said(Best *best, NtSaid *said)
{
  for (guint i = 0; i < said->n; i++)
    see(best, said->v[i]);
  said->n = 0;
}

/* In the order of tell_all: of equals the first counts. */
const NtEvidenceRow *nt_rows_strongest(NtWeigh *w, const NtSegment *s, guint type)
{
  Best best = {.w = w, .length = length_of(s), .type = type};
  Tell to = {.w = w, .said = &w->said};
  tell_predicates(&to, s->is);
  see_said(&best, to.said);
  tell_left(&to, s->first);
  see_said(&best, to.said);
  tell_right(&to, s->end);
  tell_token(&to, s->first, NT_AT_FIRST);
  tell_last(&to, s->end - 1);
  see_said(&best, to.said);
  for (guint32 i = s->first; i < s->end; i++) {
    see(&best, weighed_token(w, i)->at[NT_AT_ANY]);
    if (i > s->first && i + 1 < s->end)
      see(&best, weighed_token(w, i)->at[NT_AT_INSIDE]);
  }
  for (gint32 i = w->at[s->first]; i >= 0; i = w->next[i])
    if (w->r->candidates.v[i].end == s->end)
      see(&best, sums_of_proposer(w, &w->r->candidates.v[i]));
  return best.row;
}
