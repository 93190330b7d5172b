#include "sort.h"

#include <stdlib.h>
#include <string.h>

#define FEW 16u
#define SMALL 256u /* bytes of an element */

static void insert(char *v, gsize at, gsize size, GCompareFunc compare)
{
  char element[SMALL];
  gsize to = at;
  while (to && compare(v + (to - 1) * size, v + at * size) > 0)
    to--;
  if (to == at)
    return;
  memcpy(element, v + at * size, size);
  memmove(v + (to + 1) * size, v + to * size, (at - to) * size);
  memcpy(v + to * size, element, size);
}

void nt_sort(gpointer v, gsize n, gsize size, GCompareFunc compare)
{
  char *p = v;
  gsize sorted = 1;
  while (sorted < n && compare(p + (sorted - 1) * size, p + sorted * size) <= 0)
    sorted++;
  if (sorted >= n)
    return;
  if (n > FEW || size > SMALL) {
    qsort(v, n, size, compare);
    return;
  }
  for (; sorted < n; sorted++)
    insert(p, sorted, size, compare);
}
