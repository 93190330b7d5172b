/* Where names can lie: stretches of words that hang together, and in each the segments that could be one name. */
#include "weigh.h"

#define LONGEST 9u /* words of a segment */
#define MOST_SMALL 2u /* small words in a row inside a name: `of the` */

static gboolean in_furniture(const NtWeigh *w, guint32 i)
{
  return nt_resolve_in_zone(w->r, nt_weigh_token(w, i)->start, NT_ZONE_FURNITURE);
}

/* The two of `Israel–Hezbollah`: an en dash between capitals joins names, it stands in none. */
static gboolean is_behind_dash(const NtWeigh *w, guint32 i)
{
  const NtToken *t = nt_weigh_token(w, i);
  return t->start > 2 && nt_is_capital(t) && memcmp(w->r->article->text.p + t->start - 3, "\xE2\x80\x93", 3) == 0;
}

/* Whether a name may go from the token before over to token `i`. */
static gboolean hangs_on(const NtWeigh *w, guint32 i)
{
  const NtToken *t = nt_weigh_token(w, i);
  if (t->flags & NT_TOKEN_SENTENCE)
    return FALSE;
  switch (t->gap) {
  case NT_GAP_SPACE:
  case NT_GAP_APOSTROPHE:
  case NT_GAP_AMPERSAND:
  case '/':
    return TRUE;
  case NT_GAP_HYPHEN:
    return !is_behind_dash(w, i);
  case NT_GAP_DOT:
  case NT_GAP_DOT_SPACE: {
    const NtToken *before = nt_weigh_token(w, i - 1);
    if (w->r->cues[i - 1] & NT_CUE_ORG_SUFFIX && before->flags & NT_TOKEN_ABBREVIATION && !(w->r->cues[i] & NT_CUE_ORG_SUFFIX))
      return FALSE; /* `It sold Norden Corp. Qelwin Inc. paid.` */
    return before->shape == NT_SHAPE_INITIAL || before->flags & (NT_TOKEN_ABBREVIATION | NT_TOKEN_DOTTED);
  }
  default:
    return FALSE;
  }
}

/* `8th`, as in `8th Infantry Division` */
static gboolean is_ordinal(const NtWeigh *w, guint32 i)
{
  NtStr text = nt_weigh_text(w, i, i + 1);
  return nt_weigh_token(w, i)->shape == NT_SHAPE_NUMBER && text.n > 2 && g_ascii_isdigit(text.p[text.n - 3]) &&
         g_ascii_isalpha(text.p[text.n - 2]) && g_ascii_isalpha(text.p[text.n - 1]);
}

static inline gboolean may_begin(const NtWeigh *w, guint32 i)
{
  const NtToken *t = nt_weigh_token(w, i);
  if (t->shape == NT_SHAPE_LOWER) /* most of them */
    return FALSE;
  if (w->r->barred[i] || w->r->cues[i] & (NT_CUE_FUNCTION | NT_CUE_WEEKDAY) || (!nt_is_capital(t) && !is_ordinal(w, i)))
    return FALSE; /* `On Tuesday Smith said` */
  return t->gap != NT_GAP_APOSTROPHE; /* the Hara of O'Hara, the S of CHINA'S */
}

/* `ICUs`, `LGAs`: letters in the plural say what something is. */
static gboolean is_plural_of_letters(const NtWeigh *w, guint32 i)
{
  NtStr text = nt_weigh_text(w, i, i + 1);
  if (nt_weigh_token(w, i)->shape != NT_SHAPE_CAPITAL || text.n < 3 || text.p[text.n - 1] != 's')
    return FALSE;
  for (gsize k = 0; k + 1 < text.n; k++)
    if (!g_ascii_isupper(text.p[k]))
      return FALSE;
  return TRUE;
}

/* One letter by itself is no name: the E of `E. coli`. */
static gboolean is_none_alone(const NtWeigh *w, guint32 i)
{
  const NtToken *t = nt_weigh_token(w, i);
  return !nt_is_capital(t) || t->shape == NT_SHAPE_INITIAL || is_plural_of_letters(w, i);
}

/* Days and months by themselves are none either. */
static inline gboolean is_of_date(const NtWeigh *w, guint32 i)
{
  return w->r->cues[i] & (NT_CUE_MONTH | NT_CUE_WEEKDAY) || nt_weigh_token(w, i)->shape == NT_SHAPE_NUMBER;
}

static gboolean is_no_name(const NtWeigh *w, guint32 first, guint32 end)
{
  if (end - first == 1 && is_none_alone(w, first))
    return TRUE;
  for (guint32 i = first; i < end; i++)
    if (!is_of_date(w, i))
      return FALSE;
  return TRUE;
}

/* `hei` of Lo Kin-hei and `ala` of Ma'ala, but not `based` of Lagos-based. */
static gboolean is_second_half(const NtWeigh *w, guint32 i)
{
  const NtToken *t = nt_weigh_token(w, i);
  if (t->gap == NT_GAP_APOSTROPHE)
    return t->shape == NT_SHAPE_LOWER && !nt_token_is_clitic(w->r->article->text, t);
  return t->gap == NT_GAP_HYPHEN && t->shape == NT_SHAPE_LOWER && t->end - t->start <= 5 &&
         !(w->r->cues[i] & (NT_CUE_COMMON | NT_CUE_FUNCTION));
}

