/* Any text through all stages; and the same for an article as it comes over the wire, with layers that nobody here made. What
 * comes out can be read back. */
#include "fuzz.h"

#include "article/wire.h"
#include "stages/2-split/split.h"
#include "stages/3-match/match.h"
#include "stages/4-rules/rules.h"
#include "stages/5-resolve/resolve.h"
#include "stages/6-topics/topics.h"

static void read_back(NtArticle *article)
{
  g_autoptr(NtArena) arena = nt_arena_new();
  g_autoptr(GString) line = g_string_new(NULL);
  nt_wire_encode(article, line);
  NtArticle again;
  nt_article_init(&again, arena);
  g_autoptr(GError) error = NULL;
  if (!nt_wire_decode(&again, nt_str_n(line->str, line->len - 1), NT_LAYERS_ALL, &error))
    fuzz_fail(__FILE__, __LINE__, error->message);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  static const NtStage *const whole[] = {&nt_stage_split, &nt_stage_match, &nt_stage_rules, &nt_stage_resolve, &nt_stage_topics, NULL};
  static const NtStage *const end[] = {&nt_stage_resolve, &nt_stage_topics, NULL};
  static FuzzChain *chain, *last;
  if (!chain) {
    chain = fuzz_chain(whole, read_back);
    last = fuzz_chain(end, read_back);
  }
  if (!size || data[0] != '{' || !fuzz_line(last, data, size))
    fuzz_text(chain, data, size);
  return 0;
}
