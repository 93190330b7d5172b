#include "answer.h"

/* ---- verdicts ---- */

#define WEIGHED "weighed:"

static gboolean is_weighing(const NtVerdict *v)
{
  return v->reason.n > sizeof WEIGHED - 1 && memcmp(v->reason.p, WEIGHED, sizeof WEIGHED - 1) == 0;
}

static const NtVerdict *verdict_of(const NtArticle *a, NtSpan span, NtType type, NtWhere where)
{
  for (guint i = 0; i < a->verdicts.n; i++) {
    const NtVerdict *v = &a->verdicts.v[i];
    if (v->type == type && v->span.end == span.end && v->span.start >= span.start && nt_str_equal(v->where.file, where.file) &&
        v->where.line == where.line && !is_weighing(v))
      return v;
  }
  return NULL;
}

/* The lost candidate that a name was one of: those of one span and type fight as one. */
static const NtVerdict *verdict_beside(const NtArticle *a, NtSpan span, NtType type)
{
  for (guint i = 0; i < a->verdicts.n; i++)
    if (nt_span_equal(a->verdicts.v[i].span, span) && a->verdicts.v[i].type == type && !is_weighing(&a->verdicts.v[i]))
      return &a->verdicts.v[i];
  return NULL;
}

/* ---- proposals ---- */

static gboolean is_same(const NtProposal *p, const NtName *name, NtStr id)
{
  return nt_span_equal(p->span, name->span) && p->type == name->type && nt_str_equal(p->id, id);
}

static void add_name(const NtImage *image, NtExplained *x, const NtName *name)
{
  NtOrigin origin = nt_article_origin(x->article, name);
  for (guint i = 0; i < x->proposals.n; i++)
    if (is_same(&x->proposals.v[i], name, origin.id))
      return;
  guint32 entry = nt_image_entry(image, origin.id);
  const NtVerdict *lost = verdict_of(x->article, name->span, name->type, origin.where);
  *nt_vec_push(x->article->arena, &x->proposals) = (NtProposal){
    .span = name->span,
    .type = name->type,
    .id = origin.id,
    .name = entry == G_MAXUINT32 ? origin.id : nt_image_string(image, image->ENTRIES[entry].name),
    .where = origin.where,
    .lost = lost ? lost : verdict_beside(x->article, name->span, name->type),
  };
}

static void add_proposals(const NtImage *image, NtExplained *x)
{
  NtArticle *a = x->article;
  for (guint i = 0; i < a->names.n; i++)
    if (nt_span_overlaps(a->names.v[i].span, x->span))
      add_name(image, x, &a->names.v[i]);
  for (guint i = 0; i < a->patterns.n; i++) {
    const NtPattern *p = &a->patterns.v[i];
    if (nt_span_overlaps(p->span, x->span))
      *nt_vec_push(a->arena, &x->proposals) = (NtProposal){
        .span = p->span, .type = p->type, .rule = p->rule, .where = p->where, .lost = verdict_of(a, p->span, p->type, p->where)};
  }
}

/* ---- evidence ---- */

static const NtEvidenceRow *row_named(const NtEvidenceSet *set, NtStr id)
{
  guint n;
  const NtEvidenceRow *rows = nt_evidence_rows(set, &n);
  for (guint i = 0; i < n; i++)
    if (nt_str_equal(rows[i].id, id))
      return &rows[i];
  return NULL;
}

static void add_weighing(const NtEvidenceSet *set, NtExplained *x, const NtVerdict *v)
{
  NtArena *arena = x->article->arena;
  NtWeighing w = {.span = v->span, .rows = nt_arena_new_array(arena, const NtEvidenceRow *, v->reason.n)};
  const gint32 *start = nt_evidence_start(set);
  for (guint t = 0; t < NT_N_WEIGHED; t++)
    w.sum[t] = (double)start[t] / NT_WEIGHT_ONE;
  for (gsize i = sizeof WEIGHED - 1, end; i < v->reason.n; i = end + 1) {
    for (end = i; end < v->reason.n && v->reason.p[end] != ' ';)
      end++;
    const NtEvidenceRow *row = row_named(set, nt_str_n(v->reason.p + i, end - i));
    if (!row)
      continue;
    w.rows[w.n_rows++] = row;
    for (guint t = 0; t < NT_N_WEIGHED; t++)
      w.sum[t] += (double)row->weight[t] / NT_WEIGHT_ONE;
  }
  *nt_vec_push(arena, &x->weighings) = w;
}

/* Of what is tagged, just its own; of what is not, all runs of words that touch it. */
static void add_weighings(const NtEvidenceSet *set, NtExplained *x)
{
  const NtArticle *a = x->article;
  for (guint i = 0; i < a->verdicts.n; i++) {
    const NtVerdict *v = &a->verdicts.v[i];
    if (!is_weighing(v) || !(x->mention ? nt_span_equal(v->span, x->span) : nt_span_covers(v->span, x->span) || nt_span_covers(x->span, v->span)))
      continue;
    gboolean seen = FALSE;
    for (guint k = 0; k < x->weighings.n; k++)
      seen |= nt_span_equal(x->weighings.v[k].span, v->span);
    if (!seen)
      add_weighing(set, x, v);
  }
}

void nt_explained_find(const NtKnowledge *knowledge, NtArticle *article, NtSpan span, const NtEntity *entity, const NtMention *mention,
                       NtExplained *x)
{
  *x = (NtExplained){
    .article = article,
    .span = span,
    .zone = nt_article_zone_at(article, span.start),
    .entity = entity,
    .mention = mention,
  };
  add_proposals(nt_knowledge_image(knowledge), x);
  add_weighings(nt_knowledge_evidence(knowledge), x);
  if (!mention)
    nt_nearest_rule_find(knowledge, article, span, &x->nearest);
}
