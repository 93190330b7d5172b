/* Pass 7: what one place of an article made sure, the rest of it may use: the same name again, the surname of a person, the
 * acronym in brackets behind an organization, an organization without its suffix. Only names: pronouns and `the company` are
 * left alone. */
#include "candidate.h"

#include "base/sort.h"

#define SURE_ELSEWHERE 0.8 /* a name of several words of this score is the same name wherever its words stand */
#define SURE_ENOUGH 0.5   /* of a body that no list knows, to be one wherever its name stands; evidence finds them with less */
#define GREATEST_TOWN 300000.0f /* people; of a greater one the town itself is rather meant than a firm */

/* A short form: the run of words, and whose it is. */
typedef struct {
  guint64 run;    /* nt_tokens_step hash */
  guint32 n_tokens, of; /* candidate */
  guint32 at;     /* the first token of that */
  gboolean shortens; /* its name is longer than the form */
  gboolean sure;  /* may overrule a single word that stands */
  gboolean town;  /* the name opens with a town's, and this is that */
  const char *why;
} Form;

/* All forms of one run that count, by place; `cursor` is the last that was named before the words at hand. */
typedef struct {
  guint32 first, end, cursor;
  enum { NOT_ASKED, A_PLACE, NO_PLACE } meant; /* whether the article uses the word as a place's name somewhere */
} Group;

typedef struct {
  NtResolution *r;
  NT_VEC(Form) forms;  /* after index_forms: by run, those that shorten first, then by place */
  NT_VEC(Group) groups;
  guint32 *by_run;     /* by the run's hash, open addressing: its group + 1 */
  guint64 mask;
  guint64 first_words[64]; /* a bit for each hash of a first word: most words begin no form */
} Spread;

static guint64 run_of(const NtLexis *x, guint32 first, guint32 end)
{
  guint64 run = x->tokens.v[first].hash;
  for (guint32 i = first + 1; i < end; i++)
    run = nt_tokens_step(run, &x->tokens.v[i]);
  return run;
}

/* NULL where the words are too few to be a name. */
static Form *add_form(Spread *s, guint32 first, guint32 end, guint32 of, gboolean sure, const char *why)
{
  const NtLexis *x = s->r->lexis;
  const NtToken *t = &x->tokens.v[first];
  if (end - first == 1 && (t->end - t->start < 2 || s->r->cues[first] & (NT_CUE_FUNCTION | NT_CUE_NAME_SUFFIX)))
    return NULL;
  s->first_words[t->hash >> 6 & 63] |= G_GUINT64_CONSTANT(1) << (t->hash & 63);
  const NtCandidate *whole = &s->r->candidates.v[of];
  Form *form = nt_vec_push(s->r->pass_scratch, &s->forms);
  *form = (Form){
    .run = run_of(x, first, end),
    .n_tokens = end - first,
    .of = of,
    .at = whole->first,
    .shortens = whole->end - whole->first > end - first,
    .sure = sure,
    .why = why,
  };
  return form;
}

/* Where the surname begins: particles go with it (`van der Berg`), `Jr` does not. */
static guint32 surname_of(const NtResolution *r, const NtCandidate *c, guint32 *end)
{
  *end = c->end;
  while (*end - c->first > 1 && r->cues[*end - 1] & NT_CUE_NAME_SUFFIX)
    --*end;
  guint32 first = *end - 1;
  while (first - c->first > 1 && r->lexis->tokens.v[first].gap == NT_GAP_HYPHEN)
    first--;
  while (first - c->first > 1 && r->cues[first - 1] & NT_CUE_PARTICLE)
    first--;
  return first;
}

static void person_forms(Spread *s, guint32 number)
{
  const NtResolution *r = s->r;
  const NtCandidate *c = &r->candidates.v[number];
  guint32 end, first;
  add_form(s, c->first, c->end, number, FALSE, "the same name");
  if (c->end - c->first < 2)
    return;
  first = surname_of(r, c, &end);
  add_form(s, first, end, number, TRUE, "surname");
  guint32 last = end - 1;
  if (last > first && r->lexis->tokens.v[last].gap != NT_GAP_HYPHEN && r->lexis->tokens.v[last].gap != NT_GAP_APOSTROPHE)
    add_form(s, last, end, number, TRUE, "surname");
  if (r->cues[c->first] & NT_CUE_FAMILY_FIRST && end - c->first <= 3)
    add_form(s, c->first, c->first + 1, number, TRUE, "family name");
}

