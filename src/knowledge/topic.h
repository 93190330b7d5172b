/* Topics: what words, entities and places in a text speak for which label. docs/formats/topics.md is the format. */
#pragma once

#include "base/yaml.h"
#include "build.h"

typedef struct NtTopics NtTopics;

NtTopics *nt_topics_new(void);
void nt_topics_free(NtTopics *topics);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(NtTopics, nt_topics_free)

/* Adds what one file says; a topic replaces the one of the same id of an earlier folder. */
void nt_topics_add(NtTopics *topics, const NtYaml *root, const NtYamlContext *context, guint folder);
/* After the last file: topics are numbered, references checked. */
void nt_topics_finish(NtTopics *topics, NtDiagnostics *diagnostics);
/* Puts all terms into an image that is being built. Their numbers are those of the topics after `finish`, so that the same
 * files read again at another time give the same. */
void nt_topics_build(const NtTopics *topics, NtBuild *build, NtDiagnostics *diagnostics);
