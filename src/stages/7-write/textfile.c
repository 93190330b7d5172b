#include "textfile.h"

gpointer nt_textfile_open(const char *path, const char *head, guint lead, const char *tail, GError **error)
{
  NtTextFile *file = g_new0(NtTextFile, 1);
  file->tail = tail;
  file->lead = lead;
  file->out = nt_outfile_open(path, error);
  if (file->out && nt_outfile_write(file->out, head, strlen(head), error))
    return file;
  nt_textfile_close(file);
  return NULL;
}

gboolean nt_textfile_put(gpointer self, const char *bytes, gsize n, GError **error)
{
  NtTextFile *file = self;
  guint lead = file->lead;
  file->lead = 0;
  return nt_outfile_write(file->out, bytes + lead, n - lead, error);
}

gboolean nt_textfile_flush(gpointer self, GError **error)
{
  return nt_outfile_flush(((NtTextFile *)self)->out, error);
}

gboolean nt_textfile_finish(gpointer self, GError **error)
{
  NtTextFile *file = self;
  return nt_outfile_write(file->out, file->tail, strlen(file->tail), error) && nt_outfile_commit(file->out, error);
}

void nt_textfile_close(gpointer self)
{
  NtTextFile *file = self;
  nt_outfile_free(file->out);
  g_free(file);
}
