/* Tags texts in memory, for a score or a difference. */
#pragma once

#include "knowledge/knowledge.h"
#include "set.h"

/* Adds to `set` the tags of each document of `texts`, with who lost to whom. What cannot be tagged is skipped with a finding. */
gboolean nt_eval_tag(NtEvalSet *set, const NtEvalSet *texts, const NtKnowledge *knowledge, GError **error);
/* Likewise all articles at some paths: files, folders, NDJSON. Pages are cut. */
gboolean nt_eval_tag_paths(NtEvalSet *set, const char *const *paths, const NtKnowledge *knowledge, GError **error);
