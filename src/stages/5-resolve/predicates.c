/* What a segment is: its letters, the marks and kinds of words beside it, what lists and rules proposed there. */
#include "weigh.h"

#include "base/hash.h"

static gboolean joins(const NtWeigh *w, guint32 i)
{
  if (nt_weigh_token(w, i)->end - nt_weigh_token(w, i)->start > 3) /* most words */
    return FALSE;
  return nt_weigh_is_word(w, i, "and") || nt_weigh_is_word(w, i, "or") || nt_weigh_is_word(w, i, "&");
}

/* The type of what lists and rules have at token `i`, as they fought it out; NT_N_WEIGHED for nothing, or another type. */
static guint type_at(const NtWeigh *w, guint32 i)
{
  gint32 owner = w->r->owner[i];
  return owner >= 0 && (guint)w->r->candidates.v[owner].type < NT_N_WEIGHED ? (guint)w->r->candidates.v[owner].type : NT_N_WEIGHED;
}

static const guint64 beside[NT_N_WEIGHED + 1] = {NT_IS(BESIDE_PERSON), NT_IS(BESIDE_PLACE), NT_IS(BESIDE_ORGANIZATION), 0};

guint64 nt_predicates_left(const NtWeigh *w, guint32 first)
{
  const NtToken *t = nt_weigh_token(w, first);
  guint64 is = 0;
  if (!first || t->flags & NT_TOKEN_SENTENCE)
    return NT_IS(SENTENCE_START);
  is |= t->gap == ',' ? NT_IS(COMMA_BEFORE) : 0;
  is |= t->flags & NT_TOKEN_QUOTE && t->gap != '(' ? NT_IS(QUOTE_BEFORE) : 0;
  is |= t->gap == '(' ? NT_IS(IN_BRACKETS) : 0;
  is |= t->gap == NT_GAP_HYPHEN ? NT_IS(HYPHEN_BEFORE) : 0;
  const NtToken *before = nt_weigh_token(w, first - 1);
  gboolean near = t->gap == NT_GAP_SPACE, joined = near || (t->gap == NT_GAP_DOT_SPACE && !(w->r->cues[first - 1] & NT_CUE_ORG_SUFFIX)) || t->gap == NT_GAP_AMPERSAND || t->gap == NT_GAP_HYPHEN;
  is |= near && before->shape == NT_SHAPE_NUMBER ? NT_IS(NUMBER_BEFORE) : 0;
  is |= joined && nt_is_capital(before) && !(w->r->cues[first - 1] & (NT_CUE_FUNCTION | NT_CUE_WEEKDAY)) ? NT_IS(CAPITAL_BEFORE) : 0;
  gint32 owner = w->r->owner[first - 1];
  is |= near && owner >= 0 && w->r->candidates.v[owner].type == NT_TYPE_GROUP ? NT_IS(GROUP_BEFORE) : 0;
  if (t->gap == ',')
    is |= beside[type_at(w, first - 1)];
  else if (near && first > 1 && joins(w, first - 1) && before->gap == NT_GAP_SPACE)
    is |= beside[type_at(w, first - 2)];
  return is;
}

/* The word behind `company` in `Qelwin, a company based in York`, but not in `Berg, a company driver`. */
static gboolean closes_noun(const NtWeigh *w, guint32 i)
{
  if (i >= w->r->lexis->tokens.n || nt_weigh_token(w, i)->flags & NT_TOKEN_SENTENCE || nt_weigh_token(w, i)->gap != NT_GAP_SPACE)
    return TRUE;
  NtStr word = nt_weigh_text(w, i, i + 1);
  return w->r->cues[i] & (NT_CUE_FUNCTION | NT_CUE_PREPOSITION) || (word.n > 4 && (memcmp(word.p + word.n - 2, "ed", 2) == 0 || memcmp(word.p + word.n - 3, "ing", 3) == 0));
}

#define MOST_BETWEEN 7u /* words between `a` and what it is */

static gboolean is_being(const NtWeigh *w, guint32 i)
{
  if (nt_weigh_token(w, i)->end - nt_weigh_token(w, i)->start > 4)
    return FALSE;
  return nt_weigh_is_word(w, i, "is") || nt_weigh_is_word(w, i, "was") || nt_weigh_is_word(w, i, "are") || nt_weigh_is_word(w, i, "were");
}

