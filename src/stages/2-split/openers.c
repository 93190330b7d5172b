/* Where a glued-on article begins, told by structure: a line of text with short lines above it that say where it comes from. Going up
 * from the text, each line is taken for a date, a byline, a source (`The Post | 3 May 2026`, `- The Post`, `Source: The Post`) or stays
 * open; of the open lines one is the headline and perhaps one the publisher. Each such sign counts; that other openers of the page have
 * the same signs counts too, and what sums up to enough opens an article. */
#include "openers.h"

#include "article/dates.h"

#define LINES_UP 8u
#define MOST_OPEN 3u

/* ---- lines ---- */

/* `what` is written small. */
static gboolean starts_with(NtStr s, const char *what)
{
  if (!s.n || (*s.p | 0x20) != (*what | 0x20))
    return FALSE;
  gsize n = strlen(what);
  return s.n >= n && g_ascii_strncasecmp(s.p, what, n) == 0;
}

static NtSpan span_of(const NtPage *page, NtStr part)
{
  guint32 start = (guint32)(part.p - page->text.p);
  return (NtSpan){start, start + (guint32)part.n};
}

/* What marks begin with. */
static const guint8 begins_mark[256] = {['|'] = 1, ['-'] = 1, ['/'] = 1, ['>'] = 1, ['~'] = 1, [0xE2] = 1, [0xC2] = 1};

static guint known_mark_at(NtStr s, gsize i)
{
  static const char *const marks[] = {"|", "•", "·", "—", "–", "‹", "›", "»", "/ ", "- ", "~ ", ">"};
  gboolean space = i == 0 || s.p[i - 1] == ' ' || (guchar)s.p[i - 1] == 0xA0;
  for (guint k = 0; k < G_N_ELEMENTS(marks); k++) {
    gsize n = strlen(marks[k]);
    if (s.n - i >= n && memcmp(s.p + i, marks[k], n) == 0 && (space || *marks[k] == '|'))
      return (guint)n;
  }
  return 0;
}

/* Bytes of the mark that parts fields at `i`: `|`, `•`, `·`, a dash with a space on either side; 0 where none stands. */
static inline guint mark_at(NtStr s, gsize i)
{
  return begins_mark[(guchar)s.p[i]] ? known_mark_at(s, i) : 0;
}

static NtStr strip(NtStr s)
{
  for (gboolean again = TRUE; again;) {
    again = FALSE;
    guint length = 0;
    while (s.n && (g_ascii_isspace(*s.p) || strchr(",;:*_", *s.p)))
      s.p++, s.n--, again = TRUE;
    while (s.n && (g_ascii_isspace(s.p[s.n - 1]) || strchr(",;:*_", s.p[s.n - 1])))
      s.n--, again = TRUE;
    if (s.n && (length = mark_at(s, 0)) && length <= s.n)
      s.p += length, s.n -= length, again = TRUE;
    if (s.n >= 2 && memcmp(s.p, "\xC2\xA0", 2) == 0)
      s.p += 2, s.n -= 2, again = TRUE;
    if (s.n >= 2 && memcmp(s.p + s.n - 2, "\xC2\xA0", 2) == 0)
      s.n -= 2, again = TRUE;
    if (s.n && (s.p[s.n - 1] == '|' || (s.p[s.n - 1] == '-' && s.n > 1 && s.p[s.n - 2] == ' ')))
      s.n--, again = TRUE;
    else if (s.n >= 3 && (memcmp(s.p + s.n - 3, "—", 3) == 0 || memcmp(s.p + s.n - 3, "–", 3) == 0 || memcmp(s.p + s.n - 3, "•", 3) == 0))
      s.n -= 3, again = TRUE;
    else if (s.n >= 2 && memcmp(s.p + s.n - 2, "·", 2) == 0)
      s.n -= 2, again = TRUE;
  }
  return s;
}

#define MOST_NAME_WORDS 6u
#define LONGEST_NAME 60u

