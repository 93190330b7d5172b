/* What speaks for each line being running text. A feature is a number from 0 to 100 (knowledge/lineweights.h); what each value of each
 * is worth has been added up before, so that a line costs one look into a table for each feature. */
#include "page.h"

#include "article/dates.h"
#include "base/hash.h"

typedef struct {
  guint words, small, function, site, speech, credit, you, sentences, commas, numbers, capitals, quotes, bars;
  guint title;      /* words of the page's first line */
  gboolean address;
  /* the word at hand */
  gboolean in_word, all_capitals;
  guint letters;
  guint32 hash;
} Count;

/* Of ASCII bytes. CAPITAL is the bit that tells a capital from its small letter. */
enum { LETTER = 1, NUMERAL = 2, IN_WORD = LETTER | NUMERAL, CAPITAL = 0x20 };
static const guint8 class_of[256] = {
  ['a' ... 'z'] = LETTER, ['A' ... 'Z'] = LETTER | CAPITAL, ['0' ... '9'] = NUMERAL,
};

#define TITLE_BITS 4096u
/* Words of the page's first line, as a set of bits by hash. */
typedef struct {
  guint64 bits[TITLE_BITS / 64];
} Title;

static gboolean is_title_word(const Title *title, guint32 hash)
{
  hash ^= hash >> 15;
  return title->bits[hash % TITLE_BITS / 64] >> (hash % 64) & 1;
}

static inline void end_word(const NtLineWeights *weights, const Title *title, Count *n)
{
  if (!n->in_word)
    return;
  n->in_word = FALSE;
  n->capitals += n->all_capitals && n->letters >= 2;
  n->title += n->letters >= 4 && is_title_word(title, n->hash);
  guint lists = nt_line_weights_word(weights, n->hash);
  if (!lists)
    return;
  n->function += lists >> NT_LINE_WORD_FUNCTION & 1;
  n->site += lists >> NT_LINE_WORD_SITE & 1;
  n->speech += lists >> NT_LINE_WORD_SPEECH & 1;
  n->credit += lists >> NT_LINE_WORD_CREDIT & 1;
  n->you += lists >> NT_LINE_WORD_YOU & 1;
}

static void start_word(Count *n, gboolean small, gboolean digit)
{
  n->in_word = TRUE;
  n->words++;
  n->small += small;
  n->numbers += digit;
  n->letters = 0;
  n->all_capitals = !digit;
  n->hash = NT_LINE_WORD_HASH;
}

/* Words of scripts without spaces are counted as two characters each, in small letters. */
static gboolean is_spaceless(gunichar c)
{
  return (c >= 0x3040 && c <= 0x30FF) || (c >= 0x3400 && c <= 0x9FFF);
}

static void count_wide(const NtLineWeights *weights, const Title *title, Count *n, gunichar c, const char *p, guint length)
{
  if (c == 0x2019 && n->in_word) {
    n->quotes++;
    return;
  }
  if (is_spaceless(c)) {
    if (n->in_word && n->letters++ % 2 == 0)
      return;
    end_word(weights, title, n);
    start_word(n, TRUE, FALSE);
    n->all_capitals = FALSE;
    return;
  }
  if (g_unichar_isalnum(c) || g_unichar_ismark(c)) {
    gboolean upper = g_unichar_isupper(c);
    if (!n->in_word)
      start_word(n, !upper, FALSE);
    n->all_capitals &= upper;
    n->letters++;
    for (guint k = 0; k < length; k++)
      n->hash = nt_line_word_hash(n->hash, p[k]);
    return;
  }
  end_word(weights, title, n);
  n->quotes += c >= 0x2018 && c <= 0x201F;
  n->bars += c == 0x2022 || c == 0xB7 || c == 0xBB || c == 0x203A || (c >= 0x2190 && c <= 0x27BF);
  n->commas += c == 0x3001;
  n->sentences += c == 0x3002;
}

