/* resolve: of all that the gazetteers and rules proposed, which mentions stand, of which type, and which entity each means. */
#pragma once

#include "pipe/stage.h"

extern const NtStage nt_stage_resolve;
