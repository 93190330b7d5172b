/* Parses each line of NDJSON, adds a member, writes it: with the library that LIB names. Prints MB/s for parsing alone and for all. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static double now(void)
{
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static size_t written;

#if LIB_CJSON
#include <cjson/cJSON.h>
static int one(const char *line, size_t n, int write)
{
  cJSON *o = cJSON_ParseWithLength(line, n);
  if (!o)
    return 0;
  if (write) {
    cJSON_AddStringToObject(o, "topics", "trade");
    char *out = cJSON_PrintUnformatted(o);
    written += strlen(out);
    free(out);
  }
  cJSON_Delete(o);
  return 1;
}
#elif LIB_JSON_C
#include <json-c/json.h>
static int one(const char *line, size_t n, int write)
{
  static struct json_tokener *t;
  if (!t) {
    t = json_tokener_new();
    json_tokener_set_flags(t, JSON_TOKENER_STRICT | JSON_TOKENER_VALIDATE_UTF8);
  }
  json_tokener_reset(t);
  struct json_object *o = json_tokener_parse_ex(t, line, (int)n + 1);
  if (!o)
    return 0;
  if (write) {
    json_object_object_add(o, "topics", json_object_new_string("trade"));
    written += strlen(json_object_to_json_string_ext(o, JSON_C_TO_STRING_PLAIN));
  }
  json_object_put(o);
  return 1;
}
#elif LIB_JANSSON
#include <jansson.h>
static int one(const char *line, size_t n, int write)
{
  json_t *o = json_loadb(line, n, 0, NULL);
  if (!o)
    return 0;
  if (write) {
    json_object_set_new(o, "topics", json_string("trade"));
    char *out = json_dumps(o, JSON_COMPACT);
    written += strlen(out);
    free(out);
  }
  json_decref(o);
  return 1;
}
#elif LIB_JSON_GLIB
#include <json-glib/json-glib.h>
static int one(const char *line, size_t n, int write)
{
  JsonParser *p = json_parser_new();
  int good = json_parser_load_from_data(p, line, (gssize)n, NULL);
  if (good && write) {
    json_object_set_string_member(json_node_get_object(json_parser_get_root(p)), "topics", "trade");
    char *out = json_to_string(json_parser_get_root(p), FALSE);
    written += strlen(out);
    g_free(out);
  }
  g_object_unref(p);
  return good;
}
#elif LIB_NEWSTAG /* yajl through src/base/json.c, raw slices, our own writer */
#include "base/json.h"
static int one(const char *line, size_t n, int write)
{
  static NtArena *arena;
  static GString *out;
  if (!arena) {
    arena = nt_arena_new();
    out = g_string_new(NULL);
  }
  nt_arena_reset(arena);
  const NtJson *o = nt_json_parse(arena, nt_str_n(line, n), NULL);
  if (!o)
    return 0;
  if (write) {
    g_string_truncate(out, 0);
    for (const NtJson *m = o->first; m; m = m->next) {
      nt_json_put_n(out, m == o->first ? "{" : ",", 1);
      nt_json_put(out, m->raw_key);
      nt_json_put_n(out, ":", 1);
      nt_json_put(out, m->raw);
    }
    nt_json_put_n(out, ",\"topics\":\"trade\"}", 18);
    written += out->len;
  }
  return 1;
}
#endif

int main(int argc, char **argv)
{
  (void)argc;
  FILE *f = fopen(argv[1], "rb");
  fseek(f, 0, SEEK_END);
  size_t size = (size_t)ftell(f);
  rewind(f);
  char *all = malloc(size + 1);
  if (fread(all, 1, size, f) != size)
    return 1;
  all[size] = 0;
  double best[2] = {1e9, 1e9};
  size_t lines = 0, bad = 0;
  for (int write = 0; write < 2; write++)
    for (int round = 0; round < 3; round++) {
      double start = now();
      lines = bad = 0;
      for (char *p = all, *end; p < all + size && (end = memchr(p, '\n', (size_t)(all + size - p))); p = end + 1) {
        *end = 0;
        bad += !one(p, (size_t)(end - p), write);
        *end = '\n';
        lines++;
      }
      double t = now() - start;
      if (t < best[write])
        best[write] = t;
    }
  printf("%7.0f %7.0f   (%zu lines, %zu refused)\n", (double)size / 1e6 / best[0], (double)size / 1e6 / best[1], lines, bad);
  return 0;
}
