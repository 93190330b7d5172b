/* Whom a name means that lists have several under: the likeliest without any text, and the more so the more the article speaks of
 * its country: `Senate` is another one in Manila and in Abuja. Places have more to go by (places.c), and are decided before. */
#include "owners.h"

#include "places.h"

#include <math.h>

#define OWN 100.0        /* what a user added is meant before what came with newstag */
#define IS_NAME 0.5      /* over an alias */
#define AMBIGUOUS 2.0    /* what a list calls ambiguous is not */
#define OF_COUNTRY 7.0   /* all that the article names is of its country */
#define SAID 14.0        /* the country or its nationality stands before it: `the Nigerian Senate`, `Spain's Supreme Court` */
#define SMOOTH 1.0       /* how much nothing weighs against what was named */
#define ALIKE 0.01       /* so near, neither is likelier */

typedef struct {
  NtResolution *r;
  NtCountryNumbers voices; /* of its places and its nationality, and with half a voice of its people and organizations */
  guint all;
} Owners;

static guint16 country_of(const NtResolution *r, const NtCandidate *c)
{
  return c->entry == G_MAXUINT32 ? c->country : r->image->ENTRIES[c->entry].country;
}

gboolean nt_resolve_needs_country(const NtResolution *r, const NtCandidate *c)
{
  guint32 alias = c->n_names ? nt_name_alias(&r->article->names.v[c->name]) : NT_NO_ALIAS;
  return alias != NT_NO_ALIAS && nt_image_manner(r->image, alias)->flags & NT_ALIAS_NEEDS_COUNTRY;
}

static gboolean has_choice(const NtResolution *r, const NtCandidate *c)
{
  if (!nt_candidate_stands(c) || c->entry == G_MAXUINT32 || c->from == NT_FROM_SPREAD || c->type == NT_TYPE_PLACE)
    return FALSE;
  return (c->n_names > 1 && nt_name_alias(&r->article->names.v[c->name]) != NT_NO_ALIAS) || nt_resolve_needs_country(r, c);
}

static void hear(Owners *o)
{
  nt_country_numbers_init(&o->voices);
  o->all = 0;
  for (guint i = 0; i < o->r->candidates.n; i++) {
    const NtCandidate *c = &o->r->candidates.v[i];
    guint16 country = country_of(o->r, c);
    if (!nt_candidate_stands(c) || !country || has_choice(o->r, c))
      continue;
    guint voice = c->type == NT_TYPE_PLACE || c->type == NT_TYPE_GROUP ? 2 : 1;
    *nt_country_number(&o->voices, country) += voice;
    o->all += voice;
  }
}

/* The country that stands right before `c`, or whose nationality does; 0 where none is. */
static guint16 country_before(const NtResolution *r, const NtCandidate *c)
{
  const NtToken *t = r->lexis->tokens.v;
  guint32 at = c->first;
  if (!at || t[at].flags & NT_TOKEN_SENTENCE || t[at].gap != NT_GAP_SPACE)
    return 0;
  at -= at > 1 && t[at - 1].gap == NT_GAP_APOSTROPHE && t[at - 1].end - t[at - 1].start == 1 ? 2 : 1; /* the s of China's */
  if (r->owner[at] < 0)
    return 0;
  const NtCandidate *before = &r->candidates.v[r->owner[at]];
  return before->type == NT_TYPE_PLACE || before->type == NT_TYPE_GROUP ? country_of(r, before) : 0;
}

/* How likely an alias means its entry, before any text. */
static double prior(const NtImage *image, guint32 alias)
{
  const NtImageManner *manner = nt_image_manner(image, alias);
  double p = log(MAX((double)manner->weight, 1e-6));
  p += OWN * image->ENTRIES[image->ALIASES[alias].owner].folder;
  p += manner->flags & NT_ALIAS_IS_NAME ? IS_NAME : 0;
  return p - (manner->flags & NT_ALIAS_AMBIGUOUS ? AMBIGUOUS : 0);
}

/* -G_MAXDOUBLE: it cannot be meant. */
static double likelihood(Owners *o, guint32 alias, guint16 said)
{
  const NtImage *image = o->r->image;
  guint16 country = image->ENTRIES[image->ALIASES[alias].owner].country;
  guint here = country ? *nt_country_number(&o->voices, country) : 0;
  gboolean is_said = country && said == country;
  if (nt_image_manner(image, alias)->flags & NT_ALIAS_NEEDS_COUNTRY && country && o->all && !here && !is_said)
    return -G_MAXDOUBLE;
  return prior(image, alias) + OF_COUNTRY * here / (SMOOTH + o->all) + (is_said ? SAID : 0);
}

static gboolean is_option(const NtCandidate *c, const NtName *name)
{
  return name->type == c->type && nt_span_equal(name->span, c->span) && nt_name_alias(name) != NT_NO_ALIAS;
}

/* Of those that are equally likely the first; NULL where none can be meant. */
static const NtName *likeliest(Owners *o, const NtCandidate *c, guint16 said)
{
  const NtName *names = o->r->article->names.v, *best = NULL;
  double most = -G_MAXDOUBLE;
  for (guint i = c->name; i < c->name + c->n_names; i++) {
    double p = is_option(c, &names[i]) ? likelihood(o, names[i].alias, said) : -G_MAXDOUBLE;
    if (p > most) {
      most = p;
      best = &names[i];
    }
  }
  return best;
}

/* Whether nothing says that `best` is meant and not its like of another country. */
static gboolean has_rival(Owners *o, const NtCandidate *c, guint16 said, const NtName *best)
{
  const NtImage *image = o->r->image;
  if (!(nt_image_manner(image, best->alias)->flags & NT_ALIAS_NEEDS_COUNTRY))
    return FALSE;
  const NtName *names = o->r->article->names.v;
  for (guint i = c->name; i < c->name + c->n_names; i++)
    if (is_option(c, &names[i]) &&
        image->ENTRIES[image->ALIASES[names[i].alias].owner].country != image->ENTRIES[image->ALIASES[best->alias].owner].country &&
        likelihood(o, names[i].alias, said) > likelihood(o, best->alias, said) - ALIKE)
      return TRUE;
  return FALSE;
}

static void choose(Owners *o, NtCandidate *c)
{
  guint16 said = country_before(o->r, c);
  const NtName *best = likeliest(o, c, said);
  c->entry = best && !has_rival(o, c, said, best) ? o->r->image->ALIASES[best->alias].owner : G_MAXUINT32;
  if (best && c->from == NT_FROM_NAME)
    c->proposal = best;
}

void nt_resolve_choose_owners(NtResolution *r)
{
  nt_resolve_choose_places(r);
  Owners o; /* its numbers are cleared where they are asked for */
  o.r = r;
  gboolean heard = FALSE; /* most articles need not */
  for (guint i = 0; i < r->candidates.n; i++) {
    NtCandidate *c = &r->candidates.v[i];
    if (!has_choice(r, c))
      continue;
    if (!heard)
      hear(&o);
    heard = TRUE;
    choose(&o, c);
  }
}
