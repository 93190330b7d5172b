/* A stream of bytes in any encoding as a stream of valid UTF-8. */
#pragma once

#include "base/input.h"
#include "encoding.h"

/* Of a stream that outlives it; the encoding is told by its beginning. `*encoding` gets its name, in `arena`. NULL where it is no
 * text. */
NtInput *nt_utf8_input(NtInput *in, NtEncodings *encodings, NtArena *arena, const char **encoding, GError **error);
