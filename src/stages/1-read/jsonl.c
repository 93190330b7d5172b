/* JSON lines of others: any member may hold the text (--text-field), also one inside another (`article.body`). What else an object has
 * goes along: under its own name, or where newstag knows a member of that name, under `fields`. Lines that are newstag's own are
 * passed on as they are. */
#include "reader.h"

#include "base/error.h"
#include "base/json.h"
#include "base/limits.h"

typedef struct {
  NtInput *in;
  char *path;
  const char *text, *id; /* dotted paths, or NULL */
  guint64 line;
} Jsonl;

static gpointer open_jsonl(const NtContainer *container, GError **error)
{
  (void)error;
  Jsonl *j = g_new0(Jsonl, 1);
  j->in = container->in;
  j->path = g_strdup(container->path);
  j->text = nt_options_text(container->options, "text-field");
  j->id = nt_options_text(container->options, "id-field");
  return j;
}

static void close_jsonl(gpointer self)
{
  Jsonl *j = self;
  g_free(j->path);
  g_free(j);
}

/* The value at a dotted path; a member whose own name has the dots goes before. */
static const NtJson *value_at(const NtJson *object, const char *path)
{
  const NtJson *value = nt_json_get(object, path);
  const char *dot = strchr(path, '.');
  if (value || !dot)
    return value;
  g_autofree char *head = g_strndup(path, (gsize)(dot - path));
  const NtJson *inner = nt_json_get(object, head);
  return inner && inner->kind == NT_JSON_OBJECT ? value_at(inner, dot + 1) : NULL;
}

/* A string, or a list of strings, which are paragraphs. */
static gboolean text_of(NtArena *arena, const NtJson *value, NtStr *text)
{
  if (value && value->kind == NT_JSON_STRING) {
    *text = value->string;
    return TRUE;
  }
  if (!value || value->kind != NT_JSON_ARRAY)
    return FALSE;
  g_autoptr(GString) out = g_string_new(NULL);
  for (const NtJson *item = value->first; item; item = item->next) {
    if (item->kind != NT_JSON_STRING)
      return FALSE;
    if (item != value->first)
      g_string_append(out, "\n\n");
    g_string_append_len(out, item->string.p, (gssize)item->string.n);
  }
  *text = nt_arena_str(arena, nt_str_n(out->str, out->len));
  return TRUE;
}

static gboolean is_ours(NtStr key)
{
  NtLayer layer;
  return nt_layer_from(key, &layer) || nt_str_is(key, "newstag") || nt_str_is(key, "fields");
}

static void put_raw(GString *out, const NtJson *item)
{
  if (out->len && out->str[out->len - 1] != '{')
    g_string_append_c(out, ',');
  nt_json_put(out, item->raw_key);
  g_string_append_c(out, ':');
  nt_json_put(out, item->raw);
}

static void put_others(const NtJson *object, const char *text, const char *id, GString *out)
{
  g_autoptr(GString) fields = g_string_new("{");
  for (const NtJson *item = object->first; item; item = item->next) {
    if ((text && nt_str_is(item->key, text)) || nt_str_is(item->key, id ? id : "id"))
      continue;
    gboolean taken = is_ours(item->key) || nt_str_is(item->key, "id");
    put_raw(taken ? fields : out, item);
  }
  if (fields->len == 1)
    return;
  g_string_append(out, ",\"fields\":");
  nt_json_put(out, nt_str_n(fields->str, fields->len));
  g_string_append_c(out, '}');
}

static gboolean convert(Jsonl *j, NtArena *arena, NtStr line, NtStr *result, GError **error)
{
  const NtJson *object = nt_json_parse(arena, line, error);
  NtStr text;
  if (!object)
    return FALSE;
  const char *text_path = j->text ? j->text : "text";
  if (object->kind != NT_JSON_OBJECT || !text_of(arena, value_at(object, text_path), &text)) {
    g_set_error(error, NT_ERROR, NT_ERROR_INPUT, "no text at \"%s\"", text_path);
    return FALSE;
  }
  const NtJson *id = value_at(object, j->id ? j->id : "id");
  g_autoptr(GString) out = g_string_sized_new(line.n + 64);
  g_string_append(out, "{\"id\":");
  if (id && (id->kind == NT_JSON_STRING || id->kind == NT_JSON_NUMBER)) {
    nt_json_put(out, id->raw);
  } else {
    g_autofree char *place = g_strdup_printf("%s:%" G_GUINT64_FORMAT, j->path, j->line);
    nt_json_put_string(out, nt_str(place));
  }
  g_string_append(out, ",\"text\":");
  nt_json_put_string(out, text);
  put_others(object, text_path, j->id, out);
  g_string_append_c(out, '}');
  *result = nt_arena_str(arena, nt_str_n(out->str, out->len));
  return TRUE;
}

static NtStr trim(NtStr line, gboolean first)
{
  if (first && line.n >= 3 && memcmp(line.p, "\xEF\xBB\xBF", 3) == 0)
    line = nt_str_n(line.p + 3, line.n - 3);
  return nt_str_trim(line);
}

static void give_line(Jsonl *j, NtArena *arena, NtPiece *piece, NtStr line)
{
  g_autoptr(GError) bad = NULL;
  line = nt_arena_str(arena, line);
  piece->kind = NT_PIECE_LINE;
  if (!j->text && !j->id)
    piece->bytes = line;
  else if (!convert(j, arena, line, &piece->bytes, &bad)) {
    piece->kind = NT_PIECE_BAD;
    piece->message = nt_arena_str(arena, nt_str(bad->message));
  }
}

static gboolean next_line(gpointer self, NtArena *arena, NtPiece *piece, GError **error)
{
  Jsonl *j = self;
  NtStr line;
  gboolean cut;
  for (;;) {
    if (!nt_input_line(j->in, NT_LIMIT_LINE_BYTES, &line, &cut, error))
      return FALSE;
    piece->line = ++j->line;
    if (cut) {
      piece->kind = NT_PIECE_BAD;
      piece->message = NT_STR("the line has more than " G_STRINGIFY(NT_LIMIT_LINE_MIB) " MiB");
      return TRUE;
    }
    if (!line.n) {
      piece->kind = NT_PIECE_END;
      return TRUE;
    }
    line = trim(line, j->line == 1);
    if (!line.n)
      continue;
    give_line(j, arena, piece, line);
    return TRUE;
  }
}

static gboolean is_jsonl(NtStr head)
{
  head = trim(head, TRUE);
  return head.n && head.p[0] == '{';
}

const NtReader nt_reader_jsonl = {
  .name = "jsonl",
  .endings = ".ndjson .jsonl",
  .is = is_jsonl,
  .open = open_jsonl,
  .next = next_line,
  .close = close_jsonl,
};
