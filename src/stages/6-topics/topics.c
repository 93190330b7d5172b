#include "topics.h"
static gpointer topics_open(const NtStageEnv *env, GError **error) { (void)env, (void)error; return g_new0(int, 1); }
static gboolean topics_step(gpointer self, NtArticle *a, NtNext *next, GError **error) { (void)self; nt_article_wrote(a, NT_LAYER(TOPICS)); return next->give(next, a, error); }
static void topics_close(gpointer self) { g_free(self); }
const NtStage nt_stage_topics = {.name = "topics", .summary = "label articles with topics", .reads = NT_LAYER(TEXT) | NT_LAYER(ZONES) | NT_LAYER(META) | NT_LAYER(ENTITIES), .writes = NT_LAYER(TOPICS), .needs_knowledge = TRUE, .open = topics_open, .step = topics_step, .close = topics_close};
