/* Texts with their marks, as they were read from one side, gold or tags: what scores and differences are made of. */
#pragma once

#include "article/article.h"
#include "base/diagnostics.h"

typedef struct {
  NtSpan span;      /* in the document's text, without blanks at its ends, `the` before and a possessive behind */
  NtStr type;       /* `person`, `place` …; a type that newstag has not, as it was written, in capitals */
  gboolean ignored; /* gold: a tag that touches it is neither right nor wrong (facilities, what is no name) */
  gint entity;      /* which marks of the document are one entity; -1 where it is not said */
  NtStr id;         /* of the entity; p NULL where it is not said */
  NtZoneKind zone;
  NtStr where;      /* who made it, `file:line`; p NULL where it is not said */
  NtStr why;        /* all that was said of it */
  gboolean located;
  double lat, lon;
  NtStr country;    /* two letters; p NULL where not known */
} NtEvalSpan;

/* A name that stood to choose and lost. */
typedef struct {
  NtSpan span;
  NtStr type, where, reason;
} NtEvalLoser;

typedef struct {
  NtStr id;
  NtStr text;       /* p NULL where only spans were given and nobody knows the text */
  NT_VEC(NtZone) zones;
  NT_VEC(NtEvalSpan) spans;
  NT_VEC(NtEvalLoser) losers;
  NT_VEC(NtStr) topics;
  NT_VEC(NtStr) topic_whys; /* beside topics */
  gboolean has_topics, has_entities;
  gint n_entities; /* numbers given out so far */
} NtEvalDocument;

typedef struct NtEvalSet NtEvalSet;
struct NtEvalSet {
  NtArena *arena;
  NT_VEC(NtEvalDocument *) documents; /* in the order in which they were read */
  GHashTable *by_id;                  /* char * → NtEvalDocument * */
  const NtEvalSet *texts;             /* of the other side, for marks that bring no text; or NULL */
  NtDiagnostics *findings;
  gboolean untrimmed;                 /* spans stay as they were read */
  guint64 skipped;
};

NtEvalSet *nt_eval_set_new(const NtEvalSet *texts, NtDiagnostics *findings);
void nt_eval_set_free(NtEvalSet *set);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(NtEvalSet, nt_eval_set_free)

const NtEvalDocument *nt_eval_set_find(const NtEvalSet *set, NtStr id);
/* A new document; NULL, with a finding, where the id is there already. */
NtEvalDocument *nt_eval_set_add(NtEvalSet *set, NtStr id, const char *file, guint line);
void nt_eval_skip(NtEvalSet *set, const char *file, guint line, const char *format, ...) G_GNUC_PRINTF(4, 5);

/* `PER`, `Person`, `GPE` …: newstag's word for it; otherwise `label` in capitals. In `arena`. */
NtStr nt_eval_type(NtArena *arena, NtStr label);
gboolean nt_eval_type_is_ignored(NtStr type);
/* Adds a mark to the document, its span (within the text) trimmed. Borrowed, good until the next. */
NtEvalSpan *nt_eval_mark(NtEvalSet *set, NtEvalDocument *document, NtSpan span, NtStr type);
NtSpan nt_eval_trim(NtStr text, NtSpan span);

/* Brings the marks of `document` over to `text`, the other side's, which may differ in white space. FALSE where it differs in
 * more: then the document is as it was. */
gboolean nt_eval_rebase(NtEvalSet *set, NtEvalDocument *document, NtStr text);
