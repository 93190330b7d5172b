#include "inflect.h"

static gboolean is_vowel(char c)
{
  return strchr("aeiou", c) != NULL && c;
}

static gboolean ends_in(NtStr s, const char *end)
{
  gsize n = strlen(end);
  return s.n > n && memcmp(s.p + s.n - n, end, n) == 0;
}

static void add(NtArena *arena, NtStr term, gsize kept, const char *ending, NtStr *forms, guint *n)
{
  if (*n < NT_MOST_FORMS)
    forms[(*n)++] = nt_str(nt_arena_printf(arena, "%.*s%s", (int)kept, term.p, ending));
}

/* One syllable, consonant-vowel-consonant: ban, cut, stop. */
static gboolean doubles(NtStr w)
{
  guint vowels = 0;
  for (gsize i = 0; i < w.n; i++)
    vowels += is_vowel(w.p[i]);
  return w.n >= 3 && vowels == 1 && is_vowel(w.p[w.n - 2]) && !is_vowel(w.p[w.n - 1]) && !strchr("wxy", w.p[w.n - 1]) &&
         !is_vowel(w.p[w.n - 3]);
}

guint nt_inflect(NtArena *arena, NtStr term, NtStr forms[NT_MOST_FORMS])
{
  guint n = 0;
  gsize start = term.n;
  while (start && term.p[start - 1] != ' ' && term.p[start - 1] != '-')
    start--;
  NtStr w = {term.p + start, term.n - start};
  gboolean single = start == 0;
  if (w.n < 3 || !g_ascii_islower(w.p[w.n - 1]))
    return 0;
  gboolean y = w.p[w.n - 1] == 'y' && !is_vowel(w.p[w.n - 2]), e = w.p[w.n - 1] == 'e';
  if (y)
    add(arena, term, term.n - 1, "ies", forms, &n);
  else if (ends_in(w, "s") || ends_in(w, "x") || ends_in(w, "z") || ends_in(w, "ch") || ends_in(w, "sh"))
    add(arena, term, term.n, "es", forms, &n);
  else
    add(arena, term, term.n, "s", forms, &n);
  if (!single || w.n < 3 || ends_in(w, "tion") || ends_in(w, "ness") || ends_in(w, "ity") || ends_in(w, "ing"))
    return n;
  if (y)
    add(arena, term, term.n - 1, "ied", forms, &n);
  else if (e)
    add(arena, term, term.n, "d", forms, &n);
  else if (doubles(w))
    add(arena, term, term.n, (char[]){w.p[w.n - 1], 'e', 'd', 0}, forms, &n);
  else
    add(arena, term, term.n, "ed", forms, &n);
  if (e && !ends_in(w, "ee"))
    add(arena, term, term.n - 1, "ing", forms, &n);
  else if (doubles(w))
    add(arena, term, term.n, (char[]){w.p[w.n - 1], 'i', 'n', 'g', 0}, forms, &n);
  else
    add(arena, term, term.n, "ing", forms, &n);
  return n;
}
