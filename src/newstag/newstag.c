#include "newstag/newstag.h"

#include "article/wire.h"
#include "base/archive.h"
#include "base/buildid.h"
#include "base/hash.h"
#include "base/json.h"
#include "base/mime.h"
#include "base/outfile.h"
#include "base/regex.h"
#include "base/xml.h"
#include "base/zip.h"
#include "pipe/chain.h"
#include "pipe/pipe.h"
#include "stages/1-read/read.h"
#include "stages/2-split/split.h"
#include "stages/3-match/match.h"
#include "stages/4-rules/rules.h"
#include "stages/5-resolve/resolve.h"
#include "stages/6-topics/topics.h"
#include "stages/7-write/writers.h"

#include <yaml.h>

static const NtFeed *const feeds[] = {&nt_feed_files, &nt_feed_lines};

static const NtStage *const stages[] = {
  &nt_stage_read, &nt_stage_split, &nt_stage_match, &nt_stage_rules, &nt_stage_resolve, &nt_stage_topics,
};

/* ---- versions ---- */

const char *nt_version(void)
{
  return NT_VERSION;
}

char *nt_version_details(void)
{
  g_autofree char *pcre2 = nt_regex_version(), *xml = nt_xml_version(), *mime = nt_mime_version();
  return g_strdup_printf("GLib %u.%u.%u\nPCRE2 %s\nlibyaml %s\n%s\nzlib %s\n%s\n%s\n%s\n", glib_major_version, glib_minor_version,
                         glib_micro_version, pcre2, yaml_get_version_string(), nt_json_version(), nt_zip_version(), nt_archive_version(), xml,
                         mime);
}

/* ---- parts ---- */

static const NtFeed *find_feed(const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS(feeds); i++)
    if (g_str_equal(feeds[i]->name, name))
      return feeds[i];
  return NULL;
}

static const NtStage *find_stage(const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS(stages); i++)
    if (g_str_equal(stages[i]->name, name))
      return stages[i];
  return NULL;
}

const char *const *nt_parts(NtPartKind kind)
{
  static const char *const feed_names[] = {"files", "lines", NULL};
  static const char *const stage_names[] = {"read", "split", "match", "rules", "resolve", "topics", NULL};
  return kind == NT_PART_FEED ? feed_names : kind == NT_PART_STAGE ? stage_names : nt_sink_names();
}

const char *nt_part_summary(NtPartKind kind, const char *name)
{
  const NtStage *stage = kind == NT_PART_STAGE ? find_stage(name) : NULL;
  const NtSink *sink = kind == NT_PART_SINK ? nt_sink_by_name(name) : NULL;
  return stage ? stage->summary : sink ? sink->summary : NULL;
}

const char *nt_sink_suffix(const char *name)
{
  const NtSink *sink = nt_sink_by_name(name);
  return sink ? sink->suffix : NULL;
}

const NtOption *nt_part_options(NtPartKind kind, const char *name)
{
  const NtFeed *feed = kind == NT_PART_FEED ? find_feed(name) : NULL;
  const NtStage *stage = kind == NT_PART_STAGE ? find_stage(name) : NULL;
  const NtSink *sink = kind == NT_PART_SINK ? nt_sink_by_name(name) : NULL;
  return feed ? feed->options : stage ? stage->options : sink ? nt_sink_options() : NULL;
}

const char *nt_sink_for_path(const char *path)
{
  const NtSink *sink = nt_sink_by_ending(path);
  return sink ? sink->name : NULL;
}

gboolean nt_stage_needs_knowledge(const char *name)
{
  const NtStage *stage = find_stage(name);
  return stage && stage->needs_knowledge;
}

/* ---- knowledge ---- */

NtKnowledge *nt_knowledge_load(const char *shipped, const char *const *folders, const char *cache, NtDiagnostics *diagnostics,
                               GError **error)
{
  NtKnowledgePlaces places = {.shipped = shipped, .folders = folders, .cache = cache};
  return nt_knowledge_open(&places, diagnostics, error);
}

NtKnowledge *nt_knowledge_load_image(const char *path, NtDiagnostics *diagnostics, GError **error)
{
  return nt_knowledge_open_image(path, diagnostics, error);
}

/* ---- pipes ---- */

static gboolean find_stages(const char *const *names, const NtStage **found, guint room, GError **error)
{
  guint n = 0;
  for (; names[n]; n++) {
    found[n] = n + 1 < room ? find_stage(names[n]) : NULL;
    if (!found[n]) {
      g_set_error(error, NT_ERROR, NT_ERROR_USAGE, "there is no stage \"%s\"", names[n]);
      return FALSE;
    }
  }
  found[n] = NULL;
  return TRUE;
}

static void pass_message(NtMessageKind kind, const char *message, gpointer data)
{
  const NtPipeSpec *spec = data;
  if (spec->message)
    spec->message(kind == NT_MESSAGE_ERROR, message, spec->message_data);
}

static guint64 add_text(guint64 job, const char *text)
{
  return nt_hash_mix(job, nt_hash_bytes(nt_str(text)));
}

