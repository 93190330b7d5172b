#include "dates.h"

typedef struct {
  int year, month, day; /* 0: not told */
  int hour, minute;     /* hour -1: not told */
  int second;           /* -1: not told */
  int weekday;          /* 1 Monday … 7; 0: not told */
  gboolean has_offset, american; /* american: Eastern, Central … time, by the season; `offset` is that of winter */
  int offset;           /* minutes */
  gint64 ago;           /* seconds before now; -1: not told */
  gboolean ago_days;    /* told in days or longer: the hour means nothing */
  gboolean ambiguous;   /* 3/4/2026 */
} Date;

/* ---- words ---- */

typedef enum { MONTH, WEEKDAY, ZONE, SEASON_ZONE, UNIT, DAY_UNIT, NUMBER_WORD, NOISE, RELATIVE_DAY, HALF } WordKind;

typedef struct {
  const char *word;
  WordKind kind;
  int value;
} Word;

/* In the order of the alphabet, for find_word. Units and `ago` are in seconds, zones in minutes. */
static const Word words[] = {
  {"a", NUMBER_WORD, 1}, {"about", NOISE, 0}, {"added", NOISE, 0}, {"aedt", ZONE, 660}, {"aest", ZONE, 600}, {"ago", NOISE, 1},
  {"akst", ZONE, -540}, {"am", HALF, 0}, {"an", NUMBER_WORD, 1}, {"and", NOISE, 0}, {"apr", MONTH, 4}, {"april", MONTH, 4},
  {"at", NOISE, 0}, {"aug", MONTH, 8}, {"august", MONTH, 8}, {"awst", ZONE, 480}, {"bst", ZONE, 60}, {"cat", ZONE, 120},
  {"cdt", ZONE, -300}, {"cest", ZONE, 120}, {"cet", ZONE, 60}, {"created", NOISE, 0}, {"cst", ZONE, -360}, {"ct", SEASON_ZONE, -360},
  {"d", DAY_UNIT, 1}, {"date", NOISE, 0}, {"dated", NOISE, 0}, {"day", DAY_UNIT, 1}, {"days", DAY_UNIT, 1}, {"dec", MONTH, 12},
  {"december", MONTH, 12}, {"eat", ZONE, 180}, {"edited", NOISE, 0}, {"edt", ZONE, -240}, {"eest", ZONE, 180}, {"eet", ZONE, 120},
  {"eight", NUMBER_WORD, 8}, {"est", ZONE, -300}, {"et", SEASON_ZONE, -300}, {"feb", MONTH, 2}, {"february", MONTH, 2},
  {"filed", NOISE, 0}, {"first", NOISE, 0}, {"five", NUMBER_WORD, 5}, {"four", NUMBER_WORD, 4}, {"fri", WEEKDAY, 5},
  {"friday", WEEKDAY, 5}, {"gmt", ZONE, 0}, {"gst", ZONE, 240}, {"h", UNIT, 3600}, {"hkt", ZONE, 480}, {"hour", UNIT, 3600},
  {"hours", UNIT, 3600}, {"hr", UNIT, 3600}, {"hrs", UNIT, 3600}, {"hst", ZONE, -600}, {"issued", NOISE, 0}, {"ist", ZONE, 330},
  {"jan", MONTH, 1}, {"january", MONTH, 1}, {"jst", ZONE, 540}, {"jul", MONTH, 7}, {"july", MONTH, 7}, {"jun", MONTH, 6},
  {"june", MONTH, 6}, {"just", NOISE, 0}, {"kst", ZONE, 540}, {"last", NOISE, 0}, {"local", NOISE, 0}, {"m", UNIT, 60},
  {"mar", MONTH, 3}, {"march", MONTH, 3}, {"may", MONTH, 5}, {"mdt", ZONE, -360}, {"min", UNIT, 60}, {"mins", UNIT, 60},
  {"minute", UNIT, 60}, {"minutes", UNIT, 60}, {"mo", DAY_UNIT, 30}, {"modified", NOISE, 0}, {"mon", WEEKDAY, 1}, {"monday", WEEKDAY, 1},
  {"month", DAY_UNIT, 30}, {"months", DAY_UNIT, 30}, {"msk", ZONE, 180}, {"mst", ZONE, -420}, {"mt", SEASON_ZONE, -420},
  {"nine", NUMBER_WORD, 9}, {"nov", MONTH, 11}, {"november", MONTH, 11}, {"now", NOISE, 3}, {"nzdt", ZONE, 780}, {"nzst", ZONE, 720},
  {"oct", MONTH, 10}, {"october", MONTH, 10}, {"of", NOISE, 0}, {"on", NOISE, 0}, {"one", NUMBER_WORD, 1}, {"over", NOISE, 0},
  {"pdt", ZONE, -420}, {"pht", ZONE, 480}, {"pkt", ZONE, 300}, {"pm", HALF, 12}, {"posted", NOISE, 0}, {"pst", ZONE, -480},
  {"pt", SEASON_ZONE, -480}, {"published", NOISE, 0}, {"read", NOISE, 2}, {"released", NOISE, 0}, {"s", UNIT, 1}, {"sast", ZONE, 120},
  {"sat", WEEKDAY, 6}, {"saturday", WEEKDAY, 6}, {"sec", UNIT, 1}, {"second", UNIT, 1}, {"seconds", UNIT, 1}, {"secs", UNIT, 1},
  {"sep", MONTH, 9}, {"sept", MONTH, 9}, {"september", MONTH, 9}, {"seven", NUMBER_WORD, 7}, {"sgt", ZONE, 480}, {"six", NUMBER_WORD, 6},
  {"sun", WEEKDAY, 7}, {"sunday", WEEKDAY, 7}, {"ten", NUMBER_WORD, 10}, {"the", NOISE, 0}, {"three", NUMBER_WORD, 3},
  {"thu", WEEKDAY, 4}, {"thur", WEEKDAY, 4}, {"thurs", WEEKDAY, 4}, {"thursday", WEEKDAY, 4}, {"time", NOISE, 0},
  {"today", RELATIVE_DAY, 0}, {"tue", WEEKDAY, 2}, {"tues", WEEKDAY, 2}, {"tuesday", WEEKDAY, 2}, {"two", NUMBER_WORD, 2},
  {"updated", NOISE, 0}, {"utc", ZONE, 0}, {"w", DAY_UNIT, 7}, {"wat", ZONE, 60}, {"wed", WEEKDAY, 3}, {"wednesday", WEEKDAY, 3},
  {"week", DAY_UNIT, 7}, {"weeks", DAY_UNIT, 7}, {"wib", ZONE, 420}, {"wk", DAY_UNIT, 7}, {"y", DAY_UNIT, 365}, {"year", DAY_UNIT, 365},
  {"years", DAY_UNIT, 365}, {"yesterday", RELATIVE_DAY, 1}, {"yr", DAY_UNIT, 365}, {"z", ZONE, 0},
};
#define AGO 1
#define READ 2
#define NOW 3

