/* What the files of rules share: rule.c reads them, rule_compile.c compiles their patterns. */
#pragma once

#include "rule.h"

typedef struct {
  NtStr text;
  guint folder;
  NtWhere where;
} NtRuleMacro;

typedef struct {
  NtRule rule;
  NtStr type;
  const char *file;
  guint folder;
  guint32 number;       /* of the list */
  gboolean gone, replaces;
} NtRuleSource;

struct NtRules {
  NtArena *arena;
  const NtImage *image;
  GPtrArray *sources;  /* NtRuleSource, in the arena */
  GHashTable *by_id;   /* id → NtRuleSource */
  NtRulesRead read;    /* or NULL */
  gpointer read_data;
  GHashTable *macros;  /* name → NtRuleMacro */
  GArray *list;        /* NtRule */
  GArray *asks;        /* NtRuleAsk */
  NtLiterals *literals;
};

/* Works out what the patterns of the rule come to; its mistakes become errors. */
void nt_rule_compile(NtRules *rules, NtRuleSource *source, NtDiagnostics *diagnostics);
