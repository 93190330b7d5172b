/* What people have, in any format: the first byte is a letter that stands for the ending of the name. */
#include "fuzz.h"

#include "base/error.h"
#include "base/input.h"
#include "stages/1-read/containers.h"
#include "stages/1-read/read.h"

static const char *name_of(uint8_t letter)
{
  static const char *const names[] = {
    ['a'] = "x.zip",  ['c'] = "x.csv", ['f'] = "x.rss",  ['h'] = "x.html", ['j'] = "x.jsonl", ['m'] = "x.mbox",
    ['e'] = "x.eml",  ['t'] = "x.txt", ['v'] = "x.tsv",  ['w'] = "x.warc", ['x'] = "x",
  };
  return letter < G_N_ELEMENTS(names) && names[letter] ? names[letter] : "x";
}

/* What is read has a text; an article of NDJSON may have an empty one. */
static gboolean is_line;

static void look(NtArticle *article)
{
  fuzz_holds(article->text.n || is_line);
  fuzz_holds(nt_utf8_is_valid(article->text.p, article->text.n));
  const NtStr said[] = {article->meta.headline, article->meta.publisher, article->meta.published, article->meta.byline};
  for (guint i = 0; i < G_N_ELEMENTS(said); i++)
    fuzz_holds(nt_utf8_is_valid(said[i].p, said[i].n));
}

static NtOptions *make_options(void)
{
  static const NtOption column = {.name = "text-column", .kind = NT_OPTION_TEXT}, field = {.name = "text-field", .kind = NT_OPTION_TEXT};
  NtOptions *options = nt_options_new();
  nt_options_set(options, &column, "1", NULL);
  nt_options_set(options, &field, "a.b", NULL);
  return options;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  static const NtStage *const stages[] = {&nt_stage_read, NULL};
  static FuzzChain *chain;
  static NtOptions *options;
  if (!size)
    return 0;
  if (!chain) {
    chain = fuzz_chain(stages, look);
    options = make_options();
  }
  NtBatch batch = {.arena = nt_arena_new()};
  NtContainers *containers = nt_containers_new(options, NULL);
  nt_containers_take(containers, &batch, nt_input_of_bytes(nt_str_n((const char *)data + 1, size - 1)), name_of(data[0]), TRUE);
  do
    for (guint i = 0; i < batch.documents.n; i++)
      if (batch.documents.v[i].kind == NT_DOCUMENT_ERROR) {
        fuzz_holds(batch.documents.v[i].message.n && nt_utf8_is_valid(batch.documents.v[i].message.p, batch.documents.v[i].message.n));
      } else {
        is_line = batch.documents.v[i].kind == NT_DOCUMENT_LINE;
        fuzz_document(chain, &batch.documents.v[i]);
      }
  while (batch.documents.n = 0, nt_containers_step(containers, &batch));
  nt_containers_free(containers);
  nt_arena_free(batch.arena);
  return 0;
}
