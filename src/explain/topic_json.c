/* An answer about a topic, for programs: an object, on one line. Offsets are those of the file's text. */
#include "topic.h"

#include "base/json.h"
#include "object.h"

static void put_truth(GString *out, const char *name, gboolean truth)
{
  nt_put_key(out, name);
  g_string_append(out, truth ? "true" : "false");
}

static void put_gifts(const NtTopicAnswer *a, const NtArticle *page, GString *out)
{
  nt_put_key(out, "counted");
  g_string_append_c(out, '[');
  for (guint i = 0; i < a->gifts.n; i++) {
    const NtTopicGift *gift = &a->gifts.v[i];
    nt_put_open(out, '{');
    nt_put_span(out, a->article, a->shift, page, gift->span);
    nt_put_text(out, "zone", nt_str(nt_zone_word(nt_article_zone_at(a->article, gift->span.start))));
    nt_put_number(out, "weight", gift->weight);
    nt_put_where(out, gift->where);
    g_string_append_c(out, '}');
  }
  g_string_append_c(out, ']');
}

/* A condition, and behind it its parts. */
static guint put_row(GString *out, const NtTopicAskedList *rows, guint at)
{
  const NtTopicAsked *row = &rows->v[at++];
  nt_put_open(out, '{');
  nt_put_text(out, "asks", row->what);
  put_truth(out, "holds", row->holds);
  if (row->weight > 0)
    nt_put_number(out, "weight", row->weight);
  if (row->why_not.p)
    nt_put_text(out, "reason", row->why_not);
  nt_put_where(out, row->where);
  if (at < rows->n && rows->v[at].depth > row->depth) {
    nt_put_key(out, "parts");
    g_string_append_c(out, '[');
    while (at < rows->n && rows->v[at].depth > row->depth)
      at = put_row(out, rows, at);
    g_string_append_c(out, ']');
  }
  g_string_append_c(out, '}');
  return at;
}

static void put_rows(GString *out, const char *name, const NtTopicAskedList *rows)
{
  nt_put_key(out, name);
  g_string_append_c(out, '[');
  for (guint i = 0; i < rows->n;)
    i = put_row(out, rows, i);
  g_string_append_c(out, ']');
}

void nt_topic_answer_json(const NtTopicAnswer *a, const NtArticle *page, GString *out)
{
  static const char *const fates[] = {
    [NT_FATE_STANDS] = "stands", [NT_FATE_LIFTED] = "lifted",     [NT_FATE_LOW] = "low",
    [NT_FATE_NOT] = "not",       [NT_FATE_EXCLUDED] = "excluded", [NT_FATE_WEAK] = "weak"};
  g_string_append_c(out, '{');
  nt_put_text(out, "article", a->article->id);
  nt_put_text(out, "topic", a->rule->id);
  put_truth(out, "stands", a->standing.fate == NT_FATE_STANDS || a->standing.fate == NT_FATE_LIFTED);
  nt_put_text(out, "fate", nt_str(fates[a->standing.fate]));
  nt_put_text(out, "by", a->by ? a->by->id : (NtStr){0});
  nt_put_number(out, "score", a->standing.score);
  nt_put_number(out, "own_score", a->standing.own);
  nt_put_number(out, "threshold", a->rule->threshold);
  nt_put_number(out, "points", a->points);
  nt_put_number(out, "needs", a->needs);
  nt_put_key(out, "words");
  nt_json_put_count(out, a->words);
  nt_put_where(out, a->rule->where);
  put_gifts(a, page, out);
  put_rows(out, "bars", &a->bars);
  put_rows(out, "missing", &a->missing);
  g_string_append(out, "}\n");
}
