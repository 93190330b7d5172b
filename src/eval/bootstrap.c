/* Confidence intervals by the bootstrap over documents (Efron 1979): what F1 would be had other documents of the same kind come.
 * Documents and not mentions are drawn, because mistakes of one document hang together. The generator is SplitMix64 with a fixed
 * seed, so the same input gives the same interval. */
#include "score.h"

static guint64 next_random(guint64 *state)
{
  guint64 z = (*state += G_GUINT64_CONSTANT(0x9E3779B97F4A7C15));
  z = (z ^ z >> 30) * G_GUINT64_CONSTANT(0xBF58476D1CE4E5B9);
  z = (z ^ z >> 27) * G_GUINT64_CONSTANT(0x94D049BB133111EB);
  return z ^ z >> 31;
}

static int by_value(gconstpointer x, gconstpointer y)
{
  double a = *(const double *)x, b = *(const double *)y;
  return (a > b) - (a < b);
}

static double f1_of(const NtEvalRow *row, const guint *times, guint pairs)
{
  NtCounts c = {0};
  for (guint i = 0; i < pairs; i++) {
    c.right += times[i] * row->by_pair[i].right;
    c.said += times[i] * row->by_pair[i].said;
    c.found += times[i] * row->by_pair[i].found;
    c.gold += times[i] * row->by_pair[i].gold;
  }
  return nt_rates(&c).f1;
}

void nt_eval_bootstrap(NtEvalRow *rows, guint n, guint pairs, guint resamples)
{
  if (!resamples || !pairs)
    return;
  guint64 state = 20260101;
  g_autofree guint *times = g_new(guint, pairs);
  g_autofree double *values = g_new(double, (gsize)n * resamples);
  for (guint s = 0; s < resamples; s++) {
    memset(times, 0, sizeof *times * pairs);
    for (guint i = 0; i < pairs; i++)
      times[next_random(&state) % pairs]++;
    for (guint r = 0; r < n; r++)
      values[(gsize)r * resamples + s] = f1_of(&rows[r], times, pairs);
  }
  for (guint r = 0; r < n; r++) {
    double *of_row = values + (gsize)r * resamples;
    qsort(of_row, resamples, sizeof *of_row, by_value);
    rows[r].low = of_row[(guint)(0.025 * (resamples - 1) + 0.5)];
    rows[r].high = of_row[(guint)(0.975 * (resamples - 1) + 0.5)];
  }
}
