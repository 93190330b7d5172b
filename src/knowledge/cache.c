#include "cache.h"

#include "base/limits.h"
#include "base/outfile.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdint.h>
#include <sys/stat.h>
#include <unistd.h>

#define IMAGE ".image"
#define SEEN ".seen"

typedef struct {
  char *path;
  gint64 second; /* of its last change */
} Kept;

char *nt_cache_name(const char *cache, guint64 stamp)
{
  g_autofree char *name = g_strdup_printf("%016" G_GINT64_MODIFIER "x" IMAGE, stamp);
  return g_build_filename(cache, name, NULL);
}

/* To look at every byte of a large image would cost more than all else at the start. So the first reader does, and leaves a
 * note beside the image: which file it was, as the system tells it (a change of its bytes changes its time of change, which
 * no program can set). A note that does not fit, or none, means looking again. */
static char *note_of(int fd)
{
  struct stat st;
  if (fstat(fd, &st) != 0)
    return NULL;
  return g_strdup_printf("%ju %ju %ju %jd.%09ld %jd.%09ld\n", (uintmax_t)st.st_dev, (uintmax_t)st.st_ino,
                         (uintmax_t)st.st_size, (intmax_t)st.st_mtim.tv_sec, st.st_mtim.tv_nsec,
                         (intmax_t)st.st_ctim.tv_sec, st.st_ctim.tv_nsec);
}

static gboolean is_noted(const char *path, const char *note)
{
  g_autofree char *name = g_strconcat(path, SEEN, NULL), *text = NULL;
  return note && g_file_get_contents(name, &text, NULL, NULL) && g_str_equal(text, note);
}

/* Best effort, as the image itself. */
static void leave_note(const char *path, const char *note)
{
  g_autofree char *name = g_strconcat(path, SEEN, NULL);
  g_autoptr(NtOutfile) out = note ? nt_outfile_open(name, NULL) : NULL;
  if (out && nt_outfile_write(out, note, strlen(note), NULL))
    nt_outfile_commit(out, NULL);
}

GBytes *nt_cache_open(const char *path, guint64 stamp, NtImage *image)
{
  int fd = g_open(path, O_RDONLY | O_CLOEXEC, 0);
  if (fd < 0)
    return NULL;
  g_autofree char *note = note_of(fd);
  GMappedFile *map = g_mapped_file_new_from_fd(fd, FALSE, NULL);
  if (!map) {
    g_close(fd, NULL);
    return NULL;
  }
  GBytes *bytes = g_mapped_file_get_bytes(map);
  g_mapped_file_unref(map);
  gsize n;
  const char *base = g_bytes_get_data(bytes, &n);
  gboolean known = is_noted(path, note);
  gboolean good = base && nt_image_open(image, base, n, known, NULL) && image->header->sources == stamp;
  if (good && !known && fdatasync(fd) == 0) /* what is looked at and what is on the disk is then the same */
    leave_note(path, note);
  g_close(fd, NULL);
  image->known = known; /* it was stored when its sources had been read */
  if (good)
    return bytes;
  g_bytes_unref(bytes);
  return NULL;
}

static int by_age(gconstpointer x, gconstpointer y)
{
  const Kept *a = x, *b = y;
  if (a->second != b->second)
    return a->second > b->second ? -1 : 1;
  return strcmp(a->path, b->path);
}

static void clear_kept(gpointer data)
{
  g_free(((Kept *)data)->path);
}

static GArray *list_images(const char *folder)
{
  GArray *images = g_array_new(FALSE, FALSE, sizeof(Kept));
  g_array_set_clear_func(images, clear_kept);
  g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
  for (const char *name; dir && (name = g_dir_read_name(dir));) {
    Kept kept = {.path = g_build_filename(folder, name, NULL)};
    GStatBuf st;
    if (g_str_has_suffix(name, IMAGE) && g_stat(kept.path, &st) == 0) {
      kept.second = (gint64)st.st_mtim.tv_sec;
      g_array_append_val(images, kept);
    } else {
      g_free(kept.path);
    }
  }
  return images;
}

/* Each change of a source makes a new image, so old ones would fill the disk: the newest stay, and `base`. Whoever still reads one that goes
 * keeps it until the end, as the system has it. */
static void drop_old(const char *folder, const char *base)
{
  g_autoptr(GArray) images = list_images(folder);
  g_array_sort(images, by_age);
  for (guint i = NT_LIMIT_CACHED_IMAGES; i < images->len; i++) {
    const char *path = g_array_index(images, Kept, i).path;
    if (base && g_str_equal(path, base))
      continue;
    g_autofree char *note = g_strconcat(path, SEEN, NULL);
    g_unlink(path);
    g_unlink(note);
  }
}

void nt_cache_store(const char *path, GBytes *image, const char *base)
{
  gsize n;
  const char *bytes = g_bytes_get_data(image, &n);
  g_autofree char *folder = g_path_get_dirname(path);
  if (g_mkdir_with_parents(folder, 0700) != 0)
    return;
  g_autoptr(NtOutfile) out = nt_outfile_open(path, NULL);
  if (out && nt_outfile_write(out, bytes, n, NULL) && nt_outfile_commit_soon(out, NULL))
    drop_old(folder, base);
}
