/* A form is made by an ending and judged by the stemmer: endings alone would make `new` of `news`, and the stemmer alone would find
 * `election` for `elect`, which a person who writes `elect` does not expect. */
#include "inflect.h"

#define MOST_WORD_FORMS 12u
G_STATIC_ASSERT(2 * MOST_WORD_FORMS <= NT_MOST_FORMS);

typedef struct {
  NtArena *arena;
  NtStr v[MOST_WORD_FORMS];
  guint n;
} Forms;

/* Verbs and nouns whose forms no ending gives; a row is one word. */
static const char *const irregular[][4] = {
  {"arise", "arose", "arisen"}, {"bear", "bore", "borne"}, {"beat", "beaten"}, {"become", "became"}, {"begin", "began", "begun"},
  {"bind", "bound"}, {"bite", "bit", "bitten"}, {"bleed", "bled"}, {"blow", "blew", "blown"}, {"break", "broke", "broken"},
  {"breed", "bred"}, {"bring", "brought"}, {"build", "built"}, {"burn", "burnt"}, {"buy", "bought"}, {"catch", "caught"},
  {"choose", "chose", "chosen"}, {"come", "came"}, {"deal", "dealt"}, {"dig", "dug"}, {"draw", "drew", "drawn"},
  {"dream", "dreamt"}, {"drink", "drank", "drunk"}, {"drive", "drove", "driven"}, {"eat", "ate", "eaten"},
  {"fall", "fell", "fallen"}, {"feed", "fed"}, {"feel", "felt"}, {"fight", "fought"}, {"find", "found"}, {"flee", "fled"},
  {"fly", "flew", "flown"}, {"forbid", "forbade", "forbidden"}, {"freeze", "froze", "frozen"}, {"give", "gave", "given"},
  {"grow", "grew", "grown"}, {"hang", "hung"}, {"hide", "hid", "hidden"}, {"hold", "held"}, {"keep", "kept"}, {"lead", "led"},
  {"learn", "learnt"}, {"lend", "lent"}, {"lose", "lost"}, {"meet", "met"}, {"overthrow", "overthrew", "overthrown"},
  {"pay", "paid"}, {"ride", "rode", "ridden"}, {"rise", "rose", "risen"}, {"run", "ran"}, {"seek", "sought"}, {"sell", "sold"},
  {"shake", "shook", "shaken"}, {"shoot", "shot"}, {"shrink", "shrank", "shrunk"}, {"sing", "sang", "sung"}, {"sink", "sank", "sunk"},
  {"speak", "spoke", "spoken"}, {"spend", "spent"}, {"spring", "sprang", "sprung"}, {"steal", "stole", "stolen"},
  {"strike", "struck", "stricken"}, {"swear", "swore", "sworn"}, {"sweep", "swept"}, {"swim", "swam", "swum"}, {"teach", "taught"},
  {"tear", "tore", "torn"}, {"throw", "threw", "thrown"}, {"wear", "wore", "worn"}, {"win", "won"}, {"withdraw", "withdrew", "withdrawn"},
  {"write", "wrote", "written"}, {"man", "men"}, {"woman", "women"}, {"child", "children"}, {"wife", "wives"}, {"life", "lives"},
  {"thief", "thieves"}, {"knife", "knives"}, {"wolf", "wolves"}, {"crisis", "crises"}, {"gunman", "gunmen"}, {"policeman", "policemen"},
  {"fisherman", "fishermen"}, {"businessman", "businessmen"}, {"goose", "geese"}, {"tooth", "teeth"},
  {"foot", "feet"}, {"mouse", "mice"}, {"bacterium", "bacteria"}, {"die", "died", "dying"}, {"lie", "lying"},
  {"say", "said"},
};

static gboolean is_vowel(char c)
{
  return c && strchr("aeiou", c);
}

static gboolean ends_in(NtStr s, const char *end)
{
  gsize n = strlen(end);
  return s.n > n && memcmp(s.p + s.n - n, end, n) == 0;
}

static gboolean has(const Forms *f, NtStr form)
{
  for (guint i = 0; i < f->n; i++)
    if (nt_str_equal(f->v[i], form))
      return TRUE;
  return FALSE;
}

static void add(Forms *f, NtStr form)
{
  if (f->n < MOST_WORD_FORMS && !has(f, form))
    f->v[f->n++] = form;
}

/* The first `kept` letters of `word` and an ending. */
static NtStr ending(Forms *f, NtStr word, gsize kept, const char *end)
{
  return nt_str(nt_arena_printf(f->arena, "%.*s%s", (int)kept, word.p, end));
}

/* ---- one word ---- */

/* All that endings make of a base form, right or wrong. */
static guint put_endings(Forms *f, NtStr w, NtStr out[16])
{
  guint n = 0;
  gboolean e = ends_in(w, "e"), y = ends_in(w, "y") && w.n > 1 && !is_vowel(w.p[w.n - 2]);
  char last[] = {w.p[w.n - 1], 0};
  out[n++] = w;
  if (y) {
    out[n++] = ending(f, w, w.n - 1, "ies");
    out[n++] = ending(f, w, w.n - 1, "ied");
  } else if (ends_in(w, "s") || ends_in(w, "x") || ends_in(w, "z") || ends_in(w, "ch") || ends_in(w, "sh") || ends_in(w, "o")) {
    out[n++] = ending(f, w, w.n, "es");
  }
  if (!y && !ends_in(w, "s"))
    out[n++] = ending(f, w, w.n, "s");
  out[n++] = ending(f, w, w.n, e ? "d" : "ed");
  out[n++] = ending(f, w, w.n - (e && !ends_in(w, "ee")), "ing");
  if (w.n >= 3 && !is_vowel(last[0]) && is_vowel(w.p[w.n - 2]) && !strchr("wxyhs", last[0])) {
    out[n++] = nt_str(nt_arena_printf(f->arena, "%.*s%sed", (int)w.n, w.p, last));
    out[n++] = nt_str(nt_arena_printf(f->arena, "%.*s%sing", (int)w.n, w.p, last));
  }
  return n;
}

