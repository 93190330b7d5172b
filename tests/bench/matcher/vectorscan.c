/* usage: vectorscan NAMES TEXT: compiles the lines of NAMES with Vectorscan's literal interface and scans TEXT. It reports all hits by
 * their ends; those at the end of a word are counted, so more than the others have. Prints a row as they do, or on standard error
 * why it refuses. Built by `run` where libvectorscan-dev is installed. */
#include <ctype.h>
#include <hs.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

typedef struct {
  const unsigned char *text;
  size_t n;
  unsigned long hits;
} Scan;

static double now(void)
{
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static char *read_file(const char *path, size_t *n)
{
  FILE *file = fopen(path, "rb");
  if (!file || fseek(file, 0, SEEK_END) != 0)
    return NULL;
  *n = (size_t)ftell(file);
  rewind(file);
  char *bytes = malloc(*n + 1);
  if (bytes && fread(bytes, 1, *n, file) == *n)
    bytes[*n] = '\0';
  fclose(file);
  return bytes;
}

static int is_word(unsigned char c)
{
  return isalnum(c) || c >= 128;
}

static int on_hit(unsigned id, unsigned long long from, unsigned long long to, unsigned flags, void *data)
{
  Scan *scan = data;
  (void)id, (void)flags, (void)from; /* where a hit begins it tells only at a price */
  scan->hits += to == scan->n || !is_word(scan->text[to]);
  return 0;
}

int main(int argc, char **argv)
{
  size_t n_names = 0, size = 0;
  Scan scan = {0};
  char *names = argc > 2 ? read_file(argv[1], &size) : NULL;
  scan.text = names ? (unsigned char *)read_file(argv[2], &scan.n) : NULL;
  if (!scan.text)
    return 1;
  for (size_t i = 0; i < size; i++)
    n_names += names[i] == '\n';
  const char **literals = calloc(n_names, sizeof *literals);
  size_t *lengths = calloc(n_names, sizeof *lengths);
  unsigned *flags = calloc(n_names, sizeof *flags), *ids = calloc(n_names, sizeof *ids);
  char *at = names;
  for (size_t i = 0; i < n_names; i++) {
    char *end = strchr(at, '\n');
    literals[i] = at;
    lengths[i] = (size_t)(end - at);
    ids[i] = (unsigned)i;
    at = end + 1;
  }
  hs_database_t *database;
  hs_compile_error_t *refusal;
  double start = now();
  if (hs_compile_lit_multi(literals, flags, ids, lengths, (unsigned)n_names, HS_MODE_BLOCK, NULL, &database, &refusal) != HS_SUCCESS) {
    fprintf(stderr, "Vectorscan refuses %zu literals after %.1f s: %s\n", n_names, now() - start, refusal->message);
    return 1;
  }
  double build = now() - start, best = 1e9;
  hs_scratch_t *scratch = NULL;
  if (hs_alloc_scratch(database, &scratch) != HS_SUCCESS)
    return 1;
  for (int round = 0; round < 3; round++) {
    scan.hits = 0;
    start = now();
    if (hs_scan(database, (const char *)scan.text, (unsigned)scan.n, 0, scratch, on_hit, &scan) != HS_SUCCESS)
      return 1;
    best = now() - start < best ? now() - start : best;
  }
  printf("vectorscan\t%.2f\t%.1f\t%lu\n", build, (double)scan.n / 1e6 / best, scan.hits);
  return 0;
}