/* The ASCII letters and digits from `i` on; where they end. */
static inline gsize take_letters(Count *n, NtStr line, gsize i)
{
  gsize from = i;
  guint32 hash = n->hash;
  guint8 class = CAPITAL;
  for (guint8 c; i < line.n && (c = class_of[(guchar)line.p[i]]) & IN_WORD; i++) {
    class &= c;
    hash = nt_line_word_step(hash, (guchar)line.p[i] | (c & CAPITAL));
  }
  n->letters += (guint)(i - from);
  n->hash = hash;
  n->all_capitals = n->all_capitals && class & CAPITAL;
  return i;
}

/* An ASCII byte that is no letter, digit or space. */
static void count_mark(const NtLineWeights *weights, const Title *title, NtStr line, gsize i, Count *n)
{
  char c = line.p[i];
  if ((c == '\'' || c == '-') && n->in_word) {
    n->hash = nt_line_word_hash(n->hash, c);
    return;
  }
  end_word(weights, title, n);
  n->address |= c == '.' && i >= 3 && memcmp(line.p + i - 3, "www", 3) == 0;
  if (c == '.' || c == '!' || c == '?')
    n->sentences += nt_line_ends_inside(line, i);
  n->commas += c == ',';
  n->quotes += c == '"' || c == '\'';
  n->bars += c == '|' || c == '>' || c == '\t' || c == '*';
  n->address |= c == '@' || (c == ':' && i + 2 < line.n && line.p[i + 1] == '/' && line.p[i + 2] == '/');
}

static void count(const NtLineWeights *weights, const Title *title, NtStr line, Count *n)
{
  for (gsize i = 0; i < line.n;) {
    char c = line.p[i];
    guint8 class = class_of[(guchar)c];
    if (class & IN_WORD) {
      if (!n->in_word)
        start_word(n, class == LETTER, class == NUMERAL);
      i = take_letters(n, line, i);
    } else if (c == ' ') {
      end_word(weights, title, n);
      i++;
    } else if ((guchar)c >= 0x80) {
      guint length;
      gunichar wide = nt_utf8_at(line.p + i, &length);
      count_wide(weights, title, n, wide, line.p + i, length);
      i += length;
    } else {
      count_mark(weights, title, line, i, n);
      i++;
    }
  }
  end_word(weights, title, n);
}

static gboolean ends_with(NtStr line, const char *what)
{
  gsize n = strlen(what);
  return line.n >= n && memcmp(line.p + line.n - n, what, n) == 0;
}

static guint8 cut(guint n)
{
  return (guint8)MIN(n, NT_MOST_FEATURE);
}

static guint8 per_cent(guint part, guint whole)
{
  return whole ? cut((100 * part + whole / 2) / whole) : 0;
}

static void note_start(NtStr line, guint8 *is)
{
  guint length;
  gunichar c = nt_utf8_at(line.p, &length);
  gboolean quote = c == '"' || c == '\'' || (c >= 0x2018 && c <= 0x201F) || c == '(' || c == '[' || c == '$';
  is[NT_LINE_IS_STARTS_SMALL] = g_unichar_islower(c) ? 1 : 0;
  is[NT_LINE_IS_STARTS_NUMBER] = g_unichar_isdigit(c) ? 1 : 0;
  is[NT_LINE_IS_STARTS_MARK] = !quote && !g_unichar_isalnum(c) ? 1 : 0;
}

static void note_end(NtStr line, guint8 *is)
{
  is[NT_LINE_IS_ENDS_SENTENCE] = nt_line_ends_sentence(line) || ends_with(line, "。") ? 1 : 0;
  gboolean is_cut = ends_with(line, "…") || ends_with(line, "...") || ends_with(line, "…]") || ends_with(line, "...]");
  is[NT_LINE_IS_ENDS_CUT] = is_cut ? 1 : 0;
  is[NT_LINE_IS_ENDS_COLON] = ends_with(line, ":") ? 1 : 0;
}

