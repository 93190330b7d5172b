/* Which lines are an article's text: of all ways to mark lines, the one with the largest sum of evidence, where to leave the text and
 * to come back costs something. One pass from top to bottom (the algorithm of Viterbi), one back. */
#include "page.h"

typedef enum { BEFORE, IN, GAP, BEHIND, N_STATES } State;

#define NEVER (-1e30)

typedef struct {
  double best[N_STATES];
  guint8 from[N_STATES];
} Step;

static gboolean is_known(const NtLine *l)
{
  return l->kind == NT_LINE_KIND_FURNITURE || l->kind == NT_LINE_KIND_END || l->kind == NT_LINE_KIND_AGE ||
         l->kind == NT_LINE_KIND_BYLINE || l->kind == NT_LINE_KIND_CAPTION;
}

/* What a line counts when the text goes on over it. What is known for furniture or a caption may stand inside a text: it is not
 * text, but it costs less than its evidence says. */
static double worth(const NtLine *l, double most_cost)
{
  gboolean may_stand_inside = is_known(l) && l->kind != NT_LINE_KIND_END;
  if (l->kind == NT_LINE_KIND_CAPTION)
    most_cost /= 4; /* pictures stand in most articles */
  return may_stand_inside ? MAX((double)MIN(l->sum, 0), -most_cost) : (double)l->sum;
}

static void arrive(Step *step, State state, State from, double value)
{
  if (value > step->best[state]) {
    step->best[state] = value;
    step->from[state] = (guint8)from;
  }
}

gboolean nt_page_is_clean(const NtPage *page, guint first, guint end, NtThreshold share)
{
  guint all = 0, text = 0;
  if (page->has_furniture)
    return FALSE;
  for (guint i = first; i < end; i++) {
    all += page->lines.v[i].words;
    text += page->lines.v[i].text ? page->lines.v[i].words : 0;
  }
  return text * 100.0 >= all * nt_layouts_threshold(page->layouts, share);
}

#define SITE_WORDS_APART 40u
#define PARAGRAPH_WORDS 25u

/* In a long paragraph one such word is an everyday word: `declined to comment`. */
static gboolean has_site_words(const NtLine *l)
{
  return l->is[NT_LINE_IS_SITE] > (l->kind == NT_LINE_KIND_PROSE ? l->words / SITE_WORDS_APART : 0);
}

/* What only pages of sites have: `Share`, `Sign in`, a line again, an address of the web, a teaser that was cut. */
static gboolean is_of_site(const NtLine *l)
{
  return has_site_words(l) || l->is[NT_LINE_IS_REPEATED] || l->is[NT_LINE_IS_BARS] || l->is[NT_LINE_IS_ADDRESS] || l->is[NT_LINE_IS_ENDS_CUT];
}

/* However much stands beside the text, nothing there is of a site: a team, a list of winners. */
static gboolean is_bare(const NtPage *page, guint first, guint end)
{
  guint text = 0;
  for (guint i = first; i < end; i++) {
    const NtLine *l = &page->lines.v[i];
    if (!l->text && is_of_site(l))
      return FALSE;
    text += l->text ? l->words : 0;
  }
  return text > 0;
}

/* A paragraph of sentences, whatever one address or asterisk in it may say: lists of links have more. */
static gboolean is_paragraph(const NtLine *l)
{
  return l->set == NT_LINE_SET_LINES && l->kind == NT_LINE_KIND_PROSE && l->is[NT_LINE_IS_SENTENCES] && l->words >= PARAGRAPH_WORDS &&
         !has_site_words(l) && !l->is[NT_LINE_IS_REPEATED] && !l->is[NT_LINE_IS_ENDS_CUT] &&
         l->is[NT_LINE_IS_BARS] * PARAGRAPH_WORDS <= l->words;
}

void nt_page_fill_clean(NtPage *page, guint first, guint end, guint *body, guint *body_end)
{
  if (page->has_furniture)
    return;
  gboolean clean = nt_page_is_clean(page, first, end, NT_THRESHOLD_CLEAN_SHARE) || is_bare(page, first, end);
  for (guint i = first; i < end; i++) {
    NtLine *l = &page->lines.v[i];
    l->text |= clean ? !is_known(l) : is_paragraph(l);
    if (l->text) {
      *body = MIN(*body, i);
      *body_end = MAX(*body_end, i + 1);
    }
  }
}

gboolean nt_page_find_text(NtPage *page, guint first, guint end, guint *body, guint *body_end)
{
  NtLineSet set = first < end ? page->lines.v[first].set : NT_LINE_SET_LINES;
  const NtLineCosts *costs = nt_line_weights_costs(nt_layouts_weights(page->layouts), set);
  double gap = costs->gap, gap_line = costs->gap_line, known = nt_layouts_threshold(page->layouts, NT_THRESHOLD_KNOWN_COST);
  guint n = end - first;
  Step *steps = g_new(Step, n + 1);
  steps[0] = (Step){{0, NEVER, NEVER, NEVER}, {0}};
  for (guint i = 0; i < n; i++) {
    const double *before = steps[i].best;
    double in = worth(&page->lines.v[first + i], known);
    Step *step = &steps[i + 1];
    *step = (Step){{before[BEFORE], NEVER, NEVER, NEVER}, {0}};
    arrive(step, IN, BEFORE, before[BEFORE] + in);
    arrive(step, IN, IN, before[IN] + in);
    arrive(step, IN, GAP, before[GAP] + in);
    arrive(step, GAP, IN, before[IN] - gap - gap_line);
    arrive(step, GAP, GAP, before[GAP] - gap_line);
    arrive(step, BEHIND, IN, before[IN]);
    arrive(step, BEHIND, BEHIND, before[BEHIND]);
  }
  State state = steps[n].best[IN] > steps[n].best[BEHIND] ? IN : BEHIND;
  gboolean found = steps[n].best[state] > 0;
  gboolean last = FALSE;
  *body = *body_end = end;
  for (guint i = n; found && i-- > 0;) {
    page->lines.v[first + i].text = state == IN && !is_known(&page->lines.v[first + i]);
    if (page->lines.v[first + i].text) {
      *body = first + i;
      *body_end = last ? *body_end : first + i + 1;
      last = TRUE;
    }
    state = (State)steps[i + 1].from[state];
  }
  g_free(steps);
  return found;
}
