/* An answer for programs: an object, on one line. Offsets are those of the file's text. */
#include "answer.h"

#include "base/json.h"
#include "object.h"

static void put_tag(const NtExplained *x, GString *out)
{
  nt_put_text(out, "id", x->entity->id);
  nt_put_text(out, "type", nt_str(nt_type_word(x->entity->type)));
  nt_put_text(out, "name", x->entity->name);
  nt_put_number(out, "score", x->mention->score);
  nt_put_key(out, "why");
  g_string_append_c(out, '[');
  for (guint i = 0; i < x->mention->n_why; i++) {
    if (i)
      g_string_append_c(out, ',');
    nt_json_put_string(out, x->mention->why[i]);
  }
  g_string_append_c(out, ']');
}

static void put_proposal(const NtExplained *x, const NtArticle *page, GString *out, const NtProposal *p)
{
  nt_put_open(out, '{');
  nt_put_span(out, x->article, x->shift, page, p->span);
  nt_put_text(out, "type", nt_str(nt_type_word(p->type)));
  if (p->rule.p)
    nt_put_text(out, "rule", p->rule);
  else
    nt_put_text(out, "id", p->id);
  nt_put_where(out, p->where);
  if (p->lost) {
    nt_put_text(out, "reason", p->lost->reason);
    nt_put_key(out, "lost_to");
    g_string_append_c(out, '{');
    nt_put_span(out, x->article, x->shift, page, p->lost->winner);
    g_string_append_c(out, '}');
  }
  g_string_append_c(out, '}');
}

static void put_weights(GString *out, const double *weights)
{
  for (guint t = 0; t < NT_N_WEIGHED; t++)
    nt_put_number(out, nt_type_word((NtType)t), weights[t]);
}

static void put_weighing(const NtExplained *x, const NtArticle *page, GString *out, const NtWeighing *w)
{
  nt_put_open(out, '{');
  nt_put_span(out, x->article, x->shift, page, w->span);
  put_weights(out, w->sum);
  nt_put_key(out, "rows");
  g_string_append_c(out, '[');
  for (guint i = 0; i < w->n_rows; i++) {
    double weights[NT_N_WEIGHED];
    for (guint t = 0; t < NT_N_WEIGHED; t++)
      weights[t] = (double)w->rows[i]->weight[t] / NT_WEIGHT_ONE;
    nt_put_open(out, '{');
    nt_put_text(out, "id", w->rows[i]->id);
    put_weights(out, weights);
    nt_put_where(out, w->rows[i]->where);
    g_string_append_c(out, '}');
  }
  g_string_append(out, "]}");
}

static void put_nearest(const NtExplained *x, const NtArticle *page, GString *out)
{
  static const char *const words[] = {
    [NT_STOPPED_IN_PATTERN] = "pattern", [NT_STOPPED_BESIDE] = "beside", [NT_STOPPED_BY_ZONE] = "zone", [NT_STOPPED_NOWHERE] = "nowhere"};
  const NtNearest *n = &x->nearest;
  nt_put_key(out, "nearest");
  if (!n->rule) {
    g_string_append(out, "null");
    return;
  }
  g_string_append_c(out, '{');
  nt_put_text(out, "rule", n->rule->id);
  nt_put_where(out, n->rule->where);
  nt_put_text(out, "stopped", nt_str(words[n->stopped]));
  if (n->stopped == NT_STOPPED_BESIDE)
    nt_put_text(out, "side", nt_str(nt_rule_side_word(n->side)));
  nt_put_text(out, "at", n->item);
  nt_put_text(out, "text_has", n->has);
  nt_put_number(out, "share", n->share);
  nt_put_key(out, "took");
  g_string_append_c(out, '{');
  nt_put_span(out, x->article, x->shift, page, n->taken);
  g_string_append(out, "}}");
}

void nt_explained_json(const NtExplained *x, const NtArticle *page, GString *out)
{
  g_string_append_c(out, '{');
  nt_put_text(out, "article", x->article->id);
  nt_put_span(out, x->article, x->shift, page, x->span);
  nt_put_text(out, "zone", nt_str(nt_zone_word(x->zone)));
  nt_put_key(out, "tagged");
  g_string_append(out, x->mention ? "true" : "false");
  if (x->mention)
    put_tag(x, out);
  nt_put_key(out, "proposed");
  g_string_append_c(out, '[');
  for (guint i = 0; i < x->proposals.n; i++)
    put_proposal(x, page, out, &x->proposals.v[i]);
  g_string_append_c(out, ']');
  nt_put_key(out, "weighed");
  g_string_append_c(out, '[');
  for (guint i = 0; i < x->weighings.n; i++)
    put_weighing(x, page, out, &x->weighings.v[i]);
  g_string_append_c(out, ']');
  if (!x->mention)
    put_nearest(x, page, out);
  g_string_append(out, "}\n");
}
