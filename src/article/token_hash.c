/* Two hashes of words: that by which names are found, and one of how they are written. */
#include "token_hash.h"

#include "base/utf8.h"
#include "token_chars.h"
#include "tokens.h"

/* Composed, folded, then as the ASCII form would be, so that é and e + ◌́ are one. */
guint64 nt_token_hash(NtStr word, gboolean composed)
{
  g_autofree char *made = composed ? NULL : g_utf8_normalize(word.p, (gssize)word.n, G_NORMALIZE_NFC);
  NtStr from = composed ? word : nt_str(made ? made : "");
  char folded[256];
  gsize used = 0;
  guint64 h = NT_HASH_SEED;
  for (gsize i = 0; i < from.n;) {
    guint length;
    gunichar c = nt_utf8_at(from.p + i, &length);
    i += length;
    if (nt_is_unseen(c))
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
  guint64 whole = nt_token_hash_ascii(folded, used, folded + sizeof folded);
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
    if (!nt_is_unseen(c)) {
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
