#include "read.h"

#include "base/error.h"
#include "base/limits.h"
#include "reader.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct {
  GChecksum *checksum;
  NtEncodings *encodings;
} Read;

static gpointer read_open(const NtStageEnv *env, GError **error)
{
  (void)env, (void)error;
  Read *r = g_new0(Read, 1);
  r->checksum = g_checksum_new(G_CHECKSUM_SHA256);
  r->encodings = nt_encodings_new();
  return r;
}

static void read_close(gpointer self)
{
  Read *r = self;
  g_checksum_free(r->checksum);
  nt_encodings_free(r->encodings);
  g_free(r);
}

static gboolean fail(GError **error, int number)
{
  g_set_error(error, NT_ERROR, NT_ERROR_INPUT, "%s", g_strerror(number));
  return FALSE;
}

/* All of a file that is as large as it says, or that ends sooner; what grows behind that is left. */
static gboolean read_all(NtArena *arena, int fd, gsize size, NtStr *bytes, GError **error)
{
  char *p = nt_arena_alloc(arena, size + 1);
  gsize n = 0;
  while (n < size) {
    gssize done = read(fd, p + n, size - n);
    if (done < 0 && errno == EINTR)
      continue;
    if (done < 0)
      return fail(error, errno);
    if (!done)
      break;
    n += (gsize)done;
  }
  *bytes = nt_str_n(p, n);
  return TRUE;
}

static gboolean read_file(NtArticle *article, const char *path, NtStr *bytes, GError **error)
{
  struct stat st;
  int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK); /* a FIFO must not hold the run up */
  if (fd < 0)
    return fail(error, errno);
  gboolean good = fstat(fd, &st) == 0;
  if (!good) {
    fail(error, errno);
  } else if (!S_ISREG(st.st_mode)) {
    g_set_error(error, NT_ERROR, NT_ERROR_INPUT, "not a regular file; to read from a pipe, name it -");
    good = FALSE;
  } else if ((guint64)st.st_size > NT_LIMIT_TEXT_BYTES) {
    g_set_error(error, NT_ERROR, NT_ERROR_LIMIT, "the file has more than %u bytes", NT_LIMIT_TEXT_BYTES);
    good = FALSE;
  } else {
    good = read_all(article->arena, fd, (gsize)st.st_size, bytes, error);
  }
  close(fd);
  return good;
}

/* A document's reader: as it was said, by the name's ending, by how it begins. A text may be a page that was saved as a text. */
static const NtReader *reader_of(const NtArticle *article, NtStr bytes)
{
  if (article->format)
    return nt_reader_by_name(article->format);
  g_autofree char *path = g_strndup(article->source.path.p, article->source.path.n);
  return nt_reader_of(path, bytes);
}

static gboolean decode(Read *r, NtArticle *article, NtStr bytes, GError **error)
{
  NtReading reading = {r->encodings};
  const NtReader *reader = reader_of(article, bytes);
  if (!reader->decode) {
    g_set_error(error, NT_ERROR, NT_ERROR_INPUT, "looks like %s; name it, or give it the ending of its format", reader->name);
    return FALSE;
  }
  return reader->decode(&reading, article, bytes, error);
}

static gboolean fail_empty(GError **error)
{
  g_set_error(error, NT_ERROR, NT_ERROR_INPUT, "empty");
  return FALSE;
}

static gboolean read_step(gpointer self, NtArticle *article, NtNext *next, GError **error)
{
  Read *r = self;
  if (article->layers & NT_LAYER(TEXT)) /* it came as NDJSON */
    return next->give(next, article, error);
  NtStr bytes = article->raw;
  if (!bytes.p) {
    g_autofree char *path = g_strndup(article->source.path.p, article->source.path.n);
    if (!read_file(article, path, &bytes, error))
      return FALSE;
  }
  if (!bytes.n)
    return fail_empty(error);
  g_checksum_reset(r->checksum);
  g_checksum_update(r->checksum, (const guchar *)bytes.p, (gssize)bytes.n);
  const char *sha256 = g_checksum_get_string(r->checksum);
  article->source.sha256 = nt_arena_str(article->arena, nt_str(sha256));
  if (!decode(r, article, bytes, error))
    return FALSE;
  if (!article->text.n) /* a byte order mark alone */
    return fail_empty(error);
  article->raw = (NtStr){0};
  article->source.bytes = (NtSpan){0, (guint32)article->text.n};
  nt_article_wrote(article, NT_LAYER(SOURCE) | NT_LAYER(TEXT));
  return next->give(next, article, error);
}

const NtStage nt_stage_read = {
  .name = "read",
  .summary = "read files as valid UTF-8",
  .reads = NT_LAYER(SOURCE) | NT_LAYER(META),
  .writes = NT_LAYER(SOURCE) | NT_LAYER(TEXT) | NT_LAYER(META),
  .open = read_open,
  .step = read_step,
  .close = read_close,
};
