/* An answer for people. */
#include "answer.h"

#define MOST_PROPOSALS 12u
#define MOST_ROWS 8u
#define MOST_WEIGHINGS 4u

typedef struct {
  const NtExplained *x;
  GString *out;
  gboolean colour;
} Say;

static const char *bold(const Say *s)
{
  return s->colour ? "\033[1m" : "";
}

static const char *faint(const Say *s)
{
  return s->colour ? "\033[2m" : "";
}

static const char *plain(const Say *s)
{
  return s->colour ? "\033[0m" : "";
}

/* Text of the article on one line. */
static void put_text(const Say *s, NtSpan span)
{
  NtStr text = nt_span_of(span, s->x->article->text);
  for (gsize i = 0; i < text.n; i++)
    g_string_append_c(s->out, g_ascii_iscntrl(text.p[i]) ? ' ' : text.p[i]);
}

static void put_where(const Say *s, NtWhere where)
{
  g_string_append_printf(s->out, "%s%.*s", faint(s), (int)where.file.n, where.file.p ? where.file.p : "");
  if (where.line)
    g_string_append_printf(s->out, ":%u", where.line);
  g_string_append(s->out, plain(s));
}

static void say_head(const Say *s, const NtArticle *page)
{
  const NtExplained *x = s->x;
  NtOffsets *offsets = (NtOffsets *)&page->offsets;
  gsize start = nt_offsets_point(offsets, x->shift + x->span.start), end = nt_offsets_point(offsets, x->shift + x->span.end);
  g_string_append_printf(s->out, "%s", bold(s));
  put_text(s, x->span);
  g_string_append_printf(s->out, "%s  %s%.*s, %s, characters %" G_GSIZE_FORMAT " to %" G_GSIZE_FORMAT "%s\n", plain(s), faint(s),
                         (int)x->article->id.n, x->article->id.p, nt_zone_word(x->zone), start, end, plain(s));
}

static void say_tag(const Say *s)
{
  const NtEntity *e = s->x->entity;
  g_string_append_printf(s->out, "  is the %s %.*s (%.*s), score %.2f\n", nt_type_word(e->type), (int)e->name.n, e->name.p, (int)e->id.n, e->id.p,
                         s->x->mention->score);
  g_string_append(s->out, "  because of");
  for (guint i = 0; i < s->x->mention->n_why; i++)
    g_string_append_printf(s->out, "%s %.*s", i ? "," : "", (int)s->x->mention->why[i].n, s->x->mention->why[i].p);
  g_string_append_c(s->out, '\n');
}

static void say_fate(const Say *s, const NtProposal *p)
{
  if (!p->lost) {
    gboolean whole = s->x->mention && nt_span_equal(p->span, s->x->span) && p->type == s->x->entity->type;
    g_string_append(s->out, whole ? "; of the same name, less likely here" : "; passed over");
    return;
  }
  if (nt_span_equal(p->lost->winner, p->lost->span) && nt_span_equal(p->span, p->lost->winner) && !s->x->mention) {
    g_string_append_printf(s->out, "; lost: %.*s", (int)p->lost->reason.n, p->lost->reason.p);
    return;
  }
  g_string_append(s->out, "; lost to \"");
  put_text(s, p->lost->winner);
  g_string_append_printf(s->out, "\": %.*s", (int)p->lost->reason.n, p->lost->reason.p);
}

static void say_proposal(const Say *s, const NtProposal *p)
{
  g_string_append_printf(s->out, "    \"");
  put_text(s, p->span);
  g_string_append_printf(s->out, "\" as %s", nt_type_word(p->type));
  if (p->rule.p)
    g_string_append_printf(s->out, " by rule %.*s ", (int)p->rule.n, p->rule.p);
  else
    g_string_append_printf(s->out, " %.*s (%.*s) ", (int)p->name.n, p->name.p, (int)p->id.n, p->id.p);
  put_where(s, p->where);
  say_fate(s, p);
  g_string_append_c(s->out, '\n');
}

static gboolean is_the_tag(const NtExplained *x, const NtProposal *p)
{
  for (guint i = 0; p->rule.p && !p->lost && x->mention && i < x->mention->n_why; i++) {
    NtStr why = x->mention->why[i];
    if (why.n == p->rule.n + 5 && memcmp(why.p, "rule ", 5) == 0 && memcmp(why.p + 5, p->rule.p, p->rule.n) == 0)
      return TRUE;
  }
  return x->mention && !p->rule.p && nt_span_equal(p->span, x->span) && p->type == x->entity->type && nt_str_equal(p->id, x->entity->id);
}

static void say_proposals(const Say *s)
{
  const NtExplained *x = s->x;
  guint said = 0, left = 0;
  for (guint i = 0; i < x->proposals.n; i++) {
    if (is_the_tag(x, &x->proposals.v[i]))
      continue;
    if (said == MOST_PROPOSALS) {
      left++;
      continue;
    }
    if (!said++)
      g_string_append(s->out, x->mention ? "  also proposed:\n" : "  proposed:\n");
    say_proposal(s, &x->proposals.v[i]);
  }
  if (left)
    g_string_append_printf(s->out, "    and %u more\n", left);
  if (!x->mention && !said)
    g_string_append(s->out, "  no gazetteer and no rule proposed anything here\n");
}