static NtLineKind kind_of(const NtPage *page, NtStr line, NtLine *l)
{
  static const struct {
    NtLinePattern pattern;
    NtLineKind kind;
    NtLineFeature feature;
  } known[] = {
    {NT_LINE_END, NT_LINE_KIND_END, NT_LINE_IS_END},
    {NT_LINE_AGE, NT_LINE_KIND_AGE, NT_LINE_IS_AGE},
    {NT_LINE_BYLINE, NT_LINE_KIND_BYLINE, NT_LINE_IS_BYLINE},
    {NT_LINE_CAPTION, NT_LINE_KIND_CAPTION, NT_LINE_IS_CAPTION},
    {NT_LINE_FURNITURE, NT_LINE_KIND_FURNITURE, NT_LINE_IS_FURNITURE},
  };
  static const NtLinePattern order[] = {NT_LINE_END, NT_LINE_AGE, NT_LINE_BYLINE, NT_LINE_CAPTION, NT_LINE_FURNITURE};
  /* Long lines can only be of the last two kinds; and a caption has a word that says so. */
  NtLinePattern asked[NT_N_LINE_PATTERNS];
  guint n = 0;
  for (guint i = line.n > 160 ? 3 : 0; i < G_N_ELEMENTS(order); i++)
    if (order[i] != NT_LINE_CAPTION || l->is[NT_LINE_IS_CREDIT])
      asked[n++] = order[i];
  int found = nt_layouts_line_kind(page->layouts, page->room, line, asked, n);
  for (guint i = 0; found >= 0 && i < G_N_ELEMENTS(known); i++)
    if ((int)known[i].pattern == found) {
      l->is[known[i].feature] = 1;
      return known[i].kind;
    }
  if (l->words <= 16 && nt_date_is_whole(line)) {
    l->is[NT_LINE_IS_AGE] = 1;
    return NT_LINE_KIND_AGE;
  }
  double prose = nt_layouts_threshold(page->layouts, NT_THRESHOLD_PROSE_LINE);
  gboolean ends = l->is[NT_LINE_IS_ENDS_SENTENCE];
  if ((double)line.n >= prose && l->words >= 8 && (ends || l->is[NT_LINE_IS_SENTENCES] > 0))
    return NT_LINE_KIND_PROSE;
  if ((double)line.n >= prose * 3 && l->words >= 25)
    return NT_LINE_KIND_PROSE;
  return ends && l->words >= 3 ? NT_LINE_KIND_SENTENCE : NT_LINE_KIND_SHORT;
}

static void measure_line(NtPage *page, NtLine *l, const Title *title)
{
  NtStr line = nt_span_of(l->span, page->text);
  Count n = {0};
  count(nt_layouts_weights(page->layouts), title, line, &n);
  guint8 *is = l->is;
  l->words = n.words;
  note_start(line, is);
  note_end(line, is);
  is[NT_LINE_IS_WORDS] = cut(n.words);
  is[NT_LINE_IS_SMALL] = per_cent(n.small, n.words);
  is[NT_LINE_IS_FUNCTION] = per_cent(n.function, n.words);
  is[NT_LINE_IS_SITE] = cut(n.site);
  is[NT_LINE_IS_SPEECH] = cut(n.speech);
  is[NT_LINE_IS_CREDIT] = cut(n.credit);
  is[NT_LINE_IS_YOU] = cut(n.you);
  is[NT_LINE_IS_SENTENCE_WORDS] = is[NT_LINE_IS_ENDS_SENTENCE] ? cut(n.words) : 0;
  is[NT_LINE_IS_SENTENCES] = cut(n.sentences + is[NT_LINE_IS_ENDS_SENTENCE]);
  is[NT_LINE_IS_COMMAS] = per_cent(n.commas, n.words);
  is[NT_LINE_IS_NUMBERS] = per_cent(n.numbers, n.words);
  is[NT_LINE_IS_CAPITALS] = per_cent(n.capitals, n.words);
  is[NT_LINE_IS_QUOTES] = cut(n.quotes);
  is[NT_LINE_IS_BARS] = cut(n.bars);
  is[NT_LINE_IS_ADDRESS] = n.address ? 1 : 0;
  is[NT_LINE_IS_TITLE] = cut(n.title);
  l->kind = kind_of(page, line, l);
}

/* ---- the page ---- */

#define TITLE_BYTES 160u

