#include "writers.h"

static const NtSink *const sinks[] = {&nt_sink_jsonl, &nt_sink_csv, &nt_sink_tsv, &nt_sink_xlsx};

const NtSink *nt_sink_by_name(const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS(sinks); i++)
    if (g_str_equal(sinks[i]->name, name))
      return sinks[i];
  return NULL;
}

const NtSink *nt_sink_by_ending(const char *path)
{
  for (guint i = 0; i < G_N_ELEMENTS(sinks); i++)
    if (g_str_has_suffix(path, sinks[i]->suffix))
      return sinks[i];
  return g_str_has_suffix(path, ".ndjson") ? &nt_sink_jsonl : NULL;
}

const NtOption *nt_sink_options(void)
{
  static const NtOption options[] = {
    {"table", 0, NT_OPTION_TEXT, "TABLE", "mentions", "csv, tsv: which table: mentions (default), entities, articles or topics"},
    {"bom", 0, NT_OPTION_FLAG, NULL, NULL, "csv, tsv: begin with a byte order mark, for old versions of Excel"},
    {NULL, 0, NT_OPTION_FLAG, NULL, NULL, NULL},
  };
  return options;
}
