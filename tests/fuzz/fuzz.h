/* What the fuzz targets share. A target is one file with the function that libFuzzer calls; built without the fuzzer it is linked
 * with replay.c and runs the files of seeds/TARGET as an ordinary test.
 *
 * A target asserts what must hold for any input, beside not crashing. */
#pragma once

#include "base/arena.h"
#include "knowledge/knowledge.h"
#include "pipe/chain.h"
#include "pipe/feed.h"

#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Like g_assert, not taken out by any build type, and with a signal that the fuzzer keeps its input for. */
#define fuzz_holds(condition) ((condition) ? (void)0 : fuzz_fail(__FILE__, __LINE__, #condition))
void fuzz_fail(const char *file, int line, const char *what) G_GNUC_NORETURN;

/* The shipped knowledge, compiled at the first call. */
const NtKnowledge *fuzz_knowledge(void);

/* What a chain of stages gives goes through `look`; an article that a stage refuses is no fault. */
typedef void (*FuzzLook)(NtArticle *article);
typedef struct FuzzChain FuzzChain;
FuzzChain *fuzz_chain(const NtStage *const *stages, FuzzLook look);
/* Puts `data`, made valid UTF-8, through the chain as the text of an article. */
void fuzz_text(FuzzChain *chain, const uint8_t *data, size_t size);
/* The same for an article as it comes over the wire; FALSE where that cannot be read. */
gboolean fuzz_line(FuzzChain *chain, const uint8_t *data, size_t size);

/* The same for a document as a feed gives it, in a format. */
void fuzz_document(FuzzChain *chain, const NtDocument *document);

/* Every span lies in the text, on the edges of characters, with the right offsets; spans of a layer are in order. */
void fuzz_check_spans(NtArticle *article);
