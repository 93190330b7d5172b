#include "eval.h"

#include "base/error.h"
#include "base/outfile.h"
#include "errors.h"
#include "readers.h"
#include "report.h"
#include "tag.h"

#define MOST_TYPES 16u

/* ---- what is asked ---- */

typedef struct {
  NtStr types[MOST_TYPES];
  guint n_types;
  gboolean bins[NT_N_BINS];
  gboolean json;
} Asked;

static gboolean refuse(GError **error, const char *what, const char *word, const char *known)
{
  g_set_error(error, NT_ERROR, NT_ERROR_USAGE, "there is no %s \"%s\" (%s)", what, word, known);
  return FALSE;
}

static gboolean read_types(Asked *asked, NtArena *arena, const char *types, GError **error)
{
  g_auto(GStrv) words = g_strsplit(types ? types : "person,place,organization", ",", -1);
  for (char **w = words; *w; w++) {
    NtStr type = nt_eval_type(arena, nt_str(g_strstrip(*w)));
    if (!type.n || asked->n_types == MOST_TYPES)
      return refuse(error, "list of types", types, "person,place,organization");
    asked->types[asked->n_types++] = type;
  }
  return TRUE;
}

static gboolean read_asked(const NtEvalSpec *spec, Asked *asked, NtArena *arena, GError **error)
{
  *asked = (Asked){.json = spec->to && g_str_equal(spec->to, "json")};
  if (spec->to && !asked->json && !g_str_equal(spec->to, "text"))
    return refuse(error, "format", spec->to, "text, json");
  if (spec->part && !g_str_equal(spec->part, "seen") && !g_str_equal(spec->part, "aside"))
    return refuse(error, "part", spec->part, "seen, aside");
  for (const char *const *by = spec->by; by && *by; by++) {
    NtBinKind kind;
    if (!nt_bin_from(*by, &kind))
      return refuse(error, "table by", *by, "zone, list, rule, topic");
    asked->bins[kind] = TRUE;
  }
  return read_types(asked, arena, spec->types, error);
}

/* ---- the documents ---- */

/* A third of all documents, by the SHA-1 of their id modulo three, is kept aside: the same third in every set and release. */
static gboolean is_aside(NtStr id)
{
  g_autofree char *hex = g_compute_checksum_for_data(G_CHECKSUM_SHA1, (const guchar *)id.p, id.n);
  guint rest = 0;
  for (const char *p = hex; *p; p++)
    rest = (rest * 16 + (guint)g_ascii_xdigit_value(*p)) % 3;
  return rest == 0;
}

static gboolean wanted(const NtEvalSpec *spec, NtStr id)
{
  return !spec->part || is_aside(id) == g_str_equal(spec->part, "aside");
}

static NtEvalDocument *tags_for(NtEvalSet *tags, const NtEvalDocument *gold, NtEvalReport *report)
{
  NtEvalDocument *d = (NtEvalDocument *)nt_eval_set_find(tags, gold->id);
  if (d && !nt_eval_rebase(tags, d, gold->text)) {
    report->other_text++;
    d = NULL;
  }
  report->missing += !d;
  return d;
}

static void pair_all(const NtEvalSpec *spec, NtEvalPairs *pairs, const NtEvalSet *gold, NtEvalSet *tags, NtEvalReport *report)
{
  gboolean gold_entities = FALSE, tag_entities = FALSE;
  for (guint i = 0; i < gold->documents.n; i++) {
    const NtEvalDocument *g = gold->documents.v[i];
    if (!wanted(spec, g->id))
      continue;
    NtEvalDocument *t = tags_for(tags, g, report);
    gold_entities |= g->has_entities;
    tag_entities |= t && t->has_entities;
    nt_eval_pair(pairs, g, t);
  }
  pairs->entities = gold_entities && tag_entities;
  report->documents = pairs->pairs.n;
}

static gboolean read_both(const NtEvalSpec *spec, NtEvalSet *gold, NtEvalSet *tags, GError **error)
{
  if (!nt_eval_read(gold, spec->gold, spec->gold_form, error))
    return FALSE;
  if (!gold->documents.n) {
    g_set_error(error, NT_ERROR, NT_ERROR_INPUT, "%s: no document in it", spec->gold);
    return FALSE;
  }
  return spec->tags ? nt_eval_read(tags, spec->tags, spec->tags_form, error) : nt_eval_tag(tags, gold, spec->knowledge, error);
}

static gboolean write_report(const NtEvalSpec *spec, const Asked *asked, const NtEvalReport *report, GError **error)
{
  g_autoptr(GString) text = g_string_new(NULL);
  if (asked->json)
    nt_eval_report_json(report, text);
  else
    nt_eval_report_text(report, asked->bins, text);
  g_autoptr(NtOutfile) out = nt_outfile_open(spec->output, error);
  return out && nt_outfile_write(out, text->str, text->len, error) && nt_outfile_commit(out, error);
}

gboolean nt_eval(const NtEvalSpec *spec, NtDiagnostics *findings, NtEvalResult *result, GError **error)
{
  g_autoptr(NtArena) arena = nt_arena_new();
  g_autoptr(NtEvalSet) gold = nt_eval_set_new(NULL, findings), tags = nt_eval_set_new(gold, findings);
  Asked asked;
  *result = (NtEvalResult){0};
  if (!read_asked(spec, &asked, arena, error) || !read_both(spec, gold, tags, error))
    return FALSE;
  NtEvalPairs pairs = {.arena = arena, .types = asked.types, .n_types = asked.n_types};
  NtEvalReport report = {.pairs = &pairs, .resamples = spec->resamples};
  pair_all(spec, &pairs, gold, tags, &report);
  NtEvalRow *rows = nt_eval_rows(&pairs, &report.n_rows);
  nt_eval_bootstrap(rows, report.n_rows, pairs.pairs.n, spec->resamples);
  report.rows = rows;
  report.linking = nt_eval_linking(&pairs);
  *result = (NtEvalResult){report.documents, report.missing, gold->skipped + tags->skipped, 0};
  if (spec->errors && !nt_eval_write_errors(&pairs, spec->errors, &result->mistakes, error))
    return FALSE;
  return write_report(spec, &asked, &report, error);
}
