#include "date.h"

#include <stdio.h>

static NtStr trim(NtStr text)
{
  while (text.n && g_ascii_isspace(text.p[0]))
    text = nt_str_n(text.p + 1, text.n - 1);
  while (text.n && g_ascii_isspace(text.p[text.n - 1]))
    text.n--;
  return text.n ? text : (NtStr){0};
}

static guint month_of(const char *word)
{
  static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
  for (guint i = 0; i < 12; i++)
    if (g_ascii_strncasecmp(word, months + 3 * i, 3) == 0)
      return i + 1;
  return 0;
}

/* `+0200`, `GMT`: as ISO writes it; NULL where it is something else. */
static const char *zone_of(NtArena *arena, const char *zone)
{
  static const struct {
    const char *name, *iso;
  } names[] = {{"GMT", "Z"},      {"UT", "Z"},       {"UTC", "Z"},      {"Z", "Z"},        {"EST", "-05:00"}, {"EDT", "-04:00"},
               {"CST", "-06:00"}, {"CDT", "-05:00"}, {"MST", "-07:00"}, {"MDT", "-06:00"}, {"PST", "-08:00"}, {"PDT", "-07:00"}};
  if ((zone[0] == '+' || zone[0] == '-') && strspn(zone + 1, "0123456789") == 4)
    return strcmp(zone + 1, "0000") == 0 ? "Z" : nt_arena_printf(arena, "%.3s:%.2s", zone, zone + 3);
  for (guint i = 0; i < G_N_ELEMENTS(names); i++)
    if (g_ascii_strcasecmp(zone, names[i].name) == 0)
      return names[i].iso;
  return *zone ? NULL : "";
}

NtStr nt_mail_date_iso(NtArena *arena, NtStr text)
{
  text = trim(text);
  if (!text.n || text.n > 60)
    return text;
  g_autofree char *line = g_strndup(text.p, text.n);
  char *comma = strchr(line, ','), month_word[4] = "", zone[8] = "";
  const char *at = comma ? comma + 1 : line;
  unsigned day, year, hour, minute, second = 0;
  int used = 0;
  if (sscanf(at, " %2u %3[A-Za-z] %4u %2u:%2u%n", &day, month_word, &year, &hour, &minute, &used) != 5)
    return text;
  at += used;
  if (*at == ':' && sscanf(at, ":%2u%n", &second, &used) == 1)
    at += used;
  sscanf(at, " %7s", zone);
  guint month = month_of(month_word);
  const char *iso_zone = zone_of(arena, zone);
  if (year < 100)
    year += year < 70 ? 2000 : 1900;
  if (!month || !iso_zone || day < 1 || day > 31 || year < 1000 || hour > 24 || minute > 59 || second > 60)
    return text;
  return nt_str(nt_arena_printf(arena, "%04u-%02u-%02uT%02u:%02u:%02u%s", year, month, day, hour, minute, second, iso_zone));
}
