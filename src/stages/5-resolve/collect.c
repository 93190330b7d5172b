/* Pass 1: hits become candidates. Several entries of one name and type (thirty places called Springfield) are one candidate;
 * which of them is meant is decided last. */
#include "candidate.h"

#include <math.h>

static gboolean words_fit(const NtResolution *r, const NtImageManner *manner, guint32 first, guint32 end);

static void mark_cues(NtResolution *r)
{
  const NtLexis *x = r->lexis;
  r->cues = nt_arena_new_array(r->article->arena, guint32, x->tokens.n + 1);
  for (guint32 i = 0; i < x->tokens.n; i++) {
    guint64 hash = x->tokens.v[i].hash;
    r->cues[i] = r->class_cues[x->tokens.v[i].lists];
    r->seen[hash >> 6 & (NT_SEEN_WORDS - 1)] |= G_GUINT64_CONSTANT(1) << (hash & 63);
  }
  for (guint i = 0; i < x->phrases.n; i++) {
    const NtLexisHit *hit = &x->phrases.v[i];
    guint32 cues = r->list_cues[r->image->ALIASES[hit->alias].owner];
    r->cues[hit->first] |= cues | (hit->end - hit->first == 1 ? NT_CUE_BY_LETTERS : 0);
    r->cues[hit->end - 1] |= cues;
  }
}

/* Words that are no words of the article: in addresses of the web and of mail, a country before a sum of money (`US$5`), and tickers. */
static void bar_address(NtResolution *r, gsize at)
{
  NtStr text = r->article->text;
  gsize start = at, end = at;
  while (start > 0 && !g_ascii_isspace(text.p[start - 1]) && at - start < 2000)
    start--;
  while (end < text.n && !g_ascii_isspace(text.p[end]))
    end++;
  if (text.p[at] == '@' && (start == at || end == at + 1 || !g_ascii_isalnum(text.p[at - 1])))
    return; /* `@handle` is a name as any other */
  for (guint32 i = nt_lexis_token_at(r->lexis, (guint32)start); i < r->lexis->tokens.n && r->lexis->tokens.v[i].start < end; i++)
    r->barred[i] = 1;
}

static gboolean stands_before_money(const NtResolution *r, const NtToken *t)
{
  NtStr text = r->article->text;
  gsize end = t->end;
  if (t->end - t->start > 4 || end >= text.n)
    return FALSE;
  end += text.p[end] == ' ' ? 1 : 0;
  return end < text.n && (text.p[end] == '$' || text.p[end] == '/' || memcmp(text.p + end, "£", MIN(2, text.n - end)) == 0) &&
         end + 1 < text.n && (g_ascii_isdigit(text.p[end + 1]) || text.p[end + 1] == ' ' || text.p[end] != '/');
}

#define MOST_TICKER 8u /* bytes: `STCH.L` */

/* The end of the letters, digits and full stops that begin at `at`. */
static gsize end_of_ticker(NtStr text, gsize at)
{
  gsize end = at;
  while (end < text.n && end - at < MOST_TICKER && (g_ascii_isupper(text.p[end]) || g_ascii_isdigit(text.p[end]) || text.p[end] == '.'))
    end++;
  return end;
}

/* The letters under which a share is traded name nobody: `Norden Shipping <NOR.L>`, `(NYSE: NOR)`. */
static gboolean begins_ticker(const NtResolution *r, guint32 at)
{
  const NtToken *t = &r->lexis->tokens.v[at];
  NtStr text = r->article->text;
  if (t->start && text.p[t->start - 1] == '<') {
    gsize end = end_of_ticker(text, t->start);
    return end < text.n && text.p[end] == '>';
  }
  return t->gap == ':' && at && r->cues[at - 1] & NT_CUE_EXCHANGE && r->lexis->tokens.v[at - 1].gap == '(';
}

/* What an address has, with something behind it. */
static const struct Sign {
  const char *whole;
  gsize n, rarest; /* bytes; which of them is looked for */
} signs[] = {{"://", 3, 0}, {"www.", 4, 3}, {"@", 1, 0}};

