/* topics: labels an article with what it is about. */
#pragma once

#include "pipe/stage.h"

extern const NtStage nt_stage_topics;
