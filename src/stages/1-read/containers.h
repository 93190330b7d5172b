/* Streams that hold documents, opened inside each other: an archive, a mailbox in it. */
#pragma once

#include "pipe/feed.h"
#include "reader.h"

typedef struct NtContainers NtContainers;

/* `from`: the format of everything that is no archive, or NULL. */
NtContainers *nt_containers_new(const NtOptions *options, const NtReader *from);
void nt_containers_free(NtContainers *containers); /* accepts NULL */

/* Whether a file that is found, not named by the user, is taken: by its ending, or because it has none. */
gboolean nt_containers_want(const NtContainers *containers, const char *path);
/* Takes the stream over: one document goes into the batch at once; what holds several is opened. `named`: by the user. */
void nt_containers_take(NtContainers *containers, NtBatch *batch, NtInput *in, const char *path, gboolean named);
/* The next document of the innermost open one, or its end; FALSE where none is open. */
gboolean nt_containers_step(NtContainers *containers, NtBatch *batch);
