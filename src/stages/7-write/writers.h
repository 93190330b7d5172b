/* The formats. How to add one: a file with a constant NtSink, its name here and a row in writers.c. */
#pragma once

#include "pipe/sink.h"

extern const NtSink nt_sink_jsonl, nt_sink_csv, nt_sink_tsv, nt_sink_xlsx;

const NtSink *nt_sink_by_name(const char *name);       /* NULL where there is none */
const NtSink *nt_sink_by_ending(const char *path);
/* The options of all sinks, ended by a NULL name. */
const NtOption *nt_sink_options(void);
