/* SQLite: the tables of a database, `articles` `entities` `mentions` `topics`, with keys and indexes (docs/formats/outputs.md). The
 * one door to the library. Rows travel between `format` and `put` as
 *
 *     A | row of articles    E | row of entities    M | row of mentions    T | row of topics
 *
 * with cells T length (guint32) bytes | N double | I gint64 | 0 (null), in the order of the columns below; a row ends with '.'. */
#include "base/error.h"
#include "base/outfile.h"
#include "base/json.h"
#include "members.h"
#include "placed.h"
#include "sentence.h"
#include "tables.h"
#include "writers.h"

#include <sqlite3.h>

enum { ARTICLES, ENTITIES, MENTIONS, TOPICS, N_TABLES };

static const struct {
  char letter;
  const char *create, *insert;
} tables[N_TABLES] = {
  {'A',
   "CREATE TABLE articles (number INTEGER PRIMARY KEY, article TEXT NOT NULL, headline TEXT, publisher TEXT, published TEXT, "
   "published_iso TEXT, place TEXT, byline TEXT, path TEXT, text TEXT, error TEXT)",
   "INSERT INTO articles VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)"},
  {'E',
   "CREATE TABLE entities (entity TEXT PRIMARY KEY, type TEXT NOT NULL, name TEXT NOT NULL, wikidata TEXT, country TEXT, "
   "kind TEXT, role TEXT, lat REAL, lon REAL) WITHOUT ROWID",
   "INSERT OR IGNORE INTO entities VALUES (?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)"},
  {'M',
   "CREATE TABLE mentions (number INTEGER NOT NULL REFERENCES articles, entity TEXT NOT NULL REFERENCES entities, "
   "text TEXT NOT "
   "NULL, start INTEGER NOT NULL, \"end\" INTEGER NOT NULL, zone TEXT NOT NULL, score REAL NOT NULL, sentence TEXT NOT NULL, "
   "why TEXT NOT NULL)",
   "INSERT INTO mentions VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)"},
  {'T',
   "CREATE TABLE topics (number INTEGER NOT NULL REFERENCES articles, topic TEXT NOT NULL, label TEXT, score REAL NOT NULL, "
   "iptc TEXT)",
   "INSERT INTO topics VALUES (?1, ?2, ?3, ?4, ?5)"},
};

/* Made at the end: rows come in faster without. */
static const char indexes[] = "CREATE INDEX articles_by_id ON articles (article); "
                              "CREATE INDEX articles_by_publisher ON articles (publisher); "
                              "CREATE INDEX mentions_by_article ON mentions (number, entity); "
                              "CREATE INDEX mentions_by_entity ON mentions (entity, number); "
                              "CREATE INDEX entities_by_name ON entities (name); CREATE INDEX topics_by_article ON topics (number); "
                              "CREATE INDEX topics_by_topic ON topics (topic, score)";

typedef struct {
  NtOutfile *out;
  sqlite3 *db;
  sqlite3_stmt *inserts[N_TABLES];
  gint64 articles;
} Database;

/* ---- format ---- */

static void put_text(GString *out, NtStr text)
{
  if (!text.n) {
    g_string_append_c(out, '0');
    return;
  }
  guint32 n = (guint32)text.n;
  g_string_append_c(out, 'T');
  nt_json_put_n(out, (const char *)&n, sizeof n);
  nt_json_put(out, text);
}

/* Not null where it is empty. */
static void put_some(GString *out, NtStr text)
{
  if (text.n)
    put_text(out, text);
  else
    nt_json_put_n(out, "T\0\0\0\0", 5);
}

static void put_number(GString *out, double number)
{
  g_string_append_c(out, 'N');
  nt_json_put_n(out, (const char *)&number, sizeof number);
}

static void put_count(GString *out, gsize count)
{
  gint64 n = (gint64)count;
  g_string_append_c(out, 'I');
  nt_json_put_n(out, (const char *)&n, sizeof n);
}

static void put_article(GString *out, const NtArticle *a)
{
  g_string_append_c(out, 'A');
  put_some(out, a->id);
  put_text(out, a->meta.headline);
  put_text(out, a->meta.publisher);
  put_text(out, a->meta.published);
  put_text(out, a->meta.published_iso);
  put_text(out, a->meta.place);
  put_text(out, a->meta.byline);
  put_text(out, a->source.path);
  put_text(out, a->text);
  put_text(out, a->error);
  g_string_append_c(out, '.');
}

static void put_entity(GString *out, const NtEntity *e)
{
  g_string_append_c(out, 'E');
  put_some(out, e->id);
  put_text(out, nt_str(nt_type_word(e->type)));
  put_some(out, e->name);
  put_text(out, e->about.wikidata);
  put_text(out, e->about.country);
  put_text(out, e->about.kind);
  put_text(out, e->about.role);
  if (nt_has_position(e)) {
    put_number(out, e->about.lat);
    put_number(out, e->about.lon);
  }
  g_string_append_c(out, '.');
}

static void put_mention(GString *out, NtArticle *a, const NtPlaced *placed)
{
  const NtMention *m = placed->mention;
  g_autoptr(GString) text = g_string_new(NULL);
  g_string_append_c(out, 'M');
  put_some(out, placed->entity->id);
  put_some(out, nt_span_of(m->span, a->text));
  put_count(out, nt_offsets_point(&a->offsets, m->span.start));
  put_count(out, nt_offsets_point(&a->offsets, m->span.end));
  put_text(out, nt_str(nt_zone_word(m->zone)));
  put_number(out, m->score);
  nt_sentence_around(a, m->span, text);
  put_some(out, nt_str_n(text->str, text->len));
  g_string_truncate(text, 0);
  for (guint i = 0; i < m->n_why; i++) {
    nt_put(text, i ? "; " : "");
    nt_json_put(text, m->why[i]);
  }
  put_some(out, nt_str_n(text->str, text->len));
  g_string_append_c(out, '.');
}

