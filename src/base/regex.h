/* Regular expressions: the one door to PCRE2. UTF, Unicode properties, JIT where the machine has it, and hard limits.
 *
 * A pattern may hold numbered callouts `(?Cn)`; at each, the `ask` function decides whether the match may go on. */
#pragma once

#include "str.h"

typedef struct NtRegex NtRegex;
/* What a thread needs to run patterns: match data, JIT stack, limits. Not shared between threads. */
typedef struct NtRegexRoom NtRegexRoom;

typedef struct {
  guint number;          /* of the callout */
  gsize at;              /* byte offset in the subject */
  gsize item, item_end;  /* the item of the pattern that comes next, in bytes of the pattern */
  const gsize *groups;   /* start and end of each group so far; G_MAXSIZE where not set */
  guint n_groups;
} NtRegexCallout;
typedef gboolean (*NtRegexAsk)(const NtRegexCallout *callout, gpointer data);

typedef enum { NT_REGEX_NO, NT_REGEX_YES, NT_REGEX_LIMIT } NtRegexResult;

/* ANCHORED: matches at the byte it is tried at and nowhere later. It belongs to the pattern because PCRE2 runs no JIT code for a
 * match that is anchored by an option of its own. */
typedef enum {
  NT_REGEX_CASELESS = 1,
  NT_REGEX_ANCHORED = 2,
  NT_REGEX_TRACED = 4, /* asks at every item of the pattern, too: callout NT_REGEX_TRACE. Slow; for who wants to know why */
} NtRegexFlags;
#define NT_REGEX_TRACE 255u

/* `*error_at` gets the byte of the pattern at which it is wrong. JIT code is made at the first run, not here. */
NtRegex *nt_regex_new(NtStr pattern, guint flags, gsize *error_at, GError **error);
/* Of a pattern that compiled before, and what was known of it then: it is read at its first run, too. One that proves wrong then
 * matches nothing. `pattern` must outlive it. */
NtRegex *nt_regex_new_later(NtStr pattern, guint flags, guint n_groups, gboolean uncounted);
void nt_regex_free(NtRegex *regex);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(NtRegex, nt_regex_free)

#define NT_REGEX_MOST_GROUPS 63u /* of one pattern */
guint nt_regex_group_count(const NtRegex *regex);
/* JIT code could try more ways through it than the limit of matches is told of; it is never run. */
gboolean nt_regex_is_uncounted(const NtRegex *regex);
/* The number of the group with that name, 0 where there is none. */
guint nt_regex_group(const NtRegex *regex, const char *name);
/* Whether ^ and $ of many lines know no other end of a line than a line feed. */
gboolean nt_regex_lines_end_in_lf(void);
/* Whether a match may take no text; a pattern that calls itself counts as one that may. */
gboolean nt_regex_may_be_empty(const NtRegex *regex);
/* The bytes that a match can begin with, a bit for each; FALSE where it is not known. Not of a pattern that is anchored. */
gboolean nt_regex_first_bytes(const NtRegex *regex, guint8 bytes[32]);
/* The highest number of a group that the pattern refers back to. */
guint nt_regex_last_back_reference(const NtRegex *regex);
/* The names, as many as there are named groups, each with its number. */
guint nt_regex_names(const NtRegex *regex, guint n, const char **names, guint *numbers);

/* In the text of a pattern, behind the class (`[a-z]`) that begins at `i`. */
gsize nt_regex_behind_class(const char *p, gsize i, gsize end);

NtRegexRoom *nt_regex_room_new(gboolean jit);
void nt_regex_room_free(NtRegexRoom *room);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(NtRegexRoom, nt_regex_room_free)

/* Matches in `subject` (valid UTF-8) from byte `from`. On YES `*groups` is borrowed
 * from the room until its next call: start and end byte of group 0, 1, … */
NtRegexResult nt_regex_match(NtRegex *regex, NtRegexRoom *room, NtStr subject, gsize from, NtRegexAsk ask,
                             gpointer data, const gsize **groups);
/* The version of PCRE2 this runs with. */
char *nt_regex_version(void);