/* `the Secretary of State for Health on Friday`, but Sheffield Wednesday; a list has those papers that come out on Sunday. */
static gboolean says_when(const NtWeigh *w, guint32 i)
{
  return w->r->cues[i] & NT_CUE_WEEKDAY && i && nt_weigh_token(w, i - 1)->shape == NT_SHAPE_LOWER;
}

static gboolean may_end(const NtWeigh *w, guint32 i)
{
  const NtToken *t = nt_weigh_token(w, i);
  if (says_when(w, i))
    return FALSE;
  return may_begin(w, i) || (nt_is_capital(t) && t->end - t->start > 1 && !(w->r->cues[i] & NT_CUE_FUNCTION)) || is_second_half(w, i) || (t->shape == NT_SHAPE_NUMBER && t->end - t->start <= 3) ||
         (t->shape == NT_SHAPE_MIXED && t->gap == NT_GAP_SPACE);
}

/* Small words that stand inside names: `of`, `and`, `bin`, `de`. */
static gboolean may_stand_inside(const NtWeigh *w, guint32 i)
{
  return (w->r->cues[i] & (NT_CUE_PARTICLE | NT_CUE_CONNECTOR)) != 0 || is_second_half(w, i);
}

static void add(NtWeigh *w, guint32 first, guint32 end, guint64 words)
{
  NtSegment *s = nt_vec_push(w->r->pass_scratch, &w->segments);
  s->first = first;
  s->end = end;
  s->words = words;
}

static guint64 run_of(const NtWeigh *w, guint32 first, guint32 end)
{
  guint64 run = nt_weigh_token(w, first)->hash;
  for (guint32 i = first + 1; i < end; i++)
    run = nt_tokens_step(run, nt_weigh_token(w, i));
  return run;
}

/* Ends of candidates at `first` that are not segments by their words alone; `done`: a bit for each length that is. */
static guint32 add_candidates(NtWeigh *w, guint32 first, guint64 done)
{
  guint32 furthest = first;
  for (gint32 i = w->at[first]; i >= 0; i = w->next[i]) {
    const NtCandidate *c = &w->r->candidates.v[i];
    guint32 n = c->end - first;
    if ((guint)c->type >= NT_N_WEIGHED || (c->type == NT_TYPE_PLACE && is_no_name(w, first, c->end)))
      continue; /* August in California */
    furthest = MAX(furthest, c->end);
    if (n < 64 && done >> n & 1)
      continue;
    if (n < 64)
      done |= G_GUINT64_CONSTANT(1) << n;
    add(w, first, c->end, run_of(w, first, c->end));
  }
  return furthest;
}

static gboolean is_headlined(NtWeigh *w, guint32 first)
{
  if (first >= w->r->headlines_end)
    return FALSE;
  w->sentence = nt_lexis_sentence_near(w->r->lexis, first, w->sentence);
  return w->r->headlined[w->sentence];
}

/* `By February the French were there`: the month says when, and the name begins behind it. */
static gboolean is_month_and_article(const NtWeigh *w, guint32 first)
{
  return w->r->cues[first] & NT_CUE_MONTH && first + 1 < w->r->lexis->tokens.n && nt_weigh_is_word(w, first + 1, "the");
}

/* All segments that begin at `first`; where the furthest ends. `may`: that word can begin one that nobody proposed. */
static guint32 find_from(NtWeigh *w, guint32 first, gboolean may)
{
  guint32 n = w->r->lexis->tokens.n, furthest = first, small = 0;
  guint64 done = 0;
  gboolean free = may && !is_headlined(w, first), dated = TRUE; /* so far */
  guint64 run = nt_weigh_token(w, first)->hash;
  for (guint32 end = first + 1; free; end++) {
    if (end > first + 1)
      run = nt_tokens_step(run, nt_weigh_token(w, end - 1));
    dated = dated && is_of_date(w, end - 1);
    if (end == first + 1 || may_end(w, end - 1)) {
      furthest = end;
      small = 0;
      if (!dated && !(end == first + 1 && is_none_alone(w, first)) && !nt_resolve_cuts_word(w->r, first, end)) {
        add(w, first, end, run);
        done |= G_GUINT64_CONSTANT(1) << (end - first);
      }
    } else if (!may_stand_inside(w, end - 1) || ++small > MOST_SMALL) {
      break;
    }
    if (end - first == LONGEST || end >= n || !hangs_on(w, end) || (end == first + 1 && (nt_resolve_is_noun_of_sentence(w->r, first) || is_month_and_article(w, first))))
      break;
  }
  guint32 of_candidates = w->at[first] < 0 ? furthest : add_candidates(w, first, done);
  return MAX(furthest, of_candidates);
}

void nt_segments_find(NtWeigh *w)
{
  guint32 reach = 0, i;
  for (NtNotable at = nt_notable(w->r); nt_notable_next(&at, &i);) {
    gboolean may = may_begin(w, i);
    if ((w->at[i] < 0 && !may) || in_furniture(w, i))
      continue;
    guint32 before = w->segments.n, end = find_from(w, i, may);
    if (w->segments.n == before)
      continue;
    if (!w->stretches.n || i >= reach)
      *nt_vec_push(w->r->pass_scratch, &w->stretches) = (NtStretch){.first_token = i, .first = before};
    NtStretch *stretch = &w->stretches.v[w->stretches.n - 1];
    reach = stretch->end_token = MAX(stretch->end_token, end);
    stretch->end = w->segments.n;
  }
}
