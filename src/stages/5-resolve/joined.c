/* Two bodies, each with what it is, are no one name: `Norden Foods and Grindal Motors`, `Bank of Ghana and Ministry of Finance`. */
#include "weigh.h"

#define SHORTEST 4u /* words of the two and of `and` */

/* Not `Workers` of `Workers and Helpers Union`. */
static gboolean is_head(const NtWeigh *w, guint32 i)
{
  NtStr word = nt_weigh_text(w, i, i + 1);
  return w->r->cues[i] & (NT_CUE_ORG_HEAD | NT_CUE_ORG_SUFFIX) && nt_is_capital(nt_weigh_token(w, i)) &&
         !(word.n > 3 && memcmp(word.p + word.n - 3, "ers", 3) == 0);
}

gboolean nt_weigh_is_head_of(const NtWeigh *w, guint32 i, guint32 end)
{
  return i + 1 < end && is_head(w, i) && nt_weigh_is_of(w, i + 1);
}

static gboolean is_body(const NtWeigh *w, guint32 first, guint32 end)
{
  for (guint32 i = first; i < end; i++)
    if (nt_weigh_is_head_of(w, i, end))
      return TRUE;
  return is_head(w, end - 1);
}

/* A second name with what it is; `Human` of `Health and Human Services` and `Informatics` of `Communications and Informatics Ltd` go on
 * with the first. */
static gboolean opens_another(const NtWeigh *w, guint32 first, guint32 end)
{
  const guint32 heads = NT_CUE_ORG_HEAD | NT_CUE_ORG_SUFFIX;
  if (end - first < 2u + (w->r->cues[end - 1] & NT_CUE_ORG_SUFFIX ? 1u : 0u) || !is_head(w, end - 1))
    return FALSE;
  return nt_is_capital(nt_weigh_token(w, first)) && !(w->r->cues[first] & (NT_CUE_COMMON | heads));
}

/* The place ends the first, whatever word opens the second: `Bank of Japan and Finance Ministry`. */
static gboolean ends_in_its_place(const NtWeigh *w, guint32 first, guint32 i)
{
  return nt_weigh_is_head_of(w, first, i) && nt_weigh_is_listed(w, first, i, NT_TYPE_ORGANIZATION) &&
         (nt_weigh_is_listed(w, i - 1, i, NT_TYPE_PLACE) || nt_weigh_is_listed(w, i - 2, i, NT_TYPE_PLACE));
}

gboolean nt_weigh_joins_two(const NtWeigh *w, const NtSegment *s)
{
  for (guint32 i = s->first + 1; s->end - s->first >= SHORTEST && i + 2 < s->end; i++) {
    if (nt_weigh_token(w, i)->shape != NT_SHAPE_LOWER || !nt_weigh_is_word(w, i, "and") || !is_body(w, s->first, i))
      continue;
    if (nt_weigh_is_head_of(w, i + 1, s->end) || nt_weigh_is_listed(w, i + 1, s->end, NT_TYPE_ORGANIZATION) || opens_another(w, i + 1, s->end) ||
        (ends_in_its_place(w, s->first, i) && is_head(w, s->end - 1)))
      return TRUE;
  }
  return FALSE;
}
