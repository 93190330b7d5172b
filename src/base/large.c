#include "large.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#define LARGE_PAGE ((gsize)2 << 20)

void *nt_large_new(gsize size)
{
  gboolean large = size >= LARGE_PAGE;
  gsize room = (size + LARGE_PAGE - 1) & ~(LARGE_PAGE - 1);
  void *memory = large ? aligned_alloc(LARGE_PAGE, room) : calloc(1, MAX(size, 1));
  if (!memory)
    g_error("no memory for %zu bytes", size);
  if (large) {
    (void)!madvise(memory, room, MADV_HUGEPAGE);
    memset(memory, 0, size);
  }
  return memory;
}

void nt_large_free(void *memory)
{
  free(memory);
}
