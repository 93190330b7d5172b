/* Evidence: what speaks for a capitalised run being the name of a person, a place or an organization, and how much. Read from
 * YAML, weighed in stages/5-resolve/weigh.c. docs/formats/evidence.md is the format. */
#pragma once

#include "article/types.h"
#include "base/hash.h"
#include "base/yaml.h"
#include "image.h"

/* The types that are weighed are the first three of NT_TYPES. */
#define NT_N_WEIGHED 3
G_STATIC_ASSERT(NT_TYPE_PERSON == 0 && NT_TYPE_PLACE == 1 && NT_TYPE_ORGANIZATION == 2);

/* What a run can be, beside its words and its neighbours: predicate, word in YAML. At most 64. */
#define NT_PREDICATES(X) \
  X(ANYTHING, "anything") \
  X(SENTENCE_START, "sentence-start") \
  X(SENTENCE_END, "sentence-end") \
  X(POSSESSIVE, "possessive") \
  X(ACRONYM, "acronym") \
  X(LONG_ACRONYM, "long-acronym") \
  X(HAS_ACRONYM, "has-acronym") \
  X(ALL_CAPITALS, "all-capitals") \
  X(INNER_CAPITAL, "inner-capital") \
  X(DIGIT, "digit") \
  X(HYPHEN, "hyphen") \
  X(AMPERSAND, "ampersand") \
  X(INITIAL, "initial") \
  X(CAPITAL_BEFORE, "capital-before") \
  X(CAPITAL_BEHIND, "capital-behind") \
  X(IN_BRACKETS, "in-brackets") \
  X(BRACKET_BEHIND, "bracket-behind") \
  X(INITIALS_BEHIND, "initials-behind") \
  X(COMMA_BEFORE, "comma-before") \
  X(COMMA_BEHIND, "comma-behind") \
  X(QUOTE_BEFORE, "quote-before") \
  X(ROLE_BEHIND_COMMA, "role-behind-comma") \
  X(NUMBER_BEHIND_COMMA, "number-behind-comma") \
  X(NUMBER_BEFORE, "number-before") \
  X(NUMBER_BEHIND, "number-behind") \
  X(HYPHEN_BEFORE, "hyphen-before") \
  X(HYPHEN_BEHIND, "hyphen-behind") \
  X(ALL_COMMON, "all-common") \
  X(SMALL_ELSEWHERE, "small-elsewhere") \
  X(AGAIN_ELSEWHERE, "again-elsewhere") \
  X(HEADLINED, "headlined") \
  X(DATELINE, "dateline") \
  X(LISTED_PERSON, "listed-person") \
  X(LISTED_PLACE, "listed-place") \
  X(LISTED_ORGANIZATION, "listed-organization") \
  X(WEAK_PLACE, "weak-place") \
  X(WEAK_ORGANIZATION, "weak-organization") \
  X(GREAT_PLACE, "great-place") \
  X(LISTED_OTHER, "listed-other") \
  X(RULE_PERSON, "rule-person") \
  X(RULE_PLACE, "rule-place") \
  X(RULE_ORGANIZATION, "rule-organization") \
  X(PLACE_FIRST, "place-first") \
  X(PLACE_LAST, "place-last") \
  X(PERSON_INSIDE, "person-inside") \
  X(ORGANIZATION_INSIDE, "organization-inside") \
  X(GROUP_FIRST, "group-first") \
  X(BESIDE_PERSON, "beside-person") \
  X(BESIDE_PLACE, "beside-place") \
  X(BESIDE_ORGANIZATION, "beside-organization") \
  X(PLACE_BEHIND_COMMA, "place-behind-comma") \
  X(GROUP_BEFORE, "group-before") \
  X(NAMED_PERSON, "named-person") \
  X(NAMED_PLACE, "named-place") \
  X(NAMED_ORGANIZATION, "named-organization") \
  X(PART_OF_PERSON, "part-of-person") \
  X(FIRST_OF_PERSON, "first-of-person") \
  X(PART_OF_ORGANIZATION, "part-of-organization") \
  X(ONLY_FIRM, "only-firm") \
  X(WEAK_IN_ROW, "weak-in-row") \
  X(CALLED_BODY, "called-body") \
  X(CALLED_PLACE, "called-place") \
  X(SPORT, "sport") \
  X(TEAM_TOWN, "team-town")

typedef enum {
#define X(code, word) NT_IS_##code,
  NT_PREDICATES(X)
#undef X
  NT_N_PREDICATES
} NtPredicate;
G_STATIC_ASSERT(NT_N_PREDICATES <= 64);

/* Where a word or a list's member stands: key in YAML is the word, and with `-list` behind it for lists. */
#define NT_POSITIONS(X)      \
  X(BEFORE, "before")        \
  X(SECOND_BEFORE, "second-before") \
  X(BEHIND, "behind")        \
  X(SECOND_BEHIND, "second-behind") \
  X(FIRST, "first")          \
  X(LAST, "last")            \
  X(INSIDE, "inside")        \
  X(ANY, "any")

typedef enum {
#define X(code, word) NT_AT_##code,
  NT_POSITIONS(X)
#undef X
  NT_N_POSITIONS
} NtPosition;

