/* One pass over the text. ASCII, which is nearly all of English news, goes by a table of byte classes and eight bytes at a
 * time into the hash; the rest goes code point by code point through the Unicode tables of GLib. */
#include "tokens.h"

#include "base/hash.h"
#include "base/utf8.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

enum { OTHER, LOWER, UPPER, DIGIT, SPACE, LINE, HIGH };

static const guint8 class_of[256] = {
  ['a' ... 'z'] = LOWER, ['A' ... 'Z'] = UPPER, ['0' ... '9'] = DIGIT, [' '] = SPACE, ['\t'] = SPACE, ['\r'] = SPACE,
  ['\f'] = SPACE, ['\v'] = SPACE, ['\n'] = LINE, [0x80 ... 0xFF] = HIGH,
};

static inline gboolean is_word_class(guint8 c)
{
  return c == LOWER || c == UPPER || c == DIGIT;
}

/* Scripts that are written without spaces between words: each character is a word of its own. */
static gboolean stands_alone(gunichar c)
{
  return (c >= 0x3040 && c <= 0x30FF) || (c >= 0x3400 && c <= 0x9FFF) || (c >= 0xF900 && c <= 0xFAFF) ||
         (c >= 0x20000 && c <= 0x3FFFF) || (c >= 0x0E00 && c <= 0x0EFF) || (c >= 0x1000 && c <= 0x109F) ||
         (c >= 0x1780 && c <= 0x17FF);
}

/* Sets of general categories. */
#define IN(type, set) ((set) >> (type) & 1u)
#define KIND(name) (1u << G_UNICODE_##name)
#define MARKS (KIND(NON_SPACING_MARK) | KIND(SPACING_MARK) | KIND(ENCLOSING_MARK))
#define CAPITALS (KIND(UPPERCASE_LETTER) | KIND(TITLECASE_LETTER))
#define LETTERS (CAPITALS | KIND(LOWERCASE_LETTER) | KIND(MODIFIER_LETTER) | KIND(OTHER_LETTER))
#define NUMBERS (KIND(DECIMAL_NUMBER) | KIND(LETTER_NUMBER) | KIND(OTHER_NUMBER))

static inline gboolean is_word_kind(GUnicodeType type, gunichar c)
{
  return (IN(type, LETTERS | NUMBERS | MARKS) && c != 0x2BB && c != 0x2BC) || c == 0x200C || c == 0x200D; /* ʻ and ʼ are apostrophes */
}

static gboolean is_word_point(gunichar c)
{
  return is_word_kind(g_unichar_type(c), c);
}

/* Soft hyphens, spaces without width, marks of direction: nobody sees them. */
static gboolean is_unseen(gunichar c)
{
  return c == 0xAD || (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) || (c >= 0x2060 && c <= 0x2069) || c == 0xFEFF;
}

/* The next point that is seen, from `i` on; 0 at the end. */
static gunichar next_seen(const char *p, gsize i, gsize n)
{
  while (i < n) {
    guint length;
    gunichar c = nt_utf8_at(p + i, &length);
    if (!is_unseen(c))
      return c;
    i += length;
  }
  return 0;
}

/* Whether a word goes on over the point at `i`, which nobody sees: `Frank-furt`, where a line may end. Not from a small letter to a
 * capital, where it stands for a hyphen or a space: `Al-Qaeda`. */
static gboolean goes_on_unseen(const char *p, gsize i, gsize n, gunichar before)
{
  gunichar next = next_seen(p, i, n);
  return next && is_word_point(next) && !stands_alone(next) && !(g_unichar_islower(before) && g_unichar_isupper(next));
}

/* `Putin¹`: the number of a footnote is no part of the word. */
static gboolean is_footnote(gunichar c)
{
  return c == 0xB9 || c == 0xB2 || c == 0xB3 || (c >= 0x2070 && c <= 0x2079);
}

/* ---- hashing ---- */

#define ONES G_GUINT64_CONSTANT(0x0101010101010101)

/* ASCII capitals among eight ASCII bytes made small. */
static inline guint64 lower8(guint64 w)
{
  guint64 at_least_a = w + ONES * (0x80 - 'A'), above_z = w + ONES * (0x80 - 'Z' - 1);
  return w | (((at_least_a & ~above_z) & (ONES * 0x80)) >> 2);
}

