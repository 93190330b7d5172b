/* Regex rules: loaded from YAML, macros put in, compiled. docs/formats/rules.md is the format; rule_pattern.h turns a pattern as
 * people write it into one for PCRE2, rule_needs.h works out what a text must have for it. */
#pragma once

#include "article/article.h"
#include "base/regex.h"
#include "base/yaml.h"
#include "image.h"
#include "literals.h"
#include "rule_sketch.h"

typedef struct NtRules NtRules;

/* What a pattern may ask for beside its own text: a member of a word list, a name of a type (of a gazetteer, or found by a rule
 * of an earlier phase), a number, what an earlier rule found; and where it is in the sentence. */
typedef enum {
  NT_ASK_LIST,
  NT_ASK_TYPE,
  NT_ASK_NUMBER,
  NT_ASK_RULE,
  NT_ASK_SENTENCE_START, /* these two take no text */
  NT_ASK_SENTENCE_END,
} NtAskKind;

typedef struct {
  NtAskKind kind;
  guint32 what;     /* a list of the image, an NtType, or a rule: its number in nt_rules_list */
  guint32 number;   /* among the asks of all rules */
  guint group;      /* an empty group that marks where the member starts; set for an occurrence in a pattern */
} NtRuleAsk;

#define NT_RULE_MOST_ASKS 80u /* in one pattern: three callouts each, of 255 */

/* What a callout of a pattern asks: whether a member starts here; whether one goes on beyond here; whether one ends here. */
typedef enum { NT_CALLOUT_START, NT_CALLOUT_MORE, NT_CALLOUT_END, NT_N_CALLOUTS } NtRuleCallout;
static inline guint nt_rule_callout(guint ask, NtRuleCallout what)
{
  return ask * NT_N_CALLOUTS + what;
}

/* A set of asks has a bit for each number modulo NT_N_ASK_BITS: a bit that is not set says no, one that is set says perhaps. Where rules ask
 * for more than that many things, they are tried where they need not be. */
typedef unsigned __int128 NtAskSet;
#define NT_N_ASK_BITS ((guint)NT_N_HELD_ASKS)
G_STATIC_ASSERT(sizeof(NtAskSet) * 8 == NT_N_HELD_ASKS);
static inline NtAskSet nt_ask_bit(guint32 number)
{
  return (NtAskSet)1 << number % NT_N_ASK_BITS;
}

/* Takes the first bit out of the set, which is not empty: its number. */
static inline guint nt_ask_take(NtAskSet *set)
{
  guint64 low = (guint64)*set;
  guint bit = low ? (guint)__builtin_ctzll(low) : 64u + (guint)__builtin_ctzll((guint64)(*set >> 64));
  *set &= *set - 1;
  return bit;
}

/* Where a piece of the pattern as it was written went in the one for PCRE2. */
typedef struct {
  NtStr source;       /* `{{Cap}}`, or one character */
  guint32 start, end; /* of the expanded pattern */
} NtRulePiece;

typedef struct {
  const NtRulePiece *v;
  guint n;
} NtRulePieces;

#define NT_RULE_ANY_SPACES ((guint)G_MAXUINT8)
typedef struct {
  NtRegex *regex;   /* NULL: there is none */
  gboolean anchored; /* it matches only where it is tried */
  guint most_spaces; /* of one that must end at a place: the ASCII white space before that, besides what stands right before it */
  NtStr source;     /* as it was written */
  NtStr expanded;   /* as PCRE2 got it */
  NtStr pieces;     /* packed: nt_rule_pieces */
  NtRuleAsk *asks;  /* nt_rule_callout */
  guint n_asks;
  guint32 line, column;
} NtRulePattern;
NtRulePieces nt_rule_pieces(const NtRulePattern *pattern, NtArena *arena);

/* What must stand beside a match, or must not; white space between is passed over. */
#define NT_RULE_SIDES(X)            \
  X(BEFORE, "before")               \
  X(AFTER, "after")                 \
  X(NOT_BEFORE, "not-before")       \
  X(NOT_AFTER, "not-after")

typedef enum {
#define X(code, word) NT_SIDE_##code,
  NT_RULE_SIDES(X)
#undef X
  NT_N_RULE_SIDES
} NtRuleSide;
const char *nt_rule_side_word(NtRuleSide side);

