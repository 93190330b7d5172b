/* Images that were compiled before, a file each, named by the stamp of what they were made from. */
#pragma once

#include "image.h"

char *nt_cache_name(const char *folder, guint64 stamp);
/* The image at `path`, mapped; NULL where there is none, where it is damaged or another's, or was made from something else. */
GBytes *nt_cache_open(const char *path, guint64 stamp, NtImage *image);
/* Best effort: a cache that cannot be written costs time, not the result. Of older images the newest few stay,
 * and the one at `base`, which this one was made upon (NULL: none). */
void nt_cache_store(const char *path, GBytes *image, const char *base);
