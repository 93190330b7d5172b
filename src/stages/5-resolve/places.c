/* Which of several places of one name is meant: Paris in France or in Texas, Georgia the country or the state.
 *
 * One name means one place in an article (Gale, Church and Yarowsky 1992), so the mentions of a name are decided together. What is
 * known before any text: larger places are named more often. What the article adds, the strongest first: a state or country named
 * behind a comma (`Paris, Texas`), which also decides what that state or country is; other places of the same state; of the same
 * country, nationalities and people among them; and how near other places lie. In the first round each other name speaks with the place
 * that goes best with the one at hand: Richmond and Berea both lie in Kentucky. Then all are weighed again by what was decided, twice;
 * those that have but one place, and those where one is far likelier than the rest, have the louder voice. */
#include "places.h"

#include "base/number_map.h"
#include "base/sort.h"

#include <math.h>

#define MOST_OPTIONS 48u  /* of one name; the likeliest are looked at */
#define MOST_FRIENDS 24u  /* of these the first round asks which goes with another */
#define MOST_GROUPS 128u  /* different names of one article */
#define NO_GROUP G_MAXUINT32 /* there were too many */
#define ROUNDS 3u

#define COUNTRY 4.0       /* a country is named more often than a town of as many people, */
#define CAPITAL 2.0       /* and so is a capital */
#define EXPANSE 3e5       /* a sea, region or province counts as so many people */
#define AMBIGUOUS 1.0     /* what a list calls ambiguous is not */
#define OWN 100.0         /* what a user added is meant before what came with newstag, unless it says how many live there */
#define LEAD 5.0          /* over the next of its name: then it is sure */
#define SAID 14.0         /* the state or country stands behind a comma */
#define SAME_COUNTRY 7.0
#define SAME_STATE 7.0
#define NEAR 4.0
#define NEAR_KM 75.0
#define FAR_DEGREES 3.5   /* of latitude: nearness is next to nothing there */
#define MOST_NEAR 2.0
#define SMOOTH 0.5        /* how much nothing weighs against what was named */
#define UNSURE 0.8        /* the voice of a name that is not decided */
#define NATION 0.5        /* of a nationality, */
#define KIN 0.3           /* of a person or organization of a country */
#define DATELINE 3.0

/* A place without an entry lies in the country that has this share of all, where enough was named. */
#define SHARE_OF_UNKNOWN 0.7
#define LEAST_OF_UNKNOWN 2.0

typedef enum { AREA_POINT, AREA_STATE, AREA_COUNTRY } Area;

typedef struct {
  guint32 entry;
  NtStr id;         /* of the entry, where there are several: numbers hang on the order of files */
  const NtName *name; /* a hit that means it */
  NtStr kind;
  gboolean located;
  double lat, lon;  /* where it is located; NAN where not known */
  NtStr state;      /* that it lies in, or is; p NULL where not known */
  guint16 country;
  Area area;
  double before;    /* how likely without any text, as a logarithm */
  double said;      /* what stands behind commas adds */
  double score;
} Option;

typedef struct {
  Option *options;
  guint n, best;
  double weight;    /* grows with the mentions */
  double voice;     /* what of that it says in a round */
  gboolean sure;
  guint next_best;  /* what a round decides */
  gboolean next_sure;
  gboolean nowhere; /* none of them can be meant */
} Group;

typedef struct {
  NtResolution *r;
  Group *groups;
  guint n;
  gint32 *group_of; /* by candidate; -1 */
  NtNumberMap met;  /* first alias of a mention → its group and 1, or NO_GROUP: each name is looked up once */
  NtCountryNumbers country; /* of `voices`, from 1 on */
  NT_VEC(double) voices; /* what others than places say for each country */
  double others;    /* their sum */
} Atlas;

/* ---- what could be meant ---- */

static Area area_of(NtStr kind)
{
  static const char *const states[] = {"state", "province"}, *const countries[] = {"country", "territory"};
  for (guint i = 0; i < 2; i++) {
    if (nt_str_is(kind, states[i]))
      return AREA_STATE;
    if (nt_str_is(kind, countries[i]))
      return AREA_COUNTRY;
  }
  return AREA_POINT;
}

