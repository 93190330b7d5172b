/* What each library brings to the bench: one file a library, one row of `libraries` a way to use it. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct {
  const char *p;
  size_t n;
} Slice;

typedef struct {
  char *p;
  size_t n, size;
} Out;

/* All take one line without its end. A zero byte follows it, and 64 more bytes may be read. All return false where they refuse
 * the line, and leave in `fault` the byte where the library says it stopped, -1 where it does not say. */
typedef struct {
  const char *name;                   /* NULL ends the rows */
  bool (*parse)(Slice line);          /* as strictly as the library can */
  bool (*change)(Slice line, Out *);  /* parse, add NEW_KEY, write with the library's writer; NULL: it has none */
  bool (*slices)(Slice line, Out *);  /* parse, write the raw members and NEW_KEY; NULL: not tried */
  bool (*text)(Slice line, size_t *); /* the length the library gives for the string member "text"; NULL: it decodes none */
} Library;

extern const Library libraries[];
extern const char *const version;
extern long fault;

#define NEW_KEY "topics"
#define NEW_VALUE "[{\"id\":\"trade\",\"score\":7.5}]"

void out_put(Out *out, const char *p, size_t n);
/* Writes the members in the order they come, NEW_KEY last: an old NEW_KEY is left out. */
void out_member(Out *out, Slice key, Slice value);
void out_end(Out *out);
bool refuse(long at); /* sets `fault`; false */

/* The members of the object `line`, raw, written to `out` as above. `line` must be valid JSON: quotes and brackets are counted,
 * nothing is checked. False where it is no object. */
bool slice_members(Slice line, Out *out);

#ifdef __cplusplus
}
#endif
