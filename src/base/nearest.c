#include "nearest.h"

#include <string.h>

static guint distance(const char *a, const char *b)
{
  guint m = (guint)strlen(a), n = (guint)strlen(b);
  if (m > 60 || n > 60)
    return G_MAXUINT;
  guint row[64];
  for (guint j = 0; j <= n; j++)
    row[j] = j;
  for (guint i = 1; i <= m; i++) {
    guint diagonal = row[0];
    row[0] = i;
    for (guint j = 1; j <= n; j++) {
      guint above = row[j];
      row[j] = MIN(MIN(row[j] + 1, row[j - 1] + 1), diagonal + (a[i - 1] != b[j - 1]));
      diagonal = above;
    }
  }
  return row[n];
}

const char *nt_nearest(const char *word, const char *const *candidates, guint n)
{
  const char *best = NULL;
  guint least = 3;
  for (guint i = 0; i < n; i++) {
    guint d = distance(word, candidates[i]);
    if (d < least && d * 2 <= strlen(word) + 1) {
      least = d;
      best = candidates[i];
    }
  }
  return best;
}