/* Seas, regions and divisions are named as a city is, though no list says how many live there. */
static gboolean is_expanse(NtStr kind)
{
  static const char *const kinds[] = {"region", "sea", "ocean", "strait", "island", "islands", "peninsula", "mountains", "desert"};
  for (guint i = 0; i < G_N_ELEMENTS(kinds); i++)
    if (nt_str_is(kind, kinds[i]))
      return TRUE;
  return FALSE;
}

static double before_text(const NtResolution *r, guint32 alias, NtStr kind, Area area)
{
  const NtImageManner *manner = nt_image_manner(r->image, alias);
  const NtImageEntry *entry = &r->image->ENTRIES[r->image->ALIASES[alias].owner];
  double people = entry->population;
  if (!(people > 0)) {
    gboolean expanse = !entry->folder && ((area != AREA_POINT && manner->weight >= 1) || is_expanse(kind)); /* or it yields to its town */
    people = expanse ? EXPANSE : 0;
  }
  double p = log(MAX((double)manner->weight, 1e-6)) + log(1 + people);
  p += entry->population > 0 ? 0 : OWN * entry->folder;
  p += area == AREA_COUNTRY ? COUNTRY : entry->kind == NT_PLACE_CAPITAL ? CAPITAL : 0;
  p += manner->flags & NT_ALIAS_IS_NAME ? 0.5 : 0;
  return p - (manner->flags & NT_ALIAS_AMBIGUOUS ? AMBIGUOUS : 0);
}

static Option make_option(const NtResolution *r, const NtName *name)
{
  guint32 entry = r->image->ALIASES[name->alias].owner;
  const NtImageEntry *e = &r->image->ENTRIES[entry];
  Option o = {.entry = entry, .name = name, .country = e->country, .kind = nt_image_fact(r->image, entry, NT_FACT_KIND)};
  o.area = area_of(o.kind);
  o.state = o.area == AREA_STATE ? nt_image_string(r->image, r->image->ENTRIES[entry].name) : nt_image_fact(r->image, entry, NT_FACT_ADMIN);
  o.before = before_text(r, name->alias, o.kind, o.area);
  return o;
}

static int by_likelihood(gconstpointer x, gconstpointer y)
{
  const Option *a = x, *b = y;
  if (a->before != b->before)
    return a->before > b->before ? -1 : 1;
  return nt_str_compare(a->id, b->id);
}

static Option *options_of(const NtResolution *r, const NtCandidate *c, guint *n)
{
  Option *options = nt_arena_new_array(r->pass_scratch, Option, c->n_names);
  *n = 0;
  for (guint i = c->name; i < c->name + c->n_names; i++) {
    const NtName *name = &r->article->names.v[i];
    if (name->type != NT_TYPE_PLACE || !nt_span_equal(name->span, c->span) || nt_name_alias(name) == NT_NO_ALIAS)
      continue;
    Option o = make_option(r, name);
    guint known = 0;
    while (known < *n && options[known].entry != o.entry)
      known++;
    if (known == *n)
      options[(*n)++] = o;
    else if (o.before > options[known].before)
      options[known] = o;
  }
  for (guint i = 0; *n > 1 && i < *n; i++)
    options[i].id = nt_image_id(r->image, options[i].entry);
  nt_sort(options, *n, sizeof *options, by_likelihood);
  *n = MIN(*n, MOST_OPTIONS);
  return options;
}

static double voice_of(const NtResolution *r, const NtCandidate *c)
{
  return nt_resolve_in_zone(r, c->span.start, NT_ZONE_DATELINE) ? DATELINE : 1;
}

/* The group of names that can mean the same places; a new one where there is none. NULL where there are too many. */
static Group *group_for(Atlas *a, Option *options, guint n)
{
  for (guint g = 0; g < a->n; g++)
    if (a->groups[g].n == n && a->groups[g].options[0].entry == options[0].entry &&
        a->groups[g].options[n - 1].entry == options[n - 1].entry)
      return &a->groups[g];
  if (a->n == MOST_GROUPS)
    return NULL;
  a->groups[a->n] = (Group){.options = options, .n = n};
  return &a->groups[a->n++];
}

static guint32 look_up(Atlas *a, const NtCandidate *c)
{
  guint n;
  Option *options = options_of(a->r, c, &n);
  Group *g = n ? group_for(a, options, n) : NULL;
  return g ? (guint32)(g - a->groups) + 1 : NO_GROUP;
}

