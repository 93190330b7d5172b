/* CoNLL-2003: a token a line, in four columns of which the second and third are empty (`_`), a blank line between sentences, labels
 * in IOB2. Programs read it and no spreadsheet does, so nothing is put before a word that begins with `=`. */
#include "article/tokens.h"
#include "labels.h"
#include "members.h"
#include "placed.h"
#include "sentence.h"
#include "textfile.h"
#include "writers.h"

typedef struct {
  NtArticle *a;
  NtPlacedList mentions;
  NT_VEC(NtSpan) pieces;
} Cutter;

static gpointer conll_open(const char *path, const NtOptions *options, GError **error)
{
  (void)options;
  return nt_textfile_open(path, "", 0, "", error);
}

/* ---- pieces: words, and marks between them ---- */

static void add(Cutter *c, guint32 start, guint32 end)
{
  if (start < end)
    *nt_vec_push(c->a->arena, &c->pieces) = (NtSpan){start, end};
}

static gboolean is_blank(gunichar u)
{
  return g_unichar_isspace(u) || g_unichar_iscntrl(u) || g_unichar_iszerowidth(u);
}

/* The marks from `from` to `to`, runs of the same one as one piece. */
static void add_marks(Cutter *c, guint32 from, guint32 to)
{
  gunichar last = 0;
  for (guint32 i = from; i < to;) {
    guint length;
    gunichar u = nt_utf8_at(c->a->text.p + i, &length);
    if (last == u && !is_blank(u))
      c->pieces.v[c->pieces.n - 1].end += length;
    else if (!is_blank(u))
      add(c, i, i + length);
    last = u;
    i += length;
  }
}

static gboolean is_digit_at(NtStr text, guint32 i)
{
  return i < text.n && g_ascii_isdigit(text.p[i]);
}

/* Whether a word goes on behind the gap: a hyphen, a full stop or an apostrophe inside it, a mark between digits. */
static gboolean joins(NtStr text, const NtToken *t, guint32 gap_start)
{
  guint32 n = t->start - gap_start;
  if (t->gap == NT_GAP_HYPHEN || t->gap == NT_GAP_DOT || t->gap == NT_GAP_APOSTROPHE || t->gap == NT_GAP_NONE)
    return n <= 3;
  return n == 1 && strchr(",.:/", text.p[gap_start]) && gap_start && is_digit_at(text, gap_start - 1) && is_digit_at(text, t->start);
}

static gboolean is_genitive(NtStr text, const NtToken *t)
{
  return t->gap == NT_GAP_APOSTROPHE && t->end - t->start == 1 && (text.p[t->start] == 's' || text.p[t->start] == 'S');
}

static void cut_words(Cutter *c)
{
  NtStr text = c->a->text;
  NtTokens tokens = nt_tokens_find(c->a->arena, text);
  guint32 at = 0;
  for (guint i = 0; i < tokens.n; i++) {
    const NtToken *t = &tokens.v[i];
    if (i && is_genitive(text, t)) {
      add(c, at, t->end);
    } else if (i && joins(text, t, at)) {
      c->pieces.v[c->pieces.n - 1].end = t->end;
    } else {
      add_marks(c, at, t->start);
      add(c, t->start, t->end);
    }
    at = t->end;
  }
  add_marks(c, at, (guint32)text.n);
}

/* Where a mention starts or ends inside a piece, the piece is cut: labels are of whole tokens. */
static void cut_at_mentions(Cutter *c)
{
  NtSpan *old = c->pieces.v;
  guint n = c->pieces.n, m = 0;
  c->pieces.v = NULL;
  c->pieces.n = c->pieces.room = 0;
  for (guint i = 0; i < n; i++) {
    guint32 at = old[i].start;
    while (m < c->mentions.n && c->mentions.v[m].mention->span.end <= at)
      m++;
    for (guint k = m; k < c->mentions.n && c->mentions.v[k].mention->span.start < old[i].end; k++) {
      NtSpan span = c->mentions.v[k].mention->span;
      guint32 start = MAX(span.start, at), end = MIN(span.end, old[i].end);
      add(c, at, start);
      add(c, start, end);
      at = MAX(at, end);
    }
    add(c, at, old[i].end);
  }
}

/* ---- sentences ---- */

static guint32 line_start(NtStr text, guint32 i)
{
  while (i && text.p[i - 1] != '\n')
    i--;
  return i;
}

#define WRAPPED_FROM 50u /* a line of so many bytes … */
#define WRAPPED_TO 100u  /* … to so many may go on in the next one */

static gboolean breaks_between(Cutter *c, NtSpan before, NtSpan next)
{
  NtStr text = c->a->text, gap = nt_span_of((NtSpan){before.end, next.start}, text);
  const char *line = gap.n ? memchr(gap.p, '\n', gap.n) : NULL;
  if (line) {
    guint32 end = (guint32)(line - text.p), length = end - line_start(text, end);
    if (length < WRAPPED_FROM || length > WRAPPED_TO || memchr(line + 1, '\n', (gsize)(gap.p + gap.n - line - 1)))
      return TRUE;
    if (nt_article_zone_at(c->a, before.start) != nt_article_zone_at(c->a, next.start))
      return TRUE;
  }
  return gap.n && nt_sentence_ends(text, before.end);
}

static gboolean is_covered(const NtPlaced *mention, NtSpan piece)
{
  return mention && nt_span_covers(mention->mention->span, piece);
}

static gboolean conll_format(gconstpointer self, NtArticle *a, GString *out, GError **error)
{
  (void)self, (void)error;
  if (!nt_has_text(a))
    return TRUE;
  Cutter c = {.a = a, .mentions = nt_placed_apart(a)};
  cut_words(&c);
  cut_at_mentions(&c);
  nt_put(out, "-DOCSTART- -X- -X- O\n");
  const NtPlaced *before = NULL;
  for (guint i = 0, m = 0; i < c.pieces.n; i++) {
    NtSpan piece = c.pieces.v[i];
    while (m < c.mentions.n && c.mentions.v[m].mention->span.end <= piece.start)
      m++;
    const NtPlaced *here = m < c.mentions.n && is_covered(&c.mentions.v[m], piece) ? &c.mentions.v[m] : NULL;
    if (!i || ((!here || here != before) && breaks_between(&c, c.pieces.v[i - 1], piece)))
      nt_put(out, "\n");
    nt_json_put(out, nt_span_of(piece, a->text));
    nt_put(out, " _ _ ");
    if (here) {
      nt_put(out, here == before ? "I-" : "B-");
      nt_put(out, nt_label(NT_LABELS_CONLL, here->entity->type));
    } else {
      nt_put(out, "O");
    }
    nt_put(out, "\n");
    before = here;
  }
  nt_put(out, "\n");
  return TRUE;
}

const NtSink nt_sink_conll = {
  .name = "conll",
  .suffix = ".conll",
  .summary = "CoNLL-2003, a token a line, labels in IOB2",
  .reads = NT_MENTION_LAYERS,
  .open = conll_open,
  .format = conll_format,
  NT_TEXTFILE_ENDS,
};
