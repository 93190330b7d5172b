/* Ids that Wikidata gives. */
#pragma once

#include "base/str.h"

static inline gboolean nt_is_wikidata(NtStr id)
{
  gsize i = 1;
  while (i < id.n && g_ascii_isdigit(id.p[i]))
    i++;
  return id.n > 1 && id.p[0] == 'Q' && i == id.n;
}