/* `Qelwin, a company based in York`, `Qelwin are a band of Norden`: the name is called a body; or a place. */
static guint64 called(const NtWeigh *w, guint32 end)
{
  guint32 n = w->r->lexis->tokens.n, i = end;
  gboolean is = nt_weigh_token(w, i)->gap == NT_GAP_SPACE && is_being(w, i);
  if (!is && nt_weigh_token(w, i)->gap != ',')
    return 0;
  i += is;
  if (i >= n || !(nt_weigh_is_article(w, i) || (is && nt_weigh_is_word(w, i, "the"))))
    return 0;
  for (guint32 k = ++i; k < MIN(i + MOST_BETWEEN, n) && (nt_weigh_token(w, k)->gap == NT_GAP_SPACE || nt_weigh_token(w, k)->gap == NT_GAP_HYPHEN); k++) {
    guint32 cues = w->r->cues[k];
    if (cues & (NT_CUE_OCCUPATION | NT_CUE_FUNCTION))
      return 0;
    if (cues & (NT_CUE_BODY | NT_CUE_PLACE_KIND) && closes_noun(w, k + 1))
      return cues & NT_CUE_BODY ? NT_IS(CALLED_BODY) : NT_IS(CALLED_PLACE);
  }
  return 0;
}

/* A rule found an aircraft or a ship at token `i`: `Norden Air Force F-16`. */
static gboolean is_product(const NtWeigh *w, guint32 i)
{
  gint32 owner = w->r->owner[i];
  return owner >= 0 && w->r->candidates.v[owner].type == NT_TYPE_PRODUCT && w->r->candidates.v[owner].priority > 0;
}

guint64 nt_predicates_right(const NtWeigh *w, guint32 end)
{
  guint32 n = w->r->lexis->tokens.n;
  if (end >= n || nt_weigh_token(w, end)->flags & NT_TOKEN_SENTENCE)
    return NT_IS(SENTENCE_END);
  const NtToken *t = nt_weigh_token(w, end);
  guint64 is = 0;
  is |= t->gap == NT_GAP_APOSTROPHE && (nt_weigh_is_word(w, end, "s") || nt_weigh_is_word(w, end, "S")) ? NT_IS(POSSESSIVE) : 0;
  is |= t->gap == NT_GAP_HYPHEN ? NT_IS(HYPHEN_BEHIND) : 0;
  is |= t->gap == '(' ? NT_IS(BRACKET_BEHIND) : 0;
  gboolean near = t->gap == NT_GAP_SPACE;
  is |= (near || t->gap == NT_GAP_AMPERSAND || t->gap == NT_GAP_HYPHEN) && nt_is_capital(t) && !is_product(w, end) ? NT_IS(CAPITAL_BEHIND) : 0;
  is |= near && t->shape == NT_SHAPE_NUMBER ? NT_IS(NUMBER_BEHIND) : 0;
  if (near && end + 1 < n && joins(w, end))
    is |= beside[type_at(w, end + 1)];
  is |= called(w, end);
  if (t->gap != ',')
    return is;
  is |= NT_IS(COMMA_BEHIND) | beside[type_at(w, end)];
  is |= type_at(w, end) == NT_TYPE_PLACE ? NT_IS(PLACE_BEHIND_COMMA) : 0;
  is |= t->shape == NT_SHAPE_NUMBER && t->end - t->start <= 2 ? NT_IS(NUMBER_BEHIND_COMMA) : 0;
  for (guint32 i = end; i < MIN(end + 5, n) && (i == end || nt_weigh_token(w, i)->gap == NT_GAP_SPACE); i++)
    if (w->r->cues[i] & NT_CUE_OCCUPATION)
      return is | NT_IS(ROLE_BEHIND_COMMA);
  return is;
}

/* ---- letters ---- */

/* Whether the capital letters that begin the words of `first` … `end` are the letters of `acronym`, small words counting or not. */
static gboolean has_initials(const NtWeigh *w, guint32 first, guint32 end, NtStr acronym)
{
  gsize strict = 0, loose = 0, n = 0;
  char letters[16];
  for (gsize i = 0; i < acronym.n && n < sizeof letters; i++)
    if (g_ascii_isalpha(acronym.p[i]))
      letters[n++] = g_ascii_toupper(acronym.p[i]);
  for (guint32 i = first; i < end; i++) {
    char c = g_ascii_toupper(w->r->article->text.p[nt_weigh_token(w, i)->start]);
    gboolean capital = nt_is_capital(nt_weigh_token(w, i));
    if (capital)
      strict = strict < n && letters[strict] == c ? strict + 1 : sizeof letters + 1;
    loose += loose < n && letters[loose] == c;
  }
  return n >= 2 && (strict == n || (loose == n && end - first <= n + 2));
}