static const Word *find_word(NtStr s)
{
  char small[12];
  if (!s.n || s.n >= sizeof small)
    return NULL;
  for (gsize i = 0; i < s.n; i++)
    small[i] = g_ascii_tolower(s.p[i]);
  small[s.n] = '\0';
  guint low = 0, high = G_N_ELEMENTS(words);
  while (low < high) {
    guint middle = (low + high) / 2;
    int order = strcmp(words[middle].word, small);
    if (!order)
      return &words[middle];
    if (order < 0)
      low = middle + 1;
    else
      high = middle;
  }
  return NULL;
}

/* ---- scanning ---- */

#define LONGEST 120u /* bytes: no date is longer */
#define MOST_TOKENS 40u

typedef struct {
  gboolean number;
  int value;
  guint digits;
  NtStr text;
  char before, behind; /* the byte on either side, 0 at the ends */
} Token;

static guint tokenise(NtStr s, Token *tokens, gboolean *clean)
{
  guint n = 0;
  for (gsize i = 0; i < s.n && n < MOST_TOKENS;) {
    char c = s.p[i];
    gsize from = i;
    Token t = {.before = i ? s.p[i - 1] : 0};
    if (g_ascii_isdigit(c)) {
      t.number = TRUE;
      for (; i < s.n && g_ascii_isdigit(s.p[i]) && t.digits < 8; i++, t.digits++)
        t.value = t.value * 10 + (s.p[i] - '0');
    } else if (g_ascii_isalpha(c)) {
      while (i < s.n && (g_ascii_isalpha(s.p[i]) || (s.p[i] == '.' && i + 1 < s.n && g_ascii_isalpha(s.p[i + 1]))))
        i++;
    } else {
      if (!strchr(" ,.:|/()-+\t;", c)) { /* of what is not ASCII only marks that part things: • · – — and a hard space */
        gboolean mark = (guchar)c == 0xC2 || (guchar)c == 0xE2 || ((guchar)c & 0xC0) == 0x80;
        *clean &= mark;
      }
      i++;
      continue;
    }
    t.text = nt_str_n(s.p + from, i - from);
    t.behind = i < s.n ? s.p[i] : 0;
    tokens[n++] = t;
  }
  return n;
}

