/* At most places none of the literals begins, and that is seen from the next four bytes: of the beginnings of literals, of up to
 * four bytes each, there are sets small enough for the nearest cache, and the question at one place does not wait for the answer at
 * the place before, as it does in an automaton. Where a set says perhaps, the literals with that beginning are compared. */
#include "literals.h"

#include "base/hash.h"
#include "base/str_map.h"

#define HEAD 4u /* bytes of a beginning at most */
#define EIGHT 8u
#define ROW_BITS 12u

typedef struct {
  NtStr text;
  NtStr sought; /* without the space before it */
  guint64 first, mask; /* its first eight bytes, the first lowest, and which of them it has */
  guint32 next; /* of the same row, and 1; 0: none */
} Literal;

/* Beginnings of literals. */
typedef struct {
  guint64 pairs[(1u << 16) / 64];  /* of two bytes, one bit each; of one byte, whatever follows */
  guint64 threes[(1u << 13) / 64]; /* of three, by hash */
  guint64 fours[(1u << 15) / 64];
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

static void put_beginning(Beginnings *b, guint32 head, guint n)
{
  if (n == 1)
    for (guint32 second = 0; second < 256; second++)
      put(b->pairs, head | second << 8);
  else if (n == 2)
    put(b->pairs, head);
  else if (n == 3)
    put(b->threes, hash(head, 13));
  else
    put(b->fours, hash(head, 15));
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
  Literal literal = {copy, sought, first, sought.n < EIGHT ? (G_GUINT64_CONSTANT(1) << 8 * sought.n) - 1 : ~G_GUINT64_CONSTANT(0), *row};
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

/* A byte of the text at which literals may begin. */
typedef struct {
  NtStr text;
  gsize at;
  guint64 bytes;    /* the eight from there on */
  gboolean inside;  /* a letter or digit stands before it */
  NtArena *arena;
  NtLiteralHits *hits;
} Place;

/* Those that begin with `n` bytes of the place, and have no more unless `n` is HEAD. */
static void compare(const NtLiterals *l, const Place *place, guint n)
{
  gsize left = place->text.n - place->at;
  const char *p = place->text.p + place->at;
  const Literal *list = (const Literal *)(const void *)l->list->data, *literal;
  for (guint32 k = l->rows[hash(first_bytes((guint32)place->bytes, n), ROW_BITS)]; k; k = literal->next) {
    literal = &list[k - 1];
    gsize length = literal->sought.n;
    if ((place->bytes ^ literal->first) & literal->mask || (n == HEAD ? length < n : length != n) || length > left ||
        (place->inside && literal->text.n != length) || (length > EIGHT && memcmp(literal->sought.p + EIGHT, p + EIGHT, length - EIGHT) != 0))
      continue;
    *nt_vec_push(place->arena, place->hits) = (NtLiteralHit){(guint32)place->at, (guint32)(place->at + length), k - 1};
  }
}

static inline void look(const NtLiterals *l, const Beginnings *b, Place *place, gsize at)
{
  guint64 bytes = eight_at(place->text, at);
  guint32 head = (guint32)bytes;
  gboolean pair = has(b->pairs, first_bytes(head, 2)), three = has(b->threes, hash(first_bytes(head, 3), 13)),
           four = has(b->fours, hash(head, 15));
  if (!(pair | three | four))
    return;
  place->at = at;
  place->bytes = bytes;
  if (pair) {
    compare(l, place, 1);
    compare(l, place, 2);
  }
  if (three)
    compare(l, place, 3);
  if (four)
    compare(l, place, HEAD);
}

/* Between words: mostly one space, and no literal is sought from a space on. */
static inline void look_between(const NtLiterals *l, Place *place, gsize from, gsize to)
{
  for (; from < to; from++)
    if (!g_ascii_isspace(place->text.p[from]))
      look(l, &l->all, place, from);
}

/* Inside a word of ASCII are letters and digits; any other may have all kinds of marks in it. */
static void look_inside(const NtLiterals *l, Place *place, const NtToken *word)
{
  gboolean plain = nt_is_plain(word);
  place->inside = plain;
  for (gsize at = word->start + 1; at < word->end && (l->any_inside || !plain); at++)
    look(l, plain ? &l->inside : &l->all, place, at);
  place->inside = FALSE;
}

void nt_literals_find(const NtLiterals *l, NtArena *arena, NtStr text, const NtTokens *words, NtLiteralHits *hits)
{
  Place place = {.text = text, .arena = arena, .hits = hits};
  gsize behind = 0;
  for (guint i = 0; i < words->n; i++) {
    const NtToken *word = &words->v[i];
    look_between(l, &place, behind, word->start);
    look(l, &l->all, &place, word->start);
    look_inside(l, &place, word);
    behind = word->end;
  }
  look_between(l, &place, behind, text.n);
}
