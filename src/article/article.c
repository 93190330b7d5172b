#include "article.h"

static const char *const layer_words[] = {
#define X(code, word) word,
  NT_LAYERS(X)
#undef X
};

const char *nt_layer_word(NtLayer layer)
{
  return layer_words[layer];
}

gboolean nt_layer_from(NtStr word, NtLayer *layer)
{
  for (guint i = 0; i < NT_N_LAYERS; i++)
    if (nt_str_is(word, layer_words[i])) {
      *layer = (NtLayer)i;
      return TRUE;
    }
  return FALSE;
}

void nt_article_init(NtArticle *article, NtArena *arena)
{
  *article = (NtArticle){.arena = arena};
  nt_offsets_init(&article->offsets, arena, article->text);
}

void nt_article_set_text(NtArticle *article, NtStr text)
{
  article->text = text;
  article->layers |= NT_LAYER(TEXT);
  article->tokens = (NtTokens){0};
  article->lexis = NULL;
  nt_offsets_init(&article->offsets, article->arena, text);
}

NtTokens nt_article_tokens(NtArticle *article)
{
  if (!article->tokens.v)
    article->tokens = nt_tokens_find(article->arena, article->text);
  return article->tokens;
}

void nt_article_cut(NtArticle *child, const NtArticle *parent, NtSpan span, NtStr id)
{
  nt_article_init(child, parent->arena);
  nt_article_set_text(child, nt_span_of(span, parent->text));
  child->id = id;
  child->source = parent->source;
  child->source.bytes = (NtSpan){parent->source.bytes.start + span.start, parent->source.bytes.start + span.end};
  nt_article_wrote(child, NT_LAYER(TEXT) | (parent->layers & NT_LAYER(SOURCE)));
  for (guint i = 0; i < parent->members.n; i++) {
    const NtMember *member = &parent->members.v[i];
    if (member->layer == -1 || member->layer == NT_LAYER_TEXT || member->layer == NT_LAYER_SOURCE)
      *nt_vec_push(child->arena, &child->members) = *member;
  }
}

NtZoneKind nt_article_zone_at(const NtArticle *article, guint32 at)
{
  guint low = 0, high = article->zones.n; /* the last zone that starts at or before `at` is low - 1 */
  while (low < high) {
    guint middle = (low + high) / 2;
    if (article->zones.v[middle].span.start <= at)
      low = middle + 1;
    else
      high = middle;
  }
  if (low && at < article->zones.v[low - 1].span.end)
    return article->zones.v[low - 1].kind;
  return NT_ZONE_BODY;
}

NtOrigin nt_article_origin(const NtArticle *article, const NtName *name)
{
  return name->told ? article->told.v[name->told - 1] : article->origins.of(article->origins.image, name->alias);
}