static gboolean is_dotted(NtStr s, const char *word)
{
  if (g_ascii_tolower(*s.p) != *word)
    return FALSE;
  char plain[8];
  guint n = 0;
  for (gsize i = 0; i < s.n && n < sizeof plain - 1; i++)
    if (s.p[i] != '.')
      plain[n++] = g_ascii_tolower(s.p[i]);
  plain[n] = '\0';
  return g_str_equal(plain, word);
}

static gboolean is_ordinal_end(NtStr s)
{
  return is_dotted(s, "st") || is_dotted(s, "nd") || is_dotted(s, "rd") || is_dotted(s, "th");
}

static const Word *word_of_letters(NtStr s)
{
  static const Word am = {"am", HALF, 0}, pm = {"pm", HALF, 12};
  if (is_dotted(s, "am"))
    return &am;
  if (is_dotted(s, "pm"))
    return &pm;
  return find_word(s);
}

static const Word *word_of(const Token *t)
{
  return t->number ? NULL : word_of_letters(t->text);
}

/* `41 years` tells no date unless `ago` stands behind; `2h` and `5 mins` do. */
static gboolean tells_ago(const Token *unit, guint n)
{
  const Word *after = n > 1 ? word_of(&unit[1]) : NULL;
  return (after && after->kind == NOISE && after->value == AGO) || unit->text.n <= 2 || is_dotted(unit->text, "min") ||
         is_dotted(unit->text, "mins") || is_dotted(unit->text, "hrs");
}

