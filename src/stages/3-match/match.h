/* match: every name of every gazetteer that stands in the text, overlaps and all. Which of them is meant is not its business. */
#pragma once

#include "pipe/stage.h"

extern const NtStage nt_stage_match;
