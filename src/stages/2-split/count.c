/* Nearly all words are letters and digits of ASCII, and end where their token ends: what is counted of them is known from that. Other words
 * (`don't`, `well-known`, `café`) and marks are gone through character by character. */
#include "count.h"

#define TITLE_LETTERS 4u /* of a word that counts */

/* ---- words of the page's first line ---- */

static gboolean is_title_word(const NtTitle *title, guint64 hash)
{
  if (G_LIKELY(!(title->bits[hash >> 6 & 63] >> (hash & 63) & 1)))
    return FALSE;
  for (guint i = 0; i < title->n; i++)
    if (title->hashes[i] == hash)
      return TRUE;
  return FALSE;
}

static void add_title_word(NtTitle *title, guint64 hash)
{
  title->bits[hash >> 6 & 63] |= G_GUINT64_CONSTANT(1) << (hash & 63);
  title->hashes[title->n++] = hash;
}

/* ---- words ---- */

/* Of ASCII bytes. */
enum { LETTER = 1, NUMERAL = 2, IN_WORD = LETTER | NUMERAL, CAPITAL = 4, GOES_ON = 8 };
static const guint8 class_of[256] = {
  ['a' ... 'z'] = LETTER, ['A' ... 'Z'] = LETTER | CAPITAL, ['0' ... '9'] = NUMERAL,
  ['\''] = GOES_ON, ['-'] = GOES_ON, [0x80 ... 0xFF] = GOES_ON,
};

typedef struct {
  NtLineCount n;
  guint shapes[NT_SHAPE_OTHER + 1]; /* of plain words */
  const NtLineWeights *weights;
  const NtTitle *title;
  const char *text; /* of the page */
  NtStr line;
  /* the word at hand, where it is gone through */
  gboolean in_word, all_capitals, quoted; /* `quoted`: ’ stands in it, which is no part of it */
  guint letters;
  gsize start;
} Counter;

static inline void count_lists(Counter *c, guint64 hash, guint letters)
{
  c->n.title += letters >= TITLE_LETTERS && is_title_word(c->title, hash);
  guint lists = nt_line_weights_word(c->weights, hash);
  c->n.function += lists >> NT_LINE_WORD_FUNCTION & 1;
  if (G_LIKELY(!(lists & ~(1u << NT_LINE_WORD_FUNCTION))))
    return;
  c->n.site += lists >> NT_LINE_WORD_SITE & 1;
  c->n.speech += lists >> NT_LINE_WORD_SPEECH & 1;
  c->n.credit += lists >> NT_LINE_WORD_CREDIT & 1;
  c->n.you += lists >> NT_LINE_WORD_YOU & 1;
}

static gboolean is_all_capitals(const char *p, gsize n)
{
  for (gsize i = 0; i < n; i++)
    if (!(class_of[(guchar)p[i]] & CAPITAL))
      return FALSE;
  return TRUE;
}

static guint64 hash_without_quotes(NtStr word)
{
  char rest[64];
  gsize used = 0;
  for (gsize i = 0; i < word.n && used < sizeof rest;)
    if (word.n - i >= 3 && memcmp(word.p + i, "’", 3) == 0)
      i += 3;
    else
      rest[used++] = word.p[i++];
  return nt_line_word_hash(nt_str_n(rest, used));
}

static void start_word(Counter *c, gsize at, gboolean small, gboolean digit)
{
  c->in_word = TRUE;
  c->quoted = FALSE;
  c->start = at;
  c->letters = 0;
  c->all_capitals = !digit;
  c->n.words++;
  c->n.small += small;
  c->n.numbers += digit;
}

static void end_word(Counter *c, gsize at)
{
  if (!c->in_word)
    return;
  NtStr word = nt_str_n(c->line.p + c->start, at - c->start);
  c->in_word = FALSE;
  c->n.capitals += c->all_capitals && c->letters >= 2;
  count_lists(c, c->quoted ? hash_without_quotes(word) : nt_line_word_hash(word), c->letters);
}

/* ---- character by character ---- */

/* Words of scripts without spaces are counted as two characters each, in small letters. */
static gboolean is_spaceless(gunichar c)
{
  return (c >= 0x3040 && c <= 0x30FF) || (c >= 0x3400 && c <= 0x9FFF);
}

static void count_wide(Counter *c, gsize at, gunichar wide)
{
  if (wide == 0x2019 && c->in_word) {
    c->n.quotes++;
    c->quoted = TRUE;
    return;
  }
  if (is_spaceless(wide)) {
    if (c->in_word && c->letters++ % 2 == 0)
      return;
    end_word(c, at);
    start_word(c, at, TRUE, FALSE);
    c->all_capitals = FALSE;
    return;
  }
  if (g_unichar_isalnum(wide) || g_unichar_ismark(wide)) {
    gboolean upper = g_unichar_isupper(wide);
    if (!c->in_word)
      start_word(c, at, !upper, FALSE);
    c->all_capitals &= upper;
    c->letters++;
    return;
  }
  end_word(c, at);
  c->n.quotes += wide >= 0x2018 && wide <= 0x201F;
  c->n.bars += wide == 0x2022 || wide == 0xB7 || wide == 0xBB || wide == 0x203A || (wide >= 0x2190 && wide <= 0x27BF);
  c->n.commas += wide == 0x3001;
  c->n.sentences += wide == 0x3002;
}

