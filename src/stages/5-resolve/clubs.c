/* `Preston beat Burnley 2-1. Preston had …`: in the report of a match the clubs are called as their towns are. Where rules found two
 * clubs or more, the words of one are the club elsewhere, too, but not where something happens; so is the last word of a listed
 * club's name, `Rovers`. Between the two rounds. */
#include "weigh.h"

#define FEWEST_CLUBS 2u
#define MOST_CLUBS 16u
#define CLUB 5  /* what speaks for the club where its words stand again, */
#define TOWN 1  /* and against the town */
#define SHORT 3 /* for the last word of its name */

typedef struct {
  guint64 towns[MOST_CLUBS], lasts[MOST_CLUBS]; /* hashes of words */
  guint n_towns, n_lasts, n_found; /* n_found: different clubs */
  gboolean plays;                 /* a rule has seen one do what clubs do */
  guint64 found[MOST_CLUBS];
} Clubs;

static gboolean add(guint64 *hashes, guint *n, guint64 hash)
{
  for (guint i = 0; i < *n; i++)
    if (hashes[i] == hash)
      return FALSE;
  if (*n < MOST_CLUBS)
    hashes[(*n)++] = hash;
  return TRUE;
}

static gboolean has(const guint64 *hashes, guint n, guint64 hash)
{
  for (guint i = 0; i < n; i++)
    if (hashes[i] == hash)
      return TRUE;
  return FALSE;
}

static gboolean is_listed_club(const NtWeigh *w, const NtCandidate *c)
{
  if (c->from != NT_FROM_NAME || c->type != NT_TYPE_ORGANIZATION)
    return FALSE;
  const NtName *name = &w->r->article->names.v[c->name];
  for (guint k = 0; k < c->n_names; k++)
    if (nt_name_alias(&name[k]) != NT_NO_ALIAS &&
        nt_str_is(nt_image_fact(w->r->image, w->r->image->ALIASES[name[k].alias].owner, NT_FACT_KIND), "club"))
      return TRUE;
  return FALSE;
}

/* What a rule against which evidence does not count calls an organization, and a list a place; or no list knows it, and sport is
 * reported. */
static gboolean is_town_and_club(NtWeigh *w, const NtSegment *s)
{
  gboolean town = FALSE, club = FALSE, listed = FALSE;
  for (gint32 i = w->at[s->first]; i >= 0; i = w->next[i]) {
    const NtCandidate *c = &w->r->candidates.v[i];
    if (c->end != s->end)
      continue;
    listed |= c->from == NT_FROM_NAME;
    town |= c->from == NT_FROM_NAME && c->type == NT_TYPE_PLACE;
    club |= c->from == NT_FROM_PATTERN && c->type == NT_TYPE_ORGANIZATION && c->priority > 0 && nt_candidate_stands(c);
  }
  if (!club || listed)
    return club && town;
  w->sentence = nt_lexis_sentence_near(w->r->lexis, s->first, w->sentence);
  return w->r->sport[w->sentence];
}

static gboolean is_club(const NtWeigh *w, const NtSegment *s)
{
  for (gint32 i = w->at[s->first]; i >= 0; i = w->next[i])
    if (w->r->candidates.v[i].end == s->end && is_listed_club(w, &w->r->candidates.v[i]))
      return TRUE;
  return FALSE;
}

/* `Preston` of Preston North End, which is segment `number`; those that begin with the same word lie around it. */
static void add_beginnings(const NtWeigh *w, Clubs *clubs, guint number)
{
  const NtSegment *s = &w->segments.v[number];
  guint first = number;
  while (first > 0 && w->segments.v[first - 1].first == s->first)
    first--;
  for (gint32 i = w->at[s->first]; i >= 0; i = w->next[i]) {
    const NtCandidate *c = &w->r->candidates.v[i];
    if (c->end >= s->end || c->from != NT_FROM_NAME || c->type != NT_TYPE_PLACE)
      continue;
    for (guint k = first; k < w->segments.n && w->segments.v[k].first == s->first; k++)
      if (w->segments.v[k].end == c->end)
        add(clubs->towns, &clubs->n_towns, w->segments.v[k].words);
  }
}

static void find(NtWeigh *w, Clubs *clubs, const guint8 *is)
{
  for (guint i = 0; i < w->segments.n; i++) {
    const NtSegment *s = &w->segments.v[i];
    gboolean listed = is[i] == NT_TYPE_ORGANIZATION && is_club(w, s);
    if (!listed && !is_town_and_club(w, s))
      continue;
    add(clubs->found, &clubs->n_found, s->words);
    clubs->plays |= !listed;
    if (listed && s->end - s->first > 1) {
      add_beginnings(w, clubs, i);
      add(clubs->lasts, &clubs->n_lasts, nt_weigh_token(w, s->end - 1)->hash);
    } else {
      add(clubs->towns, &clubs->n_towns, s->words);
    }
  }
}