/* The rarest byte of the first such sign that begins at or behind `p`; NULL where there is none. `at`: before that none lies. */
static const char *next_sign(const struct Sign *sign, const char *p, const char *at, const char *end)
{
  for (at = MAX(at, p + sign->rarest); at < end && (at = memchr(at, sign->whole[sign->rarest], (gsize)(end - at))); at++) {
    const char *start = at - sign->rarest;
    if ((gsize)(end - start) > sign->n && memcmp(start, sign->whole, sign->n) == 0)
      return at;
  }
  return NULL;
}

static void bar_addresses(NtResolution *r)
{
  NtStr text = r->article->text;
  const char *next[G_N_ELEMENTS(signs)] = {text.p, text.p, text.p};
  for (const char *p = text.p, *end = text.p + text.n;;) {
    const char *first = NULL;
    for (guint i = 0; i < G_N_ELEMENTS(signs); i++) {
      next[i] = next[i] ? next_sign(&signs[i], p, next[i], end) : NULL;
      if (next[i] && (!first || next[i] - signs[i].rarest < first))
        first = next[i] - signs[i].rarest;
    }
    if (!first)
      return;
    bar_address(r, (gsize)(first - text.p));
    for (p = first; p < end && !g_ascii_isspace(*p);)
      p++;
  }
}

/* Also where more stands behind it: `"Will she go?" he asked.` */
static gboolean is_question(const NtResolution *r, guint32 sentence)
{
  NtStr text = r->article->text;
  gsize start = r->lexis->tokens.v[r->lexis->sentences.v[sentence]].end;
  gsize end = MIN(r->lexis->tokens.v[nt_lexis_sentence_end(r->lexis, sentence) - 1].end + 1u, text.n);
  return start < end && memchr(text.p + start, '?', end - start);
}

/* `Will` of `Will Berg go?`, but not of `Will Berg goes.` */
static void bar_question_openers(NtResolution *r)
{
  for (guint32 i = 0; i < r->lexis->sentences.n; i++) {
    guint32 first = r->lexis->sentences.v[i];
    if (!(r->cues[first] & NT_CUE_ASKS) || !is_question(r, i))
      continue;
    r->barred[first] = 1;
    r->cues[first] |= NT_CUE_FUNCTION;
  }
}

/* `He Junming`, `An Min-suk`: inside a sentence a small word with a capital, and a name behind it, is a family name. */
static gboolean is_family_name(const NtResolution *r, guint32 i)
{
  const NtToken *t = &r->lexis->tokens.v[i];
  const guint opens = NT_TOKEN_SENTENCE | NT_TOKEN_QUOTE | NT_TOKEN_COLON | NT_TOKEN_NEWLINE;
  return r->cues[i] & NT_CUE_FAMILY_FIRST && t->shape == NT_SHAPE_CAPITAL && t->gap == NT_GAP_SPACE && !(t->flags & opens) &&
         t[1].shape == NT_SHAPE_CAPITAL && t[1].gap == NT_GAP_SPACE && !(t[1].flags & NT_TOKEN_SENTENCE) &&
         !r->headlined[nt_lexis_sentence_of(r->lexis, i)];
}

/* `A. Berg`, `I. K. Berg` */
static gboolean is_initial(const NtResolution *r, guint32 i)
{
  const NtToken *t = &r->lexis->tokens.v[i];
  return t->shape == NT_SHAPE_INITIAL && (t[1].gap == NT_GAP_DOT || t[1].gap == NT_GAP_DOT_SPACE) && nt_is_capital(&t[1]) &&
         !(t[1].flags & NT_TOKEN_SENTENCE);
}

static void free_names(NtResolution *r)
{
  for (guint32 i = 0; i + 1 < r->lexis->tokens.n; i++)
    if (r->cues[i] & NT_CUE_FUNCTION && (is_initial(r, i) || is_family_name(r, i)))
      r->cues[i] &= ~(guint32)NT_CUE_FUNCTION;
}

