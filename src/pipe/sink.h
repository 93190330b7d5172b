/* Where articles end: a format. Making bytes of an article is done by the workers, putting the bytes where they belong is done
 * in order by one thread; so a sink is two halves that share nothing but those bytes. */
#pragma once

#include "article/article.h"
#include "options.h"

typedef struct {
  const char *name;    /* `csv` */
  const char *suffix;  /* of file names, with its dot */
  const char *summary;
  NtLayers reads;

  /* Opens the output (`path` NULL: standard output) and writes what stands before the first article. */
  gpointer (*open)(const char *path, const NtOptions *options, GError **error);
  /* Appends what `article` becomes. Called by any thread, several at once: `self` is not changed. */
  gboolean (*format)(gconstpointer self, NtArticle *article, GString *out, GError **error);
  /* Takes what one or several calls of `format` made, in the order of the articles. FALSE ends the run. */
  gboolean (*put)(gpointer self, const char *bytes, gsize n, GError **error);
  /* Lets a reader at the other end of a pipe see what was put so far. May be NULL. */
  gboolean (*flush)(gpointer self, GError **error);
  /* Makes the output whole. Without it, nothing is left behind at `path`. */
  gboolean (*finish)(gpointer self, GError **error);
  void (*close)(gpointer self);
} NtSink;
