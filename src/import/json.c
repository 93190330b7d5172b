/* JSON: an object a line (plain names, spaCy's patterns, Prodigy's examples), and whole files (SPARQL results, Label Studio). */
#include "names.h"

#include "base/error.h"
#include "base/json.h"
#include "base/utf8.h"

#include <string.h>

static NtStr text_of(const NtJson *value)
{
  return value && value->kind == NT_JSON_STRING ? value->string : (NtStr){0};
}

/* The slice of a text from code point `start` to `end`; empty where it has not as many. */
static NtStr slice(NtStr text, gsize start, gsize end)
{
  const char *p = text.p, *stop = text.p + text.n, *from = NULL;
  gsize at = 0;
  for (; p < stop && at < end; at++, p = g_utf8_next_char(p))
    if (at == start)
      from = p;
  return from && at == end ? nt_str_n(from, (gsize)(p - from)) : (NtStr){0};
}

/* ---- an object a line ---- */

/* spaCy: a token pattern is a name where every token says just its text. */
static gboolean name_of_tokens(const NtJson *tokens, GString *name)
{
  for (const NtJson *token = tokens->first; token; token = token->next) {
    const NtJson *text = nt_json_get(token, "TEXT"), *small = nt_json_get(token, "LOWER");
    if (!text)
      text = nt_json_get(token, "ORTH");
    if (!text)
      text = small;
    if (!text || text->kind != NT_JSON_STRING || token->count != 1)
      return FALSE;
    gsize at = name->len + (name->len > 0);
    g_string_append_printf(name, "%s%.*s", name->len ? " " : "", (int)text->string.n, text->string.p);
    if (text == small) /* of any case: as a name is written */
      name->str[at] = g_ascii_toupper(name->str[at]);
  }
  return name->len > 0;
}

static void take_pattern(NtImport *in, const NtJson *line, const NtJson *pattern)
{
  NtStr label = text_of(nt_json_get(line, "label")), id = text_of(nt_json_get(line, "id"));
  g_autoptr(GString) name = g_string_new(NULL);
  if (pattern->kind == NT_JSON_STRING)
    nt_import_take(in, pattern->string, label, id, (NtStr){0});
  else if (pattern->kind == NT_JSON_ARRAY && name_of_tokens(pattern, name))
    nt_import_take(in, nt_str_n(name->str, name->len), label, id, (NtStr){0});
  else
    nt_import_leave_out(in, "pattern", "a pattern over properties of words is no name; make it a rule");
}

static void take_spans(NtImport *in, NtStr text, const NtJson *spans)
{
  for (const NtJson *span = spans->first; span; span = span->next) {
    gsize start, end;
    NtStr name = {0};
    if (nt_json_count(nt_json_get(span, "start"), &start) && nt_json_count(nt_json_get(span, "end"), &end))
      name = slice(text, start, end);
    nt_import_take(in, name, text_of(nt_json_get(span, "label")), (NtStr){0}, (NtStr){0});
  }
}

static void take_object(NtImport *in, const NtJson *object)
{
  const NtJson *pattern = nt_json_get(object, "pattern"), *spans = nt_json_get(object, "spans"), *aliases = nt_json_get(object, "aliases");
  if (object->kind != NT_JSON_OBJECT) {
    nt_import_leave_out(in, "bad-line", "not an object");
  } else if (pattern) {
    take_pattern(in, object, pattern);
  } else if (spans && spans->kind == NT_JSON_ARRAY) {
    if (!nt_str_is(text_of(nt_json_get(object, "answer")), "reject"))
      take_spans(in, text_of(nt_json_get(object, "text")), spans);
  } else {
    g_autoptr(GString) others = g_string_new(NULL);
    for (const NtJson *alias = aliases && aliases->kind == NT_JSON_ARRAY ? aliases->first : NULL; alias; alias = alias->next)
      g_string_append_printf(others, "%s%.*s", others->len ? "|" : "", (int)alias->string.n, alias->string.p);
    NtStr type = text_of(nt_json_get(object, "type"));
    nt_import_take(in, text_of(nt_json_get(object, "name")), type.n ? type : text_of(nt_json_get(object, "label")),
                   text_of(nt_json_get(object, "id")), nt_str_n(others->str, others->len));
  }
}

