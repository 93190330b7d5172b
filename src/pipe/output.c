#include "output.h"

#include "base/error.h"
#include "base/hash.h"
#include "base/outfile.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

typedef struct {
  guint64 hash; /* first: the key */
  guint times, had; /* it came; of these, so often it had a file in an earlier run */
} Name;

#define MOST_DIGITS 12
#define MOST_NAME 200u /* bytes of one part of a file's path */

struct NtOutput {
  NtOutputPlan plan;
  gpointer first;    /* formats; and is written to, but for `each` */
  gpointer current;  /* is written to */
  guint64 number, articles, total; /* of the shard; in it; in all so far */
  guint64 file;      /* shard: as it stands there from the last run, and all so far is in it; or 0 */
  GArray *held;      /* shard: NtStr, what is in it so far and not written yet */
  NtOutfile *lock;   /* shard: held under the pattern's name */
  int folder;        /* each: locked; or -1 */
  GHashTable *names; /* each: Name */
  GHashTable *had;   /* each: name → how often it came in an earlier run */
};

/* ---- names ---- */

/* `out-%05d.csv`: where the number goes and how wide it is. */
static gboolean find_number(const char *pattern, gsize *start, gsize *end, guint *width)
{
  const char *percent = strchr(pattern, '%');
  if (!percent || strchr(percent + 1, '%'))
    return FALSE;
  const char *p = percent + 1;
  *width = 0;
  for (; g_ascii_isdigit(*p); p++)
    *width = *width * 10 + (guint)(*p - '0');
  *start = (gsize)(percent - pattern);
  *end = (gsize)(p + 1 - pattern);
  return *p == 'd' && *width <= MOST_DIGITS;
}

static char *shard_path(const NtOutput *o, guint64 number)
{
  gsize start = 0, end = 0;
  guint width = 0;
  find_number(o->plan.path, &start, &end, &width);
  return g_strdup_printf("%.*s%0*" G_GUINT64_FORMAT "%s", (int)start, o->plan.path, (int)width, number, o->plan.path + end);
}

static gboolean may_stand(guchar c)
{
  return g_ascii_isalnum(c) || c >= 0x80 || strchr("._-#@+,=~ ()", c);
}

/* A part of an id as a file's name: what could mean something to a file system is written %XX; a long one ends in its hash. */
static void put_name(GString *out, const char *part, gsize n)
{
  gsize from = out->len;
  for (gsize i = 0; i < n; i++)
    if (may_stand((guchar)part[i]) && !(i == 0 && part[i] == '.'))
      g_string_append_c(out, part[i]);
    else
      g_string_append_printf(out, "%%%02X", (guchar)part[i]);
  if (out->len - from <= MOST_NAME)
    return;
  gsize cut = MOST_NAME - 17;
  while (((guchar)out->str[from + cut] & 0xC0) == 0x80)
    cut--;
  g_string_truncate(out, from + cut);
  g_string_append_printf(out, "~%016" G_GINT64_MODIFIER "x", nt_hash_bytes(nt_str_n(part, n)));
}

/* An id's path below the folder, without an ending: never above it. */
static char *name_of(NtStr id)
{
  g_autoptr(GString) out = g_string_new(NULL);
  const char *end = id.p + id.n;
  for (const char *p = id.p; p < end;) {
    const char *slash = memchr(p, '/', (gsize)(end - p));
    gsize n = (gsize)((slash ? slash : end) - p), here = n == 1 && *p == '.'; /* "./" is where one is */
    if (n && !here && out->len)
      g_string_append_c(out, '/');
    if (n && !here)
      put_name(out, p, n);
    p += n + (slash != NULL);
  }
  return g_strdup(out->len ? out->str : "article");
}

/* The second article of one name gets ~2 behind it. */
static char *path_of(const NtOutput *o, const char *name, guint times)
{
  if (times == 1)
    return g_strdup_printf("%s/%s%s", o->plan.path, name, o->plan.sink->suffix);
  return g_strdup_printf("%s/%s~%u%s", o->plan.path, name, times, o->plan.sink->suffix);
}

static Name *name_entry(NtOutput *o, const char *text)
{
  guint64 hash = nt_hash_bytes(nt_str(text));
  Name *name = g_hash_table_lookup(o->names, &hash);
  if (name)
    return name;
  name = g_new0(Name, 1);
  name->hash = hash;
  g_hash_table_add(o->names, name);
  return name;
}

static char *each_path(NtOutput *o, const NtOutputPiece *piece)
{
  g_autofree char *text = name_of(piece->id);
  Name *name = name_entry(o, text);
  name->had += piece->had;
  return path_of(o, text, ++name->times);
}

/* ---- opening ---- */

