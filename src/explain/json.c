/* An answer for programs: an object, on one line. Offsets are those of the file's text. */
#include "answer.h"

#include "base/json.h"

static void key(GString *out, const char *name)
{
  if (out->str[out->len - 1] != '{' && out->str[out->len - 1] != '[')
    g_string_append_c(out, ',');
  nt_json_put_string(out, nt_str(name));
  g_string_append_c(out, ':');
}

static void text(GString *out, const char *name, NtStr value)
{
  key(out, name);
  nt_json_put_string_or_null(out, value);
}

static void number(GString *out, const char *name, double value)
{
  key(out, name);
  nt_json_put_number(out, value);
}

static void where(GString *out, NtWhere at)
{
  g_autofree char *line = at.line ? g_strdup_printf("%.*s:%u", (int)at.file.n, at.file.p, at.line) : g_strndup(at.file.p, at.file.n);
  text(out, "why", line ? nt_str(line) : (NtStr){0});
}

static void span(const NtExplained *x, const NtArticle *page, GString *out, NtSpan at)
{
  NtOffsets *offsets = (NtOffsets *)&page->offsets;
  key(out, "start");
  nt_json_put_count(out, nt_offsets_point(offsets, x->shift + at.start));
  key(out, "end");
  nt_json_put_count(out, nt_offsets_point(offsets, x->shift + at.end));
  text(out, "text", nt_span_of(at, x->article->text));
}

static void open(GString *out, char bracket)
{
  char last = out->str[out->len - 1];
  if (last != '[' && last != ':' && last != '{')
    g_string_append_c(out, ',');
  g_string_append_c(out, bracket);
}

static void put_tag(const NtExplained *x, GString *out)
{
  text(out, "id", x->entity->id);
  text(out, "type", nt_str(nt_type_word(x->entity->type)));
  text(out, "name", x->entity->name);
  number(out, "score", x->mention->score);
  key(out, "why");
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
  open(out, '{');
  span(x, page, out, p->span);
  text(out, "type", nt_str(nt_type_word(p->type)));
  if (p->rule.p)
    text(out, "rule", p->rule);
  else
    text(out, "id", p->id);
  where(out, p->where);
  if (p->lost) {
    text(out, "reason", p->lost->reason);
    key(out, "lost_to");
    g_string_append_c(out, '{');
    span(x, page, out, p->lost->winner);
    g_string_append_c(out, '}');
  }
  g_string_append_c(out, '}');
}

static void put_weights(GString *out, const double *weights)
{
  for (guint t = 0; t < NT_N_WEIGHED; t++)
    number(out, nt_type_word((NtType)t), weights[t]);
}

static void put_weighing(const NtExplained *x, const NtArticle *page, GString *out, const NtWeighing *w)
{
  open(out, '{');
  span(x, page, out, w->span);
  put_weights(out, w->sum);
  key(out, "rows");
  g_string_append_c(out, '[');
  for (guint i = 0; i < w->n_rows; i++) {
    double weights[NT_N_WEIGHED];
    for (guint t = 0; t < NT_N_WEIGHED; t++)
      weights[t] = (double)w->rows[i]->weight[t] / NT_WEIGHT_ONE;
    open(out, '{');
    text(out, "id", w->rows[i]->id);
    put_weights(out, weights);
    where(out, w->rows[i]->where);
    g_string_append_c(out, '}');
  }
  g_string_append(out, "]}");
}

static void put_nearest(const NtExplained *x, const NtArticle *page, GString *out)
{
  static const char *const words[] = {
    [NT_STOPPED_IN_PATTERN] = "pattern", [NT_STOPPED_BESIDE] = "beside", [NT_STOPPED_BY_ZONE] = "zone", [NT_STOPPED_NOWHERE] = "nowhere"};
  const NtNearest *n = &x->nearest;
  key(out, "nearest");
  if (!n->rule) {
    g_string_append(out, "null");
    return;
  }
  g_string_append_c(out, '{');
  text(out, "rule", n->rule->id);
  where(out, n->rule->where);
  text(out, "stopped", nt_str(words[n->stopped]));
  if (n->stopped == NT_STOPPED_BESIDE)
    text(out, "side", nt_str(nt_rule_side_word(n->side)));
  text(out, "at", n->item);
  text(out, "text_has", n->has);
  number(out, "share", n->share);
  key(out, "took");
  g_string_append_c(out, '{');
  span(x, page, out, n->taken);
  g_string_append(out, "}}");
}

void nt_explained_json(const NtExplained *x, const NtArticle *page, GString *out)
{
  g_string_append_c(out, '{');
  text(out, "article", x->article->id);
  span(x, page, out, x->span);
  text(out, "zone", nt_str(nt_zone_word(x->zone)));
  key(out, "tagged");
  g_string_append(out, x->mention ? "true" : "false");
  if (x->mention)
    put_tag(x, out);
  key(out, "proposed");
  g_string_append_c(out, '[');
  for (guint i = 0; i < x->proposals.n; i++)
    put_proposal(x, page, out, &x->proposals.v[i]);
  g_string_append_c(out, ']');
  key(out, "weighed");
  g_string_append_c(out, '[');
  for (guint i = 0; i < x->weighings.n; i++)
    put_weighing(x, page, out, &x->weighings.v[i]);
  g_string_append_c(out, ']');
  if (!x->mention)
    put_nearest(x, page, out);
  g_string_append(out, "}\n");
}
