#include "topic.h"
struct NtTopics { int none; };
NtTopics *nt_topics_new(void) { return g_new0(NtTopics, 1); }
void nt_topics_free(NtTopics *t) { g_free(t); }
void nt_topics_add(NtTopics *t, const NtYaml *r, const NtYamlContext *c, guint f) { (void)t, (void)r, (void)c, (void)f; }
void nt_topics_finish(NtTopics *t, NtDiagnostics *d) { (void)t, (void)d; }
void nt_topics_build(const NtTopics *t, NtBuild *b, NtDiagnostics *d) { (void)t, (void)b, (void)d; }
