/* Plain text: the bytes in their encoding, nothing else. */
#include "reader.h"

gboolean nt_text_decode(const NtReading *reading, NtArticle *article, NtStr bytes, GError **error)
{
  NtDecoded decoded;
  if (!nt_encoding_decode(reading->encodings, article->arena, bytes, article->charset, &decoded, error))
    return FALSE;
  nt_article_set_text(article, decoded.text);
  article->source.encoding = nt_str(decoded.encoding);
  article->source.repairs = decoded.repairs;
  return TRUE;
}

const NtReader nt_reader_text = {
  .name = "text",
  .endings = ".txt .text",
  .decode = nt_text_decode,
};