/* A name by its form: a few words, each with a capital but for the small ones inside. */
gboolean nt_opener_is_name(NtStr s)
{
  static const char *const small[] = {"of", "the", "and", "for", "de", "la", "le", "el", "al", "on", "in", "&", "du", "da", "do", "del", "van"};
  guint words = 0;
  if (!s.n || s.n > LONGEST_NAME || strchr(".!?:;", s.p[s.n - 1]) || memchr(s.p, ',', s.n))
    return FALSE;
  for (gsize i = 0; i < s.n;) {
    gsize end = i;
    while (end < s.n && s.p[end] != ' ')
      end++;
    guint length;
    gboolean known = FALSE;
    for (guint k = 0; words && k < G_N_ELEMENTS(small); k++)
      known |= end - i == strlen(small[k]) && memcmp(s.p + i, small[k], end - i) == 0;
    gunichar c = nt_utf8_at(s.p + i, &length);
    gboolean dotted = end - i > 4 && memchr(s.p + i, '.', end - i - 1) != NULL; /* example.com */
    gboolean number = g_unichar_isdigit(c) && (words || end < s.n);
    if (!known && !g_unichar_isupper(c) && !dotted && !number)
      return FALSE;
    words++;
    i = end;
    while (i < s.n && s.p[i] == ' ')
      i++;
  }
  return words <= MOST_NAME_WORDS;
}

static gboolean has_publisher_word(const NtPage *page, NtStr s)
{
  const NtLineWeights *weights = nt_layouts_weights(page->layouts);
  guint32 hash = NT_LINE_WORD_HASH;
  gboolean in_word = FALSE;
  for (gsize i = 0; i <= s.n; i++) {
    if (i < s.n && (g_ascii_isalnum(s.p[i]) || (guchar)s.p[i] >= 0x80)) {
      hash = nt_line_word_hash(hash, s.p[i]);
      in_word = TRUE;
      continue;
    }
    if (in_word && nt_line_weights_word(weights, hash) >> NT_LINE_WORD_PUBLISHER & 1)
      return TRUE;
    hash = NT_LINE_WORD_HASH;
    in_word = FALSE;
  }
  return FALSE;
}

static gboolean is_rule_line(NtStr s)
{
  for (gsize i = 0; i < s.n; i++)
    if (!strchr("-=*_~#+ .", s.p[i]) && (guchar)s.p[i] < 0x80)
      return FALSE;
  return s.n >= 3 && strchr("-=*_~#+.\xE2", *s.p) && !g_unichar_isalpha(g_utf8_get_char(s.p));
}

static gboolean is_text(const NtPage *page, guint line)
{
  const NtLine *l = &page->lines.v[line];
  NtStr s = nt_page_line(page, line);
  if (l->kind == NT_LINE_KIND_PROSE)
    return l->words >= 25 || l->is[NT_LINE_IS_SENTENCES] >= 2 || (l->is[NT_LINE_IS_ENDS_SENTENCE] && s.p[s.n - 1] != '?');
  return l->kind == NT_LINE_KIND_SENTENCE && l->words >= 10 && s.p[s.n - 1] != '?';
}

gsize nt_opener_number(NtStr s, const char *marks)
{
  gsize i = 0;
  while (i < s.n && g_ascii_isdigit(s.p[i]))
    i++;
  return i && i <= 2 && i + 1 < s.n && strchr(marks, s.p[i]) && s.p[i + 1] == ' ' ? i + 2 : 0;
}

/* The number or bullet before a headline: bytes of it with the space behind; `*numbered` where it is a number. */
static gsize prefix_of(NtStr s, gboolean *numbered)
{
  static const char *const bullets[] = {"* ", "• ", "- ", "– ", "— ", "▪ ", "■ ", "● ", "► ", "▶ ", "→ ", "> ", ">> ", "» ", "# ", "## ", "### "};
  gsize i = nt_opener_number(s, ".):");
  *numbered = i > 0;
  if (i)
    return i;
  if (s.n > 3 && s.p[0] == '(' && g_ascii_isdigit(s.p[1])) {
    i = 1;
    while (i < s.n && g_ascii_isdigit(s.p[i]))
      i++;
    if (i <= 3 && i + 1 < s.n && s.p[i] == ')' && s.p[i + 1] == ' ') {
      *numbered = TRUE;
      return i + 2;
    }
  }
  for (guint k = 0; k < G_N_ELEMENTS(bullets); k++)
    if (s.n > strlen(bullets[k]) && memcmp(s.p, bullets[k], strlen(bullets[k])) == 0)
      return strlen(bullets[k]);
  return 0;
}

