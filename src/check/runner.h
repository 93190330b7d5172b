/* Runs the sentences that files of knowledge claim something of through stages, one at a time. */
#pragma once

#include "knowledge/rule.h"
#include "look.h"
#include "pipe/chain.h"

#define NT_MOST_MARKS 32u

/* A sentence with names in brackets, parted. */
typedef struct {
  NtStr text;
  NtSpan marks[NT_MOST_MARKS];
  guint n;
} NtMarked;

/* FALSE where brackets do not match. */
gboolean nt_marked_parse(NtArena *arena, NtStr source, NtMarked *marked);

typedef struct {
  NtNext end; /* first */
  NtLook *look;
  NtArena *arena;
  NtOptions *options;
  NtChain *chain;
  NtArticle *seen; /* what came out last */
} NtRunner;

/* `keep`: a layer that resolve shall keep, or NULL. */
gboolean nt_runner_open(NtRunner *runner, NtLook *look, const NtStage *const *stages, const char *keep);
void nt_runner_close(NtRunner *runner);
/* The article that came of `text`, of which `zone` is the whole where it is `zoned`; NULL where it cannot be done. It lives in
 * the runner's arena. */
const NtArticle *nt_runner_run(NtRunner *runner, NtStr text, NtZoneKind zone, gboolean zoned);
/* A zone in which the rule holds, the body where it can be. */
NtZoneKind nt_runner_zone(const NtRule *rule);