/* `World Trade Organization (WTO)`: the letters in brackets are capital and begin words of the name. */
static void acronym_form(Spread *s, guint32 number)
{
  const NtResolution *r = s->r;
  const NtCandidate *c = &r->candidates.v[number];
  const NtTokens *t = &r->lexis->tokens;
  if (c->end >= t->n || t->v[c->end].gap != '(' || t->v[c->end].shape != NT_SHAPE_UPPER)
    return;
  NtStr letters = nt_resolve_token_text(r, c->end);
  guint32 at = c->first;
  guint found = 0;
  for (gsize i = 0; i < letters.n; i++)
    for (guint32 j = at; j < c->end; j++)
      if (g_ascii_toupper(r->article->text.p[t->v[j].start]) == letters.p[i]) {
        at = j + 1;
        found++;
        break;
      }
  if (found * 3 >= letters.n * 2)
    add_form(s, c->end, c->end + 1, number, TRUE, "acronym");
}

/* `Norden Valley Mines Ltd (Valley)`, `Norden Mines plc ("Norden")`: a word of the name in brackets is how it is called from there on. */
static void short_name_form(Spread *s, guint32 number)
{
  const NtResolution *r = s->r;
  const NtCandidate *c = &r->candidates.v[number];
  const NtTokens *t = &r->lexis->tokens;
  NtStr text = r->article->text;
  if (c->end >= t->n || c->end - c->first < 2 || !(t->v[c->end].flags & NT_TOKEN_QUOTE) || t->v[c->end].shape != NT_SHAPE_CAPITAL)
    return;
  gsize open = c->span.end;
  while (open < text.n && text.p[open] == ' ')
    open++;
  gsize close = t->v[c->end].end;
  if (text.p[open] != '(' || close >= text.n || g_ascii_isalnum(text.p[close]) || strchr(" -/&,", text.p[close]))
    return;
  for (guint32 i = c->first; i < c->end; i++)
    if (t->v[i].hash == t->v[c->end].hash)
      add_form(s, c->end, c->end + 1, number, TRUE, "short name in brackets");
}

/* Whether a list has the word alone as a place or a nationality: the Singapore of Singapore Bankers Ltd. */
static gboolean is_place_or_group(const NtResolution *r, guint32 at)
{
  const NtLexis *x = r->lexis;
  for (guint32 i = nt_lexis_hit_at(x->names.v, x->names.n, at); i < x->names.n && x->names.v[i].first == at; i++) {
    NtType type = (NtType)r->image->ENTRIES[x->names.v[i].owner].type;
    if (x->names.v[i].end == at + 1 && (type == NT_TYPE_PLACE || type == NT_TYPE_GROUP))
      return TRUE;
  }
  return FALSE;
}

/* `Woodside Petroleum Ltd`, `Echo Bay Mines Ltd`: where the town ends with whose name the firm's opens; 0 where it opens with none, or
 * with that of a country, a region or a great town. */
static guint32 opening_town(const NtResolution *r, guint32 first, guint32 end)
{
  const NtLexis *x = r->lexis;
  guint32 town = 0;
  for (guint32 i = nt_lexis_hit_at(x->names.v, x->names.n, first); i < x->names.n && x->names.v[i].first == first; i++) {
    const NtImageEntry *entry = &r->image->ENTRIES[x->names.v[i].owner];
    if (x->names.v[i].end > end || (entry->type != NT_TYPE_PLACE && entry->type != NT_TYPE_GROUP))
      continue;
    if (entry->type == NT_TYPE_GROUP || entry->kind != NT_PLACE_OTHER || entry->population > GREATEST_TOWN)
      return 0;
    town = MAX(town, x->names.v[i].end);
  }
  return town;
}

