/* Pass 9: what rules set on what they found (a role, a nationality …) goes to the entity whose mention stands there, whoever
 * proposed that mention. A role or a country that no gazetteer knows is taken from the first that a rule set. */
#include "candidate.h"

static gboolean has(const NtEntity *e, const NtAttributeValue *value)
{
  for (guint i = 0; i < e->attributes.n; i++)
    if (e->attributes.v[i].attribute == value->attribute && nt_str_equal(e->attributes.v[i].text, value->text))
      return TRUE;
  return FALSE;
}

/* The first name that starts at or behind byte `at`. */
static guint name_at(const NtArticle *a, guint32 at)
{
  guint low = 0, high = a->names.n;
  while (low < high) {
    guint middle = (low + high) / 2;
    if (a->names.v[middle].span.start < at)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

/* The country of a nationality word of the gazetteers, as `Kenyan`. */
static NtStr country_of(const NtResolution *r, NtSpan span)
{
  const NtArticle *a = r->article;
  for (guint i = name_at(a, span.start); i < a->names.n && a->names.v[i].span.start == span.start; i++) {
    const NtName *name = &a->names.v[i];
    guint32 entry = nt_span_equal(name->span, span) && name->type == NT_TYPE_GROUP ? nt_image_entry(r->image, nt_article_origin(a, name).id) : G_MAXUINT32;
    if (entry != G_MAXUINT32)
      return nt_image_about(r->image, entry).country;
  }
  return (NtStr){0};
}

static void take(NtResolution *r, NtEntity *e, const NtAttributeValue *value)
{
  if (has(e, value))
    return;
  if (value->attribute == NT_ATTRIBUTE_ROLE && !e->about.role.p)
    e->about.role = value->text;
  if (value->attribute == NT_ATTRIBUTE_NATIONALITY && !e->about.country.p && value->span.end)
    e->about.country = country_of(r, value->span);
  *nt_vec_push(r->article->arena, &e->attributes) = *value;
}

/* The mention that stands where the hit does; NULL where another has won. A hit may be longer at its front: titles are cut off. */
static const NtCandidate *mention_of(const NtResolution *r, const NtPattern *p)
{
  guint32 last = nt_lexis_token_at(r->lexis, p->span.end - 1);
  gint32 owner = last < r->lexis->tokens.n ? r->owner[last] : -1;
  const NtCandidate *c = owner >= 0 ? &r->candidates.v[owner] : NULL;
  return c && nt_candidate_stands(c) && c->type == p->type && c->span.end == p->span.end && c->span.start >= p->span.start ? c : NULL;
}

void nt_resolve_attributes(NtResolution *r)
{
  NtArticle *a = r->article;
  for (guint i = 0; i < a->patterns.n; i++) {
    const NtPattern *p = &a->patterns.v[i];
    const NtCandidate *c = p->attributes.n ? mention_of(r, p) : NULL;
    for (guint k = 0; c && k < p->attributes.n; k++)
      take(r, &a->entities.v[c->entity], &p->attributes.v[k]);
  }
}
