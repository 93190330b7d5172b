/* A form may stand only where its words are free, or belong to something that gives way: each function here is one such case. */
#include "spread.h"

/* `Salman` stands where the article says `bin Salman`: the particles belong to it. */
static gboolean lacks_particles(const NtResolution *r, const NtCandidate *standing, guint32 first, guint32 end, const NtForm *form)
{
  if (standing->type != r->candidates.v[form->of].type || standing->first <= first || standing->end != end)
    return FALSE;
  for (guint32 t = first; t < standing->first; t++)
    if (r->owner[t] >= 0 || !(r->cues[t] & NT_CUE_PARTICLE))
      return FALSE;
  return TRUE;
}

/* `Enfield said` speaks for a person, but the article has an Enfield Corp and nobody of that name. */
static gboolean is_company_said(const NtResolution *r, const NtCandidate *standing, const NtForm *form)
{
  return form->shortens && r->candidates.v[form->of].type == NT_TYPE_ORGANIZATION && standing->type == NT_TYPE_PERSON &&
         standing->entry == G_MAXUINT32 && standing->short_of < 0 && standing->priority <= 0;
}

/* The Michigan of `Michigan General said`, where the article has a Michigan General Corp, and the American of `American Video`; and the
 * whole where no list has it as a place. */
static gboolean is_piece_of_company(const NtResolution *r, const NtCandidate *standing, guint32 first, guint32 end, const NtForm *form)
{
  return form->shortens && r->candidates.v[form->of].type == NT_TYPE_ORGANIZATION && (standing->type == NT_TYPE_PLACE || standing->type == NT_TYPE_GROUP) && standing->priority <= 0 &&
         standing->first >= first && standing->end <= end && end - first > 1 &&
         (standing->end - standing->first < end - first || standing->entry == G_MAXUINT32);
}

/* In a headline, where capitals do not tell where a name ends: a piece of the name that the text has as a whole (the Lagos of Lagos
 * Independence Movement), or one that takes a common word behind it with it (`Lagos University Cuts Jobs`). */
static gboolean is_miscut(const NtResolution *r, const NtCandidate *standing, guint32 first, guint32 end)
{
  if (standing->priority > 0 || standing->first < first)
    return FALSE;
  if (standing->end <= end)
    return standing->end - standing->first < end - first;
  return standing->entry == G_MAXUINT32 && r->cues[end] & NT_CUE_COMMON;
}

/* `a stake in Peabody`, `its interest in Woodside`: who is owned. */
static gboolean is_owned(const NtResolution *r, guint32 i)
{
  return i > 1 && nt_str_is(nt_resolve_token_text(r, i - 1), "in") && nt_resolve_in_list(r, i - 2, NT_LIST_OWNING);
}

/* Whether the word that begins at `i` stands there as only a place does: behind `in` or a comma, before its county or state, or in a
 * dateline. */
static gboolean is_meant_as_place(const NtResolution *r, guint32 i)
{
  const NtTokens *t = &r->lexis->tokens;
  const NtCandidate *c = r->owner[i] >= 0 ? &r->candidates.v[r->owner[i]] : NULL;
  if (!c || c->type != NT_TYPE_PLACE)
    return FALSE;
  if ((i > 0 && ((r->cues[i - 1] & NT_CUE_PREPOSITION && !is_owned(r, i)) || t->v[i].gap == ',')) || nt_resolve_in_zone(r, t->v[i].start, NT_ZONE_DATELINE))
    return TRUE;
  gint32 behind = c->end < t->n && t->v[c->end].gap == ',' ? r->owner[c->end] : -1;
  return behind >= 0 && r->candidates.v[behind].type == NT_TYPE_PLACE;
}

/* Whether it does so anywhere. */
static gboolean is_place_somewhere(NtSpread *s, NtFormGroup *group, guint32 word)
{
  const NtResolution *r = s->r;
  const NtTokens *t = &r->lexis->tokens;
  if (group->meant == NT_FORM_NOT_ASKED) {
    group->meant = NT_FORM_NO_PLACE;
    for (guint32 i = 0; i < t->n && group->meant == NT_FORM_NO_PLACE; i++)
      if (t->v[i].hash == t->v[word].hash && is_meant_as_place(r, i))
        group->meant = NT_FORM_A_PLACE;
  }
  return group->meant == NT_FORM_A_PLACE;
}

/* `Lopez defeated Rublev`: what a rule takes for the club of a town is the player of that surname, if the article has no such town. */
static gboolean is_player(NtSpread *s, NtFormGroup *group, const NtCandidate *standing, const NtForm *form)
{
  return standing->from == NT_FROM_PATTERN && standing->type == NT_TYPE_ORGANIZATION && standing->end - standing->first == 1 && form->shortens &&
         form->sure && s->r->candidates.v[form->of].type == NT_TYPE_PERSON && !is_place_somewhere(s, group, standing->first);
}

/* `the`, `The` */
static gboolean is_the(const NtResolution *r, guint32 i)
{
  NtStr word = nt_resolve_token_text(r, i);
  return word.n == 3 && memcmp(word.p + 1, "he", 2) == 0 && (*word.p == 't' || *word.p == 'T');
}

/* `The French election`, `German Chancellor`: a people's adjective, though the article has a Dawn French or a Tom German. */
static gboolean is_of_a_people(const NtResolution *r, const NtCandidate *standing)
{
  const NtTokens *t = &r->lexis->tokens;
  if (standing->type != NT_TYPE_GROUP)
    return FALSE;
  if (standing->first > 0 && t->v[standing->first].gap == NT_GAP_SPACE && is_the(r, standing->first - 1))
    return TRUE;
  return standing->end < t->n && t->v[standing->end].gap == NT_GAP_SPACE && r->cues[standing->end] & (NT_CUE_OCCUPATION | NT_CUE_TITLE);
}

gboolean nt_form_may_take(NtSpread *s, guint32 group_number, guint32 first, guint32 end, const NtForm *form)
{
  const NtResolution *r = s->r;
  NtFormGroup *group = &s->groups.v[group_number];
  gboolean whole_in_headline = !form->shortens && end - first > 1 && nt_resolve_is_headlined(r, first);
  for (guint32 t = first; t < end; t++) {
    if (r->owner[t] < 0)
      continue;
    const NtCandidate *standing = &r->candidates.v[r->owner[t]];
    if (lacks_particles(r, standing, first, end, form))
      return TRUE;
    if (whole_in_headline && is_miscut(r, standing, first, end))
      continue;
    gboolean same = standing->first == first && standing->end == end;
    if (same && is_company_said(r, standing, form))
      return TRUE;
    if (same && form->town && standing->type == NT_TYPE_PLACE && standing->priority <= 0 && !is_place_somewhere(s, group, first))
      return TRUE;
    if (is_piece_of_company(r, standing, first, end, form))
      continue;
    if (same && is_player(s, group, standing, form))
      return TRUE;
    if (!same || standing->type == r->candidates.v[form->of].type || !form->sure || standing->score >= 0.95 ||
        standing->priority > 0 || is_of_a_people(r, standing))
      return FALSE;
    if (standing->type == NT_TYPE_PLACE && standing->entry != G_MAXUINT32 && r->image->ENTRIES[standing->entry].kind != NT_PLACE_OTHER &&
        (r->candidates.v[form->of].type != NT_TYPE_PERSON || end - first > 1 || is_place_somewhere(s, group, first)))
      return FALSE;
    if (first > 0 && r->cues[first - 1] & NT_CUE_PREPOSITION && standing->type == NT_TYPE_PLACE && !is_owned(r, first))
      return FALSE;
  }
  return TRUE;
}
