/* Which of several places of one name is meant. */
#pragma once

#include "candidate.h"

/* Sets `entry` of standing places that have several, and `country` of those that no gazetteer knows. */
void nt_resolve_choose_places(NtResolution *r);
