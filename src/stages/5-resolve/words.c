/* Pass 1: what each word is: which lists have it, whether it is a word of the article at all, and in which sentences capitals say nothing. */
#include "candidate.h"

/* ---- lists ---- */

static void mark_cues(NtResolution *r)
{
  const NtLexis *x = r->lexis;
  const NtToken *t = x->tokens.v; /* these stay in registers, whatever is written */
  const guint32 *class_cues = r->class_cues, n = x->tokens.n;
  guint32 *cues = r->cues = nt_arena_new_array(r->scratch, guint32, n + 1), all = 0;
  r->notable = nt_arena_new_array(r->scratch, guint64, n / 64 + 1);
  for (guint32 first = 0; first < n; first += 64) {
    guint64 notable = 0;
    for (guint32 i = first, end = MIN(first + 64, n); i < end; i++) {
      guint32 of_class = class_cues[t[i].lists];
      guint64 other = t[i].shape != NT_SHAPE_LOWER;
      cues[i] = of_class;
      all |= of_class;
      nt_word_bits_add(&r->words[other], t[i].hash);
      notable |= (other | of_class / NT_CUE_PARTICLE % 2) << (i - first);
    }
    r->notable[first / 64] = notable;
  }
  r->all_cues = all;
  for (guint i = 0; i < x->phrases.n; i++) {
    const NtLexisHit *hit = &x->phrases.v[i];
    guint32 of_list = r->list_cues[hit->owner];
    cues[hit->first] |= of_list | (hit->end - hit->first == 1 ? NT_CUE_BY_LETTERS : 0);
    cues[hit->end - 1] |= of_list;
    r->all_cues |= of_list;
    nt_resolve_note(r, hit->first);
    nt_resolve_note(r, hit->end - 1);
  }
}

/* ---- lines of capitals ---- */

static gboolean is_stopped(const NtResolution *r, guint32 end)
{
  const NtTokens *t = &r->lexis->tokens;
  if (end < t->n)
    return (t->v[end].flags & (NT_TOKEN_DOT | NT_TOKEN_STOP)) != 0;
  NtStr text = r->article->text;
  gsize at = t->v[end - 1].end;
  while (at < text.n && strchr("\"')]", text.p[at]))
    at++;
  return at < text.n && (text.p[at] == '.' || text.p[at] == '!' || text.p[at] == '?');
}

#define LONGEST_OF_LIST 4u /* words */

/* Names parted by marks, and nothing else: a cast, a team. */
static gboolean is_list(const NtResolution *r, guint32 first, guint32 end)
{
  const NtToken *t = r->lexis->tokens.v;
  guint parts = 1, words = 1, longest = 1;
  for (guint32 i = first + 1; i < end; i++) {
    gboolean parted = t[i].gap == ',' || t[i].gap == NT_GAP_BREAK || t[i].flags & NT_TOKEN_COLON;
    parts += parted;
    words = parted ? 1 : words + 1;
    longest = MAX(longest, words);
  }
  return parts >= 4 && longest <= LONGEST_OF_LIST;
}

#define FEWEST_CAPITALS 3u

/* How many words are notable: no more have a capital. */
static guint count_notable(const NtResolution *r, guint32 first, guint32 end)
{
  guint n = 0;
  for (guint32 word = first / 64; word <= (end - 1) / 64; word++) {
    guint64 bits = r->notable[word];
    bits &= word == first / 64 ? G_MAXUINT64 << first % 64 : G_MAXUINT64;
    bits &= word == (end - 1) / 64 ? G_MAXUINT64 >> (63 - (end - 1) % 64) : G_MAXUINT64;
    n += (guint)__builtin_popcountll(bits);
  }
  return n;
}