static void find_title(NtPage *page, Title *title)
{
  NtStr line = nt_page_line(page, 0);
  guint32 hash = NT_LINE_WORD_HASH;
  guint letters = 0;
  for (gsize i = 0; i <= MIN(line.n, TITLE_BYTES); i++) {
    char c = i < line.n ? line.p[i] : ' ';
    if (g_ascii_isalnum(c) || (guchar)c >= 0x80 || ((c == '\'' || c == '-') && letters)) {
      hash = nt_line_word_hash(hash, c);
      letters++;
      continue;
    }
    if (letters >= 4) {
      guint32 bit = hash ^ hash >> 15;
      title->bits[bit % TITLE_BITS / 64] |= G_GUINT64_CONSTANT(1) << (bit % 64);
    }
    hash = NT_LINE_WORD_HASH;
    letters = 0;
  }
}

/* Lines that stand on the page more than once: by hash, in a table of their number's next power of two. */
static void find_repeated(NtPage *page)
{
  guint size = 16;
  while (size < 2 * page->lines.n)
    size *= 2;
  struct {
    guint64 hash;
    guint n;
  } *table = g_malloc0(size * sizeof *table);
  guint *slots = nt_arena_new_array(page->arena, guint, page->lines.n);
  for (guint i = 0; i < page->lines.n; i++) {
    NtStr line = nt_page_line(page, i);
    guint64 hash = nt_hash_much(line.p, line.n);
    guint slot = (guint)hash & (size - 1);
    while (table[slot].n && table[slot].hash != hash)
      slot = (slot + 1) & (size - 1);
    table[slot].hash = hash;
    table[slot].n++;
    slots[i] = slot;
  }
  for (guint i = 0; i < page->lines.n; i++)
    page->lines.v[i].is[NT_LINE_IS_REPEATED] = cut(table[slots[i]].n - 1);
  g_free(table);
}

/* How much less a line counts from line to line. */
#define FADE 0.7
#define TITLE_FADE 0.9

typedef struct {
  double title, date, end;
} Above;

/* A line below the first that says it again: the headline above the text. */
static gboolean repeats_title(const NtLine *l, guint number)
{
  guint words = l->is[NT_LINE_IS_TITLE];
  return number && words >= 3 && words * 2 >= l->words;
}

static guint8 share_of(double part)
{
  return (guint8)(NT_MOST_FEATURE * part + 0.5);
}

static void note_neighbours(NtPage *page)
{
  Above above = {0};
  gboolean titled = FALSE;
  for (guint i = 0; i < page->lines.n; i++) {
    NtLine *l = &page->lines.v[i];
    l->is[NT_LINE_IS_TITLE_BEFORE] = share_of(above.title);
    l->is[NT_LINE_IS_DATE_BEFORE] = share_of(above.date);
    l->is[NT_LINE_IS_END_BEFORE] = share_of(above.end);
    above.title = repeats_title(l, i) ? 1 : above.title * TITLE_FADE;
    above.date = l->kind == NT_LINE_KIND_AGE || l->kind == NT_LINE_KIND_BYLINE ? 1 : above.date * FADE;
    above.end = l->kind == NT_LINE_KIND_END ? 1 : above.end * FADE;
    titled |= repeats_title(l, i);
  }
  for (guint i = 0; titled && i < page->lines.n && !repeats_title(&page->lines.v[i], i); i++)
    page->lines.v[i].is[NT_LINE_IS_TITLE_AHEAD] = 1;
}

static void add_up(NtPage *page)
{
  const NtLineWeights *weights = nt_layouts_weights(page->layouts);
  for (guint i = 0; i < page->lines.n; i++) {
    NtLine *l = &page->lines.v[i];
    l->sum = (float)nt_line_weights_costs(weights, l->set)->start;
    for (guint f = 0; f < NT_N_LINE_FEATURES; f++)
      l->sum += nt_line_weights_of(weights, l->set, (NtLineFeature)f, l->is[f]);
  }
}

void nt_page_measure(NtPage *page)
{
  if (!page->lines.n)
    return;
  Title title = {{0}}, none = {{0}};
  find_title(page, &title);
  for (guint i = 0; i < page->lines.n; i++) {
    NtLine *l = &page->lines.v[i];
    measure_line(page, l, i ? &title : &none);
    page->has_furniture |= l->kind == NT_LINE_KIND_FURNITURE || l->kind == NT_LINE_KIND_END;
  }
  find_repeated(page);
  note_neighbours(page);
  add_up(page);
}
