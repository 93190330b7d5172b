#include "detect.h"

#include <uchardet.h>

char *nt_detect_charset(NtStr bytes)
{
  uchardet_t detector = uchardet_new();
  char *name = NULL;
  if (detector && uchardet_handle_data(detector, bytes.p, bytes.n) == 0) {
    uchardet_data_end(detector);
    const char *found = uchardet_get_charset(detector);
    name = found && *found ? g_strdup(found) : NULL;
  }
  if (detector)
    uchardet_delete(detector);
  return name;
}
