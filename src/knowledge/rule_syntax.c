#include "rule_syntax.h"

gboolean nt_syntax_has_prefix(const char *p, gsize i, gsize end, const char *prefix)
{
  gsize n = strlen(prefix);
  return end - i >= n && memcmp(p + i, prefix, n) == 0;
}

gboolean nt_syntax_escape_has_no_space(const char *p, gsize i, gsize end)
{
  char c = i + 1 < end ? p[i + 1] : '\0';
  if (c == 'd' || c == 'w' || (!g_ascii_isalnum(c) && !g_ascii_isspace(c)))
    return TRUE;
  if (c == 'p' && i + 3 < end)
    return strchr("LNMPS", p[i + 2] == '{' ? p[i + 3] : p[i + 2]) != NULL;
  return c == 'x' && i + 4 < end && p[i + 2] == '{' && g_ascii_strtoull(p + i + 3, NULL, 16) > 0x7F;
}

gboolean nt_syntax_class_has_no_space(const char *p, gsize i, gsize end)
{
  i++;
  if (i < end && p[i] == '^')
    return FALSE;
  for (; i + 1 < end; i++) {
    if (p[i] == '[' || (guchar)p[i] <= ' ')
      return FALSE;
    if (p[i] == '-' && (guchar)p[i - 1] < '!') /* a range from below the first letter */
      return FALSE;
    if (p[i] != '\\')
      continue;
    if (!nt_syntax_escape_has_no_space(p, i, end))
      return FALSE;
    i++;
    if (i + 1 < end && p[i + 1] == '{' && strchr("px", p[i]))
      while (i + 1 < end && p[i] != '}')
        i++;
  }
  return TRUE;
}

gsize nt_syntax_skip_one(const char *p, gsize i, gsize end)
{
  return p[i] == '\\' ? MIN(i + 2, end) : p[i] == '[' ? nt_regex_behind_class(p, i, end) : i + 1;
}

guint32 *nt_syntax_closings(const char *p, gsize n)
{
  guint32 *closing = g_new(guint32, n + 1);
  g_autofree guint32 *open = g_new(guint32, n + 1);
  guint depth = 0;
  for (gsize i = 0; i <= n; i++)
    closing[i] = (guint32)n;
  for (gsize i = 0; i < n; i = nt_syntax_skip_one(p, i, n))
    if (p[i] == '(')
      open[depth++] = (guint32)i;
    else if (p[i] == ')' && depth)
      closing[open[--depth]] = (guint32)i;
  return closing;
}

gsize nt_syntax_skip_quantifier(const char *p, gsize i, gsize end, gboolean *optional, gboolean *repeated)
{
  gboolean counted = i + 1 < end && p[i] == '{' && (g_ascii_isdigit(p[i + 1]) || p[i + 1] == ',');
  *optional = i < end && (p[i] == '?' || p[i] == '*' || (counted && (p[i + 1] == '0' || p[i + 1] == ',')));
  *repeated = i < end && (p[i] == '*' || p[i] == '+' || counted);
  if (counted)
    while (i < end && p[i] != '}')
      i++;
  else if (!*optional && !*repeated)
    return i;
  i++;
  return i < end && strchr("?+", p[i]) ? i + 1 : i; /* lazy or possessive */
}

NtBracket nt_syntax_bracket_at(const char *p, gsize i, gsize end, gsize *body)
{
  static const struct {
    const char *prefix;
    NtBracket bracket;
  } kinds[] = {
    {"(?:", NT_BRACKET_GROUP}, {"(?>", NT_BRACKET_GROUP}, {"(?=", NT_BRACKET_LOOK_AHEAD}, {"(?!", NT_BRACKET_NOTHING}, {"(?<=", NT_BRACKET_NOTHING}, {"(?<!", NT_BRACKET_NOTHING}, {"(?C", NT_BRACKET_NOTHING},
  };
  for (guint k = 0; k < G_N_ELEMENTS(kinds); k++)
    if (nt_syntax_has_prefix(p, i, end, kinds[k].prefix)) {
      *body = i + strlen(kinds[k].prefix);
      return kinds[k].bracket;
    }
  *body = i + 1;
  if (nt_syntax_has_prefix(p, i, end, "(?<") || nt_syntax_has_prefix(p, i, end, "(?P<")) {
    while (*body < end && p[*body] != '>')
      ++*body;
    ++*body;
    return NT_BRACKET_GROUP;
  }
  return nt_syntax_has_prefix(p, i, end, "(?") || nt_syntax_has_prefix(p, i, end, "(*") ? NT_BRACKET_OPAQUE : NT_BRACKET_GROUP;
}