static guint64 of_initials(const NtWeigh *w, const NtSegment *s)
{
  const NtTokens *t = &w->r->lexis->tokens;
  gboolean behind = s->end < t->n && t->v[s->end].gap == '(' && t->v[s->end].shape == NT_SHAPE_UPPER && s->end - s->first > 1 &&
                    has_initials(w, s->first, s->end, nt_weigh_text(w, s->end, s->end + 1));
  return behind ? NT_IS(INITIALS_BEHIND) : 0;
}

#define EACH(byte) ((guint64)(byte) * G_GUINT64_CONSTANT(0x0101010101010101))

/* The highest bit of each of eight bytes from `low` to `high`, which are of ASCII; others are 0. */
static inline guint64 bytes_between(guint64 bytes, guchar low, guchar high)
{
  guint64 ascii = bytes & EACH(0x7F);
  return (ascii + EACH(0x80 - low)) & ~(ascii + EACH(0x7F - high)) & ~bytes & EACH(0x80);
}

static inline guint64 without_first(guint64 bytes)
{
  return GUINT64_TO_LE(GUINT64_FROM_LE(bytes) >> 8);
}

static guint letters_of(const NtWeigh *w, guint32 i)
{
  if (w->known[i] & NT_KNOW_LETTERS)
    return w->known[i];
  NtStr text = nt_weigh_text(w, i, i + 1);
  guint64 digits = 0, capitals = 0;
  for (gsize k = 0; k < text.n; k += 8) {
    guint64 bytes = nt_hash_load(text.p + k, text.n - k);
    digits |= bytes_between(bytes, '0', '9');
    capitals |= bytes_between(k ? bytes : without_first(bytes), 'A', 'Z');
  }
  return w->known[i] |= (guint8)(NT_KNOW_LETTERS | (digits ? NT_HAS_DIGIT : 0) | (capitals ? NT_HAS_INNER_CAPITAL : 0));
}

/* Of one more word. */
static void add_letters(const NtWeigh *w, NtRunLetters *run, guint32 i)
{
  const NtToken *t = nt_weigh_token(w, i);
  NtStr text = nt_weigh_text(w, i, i + 1);
  guint letters = letters_of(w, i);
  run->is |= letters & NT_HAS_DIGIT ? NT_IS(DIGIT) : 0;
  if (t->shape == NT_SHAPE_UPPER)
    run->upper++;
  else if (t->shape == NT_SHAPE_CAPITAL && letters & NT_HAS_INNER_CAPITAL && !(text.n > 2 && text.p[0] == 'M' && text.p[1] == 'c'))
    run->is |= NT_IS(INNER_CAPITAL);
  run->common += w->r->cues[i] & NT_CUE_COMMON ? 1 : 0;
  if (i == run->first)
    return;
  run->is |= t->shape == NT_SHAPE_INITIAL ? NT_IS(INITIAL) : 0;
  run->is |= t->gap == NT_GAP_HYPHEN ? NT_IS(HYPHEN) : 0;
  run->is |= t->gap == NT_GAP_AMPERSAND ? NT_IS(AMPERSAND) : 0;
}

static guint64 of_letters(NtWeigh *w, const NtSegment *s)
{
  NtRunLetters *run = &w->run;
  if (run->first != s->first || run->end > s->end)
    *run = (NtRunLetters){.first = s->first, .end = s->first};
  for (; run->end < s->end; run->end++)
    add_letters(w, run, run->end);
  guint n = s->end - s->first;
  guint64 is = run->is;
  if (run->upper && n > 1)
    is |= NT_IS(HAS_ACRONYM);
  else if (run->upper)
    is |= nt_weigh_text(w, s->first, s->end).n >= 6 && !(nt_weigh_token(w, s->first)->flags & NT_TOKEN_DOTTED) ? NT_IS(LONG_ACRONYM)
                                                                                                                : NT_IS(ACRONYM);
  is |= run->common == n ? NT_IS(ALL_COMMON) : 0;
  is |= run->upper > 1 && run->upper == n ? NT_IS(ALL_CAPITALS) : 0;
  return is;
}

/* ---- lists and rules ---- */

