#include "article/wire.h"
#include "base/outfile.h"
#include "writers.h"

static gpointer jsonl_open(const char *path, const NtOptions *options, GError **error)
{
  (void)options;
  return nt_outfile_open(path, error);
}

static gboolean jsonl_format(gconstpointer self, NtArticle *article, GString *out, GError **error)
{
  (void)self, (void)error;
  nt_wire_encode(article, out);
  return TRUE;
}

static gboolean jsonl_put(gpointer self, const char *bytes, gsize n, GError **error)
{
  return nt_outfile_write(self, bytes, n, error);
}

static gboolean jsonl_flush(gpointer self, GError **error)
{
  return nt_outfile_flush(self, error);
}

static gboolean jsonl_finish(gpointer self, GError **error)
{
  return nt_outfile_commit(self, error);
}

static void jsonl_close(gpointer self)
{
  nt_outfile_free(self);
}

const NtSink nt_sink_jsonl = {
  .name = "jsonl",
  .suffix = ".jsonl",
  .summary = "NDJSON, one article a line, as it goes through pipes",
  .open = jsonl_open,
  .format = jsonl_format,
  .put = jsonl_put,
  .flush = jsonl_flush,
  .finish = jsonl_finish,
  .close = jsonl_close,
};
