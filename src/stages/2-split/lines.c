#include "page.h"

static gboolean is_space_at(NtStr s, gsize i, guint *length)
{
  gunichar c = nt_utf8_at(s.p + i, length);
  return g_unichar_isspace(c) || c == 0x200B || c == 0xFEFF;
}

static NtSpan trim(NtStr text, guint32 start, guint32 end)
{
  guint length;
  while (start < end && is_space_at(text, start, &length))
    start += length;
  while (end > start) {
    guint32 last = end - 1;
    while (last > start && (text.p[last] & 0xC0) == 0x80)
      last--;
    if (!is_space_at(text, last, &length))
      break;
    end = last;
  }
  return (NtSpan){start, end};
}

/* Up to MOST_WORDS: more makes no difference to any question. */
#define MOST_WORDS 100u

static guint count_words(NtStr line)
{
  guint words = 0;
  gboolean in_word = FALSE;
  for (gsize i = 0; i < line.n && words < MOST_WORDS; i++) {
    gboolean letter = g_ascii_isalnum(line.p[i]) || (guchar)line.p[i] >= 0x80;
    words += letter && !in_word;
    in_word = letter || (in_word && (line.p[i] == '\'' || line.p[i] == '-'));
  }
  return words;
}

/* Whether the mark at `i` ends a sentence inside the line: white space and a capital, quote or digit follow. */
static gboolean ends_inside(NtStr line, gsize i)
{
  gsize next = i + 1;
  while (next < line.n && strchr("\"')]", line.p[next]))
    next++;
  if (next + 1 >= line.n || line.p[next] != ' ')
    return FALSE;
  next++;
  gboolean abbreviation = i >= 1 && g_ascii_isupper(line.p[i - 1]) && (i < 2 || !g_ascii_isalpha(line.p[i - 2]));
  return !abbreviation && (g_ascii_isupper(line.p[next]) || strchr("\"'", line.p[next]) || (guchar)line.p[next] >= 0x80);
}

static gboolean ends_sentence(NtStr line)
{
  gsize n = line.n;
  for (;;) {
    if (n && strchr("\"')]", line.p[n - 1]))
      n--;
    else if (n >= 3 && (memcmp(line.p + n - 3, "”", 3) == 0 || memcmp(line.p + n - 3, "’", 3) == 0))
      n -= 3;
    else
      break;
  }
  if (n >= 3 && memcmp(line.p + n - 3, "…", 3) == 0)
    return FALSE; /* a teaser that was cut */
  return n && (line.p[n - 1] == '.' || line.p[n - 1] == '!' || line.p[n - 1] == '?') && !(n >= 3 && line.p[n - 2] == '.');
}

static gboolean has_sentence_end(NtStr line)
{
  for (gsize i = 0; i < line.n; i++)
    if ((line.p[i] == '.' || line.p[i] == '!' || line.p[i] == '?') && ends_inside(line, i))
      return TRUE;
  return FALSE;
}

static NtLineKind kind_of(const NtPage *page, NtStr line, guint words)
{
  static const NtLinePattern order[] = {NT_LINE_END, NT_LINE_AGE, NT_LINE_BYLINE, NT_LINE_CAPTION, NT_LINE_FURNITURE};
  static const NtLineKind kinds[NT_N_LINE_PATTERNS] = {
    [NT_LINE_END] = NT_LINE_KIND_END,         [NT_LINE_AGE] = NT_LINE_KIND_AGE,
    [NT_LINE_BYLINE] = NT_LINE_KIND_BYLINE,   [NT_LINE_CAPTION] = NT_LINE_KIND_CAPTION,
    [NT_LINE_FURNITURE] = NT_LINE_KIND_FURNITURE,
  };
  if (!line.n)
    return NT_LINE_KIND_BLANK;
  /* Long lines can only be of the last two kinds. */
  guint skip = line.n > 160 ? 3 : 0;
  int known = nt_layouts_line_kind(page->layouts, page->room, line, order + skip, G_N_ELEMENTS(order) - skip);
  if (known >= 0)
    return kinds[known];
  double prose = nt_layouts_threshold(page->layouts, NT_THRESHOLD_PROSE_LINE);
  gboolean ends = ends_sentence(line);
  if ((double)line.n >= prose && words >= 8 && (ends || has_sentence_end(line)))
    return NT_LINE_KIND_PROSE;
  if ((double)line.n >= prose * 3 && words >= 25)
    return NT_LINE_KIND_PROSE;
  return ends && words >= 3 ? NT_LINE_KIND_SENTENCE : NT_LINE_KIND_SHORT;
}

static void add_line(NtPage *page, guint32 start, guint32 end)
{
  NtLine line = {.span = trim(page->text, start, end)};
  NtStr text = nt_span_of(line.span, page->text);
  line.words = count_words(text);
  line.kind = kind_of(page, text, line.words);
  *nt_vec_push(page->arena, &page->lines) = line;
}

/* Text that was wrapped at a fixed width, as agencies and mail send it: a paragraph is several lines. */
static gboolean is_wrapped(NtStr text)
{
  guint lines = 0, full = 0;
  for (gsize i = 0; i < text.n;) {
    const char *newline = memchr(text.p + i, '\n', text.n - i);
    gsize length = newline ? (gsize)(newline - text.p) - i : text.n - i;
    if (length > 100)
      return FALSE;
    lines += length > 0;
    full += length >= 50;
    i += length + 1;
  }
  return lines >= 5 && full * 10 >= lines * 6;
}

static gsize line_end(NtStr text, gsize start)
{
  const char *newline = start < text.n ? memchr(text.p + start, '\n', text.n - start) : NULL;
  return newline ? (gsize)(newline - text.p) : text.n;
}

/* A line that goes on in the next: full, and the next is neither blank nor indented. */
static gboolean goes_on(NtStr text, gsize start, gsize end)
{
  return end - start >= 50 && end + 1 < text.n && !g_ascii_isspace(text.p[end + 1]);
}

void nt_page_find_lines(NtPage *page)
{
  gboolean wrapped = is_wrapped(page->text);
  gsize start = 0;
  while (start <= page->text.n) {
    gsize end = line_end(page->text, start), last = start;
    while (wrapped && goes_on(page->text, last, end)) {
      last = end + 1;
      end = line_end(page->text, last);
    }
    add_line(page, (guint32)start, (guint32)end);
    start = end + 1;
  }
}