static void organization_forms(Spread *s, guint32 number)
{
  const NtResolution *r = s->r;
  const NtCandidate *c = &r->candidates.v[number];
  add_form(s, c->first, c->end, number, FALSE, "the same name");
  acronym_form(s, number);
  short_name_form(s, number);
  guint32 end = c->end;
  while (end - c->first > 1 && r->cues[end - 1] & NT_CUE_ORG_SUFFIX)
    end--;
  guint32 town = end < c->end ? opening_town(r, c->first, end) : 0;
  Form *form = end < c->end && (end - c->first > 1 || !(r->cues[c->first] & NT_CUE_COMMON)) ? add_form(s, c->first, end, number, FALSE, "without its suffix") : NULL;
  if (form)
    form->town = town == end;
  if (end < c->end && end - c->first > 1 && !(r->cues[c->first] & (NT_CUE_COMMON | NT_CUE_FIRST_NAME)) && !is_place_or_group(r, c->first))
    add_form(s, c->first, c->first + 1, number, FALSE, "first word of the company");
  if (end < c->end && end - c->first > 2 && r->cues[end - 1] & NT_CUE_ORG_HEAD)
    add_form(s, c->first, end - 1, number, FALSE, "without its trade");
  form = town && town < end ? add_form(s, c->first, town, number, FALSE, "town in the company's name") : NULL;
  if (form)
    form->town = TRUE;
}

/* `Katrina`, where the article has Hurricane Katrina: the name of an event that no list knows stands behind its kind. */
static void other_forms(Spread *s, guint32 number)
{
  const NtResolution *r = s->r;
  const NtCandidate *c = &r->candidates.v[number];
  add_form(s, c->first, c->end, number, FALSE, "the same name");
  if (c->type == NT_TYPE_EVENT && c->entry == G_MAXUINT32 && c->end - c->first == 2 && !(r->cues[c->end - 1] & NT_CUE_COMMON))
    add_form(s, c->end - 1, c->end, number, TRUE, "name of the event");
}

/* ---- finding ---- */

static int by_run_and_place(gconstpointer x, gconstpointer y)
{
  const Form *a = x, *b = y;
  if (a->run != b->run)
    return a->run < b->run ? -1 : 1;
  if (a->shortens != b->shortens)
    return a->shortens ? -1 : 1;
  if (a->at != b->at)
    return a->at < b->at ? -1 : 1;
  return a->of < b->of ? -1 : a->of > b->of;
}

/* Where the group + 1 of the run stands, or would: 0 there. */
static guint32 *place_of_run(const Spread *s, guint64 run)
{
  guint64 at = run & s->mask;
  while (s->by_run[at] && s->forms.v[s->groups.v[s->by_run[at] - 1].first].run != run)
    at = (at + 1) & s->mask;
  return &s->by_run[at];
}

/* Of the forms of one run count those that shorten a longer name, where there are any. */
static void index_forms(Spread *s)
{
  Form *v = s->forms.v;
  nt_sort(v, s->forms.n, sizeof *v, by_run_and_place);
  for (s->mask = 15; s->mask < 2 * (guint64)s->forms.n;) /* at most half full */
    s->mask = 2 * s->mask + 1;
  s->by_run = nt_arena_alloc0(s->r->pass_scratch, (s->mask + 1) * sizeof *s->by_run);
  for (guint32 i = 0; i < s->forms.n;) {
    Group group = {i, i + 1, i, NOT_ASKED};
    while (group.end < s->forms.n && v[group.end].run == v[i].run && v[group.end].shortens == v[i].shortens)
      group.end++;
    *nt_vec_push(s->r->pass_scratch, &s->groups) = group;
    *place_of_run(s, v[i].run) = s->groups.n;
    for (i = group.end; i < s->forms.n && v[i].run == v[group.first].run;)
      i++;
  }
}

/* The form that was last named before token `at`; where none was, the first. Words are asked for from left to right, so that
 * the cursor of a group goes through it once. */
static const Form *nearest(Spread *s, guint32 group_number, guint32 at)
{
  Group *group = &s->groups.v[group_number];
  while (group->cursor + 1 < group->end && s->forms.v[group->cursor + 1].at <= at)
    group->cursor++;
  return &s->forms.v[group->cursor];
}

/* Whether the form is the name of a candidate that begins at `first`, and of no other. */
static gboolean is_of_none_but(const Spread *s, guint32 group_number, guint32 first)
{
  const Group *group = &s->groups.v[group_number];
  return group->end - group->first == 1 && s->forms.v[group->first].at == first;
}

