/* Pass 6: every segment that could be a name is weighed. Each row of evidence that holds adds to what speaks for a person, a
 * place, an organization, against no name at all, which stands at 0; of all ways to cut a stretch into names and other words, the
 * one with the largest sum is taken (a semi-Markov model without transitions; Sarawagi and Cohen 2004). There are two rounds: what
 * the first one found says something of the same words elsewhere in the article, and the second weighs that too. */
#include "weigh.h"

#include <math.h>

#define NONE NT_N_WEIGHED
#define SURE_IN_HEADLINE 0.65 /* a place of this score is one among the common words of a headline */

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
  if (stretch->end - stretch->first == 1) { /* mostly there is no choice */
    const gint64 *sum = w->segments.v[stretch->first].sum;
    taken[0] = stretch->first;
    types[0] = (guint8)best_type(sum);
    return sum[types[0]] > 0;
  }
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

gboolean nt_weigh_is_listed(const NtWeigh *w, guint32 first, guint32 end, NtType type)
{
  for (gint32 i = w->at[first]; i >= 0; i = w->next[i]) {
    const NtCandidate *c = &w->r->candidates.v[i];
    if (c->from == NT_FROM_NAME && c->type == type && (!end || c->end == end))
      return TRUE;
  }
  return FALSE;
}

/* What a rule against which evidence does not count says of the segment; where there is none, `type`. */
static guint type_by_priority(const NtWeigh *w, const NtSegment *s, guint type)
{
  for (gint32 i = w->at[s->first]; i >= 0; i = w->next[i]) {
    const NtCandidate *c = &w->r->candidates.v[i];
    if (c->end == s->end && c->priority > 0 && nt_candidate_stands(c) && (guint)c->type < NT_N_WEIGHED)
      return (guint)c->type;
  }
  return type;
}

/* ---- acronyms that the article explains ---- */

#define SAME 4   /* what speaks for an acronym being of the type of what it stands for, */
#define OTHER 20 /* and against any other */

/* `chronic kidney disease (CKD)`, but not `the anti-corruption bureau (ACB)` */
static gboolean names_no_body(const NtResolution *r, const NtExplained *e)
{
  for (guint32 i = e->first; i < e->end; i++)
    if (r->cues[i] & NT_CUE_BODY || (nt_is_capital(&r->lexis->tokens.v[i]) && !(r->lexis->tokens.v[i].flags & NT_TOKEN_SENTENCE)))
      return FALSE;
  return TRUE;
}

/* The type of the words before the bracket; NONE where they are no name of a weighed type; -1 where nothing says what they are. */
static gint type_of_explanation(const NtWeigh *w, const NtExplained *e, const guint8 *is)
{
  const NtResolution *r = w->r;
  gint32 owner = r->owner[e->end - 1];
  if (owner >= 0 && (guint)r->candidates.v[owner].type >= NT_N_WEIGHED)
    return NONE;
  for (guint i = 0; i < w->segments.n && w->segments.v[i].first < e->end; i++)
    if (is[i] != NONE && w->segments.v[i].end == e->end && w->segments.v[i].end - w->segments.v[i].first > 1)
      return is[i];
  return r->cues[e->end - 1] & NT_CUE_MATTER || names_no_body(r, e) ? NONE : -1;
}

/* `Line of Control (LOC)`, `Goods and Services Tax (GST)`: the letters are what the words are, in brackets and elsewhere. */
static void weigh_acronyms(NtWeigh *w, const guint8 *is)
{
  for (guint k = 0; k < w->r->explained.n; k++) {
    const NtExplained *e = &w->r->explained.v[k];
    gint type = type_of_explanation(w, e, is);
    for (guint i = 0; type >= 0 && i < w->segments.n; i++) {
      NtSegment *s = &w->segments.v[i];
      if (s->words != e->acronym || s->end - s->first > 1)
        continue;
      for (gint t = 0; t < NT_N_WEIGHED; t++)
        s->sum[t] += t == type ? SAME * NT_WEIGHT_ONE : -OTHER * NT_WEIGHT_ONE;
    }
  }
}

