/* YAML as newstag reads it: a tree of strings with the place of each. The one door to libyaml.
 *
 * Strict: a duplicate key, an anchor or alias, a tag, a second document or a control character is an error; nothing is ever
 * taken for a number, a date or a truth value unless a caller asks for one (`NO` is the country code of Norway). */
#pragma once

#include "arena.h"
#include "diagnostics.h"

typedef enum { NT_YAML_SCALAR, NT_YAML_SEQUENCE, NT_YAML_MAPPING } NtYamlKind;

typedef struct NtYaml NtYaml;
struct NtYaml {
  NtYamlKind kind;
  guint line, column; /* from 1 */
  gboolean plain;     /* SCALAR: written without quotes */
  NtStr text;         /* SCALAR */
  NtStr key;          /* of a mapping's item */
  guint key_line, key_column;
  NtYaml *first, *next; /* items of this sequence or mapping; the next item of the parent */
  guint count;
};

typedef struct {
  const char *file; /* as shown in messages */
  NtDiagnostics *diagnostics;
  gboolean known;   /* its trees were checked before, and are what they were */
} NtYamlContext;

/* The tree of `bytes`, in `arena`; NULL for an empty document and where an error was added. */
NtYaml *nt_yaml_parse(NtArena *arena, NtStr bytes, const NtYamlContext *context);

void nt_yaml_error(const NtYamlContext *context, const NtYaml *at, const char *code, const char *format, ...)
  G_GNUC_PRINTF(4, 5);

/* Where byte `offset` of a scalar is written (its length: where it ends). `*line` and `*column` are the scalar's in `bytes`, the file,
 * and become that byte's; FALSE, and as they were, where it cannot be told. */
gboolean nt_yaml_place(NtStr bytes, NtStr text, gsize offset, guint *line, guint *column);

/* A key that a mapping may have. */
typedef enum {
  NT_YAML_WANT_TEXT,    /* a scalar that is not empty */
  NT_YAML_WANT_NUMBER,  /* a finite decimal number */
  NT_YAML_WANT_COUNT,   /* a whole number ≥ 0 */
  NT_YAML_WANT_BOOL,    /* true or false, nothing else */
  NT_YAML_WANT_TEXTS,   /* a sequence of scalars, or one scalar */
  NT_YAML_WANT_SEQUENCE,
  NT_YAML_WANT_MAPPING,
  NT_YAML_WANT_ANY,
} NtYamlWant;

typedef struct {
  const char *key;
  NtYamlWant want;
  gboolean required;
} NtYamlKey;

/* Checks every item of `map` against `keys` (ended by a NULL key): unknown keys (with the nearest known one), missing ones,
 * wrong kinds. Adds an error for each; TRUE where there was none. */
gboolean nt_yaml_check(const NtYamlContext *context, const NtYaml *map, const char *what, const NtYamlKey *keys);

/* The item of `map` with that key; NULL where there is none (also for a NULL map). */
const NtYaml *nt_yaml_get(const NtYaml *map, const char *key);
/* These expect what nt_yaml_check has checked, and give the default where the key is absent. */
NtStr nt_yaml_text(const NtYaml *map, const char *key);
double nt_yaml_number(const NtYaml *map, const char *key, double otherwise);
gboolean nt_yaml_bool(const NtYaml *map, const char *key, gboolean otherwise);
/* A decimal number in `s` and nothing else, whatever the locale. */
gboolean nt_parse_number(NtStr s, double *value);