/* `Salman` stands where the article says `bin Salman`: the particles belong to it. */
static gboolean lacks_particles(const NtResolution *r, const NtCandidate *standing, guint32 first, guint32 end, const Form *form)
{
  if (standing->type != r->candidates.v[form->of].type || standing->first <= first || standing->end != end)
    return FALSE;
  for (guint32 t = first; t < standing->first; t++)
    if (r->owner[t] >= 0 || !(r->cues[t] & NT_CUE_PARTICLE))
      return FALSE;
  return TRUE;
}

/* `Enfield said` speaks for a person, but the article has an Enfield Corp and nobody of that name. */
static gboolean is_company_said(const NtResolution *r, const NtCandidate *standing, const Form *form)
{
  return form->shortens && r->candidates.v[form->of].type == NT_TYPE_ORGANIZATION && standing->type == NT_TYPE_PERSON &&
         standing->entry == G_MAXUINT32 && standing->short_of < 0 && standing->priority <= 0;
}

/* The Michigan of `Michigan General said`, where the article has a Michigan General Corp; and the whole where no list has it as a place. */
static gboolean is_piece_of_company(const NtResolution *r, const NtCandidate *standing, guint32 first, guint32 end, const Form *form)
{
  return form->shortens && r->candidates.v[form->of].type == NT_TYPE_ORGANIZATION && standing->type == NT_TYPE_PLACE && standing->priority <= 0 &&
         standing->first >= first && standing->end <= end && end - first > 1 &&
         (standing->end - standing->first < end - first || standing->entry == G_MAXUINT32);
}

/* In a headline, where capitals do not tell where a name ends: a piece of the name that the text has as a whole (the Lagos of Lagos
 * Independence Movement), or one that takes a common word behind it with it (`Lagos University Cuts Jobs`). */
static gboolean is_miscut(const NtResolution *r, const NtCandidate *standing, guint32 first, guint32 end)
{
  if (standing->priority > 0 || standing->first < first)
    return FALSE;
  if (standing->end <= end)
    return standing->end - standing->first < end - first;
  return standing->entry == G_MAXUINT32 && r->cues[end] & NT_CUE_COMMON;
}

/* `a stake in Peabody`, `its interest in Woodside`: who is owned. */
static gboolean is_owned(const NtResolution *r, guint32 i)
{
  static const char *const owned[] = {"stake", "stakes", "share", "shares", "interest", "interests", "holding", "holdings", "ownership", "position"};
  if (i < 2 || !nt_str_is(nt_resolve_token_text(r, i - 1), "in"))
    return FALSE;
  NtStr word = nt_resolve_token_text(r, i - 2);
  for (guint k = 0; k < G_N_ELEMENTS(owned); k++)
    if (nt_str_is(word, owned[k]))
      return TRUE;
  return FALSE;
}

/* Whether the word that begins at `i` stands there as only a place does: behind `in` or a comma, before its county or state, or in a
 * dateline. */
static gboolean is_meant_as_place(const NtResolution *r, guint32 i)
{
  const NtTokens *t = &r->lexis->tokens;
  const NtCandidate *c = r->owner[i] >= 0 ? &r->candidates.v[r->owner[i]] : NULL;
  if (!c || c->type != NT_TYPE_PLACE)
    return FALSE;
  if ((i > 0 && ((r->cues[i - 1] & NT_CUE_PREPOSITION && !is_owned(r, i)) || t->v[i].gap == ',')) || nt_article_zone_at(r->article, t->v[i].start) == NT_ZONE_DATELINE)
    return TRUE;
  gint32 behind = c->end < t->n && t->v[c->end].gap == ',' ? r->owner[c->end] : -1;
  return behind >= 0 && r->candidates.v[behind].type == NT_TYPE_PLACE;
}

/* Whether it does so anywhere. */
static gboolean is_place_somewhere(Spread *s, Group *group, guint32 word)
{
  const NtResolution *r = s->r;
  const NtTokens *t = &r->lexis->tokens;
  if (group->meant == NOT_ASKED) {
    group->meant = NO_PLACE;
    for (guint32 i = 0; i < t->n && group->meant == NO_PLACE; i++)
      if (t->v[i].hash == t->v[word].hash && is_meant_as_place(r, i))
        group->meant = A_PLACE;
  }
  return group->meant == A_PLACE;
}

