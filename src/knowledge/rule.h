/* Regex rules: loaded from YAML, macros put in, compiled. docs/formats/rules.md is the format. */
#pragma once

#include "base/regex.h"
#include "base/yaml.h"
#include "image.h"

typedef struct NtRules NtRules;

/* What a pattern may ask for beside its own text: the members of a word list, the names of a type, a number. */
typedef enum { NT_ASK_LIST, NT_ASK_TYPE, NT_ASK_NUMBER } NtAskKind;

typedef struct {
  NtAskKind kind;
  guint32 list;     /* of the image, or an NtType */
  guint bit;        /* of the sets in which rules say what they need */
  guint group;      /* an empty group that marks where the member starts; set for an occurrence in a pattern */
} NtRuleAsk;

typedef struct {
  guint group; /* of the pattern */
  NtType type;
} NtRuleGroup;

typedef struct {
  NtStr id;
  NtWhere where;
  NtRegex *regex;
  double score;
  guint zones;       /* bits of NtZoneKind in which it holds */
  int priority;
  gboolean anywhere; /* where it can start is not known; otherwise it is tried at the words that: */
  gboolean at_capital; /* begin with a capital, */
  guint64 at_asks;   /* or answer one of these asks */
  guint64 needs;     /* bits of asks that a sentence must have */
  NtRuleAsk *asks;   /* by callout number / 2 */
  guint n_asks;
  NtRuleGroup *groups;
  guint n_groups;
  NtStr *examples, *counterexamples;
  guint n_examples, n_counterexamples;
  guint32 line, column;
} NtRule;

NtRules *nt_rules_new(const NtImage *image);
void nt_rules_free(NtRules *rules);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(NtRules, nt_rules_free)

/* Adds what one file says: rules replace those of the same id of an earlier folder. Mistakes become errors of the context.
 * `folder` counts the knowledge folders. */
void nt_rules_add(NtRules *rules, const NtYaml *root, const NtYamlContext *context, guint folder);
/* After the last file: macros are put in, patterns compiled. */
void nt_rules_finish(NtRules *rules, NtDiagnostics *diagnostics);

const NtRule *nt_rules_list(const NtRules *rules, guint *n);
/* The asks of all rules, each once; `bit` is its index. */
const NtRuleAsk *nt_rules_asks(const NtRules *rules, guint *n);