static gboolean sqlite_format(gconstpointer self, NtArticle *a, GString *out, GError **error)
{
  (void)self, (void)error;
  put_article(out, a);
  for (guint i = 0; i < a->entities.n; i++)
    put_entity(out, &a->entities.v[i]);
  NtPlacedList list = nt_placed_all(a);
  for (guint i = 0; i < list.n; i++)
    put_mention(out, a, &list.v[i]);
  for (guint i = 0; i < a->topics.n; i++) {
    g_string_append_c(out, 'T');
    put_some(out, a->topics.v[i].id);
    put_text(out, a->topics.v[i].label);
    put_number(out, a->topics.v[i].score);
    put_text(out, a->topics.v[i].iptc);
    g_string_append_c(out, '.');
  }
  return TRUE;
}

/* ---- put ---- */

static gboolean failed(const Database *d, GError **error)
{
  g_set_error(error, NT_ERROR, NT_ERROR_IO, "db: %s", d->db ? sqlite3_errmsg(d->db) : "no memory");
  return FALSE;
}

static gboolean run(Database *d, const char *sql, GError **error)
{
  return sqlite3_exec(d->db, sql, NULL, NULL, NULL) == SQLITE_OK || failed(d, error);
}

/* Binds the cell at `p` as parameter `at`; the place behind it. */
static const char *bind(sqlite3_stmt *insert, int at, const char *p)
{
  guint32 n;
  double number;
  gint64 count;
  switch (*p++) {
  case 'T':
    memcpy(&n, p, sizeof n);
    sqlite3_bind_text(insert, at, p + sizeof n, (int)n, SQLITE_STATIC);
    return p + sizeof n + n;
  case 'N':
    memcpy(&number, p, sizeof number);
    sqlite3_bind_double(insert, at, number);
    return p + sizeof number;
  case 'I':
    memcpy(&count, p, sizeof count);
    sqlite3_bind_int64(insert, at, count);
    return p + sizeof count;
  default: return p;
  }
}

static gboolean sqlite_put(gpointer self, const char *p, gsize n, GError **error)
{
  Database *d = self;
  const char *end = p + n;
  while (p < end) {
    guint table = 0;
    while (tables[table].letter != *p)
      table++;
    p++;
    d->articles += table == ARTICLES;
    sqlite3_stmt *insert = d->inserts[table];
    sqlite3_clear_bindings(insert);
    if (table != ENTITIES)
      sqlite3_bind_int64(insert, 1, d->articles);
    for (int at = 2; *p != '.'; at++)
      p = bind(insert, at, p);
    p++;
    int status = sqlite3_step(insert);
    sqlite3_reset(insert);
    if (status != SQLITE_DONE)
      return failed(d, error);
  }
  return TRUE;
}

/* ---- the file ---- */

static void let_go(Database *d)
{
  for (guint i = 0; i < N_TABLES; i++)
    g_clear_pointer(&d->inserts[i], sqlite3_finalize);
  g_clear_pointer(&d->db, sqlite3_close);
}

static void sqlite_close(gpointer self)
{
  Database *d = self;
  let_go(d);
  nt_outfile_free(d->out);
  g_free(d);
}

/* No journal: the file is not there before it is whole, so that nothing needs to be undone. */
static gboolean make(Database *d, GError **error)
{
  if (sqlite3_open(nt_outfile_temporary(d->out), &d->db) != SQLITE_OK)
    return failed(d, error);
  if (!run(d, "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA application_id = 0x6E746167; PRAGMA user_version = 1; "
              "BEGIN", error))
    return FALSE;
  for (guint i = 0; i < N_TABLES; i++)
    if (!run(d, tables[i].create, error))
      return FALSE;
    else if (sqlite3_prepare_v2(d->db, tables[i].insert, -1, &d->inserts[i], NULL) != SQLITE_OK)
      return failed(d, error);
  return TRUE;
}

static gpointer sqlite_open(const char *path, const NtOptions *options, GError **error)
{
  (void)options;
  if (!path || g_str_equal(path, "-") || g_str_has_prefix(path, "/dev/")) {
    g_set_error(error, NT_ERROR, NT_ERROR_USAGE, "a database needs a file: -o tags.db");
    return NULL;
  }
  Database *d = g_new0(Database, 1);
  d->out = nt_outfile_open(path, error);
  if (d->out && make(d, error))
    return d;
  sqlite_close(d);
  return NULL;
}

static gboolean sqlite_finish(gpointer self, GError **error)
{
  Database *d = self;
  if (!run(d, indexes, error) || !run(d, "COMMIT; ANALYZE", error))
    return FALSE;
  let_go(d);
  return nt_outfile_commit(d->out, error);
}

const NtSink nt_sink_sqlite = {
  .name = "sqlite",
  .suffix = ".db",
  .summary = "a SQLite database: articles, entities, mentions, topics",
  .reads = NT_TABLE_LAYERS,
  .open = sqlite_open,
  .format = sqlite_format,
  .put = sqlite_put,
  .finish = sqlite_finish,
  .close = sqlite_close,
};