/* `Lopez defeated Rublev`: what a rule takes for the club of a town is the player of that surname, if the article has no such town. */
static gboolean is_player(Spread *s, Group *group, const NtCandidate *standing, const Form *form)
{
  return standing->from == NT_FROM_PATTERN && standing->type == NT_TYPE_ORGANIZATION && standing->end - standing->first == 1 && form->shortens &&
         form->sure && s->r->candidates.v[form->of].type == NT_TYPE_PERSON && !is_place_somewhere(s, group, standing->first);
}

/* `the`, `The` */
static gboolean is_the(const NtResolution *r, guint32 i)
{
  NtStr word = nt_resolve_token_text(r, i);
  return word.n == 3 && memcmp(word.p + 1, "he", 2) == 0 && (*word.p == 't' || *word.p == 'T');
}

/* `The French election`, `German Chancellor`: a people's adjective, though the article has a Dawn French or a Tom German. */
static gboolean is_of_a_people(const NtResolution *r, const NtCandidate *standing)
{
  const NtTokens *t = &r->lexis->tokens;
  if (standing->type != NT_TYPE_GROUP)
    return FALSE;
  if (standing->first > 0 && t->v[standing->first].gap == NT_GAP_SPACE && is_the(r, standing->first - 1))
    return TRUE;
  return standing->end < t->n && t->v[standing->end].gap == NT_GAP_SPACE && r->cues[standing->end] & (NT_CUE_OCCUPATION | NT_CUE_TITLE);
}

static gboolean is_free(Spread *s, Group *group, guint32 first, guint32 end, const Form *form)
{
  NtResolution *r = s->r;
  gboolean whole_in_headline = !form->shortens && end - first > 1 && nt_resolve_is_headlined(r, first);
  for (guint32 t = first; t < end; t++) {
    if (r->owner[t] < 0)
      continue;
    const NtCandidate *standing = &r->candidates.v[r->owner[t]];
    if (lacks_particles(r, standing, first, end, form))
      return TRUE;
    if (whole_in_headline && is_miscut(r, standing, first, end))
      continue;
    gboolean same = standing->first == first && standing->end == end;
    if (same && is_company_said(r, standing, form))
      return TRUE;
    if (same && form->town && standing->type == NT_TYPE_PLACE && standing->priority <= 0 && !is_place_somewhere(s, group, first))
      return TRUE;
    if (is_piece_of_company(r, standing, first, end, form))
      continue;
    if (same && is_player(s, group, standing, form))
      return TRUE;
    if (!same || standing->type == r->candidates.v[form->of].type || !form->sure || standing->score >= 0.95 ||
        standing->priority > 0 || is_of_a_people(r, standing))
      return FALSE;
    if (standing->type == NT_TYPE_PLACE && standing->entry != G_MAXUINT32 && r->image->ENTRIES[standing->entry].kind != NT_PLACE_OTHER &&
        (r->candidates.v[form->of].type != NT_TYPE_PERSON || end - first > 1 || is_place_somewhere(s, group, first)))
      return FALSE;
    if (first > 0 && r->cues[first - 1] & NT_CUE_PREPOSITION && standing->type == NT_TYPE_PLACE && !is_owned(r, first))
      return FALSE;
  }
  return TRUE;
}

/* A one-word name that a rule found by itself, or that a list has as a famous person's, and that shortens a longer name of the same
 * type: it is that one's. */
static gboolean adopt(NtResolution *r, const Form *form, guint32 first, guint32 end)
{
  gint32 owner = r->owner[first];
  if (owner < 0 || (guint32)owner == form->of)
    return FALSE;
  NtCandidate *standing = &r->candidates.v[owner];
  const NtCandidate *of = &r->candidates.v[form->of];
  gboolean one_name = standing->type == NT_TYPE_PERSON && end - first == 1;
  if (standing->first != first || standing->end != end || standing->type != of->type || standing->short_of >= 0 ||
      (standing->entry != G_MAXUINT32 && !one_name) || end - first >= of->end - of->first)
    return FALSE;
  standing->short_of = (gint32)form->of;
  standing->why = nt_str(form->why);
  return TRUE;
}

