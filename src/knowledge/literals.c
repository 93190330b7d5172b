/* At most places none of the literals begins, and that is seen from the next four bytes: of the beginnings of literals, of up to
 * four bytes each, there are two sets small enough for the nearest cache, and the question at one place does not wait for the answer
 * at the place before, as it does in an automaton. Where a set says perhaps, the literals with that beginning are compared. */
#include "literals.h"

#include "base/hash.h"
#include "base/str_map.h"

#define HEAD 4u /* bytes of a beginning at most */
#define EIGHT 8u
#define ROW_BITS 13u
#define PAIR_BITS 12u
#define FOUR_BITS 15u

typedef struct {
  NtStr text;
  NtStr sought; /* without the space before it */
  guint64 first, mask; /* its first eight bytes, the first lowest, and which of them it has */
  guint32 next; /* of the same row, and 1; 0: none */
  guint32 head; /* by so many bytes it stands in its row */
} Literal;

/* Beginnings of literals. */
typedef struct {
  guint64 marks[128 / 64];               /* of one byte that is no letter or digit */
  guint16 shorts[1u << PAIR_BITS];       /* of less than four: by hash of two, a bit for the last four of the third */
  guint64 fours[(1u << FOUR_BITS) / 64]; /* of four, by hash */
} Beginnings;

struct NtLiterals {
  NtStrMap numbers;
  GStringChunk *chunk;
  GArray *list;                    /* Literal, by number */
  guint32 rows[1u << ROW_BITS];    /* by beginning: the first literal and 1 */
  Beginnings all;
  Beginnings inside;               /* of those that may stand inside a word */
  gboolean any_inside;
};

/* The first byte lowest; zeros behind the end of the text. */
static inline guint64 eight_at(NtStr text, gsize at)
{
  return GUINT64_FROM_LE(nt_hash_load(text.p + at, text.n - at));
}

static inline guint32 first_bytes(guint32 head, guint n)
{
  return n < HEAD ? head & ((1u << 8 * n) - 1) : head;
}

static inline guint32 hash(guint32 head, guint bits)
{
  return head * 0x9E3779B1u >> (32 - bits);
}

static inline gboolean has(const guint64 *set, guint32 bit)
{
  return set[bit / 64] >> bit % 64 & 1;
}

static void put(guint64 *set, guint32 bit)
{
  set[bit / 64] |= G_GUINT64_CONSTANT(1) << bit % 64;
}

NtLiterals *nt_literals_new(void)
{
  NtLiterals *l = g_new0(NtLiterals, 1);
  nt_str_map_init(&l->numbers);
  l->chunk = g_string_chunk_new(1024);
  l->list = g_array_new(FALSE, FALSE, sizeof(Literal));
  return l;
}

void nt_literals_free(NtLiterals *l)
{
  if (!l)
    return;
  nt_str_map_clear(&l->numbers);
  g_string_chunk_free(l->chunk);
  g_array_unref(l->list);
  g_free(l);
}

guint32 nt_literals_count(const NtLiterals *l)
{
  return l->list->len;
}

NtStr nt_literals_text(const NtLiterals *l, guint32 number)
{
  return g_array_index(l->list, Literal, number).text;
}

static inline guint32 pair_of(guint32 head)
{
  return hash(first_bytes(head, 2), PAIR_BITS);
}

/* It begins as one of two or three bytes does. */
static inline gboolean has_short(const Beginnings *b, guint32 head)
{
  return b->shorts[pair_of(head)] >> (head >> 16) % 16 & 1;
}

static void put_beginning(Beginnings *b, guint32 head, guint n)
{
  if (n == 1 && !g_ascii_isalnum((char)head))
    put(b->marks, head);
  else if (n == 1)
    for (guint32 second = 0; second < 256; second++)
      b->shorts[pair_of(head | second << 8)] = G_MAXUINT16;
  else if (n == 2)
    b->shorts[pair_of(head)] = G_MAXUINT16;
  else if (n == 3)
    b->shorts[pair_of(head)] |= (guint16)(1u << (head >> 16) % 16);
  else
    put(b->fours, hash(head, FOUR_BITS));
}

static NtStr without_spaces_before(NtStr text)
{
  while (text.n > 1 && g_ascii_isspace(text.p[0]))
    text = nt_str_n(text.p + 1, text.n - 1);
  return text;
}