static void first_round(NtWeigh *w, Best *best, guint32 *taken, guint8 *types, guint8 *is)
{
  memset(is, NONE, w->segments.n);
  for (guint i = 0; i < w->stretches.n; i++) {
    guint n = cut(w, &w->stretches.v[i], best, taken, types);
    for (guint k = 0; k < n; k++) {
      guint type = type_by_priority(w, &w->segments.v[taken[k]], types[k]);
      is[taken[k]] = (guint8)type;
      nt_seen_add(w, &w->segments.v[taken[k]], type);
    }
  }
  for (guint i = 0; i < w->segments.n; i++) {
    NtSegment *s = &w->segments.v[i];
    guint64 more = nt_seen_names(w, s, is[i]);
    if (more)
      nt_rows_add_predicates(w, s, more);
  }
  weigh_acronyms(w, is);
  nt_weigh_clubs(w, is);
}

/* ---- what comes of it ---- */

static void say_rows(NtWeigh *w, const NtSegment *s)
{
  g_autoptr(GArray) numbers = g_array_new(FALSE, FALSE, sizeof(guint32));
  nt_rows_find(w, s, numbers);
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

static double share_of(const NtSegment *s, guint type)
{
  double total = 1, own = 0;
  for (guint t = 0; t < NT_N_WEIGHED; t++) {
    double weight = exp((double)s->sum[t] / NT_WEIGHT_ONE);
    total += weight;
    own = t == type ? weight : own;
  }
  return own / total;
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
    const NtEvidenceRow *row = nt_rows_strongest(w, s, type);
    *nt_vec_push(r->scratch, &r->candidates) = (NtCandidate){
      .first = s->first,
      .end = s->end,
      .span = nt_resolve_span(r, s->first, s->end, FALSE),
      .type = (NtType)type,
      .from = NT_FROM_EVIDENCE,
      .by = NT_FROM_EVIDENCE,
      .proposal = row,
      .why = row ? row->why.p : NULL,
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

/* `United Nations COP26`: a listed organization of several words begins a run of capitalised words in which no name was found. Not of
 * an event, a law or a prize, whose name it would be a part of, and not `The Australian Budget`. */
static gboolean opens_no_name(const NtWeigh *w, const NtCandidate *c)
{
  const NtLexis *lexis = w->r->lexis;
  if (c->type != NT_TYPE_ORGANIZATION || c->end - c->first < 2 || nt_weigh_is_word(w, c->first, "The"))
    return FALSE;
  for (guint32 i = c->end; i < lexis->tokens.n && nt_is_capital(&lexis->tokens.v[i]) && !(lexis->tokens.v[i].flags & NT_TOKEN_SENTENCE); i++)
    if (w->r->cues[i] & (NT_CUE_EVENT | NT_CUE_MATTER))
      return FALSE;
  return TRUE;
}

/* `Floods Hit Salta as Rains Return`: a place between common words of a headline. */
static gboolean is_place_of_headline(const NtWeigh *w, const NtCandidate *c, guint64 beside)
{
  const NtResolution *r = w->r;
  return c->type == NT_TYPE_PLACE && c->from == NT_FROM_NAME && c->score >= SURE_IN_HEADLINE &&
         nt_resolve_is_headlined(r, c->first) &&
         (!(beside & NT_IS(CAPITAL_BEFORE)) || nt_resolve_is_plain_word(r, c->first - 1)) &&
         (!(beside & NT_IS(CAPITAL_BEHIND)) || nt_resolve_is_plain_word(r, c->end));
}

/* What a list says without reserve, and what a user's own list says, is a name, unless it is a part of a longer one. */
static gboolean is_sure(const NtWeigh *w, const NtCandidate *c)
{
  guint64 beside = nt_predicates_left(w, c->first) | nt_predicates_right(w, c->end);
  if (is_place_of_headline(w, c, beside))
    return TRUE;
  if (beside & NT_IS(NUMBER_BEFORE) && c->end - c->first == 1 && w->r->cues[c->first] & NT_CUE_COMMON && nt_resolve_is_headlined(w->r, c->first))
    return FALSE; /* `8.9 PCT` in capitals, which is the Congolese Labour Party elsewhere */
  if (c->from != NT_FROM_NAME || beside & NT_IS(CAPITAL_BEFORE) || (beside & NT_IS(CAPITAL_BEHIND) && !opens_no_name(w, c)))
    return FALSE;
  return c->score >= NT_SURE_LIST || nt_weigh_is_own(w, c);
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

/* `Many Albanians said`, `FLOODS HIT OSLO AS`: what no evidence weighs, a people or an event, and a place of a headline stand again
 * where the name that won their words does not stand. */
static void bring_back(const NtWeigh *w, NtCandidate *c)
{
  NtResolution *r = w->r;
  if (c->from != NT_FROM_NAME || c->beaten_by < 0 || c->score < NT_LEAST_SCORE || owner_of(r, c) >= 0)
    return;
  guint64 beside = nt_predicates_left(w, c->first) | nt_predicates_right(w, c->end);
  gboolean alone = !(beside & (NT_IS(CAPITAL_BEFORE) | NT_IS(CAPITAL_BEHIND))); /* no part of a name of another type */
  if (!((guint)c->type >= NT_N_WEIGHED && alone) && !is_place_of_headline(w, c, beside))
    return;
  c->beaten_by = NT_NOT_BEATEN;
  nt_resolve_claim(r, (guint32)(c - r->candidates.v), "");
}

static void second_round(NtWeigh *w, Best *best, guint32 *taken, guint8 *types)
{
  NtResolution *r = w->r;
  guint n_proposed = r->candidates.n;
  gint32 *stood = nt_arena_new_array(r->pass_scratch, gint32, n_proposed + 1);
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
  for (guint i = 0; i < n_proposed; i++)
    bring_back(w, &r->candidates.v[i]);
  for (guint i = 0; i < n_proposed; i++) {
    NtCandidate *c = &r->candidates.v[i];
    gint32 owner = owner_of(r, c);
    if (nt_candidate_stands(c) || owner == (gint32)i)
      continue;
    c->beaten_by = owner >= 0 ? owner : NT_TOO_WEAK;
  }
}

void nt_resolve_weigh(NtResolution *r)
{
  guint n_rows;
  NtWeigh w = {.r = r, .tokens = r->lexis->tokens.v, .evidence = nt_knowledge_evidence(r->knowledge)};
  w.predicates = nt_evidence_predicates(w.evidence);
  w.filter = nt_evidence_filter(w.evidence);
  w.ends = nt_evidence_ends(w.evidence);
  w.rows = nt_evidence_rows(w.evidence, &n_rows);
  if (!n_rows)
    return;
  r->weighed = TRUE;
  NtArena *arena = r->pass_scratch;
  w.at = r->at;
  w.next = r->next;
  w.known = nt_arena_alloc0(arena, r->lexis->tokens.n + 1);
  w.weighed = nt_arena_new_array(arena, const NtWordSums *, r->lexis->tokens.n + 1);
  w.seen = nt_seen_new(&w);
  nt_segments_find(&w);
  guint32 longest = 0;
  for (guint i = 0; i < w.stretches.n; i++)
    longest = MAX(longest, w.stretches.v[i].end_token - w.stretches.v[i].first_token);
  Best *best = nt_arena_new_array(arena, Best, longest + 1);
  guint32 *taken = nt_arena_new_array(arena, guint32, longest + 1);
  guint8 *types = nt_arena_new_array(arena, guint8, longest + 1);
  nt_rows_add_up(&w);
  first_round(&w, best, taken, types, nt_arena_new_array(arena, guint8, w.segments.n + 1));
  if (r->keep_verdicts)
    for (guint i = 0; i < w.segments.n; i++)
      say_rows(&w, &w.segments.v[i]);
  second_round(&w, best, taken, types);
}
