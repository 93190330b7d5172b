/* A page is cut into slices of itself, in order, that do not overlap. */
#include "fuzz.h"

#include "stages/2-split/split.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  static const NtStage *const stages[] = {&nt_stage_split, NULL};
  static FuzzChain *chain;
  if (!chain)
    chain = fuzz_chain(stages, NULL);
  fuzz_text(chain, data, size);
  return 0;
}