static void add_place(Atlas *a, guint32 number)
{
  const NtCandidate *c = &a->r->candidates.v[number];
  guint32 alias = a->r->article->names.v[c->name].alias, group = nt_number_map_get(&a->met, alias);
  if (!group)
    nt_number_map_put(&a->met, alias, group = look_up(a, c));
  if (group == NO_GROUP)
    return;
  a->group_of[number] = (gint32)group - 1;
  a->groups[group - 1].weight += voice_of(a->r, c);
}

static double *voice_for(Atlas *a, guint16 country)
{
  guint32 *number = nt_country_number(&a->country, country);
  if (!*number) {
    *nt_vec_push(a->r->pass_scratch, &a->voices) = 0;
    *number = a->voices.n;
  }
  return &a->voices.v[*number - 1];
}

static void hear_others(Atlas *a, const NtCandidate *c)
{
  guint16 country = nt_resolve_needs_country(a->r, c) ? 0 : a->r->image->ENTRIES[c->entry].country;
  double voice = c->type == NT_TYPE_GROUP ? NATION : KIN;
  if (!country)
    return;
  *voice_for(a, country) += voice;
  a->others += voice;
}

static void collect(Atlas *a)
{
  for (guint32 i = 0; i < a->r->candidates.n; i++) {
    const NtCandidate *c = &a->r->candidates.v[i];
    a->group_of[i] = -1;
    if (!nt_candidate_stands(c) || c->entry == G_MAXUINT32 || c->from == NT_FROM_SPREAD)
      continue;
    if (c->type == NT_TYPE_PLACE && c->n_names)
      add_place(a, i);
    else
      hear_others(a, c);
  }
  for (guint g = 0; g < a->n; g++) {
    Group *group = &a->groups[g];
    group->weight = 1 + log(group->weight);
    group->sure = group->n == 1 || group->options[0].before - group->options[1].before >= LEAD;
  }
}

/* ---- commas ---- */

/* The place behind `c` and a comma, as in `Paris, Texas`; NULL where none is. */
static const NtCandidate *behind_comma(const Atlas *a, const NtCandidate *c)
{
  const NtTokens *t = &a->r->lexis->tokens;
  if (c->end >= t->n || a->r->owner[c->end] < 0)
    return NULL;
  NtStr between = nt_span_of((NtSpan){c->span.end, t->v[c->end].start}, a->r->article->text);
  if (!between.n || between.p[0] != ',' || between.n > 3)
    return NULL;
  const NtCandidate *next = &a->r->candidates.v[a->r->owner[c->end]];
  return next->first == c->end && next->type == NT_TYPE_PLACE && nt_candidate_stands(next) ? next : NULL;
}

/* Whether a list goes on behind it (`Paris, Texas and Rome`), so that the comma may be one of a list. */
static gboolean in_a_list(const Atlas *a, const NtCandidate *behind)
{
  const NtTokens *t = &a->r->lexis->tokens;
  if (behind->end >= t->n)
    return FALSE;
  NtStr word = nt_resolve_token_text(a->r, behind->end);
  return nt_str_is(word, "and") || nt_str_is(word, "or");
}

/* 1: `inner` lies in `outer`; -1: it does not; 0: not known. */
static int lies_in(const Option *inner, const Option *outer)
{
  if (outer->area == AREA_POINT || inner->area == AREA_COUNTRY || inner->entry == outer->entry || !inner->country)
    return inner->area == AREA_COUNTRY || inner->entry == outer->entry ? -1 : 0;
  if (inner->country != outer->country)
    return -1;
  if (outer->area == AREA_COUNTRY)
    return 1;
  if (inner->area == AREA_STATE)
    return -1;
  return !inner->state.p || !outer->state.p ? 0 : nt_str_equal(inner->state, outer->state) ? 1 : -1;
}

