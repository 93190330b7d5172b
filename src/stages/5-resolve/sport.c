/* Pass 2: where the article reports sport. There a town, a county and a country are mostly their teams: `Leeds beat Norwich`. What says so are
 * the words of sport of a sentence and of those around it, as a page of briefs goes from a match to a court. */
#include "candidate.h"

#define AROUND 3u    /* sentences before and behind that count, too */
#define SURELY 2u    /* what a word counts that is of sport alone: `wicket`; others, `match`, count 1 */
#define ENOUGH 5u

static guint words_of_sport(const NtResolution *r, guint32 first, guint32 end)
{
  guint sum = 0;
  for (guint32 i = first; i < end; i++)
    sum += r->cues[i] & NT_CUE_SPORT ? SURELY : (r->cues[i] & NT_CUE_PERHAPS_SPORT) != 0;
  return sum;
}

void nt_resolve_sport(NtResolution *r)
{
  const NtLexis *x = r->lexis;
  guint32 n = x->sentences.n;
  r->sport = nt_arena_alloc0(r->scratch, n + 1);
  if (!(r->all_cues & (NT_CUE_SPORT | NT_CUE_PERHAPS_SPORT)))
    return;
  guint32 *before = nt_arena_new_array(r->pass_scratch, guint32, n + 1); /* of all sentences before that one */
  before[0] = 0;
  for (guint32 s = 0; s < n; s++)
    before[s + 1] = before[s] + words_of_sport(r, x->sentences.v[s], nt_lexis_sentence_end(x, s));
  for (guint32 s = 0; s < n; s++)
    r->sport[s] = before[MIN(s + AROUND + 1, n)] - before[s > AROUND ? s - AROUND : 0] >= ENOUGH;
}
