/* Folders are walked as they come: of each open folder only its own names are held, sorted by their bytes, so that a tree of a
 * million files is given out in one order and without a list of all of them. */
#include "lines.h"
#include "read.h"

#include "base/limits.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define BATCH_FILES 64u
#define BATCH_BYTES ((gsize)512 << 10)

typedef struct {
  char *path;
  GPtrArray *names;
  guint at;
} Folder;

typedef struct {
  char **paths;
  guint at;
  Folder folders[NT_LIMIT_DIRECTORY_DEPTH]; /* the open ones, the innermost last */
  guint depth;
  NtLines *lines; /* of the NDJSON file at hand, or NULL */
} Feed;

static gpointer feed_open(const char *const *paths, const NtOptions *options, GError **error)
{
  static const char *const standard_input[] = {"-", NULL};
  (void)options, (void)error;
  Feed *f = g_new0(Feed, 1);
  f->paths = g_strdupv((char **)(paths && *paths ? paths : standard_input));
  return f;
}

static void close_folder(Feed *f)
{
  Folder *folder = &f->folders[--f->depth];
  g_free(folder->path);
  g_ptr_array_unref(folder->names);
}

static void feed_close(gpointer self)
{
  Feed *f = self;
  while (f->depth)
    close_folder(f);
  nt_lines_free(f->lines);
  g_strfreev(f->paths);
  g_free(f);
}

static NtDocument *add(NtBatch *batch, NtDocumentKind kind, const char *path)
{
  NtDocument *d = nt_vec_push(batch->arena, &batch->documents);
  *d = (NtDocument){.kind = kind, .path = nt_arena_str(batch->arena, nt_str(path))};
  return d;
}

static void add_error(NtBatch *batch, const char *path, const char *message)
{
  add(batch, NT_DOCUMENT_ERROR, path)->message = nt_arena_str(batch->arena, nt_str(message));
}

static int by_name(gconstpointer a, gconstpointer b)
{
  return strcmp(*(char *const *)a, *(char *const *)b);
}

static void open_folder(Feed *f, NtBatch *batch, const char *path)
{
  if (f->depth == NT_LIMIT_DIRECTORY_DEPTH) {
    add_error(batch, path, "folders stand inside each other too deep");
    return;
  }
  g_autoptr(GError) error = NULL;
  g_autoptr(GDir) dir = g_dir_open(path, 0, &error);
  if (!dir) {
    add_error(batch, path, "cannot be opened");
    return;
  }
  GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
  for (const char *name; (name = g_dir_read_name(dir));)
    if (name[0] != '.')
      g_ptr_array_add(names, g_strdup(name));
  g_ptr_array_sort(names, by_name);
  f->folders[f->depth++] = (Folder){.path = g_strdup(path), .names = names};
}

static gboolean ends_in(const char *path, const char *const *endings)
{
  for (; *endings; endings++)
    if (g_str_has_suffix(path, *endings))
      return TRUE;
  return FALSE;
}

static gboolean is_ndjson(const char *path)
{
  static const char *const endings[] = {".ndjson", ".jsonl", NULL};
  return ends_in(path, endings);
}

/* Whether a file found in a folder is taken for an article: by its ending, or because it has none. */
static gboolean looks_like_article(const char *path)
{
  static const char *const endings[] = {".txt", ".text", NULL};
  const char *slash = strrchr(path, '/');
  return ends_in(path, endings) || is_ndjson(path) || !strchr(slash ? slash : path, '.');
}

static void open_lines(Feed *f, NtBatch *batch, const char *path)
{
  int fd = open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0)
    add_error(batch, path, g_strerror(errno));
  else
    f->lines = nt_lines_new(fd, path);
}

/* Standard input is NDJSON where it begins with a brace; otherwise it is one article. */
static void open_standard_input(Feed *f, NtBatch *batch)
{
  NtLines *lines = nt_lines_new(STDIN_FILENO, "-");
  NtStr ahead = nt_lines_peek(lines);
  gsize i = 0;
  while (i < ahead.n && (g_ascii_isspace(ahead.p[i]) || (guchar)ahead.p[i] >= 0xBB))
    i++;
  if (i < ahead.n && ahead.p[i] == '{') {
    f->lines = lines;
    return;
  }
  g_autoptr(GError) error = NULL;
  NtStr rest;
  if (nt_lines_rest(lines, batch->arena, NT_LIMIT_TEXT_BYTES, &rest, &error))
    add(batch, NT_DOCUMENT_BYTES, "-")->bytes = rest.n ? rest : nt_str_n("", 0);
  else
    add_error(batch, "-", error->message);
  nt_lines_free(lines);
}

static void take(Feed *f, NtBatch *batch, const char *path, gboolean named)
{
  struct stat st;
  if (named && g_str_equal(path, "-")) {
    open_standard_input(f, batch);
    return;
  }
  if (stat(path, &st) != 0) {
    add_error(batch, path, g_strerror(errno));
    return;
  }
  if (S_ISDIR(st.st_mode)) {
    open_folder(f, batch, path);
  } else if (!named && !looks_like_article(path)) {
    return;
  } else if (!S_ISREG(st.st_mode) && !named) {
    add_error(batch, path, "not a file");
  } else if (is_ndjson(path)) {
    open_lines(f, batch, path);
  } else {
    add(batch, NT_DOCUMENT_FILE, path);
    batch->bytes += (gsize)st.st_size;
  }
}

/* One step through the tree; FALSE at its end. */
static gboolean walk(Feed *f, NtBatch *batch)
{
  if (!f->depth) {
    if (!f->paths[f->at])
      return FALSE;
    take(f, batch, f->paths[f->at++], TRUE);
    return TRUE;
  }
  Folder *folder = &f->folders[f->depth - 1];
  if (folder->at == folder->names->len) {
    close_folder(f);
    return TRUE;
  }
  g_autofree char *path = g_build_filename(folder->path, folder->names->pdata[folder->at++], NULL);
  take(f, batch, path, FALSE);
  return TRUE;
}

static gboolean feed_next(gpointer self, NtBatch *batch, GError **error)
{
  Feed *f = self;
  (void)error;
  while (batch->documents.n < BATCH_FILES && batch->bytes < BATCH_BYTES) {
    if (f->lines) {
      if (batch->documents.n)
        return TRUE; /* lines come in batches of their own */
      if (nt_lines_next(f->lines, batch))
        return TRUE;
      g_clear_pointer(&f->lines, nt_lines_free);
    } else if (!walk(f, batch)) {
      return TRUE;
    }
  }
  return TRUE;
}

/* Each name of a folder counts for the same, whatever lies behind it: nobody has looked there yet. */
static double feed_done(gconstpointer self)
{
  const Feed *f = self;
  double part = f->lines ? nt_lines_done(f->lines) : 1; /* of the name at hand, from the innermost folder to the paths */
  if (part < 0)
    return -1;
  for (guint i = f->depth; i; i--) {
    const Folder *folder = &f->folders[i - 1];
    part = folder->names->len ? (folder->at - (folder->at ? 1 - part : 0)) / folder->names->len : 1;
  }
  guint n = g_strv_length(f->paths);
  return (f->at - (f->at ? 1 - part : 0)) / n;
}

const NtFeed nt_feed_files = {
  .name = "files",
  .open = feed_open,
  .next = feed_next,
  .close = feed_close,
  .done = feed_done,
};