static inline guint64 load_word(const char *p, gsize n, const char *end)
{
  if (end - p < 8)
    return nt_hash_load(p, n);
  guint64 w;
  memcpy(&w, p, sizeof w);
  return n >= 8 ? w : w & ((G_GUINT64_CONSTANT(1) << (8 * n)) - 1);
}

static inline guint64 hash_ascii(const char *p, gsize n, const char *end)
{
  guint64 h = NT_HASH_SEED ^ n;
  for (gsize i = 0; i < n; i += 8)
    h = nt_hash_mix(h, lower8(load_word(p + i, n - i, end)));
  return h;
}

/* Composed, folded, then as the ASCII form would be, so that é and e + ◌́ are one. `composed`: it is already. */
static guint64 hash_other(const char *p, gsize n, gboolean composed)
{
  g_autofree char *made = composed ? NULL : g_utf8_normalize(p, (gssize)n, G_NORMALIZE_NFC);
  NtStr from = composed ? nt_str_n(p, n) : nt_str(made ? made : "");
  char folded[256];
  gsize used = 0;
  guint64 h = NT_HASH_SEED;
  for (gsize i = 0; i < from.n;) {
    guint length;
    gunichar c = nt_utf8_at(from.p + i, &length);
    i += length;
    if (is_unseen(c))
      continue;
    if (c == 0x130) /* İ: its small letter is i with a dot above, which Turkish readers write as i */
      c = 'i';
    if (c >= 0xFF01 && c <= 0xFF5E) /* as wide as an ideograph: Ｋｅｎｙａ */
      c -= 0xFF01 - '!';
    if (c < 0x80)
      folded[used++] = g_ascii_tolower((char)c);
    else
      used += (gsize)g_unichar_to_utf8(g_unichar_tolower(c), folded + used);
    if (used > sizeof folded - 16) {
      h = nt_hash_mix(h, nt_hash_bytes(nt_str_n(folded, used)));
      used = 0;
    }
  }
  guint64 whole = hash_ascii(folded, used, folded + sizeof folded);
  return h == NT_HASH_SEED ? whole : nt_hash_mix(h, whole);
}

guint64 nt_tokens_step(guint64 run, const NtToken *next)
{
  return nt_hash_mix(run + nt_gap_joins(next->gap) * NT_HASH_SEED, next->hash);
}

/* Of a word's bytes: composed, without what nobody sees. */
static guint64 hash_seen(NtStr word, gboolean ascii)
{
  char letters[256];
  gsize used = 0;
  if (ascii || word.n > sizeof letters)
    return nt_hash_bytes(word);
  g_autofree char *made = g_utf8_normalize(word.p, (gssize)word.n, G_NORMALIZE_NFC);
  NtStr from = made && strlen(made) <= sizeof letters ? nt_str(made) : word;
  for (gsize i = 0; i < from.n;) {
    guint length;
    gunichar c = nt_utf8_at(from.p + i, &length);
    if (!is_unseen(c)) {
      memcpy(letters + used, from.p + i, length);
      used += length;
    }
    i += length;
  }
  return nt_hash_bytes(nt_str_n(letters, used));
}

guint32 nt_tokens_writing(NtStr text, const NtToken *first, guint n)
{
  guint64 h = NT_HASH_SEED;
  for (const NtToken *t = first; t < first + n; t++) {
    if (t->flags & NT_TOKEN_DOTTED) {
      char letters[64];
      gsize used = 0;
      for (guint32 i = t->start; i < t->end && used < sizeof letters; i++)
        if (text.p[i] != '.')
          letters[used++] = text.p[i];
      h = nt_hash_mix(h, nt_hash_bytes(nt_str_n(letters, used)));
    } else {
      h = nt_hash_mix(h, hash_seen(nt_str_n(text.p + t->start, t->end - t->start), t->flags & NT_TOKEN_ASCII));
    }
  }
  return (guint32)(h >> 32);
}

/* ---- words ---- */

typedef struct {
  const char *p, *end; /* the text */
  NtToken *v;
  guint n, room;
  NtArena *arena;
} Finder;

