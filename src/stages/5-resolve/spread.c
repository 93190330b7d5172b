/* Pass 7: what one place of an article made sure, the rest of it may use: the same name again, the surname of a person, the
 * acronym in brackets behind an organization, an organization without its suffix. Only names: pronouns and `the company` are
 * left alone. */
#include "spread.h"

#define MOST_WORDS 8u      /* of a form that is looked for */
#define SURE_ELSEWHERE 0.7 /* a name of several words of this score is the same name wherever its words stand */
#define SURE_ENOUGH 0.5   /* of a body that no list knows, to be one wherever its name stands; evidence finds them with less */

/* A one-word name that a rule found by itself, or that a list has as a famous person's, and that shortens a longer name of the same
 * type: it is that one's. */
static gboolean adopt(NtResolution *r, const NtForm *form, guint32 first, guint32 end)
{
  gint32 owner = r->owner[first];
  if (owner < 0 || (guint32)owner == form->of)
    return FALSE;
  NtCandidate *standing = &r->candidates.v[owner];
  const NtCandidate *of = &r->candidates.v[form->of];
  gboolean one_name = standing->type == NT_TYPE_PERSON && end - first == 1;
  if (standing->first != first || standing->end != end || standing->type != of->type || standing->short_of >= 0 ||
      (standing->entry != G_MAXUINT32 && !one_name) || end - first >= of->end - of->first)
    return FALSE;
  standing->short_of = (gint32)form->of;
  standing->why = form->why;
  return TRUE;
}

static void add_mention(NtSpread *s, const NtForm *form, guint32 first, guint32 end)
{
  NtResolution *r = s->r;
  const NtCandidate of = r->candidates.v[form->of];
  *nt_vec_push(r->scratch, &r->candidates) = (NtCandidate){
    .first = first,
    .end = end,
    .span = nt_resolve_span(r, first, end, FALSE),
    .type = of.type,
    .from = NT_FROM_SPREAD,
    .score = MIN(of.score, 0.9),
    .by = of.by,
    .proposal = of.proposal,
    .entry = of.entry,
    .why = form->why,
    .short_of = (gint32)form->of,
    .beaten_by = NT_NOT_BEATEN,
  };
  nt_resolve_claim(r, r->candidates.n - 1, form->why);
}

/* `Hobbin to open three shops`, where the text has `Hobbin's chief executive`: a body that no list knows, called by no common word and
 * nobody's first name, is meant wherever nothing else is; but `Hobbin 8` is what it makes. */
static gboolean is_stranger(const NtResolution *r, const NtForm *form, guint32 first, guint32 end)
{
  const NtCandidate *of = &r->candidates.v[form->of];
  const NtTokens *t = &r->lexis->tokens;
  if (of->type != NT_TYPE_ORGANIZATION || of->entry != G_MAXUINT32 || of->score < SURE_ENOUGH || t->v[of->first].shape != t->v[first].shape)
    return FALSE;
  if (end < t->n && t->v[end].gap == NT_GAP_SPACE && t->v[end].shape == NT_SHAPE_NUMBER)
    return FALSE;
  for (guint32 i = first; i < end; i++)
    if (r->cues[i] & (NT_CUE_COMMON | NT_CUE_FIRST_NAME) || r->owner[i] >= 0)
      return FALSE;
  return TRUE;
}

/* `They asked Qelwin`, where the text has `Mr Qelwin`: who is named by one word, and surely, is meant by it again, an everyday word only
 * where no sentence gives it its capital. */
static gboolean is_one_again(const NtResolution *r, const NtForm *form, guint32 first)
{
  const NtCandidate *of = &r->candidates.v[form->of];
  const NtToken *t = &r->lexis->tokens.v[first];
  return form->n_tokens == 1 && of->type == NT_TYPE_PERSON && of->from == NT_FROM_PATTERN && of->priority > 0 && r->owner[first] < 0 &&
         t->shape == r->lexis->tokens.v[of->first].shape && !(t->flags & NT_TOKEN_SENTENCE && r->cues[first] & NT_CUE_COMMON);
}

static void find_at(NtSpread *s, guint32 first)
{
  NtResolution *r = s->r;
  const NtTokens *t = &r->lexis->tokens;
  guint64 run = t->v[first].hash;
  guint32 longest = 0, longest_end = first; /* a group + 1 */
  for (guint32 end = first + 1; end <= MIN(first + MIN(s->longest, MOST_WORDS), t->n); end++) {
    if (end > first + 1)
      run = nt_tokens_step(run, &t->v[end - 1]);
    guint32 group = nt_forms_group_of(s, run);
    if (group && (nt_is_capital(&t->v[end - 1]) || t->v[end - 1].gap == NT_GAP_HYPHEN) && !(nt_forms_are_only_at(s, group - 1, first) && nt_resolve_is_headlined(r, first))) {
      longest = group;
      longest_end = end;
    }
    if (end < t->n && t->v[end].gap == NT_GAP_BREAK)
      break;
  }
  if (!longest)
    return;
  const NtForm *form = nt_forms_nearest(s, longest - 1, first);
  if (!form->shortens && r->weighed && !nt_resolve_is_headlined(r, first) && !(form->n_tokens > 1 && r->candidates.v[form->of].score >= SURE_ELSEWHERE) &&
      !is_stranger(r, form, first, longest_end) && !is_one_again(r, form, first))
    return; /* that was weighed there too, and found wanting */
  if (!adopt(r, form, first, longest_end) && nt_form_may_take(s, longest - 1, first, longest_end, form) && !nt_resolve_joined_left(r, first) && !nt_resolve_joined_right(r, longest_end - 1))
    add_mention(s, form, first, longest_end);
}

void nt_resolve_spread(NtResolution *r)
{
  NtSpread s = {.r = r};
  nt_forms_find(&s);
  if (!s.forms.n)
    return;
  nt_forms_index(&s);
  guint32 i;
  for (NtNotable at = nt_notable(r); nt_notable_next(&at, &i);) {
    const NtToken *t = &r->lexis->tokens.v[i];
    if (s.first_words[t->hash >> 6 & 63] >> (t->hash & 63) & 1 && (nt_is_capital(t) || r->cues[i] & NT_CUE_PARTICLE) && !r->barred[i] &&
        !nt_resolve_in_zone(r, t->start, NT_ZONE_FURNITURE))
      find_at(&s, i);
  }
}