/* A number and what stands right behind it: how many tokens that was; 0 where it fits nowhere. */
static guint take_number(const Token *t, guint n, Date *d)
{
  const Word *next = n > 1 ? word_of(&t[1]) : NULL;
  gboolean joined = n > 1 && !t[1].number && t[0].behind && g_ascii_isalpha(t[0].behind);
  if (t->digits == 4 && n > 2 && t[0].behind == '-' && t[1].number && t[2].number && t[1].behind == '-') {
    d->year = t->value, d->month = t[1].value, d->day = t[2].value;
    return 3;
  }
  if (n > 2 && t[1].number && t[2].number && (t[0].behind == '/' || t[0].behind == '.') && t[1].behind == t[0].behind &&
      t[0].digits <= 2 && t[1].digits <= 2 && (t[2].digits == 4 || t[2].digits == 2)) {
    gboolean day_first = t[0].value > 12 || t[0].behind == '.';
    d->ambiguous = !day_first && t[1].value <= 12 && t[0].value != t[1].value;
    d->day = day_first ? t[0].value : t[1].value;
    d->month = day_first ? t[1].value : t[0].value;
    d->year = t[2].digits == 2 ? 2000 + t[2].value : t[2].value;
    return 3;
  }
  gboolean clock = n > 1 && t[1].number && t[1].digits == 2 && t[0].digits <= 2 && t[0].value < 24 && t[1].value < 60 &&
                   (t[0].behind == ':' || t[0].behind == '.');
  if (clock && d->hour < 0) {
    guint used = 2;
    d->hour = t[0].value, d->minute = t[1].value;
    if (n > 2 && t[1].behind == ':' && t[2].number && t[2].digits == 2) {
      d->second = t[2].value;
      used++;
      if (n > 3 && t[2].behind == '.' && t[3].number)
        used++;
    }
    return used;
  }
  if (next && next->kind == HALF && t->digits <= 2 && t->value >= 1 && t->value <= 12 && d->hour < 0) {
    d->hour = t->value, d->minute = 0;
    return 1;
  }
  if (next && (next->kind == UNIT || next->kind == DAY_UNIT) && t->digits <= 3) {
    const Word *after = n > 2 ? word_of(&t[2]) : NULL;
    if (after && after->kind == NOISE && after->value == READ)
      return 3;
    if (!tells_ago(&t[1], n - 1))
      return 0;
    d->ago = (gint64)t->value * next->value * (next->kind == DAY_UNIT ? 86400 : 1);
    d->ago_days = next->kind == DAY_UNIT;
    return 2;
  }
  if (t->digits == 4 && t->value >= 1800 && t->value < 2200 && !d->year) {
    d->year = t->value;
    return 1;
  }
  if (t->digits == 2 && d->day && d->month && !d->year && n > 2 && t[1].number && t[1].behind == ':') { /* mail: 6 May 24 09:30 */
    d->year = t->value + (t->value < 70 ? 2000 : 1900);
    return 1;
  }
  if (t->digits <= 2 && t->value >= 1 && t->value <= 31 && !d->day) {
    d->day = t->value;
    return joined && is_ordinal_end(t[1].text) ? 2 : 1;
  }
  return 0;
}

/* `+0800`, `-05:00`, also behind GMT or UTC. */
static guint take_offset(const Token *t, guint n, Date *d)
{
  if (!t->number || t->digits > 4 || (t->before != '+' && t->before != '-') || d->hour < 0)
    return 0;
  int sign = t->before == '-' ? -1 : 1;
  guint used = 1;
  int minutes = t->digits == 4 ? t->value / 100 * 60 + t->value % 100 : t->value * 60;
  if (t->digits <= 2 && n > 1 && t[0].behind == ':' && t[1].number && t[1].digits == 2) {
    minutes += t[1].value;
    used = 2;
  }
  if (minutes > 14 * 60)
    return 0;
  d->has_offset = TRUE;
  d->offset = sign * minutes;
  return used;
}

static guint take_word(const Token *t, guint n, Date *d)
{
  const Word *w = word_of(t);
  if (!w) { /* 2026-11-24T10:15:00Z */
    if ((t->text.n == 1 && (*t->text.p == 'T' || *t->text.p == 't')) && d->year && n > 1 && t[1].number)
      return 1;
    return 0;
  }
  switch (w->kind) {
  case MONTH:
    if (d->month && !d->ambiguous)
      return 0;
    d->month = w->value;
    break;
  case WEEKDAY:
    d->weekday = w->value;
    break;
  case ZONE:
  case SEASON_ZONE:
    if (d->hour < 0)
      return 0;
    d->has_offset = TRUE;
    d->offset = w->value;
    d->american = w->kind == SEASON_ZONE;
    break;
  case HALF:
    if (d->hour < 0 || d->hour > 12)
      return 0;
    d->hour = d->hour % 12 + w->value;
    break;
  case NUMBER_WORD: {
    const Word *unit = n > 1 ? word_of(&t[1]) : NULL;
    if (!unit || (unit->kind != UNIT && unit->kind != DAY_UNIT) || !tells_ago(&t[1], n - 1))
      return 0;
    d->ago = (gint64)w->value * unit->value * (unit->kind == DAY_UNIT ? 86400 : 1);
    d->ago_days = unit->kind == DAY_UNIT;
    return 2;
  }
  case RELATIVE_DAY:
    d->ago = (gint64)w->value * 86400;
    d->ago_days = TRUE;
    break;
  case UNIT:
  case DAY_UNIT:
    return 0;
  case NOISE:
    if (w->value == NOW)
      d->ago = 0;
    break;
  }
  return 1;
}

