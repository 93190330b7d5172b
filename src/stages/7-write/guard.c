#include "guard.h"

gboolean nt_guard_needed(NtStr text)
{
  static const char *const wide[] = {"＝", "＋", "－", "＠"};
  gsize i = 0;
  if (text.n && (text.p[0] == '\t' || text.p[0] == '\r'))
    return TRUE;
  while (i < text.n && strchr(" \t\r\n\"'", text.p[i]))
    i++;
  if (i < text.n && strchr("=+-@", text.p[i]))
    return TRUE;
  for (guint w = 0; w < G_N_ELEMENTS(wide); w++)
    if (text.n - i >= 3 && memcmp(text.p + i, wide[w], 3) == 0)
      return TRUE;
  return FALSE;
}
