/* Behind all passes, on request: who lost to whom, and why. */
#include "candidate.h"

#include "base/sort.h"

static int by_span(gconstpointer x, gconstpointer y)
{
  const NtVerdict *a = x, *b = y;
  int c = nt_span_compare(a->span, b->span);
  if (c)
    return c;
  if (a->type != b->type)
    return a->type < b->type ? -1 : 1;
  c = nt_str_compare(a->where.file, b->where.file);
  return c ? c : (a->where.line > b->where.line) - (a->where.line < b->where.line);
}

void nt_resolve_verdicts(NtResolution *r)
{
  NtArticle *a = r->article;
  for (guint i = 0; i < r->candidates.n; i++) {
    const NtCandidate *c = &r->candidates.v[i];
    if (nt_candidate_stands(c))
      continue;
    const NtCandidate *winner = c->beaten_by >= 0 ? &r->candidates.v[c->beaten_by] : c;
    *nt_vec_push(a->arena, &a->verdicts) = (NtVerdict){
      .span = c->span,
      .type = c->type,
      .id = c->entry == G_MAXUINT32 ? (NtStr){0} : nt_image_id(r->image, c->entry),
      .where = nt_candidate_where(r, c),
      .winner = winner->span,
      .reason = nt_str(c->reason ? c->reason : "too weak"),
    };
  }
  nt_sort(a->verdicts.v, a->verdicts.n, sizeof *a->verdicts.v, by_span);
}
