/* A line of NDJSON that can be read can be written, what was written can be read, and is then written the same. */
#include "fuzz.h"

#include "article/wire.h"

static gboolean rewrite(NtArena *arena, NtStr line, NtLayers want, GString *out)
{
  NtArticle article;
  nt_article_init(&article, arena);
  g_autoptr(GError) error = NULL;
  if (!nt_wire_decode(&article, line, want, &error)) {
    fuzz_holds(error && g_utf8_validate(error->message, -1, NULL));
    return FALSE;
  }
  fuzz_check_spans(&article);
  nt_wire_encode(&article, out);
  return TRUE;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  static const NtLayers wants[] = {0, NT_LAYERS_ALL};
  g_autoptr(NtArena) arena = nt_arena_new();
  NtStr line = nt_str_n((const char *)data, size);
  for (guint i = 0; i < G_N_ELEMENTS(wants); i++) {
    g_autoptr(GString) once = g_string_new(NULL), twice = g_string_new(NULL);
    nt_arena_reset(arena);
    if (!rewrite(arena, line, wants[i], once))
      continue;
    fuzz_holds(once->len && once->str[once->len - 1] == '\n');
    fuzz_holds(!memchr(once->str, '\n', once->len - 1));
    fuzz_holds(rewrite(arena, nt_str_n(once->str, once->len - 1), wants[i], twice));
    fuzz_holds(g_string_equal(once, twice));
  }
  return 0;
}