/* The ASCII letters and digits from `i` on; where they end. */
static gsize take_letters(Counter *c, gsize i)
{
  gsize from = i;
  while (i < c->line.n && class_of[(guchar)c->line.p[i]] & IN_WORD)
    i++;
  c->letters += (guint)(i - from);
  c->all_capitals = c->all_capitals && is_all_capitals(c->line.p + from, i - from);
  return i;
}

/* An ASCII byte that is no letter, digit or space. */
static void count_mark(Counter *c, gsize i)
{
  NtStr line = c->line;
  char mark = line.p[i];
  if ((mark == '\'' || mark == '-') && c->in_word)
    return;
  end_word(c, i);
  c->n.address |= mark == '.' && i >= 3 && memcmp(line.p + i - 3, "www", 3) == 0;
  if (mark == '.' || mark == '!' || mark == '?')
    c->n.sentences += nt_line_ends_inside(line, i);
  c->n.commas += mark == ',';
  c->n.quotes += mark == '"' || mark == '\'';
  c->n.bars += mark == '|' || mark == '>' || mark == '\t' || mark == '*';
  c->n.address |= mark == '@' || (mark == ':' && i + 2 < line.n && line.p[i + 1] == '/' && line.p[i + 2] == '/');
}

/* What stands at `i`; where the next begins. */
static gsize count_next(Counter *c, gsize i)
{
  char byte = c->line.p[i];
  guint8 class = class_of[(guchar)byte];
  if (class & IN_WORD) {
    if (!c->in_word)
      start_word(c, i, class == LETTER, class == NUMERAL);
    return take_letters(c, i);
  }
  if ((guchar)byte >= 0x80) {
    guint length;
    count_wide(c, i, nt_utf8_at(c->line.p + i, &length));
    return i + length;
  }
  if (byte == ' ')
    end_word(c, i);
  else
    count_mark(c, i);
  return i + 1;
}

/* ---- plain words ---- */

/* The token is all that a reader of characters would take for the word, before which none is at hand. `next` stands behind it. */
static inline gboolean is_plain(const NtToken *t, char next)
{
  return nt_is_plain(t) && !(class_of[(guchar)next] & GOES_ON);
}

/* The plain words from byte `at` of the text on, as long as no more than a space stands between them; where they end. */
static inline guint32 count_plain_words(Counter *c, guint32 at, guint32 stop, const NtToken **token, const NtToken *last)
{
  const char *p = c->text;
  const NtToken *t = *token;
  for (; t < last && t->start == at && t->end <= stop; t++) {
    char next = t->end < stop ? p[t->end] : ' ';
    if (!is_plain(t, next))
      break;
    at = t->end + (next == ' ');
    c->shapes[t->shape]++;
    if (G_UNLIKELY(t->shape == NT_SHAPE_UPPER))
      c->n.capitals += is_all_capitals(p + t->start, t->end - t->start);
    count_lists(c, t->hash, t->end - t->start);
  }
  *token = t;
  return MIN(at, stop);
}

NtLineCount nt_line_count(const NtLineWeights *weights, const NtTitle *title, NtStr text, NtSpan span, const NtTokens *tokens, guint32 *token)
{
  Counter c = {.weights = weights, .title = title, .text = text.p, .line = nt_span_of(span, text)};
  const NtToken *t = tokens->v + *token, *last = tokens->v + tokens->n;
  for (guint32 at = span.start; at < span.end;) {
    while (t < last && t->start < at)
      t++;
    guint32 end = c.in_word ? at : count_plain_words(&c, at, span.end, &t, last);
    at = end > at ? end : span.start + (guint32)count_next(&c, at - span.start);
  }
  end_word(&c, c.line.n);
  for (guint shape = 0; shape < G_N_ELEMENTS(c.shapes); shape++)
    c.n.words += c.shapes[shape];
  c.n.small += c.shapes[NT_SHAPE_LOWER] + c.shapes[NT_SHAPE_MIXED];
  c.n.numbers += c.shapes[NT_SHAPE_NUMBER];
  *token = (guint32)(t - tokens->v);
  return c.n;
}

/* ---- the page's first line ---- */

void nt_title_read(NtTitle *title, NtStr text, NtSpan span, const NtTokens *tokens)
{
  NtStr line = nt_span_of(span, text);
  const NtToken *t = tokens->v, *last = tokens->v + tokens->n;
  gsize start = 0, n = MIN(line.n, NT_TITLE_BYTES);
  for (gsize i = 0; i <= n; i++) {
    while (t < last && t->start < span.start + i)
      t++;
    gsize end = t < last && t->start == span.start + i ? t->end - span.start : 0;
    if (i == start && end && end <= n && is_plain(t, end < line.n ? line.p[end] : ' ')) {
      if (end - i >= TITLE_LETTERS)
        add_title_word(title, t->hash);
      i = start = end;
    }
    char c = i < line.n ? line.p[i] : ' ';
    if (g_ascii_isalnum(c) || (guchar)c >= 0x80 || ((c == '\'' || c == '-') && i > start))
      continue;
    if (i - start >= TITLE_LETTERS)
      add_title_word(title, nt_line_word_hash(nt_str_n(line.p + start, i - start)));
    start = i + 1;
  }
}
