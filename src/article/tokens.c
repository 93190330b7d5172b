/* One pass over the text, from word to gap to word. Nearly all words of English news are plain runs of ASCII letters, and go in bulk
 * (token_runs.h); where a run is not plain, one word and the gap behind it are taken with care. */
#include "tokens.h"

#include "token_runs.h"
#include "token_word.h"

#define SHORT_TEXT 250u

NtTokens nt_tokens_find(NtArena *arena, NtStr text)
{
  guint32 few[NT_RUNS_ROOM(SHORT_TEXT)]; /* a name or the like leaves nothing in the arena but its words */
  guint32 *room = text.n <= SHORT_TEXT ? few : nt_arena_new_array(nt_arena_scratch(arena), guint32, NT_RUNS_ROOM(text.n));
  NtRuns runs = nt_runs_find(text, room);
  NT_VEC(NtToken) words = {.room = (guint)(runs.n / 2 + 1)};
  words.v = nt_arena_new_array(arena, NtToken, words.room);
  gsize i = 0;
  NtGapFlags gap = nt_gap_find(text, &i, NULL);
  while (i < text.n) {
    guint plain = nt_runs_plain_at(&runs, i);
    if (plain) {
      while (words.room - words.n < plain)
        words.v = nt_vec_grow_(arena, words.v, words.n, &words.room, sizeof *words.v);
      words.n += nt_runs_take(&runs, text, &i, &gap, words.v + words.n);
    }
    if (i < text.n) {
      NtToken *word = nt_vec_push(arena, &words);
      *word = nt_token_at(text, i);
      word->gap = (guint8)gap;
      word->flags |= (guint16)(gap >> 8);
      i = word->end;
      gap = nt_gap_find(text, &i, word);
    }
  }
  return (NtTokens){words.v, words.n};
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
