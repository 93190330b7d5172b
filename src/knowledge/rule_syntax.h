/* The syntax of an expanded pattern, as far as one must know it to walk over it: `p` is the pattern, of which only what stands before
 * `end` is looked at. */
#pragma once

#include "rule_pattern.h"

/* What a bracket opens: a group, also one that captures or is atomic; text that must follow; something that takes no text and says
 * nothing of it; what is not understood. */
typedef enum { NT_BRACKET_GROUP, NT_BRACKET_LOOK_AHEAD, NT_BRACKET_NOTHING, NT_BRACKET_OPAQUE } NtBracket;

gboolean nt_syntax_has_prefix(const char *p, gsize i, gsize end, const char *prefix);
/* What the bracket at `i` opens, and where its body begins. */
NtBracket nt_syntax_bracket_at(const char *p, gsize i, gsize end, gsize *body);
/* Of all `n` bytes: for a bracket that opens, the byte at which it is closed; `n` for any other. To be freed. */
guint32 *nt_syntax_closings(const char *p, gsize n);
/* Behind one character, escape or class; behind the escape. */
gsize nt_syntax_skip_one(const char *p, gsize i, gsize end);
gsize nt_syntax_behind_escape(const char *p, gsize i, gsize end);
/* Behind the quantifier at `i`, if one stands there. */
gsize nt_syntax_skip_quantifier(const char *p, gsize i, gsize end, gboolean *optional, gboolean *repeated);
/* The atom that begins at `i`; or NULL. */
const NtPatternAtom *nt_syntax_atom_at(const NtPatternText *text, gsize i, gsize end);

/* Whether the escape at `i`, or the class from `i` to `end`, stands for some character that is no ASCII white space, whatever else it
 * is. What is not known to the letter may be white space. */
gboolean nt_syntax_escape_has_no_space(const char *p, gsize i, gsize end);
gboolean nt_syntax_class_has_no_space(const char *p, gsize i, gsize end);

void nt_syntax_add_letters(NtRuleLetters *letters, char from, char to);
/* Of the class from `i` to `end`, or the escape at `i`; FALSE where it may stand for anything else than letters and digits, of a class
 * than those of ASCII. */
gboolean nt_syntax_letters_of_class(const char *p, gsize i, gsize end, NtRuleLetters *letters);
gboolean nt_syntax_letters_of_escape(const char *p, gsize i, gsize end, NtRuleLetters *letters);
/* The bytes with which the class from `i` to `end` of single characters and `\s` can begin; of any other nothing is changed. */
void nt_syntax_bytes_of_class(const char *p, gsize i, gsize end, NtRuleBytes *bytes);
