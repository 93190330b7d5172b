/* JSON. Reading goes through a library, and this is the one door to it; writing is our own, because all that newstag writes
 * is a handful of shapes and writing dominates the cost of NDJSON (docs/decisions/0002-json-library.md). */
#pragma once

#include "arena.h"

typedef enum {
  NT_JSON_NULL,
  NT_JSON_FALSE,
  NT_JSON_TRUE,
  NT_JSON_NUMBER,
  NT_JSON_STRING,
  NT_JSON_ARRAY,
  NT_JSON_OBJECT,
} NtJsonKind;

typedef struct NtJson NtJson;
struct NtJson {
  NtJsonKind kind;
  guint count;  /* of items */
  NtStr raw;    /* the value as it was written, a slice of the input */
  NtStr string; /* STRING: its text, valid UTF-8, decoded */
  NtStr key;    /* of an object's member, decoded */
  NtStr raw_key; /* the key as it was written, with its quotes */
  NtJson *first, *next;
};

/* The value of `line`, one JSON text in UTF-8 and nothing else, in `arena`. Slices point into `line`. An error says the
 * column, in bytes from 1. */
NtJson *nt_json_parse(NtArena *arena, NtStr line, GError **error);

/* The member with that key, the last where there are several; NULL where there is none, or for a NULL or other value. */
const NtJson *nt_json_get(const NtJson *object, const char *key);
/* Whether it is a whole number from 0 to 2^53, and which. */
gboolean nt_json_count(const NtJson *value, gsize *count);
gboolean nt_json_number(const NtJson *value, double *number);

/* Writing: each appends to `out`. What is written often goes by hand into room for all of it: nt_json_room gives the place behind
 * what `out` holds, where `n` bytes may follow; nt_json_end says where they end. */
static inline char *nt_json_room(GString *out, gsize n)
{
  gsize length = out->len;
  if (length + n >= out->allocated_len) {
    g_string_set_size(out, length + n);
    out->len = length;
  }
  return out->str + length;
}
static inline void nt_json_end(GString *out, char *p)
{
  *p = '\0';
  out->len = (gsize)(p - out->str);
}
static inline char *nt_json_text_at(char *p, const char *text, gsize n)
{
  if (n)
    memcpy(p, text, n);
  return p + n;
}
#define NT_JSON_COUNT 20u /* bytes of the longest count */
char *nt_json_count_at(char *p, guint64 value);
#define NT_JSON_NUMBER (NT_JSON_COUNT + 6u)
char *nt_json_number_at(char *p, double value);
/* A string with its quotes. `p` has room for text.n + 2 bytes and `after`, which is enough for nearly all; where it is not, more room is
 * made. What comes back has room for `after`. */
char *nt_json_string_at(GString *out, char *p, NtStr text, gsize after);

/* g_string_append_len without its questions: most pieces are a few bytes. */
static inline void nt_json_put_n(GString *out, const char *p, gsize n)
{
  if (out->len + n >= out->allocated_len) {
    g_string_append_len(out, p, (gssize)n);
    return;
  }
  memcpy(out->str + out->len, p, n);
  out->len += n;
  out->str[out->len] = '\0';
}

static inline void nt_json_put(GString *out, NtStr raw)
{
  nt_json_put_n(out, raw.p, raw.n);
}
void nt_json_put_string(GString *out, NtStr text);
void nt_json_put_count(GString *out, guint64 value);
/* At most three decimals (`put_degrees`: four), no trailing zeros; never an exponent. */
void nt_json_put_number(GString *out, double value);
void nt_json_put_degrees(GString *out, double value);
/* A string, or null where `text.p` is NULL. */
void nt_json_put_string_or_null(GString *out, NtStr text);
/* The name and version of the library. */
const char *nt_json_version(void);