static void bar_words(NtResolution *r)
{
  r->barred = nt_arena_alloc0(r->article->arena, r->lexis->tokens.n + 1);
  bar_addresses(r);
  bar_question_openers(r);
  free_names(r);
  for (guint32 i = 0; i < r->lexis->tokens.n; i++)
    if (r->lexis->tokens.v[i].shape == NT_SHAPE_UPPER && (stands_before_money(r, &r->lexis->tokens.v[i]) || begins_ticker(r, i)))
      r->barred[i] = 1;
}

gboolean nt_resolve_cuts_word(const NtResolution *r, guint32 first, guint32 end)
{
  const NtTokens *t = &r->lexis->tokens;
  if (end < t->n && t->v[end].gap == NT_GAP_APOSTROPHE && !nt_token_is_clitic(r->article->text, &t->v[end]))
    return TRUE;
  return first && t->v[first].gap == NT_GAP_APOSTROPHE && nt_is_capital(&t->v[first - 1]);
}

static gboolean is_barred(const NtResolution *r, guint32 first, guint32 end)
{
  return r->barred[first] || r->barred[end - 1] || nt_resolve_cuts_word(r, first, end);
}

/* `JD(S)`: a bracket that opens inside a name and closes right behind its last word. */
static gboolean closes_bracket(NtStr text, NtSpan span)
{
  if (span.end >= text.n || text.p[span.end] != ')')
    return FALSE;
  for (gsize i = span.end; i-- > span.start && text.p[i] != ')';)
    if (text.p[i] == '(')
      return TRUE;
  return FALSE;
}

/* The full stop of an abbreviation at its end belongs to a name: `Ford Motor Co.`, `Ala.` */
NtSpan nt_resolve_span(const NtResolution *r, guint32 first, guint32 end, gboolean abbreviated)
{
  NtSpan span = nt_lexis_span(r->lexis, first, end);
  NtStr text = r->article->text;
  gboolean last = end >= r->lexis->tokens.n || r->lexis->tokens.v[end].flags & NT_TOKEN_SENTENCE; /* then it may be the sentence's */
  if (span.end < text.n && text.p[span.end] == '.' && (abbreviated || (!last && end - first > 1 && r->cues[end - 1] & (NT_CUE_ORG_SUFFIX | NT_CUE_NAME_SUFFIX) &&
                                                                     r->lexis->tokens.v[end - 1].flags & NT_TOKEN_ABBREVIATION)))
    span.end++;
  if (closes_bracket(text, span))
    span.end++;
  return span;
}

/* A sentence in which most words are capitalised that would not be in running text. Headlines end without a full stop. */
static gboolean is_headlined(const NtResolution *r, guint32 first, guint32 end)
{
  guint capital = 0, small = 0;
  gboolean stopped = end < r->lexis->tokens.n && r->lexis->tokens.v[end].flags & (NT_TOKEN_DOT | NT_TOKEN_STOP);
  for (guint32 i = first; i < end; i++) {
    const NtToken *t = &r->lexis->tokens.v[i];
    if (r->cues[i] & NT_CUE_FUNCTION || t->end - t->start < 4)
      continue;
    capital += nt_is_capital(t);
    small += t->shape == NT_SHAPE_LOWER;
    stopped = stopped && t->shape != NT_SHAPE_UPPER;
  }
  return !stopped && capital >= 3 && capital > small * 3;
}

static void mark_headlines(NtResolution *r)
{
  const NtLexis *x = r->lexis;
  r->headlined = nt_arena_new_array(r->article->arena, guint8, x->sentences.n + 1);
  for (guint32 s = 0; s < x->sentences.n; s++)
    r->headlined[s] = is_headlined(r, x->sentences.v[s], nt_lexis_sentence_end(x, s)) ? 1 : 0;
}

/* ---- names ---- */

static double place_score(const NtImageEntry *entry)
{
  if (entry->kind != NT_PLACE_OTHER)
    return 0.9;
  if (entry->population <= 0)
    return 0.7;
  return CLAMP(0.3 + 0.15 * log10(entry->population / 1000.0), 0.45, 0.85);
}

#define MOST_ACRONYM 5 /* letters of a word in capitals that is likelier an acronym than a name written large */

