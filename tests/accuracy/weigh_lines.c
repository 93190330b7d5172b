/* Counts weights for the evidence of lines (scripts/weigh-pages). A linear-chain conditional random field with the states of
 * stages/2-split/text.c: it asks which weights make the right way to mark a page's lines the likeliest of all ways.
 *
 * usage: weigh_lines FEATURES PENALTY < lines
 * Each line of input: 1 where it is text or 0, then the numbers (from 0) of the features that hold; a blank line ends a page.
 * Output: what a gap costs, what a line of it costs, what a line starts with, then a weight for each feature. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define STEPS 250
#define MOST 96
#define NEVER (-1e250)

enum { BEFORE, IN, GAP, BEHIND, N_STATES };

typedef struct {
  int state, n, feature[MOST];
} Line;

typedef struct {
  Line *lines;
  int n;
} Page;

typedef struct {
  int n_weights; /* the features, the start, then gap and gap-line */
  double *weight, *gradient, *mean, *square;
  double (*before)[N_STATES], (*behind)[N_STATES], *sum;
} Model;

static double log_sum(int n, const double *a)
{
  double most = NEVER, sum = 0;
  for (int i = 0; i < n; i++)
    most = fmax(most, a[i]);
  if (most <= NEVER / 2)
    return NEVER;
  for (int i = 0; i < n; i++)
    sum += exp(a[i] - most);
  return most + log(sum);
}
#define LOG_SUM(...) log_sum(sizeof((double[]){__VA_ARGS__}) / sizeof(double), (double[]){__VA_ARGS__})

static void set_states(Page *page)
{
  int first = -1, last = -1;
  for (int i = 0; i < page->n; i++)
    if (page->lines[i].state) {
      first = first < 0 ? i : first;
      last = i;
    }
  for (int i = 0; i < page->n; i++) {
    Line *l = &page->lines[i];
    l->state = first < 0 || i < first ? BEFORE : i > last ? BEHIND : l->state ? IN : GAP;
  }
}

static void add_page(Model *m, const Page *page)
{
  int features = m->n_weights - 3, n = page->n;
  double start = m->weight[features], gap = m->weight[features + 1], line = m->weight[features + 2], *gradient = m->gradient;
  for (int i = 0; i < n; i++) {
    m->sum[i] = start;
    for (int k = 0; k < page->lines[i].n; k++)
      m->sum[i] += m->weight[page->lines[i].feature[k]];
  }
  memcpy(m->before[0], (double[]){0, m->sum[0], NEVER, NEVER}, sizeof m->before[0]);
  for (int i = 1; i < n; i++) {
    const double *a = m->before[i - 1];
    m->before[i][BEFORE] = a[BEFORE];
    m->before[i][IN] = LOG_SUM(a[BEFORE], a[IN], a[GAP]) + m->sum[i];
    m->before[i][GAP] = LOG_SUM(a[IN] - gap - line, a[GAP] - line);
    m->before[i][BEHIND] = LOG_SUM(a[IN], a[BEHIND]);
  }
  const double *end = m->before[n - 1];
  double all = LOG_SUM(end[BEFORE], end[IN], end[BEHIND]);
  memcpy(m->behind[n - 1], (double[]){0, 0, NEVER, 0}, sizeof m->behind[0]);
  for (int i = n - 1; i-- > 0;) {
    const double *b = m->behind[i + 1];
    double in = b[IN] + m->sum[i + 1];
    m->behind[i][BEFORE] = LOG_SUM(b[BEFORE], in);
    m->behind[i][IN] = LOG_SUM(in, b[GAP] - gap - line, b[BEHIND]);
    m->behind[i][GAP] = LOG_SUM(in, b[GAP] - line);
    m->behind[i][BEHIND] = b[BEHIND];
    double leaves = exp(m->before[i][IN] - gap - line + b[GAP] - all), stays = exp(m->before[i][GAP] - line + b[GAP] - all);
    int here = page->lines[i].state, next = page->lines[i + 1].state;
    gradient[features + 1] += (here == IN && next == GAP) - leaves;
    gradient[features + 2] += (next == GAP) - leaves - stays;
  }
  for (int i = 0; i < n; i++) {
    double wrong = exp(m->before[i][IN] + m->behind[i][IN] - all) - (page->lines[i].state == IN);
    gradient[features] += wrong;
    for (int k = 0; k < page->lines[i].n; k++)
      gradient[page->lines[i].feature[k]] += wrong;
  }
}