gboolean nt_opener_is_headline(const NtPage *page, guint line)
{
  const NtLine *l = &page->lines.v[line];
  NtStr s = nt_page_line(page, line);
  gboolean kind = l->kind == NT_LINE_KIND_SHORT || l->kind == NT_LINE_KIND_SENTENCE || l->kind == NT_LINE_KIND_PROSE;
  return kind && l->words >= 2 && s.n <= 260 && !is_text(page, line) && s.p[s.n - 1] != ':';
}

/* ---- what a line says of the source ---- */

static gboolean read_field(const NtPage *page, NtStr field, NtOpener *o)
{
  field = strip(field);
  if (!field.n)
    return TRUE;
  if (nt_date_is_whole(field)) {
    if (o->published.start == o->published.end)
      o->published = span_of(page, field);
    o->signs |= NT_SIGN(DATE);
    return TRUE;
  }
  if (starts_with(field, "by ") && nt_opener_is_name(nt_str_n(field.p + 3, field.n - 3))) {
    o->byline = span_of(page, field);
    o->signs |= NT_SIGN(BYLINE);
    return TRUE;
  }
  gboolean reading_time = g_ascii_isdigit(*field.p) && field.n <= 16 && g_strstr_len(field.p, (gssize)field.n, "min");
  if (reading_time)
    return TRUE;
  if (!nt_opener_is_name(field))
    return FALSE;
  gboolean better = has_publisher_word(page, field) || o->publisher.start == o->publisher.end;
  if (better)
    o->publisher = span_of(page, field);
  o->signs |= NT_SIGN(SOURCE);
  return TRUE;
}

/* `The Post 21 minutes ago`, `The Post, 12 March 2026`, `12 March 2026, The Post`: no mark parts them. */
static gboolean read_joined(const NtPage *page, NtStr s, NtOpener *o)
{
  gboolean date_before = nt_date_may_begin(s), date_behind = nt_date_may_end(s);
  guint words = 0;
  for (gsize i = 1; i < s.n && words < MOST_NAME_WORDS && date_behind; i++) {
    if (s.p[i] != ' ')
      continue;
    words++;
    NtStr left = strip(nt_str_n(s.p, i)), right = strip(nt_str_n(s.p + i, s.n - i));
    if (nt_opener_is_name(left) && nt_date_is_whole(right) && !nt_date_is_whole(left)) {
      o->publisher = span_of(page, left);
      o->published = span_of(page, right);
      o->signs |= NT_SIGN(SOURCE) | NT_SIGN(DATE);
      return TRUE;
    }
  }
  for (gsize i = s.n; date_before && i-- > 1;) {
    if (s.p[i] != ',')
      continue;
    NtStr left = strip(nt_str_n(s.p, i)), right = strip(nt_str_n(s.p + i, s.n - i));
    if (nt_opener_is_name(right) && nt_date_is_whole(left)) {
      o->publisher = span_of(page, right);
      o->published = span_of(page, left);
      o->signs |= NT_SIGN(SOURCE) | NT_SIGN(DATE);
      return TRUE;
    }
  }
  return FALSE;
}

/* A line of fields of which one at least is a date or a byline, and the others names. */
static gboolean read_source(const NtPage *page, NtStr s, NtOpener *o)
{
  if (s.n > 160)
    return FALSE;
  NtOpener copy = *o;
  guint before = o->signs, fields = 0;
  for (gsize i = 0, from = 0; i <= s.n; i++) {
    guint mark = i < s.n ? mark_at(s, i) : 0;
    if (!mark && i < s.n)
      continue;
    fields++;
    if (!read_field(page, nt_str_n(s.p + from, i - from), &copy))
      return read_joined(page, s, o);
    from = i + mark;
    i = mark ? from - 1 : i;
  }
  if (!((copy.signs & ~before) & (NT_SIGN(DATE) | NT_SIGN(BYLINE))))
    return read_joined(page, s, o);
  if (fields == 1 && (copy.signs & ~before) == NT_SIGN(DATE) && !nt_date_is_whole(strip(s)))
    return FALSE;
  *o = copy;
  return TRUE;
}

