/* `Republic of Karelia`, `Ontario Province`: a place that a rule found by what it calls itself is the listed one of the bare name, where
 * lists have just one country or part of a country that is called so. */
#include "candidate.h"

/* Where the bare name stands; an empty run where the words are no such name. */
static void find_bare_name(const NtResolution *r, const NtCandidate *c, guint32 *first, guint32 *end)
{
  *first = c->first;
  *end = c->end;
  if (nt_resolve_in_list(r, c->end - 1, NT_LIST_DIVISION)) {
    --*end;
    return;
  }
  for (guint32 i = c->first + 1; i + 1 < c->end; i++)
    if (nt_str_is(nt_resolve_token_text(r, i), "of") && nt_resolve_in_list(r, i - 1, NT_LIST_DIVISION)) {
      *first = i + 1 + nt_str_is(nt_resolve_token_text(r, i + 1), "the");
      return;
    }
  *first = c->end;
}

static gboolean is_division(const NtResolution *r, guint32 entry)
{
  static const char *const kinds[] = {"country", "territory", "state", "province", "region"};
  NtStr kind = nt_image_fact(r->image, entry, NT_FACT_KIND);
  for (guint i = 0; i < G_N_ELEMENTS(kinds); i++)
    if (nt_str_is(kind, kinds[i]))
      return r->image->ENTRIES[entry].type == NT_TYPE_PLACE;
  return FALSE;
}

/* The only country or part of one that has the name; G_MAXUINT32 where there is none, or there are several. */
static guint32 only_division(const NtResolution *r, guint32 first, guint32 end)
{
  const NtLexis *x = r->lexis;
  guint32 only = G_MAXUINT32;
  for (guint32 i = nt_lexis_hit_at(x->names.v, x->names.n, first); i < x->names.n && x->names.v[i].first == first; i++) {
    guint32 entry = x->names.v[i].owner;
    if (x->names.v[i].end != end || entry == only || !is_division(r, entry))
      continue;
    if (only != G_MAXUINT32)
      return G_MAXUINT32;
    only = entry;
  }
  return only;
}

void nt_resolve_link_divisions(NtResolution *r)
{
  for (guint i = 0; i < r->candidates.n; i++) {
    NtCandidate *c = &r->candidates.v[i];
    guint32 first, end;
    if (!nt_candidate_stands(c) || c->type != NT_TYPE_PLACE || c->entry != G_MAXUINT32 || c->end - c->first < 2)
      continue;
    find_bare_name(r, c, &first, &end);
    if (first < end && !(r->cues[first] & NT_CUE_COMPASS)) /* many countries have a Northern Province */
      c->entry = only_division(r, first, end);
  }
}
