/* Pass 4: every segment that could be a name is weighed. Each row of evidence that holds adds to what speaks for a person, a
 * place, an organization, against no name at all, which stands at 0; of all ways to cut a stretch into names and other words, the
 * one with the largest sum is taken (a semi-Markov model without transitions; Sarawagi and Cohen 2004). There are two rounds: what
 * the first one found says something of the same words elsewhere in the article, and the second weighs that too. */
#include "weigh.h"

#include "base/hash.h"

#include <math.h>

#define NONE NT_N_WEIGHED
#define SURE 0.75 /* a list's name of this score is one, whatever stands around it */
#define OWN (4 * NT_WEIGHT_ONE)  /* what a list in a folder of the user's adds to its type */

/* ---- sums ---- */

static guint length_of(const NtSegment *s)
{
  return MIN(s->end - s->first, NT_N_LENGTHS) - 1;
}

/* Something that is told of each row that holds. */
typedef struct {
  const NtWeigh *w;
  NtSums *sums;       /* adds up; or NULL */
  GArray *numbers;    /* or notes their numbers, of rows that fit `length` */
  const NtEvidenceRow **best; /* or takes the one that speaks most for `type`, of rows that fit `length` */
  guint length, type;
} Tell;

static void add(const Tell *to, const NtSums *sums)
{
  if (sums)
    nt_sums_add(to->sums, sums);
}

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
    if (to->numbers)
      g_array_append_val(to->numbers, numbers[i]);
    else if (!*to->best || row->weight[to->type] > (*to->best)->weight[to->type])
      *to->best = row;
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
    if (to->sums)
      add(to, nt_evidence_predicate_sums(to->w->evidence, predicate));
    else
      tell(to, NT_ROW_PREDICATE, predicate, NT_N_POSITIONS);
  }
}

static void tell_list(const Tell *to, guint32 list, float weight, NtPosition position)
{
  if (to->sums)
    add(to, nt_evidence_list_sums(to->w->evidence, list, weight, position));
  else
    tell_weighed(to, NT_ROW_LIST, nt_evidence_list_key(list, position), position, weight);
}

/* Lists whose member is the word in just these letters: `IT`, not `it`. */
static void tell_by_letters(const Tell *to, guint32 i, NtPosition position)
{
  const NtLexis *x = to->w->r->lexis;
  guint32 from = 0, end = x->phrases.n;
  while (from < end) {
    guint32 middle = from + (end - from) / 2;
    if (x->phrases.v[middle].first < i)
      from = middle + 1;
    else
      end = middle;
  }
  const NtImage *image = to->w->r->image;
  for (; from < x->phrases.n && x->phrases.v[from].first == i; from++) {
    const NtImageAlias *member = &image->ALIASES[x->phrases.v[from].alias];
    if (x->phrases.v[from].end == i + 1)
      tell_list(to, member->owner, image->MANNERS[member->manner].weight, position);
  }
}

static void tell_word(const Tell *to, guint32 i, NtPosition position)
{
  const NtToken *t = nt_weigh_token(to->w, i);
  if (!to->sums) {
    if (nt_evidence_may_have(to->w->filter, t->hash))
      tell(to, NT_ROW_WORDS, t->hash, position);
    return;
  }
  NtWeighedWord *word = &to->w->words[i]; /* asked for at several positions, looked up once */
  if (!word->known)
    *word = (NtWeighedWord){TRUE, nt_evidence_word_sums(to->w->evidence, t->hash)};
  if (word->sums)
    add(to, &word->sums->at[position]);
}

/* Token `i` stands at that position: rows that ask for its word, or a list that holds it. */
static void tell_token(const Tell *to, guint32 i, NtPosition position)
{
  const NtImage *image = to->w->r->image;
  const NtToken *t = nt_weigh_token(to->w, i);
  tell_word(to, i, position);
  if (to->w->r->cues[i] & NT_CUE_BY_LETTERS)
    tell_by_letters(to, i, position);
  if (!t->lists)
    return;
  const NtSums *all = to->sums ? nt_evidence_class_sums(to->w->evidence, t->lists, position) : NULL;
  if (all) {
    add(to, all);
    return;
  }
  for (guint32 m = image->CLASSES[t->lists]; m < image->CLASSES[t->lists + 1]; m++)
    tell_list(to, image->MEMBERSHIPS[m].list, image->MEMBERSHIPS[m].weight, position);
}

