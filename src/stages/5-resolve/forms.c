/* What a standing name may be called further on: by all its words, a person by the surname, a body by its acronym or without the form
 * of law, an event by what stands behind its kind. */
#include "spread.h"

#define GREATEST_TOWN 300000.0f /* people; of a greater one the town itself is rather meant than a firm */

static guint64 run_of(const NtLexis *x, guint32 first, guint32 end)
{
  guint64 run = x->tokens.v[first].hash;
  for (guint32 i = first + 1; i < end; i++)
    run = nt_tokens_step(run, &x->tokens.v[i]);
  return run;
}

/* NULL where the words are too few to be a name. */
static NtForm *add_form(NtSpread *s, guint32 first, guint32 end, guint32 of, gboolean sure, const char *why)
{
  const NtLexis *x = s->r->lexis;
  const NtToken *t = &x->tokens.v[first];
  if (end - first == 1 && (t->end - t->start < 2 || s->r->cues[first] & (NT_CUE_FUNCTION | NT_CUE_NAME_SUFFIX)))
    return NULL;
  s->first_words[t->hash >> 6 & 63] |= G_GUINT64_CONSTANT(1) << (t->hash & 63);
  s->longest = MAX(s->longest, end - first);
  const NtCandidate *whole = &s->r->candidates.v[of];
  NtForm *form = nt_vec_push(s->r->pass_scratch, &s->forms);
  *form = (NtForm){
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

static void person_forms(NtSpread *s, guint32 number)
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
static void acronym_form(NtSpread *s, guint32 number)
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
static void short_name_form(NtSpread *s, guint32 number)
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

/* As what types lists have the word alone: a bit for each. */
static guint listed_as(const NtResolution *r, guint32 at)
{
  const NtLexis *x = r->lexis;
  guint types = 0;
  for (guint32 i = nt_lexis_hit_at(x->names.v, x->names.n, at); i < x->names.n && x->names.v[i].first == at; i++)
    if (x->names.v[i].end == at + 1)
      types |= 1u << r->image->ENTRIES[x->names.v[i].owner].type;
  return types;
}

/* The Singapore of Singapore Bankers Ltd. */
static gboolean is_place_or_group(const NtResolution *r, guint32 at)
{
  return (listed_as(r, at) & (1u << NT_TYPE_PLACE | 1u << NT_TYPE_GROUP)) != 0;
}

/* `Remembrance Day Trust` is not called by the first word of the day that it keeps. */
static gboolean opens_with_event(const NtResolution *r, guint32 first)
{
  const NtLexis *x = r->lexis;
  for (guint32 i = nt_lexis_hit_at(x->names.v, x->names.n, first); i < x->names.n && x->names.v[i].first == first; i++)
    if (r->image->ENTRIES[x->names.v[i].owner].type == NT_TYPE_EVENT)
      return TRUE;
  return FALSE;
}

/* `Norden Intelligence Agency (Abinor)`: papers of many countries write acronyms as words, and one of another language has other letters
 * than the name. Behind a name of two words the bracket may hold a player. */
static void spoken_acronym_form(NtSpread *s, guint32 number)
{
  const NtResolution *r = s->r;
  const NtCandidate *c = &r->candidates.v[number];
  const NtTokens *t = &r->lexis->tokens;
  NtStr text = r->article->text;
  if (c->end >= t->n || c->end - c->first < 3 || t->v[c->end].gap != '(' || t->v[c->end].shape != NT_SHAPE_CAPITAL)
    return;
  gsize close = t->v[c->end].end;
  if (close >= text.n || text.p[close] != ')' || close - t->v[c->end].start < 3 || listed_as(r, c->end) ||
      r->cues[c->end] & (NT_CUE_COMMON | NT_CUE_FIRST_NAME | NT_CUE_SURNAME))
    return;
  add_form(s, c->end, c->end + 1, number, TRUE, "acronym");
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

/* `Dorset and Kent Hospital Trust` is of two places, and called by neither. */
static gboolean is_of_two_places(const NtResolution *r, guint32 first_ends, guint32 end)
{
  return first_ends + 1 < end && nt_str_is(nt_resolve_token_text(r, first_ends), "and") && is_place_or_group(r, first_ends + 1);
}

static void organization_forms(NtSpread *s, guint32 number)
{
  const NtResolution *r = s->r;
  const NtCandidate *c = &r->candidates.v[number];
  add_form(s, c->first, c->end, number, FALSE, "the same name");
  acronym_form(s, number);
  short_name_form(s, number);
  spoken_acronym_form(s, number);
  guint32 end = c->end;
  while (end - c->first > 1 && r->cues[end - 1] & NT_CUE_ORG_SUFFIX)
    end--;
  guint32 town = end < c->end ? opening_town(r, c->first, end) : 0;
  NtForm *form = end < c->end && (end - c->first > 1 || !(r->cues[c->first] & NT_CUE_COMMON)) ? add_form(s, c->first, end, number, FALSE, "without its suffix") : NULL;
  if (form)
    form->town = town == end;
  if (end < c->end && end - c->first > 1 && !(r->cues[c->first] & (NT_CUE_COMMON | NT_CUE_FIRST_NAME)) && !is_place_or_group(r, c->first) && !opens_with_event(r, c->first))
    add_form(s, c->first, c->first + 1, number, FALSE, "first word of the company");
  if (end < c->end && end - c->first > 2 && r->cues[end - 1] & NT_CUE_ORG_HEAD)
    add_form(s, c->first, end - 1, number, FALSE, "without its trade");
  form = town && town < end && !is_of_two_places(r, town, end) ? add_form(s, c->first, town, number, FALSE, "town in the company's name") : NULL;
  if (form)
    form->town = TRUE;
}

/* `Katrina`, where the article has Hurricane Katrina: the name of an event that no list knows stands behind its kind. */
static void other_forms(NtSpread *s, guint32 number)
{
  const NtResolution *r = s->r;
  const NtCandidate *c = &r->candidates.v[number];
  add_form(s, c->first, c->end, number, FALSE, "the same name");
  if (c->type == NT_TYPE_EVENT && c->entry == G_MAXUINT32 && c->end - c->first == 2 && !(r->cues[c->end - 1] & NT_CUE_COMMON))
    add_form(s, c->end - 1, c->end, number, TRUE, "name of the event");
}

void nt_forms_find(NtSpread *s)
{
  const NtResolution *r = s->r;
  for (guint i = 0; i < r->candidates.n; i++) {
    const NtCandidate *c = &r->candidates.v[i];
    if (!nt_candidate_stands(c))
      continue;
    if (c->type == NT_TYPE_PERSON)
      person_forms(s, i);
    else if (c->type == NT_TYPE_ORGANIZATION)
      organization_forms(s, i);
    else if (c->from == NT_FROM_PATTERN)
      other_forms(s, i);
  }
}
