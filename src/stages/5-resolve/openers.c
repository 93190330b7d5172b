/* `Three Boko Haram fighters`, `Many Labour Party members`: a word with which a sentence opens, and that counts or grades those of a
 * body, has its capital from the sentence and is no word of the body's name. */
#include "candidate.h"

/* A body that the gazetteers have without reserve, `Three Hamas members`, or a people with more of a name behind it: `Two Polish Air
 * Force pilots`, but not `Two Poles`. */
static gboolean is_sure(const NtResolution *r, const NtLexisHit *hit)
{
  NtType type = r->image->ENTRIES[hit->owner].type;
  const NtToken *behind = &r->lexis->tokens.v[hit->end];
  gboolean goes_on = hit->end < r->lexis->tokens.n && nt_is_capital(behind) && behind->gap == NT_GAP_SPACE;
  return (type == NT_TYPE_ORGANIZATION || (type == NT_TYPE_GROUP && goes_on)) &&
         !(nt_image_manner(r->image, hit->alias)->flags & NT_ALIAS_AMBIGUOUS);
}

/* Of the names that begin at `at` the first, or the first behind it. */
static guint32 names_at(const NtResolution *r, guint32 at)
{
  return nt_lexis_hit_at(r->lexis->names.v, r->lexis->names.n, at);
}

/* `Two Rivers`, `Seven Network`: the word is one of the name's. */
static gboolean opens_name(const NtResolution *r, guint32 at)
{
  guint32 i = names_at(r, at);
  return i < r->lexis->names.n && r->lexis->names.v[i].first == at && r->lexis->names.v[i].end - at > 1;
}

static gboolean stands_before_body(const NtResolution *r, guint32 at)
{
  const NtToken *behind = &r->lexis->tokens.v[at + 1];
  if (!nt_is_capital(behind) || behind->gap != NT_GAP_SPACE || behind->flags & NT_TOKEN_SENTENCE || opens_name(r, at))
    return FALSE;
  for (guint32 i = names_at(r, at + 1); i < r->lexis->names.n && r->lexis->names.v[i].first == at + 1; i++)
    if (is_sure(r, &r->lexis->names.v[i]))
      return TRUE;
  return FALSE;
}

/* The word has its capital from where it stands: at the head of a sentence or a quotation, behind a dateline or a colon. */
static gboolean opens(const NtToken *t)
{
  const guint marks = NT_TOKEN_SENTENCE | NT_TOKEN_QUOTE | NT_TOKEN_COLON;
  return (t->flags & marks || t->gap == '-' || t->gap == NT_GAP_BREAK) && nt_is_capital(t);
}

void nt_resolve_bar_opener(NtResolution *r, guint32 i)
{
  if (!(r->cues[i] & NT_CUE_BEFORE_MEMBERS) || i + 1 >= r->lexis->tokens.n || !opens(&r->lexis->tokens.v[i]) || !stands_before_body(r, i))
    return;
  r->barred[i] = 1;
  r->cues[i] |= NT_CUE_FUNCTION;
}
