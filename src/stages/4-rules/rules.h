/* rules: every hit of every regex rule. */
#pragma once

#include "pipe/stage.h"

extern const NtStage nt_stage_rules;
