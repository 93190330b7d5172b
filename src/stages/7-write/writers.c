#include "writers.h"

static const NtSink *const sinks[] = {
#define X(name) &nt_sink_##name,
  NT_SINKS(X)
#undef X
};

const char *const *nt_sink_names(void)
{
  static const char *const names[] = {
#define X(name) #name,
    NT_SINKS(X)
#undef X
      NULL};
  return names;
}

const NtSink *nt_sink_by_name(const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS(sinks); i++)
    if (g_str_equal(sinks[i]->name, name))
      return sinks[i];
  return NULL;
}

const NtSink *nt_sink_by_ending(const char *path)
{
  const NtSink *best = g_str_has_suffix(path, ".ndjson") ? &nt_sink_jsonl : NULL;
  for (guint i = 0; i < G_N_ELEMENTS(sinks); i++)
    if (g_str_has_suffix(path, sinks[i]->suffix) && (!best || strlen(sinks[i]->suffix) > strlen(best->suffix)))
      best = sinks[i];
  return best;
}

const NtOption *nt_sink_options(void)
{
  static const NtOption options[] = {
    {"table", 0, NT_OPTION_TEXT, "TABLE", "mentions", "csv, tsv: which table: mentions (default), entities, articles or topics"},
    {"bom", 0, NT_OPTION_FLAG, NULL, NULL, "csv, tsv: begin with a byte order mark, for old versions of Excel"},
    {"offsets", 0, NT_OPTION_TEXT, "UNIT", "codepoint",
     "jsonl, csv, tsv, xlsx: what start and end count: codepoint (default), byte or utf16 (as JavaScript and Java do)"},
    {NULL, 0, NT_OPTION_FLAG, NULL, NULL, NULL},
  };
  return options;
}