/* A sentence in which most words are capitalised that would not be in running text. Headlines end without a full stop. */
static gboolean is_of_capitals(const NtResolution *r, guint32 first, guint32 end)
{
  guint most = count_notable(r, first, end), capital = 0, small = 0, upper = 0;
  if (most < FEWEST_CAPITALS)
    return FALSE;
  for (guint32 i = first; i < end; i++) {
    const NtToken *t = &r->lexis->tokens.v[i];
    if (r->cues[i] & NT_CUE_FUNCTION || t->end - t->start < 4)
      continue;
    if (t->shape == NT_SHAPE_LOWER && ++small * 3 >= most)
      return FALSE;
    capital += nt_is_capital(t);
    upper += t->shape == NT_SHAPE_UPPER;
  }
  return capital >= FEWEST_CAPITALS && capital > small * 3 && (upper || !(is_stopped(r, end) || is_list(r, first, end)));
}

/* Whether the sentence goes on with the headline before it, which the full stop of `U.S.` cut in two. */
static gboolean goes_on_with_headline(const NtResolution *r, guint32 sentence)
{
  const NtLexis *x = r->lexis;
  if (sentence >= x->sentences.n)
    return FALSE;
  const NtToken *t = &x->tokens.v[x->sentences.v[sentence]];
  return !(t->flags & (NT_TOKEN_NEWLINE | NT_TOKEN_BLANK)) && nt_resolve_in_zone(r, t->start, NT_ZONE_HEADLINE);
}

static void mark_headlines(NtResolution *r)
{
  const NtLexis *x = r->lexis;
  r->headlined = nt_arena_new_array(r->scratch, guint8, x->sentences.n + 1);
  for (guint32 s = 0, last = 0; s < x->sentences.n; s = ++last) {
    while (goes_on_with_headline(r, last + 1))
      last++;
    gboolean capitals = is_of_capitals(r, x->sentences.v[s], nt_lexis_sentence_end(x, last));
    memset(r->headlined + s, capitals ? 1 : 0, last - s + 1);
    if (capitals)
      r->headlines_end = nt_lexis_sentence_end(x, last);
  }
}

/* ---- words that are none ---- */

/* Words that are no words of the article: in addresses of the web and of mail, a country before a sum of money (`US$5`), ratings and
 * tickers. */
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

/* What a debt is worth names nobody: `BBB-minus`, `AA-plus`. */
static gboolean is_rating(const NtResolution *r, const NtToken *t)
{
  NtStr text = r->article->text;
  gsize n = text.n - t->end;
  const char *behind = text.p + t->end;
  if (!(n > 5 && memcmp(behind, "-plus", 5) == 0) && !(n > 6 && memcmp(behind, "-minus", 6) == 0))
    return FALSE;
  for (gsize i = t->start; i < t->end; i++)
    if (text.p[i] < 'A' || text.p[i] > 'D')
      return FALSE;
  return TRUE;
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
         !nt_resolve_is_headlined(r, i);
}

/* `A. Berg`, `I. K. Berg` */
static gboolean is_initial(const NtResolution *r, guint32 i)
{
  const NtToken *t = &r->lexis->tokens.v[i];
  return t->shape == NT_SHAPE_INITIAL && (t[1].gap == NT_GAP_DOT || t[1].gap == NT_GAP_DOT_SPACE) && nt_is_capital(&t[1]) &&
         !(t[1].flags & NT_TOKEN_SENTENCE);
}

static void free_name(NtResolution *r, guint32 i)
{
  if (r->cues[i] & NT_CUE_FUNCTION && i + 1 < r->lexis->tokens.n && (is_initial(r, i) || is_family_name(r, i)))
    r->cues[i] &= ~(guint32)NT_CUE_FUNCTION;
}

static void bar_words(NtResolution *r)
{
  r->barred = nt_arena_alloc0(r->scratch, r->lexis->tokens.n + 1);
  bar_addresses(r);
  bar_question_openers(r);
  guint32 i;
  for (NtNotable at = nt_notable(r); nt_notable_next(&at, &i);) {
    nt_resolve_bar_opener(r, i);
    free_name(r, i);
    const NtToken *t = &r->lexis->tokens.v[i];
    if (t->shape == NT_SHAPE_UPPER && (stands_before_money(r, t) || is_rating(r, t) || begins_ticker(r, i)))
      r->barred[i] = 1;
  }
}

