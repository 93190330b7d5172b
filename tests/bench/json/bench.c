/* usage: bench speed NDJSON | bench check
 *
 * speed: MB/s of each task for each row of `libraries`, best of three, and nanoseconds for parsing a line of 32 bytes.
 * check: what the library does with each case of cases.h, a line a case. */
#define _GNU_SOURCE
#include "bench.h"
#include "cases.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { ROUNDS = 3, PADDING = 64, SHORT_LINES = 500000 };

long fault = -1;

bool refuse(long at)
{
  fault = at;
  return false;
}

void out_put(Out *out, const char *p, size_t n)
{
  if (out->n + n > out->size) {
    out->size = (out->n + n) * 2;
    out->p = realloc(out->p, out->size);
    if (!out->p)
      abort();
  }
  memcpy(out->p + out->n, p, n);
  out->n += n;
}

void out_member(Out *out, Slice key, Slice value)
{
  static const char new_key[] = "\"" NEW_KEY "\"";
  if (key.n == sizeof new_key - 1 && memcmp(key.p, new_key, key.n) == 0)
    return;
  out_put(out, out->n ? "," : "{", 1);
  out_put(out, key.p, key.n);
  out_put(out, ":", 1);
  out_put(out, value.p, value.n);
}

void out_end(Out *out)
{
  static const char key[] = "\"" NEW_KEY "\":" NEW_VALUE "}";
  out_put(out, out->n ? "," : "{", 1);
  out_put(out, key, sizeof key - 1);
}

static double now(void)
{
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* Every line ends in a zero byte in place of its newline. */
static size_t run(const Library *l, int task, const char *p, const char *end, Out *out)
{
  size_t refused = 0;
  while (p < end) {
    Slice line = {p, strlen(p)};
    out->n = 0;
    bool good = task == 0 ? l->parse(line) : task == 1 ? l->change(line, out) : l->slices(line, out);
    refused += !good;
    p += line.n + 1;
  }
  return refused;
}

static double best_of(const Library *l, int task, const char *p, size_t n, size_t *refused)
{
  Out out = {0};
  double best = 1e9;
  for (int round = 0; round < ROUNDS; round++) {
    double start = now();
    *refused = run(l, task, p, p + n, &out);
    double t = now() - start;
    best = t < best ? t : best;
  }
  free(out.p);
  return best;
}

static void print_speed(bool there, size_t bytes, double seconds)
{
  if (there)
    printf("\t%.0f", (double)bytes / 1e6 / seconds);
  else
    printf("\t-");
}

static int speed(const char *path)
{
  FILE *f = fopen(path, "rb");
  if (!f || fseek(f, 0, SEEK_END))
    return perror(path), 1;
  size_t n = (size_t)ftell(f);
  rewind(f);
  char *all = calloc(1, n + PADDING);
  if (!all || fread(all, 1, n, f) != n)
    return perror(path), 1;
  for (char *p = all; (p = memchr(p, '\n', (size_t)(all + n - p))); p++)
    *p = '\0';

  static const char tiny[] = "{\"id\":\"a1\",\"text\":\"A b c d e f.\"}";
  char *tinies = calloc(1, SHORT_LINES * sizeof tiny + PADDING);
  for (size_t i = 0; i < SHORT_LINES; i++)
    memcpy(tinies + i * sizeof tiny, tiny, sizeof tiny);

  for (const Library *l = libraries; l->name; l++) {
    size_t refused[3] = {0}, ignored;
    printf("%s %s", l->name, version);
    print_speed(true, n, best_of(l, 0, all, n, &refused[0]));
    print_speed(l->change, n, l->change ? best_of(l, 1, all, n, &refused[1]) : 1);
    print_speed(l->slices, n, l->slices ? best_of(l, 2, all, n, &refused[2]) : 1);
    printf("\t%.0f", best_of(l, 0, tinies, SHORT_LINES * sizeof tiny, &ignored) * 1e9 / SHORT_LINES);
    size_t most = refused[0] > refused[1] ? refused[0] : refused[1];
    printf("\t%zu\n", most > refused[2] ? most : refused[2]);
    fflush(stdout);
  }
  free(tinies);
  free(all);
  fclose(f);
  return 0;
}

/* Whether `out` holds the value that stands between "x": and the new member, as it was written. */
static bool kept(const Out *out, const Case *c)
{
  return memmem(out->p, out->n, c->keep, strlen(c->keep)) != NULL;
}

static void shown(const Out *out)
{
  const char *x = memmem(out->p, out->n, "\"x\":", 4);
  if (!x)
    x = out->p + 1;
  else
    x += 4;
  const char *end = memmem(x, (size_t)(out->p + out->n - x), ",\"" NEW_KEY, 8);
  size_t n = end ? (size_t)(end - x) : 12;
  printf("becomes ");
  for (size_t i = 0; i < n && i < 26; i++)
    if ((unsigned char)x[i] < 0x20 || (unsigned char)x[i] >= 0x7f)
      printf("<%02X>", (unsigned char)x[i]);
    else
      putchar(x[i]);
}

static void judge(const Library *l, const Case *c)
{
  char *p = calloc(1, c->n + PADDING);
  memcpy(p, c->p, c->n);
  Slice line = {p, c->n};
  Out out = {0};
  size_t length;
  if (!l->parse(line)) {
    printf(c->valid ? "REFUSED" : "refused");
    if (fault >= 0)
      printf(" @%ld", fault);
  } else if (!c->valid) {
    printf("TAKEN");
  } else if (c->text_length) {
    if (!l->text)
      printf("-");
    else if (l->text(line, &length) && length == c->text_length)
      printf("length %zu", length);
    else
      printf("CUT to %zu", length);
  } else if (l->change && l->change(line, &out)) {
    if (kept(&out, c))
      printf("kept");
    else
      shown(&out);
  } else if (l->slices && (out.n = 0, l->slices(line, &out))) {
    printf(kept(&out, c) ? "kept" : "CHANGED");
  } else {
    printf("-");
  }
}

/* Each case in a process of its own: some crash, some do not end. */
static void check(const Library *l)
{
  for (const Case *c = cases; c->name; c++) {
    Case built = *c;
    if (c->deep)
      case_deepen(&built);
    printf("%s\t", c->name);
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
      setrlimit(RLIMIT_CORE, &(struct rlimit){0, 0});
      alarm(20);
      judge(l, &built);
      fflush(stdout);
      _exit(0);
    }
    int status = 0;
    waitpid(child, &status, 0);
    if (WIFSIGNALED(status))
      printf(WTERMSIG(status) == SIGALRM ? "HANGS" : "CRASHES");
    printf("\n");
    if (c->deep)
      free((char *)built.p);
  }
}

int main(int argc, char **argv)
{
  if (argc == 3 && strcmp(argv[1], "speed") == 0)
    return speed(argv[2]);
  if (argc == 2 && strcmp(argv[1], "check") == 0) {
    for (const Library *l = libraries; l->name; l++) {
      printf("case\t%s\n", l->name);
      check(l);
    }
    return 0;
  }
  fprintf(stderr, "usage: %s speed NDJSON | %s check\n", argv[0], argv[0]);
  return 2;
}