static gboolean read_label(const NtPage *page, NtStr s, NtOpener *o)
{
  static const char *const labels[] = {"source:", "source -", "publisher:", "publication:", "published by ", "from:", "via ", "via:", "from ",
                                       "outlet:", "site:", "originally published by ", "courtesy of "};
  for (guint k = 0; k < G_N_ELEMENTS(labels); k++)
    if (starts_with(s, labels[k])) {
      NtStr name = strip(nt_str_n(s.p + strlen(labels[k]), s.n - strlen(labels[k])));
      if (read_source(page, name, o))
        return TRUE;
      if (!nt_opener_is_name(name))
        return FALSE;
      o->publisher = span_of(page, name);
      o->signs |= NT_SIGN(LABEL);
      return TRUE;
    }
  if (s.n > 2 && (*s.p == '(' || *s.p == '[') && (s.p[s.n - 1] == ')' || s.p[s.n - 1] == ']')) {
    NtStr inner = nt_str_n(s.p + 1, s.n - 2);
    if (nt_opener_is_name(inner)) {
      o->publisher = span_of(page, inner);
      o->signs |= NT_SIGN(LABEL);
      return TRUE;
    }
    return read_source(page, inner, o);
  }
  return FALSE;
}

/* `- The Post`, where a line above says `The Post`, or nothing else names the publisher. */
static gboolean read_echo(const NtPage *page, NtStr s, NtOpener *o)
{
  gsize i = 0;
  while (i < s.n && (strchr("- ", s.p[i]) || (s.n - i >= 3 && memcmp(s.p + i, "—", 3) == 0) || (s.n - i >= 3 && memcmp(s.p + i, "–", 3) == 0)))
    i += s.p[i] == '-' || s.p[i] == ' ' ? 1 : 3;
  NtStr name = nt_str_n(s.p + i, s.n - i);
  if (!i || !nt_opener_is_name(name))
    return FALSE;
  o->publisher = span_of(page, name);
  o->signs |= NT_SIGN(ECHO);
  return TRUE;
}

/* `By Ana Silva, The Post` says both. */
static void read_byline(const NtPage *page, NtStr s, NtOpener *o)
{
  const char *comma = memrchr(s.p, ',', s.n);
  NtStr behind = comma ? strip(nt_str_n(comma, s.n - (gsize)(comma - s.p))) : (NtStr){0};
  if (nt_opener_is_name(behind) && has_publisher_word(page, behind)) {
    o->publisher = span_of(page, behind);
    o->signs |= NT_SIGN(SOURCE);
    s.n = (gsize)(comma - s.p);
  }
  o->byline = span_of(page, s);
  o->signs |= NT_SIGN(BYLINE);
}

gboolean nt_opener_label(const NtPage *page, guint line, NtSpan *publisher)
{
  NtOpener o = {0};
  if (!read_label(page, nt_page_line(page, line), &o) || nt_span_is_empty(o.publisher))
    return FALSE;
  *publisher = o.publisher;
  return TRUE;
}

/* ---- going up ---- */

static double like_headline(const NtPage *page, guint line)
{
  const NtLine *l = &page->lines.v[line];
  return (l->words >= 4) + (l->words >= 6) + (l->is[NT_LINE_IS_SMALL] >= 30) + 0.5 * (l->is[NT_LINE_IS_FUNCTION] > 0) - (l->words < 3);
}

static double like_publisher(const NtPage *page, guint line)
{
  NtStr s = nt_page_line(page, line);
  if (!nt_opener_is_name(s))
    return -9;
  return 1 + 2 * has_publisher_word(page, s) + 0.5 * (page->lines.v[line].words <= 3);
}

