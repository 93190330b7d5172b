/* Which character set some bytes are in, as uchardet sees it: the one door to it. */
#pragma once

#include "str.h"

/* The name, for g_free; NULL where it does not know. */
char *nt_detect_charset(NtStr bytes);
