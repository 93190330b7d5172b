/* An answer about a topic, for people. */
#include "topic.h"

#define MOST_GIFTS 12u
#define MOST_MISSING 12u

typedef struct {
  const NtTopicAnswer *answer;
  GString *out;
  gboolean colour;
} Say;

static void put_where(const Say *s, NtWhere where)
{
  g_string_append_printf(s->out, "  %s%.*s:%u%s\n", s->colour ? "\033[2m" : "", (int)where.file.n, where.file.p, where.line,
                         s->colour ? "\033[0m" : "");
}

static void say_fate(const Say *s)
{
  const NtTopicAnswer *a = s->answer;
  const char *other = a->by ? a->by->id.p : "";
  switch (a->standing.fate) {
  case NT_FATE_STANDS: g_string_append(s->out, "  stands"); break;
  case NT_FATE_LIFTED: g_string_append_printf(s->out, "  stands because \"%s\" does (%.2f)", other, a->by_score); break;
  case NT_FATE_LOW: g_string_append(s->out, "  does not stand"); break;
  case NT_FATE_NOT: g_string_append(s->out, "  does not stand: a condition of its \"not\" holds"); break;
  case NT_FATE_EXCLUDED: g_string_append_printf(s->out, "  does not stand: \"%s\" excludes it (%.2f)", other, a->by_score); break;
  case NT_FATE_WEAK:
    g_string_append_printf(s->out, "  does not stand: beside \"%s\" (%.2f) it needs %.2f", other, a->by_score, a->by_score * a->rule->beside);
    break;
  }
  g_string_append_printf(s->out, "; score %.2f, its threshold is %.2f: %.2f points of %.2f that this takes in %u words", a->standing.own,
                         a->rule->threshold, a->points, a->needs, a->words);
  if (a->points < a->needs)
    g_string_append_printf(s->out, ", %.2f are missing", a->needs - a->points);
  g_string_append_c(s->out, '\n');
  if (a->rule->hidden)
    g_string_append(s->out, "  is hidden: articles are not labelled with it\n");
}

static void say_gifts(const Say *s)
{
  const NtTopicAnswer *a = s->answer;
  g_string_append(s->out, a->gifts.n ? "  counted:\n" : "  nothing counted\n");
  for (guint i = 0; i < MIN(a->gifts.n, MOST_GIFTS); i++) {
    const NtTopicGift *gift = &a->gifts.v[i];
    NtStr text = nt_span_of(gift->span, a->article->text);
    g_string_append_printf(s->out, "    %+.2f  \"", gift->weight);
    for (gsize c = 0; c < text.n; c++)
      g_string_append_c(s->out, g_ascii_iscntrl(text.p[c]) ? ' ' : text.p[c]);
    g_string_append_printf(s->out, "\", %s", nt_zone_word(nt_article_zone_at(a->article, gift->span.start)));
    put_where(s, gift->where);
  }
  if (a->gifts.n > MOST_GIFTS)
    g_string_append_printf(s->out, "    and %u lighter\n", a->gifts.n - MOST_GIFTS);
}

static void say_rows(const Say *s, const char *title, const NtTopicAskedList *rows)
{
  guint said = 0, left = 0;
  for (guint i = 0; i < rows->n; i++) {
    const NtTopicAsked *row = &rows->v[i];
    if (row->depth == 0 && said == MOST_MISSING)
      left++;
    else if (row->depth == 0 && !said++)
      g_string_append_printf(s->out, "  %s:\n", title);
    if (left)
      continue;
    g_string_append_printf(s->out, "    %*s", (int)(2 * row->depth), "");
    if (row->weight > 0)
      g_string_append_printf(s->out, "%.2f  ", row->weight);
    else if (row->depth)
      g_string_append(s->out, row->holds ? "there:  " : "lacks:  ");
    g_string_append_printf(s->out, "%s%s%s", row->what.p, row->why_not.p ? ": " : "", row->why_not.p ? row->why_not.p : "");
    put_where(s, row->where);
  }
  if (left)
    g_string_append_printf(s->out, "    and %u lighter\n", left);
}

void nt_topic_answer_say(const NtTopicAnswer *answer, gboolean colour, GString *out)
{
  Say s = {answer, out, colour};
  if (out->len)
    g_string_append_c(out, '\n');
  g_string_append_printf(out, "%s%s%s  %.*s", colour ? "\033[1m" : "", answer->rule->id.p, colour ? "\033[0m" : "",
                         (int)answer->article->id.n, answer->article->id.p);
  put_where(&s, answer->rule->where);
  say_fate(&s);
  say_gifts(&s);
  say_rows(&s, "its \"not\" holds by", &answer->bars);
  say_rows(&s, "not counted", &answer->missing);
}