/* Which of the open lines, from the text up, is the headline and which the publisher. */
static void assign(const NtPage *page, const guint *open, guint n, NtOpener *o)
{
  gboolean named = o->publisher.start < o->publisher.end;
  double best = -99;
  guint publisher = NT_NO_LINE;
  for (guint h = 0; h < n; h++) {
    if (!nt_opener_is_headline(page, open[h]))
      continue;
    double alone = like_headline(page, open[h]) + 0.1 * h;
    if (alone > best) {
      best = alone;
      o->headline_line = open[h];
      publisher = NT_NO_LINE;
    }
    for (guint p = 0; !named && p < n; p++) {
      double both = like_headline(page, open[h]) + like_publisher(page, open[p]);
      if (p != h && both > best + 0.5) {
        best = both;
        o->headline_line = open[h];
        publisher = open[p];
      }
    }
  }
  if (o->headline_line != NT_NO_LINE && page->lines.v[o->headline_line].words < 4 &&
      nt_opener_is_name(nt_page_line(page, o->headline_line)))
    o->headline_line = NT_NO_LINE; /* somebody's comment */
  if (publisher != NT_NO_LINE) {
    o->publisher = page->lines.v[publisher].span;
    o->signs |= NT_SIGN(NAME);
    if (has_publisher_word(page, nt_page_line(page, publisher)))
      o->signs |= NT_SIGN(PUBLISHER_WORD);
  }
}

static gboolean is_publisher_behind(const NtPage *page, NtStr s, gboolean dated)
{
  return nt_opener_is_name(s) && (dated || has_publisher_word(page, s));
}

gboolean nt_opener_part_headline(const NtPage *page, gboolean dated, NtSpan *headline, NtSpan *publisher)
{
  NtStr s = nt_span_of(*headline, page->text), head = {0}, tail = {0};
  const char *open = s.n > 12 && s.p[s.n - 1] == ')' ? g_strrstr_len(s.p, (gssize)s.n, "(") : NULL;
  if (open && open > s.p + 10) {
    head = nt_str_n(s.p, (gsize)(open - s.p));
    tail = nt_str_n(open + 1, s.n - head.n - 2);
  }
  for (gsize i = s.n; !open && !head.n && i-- > 12;) {
    guint mark = mark_at(s, i);
    if (mark && i + mark < s.n) {
      head = nt_str_n(s.p, i);
      tail = nt_str_n(s.p + i + mark, s.n - i - mark);
    }
  }
  if (!head.n || !is_publisher_behind(page, tail = strip(tail), dated))
    return FALSE;
  *headline = span_of(page, strip(head));
  *publisher = span_of(page, tail);
  return TRUE;
}

/* `=== Headline ===`, `Title: Headline`, `[The Post] Headline`, `3 May 2026 - Headline`. */
static void trim_headline(const NtPage *page, NtOpener *o)
{
  static const char *const labels[] = {"title:", "headline:"};
  NtStr s = nt_span_of(o->headline, page->text);
  while (s.n > 4 && strchr("=*_#~ ", *s.p))
    s.p++, s.n--;
  while (s.n > 4 && strchr("=*_#~ ", s.p[s.n - 1]))
    s.n--;
  for (guint k = 0; k < G_N_ELEMENTS(labels); k++)
    if (starts_with(s, labels[k]) && s.n > 20)
      s = strip(nt_str_n(s.p + strlen(labels[k]), s.n - strlen(labels[k])));
  const char *close = *s.p == '[' ? memchr(s.p, ']', s.n) : NULL;
  if (close && s.n - (gsize)(close - s.p) > 12 && nt_opener_is_name(nt_str_n(s.p + 1, (gsize)(close - s.p) - 1))) {
    o->publisher = nt_span_is_empty(o->publisher) ? span_of(page, nt_str_n(s.p + 1, (gsize)(close - s.p) - 1)) : o->publisher;
    o->signs |= NT_SIGN(LABEL);
    s = strip(nt_str_n(close + 1, s.n - (gsize)(close - s.p) - 1));
  }
  for (gsize i = 4; i < MIN(s.n, 40); i++) {
    guint mark = mark_at(s, i);
    NtStr date = mark ? strip(nt_str_n(s.p, i)) : (NtStr){0};
    if (!mark || !nt_date_is_whole(date) || s.n - i < 12)
      continue;
    o->published = nt_span_is_empty(o->published) ? span_of(page, date) : o->published;
    o->signs |= NT_SIGN(DATE);
    s = strip(nt_str_n(s.p + i, s.n - i));
    break;
  }
  o->headline = span_of(page, s);
}

