/* Which character set of single bytes a text in Latin letters is in, by what its letters and signs stand beside. */
#pragma once

#include "base/str.h"

typedef struct NtWeigh NtWeigh;

NtWeigh *nt_weigh_new(void);
void nt_weigh_free(NtWeigh *weigh); /* accepts NULL */
/* The name of the likeliest, of static lifetime. */
const char *nt_weigh_charset(const NtWeigh *weigh, NtStr bytes);
