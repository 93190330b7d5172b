/* A walk over the expanded pattern, as a reader of regular expressions would take it: of a sequence every part must be there, of
 * alternatives one, of what is optional none. Anything this does not know to the letter (options, conditions, calls, verbs) makes
 * the whole pattern opaque: then it is tried everywhere. */
#include "rule_needs_walk.h"

#include "rule_needs_run.h"
#include "rule_syntax.h"

#define MOST_DEPTH 200u

typedef struct {
  gsize start, end; /* of the pattern */
  NtNeedsPart part;
} Word;

typedef struct {
  const NtPatternText *text;
  const NtImage *image;
  const char *p;
  const guint32 *closing; /* by byte of the pattern: of a bracket, where it is closed */
  NtSketchTree *sketch;
  GPtrArray *literals; /* char *, each once */
  GArray *words;       /* Word, each once */
  guint n_asks;        /* met so far */
  gboolean behind_space; /* what was taken last is ASCII white space for sure */
  gboolean at_word;      /* no letter or digit of ASCII stands before what comes next, for sure */
  guint depth;
  gboolean opaque;
} Walk;

/* How many of it the quantifier at `i` allows at most. */
static guint most_times(const char *p, gsize i, gsize end)
{
  if (i >= end || !strchr("*+?{", p[i]) || p[i] == '?')
    return 1;
  if (p[i] != '{' || i + 1 >= end || !(g_ascii_isdigit(p[i + 1]) || p[i + 1] == ','))
    return p[i] == '{' ? 1 : NT_SKETCH_EVER;
  gsize from = i + 1, at = from;
  while (at < end && p[at] != '}' && p[at] != ',')
    at++;
  if (at < end && p[at] == ',')
    from = at + 1;
  guint64 n = g_ascii_isdigit(p[from]) ? g_ascii_strtoull(p + from, NULL, 10) : NT_SKETCH_EVER;
  return (guint)MIN(n, NT_SKETCH_EVER);
}

static NtNeedsPart part_of_ask(Walk *w, guint ask)
{
  w->n_asks++;
  w->behind_space = w->at_word = FALSE;
  return nt_needs_ask(w->text, w->image, ask);
}

static NtNeedsPart branches(Walk *w, gsize i, gsize end);

/* The bracket that closes the one at `i`; `end` where it does not stand before that. */
static gsize closing_of(const Walk *w, gsize i, gsize end)
{
  return MIN(w->closing[i], end);
}

/* An escape. `*literal` where it is one character that stands for itself. */
static NtNeedsPart escape(Walk *w, gsize *i, gsize end, gboolean *literal)
{
  char c = *i + 1 < end ? w->p[*i + 1] : '\0';
  NtNeedsPart part = nt_needs_some_text(nt_syntax_escape_has_no_space(w->p, *i, end));
  *i = MIN(*i + 2, end);
  *literal = !g_ascii_isalnum(c);
  if (*literal)
    return nt_needs_mark(c);
  if (strchr("bBAZzG", c)) {
    NtNeedsPart none = nt_needs_nothing();
    none.barred = c == 'b'; /* where a letter begins a match, none stands before it */
    w->at_word |= none.barred;
    return none;
  }
  if (strchr("QEKkg", c) || (g_ascii_isdigit(c) && c != '0')) {
    w->opaque = TRUE;
    return part;
  }
  if (strchr("RX", c))
    part.sketch = nt_sketch_any_text(); /* several characters */
  NtRuleLetters letters = {{0}, FALSE};
  if (nt_syntax_letters_of_escape(w->p, *i - 2, end, &letters))
    part = nt_needs_letters(&letters);
  if (nt_syntax_has_prefix(w->p, *i - 2, end, "\\p{Lu}"))
    part.sketch = nt_sketch_holds(NT_HOLDS_CAPITAL);
  *i = nt_syntax_behind_escape(w->p, *i - 2, end);
  return part;
}

/* `(?<![\p{L}\p{N}…])`, or what is put before a pattern that must stand before a match, from `i` to the bracket at `close`: no letter or
 * digit stands before. */
static gboolean bars_letters(const char *p, gsize i, gsize close)
{
  static const char start[] = "(?<![";
  gsize class = i + sizeof start - 2;
  gboolean letters = FALSE, digits = FALSE;
  if (nt_syntax_has_prefix(p, i, close, "(?!(?<=\\w)\\w"))
    return TRUE;
  if (!nt_syntax_has_prefix(p, i, close, start) || p[class + 1] == '^' || nt_regex_behind_class(p, class, close) != close)
    return FALSE;
  for (gsize k = class + 1; k < close; k = nt_syntax_skip_one(p, k, close)) {
    letters |= nt_syntax_has_prefix(p, k, close, "\\p{L}");
    digits |= nt_syntax_has_prefix(p, k, close, "\\p{N}");
  }
  return letters && digits;
}

