/* split: a page becomes its articles, each with its zones. */
#pragma once

#include "pipe/stage.h"

extern const NtStage nt_stage_split;
