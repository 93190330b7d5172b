/* How much a parser of HTML would have to hold for a text, before it is let loose on it. */
#pragma once

#include "str.h"

/* NT_ERROR_LIMIT where elements stand inside each other too deep, or there are too many, or one has too many attributes. */
gboolean nt_html_check_bounds(NtStr html, GError **error);
