/* Pass 3: hits become candidates. Several entries of one name and type (thirty places called Springfield) are one candidate;
 * which of them is meant is decided last. */
#include "candidate.h"

#include <math.h>

static gboolean words_fit(const NtResolution *r, const NtImageManner *manner, guint32 first, guint32 end);

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

/* The text goes on behind the full stop at `at`: `Anil K., 34`, `Anil K. and two more`. */
static gboolean goes_on_behind(NtStr text, gsize at)
{
  return at + 2 < text.n && (text.p[at + 1] == ',' || (text.p[at + 1] == ' ' && g_ascii_islower(text.p[at + 2])));
}

/* The last word of several carries its full stop: a form of law, `Jr.`, an initial that stands behind the name as in Kerala. */
static gboolean keeps_stop(const NtResolution *r, guint32 last)
{
  const NtToken *t = &r->lexis->tokens.v[last];
  const guint32 suffix = NT_CUE_NAME_SUFFIX | (r->no_stops ? 0 : NT_CUE_ORG_SUFFIX);
  return (r->cues[last] & suffix && t->flags & NT_TOKEN_ABBREVIATION) ||
         (t->shape == NT_SHAPE_INITIAL && goes_on_behind(r->article->text, t->end));
}

/* The full stop of an abbreviation at its end belongs to a name: `Ford Motor Co.`, `Ala.` */
NtSpan nt_resolve_span(const NtResolution *r, guint32 first, guint32 end, gboolean abbreviated)
{
  NtSpan span = nt_lexis_span(r->lexis, first, end);
  NtStr text = r->article->text;
  gboolean last = end >= r->lexis->tokens.n || r->lexis->tokens.v[end].flags & NT_TOKEN_SENTENCE; /* then it may be the sentence's */
  if (span.end < text.n && text.p[span.end] == '.' && (abbreviated || (!last && end - first > 1 && keeps_stop(r, end - 1))))
    span.end++;
  if (closes_bracket(text, span))
    span.end++;
  return span;
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

/* `LIMA: Peru said no`, `ROME - Italy`: a dateline that opens a line of briefs. */
static gboolean opens_brief(const NtResolution *r, guint32 first)
{
  const NtToken *t = &r->lexis->tokens.v[first];
  NtStr text = r->article->text;
  if (first && !(t->flags & (NT_TOKEN_BLANK | NT_TOKEN_NEWLINE)))
    return FALSE;
  static const char *const marks[] = {": ", " - ", " — ", " – "};
  for (guint i = 0; i < G_N_ELEMENTS(marks); i++)
    if (text.n - t->end > strlen(marks[i]) && memcmp(text.p + t->end, marks[i], strlen(marks[i])) == 0)
      return TRUE;
  return FALSE;
}

/* `WOLA` in running text is an acronym and not the town of Wola; an organization may be written either way, `Nasa` and `NASA`. */
static gboolean is_acronym_of_another(const NtResolution *r, const NtName *name, guint32 first, guint32 end)
{
  const NtToken *t = &r->lexis->tokens.v[first];
  if (name->type == NT_TYPE_ORGANIZATION || end - first > 1 || t->shape != NT_SHAPE_UPPER || t->end - t->start > MOST_ACRONYM)
    return FALSE;
  NtStr text = nt_image_string(r->image, r->image->ALIASES[name->alias].text);
  if (nt_str_equal(text, nt_resolve_token_text(r, first)) || !g_ascii_islower(text.p[text.n - 1]))
    return FALSE;
  return !nt_resolve_is_headlined(r, first) && !nt_resolve_in_zone(r, t->start, NT_ZONE_DATELINE) && !opens_brief(r, first);
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
      if (nt_str_equal(nt_image_id(r->image, x->names.v[i].owner), nt_article_origin(r->article, name).id))
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

/* The same of name `i`: mostly it was found here, and the lexis has it in the same place. */
static gboolean name_tokens(const NtResolution *r, guint i, NtSpan span, guint32 *first, guint32 *end)
{
  const NtLexisHit *hit = i < r->lexis->names.n ? &r->lexis->names.v[i] : NULL;
  if (!hit || !nt_span_equal(nt_lexis_span(r->lexis, hit->first, hit->end), span))
    return span_tokens(r, span, first, end);
  *first = hit->first;
  *end = hit->end;
  return TRUE;
}

static gboolean in_furniture(const NtResolution *r, NtSpan span)
{
  return nt_resolve_in_zone(r, span.start, NT_ZONE_FURNITURE);
}

/* As the gazetteer writes it, where that ends in a mark; nothing for all others, whose text need not be looked at. */
static NtStr text_with_mark(const NtResolution *r, const NtName *name)
{
  if (name->alias == NT_NO_ALIAS || !(nt_image_manner(r->image, name->alias)->flags & NT_ALIAS_ENDS_IN_MARK))
    return NT_STR("");
  return nt_image_string(r->image, r->image->ALIASES[name->alias].text);
}

/* Whether the gazetteer writes the name with a full stop at its end, other than that of a letter: `Ala.`, `W.Va.`, not `W.T.O.` */
static gboolean is_abbreviated(const NtResolution *r, const NtName *name)
{
  NtStr text = text_with_mark(r, name);
  return text.n >= 3 && text.p[text.n - 1] == '.' && g_ascii_isalpha(text.p[text.n - 2]) && g_ascii_isalpha(text.p[text.n - 3]);
}

/* The mark that ends the name in the gazetteer and tells it from a word or another name: `e&`, `Disney+`; 0 where there is none. */
static char final_mark(const NtResolution *r, const NtName *name)
{
  NtStr text = text_with_mark(r, name);
  return text.n >= 2 && strchr("&+*#", text.p[text.n - 1]) ? text.p[text.n - 1] : 0;
}

#define AT_ONCE 32u

/* What the image says of them is not in the caches. */
static void fetch(const NtResolution *r, guint from)
{
  const NtArticle *a = r->article;
  for (guint i = from; i < MIN(from + AT_ONCE, a->names.n); i++)
    if (a->names.v[i].alias != NT_NO_ALIAS)
      __builtin_prefetch(&r->image->ALIASES[a->names.v[i].alias]);
}

static void collect_names(NtResolution *r)
{
  NtArticle *a = r->article;
  NtCandidate *open[NT_N_TYPES] = {NULL}; /* of the span at hand, by type */
  NtSpan at = {0, 0};
  const NtImageManner *manner = NULL;
  gboolean lies = FALSE, fits = TRUE; /* where a name can lie; the words around it */
  guint32 first = 0, end = 0;
  for (guint i = 0; i < a->names.n; i++) {
    NtName *name = &a->names.v[i];
    if (i % AT_ONCE == 0)
      fetch(r, i);
    if (!nt_span_equal(at, name->span)) {
      memset(open, 0, sizeof open);
      at = name->span;
      manner = NULL;
      lies = !in_furniture(r, at) && name_tokens(r, i, at, &first, &end) && !is_barred(r, first, end);
    }
    if (!lies)
      continue;
    name->alias = alias_of(r, name, first, end);
    name->out = FALSE;
    if (name->alias != NT_NO_ALIAS && manner != nt_image_manner(r->image, name->alias)) { /* thirty counties of one name have one */
      manner = nt_image_manner(r->image, name->alias);
      fits = words_fit(r, manner, first, end);
    }
    if (name->alias != NT_NO_ALIAS && (!fits || is_acronym_of_another(r, name, first, end) || is_explained_otherwise(r, name, first, end))) {
      name->out = TRUE;
      continue;
    }
    char mark = final_mark(r, name);
    if (mark && (name->span.end >= a->text.n || a->text.p[name->span.end] != mark)) {
      name->out = TRUE;
      continue;
    }
    gboolean ambiguous = name->alias != NT_NO_ALIAS && manner->flags & NT_ALIAS_AMBIGUOUS;
    double score = name_score(r, name, end - first, ambiguous) + (mark ? 0.01 : 0); /* `Disney+` is not Disney */
    guint32 entry = name->alias == NT_NO_ALIAS ? nt_image_entry(r->image, nt_article_origin(a, name).id) : r->image->ALIASES[name->alias].owner;
    NtCandidate *c = open[name->type];
    if (c) {
      c->n_names = i - c->name + 1;
      if (score > c->score) {
        c->score = score;
        c->entry = entry;
        c->proposal = name;
        c->span.end += mark && c->span.end == name->span.end;
      }
      continue;
    }
    NtCandidate *old = r->candidates.v;
    c = nt_vec_push(r->scratch, &r->candidates);
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
      .by = NT_FROM_NAME,
      .proposal = name,
      .score = score,
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
  return nt_word_bits_has(&r->words[0], hash) || nt_word_bits_has(&r->words[1], hash);
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

/* `On Friday Ford Motor Co`, `In May Norden Shipping Ltd`: a day behind a small word, or a month behind one that opens the sentence,
 * says when; and so does that word. */
static gboolean says_when(const NtResolution *r, guint32 i)
{
  const NtToken *t = &r->lexis->tokens.v[i];
  const guint32 when = NT_CUE_WEEKDAY | NT_CUE_MONTH;
  if (t->flags & NT_TOKEN_SENTENCE)
    return r->cues[i] & NT_CUE_FUNCTION && r->cues[i + 1] & when && t[1].gap == NT_GAP_SPACE;
  return i && r->cues[i] & when && t->gap == NT_GAP_SPACE && r->cues[i - 1] & NT_CUE_FUNCTION &&
         (r->cues[i] & NT_CUE_WEEKDAY || t[-1].flags & NT_TOKEN_SENTENCE);
}

/* `A Norden Shipping Ltd spokesman`, but not `A G Berg Ltd` */
static gboolean is_indefinite_article(const NtResolution *r, guint32 i)
{
  const NtToken *t = &r->lexis->tokens.v[i];
  NtStr word = nt_resolve_token_text(r, i);
  return t->flags & NT_TOKEN_SENTENCE && (nt_str_is(word, "A") || nt_str_is(word, "An")) && t[1].shape != NT_SHAPE_INITIAL;
}

/* What a rule took in at the front that is no part of the name: titles before a person, `The` before an organization,
 * `Critics of` at the head of a sentence, `On Friday`. */
static void trim_front(const NtResolution *r, const NtPattern *p, guint32 *first, guint32 end)
{
  const NtToken *t = r->lexis->tokens.v;
  while (end - *first > 1) {
    NtStr word = nt_resolve_token_text(r, *first);
    gboolean title = p->type == NT_TYPE_PERSON && r->cues[*first] & (NT_CUE_TITLE | NT_CUE_OCCUPATION) &&
                     !(r->cues[*first] & NT_CUE_FIRST_NAME);
    if (p->priority <= 0 && end - *first > 2 && nt_resolve_is_noun_of_sentence(r, *first)) {
      *first += nt_is_capital(&t[*first + 1]) ? 1 : 2;
      continue;
    }
    if (p->priority <= 0 && end - *first > 2 && (says_when(r, *first) || is_indefinite_article(r, *first))) {
      ++*first;
      continue;
    }
    if (!title && !(nt_str_is(word, "The") || nt_str_is(word, "THE") || nt_str_is(word, "the")))
      return;
    ++*first;
  }
}

/* A small word of a headline that is inside no body's name, save behind what the body is: `CENTRE FOR`. */
static gboolean parts_names(const NtResolution *r, guint32 i, guint32 first)
{
  if (!(r->cues[i] & NT_CUE_FUNCTION) || (i > first && r->cues[i - 1] & NT_CUE_ORG_HEAD && !nt_str_is(nt_resolve_token_text(r, i), "TO")))
    return FALSE;
  return nt_resolve_in_list(r, i, NT_LIST_NO_BODY);
}

/* A headline writes all words as names: of `MAYOR TO CLOSE NORDEN HOSPITAL` only what follows the last small word, and the common
 * words behind that, may be a body. FALSE where nothing but what the body is remains. */
static gboolean trim_headline(const NtResolution *r, guint32 *first, guint32 end)
{
  guint32 from = end - 1;
  while (from > *first && !parts_names(r, from - 1, *first))
    from--;
  if (from == *first || !nt_is_capital(&r->lexis->tokens.v[from - 1]))
    return TRUE;
  while (from < end && (nt_resolve_is_plain_word(r, from) || (token_is(r, from - 1, NT_STR("to")) && r->cues[from] & NT_CUE_COMMON)))
    from++;
  *first = from;
  return end - MIN(from, end) > 1;
}

/* Where a name begins whose rule took in a word that opens the sentence: `Many Green Party members`, `Will Green Party voters go?` */
static guint32 behind_opener(const NtResolution *r, guint32 first, guint32 end)
{
  return r->barred[first] && r->cues[first] & (NT_CUE_BEFORE_MEMBERS | NT_CUE_ASKS) && first + 1 < end ? first + 1 : first;
}

/* Whether the rule took in the full stop of an abbreviation, which is not the sentence's. */
static gboolean took_stop(const NtResolution *r, const NtPattern *p, guint32 end)
{
  const NtTokens *t = &r->lexis->tokens;
  if (r->no_stops && r->cues[end - 1] & NT_CUE_ORG_SUFFIX)
    return FALSE;
  return p->span.end > t->v[end - 1].end && t->v[end - 1].flags & NT_TOKEN_ABBREVIATION && end < t->n && !(t->v[end].flags & NT_TOKEN_SENTENCE);
}

/* What a list says of a product, a work or an event, rules take as it is: where the words around bar every name of theirs that stands
 * there, the rule's find falls with them. `*from` is a name that begins before it. */
static gboolean is_barred_by_words(const NtResolution *r, const NtPattern *p, guint *from)
{
  const NtArticle *a = r->article;
  gboolean out = FALSE;
  if (!nt_type_is_thing(p->type))
    return FALSE;
  while (*from < a->names.n && a->names.v[*from].span.start < p->span.start)
    ++*from;
  for (guint i = *from; i < a->names.n && a->names.v[i].span.start == p->span.start; i++) {
    const NtName *name = &a->names.v[i];
    if (name->type != p->type || name->span.end != p->span.end)
      continue;
    if (!name->out)
      return FALSE;
    out = TRUE;
  }
  return out;
}

static void collect_patterns(NtResolution *r)
{
  NtArticle *a = r->article;
  guint32 near = 0, end;
  guint name = 0;
  for (guint i = 0; i < a->patterns.n; i++) {
    const NtPattern *p = &a->patterns.v[i];
    if (in_furniture(r, p->span) || is_barred_by_words(r, p, &name) || !span_tokens(r, p->span, &near, &end))
      continue;
    guint32 first = behind_opener(r, near, end);
    if (is_barred(r, first, end))
      continue;
    trim_front(r, p, &first, end);
    double score = p->score;
    if (nt_resolve_is_headlined(r, first)) {
      score -= 0.25;
      if (p->type == NT_TYPE_ORGANIZATION && !trim_headline(r, &first, end))
        continue;
    }
    *nt_vec_push(r->scratch, &r->candidates) = (NtCandidate){
      .first = first,
      .end = end,
      .span = {MAX(p->span.start, r->lexis->tokens.v[first].start), nt_resolve_span(r, first, end, took_stop(r, p, end)).end},
      .type = p->type,
      .from = NT_FROM_PATTERN,
      .by = NT_FROM_PATTERN,
      .proposal = p,
      .score = score,
      .priority = (gint8)p->priority,
      .entry = G_MAXUINT32,
      .short_of = -1,
      .beaten_by = NT_NOT_BEATEN,
    };
  }
}

void nt_resolve_collect(NtResolution *r)
{
  nt_resolve_find_explained(r);
  collect_names(r);
  collect_patterns(r);
}