typedef struct {
  guint group; /* of the pattern */
  NtType type;
  guint attributes; /* bits of NtAttribute that the rule sets on it */
} NtRuleGroup;

/* An attribute that the rule sets: what a group of the pattern holds, or a constant. */
typedef struct {
  NtAttribute attribute;
  guint group;     /* 0: `constant` */
  NtStr constant;
} NtRuleSet;

#define NT_RULE_MOST_SETS (NT_N_ATTRIBUTES * 2u)

typedef struct {
  NtStr text;
  guint32 line, column;
} NtRuleExample;

/* Numbers of asks, or of literals with NT_RULE_KEY_LITERAL. */
typedef struct {
  guint32 *v;
  guint n;
} NtRuleKey;
#define NT_RULE_KEY_LITERAL (1u << 31)

/* Letters and digits: of ASCII, or all others together. */
typedef struct {
  guint64 ascii[2];
  gboolean others;
} NtRuleLetters;
static inline gboolean nt_rule_letters_have(const NtRuleLetters *letters, guchar byte)
{
  return byte < 0x80 ? (letters->ascii[byte / 64] >> byte % 64 & 1) != 0 : letters->others && byte >= 0xC0;
}

/* A set of bytes. */
typedef struct {
  guint64 bits[4];
} NtRuleBytes;
static inline gboolean nt_rule_bytes_have(const NtRuleBytes *bytes, char c)
{
  return bytes->bits[(guchar)c / 64] >> (guchar)c % 64 & 1;
}

/* Where a match can start. */
typedef enum {
  NT_START_ANYWHERE,      /* it is not known */
  NT_START_LETTERS,       /* at some letters and digits */
  NT_START_FIRST_LETTERS, /* at those that stand behind no letter or digit */
  NT_START_WORDS,         /* at the start of some words */
} NtRuleStart;

typedef struct {
  NtStr id;
  NtWhere where;
  guint32 line, column;
  NtRulePattern pattern;
  NtRulePattern sides[NT_N_RULE_SIDES];
  double score;
  guint zones;       /* bits of NtZoneKind in which it holds */
  int priority;
  guint phase;
  NtRuleStart start;
  NtRuleLetters letters; /* of NT_START_LETTERS and _FIRST_LETTERS: it begins with one of these, */
  NtRuleBytes seconds;   /* and behind one of ASCII stands one of these */
  gboolean at_capital; /* of NT_START_WORDS: words that begin with a capital, */
  NtAskSet at_asks;     /* or answer one of these asks */
  NtAskSet needs;    /* asks that a sentence must answer */
  const NtSketchStep *sketch; /* where in it a match can begin */
  NtRuleKey key;     /* of which a sentence must have one; where it is empty, the rule is tried in every sentence */
  NtRuleKey also;    /* and one of these, unless it is empty */
  NtRuleGroup *groups;
  guint n_groups;
  NtRuleSet *sets;
  guint n_sets;
  NtRuleExample *examples, *counterexamples;
  guint n_examples, n_counterexamples;
} NtRule;

NtRules *nt_rules_new(const NtImage *image);
void nt_rules_free(NtRules *rules);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(NtRules, nt_rules_free)

/* Adds what one file says: rules replace those of the same id of an earlier folder. Mistakes become errors of the context.
 * `folder` counts the knowledge folders. The texts of `root` and the name of the file must outlive the rules. */
void nt_rules_add(NtRules *rules, const NtYaml *root, const NtYamlContext *context, guint folder);
/* Reads a file anew by the name that messages have for it, to say where in a pattern a mistake stands; NULL where it cannot. */
typedef char *(*NtRulesRead)(const char *file, gsize *n, gpointer data);
void nt_rules_set_read(NtRules *rules, NtRulesRead read, gpointer data);
/* After the last file: macros are put in, patterns compiled, unless the image has what came of that (rule_kept.h). */
void nt_rules_finish(NtRules *rules, NtDiagnostics *diagnostics);

/* By phase, then by id: neither the order of files nor that of rules changes a number. */
const NtRule *nt_rules_list(const NtRules *rules, guint *n);
/* The asks of all rules, each once; `number` is its index. */
const NtRuleAsk *nt_rules_asks(const NtRules *rules, guint *n);
/* The literals of all rules' keys, to be found in one pass. */
const NtLiterals *nt_rules_literals(const NtRules *rules);