static void add_mention(Spread *s, const Form *form, guint32 first, guint32 end)
{
  NtResolution *r = s->r;
  const NtCandidate of = r->candidates.v[form->of];
  *nt_vec_push(r->scratch, &r->candidates) = (NtCandidate){
    .first = first,
    .end = end,
    .span = nt_resolve_span(r, first, end, FALSE),
    .type = of.type,
    .from = NT_FROM_SPREAD,
    .score = MIN(of.score, 0.9),
    .where = of.where,
    .entry = of.entry,
    .why = nt_str(form->why),
    .short_of = (gint32)form->of,
    .beaten_by = NT_NOT_BEATEN,
  };
  nt_resolve_claim(r, r->candidates.n - 1, form->why);
}

/* `Hobbin to open three shops`, where the text has `Hobbin's chief executive`: a body that no list knows, called by no common word and
 * nobody's first name, is meant wherever nothing else is; but `Hobbin 8` is what it makes. */
static gboolean is_stranger(const NtResolution *r, const Form *form, guint32 first, guint32 end)
{
  const NtCandidate *of = &r->candidates.v[form->of];
  const NtTokens *t = &r->lexis->tokens;
  if (of->type != NT_TYPE_ORGANIZATION || of->entry != G_MAXUINT32 || of->score < SURE_ENOUGH || t->v[of->first].shape != t->v[first].shape)
    return FALSE;
  if (end < t->n && t->v[end].gap == NT_GAP_SPACE && t->v[end].shape == NT_SHAPE_NUMBER)
    return FALSE;
  for (guint32 i = first; i < end; i++)
    if (r->cues[i] & (NT_CUE_COMMON | NT_CUE_FIRST_NAME) || r->owner[i] >= 0)
      return FALSE;
  return TRUE;
}

static void find_at(Spread *s, guint32 first)
{
  NtResolution *r = s->r;
  const NtTokens *t = &r->lexis->tokens;
  guint64 run = t->v[first].hash;
  guint32 longest = 0, longest_end = first; /* a group + 1 */
  for (guint32 end = first + 1; end <= MIN(first + 8, t->n); end++) {
    if (end > first + 1)
      run = nt_tokens_step(run, &t->v[end - 1]);
    guint32 group = *place_of_run(s, run);
    if (group && (nt_is_capital(&t->v[end - 1]) || t->v[end - 1].gap == NT_GAP_HYPHEN) && !(is_of_none_but(s, group - 1, first) && nt_resolve_is_headlined(r, first))) {
      longest = group;
      longest_end = end;
    }
    if (end < t->n && t->v[end].gap == NT_GAP_BREAK)
      break;
  }
  if (!longest)
    return;
  const Form *form = nearest(s, longest - 1, first);
  if (!form->shortens && r->weighed && !nt_resolve_is_headlined(r, first) && !(form->n_tokens > 1 && r->candidates.v[form->of].score >= SURE_ELSEWHERE) &&
      !is_stranger(r, form, first, longest_end))
    return; /* that was weighed there too, and found wanting */
  if (!adopt(r, form, first, longest_end) && is_free(s, &s->groups.v[longest - 1], first, longest_end, form) && !nt_resolve_joined_left(r, first) && !nt_resolve_joined_right(r, longest_end - 1))
    add_mention(s, form, first, longest_end);
}

void nt_resolve_spread(NtResolution *r)
{
  Spread s = {.r = r};
  guint n = r->candidates.n;
  for (guint i = 0; i < n; i++) {
    const NtCandidate *c = &r->candidates.v[i];
    if (!nt_candidate_stands(c))
      continue;
    if (c->type == NT_TYPE_PERSON)
      person_forms(&s, i);
    else if (c->type == NT_TYPE_ORGANIZATION)
      organization_forms(&s, i);
    else if (c->from == NT_FROM_PATTERN)
      other_forms(&s, i);
  }
  if (!s.forms.n)
    return;
  index_forms(&s);
  for (guint32 i = 0; i < r->lexis->tokens.n; i++) {
    const NtToken *t = &r->lexis->tokens.v[i];
    if (s.first_words[t->hash >> 6 & 63] >> (t->hash & 63) & 1 && (nt_is_capital(t) || r->cues[i] & NT_CUE_PARTICLE) && !r->barred[i] &&
        nt_article_zone_at(r->article, t->start) != NT_ZONE_FURNITURE)
      find_at(&s, i);
  }
}