/* `WOLA` in running text is an acronym and not the town of Wola; an organization may be written either way, `Nasa` and `NASA`. */
static gboolean is_acronym_of_another(const NtResolution *r, const NtName *name, guint32 first, guint32 end)
{
  const NtToken *t = &r->lexis->tokens.v[first];
  if (name->type == NT_TYPE_ORGANIZATION || end - first > 1 || t->shape != NT_SHAPE_UPPER || t->end - t->start > MOST_ACRONYM)
    return FALSE;
  NtStr text = nt_image_string(r->image, r->image->ALIASES[name->alias].text);
  if (nt_str_equal(text, nt_span_of((NtSpan){t->start, t->end}, r->article->text)) || !g_ascii_islower(text.p[text.n - 1]))
    return FALSE;
  return !r->headlined[nt_lexis_sentence_of(r->lexis, first)] && nt_article_zone_at(r->article, t->start) != NT_ZONE_DATELINE;
}

static gboolean is_explained_otherwise(const NtResolution *r, const NtName *name, guint32 first, guint32 end)
{
  return end - first == 1 && r->lexis->tokens.v[first].shape == NT_SHAPE_UPPER &&
         nt_resolve_is_explained_otherwise(r, first, r->image->ALIASES[name->alias].owner);
}

/* How likely the name means this at all, before its surroundings are looked at. */
static double name_score(const NtResolution *r, const NtName *name, guint n_tokens, gboolean ambiguous)
{
  if (name->alias == NT_NO_ALIAS)
    return 0.8;
  if (ambiguous)
    return n_tokens > 1 ? 0.55 : 0.35;
  return n_tokens > 1 ? 0.9 : name->type == NT_TYPE_PLACE ? place_score(&r->image->ENTRIES[r->image->ALIASES[name->alias].owner]) : 0.8;
}

/* Over the wire comes the entry's id and the span; the alias is found again among those the span has. */
static guint32 alias_of(const NtResolution *r, const NtName *name, guint32 first, guint32 end)
{
  if (name->alias != NT_NO_ALIAS)
    return name->alias;
  const NtLexis *x = r->lexis;
  for (guint32 i = nt_lexis_hit_at(x->names.v, x->names.n, first); i < x->names.n && x->names.v[i].first == first; i++)
    if (x->names.v[i].end == end) {
      const NtImageAlias *alias = &r->image->ALIASES[x->names.v[i].alias];
      if (nt_str_equal(nt_image_string(r->image, r->image->ENTRIES[alias->owner].id), name->id))
        return x->names.v[i].alias;
    }
  return NT_NO_ALIAS;
}

/* `*first` is a token that is likely not far before it. */
static gboolean span_tokens(const NtResolution *r, NtSpan span, guint32 *first, guint32 *end)
{
  const NtTokens *t = &r->lexis->tokens;
  *first = nt_lexis_token_near(r->lexis, span.start, *first);
  *end = *first;
  while (*end < t->n && t->v[*end].start < span.end)
    ++*end;
  return *end > *first;
}

static gboolean in_furniture(const NtResolution *r, NtSpan span)
{
  return nt_article_zone_at(r->article, span.start) == NT_ZONE_FURNITURE;
}

/* Whether the gazetteer writes the name with a full stop at its end, other than that of a letter: `Ala.`, `W.Va.`, not `W.T.O.` */
static gboolean is_abbreviated(const NtResolution *r, const NtName *name)
{
  if (name->alias == NT_NO_ALIAS)
    return FALSE;
  NtStr text = nt_image_string(r->image, r->image->ALIASES[name->alias].text);
  return text.n >= 3 && text.p[text.n - 1] == '.' && g_ascii_isalpha(text.p[text.n - 2]) && g_ascii_isalpha(text.p[text.n - 3]);
}

/* The mark that ends the name in the gazetteer and tells it from a word or another name: `e&`, `Disney+`; 0 where there is none. */
static char final_mark(const NtResolution *r, const NtName *name)
{
  if (name->alias == NT_NO_ALIAS)
    return 0;
  NtStr text = nt_image_string(r->image, r->image->ALIASES[name->alias].text);
  return text.n >= 2 && strchr("&+*#", text.p[text.n - 1]) ? text.p[text.n - 1] : 0;
}

