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

/* White space and a capital, quote or digit must follow, and an initial's dot is none. */
gboolean nt_line_ends_inside(NtStr line, gsize i)
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

gboolean nt_line_ends_sentence(NtStr line)
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

static void add_line(NtPage *page, NtLineSet set, guint blanks, guint32 start, guint32 end)
{
  NtSpan span = trim(page->text, start, end);
  if (span.start == span.end)
    return;
  *nt_vec_push(page->arena, &page->lines) = (NtLine){.span = span, .set = set, .blanks = blanks};
}

static gsize line_end(NtStr text, gsize start)
{
  const char *newline = start < text.n ? memchr(text.p + start, '\n', text.n - start) : NULL;
  return newline ? (gsize)(newline - text.p) : text.n;
}

/* ---- text that was wrapped ---- */

/* Columns of the longest line that has a white space (a long address cannot be wrapped). */
#define WIDEST_WRAP 100u
#define NARROWEST_WRAP 40u

typedef struct {
  guint width;   /* where text was wrapped by a program; 0 where it was not */
  gboolean copy; /* most lines are full: copy as agencies send it, with indented or parted paragraphs */
  gboolean item; /* too short for either, but what goes on in the next line does so with a small letter, or all such lines are full */
} Wrap;

#define FEWEST_FILLED 3u /* lines, and none but such goes on */
#define FULL_COLUMNS 50u
#define CUT_COLUMNS 20u

static guint columns(NtStr s)
{
  return nt_utf8_points(s.p, s.n);
}

static guint first_word(NtStr s)
{
  gsize n = 0;
  while (n < s.n && !g_ascii_isspace(s.p[n]))
    n++;
  return columns(nt_str_n(s.p, n));
}

static NtStr slice(NtStr text, gsize start, gsize end)
{
  while (end > start && (text.p[end - 1] == ' ' || text.p[end - 1] == '\r'))
    end--;
  return nt_str_n(text.p + start, end - start);
}

/* The first word of the next line had no room at the end of this one. */
static gboolean is_full(NtStr line, NtStr next, guint width)
{
  return next.n && !g_ascii_isspace(next.p[0]) && columns(line) + 1 + first_word(next) > width;
}

/* A sentence that is not at its end where the line is. */
static gboolean is_open(NtStr line, NtStr next)
{
  return line.n && next.n && !g_ascii_isspace(next.p[0]) && !nt_line_ends_sentence(line) && line.p[line.n - 1] != ':';
}

/* Of an open line: it goes on with a small letter. */
static gboolean is_cut(NtStr line, NtStr next)
{
  return g_ascii_islower(next.p[0]) && columns(line) >= CUT_COLUMNS;
}

static Wrap find_wrap(NtStr text)
{
  Wrap wrap = {0};
  guint lines = 0, full = 0, width = 0, on = 0, open = 0, cut = 0, filled = 0;
  for (gsize i = 0, end; i < text.n; i = end + 1) {
    end = line_end(text, i);
    NtStr line = slice(text, i, end);
    lines += line.n > 0;
    if (line.n > 4 * WIDEST_WRAP || !memchr(line.p, ' ', line.n)) {
      if (line.n > 4 * WIDEST_WRAP)
        return wrap;
      continue;
    }
    guint n = columns(line);
    if (n > WIDEST_WRAP)
      return wrap;
    full += n >= FULL_COLUMNS;
    width = MAX(width, n);
  }
  wrap.copy = lines >= 5 && full * 10 >= lines * 6;
  if (width < NARROWEST_WRAP)
    return wrap;
  for (gsize i = 0, end; i < text.n; i = end + 1) {
    end = line_end(text, i);
    gsize next = MIN(end + 1, text.n);
    NtStr line = slice(text, i, end), below = slice(text, next, line_end(text, next));
    on += below.n && g_ascii_islower(below.p[0]) && is_full(line, below, width);
    if (!is_open(line, below))
      continue;
    open++;
    filled += is_full(line, below, width);
    cut += is_cut(line, below);
  }
  wrap.width = on >= 4 ? width : 0;
  wrap.copy &= on >= 2;
  wrap.item = !wrap.width && ((cut > 0 && cut * 2 >= open) || (filled >= FEWEST_FILLED && filled == open));
  return wrap;
}

