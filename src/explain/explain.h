/* Why a text is tagged as it is, and where it is not, why not. */
#pragma once

#include <glib.h>

#pragma GCC visibility push(default)

typedef struct NtKnowledge NtKnowledge;

typedef struct {
  const char *path;    /* a file of text, or of a page; `-` is standard input */
  gboolean at_offset;  /* only what stands at character `offset` of the file's text, from 0 */
  guint64 offset;
  const char *text;    /* only where this stands first; NULL */
  const char *topic;   /* not of the tags, but of the topic with that id, in each article, or in the one that has the place; NULL */
  gboolean json;       /* an object a line; otherwise text for people */
  gboolean colour;
} NtExplainSpec;

/* Appends the answer to `out`. FALSE with NT_ERROR_INPUT where the file cannot be read, or has no such place; with NT_ERROR_USAGE where there is no
 * such topic. */
gboolean nt_explain(const NtKnowledge *knowledge, const NtExplainSpec *spec, GString *out, GError **error);

#pragma GCC visibility pop
