/* What the files of openers share. openers.c looks at the page; opener_above.c goes up from one text, line by line, and has each read by
 * opener_source.c, and the headline by opener_headline.c. What a text is by its form, opener_form.c tells. */
#pragma once

#include "openers.h"

/* ---- opener_form.c ---- */

#define NT_MOST_NAME_WORDS 6u

/* `what` is written small. */
gboolean nt_opener_starts(NtStr s, const char *what);
/* Bytes of the mark that parts fields at `i`: `|`, `•`, `·`, a dash with a space on either side; 0 where none stands. */
guint nt_opener_mark(NtStr s, gsize i);
/* Without white space and marks at its ends. */
NtStr nt_opener_strip(NtStr s);
NtSpan nt_opener_span(const NtPage *page, NtStr part);
gboolean nt_opener_has_publisher_word(const NtPage *page, NtStr s);
/* Running text. */
gboolean nt_opener_is_text(const NtPage *page, guint line);

/* ---- opener_source.c ---- */

gboolean nt_opener_read_label(const NtPage *page, NtStr s, NtOpener *opener);
/* What a line says of date, byline and publisher; FALSE where it says nothing. */
gboolean nt_opener_read_source(const NtPage *page, NtStr s, gboolean byline, NtOpener *opener);

/* ---- opener_headline.c ---- */

/* What stands in the opener's headline line. */
void nt_opener_read_headline(const NtPage *page, NtOpener *opener);