/* Room for so many more. */
static void reserve(Finder *f, guint more)
{
  while (f->room - f->n < more)
    f->v = nt_vec_grow_(f->arena, f->v, f->n, &f->room, sizeof *f->v);
}

static NtToken *push(Finder *f)
{
  if (f->n == f->room)
    f->v = nt_vec_grow_(f->arena, f->v, f->n, &f->room, sizeof *f->v);
  return &f->v[f->n++];
}

static NtShape shape_of_counts(gboolean first_upper, gboolean first_lower, guint upper, guint lower, gboolean digit_first)
{
  if (digit_first)
    return NT_SHAPE_NUMBER;
  if (first_upper)
    return lower ? NT_SHAPE_CAPITAL : upper > 1 ? NT_SHAPE_UPPER : NT_SHAPE_INITIAL;
  if (first_lower)
    return upper ? NT_SHAPE_MIXED : NT_SHAPE_LOWER;
  return NT_SHAPE_OTHER;
}

/* A word of ASCII letters and digits that starts at `i`; its end. Stops at the first byte of another kind. */
static inline gsize scan_ascii(const char *p, gsize i, gsize n, guint *upper, guint *lower)
{
  guint u = 0, l = 0;
  for (; i < n; i++) {
    guint8 c = class_of[(guchar)p[i]];
    if (!is_word_class(c))
      break;
    u += c == UPPER;
    l += c == LOWER;
  }
  *upper = u;
  *lower = l;
  return i;
}

/* Whether a word that is ASCII so far ends before these bytes: at any ASCII byte, and at “ ” ‘ ’ – — … and their like. */
static inline gboolean ends_word(const char *p, gsize n)
{
  return (guchar)p[0] < 0x80 || (n >= 3 && (guchar)p[0] == 0xE2 && (guchar)p[1] == 0x80 && (guchar)p[2] >= 0x90);
}

/* Single letters with full stops, `U.S.`, `J.R.R.`: the end of the run that starts with the letter at `i`, or 0. */
static gsize scan_dotted(const char *p, gsize i, gsize n)
{
  gsize at = i;
  guint letters = 0;
  while (at + 1 < n && g_ascii_isalpha(p[at]) && p[at + 1] == '.') {
    letters++;
    at += 2;
  }
  if (at < n && g_ascii_isalpha(p[at]) && (at + 1 == n || !is_word_class(class_of[(guchar)p[at + 1]])) && letters) {
    letters++;
    at++;
  } else if (at < n && (is_word_class(class_of[(guchar)p[at]]) || !ends_word(p + at, n - at))) {
    return 0;
  }
  return letters >= 2 ? at : 0;
}

static void add_dotted(Finder *f, gsize start, gsize end)
{
  char letters[64];
  gsize used = 0;
  gboolean lower = FALSE;
  for (gsize i = start; i < end && used < sizeof letters; i++)
    if (f->p[i] != '.') {
      lower |= g_ascii_islower(f->p[i]);
      letters[used++] = f->p[i];
    }
  NtToken *t = push(f);
  *t = (NtToken){
    .hash = hash_ascii(letters, used, letters + sizeof letters),
    .start = (guint32)start,
    .end = (guint32)end,
    .shape = lower ? NT_SHAPE_LOWER : NT_SHAPE_UPPER,
    .flags = NT_TOKEN_DOTTED | NT_TOKEN_ASCII | NT_TOKEN_ABBREVIATION,
  };
}

/* All code points below it stand for themselves in composed text. */
#define FIRST_TO_COMPOSE 0x300u

