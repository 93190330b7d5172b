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
  NtDiagnostics *findings;
} NtLook;

/* Names that are too common or too short, that never fire, that cannot be told apart. */
void nt_look_names(NtLook *look);
/* `examples`, `counterexamples` and `tests:` of all files. */
void nt_look_examples(NtLook *look);
