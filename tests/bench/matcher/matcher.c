/* usage: matcher FOLDER TEXT: opens the knowledge of FOLDER without a cache and searches TEXT, in pieces of about an article's
 * length, as the stages do. Prints: build seconds, MB/s of the best of three, hits, MB of image. */
#include "base/arena.h"
#include "knowledge/knowledge.h"
#include "knowledge/lexis.h"

#include <stdio.h>

#define PIECE 4000u

int main(int argc, char **argv)
{
  const char *folders[] = {argc > 2 ? argv[1] : "", NULL};
  NtKnowledgePlaces places = {.folders = folders};
  g_autoptr(NtDiagnostics) findings = nt_diagnostics_new();
  g_autoptr(GError) error = NULL;
  gint64 start = g_get_monotonic_time();
  g_autoptr(NtKnowledge) knowledge = nt_knowledge_open(&places, findings, &error);
  double build = (double)(g_get_monotonic_time() - start) / 1e6, best = G_MAXDOUBLE;
  g_autofree char *text = NULL;
  gsize n;
  if (!knowledge || !g_file_get_contents(argv[2], &text, &n, &error)) {
    fprintf(stderr, "%s\n", error->message);
    return 1;
  }
  g_autoptr(NtArena) arena = nt_arena_new();
  guint64 hits = 0;
  for (guint round = 0; round < 3; round++) {
    hits = 0;
    start = g_get_monotonic_time();
    for (gsize at = 0, end; at < n; at = end) {
      for (end = MIN(at + PIECE, n); end < n && text[end] != '\n';)
        end++;
      NtLexis lexis;
      nt_arena_reset(arena);
      if (nt_lexis_find(nt_knowledge_image(knowledge), arena, nt_str_n(text + at, end - at), &lexis, NULL))
        hits += lexis.names.n;
    }
    best = MIN(best, (double)(g_get_monotonic_time() - start) / 1e6);
  }
  printf("newstag\t%.2f\t%.1f\t%" G_GUINT64_FORMAT "\t%.1f\n", build, (double)n / 1e6 / best, hits,
         (double)nt_knowledge_image(knowledge)->size / 1e6);
  return 0;
}
