/* What an article's text holds of all lists: its words, sentences, word-list members and names, found in one pass. */
#pragma once

#include "article/tokens.h"
#include "image.h"
#include "knowledge.h"

typedef struct {
  guint32 first, end; /* tokens */
  guint32 alias;      /* of the image, and */
  guint32 owner;      /* whose it is: an entry, a list, a term */
} NtLexisHit;
typedef NT_VEC(NtLexisHit) NtLexisHits;

struct NtLexis {
  NtTokens tokens;
  NtLexisHits names;   /* by first token, the longer first, then by alias */
  NtLexisHits phrases; /* members of word lists that are more than one word */
  NtLexisHits terms;   /* of topics */
  NT_VEC(guint32) sentences; /* the first token of each */
};

/* The article's lexis, worked out at the first call. NT_ERROR_LIMIT where the text has too many hits. */
const NtLexis *nt_lexis_of(const NtKnowledge *knowledge, NtArticle *article, GError **error);

/* The same for any text; the oracle of the tests is held against this. */
gboolean nt_lexis_find(const NtImage *image, NtArena *arena, NtStr text, NtLexis *lexis, GError **error);
/* The same where the text's words are known; what lists say of them is written into them. */
gboolean nt_lexis_fill(const NtImage *image, NtArena *arena, NtStr text, NtTokens tokens, NtLexis *lexis, GError **error);

/* The first token that ends after byte `at`; tokens.n where there is none. */
guint32 nt_lexis_token_at(const NtLexis *lexis, guint32 at);
/* The same, where `near` is likely not far before it. */
static inline guint32 nt_lexis_token_near(const NtLexis *lexis, guint32 at, guint32 near)
{
  const NtTokens *t = &lexis->tokens;
  guint32 far = near + 32;
  if (near && t->v[near - 1].end > at)
    return nt_lexis_token_at(lexis, at);
  while (near < MIN(far, t->n) && t->v[near].end <= at)
    near++;
  return near < far ? near : nt_lexis_token_at(lexis, at);
}
/* Of hits in the lexis's order the first that begins at the token or behind it: its number; `n` where there is none. */
guint32 nt_lexis_hit_at(const NtLexisHit *hits, guint32 n, guint32 token);
/* The sentence that holds the token: its number. */
guint32 nt_lexis_sentence_of(const NtLexis *lexis, guint32 token);
/* The same, where `near` is likely not far from it. */
static inline guint32 nt_lexis_sentence_near(const NtLexis *lexis, guint32 token, guint32 near)
{
  while (near && lexis->sentences.v[near] > token)
    near--;
  while (near + 1 < lexis->sentences.n && lexis->sentences.v[near + 1] <= token)
    near++;
  return near;
}
static inline guint32 nt_lexis_sentence_end(const NtLexis *lexis, guint32 sentence)
{
  return sentence + 1 < lexis->sentences.n ? lexis->sentences.v[sentence + 1] : lexis->tokens.n;
}
static inline NtSpan nt_lexis_span(const NtLexis *lexis, guint32 first, guint32 end)
{
  return (NtSpan){lexis->tokens.v[first].start, lexis->tokens.v[end - 1].end};
}
