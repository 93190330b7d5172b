/* Documents through an array of stages, in memory: what nt_pipe_run does with each. */
#pragma once

#include "stage.h"

typedef struct NtChain NtChain;

NtChain *nt_chain_new(const NtStage *const *stages, const NtStageEnv *env, GError **error);
/* Adds to `spent` what each stage takes. */
void nt_chain_time(NtChain *chain, gint64 (*now)(void), gint64 *spent);

/* A document on its way. What its articles point to must last until it is delivered. */
typedef struct {
  NtArticle *article; /* as it goes in; NULL: nothing does */
  NtNext *end;        /* gets what comes out, and, while the stages run, what they have to say of it */
  gboolean failed;
  GError *error;      /* owned; may be NULL where it failed */
  gint64 spent;       /* by the stages, where somebody wants to know */
} NtChainItem;

/* Takes all items through all stages. One that fails does not touch the others. */
void nt_chain_run(NtChain *chain, NtChainItem *items, guint n);
/* After a run, for each item in their order: gives its end what came of it. FALSE where a stage or the end failed. */
gboolean nt_chain_deliver(NtChain *chain, guint item, GError **error);
/* Both, of one document. */
gboolean nt_chain_give(NtChain *chain, NtArticle *article, NtNext *end, GError **error);

gboolean nt_chain_finish(NtChain *chain, GError **error);
void nt_chain_free(NtChain *chain);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(NtChain, nt_chain_free)