/* A word with something beyond ASCII in it. */
static gsize add_other(Finder *f, gsize start, gsize n)
{
  gsize i = start;
  guint upper = 0, lower = 0, points = 0;
  gunichar highest = 0, last = 0;
  GUnicodeType first = G_UNICODE_UNASSIGNED;
  while (i < n) {
    guint length;
    gunichar c = nt_utf8_at(f->p + i, &length);
    GUnicodeType type = g_unichar_type(c);
    gboolean alone = stands_alone(c);
    if (points && is_unseen(c) && goes_on_unseen(f->p, i, n, last)) {
      i += length;
      continue;
    }
    if (!is_word_kind(type, c) || (points && alone && !IN(type, MARKS)) || (points && is_footnote(c)))
      break;
    last = c;
    if (!points)
      first = type;
    upper += IN(type, CAPITALS);
    lower += type == G_UNICODE_LOWERCASE_LETTER;
    highest = MAX(highest, c);
    points++;
    i += length;
    if (points == 1 && alone) {
      while (i < n && g_unichar_ismark(c = nt_utf8_at(f->p + i, &length))) {
        highest = MAX(highest, c);
        i += length;
      }
      break;
    }
  }
  NtToken *t = push(f);
  *t = (NtToken){
    .hash = hash_other(f->p + start, i - start, highest < FIRST_TO_COMPOSE),
    .start = (guint32)start,
    .end = (guint32)i,
    .shape = (guint8)shape_of_counts(IN(first, CAPITALS), first == G_UNICODE_LOWERCASE_LETTER, upper, lower, first == G_UNICODE_DECIMAL_NUMBER),
  };
  return i;
}

static gsize add_word(Finder *f, gsize start, gsize n)
{
  guint upper, lower;
  gsize end = scan_ascii(f->p, start, n, &upper, &lower);
  if (end < n && (guchar)f->p[end] >= 0x80) {
    guint length;
    gunichar c = nt_utf8_at(f->p + end, &length);
    if (is_unseen(c) ? goes_on_unseen(f->p, end, n, (guchar)f->p[end - 1]) : is_word_point(c) && !stands_alone(c) && !is_footnote(c))
      return add_other(f, start, n);
  }
  if (end == start + 1 && upper + lower == 1 && end < n && f->p[end] == '.') {
    gsize dotted = scan_dotted(f->p, start, n);
    if (dotted) {
      add_dotted(f, start, dotted);
      return dotted;
    }
  }
  guint8 first = class_of[(guchar)f->p[start]];
  NtToken *t = push(f);
  *t = (NtToken){
    .hash = hash_ascii(f->p + start, end - start, f->end),
    .start = (guint32)start,
    .end = (guint32)end,
    .shape = (guint8)shape_of_counts(first == UPPER, first == LOWER, upper, lower, first == DIGIT),
    .flags = NT_TOKEN_ASCII,
  };
  return end;
}

/* ---- gaps ---- */

typedef struct {
  guint spaces, lines, marks, dots;
  gunichar mark, mark_before; /* the last two */
  guint16 flags;
  gboolean empty_line;
  gboolean after_line; /* nothing but spaces since the last line end */
} GapNotes;

static void note_space(GapNotes *g, gboolean line)
{
  g->spaces++;
  if (!line)
    return;
  g->empty_line |= g->after_line;
  g->after_line = TRUE;
  g->lines++;
}

static void note_mark(GapNotes *g, gunichar c)
{
  if (c == '>' && g->after_line) /* a line of a mail that is answered */
    return;
  g->after_line = FALSE;
  switch (c) {
  case '.':
    g->dots++;
    g->flags |= NT_TOKEN_DOT;
    return;
  case '!': case '?': case 0x2026: case 0x3002: case 0xFF01: case 0xFF1F:
    g->flags |= NT_TOKEN_STOP;
    break;
  case 0x2018: case 0x2019: case 0x02BC: case 0x2BB: case '`': case 0xB4: case 0x91: case 0x92: case 0xFFFD: /* and Windows' own */
    c = '\'';
    break;
  case 0x201C: case 0x201D: case 0x93: case 0x94: case 0xAB: case 0xBB: case 0x201E: case '"': case '(': case '[': case ')': case ']':
    c = c == '(' || c == ')' || c == '[' || c == ']' ? c : '"';
    g->flags |= NT_TOKEN_QUOTE;
    break;
  case 0x2010: case 0x2011: case 0x2013: case 0x2212: case 0xAD: case 0x96:
    c = '-';
    break;
  case ':': case ';': case 0x2014: case 0x2015: case 0x97:
    g->flags |= NT_TOKEN_COLON;
    break;
  default:
    break;
  }
  if (c == '\'' && g->spaces)
    g->flags |= NT_TOKEN_QUOTE;
  g->marks++;
  g->mark_before = g->mark;
  g->mark = c;
}

