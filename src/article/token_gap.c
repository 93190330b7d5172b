/* From the end of one word to the next: spaces, line ends and marks are counted, and what they sum up to is the gap. */
#include "token_gap.h"

#include "base/utf8.h"
#include "token_chars.h"

typedef struct {
  guint spaces, lines, marks, dots;
  gunichar mark, mark_before; /* the last two */
  guint16 flags;
  gboolean empty_line;
  gboolean after_line; /* nothing but spaces since the last line end */
} GapNotes;

static void note_space(GapNotes *g, gboolean line)
{
  g->spaces++;
  if (!line)
    return;
  g->empty_line |= g->after_line;
  g->after_line = TRUE;
  g->lines++;
}

static void note_mark(GapNotes *g, gunichar c)
{
  if (c == '>' && g->after_line) /* a line of a mail that is answered */
    return;
  g->after_line = FALSE;
  switch (c) {
  case '.':
    g->dots++;
    g->flags |= NT_TOKEN_DOT;
    return;
  case '!': case '?': case 0x2026: case 0x3002: case 0xFF01: case 0xFF1F:
    g->flags |= NT_TOKEN_STOP;
    break;
  case 0x2018: case 0x2019: case 0x02BC: case 0x2BB: case '`': case 0xB4: case 0x91: case 0x92: case 0xFFFD: /* and Windows' own */
    c = '\'';
    break;
  case 0x201C: case 0x201D: case 0x93: case 0x94: case 0xAB: case 0xBB: case 0x201E: case '"': case '(': case '[': case ')': case ']':
    c = c == '(' || c == ')' || c == '[' || c == ']' ? c : '"';
    g->flags |= NT_TOKEN_QUOTE;
    break;
  case 0x2010: case 0x2011: case 0x2013: case 0x2212: case 0xAD: case 0x96:
    c = '-';
    break;
  case ':': case ';': case 0x2014: case 0x2015: case 0x97:
    g->flags |= NT_TOKEN_COLON;
    break;
  default:
    break;
  }
  if (c == '\'' && g->spaces)
    g->flags |= NT_TOKEN_QUOTE;
  g->marks++;
  g->mark_before = g->mark;
  g->mark = c;
}

static guint8 gap_of(const GapNotes *g)
{
  if (g->empty_line)
    return NT_GAP_BREAK;
  /* St.-Denis, Ust'-Kut; J. "Chuck"; Co., Ltd */
  if (!g->spaces && g->mark == '-' && (g->marks == 1 ? g->dots <= 1 : g->marks == 2 && !g->dots && g->mark_before == '\''))
    return NT_GAP_HYPHEN;
  if (g->dots == 1 && g->marks == 1 && (g->mark == '"' || g->mark == ',') && g->spaces)
    return (guint8)g->mark;
  if (g->dots)
    return g->dots > 1 || g->marks ? NT_GAP_BREAK : g->spaces ? NT_GAP_DOT_SPACE : NT_GAP_DOT;
  if (!g->marks)
    return g->spaces ? NT_GAP_SPACE : NT_GAP_NONE;
  if (g->marks > 1)
    return NT_GAP_BREAK;
  if (g->mark == '&')
    return NT_GAP_AMPERSAND;
  if (!g->spaces && (g->mark == '-' || g->mark == '\''))
    return g->mark == '-' ? NT_GAP_HYPHEN : NT_GAP_APOSTROPHE;
  return g->mark > ' ' && g->mark < 0x7F ? (guint8)g->mark : NT_GAP_BREAK;
}

static gboolean is_space_point(gunichar c)
{
  return g_unichar_isspace(c) || c == 0xA0 || c == 0x200B || c == 0xFEFF;
}

static void note_point(GapNotes *g, gunichar c)
{
  if (c == ' ' || (c > 0x7F && is_space_point(c)))
    note_space(g, c == 0x2028 || c == 0x2029 || c == 0x85);
  else if (c == 0xAD || !nt_is_unseen(c))
    note_mark(g, c);
}

/* What an HTML entity that was left in the text stands for, where it is one of those that stand between words: `O&rsquo;Brien`. Its
 * length; 0 where there is none. */
static gsize scan_entity(const char *p, gsize n, gunichar *point)
{
  static const struct {
    const char *name;
    gunichar point;
  } entities[] = {
    {"&amp;", '&'}, {"&apos;", '\''}, {"&quot;", '"'}, {"&nbsp;", ' '}, {"&rsquo;", 0x2019}, {"&lsquo;", 0x2018}, {"&rdquo;", 0x201D},
    {"&ldquo;", 0x201C}, {"&ndash;", 0x2013}, {"&mdash;", 0x2014}, {"&hellip;", 0x2026}, {"&shy;", 0xAD},
  };
  for (guint i = 0; i < G_N_ELEMENTS(entities); i++) {
    gsize length = strlen(entities[i].name);
    if (n >= length && memcmp(p, entities[i].name, length) == 0) {
      *point = entities[i].point;
      return length;
    }
  }
  if (n < 4 || p[1] != '#')
    return 0;
  gboolean hex = p[2] == 'x' || p[2] == 'X';
  gsize i = hex ? 3 : 2, first = i;
  *point = 0;
  for (; i < MIN(n, first + 5) && (hex ? g_ascii_isxdigit(p[i]) : g_ascii_isdigit(p[i])); i++)
    *point = *point * (hex ? 16 : 10) + (gunichar)g_ascii_xdigit_value(p[i]);
  if (i == first || i == n || p[i] != ';' || !*point || nt_is_word_point(*point)) {
    *point = '&';
    return 0;
  }
  return i + 1;
}

/* From `i` to the next word or the end. The commonest gap by far is one space. */
static gsize scan_gap(const char *p, gsize i, gsize n, GapNotes *g)
{
  while (i < n) {
    guint8 c = nt_byte_class(p[i]);
    if (nt_is_word_byte(p[i]))
      break;
    if (c == NT_BYTE_SPACE || c == NT_BYTE_LINE) {
      note_space(g, c == NT_BYTE_LINE);
      i++;
    } else if (c == NT_BYTE_HIGH) {
      guint length;
      gunichar point = nt_utf8_at(p + i, &length);
      gboolean general_punctuation = point >= 0x2010 && point <= 0x2027;
      if (!general_punctuation && nt_is_word_point(point) && !nt_is_unseen(point))
        break;
      note_point(g, point);
      i += length;
    } else {
      gunichar point = (guchar)p[i];
      gsize length = point == '&' ? scan_entity(p + i, n - i, &point) : 0;
      note_point(g, point);
      i += length ? length : 1;
    }
  }
  return i;
}

NtGapFlags nt_gap_find(NtStr text, gsize *i, const NtToken *before)
{
  GapNotes notes = {.empty_line = !before};
  *i = scan_gap(text.p, *i, text.n, &notes);
  guint flags = notes.flags;
  if (before && before->flags & NT_TOKEN_DOTTED && text.p[before->end - 1] == '.' && notes.spaces)
    flags |= NT_TOKEN_DOT;
  if (before && notes.lines)
    flags |= NT_TOKEN_NEWLINE;
  if (notes.empty_line)
    flags |= NT_TOKEN_BLANK;
  return NT_GAP_FLAGS(gap_of(&notes), flags);
}