/* Papers of Britain and Asia and the wires of old write `Norden Ltd said`, others `Norden Ltd. said`. */
static void ask_for_stops(NtResolution *r)
{
  const NtTokens *t = &r->lexis->tokens;
  NtStr text = r->article->text;
  for (guint32 i = 0; r->all_cues & NT_CUE_ORG_SUFFIX && i + 1 < t->n; i++) {
    if (!(r->cues[i] & NT_CUE_ORG_SUFFIX) || !(t->v[i].flags & NT_TOKEN_ABBREVIATION))
      continue;
    gboolean small = t->v[i + 1].shape == NT_SHAPE_LOWER;
    if (text.p[t->v[i].end] == '.' && (small || text.p[t->v[i].end + 1] == ',')) {
      r->no_stops = FALSE;
      return;
    }
    r->no_stops |= small && t->v[i + 1].gap == NT_GAP_SPACE;
  }
}

static void find_zones(NtResolution *r)
{
  for (guint i = 0; i < r->article->zones.n; i++)
    r->zone_ends[r->article->zones.v[i].kind] = r->article->zones.v[i].span.end;
}

void nt_resolve_words(NtResolution *r)
{
  find_zones(r);
  mark_cues(r);
  mark_headlines(r);
  bar_words(r);
  ask_for_stops(r);
}

gboolean nt_resolve_cuts_word(const NtResolution *r, guint32 first, guint32 end)
{
  const NtTokens *t = &r->lexis->tokens;
  if (end < t->n && t->v[end].gap == NT_GAP_APOSTROPHE && !nt_token_is_clitic(r->article->text, &t->v[end]))
    return TRUE;
  return first && t->v[first].gap == NT_GAP_APOSTROPHE && nt_is_capital(&t->v[first - 1]);
}

gboolean nt_resolve_is_noun_of_sentence(const NtResolution *r, guint32 at)
{
  const guint32 of_names = NT_CUE_OPENS_ORGANIZATION | NT_CUE_ORG_HEAD | NT_CUE_FIRST_NAME;
  const NtTokens *t = &r->lexis->tokens;
  if (at + 1 >= t->n || !(t->v[at].flags & NT_TOKEN_SENTENCE) || r->cues[at] & of_names)
    return FALSE;
  const NtToken *behind = &t->v[at + 1];
  if (nt_is_capital(behind) && behind->gap == NT_GAP_SPACE)
    return r->cues[at] & (NT_CUE_OPENS_SENTENCE | NT_CUE_OPENS_NO_NAME) && !(r->cues[at] & NT_CUE_SURNAME);
  if (!(r->cues[at] & NT_CUE_COMMON) || r->cues[at] & NT_CUE_PLACE_HEAD)
    return FALSE;
  return r->cues[at + 1] & NT_CUE_CONNECTOR && behind->shape == NT_SHAPE_LOWER && behind->gap == NT_GAP_SPACE &&
         !nt_str_is(nt_resolve_token_text(r, at + 1), "and");
}

gboolean nt_resolve_is_plain_word(const NtResolution *r, guint32 i)
{
  const guint32 of_names = NT_CUE_FIRST_NAME | NT_CUE_SURNAME | NT_CUE_ORG_HEAD | NT_CUE_ORG_SUFFIX | NT_CUE_EVENT;
  return r->cues[i] & NT_CUE_FUNCTION || (r->cues[i] & NT_CUE_COMMON && !(r->cues[i] & of_names));
}

guint32 nt_resolve_with_article(const NtResolution *r, guint32 first)
{
  const NtToken *t = &r->lexis->tokens.v[first];
  if (t->gap != NT_GAP_HYPHEN || !nt_is_capital(t) || t[-1].shape != NT_SHAPE_LOWER || t[-1].gap == NT_GAP_HYPHEN)
    return first;
  return nt_resolve_in_list(r, first - 1, NT_LIST_ARTICLE) ? first - 1 : first;
}
