#include "rule_needs_run.h"

static guint32 number_of(GPtrArray *literals, NtStr text)
{
  guint32 i = 0;
  while (i < literals->len && !nt_str_is(text, literals->pdata[i]))
    i++;
  if (i == literals->len)
    g_ptr_array_add(literals, g_strndup(text.p, text.n));
  return i;
}

/* What of the run is sought. With a space before it a literal is sought where words begin (literals.h): of one that begins inside a
 * word what it has of further words will do. */
static NtStr sought_of(const NtNeedsRun *run, char *room)
{
  gsize from = 0;
  while (!run->at_word && from < run->n && g_ascii_isalnum(run->bytes[from]))
    from++;
  while (from < run->n && g_ascii_isspace(run->bytes[from]))
    from++;
  if (from == run->n)
    return nt_str_trim(nt_str_n(run->bytes + (run->other != 0), run->n - (run->other != 0)));
  room[0] = ' ';
  memcpy(room + 1, run->bytes + from, run->n - from);
  return nt_str_n(room, 1 + run->n - from);
}

void nt_needs_run_add(NtNeedsRun *run, const char *p, gsize n)
{
  run->full |= run->n + n > NT_NEEDS_MOST_LITERAL;
  if (run->full)
    return;
  memcpy(run->bytes + run->n, p, n);
  run->n += n;
}

void nt_needs_run_end(NtNeedsRun *run, GPtrArray *literals, NtNeedsKeys *keys)
{
  char room[NT_NEEDS_MOST_LITERAL + 2];
  NtStr sought = sought_of(run, room);
  if (sought.n) { /* white space is everywhere */
    NtNeedsKey key = nt_needs_key_of_literal(number_of(literals, sought), sought);
    if (run->other && run->at_word) {
      room[1] = run->other;
      NtNeedsKey other = nt_needs_key_of_literal(number_of(literals, sought), sought);
      nt_needs_key_join(&key, &other);
    }
    nt_needs_keys_note(keys, &key);
  }
  *run = (NtNeedsRun){.n = 0};
}