/* `(?<=, )`, from `i` to the bracket at `close`: a mark or space of ASCII stands before. */
static gboolean stands_behind_mark(const char *p, gsize i, gsize close)
{
  return nt_syntax_has_prefix(p, i, close, "(?<=") && !memchr(p + i, '|', close - i) &&
         (g_ascii_isspace(p[close - 1]) || (p[close - 2] == '\\' && g_ascii_ispunct(p[close - 1])));
}

/* A callout that asks for a place in the sentence. */
static guint32 sketch_of_place(const Walk *w, gsize i, gsize end)
{
  if (!nt_syntax_has_prefix(w->p, i, end, "(?C"))
    return NT_SKETCH_NOTHING;
  guint64 ask = g_ascii_strtoull(w->p + i + 3, NULL, 10) / NT_N_CALLOUTS;
  NtAskKind kind = ask < w->text->asks->len ? g_array_index(w->text->asks, NtRuleAsk, ask).kind : NT_ASK_LIST;
  return kind == NT_ASK_SENTENCE_START ? nt_sketch_holds(NT_HOLDS_START)
         : kind == NT_ASK_SENTENCE_END ? nt_sketch_holds(NT_HOLDS_END)
                                       : NT_SKETCH_NOTHING;
}

static NtNeedsPart group(Walk *w, gsize *i, gsize end)
{
  gsize start = *i, body, close = closing_of(w, *i, end);
  NtBracket bracket = nt_syntax_bracket_at(w->p, *i, end, &body);
  gboolean barred = bars_letters(w->p, start, close);
  guint32 place = sketch_of_place(w, start, close);
  *i = MIN(close + 1, end);
  if (bracket == NT_BRACKET_OPAQUE)
    w->opaque = TRUE;
  if (bracket == NT_BRACKET_OPAQUE || bracket == NT_BRACKET_NOTHING) {
    NtNeedsPart none = nt_needs_nothing();
    none.barred = barred;
    none.sketch = place;
    w->at_word |= barred || place == nt_sketch_holds(NT_HOLDS_START) || stands_behind_mark(w->p, start, close);
    return none;
  }
  gboolean behind_space = w->behind_space, at_word = w->at_word;
  if (*i < end && strchr("*+{", w->p[*i])) /* not so the second time */
    w->behind_space = w->at_word = FALSE;
  NtNeedsPart part = branches(w, MIN(body, close), close);
  if (bracket == NT_BRACKET_GROUP)
    return part;
  w->behind_space = behind_space;
  w->at_word = at_word;
  return nt_needs_ahead(w->sketch, &part);
}

/* A macro that begins with a capital. One pattern has the same several times, and they are long. */
static NtNeedsPart capital_word(Walk *w, const NtPatternAtom *atom)
{
  w->behind_space = w->at_word = FALSE; /* that is not so at each occurrence */
  for (guint k = 0; k < w->words->len; k++) {
    const Word *word = &g_array_index(w->words, Word, k);
    if (word->end - word->start == atom->end - atom->start && memcmp(w->p + word->start, w->p + atom->start, atom->end - atom->start) == 0)
      return word->part;
  }
  guint asks = w->n_asks;
  NtNeedsPart rest = branches(w, atom->inner, atom->end - 1);
  Word word = {atom->start, atom->end, nt_needs_capital(w->sketch, &rest)};
  w->behind_space = w->at_word = FALSE;
  if (w->n_asks == asks) /* each occurrence of an ask is one of its own */
    g_array_append_val(w->words, word);
  return word.part;
}

/* A small letter of ASCII and another letter, which cannot be left out. */
static gboolean begins_word(const char *p, gsize i, gsize end)
{
  return i + 1 < end && g_ascii_islower(p[i]) && g_ascii_isalpha(p[i + 1]) && !(i + 2 < end && strchr("?*{", p[i + 2]));
}

/* The part at `*i`; `*n` bytes of it are a literal. */
static NtNeedsPart one(Walk *w, gsize *i, gsize end, gsize *n)
{
  const NtPatternAtom *atom = nt_syntax_atom_at(w->text, *i, end);
  gboolean literal = FALSE;
  *n = 0;
  if (atom) {
    *i = atom->end;
    if (atom->is_ask)
      return part_of_ask(w, atom->ask);
    return capital_word(w, atom);
  }
  switch (w->p[*i]) {
  case '(':
    return group(w, i, end);
  case '[': {
    gsize start = *i;
    *i = nt_regex_behind_class(w->p, *i, end);
    NtRuleLetters letters = {{0}, FALSE};
    if (nt_syntax_letters_of_class(w->p, start, *i, &letters))
      return nt_needs_letters(&letters);
    NtNeedsPart part = nt_needs_some_text(nt_syntax_class_has_no_space(w->p, start, *i));
    nt_syntax_bytes_of_class(w->p, start, *i, &part.heads);
    return part;
  }
  case '^':
  case '$':
    ++*i;
    return nt_needs_nothing();
  case '.':
  case '{':
    ++*i;
    return nt_needs_some_text(FALSE);
  case '\\': {
    NtNeedsPart part = escape(w, i, end, &literal);
    *n = literal ? 1 : 0;
    return part;
  }
  default:
    break;
  }
  gsize start = *i;
  char c = w->p[start];
  do {
    ++*i;
    ++*n;
  } while (*i < end && (w->p[*i] & 0xC0) == 0x80);
  NtRuleLetters letters = {{0}, FALSE};
  if ((guchar)c >= 0x80 && g_unichar_isalnum(g_utf8_get_char(w->p + start)))
    letters.others = TRUE;
  else if (g_ascii_isalnum(c))
    nt_syntax_add_letters(&letters, c, c);
  else
    return nt_needs_mark(c);
  NtNeedsPart part = nt_needs_letters(&letters);
  if (w->behind_space && begins_word(w->p, start, end))
    part.sketch = nt_sketch_then(w->sketch, part.sketch, nt_sketch_holds(nt_holds_word(w->p + start)));
  return part;
}

