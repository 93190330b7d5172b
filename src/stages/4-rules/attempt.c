#include "attempt.h"

#include "base/limits.h"

typedef struct {
  NtSentence *sentence;
  const NtRulePattern *pattern;
} Asked;

void nt_attempt_rooms_init(NtAttemptRooms *rooms, gboolean jit)
{
  rooms->room = nt_regex_room_new(jit);
  rooms->side_room = nt_regex_room_new(jit);
}

void nt_attempt_rooms_clear(NtAttemptRooms *rooms)
{
  nt_regex_room_free(rooms->room);
  nt_regex_room_free(rooms->side_room);
}

gboolean nt_attempt_answer(NtSentence *s, const NtRulePattern *pattern, const NtRegexCallout *callout)
{
  const NtToken *tokens = s->lexis->tokens.v;
  if (callout->number / NT_N_CALLOUTS >= pattern->n_asks) /* of a hostile image */
    return FALSE;
  const NtRuleAsk *a = &pattern->asks[callout->number / NT_N_CALLOUTS];
  NtRuleCallout what = callout->number % NT_N_CALLOUTS;
  if (a->kind == NT_ASK_SENTENCE_START)
    return callout->at <= tokens[s->first].start;
  if (a->kind == NT_ASK_SENTENCE_END)
    return callout->at >= tokens[s->end - 1].end;
  if (what != NT_CALLOUT_START && a->group >= callout->n_groups)
    return FALSE;
  gsize start = what == NT_CALLOUT_START ? callout->at : callout->groups[2 * a->group];
  guint32 first = nt_sentence_token(s, start);
  if (first >= s->end || tokens[first].start != start)
    return FALSE;
  switch (what) {
  case NT_CALLOUT_START: return nt_sentence_answers(s, a, first, 0);
  case NT_CALLOUT_MORE: return nt_sentence_goes_beyond(s, a, first, callout->at);
  default: break;
  }
  guint32 last = first;
  while (last < s->end && tokens[last].end < callout->at)
    last++;
  return last < s->end && tokens[last].end == callout->at && nt_sentence_answers(s, a, first, last + 1);
}

static gboolean ask(const NtRegexCallout *callout, gpointer data)
{
  const Asked *asked = data;
  return nt_attempt_answer(asked->sentence, asked->pattern, callout);
}

static NtRegexResult match(NtRegexRoom *room, NtSentence *s, const NtRulePattern *pattern, gsize from, gsize stop,
                           const gsize **groups)
{
  Asked asked = {s, pattern};
  NtStr subject = {s->text.p, stop};
  return nt_regex_match(pattern->regex, room, subject, from, pattern->n_asks ? ask : NULL, &asked, groups);
}

NtRegexResult nt_attempt_match(const NtAttemptRooms *rooms, NtSentence *s, const NtRule *rule, gsize from, const gsize **groups)
{
  return match(rooms->room, s, &rule->pattern, from, s->stop, groups);
}

/* It may be white space: of ASCII, with the vertical tab, or a part of another character. */
static inline gboolean may_be_space(char c)
{
  return g_ascii_isspace(c) || c == '\v' || (guchar)c >= 0x80;
}

/* What stands before a match is looked for in so many bytes, in the sentence, and no further back than the pattern can reach over white
 * space from what stands right before the match. */
static gsize window_start(const NtSentence *s, const NtRulePattern *pattern, gsize start)
{
  const char *text = s->text.p;
  gsize sentence = s->lexis->tokens.v[s->first].start, from = start > NT_LIMIT_RULE_SIDE_BYTES ? start - NT_LIMIT_RULE_SIDE_BYTES : 0;
  while (from < start && (text[from] & 0xC0) == 0x80)
    from++;
  from = MIN(MAX(from, sentence), start);
  if (pattern->most_spaces == NT_RULE_ANY_SPACES)
    return from;
  gsize at = start;
  while (at > from && may_be_space(text[at - 1]))
    at--;
  for (guint left = pattern->most_spaces; at > from && (left || !g_ascii_isspace(text[at - 1])); at--)
    left -= g_ascii_isspace(text[at - 1]) ? 1 : 0;
  return at;
}

NtRegexResult nt_attempt_sides(const NtAttemptRooms *rooms, NtSentence *s, const NtRule *rule, gsize start, gsize end,
                               NtRuleSide *side)
{
  for (guint i = 0; i < NT_N_RULE_SIDES; i++) {
    const NtRulePattern *pattern = &rule->sides[i];
    const gsize *groups;
    if (!pattern->regex)
      continue;
    gboolean before = i == NT_SIDE_BEFORE || i == NT_SIDE_NOT_BEFORE, wanted = i == NT_SIDE_BEFORE || i == NT_SIDE_AFTER;
    NtRegexResult result = before ? match(rooms->side_room, s, pattern, window_start(s, pattern, start), start, &groups)
                                  : match(rooms->side_room, s, pattern, end, s->stop, &groups);
    *side = (NtRuleSide)i;
    if (result == NT_REGEX_LIMIT)
      return result;
    if ((result == NT_REGEX_YES) != wanted)
      return NT_REGEX_NO;
  }
  return NT_REGEX_YES;
}