static gboolean fail(GError **error, const char *path, const char *what)
{
  g_set_error(error, NT_ERROR, NT_ERROR_IO, "%s: %s: %s", path, what, g_strerror(errno));
  return FALSE;
}

static gboolean open_shard(NtOutput *o, GError **error)
{
  g_autofree char *path = shard_path(o, o->number);
  o->file = o->plan.ledger ? nt_ledger_file(o->plan.ledger, o->plan.shard, o->number) : 0;
  if (!nt_ledger_is_file(o->file, path))
    o->file = 0;
  o->current = o->plan.sink->open(path, o->plan.options, error);
  return o->current != NULL;
}

static gboolean open_shards(NtOutput *o, GError **error)
{
  gsize start, end;
  guint width;
  if (!o->plan.path || !find_number(o->plan.path, &start, &end, &width)) {
    g_set_error(error, NT_ERROR, NT_ERROR_USAGE, "--shard needs an --output with one number in it, as out-%%05d%s", o->plan.sink->suffix);
    return FALSE;
  }
  o->lock = nt_outfile_open(o->plan.path, error);
  o->held = g_array_new(FALSE, FALSE, sizeof(NtStr));
  o->first = o->lock && open_shard(o, error) ? o->current : NULL;
  return o->first != NULL;
}

