/* What speaks for each line being running text. A feature is a number from 0 to 100 (knowledge/lineweights.h); what each value of each
 * is worth has been added up before, so that a line costs one look into a table for each feature. */
#include "page.h"

#include "article/dates.h"
#include "base/hash.h"
#include "count.h"

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

static void measure_line(NtPage *page, NtLine *l, const NtTitle *title, guint32 *token)
{
  NtStr line = nt_span_of(l->span, page->text);
  NtLineCount n = nt_line_count(nt_layouts_weights(page->layouts), title, page->text, l->span, &page->tokens, token);
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
  NtTitle title = {0}, none = {0};
  guint32 token = 0;
  nt_title_read(&title, page->text, page->lines.v[0].span, &page->tokens);
  for (guint i = 0; i < page->lines.n; i++) {
    NtLine *l = &page->lines.v[i];
    measure_line(page, l, i ? &title : &none, &token);
    page->has_furniture |= l->kind == NT_LINE_KIND_FURNITURE || l->kind == NT_LINE_KIND_END;
  }
  find_repeated(page);
  note_neighbours(page);
  add_up(page);
}