static guint8 gap_of(const GapNotes *g)
{
  if (g->empty_line)
    return NT_GAP_BREAK;
  /* St.-Denis, Ust'-Kut; J. "Chuck"; Co., Ltd */
  if (!g->spaces && g->mark == '-' && (g->marks == 1 ? g->dots <= 1 : g->marks == 2 && !g->dots && g->mark_before == '\''))
    return NT_GAP_HYPHEN;
  if (g->dots == 1 && g->marks == 1 && (g->mark == '"' || g->mark == ',') && g->spaces)
    return (guint8)g->mark;
  if (g->dots)
    return g->dots > 1 || g->marks ? NT_GAP_BREAK : g->spaces ? NT_GAP_DOT_SPACE : NT_GAP_DOT;
  if (!g->marks)
    return g->spaces ? NT_GAP_SPACE : NT_GAP_NONE;
  if (g->marks > 1)
    return NT_GAP_BREAK;
  if (g->mark == '&')
    return NT_GAP_AMPERSAND;
  if (!g->spaces && (g->mark == '-' || g->mark == '\''))
    return g->mark == '-' ? NT_GAP_HYPHEN : NT_GAP_APOSTROPHE;
  return g->mark > ' ' && g->mark < 0x7F ? (guint8)g->mark : NT_GAP_BREAK;
}

static gboolean is_space_point(gunichar c)
{
  return g_unichar_isspace(c) || c == 0xA0 || c == 0x200B || c == 0xFEFF;
}

static void note_point(GapNotes *g, gunichar c)
{
  if (c == ' ' || (c > 0x7F && is_space_point(c)))
    note_space(g, c == 0x2028 || c == 0x2029 || c == 0x85);
  else if (c == 0xAD || !is_unseen(c))
    note_mark(g, c);
}

/* What an HTML entity that was left in the text stands for, where it is one of those that stand between words: `O&rsquo;Brien`. Its
 * length; 0 where there is none. */
static gsize scan_entity(const char *p, gsize n, gunichar *point)
{
  static const struct {
    const char *name;
    gunichar point;
  } entities[] = {
    {"&amp;", '&'}, {"&apos;", '\''}, {"&quot;", '"'}, {"&nbsp;", ' '}, {"&rsquo;", 0x2019}, {"&lsquo;", 0x2018}, {"&rdquo;", 0x201D},
    {"&ldquo;", 0x201C}, {"&ndash;", 0x2013}, {"&mdash;", 0x2014}, {"&hellip;", 0x2026}, {"&shy;", 0xAD},
  };
  for (guint i = 0; i < G_N_ELEMENTS(entities); i++) {
    gsize length = strlen(entities[i].name);
    if (n >= length && memcmp(p, entities[i].name, length) == 0) {
      *point = entities[i].point;
      return length;
    }
  }
  if (n < 4 || p[1] != '#')
    return 0;
  gboolean hex = p[2] == 'x' || p[2] == 'X';
  gsize i = hex ? 3 : 2, first = i;
  *point = 0;
  for (; i < MIN(n, first + 5) && (hex ? g_ascii_isxdigit(p[i]) : g_ascii_isdigit(p[i])); i++)
    *point = *point * (hex ? 16 : 10) + (gunichar)g_ascii_xdigit_value(p[i]);
  if (i == first || i == n || p[i] != ';' || !*point || is_word_point(*point)) {
    *point = '&';
    return 0;
  }
  return i + 1;
}

/* From `i` to the next word or the end. The commonest gap by far is one space. */
static gsize scan_gap(const char *p, gsize i, gsize n, GapNotes *g)
{
  while (i < n) {
    guint8 c = class_of[(guchar)p[i]];
    if (is_word_class(c))
      break;
    if (c == SPACE || c == LINE) {
      note_space(g, c == LINE);
      i++;
    } else if (c == HIGH) {
      guint length;
      gunichar point = nt_utf8_at(p + i, &length);
      gboolean general_punctuation = point >= 0x2010 && point <= 0x2027;
      if (!general_punctuation && is_word_point(point) && !is_unseen(point))
        break;
      note_point(g, point);
      i += length;
    } else {
      gunichar point = (guchar)p[i];
      gsize length = point == '&' ? scan_entity(p + i, n - i, &point) : 0;
      note_point(g, point);
      i += length ? length : 1;
    }
  }
  return i;
}