static void collect_names(NtResolution *r)
{
  NtArticle *a = r->article;
  NtCandidate *open[NT_N_TYPES] = {NULL}; /* of the span at hand, by type */
  NtSpan at = {0, 0};
  const NtImageManner *manner = NULL;
  gboolean fits = TRUE; /* the words around it */
  guint32 first = 0, end;
  for (guint i = 0; i < a->names.n; i++) {
    NtName *name = &a->names.v[i];
    if (in_furniture(r, name->span) || !span_tokens(r, name->span, &first, &end) || is_barred(r, first, end))
      continue;
    if (!nt_span_equal(at, name->span)) {
      memset(open, 0, sizeof open);
      at = name->span;
      manner = NULL;
    }
    name->alias = alias_of(r, name, first, end);
    if (name->alias != NT_NO_ALIAS && manner != nt_image_manner(r->image, name->alias)) { /* thirty counties of one name have one */
      manner = nt_image_manner(r->image, name->alias);
      fits = words_fit(r, manner, first, end);
    }
    if (name->alias != NT_NO_ALIAS && (!fits || is_acronym_of_another(r, name, first, end) || is_explained_otherwise(r, name, first, end))) {
      name->alias = NT_NO_ALIAS; /* it is none of those that can be meant */
      continue;
    }
    char mark = final_mark(r, name);
    if (mark && (name->span.end >= a->text.n || a->text.p[name->span.end] != mark)) {
      name->alias = NT_NO_ALIAS;
      continue;
    }
    gboolean ambiguous = name->alias != NT_NO_ALIAS && manner->flags & NT_ALIAS_AMBIGUOUS;
    double score = name_score(r, name, end - first, ambiguous) + (mark ? 0.01 : 0); /* `Disney+` is not Disney */
    guint32 entry = name->alias == NT_NO_ALIAS ? nt_image_entry(r->image, name->id) : r->image->ALIASES[name->alias].owner;
    NtCandidate *c = open[name->type];
    if (c) {
      c->n_names = i - c->name + 1;
      if (score > c->score) {
        c->score = score;
        c->entry = entry;
        c->where = name->where;
        c->span.end += mark && c->span.end == name->span.end;
      }
      continue;
    }
    NtCandidate *old = r->candidates.v;
    c = nt_vec_push(a->arena, &r->candidates);
    if (r->candidates.v != old) /* the array moved */
      for (guint t = 0; t < NT_N_TYPES; t++)
        if (open[t])
          open[t] = r->candidates.v + (open[t] - old);
    *c = (NtCandidate){
      .first = first,
      .end = end,
      .span = nt_resolve_span(r, first, end, is_abbreviated(r, name)),
      .type = name->type,
      .from = NT_FROM_NAME,
      .score = score,
      .where = name->where,
      .name = i,
      .n_names = 1,
      .entry = entry,
      .short_of = -1,
      .beaten_by = NT_NOT_BEATEN,
    };
    c->span.end += mark && c->span.end == name->span.end;
    open[name->type] = c;
  }
}

/* ---- context and negative words of an alias ---- */

static gboolean token_is(const NtResolution *r, guint32 at, NtStr word)
{
  const NtToken *t = &r->lexis->tokens.v[at];
  return t->end - t->start == word.n && g_ascii_strncasecmp(r->article->text.p + t->start, word.p, word.n) == 0;
}

/* FALSE where it is sure that the word, by its place in WORDS, is nowhere in the article: so it is with most. */
static gboolean may_have(const NtResolution *r, gsize word)
{
  guint64 hash = r->word_hashes[word];
  return r->seen[hash >> 6 & (NT_SEEN_WORDS - 1)] >> (hash & 63) & 1;
}

static gboolean any_may_be(const NtResolution *r, const guint32 *words, guint n)
{
  gboolean any = FALSE;
  for (guint w = 0; w < n && !any; w++)
    any = may_have(r, (gsize)(words + w - r->image->WORDS));
  return any;
}