void nt_syntax_add_letters(NtRuleLetters *letters, char from, char to)
{
  for (guint c = (guchar)from; c <= (guchar)to; c++)
    letters->ascii[c / 64] |= G_GUINT64_CONSTANT(1) << c % 64;
}

gboolean nt_syntax_letters_of_class(const char *p, gsize i, gsize end, NtRuleLetters *letters)
{
  for (i++; i + 1 < end; i++) {
    gboolean range = i + 3 < end && p[i + 1] == '-';
    char to = range ? p[i + 2] : p[i];
    if (!g_ascii_isalnum(p[i]) || !g_ascii_isalnum(to) || to - p[i] > 'z' - 'a')
      return FALSE;
    nt_syntax_add_letters(letters, p[i], to);
    i += range ? 2 : 0;
  }
  return TRUE;
}

void nt_syntax_bytes_of_class(const char *p, gsize i, gsize end, NtRuleBytes *bytes)
{
  NtRuleBytes all = {{0, 0, ~G_GUINT64_CONSTANT(0), ~G_GUINT64_CONSTANT(0)}};
  for (i++; i + 1 < end; i++) {
    gboolean escaped = p[i] == '\\', space;
    i += escaped;
    space = escaped && p[i] == 's';
    if (strchr("^[", p[i]) || (escaped && g_ascii_isalnum(p[i]) && !space) || (i + 3 < end && p[i + 1] == '-' && !space))
      return; /* all others, a class of POSIX, another escape, a range */
    for (guint c = 0; c < 0x80; c++)
      if (space ? g_ascii_isspace((char)c) || c == '\v' : (char)c == p[i])
        all.bits[c / 64] |= G_GUINT64_CONSTANT(1) << c % 64;
  }
  *bytes = all;
}

gboolean nt_syntax_letters_of_escape(const char *p, gsize i, gsize end, NtRuleLetters *letters)
{
  gboolean upper = nt_syntax_has_prefix(p, i, end, "\\p{Lu}"), lower = nt_syntax_has_prefix(p, i, end, "\\p{Ll}"), digit = nt_syntax_has_prefix(p, i, end, "\\d");
  if (upper)
    nt_syntax_add_letters(letters, 'A', 'Z');
  if (lower)
    nt_syntax_add_letters(letters, 'a', 'z');
  if (digit)
    nt_syntax_add_letters(letters, '0', '9');
  letters->others = TRUE;
  return upper || lower || digit;
}

gsize nt_syntax_behind_escape(const char *p, gsize i, gsize end)
{
  char c = i + 1 < end ? p[i + 1] : '\0';
  i = MIN(i + 2, end);
  if (!c)
    return i;
  if (i < end && p[i] == '{' && strchr("pPxoN", c))
    while (i < end && p[i++] != '}')
      ;
  else if (strchr("pPc", c))
    i++;
  else if (c == 'x')
    while (i < end && g_ascii_isxdigit(p[i]))
      i++;
  else if (c == '0')
    while (i < end && g_ascii_isdigit(p[i]))
      i++;
  return MIN(i, end);
}

const NtPatternAtom *nt_syntax_atom_at(const NtPatternText *text, gsize i, gsize end)
{
  for (guint a = 0; a < text->atoms->len; a++) {
    const NtPatternAtom *atom = &g_array_index(text->atoms, NtPatternAtom, a);
    if (atom->start == i && atom->end <= end && (atom->is_ask || atom->inner < end))
      return atom;
  }
  return NULL;
}