/* ---- the plain way: runs of ASCII letters and digits, found 64 bytes at a time ---- */

/* A bit a byte: letters and digits. */
static guint64 word_bits(const char *p, gsize n)
{
  guint64 bits = 0;
  for (gsize i = 0; i < n; i++)
    bits |= (guint64)is_word_class(class_of[(guchar)p[i]]) << i;
  return bits;
}

#ifdef __SSE2__
/* The `n` bytes from `low` on: moved so that they are the smallest signed ones. */
static inline __m128i in_range(__m128i bytes, char low, char n)
{
  return _mm_cmplt_epi8(_mm_add_epi8(bytes, _mm_set1_epi8((char)(-128 - low))), _mm_set1_epi8((char)(-128 + n)));
}

static inline guint64 word_bits_64(const char *p)
{
  guint64 bits = 0;
  for (guint i = 0; i < 4; i++) {
    __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)(p + 16 * i));
    __m128i letter = in_range(_mm_or_si128(bytes, _mm_set1_epi8(0x20)), 'a', 26);
    bits |= (guint64)(guint32)_mm_movemask_epi8(_mm_or_si128(letter, in_range(bytes, '0', 10))) << (16 * i);
  }
  return bits;
}
#else
static inline guint64 word_bits_64(const char *p)
{
  return word_bits(p, 64);
}
#endif

#define LETTERS_AT_ONCE 16u

/* Where runs start and end, in turn; `n` of them, an even number. Of the first `n_plain`, which are even too, as many bytes can
 * be read as are taken at once, and another run comes behind. */
typedef struct {
  guint32 *v;
  gsize n, n_plain;
} Edges;

#define EDGES_OF(bytes) ((bytes) + 10u) /* room for them: one a byte, one for the end, and some too many */

static Edges find_edges(guint32 *room, NtStr text)
{
  Edges e = {.v = room};
  const guint64 last = G_GUINT64_CONSTANT(1) << 63;
  guint64 before = 0; /* the last bit of the block before */
  guint32 *out = e.v;
  for (gsize at = 0; at < text.n; at += 64) {
    guint64 bits = text.n - at >= 64 ? word_bits_64(text.p + at) : word_bits(text.p + at, text.n - at);
    guint64 turns = bits ^ (bits << 1 | before);
    before = bits >> 63;
    guint32 *end = out + __builtin_popcountll(turns);
    for (; out < end; out += 4) /* four at a time, some too many: the next block writes over them */
      for (guint j = 0; j < 4; j++) {
        out[j] = (guint32)at + (guint32)__builtin_ctzll(turns | last); /* where none is left, any number will do */
        turns &= turns - 1;
      }
    out = end;
  }
  e.n = (gsize)(out - e.v);
  if (e.n & 1)
    e.v[e.n++] = (guint32)text.n;
  for (e.n_plain = e.n ? e.n - 2 : 0; e.n_plain && e.v[e.n_plain - 2] + LETTERS_AT_ONCE > text.n;)
    e.n_plain -= 2;
  return e;
}

#ifdef __SSE2__
/* By class of the first byte, whether small letters are in it, whether a capital stands behind the first. */
static const guint8 shape_of[4][2][2] = {
  [LOWER] = {{NT_SHAPE_LOWER, NT_SHAPE_LOWER}, {NT_SHAPE_LOWER, NT_SHAPE_MIXED}},
  [UPPER] = {{NT_SHAPE_INITIAL, NT_SHAPE_UPPER}, {NT_SHAPE_CAPITAL, NT_SHAPE_CAPITAL}},
  [DIGIT] = {{NT_SHAPE_NUMBER, NT_SHAPE_NUMBER}, {NT_SHAPE_NUMBER, NT_SHAPE_NUMBER}},
};

/* Of 1 to 16 letters and digits, with 16 bytes to read: the same as hash_ascii and shape_of_counts, without a branch that the
 * word could mislead. Bit 0x20 tells a small letter from a capital, and every digit has it too; bit 0x40 tells letters. */
