/* One pass over a line, from which a tree is made whose every value knows its own bytes. */
#include "json.h"

#include "error.h"
#include "limits.h"
#include "utf8.h"

typedef struct {
  NtArena *arena;
  NtStr line;
  gsize at;
  guint nodes;
  GError **error;
} Reader;

static gboolean refuse(Reader *r, const char *why)
{
  g_set_error(r->error, NT_ERROR, NT_ERROR_INPUT, "column %" G_GSIZE_FORMAT ": %s", r->at + 1, why);
  return FALSE;
}

static gboolean refuse_here(Reader *r, const char *wanted)
{
  return refuse(r, r->at == r->line.n ? "not JSON: it ends too early" : wanted);
}

/* The byte that comes next; 0, which stands in no text, at the end. */
static inline char peek(const Reader *r)
{
  return r->at < r->line.n ? r->line.p[r->at] : 0;
}

static inline char skip_space(Reader *r)
{
  char c;
  while ((c = peek(r)) == ' ' || c == '\t' || c == '\r' || c == '\n')
    r->at++;
  return c;
}

/* ---- strings ---- */

/* The four digits from `p` on; -1 where these are not there. */
static int unit_of(const char *p, const char *end)
{
  int unit = 0;
  for (guint i = 0; i < 4; i++) {
    int digit = p + i < end ? g_ascii_xdigit_value(p[i]) : -1;
    if (digit < 0)
      return -1;
    unit = unit << 4 | digit;
  }
  return unit;
}

/* What stands behind the backslash at `r->at`: its bytes go to `*out`, and `r->at` behind it. No escape is shorter than its bytes. */
static gboolean read_escape(Reader *r, const char *end, char **out)
{
  static const char named[256] = {['"'] = '"', ['\\'] = '\\', ['/'] = '/', ['b'] = '\b', ['f'] = '\f', ['n'] = '\n', ['r'] = '\r', ['t'] = '\t'};
  const char *p = r->line.p + r->at + 1;
  if (named[(guchar)*p]) {
    *(*out)++ = named[(guchar)*p];
    r->at += 2;
    return TRUE;
  }
  int unit = *p == 'u' ? unit_of(p + 1, end) : -1;
  if (unit < 0)
    return refuse(r, "not JSON: a backslash before what cannot be escaped");
  gunichar point = (gunichar)unit;
  if (point >= 0xD800 && point <= 0xDFFF) { /* a text must not change: half of a pair is an error */
    int low = point < 0xDC00 && end - p >= 7 && p[5] == '\\' && p[6] == 'u' ? unit_of(p + 7, end) : -1;
    if (low < 0xDC00 || low > 0xDFFF)
      return refuse(r, "half of a surrogate pair in a string");
    point = 0x10000 + ((point - 0xD800) << 10) + ((gunichar)low - 0xDC00);
    r->at += 6;
  }
  r->at += 6;
  *out += g_unichar_to_utf8(point, *out);
  return TRUE;
}

/* What the string between its quotes stands for. */
static gboolean decode(Reader *r, NtStr raw, NtStr *text)
{
  char *copy = nt_arena_alloc(r->arena, raw.n), *out = copy;
  const char *end = raw.p + raw.n - 1;
  r->at = (gsize)(raw.p - r->line.p) + 1;
  for (;;) {
    const char *p = r->line.p + r->at, *slash = memchr(p, '\\', (gsize)(end - p));
    gsize plain = (gsize)((slash ? slash : end) - p);
    out = nt_json_text_at(out, p, plain);
    r->at += plain;
    if (!slash)
      break;
    if (!read_escape(r, end, &out))
      return FALSE;
  }
  r->at++;
  *text = nt_str_n(copy, (gsize)(out - copy));
  return TRUE;
}

/* The string at hand; in place where nothing is escaped. */
static gboolean read_string(Reader *r, NtStr *raw, NtStr *text)
{
  gsize from = r->at++;
  gboolean escapes = FALSE;
  for (;;) {
    r->at += nt_json_plain(r->line.p + r->at, r->line.n - r->at);
    char c = peek(r);
    if (c == '"')
      break;
    if (c != '\\')
      return refuse_here(r, "not JSON: a control character in a string");
    escapes = TRUE;
    r->at = MIN(r->at + 2, r->line.n);
  }
  r->at++;
  *raw = nt_str_n(r->line.p + from, r->at - from);
  *text = nt_str_n(raw->p + 1, raw->n - 2);
  return !escapes || decode(r, *raw, text);
}

/* ---- values ---- */

static inline void skip_digits(Reader *r)
{
  while (g_ascii_isdigit(peek(r)))
    r->at++;
}

