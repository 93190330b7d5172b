/* Prints what is measured of each line of pages, for scripts/weigh-pages.
 *
 * usage: page_lines KNOWLEDGE < pages.ndjson
 * A first line names the columns; then, for each line of a page: page, set, first and last byte, whether it was taken for text, the sum,
 * and every feature. */
#include "article/wire.h"
#include "knowledge/knowledge.h"
#include "stages/2-split/page.h"

#include <stdio.h>
#include <stdlib.h>

static void print_page(const NtPage *page, const NtArticle *article)
{
  static const char *const sets[] = {
#define X(code, word) word,
    NT_LINE_SETS(X)
#undef X
  };
  for (guint i = 0; i < page->lines.n; i++) {
    const NtLine *l = &page->lines.v[i];
    printf("%.*s\t%s\t%u\t%u\t%d\t%.2f", (int)article->id.n, article->id.p, sets[l->set], l->span.start, l->span.end, l->text,
           (double)l->sum);
    for (guint f = 0; f < NT_N_LINE_FEATURES; f++)
      printf("\t%u", l->is[f]);
    putchar('\n');
  }
}

int main(int argc, char **argv)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(NtDiagnostics) diagnostics = nt_diagnostics_new();
  NtKnowledgePlaces places = {.shipped = argc == 2 ? argv[1] : NULL};
  g_autoptr(NtKnowledge) knowledge = nt_knowledge_open(&places, diagnostics, &error);
  if (!knowledge) {
    fprintf(stderr, "%s\n%s", error->message, nt_diagnostics_text(diagnostics));
    return 3;
  }
  g_autoptr(NtRegexRoom) room = nt_regex_room_new(TRUE);
  char *line = NULL;
  size_t size = 0;
  printf("page\tset\tfrom\tto\ttext\tsum"
#define X(code, word) "\t" word
         NT_LINE_FEATURES(X)
#undef X
         "\n");
  for (ssize_t n; (n = getline(&line, &size, stdin)) > 0;) {
    NtArena *arena = nt_arena_new();
    NtArticle article;
    nt_article_init(&article, arena);
    if (nt_wire_decode(&article, nt_str_n(line, (gsize)n), 0, NULL)) {
      NtPage page = {.arena = arena, .text = article.text, .layouts = nt_knowledge_layouts(knowledge), .room = room};
      nt_page_find_lines(&page);
      nt_page_measure(&page);
      nt_page_find_articles(&page, NULL);
      print_page(&page, &article);
    }
    nt_arena_free(arena);
  }
  free(line);
  return 0;
}
