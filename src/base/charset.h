/* Character sets of bytes: the one door to iconv. */
#pragma once

#include "arena.h"

/* Whether text in the character set of that name can be converted; names as in mail and HTML, whatever their case. */
gboolean nt_charset_is_known(const char *name);
/* What the bytes 0x80 to 0xFF of a character set of single bytes stand for; 0 where for nothing. FALSE where it is not known. */
gboolean nt_charset_table(const char *name, gunichar table[128]);
/* `in` as UTF-8 in `arena`; what does not convert becomes U+FFFD, a run of it one, and is counted in bytes. */
gboolean nt_charset_convert(NtArena *arena, const char *name, NtStr in, NtStr *out, gsize *invalid, GError **error);

/* The same for bytes that come in pieces. */
typedef struct NtCharset NtCharset;
NtCharset *nt_charset_open(const char *name); /* NULL where it is not known */
void nt_charset_free(NtCharset *charset);     /* accepts NULL */
/* Appends to `out`; a character that is not complete waits for the next piece, unless this is the last. */
void nt_charset_feed(NtCharset *charset, NtStr piece, gboolean last, GString *out);
gsize nt_charset_invalid(const NtCharset *charset);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(NtCharset, nt_charset_free)