static guint64 of_whole(const NtCandidate *c)
{
  static const guint64 listed[] = {NT_IS(LISTED_PERSON), NT_IS(LISTED_PLACE), NT_IS(LISTED_ORGANIZATION)},
                       weak[] = {0, NT_IS(WEAK_PLACE), NT_IS(WEAK_ORGANIZATION)},
                       rule[] = {NT_IS(RULE_PERSON), NT_IS(RULE_PLACE), NT_IS(RULE_ORGANIZATION)};
  if ((guint)c->type >= NT_N_WEIGHED)
    return NT_IS(LISTED_OTHER);
  if (c->from != NT_FROM_NAME)
    return rule[c->type];
  return (c->score >= NT_LEAST_SCORE ? listed : weak)[c->type] | (c->type == NT_TYPE_PLACE && c->score >= 0.8 ? NT_IS(GREAT_PLACE) : 0);
}

static guint64 of_part(const NtCandidate *c, const NtSegment *s)
{
  if (c->from != NT_FROM_NAME)
    return 0;
  switch (c->type) {
  case NT_TYPE_PLACE:
    return c->first == s->first ? NT_IS(PLACE_FIRST) : c->end == s->end ? NT_IS(PLACE_LAST) : 0;
  case NT_TYPE_PERSON:
    return NT_IS(PERSON_INSIDE);
  case NT_TYPE_ORGANIZATION:
    return NT_IS(ORGANIZATION_INSIDE);
  default:
    return c->first == s->first && c->type == NT_TYPE_GROUP ? NT_IS(GROUP_FIRST) : 0;
  }
}

static guint64 of_proposals(const NtWeigh *w, const NtSegment *s)
{
  guint64 is = 0;
  for (guint32 first = s->first; first < s->end; first++)
    for (gint32 i = w->at[first]; i >= 0; i = w->next[i]) {
      const NtCandidate *c = &w->r->candidates.v[i];
      if (c->end <= s->end)
        is |= first == s->first && c->end == s->end ? of_whole(c) : of_part(c, s);
    }
  return is;
}

/* `Visa and Mastercard`: an ambiguous name in a row with what is surely an organization. */
static guint64 of_row(const NtWeigh *w, const NtSegment *s, guint64 proposals)
{
  if (!(proposals & NT_IS(WEAK_ORGANIZATION)))
    return 0;
  guint64 sides = nt_predicates_left(w, s->first) | nt_predicates_right(w, s->end);
  return sides & NT_IS(BESIDE_ORGANIZATION) && !(sides & (NT_IS(CAPITAL_BEFORE) | NT_IS(CAPITAL_BEHIND))) ? NT_IS(WEAK_IN_ROW) : 0;
}

/* A town where the article reports sport, unless something happens there: `at Leeds`, `LEEDS, Monday`, `Leeds, Yorkshire`. */
static guint64 of_team(const NtWeigh *w, const NtSegment *s, guint64 proposals)
{
  const NtToken *t = nt_weigh_token(w, s->first);
  if (!(proposals & (NT_IS(LISTED_PLACE) | NT_IS(WEAK_PLACE))) || !w->r->sport[w->sentence] ||
      nt_resolve_in_zone(w->r, t->start, NT_ZONE_DATELINE) || nt_predicates_right(w, s->end) & NT_IS(PLACE_BEHIND_COMMA))
    return 0;
  gboolean there = s->first && t->gap == NT_GAP_SPACE && !(t->flags & NT_TOKEN_SENTENCE) &&
                   (nt_weigh_is_word(w, s->first - 1, "in") || nt_weigh_is_word(w, s->first - 1, "at") || nt_weigh_is_word(w, s->first - 1, "near"));
  return there ? 0 : NT_IS(TEAM_TOWN);
}

guint64 nt_predicates_first(NtWeigh *w, guint32 first)
{
  guint64 is = NT_IS(ANYTHING);
  w->sentence = nt_lexis_sentence_near(w->r->lexis, first, w->sentence);
  if (w->r->headlined[w->sentence])
    is |= NT_IS(HEADLINED);
  if (nt_resolve_in_zone(w->r, nt_weigh_token(w, first)->start, NT_ZONE_DATELINE))
    is |= NT_IS(DATELINE);
  if (w->r->sport[w->sentence])
    is |= NT_IS(SPORT);
  return is;
}

guint64 nt_predicates_inside(NtWeigh *w, const NtSegment *s)
{
  guint64 proposals = of_proposals(w, s);
  return of_letters(w, s) | of_initials(w, s) | proposals | of_row(w, s, proposals) | of_team(w, s, proposals) | nt_seen_words(w, s);
}
