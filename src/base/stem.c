#include "stem.h"

#include <libstemmer.h>

struct NtStemmer {
  struct sb_stemmer *snowball;
};

NtStemmer *nt_stemmer_new(void)
{
  NtStemmer *s = g_new(NtStemmer, 1);
  s->snowball = sb_stemmer_new("english", "UTF_8");
  g_assert(s->snowball); /* English is in every build of the library */
  return s;
}

void nt_stemmer_free(NtStemmer *s)
{
  if (!s)
    return;
  sb_stemmer_delete(s->snowball);
  g_free(s);
}

NtStr nt_stem(NtStemmer *s, NtStr word)
{
  const sb_symbol *stem = sb_stemmer_stem(s->snowball, (const sb_symbol *)word.p, (int)word.n);
  g_assert(stem); /* NULL only where memory is out */
  return nt_str_n((const char *)stem, (gsize)sb_stemmer_length(s->snowball));
}
