/* Who proposed a candidate, as it is told. */
#include "candidate.h"

NtWhere nt_candidate_where(const NtResolution *r, const NtCandidate *c)
{
  if (!c->proposal)
    return (NtWhere){{NULL, 0}, 0};
  switch (c->by) {
  case NT_FROM_NAME: return nt_article_origin(r->article, c->proposal).where;
  case NT_FROM_PATTERN: return ((const NtPattern *)c->proposal)->where;
  default: return ((const NtEvidenceRow *)c->proposal)->where;
  }
}

NtStr nt_candidate_rule(const NtCandidate *c)
{
  return c->from == NT_FROM_PATTERN ? ((const NtPattern *)c->proposal)->rule : (NtStr){NULL, 0};
}