static gboolean read_digits(Reader *r)
{
  if (!g_ascii_isdigit(peek(r)))
    return refuse_here(r, "not JSON: a digit is missing");
  skip_digits(r);
  return TRUE;
}

static gboolean read_number(Reader *r)
{
  r->at += peek(r) == '-';
  if (peek(r) == '0')
    r->at++;
  else if (!read_digits(r))
    return FALSE;
  if (peek(r) == '.') {
    r->at++;
    if (!read_digits(r))
      return FALSE;
  }
  if ((peek(r) | 0x20) != 'e')
    return TRUE;
  r->at++;
  r->at += peek(r) == '-' || peek(r) == '+';
  return read_digits(r);
}

static gboolean read_word(Reader *r, NtStr word)
{
  if (r->line.n - r->at < word.n || memcmp(r->line.p + r->at, word.p, word.n) != 0)
    return refuse(r, "not JSON: no value begins so");
  r->at += word.n;
  return TRUE;
}

static NtJson *read_value(Reader *r, guint depth);

static NtJson *read_member(Reader *r, guint depth)
{
  NtStr raw_key, key;
  if (peek(r) != '"') {
    refuse_here(r, "not JSON: a key in quotes is missing");
    return NULL;
  }
  if (!read_string(r, &raw_key, &key))
    return NULL;
  if (skip_space(r) != ':') {
    refuse_here(r, "not JSON: a colon is missing");
    return NULL;
  }
  r->at++;
  skip_space(r);
  NtJson *value = read_value(r, depth);
  if (value) {
    value->key = key;
    value->raw_key = raw_key;
  }
  return value;
}

/* The items of an array or object, from its bracket on. */
static gboolean read_items(Reader *r, NtJson *node, guint depth)
{
  gboolean object = node->kind == NT_JSON_OBJECT;
  char close = object ? '}' : ']';
  NtJson **tail = &node->first;
  if (depth == NT_LIMIT_JSON_DEPTH)
    return refuse(r, "values stand inside each other too deep");
  r->at++;
  for (char c = skip_space(r); c != close || node->count;) {
    NtJson *item = object ? read_member(r, depth + 1) : read_value(r, depth + 1);
    if (!item)
      return FALSE;
    *tail = item;
    tail = &item->next;
    node->count++;
    c = skip_space(r);
    if (c == close)
      break;
    if (c != ',')
      return refuse_here(r, "not JSON: a comma or a closing bracket is missing");
    r->at++;
    skip_space(r);
  }
  r->at++;
  return TRUE;
}

static gboolean fill(Reader *r, NtJson *node, guint depth)
{
  switch (peek(r)) {
  case '{': node->kind = NT_JSON_OBJECT; return read_items(r, node, depth);
  case '[': node->kind = NT_JSON_ARRAY; return read_items(r, node, depth);
  case '"': node->kind = NT_JSON_STRING; return read_string(r, &node->raw, &node->string);
  case 't': node->kind = NT_JSON_TRUE; return read_word(r, NT_STR("true"));
  case 'f': node->kind = NT_JSON_FALSE; return read_word(r, NT_STR("false"));
  case 'n': node->kind = NT_JSON_NULL; return read_word(r, NT_STR("null"));
  case '-': case '0': case '1': case '2': case '3': case '4': case '5': case '6': case '7': case '8': case '9':
    node->kind = NT_JSON_NUMBER;
    return read_number(r);
  default: return refuse_here(r, "not JSON: no value begins so");
  }
}

/* As deep as NT_LIMIT_JSON_DEPTH. */
static NtJson *read_value(Reader *r, guint depth)
{
  gsize from = r->at;
  if (++r->nodes > NT_LIMIT_JSON_NODES) {
    refuse(r, "too many values in one line");
    return NULL;
  }
  NtJson *node = nt_arena_alloc0(r->arena, sizeof *node);
  if (!fill(r, node, depth))
    return NULL;
  node->raw = nt_str_n(r->line.p + from, r->at - from);
  return node;
}

NtJson *nt_json_parse(NtArena *arena, NtStr line, GError **error)
{
  Reader r = {.arena = arena, .line = line, .error = error};
  gsize valid = nt_utf8_valid_prefix(line.p, line.n);
  if (valid < line.n) {
    r.at = valid;
    refuse(&r, "not JSON: not UTF-8 here");
    return NULL;
  }
  skip_space(&r);
  if (r.at == line.n) {
    g_set_error(error, NT_ERROR, NT_ERROR_INPUT, "not JSON: nothing there");
    return NULL;
  }
  NtJson *root = read_value(&r, 0);
  if (!root)
    return NULL;
  skip_space(&r);
  if (r.at < line.n) {
    refuse(&r, "not JSON: something stands behind the value");
    return NULL;
  }
  return root;
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
