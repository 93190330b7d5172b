/* Pass 4: what stands around a gazetteer name says whether it is one, and of which type: `Washington said`, `in Washington`,
 * `George Washington`. Rules have looked at their surroundings themselves. */
#include "candidate.h"

#define BESIDE_NAMES                                                                                                    \
  (NT_CUE_TITLE | NT_CUE_MONTH | NT_CUE_WEEKDAY | NT_CUE_COMPASS | NT_CUE_FUNCTION | NT_CUE_OCCUPATION | NT_CUE_PREPOSITION | \
   NT_CUE_SPEECH)

static gboolean goes_on(const NtToken *t)
{
  return (t->gap == NT_GAP_SPACE && !(t->flags & NT_TOKEN_NEWLINE)) || t->gap == NT_GAP_HYPHEN || t->gap == NT_GAP_AMPERSAND;
}

/* A sentence's first word is capitalised anyway: it joins only where lists know it as a part of names. */
static gboolean is_name_word(const NtResolution *r, guint32 at)
{
  const NtToken *t = &r->lexis->tokens.v[at];
  if (!nt_is_capital(t) || r->cues[at] & BESIDE_NAMES)
    return FALSE;
  return !(t->flags & NT_TOKEN_SENTENCE) || r->cues[at] & (NT_CUE_FIRST_NAME | NT_CUE_SURNAME);
}

gboolean nt_resolve_joined_left(const NtResolution *r, guint32 at)
{
  return at > 0 && goes_on(&r->lexis->tokens.v[at]) && !(r->lexis->tokens.v[at].flags & NT_TOKEN_SENTENCE) &&
         is_name_word(r, at - 1) && !nt_resolve_is_headlined(r, at);
}

gboolean nt_resolve_joined_right(const NtResolution *r, guint32 last)
{
  guint32 next = last + 1;
  return next < r->lexis->tokens.n && goes_on(&r->lexis->tokens.v[next]) &&
         !(r->lexis->tokens.v[next].flags & NT_TOKEN_SENTENCE) && is_name_word(r, next) && !nt_resolve_is_headlined(r, next);
}

/* The cues of the word before, when nothing but a space or a title's full stop stands between. */
static guint32 cues_before(const NtResolution *r, guint32 at)
{
  const NtToken *t = &r->lexis->tokens.v[at];
  if (!at || t->flags & NT_TOKEN_SENTENCE || (t->gap != NT_GAP_SPACE && t->gap != NT_GAP_DOT_SPACE))
    return 0;
  return r->cues[at - 1];
}

static guint32 cues_behind(const NtResolution *r, guint32 end)
{
  const NtTokens *t = &r->lexis->tokens;
  return end < t->n && t->v[end].gap == NT_GAP_SPACE && !(t->v[end].flags & NT_TOKEN_SENTENCE) ? r->cues[end] : 0;
}

/* `Russian-American talks`: of two peoples joined by a hyphen each is one. */
static gboolean is_second_people(const NtResolution *r, const NtCandidate *c)
{
  return c->type == NT_TYPE_GROUP && r->lexis->tokens.v[c->first].gap == NT_GAP_HYPHEN;
}

static double surroundings(const NtResolution *r, const NtCandidate *c)
{
  guint32 before = cues_before(r, c->first), behind = cues_behind(r, c->end);
  gboolean one = c->end - c->first == 1;
  double sum = 0;
  if (before & NT_CUE_TITLE)
    sum += c->type == NT_TYPE_PERSON ? 0.3 : one && c->type == NT_TYPE_PLACE ? -0.3 : 0;
  if (behind & NT_CUE_SPEECH)
    sum += c->type == NT_TYPE_PERSON ? 0.15 : 0;
  if (before & NT_CUE_PREPOSITION)
    sum += c->type == NT_TYPE_PLACE ? 0.2 : c->type == NT_TYPE_PERSON ? -0.15 : 0;
  double joined = one ? -0.4 : -0.15;
  if (nt_resolve_joined_left(r, c->first) && !is_second_people(r, c))
    sum += joined;
  if (c->type != NT_TYPE_GROUP && nt_resolve_joined_right(r, c->end - 1))
    sum += joined;
  if (one && r->cues[c->first] & NT_CUE_COMMON && r->lexis->tokens.v[c->first].flags & NT_TOKEN_SENTENCE)
    sum -= 0.2;
  return sum;
}

void nt_resolve_context(NtResolution *r)
{
  for (guint i = 0; i < r->candidates.n; i++) {
    NtCandidate *c = &r->candidates.v[i];
    if (c->from != NT_FROM_NAME)
      continue;
    c->score = CLAMP(c->score + surroundings(r, c), 0.05, 0.99);
    if (c->end - c->first > 1 && nt_is_capital(&r->lexis->tokens.v[c->first]) && c->score < NT_LEAST_SCORE &&
        !nt_resolve_joined_left(r, c->first) && !nt_resolve_joined_right(r, c->end - 1))
      c->score = NT_LEAST_SCORE;
  }
}