static void read_comma(Group *inner, Group *outer, gboolean list)
{
  gboolean fits = FALSE, area = FALSE;
  for (guint o = 0; o < outer->n; o++)
    for (guint i = 0; i < inner->n; i++) {
      area |= outer->options[o].area == AREA_STATE;
      fits |= lies_in(&inner->options[i], &outer->options[o]) >= 0 && outer->options[o].area != AREA_POINT;
      if (lies_in(&inner->options[i], &outer->options[o]) != 1)
        continue;
      inner->options[i].said = SAID;
      outer->options[o].said = MAX(outer->options[o].said, SAID / 2);
    }
  if (!fits && area && !list && outer->options[0].area == AREA_STATE && inner->options[0].area == AREA_POINT)
    inner->nowhere = TRUE;
}

static void read_commas(Atlas *a)
{
  for (guint32 i = 0; i < a->r->candidates.n; i++) {
    const NtCandidate *c = &a->r->candidates.v[i];
    if (a->group_of[i] < 0)
      continue;
    const NtCandidate *behind = behind_comma(a, c);
    gint32 outer = behind ? a->group_of[behind - a->r->candidates.v] : -1;
    if (outer >= 0 && outer != a->group_of[i])
      read_comma(&a->groups[a->group_of[i]], &a->groups[outer], in_a_list(a, behind));
  }
}

/* ---- weighing ---- */

/* Kilometres, good enough for the few hundred that count. */
static double distance(const Option *a, const Option *b)
{
  double lon = fabs(a->lon - b->lon);
  double x = MIN(lon, 360 - lon) * cos((a->lat + b->lat) * G_PI / 360), y = a->lat - b->lat;
  return 111.2 * sqrt(x * x + y * y);
}

/* Most places are never asked where they lie. */
static void locate(const NtImage *image, Option *o)
{
  if (o->located)
    return;
  NtAbout about = nt_image_about(image, o->entry);
  o->lat = about.lat;
  o->lon = about.lon;
  o->located = TRUE;
}

static double near_of(const NtImage *image, Option *a, Option *b)
{
  if (a->area == AREA_COUNTRY || b->area == AREA_COUNTRY)
    return 0;
  locate(image, a);
  locate(image, b);
  if (isnan(a->lat) || isnan(b->lat) || fabs(a->lat - b->lat) > FAR_DEGREES)
    return 0;
  return exp(-distance(a, b) / NEAR_KM);
}

static gboolean same_state(const Option *a, const Option *b)
{
  return a->state.p && b->state.p && nt_str_equal(a->state, b->state);
}

/* The one of another name's places that fits best beside `o`, of those of its country; NULL where there is none. */
static Option *friend_of(const NtImage *image, const Group *other, Option *o, double *near)
{
  Option *best = NULL;
  double most = -1;
  for (guint i = 0; i < MIN(other->n, MOST_FRIENDS); i++) {
    Option *there = &other->options[i];
    if (there->country != o->country)
      continue;
    double how_near = near_of(image, o, there), fits = how_near + same_state(o, there);
    if (fits > most) {
      most = fits;
      best = there;
      *near = how_near;
    }
  }
  return best;
}

/* What all other names that mean some place say, together. */
static double voice_of_others(const Atlas *a, const Group *of)
{
  double all = SMOOTH + a->others;
  for (guint g = 0; g < a->n; g++)
    if (&a->groups[g] != of && !a->groups[g].nowhere)
      all += a->groups[g].voice;
  return all;
}

static double weigh(Atlas *a, const Group *of, Option *o, double all, guint round)
{
  double country = o->country ? *voice_for(a, o->country) : 0, state = 0, near = 0;
  for (guint g = 0; o->country && g < a->n; g++) {
    const Group *other = &a->groups[g];
    if (other == of || other->nowhere)
      continue;
    Option *there = &other->options[other->best];
    gboolean same = there->country == o->country, friends = !round && other->n > 1;
    double how_near = 0;
    country += same ? other->voice : 0;
    if (friends)
      there = friend_of(a->r->image, other, o, &how_near);
    else if (same)
      how_near = near_of(a->r->image, o, there);
    if (friends ? !there : !same)
      continue;
    state += same_state(o, there) ? other->voice : 0;
    near += other->voice * how_near;
  }
  return o->before + o->said + SAME_COUNTRY * country / all + SAME_STATE * state / all + NEAR * MIN(near, MOST_NEAR);
}

