/* Acronyms that the article itself explains: behind `Commodity Credit Corporation (CCC)` the letters mean that, and nobody else
 * whom a list has under them. */
#include "candidate.h"

#define MOST_EXPLAINED 32u /* of one article */
#define MOST_SKIPPED 3u    /* small words of the name in a row that have no letter */

static char letter_of(const NtResolution *r, guint32 at)
{
  return g_ascii_toupper(r->article->text.p[r->lexis->tokens.v[at].start]);
}

static gboolean opens_bracket(const NtResolution *r, guint32 at)
{
  const NtToken *t = &r->lexis->tokens.v[at];
  NtStr text = r->article->text;
  return t->gap == '(' && t->shape == NT_SHAPE_UPPER && t->end < text.n && text.p[t->end] == ')';
}

/* The first of the words before token `at` whose first letters are its letters, those of small words counting or not; `at` where
 * there are none. */
static guint32 first_of_explanation(const NtResolution *r, guint32 at)
{
  const NtToken *acronym = &r->lexis->tokens.v[at];
  guint32 first = at;
  guint skipped = 0;
  for (gsize left = acronym->end; left > acronym->start;) {
    char letter = r->article->text.p[left - 1];
    if (!g_ascii_isalpha(letter)) { /* U.N. */
      left--;
      continue;
    }
    if (!first || (first < at && r->lexis->tokens.v[first].flags & NT_TOKEN_SENTENCE))
      return at;
    if (letter_of(r, --first) == letter) {
      left--;
      skipped = 0;
    } else if (first + 1 == at || r->lexis->tokens.v[first].shape != NT_SHAPE_LOWER || ++skipped > MOST_SKIPPED) {
      return at;
    }
  }
  return first;
}

/* Whom lists have under the words before the bracket. */
static void learn_owners(const NtResolution *r, NtExplained *e)
{
  const NtLexis *x = r->lexis;
  for (guint i = 0; i < x->names.n && x->names.v[i].first < e->end && e->n_owners < G_N_ELEMENTS(e->owners); i++)
    if (x->names.v[i].end == e->end)
      e->owners[e->n_owners++] = x->names.v[i].owner;
}

void nt_resolve_find_explained(NtResolution *r)
{
  const NtTokens *t = &r->lexis->tokens;
  guint32 at;
  for (NtNotable all = nt_notable(r); r->explained.n < MOST_EXPLAINED && nt_notable_next(&all, &at);) {
    if (!opens_bracket(r, at))
      continue;
    guint32 first = first_of_explanation(r, at);
    if (at - first < 2)
      continue;
    NtExplained *e = nt_vec_push(r->scratch, &r->explained);
    *e = (NtExplained){.acronym = t->v[at].hash, .first = first, .end = at};
    learn_owners(r, e);
  }
}

gboolean nt_resolve_is_explained_otherwise(const NtResolution *r, guint32 at, guint32 entry)
{
  gboolean explained = FALSE;
  for (guint i = 0; i < r->explained.n; i++) {
    const NtExplained *e = &r->explained.v[i];
    if (e->acronym != r->lexis->tokens.v[at].hash)
      continue;
    explained = TRUE;
    for (guint k = 0; k < e->n_owners; k++)
      if (e->owners[k] == entry)
        return FALSE;
  }
  return explained;
}
