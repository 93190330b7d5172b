/* One pattern of a rule tried at one place of a sentence: answers what the pattern asks (knowledge/rule_pattern.h). */
#pragma once

#include "sentence.h"

typedef struct {
  NtRegexRoom *room, *side_room; /* the sides of a match are looked at while its groups are still wanted */
} NtAttemptRooms;

void nt_attempt_rooms_init(NtAttemptRooms *rooms, gboolean jit);
void nt_attempt_rooms_clear(NtAttemptRooms *rooms);

/* Tries the rule's pattern from byte `from` on: there and nowhere else, unless the rule starts anywhere. `*groups` is borrowed until the
 * next try. */
NtRegexResult nt_attempt_match(const NtAttemptRooms *rooms, NtSentence *s, const NtRule *rule, gsize from, const gsize **groups);

/* Whether what stands beside a match from byte `start` to `end` is as the rule wants it; `*side` gets the first that is not. */
NtRegexResult nt_attempt_sides(const NtAttemptRooms *rooms, NtSentence *s, const NtRule *rule, gsize start, gsize end,
                               NtRuleSide *side);

/* The answer to a callout of `pattern` in a sentence. */
gboolean nt_attempt_answer(NtSentence *s, const NtRulePattern *pattern, const NtRegexCallout *callout);
