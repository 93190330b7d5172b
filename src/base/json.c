/* yajl calls back for each token with numbers as they were written and strings in place, and tells how far it has read: enough
 * to make a tree whose every value knows its own bytes. What it leaves to us: depth, the number of values, lone surrogates. */
#include "json.h"

#include "error.h"
#include "limits.h"
#include "utf8.h"

#include <stdlib.h>
#include <yajl/yajl_parse.h>
#include <yajl/yajl_version.h>

typedef struct {
  NtArena *arena;
  NtStr line;
  yajl_handle handle;
  NtJson *stack[NT_LIMIT_JSON_DEPTH]; /* the open arrays and objects */
  NtJson **tail[NT_LIMIT_JSON_DEPTH]; /* where the next item of each goes */
  guint depth, nodes;
  gsize last_end; /* of the token before this one */
  NtJson *root;
  NtStr key, raw_key;
  const char *complaint;
} Reader;

static int refuse(Reader *r, const char *why)
{
  r->complaint = why;
  return 0;
}

/* The bytes of the token that was just read. Between it and the one before stand white space, commas and colons only. */
static NtStr token(Reader *r)
{
  gsize end = yajl_get_bytes_consumed(r->handle), start = r->last_end;
  while (start < end && strchr(" \t\r\n,:", r->line.p[start]))
    start++;
  r->last_end = end;
  return nt_str_n(r->line.p + start, end - start);
}

static NtJson *add(Reader *r, NtJsonKind kind)
{
  if (++r->nodes > NT_LIMIT_JSON_NODES) {
    refuse(r, "too many values in one line");
    return NULL;
  }
  NtJson *node = nt_arena_alloc0(r->arena, sizeof *node);
  node->kind = kind;
  node->raw = token(r);
  node->key = r->key;
  node->raw_key = r->raw_key;
  r->key = r->raw_key = (NtStr){0};
  if (r->depth) {
    *r->tail[r->depth - 1] = node;
    r->tail[r->depth - 1] = &node->next;
    r->stack[r->depth - 1]->count++;
  } else {
    r->root = node;
  }
  return node;
}

static int open_node(Reader *r, NtJsonKind kind)
{
  if (r->depth == NT_LIMIT_JSON_DEPTH)
    return refuse(r, "values stand inside each other too deep");
  NtJson *node = add(r, kind);
  if (!node)
    return 0;
  r->stack[r->depth] = node;
  r->tail[r->depth++] = &node->first;
  return 1;
}

static int close_node(Reader *r)
{
  token(r);
  NtJson *node = r->stack[--r->depth];
  node->raw.n = (gsize)(r->line.p + r->last_end - node->raw.p);
  return 1;
}

/* yajl puts a question mark where an escape is half of a surrogate pair; a text must not change, so that is an error. */
static gboolean has_lone_surrogate(NtStr raw)
{
  for (gsize i = 0; i + 5 < raw.n; i++) {
    const char *slash = memchr(raw.p + i, '\\', raw.n - 5 - i);
    if (!slash)
      return FALSE;
    i = (gsize)(slash - raw.p);
    if (raw.p[i + 1] != 'u') {
      i++;
      continue;
    }
    guint unit = (guint)strtoul((char[]){raw.p[i + 2], raw.p[i + 3], raw.p[i + 4], raw.p[i + 5], 0}, NULL, 16);
    if (unit >= 0xDC00 && unit <= 0xDFFF)
      return TRUE;
    if (unit >= 0xD800 && unit <= 0xDBFF) {
      if (i + 11 >= raw.n || raw.p[i + 6] != '\\' || raw.p[i + 7] != 'u' ||
          !strchr("cdefCDEF", raw.p[i + 9]) || (raw.p[i + 8] | 0x20) != 'd')
        return TRUE;
      i += 6;
    }
    i += 5;
  }
  return FALSE;
}

/* In place where nothing was escaped; otherwise yajl's own buffer, which is copied. */
static gboolean decoded(Reader *r, NtStr raw, const unsigned char *text, size_t n, NtStr *out)
{
  if (n + 2 == raw.n) {
    *out = nt_str_n(raw.p + 1, n);
    return TRUE;
  }
  if (has_lone_surrogate(raw)) {
    refuse(r, "half of a surrogate pair in a string");
    return FALSE;
  }
  *out = nt_arena_str(r->arena, nt_str_n((const char *)text, n));
  return TRUE;
}

static int on_null(void *data)
{
  return add(data, NT_JSON_NULL) != NULL;
}

static int on_boolean(void *data, int value)
{
  return add(data, value ? NT_JSON_TRUE : NT_JSON_FALSE) != NULL;
}

static int on_number(void *data, const char *text, size_t n)
{
  (void)text, (void)n;
  return add(data, NT_JSON_NUMBER) != NULL;
}

static int on_string(void *data, const unsigned char *text, size_t n)
{
  NtJson *node = add(data, NT_JSON_STRING);
  return node && decoded(data, node->raw, text, n, &node->string);
}

static int on_key(void *data, const unsigned char *text, size_t n)
{
  Reader *r = data;
  r->raw_key = token(r);
  return decoded(r, r->raw_key, text, n, &r->key);
}

