#include "lines.h"
#include "read.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct {
  char **paths;
  guint at;
  NtLines *lines; /* of the file at hand, or NULL */
  gboolean at_once;
} Feed;

static const NtOption feed_options[] = {
  {"line-buffered", 0, NT_OPTION_FLAG, NULL, NULL, "answer each line as soon as it can be, for a program that waits for it at the other end"},
  {NULL, 0, NT_OPTION_FLAG, NULL, NULL, NULL},
};

static gpointer feed_open(const char *const *paths, const NtOptions *options, GError **error)
{
  static const char *const standard_input[] = {"-", NULL};
  (void)error;
  Feed *f = g_new0(Feed, 1);
  f->at_once = nt_options_flag(options, "line-buffered");
  f->paths = g_strdupv((char **)(paths && *paths ? paths : standard_input));
  return f;
}

static void add_error(NtBatch *batch, const char *path, const char *message)
{
  *nt_vec_push(batch->arena, &batch->documents) = (NtDocument){
    .kind = NT_DOCUMENT_ERROR,
    .path = nt_arena_str(batch->arena, nt_str(path)),
    .message = nt_arena_str(batch->arena, nt_str(message)),
  };
}

static void take_lines(Feed *f, int fd, const char *path)
{
  f->lines = nt_lines_new(fd, path, (NtStr){0});
  if (f->at_once)
    nt_lines_at_once(f->lines);
}

static gboolean open_next(Feed *f, NtBatch *batch)
{
  const char *path = f->paths[f->at++];
  struct stat st;
  if (g_str_equal(path, "-")) {
    take_lines(f, STDIN_FILENO, "-");
    return TRUE;
  }
  int fd = open(path, O_RDONLY | O_CLOEXEC);
  if (fd >= 0 && fstat(fd, &st) == 0 && S_ISDIR(st.st_mode)) {
    close(fd);
    add_error(batch, path, "a folder; this command takes NDJSON (`newstag run` and `newstag read` take folders)");
    return FALSE;
  }
  if (fd < 0) {
    add_error(batch, path, g_strerror(errno));
    return FALSE;
  }
  take_lines(f, fd, path);
  return TRUE;
}

static gboolean feed_next(gpointer self, NtBatch *batch, GError **error)
{
  Feed *f = self;
  (void)error;
  while (!batch->documents.n) {
    if (!f->lines && !f->paths[f->at])
      return TRUE;
    if (!f->lines && !open_next(f, batch))
      continue;
    if (!nt_lines_next(f->lines, batch))
      g_clear_pointer(&f->lines, nt_lines_free);
  }
  return TRUE;
}

static void feed_close(gpointer self)
{
  Feed *f = self;
  nt_lines_free(f->lines);
  g_strfreev(f->paths);
  g_free(f);
}

static double feed_done(gconstpointer self)
{
  const Feed *f = self;
  guint n = g_strv_length(f->paths);
  double part = f->lines ? nt_lines_done(f->lines) : 0;
  return part < 0 ? -1 : ((double)f->at - (f->lines ? 1 - part : 0)) / n;
}

const NtFeed nt_feed_lines = {
  .name = "lines",
  .options = feed_options,
  .open = feed_open,
  .next = feed_next,
  .close = feed_close,
  .done = feed_done,
};
