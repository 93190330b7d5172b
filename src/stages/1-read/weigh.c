/* A text in English has few letters beyond ASCII, too few to count; but each stands in a name, and what stands beside it tells:
 * `Ba\xB9ka` is `Baška` in ISO-8859-2 and nothing in Windows-1252. Every reading of every such byte has a cost in quarters of a
 * bit: of a letter, how rare it is and how rare beside its neighbours (letters.inc, counted in names); of a sign, whether it
 * stands where such signs stand. The reading of least cost wins, the commoner character set where two are alike. */
#include "weigh.h"

#include "base/charset.h"

#define MOST_BYTES 20000u /* beyond ASCII, that are looked at */
#define NEVER 120u
#define ODD 60u    /* a sign where it does not belong, a capital within a word */
#define SIGNS 6u   /* that it is a letter and no sign */
#define BESIDE 15u /* a letter beside a sign: any letter may be */
#define APART 3u   /* anything else beside it */
#define EDGE 26u
#define OTHER 27u

typedef struct {
  guint16 letter;
  guint8 cost, before[28], behind[28];
} Letter;

static const Letter letters[] = {
#include "letters.inc"
};

/* How to add one: a row, the commoner before the rarer; `cost` is how much rarer. */
static const struct {
  const char *name;
  guint cost;
} sets[] = {
  {"windows-1252", 0}, {"iso-8859-15", 8}, {"windows-1250", 16}, {"iso-8859-2", 14}, {"windows-1254", 16}, {"macintosh", 32},
  {"windows-1257", 44}, {"iso-8859-16", 44}, {"iso-8859-4", 56}, {"iso-8859-3", 56}, {"iso-8859-10", 60}, {"iso-8859-14", 60},
  {"ibm850", 60},
};

struct NtWeigh {
  gunichar tables[G_N_ELEMENTS(sets)][128]; /* all 0 where this machine does not have the set */
  gboolean known[G_N_ELEMENTS(sets)];
};

NtWeigh *nt_weigh_new(void)
{
  NtWeigh *w = g_new0(NtWeigh, 1);
  for (guint s = 0; s < G_N_ELEMENTS(sets); s++)
    w->known[s] = nt_charset_table(sets[s].name, w->tables[s]);
  return w;
}

void nt_weigh_free(NtWeigh *w)
{
  g_free(w);
}

/* A character with its neighbours; 0 is the edge of the text. */
typedef struct {
  gunichar before, at, behind;
} Place;

static guint kind_of(gunichar c)
{
  c = g_unichar_tolower(c);
  if (c >= 'a' && c <= 'z')
    return c - 'a';
  return g_unichar_isalpha(c) ? OTHER : EDGE;
}

static const Letter *find_letter(gunichar c)
{
  guint low = 0, high = G_N_ELEMENTS(letters);
  while (low < high) {
    guint middle = (low + high) / 2;
    if (letters[middle].letter < c)
      low = middle + 1;
    else
      high = middle;
  }
  return low < G_N_ELEMENTS(letters) && letters[low].letter == c ? &letters[low] : NULL;
}

static guint cost_of_letter(const Place *p)
{
  guint cost = 0;
  gunichar c = p->at == 0x130 ? 'i' : g_unichar_tolower(p->at); /* İ */
  if (p->at != c && g_unichar_islower(p->before))
    cost += ODD;
  if (p->at == c && g_unichar_isupper(p->before) && g_unichar_isupper(p->behind))
    cost += ODD;
  if (p->at == 0x130)
    return cost + (kind_of(p->before) == EDGE ? 60 : NEVER);
  const Letter *letter = find_letter(c);
  if (!letter)
    return cost + NEVER;
  return cost + SIGNS + letter->cost * 2u / 3u + letter->before[kind_of(p->before)] + letter->behind[kind_of(p->behind)];
}

static gboolean is_space(gunichar c)
{
  return c == 0 || c == 0xA0 || g_unichar_isspace(c);
}

static gboolean is_word(gunichar c)
{
  return g_unichar_isalnum(c);
}

/* An opening quote, or a mark before a word. */
static gboolean opens(const Place *p)
{
  return !is_word(p->before) && !is_space(p->behind);
}

static gboolean closes(const Place *p)
{
  return !is_space(p->before) && !is_word(p->behind);
}

static gboolean in_or_behind_word(const Place *p)
{
  return closes(p) || (is_word(p->before) && g_unichar_isalpha(p->behind)) ||
         (!is_word(p->before) && (g_unichar_isdigit(p->behind) || g_unichar_isalpha(p->behind)));
}

static gboolean anywhere(const Place *p)
{
  (void)p;
  return TRUE;
}

static gboolean by_amount(const Place *p)
{
  return g_unichar_isdigit(p->before) || g_unichar_isdigit(p->behind) || (!is_word(p->before) && !is_word(p->behind));
}

