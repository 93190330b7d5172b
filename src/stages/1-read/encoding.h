/* Bytes of a file become valid UTF-8. */
#pragma once

#include "article/article.h"

/* Fills in text, source.encoding and source.repairs. NT_ERROR_INPUT where the bytes are no text. */
gboolean nt_encoding_decode(NtArticle *article, NtStr bytes, GError **error);