/* Adam: each weight takes steps by the mean and the spread of its gradient. */
static void step(Model *m, int number, double penalty)
{
  double size = number < STEPS * 6 / 10 ? 0.08 : 0.024;
  for (int k = 0; k < m->n_weights; k++) {
    double g = m->gradient[k] + (k < m->n_weights - 3 ? penalty * m->weight[k] : 0);
    m->mean[k] = 0.9 * m->mean[k] + 0.1 * g;
    m->square[k] = 0.99 * m->square[k] + 0.01 * g * g;
    m->weight[k] -= size * (m->mean[k] / (1 - pow(0.9, number + 1))) / (sqrt(m->square[k] / (1 - pow(0.99, number + 1))) + 1e-8);
  }
  for (int k = m->n_weights - 2; k < m->n_weights; k++)
    m->weight[k] = fmax(m->weight[k], 0);
}

static void *grow(void *p, size_t n, size_t size)
{
  if (n & (n - 1))
    return p;
  p = realloc(p, (n ? 2 * n : 1) * size);
  return p ? p : (abort(), NULL);
}

static Page *read_pages(int *n_pages, int *longest)
{
  Page *pages = NULL, page = {0};
  char *line = NULL;
  size_t size = 0;
  for (ssize_t n = 0; n >= 0;) {
    n = getline(&line, &size, stdin);
    if (n <= 1) {
      if (!page.n)
        continue;
      set_states(&page);
      pages = grow(pages, (size_t)*n_pages, sizeof *pages);
      pages[(*n_pages)++] = page;
      *longest = page.n > *longest ? page.n : *longest;
      page = (Page){0};
      continue;
    }
    page.lines = grow(page.lines, (size_t)page.n, sizeof *page.lines);
    Line *l = &page.lines[page.n++];
    char *p = line, *end;
    *l = (Line){.state = (int)strtol(p, &p, 10)};
    for (long k = strtol(p, &end, 10); end != p && l->n < MOST; k = strtol(p, &end, 10)) {
      l->feature[l->n++] = (int)k;
      p = end;
    }
  }
  free(line);
  return pages;
}

int main(int argc, char **argv)
{
  if (argc != 3)
    return 2;
  int n_pages = 0, longest = 0, n = atoi(argv[1]) + 3;
  Page *pages = read_pages(&n_pages, &longest);
  Model m = {n, calloc((size_t)n, sizeof(double)), calloc((size_t)n, sizeof(double)), calloc((size_t)n, sizeof(double)),
             calloc((size_t)n, sizeof(double)), calloc((size_t)longest, sizeof *m.before), calloc((size_t)longest, sizeof *m.behind),
             calloc((size_t)longest, sizeof(double))};
  m.weight[n - 2] = 2;
  m.weight[n - 1] = 0.3;
  for (int i = 0; i < STEPS; i++) {
    memset(m.gradient, 0, (size_t)n * sizeof(double));
    for (int k = 0; k < n_pages; k++)
      add_page(&m, &pages[k]);
    step(&m, i, atof(argv[2]));
  }
  printf("%g\n%g\n%g\n", m.weight[n - 2], m.weight[n - 1], m.weight[n - 3]);
  for (int k = 0; k < n - 3; k++)
    printf("%g\n", m.weight[k]);
  return 0;
}
