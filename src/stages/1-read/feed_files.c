/* Folders are walked as they come: of each open folder only its own names are held, sorted by their bytes, so that a tree of a
 * million files is given out in one order and without a list of all of them. Archives and the like are walked the same way, as
 * streams inside streams: of none more is held than the member at hand. Plain files are only named here; the workers read them. */
#include "containers.h"
#include "lines.h"
#include "read.h"
#include "reader.h"

#include "base/error.h"
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
  NtLines *lines;           /* of the NDJSON file at hand, or NULL */
  NtContainers *containers; /* what is open of archives and the like */
  const NtReader *from;     /* --from, or NULL */
  gboolean maps;            /* NDJSON is of others: members are looked up */
} Feed;

static const NtOption options[] = {
  {"from", 0, NT_OPTION_TEXT, "FORMAT", NULL,
   "what the files are: text, html, eml, mbox, feed, warc, archive, jsonl, csv or tsv (default: by name and content)"},
  {"text-column", 0, NT_OPTION_TEXT, "NAME", NULL, "csv, tsv: the column with the text, by name or number (default: text)"},
  {"id-column", 0, NT_OPTION_TEXT, "NAME", NULL, "csv, tsv: the column with the id (default: file and line)"},
  {"no-header", 0, NT_OPTION_FLAG, NULL, NULL, "csv, tsv: the first row is an article, too; columns go by number"},
  {"text-field", 0, NT_OPTION_TEXT, "NAME", NULL, "jsonl: the member with the text, with dots where it is inside others (article.body)"},
  {"id-field", 0, NT_OPTION_TEXT, "NAME", NULL, "jsonl: the member with the id (default: id, or file and line)"},
  {NULL, 0, NT_OPTION_FLAG, NULL, NULL, NULL},
};

static gboolean choose_from(Feed *f, const NtOptions *given, GError **error)
{
  const char *from = nt_options_text(given, "from");
  if (!from)
    return TRUE;
  f->from = nt_reader_by_name(from);
  if (f->from)
    return TRUE;
  g_autofree char *names = nt_reader_names();
  g_set_error(error, NT_ERROR, NT_ERROR_USAGE, "--from: there is no format \"%s\" (%s)", from, names);
  return FALSE;
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
  nt_containers_free(f->containers);
  g_strfreev(f->paths);
  g_free(f);
}

static gpointer feed_open(const char *const *paths, const NtOptions *given, GError **error)
{
  static const char *const standard_input[] = {"-", NULL};
  Feed *f = g_new0(Feed, 1);
  f->paths = g_strdupv((char **)(paths && *paths ? paths : standard_input));
  f->maps = nt_options_text(given, "text-field") || nt_options_text(given, "id-field");
  if (choose_from(f, given, error)) {
    f->containers = nt_containers_new(given, f->from);
    return f;
  }
  feed_close(f);
  return NULL;
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

static int open_file(NtBatch *batch, const char *path)
{
  int fd = open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0)
    add_error(batch, path, g_strerror(errno));
  return fd;
}

static void open_lines(Feed *f, NtBatch *batch, const char *path)
{
  int fd = open_file(batch, path);
  if (fd >= 0)
    f->lines = nt_lines_new(fd, path, (NtStr){0});
}

/* Something that must be looked into before it is known what it is, or that holds several documents. */
static void open_stream(Feed *f, NtBatch *batch, const char *path, gboolean named)
{
  int fd = open_file(batch, path);
  if (fd >= 0)
    nt_containers_take(f->containers, batch, nt_input_of_file(fd), path, named);
}

/* Standard input is NDJSON where it begins with a brace: no more is waited for than it takes to see that. */
static void open_standard_input(Feed *f, NtBatch *batch)
{
  NtInput *in = nt_input_of_file(STDIN_FILENO);
  NtStr ahead = {0};
  gsize i = 0;
  do {
    ahead = nt_input_peek(in, i + 1);
    i += ahead.n > i;
  } while (ahead.n == i && i < BATCH_BYTES && (g_ascii_isspace(ahead.p[i - 1]) || (guchar)ahead.p[i - 1] >= 0xBB) && ahead.n);
  gboolean ours = i && ahead.n == i && ahead.p[i - 1] == '{' && (!f->from || f->from == &nt_reader_jsonl);
  if (ours && !f->maps) {
    f->lines = nt_lines_new(STDIN_FILENO, "-", nt_input_ahead(in));
    nt_input_free(in);
  } else {
    nt_containers_take(f->containers, batch, in, "-", TRUE);
  }
}

/* What to do with a file, by its name; by its content only where the name says nothing and the user named it. */
static void take_file(Feed *f, NtBatch *batch, const char *path, gboolean named, const struct stat *st)
{
  const NtReader *by_path = nt_reader_by_path(path), *reader = f->from && by_path != &nt_reader_archive ? f->from : by_path;
  if (!named && !nt_containers_want(f->containers, path))
    return;
  if (!S_ISREG(st->st_mode) && !named)
    add_error(batch, path, "not a file");
  else if (reader == &nt_reader_jsonl && !f->maps)
    open_lines(f, batch, path);
  else if ((reader && reader->open) || (!reader && (named || g_str_has_suffix(path, ".xml"))))
    open_stream(f, batch, path, named);
  else {
    NtDocument *d = add(batch, NT_DOCUMENT_FILE, path);
    d->format = f->from ? f->from->name : NULL;
    d->size = (gsize)st->st_size;
    batch->bytes += d->size;
  }
}

static void take(Feed *f, NtBatch *batch, const char *path, gboolean named)
{
  struct stat st;
  if (named && g_str_equal(path, "-"))
    open_standard_input(f, batch);
  else if (stat(path, &st) != 0)
    add_error(batch, path, g_strerror(errno));
  else if (S_ISDIR(st.st_mode))
    open_folder(f, batch, path);
  else
    take_file(f, batch, path, named, &st);
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
    } else if (!nt_containers_step(f->containers, batch) && !walk(f, batch)) {
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
  .options = options,
  .open = feed_open,
  .next = feed_next,
  .close = feed_close,
  .done = feed_done,
};
