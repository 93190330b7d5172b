/* A pattern as people write it becomes one for PCRE2.
 *
 * `{{name}}` is a macro (another pattern, put in as it is), a type of names, a word list, or a rule of an earlier phase. Lists are
 * never put in as alternatives: a list of a million names would make a pattern of ten megabytes. Instead the pattern gets
 *
 *     (?:(?<_3>)(?C9)(?:WORD(?:(?C10) WORD){0,7})(?C11))
 *
 * where the empty group remembers the start (and forgets it when PCRE2 backtracks), callout 9 asks whether a member of the list
 * starts here, callout 10 whether one goes on from that start beyond here, and callout 11 whether one goes from it to here. The
 * matcher found all members before, so these are look-ups. */
#pragma once

#include "rule.h"

/* What expansion is told. */
typedef struct {
  const NtImage *image;
  GHashTable *macros;   /* name → NtStr *: its pattern */
  GArray *asks;         /* NtRuleAsk: those of all rules, each once; new ones are added */
  gboolean (*find_rule)(NtStr id, guint32 *number, gpointer data); /* a rule that may be asked for; with its error said: FALSE */
  gpointer data;
  void (*fail)(gpointer data, const char *code, const char *message);
} NtPatternContext;

/* A piece of the expanded pattern of which it is known what it begins with. */
typedef struct {
  gsize start, end;
  gboolean capital;   /* a capitalised word */
  gboolean is_ask;
  guint ask;          /* index of the pattern's asks */
  gsize inner;        /* where the body of a macro begins; it ends before the last bracket */
} NtPatternAtom;

/* What expansion gives. */
typedef struct {
  GString *out;
  GArray *asks;       /* NtRuleAsk of this pattern, one for each occurrence */
  GArray *atoms;      /* NtPatternAtom, by start */
  GArray *pieces;     /* NtRulePiece; sources are slices of the pattern */
} NtPatternText;

void nt_pattern_text_init(NtPatternText *text);
void nt_pattern_text_clear(NtPatternText *text);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(NtPatternText, nt_pattern_text_clear)

/* FALSE where something is wrong with the pattern; `fail` has been told. */
gboolean nt_pattern_expand(const NtPatternContext *context, NtStr pattern, NtPatternText *text);