static void decide_one(Atlas *a, Group *group, guint round)
{
  double all = voice_of_others(a, group), second = -G_MAXDOUBLE;
  guint best = 0;
  for (guint i = 0; i < group->n; i++)
    group->options[i].score = weigh(a, group, &group->options[i], all, round);
  for (guint i = 1; i < group->n; i++)
    best = group->options[i].score > group->options[best].score ? i : best;
  for (guint i = 0; i < group->n; i++)
    second = i == best ? second : MAX(second, group->options[i].score);
  group->next_best = best;
  group->next_sure = group->options[best].score - second >= LEAD;
}

/* All names at once, so that their order does not matter. FALSE where nothing is decided otherwise than before. */
static gboolean decide_all(Atlas *a, guint round)
{
  gboolean changed = FALSE;
  for (guint g = 0; g < a->n; g++)
    a->groups[g].voice = a->groups[g].weight * (a->groups[g].sure ? 1 : UNSURE);
  for (guint g = 0; g < a->n; g++)
    if (a->groups[g].n > 1)
      decide_one(a, &a->groups[g], round);
  for (guint g = 0; g < a->n; g++) {
    Group *group = &a->groups[g];
    if (group->n == 1)
      continue;
    changed |= group->best != group->next_best || group->sure != group->next_sure;
    group->best = group->next_best;
    group->sure = group->next_sure;
  }
  return changed;
}

static void decide(Atlas *a)
{
  gboolean any = FALSE; /* in most articles each name means one place */
  for (guint g = 0; g < a->n && !any; g++)
    any = a->groups[g].n > 1;
  for (guint round = 0; any && round < ROUNDS; round++)
    any = decide_all(a, round) || !round; /* the first asks for friends, and so says nothing of the second */
}

/* ---- what no gazetteer knows ---- */

/* The country of most of what was named; 0 where none has enough. All places are decided: now they speak with the others. */
static guint16 country_of_article(Atlas *a)
{
  double all = a->others + 0.5, most = 0;
  guint16 best = 0;
  for (guint g = 0; g < a->n; g++) {
    const Option *o = &a->groups[g].options[a->groups[g].best];
    if (!o->country || a->groups[g].nowhere)
      continue;
    all += a->groups[g].weight;
    double *sum = voice_for(a, o->country);
    *sum += a->groups[g].weight;
    if (*sum > most) {
      most = *sum;
      best = o->country;
    }
  }
  return most >= LEAST_OF_UNKNOWN && most >= SHARE_OF_UNKNOWN * all ? best : 0;
}

static void place_unknown(Atlas *a)
{
  guint16 country = country_of_article(a);
  for (guint32 i = 0; i < a->r->candidates.n; i++) {
    NtCandidate *c = &a->r->candidates.v[i];
    if (!nt_candidate_stands(c) || c->type != NT_TYPE_PLACE || c->entry != G_MAXUINT32)
      continue;
    const NtCandidate *behind = behind_comma(a, c);
    gint32 outer = behind ? a->group_of[behind - a->r->candidates.v] : -1;
    const Option *o = outer >= 0 ? &a->groups[outer].options[a->groups[outer].best] : NULL;
    c->country = o && o->area != AREA_POINT ? o->country : country;
  }
}

void nt_resolve_choose_places(NtResolution *r)
{
  NtArena *arena = r->pass_scratch;
  Atlas atlas, *a = &atlas;
  a->r = r;
  a->groups = nt_arena_new_array(arena, Group, MOST_GROUPS);
  a->n = 0;
  a->group_of = nt_arena_new_array(arena, gint32, r->candidates.n + 1);
  nt_number_map_init(&a->met, arena);
  nt_country_numbers_init(&a->country);
  a->voices.v = NULL;
  a->voices.n = a->voices.room = 0;
  a->others = 0;
  collect(a);
  read_commas(a);
  decide(a);
  for (guint32 i = 0; i < r->candidates.n; i++) {
    NtCandidate *c = &r->candidates.v[i];
    const Group *g = a->group_of[i] >= 0 ? &a->groups[a->group_of[i]] : NULL;
    if (!g)
      continue;
    c->entry = g->nowhere ? G_MAXUINT32 : g->options[g->best].entry;
    if (c->from == NT_FROM_NAME)
      c->proposal = g->options[g->best].name;
  }
  place_unknown(a);
}
