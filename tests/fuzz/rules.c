/* Names and the hits of rules in any text. */
#include "fuzz.h"

#include "stages/3-match/match.h"
#include "stages/4-rules/rules.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  static const NtStage *const stages[] = {&nt_stage_match, &nt_stage_rules, NULL};
  static FuzzChain *chain;
  if (!chain)
    chain = fuzz_chain(stages, NULL);
  fuzz_text(chain, data, size);
  return 0;
}
