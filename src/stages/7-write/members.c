#include "members.h"

void nt_member_topics(GString *out, const NtArticle *article)
{
  nt_member(out, "topics");
  for (guint i = 0; i < article->topics.n; i++) {
    g_string_append_c(out, i ? ',' : '[');
    nt_json_put_string(out, article->topics.v[i].id);
  }
  nt_put(out, article->topics.n ? "]" : "[]");
}

void nt_members_about(GString *out, const NtArticle *article)
{
  nt_member_known(out, "headline", article->meta.headline);
  nt_member_known(out, "publisher", article->meta.publisher);
  nt_member_known(out, "published", article->meta.published);
  nt_member_known(out, "path", article->source.path);
  nt_member_topics(out, article);
}
