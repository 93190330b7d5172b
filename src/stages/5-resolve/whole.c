/* A listed name of several words that is all of what stands there: `Brothers of Italy`, `Human Rights in China`. What its words are
 * elsewhere, a person's first name, a country, says little then. */
#include "weigh.h"

/* `of`, `for`, `de`: a small word that hangs what follows on what stands before. */
static gboolean hangs(const NtWeigh *w, guint32 i)
{
  const NtToken *t = nt_weigh_token(w, i);
  return t->shape == NT_SHAPE_LOWER && t->gap == NT_GAP_SPACE && (w->r->cues[i] & NT_CUE_PARTICLE || nt_weigh_is_of(w, i));
}

/* The capital of a plain word beside the name in a headline: `Emmanuel Macron Vows to Go`. */
static gboolean says_nothing(const NtWeigh *w, guint32 i)
{
  return i < w->r->lexis->tokens.n && nt_resolve_is_headlined(w->r, i) && nt_weigh_token(w, i)->gap == NT_GAP_SPACE && nt_resolve_is_plain_word(w->r, i);
}

/* `Bank of Japan and Finance Ministry`: the place ends the name, and `and` joins no second place to it. */
static gboolean ends_in_its_place(const NtWeigh *w, const NtCandidate *c)
{
  guint32 n = w->r->lexis->tokens.n, behind = c->end + 1;
  if (behind < n && nt_weigh_is_word(w, behind, "the"))
    behind++;
  for (guint32 i = c->end - 1; i > c->first; i--)
    if (nt_weigh_is_listed(w, i, c->end, NT_TYPE_PLACE))
      return behind < n && (w->r->cues[behind] & NT_CUE_COMMON || !nt_weigh_is_listed(w, behind, 0, NT_TYPE_PLACE));
  return FALSE;
}

static gboolean goes_on_behind(const NtWeigh *w, guint32 end, gboolean with_and)
{
  guint32 n = w->r->lexis->tokens.n, i = end;
  if (says_nothing(w, end))
    return FALSE;
  if (nt_predicates_right(w, end) & (NT_IS(CAPITAL_BEHIND) | NT_IS(HYPHEN_BEHIND)))
    return TRUE;
  if (i + 1 >= n || nt_weigh_token(w, i)->flags & NT_TOKEN_SENTENCE)
    return FALSE;
  gboolean of = hangs(w, i);
  if (!of && !(with_and && nt_weigh_token(w, i)->gap == NT_GAP_SPACE && nt_weigh_is_word(w, i, "and")))
    return FALSE;
  i += 1 + nt_weigh_is_word(w, i + 1, "the");
  return i < n && nt_is_capital(nt_weigh_token(w, i)) && (of || !nt_weigh_is_head_of(w, i, n));
}

static gboolean began_before(const NtWeigh *w, guint32 first)
{
  if (first > 0 && !(nt_weigh_token(w, first)->flags & NT_TOKEN_SENTENCE) && says_nothing(w, first - 1) && nt_weigh_token(w, first)->gap == NT_GAP_SPACE)
    return FALSE;
  if (nt_predicates_left(w, first) & (NT_IS(CAPITAL_BEFORE) | NT_IS(HYPHEN_BEFORE)))
    return TRUE;
  if (nt_weigh_token(w, first)->flags & NT_TOKEN_SENTENCE || nt_weigh_token(w, first)->gap != NT_GAP_SPACE)
    return FALSE;
  guint32 i = first;
  if (i > 1 && nt_weigh_is_word(w, i - 1, "the"))
    i--;
  if (i < 2 || !hangs(w, i - 1))
    return FALSE;
  return nt_is_capital(nt_weigh_token(w, i - 2)) && !nt_resolve_is_noun_of_sentence(w->r, i - 2);
}

static gboolean has_small_word(const NtWeigh *w, const NtCandidate *c)
{
  for (guint32 i = c->first; i < c->end; i++)
    if (nt_weigh_token(w, i)->shape == NT_SHAPE_LOWER)
      return TRUE;
  return FALSE;
}

/* `Macy's` */
static gboolean ends_in_s(const NtWeigh *w, const NtCandidate *c)
{
  const NtToken *last = nt_weigh_token(w, c->end - 1);
  return last->gap == NT_GAP_APOSTROPHE && nt_token_is_clitic(w->r->article->text, last);
}

/* `Francisco I. Madero`, a town, is also whose name it has. A body that has somebody's name, `Harley-Davidson`, is mostly meant itself. */
static gboolean may_be_person(const NtWeigh *w, const NtCandidate *c)
{
  if (c->type != NT_TYPE_PLACE || !(w->r->cues[c->first] & NT_CUE_FIRST_NAME))
    return FALSE;
  return w->r->cues[c->end - 1] & NT_CUE_SURNAME || (c->end - c->first == 2 && ends_in_s(w, c)) || nt_weigh_token(w, c->first + 1)->shape == NT_SHAPE_INITIAL;
}

static gboolean is_of_another_type(const NtWeigh *w, const NtCandidate *c)
{
  for (gint32 i = w->at[c->first]; i >= 0; i = w->next[i]) {
    const NtCandidate *other = &w->r->candidates.v[i];
    if (other->from == NT_FROM_NAME && other->end == c->end && other->type != c->type)
      return TRUE;
  }
  return FALSE;
}

gboolean nt_weigh_is_whole(const NtWeigh *w, const NtCandidate *c)
{
  if (c->from != NT_FROM_NAME || c->end - c->first < 2 || c->score < NT_SURE_LIST || !nt_candidate_stands(c))
    return FALSE;
  if (!nt_is_capital(nt_weigh_token(w, c->first)) || !(nt_is_capital(nt_weigh_token(w, c->end - 1)) || ends_in_s(w, c)) || w->r->cues[c->first] & NT_CUE_TITLE || is_of_another_type(w, c) || may_be_person(w, c))
    return FALSE;
  return !began_before(w, c->first) && !goes_on_behind(w, c->end, has_small_word(w, c) && !ends_in_its_place(w, c));
}
