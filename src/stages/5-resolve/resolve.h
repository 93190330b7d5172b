/* resolve: of all that the gazetteers and rules proposed, which mentions stand, of which type, and which entity each means. */
#pragma once

#include "pipe/stage.h"

extern const NtStage nt_stage_resolve;

/* The word lists that it asks for by their names, whatever rules and evidence ask for. */
const char *const *nt_resolve_lists(guint *n);
