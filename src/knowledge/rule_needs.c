/* A walk over the expanded pattern, as a reader of regular expressions would take it: of a sequence every part must be there, of
 * alternatives one, of what is optional none. Anything this does not know to the letter (options, conditions, calls, verbs) makes
 * the whole pattern opaque: then it is tried everywhere. */
#include "rule_needs.h"

#include "rule_sketch_tree.h"
#include "rule_syntax.h"

#define MOST_KEYS 80u
#define MOST_LITERAL 16u /* bytes; a part of a literal is needed as well as the whole */
#define NEVER 1e9
#define MOST_DEPTH 200u

/* One of these must be there: asks of the pattern, or literals. `cost` is about how many sentences in one have one of them. */
typedef struct {
  guint32 v[MOST_KEYS]; /* with LITERAL numbers of the walk's literals */
  guint n;
  double cost;
} Key;
#define LITERAL (1u << 31)

typedef struct {
  guint64 must[2]; /* asks of the pattern that must be answered */
  gboolean empty;  /* may match no text */
  gboolean barred; /* it cannot begin behind a letter */
  gboolean capital, unknown; /* what it can begin with: a capitalised word, anything, */
  NtRuleLetters letters;     /* one of these, */
  NtRuleBytes heads, seconds; /* the bytes of its beginning: the first; one behind a first one of ASCII */
  gboolean one;    /* it may take no more than one */
  guint64 first_asks[2];     /* while it takes text */
  guint32 sketch;            /* what it takes */
  Key key, also; /* the rarest, and the next to that */
} Part;
#define NO_KEYS .key.cost = NEVER, .also.cost = NEVER

typedef struct {
  gsize start, end; /* of the pattern */
  Part part;
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
  guint depth;
  gboolean opaque;
} Walk;

static void clear_key(NtPatternKey *key)
{
  g_clear_pointer(&key->asks, g_array_unref);
  g_clear_pointer(&key->literals, g_ptr_array_unref);
}

void nt_pattern_needs_clear(NtPatternNeeds *needs)
{
  clear_key(&needs->key);
  clear_key(&needs->also);
}

/* ---- costs ---- */

static double cost_of_literal(const char *literal, gsize n)
{
  static const double costs[] = {1, 0.9, 0.2, 0.06, 0.01, 0.006, 0.002, 0.001};
  static const char *const common[] = {".", ",", "a", "and", "for", "he", "in", "of", "on", "the", "to"};
  for (guint i = 0; i < G_N_ELEMENTS(common); i++)
    if (nt_str_is(nt_str_trim(nt_str_n(literal, n)), common[i]))
      return 0.8;
  double letters = 0;
  for (gsize i = 0; i < n; i++)
    letters += literal[i] == ' ' ? 0.3 : g_ascii_islower(literal[i]) || g_ascii_isdigit(literal[i]) || (guchar)literal[i] >= 0x80 ? 1 : 2; /* marks and capitals are rare */
  return costs[MIN((guint)letters, G_N_ELEMENTS(costs) - 1)];
}

static double cost_of_ask(const Walk *w, const NtRuleAsk *ask)
{
  if (ask->kind == NT_ASK_RULE)
    return 0.05;
  if (ask->kind != NT_ASK_LIST)
    return 0.4;
  guint32 members = w->image->LISTS[ask->what].count;
  return members > 5000 ? 0.4 : members > 500 ? 0.25 : 0.15;
}

static gboolean same_key(const Key *a, const Key *b)
{
  return a->n == b->n && memcmp(a->v, b->v, a->n * sizeof *a->v) == 0;
}

static void note_key(Part *part, const Key *key)
{
  if (!key->n || same_key(key, &part->key))
    return;
  if (key->cost < part->key.cost) {
    part->also = part->key;
    part->key = *key;
  } else if (key->cost < part->also.cost) {
    part->also = *key;
  }
}

static void join_keys(Key *key, const Key *other)
{
  if (!key->n || !other->n || key->n + other->n > MOST_KEYS) {
    key->n = 0;
    key->cost = NEVER;
    return;
  }
  memcpy(key->v + key->n, other->v, other->n * sizeof *other->v);
  key->n += other->n;
  key->cost += other->cost;
}

/* ---- how often ---- */

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

/* ---- letters ---- */