static int on_object(void *data)
{
  return open_node(data, NT_JSON_OBJECT);
}

static int on_array(void *data)
{
  return open_node(data, NT_JSON_ARRAY);
}

static int on_end(void *data)
{
  return close_node(data);
}

static const yajl_callbacks callbacks = {
  .yajl_null = on_null,
  .yajl_boolean = on_boolean,
  .yajl_number = on_number,
  .yajl_string = on_string,
  .yajl_start_map = on_object,
  .yajl_map_key = on_key,
  .yajl_end_map = on_end,
  .yajl_start_array = on_array,
  .yajl_end_array = on_end,
};

static void explain(const Reader *r, gsize consumed, GError **error)
{
  gsize column = consumed + 1;
  if (r->complaint) {
    g_set_error(error, NT_ERROR, NT_ERROR_INPUT, "column %" G_GSIZE_FORMAT ": %s", column, r->complaint);
    return;
  }
  unsigned char *message = yajl_get_error(r->handle, 0, (const unsigned char *)r->line.p, r->line.n);
  g_strchomp((char *)message);
  g_set_error(error, NT_ERROR, NT_ERROR_INPUT, "column %" G_GSIZE_FORMAT ": not JSON: %s", column, (const char *)message);
  yajl_free_error(r->handle, message);
}

/* yajl looks at the form of UTF-8 only (surrogates and code points beyond the last pass), and takes a form feed or vertical tab for
 * white space. */
static gboolean is_clean(NtStr line, GError **error)
{
  gsize valid = nt_utf8_valid_prefix(line.p, line.n);
  const char *feed = memchr(line.p, '\f', valid), *tab = memchr(line.p, '\v', valid);
  if (valid == line.n && !feed && !tab)
    return TRUE;
  gsize at = MIN(valid, MIN(feed ? (gsize)(feed - line.p) : line.n, tab ? (gsize)(tab - line.p) : line.n));
  g_set_error(error, NT_ERROR, NT_ERROR_INPUT, "column %" G_GSIZE_FORMAT ": not JSON: %s", at + 1,
              at == valid ? "not UTF-8 here" : "a control character");
  return FALSE;
}

/* What stands behind the last token: yajl passes over a string that is not closed behind a whole value. */
static gsize first_behind(const Reader *r)
{
  gsize at = r->last_end;
  while (at < r->line.n && memchr(" \t\r\n", r->line.p[at], 4))
    at++;
  return at;
}

NtJson *nt_json_parse(NtArena *arena, NtStr line, GError **error)
{
  Reader *r = nt_arena_alloc0(arena, sizeof *r);
  r->arena = arena;
  r->line = line;
  if (!is_clean(line, error))
    return NULL;
  r->handle = yajl_alloc(&callbacks, NULL, r);
  yajl_config(r->handle, yajl_dont_validate_strings, 1); /* is_clean was stricter */
  yajl_status status = yajl_parse(r->handle, (const unsigned char *)line.p, line.n);
  gsize consumed = yajl_get_bytes_consumed(r->handle); /* completing sets it back */
  gsize behind = first_behind(r);
  if (status == yajl_status_ok && r->root && !r->depth && behind < line.n) {
    consumed = behind;
    refuse(r, "something stands behind the value");
    status = yajl_status_client_canceled;
  }
  if (status == yajl_status_ok)
    status = yajl_complete_parse(r->handle);
  if (status != yajl_status_ok)
    explain(r, consumed, error);
  else if (!r->root)
    g_set_error(error, NT_ERROR, NT_ERROR_INPUT, "not JSON: nothing there");
  yajl_free(r->handle);
  return status == yajl_status_ok ? r->root : NULL;
}

const NtJson *nt_json_get(const NtJson *object, const char *key)
{
  const NtJson *found = NULL;
  if (object && object->kind == NT_JSON_OBJECT)
    for (const NtJson *item = object->first; item; item = item->next)
      if (nt_str_is(item->key, key))
        found = item;
  return found;
}

gboolean nt_json_number(const NtJson *value, double *number)
{
  if (!value || value->kind != NT_JSON_NUMBER || value->raw.n > 60)
    return FALSE;
  char copy[64];
  memcpy(copy, value->raw.p, value->raw.n);
  copy[value->raw.n] = '\0';
  *number = g_ascii_strtod(copy, NULL);
  return TRUE;
}

gboolean nt_json_count(const NtJson *value, gsize *count)
{
  if (!value || value->kind != NT_JSON_NUMBER || value->raw.n > 15)
    return FALSE;
  gsize n = 0;
  for (gsize i = 0; i < value->raw.n; i++) {
    if (!g_ascii_isdigit(value->raw.p[i]))
      return FALSE;
    n = n * 10 + (gsize)(value->raw.p[i] - '0');
  }
  *count = n;
  return TRUE;
}

const char *nt_json_version(void)
{
  return "yajl " G_STRINGIFY(YAJL_MAJOR) "." G_STRINGIFY(YAJL_MINOR) "." G_STRINGIFY(YAJL_MICRO);
}