static gboolean goes_back(const NtWeigh *w, guint32 i)
{
  const NtToken *t = nt_weigh_token(w, i);
  return i && !(t->flags & NT_TOKEN_SENTENCE) && (t->gap == NT_GAP_SPACE || t->gap == NT_GAP_DOT_SPACE || t->gap == '(');
}

static void tell_left(const Tell *to, guint32 first)
{
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
    if (!nt_evidence_may_have(to->w->filter, key))
      continue;
    if (to->sums)
      add(to, nt_evidence_sums(to->w->evidence, NT_ROW_ENDING, key));
    else
      tell(to, NT_ROW_ENDING, key, NT_N_POSITIONS);
  }
}

static void tell_first(const Tell *to, guint32 first)
{
  tell_token(to, first, NT_AT_FIRST);
}

static void tell_last(const Tell *to, guint32 last)
{
  tell_token(to, last, NT_AT_LAST);
  tell_endings(to, last);
}

/* `places/cities` of gazetteers/places/cities.tsv */
static NtStr stem_of(NtStr file)
{
  static const char folder[] = "gazetteers/";
  const char *found = g_strrstr_len(file.p, (gssize)file.n, folder); /* a user's folder stands before it */
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

/* What rows say of the rule or the list that proposed it, looked up once while its name lies at one place: there are few. */
static void add_proposal(const Tell *to, const NtCandidate *c)
{
  const char *name = c->from == NT_FROM_PATTERN ? c->rule.p : c->where.file.p;
  NtProposer *known = &to->w->proposers[GPOINTER_TO_SIZE(name) / 8 % NT_N_PROPOSERS];
  if (known->name != name) {
    const NtEvidenceSet *evidence = to->w->evidence;
    known->name = name;
    known->sums = c->from == NT_FROM_PATTERN ? nt_evidence_sums(evidence, NT_ROW_RULE, nt_hash_bytes(c->rule))
                                             : nt_evidence_sums(evidence, NT_ROW_LISTED, nt_hash_bytes(stem_of(c->where.file)));
  }
  add(to, known->sums);
}

static void tell_proposals(const Tell *to, const NtSegment *s)
{
  for (gint32 i = to->w->at[s->first]; i >= 0; i = to->w->next[i]) {
    const NtCandidate *c = &to->w->r->candidates.v[i];
    if (c->end != s->end)
      continue;
    if (to->sums)
      add_proposal(to, c);
    else if (c->from == NT_FROM_PATTERN)
      tell(to, NT_ROW_RULE, nt_hash_bytes(c->rule), NT_N_POSITIONS);
    else
      tell(to, NT_ROW_LISTED, nt_hash_bytes(stem_of(c->where.file)), NT_N_POSITIONS);
  }
}

/* ---- adding up ---- */

static gboolean is_own(const NtWeigh *w, const NtCandidate *c)
{
  return c->from == NT_FROM_NAME && c->entry != G_MAXUINT32 && w->r->image->ENTRIES[c->entry].folder > 0 &&
         w->r->image->ENTRIES[c->entry].population <= 0; /* one that says how many live there wants to be weighed by that */
}

/* The sums of what several segments have in common, each worked out once. */
typedef struct {
  guint32 at;
  gboolean there;
  NtSums sums;
} Kept;

typedef struct {
  NtWeigh *w;
  Kept *left, *right, *first, *last, *any, *inside; /* by token, modulo KEPT */
} Adder;
#define KEPT 16u /* more than the words of a segment: what the next one asks for is still there */

static const NtSums *kept(Adder *a, Kept *table, guint32 at, void (*say)(const Tell *, guint32))
{
  Kept *k = &table[at % KEPT];
  if (!k->there || k->at != at) {
    *k = (Kept){.at = at, .there = TRUE};
    say(&(Tell){.w = a->w, .sums = &k->sums}, at);
  }
  return &k->sums;
}

static void say_any(const Tell *to, guint32 i)
{
  tell_token(to, i, NT_AT_ANY);
}

static void say_inside(const Tell *to, guint32 i)
{
  tell_token(to, i, NT_AT_INSIDE);
}

static void add_to(NtSegment *s, const NtSums *sums)
{
  guint l = length_of(s);
  for (guint t = 0; t < NT_N_WEIGHED; t++)
    s->sum[t] += sums->v[l][t];
}

static void add_predicates(const NtWeigh *w, NtSegment *s, guint64 is)
{
  for (; is; is &= is - 1)
    add_to(s, nt_evidence_predicate_sums(w->evidence, (NtPredicate)__builtin_ctzll(is)));
}

/* `first`: what all segments are that begin there. */
static void add_up(Adder *a, NtSegment *s, guint64 first)
{
  NtWeigh *w = a->w;
  const gint32 *start = nt_evidence_start(w->evidence);
  for (guint t = 0; t < NT_N_WEIGHED; t++)
    s->sum[t] = start[t];
  s->is = first | nt_predicates_inside(w, s);
  add_predicates(w, s, s->is);
  if (w->at[s->first] >= 0) {
    NtSums own = {0};
    tell_proposals(&(Tell){.w = w, .sums = &own}, s);
    add_to(s, &own);
  }
  add_to(s, kept(a, a->left, s->first, tell_left));
  add_to(s, kept(a, a->right, s->end, tell_right));
  add_to(s, kept(a, a->first, s->first, tell_first));
  add_to(s, kept(a, a->last, s->end - 1, tell_last));
  for (guint32 i = s->first; i < s->end; i++) {
    add_to(s, kept(a, a->any, i, say_any));
    if (i > s->first && i + 1 < s->end)
      add_to(s, kept(a, a->inside, i, say_inside));
  }
  for (gint32 i = w->at[s->first]; i >= 0; i = w->next[i]) {
    const NtCandidate *c = &w->r->candidates.v[i];
    if (c->end == s->end && (guint)c->type < NT_N_WEIGHED && is_own(w, c))
      s->sum[c->type] += OWN;
  }
}

static void add_up_all(NtWeigh *w)
{
  NtArena *arena = w->r->article->arena;
  Kept *tables = nt_arena_alloc0(arena, sizeof(Kept) * KEPT * 6);
  Adder a = {w, tables, tables + KEPT, tables + 2 * KEPT, tables + 3 * KEPT, tables + 4 * KEPT, tables + 5 * KEPT};
  guint64 is = 0;
  for (guint i = 0; i < w->segments.n; i++) {
    guint32 first = w->segments.v[i].first;
    if (!i || first != w->segments.v[i - 1].first)
      is = nt_predicates_first(w, first);
    add_up(&a, &w->segments.v[i], is);
  }
}

/* ---- the best way to cut a stretch ---- */

typedef struct {
  gint64 sum;
  guint32 segment; /* that ends here, + 1; 0: a word that is no part of a name */
  guint type;
} Best;

static guint best_type(const gint64 *sum)
{
  guint best = 0;
  for (guint t = 1; t < NT_N_WEIGHED; t++)
    if (sum[t] > sum[best])
      best = t;
  return best;
}

/* What is taken, from the right to the left, is written to `taken`: segment numbers; their types to `types`. How many. */
static guint cut(const NtWeigh *w, const NtStretch *stretch, Best *best, guint32 *taken, guint8 *types)
{
  guint32 n = stretch->end_token - stretch->first_token;
  for (guint32 i = 0; i <= n; i++)
    best[i] = (Best){.sum = i ? G_MININT64 / 2 : 0};
  guint32 s = stretch->first;
  for (guint32 i = 0; i < n; i++) {
    if (best[i].sum > best[i + 1].sum)
      best[i + 1] = (Best){.sum = best[i].sum};
    for (; s < stretch->end && w->segments.v[s].first == stretch->first_token + i; s++) {
      const NtSegment *segment = &w->segments.v[s];
      guint type = best_type(segment->sum);
      gint64 sum = best[i].sum + segment->sum[type];
      Best *there = &best[segment->end - stretch->first_token];
      if (segment->sum[type] > 0 && sum > there->sum)
        *there = (Best){sum, s + 1, type};
    }
  }
  guint found = 0;
  for (guint32 i = n; i > 0;) {
    if (!best[i].segment) {
      i--;
      continue;
    }
    taken[found] = best[i].segment - 1;
    types[found++] = (guint8)best[i].type;
    i = w->segments.v[best[i].segment - 1].first - stretch->first_token;
  }
  return found;
}

static void first_round(NtWeigh *w, Best *best, guint32 *taken, guint8 *types, guint8 *is)
{
  memset(is, NONE, w->segments.n);
  for (guint i = 0; i < w->stretches.n; i++) {
    guint n = cut(w, &w->stretches.v[i], best, taken, types);
    for (guint k = 0; k < n; k++) {
      is[taken[k]] = types[k];
      nt_seen_add(w, &w->segments.v[taken[k]], types[k]);
    }
  }
  for (guint i = 0; i < w->segments.n; i++) {
    NtSegment *s = &w->segments.v[i];
    guint64 more = nt_seen_names(w, s, is[i]);
    if (!more)
      continue;
    s->is |= more;
    add_predicates(w, s, more);
  }
}

/* ---- what comes of it ---- */

static void tell_all(const Tell *to, const NtSegment *s)
{
  tell_predicates(to, s->is);
  tell_left(to, s->first);
  tell_right(to, s->end);
  tell_first(to, s->first);
  tell_last(to, s->end - 1);
  for (guint32 i = s->first; i < s->end; i++) {
    tell_token(to, i, NT_AT_ANY);
    if (i > s->first && i + 1 < s->end)
      tell_token(to, i, NT_AT_INSIDE);
  }
  tell_proposals(to, s);
}

static void say_rows(NtWeigh *w, const NtSegment *s)
{
  g_autoptr(GArray) numbers = g_array_new(FALSE, FALSE, sizeof(guint32));
  tell_all(&(Tell){.w = w, .numbers = numbers, .length = length_of(s)}, s);
  g_autoptr(GString) reason = g_string_new("weighed:");
  for (guint i = 0; i < numbers->len; i++)
    g_string_append_printf(reason, " %s", w->rows[g_array_index(numbers, guint32, i)].id.p);
  NtSpan span = nt_lexis_span(w->r->lexis, s->first, s->end);
  *nt_vec_push(w->r->article->arena, &w->r->article->verdicts) = (NtVerdict){
    .span = span,
    .type = NT_TYPE_GROUP,
    .where = w->rows[0].where,
    .winner = span,
    .reason = nt_str(nt_arena_dup(w->r->article->arena, reason->str, reason->len)),
  };
}

/* The row that speaks most for the type. */
static const NtEvidenceRow *strongest(const NtWeigh *w, const NtSegment *s, guint type)
{
  const NtEvidenceRow *best = NULL;
  tell_all(&(Tell){.w = w, .best = &best, .length = length_of(s), .type = type}, s);
  return best;
}

static double share_of(const NtSegment *s, guint type)
{
  double total = 1;
  for (guint t = 0; t < NT_N_WEIGHED; t++)
    total += exp((double)s->sum[t] / NT_WEIGHT_ONE);
  return exp((double)s->sum[type] / NT_WEIGHT_ONE) / total;
}

/* Of the lists and rules that proposed just this, the one that counts: a list before a rule. */
static gint32 proposal_of(const NtWeigh *w, const NtSegment *s, guint type)
{
  gint32 best = -1;
  for (gint32 i = w->at[s->first]; i >= 0; i = w->next[i]) {
    const NtCandidate *c = &w->r->candidates.v[i], *b = best < 0 ? NULL : &w->r->candidates.v[best];
    if (c->end != s->end || (guint)c->type != type)
      continue;
    if (!b || (c->from == NT_FROM_NAME) > (b->from == NT_FROM_NAME) || (c->from == b->from && c->score > b->score))
      best = i;
  }
  return best;
}

static void take(NtWeigh *w, const NtSegment *s, guint type)
{
  NtResolution *r = w->r;
  gint32 proposal = proposal_of(w, s, type);
  double share = share_of(s, type);
  if (proposal < 0) {
    const NtEvidenceRow *row = strongest(w, s, type);
    *nt_vec_push(r->article->arena, &r->candidates) = (NtCandidate){
      .first = s->first,
      .end = s->end,
      .span = nt_resolve_span(r, s->first, s->end, FALSE),
      .type = (NtType)type,
      .from = NT_FROM_EVIDENCE,
      .where = row ? row->where : (NtWhere){{NULL, 0}, 0},
      .why = row ? row->why : (NtStr){0},
      .entry = G_MAXUINT32,
      .short_of = -1,
    };
    proposal = (gint32)r->candidates.n - 1;
  }
  NtCandidate *c = &r->candidates.v[proposal];
  c->score = share;
  c->beaten_by = NT_NOT_BEATEN;
  nt_resolve_claim(r, (guint32)proposal, "evidence");
}

/* What a list says without reserve, and what a user's own list says, is a name, unless it is a part of a longer one. */
static gboolean is_sure(const NtWeigh *w, const NtCandidate *c)
{
  guint64 beside = nt_predicates_left(w, c->first) | nt_predicates_right(w, c->end);
  if (c->from != NT_FROM_NAME || beside & (NT_IS(CAPITAL_BEFORE) | NT_IS(CAPITAL_BEHIND)))
    return FALSE;
  return c->score >= SURE || is_own(w, c);
}

static gint32 owner_of(const NtResolution *r, const NtCandidate *c)
{
  for (guint32 t = c->first; t < c->end; t++)
    if (r->owner[t] >= 0)
      return r->owner[t];
  return -1;
}

static void release(NtResolution *r, NtCandidate *c)
{
  c->beaten_by = NT_TOO_WEAK;
  c->reason = "evidence";
  for (guint32 t = c->first; t < c->end; t++)
    r->owner[t] = -1;
}

static void second_round(NtWeigh *w, Best *best, guint32 *taken, guint8 *types)
{
  NtResolution *r = w->r;
  guint n_proposed = r->candidates.n;
  gint32 *stood = nt_arena_new_array(r->article->arena, gint32, n_proposed + 1);
  guint n_stood = 0;
  for (guint i = 0; i < n_proposed; i++) {
    NtCandidate *c = &r->candidates.v[i];
    gboolean weighed = (guint)c->type < NT_N_WEIGHED;
    if (!nt_candidate_stands(c) || !(weighed || c->priority > 0))
      continue;
    stood[n_stood++] = (gint32)i;
    if (weighed)
      release(r, c);
  }
  for (guint i = 0; i < w->stretches.n; i++) {
    guint n = cut(w, &w->stretches.v[i], best, taken, types);
    while (n-- > 0)
      take(w, &w->segments.v[taken[n]], types[n]);
  }
  for (guint i = 0; i < n_stood; i++) {
    NtCandidate *c = &r->candidates.v[stood[i]];
    if (!nt_candidate_stands(c) && c->priority > 0) { /* evidence does not count against it */
      c->beaten_by = NT_NOT_BEATEN;
      nt_resolve_claim(r, (guint32)stood[i], "higher priority");
    } else if (!nt_candidate_stands(c) && owner_of(r, c) < 0 && is_sure(w, c)) {
      c->beaten_by = NT_NOT_BEATEN;
      nt_resolve_claim(r, (guint32)stood[i], "");
    }
  }
  for (guint i = 0; i < n_proposed; i++) {
    NtCandidate *c = &r->candidates.v[i];
    gint32 owner = owner_of(r, c);
    if (nt_candidate_stands(c) || owner == (gint32)i)
      continue;
    c->beaten_by = owner >= 0 ? owner : NT_TOO_WEAK;
  }
}

static void index_candidates(NtWeigh *w)
{
  NtResolution *r = w->r;
  NtArena *arena = r->article->arena;
  w->at = nt_arena_new_array(arena, gint32, r->lexis->tokens.n + 1);
  memset(w->at, -1, sizeof(gint32) * (r->lexis->tokens.n + 1));
  w->next = nt_arena_new_array(arena, gint32, r->candidates.n + 1);
  for (guint i = r->candidates.n; i-- > 0;) {
    w->next[i] = w->at[r->candidates.v[i].first];
    w->at[r->candidates.v[i].first] = (gint32)i;
  }
}

void nt_resolve_weigh(NtResolution *r)
{
  guint n_rows;
  NtWeigh w = {.r = r, .evidence = nt_knowledge_evidence(r->knowledge)};
  w.filter = nt_evidence_filter(w.evidence);
  w.rows = nt_evidence_rows(w.evidence, &n_rows);
  if (!n_rows)
    return;
  r->weighed = TRUE;
  NtArena *arena = r->article->arena;
  index_candidates(&w);
  w.proposers = nt_arena_alloc0(arena, NT_N_PROPOSERS * sizeof *w.proposers);
  w.letters = nt_arena_alloc0(arena, r->lexis->tokens.n + 1);
  w.words = nt_arena_alloc0(arena, (r->lexis->tokens.n + 1) * sizeof *w.words);
  w.seen = nt_seen_new(&w);
  nt_segments_find(&w);
  guint32 longest = 0;
  for (guint i = 0; i < w.stretches.n; i++)
    longest = MAX(longest, w.stretches.v[i].end_token - w.stretches.v[i].first_token);
  Best *best = nt_arena_new_array(arena, Best, longest + 1);
  guint32 *taken = nt_arena_new_array(arena, guint32, longest + 1);
  guint8 *types = nt_arena_new_array(arena, guint8, longest + 1);
  add_up_all(&w);
  first_round(&w, best, taken, types, nt_arena_new_array(arena, guint8, w.segments.n + 1));
  if (r->keep_verdicts)
    for (guint i = 0; i < w.segments.n; i++)
      say_rows(&w, &w.segments.v[i]);
  second_round(&w, best, taken, types);
}