static gboolean behind_digit(const Place *p)
{
  return g_unichar_isdigit(p->before) || (is_space(p->before) && (p->behind == 'C' || p->behind == 'F'));
}

static gboolean is_fraction(const Place *p)
{
  return (g_unichar_isdigit(p->before) || !is_word(p->before)) && !g_unichar_isalpha(p->behind);
}

/* `km²`, `ft³`, `CO²` and notes behind a number. */
static gboolean is_power(const Place *p)
{
  return (g_unichar_isdigit(p->before) || p->before == 'm' || p->before == 't' || p->before == 'O' || p->before == ')') &&
         !is_word(p->behind);
}

static gboolean is_ordinal(const Place *p)
{
  return g_unichar_isdigit(p->before) || (p->before == 'N' && !is_word(p->behind));
}

static gboolean stands_apart(const Place *p)
{
  return !g_unichar_isalpha(p->before) && !g_unichar_isalpha(p->behind);
}

static gboolean begins_line(const Place *p)
{
  return !is_word(p->before) && (is_space(p->behind) || is_word(p->behind));
}

/* Signs: where they belong, and the cost there. */
static const struct {
  gunichar sign;
  gboolean (*belongs)(const Place *);
  guint cost;
} signs[] = {
  {0x2019, in_or_behind_word, 6}, {0x2018, opens, 16},        {0x201C, opens, 9},        {0x201D, closes, 9},
  {0x2013, anywhere, 12},         {0x2014, anywhere, 12},     {0x2026, anywhere, 20},    {0xA0, anywhere, 14},
  {0xA3, by_amount, 16},          {0x20AC, by_amount, 20},    {0xA5, by_amount, 34},     {0xA2, behind_digit, 34},
  {0xB0, behind_digit, 24},       {0xBD, is_fraction, 26},    {0xBC, is_fraction, 30},   {0xBE, is_fraction, 30},
  {0xB2, is_power, 30},           {0xB3, is_power, 34},       {0xB9, is_power, 44},      {0xA9, anywhere, 22},
  {0xAE, closes, 28},             {0x2122, closes, 28},       {0xB7, stands_apart, 28},  {0x2022, begins_line, 20},
  {0xAB, anywhere, 28},           {0xBB, anywhere, 28},       {0xBF, opens, 34},         {0xA1, opens, 34},
  {0xD7, stands_apart, 34},       {0xA7, by_amount, 36},      {0xB1, stands_apart, 44},  {0xBA, is_ordinal, 44},
  {0xAA, is_ordinal, 48},         {0x201E, opens, 40},        {0x201A, opens, 60},       {0xB4, closes, 40},
  {0x2020, closes, 44},           {0xAD, anywhere, 40},       {0x2039, opens, 50},       {0x203A, closes, 50},
  {0x2030, behind_digit, 50},     {0xB6, stands_apart, 56},
};

static guint cost_of_sides(const Place *p)
{
  return (g_unichar_isalpha(p->before) ? BESIDE : APART) + (g_unichar_isalpha(p->behind) ? BESIDE : APART);
}

static guint cost_of_sign(const Place *p)
{
  for (guint i = 0; i < G_N_ELEMENTS(signs); i++)
    if (signs[i].sign == p->at)
      return cost_of_sides(p) + signs[i].cost + (signs[i].belongs(p) ? 0 : ODD);
  return NEVER;
}

static gunichar read_byte(const gunichar table[128], NtStr bytes, gsize at)
{
  if (at >= bytes.n)
    return 0;
  guchar c = (guchar)bytes.p[at];
  return c < 0x80 ? c : table[c - 0x80];
}

static guint cost_at(const gunichar table[128], NtStr bytes, gsize at)
{
  Place p = {at ? read_byte(table, bytes, at - 1) : 0, read_byte(table, bytes, at), read_byte(table, bytes, at + 1)};
  if (p.at < 0xA0) /* nothing, or a control character */
    return NEVER;
  return g_unichar_isalpha(p.at) && p.at != 0xAA && p.at != 0xBA ? cost_of_letter(&p) : cost_of_sign(&p);
}

const char *nt_weigh_charset(const NtWeigh *w, NtStr bytes)
{
  guint64 costs[G_N_ELEMENTS(sets)] = {0};
  guint best = 0, seen = 0;
  for (gsize i = 0; i < bytes.n && seen < MOST_BYTES; i++) {
    if ((guchar)bytes.p[i] < 0x80)
      continue;
    seen++;
    for (guint s = 0; s < G_N_ELEMENTS(sets); s++)
      if (w->known[s])
        costs[s] += cost_at(w->tables[s], bytes, i);
  }
  for (guint s = 1; s < G_N_ELEMENTS(sets); s++)
    if (w->known[s] && costs[s] + sets[s].cost < costs[best] + sets[best].cost)
      best = s;
  return sets[best].name;
}
