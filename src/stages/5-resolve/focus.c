/* Pass 10: the one to three places that the article is about, as against those that it merely names.
 *
 * Every mention of a place speaks for it, the more so in the headline, the dateline and the first paragraphs. Places of one country
 * speak for the country together; its nationality speaks for it with half a voice, its people and organizations with less, and those
 * only where a place or the nationality was named at all. The strongest countries are the focus; where one town or region has most
 * of what its country has, it stands for the country. A place of no country (a sea, a continent) speaks for itself alone. */
#include "candidate.h"

#include "base/json.h"
#include "base/sort.h"

#define MOST 3u
#define LEAD_BYTES 600u      /* of the body: about its first three paragraphs */
#define LEAST_SUM 2.0        /* a place named once in passing is no focus, */
#define LEAST_ALONE 0.5      /* nor one named once in the first paragraphs that has not this share */
#define LEAST_OF_FIRST 0.45  /* what further ones need of the first's sum */
#define LEAST_SHARE 0.15     /* and of all */
#define STANDS_FOR 0.6       /* of its country's sum: then the place is the focus and not the country */
#define NATION 0.5     /* the voice of a nationality */
#define KIN 0.2        /* and of a person or organization */

typedef enum { IN_HEADLINE = 1, IN_DATELINE = 2, IN_LEAD = 4 } Seen;

/* A country, or a place of none. */
typedef struct {
  guint32 country;    /* the entry of the image, G_MAXUINT32 where it has none or is not known */
  gint32 named, town; /* entities: the country by its name; the strongest place in it; -1 */
  double sum, named_sum, town_sum;
  guint places;       /* different ones in it, itself not counted */
  guint mentions;
  guint seen;         /* bits of Seen */
  gboolean backed;    /* a place or nationality speaks for it */
} Ground;

typedef struct {
  NtResolution *r;
  guint32 lead_end;
  NT_VEC(Ground) grounds;
  NtCountryNumbers country; /* of grounds, from 1 on */
} Focus;

static guint32 lead_end(const NtArticle *a)
{
  for (guint i = 0; i < a->zones.n; i++)
    if (a->zones.v[i].kind == NT_ZONE_BODY)
      return a->zones.v[i].span.start + LEAD_BYTES;
  return a->zones.n ? 0 : LEAD_BYTES;
}

static double voice_of(const Focus *f, const NtMention *m, guint *seen)
{
  switch (m->zone) {
  case NT_ZONE_HEADLINE: *seen |= IN_HEADLINE; return 3;
  case NT_ZONE_DATELINE: *seen |= IN_DATELINE; return 1.5;
  case NT_ZONE_BYLINE:
  case NT_ZONE_FURNITURE: return 0;
  case NT_ZONE_CAPTION: return 0.5;
  default: break;
  }
  if (m->span.start >= f->lead_end)
    return 1;
  *seen |= IN_LEAD;
  return 2;
}

static guint16 letters_of(NtStr country)
{
  if (country.n != 2)
    return 0;
  return (guint16)((guchar)country.p[0] << 8 | (guchar)country.p[1]);
}

static Ground *ground_of(Focus *f, guint16 country)
{
  guint32 *number = country ? nt_country_number(&f->country, country) : NULL;
  if (number && *number)
    return &f->grounds.v[*number - 1];
  Ground *ground = nt_vec_push(f->r->pass_scratch, &f->grounds);
  if (number)
    *number = f->grounds.n;
  guint32 entry = country ? f->r->image->COUNTRIES[nt_country_cell(country)] : 0;
  *ground = (Ground){.country = entry ? entry - 1 : G_MAXUINT32, .named = -1, .town = -1};
  return ground;
}

static void hear(Focus *f, gint32 number)
{
  const NtEntity *e = &f->r->article->entities.v[number];
  guint16 country = letters_of(e->about.country);
  if (e->type != NT_TYPE_PLACE && !country)
    return;
  double share = e->type == NT_TYPE_PLACE ? 1 : e->type == NT_TYPE_GROUP ? NATION : KIN, sum = 0;
  guint seen = 0;
  for (guint i = 0; i < e->mentions.n; i++)
    sum += share * voice_of(f, &e->mentions.v[i], &seen);
  Ground *g = ground_of(f, country);
  g->sum += sum;
  if (e->type != NT_TYPE_PLACE && e->type != NT_TYPE_GROUP)
    return;
  g->backed = TRUE;
  g->mentions += e->mentions.n;
  g->seen |= seen;
  if (e->type == NT_TYPE_GROUP)
    return;
  if (g->country != G_MAXUINT32 && nt_str_equal(e->id, nt_image_id(f->r->image, g->country))) {
    g->named = number;
    g->named_sum = sum;
    return;
  }
  g->places++;
  if (g->town < 0 || sum > g->town_sum) {
    g->town = number;
    g->town_sum = sum;
  }
}