static void finish_headline(const NtPage *page, NtOpener *o)
{
  NtLine *l = &page->lines.v[o->headline_line];
  NtStr s = nt_page_line(page, o->headline_line);
  gboolean numbered;
  gsize prefix = prefix_of(s, &numbered);
  o->headline = l->span;
  o->headline.start += (guint32)prefix;
  if (numbered) {
    o->signs |= NT_SIGN(NUMBERED);
    o->number = (guint)g_ascii_strtoull(s.p + (*s.p == '('), NULL, 10);
  } else if (prefix) {
    o->signs |= NT_SIGN(BULLET);
  }
  trim_headline(page, o);
  if (l->words >= 4 && l->is[NT_LINE_IS_CAPITALS] >= 60)
    o->signs |= NT_SIGN(CAPITALS);
  gboolean dated = (o->signs & (NT_SIGN(DATE) | NT_SIGN(BYLINE))) != 0;
  if (nt_span_is_empty(o->publisher) && nt_opener_part_headline(page, dated, &o->headline, &o->publisher))
    o->signs |= NT_SIGN(SOURCE);
}

static void look_above(const NtPage *page, guint text, NtOpener *o)
{
  guint open[MOST_OPEN], n = 0, dates = 0, skipped = 0;
  *o = (NtOpener){.first = text, .text = text, .headline_line = NT_NO_LINE, .byline_line = NT_NO_LINE};
  for (guint i = text; i-- > 0 && text - i <= LINES_UP;) {
    const NtLine *l = &page->lines.v[i];
    NtStr s = nt_page_line(page, i);
    guint before = o->signs;
    NtSpan of_above;
    if (n && l->blanks < page->lines.v[i + 1].blanks && i > 0 && is_text(page, i - 1) && nt_opener_label(page, i, &of_above))
      break; /* `Source: The Post` right below the text above */
    if (l->kind == NT_LINE_KIND_END)
      o->signs |= n ? NT_SIGN(BEHIND_END) : 0;
    if (is_text(page, i) || l->kind == NT_LINE_KIND_END)
      break;
    if (is_rule_line(s)) {
      if (!n)
        return;
      o->signs |= NT_SIGN(RULE);
      o->first = i;
      break;
    }
    gboolean labelled = l->kind == NT_LINE_KIND_FURNITURE && read_label(page, s, o);
    if (!labelled && (l->kind == NT_LINE_KIND_FURNITURE || l->kind == NT_LINE_KIND_CAPTION)) {
      if (n || ++skipped > 3)
        break;
      continue;
    }
    gboolean known = labelled || l->kind == NT_LINE_KIND_BYLINE || (read_source(page, s, o) || read_label(page, s, o) || read_echo(page, s, o));
    if (l->kind == NT_LINE_KIND_BYLINE && !read_source(page, s, o))
      read_byline(page, s, o);
    if (o->signs & ~before & NT_SIGN(BYLINE))
      o->byline_line = i;
    if (!known && l->kind == NT_LINE_KIND_AGE) {
      o->published = o->published.start == o->published.end ? l->span : o->published;
      o->signs |= NT_SIGN(DATE);
      known = TRUE;
    }
    dates += known && nt_date_is_whole(strip(s));
    if (dates > 2)
      return; /* a list of dates */
    if (!known) {
      if (n == MOST_OPEN || l->is[NT_LINE_IS_WORDS] > 45)
        break;
      open[n++] = i;
    } else if (n && skipped) {
      break;
    }
    o->first = i;
    if (l->blanks >= 2) {
      if (n)
        o->signs |= NT_SIGN(SPACE);
      if (n)
        break;
    }
  }
  assign(page, open, n, o);
  if (o->headline_line != NT_NO_LINE)
    finish_headline(page, o);
}

gboolean nt_opener_above(NtPage *page, guint text, NtOpener *o)
{
  guint i = page->openers.n; /* asked for from top to bottom, but for the lead's */
  while (i && page->openers.v[i - 1]->text > text)
    i--;
  if (i && page->openers.v[i - 1]->text == text) {
    *o = *page->openers.v[i - 1];
  } else {
    look_above(page, text, o);
    NtOpener *known = nt_arena_new_array(page->arena, NtOpener, 1);
    *known = *o;
    *nt_vec_push(page->arena, &page->openers) = known;
  }
  return o->headline_line != NT_NO_LINE;
}

