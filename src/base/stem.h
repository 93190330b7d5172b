/* The stem of an English word: the one door to Snowball's libstemmer. */
#pragma once

#include "str.h"

/* Not shared between threads. */
typedef struct NtStemmer NtStemmer;

NtStemmer *nt_stemmer_new(void);
void nt_stemmer_free(NtStemmer *stemmer); /* accepts NULL */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(NtStemmer, nt_stemmer_free)

/* What Snowball's English stemmer leaves of `word` (small letters); borrowed until the next call. */
NtStr nt_stem(NtStemmer *stemmer, NtStr word);