/* Most lines say with their first word that they are no date, and nearly all others with their last. */
gboolean nt_date_may_begin(NtStr text)
{
  gsize i = 0, n = 0;
  while (i < text.n && !g_ascii_isalnum(text.p[i]))
    i++;
  while (i + n < text.n && g_ascii_isalpha(text.p[i + n]))
    n++;
  return i < text.n && (n == 0 || find_word(nt_str_n(text.p + i, n)));
}

gboolean nt_date_may_end(NtStr text)
{
  gsize end = text.n;
  while (end && !g_ascii_isalnum(text.p[end - 1]))
    end--;
  gsize start = end;
  while (start && (g_ascii_isalpha(text.p[start - 1]) ||
                   (start > 1 && start < end && text.p[start - 1] == '.' && g_ascii_isalpha(text.p[start - 2]))))
    start--;
  NtStr last = nt_str_n(text.p + start, end - start);
  return end && (!last.n || word_of_letters(last) || is_ordinal_end(last));
}

/* What stands first holds: of `Posted 3 May, updated 4 May` the third. TRUE where the whole text is of dates. `whole`: nothing else is
 * wanted, and it ends with the first word that is none of a date. */
static gboolean scan(NtStr text, gboolean whole, Date *d)
{
  Token tokens[MOST_TOKENS];
  gboolean clean = TRUE;
  *d = (Date){.hour = -1, .second = -1, .ago = -1};
  if (text.n > LONGEST)
    return FALSE;
  guint n = tokenise(text, tokens, &clean);
  for (guint i = 0; i < n && (clean || !whole);) {
    Date before = *d;
    guint used = take_offset(&tokens[i], n - i, d);
    if (!used)
      used = tokens[i].number ? take_number(&tokens[i], n - i, d) : take_word(&tokens[i], n - i, d);
    if (used) {
      i += used;
      continue;
    }
    *d = before;
    gboolean complete = d->day && d->month;
    if (complete && tokens[i].number) { /* a second date behind the first */
      i++;
      continue;
    }
    if (complete && word_of(&tokens[i])) {
      i++;
      continue;
    }
    clean = FALSE;
    if (complete || whole)
      break;
    i++;
  }
  return clean && n < MOST_TOKENS && (d->ago >= 0 || (d->day && d->month) || d->weekday);
}

/* A weekday alone is a heading as well. */
gboolean nt_date_is_whole(NtStr text)
{
  Date d;
  return text.n && text.n <= LONGEST && nt_date_may_begin(text) && nt_date_may_end(text) && scan(text, TRUE, &d) && (d.ago >= 0 || (d.day && d.month));
}

/* ---- the calendar ---- */

/* Days since 1970-01-01; the algorithm of Howard Hinnant, chrono-Compatible Low-Level Date Algorithms. */
static gint64 days_from(int y, int m, int d)
{
  y -= m <= 2;
  gint64 era = (y >= 0 ? y : y - 399) / 400;
  gint64 yoe = y - era * 400, doy = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1, doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
  return era * 146097 + doe - 719468;
}

static void date_from(gint64 days, int *y, int *m, int *d)
{
  days += 719468;
  gint64 era = (days >= 0 ? days : days - 146096) / 146097, doe = days - era * 146097;
  gint64 yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365, doy = doe - (365 * yoe + yoe / 4 - yoe / 100), mp = (5 * doy + 2) / 153;
  *d = (int)(doy - (153 * mp + 2) / 5 + 1);
  *m = (int)(mp < 10 ? mp + 3 : mp - 9);
  *y = (int)(yoe + era * 400 + (*m <= 2));
}

static int weekday_of(gint64 days) /* 1 Monday */
{
  return (int)(((days + 3) % 7 + 7) % 7) + 1;
}

static gint64 floor_days(gint64 seconds)
{
  return seconds >= 0 ? seconds / 86400 : -((-seconds + 86399) / 86400);
}

