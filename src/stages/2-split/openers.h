/* The lines that open a glued-on article. */
#pragma once

#include "page.h"

typedef struct NtOpener {
  guint first, text;          /* lines: the uppermost that belongs to it, and the first of the text */
  guint headline_line, byline_line; /* or NT_NO_LINE */
  NtSpan headline, publisher, published, byline; /* empty where not told */
  guint signs;                /* bits of NtOpenerSign */
  guint number;               /* of a numbered headline */
  double sum;
} NtOpener;

#define NT_SIGN(code) (1u << NT_SIGN_##code)

/* Those of the page that have signs enough, from top to bottom; in the page's arena. */
NtOpener *nt_openers_find(NtPage *page, guint *n);
/* What short lines stand above line `text`; the page remembers it. FALSE where no headline is among them. */
gboolean nt_opener_above(NtPage *page, guint text, NtOpener *opener);
/* `Source: The Post`, `(The Post)`: whether the line says so. */
gboolean nt_opener_label(const NtPage *page, guint line, NtSpan *publisher);
/* By its form: a few words with capitals, as names of newspapers and people are. */
gboolean nt_opener_is_name(NtStr s);
/* `7. `: bytes of a number of one or two digits, one of these marks and a space, with which it begins; 0 where it does not. */
gsize nt_opener_number(NtStr s, const char *marks);
/* By its form: some words, not running text. */
gboolean nt_opener_is_headline(const NtPage *page, guint line);
/* `Headline - The Post`, `Headline (The Post)`: takes the publisher off. `dated`: a date or byline stands by it, so that any name may
 * be one. */
gboolean nt_opener_part_headline(const NtPage *page, gboolean dated, NtSpan *headline, NtSpan *publisher);
