#include "resolve.h"

#include "candidate.h"

typedef struct {
  NtKnowledge *knowledge;
  const NtImage *image;
  guint32 *class_cues, *list_cues;
  guint32 lists[NT_N_SELDOM_LISTS];
  guint64 *word_hashes;
  NtProposer proposers[NT_N_PROPOSERS];
  NtEvidenceKept *kept;
  gboolean keep_names, keep_patterns, keep_verdicts;
} Resolve;

/* In the order in which they run. */
static void (*const passes[])(NtResolution *) = {
  nt_resolve_words, nt_resolve_sport, nt_resolve_collect, nt_resolve_context, nt_resolve_choose, nt_resolve_weigh, nt_resolve_spread, nt_resolve_link,
  nt_resolve_attributes, nt_resolve_focus,
};

/* Those of the cues, and behind them those that are asked seldom. */
static const char *const list_names[NT_N_CUES + NT_N_SELDOM_LISTS] = {
#define X(name, list) list,
  NT_CUES(X)
  NT_SELDOM_LISTS(X)
#undef X
};

const char *const *nt_resolve_lists(guint *n)
{
  *n = G_N_ELEMENTS(list_names);
  return list_names;
}

static void learn_cues(Resolve *r)
{
  r->list_cues = g_new0(guint32, r->image->n_LISTS + 1);
  for (guint cue = 0; cue < NT_N_CUES; cue++) {
    guint32 list = nt_image_list(r->image, nt_str(list_names[cue]));
    if (list != G_MAXUINT32)
      r->list_cues[list] |= 1u << cue;
  }
  r->class_cues = g_new0(guint32, r->image->n_CLASSES);
  for (guint32 c = 0; c + 1 < r->image->n_CLASSES; c++)
    for (guint32 m = r->image->CLASSES[c]; m < r->image->CLASSES[c + 1]; m++)
      r->class_cues[c] |= r->list_cues[r->image->MEMBERSHIPS[m].list];
}

/* Of the context and negative words of aliases: few strings, many places of each. */
static void hash_words(Resolve *r)
{
  const NtImage *image = r->image;
  g_autoptr(NtArena) arena = nt_arena_new();
  g_autoptr(GHashTable) known = g_hash_table_new(NULL, NULL); /* string → one of its places */
  r->word_hashes = g_new0(guint64, image->n_WORDS + 1);
  for (guint32 m = 0; m < image->n_MANNERS; m++) {
    const NtImageManner *manner = &image->MANNERS[m];
    if (!(manner->flags & NT_ALIAS_HAS_WORDS))
      continue;
    guint32 context = manner->words, not = context + 1 + image->WORDS[context], end = not + 1 + image->WORDS[not];
    for (guint32 i = context + 1; i < end; i++) {
      if (i == not)
        continue;
      gpointer string = GUINT_TO_POINTER(image->WORDS[i] + 1);
      guint32 same = GPOINTER_TO_UINT(g_hash_table_lookup(known, string));
      if (same) {
        r->word_hashes[i] = r->word_hashes[same];
        continue;
      }
      NtTokens tokens = nt_tokens_find(arena, nt_image_string(image, image->WORDS[i]));
      r->word_hashes[i] = tokens.n == 1 ? tokens.v[0].hash : 0;
      g_hash_table_insert(known, string, GUINT_TO_POINTER(i));
    }
  }
}

static gpointer resolve_open(const NtStageEnv *env, GError **error)
{
  (void)error;
  Resolve *r = g_new0(Resolve, 1);
  r->knowledge = nt_knowledge_ref((NtKnowledge *)env->knowledge);
  r->image = nt_knowledge_image(r->knowledge);
  r->kept = nt_evidence_kept_new(nt_knowledge_evidence(r->knowledge));
  learn_cues(r);
  for (guint i = 0; i < NT_N_SELDOM_LISTS; i++)
    r->lists[i] = nt_image_list(r->image, nt_str(list_names[NT_N_CUES + i]));
  hash_words(r);
  for (const char *const *keep = nt_options_texts(env->options, "keep"); *keep; keep++) {
    r->keep_names |= g_str_equal(*keep, "names");
    r->keep_patterns |= g_str_equal(*keep, "patterns");
    r->keep_verdicts |= g_str_equal(*keep, "verdicts");
  }
  return r;
}

static gboolean resolve_step(gpointer self, NtArticle *article, NtNext *next, GError **error)
{
  Resolve *r = self;
  NtResolution resolution = {
    .knowledge = r->knowledge,
    .image = r->image,
    .class_cues = r->class_cues,
    .list_cues = r->list_cues,
    .lists = r->lists,
    .word_hashes = r->word_hashes,
    .proposers = r->proposers,
    .kept = r->kept,
    .keep_verdicts = r->keep_verdicts,
    .article = article,
    .scratch = nt_arena_scratch(article->arena),
    .lexis = nt_lexis_of(r->knowledge, article, error),
  };
  if (!resolution.lexis)
    return FALSE;
  article->entities.n = article->focus.n = article->verdicts.n = 0;
  resolution.pass_scratch = nt_arena_scratch(resolution.scratch);
  for (guint i = 0; i < G_N_ELEMENTS(passes); i++) {
    passes[i](&resolution);
    nt_arena_reuse(resolution.pass_scratch);
  }
  nt_article_wrote(article, NT_LAYER(ENTITIES) | NT_LAYER(FOCUS));
  if (r->keep_verdicts) {
    nt_resolve_verdicts(&resolution);
    nt_article_wrote(article, NT_LAYER(VERDICTS));
  }
  article->dropped |= (r->keep_names ? 0 : NT_LAYER(NAMES)) | (r->keep_patterns ? 0 : NT_LAYER(PATTERNS));
  return next->give(next, article, error);
}

static void resolve_close(gpointer self)
{
  Resolve *r = self;
  g_free(r->class_cues);
  g_free(r->list_cues);
  g_free(r->word_hashes);
  nt_evidence_kept_free(r->kept);
  nt_knowledge_unref(r->knowledge);
  g_free(r);
}

static const NtOption options[] = {
  {"keep", 0, NT_OPTION_TEXTS, "LAYER", NULL, "keep a layer that is dropped once entities are known: names, patterns; or add verdicts"},
  {NULL, 0, NT_OPTION_FLAG, NULL, NULL, NULL},
};

const NtStage nt_stage_resolve = {
  .name = "resolve",
  .summary = "decide which names stand, and which entity each means",
  .reads = NT_LAYER(TEXT) | NT_LAYER(ZONES) | NT_LAYER(META) | NT_LAYER(NAMES) | NT_LAYER(PATTERNS),
  .writes = NT_LAYER(ENTITIES) | NT_LAYER(FOCUS) | NT_LAYER(VERDICTS),
  .needs_knowledge = TRUE,
  .options = options,
  .open = resolve_open,
  .step = resolve_step,
  .close = resolve_close,
};