static gboolean any_in(const NtResolution *r, const guint32 *words, guint n, guint32 first, guint32 end)
{
  const NtToken *t = r->lexis->tokens.v;
  for (guint w = 0; w < n; w++) {
    gsize word = (gsize)(words + w - r->image->WORDS);
    for (guint32 i = first; i < end && may_have(r, word); i++)
      if (t[i].hash == r->word_hashes[word] && token_is(r, i, nt_image_string(r->image, words[w])))
        return TRUE;
  }
  return FALSE;
}

static gboolean words_fit(const NtResolution *r, const NtImageManner *manner, guint32 first, guint32 end)
{
  if (!(manner->flags & NT_ALIAS_HAS_WORDS))
    return TRUE;
  const guint32 *context = &r->image->WORDS[manner->words], *not = context + 1 + context[0];
  const NtTokens *t = &r->lexis->tokens;
  if (context[0] && !any_may_be(r, context + 1, context[0]))
    return FALSE;
  guint32 from = first, to = end; /* the paragraph */
  while (from > 0 && !(t->v[from].flags & (NT_TOKEN_BLANK | NT_TOKEN_NEWLINE)) && first - from < 400)
    from--;
  while (to < t->n && !(t->v[to].flags & (NT_TOKEN_BLANK | NT_TOKEN_NEWLINE)) && to - end < 400)
    to++;
  if (context[0] && !any_in(r, context + 1, context[0], from, first) && !any_in(r, context + 1, context[0], end, to))
    return FALSE;
  return !any_in(r, not + 1, not[0], first ? first - 1 : 0, first) && !any_in(r, not + 1, not[0], end, MIN(end + 1, t->n));
}

/* ---- patterns ---- */

/* What a rule took in at the front that is no part of the name: titles before a person, `The` before an organization. */
static void trim_front(const NtResolution *r, const NtPattern *p, guint32 *first, guint32 end)
{
  const NtToken *t = r->lexis->tokens.v;
  while (end - *first > 1) {
    NtStr word = nt_span_of((NtSpan){t[*first].start, t[*first].end}, r->article->text);
    gboolean title = p->type == NT_TYPE_PERSON && r->cues[*first] & (NT_CUE_TITLE | NT_CUE_OCCUPATION) &&
                     !(r->cues[*first] & NT_CUE_FIRST_NAME);
    if (!title && !(nt_str_is(word, "The") || nt_str_is(word, "THE") || nt_str_is(word, "the")))
      return;
    ++*first;
  }
}

/* Whether the rule took in the full stop of an abbreviation, which is not the sentence's. */
static gboolean took_stop(const NtResolution *r, const NtPattern *p, guint32 end)
{
  const NtTokens *t = &r->lexis->tokens;
  return p->span.end > t->v[end - 1].end && t->v[end - 1].flags & NT_TOKEN_ABBREVIATION && end < t->n && !(t->v[end].flags & NT_TOKEN_SENTENCE);
}

static void collect_patterns(NtResolution *r)
{
  NtArticle *a = r->article;
  guint32 near = 0, end;
  for (guint i = 0; i < a->patterns.n; i++) {
    const NtPattern *p = &a->patterns.v[i];
    guint32 first;
    if (in_furniture(r, p->span) || !span_tokens(r, p->span, &near, &end) || is_barred(r, near, end))
      continue;
    first = near;
    trim_front(r, p, &first, end);
    double score = p->score;
    if (r->headlined[nt_lexis_sentence_of(r->lexis, first)])
      score -= 0.25;
    *nt_vec_push(a->arena, &r->candidates) = (NtCandidate){
      .first = first,
      .end = end,
      .span = {MAX(p->span.start, r->lexis->tokens.v[first].start), nt_resolve_span(r, first, end, took_stop(r, p, end)).end},
      .type = p->type,
      .from = NT_FROM_PATTERN,
      .score = score,
      .priority = p->priority,
      .rule = p->rule,
      .where = p->where,
      .entry = G_MAXUINT32,
      .short_of = -1,
      .beaten_by = NT_NOT_BEATEN,
    };
  }
}

void nt_resolve_collect(NtResolution *r)
{
  mark_cues(r);
  mark_headlines(r);
  bar_words(r);
  nt_resolve_find_explained(r);
  collect_names(r);
  collect_patterns(r);
}