/* A line that goes on in the next. */
static gboolean goes_on(NtStr text, const Wrap *wrap, gsize start, gsize end)
{
  if (end >= text.n)
    return FALSE;
  NtStr line = slice(text, start, end), next = slice(text, end + 1, line_end(text, end + 1));
  if (!line.n || !next.n || g_ascii_isspace(next.p[0]))
    return FALSE;
  if (wrap->copy && end - start >= FULL_COLUMNS)
    return TRUE;
  if (wrap->item && is_open(line, next) && (is_cut(line, next) || columns(line) >= FULL_COLUMNS))
    return TRUE;
  return wrap->width && is_full(line, next, wrap->width) && !(nt_line_ends_sentence(line) && g_ascii_isupper(next.p[0]));
}

/* ---- a page on one line ---- */

#define WINDOW 8u      /* words to either side that are looked at */
#define MOST_PAGE_LINES 3u

typedef struct {
  guint32 start;
  gboolean small;
} Word;
typedef NT_VEC(Word) Words;

/* Where menus turn into a sentence no mark stands: words with capitals come before, words in small letters behind. */
static gboolean turns(const Word *words, guint i, guint n)
{
  guint before = 0, behind = 0;
  if (i < WINDOW || i + WINDOW >= n || words[i].small)
    return FALSE;
  for (guint k = 1; k <= WINDOW; k++) {
    before += words[i - k].small;
    behind += words[i + k].small;
  }
  return before <= WINDOW / 4 && behind >= WINDOW / 2 + 1 && (words[i + 1].small || words[i + 2].small);
}

static void add_sentence(NtPage *page, Words *words, guint32 start, guint32 end)
{
  for (guint i = 0; i < words->n; i++)
    if (turns(words->v, i, words->n)) {
      add_line(page, NT_LINE_SET_PIECES, 0, start, words->v[i].start);
      start = words->v[i].start;
      i += WINDOW;
    }
  add_line(page, NT_LINE_SET_PIECES, 0, start, end);
  words->n = 0;
}

static void add_sentences(NtPage *page, guint32 start, guint32 end)
{
  NtStr text = page->text, line = nt_str_n(text.p + start, end - start);
  Words words = {0};
  guint32 from = start;
  gboolean space = TRUE;
  for (guint32 i = start; i < end; i++) {
    char c = text.p[i];
    if (space && c != ' ')
      *nt_vec_push(page->arena, &words) = (Word){i, g_ascii_islower(c)};
    space = c == ' ';
    if ((c == '.' || c == '!' || c == '?') && nt_line_ends_inside(line, i - start)) {
      while (i + 1 < end && text.p[i + 1] != ' ')
        i++;
      add_sentence(page, &words, from, i + 1);
      from = i + 1;
    }
  }
  add_sentence(page, &words, from, end);
}

/* The page is on so few lines that they tell nothing. */
static gboolean is_one_line(NtStr text)
{
  guint lines = 0;
  gsize longest = 0;
  for (gsize i = 0, end; i < text.n && lines <= MOST_PAGE_LINES; i = end + 1) {
    end = line_end(text, i);
    lines += slice(text, i, end).n > 0;
    longest = MAX(longest, end - i);
  }
  return lines <= MOST_PAGE_LINES && longest > 1000;
}

void nt_page_find_lines(NtPage *page)
{
  gboolean one_line = is_one_line(page->text);
  Wrap wrap = one_line ? (Wrap){0} : find_wrap(page->text);
  guint blanks = 0;
  for (gsize start = 0; start < page->text.n;) {
    gsize end = line_end(page->text, start), last = start;
    while (goes_on(page->text, &wrap, last, end)) {
      last = end + 1;
      end = line_end(page->text, last);
    }
    guint before = page->lines.n;
    if (one_line)
      add_sentences(page, (guint32)start, (guint32)end);
    else
      add_line(page, NT_LINE_SET_LINES, blanks, (guint32)start, (guint32)end);
    blanks = page->lines.n > before ? 0 : blanks + 1;
    start = end + 1;
  }
}