/* ---- the page ---- */

static gboolean has_dateline(const NtPage *page, guint line)
{
  NtStr place;
  return nt_layouts_dateline(page->layouts, page->room, nt_page_line(page, line), &place) > 0;
}

/* Which signs make two openers alike: not what one of many may lack. */
#define SHAPE (~(NT_SIGN(SPACE) | NT_SIGN(RULE) | NT_SIGN(BEHIND_END) | NT_SIGN(PUBLISHER_WORD) | NT_SIGN(DATELINE)))

static double weigh(const NtPage *page, const NtOpener *openers, guint n, guint at)
{
  const NtOpener *o = &openers[at];
  double sum = 0;
  guint alike = 0;
  for (guint sign = 0; sign < NT_N_OPENER_SIGNS; sign++)
    if (o->signs >> sign & 1)
      sum += nt_layouts_opener(page->layouts, (NtOpenerSign)sign);
  /* On a page of one line any short sentence before a long one is alike any other. */
  gboolean bare = !o->signs && page->lines.v[o->text].set == NT_LINE_SET_PIECES;
  for (guint i = at > 20 ? at - 20 : 0; !bare && i < n && i < at + 20; i++)
    alike += i != at && ((openers[i].signs ^ o->signs) & SHAPE) == 0 && (!o->number || openers[i].number != o->number);
  sum += alike ? nt_layouts_opener(page->layouts, NT_SIGN_AGAIN) : 0;
  sum += alike >= 2 ? nt_layouts_opener(page->layouts, NT_SIGN_OFTEN) : 0;
  gboolean first_alike = ((openers[0].signs ^ o->signs) & SHAPE) == 0 && openers[0].first == 0;
  return sum + (first_alike && alike ? nt_layouts_opener(page->layouts, NT_SIGN_FROM_TOP) : 0);
}

/* Words of text below opener `at`, down to the next. */
static guint words_below(NtPage *page, const NtOpener *openers, guint n, guint at)
{
  guint body, body_end, words = 0, end = at + 1 < n ? openers[at + 1].first : page->lines.n;
  if (nt_page_find_text(page, openers[at].text, end, &body, &body_end))
    for (guint i = body; i < body_end; i++)
      words += page->lines.v[i].text ? page->lines.v[i].words : 0;
  return words;
}

/* Inside the text of an article headings stand too: there, something must say where the article comes from, or else much more. */
#define SOURCE_SIGNS \
  (NT_SIGN(DATE) | NT_SIGN(BYLINE) | NT_SIGN(SOURCE) | NT_SIGN(ECHO) | NT_SIGN(LABEL) | NT_SIGN(DATELINE))

NtOpener *nt_openers_find(NtPage *page, guint *n)
{
  NT_VEC(NtOpener) found = {0};
  guint body, body_end, kept = 0, last = 0;
  for (guint i = 1; i < page->lines.n; i++) {
    NtOpener o;
    if (!is_text(page, i) || is_text(page, i - 1) || !nt_opener_above(page, i, &o))
      continue;
    if (has_dateline(page, i))
      o.signs |= NT_SIGN(DATELINE);
    *nt_vec_push(page->arena, &found) = o;
  }
  gboolean has_body = nt_page_find_text(page, 0, page->lines.n, &body, &body_end);
  for (guint i = 0; i < found.n; i++)
    found.v[i].sum = weigh(page, found.v, found.n, i);
  for (guint i = 0; i < found.n; i++) {
    gboolean inside = has_body && found.v[i].text > body && found.v[i].text < body_end && !(found.v[i].signs & SOURCE_SIGNS);
    double least = nt_layouts_threshold(page->layouts, inside ? NT_THRESHOLD_OPENER_INSIDE : NT_THRESHOLD_OPENER);
    if (found.v[i].sum >= least)
      found.v[kept++] = found.v[i];
  }
  for (guint i = 0; i < kept; i++)
    if (words_below(page, found.v, kept, i) >= nt_layouts_threshold(page->layouts, NT_THRESHOLD_ARTICLE_WORDS))
      found.v[last++] = found.v[i];
  *n = last;
  return found.v;
}