static int by_sum(gconstpointer x, gconstpointer y)
{
  const Ground *a = x, *b = y;
  if (a->sum != b->sum)
    return a->sum > b->sum ? -1 : 1;
  gint32 first_a = a->named >= 0 ? a->named : a->town, first_b = b->named >= 0 ? b->named : b->town;
  if (first_a != first_b) /* entities stand by their first mention */
    return first_a < first_b ? -1 : 1;
  return a->country < b->country ? -1 : a->country > b->country;
}

/* Hot, so without printf. */
static NtStr count_of(NtArena *arena, guint n, NtStr what)
{
  char *text = nt_arena_alloc(arena, NT_JSON_COUNT + what.n + 1), *end = nt_json_count_at(text, n);
  end = nt_json_text_at(end, what.p, what.n + 1);
  return nt_str_n(text, (gsize)(end - text) - 1);
}

static void add_why(const Focus *f, NtFocus *focus, const Ground *g, gboolean as_town)
{
  static const struct {
    guint seen;
    const char *words;
  } places[] = {{IN_HEADLINE, "in the headline"}, {IN_DATELINE, "in the dateline"}, {IN_LEAD, "in the first paragraphs"}};
  NtArena *arena = f->r->article->arena;
  focus->why = nt_arena_new_array(arena, NtStr, G_N_ELEMENTS(places) + 2);
  for (guint i = 0; i < G_N_ELEMENTS(places); i++)
    if (g->seen & places[i].seen)
      focus->why[focus->n_why++] = nt_str(places[i].words);
  if (g->mentions)
    focus->why[focus->n_why++] = count_of(arena, g->mentions, g->mentions == 1 ? NT_STR(" mention") : NT_STR(" mentions"));
  if (!as_town && g->places)
    focus->why[focus->n_why++] = count_of(arena, g->places, g->places == 1 ? NT_STR(" place in it") : NT_STR(" places in it"));
}

static void add_focus(Focus *f, const Ground *g, double total)
{
  NtArticle *a = f->r->article;
  gboolean as_town = g->town >= 0 && (g->country == G_MAXUINT32 || g->town_sum >= STANDS_FOR * g->sum);
  NtFocus focus = {.share = round(g->sum / total * 1000) / 1000}; /* as it goes over the wire */
  if (as_town) {
    const NtEntity *e = &a->entities.v[g->town];
    focus.id = e->id;
    focus.name = e->name;
    focus.country = e->about.country;
  } else {
    focus.id = nt_image_id(f->r->image, g->country);
    focus.name = nt_image_string(f->r->image, f->r->image->ENTRIES[g->country].name);
    focus.country = nt_image_fact(f->r->image, g->country, NT_FACT_COUNTRY);
  }
  add_why(f, &focus, g, as_town);
  *nt_vec_push(a->arena, &a->focus) = focus;
}

static gboolean is_merely_named(const Ground *g, double total)
{
  return g->mentions <= 1 && !(g->seen & (IN_HEADLINE | IN_DATELINE)) && g->sum < LEAST_ALONE * total;
}

void nt_resolve_focus(NtResolution *r)
{
  Focus f;
  f.r = r;
  f.lead_end = lead_end(r->article);
  f.grounds.v = NULL;
  f.grounds.n = f.grounds.room = 0;
  nt_country_numbers_init(&f.country);
  for (guint i = 0; i < r->article->entities.n; i++)
    hear(&f, (gint32)i);
  double total = 0;
  guint n = 0;
  for (guint i = 0; i < f.grounds.n; i++) {
    const Ground *g = &f.grounds.v[i];
    if (!g->backed || (g->country == G_MAXUINT32 && g->town < 0))
      continue;
    total += g->sum;
    f.grounds.v[n++] = *g;
  }
  if (!n)
    return;
  nt_sort(f.grounds.v, n, sizeof *f.grounds.v, by_sum);
  double first = f.grounds.v[0].sum;
  for (guint i = 0; i < MIN(n, MOST); i++) {
    const Ground *g = &f.grounds.v[i];
    if (g->sum >= LEAST_SUM && g->sum >= LEAST_OF_FIRST * first && g->sum >= LEAST_SHARE * total && !is_merely_named(g, total))
      add_focus(&f, g, total);
  }
}
