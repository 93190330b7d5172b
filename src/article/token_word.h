/* One word of any kind. */
#pragma once

#include "tokens.h"

/* The word that starts at byte `start`; what stands before it is not looked at. */
NtToken nt_token_at(NtStr text, gsize start);