static guint64 add_options(guint64 job, const NtOption *rows, const NtOptions *options)
{
  for (; rows && rows->name; rows++)
    for (const char *const *value = nt_options_texts(options, rows->name); *value; value++)
      job = add_text(add_text(job, rows->name), *value);
  return job;
}

/* What the output of a document depends on beside itself and the knowledge: the program, the stages, the format, their options. */
static guint64 job_of(const NtPipeSpec *spec, const NtPipeJob *job)
{
  guint64 sum = add_text(nt_build_id(), NT_VERSION);
  sum = add_options(sum, job->feed->options, spec->options);
  sum = add_options(add_text(sum, job->sink->name), nt_sink_options(), spec->options);
  for (const NtStage *const *stage = job->stages; *stage; stage++)
    sum = add_options(add_text(sum, (*stage)->name), (*stage)->options, spec->options);
  return sum;
}

static NtPipeResult result_of(const NtPipeCounts *counts)
{
  return (NtPipeResult){counts->documents, counts->unread, counts->skipped, counts->articles, counts->bytes, counts->reused};
}

static void pass_progress(const NtPipeCounts *counts, double done, gpointer data)
{
  const NtPipeSpec *spec = data;
  NtPipeResult so_far = result_of(counts);
  spec->progress(&so_far, done, spec->progress_data);
}

gboolean nt_run(const NtPipeSpec *spec, NtPipeResult *result, GError **error)
{
  const NtStage *found[16];
  NtPipeCounts counts;
  NtPipeJob job = {
    .feed = find_feed(spec->feed),
    .paths = spec->paths,
    .stages = found,
    .sink = nt_sink_by_name(spec->sink),
    .output = spec->output,
    .shard = spec->shard,
    .each = spec->each,
    .knowledge = spec->knowledge,
    .options = spec->options,
    .threads = spec->threads,
    .keep_errors = spec->keep_errors,
    .message = pass_message,
    .message_data = (gpointer)spec,
    .cancel = spec->cancel,
    .progress = spec->progress ? pass_progress : NULL,
    .progress_data = (gpointer)spec,
    .now = spec->now,
    .report = spec->report,
  };
  *result = (NtPipeResult){0};
  if (!find_stages(spec->stages, found, G_N_ELEMENTS(found), error))
    return FALSE;
  if (!job.feed || !job.sink) {
    g_set_error(error, NT_ERROR, NT_ERROR_USAGE, "there is no %s \"%s\"", job.feed ? "format" : "source",
                job.feed ? spec->sink : spec->feed);
    return FALSE;
  }
  job.ledger = spec->state;
  job.ledger_once = spec->state_once;
  job.ledger_job = spec->state ? job_of(spec, &job) : 0;
  gboolean good = nt_pipe_run(&job, &counts, error);
  *result = result_of(&counts);
  return good;
}

/* ---- one article ---- */

struct NtTagger {
  NtNext end; /* first */
  const NtStage *stages[16];
  NtChain *chain;
  NtArena *arena;
  NtOptions *options;
  NtLayers want;
  GString *out;
};

static gboolean tagger_give(NtNext *next, NtArticle *article, GError **error)
{
  (void)error;
  nt_wire_encode(article, ((NtTagger *)next)->out);
  return TRUE;
}

static void tagger_warn(NtNext *next, const NtArticle *article, const char *message)
{
  (void)next, (void)article, (void)message;
}

NtTagger *nt_tagger_new(const NtKnowledge *knowledge, const char *const *names, const NtOptions *options, GError **error)
{
  NtTagger *t = g_new0(NtTagger, 1);
  t->end = (NtNext){tagger_give, tagger_warn};
  t->options = options ? nt_options_copy(options) : nt_options_new();
  t->arena = nt_arena_new();
  t->out = g_string_new(NULL);
  NtStageEnv env = {.knowledge = knowledge, .options = t->options};
  if (find_stages(names ? names : nt_parts(NT_PART_STAGE) + 1, t->stages, G_N_ELEMENTS(t->stages), error))
    t->chain = nt_chain_new(t->stages, &env, error);
  if (!t->chain) {
    nt_tagger_free(t);
    return NULL;
  }
  NtLayers made = 0;
  for (guint i = 0; t->stages[i]; i++) {
    t->want |= t->stages[i]->reads & ~made;
    made |= t->stages[i]->writes;
  }
  return t;
}

const char *nt_tagger_tag(NtTagger *t, const char *json, gsize length, gsize *result_length, GError **error)
{
  NtArticle article;
  nt_arena_reset(t->arena);
  g_string_truncate(t->out, 0);
  nt_article_init(&article, t->arena);
  if (!nt_wire_decode(&article, nt_str_n(json, length), t->want, error) ||
      !nt_chain_give(t->chain, &article, &t->end, error))
    return NULL;
  *result_length = t->out->len;
  return t->out->str;
}

void nt_tagger_free(NtTagger *t)
{
  if (!t)
    return;
  nt_chain_free(t->chain);
  nt_arena_free(t->arena);
  nt_options_free(t->options);
  g_string_free(t->out, TRUE);
  g_free(t);
}
