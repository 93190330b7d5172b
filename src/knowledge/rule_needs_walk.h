/* What is known of a whole pattern, put together from its parts. */
#pragma once

#include "rule_needs_part.h"

/* `literals` gets those that keys name, char *. FALSE where something in the pattern is not understood: then nothing is known. */
gboolean nt_needs_walk(const NtPatternText *text, const NtImage *image, NtSketchTree *sketch, GPtrArray *literals, NtNeedsPart *part);