gboolean nt_import_lines(NtImport *in, const char *path, GError **error)
{
  g_autofree char *bytes = NULL;
  gsize n;
  if (!g_file_get_contents(path, &bytes, &n, error))
    return FALSE;
  g_autoptr(NtArena) arena = nt_arena_new();
  for (gsize at = 0; at < n;) {
    const char *end = memchr(bytes + at, '\n', n - at);
    gsize length = end ? (gsize)(end - bytes) - at : n - at;
    NtStr line = {bytes + at, length};
    in->line++;
    at += length + 1;
    nt_arena_reset(arena);
    g_autoptr(GError) wrong = NULL;
    if (strspn(line.p, " \r\t") >= line.n)
      continue;
    const NtJson *object = nt_json_parse(arena, line, &wrong);
    if (object)
      take_object(in, object);
    else
      nt_import_leave_out(in, "bad-line", "%s", wrong->message);
  }
  return TRUE;
}

/* ---- whole files ---- */

static gboolean ends_in(NtStr s, const char *ending)
{
  gsize n = strlen(ending);
  return s.n >= n && memcmp(s.p + s.n - n, ending, n) == 0;
}

static void take_binding(NtImport *in, const NtJson *row)
{
  NtStr name = {0}, id = {0}, aliases = {0}, type = {0};
  for (const NtJson *cell = row->first; cell; cell = cell->next) {
    NtStr value = text_of(nt_json_get(cell, "value"));
    if (nt_str_is(text_of(nt_json_get(cell, "type")), "uri")) {
      const char *slash = value.n ? g_strrstr_len(value.p, (gssize)value.n, "/") : NULL;
      if (!id.n && slash)
        id = nt_str_n(slash + 1, value.n - (gsize)(slash + 1 - value.p));
    } else if (ends_in(cell->key, "AltLabel") || ends_in(cell->key, "aliases")) {
      aliases = value;
    } else if (nt_str_is(cell->key, "type") || nt_str_is(cell->key, "typeLabel")) {
      type = value;
    } else if (!name.n && (ends_in(cell->key, "Label") || ends_in(cell->key, "name"))) {
      name = value;
    }
  }
  g_autofree char *parts = g_strndup(aliases.p ? aliases.p : "", aliases.n);
  g_auto(GStrv) list = g_strsplit(parts, ", ", -1); /* as the label service joins them */
  g_autofree char *joined = g_strjoinv("|", list);
  if (!name.n || nt_str_equal(name, id))
    nt_import_leave_out(in, "no-name", "%.*s has no label", (int)id.n, id.p ? id.p : "");
  else
    nt_import_take(in, name, type, id, nt_str(joined));
}

static void take_task(NtImport *in, const NtJson *task)
{
  const NtJson *data = nt_json_get(task, "data"), *list = nt_json_get(task, "annotations");
  NtStr text = text_of(nt_json_get(data, "text"));
  for (const NtJson *annotation = list ? list->first : NULL; annotation; annotation = annotation->next) {
    const NtJson *result = nt_json_get(annotation, "result");
    for (const NtJson *one = result ? result->first : NULL; one; one = one->next) {
      const NtJson *value = nt_json_get(one, "value"), *labels = nt_json_get(value, "labels");
      gsize start, end;
      NtStr name = text_of(nt_json_get(value, "text"));
      if (!name.n && nt_json_count(nt_json_get(value, "start"), &start) && nt_json_count(nt_json_get(value, "end"), &end))
        name = slice(text, start, end);
      nt_import_take(in, name, text_of(labels ? labels->first : NULL), (NtStr){0}, (NtStr){0});
    }
  }
}

gboolean nt_import_json(NtImport *in, const char *path, GError **error)
{
  g_autofree char *bytes = NULL;
  gsize n;
  if (!g_file_get_contents(path, &bytes, &n, error))
    return FALSE;
  g_autoptr(NtArena) arena = nt_arena_new();
  g_autoptr(GError) wrong = NULL;
  const NtJson *root = nt_json_parse(arena, nt_str_n(bytes, n), &wrong);
  if (!root) {
    g_set_error(error, NT_ERROR, NT_ERROR_INPUT, "%s: %s", path, wrong->message);
    return FALSE;
  }
  const NtJson *bindings = nt_json_get(nt_json_get(root, "results"), "bindings");
  const NtJson *list = bindings ? bindings : root->kind == NT_JSON_ARRAY ? root : NULL;
  if (!list) {
    g_set_error(error, NT_ERROR, NT_ERROR_INPUT, "%s: neither a SPARQL result nor a list of annotated tasks", path);
    return FALSE;
  }
  for (const NtJson *item = list->first; item; item = item->next) {
    in->line++; /* of a file without lines: the number of the item */
    if (bindings)
      take_binding(in, item);
    else if (nt_json_get(item, "data"))
      take_task(in, item);
    else
      take_object(in, item); /* an array of plain objects, as the Wikidata query service saves it too */
  }
  return TRUE;
}
