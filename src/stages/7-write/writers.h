/* The formats. How to add one: a file with a constant NtSink `nt_sink_NAME`, its file in src/CMakeLists.txt, its name in the list
 * here, a row in docs/formats/outputs.md; help, man page and completion are made from that. */
#pragma once

#include "pipe/sink.h"

/* In the order of the help. */
#define NT_SINKS(X)                                                                                        \
  X(jsonl) X(csv) X(tsv) X(xlsx) X(html) X(sqlite) X(geojson) X(conll) X(doccano) X(labelstudio) X(prodigy) \
  X(webannotation) X(brat) X(zones)

#define X(name) extern const NtSink nt_sink_##name;
NT_SINKS(X)
#undef X

/* All names, NULL-terminated. */
const char *const *nt_sink_names(void);
const NtSink *nt_sink_by_name(const char *name);       /* NULL where there is none */
/* The sink with the longest ending that `path` has; NULL where none fits. */
const NtSink *nt_sink_by_ending(const char *path);
/* The options of all sinks, ended by a NULL name. */
const NtOption *nt_sink_options(void);