static gboolean open_folder(NtOutput *o, GError **error)
{
  if (g_mkdir_with_parents(o->plan.path, 0777) != 0)
    return fail(error, o->plan.path, "cannot be made");
  o->folder = open(o->plan.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (o->folder < 0)
    return fail(error, o->plan.path, "cannot be opened");
  if (flock(o->folder, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) {
    g_set_error(error, NT_ERROR, NT_ERROR_IO, "%s: another run is writing it", o->plan.path);
    return FALSE;
  }
  o->names = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL); /* by what stands first in them */
  o->had = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  o->first = o->plan.sink->open("/dev/null", o->plan.options, error);
  return o->first != NULL;
}

NtOutput *nt_output_open(const NtOutputPlan *plan, GError **error)
{
  NtOutput *o = g_new0(NtOutput, 1);
  o->plan = *plan;
  o->folder = -1;
  gboolean good;
  if (plan->shard)
    good = open_shards(o, error);
  else if (plan->each)
    good = open_folder(o, error);
  else
    good = (o->first = o->current = plan->sink->open(plan->path, plan->options, error)) != NULL;
  if (good)
    return o;
  nt_output_free(o);
  return NULL;
}

void nt_output_free(NtOutput *o)
{
  if (!o)
    return;
  if (o->current && o->current != o->first)
    o->plan.sink->close(o->current);
  if (o->first)
    o->plan.sink->close(o->first);
  nt_outfile_free(o->lock);
  g_clear_pointer(&o->held, g_array_unref);
  g_clear_pointer(&o->names, g_hash_table_unref);
  g_clear_pointer(&o->had, g_hash_table_unref);
  if (o->folder >= 0)
    close(o->folder);
  g_free(o);
}

gconstpointer nt_output_self(const NtOutput *o)
{
  return o->first;
}

gboolean nt_output_wants_pieces(const NtOutputPlan *plan)
{
  return plan->shard || plan->each;
}

/* ---- writing ---- */

static void close_current(NtOutput *o)
{
  if (o->current && o->current != o->first)
    o->plan.sink->close(o->current);
  o->current = NULL;
}

static NtStr bytes_of(const char *bytes, gsize from, const NtOutputPiece *piece)
{
  return piece->kept.p ? piece->kept : nt_str_n(bytes + from, piece->end - from);
}

static gboolean put_bytes(NtOutput *o, NtStr bytes, GError **error)
{
  return !bytes.n || o->plan.sink->put(o->current, bytes.p, bytes.n, error);
}

/* The shard becomes another: what was held back goes out after all. */
static gboolean release(NtOutput *o, GError **error)
{
  o->file = 0;
  for (guint i = 0; i < o->held->len; i++)
    if (!put_bytes(o, g_array_index(o->held, NtStr, i), error))
      return FALSE;
  g_array_set_size(o->held, 0);
  return TRUE;
}

/* One that would be the same stays as it is. */
static gboolean end_shard(NtOutput *o, GError **error)
{
  g_autofree char *path = shard_path(o, o->number);
  if (!o->file && !o->plan.sink->finish(o->current, error))
    return FALSE;
  if (o->plan.ledger)
    nt_ledger_add_file(o->plan.ledger, o->file, path);
  g_array_set_size(o->held, 0);
  close_current(o);
  return TRUE;
}

static gboolean next_shard(NtOutput *o, GError **error)
{
  o->articles = 0;
  if (!end_shard(o, error))
    return FALSE;
  o->number++;
  return open_shard(o, error);
}

static gboolean put_in_shard(NtOutput *o, NtStr bytes, guint64 before, GError **error)
{
  if (o->articles == o->plan.shard && !next_shard(o, error))
    return FALSE;
  o->articles++;
  o->total++;
  if (!o->file)
    return put_bytes(o, bytes, error);
  if (before != o->total)
    return release(o, error) && put_bytes(o, bytes, error);
  g_array_append_val(o->held, bytes);
  return TRUE;
}

static gboolean write_file(NtOutput *o, const char *path, NtStr bytes, GError **error)
{
  g_autofree char *folder = g_path_get_dirname(path);
  if (g_mkdir_with_parents(folder, 0777) != 0)
    return fail(error, folder, "cannot be made");
  o->current = o->plan.sink->open(path, o->plan.options, error);
  gboolean good = o->current && put_bytes(o, bytes, error) && o->plan.sink->finish(o->current, error);
  close_current(o);
  return good;
}

/* A file that would be the same stays as it is. */
static gboolean put_each(NtOutput *o, NtStr bytes, const NtOutputPiece *piece, GError **error)
{
  g_autofree char *path = each_path(o, piece);
  NtLedger *ledger = o->plan.ledger;
  guint64 file = ledger && piece->before ? nt_ledger_file(ledger, NT_LEDGER_EACH, piece->before - 1) : 0;
  if (!nt_ledger_is_file(file, path))
    file = 0;
  if (!file && !write_file(o, path, bytes, error))
    return FALSE;
  if (ledger && piece->listed)
    nt_ledger_add_file(ledger, file, path);
  return TRUE;
}

gboolean nt_output_put(NtOutput *o, const char *bytes, gsize n, const NtOutputPiece *pieces, guint n_pieces, GError **error)
{
  if (!nt_output_wants_pieces(&o->plan))
    return put_bytes(o, nt_str_n(bytes, n), error);
  gsize from = 0;
  for (guint i = 0; i < n_pieces; i++) {
    const NtOutputPiece *piece = &pieces[i];
    NtStr its = bytes_of(bytes, from, piece);
    if (!(o->plan.each ? put_each(o, its, piece, error) : put_in_shard(o, its, piece->before, error)))
      return FALSE;
    from = piece->end;
  }
  return TRUE;
}

gboolean nt_output_flush(NtOutput *o, GError **error)
{
  return !o->current || !o->plan.sink->flush || o->plan.sink->flush(o->current, error);
}

/* ---- what an earlier run wrote ---- */

void nt_output_had(NtOutput *o, NtStr id)
{
  char *name = name_of(id);
  guint times = GPOINTER_TO_UINT(g_hash_table_lookup(o->had, name)) + 1;
  g_hash_table_insert(o->had, name, GUINT_TO_POINTER(times));
}

/* With the folders in which nothing is left. */
static void take_away(const NtOutput *o, char *path)
{
  if (g_unlink(path) != 0)
    return;
  gsize top = strlen(o->plan.path);
  for (char *slash; (slash = strrchr(path, '/')) && (gsize)(slash - path) > top;) {
    *slash = '\0';
    if (g_rmdir(path) != 0)
      return;
  }
}

void nt_output_drop_old(NtOutput *o, gboolean beside)
{
  GHashTableIter iter;
  gpointer text, times;
  g_hash_table_iter_init(&iter, o->had);
  while (g_hash_table_iter_next(&iter, &text, &times)) {
    const Name *name = name_entry(o, text);
    guint had = GPOINTER_TO_UINT(times) + (beside ? name->had : 0);
    for (guint n = name->times + 1; n <= had; n++) {
      g_autofree char *path = path_of(o, text, n);
      take_away(o, path);
    }
  }
  g_hash_table_remove_all(o->had);
}

/* Shards of an earlier, longer run that stand behind the last would be taken for ours. */
static void take_old_shards_away(NtOutput *o)
{
  for (;;) {
    g_autofree char *path = shard_path(o, ++o->number);
    if (g_unlink(path) != 0)
      return;
  }
}

static gboolean finish_shards(NtOutput *o, GError **error)
{
  gboolean shorter = o->file && o->articles < o->plan.shard && nt_ledger_articles_before(o->plan.ledger) != o->total;
  if ((shorter && !release(o, error)) || !end_shard(o, error))
    return FALSE;
  take_old_shards_away(o);
  return TRUE;
}

gboolean nt_output_finish(NtOutput *o, GError **error)
{
  if (o->plan.shard)
    return finish_shards(o, error);
  return !o->current || o->plan.sink->finish(o->current, error);
}