/* Where something happens is a place, and so are `a Dallas clinic`, what has a larger place behind it and `DALLAS (AP)`; `Utah` of
 * `Utah Jazz` is a part of a name. */
static gboolean stands_apart(NtWeigh *w, const NtSegment *s)
{
  const NtToken *t = nt_weigh_token(w, s->first);
  w->sentence = nt_lexis_sentence_near(w->r->lexis, s->first, w->sentence);
  gboolean behind = s->first && t->gap == NT_GAP_SPACE && !(t->flags & NT_TOKEN_SENTENCE);
  guint64 left = nt_predicates_left(w, s->first), right = nt_predicates_right(w, s->end);
  if (behind && (w->r->cues[s->first - 1] & NT_CUE_PREPOSITION || nt_weigh_is_article(w, s->first - 1) || nt_weigh_is_word(w, s->first - 1, "of")))
    return FALSE;
  if (left & NT_IS(CAPITAL_BEFORE) || right & (NT_IS(CAPITAL_BEHIND) | NT_IS(PLACE_BEHIND_COMMA)))
    return FALSE;
  return t->shape != NT_SHAPE_UPPER || !(t->flags & NT_TOKEN_SENTENCE) || w->r->headlined[w->sentence];
}

/* A list has it as a country, a capital or a region: those play, too, but are many in other reports as well. */
static gboolean is_no_mere_town(const NtWeigh *w, const NtSegment *s)
{
  for (gint32 i = w->at[s->first]; i >= 0; i = w->next[i]) {
    const NtCandidate *c = &w->r->candidates.v[i];
    if (c->end == s->end && c->type == NT_TYPE_PLACE && c->entry != G_MAXUINT32 && w->r->image->ENTRIES[c->entry].kind != NT_PLACE_OTHER)
      return TRUE;
  }
  return FALSE;
}

static gboolean is_plural_verb(const NtWeigh *w, guint32 i)
{
  return i < w->r->lexis->tokens.n && nt_weigh_token(w, i)->gap == NT_GAP_SPACE &&
         (nt_weigh_is_word(w, i, "are") || nt_weigh_is_word(w, i, "were") || nt_weigh_is_word(w, i, "have"));
}

/* `Norwich have signed nobody`: where sport is reported a town is one, and its club are many, as the British say it. */
static gboolean is_many(NtWeigh *w, const NtSegment *s)
{
  if (!(s->is & NT_IS(TEAM_TOWN)) || !is_plural_verb(w, s->end) || w->r->cues[s->first] & (NT_CUE_FUNCTION | NT_CUE_COMMON) || is_no_mere_town(w, s))
    return FALSE;
  if (!s->first || nt_weigh_token(w, s->first)->flags & NT_TOKEN_SENTENCE)
    return TRUE;
  return nt_weigh_token(w, s->first)->gap == NT_GAP_SPACE && !nt_weigh_is_word(w, s->first - 1, "and") &&
         !nt_weigh_is_word(w, s->first - 1, "or") && !nt_weigh_is_word(w, s->first - 1, "the") && stands_apart(w, s);
}

static void add_many(NtWeigh *w)
{
  for (guint i = 0; i < w->segments.n; i++)
    if (is_many(w, &w->segments.v[i]))
      w->segments.v[i].sum[NT_TYPE_ORGANIZATION] += CLUB * NT_WEIGHT_ONE;
}

/* A rule against which evidence does not count: without one no club plays. */
static gboolean has_ruled(const NtResolution *r)
{
  for (guint i = 0; i < r->candidates.n; i++) {
    const NtCandidate *c = &r->candidates.v[i];
    if (c->from == NT_FROM_PATTERN && c->type == NT_TYPE_ORGANIZATION && c->priority > 0)
      return TRUE;
  }
  return FALSE;
}

void nt_weigh_clubs(NtWeigh *w, const guint8 *is)
{
  add_many(w);
  if (!has_ruled(w->r))
    return;
  Clubs clubs = {0};
  find(w, &clubs, is);
  if (clubs.n_found < FEWEST_CLUBS || !clubs.plays)
    return;
  for (guint i = 0; i < w->segments.n; i++) {
    NtSegment *s = &w->segments.v[i];
    gboolean town = has(clubs.towns, clubs.n_towns, s->words);
    if (!town && !(s->end - s->first == 1 && has(clubs.lasts, clubs.n_lasts, s->words)))
      continue;
    if (!stands_apart(w, s))
      continue;
    s->sum[NT_TYPE_ORGANIZATION] += (town ? CLUB : SHORT) * NT_WEIGHT_ONE;
    s->sum[NT_TYPE_PLACE] -= town ? TOWN * NT_WEIGHT_ONE : 0;
  }
}
