/* What the kinds of look share. Each is a file and one function, called by check.c in a fixed order; what it finds is a warning,
 * or an error where a file claims something that is not so. */
#pragma once

#include "base/diagnostics.h"
#include "knowledge/claims.h"
#include "knowledge/image.h"
#include "knowledge/knowledge.h"

typedef struct {
  const NtKnowledge *knowledge;
  const NtImage *image;
  const NtClaims *claims;
  guint first_own; /* number of the first knowledge folder that does not come with newstag */
  NtDiagnostics *findings;
} NtLook;

/* Names that are too common or too short, that never fire, that cannot be told apart, that two types share. */
void nt_look_names(NtLook *look);
/* Word lists and macros that nothing asks for. */
void nt_look_unasked(NtLook *look);
/* Rules: groups that nothing uses, patterns that are tried everywhere, patterns that give up on long texts, rules that another
 * always beats. */
void nt_look_rules(NtLook *look);
/* Texts that are built to make a pattern try the same words in ever more ways: whether one of them makes it hit a limit. */
void nt_look_backtracking(NtLook *look);
/* Topics: thresholds that no text can reach, conditions that never hold, words that count twice, exceptions that except nothing. */
void nt_look_topics(NtLook *look);
/* `examples`, `counterexamples` and `tests:` of all files. */
void nt_look_examples(NtLook *look);
/* `example` of each page layout. */
void nt_look_layouts(NtLook *look);
