#pragma once

#include "candidate.h"

/* Chooses for each mention that stands whom it means, of those that lists have under its name. */
void nt_resolve_choose_owners(NtResolution *r);