guint32 nt_literals_add(NtLiterals *l, NtStr text)
{
  gboolean was_there;
  NtStrMapSlot *slot = nt_str_map_put(&l->numbers, text, &was_there);
  if (was_there)
    return slot->value;
  NtStr copy = nt_str_n(g_string_chunk_insert_len(l->chunk, text.p, (gssize)text.n), text.n);
  NtStr sought = without_spaces_before(copy);
  guint n = (guint)MIN(sought.n, HEAD);
  guint64 first = eight_at(sought, 0);
  guint32 head = (guint32)first, *row = &l->rows[hash(head, ROW_BITS)];
  Literal literal = {
    .text = copy,
    .sought = sought,
    .first = first,
    .mask = sought.n < EIGHT ? (G_GUINT64_CONSTANT(1) << 8 * sought.n) - 1 : ~G_GUINT64_CONSTANT(0),
    .next = *row,
    .head = n,
  };
  slot->key = copy.p;
  slot->value = l->list->len;
  g_array_append_val(l->list, literal);
  *row = l->list->len;
  put_beginning(&l->all, head, n);
  if (sought.n == copy.n && g_ascii_isalnum(copy.p[0])) {
    put_beginning(&l->inside, head, n);
    l->any_inside = TRUE;
  }
  return slot->value;
}

/* Where literals are looked for. */
typedef struct {
  const NtLiterals *literals;
  NtStr text;
  gboolean inside; /* a letter or digit stands before the place at hand */
  NtArena *arena;
  NtLiteralHits *hits;
} Search;

/* What begins at `at` with the first `head` bytes of `bytes`, which stand there. */
static inline void compare(const Search *s, gsize at, guint64 bytes, guint head)
{
  const NtLiterals *l = s->literals;
  const Literal *list = (const Literal *)(const void *)l->list->data, *literal;
  for (guint32 k = l->rows[hash(first_bytes((guint32)bytes, head), ROW_BITS)]; k; k = literal->next) {
    literal = &list[k - 1];
    if ((bytes ^ literal->first) & literal->mask || literal->head != head)
      continue;
    gsize n = literal->sought.n;
    if (n > s->text.n - at || (s->inside && literal->text.n != n) ||
        (n > EIGHT && memcmp(literal->sought.p + EIGHT, s->text.p + at + EIGHT, n - EIGHT) != 0))
      continue;
    *nt_vec_push(s->arena, s->hits) = (NtLiteralHit){(guint32)at, (guint32)(at + n), k - 1};
  }
}

static inline gboolean is_mark(const Beginnings *b, guint32 head)
{
  return head % 256 < 128 && has(b->marks, head % 256);
}

/* Those that begin at `at`, where `bytes` stand. */
static G_NO_INLINE void take(const Search *s, const Beginnings *b, gsize at, guint64 bytes)
{
  guint32 head = (guint32)bytes;
  gboolean mark = is_mark(b, head);
  if (mark)
    compare(s, at, bytes, 1);
  if (has_short(b, head))
    for (guint n = mark ? 2 : 1; n < HEAD; n++)
      compare(s, at, bytes, n);
  if (has(b->fours, hash(head, FOUR_BITS)))
    compare(s, at, bytes, HEAD);
}

static inline void look_at_letter(const Search *s, const Beginnings *b, gsize at)
{
  guint64 bytes = eight_at(s->text, at);
  guint32 head = (guint32)bytes;
  if (has_short(b, head) | has(b->fours, hash(head, FOUR_BITS)))
    take(s, b, at, bytes);
}

static inline void look(const Search *s, const Beginnings *b, gsize at)
{
  guint64 bytes = eight_at(s->text, at);
  guint32 head = (guint32)bytes;
  if (is_mark(b, head) | has_short(b, head) | has(b->fours, hash(head, FOUR_BITS)))
    take(s, b, at, bytes);
}

/* Between words is mostly one space, and no literal is sought from a space on. */
static G_NO_INLINE void look_between(const Search *s, gsize from, gsize to)
{
  for (; from < to; from++)
    if (!g_ascii_isspace(s->text.p[from]))
      look(s, &s->literals->all, from);
}

/* Inside a word of ASCII are letters and digits; any other may have all kinds of marks in it. */
static G_NO_INLINE void look_inside(Search *s, const NtToken *word)
{
  gboolean plain = nt_is_plain(word);
  s->inside = plain;
  for (gsize at = word->start + 1; at < word->end; at++)
    look(s, plain ? &s->literals->inside : &s->literals->all, at);
  s->inside = FALSE;
}

void nt_literals_find(const NtLiterals *l, NtArena *arena, NtStr text, const NtTokens *words, NtLiteralHits *hits)
{
  Search s = {.literals = l, .text = text, .arena = arena, .hits = hits};
  const NtToken *end = words->v + words->n;
  gboolean any_inside = l->any_inside;
  gsize behind = 0;
  for (const NtToken *word = words->v; word < end; word++) {
    if (behind + 1 != word->start || text.p[behind] != ' ')
      look_between(&s, behind, word->start);
    look_at_letter(&s, &l->all, word->start);
    if (any_inside || !nt_is_plain(word))
      look_inside(&s, word);
    behind = word->end;
  }
  look_between(&s, behind, text.n);
}