static double weight(const NtEvidenceRow *row, guint type)
{
  return (double)row->weight[type] / NT_WEIGHT_ONE;
}

static double strength(const NtEvidenceRow *row)
{
  double most = 0;
  for (guint t = 0; t < NT_N_WEIGHED; t++)
    most = MAX(most, ABS(weight(row, t)));
  return most;
}

/* The strongest first. */
static int by_strength(gconstpointer a, gconstpointer b)
{
  const NtEvidenceRow *x = *(const NtEvidenceRow *const *)a, *y = *(const NtEvidenceRow *const *)b;
  double p = strength(x), q = strength(y);
  return p != q ? (p > q ? -1 : 1) : nt_str_compare(x->id, y->id);
}

static void say_weighing(const Say *s, const NtWeighing *w)
{
  g_string_append(s->out, "  weighed: \"");
  put_text(s, w->span);
  g_string_append_printf(s->out, "\" as person %+.1f, place %+.1f, organization %+.1f, no name 0\n", w->sum[0], w->sum[1], w->sum[2]);
  qsort(w->rows, w->n_rows, sizeof *w->rows, by_strength);
  for (guint i = 0; i < MIN(w->n_rows, MOST_ROWS); i++) {
    const NtEvidenceRow *row = w->rows[i];
    g_string_append_printf(s->out, "    %+.1f %+.1f %+.1f  %.*s ", weight(row, 0), weight(row, 1), weight(row, 2),
                           (int)row->id.n, row->id.p);
    put_where(s, row->where);
    g_string_append_c(s->out, '\n');
  }
  if (w->n_rows > MOST_ROWS)
    g_string_append_printf(s->out, "    and %u weaker rows\n", w->n_rows - MOST_ROWS);
}

static void say_side(const Say *s, const NtNearest *n)
{
  gboolean before = n->side == NT_SIDE_BEFORE || n->side == NT_SIDE_NOT_BEFORE, wanted = n->side == NT_SIDE_BEFORE || n->side == NT_SIDE_AFTER;
  g_string_append_printf(s->out, "\", but its %s, %.*s, %s, where ", nt_rule_side_word(n->side), (int)n->item.n, n->item.p,
                         wanted ? "is not there" : "is there");
  if (n->has.n)
    g_string_append_printf(s->out, "the text has \"%.*s\"\n", (int)n->has.n, n->has.p);
  else
    g_string_append_printf(s->out, "the sentence %s\n", before ? "begins" : "ends");
}

static void say_stop(const Say *s, const NtNearest *n)
{
  switch (n->stopped) {
  case NT_STOPPED_IN_PATTERN:
    g_string_append_printf(s->out, "    it took \"");
    put_text(s, n->taken);
    g_string_append_printf(s->out, "\" and stopped at %.*s, where ", (int)n->item.n, n->item.p);
    if (n->has.n)
      g_string_append_printf(s->out, "the text has \"%.*s\"\n", (int)n->has.n, n->has.p);
    else
      g_string_append(s->out, "the sentence ends\n");
    break;
  case NT_STOPPED_BESIDE:
    g_string_append(s->out, "    its pattern matches \"");
    put_text(s, n->taken);
    say_side(s, n);
    break;
  case NT_STOPPED_BY_ZONE:
    g_string_append(s->out, "    its pattern matches \"");
    put_text(s, n->taken);
    g_string_append_printf(s->out, "\", but the rule does not hold in the zone %s\n", nt_zone_word(s->x->zone));
    break;
  case NT_STOPPED_NOWHERE:
    g_string_append(s->out, "    it matches \"");
    put_text(s, n->taken);
    g_string_append(s->out, "\"; what it found did not stand\n");
    break;
  }
}

static void say_nearest(const Say *s)
{
  const NtNearest *n = &s->x->nearest;
  if (!n->rule) {
    g_string_append(s->out, "  no rule begins a name here\n");
    return;
  }
  g_string_append_printf(s->out, "  the rule that came nearest: %.*s ", (int)n->rule->id.n, n->rule->id.p);
  put_where(s, n->rule->where);
  g_string_append_c(s->out, '\n');
  say_stop(s, n);
}

void nt_explained_say(const NtExplained *x, const NtArticle *page, gboolean colour, GString *out)
{
  Say s = {x, out, colour};
  if (out->len)
    g_string_append_c(out, '\n');
  say_head(&s, page);
  if (x->mention)
    say_tag(&s);
  else
    g_string_append(out, x->zone == NT_ZONE_FURNITURE ? "  is not tagged: names in site furniture are left alone\n" : "  is not tagged\n");
  say_proposals(&s);
  for (guint i = 0; i < MIN(x->weighings.n, MOST_WEIGHINGS); i++)
    say_weighing(&s, &x->weighings.v[i]);
  if (!x->mention)
    say_nearest(&s);
}