static void join_letters(NtRuleLetters *letters, const NtRuleLetters *more)
{
  for (guint k = 0; k < G_N_ELEMENTS(letters->ascii); k++)
    letters->ascii[k] |= more->ascii[k];
  letters->others |= more->others;
}

static gboolean is_empty(const NtRuleLetters *letters)
{
  return !letters->ascii[0] && !letters->ascii[1] && !letters->others;
}

/* ---- parts ---- */

static Part nothing(void)
{
  return (Part){.empty = TRUE, NO_KEYS};
}

static const NtRuleBytes any_byte = {{~G_GUINT64_CONSTANT(0), ~G_GUINT64_CONSTANT(0), ~G_GUINT64_CONSTANT(0), ~G_GUINT64_CONSTANT(0)}};

static void join_bytes(NtRuleBytes *bytes, const NtRuleBytes *more)
{
  for (guint k = 0; k < G_N_ELEMENTS(bytes->bits); k++)
    bytes->bits[k] |= more->bits[k];
}

static Part some_text(gboolean no_space)
{
  guint32 sketch = no_space ? NT_SKETCH_NOTHING : nt_sketch_perhaps_space();
  return (Part){.unknown = TRUE, .heads = any_byte, .seconds = any_byte, .one = TRUE, .sketch = sketch, NO_KEYS};
}

/* One of these; `capital`: it is a capital. */
static Part letters_part(const NtRuleLetters *letters, gboolean capital)
{
  guint64 others = letters->others ? ~G_GUINT64_CONSTANT(0) : 0;
  return (Part){.letters = *letters,
                .heads = {{letters->ascii[0], letters->ascii[1], others, others}},
                .one = TRUE,
                .sketch = capital ? nt_sketch_holds(NT_HOLDS_CAPITAL) : NT_SKETCH_NOTHING,
                NO_KEYS};
}

/* All of them are capitals of ASCII. */
static gboolean are_capitals(const NtRuleLetters *letters)
{
  static const guint64 capitals = ((G_GUINT64_CONSTANT(1) << 26) - 1) << ('A' - 64);
  return !letters->others && !letters->ascii[0] && !(letters->ascii[1] & ~capitals);
}

/* A character that is no letter or digit. */
static Part mark_part(char first)
{
  Part part = some_text(!g_ascii_isspace(first));
  part.heads = (NtRuleBytes){{0}};
  part.heads.bits[(guchar)first / 64] = G_GUINT64_CONSTANT(1) << (guchar)first % 64;
  if ((guchar)first < 0x80)
    part.seconds = (NtRuleBytes){{0}};
  part.sketch = (guchar)first >= 0x80 ? NT_SKETCH_NOTHING : g_ascii_isspace(first) ? nt_sketch_space() : nt_sketch_holds(nt_holds_mark(first));
  return part;
}

/* The first of the pattern that asks for the same. */
static guint first_like(const NtPatternText *text, guint ask)
{
  guint first = 0;
  while (g_array_index(text->asks, NtRuleAsk, first).number != g_array_index(text->asks, NtRuleAsk, ask).number)
    first++;
  return first;
}

static Part part_of_ask(Walk *w, guint ask)
{
  const NtRuleAsk *a = &g_array_index(w->text->asks, NtRuleAsk, ask);
  w->n_asks++;
  w->behind_space = FALSE;
  Part part = {.heads = any_byte, .seconds = any_byte, .one = TRUE, NO_KEYS};
  part.key = (Key){.v = {first_like(w->text, ask)}, .n = 1, .cost = cost_of_ask(w, a)};
  part.must[ask / 64] = part.first_asks[ask / 64] = G_GUINT64_CONSTANT(1) << ask % 64;
  part.sketch = nt_sketch_ask(a->number % NT_N_ASK_BITS);
  return part;
}

static Part branches(Walk *w, gsize i, gsize end);

/* The bracket that closes the one at `i`; `end` where it does not stand before that. */
static gsize closing_of(const Walk *w, gsize i, gsize end)
{
  return MIN(w->closing[i], end);
}

