#include "variants.h"

#include "base/utf8.h"

/* Letters that have no decomposition in Unicode but a usual plain spelling. */
static const struct {
  gunichar letter;
  const char *plain;
} plain_letters[] = {
  {0xC6, "Ae"}, {0xD0, "D"},  {0xD8, "O"},  {0xDE, "Th"}, {0xDF, "ss"}, {0xE6, "ae"}, {0xF0, "d"},   {0xF8, "o"},
  {0xFE, "th"}, {0x110, "D"}, {0x111, "d"}, {0x131, "i"}, {0x141, "L"}, {0x142, "l"}, {0x152, "Oe"}, {0x153, "oe"},
};

static const char *plain_of(gunichar c)
{
  for (guint i = 0; i < G_N_ELEMENTS(plain_letters); i++)
    if (plain_letters[i].letter == c)
      return plain_letters[i].plain;
  return NULL;
}

NtStr nt_variant_without_marks(NtArena *arena, NtStr text)
{
  if (nt_utf8_is_ascii(text.p, text.n))
    return (NtStr){0};
  g_autofree char *split = g_utf8_normalize(text.p, (gssize)text.n, G_NORMALIZE_NFD);
  if (!split)
    return (NtStr){0};
  g_autoptr(GString) out = g_string_new(NULL);
  for (const char *p = split; *p; p = g_utf8_next_char(p)) {
    gunichar c = g_utf8_get_char(p);
    const char *plain = plain_of(c);
    if (plain)
      g_string_append(out, plain);
    else if (c < 0x300 || c > 0x36F)
      g_string_append_unichar(out, c);
  }
  g_autofree char *composed = g_utf8_normalize(out->str, -1, G_NORMALIZE_NFC);
  NtStr result = nt_str(composed);
  return nt_str_equal(result, text) ? (NtStr){0} : nt_arena_str(arena, result);
}

static gboolean ends_with(NtStr s, const char *end)
{
  gsize n = strlen(end);
  return s.n > n && memcmp(s.p + s.n - n, end, n) == 0;
}

NtStr nt_variant_plural(NtArena *arena, NtStr text)
{
  const char *added = "s";
  gsize kept = text.n;
  if (ends_with(text, "s") || ends_with(text, "x") || ends_with(text, "z") || ends_with(text, "ch") || ends_with(text, "sh")) {
    added = "es";
  } else if (ends_with(text, "y") && !strchr("aeiou", g_ascii_tolower(text.p[text.n - 2]))) {
    added = "ies";
    kept--;
  }
  char *plural = nt_arena_printf(arena, "%.*s%s", (int)kept, text.p, added);
  return nt_str(plural);
}