/* The words that `w` may be a form of: itself, and what is left without its ending. */
static guint put_bases(Forms *f, NtStr w, NtStr out[8])
{
  guint n = 0;
  out[n++] = w;
  if (w.n < 5)
    return ends_in(w, "s") && !ends_in(w, "ss") ? (out[n++] = ending(f, w, w.n - 1, ""), n) : n;
  if (ends_in(w, "ies") || ends_in(w, "ied"))
    out[n++] = ending(f, w, w.n - 3, "y");
  else if (ends_in(w, "es"))
    out[n++] = ending(f, w, w.n - 2, "");
  if (ends_in(w, "s") && !ends_in(w, "ss"))
    out[n++] = ending(f, w, w.n - 1, "");
  gsize cut = ends_in(w, "ing") ? 3 : ends_in(w, "ed") ? 2 : 0;
  if (cut && w.n - cut >= 3) {
    out[n++] = ending(f, w, w.n - cut, "");
    out[n++] = ending(f, w, w.n - cut, "e");
    if (w.p[w.n - cut - 1] == w.p[w.n - cut - 2])
      out[n++] = ending(f, w, w.n - cut - 1, "");
  }
  return n;
}

static void add_irregular(Forms *f, NtStr w)
{
  for (guint r = 0; r < G_N_ELEMENTS(irregular); r++) {
    gboolean is = FALSE;
    for (guint i = 0; i < 4 && irregular[r][i]; i++)
      is |= nt_str_is(w, irregular[r][i]);
    for (guint i = 0; is && i < 4 && irregular[r][i]; i++)
      add(f, nt_str(irregular[r][i]));
  }
}

/* British and American: a form that nobody writes does no harm, so the rules may be broad, but never make another common word. */
static void add_spelling(Forms *f, NtStr w)
{
  static const struct {
    const char *end, *other;
    gsize least; /* letters of the word */
  } spellings[] = {
    {"our", "or", 6},     {"ours", "ors", 7},     {"oured", "ored", 7},  {"ouring", "oring", 8}, {"or", "our", 5},    {"ors", "ours", 6},
    {"ise", "ize", 7},    {"ised", "ized", 7},    {"ises", "izes", 7},   {"ising", "izing", 8},  {"ize", "ise", 7},   {"ized", "ised", 7},
    {"izes", "ises", 7},  {"izing", "ising", 8},  {"isation", "ization", 8}, {"ization", "isation", 8}, {"yse", "yze", 6}, {"yze", "yse", 6},
    {"ence", "ense", 7},  {"ense", "ence", 7},    {"entre", "enter", 6}, {"enter", "entre", 6},  {"heatre", "heater", 7}, {"heater", "heatre", 7},
    {"ogue", "og", 7},    {"ramme", "ram", 8},
  };
  for (guint i = 0; i < G_N_ELEMENTS(spellings); i++)
    if (w.n >= spellings[i].least && ends_in(w, spellings[i].end)) {
      add(f, ending(f, w, w.n - strlen(spellings[i].end), spellings[i].other));
      return;
    }
}

static void inflect_word(Forms *f, NtStemmer *stemmer, NtStr w)
{
  add(f, w);
  if (w.n < 3 || !g_ascii_islower(w.p[w.n - 1]))
    return;
  NtStr bases[8], ended[16], stem = nt_stem(stemmer, w);
  stem = nt_arena_str(f->arena, stem);
  guint n_bases = put_bases(f, w, bases);
  for (guint b = 0; b < n_bases; b++) {
    if (bases[b].n < 3 || !nt_str_equal(nt_stem(stemmer, bases[b]), stem))
      continue;
    guint n = put_endings(f, bases[b], ended);
    for (guint i = 0; i < n; i++)
      if (nt_str_equal(nt_stem(stemmer, ended[i]), stem))
        add(f, ended[i]);
    add_irregular(f, bases[b]);
  }
  for (guint i = 0, n = f->n; i < n; i++)
    add_spelling(f, f->v[i]);
}

/* ---- a phrase ---- */

static gboolean parts_words(char c)
{
  return c == ' ' || c == '-';
}

guint nt_inflect(NtArena *arena, NtStemmer *stemmer, NtStr term, NtStr forms[NT_MOST_FORMS])
{
  gsize first = 0, last = term.n;
  while (first < term.n && !parts_words(term.p[first]))
    first++;
  while (last && !parts_words(term.p[last - 1]))
    last--;
  NtStr head = nt_str_n(term.p, last ? first : 0), tail = nt_str_n(term.p + last, term.n - last);
  NtStr middle = nt_str_n(term.p + head.n, term.n - head.n - tail.n);
  Forms heads = {.arena = arena}, tails = {.arena = arena};
  if (head.n)
    inflect_word(&heads, stemmer, head);
  else
    add(&heads, NT_STR(""));
  inflect_word(&tails, stemmer, tail);
  guint n = 0;
  for (guint i = 1; i < heads.n + tails.n - 1; i++) { /* one word changes, the other stays */
    NtStr a = i < tails.n ? heads.v[0] : heads.v[i - tails.n + 1], b = i < tails.n ? tails.v[i] : tails.v[0];
    forms[n++] = nt_str(nt_arena_printf(arena, "%.*s%.*s%.*s", (int)a.n, a.p, (int)middle.n, middle.p, (int)b.n, b.p));
  }
  return n;
}
