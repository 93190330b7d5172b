/* Everything newstag knows: gazetteers, rules, topics and page layouts, compiled into one immutable image. Shared by all
 * threads, changed by none. */
#pragma once

#include "base/diagnostics.h"

struct NtClaims;

typedef struct NtKnowledge NtKnowledge;

typedef struct {
  const char *shipped;        /* the folder that comes with newstag, or NULL; its files are named without it: `gazetteers/…` */
  const char *const *folders; /* the user's own, NULL-terminated, or NULL; a later one adds to, overrides and removes from the
                               * earlier; its files are named with the folder as given here */
  const char *cache;          /* folder for compiled images, or NULL for none */
  struct NtClaims *claims;    /* for a look at the files: takes their `tests:`, and finds in them that do no harm become
                               * warnings and notes; wants no cache. NULL otherwise */
} NtKnowledgePlaces;

/* Opens knowledge folders. Where they are wrong: NT_ERROR_KNOWLEDGE, and `diagnostics` has every finding. */
NtKnowledge *nt_knowledge_open(const NtKnowledgePlaces *places, NtDiagnostics *diagnostics, GError **error);
/* Opens one image, that nt_knowledge_save wrote or that lies in a cache: it holds all that it was made from. Every byte of it is
 * looked at before anything is trusted; NT_ERROR_IMAGE where it is damaged or made by other code. */
NtKnowledge *nt_knowledge_open_image(const char *path, NtDiagnostics *diagnostics, GError **error);
gboolean nt_knowledge_save(const NtKnowledge *knowledge, const char *path, GError **error);
/* Where the image lies; NULL where it is in memory alone. */
const char *nt_knowledge_path(const NtKnowledge *knowledge);
/* Of all the bytes of the image: two that have the same know the same. */
guint64 nt_knowledge_checksum(const NtKnowledge *knowledge);
NtKnowledge *nt_knowledge_ref(NtKnowledge *knowledge);
void nt_knowledge_unref(NtKnowledge *knowledge); /* accepts NULL */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(NtKnowledge, nt_knowledge_unref)

/* Its parts, borrowed: image.h, rule.h, topic.h, layout.h, evidence.h. */
const struct NtImage *nt_knowledge_image(const NtKnowledge *knowledge);
const struct NtRules *nt_knowledge_rules(const NtKnowledge *knowledge);
const struct NtTopics *nt_knowledge_topics(const NtKnowledge *knowledge);
const struct NtEvidenceSet *nt_knowledge_evidence(const NtKnowledge *knowledge);
const struct NtLayouts *nt_knowledge_layouts(const NtKnowledge *knowledge);
