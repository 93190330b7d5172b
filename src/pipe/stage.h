/* The one interface of the pipe: a stage is a constant row of four functions that does one thing to an article.
 *
 * Every worker thread opens an instance of its own, so an instance needs no lock; what instances share is the knowledge,
 * which nobody changes. A stage fills the layers named in `writes` and touches no other. */
#pragma once

#include "article/article.h"
#include "knowledge/knowledge.h"
#include "options.h"

typedef struct {
  const NtKnowledge *knowledge; /* NULL where no stage of the pipe needs any */
  const NtOptions *options;
  NtLayers wanted; /* layers that somebody behind this stage asks for, beyond the usual ones (`verdicts`) */
} NtStageEnv;

/* Where a stage gives its articles on to. */
typedef struct NtNext NtNext;
struct NtNext {
  gboolean (*give)(NtNext *next, NtArticle *article, GError **error);
  /* Says something about an article that does not stop it; shown in the order of the articles. */
  void (*warn)(NtNext *next, const NtArticle *article, const char *message);
};

typedef struct {
  const char *name;
  const char *summary; /* one line, for the help */
  NtLayers reads, writes;
  gboolean needs_knowledge;
  const NtOption *options; /* ends with a NULL name; NULL for none */

  /* An instance; NULL where it fails. */
  gpointer (*open)(const NtStageEnv *env, GError **error);
  /* Does its work on `article` and gives it on (none, one or several times). FALSE skips this article: the error is
   * reported and the run goes on. */
  gboolean (*step)(gpointer self, NtArticle *article, NtNext *next, GError **error);
  /* After the last article. May be NULL. */
  gboolean (*finish)(gpointer self, GError **error);
  void (*close)(gpointer self);
} NtStage;