/* The class at `i` of the two letters `p[i + 1]` and `p[i + 2]`. */
static gboolean is_of_two_letters(const char *p, gsize i, gsize end)
{
  return i + 4 <= end && p[i] == '[' && g_ascii_isalpha(p[i + 1]) && g_ascii_isalpha(p[i + 2]) && p[i + 3] == ']';
}

/* Of one character, or none: it is no letter or digit of ASCII. */
static gboolean ends_word(const NtNeedsPart *part)
{
  for (guint c = 0; c < 0x80; c++)
    if (g_ascii_isalnum((char)c) && nt_rule_bytes_have(&part->heads, (char)c))
      return FALSE;
  return part->one;
}

static NtNeedsPart sequence(Walk *w, gsize i, gsize end)
{
  NtNeedsPart sum = nt_needs_nothing();
  NtNeedsRun run = {.n = 0};
  while (i < end && !w->opaque) {
    gsize start = i, n;
    gboolean optional, repeated, behind_space = w->behind_space, at_word = w->at_word;
    NtNeedsPart part = one(w, &i, end, &n);
    guint times = most_times(w->p, i, end);
    gsize behind = nt_syntax_skip_quantifier(w->p, i, end, &optional, &repeated);
    if (nt_syntax_has_prefix(w->p, i, end, "{,")) /* a count in some versions of PCRE2, text in others, */
      part.seconds = nt_needs_any_byte();
    if (i < behind && memchr(w->p + i, ' ', behind - i)) /* as is one with a space */
      part.sketch = nt_sketch_any_text();
    i = behind;
    if (w->p[start] != '(' && !part.empty) {
      w->behind_space = part.sketch == nt_sketch_space();
      w->at_word = ends_word(&part);
    }
    w->behind_space &= !optional || behind_space;
    w->at_word &= !optional || at_word;
    if (!n || optional)
      nt_needs_run_end(&run, w->literals, &sum.keys);
    if (!run.n && !run.full)
      run.at_word = at_word;
    if (n && !optional)
      nt_needs_run_add(&run, w->p[start] == '\\' ? w->p + start + 1 : w->p + start, n);
    if (is_of_two_letters(w->p, start, end) && !optional && !repeated) {
      nt_needs_run_add(&run, w->p + start + 1, 1);
      run.other = w->p[start + 2];
    }
    if (repeated)
      nt_needs_run_end(&run, w->literals, &sum.keys);
    nt_needs_then(w->sketch, &sum, &part, optional, times);
  }
  nt_needs_run_end(&run, w->literals, &sum.keys);
  return sum;
}

static NtNeedsPart branches(Walk *w, gsize i, gsize end)
{
  NtNeedsPart all = nt_needs_nothing();
  gboolean first = TRUE, behind_space = w->behind_space, ends_behind_space = TRUE, at_word = w->at_word, ends_at_word = TRUE;
  if (++w->depth > MOST_DEPTH)
    w->opaque = TRUE;
  for (gsize start = i; !w->opaque; start = i + 1) {
    for (i = start; i < end && w->p[i] != '|';)
      i = w->p[i] == '(' ? MIN(closing_of(w, i, end) + 1, end) : nt_syntax_skip_one(w->p, i, end);
    i = MIN(i, end);
    w->behind_space = behind_space;
    w->at_word = at_word;
    NtNeedsPart part = sequence(w, MIN(start, i), i);
    ends_behind_space &= w->behind_space;
    ends_at_word &= w->at_word;
    if (first)
      all = part;
    else
      nt_needs_either(w->sketch, &all, &part);
    first = FALSE;
    if (i >= end)
      break;
  }
  w->depth--;
  w->behind_space = ends_behind_space;
  w->at_word = ends_at_word;
  return all;
}

gboolean nt_needs_walk(const NtPatternText *text, const NtImage *image, NtSketchTree *sketch, GPtrArray *literals, NtNeedsPart *part)
{
  g_autoptr(GArray) words = g_array_new(FALSE, FALSE, sizeof(Word));
  g_autofree guint32 *closing = nt_syntax_closings(text->out->str, text->out->len);
  Walk w = {.text = text, .image = image, .p = text->out->str, .closing = closing, .sketch = sketch, .literals = literals, .words = words};
  *part = branches(&w, 0, text->out->len);
  return !w.opaque;
}