typedef enum { NT_ROW_WORDS, NT_ROW_LIST, NT_ROW_ENDING, NT_ROW_PREDICATE, NT_ROW_RULE, NT_ROW_LISTED } NtRowKind;

/* Weights are kept in thousandths: a sum of whole numbers is the same in any order. */
#define NT_WEIGHT_ONE 1000
#define NT_MOST_WEIGHT 100 /* of one row, so that no sum of NT_LIMIT_EVIDENCE rows leaves 32 bits */

typedef struct {
  NtStr id, why; /* why: `evidence ID` */
  NtWhere where;
  NtRowKind kind;
  NtPosition position;   /* WORDS, LIST */
  NtPredicate predicate; /* PREDICATE */
  guint32 list;          /* LIST: of the image */
  float from, below;     /* LIST: of the member's weight in it */
  const guint64 *words;  /* WORDS: their hashes */
  const NtStr *texts;    /* ENDING, RULE, LISTED: in small letters; ids; files */
  guint n;               /* of words or texts */
  guint least, most;     /* words that the run has */
  gint32 weight[NT_N_WEIGHED];
} NtEvidenceRow;

typedef struct NtEvidenceSet NtEvidenceSet;

NtEvidenceSet *nt_evidence_new(const NtImage *image);
void nt_evidence_free(NtEvidenceSet *set);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(NtEvidenceSet, nt_evidence_free)

/* Adds what one file says; a row replaces the one of the same id of an earlier folder. The texts of `root` and the name of the file must
 * outlive the set. */
void nt_evidence_add(NtEvidenceSet *set, const NtYaml *root, const NtYamlContext *context, guint folder);

/* When all files have been added: makes the index that the following ask. */
void nt_evidence_finish(NtEvidenceSet *set);

const NtEvidenceRow *nt_evidence_rows(const NtEvidenceSet *set, guint *n);

/* What some rows say together, by how many words the run has, as rows may ask for that: 1, 2, 3, 4 and more. The sums of their weights
 * are one line of the cache; a fourth type, always 0, makes those of a length a vector. */
typedef gint32 NtFour __attribute__((vector_size(16)));
#define NT_N_LENGTHS 4u
#define NT_CACHE_LINE 64
typedef struct {
  _Alignas(NT_CACHE_LINE) NtFour v[NT_N_LENGTHS];
  guint16 strongest[NT_N_LENGTHS][NT_N_WEIGHED]; /* the row that speaks most for a type, of equals the first: its number and 1; 0: none */
} NtSums;

/* Of a word or a list at each position; NULL for nothing. */
typedef struct {
  _Alignas(NT_CACHE_LINE) const NtSums *at[NT_N_POSITIONS];
} NtWordSums;

/* By predicate, what all rows say of a run that is so. */
const NtSums *nt_evidence_predicates(const NtEvidenceSet *set);
/* What all rows say of a word that has that weight in the list: NULL where no row asks for the list. */
const NtWordSums *nt_evidence_list_sums(const NtEvidenceSet *set, guint32 list, float weight);
/* What all rows say that ask for `key`, as nt_evidence_find knows it: a rule, a list's file, an ending. NULL where none does. */
const NtSums *nt_evidence_sums(const NtEvidenceSet *set, NtRowKind kind, guint64 key);
/* What all rows say of a word, by its hash; NULL where none asks for it. */
const NtWordSums *nt_evidence_word_sums(const NtEvidenceSet *set, guint64 hash);
/* To `sums` what the rows of `more`, which are told after its own, say. */
void nt_evidence_add_sums(const NtEvidenceSet *set, NtSums *sums, const NtSums *more);

/* Most words and endings are asked for by no row: FALSE where that is sure. `key` is one of nt_evidence_find's, `filter`
 * nt_evidence_filter. */
#define NT_EVIDENCE_FILTER_WORDS 256u
const guint64 *nt_evidence_filter(const NtEvidenceSet *set);
/* The same for the last bytes of endings, as many as there may be: behind one that is none of them no ending is found. */
const guint64 *nt_evidence_ends(const NtEvidenceSet *set);
static inline gboolean nt_evidence_may_have(const guint64 *filter, guint64 key)
{
  return filter[key >> 38 & (NT_EVIDENCE_FILTER_WORDS - 1)] >> (key >> 32 & 63) & 1;
}

/* The numbers of the rows of that kind that ask for `key`, ascending, so that a run looks up what it has instead of trying every
 * row. Keys: a word's hash, nt_evidence_list_key, a predicate, nt_evidence_ending, nt_hash_bytes of a rule's id. The position of
 * a word and the length of the run are the caller's to look at. */
static inline guint64 nt_evidence_list_key(guint32 list, NtPosition position)
{
  return (guint64)list * NT_N_POSITIONS + position;
}
const guint32 *nt_evidence_find(const NtEvidenceSet *set, NtRowKind kind, guint64 key, guint *n);

/* The key of an ending, built from its last byte to its first: begin with `behind` 0. */
static inline guint64 nt_evidence_ending(guint64 behind, char byte)
{
  return nt_hash_mix(behind, (guchar)nt_ascii_lower(byte));
}
/* Bytes of the longest ending that a row asks for. */
gsize nt_evidence_longest_ending(const NtEvidenceSet *set);
/* What each type starts with, before any evidence. */
const gint32 *nt_evidence_start(const NtEvidenceSet *set);
