/* What the patterns of all rules were compiled to, as bytes, so that no pattern is worked out again when an image is opened. They
 * belong to the rules that the image holds beside them. */
#pragma once

#include "base/packed.h"
#include "build.h"
#include "rule.h"

/* Compiles the rules among the sources of a build, which are then all there, and puts into it what that came to. Where one is wrong
 * nothing is put in: who opens the image says so. */
void nt_kept_build(NtBuild *build);
/* The bytes alone. */
void nt_rules_keep(const NtRules *rules, GString *out);

typedef struct {
  NtPacked in;
  NtArena *arena;
  const NtImage *image;
  guint n_rules;
  GArray *asks;         /* NtRuleAsk, of all rules */
  NtLiterals *literals; /* of all rules */
} NtKeptRules;

/* Fills `asks` and `literals`, which are empty; then comes each rule, in the order of nt_rules_list, which gets all that its patterns
 * say. The bytes must outlive the rules. FALSE where they hold no such thing: every number is looked at. */
gboolean nt_kept_take_all(NtKeptRules *kept);
gboolean nt_kept_take_rule(NtKeptRules *kept, NtRule *rule);