/* An escape. `*literal` where it is one character that stands for itself. */
static Part escape(Walk *w, gsize *i, gsize end, gboolean *literal)
{
  char c = *i + 1 < end ? w->p[*i + 1] : '\0';
  Part part = some_text(nt_syntax_escape_has_no_space(w->p, *i, end));
  *i = MIN(*i + 2, end);
  *literal = !g_ascii_isalnum(c);
  if (*literal)
    return mark_part(c);
  if (strchr("bBAZzG", c)) {
    Part none = nothing();
    none.barred = c == 'b'; /* where a letter begins a match, none stands before it */
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
    part = letters_part(&letters, nt_syntax_has_prefix(w->p, *i - 2, end, "\\p{Lu}"));
  *i = nt_syntax_behind_escape(w->p, *i - 2, end);
  return part;
}

/* `(?<![\p{L}…])`, from `i` to the bracket at `close`: no letter stands before. */
static gboolean bars_letters(const char *p, gsize i, gsize close)
{
  static const char start[] = "(?<![";
  gsize class = i + sizeof start - 2;
  if (!nt_syntax_has_prefix(p, i, close, start) || p[class + 1] == '^' || nt_regex_behind_class(p, class, close) != close)
    return FALSE;
  for (gsize k = class + 1; k < close; k = nt_syntax_skip_one(p, k, close))
    if (nt_syntax_has_prefix(p, k, close, "\\p{L}"))
      return TRUE;
  return FALSE;
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

static Part group(Walk *w, gsize *i, gsize end)
{
  gsize body, close = closing_of(w, *i, end);
  NtBracket bracket = nt_syntax_bracket_at(w->p, *i, end, &body);
  gboolean barred = bars_letters(w->p, *i, close);
  guint32 place = sketch_of_place(w, *i, close);
  *i = MIN(close + 1, end);
  if (bracket == NT_BRACKET_OPAQUE)
    w->opaque = TRUE;
  if (bracket == NT_BRACKET_OPAQUE || bracket == NT_BRACKET_NOTHING) {
    Part none = nothing();
    none.barred = barred;
    none.sketch = place;
    return none;
  }
  gboolean behind_space = w->behind_space;
  if (*i < end && strchr("*+{", w->p[*i])) /* not so the second time */
    w->behind_space = FALSE;
  Part part = branches(w, MIN(body, close), close);
  if (bracket == NT_BRACKET_GROUP)
    return part;
  w->behind_space = behind_space;
  Part ahead = nothing(); /* what it needs must be there; it takes nothing, and so begins with nothing */
  memcpy(ahead.must, part.must, sizeof part.must);
  ahead.sketch = nt_sketch_ahead(w->sketch, part.sketch);
  ahead.key = part.key;
  ahead.also = part.also;
  return ahead;
}

/* A macro that begins with a capital. One pattern has the same several times, and they are long. */
static Part capital_word(Walk *w, const NtPatternAtom *atom)
{
  w->behind_space = FALSE; /* that is not so at each occurrence */
  for (guint k = 0; k < w->words->len; k++) {
    const Word *word = &g_array_index(w->words, Word, k);
    if (word->end - word->start == atom->end - atom->start && memcmp(w->p + word->start, w->p + atom->start, atom->end - atom->start) == 0)
      return word->part;
  }
  guint asks = w->n_asks;
  Word word = {atom->start, atom->end, branches(w, atom->inner, atom->end - 1)};
  word.part.capital = TRUE;
  word.part.unknown = word.part.empty = FALSE;
  word.part.letters = (NtRuleLetters){{0}, FALSE};
  memset(word.part.first_asks, 0, sizeof word.part.first_asks);
  word.part.sketch = nt_sketch_then(w->sketch, nt_sketch_holds(NT_HOLDS_CAPITAL), word.part.sketch);
  w->behind_space = FALSE;
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
static Part one(Walk *w, gsize *i, gsize end, gsize *n)
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
    return nt_syntax_letters_of_class(w->p, start, *i, &letters) ? letters_part(&letters, are_capitals(&letters)) : some_text(nt_syntax_class_has_no_space(w->p, start, *i));
  }
  case '^':
  case '$':
    ++*i;
    return nothing();
  case '.':
  case '{':
    ++*i;
    return some_text(FALSE);
  case '\\': {
    Part part = escape(w, i, end, &literal);
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
    return mark_part(c);
  Part part = letters_part(&letters, g_ascii_isupper(c));
  if (w->behind_space && begins_word(w->p, start, end))
    part.sketch = nt_sketch_then(w->sketch, part.sketch, nt_sketch_holds(nt_holds_word(w->p + start)));
  return part;
}

typedef struct {
  char bytes[MOST_LITERAL + 1];
  gsize n;
  gboolean full;
} Run;

static guint32 number_of_literal(Walk *w, NtStr text)
{
  guint32 i = 0;
  while (i < w->literals->len && !nt_str_is(text, w->literals->pdata[i]))
    i++;
  if (i == w->literals->len)
    g_ptr_array_add(w->literals, g_strndup(text.p, text.n));
  return i;
}

static void end_run(Walk *w, Run *run, Part *sum)
{
  gsize n = run->n;
  run->n = 0;
  run->full = FALSE;
  if (!nt_str_trim(nt_str_n(run->bytes, n)).n) /* white space is everywhere */
    return;
  Key key = {.v = {number_of_literal(w, nt_str_n(run->bytes, n)) | LITERAL}, .n = 1, .cost = cost_of_literal(run->bytes, n)};
  note_key(sum, &key);
}

/* Of a long one the end is left out. */
static void add_to_run(Run *run, const char *p, gsize n)
{
  run->full |= run->n + n > MOST_LITERAL;
  if (run->full)
    return;
  memcpy(run->bytes + run->n, p, n);
  run->n += n;
}

static void add_bytes(Part *sum, const Part *part, gboolean empty, gboolean repeated)
{
  if (sum->one || (repeated && sum->empty && part->one))
    join_bytes(&sum->seconds, &part->heads);
  if (sum->empty) {
    join_bytes(&sum->heads, &part->heads);
    join_bytes(&sum->seconds, &part->seconds);
  }
  sum->one = (sum->one && empty) || (sum->empty && part->one);
}

/* It may begin with nothing so far. */
static gboolean takes_none(const Part *part)
{
  return is_empty(&part->letters) && !part->capital && !part->unknown && !part->first_asks[0] && !part->first_asks[1];
}

/* `times`: how often it may stand there at most. */
static void add_part(Walk *w, Part *sum, const Part *part, gboolean optional, guint times)
{
  add_bytes(sum, part, optional || part->empty, times > 1);
  if (sum->empty) { /* nothing before it takes text for sure */
    sum->barred |= part->barred && !optional && takes_none(sum);
    sum->capital |= part->capital;
    join_letters(&sum->letters, &part->letters);
    sum->unknown |= part->unknown;
    for (guint k = 0; k < 2; k++)
      sum->first_asks[k] |= part->first_asks[k];
    sum->empty = optional || part->empty;
  }
  if (!optional) {
    for (guint k = 0; k < 2; k++)
      sum->must[k] |= part->must[k];
    note_key(sum, &part->key);
    note_key(sum, &part->also);
  }
  sum->sketch = nt_sketch_then(w->sketch, sum->sketch, nt_sketch_repeat(w->sketch, part->sketch, optional, times));
}

static Part sequence(Walk *w, gsize i, gsize end)
{
  Part sum = nothing();
  Run run = {.n = 0};
  while (i < end && !w->opaque) {
    gsize start = i, n;
    gboolean optional, repeated, behind_space = w->behind_space;
    Part part = one(w, &i, end, &n);
    guint times = most_times(w->p, i, end);
    gsize behind = nt_syntax_skip_quantifier(w->p, i, end, &optional, &repeated);
    if (nt_syntax_has_prefix(w->p, i, end, "{,")) /* a count in some versions of PCRE2, text in others, */
      part.seconds = any_byte;
    if (i < behind && memchr(w->p + i, ' ', behind - i)) /* as is one with a space */
      part.sketch = nt_sketch_any_text();
    i = behind;
    if (w->p[start] != '(' && !part.empty)
      w->behind_space = part.sketch == nt_sketch_space();
    w->behind_space &= !optional || behind_space;
    if (!n || optional)
      end_run(w, &run, &sum);
    if (n && !optional)
      add_to_run(&run, w->p[start] == '\\' ? w->p + start + 1 : w->p + start, n);
    if (repeated)
      end_run(w, &run, &sum);
    add_part(w, &sum, &part, optional, times);
  }
  end_run(w, &run, &sum);
  return sum;
}

static void add_branch(Walk *w, Part *all, const Part *part)
{
  all->sketch = nt_sketch_either(w->sketch, all->sketch, part->sketch);
  for (guint k = 0; k < 2; k++) {
    all->must[k] &= part->must[k];
    all->first_asks[k] |= part->first_asks[k];
  }
  all->barred &= part->barred;
  all->capital |= part->capital;
  all->one |= part->one;
  join_bytes(&all->heads, &part->heads);
  join_bytes(&all->seconds, &part->seconds);
  join_letters(&all->letters, &part->letters);
  all->unknown |= part->unknown;
  all->empty |= part->empty;
  Key also = all->also.n ? all->also : all->key;
  join_keys(&also, part->also.n ? &part->also : &part->key);
  join_keys(&all->key, &part->key);
  all->also = same_key(&also, &all->key) ? (Key){.cost = NEVER} : also;
}

static Part branches(Walk *w, gsize i, gsize end)
{
  Part all = nothing();
  gboolean first = TRUE, behind_space = w->behind_space, ends_behind_space = TRUE;
  if (++w->depth > MOST_DEPTH)
    w->opaque = TRUE;
  for (gsize start = i; !w->opaque; start = i + 1) {
    for (i = start; i < end && w->p[i] != '|';)
      i = w->p[i] == '(' ? MIN(closing_of(w, i, end) + 1, end) : nt_syntax_skip_one(w->p, i, end);
    i = MIN(i, end);
    w->behind_space = behind_space;
    Part part = sequence(w, MIN(start, i), i);
    ends_behind_space &= w->behind_space;
    if (first)
      all = part;
    else
      add_branch(w, &all, &part);
    first = FALSE;
    if (i >= end)
      break;
  }
  w->depth--;
  w->behind_space = ends_behind_space;
  return all;
}

/* ---- the answer ---- */

static NtAskSet bits_of(const Walk *w, const guint64 set[2])
{
  NtAskSet bits = 0;
  for (guint i = 0; i < w->text->asks->len; i++)
    if (set[i / 64] >> i % 64 & 1)
      bits |= nt_ask_bit(g_array_index(w->text->asks, NtRuleAsk, i).number);
  return bits;
}

static NtPatternKey key_of(const Walk *w, const Key *key)
{
  NtPatternKey out = {g_array_new(FALSE, FALSE, sizeof(guint32)), g_ptr_array_new_with_free_func(g_free), key->cost};
  for (guint i = 0; i < key->n; i++)
    if (key->v[i] & LITERAL)
      g_ptr_array_add(out.literals, g_strdup(w->literals->pdata[key->v[i] & ~LITERAL]));
    else
      g_array_append_val(out.asks, g_array_index(w->text->asks, NtRuleAsk, key->v[i]).number);
  return out;
}

void nt_pattern_needs_find(const NtPatternText *text, const NtImage *image, NtArena *arena, NtPatternNeeds *needs)
{
  g_autoptr(GPtrArray) literals = g_ptr_array_new_with_free_func(g_free);
  g_autoptr(GArray) words = g_array_new(FALSE, FALSE, sizeof(Word));
  g_autofree guint32 *closing = nt_syntax_closings(text->out->str, text->out->len);
  g_autoptr(NtSketchTree) sketch = nt_sketch_tree_new();
  Walk w = {.text = text, .image = image, .p = text->out->str, .closing = closing, .sketch = sketch, .literals = literals, .words = words};
  Part part = branches(&w, 0, text->out->len), unknown = {NO_KEYS};
  *needs = (NtPatternNeeds){.start = NT_START_ANYWHERE};
  needs->key = key_of(&w, w.opaque ? &unknown.key : &part.key);
  needs->also = key_of(&w, w.opaque ? &unknown.also : &part.also);
  if (w.opaque)
    return;
  needs->at_capital = part.capital;
  needs->at_asks = bits_of(&w, part.first_asks);
  needs->letters = part.letters;
  needs->seconds = part.one ? any_byte : part.seconds;
  gboolean letters = !is_empty(&part.letters);
  if (letters && part.capital) { /* a word that begins with a capital */
    nt_syntax_add_letters(&needs->letters, 'A', 'Z');
    needs->letters.others = TRUE;
  }
  needs->start = part.unknown || part.empty || (letters && needs->at_asks) ? NT_START_ANYWHERE
                 : !letters                                                ? NT_START_WORDS
                 : part.barred                                             ? NT_START_FIRST_LETTERS
                                                                           : NT_START_LETTERS;
  needs->needs = bits_of(&w, part.must);
  needs->sketch = nt_sketch_compile(sketch, part.sketch, arena);
}