static gboolean is_day(int y, int m, int d)
{
  if (m < 1 || m > 12 || d < 1 || d > 31)
    return FALSE;
  int y2, m2, d2;
  date_from(days_from(y, m, d), &y2, &m2, &d2);
  return m2 == m && d2 == d;
}

/* From the second Sunday of March to the first of November, by the day alone. */
static gboolean is_american_summer(gint64 days, int year)
{
  gint64 march = days_from(year, 3, 1), november = days_from(year, 11, 1);
  march += (7 - weekday_of(march)) % 7 + 7;
  november += (7 - weekday_of(november)) % 7;
  return days >= march && days < november;
}

/* A day without a year is the last such day before now (or tomorrow, where the clocks of the two differ). */
static gboolean find_year(Date *d, gint64 today)
{
  int y, m, day;
  date_from(today + 1, &y, &m, &day);
  for (int k = 0; k < 8; k++, y--) {
    if (!is_day(y, d->month, d->day))
      continue;
    gint64 days = days_from(y, d->month, d->day);
    if (days <= today + 1 && (!d->weekday || weekday_of(days) == d->weekday)) {
      d->year = y;
      return TRUE;
    }
  }
  return FALSE;
}

static gboolean settle(Date *d, const NtNow *now)
{
  if (d->ambiguous)
    return FALSE;
  if (d->day && d->month && d->year)
    return is_day(d->year, d->month, d->day);
  if (!now)
    return FALSE;
  gint64 today = floor_days(now->seconds), day;
  if (d->day && d->month)
    return find_year(d, today);
  if (d->ago >= 0 && !d->ago_days) {
    gint64 at = now->seconds - d->ago;
    day = floor_days(at);
    d->hour = (int)((at - day * 86400) / 3600);
    d->minute = (int)((at - day * 86400) % 3600 / 60);
    d->has_offset = TRUE;
    d->offset = now->offset;
  } else if (d->ago >= 0) {
    day = today - d->ago / 86400;
  } else if (d->weekday && !d->day && !d->month) {
    day = today - (weekday_of(today) - d->weekday + 7) % 7;
  } else {
    return FALSE;
  }
  date_from(day, &d->year, &d->month, &d->day);
  return TRUE;
}

NtStr nt_date_iso(NtArena *arena, NtStr text, const NtNow *now)
{
  Date d;
  scan(text, FALSE, &d);
  if (!settle(&d, now))
    return (NtStr){0};
  if (d.hour < 0)
    return nt_str(nt_arena_printf(arena, "%04d-%02d-%02d", d.year, d.month, d.day));
  if (d.american)
    d.offset += is_american_summer(days_from(d.year, d.month, d.day), d.year) ? 60 : 0;
  char second[8] = "", offset[12] = "";
  if (d.second >= 0)
    g_snprintf(second, sizeof second, ":%02d", d.second);
  if (d.has_offset && d.offset)
    g_snprintf(offset, sizeof offset, "%c%02d:%02d", d.offset < 0 ? '-' : '+', ABS(d.offset) / 60, ABS(d.offset) % 60);
  else if (d.has_offset)
    g_strlcpy(offset, "Z", sizeof offset);
  return nt_str(nt_arena_printf(arena, "%04d-%02d-%02dT%02d:%02d%s%s", d.year, d.month, d.day, d.hour, d.minute, second, offset));
}

NtStr nt_date_iso_or_text(NtArena *arena, NtStr text)
{
  text = nt_str_trim(text);
  if (!text.n)
    return (NtStr){0};
  NtStr iso = nt_date_iso(arena, text, NULL);
  return iso.p ? iso : text;
}

gboolean nt_now_from(NtStr text, NtNow *now)
{
  Date d;
  if (!scan(text, FALSE, &d) || d.ambiguous || !d.year || !d.month || !d.day || !is_day(d.year, d.month, d.day))
    return FALSE;
  now->seconds = days_from(d.year, d.month, d.day) * 86400 + (d.hour < 0 ? 12 * 3600 : d.hour * 3600 + d.minute * 60 + MAX(d.second, 0));
  now->offset = d.has_offset ? d.offset : 0;
  return TRUE;
}
