/* At most places of a text none of the literals begins, and that is seen from the next four bytes: of the beginnings of literals, of up to
 * four bytes each, there are sets small enough for the nearest cache, and the question at one place does not wait for the answer at
 * the place before, as it does in an automaton. Where a set says perhaps, the literals with that beginning are compared. */
#include "literals.h"

#include "base/str_map.h"

#define HEAD 4u /* bytes of a beginning at most */
#define ROW_BITS 12u

typedef struct {
  NtStr text;
  guint32 head; /* its first bytes, the first lowest */
  guint32 next; /* of the same row, and 1; 0: none */
} Literal;

struct NtLiterals {
  NtStrMap numbers;
  GStringChunk *chunk;
  GArray *list;                    /* Literal, by number */
  guint32 rows[1u << ROW_BITS];    /* by beginning: the first literal and 1 */
  guint64 pairs[(1u << 16) / 64];  /* beginnings of two bytes, one bit each; of one byte, whatever follows */
  guint64 threes[(1u << 13) / 64]; /* of three, by hash */
  guint64 fours[(1u << 15) / 64];
};

static inline guint32 head_at(const char *p)
{
  guint32 head;
  memcpy(&head, p, sizeof head);
  return GUINT32_FROM_LE(head);
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

static void put_beginning(NtLiterals *l, guint32 head, guint n)
{
  if (n == 1)
    for (guint32 second = 0; second < 256; second++)
      put(l->pairs, head | second << 8);
  else if (n == 2)
    put(l->pairs, head);
  else if (n == 3)
    put(l->threes, hash(head, 13));
  else
    put(l->fours, hash(head, 15));
}

guint32 nt_literals_add(NtLiterals *l, NtStr text)
{
  gboolean was_there;
  NtStrMapSlot *slot = nt_str_map_put(&l->numbers, text, &was_there);
  if (was_there)
    return slot->value;
  NtStr copy = nt_str_n(g_string_chunk_insert_len(l->chunk, text.p, (gssize)text.n), text.n);
  char bytes[HEAD] = {0};
  guint n = (guint)MIN(text.n, HEAD);
  memcpy(bytes, text.p, n);
  guint32 head = head_at(bytes), *row = &l->rows[hash(head, ROW_BITS)];
  Literal literal = {copy, head, *row};
  slot->key = copy.p;
  slot->value = l->list->len;
  g_array_append_val(l->list, literal);
  *row = l->list->len;
  put_beginning(l, head, n);
  return slot->value;
}

/* Those that begin with these `n` bytes, and have no more unless `n` is HEAD. */
static void compare(const NtLiterals *l, NtArena *arena, NtStr text, gsize at, guint32 head, guint n, NtLiteralHits *hits)
{
  guint32 beginning = first_bytes(head, n);
  const Literal *list = (const Literal *)(const void *)l->list->data, *literal;
  for (guint32 k = l->rows[hash(beginning, ROW_BITS)]; k; k = literal->next) {
    literal = &list[k - 1];
    gsize length = literal->text.n;
    if (literal->head == beginning && (n == HEAD ? length >= n : length == n) && length <= text.n - at &&
        (length <= HEAD || memcmp(literal->text.p + HEAD, text.p + at + HEAD, length - HEAD) == 0))
      *nt_vec_push(arena, hits) = (NtLiteralHit){(guint32)at, (guint32)(at + length), k - 1};
  }
}

static inline void look(const NtLiterals *l, NtArena *arena, NtStr text, gsize at, guint32 head, NtLiteralHits *hits)
{
  gboolean pair = has(l->pairs, first_bytes(head, 2)), three = has(l->threes, hash(first_bytes(head, 3), 13)),
           four = has(l->fours, hash(head, 15));
  if (G_LIKELY(!(pair | three | four)))
    return;
  if (pair) {
    compare(l, arena, text, at, head, 1, hits);
    compare(l, arena, text, at, head, 2, hits);
  }
  if (three)
    compare(l, arena, text, at, head, 3, hits);
  if (four)
    compare(l, arena, text, at, head, HEAD, hits);
}

void nt_literals_find(const NtLiterals *l, NtArena *arena, NtStr text, NtLiteralHits *hits)
{
  gsize at = 0;
  for (; at + HEAD <= text.n; at++)
    look(l, arena, text, at, head_at(text.p + at), hits);
  for (; at < text.n; at++) {
    char bytes[HEAD] = {0};
    memcpy(bytes, text.p + at, text.n - at);
    look(l, arena, text, at, head_at(bytes), hits);
  }
}
