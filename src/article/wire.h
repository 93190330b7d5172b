/* The wire: one article, one JSON object, one line. docs/formats/annotations.md is the format. */
#pragma once

#include "article.h"

/* Reads `line` into `article` (initialised, its arena holding the result; slices point into `line`, which must outlive it).
 * Layers in `want` are read into the structs; of the others only id and text. Where a span has only one of its two offsets
 * the other is worked out, also for the output. */
gboolean nt_wire_decode(NtArticle *article, NtStr line, NtLayers want, GError **error);

/* Appends the article and a line feed. Members that were read keep their place and their bytes unless a stage wrote that
 * layer; new layers follow in the order of NT_LAYERS. */
void nt_wire_encode(NtArticle *article, GString *out);