static inline void take_letters(const char *p, guint32 n, guint64 *hash, guint8 *shape)
{
  static const guint8 stays[2 * LETTERS_AT_ONCE] = {[0 ... LETTERS_AT_ONCE - 1] = 0xFF};
  __m128i mask = _mm_loadu_si128((const __m128i *)(const void *)(stays + LETTERS_AT_ONCE - n));
  __m128i bytes = _mm_and_si128(_mm_loadu_si128((const __m128i *)(const void *)p), mask);
  __m128i folded = _mm_or_si128(bytes, _mm_and_si128(mask, _mm_set1_epi8(0x20)));
  __m128i capital = _mm_slli_epi16(_mm_xor_si128(bytes, folded), 2);
  __m128i small = _mm_slli_epi16(_mm_and_si128(bytes, _mm_slli_epi16(bytes, 1)), 1);
  *shape = shape_of[class_of[(guchar)p[0]]][_mm_movemask_epi8(small) != 0][_mm_movemask_epi8(capital) > 1];
  guint64 first = (guint64)_mm_cvtsi128_si64(folded), second = (guint64)_mm_cvtsi128_si64(_mm_unpackhi_epi64(folded, folded));
  guint64 short_hash = nt_hash_mix(NT_HASH_SEED ^ n, first), long_hash = nt_hash_mix(short_hash, second);
  *hash = n > 8 ? long_hash : short_hash;
}
#else
static inline void take_letters(const char *p, guint32 n, guint64 *hash, guint8 *shape)
{
  guint upper, lower;
  scan_ascii(p, 0, n, &upper, &lower);
  guint8 first = class_of[(guchar)p[0]];
  *shape = (guint8)shape_of_counts(first == UPPER, first == LOWER, upper, lower, first == DIGIT);
  *hash = hash_ascii(p, n, p + n);
}
#endif

/* The commonest gaps: one mark, alone or with a space or line end behind it. Flags above the gap; 0 for any other. */
#define GAP(gap, flags) ((guint32)(gap) | (guint32)(flags) << 8)
enum { NEITHER, ALONE, THEN_SPACE, THEN_LINE };
static const guint32 gap_of_mark[][256] = {
  [NEITHER] = {0},
  [ALONE] =
    {
      [' '] = GAP(NT_GAP_SPACE, 0), ['\n'] = GAP(NT_GAP_SPACE, NT_TOKEN_NEWLINE), ['-'] = GAP(NT_GAP_HYPHEN, 0),
      ['\''] = GAP(NT_GAP_APOSTROPHE, 0), ['.'] = GAP(NT_GAP_DOT, NT_TOKEN_DOT), [','] = GAP(',', 0), ['/'] = GAP('/', 0),
    },
  [THEN_SPACE] =
    {
      [','] = GAP(',', 0), ['.'] = GAP(NT_GAP_DOT_SPACE, NT_TOKEN_DOT), ['"'] = GAP('"', NT_TOKEN_QUOTE),
      [')'] = GAP(')', NT_TOKEN_QUOTE), [':'] = GAP(':', NT_TOKEN_COLON), [';'] = GAP(';', NT_TOKEN_COLON),
    },
  [THEN_LINE] = {[','] = GAP(',', NT_TOKEN_NEWLINE), ['.'] = GAP(NT_GAP_DOT_SPACE, NT_TOKEN_DOT | NT_TOKEN_NEWLINE)},
};
/* By the second byte: a letter or digit is the next word already. */
static const guint8 gap_row[256] = {
  ['a' ... 'z'] = ALONE, ['A' ... 'Z'] = ALONE, ['0' ... '9'] = ALONE, [' '] = THEN_SPACE, ['\n'] = THEN_LINE,
};

static inline guint32 plain_gap(const char *p, guint32 width)
{
  guint32 gap = gap_of_mark[gap_row[(guchar)p[1]]][(guchar)p[0]];
  return G_LIKELY(width <= 2) ? gap : 0;
}

