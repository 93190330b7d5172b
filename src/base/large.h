/* Memory for large tables. */
#pragma once

#include <glib.h>

/* `size` bytes of zeros, to be freed with nt_large_free. In large pages, where the system has them: filling them, and looking here and there,
 * then takes a fraction of the time. Ends the program where there is no memory, as GLib does. */
void *nt_large_new(gsize size);
void nt_large_free(void *memory); /* accepts NULL */