/* The gap from `i` on, of any kind; `*i` moves to the word behind it or the end. */
static guint32 any_gap(const Finder *f, gsize *i, gsize n, const NtToken *before)
{
  GapNotes notes = {0};
  *i = scan_gap(f->p, *i, n, &notes);
  guint16 flags = notes.flags;
  if (before->flags & NT_TOKEN_DOTTED && f->p[before->end - 1] == '.' && notes.spaces)
    flags |= NT_TOKEN_DOT;
  if (notes.lines)
    flags |= NT_TOKEN_NEWLINE;
  if (notes.empty_line)
    flags |= NT_TOKEN_BLANK;
  return GAP(gap_of(&notes), flags);
}

/* Takes runs from the `*at`th edge on as long as they are plain words; `*before` is what the first has before it, then what
 * the word behind the last has. The place of that word. */
static gsize take_plain(Finder *f, const Edges *edges, gsize *at, gsize n, guint32 *before)
{
  const char *p = f->p;
  const guint32 *edge = edges->v + *at, *last = edges->v + edges->n_plain;
  NtToken *t = f->v + f->n;
  guint32 gap = *before;
  gsize i = *edge;
  while (edge < last) {
    guint32 start = edge[0], end = edge[1], length = end - start;
    const char *behind = p + end;
    if (G_UNLIKELY(length > LETTERS_AT_ONCE) || G_UNLIKELY(length == 1 && *behind == '.') || G_UNLIKELY(!ends_word(behind, n - end)))
      break;
    take_letters(p + start, length, &t->hash, &t->shape);
    t->start = start;
    t->end = end;
    t->lists = 0;
    t->gap = (guint8)gap;
    t->flags = (guint16)(NT_TOKEN_ASCII | gap >> 8);
    edge += 2;
    i = *edge;
    gap = plain_gap(behind, (guint32)i - end);
    t++;
    if (G_UNLIKELY(!gap)) {
      i = end;
      gap = any_gap(f, &i, n, t - 1);
      if (i != *edge)
        break;
    }
  }
  f->n = (guint)(t - f->v);
  *at = (gsize)(edge - edges->v);
  *before = gap;
  return i;
}

/* One word and the gap behind it, of any kind. */
static gsize take_any(Finder *f, gsize i, gsize n, guint32 *before)
{
  i = (guchar)f->p[i] < 0x80 ? add_word(f, i, n) : add_other(f, i, n);
  NtToken *t = &f->v[f->n - 1];
  t->gap = (guint8)*before;
  t->flags |= (guint16)(*before >> 8);
  *before = any_gap(f, &i, n, t);
  return i;
}

#define SHORT_TEXT 250u

NtTokens nt_tokens_find(NtArena *arena, NtStr text)
{
  Finder f = {.p = text.p, .end = text.p + text.n, .arena = arena};
  guint32 few[EDGES_OF(SHORT_TEXT)]; /* a name or the like leaves nothing in the arena but its words */
  Edges edges = find_edges(text.n <= SHORT_TEXT ? few : nt_arena_new_array(nt_arena_scratch(arena), guint32, EDGES_OF(text.n)), text);
  f.room = (guint)(edges.n / 2 + 1);
  f.v = nt_arena_new_array(arena, NtToken, f.room);
  GapNotes first = {.empty_line = TRUE};
  gsize i = scan_gap(text.p, 0, text.n, &first), edge = 0;
  guint32 before = GAP(NT_GAP_BREAK, first.flags | NT_TOKEN_BLANK);
  while (i < text.n) {
    while (edge < edges.n && edges.v[edge] < i)
      edge += 2;
    if (edge < edges.n_plain && edges.v[edge] == i) {
      reserve(&f, (guint)((edges.n_plain - edge) / 2));
      i = take_plain(&f, &edges, &edge, text.n, &before);
    }
    if (i < text.n)
      i = take_any(&f, i, text.n, &before);
  }
  return (NtTokens){f.v, f.n};
}

gboolean nt_token_is_clitic(NtStr text, const NtToken *token)
{
  static const char *const clitics[] = {"s", "d", "m", "t", "ll", "re", "ve"};
  if (token->gap != NT_GAP_APOSTROPHE)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS(clitics); i++)
    if (token->end - token->start == strlen(clitics[i]) && g_ascii_strncasecmp(text.p + token->start, clitics[i], token->end - token->start) == 0)
      return TRUE;
  return FALSE;
}
